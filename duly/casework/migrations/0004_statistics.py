"""Lets an import tell the planner how large the tables have become: what it goes on to read is in its own transaction."""

from django.db import migrations

TABLES = (
    "case", "assignment", "profile", "person", "contact", "contactcase", "service", "serviceend", "milestone",
    "caseevent", "appointment", "closing", "answers", "correction", "obligation", "tally", "caseline",
)
TAKE_STOCK = f"""
CREATE FUNCTION duly_take_stock() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  ANALYZE {", ".join(f"casework_{table}" for table in TABLES)};
END $$;
REVOKE ALL ON FUNCTION duly_take_stock() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION duly_take_stock() TO duly_app;
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_who_leads")]
    operations = [migrations.RunSQL(TAKE_STOCK, "DROP FUNCTION duly_take_stock()")]
