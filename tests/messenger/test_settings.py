"""Settings: each is read, each bad value is reported in one sentence, the later source wins."""

import stat
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from messenger.settings import SettingError, Settings, is_loopback, load

GOOD: dict[str, tuple[str, Any]] = {
    'DATABASE_URL': ('sqlite:////srv/chat.db', 'sqlite:////srv/chat.db'),
    'SECRET_KEY': ('q7' * 20, 'q7' * 20),
    'HOST': ('0.0.0.0', '0.0.0.0'),
    'PORT': ('9000', 9000),
    'PUBLIC_URL': ('https://chat.example.org/', 'https://chat.example.org'),
    'ALLOWED_HOSTS': ('Chat.LAN, чат.рф', ('chat.lan', 'xn--80a0bn.xn--p1ai')),
    'TRUSTED_PROXIES': ('10.0.0.1, 192.168.0.0/16', ('10.0.0.1', '192.168.0.0/16')),
    'RATE_LIMITS': ('off', False),
    'ADDRESS_TRIES': ('500', 500),
    'UPLOAD_LIMIT_MB': ('100', 100),
    'SESSION_DAYS': ('7', 7),
    'BIN_DAYS': ('60', 60),
    'LOG_LEVEL': ('debug', 'DEBUG'),
    'METRICS_TOKEN': ('0123456789abcdef', '0123456789abcdef'),
}

