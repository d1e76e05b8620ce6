"""The demo: people, rooms and conversations that fill an empty data folder for a first look."""
