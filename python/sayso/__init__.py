"""Who said what, in the news, and on whose word.

>>> import sayso
>>> nlp = sayso.load("fast")
>>> doc = nlp("“It is late,” said Ann Roe, the mayor.")
>>> for a in doc.attributions:
...     print(a.speakers[0].name, a.content)
Ann Roe “It is late,”

All offsets are Python string indices.
"""

from __future__ import annotations

import json
import os
import pathlib
from collections.abc import Iterable, Mapping
from typing import Any

from . import _sayso
from ._sayso import (
    Analyzer,
    Attribution,
    Document,
    Entity,
    Mention,
    ModelError,
    NamesError,
    RunError,
    RunSummary,
    SaysoError,
    Speaker,
)

__all__ = [
    "Analyzer",
    "Attribution",
    "Document",
    "Entity",
    "Mention",
    "ModelError",
    "NamesError",
    "Run",
    "RunError",
    "RunSummary",
    "SaysoError",
    "Speaker",
    "evaluate",
    "load",
    "open",
    "run",
]

PathLike = str | os.PathLike[str]


def load(
    model: PathLike = "accurate",
    *,
    names: PathLike | Iterable[PathLike] = (),
    min_confidence: float = 0.0,
) -> Analyzer:
    """Load a model: ``"accurate"``, ``"fast"``, ``"rules"``, or the path of a model file.

    ``names`` are your own lists of names. Attributions less sure than ``min_confidence`` are left out.
    The analyzer can be pickled and shared among threads.
    """
    return Analyzer(os.fspath(model), names=_paths(names), min_confidence=min_confidence)


def _load(model: str, names: list[str], min_confidence: float) -> Analyzer:
    return load(model, names=names, min_confidence=min_confidence)


def run(
    paths: PathLike | Iterable[PathLike],
    out: PathLike = "sayso-out",
    *,
    model: PathLike = "accurate",
    names: PathLike | Iterable[PathLike] = (),
    min_confidence: float = 0.0,
    threads: int = 0,
) -> Run:
    """Run the whole pipeline over files and write report and data into ``out``, as the command ``sayso run`` does.

    ``paths`` are files, directories or glob patterns. Only what changed since the last run is computed again.
    """
    summary = _sayso.run(
        _paths(paths),
        os.fspath(out),
        {
            "model": os.fspath(model),
            "names": _paths(names),
            "min_confidence": min_confidence,
            "threads": threads,
            "library": _sayso.__file__,
        },
    )
    return Run(out, summary)


def open(out: PathLike) -> Run:
    """Open the output directory of a finished run."""
    finished = Run(out)
    finished.table("clusters")
    return finished


def evaluate(
    gold: PathLike | Iterable[Mapping[str, Any]],
    predicted: PathLike | Iterable[Mapping[str, Any] | Document],
) -> dict[str, dict[str, float]]:
    """Score attributions against gold annotations, as ``sayso evaluate attribution`` does.

    Both are files of JSON Lines, or documents: mappings with ``doc_id`` and ``attributions``, each of these with
    ``content_spans``, ``source_spans`` and ``cue_spans``. An analyzed :class:`Document` stands for the gold document at the
    same place. The main measure is ``linked@0.8``.
    """
    lines = _lines(gold)
    ids = [json.loads(line)["doc_id"] for line in lines]
    return _sayso.evaluate("\n".join(lines), "\n".join(_lines(predicted, ids)))


def _lines(documents: Any, ids: list[str] | None = None) -> list[str]:
    if isinstance(documents, (str, os.PathLike)):
        return [line for line in pathlib.Path(documents).read_text(encoding="utf-8").split("\n") if line.strip()]
    lines = []
    for number, document in enumerate(documents):
        if isinstance(document, Document):
            if ids is None or number >= len(ids):
                raise ValueError(f"document {number} has no gold document at its place")
            document = {
                "doc_id": ids[number],
                "attributions": [
                    {
                        "content_spans": attribution.content_spans,
                        "source_spans": attribution.source_spans,
                        "cue_spans": attribution.cue_spans,
                        "confidence": round(attribution.confidence, 3),
                    }
                    for attribution in document.attributions
                ],
            }
        lines.append(json.dumps(document))
    return lines


class Run:
    """A finished run. Its tables are Arrow tables: give them to polars, pandas, pyarrow or DuckDB."""

    def __init__(self, out: PathLike, summary: RunSummary | None = None) -> None:
        self.path = os.fspath(out)
        self.summary = summary

    def table(self, name: str) -> Any:
        """One table by name; see ``Run.tables`` for the names."""
        return _sayso.table(self.path, name)

    @property
    def tables(self) -> list[str]:
        """Names of all tables."""
        return _sayso.table_names()

    @property
    def articles(self) -> Any:
        """One row an article."""
        return self.table("articles")

    @property
    def attributions(self) -> Any:
        """One row an attribution."""
        return self.table("attributions")

    @property
    def speakers(self) -> Any:
        """One row a speaker of an attribution."""
        return self.table("attribution_speakers")

    @property
    def entities(self) -> Any:
        """One row a person, organization, place or other thing with a name."""
        return self.table("entities")

    @property
    def report(self) -> str:
        """Path of the report's first page."""
        return os.path.join(self.path, "index.html")

    def __repr__(self) -> str:
        return f"<sayso.Run {self.path}>"


def _paths(paths: PathLike | Iterable[PathLike]) -> list[str]:
    if isinstance(paths, (str, os.PathLike)):
        return [os.fspath(paths)]
    return [os.fspath(path) for path in paths]

