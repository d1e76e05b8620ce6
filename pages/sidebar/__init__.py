"""The sidebar, a single element: brand, main navigation and the list of rooms."""

from pages.sidebar.sidebar import Sidebar, Viewer

__all__ = ['Sidebar', 'Viewer']
