"""The pages for admins; the address is a 404 to everyone else (messenger.http.guards)."""

from pages.admin import activity, bin, figures, log, messages, people, rooms, settings  # noqa: A004, F401 - registers them
