"""The messenger without its user interface: one folder per feature, and modules that all of them use."""

__version__ = '0.1.0'
