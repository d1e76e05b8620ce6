"""Files and pictures: sent in pieces, looked at in a process of their own, kept, shown and removed."""
