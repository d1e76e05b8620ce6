"""The messenger as a desktop window."""
