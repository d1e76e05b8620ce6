"""The type of a file, detected from its first bytes."""

import pytest

from messenger.files import media_types
from tests.bad_pictures import FORMATS, STRANGERS, picture

KNOWN = {
    'audio/mpeg': [b'ID3\x04' + bytes(20), b'\xff\xfb\x90\x64' + bytes(20)],
    'audio/aac': [b'\xff\xf1\x50\x80' + bytes(20)],
    'audio/flac': [b'fLaC' + bytes(20)],
    'audio/wav': [b'RIFF\x24\0\0\0WAVEfmt '],
    'audio/ogg': [b'OggS' + bytes(24) + b'OpusHead', b'OggS' + bytes(24) + b'\x01vorbis'],
    'audio/mp4': [b'\0\0\0\x20ftypM4A ' + bytes(20)],
    'video/ogg': [b'OggS' + bytes(24) + b'\x80theora'],
    'video/mp4': [b'\0\0\0\x20ftypisom' + bytes(20), b'\0\0\0\x20ftypmp42' + bytes(20)],
    'video/quicktime': [b'\0\0\0\x14ftypqt  ' + bytes(20)],
    'video/webm': [b'\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm'],
}
SHOWN_AS = {'mp4': 'video/mp4', 'wav': 'audio/wav'}
PRETENDERS = {'noise called png', 'noise called jpeg', 'noise called gif', 'noise called webp', 'noise called avif'}


def test_audio_and_video_are_recognised_by_their_first_bytes(subtests: pytest.Subtests) -> None:
    for media_type, heads in KNOWN.items():
        with subtests.test(repr(media_type)):
            for head in heads:
                assert media_types.media_type(head) == media_type


def test_pictures_are_recognised_by_their_first_bytes() -> None:
    for kind in FORMATS:
        assert media_types.media_type(picture(kind)[: media_types.HEAD_BYTES]) == f'image/{kind.lower()}'


def test_files_that_are_not_pictures_never_count_as_text_xml_or_svg(subtests: pytest.Subtests) -> None:
    for name in STRANGERS:
        with subtests.test(repr(name)):
            media_type = media_types.media_type(STRANGERS[name]()[: media_types.HEAD_BYTES])
            starts_like_one = name in PRETENDERS or name.startswith(('png', 'jpeg', 'gif', 'html called gif'))
            if not starts_like_one or name == 'jpeg 2000':
                assert media_type == SHOWN_AS.get(name, media_types.UNKNOWN)
            assert not media_type.startswith(('text', 'application/xml', 'image/svg'))


def test_very_short_files_are_handled(subtests: pytest.Subtests) -> None:
    for length in range(0, 20):
        with subtests.test(repr(length)):
            for heads in KNOWN.values():
                media_types.media_type(heads[0][:length])
