"""The element that shows a room: its header, its messages and the composer; drawn by pages/client/room/chat.js."""

from pages.chat.chat import Chat

__all__ = ['Chat']
