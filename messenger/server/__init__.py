"""The process as a server: its websockets and time-outs on top of uvicorn, its file handles, its log."""
