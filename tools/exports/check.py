"""Loads the exports of a run back and compares them with its JSON Lines: check.py RUN EXPORT [--raw]

Tables: pandas, DuckDB, pyarrow and sqlite3 see the same rows, and those that the JSON Lines hold. Annotations: PyLD and
rdflib, cassis, brat's reader and json see as many, and every offset slices to the words that they give.
"""

import asyncio
import csv
import datetime
import json
import pathlib
import re
import sqlite3
import sys
from collections import Counter

csv.field_size_limit(1 << 30)

TABLES = [
    "articles",
    "attributions",
    "attribution_speakers",
    "attribution_about",
    "attribution_spans",
    "mentions",
    "entities",
    "clusters",
    "statement_groups",
    "statement_carriers",
]


def lines(path):
    with open(path, encoding="utf-8", newline="\n") as file:
        return [json.loads(line) for line in file if line.strip()]


class Run:
    """The JSON Lines."""

    def __init__(self, at):
        self.documents = lines(at / "attributions.jsonl")
        self.entities = lines(at / "entities.jsonl")
        self.clusters = lines(at / "clusters.jsonl")
        self.groups = lines(at / "statements.jsonl")
        quotes = [quote for document in self.documents for quote in document["attributions"]]
        self.rows = {
            "articles": len(self.documents),
            "attributions": len(quotes),
            "attribution_speakers": sum(len(quote["speakers"]) for quote in quotes),
            "attribution_about": sum(len(quote["about"]) for quote in quotes),
            "attribution_spans": sum(
                len(quote["content_spans"] + quote["source_spans"] + quote["cue_spans"]) + bool(quote["via"])
                for quote in quotes
            ),
            "mentions": sum(len(document["mentions"]) for document in self.documents),
            "entities": len(self.entities),
            "clusters": sum(len(cluster["articles"]) for cluster in self.clusters),
            "statement_groups": len(self.groups),
            "statement_carriers": sum(len(group["carriers"]) for group in self.groups),
        }


def same(what, found, expected):
    if found != expected:
        raise SystemExit(f"FAILED {what}: found {str(found)[:300]}, expected {str(expected)[:300]}")


def exact(cell):
    """A text cell of a CSV file without what made it harmless."""
    bare = cell.lstrip("'")
    if cell.startswith("'") and (bare[:1] in ("\t", "\r", "\n") or bare.lstrip()[:1] in tuple("=+-@＝＋－＠")):
        cell = cell[1:]
    return cell


