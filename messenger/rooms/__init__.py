"""Rooms: the rooms themselves, their members, direct conversations, and how a room is shown in lists."""
