"""Elements that several pages use, one per file."""
