"""Attributions on Spark: ``sayso.spark.attributions(df, text="body", id="url")``.

The model is loaded once in each Python worker, at its first batch. Rows whose text is null give no attribution.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from typing import Any

import sayso


@functools.lru_cache(maxsize=4)
def _analyzer(model: str, names: tuple[str, ...], min_confidence: float) -> sayso.Analyzer:
    return sayso.load(model, names=names, min_confidence=min_confidence)


def attributions(
    frame: Any,
    *,
    text: str = "text",
    id: str | None = None,
    keep: Iterable[str] = (),
    model: str = "accurate",
    names: Iterable[str] = (),
    min_confidence: float = 0.0,
) -> Any:
    """A DataFrame with one row an attribution, by ``mapInArrow``; ``id`` and ``keep`` come along.

    The column ``row`` counts within a batch: name rows by ``id``.
    """
    import pyarrow as pa
    from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

    columns = {"text": text, "id": id, "keep": list(keep)}
    settings = (model, tuple(names), min_confidence)
    empty = to_arrow_schema(frame.schema).empty_table()
    schema = pa.table(_analyzer(*settings).attributions(empty, **columns)).drop_columns("row").schema
    batches = functools.partial(_batches, columns=columns, settings=settings)
    return frame.mapInArrow(batches, from_arrow_schema(schema))


def _batches(batches: Iterator[Any], columns: dict[str, Any], settings: tuple[Any, ...]) -> Iterator[Any]:
    import pyarrow as pa

    analyzer = _analyzer(*settings)
    for batch in batches:
        # One thread a worker: Spark runs a worker on every core.
        found = analyzer.attributions(pa.table(batch), threads=1, **columns)
        yield from pa.table(found).drop_columns("row").to_batches()
