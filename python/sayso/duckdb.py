"""Attributions in DuckDB: ``sayso.duckdb.attributions(connection, "FROM articles", text="body", name="said")``."""

from __future__ import annotations

from typing import Any

import sayso


def attributions(
    connection: Any,
    query: str,
    *,
    text: str = "text",
    id: str | None = None,
    keep: list[str] | None = None,
    model: Any = "accurate",
    name: str = "attributions",
    threads: int = 0,
) -> Any:
    """Analyze the rows of a query and register the attributions as the table ``name``; returns its relation."""
    analyzer = model if isinstance(model, sayso.Analyzer) else sayso.load(model)
    articles = connection.sql(query).arrow()
    found = analyzer.attributions(articles, text=text, id=id, keep=keep or [], threads=threads)
    import pyarrow as pa

    connection.register(name, pa.table(found))
    return connection.table(name)
