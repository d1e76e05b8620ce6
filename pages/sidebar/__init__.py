"""The sidebar: brand, main navigation and the list of rooms, one element."""

from pages.sidebar.sidebar import Sidebar

__all__ = ['Sidebar']
