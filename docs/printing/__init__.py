"""What the site prints from code: the schema, the tables of errors and settings, and its links."""
