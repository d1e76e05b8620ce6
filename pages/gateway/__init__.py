"""NiceGUI's websocket: who a socket is, what it may ask, and the fan-out of events to every open window."""
