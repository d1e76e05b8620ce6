"""What a window may ask over the websocket."""
