"""The peers that the messenger is compared with: each a separate server, as small as possible."""
