import pytest

pa = pytest.importorskip("pyarrow")


def rows(table):
    return [
        (
            row["content"],
            row["source"],
            row["cue"],
            row["speaker"],
            row["form"],
            round(row["confidence"], 6),
            [(span["start"], span["end"]) for span in row["content_spans"]],
        )
        for row in table.to_pylist()
    ]


def test_one_row_an_attribution(nlp, articles, expected):
    table = pa.table({"body": articles, "url": [f"u{n}" for n in range(len(articles))]})
    found = pa.table(nlp.attributions(table, text="body", id="url", threads=2))
    assert rows(found) == sum(expected, [])
    assert found.column_names[:2] == ["url", "row"]
    for row in found.to_pylist():
        assert row["url"] == f"u{row['row']}"


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view()])
def test_every_kind_of_string_is_read(nlp, articles, expected, kind):
    table = pa.table({"text": pa.array(articles, kind)})
    assert rows(pa.table(nlp.attributions(table))) == sum(expected, [])


def test_rows_count_over_batches_and_nulls(nlp, articles):
    texts = (articles[:1] + [None]) * 600
    table = pa.Table.from_batches(pa.table({"text": texts}).to_batches(max_chunksize=7))
    found = pa.table(nlp.attributions(table))
    each = len(nlp(articles[0]).attributions)
    assert found["row"].to_pylist() == [n for n in range(0, 1200, 2) for _ in range(each)]


def test_columns_are_checked(nlp):
    with pytest.raises(ValueError, match="no column \"body\"; the columns are text"):
        nlp.attributions(pa.table({"text": ["a"]}), text="body")
    with pytest.raises(TypeError, match="holds Int64, not strings"):
        nlp.attributions(pa.table({"text": [1]}))


def test_pandas(nlp, articles, expected):
    pd = pytest.importorskip("pandas", "2.2")
    found = pa.table(nlp.attributions(pd.DataFrame({"text": articles})))
    assert rows(found) == sum(expected, [])
    assert len(found.to_pandas()) == len(sum(expected, []))


def test_polars(nlp, articles, expected):
    pl = pytest.importorskip("polars")
    import sayso.polars  # noqa: F401

    frame = pl.DataFrame({"body": articles, "url": ["a", "b", "c", "d"]})
    found = frame.sayso.attributions("body", id="url", model=nlp)
    assert rows(found.to_arrow()) == sum(expected, [])
    lists = frame.select(pl.col("body").sayso.attributions(model=nlp))["body"].to_list()
    assert [[a["content"] for a in each] for each in lists] == [[a[0] for a in each] for each in expected]
    nulls = pl.DataFrame({"body": [None, "It rained."]}, schema={"body": pl.String})
    assert nulls.select(pl.col("body").sayso.attributions(model=nlp))["body"].to_list() == [None, []]


def test_duckdb(nlp, articles, expected):
    duckdb = pytest.importorskip("duckdb")
    import sayso.duckdb

    connection = duckdb.connect()
    connection.register("articles", pa.table({"body": articles}))
    sayso.duckdb.attributions(connection, "FROM articles", text="body", model=nlp, name="said")
    count = connection.sql("SELECT count(*) FROM said").fetchall()[0][0]
    assert count == len(sum(expected, []))


def test_spacy(articles, expected):
    spacy = pytest.importorskip("spacy")
    import sayso.spacy  # noqa: F401

    nlp = spacy.blank("en")
    nlp.add_pipe("sayso", config={"model": "rules"})
    docs = list(nlp.pipe(articles))
    found = [[(a.content, a.speakers[0].name) for a in doc._.attributions] for doc in docs]
    assert found == [[(a[0], a[3]) for a in each] for each in expected]
    spans = docs[0].spans["sayso"]
    assert {span.label_ for span in spans} == {"CONTENT", "SOURCE", "CUE"}
    spacy.displacy.render(docs[0], style="span", options={"spans_key": "sayso"})
    assert "sayso" in nlp.from_disk(_saved(nlp)).pipe_names


def _saved(nlp):
    import tempfile

    directory = tempfile.mkdtemp()
    nlp.to_disk(directory)
    return directory
