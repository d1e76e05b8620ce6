"""Calls from Python into the browser code: the only way from a page's Python to the modules in `pages/client`."""

# where the browser finds the modules; pages/__init__.py tells NiceGUI
CLIENT_NAME = 'messenger'


def client_call(code: str) -> str:
    """JavaScript for `run_javascript`; in `code`, `messenger` has everything that the modules export."""
    return f'import("{CLIENT_NAME}").then((messenger) => {code})'


def client_handler(code: str) -> str:
    """A `js_handler`; `code` may also use `event` and `emit`. It runs a moment after the event."""
    return f'(event) => {client_call(code)}'
