"""The pages for admins; everyone else gets a 404 (messenger.http.guards)."""

from pages.admin import activity, bin, figures, log, messages, people, rooms, settings  # noqa: A004, F401 - registers them
