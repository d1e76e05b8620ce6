"""The conversation, a single element: message rows, composer and outbox."""

from pages.chat.chat import Chat

__all__ = ['Chat']
