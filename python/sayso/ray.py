"""Attributions on Ray Data: ``ds.map_batches(sayso.ray.Attributor, batch_format="pyarrow", concurrency=2)``.

Dask and Daft take the same class: anything that maps Arrow tables to Arrow tables.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sayso


class Attributor:
    """Loads the model once a worker; maps a table of articles to one of attributions."""

    def __init__(
        self,
        *,
        text: str = "text",
        id: str | None = None,
        keep: Iterable[str] = (),
        model: str = "accurate",
        names: Iterable[str] = (),
        min_confidence: float = 0.0,
    ) -> None:
        self._analyzer = sayso.load(model, names=names, min_confidence=min_confidence)
        self._columns: dict[str, Any] = {"text": text, "id": id, "keep": list(keep)}

    def __call__(self, table: Any) -> Any:
        import pyarrow as pa

        return pa.table(self._analyzer.attributions(table, threads=1, **self._columns)).drop_columns("row")
