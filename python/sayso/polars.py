"""``import sayso.polars``: ``df.sayso.attributions("body")`` and ``pl.col("body").sayso.attributions()``."""

from __future__ import annotations

from typing import Any

import polars as pl

import sayso


@pl.api.register_dataframe_namespace("sayso")
class DataFrameNamespace:
    """Attributions of a frame's column of texts."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def attributions(
        self,
        text: str = "text",
        *,
        id: str | None = None,
        keep: list[str] | None = None,
        model: Any = "accurate",
        threads: int = 0,
    ) -> pl.DataFrame:
        """One row an attribution; ``row`` is the number of the text's row, ``id`` and ``keep`` come along."""
        found = _analyzer(model).attributions(
            self._frame, text=text, id=id, keep=keep or [], threads=threads
        )
        return pl.DataFrame(found)


@pl.api.register_expr_namespace("sayso")
class ExprNamespace:
    """Attributions of each text of a column."""

    def __init__(self, expression: pl.Expr) -> None:
        self._expression = expression

    def attributions(self, *, model: Any = "accurate", threads: int = 0) -> pl.Expr:
        """A list of structs for each text; null where the text is null."""
        analyzer = _analyzer(model)

        def batch(texts: pl.Series) -> pl.Series:
            frame = pl.DataFrame({"text": texts}).with_row_index("row")
            found = pl.DataFrame(analyzer.attributions(frame, threads=threads))
            fields = [name for name in found.columns if name != "row"]
            lists = found.select(pl.col("row"), pl.struct(fields).alias("found"))
            lists = lists.group_by("row", maintain_order=True).agg(pl.col("found"))
            frame = frame.with_columns(pl.col("row").cast(pl.Int64))
            lists = frame.join(lists, on="row", how="left", maintain_order="left")
            empty = pl.when(pl.col("text").is_null()).then(None).otherwise(pl.col("found").fill_null([]))
            return lists.select(empty.alias("found"))["found"]

        return self._expression.map_batches(batch, return_dtype=_dtype(analyzer), is_elementwise=True)


def _analyzer(model: Any) -> sayso.Analyzer:
    return model if isinstance(model, sayso.Analyzer) else sayso.load(model)


def _dtype(analyzer: sayso.Analyzer) -> pl.List:
    empty = pl.DataFrame(analyzer.attributions(pl.DataFrame({"text": [""]})))
    return pl.List(pl.Struct({name: kind for name, kind in empty.schema.items() if name != "row"}))
