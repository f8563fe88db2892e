"""Building: what changed is read again and nothing else, a bad file is one line, a failure leaves what was there."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpora.made_files import A_PICTURE
from index.apart import Apart, Part
from index.arrays import Vectors
from index.build import Summary, build, build_facts, rebuild
from index.encoder.embed import Embedder
from index.errors import LibraryError, LibraryMismatch, LibraryMissing, SourceError
from index.faults import Fault
from index.passages import passages
from index.records import Source, in_context
from index.settings import Settings
from index.store.entries import entries
from index.store.history import History, Written
from index.store.inventory import remembered_roots
from index.store.library import Library
from index.store.marks import Mark
from tests.index.store.libraries import at_rest

PROSE = "这是一篇很普通的文章，它有一个段落，段落里面有很多的句子。每一个句子都说了一件事情，而且它们都以句号结尾。"


@dataclass
class Counting:
    """An embedder that counts the texts it is given; the real one embeds each of them once for all tests."""

    real: Embedder
    known: dict[str, Vectors]
    seen: list[str] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        self.seen += texts
        new = [text for text in dict.fromkeys(texts) if text not in self.known]
        self.known.update(zip(new, self.real.passages(new), strict=True))
        if progress:
            progress(len(texts))
        return np.array([self.known[text] for text in texts], dtype=np.float32).reshape(-1, self.real.dimension)

    def questions(self, texts: Sequence[str]) -> Vectors:
        key = "\n".join(texts)
        if key not in self.known:
            self.known[key] = self.real.questions(texts)
        return self.known[key]


@pytest.fixture(scope="module")
def known() -> dict[str, Vectors]:
    return {}


@pytest.fixture
def counting(embedder: Embedder, known: dict[str, Vectors]) -> Counting:
    return Counting(embedder, known)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three small documents, one of them in a folder inside."""
    place = tmp_path / "documents"
    (place / "inside").mkdir(parents=True)
    (place / "a.txt").write_text("苹果很甜。苹果很红。", encoding="utf-8")
    (place / "b.md").write_text("# 香蕉\n\n香蕉很黄。", encoding="utf-8")
    (place / "inside" / "c.txt").write_text("The cherry is dark red.", encoding="utf-8")
    return place


@dataclass
class Builder:
    """`build` and `rebuild` over one library."""

    library: Path
    embedder: Counting
    settings: Settings

    def __call__(self, *paths: Path, **options: Any) -> Summary:
        self.embedder.seen.clear()
        return build(paths, self.library, self.embedder, self.settings, **options)

    def anew(self, *paths: Path, **options: Any) -> Summary:
        self.embedder.seen.clear()
        return rebuild(paths, self.library, self.embedder, self.settings, **options)

    def documents(self) -> list[str]:
        with Library.open(self.library, build_facts(self.embedder, self.settings)) as library:
            assert {library.passage(n).document for n in library.passage_numbers()} == set(library.document_ids())
            return library.document_ids()


@pytest.fixture
def make(tmp_path: Path, counting: Counting, settings: Settings) -> Builder:
    return Builder(tmp_path / "library.sqlite", counting, settings)


# What is done again and what is not


def test_the_first_time_everything_is_added(make: Builder, folder: Path) -> None:
    assert make(folder) == Summary(added=("a", "b", "c"))
    assert make.documents() == ["a", "b", "c"]
    # one text for each passage, with its heading, and one for each sentence
    assert sorted(make.embedder.seen) == sorted(
        [
            "苹果很甜。苹果很红。",
            "苹果很甜。",
            "苹果很红。",
            "香蕉很黄。",
            "香蕉很黄。",
            *["The cherry is dark red."] * 2,
        ]
    )


def test_the_second_time_nothing_is_embedded_and_the_library_is_not_written(make: Builder, folder: Path) -> None:
    make(folder)
    before = make.library.read_bytes()
    assert make(folder) == Summary(unchanged=("a", "b", "c"))
    assert make.embedder.seen == []
    assert make.library.read_bytes() == before


