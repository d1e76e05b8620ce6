"""Nothing lost, nothing twice: short forms run with every test, full ones with `make proof`."""