def plain(value):
    """A value of a data frame as the other forms have it: what is missing as None, a date as text."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return None if value != value else value


def frames(at, raw):
    """Every table as pandas reads it from Parquet, after comparing what the others read."""
    import duckdb
    import pandas

    found = {}
    database = None if raw else sqlite3.connect(at / "sayso.sqlite")
    for table in TABLES:
        with open(at / "csv" / f"{table}.csv", encoding="utf-8", newline="") as file:
            of_csv = list(csv.reader(file, strict=True))
        head, of_csv = of_csv[0], of_csv[1:]
        if raw:
            found[table] = pandas.DataFrame(of_csv, columns=head)
            continue
        frame = pandas.read_parquet(at / "parquet" / f"{table}.parquet")
        same(f"columns of {table}", list(frame.columns), head)
        of_sqlite = [list(row) for row in database.execute(f"SELECT {', '.join(head)} FROM {table} ORDER BY rowid")]
        of_parquet = [[plain(value) for value in row] for row in frame.values.tolist()]
        same(f"{table} in SQLite", of_sqlite, of_parquet)
        for nth, row in enumerate(of_csv):
            for column, cell, value in zip(head, row, of_parquet[nth], strict=True):
                if isinstance(value, str):
                    same(f"{table}.{column} in CSV", exact(cell), value.replace("\0", "\u2400"))
                elif isinstance(value, bool):
                    same(f"{table}.{column} in CSV", cell, str(value).lower())
                else:
                    same(f"{table}.{column} in CSV", float(cell) if cell else None, value)
        # The same files without being told anything about them.
        of_pandas = pandas.read_csv(at / "csv" / f"{table}.csv", keep_default_na=False, dtype=str)
        same(f"{table} in CSV by pandas", len(of_pandas), len(frame))
        here = str(at).replace("'", "''")
        for reader in (
            f"read_parquet('{here}/parquet/{table}.parquet')",
            f"read_csv('{here}/csv/{table}.csv', header = true, quote = '\"', escape = '\"', delim = ',', "
            f"all_varchar = true, max_line_size = 33554432, null_padding = false, new_line = '\\r\\n')",
        ):
            count = duckdb.sql(f"SELECT count(*) FROM {reader}").fetchall()[0][0]
            same(f"{table} by DuckDB {reader[:12]}", count, len(frame))
        # The names need no quotation marks in SQL.
        duckdb.sql(f"SELECT {', '.join(head)} FROM read_parquet('{here}/parquet/{table}.parquet') LIMIT 1").fetchall()
        found[table] = frame
    return found


def tables(run, at, raw):
    found = frames(at, raw)
    for table, frame in found.items():
        same(f"rows of {table}", len(frame), run.rows[table])
    texts = [document["text"] for document in run.documents]
    same("texts", list(found["articles"]["text"]), texts)
    by_id = {document["document"]: document["text"] for document in run.documents}
    for table in ("attribution_spans", "mentions"):
        for row in found[table].itertuples():
            same(table, by_id[row.document][int(row.start_char) : int(row.end_char)], row.text)
    if not raw:
        search(at)
        asyncio.run(browsed(at))


async def browsed(at):
    """Datasette shows a search box over the tables that have an index, and finds by it."""
    from datasette.app import Datasette

    pages = Datasette([str(at / "sayso.sqlite")]).client
    for table in ("attributions", "articles"):
        page = await pages.get(f"/sayso/{table}?_search=the")
        same(f"status of {table} in Datasette", page.status_code, 200)
        same(f"search box over {table} in Datasette", 'name="_search"' in page.text, True)


def search(at):
    database = sqlite3.connect(at / "sayso.sqlite")
    same("user_version", database.execute("PRAGMA user_version").fetchone()[0], 3)
    same("integrity", database.execute("PRAGMA integrity_check").fetchone()[0], "ok")
    for index, table, column in (("attributions_search", "attributions", "content"), ("articles_search", "articles", "text")):
        words = Counter()
        for (text,) in database.execute(f"SELECT {column} FROM {table}"):
            words.update({word.lower() for word in text.replace("\0", " ").split() if word.isascii() and word.isalpha()})
        for word, _ in words.most_common(3):
            (found,) = database.execute(f"SELECT count(*) FROM {index} WHERE {index} MATCH ?", (word,)).fetchone()
            if found < words[word]:
                raise SystemExit(f"FAILED {index}: {found} rows with {word!r}, expected at least {words[word]}")


def by_name(directory, ending):
    """The files of an annotation form by the id of their article; of an article that came twice the first."""
    name = re.compile(r"([0-9a-f]{32})(-\d+)?\." + ending)
    files = {}
    for path in sorted(directory.rglob(f"*.{ending}"), key=lambda path: len(path.name)):
        if found := name.search(path.name):
            files.setdefault(found[1], path)
    return files


def spans(document):
    """All spans of an article: of attributions, then of names."""
    found = []
    for quote in document["attributions"]:
        found += quote["content_spans"] + quote["source_spans"] + quote["cue_spans"]
    return sorted(found + [[mention["start"], mention["end"]] for mention in document["mentions"]])


# What the annotations use of http://www.w3.org/ns/anno.jsonld: terms of the Web Annotation vocabulary.
OA, AS, RDF, DC = (
    "http://www.w3.org/ns/oa#",
    "http://www.w3.org/ns/activitystreams#",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://purl.org/dc/terms/",
)
XSD = "http://www.w3.org/2001/XMLSchema#"


def reference(iri, container=None):
    return {"@id": iri, "@type": "@id"} | ({"@container": container} if container else {})


def number(iri):
    return {"@id": iri, "@type": XSD + "nonNegativeInteger"}


CONTEXT = {
    "@context": {
        "id": {"@id": "@id", "@type": "@id"},
        "type": {"@id": "@type", "@type": "@vocab"},
        "@vocab": "urn:unknown-term:",
        **{name: OA + name for name in ("Annotation", "SpecificResource", "TextualBody", "TextPositionSelector", "TextQuoteSelector")},
        **{name: OA + name for name in ("classifying", "identifying", "tagging", "assessing", "editing", "linking", "exact", "prefix", "suffix")},
        "AnnotationPage": AS + "OrderedCollectionPage",
        "AnnotationCollection": AS + "OrderedCollection",
        "motivation": {"@id": OA + "motivatedBy", "@type": "@vocab"},
        "purpose": {"@id": OA + "hasPurpose", "@type": "@vocab"},
        "body": reference(OA + "hasBody"),
        "target": reference(OA + "hasTarget"),
        "source": reference(OA + "hasSource"),
        "selector": reference(OA + "hasSelector"),
        "start": number(OA + "start"),
        "end": number(OA + "end"),
        "value": RDF + "value",
        "label": "http://www.w3.org/2000/01/rdf-schema#label",
        "total": number(AS + "totalItems"),
        "startIndex": number(AS + "startIndex"),
        "partOf": reference(AS + "partOf"),
        "first": reference(AS + "first"),
        "last": reference(AS + "last"),
        "next": reference(AS + "next"),
        "prev": reference(AS + "prev"),
        "items": reference(AS + "items", "@list"),
    }
}


def w3c(run, at):
    import rdflib
    from pyld import jsonld

    def loader(url, _options):
        same("context", url, "http://www.w3.org/ns/anno.jsonld")
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": CONTEXT}

    collection = json.loads((at / "collection.jsonld").read_text(encoding="utf-8"))
    files, total = by_name(at, "jsonld"), 0
    expected = 0
    for document in run.documents:
        path = files[document["document"]]
        expected += len(document["mentions"]) + sum(
            bool(quote[part]) for quote in document["attributions"] for part in ("content_spans", "source_spans", "cue_spans")
        )
        page = json.loads(path.read_text(encoding="utf-8"))
        total += len(page["items"])
        base = "https://annotations.example/"
        expanded = jsonld.expand(page, {"documentLoader": loader, "base": base})
        same(f"unknown terms in {path.name}", "urn:unknown-term:" in json.dumps(expanded), False)
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        same("text", text, document["text"])
        graph = rdflib.Graph().parse(data=json.dumps(page | CONTEXT), format="json-ld", publicID=base)
        oa = rdflib.Namespace(OA)
        found = []
        for position in graph.subjects(rdflib.RDF.type, oa.TextPositionSelector):
            start, end = (int(graph.value(position, oa[it])) for it in ("start", "end"))
            (target,) = graph.subjects(oa.hasSelector, position)
            (annotation,) = graph.subjects(oa.hasTarget, target)
            same("annotation", (annotation, rdflib.RDF.type, oa.Annotation) in graph, True)
            (quote,) = (it for it in graph.objects(target, oa.hasSelector) if it != position)
            same("selector", graph.value(quote, rdflib.RDF.type), oa.TextQuoteSelector)
            exact, prefix, suffix = (str(graph.value(quote, oa[it])) for it in ("exact", "prefix", "suffix"))
            same("exact", exact, text[start:end])
            same("prefix", prefix, text[max(0, start - 32) : start])
            same("suffix", suffix, text[end : end + 32])
            found.append([start, end])
        same(f"targets of {path.name}", sorted(found), spans(document))
    same("annotations", total, expected)
    same("total", collection["total"], expected)
    # From page to page, as a browser resolves their addresses.
    place, before, pages = (at / collection["first"]).resolve(), None, 0
    while place:
        page, pages = json.loads(place.read_text(encoding="utf-8")), pages + 1
        there = {key: (place.parent / page[key]).resolve() for key in ("id", "prev", "next", "partOf") if key in page}
        same("page", (there["id"], there.get("prev")), (place, before))
        same("collection", there["partOf"], (at / "collection.jsonld").resolve())
        place, before = there.get("next"), place
    same("pages", (pages, before), (len(run.documents), (at / collection["last"]).resolve()))


def brat(run, at):
    """With brat's own reader, which holds every annotation against its text (as bratiaa packs it for Python 3)."""
    import codecs

    from bratsubset import annotation, projectconfig

    # As brat's server opens files: line breaks of the text stay what they are.
    annotation.open_textfile = lambda name, mode="r": codecs.open(name, mode, "utf-8")
    config = projectconfig.ProjectConfiguration(str(at))
    kinds, ties = set(config.get_entity_types()), set(config.get_relation_types())
    attributes = set(config.get_attribute_types())
    files = by_name(at, "ann")
    for document in run.documents:
        path = files[document["document"]]
        read = annotation.TextAnnotations(str(path.with_suffix("")), read_only=True)
        same(f"lines that brat cannot read in {path.name}", read.failed_lines, [])
        text = read.get_document_text()
        same("text", text, document["text"])
        found = list(read.get_textbounds())
        parts = Counter(it.type for it in found)
        quotes = document["attributions"]
        for kind, spans_of in (("Content", "content_spans"), ("Source", "source_spans"), ("Cue", "cue_spans")):
            same(f"{kind} in {path.name}", parts.pop(kind, 0), sum(bool(quote[spans_of]) for quote in quotes))
        same("names", parts.total(), len(document["mentions"]))
        same("labels", {it.type for it in found} <= kinds, True)
        same("relations", {it.type for it in read.get_relations()} <= ties, True)
        same("ties", len(list(read.get_relations())), sum(it.type in ("Source", "Cue") for it in found))
        same("attributes", {it.type for it in read.get_attributes()} <= attributes, True)
        contents = [it for it in found if it.type == "Content"]
        for content, quote in zip(contents, quotes, strict=True):
            told = "".join(text[start:end] for start, end in content.spans)
            words = "".join(text[start:end] for start, end in quote["content_spans"])
            same("content", "".join(told.split()), "".join(words.split()))