def test_only_what_changed_is_embedded(make: Builder, folder: Path) -> None:
    make(folder)
    (folder / "a.txt").write_text("葡萄很酸。", encoding="utf-8")
    (folder / "d.txt").write_text("桃子很软。", encoding="utf-8")
    (folder / "b.md").unlink()
    assert make(folder) == Summary(added=("d",), updated=("a",), unchanged=("c",), removed=("b",))
    assert set(make.embedder.seen) == {"葡萄很酸。", "桃子很软。"}
    assert make.documents() == ["a", "c", "d"]


def test_what_the_library_holds_is_not_read_again(make: Builder, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(folder / "d.zip", "w") as archive:
        archive.writestr("pear.txt", "梨很脆。")
    make(folder)
    read: list[str] = []
    real = Apart.make

    def told(self: Apart, path: Path, source: Source, part: Part, *given: Any) -> Any:
        read.append(part.path.name)
        return real(self, path, source, part, *given)

    monkeypatch.setattr(Apart, "make", told)
    assert make(folder) == Summary(unchanged=("a", "b", "d.pear", "c"))
    assert read == []
    (folder / "sources.toml").write_text('["inside/c.txt"]\nauthors = ["Ann"]\n', encoding="utf-8")
    assert make(folder).updated == ("c",)
    (folder / "sources.toml").unlink()
    assert make(folder).updated == ("c",)
    assert read == ["c.txt", "c.txt"]
    (folder / "a.txt").touch()
    assert make(folder).updated == ()
    assert read == ["c.txt", "c.txt"]


def test_sources_count_as_a_change(make: Builder, folder: Path) -> None:
    make(folder)
    (folder / "sources.toml").write_text('["inside/c.txt"]\npublisher = "The Times"\n', encoding="utf-8")
    assert make(folder) == Summary(updated=("c",), unchanged=("a", "b"))
    with Library.open(make.library) as library:
        assert library.document("c").source.publisher == "The Times"
    assert make(folder) == Summary(unchanged=("a", "b", "c"))


def test_a_file_is_the_same_however_its_path_is_written(
    make: Builder, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    assert make(Path("documents/a.txt")) == Summary(added=("a",))
    assert make(folder / "a.txt") == Summary(unchanged=("a",))
    assert make(Path("documents/inside/../a.txt")) == Summary(unchanged=("a",))
    assert make(Path("documents")) == Summary(added=("b", "c"), unchanged=("a",))
    assert make(folder, folder / "a.txt", Path("documents/b.md")) == Summary(unchanged=("a", "b", "c"))
    assert make(folder.parent / "documents" / ".." / "documents") == Summary(unchanged=("a", "b", "c"))


def test_a_moved_file_is_still_there(make: Builder, folder: Path) -> None:
    make(folder)
    shutil.move(folder / "a.txt", folder / "inside" / "a.txt")
    assert make(folder) == Summary(updated=("a",), unchanged=("b", "c"))
    assert make.documents() == ["a", "b", "c"]
    assert make(folder) == Summary(unchanged=("b", "a", "c"))  # in the order of their paths


def test_a_folder_that_is_gone_takes_its_documents_along(make: Builder, folder: Path) -> None:
    make(folder)
    shutil.rmtree(folder / "inside")
    assert make(folder) == Summary(unchanged=("a", "b"), removed=("c",))


def test_documents_from_elsewhere_stay(make: Builder, folder: Path, tmp_path: Path) -> None:
    make(folder)
    other = tmp_path / "documents too"
    other.mkdir()
    (other / "z.txt").write_text("桃子很软。", encoding="utf-8")
    assert make(other) == Summary(added=("z",))
    (folder / "a.txt").unlink()
    assert make(folder / "b.md") == Summary(unchanged=("b",))  # a file alone says nothing of its neighbours
    assert make.documents() == ["a", "b", "c", "z"]


@pytest.mark.usefixtures("without_tesseract")
def test_hidden_files_and_other_kinds_are_passed_over(make: Builder, folder: Path) -> None:
    (folder / ".cache").mkdir()
    for name in (".cache/x.txt", ".hidden.txt", "image.png", "data.xyz", "sources.toml.bak"):
        (folder / name).write_text("无关的话。", encoding="utf-8")
    (folder / "link.txt").symlink_to(folder / "gone")
    summary = make(folder)
    assert summary.added == ("a", "b", "c")
    reasons = {Path(one.name).name: one.reason for one in summary.skipped}
    assert reasons == {
        ".cache": "hidden folder (1 files)",
        ".hidden.txt": "hidden",
        "image.png": A_PICTURE,
        "data.xyz": "not of a kind that is read (.xyz)",
        "sources.toml.bak": "not of a kind that is read (.bak)",
        "link.txt": "no file, or a link to none",
    }


def test_two_files_of_one_name_are_told_apart_and_keep_their_names(make: Builder, folder: Path, tmp_path: Path) -> None:
    (folder / "inside" / "a.txt").write_text("另一个苹果。", encoding="utf-8")
    (folder / "a.html").write_text(f"<p>{PROSE}</p><p>{PROSE}</p>", encoding="utf-8")
    summary = make(folder)
    assert summary == Summary(added=("a", "a.txt", "b", "inside.a", "c"))
    with Library.open(make.library) as library:
        assert library.document("inside.a").text.strip() == "另一个苹果。"
        assert library.document("a.txt").text.strip() == "苹果很甜。苹果很红。"
    elsewhere = tmp_path / "b.txt"
    elsewhere.write_text("另一种香蕉。", encoding="utf-8")
    (name,) = make(elsewhere, strict=True).added
    assert name == f"{tmp_path.name}.b"
    assert make(folder, elsewhere).unchanged == ("a", "a.txt", "b", "inside.a", "c", name)
    assert set(make.anew(elsewhere, folder).added) == {"a", "a.txt", "b", "inside.a", "c", name}
    (folder / "a.html").unlink()
    assert make(folder) == Summary(unchanged=("a.txt", "b", "inside.a", "c"), removed=("a",))


def test_progress_is_told(make: Builder, folder: Path) -> None:
    told: list[tuple[str, int, int]] = []
    make(folder, progress=lambda *step: told.append(step))
    assert [step for step in told if step[0] == "reading"] == [("reading", i, 3) for i in range(4)]
    assert told[-1] == ("embedding", 7, 7)


def test_headings_and_authors_are_embedded_with_a_passage(make: Builder, library_path: Path) -> None:
    with Library.open(library_path) as library:
        made = library.document("002")
        passage = next(p for n in library.passage_numbers([made.id]) if "戴高乐" in (p := library.passage(n)).text)
    assert in_context(made, passage) == f"“戴高乐之问”的警示 郭晓兵\n{passage.text}"


# Files that cannot be used


def spoiled(folder: Path) -> dict[str, str]:
    """Bad files of each kind in the folder, and what is to be said of each."""
    (folder / "empty.txt").touch()
    (folder / "blank.txt").write_text(" \n\n", encoding="utf-8")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 9)
    (folder / "hash.txt").write_text(PROSE, encoding="utf-8")
    (folder / "markup.html").write_text("<p></p><script>1</script><div></div>", encoding="utf-8")
    (folder / "refs.txt").write_text("References\n\n1. Smith, 2020.\n2. Jones, 2021.\n", encoding="utf-8")
    wrong = sha256(b"another").hexdigest()
    entries = f'["hash.txt"]\nsha256 = "{wrong}"\n["missing.txt"]\ntitle = "gone"\n'
    (folder / "sources.toml").write_text(entries, encoding="utf-8")
    return {
        "empty.txt": "is empty",
        "blank.txt": "is empty",
        "binary.txt": "is not a text file",
        "hash.txt": "is not the file that sources.toml describes",
        "missing.txt": "is missing, though",
        "markup.html": "no running text",
        "refs.txt": "no running text",
    }


def test_each_bad_file_is_one_line_and_the_others_are_indexed(make: Builder, folder: Path) -> None:
    expected = spoiled(folder)
    summary = make(folder)
    assert summary.added == ("a", "b", "c")
    for name, reason in expected.items():
        (line,) = [line for line in summary.failed if f"{folder / name} " in line and reason in line]
        assert "\n" not in line
        assert ";" in line  # what to do about it
    assert len(summary.failed) == len(expected)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nowhere.txt", "does not exist; correct the path"),
        ("nowhere", "does not exist; correct the path"),
        ("data.xyz", "is not of a kind that is read; give one of .csv, .docm, .docx"),
        ("picture.png", f"is {A_PICTURE.replace(' (.png)', '')}; give one of .csv, .docm, .docx"),
    ],
)
@pytest.mark.usefixtures("without_tesseract")
def test_a_path_that_cannot_be_used_is_one_line(name: str, reason: str, make: Builder, folder: Path) -> None:
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / "data.xyz").write_bytes(b"xyz")
    summary = make(folder / name, folder / "a.txt")
    assert summary.added == ("a",)
    assert [reason in line for line in summary.failed] == [True]


