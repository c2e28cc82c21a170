"""The application: one folder for each thing people do, in the order data flows."""
