from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import Settings, load, variable

ROOT = Path(__file__).parent.parent.parent


def test_a_misspelt_setting_is_an_error_that_names_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_PROT", "9000")
    with pytest.raises(SettingsError, match="BOT_PROT is no setting; did you mean BOT_PORT"):
        load()


def test_a_bad_value_is_named_with_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_PORT", "http")
    with pytest.raises(SettingsError, match=r"BOT_PORT: .*'http'"):
        load()


def test_origins_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_ALLOWED_ORIGINS", "https://a.example, https://b.example/")
    assert load().allowed_origins == ("https://a.example", "https://b.example")


def test_an_origin_has_no_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_ALLOWED_ORIGINS", "https://a.example/news")
    with pytest.raises(SettingsError, match="BOT_ALLOWED_ORIGINS"):
        load()


def test_a_misspelt_name_in_the_env_file_is_found_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("BOT_KB_DIRS=elsewhere\n")
    with pytest.raises(SettingsError, match="BOT_KB_DIR"):
        load()


def test_every_setting_is_documented() -> None:
    documented = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    missing = [name for name in Settings.model_fields if f"`{variable(name)}`" not in documented]
    assert missing == []
