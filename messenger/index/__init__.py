"""The word index: which forms of a word are one, and which message holds which words."""
