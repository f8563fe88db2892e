"""Taking out: the document goes with every word of it, whatever held it."""

from __future__ import annotations

import threading
import zipfile
from pathlib import Path

import pytest

from index.build import build
from index.doctor import examine_library
from index.encoder.embed import Embedder
from index.errors import LibraryError
from index.removal import Removal, remove
from index.settings import Settings
from index.store.library import Library
from index.store.marks import Mark
from index.store.search_parts import search_files
from index.store.upgrade import kept_before

WORDS = ("Zanzibarquux", "葛洛莫夫斯基", "グロモフスキー", "zanzibarquux")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "documents"
    (place / "inside").mkdir(parents=True)
    (place / "keep.txt").write_text("The cherry is dark red. It is sold by weight.", encoding="utf-8")
    secret = "葛洛莫夫斯基（Zanzibarquux）说：“港口已经关闭。” Zanzibarquux said that the port was closed. グロモフスキーは港を閉めた。"
    (place / "secret.txt").write_text(f"{secret}\n\n{secret * 30}", encoding="utf-8")
    (place / "inside" / "other.txt").write_text("The plum is blue.", encoding="utf-8")
    with zipfile.ZipFile(place / "inside" / "box.zip", "w") as opened:
        opened.writestr("pear.txt", "The pear is green.")
        opened.writestr("pear.png", "x")
    return place


@pytest.fixture
def library(folder: Path, tmp_path: Path, embedder: Embedder, settings: Settings) -> Path:
    path = tmp_path / "library.sqlite"
    build([folder], path, embedder, settings)
    return path


def ids(library: Path) -> list[str]:
    with Library.open(library) as opened:
        return opened.document_ids()


def stored(library: Path) -> list[bytes]:
    """A piece of each thing that is kept of the document, which is packed or in numbers and not to be read."""
    statements = (
        "SELECT record FROM documents WHERE id = 'secret'",
        "SELECT found FROM names WHERE document = 'secret'",
        "SELECT sample FROM sketches WHERE document = 'secret'",
        "SELECT vector FROM passage_vectors JOIN passages USING (number) WHERE document = 'secret'",
        "SELECT vectors FROM sentence_vectors JOIN passages USING (number) WHERE document = 'secret'",
    )
    with Library.open(library) as opened:
        return [next(opened._file.rows(statement))[0][8:40] for statement in statements]


def test_no_word_of_a_document_is_left(library: Path, folder: Path) -> None:
    with Library.open(library) as opened:
        opened.mark(Mark("Who is Zanzibarquux?", "en", "secret", "the port was closed", "useful"))
        opened.mark(Mark("What is red?", "en", "keep", "The cherry is dark red.", "useful"))
    held, found = library.read_bytes(), search_files(library)[1].read_bytes()
    assert any(word.casefold().encode() in found for word in WORDS)
    packed = stored(library)
    assert [piece in held for piece in packed] == [True] * len(packed)
    assert remove(library, ["secret"]) == Removal(("secret",), (str(folder / "secret.txt"),))
    assert ids(library) == ["box.pear", "keep", "other"]
    for file in (library, *search_files(library)):
        data = file.read_bytes()
        assert [word for word in WORDS if word.encode() in data or word.casefold().encode() in data] == []
        assert b"secret" not in data
        assert not any(piece in data for piece in packed)
    left = sorted(path for path in library.parent.iterdir() if path.name.startswith("library"))
    assert left == [library, *search_files(library)]
    assert len(left) == 3
    with Library.open(library) as opened:
        assert len(opened.search_index().whole()) == len(opened.passage_numbers()) == 3
        assert [mark.document for mark in opened.marks()] == ["keep"]


def test_a_path_names_what_is_in_it(library: Path, folder: Path) -> None:
    assert remove(library, [str(folder / "inside" / "box.zip")]).removed == ("box.pear",)
    with Library.open(library) as opened:
        assert opened.unread() == ()
        assert opened.roots() == (folder,)
    assert remove(library, [str(folder)]).removed == ("keep", "other", "secret")
    with Library.open(library) as opened:
        assert (opened.roots(), opened.document_ids()) == ((), [])


def test_a_file_that_is_gone_can_be_named(library: Path, folder: Path) -> None:
    (folder / "secret.txt").unlink()
    assert remove(library, [str(folder / "secret.txt")]) == Removal(("secret",))


def test_nothing_is_taken_out_where_one_name_is_wrong(library: Path, tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match=r"'nowhere' names no document; .*; and no file of the library lies at"):
        remove(library, ["keep", "nowhere"])
    assert len(ids(library)) == 4
    with pytest.raises(LibraryError, match="there is no library"):
        remove(tmp_path / "none.sqlite", ["keep"])


def test_a_removal_that_met_a_reader_is_finished_by_the_next(
    library: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.store.library._READERS", 0.2)
    kept = kept_before(library, "7")
    kept.write_bytes(library.read_bytes())
    with Library.open(library) as reader, reader.reading():
        reader.document("secret")
        with pytest.raises(LibraryError, match="end what reads it and run the command again"):
            remove(library, ["secret"])
        assert not kept.exists()
        assert not any(WORDS[0].encode() in file.read_bytes() for file in search_files(library))
    assert any("may still stand in its file" in found.what for found in examine_library(library))
    with Library.open(library):  # what SQLite keeps beside it stays
        assert remove(library, ["secret"]) == Removal((), (), finished=True)
    assert [word for word in WORDS if word.encode() in library.read_bytes()] == []
    assert list(examine_library(library)) == []
    with pytest.raises(LibraryError, match="'secret' names no document"):
        remove(library, ["secret"])


def test_a_document_goes_even_where_the_removal_before_it_has_not_ended(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.store.library._READERS", 0.2)
    with Library.open(library) as reader, reader.reading():
        reader.document("secret")
        for name in ("secret", "keep"):
            with pytest.raises(LibraryError, match="the documents are out of it"):
                remove(library, [name])
            assert name not in ids(library)
    assert remove(library, ["other"]).finished
    assert [word for word in WORDS if word.encode() in library.read_bytes()] == []


def test_a_removal_waits_for_who_reads(library: Path) -> None:
    with Library.open(library) as reader:
        held, told = threading.Event(), threading.Event()

        def reading() -> None:
            with reader.reading():
                reader.document("secret")
                held.set()
                told.wait(1)

        thread = threading.Thread(target=reading)
        thread.start()
        held.wait()
        threading.Timer(0.5, told.set).start()
        assert remove(library, ["secret"]).removed == ("secret",)
        thread.join()
    assert [word for word in WORDS if word.encode() in library.read_bytes()] == []


def test_what_a_removal_left_goes_with_the_next_indexing(
    library: Path, folder: Path, embedder: Embedder, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.store.library._READERS", 0.2)
    with Library.open(library) as reader, reader.reading():
        reader.document("secret")
        with pytest.raises(LibraryError, match="may still stand in its file"):
            remove(library, ["secret"])
    (folder / "secret.txt").unlink()
    build([folder], library, embedder, settings)
    assert [word for word in WORDS if word.encode() in library.read_bytes()] == []
    assert list(examine_library(library)) == []