BAD = [
    ('DATA_DIR', '/proc/nowhere'),
    ('DATABASE_URL', 'mysql://root@localhost/chat'),
    ('DATABASE_URL', 'sqlite:///'),
    ('SECRET_KEY', 'k9Zx'),
    ('SECRET_KEY', 'q7' * 15),
    ('SECRET_KEY', 'django-insecure-kj3h45kj3h45kjh345kjh345kjh345'),
    ('SECRET_KEY', 'please-CHANGEME-please-changeme-please-changeme'),
    ('PORT', '0'),
    ('PORT', '65536'),
    ('PORT', 'http'),
    ('PORT', '-1'),
    ('PORT', '8080.5'),
    ('PUBLIC_URL', 'chat.example.org'),
    ('PUBLIC_URL', 'ftp://chat.example.org'),
    ('PUBLIC_URL', 'https://example.org/chat'),
    ('PUBLIC_URL', 'https://'),
    ('ALLOWED_HOSTS', '*'),
    ('ALLOWED_HOSTS', 'chat.lan:8080'),
    ('ALLOWED_HOSTS', 'http://chat.lan'),
    ('TRUSTED_PROXIES', 'proxy.example.org'),
    ('TRUSTED_PROXIES', '10.0.0.1,300.0.0.1'),
    ('RATE_LIMITS', 'perhaps'),
    ('ADDRESS_TRIES', '0'),
    ('ADDRESS_TRIES', 'many'),
    ('UPLOAD_LIMIT_MB', '0'),
    ('UPLOAD_LIMIT_MB', '5000'),
    ('SESSION_DAYS', '0'),
    ('SESSION_DAYS', 'ever'),
    ('BIN_DAYS', '-3'),
    ('BIN_DAYS', ''.join(['9'] * 30)),
    ('LOG_LEVEL', 'LOUD'),
    ('METRICS_TOKEN', 'short'),
]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Start each test in an empty folder with none of our variables in the environment."""
    monkeypatch.chdir(tmp_path)
    for field in fields(Settings):
        monkeypatch.delenv(field.name.upper(), raising=False)


def test_without_any_settings_the_defaults_apply_and_a_folder_and_a_secret_are_created(tmp_path: Path) -> None:
    settings = load()

    assert settings.data_dir == tmp_path / 'data'
    assert settings.database_path == tmp_path / 'data' / 'messenger.db'
    assert settings.listens_locally
    assert settings.origins == frozenset()
    apart = {'data_dir', 'secret_key'}
    assert {f.name: getattr(settings, f.name) for f in fields(Settings) if f.name not in apart} == {
        f.name: f.default for f in fields(Settings) if f.name not in apart
    }


@pytest.mark.parametrize('name', GOOD)
def test_each_setting_is_read_from_the_environment(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text, value = GOOD[name]
    monkeypatch.setenv(name, text)

    assert getattr(load(), name.lower()) == value


def test_the_tests_above_cover_every_setting() -> None:
    assert {field.name.upper() for field in fields(Settings)} == {*GOOD, 'DATA_DIR'}
    without_a_wrong_value = {'HOST'}
    assert {name for name, _ in BAD} == {*GOOD, 'DATA_DIR'} - without_a_wrong_value


@pytest.mark.parametrize(('name', 'text'), BAD)
def test_a_bad_value_is_reported_in_one_sentence_that_names_the_setting(
    name: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, text)

    with pytest.raises(SettingError) as caught:
        load()

    sentence = str(caught.value)
    assert sentence.startswith(name)
    assert sentence.endswith('.')
    assert '\n' not in sentence
    if name == 'SECRET_KEY':
        assert text not in sentence


def test_the_env_file_loses_to_the_environment_and_both_lose_to_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / '.env').write_text('PORT=1001\nBIN_DAYS=11\nSESSION_DAYS=12\n# LOG_LEVEL=ERROR\n')
    monkeypatch.setenv('PORT', '1002')
    monkeypatch.setenv('BIN_DAYS', '22')

    settings = load({'PORT': '1003'})

    assert (settings.port, settings.bin_days, settings.session_days, settings.log_level) == (1003, 22, 12, 'INFO')


def test_an_unchanged_example_file_changes_nothing(tmp_path: Path) -> None:
    example = Path(__file__).parents[2] / '.env.example'
    defaults = load({'SECRET_KEY': 'q7' * 20})

    (tmp_path / '.env').write_text(example.read_text())

    assert load({'SECRET_KEY': 'q7' * 20}) == defaults


def test_the_generated_secret_is_kept_and_private_to_its_owner(tmp_path: Path) -> None:
    first = load().secret_key

    assert load().secret_key == first
    assert len(first) >= 32
    assert stat.S_IMODE((tmp_path / 'data' / 'secret').stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / 'data').stat().st_mode) == 0o700
    assert first not in repr(load())


def test_two_folders_have_different_secrets() -> None:
    assert load({'DATA_DIR': 'one'}).secret_key != load({'DATA_DIR': 'two'}).secret_key


def test_a_damaged_secret_is_reported_and_never_silently_replaced(tmp_path: Path) -> None:
    load()
    (tmp_path / 'data' / 'secret').write_text('')

    with pytest.raises(SettingError, match=r'^SECRET_KEY.*delete that file'):
        load()


def test_a_secret_from_the_settings_leaves_no_file(tmp_path: Path) -> None:
    load({'SECRET_KEY': 'q7' * 20})

    assert not (tmp_path / 'data' / 'secret').exists()


def test_only_this_machine_is_loopback(subtests: pytest.Subtests) -> None:
    for host, local in [
        *(('127.0.0.1', True), ('127.3.2.1', True), ('::1', True), ('localhost', True)),
        *(('0.0.0.0', False), ('::', False), ('192.168.0.7', False), ('chat.example.org', False), ('', False)),
    ]:
        with subtests.test(repr(host)):
            assert is_loopback(host) is local


def test_a_browser_can_open_the_local_address(subtests: pytest.Subtests) -> None:
    for host, url in [
        ('127.0.0.1', 'http://127.0.0.1:80'),
        ('0.0.0.0', 'http://127.0.0.1:80'),
        ('::', 'http://[::1]:80'),
    ]:
        with subtests.test(repr(host)):
            assert Settings(host=host, port=80).local_url == url


def test_the_public_address_is_an_origin() -> None:
    assert Settings(public_url='https://chat.example.org:8443').origins == {'https://chat.example.org:8443'}
