"""Administration: how admins manage people, rooms and messages."""
