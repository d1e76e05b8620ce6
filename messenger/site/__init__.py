"""The site: its settings, and the onboarding of its admins."""
