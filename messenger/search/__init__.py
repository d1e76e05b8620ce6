"""Search: from a typed query to the matching messages that the person may read."""