def test_a_folder_called_like_a_file_is_a_folder(make: Builder, folder: Path) -> None:
    (folder / "d.txt").mkdir()
    assert make(folder).added == ("a", "b", "c")
    (folder / "d.txt" / "e.txt").write_text("桃子很软。", encoding="utf-8")
    assert make(folder / "d.txt").added == ("e",)


def test_a_link_to_nothing_is_passed_over(make: Builder, folder: Path) -> None:
    (folder / "link.txt").symlink_to(folder / "gone")
    assert make(folder).added == ("a", "b", "c")
    assert make(folder / "link.txt", folder / "a.txt").failed == (
        f"{folder / 'link.txt'} does not exist; correct the path",
    )


def test_an_update_that_cannot_be_read_leaves_the_document_as_it_was(make: Builder, folder: Path) -> None:
    make(folder)
    (folder / "a.txt").write_bytes(b"\0\1\2")
    summary = make(folder)
    assert (summary.unchanged, summary.removed) == (("b", "c"), ())
    assert len(summary.failed) == 1
    assert make.documents() == ["a", "b", "c"]


def test_mistakes_in_sources_stop_the_build(make: Builder, folder: Path) -> None:
    (folder / "sources.toml").write_text('["a.txt"]\ntitel = "x"', encoding="utf-8")
    with pytest.raises(SourceError, match="unknown key 'titel'"):
        make(folder)
    assert not make.library.exists()


