from django.db import migrations

COUNT = """
UPDATE relationships_partnership AS partnership SET customer_count = counted.number
FROM (
    SELECT partner_id, reseller_id, count(*) AS number FROM customers_customerrelationship
    WHERE ended_at IS NULL AND reseller_id IS NOT NULL GROUP BY partner_id, reseller_id
) AS counted
WHERE partnership.provider_id = counted.partner_id AND partnership.reseller_id = counted.reseller_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0001_initial"),
        ("relationships", "0002_whole_partnerships"),
    ]

    operations = [migrations.RunSQL(COUNT, migrations.RunSQL.noop)]
