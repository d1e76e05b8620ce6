"""The database: one engine for reads and writes, the queries of the hot path, and its migrations."""
