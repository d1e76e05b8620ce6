"""What the messenger is measured beside: each a server of its own, as small as it can be."""
