"""What admins do with people, rooms and messages."""
