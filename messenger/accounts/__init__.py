"""Accounts: sign-up, log-in and log-out, passwords, sessions and limits on log-in attempts."""
