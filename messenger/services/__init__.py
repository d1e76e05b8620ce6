"""What people can do, one plural noun a file; every function checks access, writes, and tells after the commit."""
