"""The people, the rooms and the talk that an empty data folder is filled with for a first look."""
