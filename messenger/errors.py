"""Errors for refused requests: domains raise them with details, pages and routes show them to the person."""

from typing import ClassVar

from messenger.i18n import N_, _, duration


class Refused(Exception):
    """The rules do not allow the request; `str()` gives a sentence for the person who made it.

    `code` is stable and machine-readable; `field` names the invalid input, if there is one.
    """

    code: ClassVar[str] = 'refused'
    sentence: ClassVar[str] = N_('This is not possible.')

    def __init__(self, *, field: str = '', **details: object) -> None:
        super().__init__()
        self.field = field
        self.details = details

    def __str__(self) -> str:
        return _(self.sentence).format(**self.details)


class NotFound(Refused):
    """The row does not exist, or this person may not know that it does."""

    code = 'not_found'
    sentence = N_('This does not exist, or you do not have access to it.')


class NotAMember(Refused):
    code = 'not_a_member'
    sentence = N_('You are not a member of this room.')


class NotAllowed(Refused):
    code = 'not_allowed'
    sentence = N_('You are not allowed to do this.')


class SignedOut(Refused):
    code = 'signed_out'
    sentence = N_('You have been signed out. Log in again to continue.')


class Blocked(Refused):
    code = 'blocked'
    sentence = N_('This account is blocked. Contact an admin.')


class NameTaken(Refused):
    code = 'name_taken'
    sentence = N_('This name is already taken.')


class InvalidName(Refused):
    code = 'invalid_name'
    sentence = N_('Use 1 to 32 letters, digits, spaces and . _ - with at least one letter or digit.')


class InvisibleCharacter(InvalidName):
    """Details: `character`, its code point."""

    code = 'invisible_character'
    sentence = N_('This contains an invisible character ({character}). Delete it, or type the text again.')


class ReservedName(InvalidName):
    code = 'reserved_name'
    sentence = N_('This name is reserved for mentioning everyone in a room. Choose another.')


class InvalidRoomName(Refused):
    code = 'invalid_room_name'
    sentence = N_('A room name must have 1 to 80 visible characters.')


class InvalidPlaceName(InvalidRoomName):
    code = 'invalid_place_name'
    sentence = N_('The messenger name must have 1 to 40 visible characters.')


class TooLong(Refused):
    """Details: `limit` and `length`, in characters."""

    code = 'too_long'
    sentence = N_('This is too long: {length} characters, but the limit is {limit}.')


class Empty(Refused):
    code = 'empty'
    sentence = N_('There is nothing to send.')


class Malformed(Refused):
    code = 'malformed'
    sentence = N_('This request could not be understood.')


class LimitReached(Refused):
    """Details: `retry_after` in seconds."""

    code = 'limit_reached'
    sentence = N_('Too many requests. Try again in {wait}.')

    def __str__(self) -> str:
        return _(self.sentence).format(wait=duration(self.retry_after))

    @property
    def retry_after(self) -> float:
        """Seconds to wait before the next try."""
        return float(str(self.details['retry_after']))


class TooManySignUps(LimitReached):
    """Details: `retry_after` in seconds."""

    sentence = N_('Many accounts were created from this network lately. Try again in {wait}.')


class TooManyWindows(LimitReached):
    """Details: `retry_after` in seconds."""

    code = 'too_many_windows'
    sentence = N_('You have too many windows open here. Close some, then try again.')


class WrongPassword(Refused):
    code = 'wrong_password'
    sentence = N_('Incorrect password.')


class WrongLogin(Refused):
    code = 'wrong_login'
    sentence = N_('Incorrect username or password.')


class WeakPassword(Refused):
    code = 'weak_password'
    sentence = N_('Use at least {limit} characters, and do not use the username.')


class PasswordsDiffer(Refused):
    code = 'passwords_differ'
    sentence = N_('The passwords do not match.')


class SignUpClosed(Refused):
    code = 'sign_up_closed'
    sentence = N_('Sign-up is closed here. Ask an admin for an account.')


class InviteNeeded(Refused):
    code = 'invite_needed'
    sentence = N_('Sign-up is by invitation only. Open the invite link an admin gave you.')


class WrongSetupCode(Refused):
    code = 'wrong_setup_code'
    sentence = N_('The first account needs the setup code that the server printed when it started.')


class LinkExpired(Refused):
    code = 'link_expired'
    sentence = N_('This link has been used or has expired. Ask for a new one.')


class LastOwner(Refused):
    code = 'last_owner'
    sentence = N_('You are the last owner. Make someone else an owner first, or delete the room.')


class OtherLastOwner(LastOwner):
    """The last owner is somebody else than the person who asked."""

    sentence = N_('{nick} is the last owner of this room. Make someone else an owner first.')


class LastAdmin(Refused):
    code = 'last_admin'
    sentence = N_('This is the last admin. Make someone else an admin first.')


class WrongConfirmation(Refused):
    code = 'wrong_confirmation'
    sentence = N_('Type the exact name of the room to delete it.')


class BadPicture(Refused):
    code = 'bad_picture'
    sentence = N_('This file is not a supported picture (png, jpg, gif, webp or avif).')


class CostlyPicture(BadPicture):
    """The picture takes far longer to decode than others of its size."""

    sentence = N_('This picture takes too long to open. Save it again as a regular JPEG or PNG, then try again.')


class TooLarge(Refused):
    """Details: `limit`, as text with its unit."""

    code = 'too_large'
    sentence = N_('This file is too large: at most {limit}.')


class EmptyFile(Refused):
    code = 'empty_file'
    sentence = N_('This file is empty.')


class FileGone(Refused):
    """A message names a file it cannot have: never fully uploaded, since removed, or part of another message."""

    code = 'file_gone'
    sentence = N_('A file in this message is not on the server. Attach it again.')


class TooManyFiles(Refused):
    """Fact: `limit`, a number of files."""

    code = 'too_many_files'
    sentence = N_('You can have at most {limit} unsent files. Send or remove some first.')


class WrongOffset(Refused):
    """Fact: `offset`, how many bytes of the file have arrived so far."""

    code = 'wrong_offset'
    sentence = N_('The upload has continued from a different position.')


class StorageUnavailable(Refused):
    """The database could not commit (locked, full, unreadable); trying again later may work."""

    code = 'unavailable'
    sentence = N_('The server cannot save this right now. The messenger will try again.')


class TookTooLong(StorageUnavailable):
    """A read was aborted at its deadline: it asked for too much, or the server is too busy."""

    sentence = N_('The server is too busy to answer. Try again in a moment.')
