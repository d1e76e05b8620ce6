"""The messenger without a screen: settings, data, services, plain routes."""

__version__ = '0.1.0'
