"""Plain HTTP routes besides the pages: authentication, sign-in and sign-out, files, health."""
