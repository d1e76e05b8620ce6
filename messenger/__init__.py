"""The messenger without a screen: one folder for each feature, and what all of them use."""

__version__ = '0.1.0'
