"""The engines the portal runs on, started from wheels: `make run` and the tests need nothing installed by hand.

`python -m partnercenter.embedded run` starts PostgreSQL, Valkey, web server, worker and scheduler and keeps them up;
`env` runs one command beside throw-away engines; `manage` runs manage.py in a running portal's environment. Nothing
here imports Django but `prepare`, which runs in a process of its own.
"""
