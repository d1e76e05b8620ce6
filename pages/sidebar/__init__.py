"""The sidebar, a single element: brand, main navigation and the list of rooms."""

from pages.sidebar.sidebar import Sidebar

__all__ = ['Sidebar']
