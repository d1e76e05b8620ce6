"""The windows of people on the websocket, without NiceGUI: who is connected, what arrives, and who hears of what."""
