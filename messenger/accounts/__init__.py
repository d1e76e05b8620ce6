"""Accounts: signing up, in and out, passwords, sessions and the limits of log-ins."""
