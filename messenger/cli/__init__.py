"""The command line: its options, its commands besides serving, and the lock of a running server."""
