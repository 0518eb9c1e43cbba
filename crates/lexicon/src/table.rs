//! The tables that stages read as a whole.

/// One file of a language's folder; the comment at its beginning describes the columns.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Table {
    /// Abbreviations whose full stop belongs to them, by class.
    Abbreviations,
    /// Where contents of reported statements end, counted.
    Boundaries,
    /// Words by how often they are written in lower case.
    CommonWords,
    /// Forms of cue words by kind of saying; what [`Table::Cues`] is derived from.
    CueClasses,
    /// Forms of cue verbs and their lemma.
    CueLemmas,
    /// How often a word form is a cue, by its neighbours, counted.
    Cues,
    /// Endings of those who live in a place.
    DwellerEndings,
    /// Given names and gender.
    GivenNames,
    /// Small words inside names.
    NameParticles,
    /// What may follow a person's name.
    NameSuffixes,
    /// Nouns that say before a name what it is.
    NamingNouns,
    /// Capitalised words that name nobody.
    NotNames,
    /// Words of titles and the offices that they stand for.
    OfficeForms,
    /// Nouns for one office with their other forms.
    Offices,
    /// Words that make a name that of an organisation.
    OrganizationHeads,
    /// Words that make a name that of a place.
    PlaceHeads,
    /// Forms of one role.
    RoleForms,
    /// How often each rule of attribution is right, counted.
    RuleConfidence,
    /// Head nouns of sources and what they are.
    Sources,
    /// What kind of source a speaker is, by words of a role.
    SpeakerGroups,
    /// Postal codes of the United States.
    States,
    /// Surnames.
    Surnames,
    /// Words that make a name that of an event, law or work.
    ThingHeads,
    /// Titles before names.
    Titles,
    /// Closed-class words and what they are in a clause.
    Words,
}

macro_rules! english {
    ($($table:ident = $file:literal),+ $(,)?) => {
        impl Table {
            /// Every table, in declaration order.
            pub const ALL: &'static [Self] = &[$(Self::$table),+];

            /// The file's name without folder and extension.
            pub fn name(self) -> &'static str {
                match self { $(Self::$table => $file),+ }
            }

            pub(crate) fn english(self) -> &'static str {
                match self { $(Self::$table => include_str!(concat!("../en/", $file, ".tsv"))),+ }
            }
        }
    };
}

english! {
    Abbreviations = "abbreviations",
    Boundaries = "boundaries",
    CommonWords = "common_words",
    CueClasses = "cue_classes",
    CueLemmas = "cue_lemmas",
    Cues = "cues",
    DwellerEndings = "dweller_endings",
    GivenNames = "given_names",
    NameParticles = "name_particles",
    NameSuffixes = "name_suffixes",
    NamingNouns = "naming_nouns",
    NotNames = "not_names",
    OfficeForms = "office_forms",
    Offices = "offices",
    OrganizationHeads = "organization_heads",
    PlaceHeads = "place_heads",
    RoleForms = "role_forms",
    RuleConfidence = "rule_confidence",
    Sources = "sources",
    SpeakerGroups = "speaker_groups",
    States = "states",
    Surnames = "surnames",
    ThingHeads = "thing_heads",
    Titles = "titles",
    Words = "words",
}
