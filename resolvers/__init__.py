"""What the page says: the schema in the creator's language, one file a panel."""
