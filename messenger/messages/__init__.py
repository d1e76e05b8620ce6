"""Messages: store, change and delete them, with their mentions, reactions, pins and replies."""
