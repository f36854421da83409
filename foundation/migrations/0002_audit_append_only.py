"""The database itself refuses to change or delete what is on record."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER audit_is_append_only
    BEFORE UPDATE OR DELETE ON foundation_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
"""
# Per statement, so that even one that would touch no row is refused. TRUNCATE is not named here: it is taken away
# from the production role by `manage.py harden_database`, and the tests empty their tables with it.

ALLOW = """
DROP TRIGGER audit_is_append_only ON foundation_auditevent;
DROP FUNCTION audit_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_initial")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
