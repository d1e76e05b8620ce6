"""The choices of admins for the whole site, and what a new site still lacks."""
