"""Messages: how they are stored, changed and deleted, and what belongs to them."""
