"""Benchmarks: what the messenger costs beside its peers, measured in the same run. `python -m tests.bench NAME`."""
