"""The server process: websockets and time-outs on top of uvicorn, file handles, the log."""
