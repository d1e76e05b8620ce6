"""The addresses of all pages and forms: routes, redirects and links in Python and templates use these."""

LOG_IN, LOG_OUT, SIGN_UP, RESET = '/login', '/logout', '/register', '/reset'
LANGUAGE, OFFLINE = '/language', '/offline'
ROOMS, USERS, PROFILE, SEARCH = '/rooms', '/users', '/profile', '/search'
FILES, AVATARS = '/files', '/avatars'
ADMIN = '/admin'
ADMIN_ACTIVITY, ADMIN_ROOMS, ADMIN_MESSAGES = f'{ADMIN}/activity', f'{ADMIN}/rooms', f'{ADMIN}/messages'
ADMIN_BIN, ADMIN_SETTINGS, ADMIN_LOG = f'{ADMIN}/bin', f'{ADMIN}/settings', f'{ADMIN}/log'
ADMIN_FIGURES = f'{ADMIN}/figures'
ROOM, USER = f'{ROOMS}/{{room_id}}', f'{USERS}/{{user_id}}'  # as routes


def room(room_id: int) -> str:
    """The page of a room."""
    return f'{ROOMS}/{room_id}'


def user(user_id: int) -> str:
    """The public page of a person."""
    return f'{USERS}/{user_id}'


def reset(token: str) -> str:
    """The page where a person sets a new password with a link."""
    return f'{RESET}/{token}'
