"""Settings: the environment is handed in, wins over the file, and nothing unknown or ill-typed gets through."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from index.errors import SettingsError
from index.settings import Settings


@pytest.fixture(autouse=True)
def _nobodys_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


def written(folder: Path, text: str) -> dict[str, str]:
    file = folder / "settings.toml"
    file.write_text(text, encoding="utf-8")
    return {"YINZHENG_SETTINGS": str(file)}


def test_defaults() -> None:
    settings = Settings.load({})
    assert settings.model == ""
    assert settings.passage_length == 300
    assert settings.precision == "auto"
    assert (settings.question_prompt, settings.passage_prompt) == (None, None)
    assert settings.seeds.name == "seeds"
    assert settings.seeds.is_absolute()
    assert settings.library.name == "library.sqlite"


def test_the_file_is_read(tmp_path: Path) -> None:
    settings = Settings.load(written(tmp_path, 'passage_length = 200\nmodel = "some/model"\nquestion_prompt = ""\n'))
    assert (settings.passage_length, settings.model, settings.question_prompt) == (200, "some/model", "")


def test_the_file_in_the_configuration_folder_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "config" / "yinzheng"
    folder.mkdir(parents=True)
    (folder / "settings.toml").write_text("passage_length = 123", encoding="utf-8")
    assert Settings.load({}).passage_length == 123


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    environ = written(tmp_path, 'passage_length = 200\nprecision = "float32"\n')
    settings = Settings.load({**environ, "YINZHENG_PASSAGE_LENGTH": "250"})
    assert (settings.passage_length, settings.precision) == (250, "float32")


def test_an_empty_variable_is_one_that_is_not_set(tmp_path: Path) -> None:
    environ = {**written(tmp_path, "passage_length = 200"), "YINZHENG_PASSAGE_LENGTH": "", "YINZHENG_LIBRARY": ""}
    settings = Settings.load(environ)
    assert settings.passage_length == 200
    assert settings.library == Settings.load({}).library


@pytest.mark.parametrize("name", ["library", "cache", "seeds"])
def test_a_tilde_is_the_home_folder(name: str, tmp_path: Path) -> None:
    expected = tmp_path / "home" / "place"
    assert getattr(Settings.load({f"YINZHENG_{name.upper()}": "~/place"}), name) == expected
    assert getattr(Settings.load(written(tmp_path, f'{name} = "~/place"')), name) == expected


@pytest.mark.parametrize(
    ("environ", "reason"),
    [
        (
            {"YINZHENG_PASAGE_LENGTH": "200"},
            "YINZHENG_PASAGE_LENGTH is not a setting; known: .*YINZHENG_PASSAGE_LENGTH",
        ),
        ({"YINZHENG_PASSAGE_LENGTH": "long"}, "setting 'passage_length': .*valid integer"),
        ({"YINZHENG_PASSAGE_LENGTH": "49"}, "setting 'passage_length': .*greater than or equal to 50"),
        ({"YINZHENG_PASSAGE_LENGTH": "2001"}, "setting 'passage_length': .*less than or equal to 2000"),
        ({"YINZHENG_PRECISION": "int8"}, "setting 'precision'"),
        ({"YINZHENG_SETTINGS": "/nowhere/settings.toml"}, "/nowhere/settings.toml does not exist"),
    ],
)
def test_a_bad_variable_is_refused_in_one_line(environ: dict[str, str], reason: str) -> None:
    with pytest.raises(SettingsError, match=reason) as caught:
        Settings.load(environ)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("passage_lenght = 200", "setting 'passage_lenght'.*known settings: .*passage_length"),
        ('passage_length = "long"', "setting 'passage_length'"),
        ("library = 7", "setting 'library'"),
        ("model = []", "setting 'model'"),
        ("passage_length = ", "cannot be read"),
        ("[table]\nkey = 1", "setting 'table'"),
    ],
)
def test_a_bad_file_is_refused_in_one_line(text: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=reason) as caught:
        Settings.load(written(tmp_path, text))
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="cannot be read"):
        Settings.load({"YINZHENG_SETTINGS": str(tmp_path / "settings.toml")})


def test_variables_of_the_tests_and_of_others_are_let_be() -> None:
    assert Settings.load({"YINZHENG_TEST_CACHE": "/x", "PATH": "/bin"}) == Settings.load({})


def test_settings_do_not_change() -> None:
    settings = Settings.load({})
    with pytest.raises(ValidationError, match="frozen"):
        settings.passage_length = 5  # type: ignore[misc]


def test_no_language_model_unless_one_is_named() -> None:
    settings = Settings.load({})
    assert (settings.generator_url, settings.generator_model, settings.generator_key.get_secret_value()) == ("", "", "")


def test_a_language_model_is_named() -> None:
    settings = Settings.load(
        {"YINZHENG_GENERATOR_URL": "http://localhost:11434/v1/", "YINZHENG_GENERATOR_TIMEOUT": "30"}
    )
    assert (settings.generator_url, settings.generator_timeout) == ("http://localhost:11434/v1", 30.0)


@pytest.mark.parametrize("url", ["localhost:11434", "ftp://here/v1", "http://", "http://a b/v1", "http://a/v1?key=x"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match=r"setting 'generator_url': .*give an address"):
        Settings.load({"YINZHENG_GENERATOR_URL": url})


@pytest.mark.parametrize("key", ["sk-with space", "sk-line\nbreak", "sk-“quoted”"])
def test_a_key_that_cannot_be_sent_is_refused_and_not_shown(key: str) -> None:
    with pytest.raises(SettingsError, match="setting 'generator_key'") as raised:
        Settings.load({"YINZHENG_GENERATOR_KEY": key})
    assert "sk-" not in str(raised.value) + str(raised.value.__cause__)


@pytest.mark.parametrize(
    "uri",
    [
        "http://127.0.0.1:19530",
        "https://milvus.example:443/archive",
        "vectors.db",
        "~/kept/vectors.db",
        "unix:/run/milvus",
        "",
    ],
)
def test_where_milvus_may_be(uri: str) -> None:
    assert Settings.load({"YINZHENG_MILVUS_URI": uri}).milvus_uri == uri


@pytest.mark.parametrize(
    "uri", ["127.0.0.1:19530", "ftp://here", "http://a b", "vectors", "http://a/b/c", "http://a:1/b?c"]
)
def test_where_milvus_cannot_be(uri: str) -> None:
    with pytest.raises(SettingsError, match=r"setting 'milvus_uri': .*give an address"):
        Settings.load({"YINZHENG_MILVUS_URI": uri})
