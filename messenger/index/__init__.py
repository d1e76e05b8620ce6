"""The word index: word stems, and which words each message contains."""
