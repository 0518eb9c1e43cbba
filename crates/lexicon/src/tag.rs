//! What a word can be in a clause, as bits.

/// the, a, some, many
pub const DETERMINER: u32 = 1;
/// my, his, their
pub const POSSESSIVE: u32 = 1 << 1;
/// he, they: pronouns that can be a subject
pub const SUBJECT: u32 = 1 << 2;
/// him, them
pub const OBJECT: u32 = 1 << 3;
/// in, on, for
pub const PREPOSITION: u32 = 1 << 4;
/// of
pub const OF: u32 = 1 << 5;
/// and, or, but
pub const COORDINATOR: u32 = 1 << 6;
/// because, while, after
pub const SUBORDINATOR: u32 = 1 << 7;
/// who, which, how
pub const RELATIVE: u32 = 1 << 8;
/// that
pub const THAT: u32 = 1 << 9;
/// to
pub const TO: u32 = 1 << 10;
/// is, has, did
pub const AUXILIARY: u32 = 1 << 11;
/// will, could
pub const MODAL: u32 = 1 << 12;
/// not, never
pub const NEGATION: u32 = 1 << 13;
/// also, repeatedly, on weekdays "Tuesday"
pub const ADVERB: u32 = 1 << 14;
/// a finite verb, or a form that mostly is one
pub const VERB: u32 = 1 << 15;
/// Mr., Sen.
pub const TITLE: u32 = 1 << 16;
/// a form in -ing
pub const PARTICIPLE: u32 = 1 << 17;
/// a capitalised word that no list knows
pub const NAME: u32 = 1 << 18;
/// digits
pub const NUMBER: u32 = 1 << 19;
/// , ; :
pub const COMMA: u32 = 1 << 20;
/// :
pub const COLON: u32 = 1 << 21;
/// . ? ! …
pub const STOP: u32 = 1 << 22;
/// a quotation mark that opens
pub const OPEN: u32 = 1 << 23;
/// a quotation mark that closes
pub const CLOSE: u32 = 1 << 24;
/// a dash between words
pub const DASH: u32 = 1 << 25;
/// ( [
pub const OPEN_BRACKET: u32 = 1 << 26;
/// ) ]
pub const CLOSE_BRACKET: u32 = 1 << 27;
/// 's
pub const GENITIVE: u32 = 1 << 28;
/// the first letter is a capital
pub const CAPITAL: u32 = 1 << 29;

/// What stands before or inside a noun phrase and never ends one.
pub const MARK: u32 = OPEN | CLOSE;
/// Punctuation of any kind.
pub const PUNCTUATION: u32 = COMMA | COLON | STOP | OPEN | CLOSE | DASH | OPEN_BRACKET | CLOSE_BRACKET;

/// The names that the table of closed-class words has for them.
pub(crate) const TAG_NAMES: &[(&str, u32)] = &[
    ("det", DETERMINER),
    ("possessive", POSSESSIVE),
    ("subject", SUBJECT),
    ("object", OBJECT),
    ("preposition", PREPOSITION),
    ("of", OF),
    ("coordinator", COORDINATOR),
    ("subordinator", SUBORDINATOR),
    ("relative", RELATIVE),
    ("that", THAT),
    ("to", TO),
    ("auxiliary", AUXILIARY),
    ("modal", MODAL),
    ("negation", NEGATION),
    ("adverb", ADVERB),
    ("verb", VERB),
    ("title", TITLE),
];

/// Tags that a form's ending gives it.
pub fn form_tags(form: &str) -> u32 {
    if form.len() > 4 && form.ends_with("ing") {
        PARTICIPLE
    } else if form.len() > 3 && form.ends_with("ed") {
        VERB
    } else if form.len() > 4 && form.ends_with("ly") {
        ADVERB
    } else {
        0
    }
}
