"""The command line: what it understands, what it does besides serving, and the lock of a running server."""
