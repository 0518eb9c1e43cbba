#!/usr/bin/env python3
"""derive/names.py NAMES_DIR FAKER_JSON LEXEME_PROB.json.gz OUT_DIR

Writes given_names.tsv, surnames.tsv and common_words.tsv. Why given names and surnames stand in crates/gazetteer/data, too:
there it is bearers per million of a folded name (faker), which say how rare a full name is; here it is which written
words may be names at all, with marks and one gender. Of 16,518 folded given names here and 11,395 there 6,123 are the
same, and 102 of these have opposite genders; with both as one list more common words become names, and GUM and CrossNER
do not gain (docs/measurements.md). Sources, all permissive:
  names 0.3.0 (PyPI, MIT; 1990 US census, public domain)
  @faker-js/faker 10.6.0 (npm, MIT): first and last names of its locales, dumped as JSON {locale: {f, m, n, l}}
  spacy-lookups-data 1.0.5 (PyPI, MIT): en_lexeme_prob, log probability of a million cased words
"""
import gzip, json, math, re, sys, unicodedata

names_dir, faker, prob, out = sys.argv[1:]
LATIN = re.compile(r"^[A-ZÀ-ÖØ-Þİ-Ž][\w'’-]+$")
fold = lambda t: "".join(c for c in unicodedata.normalize("NFD", t) if not unicodedata.combining(c))
def latin(t):
    return bool(LATIN.match(t)) and t[0].isupper() and not any(c.isdigit() for c in t) and all("LATIN" in unicodedata.name(c, "") or c in "'’-" for c in t)
def census(kind, cut=10**9):
    for n, line in enumerate(open(f"{names_dir}/dist.{kind}")):
        if n >= cut: break
        yield line.split()[0].title(), float(line.split()[1])

log = json.load(gzip.open(prob))
p = lambda w: math.exp(log[w]) if w in log else 0.0

given = {}
for g, kind in (("f", "female.first"), ("m", "male.first")):
    for name, share in census(kind):
        given.setdefault(name, {}).setdefault(g, 0); given[name][g] += share
locales = json.load(open(faker))
for loc, l in locales.items():
    for g in "fmn":
        for name in l[g]:
            for part in {name, fold(name)}:
                if latin(part): 
                    w = given.setdefault(part, {})
                    if not any(k in w for k in "fm") or loc != "en": w[g] = w.get(g, 0) + 0.002
with open(f"{out}/given_names.tsv", "w") as f:
    f.write("# given name\tgender f, m or n (both)\tsources: names 0.3.0 (US census 1990), @faker-js/faker 10.6.0; see derive/names.py\n")
    for name in sorted(given):
        w = given[name]; fe, ma = w.get("f", 0), w.get("m", 0)
        g = "f" if fe > 6 * ma else "m" if ma > 6 * fe else "n"
        f.write(f"{name}\t{g}\n")

last = {n for n, _ in census("all.last", 25000)}
mac = re.compile(r"^(Mc)([a-z])")
for l in locales.values():
    for name in l["l"]:
        for part in {name, fold(name)}:
            if latin(part): last.add(part)
last = {mac.sub(lambda m: m[1] + m[2].upper(), n) for n in last}
with open(f"{out}/surnames.tsv", "w") as f:
    f.write("# surname; sources: names 0.3.0 (US census 1990, first 25,000), @faker-js/faker 10.6.0; see derive/names.py\n")
    f.writelines(n + "\n" for n in sorted(last))

rows = []
for w, lp in log.items():
    if w.isascii() and w.isalpha() and w.islower() and len(w) > 1 and lp > -16.2:
        lower, title = p(w), p(w.title())
        share = lower / (lower + title)
        if share >= 0.2: rows.append((w, round(100 * share)))
with open(f"{out}/common_words.tsv", "w") as f:
    f.write("# word\tper cent of its uses (small or Capitalised) that are small; source: spacy-lookups-data 1.0.5 en_lexeme_prob; see derive/names.py\n")
    f.writelines(f"{w}\t{s}\n" for w, s in sorted(rows))
print(len(given), len(last), len(rows))
