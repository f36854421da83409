#!/bin/sh
# Run once by the PostgreSQL image: the portal gets a role that owns its database and is no superuser, so that the
# audit's protection binds it.
set -e
psql --set=ON_ERROR_STOP=1 --set=password="$PORTAL_PASSWORD" --username="$POSTGRES_USER" --dbname=postgres <<'SQL'
CREATE ROLE portal LOGIN PASSWORD :'password';
CREATE DATABASE portal OWNER portal;
SQL
