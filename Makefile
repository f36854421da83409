# Needs make and Python 3.11 or newer, nothing else: the rest is installed into .venv from the locked requirements.

RUNNING = @exec sh scripts/python.sh scripts/install.py requirements.txt
CHECKING = @exec sh scripts/python.sh scripts/install.py requirements-dev.txt
BESIDE_ENGINES = $(CHECKING) -m partnercenter.embedded env -- .venv/bin/python
COMPILE = -m uv pip compile -q --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11

.PHONY: help run manage test lint format lock

help:
	@echo "make run      start the portal; settings: PORT=8000 DATA_DIR=.data DEMO=0 DEMO_PASSWORD=… EMAIL_URL=smtp://…"
	@echo "make manage   manage.py in the running portal: make manage CMD='add_partner --help'"
	@echo "make test     all checks and tests, as CI runs them"
	@echo "make lint     the checks alone"
	@echo "make format   bring Python and templates into form"
	@echo "make lock     write requirements.txt and requirements-dev.txt anew, with hashes"

run:
	$(RUNNING) -m partnercenter.embedded run --with-parent

manage:
	$(RUNNING) -m partnercenter.embedded manage $(CMD)

test:
	$(BESIDE_ENGINES) scripts/check.py all

lint:
	$(BESIDE_ENGINES) scripts/check.py lint

format:
	$(CHECKING) -m ruff check --fix-only --quiet .
	$(CHECKING) -m ruff format .
	$(CHECKING) -m djlint --reformat --quiet templates

lock:
	$(CHECKING) $(COMPILE) requirements.in -o requirements.txt
	$(CHECKING) $(COMPILE) requirements-dev.in -c requirements.txt -o requirements-dev.txt
