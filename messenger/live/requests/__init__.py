"""The requests that a window may send over the websocket."""
