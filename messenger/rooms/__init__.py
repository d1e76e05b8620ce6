"""Rooms: rooms, their members, direct conversations, and the summaries that lists show."""