def label_studio(run, at):
    tasks = [task for path in sorted(at.rglob("tasks.json")) for task in json.loads(path.read_text(encoding="utf-8"))]
    same("tasks", len(tasks), len(run.documents))
    from lxml import etree

    interface = etree.parse(at / "interface.xml")
    labels = {label.get("value") for label in interface.iter("Label")}
    for task, document in zip(tasks, run.documents):
        same("text", task["data"]["text"], document["text"])
        results = task["predictions"][0]["result"]
        regions = [result for result in results if result["type"] == "labels"]
        for region in regions:
            value = region["value"]
            same("words", document["text"][value["start"] : value["end"]], value["text"])
            same("label", set(value["labels"]) <= labels, True)
        places = sorted([region["value"]["start"], region["value"]["end"]] for region in regions)
        same("regions", places, spans(document))
        ids = {region["id"] for region in regions}
        same("ids", len(ids), len(regions))
        for relation in results:
            if relation["type"] == "relation":
                same("ends", {relation["from_id"], relation["to_id"]} <= ids, True)


def inception(run, at):
    import cassis

    with open(at / "typesystem.xml", "rb") as file:
        types = cassis.load_typesystem(file)
    files = by_name(at, "json")
    piece, name = "webanno.custom.Attribution", "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
    for document in run.documents:
        with open(files[document["document"]], encoding="utf-8") as file:
            cas = cassis.load_cas_from_json(file, typesystem=types)
        same("text", cas.sofa_string, document["text"])
        found = [[it.begin, it.end] for kind in (piece, name) for it in cas.select(kind)]
        same("annotations", sorted(found), spans(document))
        contents = Counter(it.attribution for it in cas.select(piece) if it.part == "Content")
        same("contents", contents, Counter({quote["id"]: len(quote["content_spans"]) for quote in document["attributions"]}))
        for link in cas.select("webanno.custom.AttributionLink"):
            same("links", link.Dependent.attribution, link.Governor.attribution)


def main():
    run, at, raw = Run(pathlib.Path(sys.argv[1])), pathlib.Path(sys.argv[2]), "--raw" in sys.argv
    tables(run, at, raw)
    if not raw:
        w3c(run, at / "w3c")
        brat(run, at / "brat")
        label_studio(run, at / "label-studio")
        inception(run, at / "inception")
    what = "csv --raw" if raw else "csv parquet sqlite w3c brat label-studio inception"
    rows = ", ".join(f"{count} {table}" for table, count in run.rows.items())
    print(f"ok {what}: {rows}")


main()
