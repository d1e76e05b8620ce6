"""All code for NiceGUI's websocket: the handshake, the heartbeat, the events of its pages."""
