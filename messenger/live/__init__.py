"""People's windows on the websocket, without NiceGUI: who is connected, what they send, and which events they get."""
