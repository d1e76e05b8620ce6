"""What each person has read, what others may know of it, and what they have begun to write."""
