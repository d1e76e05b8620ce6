"""Nothing lost, nothing duplicated: short forms run with every test, full ones with `make proof`."""
