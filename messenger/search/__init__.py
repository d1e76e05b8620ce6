"""Search: from what a person types to the messages that they may read."""
