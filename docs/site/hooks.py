"""The pages of the site: those of the checkout, each in its own place, so that a link between two works here and there."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = (
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CITATION.cff",
    "LICENSE",
    "docs/**/*.md",
    "docs/images/*",
    "docs/site/site.css",
    "index/bridge/DICTIONARY.md",
    "training/README.md",
    "tests/questions/README.md",
    "tests/questions/newsqa/README.md",
    "benchmarks/results/*.json",  # the figures link to them
    "deploy/**/*",  # how-to/several-processes.md links to them
)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """In the place of the folder's own files those of the checkout; what the theme brings stays."""
    own = Path(config.docs_dir).resolve()
    kept = [file for file in files if not file.abs_src_path or own not in Path(file.abs_src_path).resolve().parents]
    found = sorted({path for pattern in PAGES for path in ROOT.glob(pattern) if path.is_file()})
    pages = [File.generated(config, str(path.relative_to(ROOT)), abs_src_path=str(path)) for path in found]
    return Files([*kept, *pages])
