"""People: the directory, profiles, avatars, who is online, and who has blocked whom."""
