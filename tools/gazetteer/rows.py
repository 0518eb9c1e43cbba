"""Rows of a gazetteer file: one shape for all sources, merged, checked and written in one order."""

import re
import unicodedata

COLUMNS = "id kind name aliases country gender roles ids prior valid source licence".split()


class Row:
    """One entity. `aliases` and `roles` are lists without repeats, `aliases` of (kind, name)."""

    def __init__(self, id, kind, name, source, licence, aliases=(), country="", gender="", roles=(), ids=(), prior=0.5, valid=""):
        self.id, self.kind, self.name, self.source, self.licence = id, kind, clean(name), source, licence
        self.aliases, self.roles, self.ids = [], list(roles), list(ids)
        self.country, self.gender, self.prior, self.valid = country, gender, prior, valid
        for alias_kind, alias in aliases:
            self.alias(alias_kind, alias)

    def alias(self, kind, name):
        name = clean(name)
        if name and matchable(name) and name != self.name and name not in [known for _, known in self.aliases]:
            self.aliases.append((kind, name))

    def absorb(self, other):
        """Takes over what another source says about the same entity."""
        for kind, name in [("full", other.name), *other.aliases]:
            self.alias(kind, name)
        self.roles += [role for role in other.roles if role not in self.roles]
        self.ids += [id for id in other.ids if id not in self.ids]
        self.country, self.gender = self.country or other.country, self.gender or other.gender
        self.valid, self.prior = self.valid or other.valid, max(self.prior, other.prior)
        if other.source not in self.source:
            self.source += "; " + other.source
            self.licence += "" if other.licence in self.licence else "; " + other.licence

    def line(self):
        aliases = "|".join(f"{kind}={name}" for kind, name in self.aliases)
        prior = f"{self.prior:.3f}".rstrip("0").rstrip(".")
        cells = [self.id, self.kind, self.name, aliases, self.country, self.gender, "|".join(self.roles),
                 "|".join(self.ids), prior, self.valid, self.source, self.licence]
        assert not any("\t" in cell or "\n" in cell for cell in cells), cells
        return "\t".join(cells)


def clean(name):
    """No marks that the format or the matcher gives a meaning."""
    name = unicodedata.normalize("NFC", name)
    return " ".join(name.replace("|", " ").replace("\u00a0", " ").split())


ABBREVIATIONS = "st ste mt ft jr sr inc co corp ltd bros dr gen sen rep gov".split()


def matchable(name):
    """Whether the matcher can find the name: the same rules as `words::gap` of the crate."""
    pieces = re.split(r"(\w+|&)", "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c)))
    words, gaps = pieces[1::2], pieces[2:-1:2]
    return bool(words) and all(allowed(word, gap) for word, gap in zip(words, gaps))


def allowed(word, gap):
    shortened = len(word) == 1 and word.isalpha() or word.lower() in ABBREVIATIONS
    if gap in ("", "'", "’", "ʻ", "ʼ", "‘", "`", ".", "/", "-", "–", "‐", "‑") or gap.isspace() or re.fullmatch(r",\s*", gap):
        return True
    if word[-1] in "sS" and re.fullmatch(r"['’‘ʻʼ`]\s+", gap):
        return True
    return shortened and re.fullmatch(r"\.\s*|\., \s*", gap) is not None


def fold(name):
    """Lower case without diacritics and punctuation, to find the same name in two sources."""
    plain = unicodedata.normalize("NFD", name.lower())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", plain))


def slug(name):
    return fold(name).replace(" ", "-")


def is_latin(name):
    return all(not c.isalpha() or "LATIN" in unicodedata.name(c, "") for c in name) and any(map(str.isalpha, name))


def unwind(rows):
    """Drops an alias that goes round: of a row before it, of the same kind, that has this row's name as alias."""
    by_name = {}
    for row in rows:
        by_name.setdefault((row.kind, fold(row.name)), []).append(row)
    turned = set()
    for row in rows:
        kept = []
        for kind, alias in row.aliases:
            others = by_name.get((row.kind, fold(alias)), []) if kind in ("full", "former") else []
            round_ = any((id(other), fold(row.name)) in turned for other in others if other is not row)
            if not round_:
                kept.append((kind, alias))
                turned.add((id(row), fold(alias)))
        row.aliases = kept


def write(path, rows):
    rows = list(rows)
    unwind(rows)
    seen = set()
    lines = []
    names = 0
    for row in rows:
        if not matchable(row.name):
            print(f"left out, no text can hold it: {row.name!r}")
            continue
        assert row.id not in seen, row.id
        seen.add(row.id)
        lines.append(row.line())
        names += 1 + len(row.aliases)
    path.write_text("\t".join(COLUMNS) + "\n" + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{path.name}: {len(lines)} rows, {names} names")
