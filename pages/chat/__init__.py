"""The conversation: message rows, composer and outbox, one element."""

from pages.chat.chat import Chat

__all__ = ['Chat']