def test_strict_raises_and_changes_nothing(make: Builder, folder: Path) -> None:
    make(folder)
    before = make.library.read_bytes()
    (folder / "a.txt").write_text("葡萄很酸。", encoding="utf-8")
    (folder / "b.md").write_bytes(b"")
    with pytest.raises(SourceError, match=r"b\.md is empty"):
        make(folder, strict=True)
    assert make.library.read_bytes() == before


def test_strict_makes_no_library_of_a_bad_folder(make: Builder, folder: Path) -> None:
    spoiled(folder)
    with pytest.raises(SourceError):
        make(folder, strict=True)
    assert not make.library.exists()


@pytest.mark.parametrize("way", ["build", "rebuild"])
def test_a_folder_without_documents(way: str, make: Builder, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    with pytest.raises(LibraryMissing, match=r"nothing: no documents there; put .*\.txt.* files in"):
        (make if way == "build" else make.anew)(tmp_path / "nothing")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["nothing"]


def test_if_no_file_can_be_used_no_library_is_made(make: Builder, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    assert len(make(tmp_path / "empty.txt").failed) == 1
    assert len(make.anew(tmp_path / "empty.txt").failed) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["empty.txt"]


# Made anew


def test_a_rebuild_holds_what_was_given_and_nothing_else(make: Builder, folder: Path) -> None:
    make(folder)
    before = make.library.read_bytes()
    with pytest.raises(SourceError, match=r"would lack 1 of 3 documents \(c\); the library is as it was: .* --fewer"):
        make.anew(folder / "a.txt", folder / "b.md")
    assert make.library.read_bytes() == before
    assert make.anew(folder / "a.txt", folder / "b.md", fewer=True) == Summary(added=("a", "b"))
    assert make.documents() == ["a", "b"]
    left = sorted(path.name for path in make.library.parent.iterdir() if "library" in path.name)
    assert left == at_rest(make.library)


def test_a_rebuild_is_the_next_generation_with_its_marks(make: Builder, folder: Path) -> None:
    make(folder)
    (folder / "b.md").write_text("# 香蕉\n\n香蕉不黄。", encoding="utf-8")
    make(folder)
    red, gone = (Mark("q", "en", name, quote, "useful") for name, quote in (("c", "dark red"), ("a", "苹果很甜。")))
    with Library.open(make.library) as library:
        before = library.history()
        assert before.documents == {"a": Written(1, 1), "b": Written(1, 2), "c": Written(1, 1)}
        library.mark(red)
        library.mark(gone)
    (folder / "a.txt").rename(folder / "d.txt")
    make.anew(folder, fewer=True)
    with Library.open(make.library) as library:
        documents = {"b": Written(1, 2), "c": Written(1, 1), "d": Written(3, 3)}
        assert library.history() == History(before.origin, 3, documents)
        assert library.marks() == (red,)
        library.mark(replace(red, judgement="wrong"))
        assert library.marks() == (replace(red, judgement="wrong"),)
        library.mark(red, kept=False)
        with pytest.raises(LibraryError, match="d does not hold what is marked"):
            library.mark(replace(gone, document="d", quote="苹果很苦。"))
        assert library.marks() == ()


def test_a_rebuild_after_a_change_of_settings(make: Builder, folder: Path) -> None:
    make(folder)
    make.settings = make.settings.model_copy(update={"passage_length": 100})
    with pytest.raises(LibraryMismatch, match=r"passage_length 300, now it is 100.*--rebuild"):
        make(folder)
    make.anew(folder)
    assert make.documents() == ["a", "b", "c"]


class OutOfMemory(Exception):
    """What an embedder may die of."""


def test_a_rebuild_that_fails_leaves_the_old_library_byte_for_byte(
    make: Builder, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(folder)
    before = make.library.read_bytes()
    (folder / "a.txt").write_text("葡萄很酸。", encoding="utf-8")

    def die(*_: object) -> None:
        raise OutOfMemory

    for act in (make, make.anew):
        monkeypatch.setattr(make.embedder, "passages", die, raising=False)
        with pytest.raises(OutOfMemory):
            act(folder)
        assert make.library.read_bytes() == before
    assert make.documents() == ["a", "b", "c"]
    left = sorted(path.name for path in make.library.parent.iterdir() if "library" in path.name)
    assert left == at_rest(make.library)


def test_a_rebuild_of_bad_files_leaves_the_old_library(make: Builder, folder: Path, tmp_path: Path) -> None:
    make(folder)
    before = make.library.read_bytes()
    (tmp_path / "empty.txt").touch()
    with pytest.raises(SourceError, match=r"empty\.txt is empty; .*; the library is as it was"):
        make.anew(tmp_path / "empty.txt")
    assert make.library.read_bytes() == before


def test_a_rebuild_takes_the_place_of_a_damaged_library(make: Builder, folder: Path) -> None:
    make.library.write_bytes(b"garbage" * 1000)
    with pytest.raises(LibraryError, match="is not a library or is damaged"):
        make(folder)
    make.anew(folder)
    assert make.documents() == ["a", "b", "c"]


# The seeds


def test_the_seeds_make_a_library_in_which_all_five_can_be_found(library_path: Path, embedder: Embedder) -> None:
    with Library.open(library_path) as library:
        assert [name[:3] for name in library.document_ids()] == ["000", "001", "002", "003", "004"]
        assert len(library.search_index().whole()) == len(library.passage_numbers()) == 6 + 8 + 21 + 9 + 43
        found = library.search_index().whole().search(embedder.question("秋山信将向日本提出了哪些建议？"), 5)
        assert any(library.passage(number).document.startswith("004") for number, _ in found)


def test_the_last_file_of_a_folder_goes_too(make: Builder, folder: Path) -> None:
    make(folder)
    for file in [*folder.rglob("*.txt"), *folder.rglob("*.md")]:
        file.unlink()
    assert set(make(folder).removed) == {"a", "b", "c"}
    with pytest.raises(LibraryMissing, match="no documents there"):
        make(folder)


# What is remembered


def remembered(make: Builder) -> tuple[list[Path], dict[str, str]]:
    with Library.open(make.library) as library:
        return list(library.roots()), {Path(one.name).name: one.reason for one in library.unread()}


@pytest.mark.usefixtures("without_tesseract")
def test_what_was_given_and_what_was_not_read_is_remembered(make: Builder, folder: Path, tmp_path: Path) -> None:
    (folder / "empty.txt").touch()
    (folder / "image.png").touch()
    (tmp_path / "one.txt").write_text("桃子很软。", encoding="utf-8")
    make(folder)
    make(tmp_path / "one.txt")
    roots, unread = remembered(make)
    assert roots == [folder, tmp_path / "one.txt"]
    assert unread["image.png"] == A_PICTURE
    assert "is empty" in unread["empty.txt"]
    with Library.open(make.library) as library:
        assert {one.fault for one in library.unread()} == {Fault.EMPTY, Fault.PICTURES}
    before = make.library.read_bytes()
    make(folder)
    assert make.library.read_bytes() == before
    (folder / "empty.txt").write_text("葡萄很酸。", encoding="utf-8")
    (folder / "image.png").unlink()
    make(folder)
    assert remembered(make)[1] == {}
    assert remembered_roots(make.library) == (folder, tmp_path / "one.txt")
    assert remembered_roots(tmp_path / "none.sqlite") == ()


def test_a_library_that_was_told_of_no_roots_has_the_files_of_its_documents(make: Builder, folder: Path) -> None:
    make(folder)
    with Library.open(make.library) as library:
        documents = [library.document(name) for name in library.document_ids()]
        made = entries([(one, passages(one, 300)) for one in documents], make.embedder, lambda *_: None)
    make.library.unlink()
    with Library.create(make.library, build_facts(make.embedder, make.settings)) as library:
        library.change(made)
    assert remembered(make) == ([], {})
    assert remembered_roots(make.library) == (folder / "a.txt", folder / "b.md", folder / "inside" / "c.txt")
    assert make(folder) == Summary(unchanged=("a", "b", "c"))
    assert remembered(make)[0] == [folder]


def test_a_run_that_is_stopped_keeps_what_it_did(make: Builder, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = Counting.passages, []

    def die(self: Counting, *given: Any, **named: Any) -> Vectors:
        calls.append(given)
        if len(calls) == 3:
            raise OutOfMemory
        return real(self, *given, **named)

    monkeypatch.setattr(Counting, "passages", die)
    with pytest.raises(OutOfMemory):
        make(folder, together=1)
    assert make.documents() == ["a", "b"]
    assert remembered(make)[1] == {"c.txt": "indexing was stopped before this file; run yinzheng index again"}
    assert make(folder) == Summary(added=("c",), unchanged=("a", "b"))
    assert remembered(make)[1] == {}


def test_progress_goes_on_over_the_documents_that_are_written_one_by_one(make: Builder, folder: Path) -> None:
    told: list[tuple[str, int, int]] = []
    make(folder, progress=lambda *step: told.append(step), together=1)
    embedding = [step[1:] for step in told if step[0] == "embedding"]
    assert [done for done, _ in embedding] == [3, 5, 7]
    assert all(done <= total for done, total in embedding)  # what is not read yet is estimated
    assert embedding[-1] == (7, 7)


def test_what_is_no_file_of_the_folder_is_told_and_not_read(
    tmp_path: Path, settings: Settings, embedder: Embedder
) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "bread.txt").write_text("Bread needs flour, water and salt. It rests for an hour.", "utf-8")
    (folder / "within.txt").symlink_to(folder / "bread.txt")
    (tmp_path / "secret.txt").write_text("Nobody gave this to be read.", "utf-8")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "zero.txt").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe.txt")
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.txt")).write_text("A name in another encoding.", "utf-8")
    (folder / "page.html").write_text("<!-- a -->" * 24 + "<p>A page of comments that never begins.</p>", "utf-8")
    summary = build([folder], tmp_path / "library.sqlite", embedder, settings)
    assert set(summary.added) == {"bread", "within", "page"}
    assert [line for line in summary.failed if "has a name that is not UTF-8; rename it" in line] == list(
        summary.failed
    )
    told = {Path(one.name).name: one.reason for one in summary.skipped}
    assert "leads out of the folder" in told["out.txt"]
    assert set(told) == {"out.txt", "zero.txt", "pipe.txt"}
    for named in (folder / "pipe.txt", folder / "zero.txt"):
        (line,) = build([named], tmp_path / "library.sqlite", embedder, settings).failed
        assert "cannot be read (it is a pipe, a device or a socket)" in line
