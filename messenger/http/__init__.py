"""Plain routes beside the pages: who is asking, signing in and out, files, health."""
