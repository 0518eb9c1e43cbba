"""Tables that were written by hand, from what is generally known: `curated/*.txt`. The source of a row says no more than
that; where a package names the same person or body, the package stands beside it.

The first lines give the defaults, `kind: person`, `as-of: 2025-06` …; `= key: value` changes one from there on. Then one
entity a line, cells separated by ` | `:

    NAME | ALIASES | ROLES            for people
    NAME | ALIASES                    for everything else

ALIASES, comma-separated: `*X` an acronym, `~X` a short form, `%X` a demonym, `<X` a former name, `^X` a nickname, bare: a
full name (a comma inside any name is written `;`). ROLES, semicolon-separated: `TITLE FROM..UNTIL`. A two-letter code in
brackets behind NAME, or `country:`, is the country; `(f)`, `(m)` the gender; a trailing `!` marks somebody whom papers
name by last name alone.
"""

import re

from rows import Row, slug

MARKS = {"*": "acronym", "~": "short", "%": "demonym", "<": "former", "^": "nickname"}
PRIORS = {"person": 0.65, "country": 0.9, "outlet": 0.7, "place": 0.6}


def read(path):
    defaults = {"kind": "other", "country": "", "as-of": "", "prior": "", "gender": ""}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        line = line.split(" # ")[0].strip()
        setting = re.fullmatch(r"=?\s*([a-z-]+): (.*)", line)
        if setting and setting[1] in defaults:
            defaults[setting[1]] = setting[2].replace("none", "")
        elif line and not line.startswith("#"):
            try:
                yield entity(line, defaults)
            except Exception as error:
                raise SystemExit(f"{path.name}:{number}: {line!r}: {error}")


def entity(line, defaults):
    cells = [cell.strip() for cell in line.split("|")]
    marks = re.findall(r"\(([a-zA-Z]{1,2})\)", cells[0])
    # The mark of fame may stand before or behind those of country and gender.
    bare = re.sub(r"\s*\([a-zA-Z]{1,2}\)", "", cells[0]).strip()
    name, famous = bare.removesuffix("!").strip().replace(";", ","), bare.endswith("!")
    kind = defaults["kind"]
    country = next((mark for mark in marks if mark.isupper()), defaults["country"])
    gender = {"f": "female", "m": "male", "x": "neutral"}.get(next((mark for mark in marks if mark.islower()), ""), defaults["gender"])
    prior = float(defaults["prior"] or PRIORS.get(kind, 0.6)) + (0.25 if famous else 0)
    row = Row(f"sayso:{kind}/{country.lower() + '/' if kind == 'party' else ''}{slug(name)}", kind, name,
              f"written by hand from general knowledge as of {defaults['as-of']}", "CC0-1.0", country=country, gender=gender, prior=min(prior, 0.99))
    for alias in filter(None, (cells[1] if len(cells) > 1 else "").split(",")):
        alias = alias.strip().replace(";", ",")
        row.alias(MARKS.get(alias[0], "full"), alias[1:] if alias[0] in MARKS else alias)
    if famous and kind == "person":
        row.alias("short", surname(name))
    if len(cells) > 2:
        row.roles = [role_of(role.strip()) for role in cells[2].split(";") if role.strip()]
    return row


def surname(name):
    words = [word for word in name.split() if word.rstrip(".") not in ("Jr", "Sr", "II", "III")]
    for at, word in enumerate(words[1:], 1):
        if word.lower() in ("von", "van", "de", "der", "al", "le", "la", "da", "di", "bin"):
            return " ".join(words[at:])
    return words[-1]


def role_of(text):
    found = re.fullmatch(r"(.*?)(?: (\d{4}[\d-]*)?(\.\.)(\d{4}[\d-]*)?)?", text)
    title, start, dots, end = found.groups()
    return f"{title}@{start or ''}..{end or ''}" if dots else title
