//! Full names that recognition passed over: a capital before a surname, anywhere in the article.

use crate::words;
use rustc_hash::{FxHashMap, FxHashSet};
use sayso_core::{Article, Span, Token, TokenKind, Tokens};
use sayso_lexicon::{Language, Table};
use std::sync::LazyLock;

static GIVEN: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| Language::English.columns(Table::GivenNames).map(|[name]| name).collect());

/// Words that are written in small letters, too.
static COMMON: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| Language::English.columns(Table::CommonWords).map(|[word]| word).collect());

/// Whether a word is a given name of the tables.
pub(crate) fn is_given(word: &str) -> bool {
    GIVEN.contains(word)
}

/// Whether a word is one of the language, whatever its case.
pub(crate) fn is_common(word: &str) -> bool {
    COMMON.contains(word.to_lowercase().as_str())
}

/// Two or three words that begin with capitals and are none of the language.
pub(crate) fn is_written_as_person(name: &str) -> bool {
    let word = |word: &str| {
        word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase) && !is_common(word)
    };
    (2..=3).contains(&name.split(' ').count()) && name.split(' ').all(word)
}

/// Pairs of a given name and a surname, by either.
pub(crate) struct FullNames {
    /// The first two of each, whose given names may differ.
    by_surname: FxHashMap<String, [Option<Span>; 2]>,
    by_given: FxHashMap<String, [Option<Span>; 2]>,
}

impl FullNames {
    /// Reads the whole article once.
    pub(crate) fn new(article: &Article, tokens: &Tokens) -> Self {
        let text = article.text.as_str();
        let mut names = Self { by_surname: FxHashMap::default(), by_given: FxHashMap::default() };
        for sentence in &tokens.sentences {
            let words = &tokens.tokens[sentence.tokens()];
            for at in 1..words.len() {
                if !is_pair(text, words, at) {
                    continue;
                }
                let span = words[at - 1].span.join(words[at].span);
                if is_contact(text, span) {
                    continue;
                }
                let name = folded(span.of(text));
                for (map, word) in [(&mut names.by_surname, words[at]), (&mut names.by_given, words[at - 1])]
                {
                    let known = map.entry(folded(word.span.of(text))).or_default();
                    match known {
                        [None, _] => known[0] = Some(span),
                        [Some(one), None] if folded(one.of(text)) != name => known[1] = Some(span),
                        _ => {}
                    }
                }
            }
        }
        names
    }

    /// The only given name and surname of the article that this surname, else this given name, is a part of.
    pub(crate) fn of_part(&self, name: &str) -> Option<Span> {
        let name = folded(name);
        let pairs = self.by_surname.get(&name).or_else(|| self.by_given.get(&name))?;
        match pairs {
            [Some(one), None] => Some(*one),
            _ => None,
        }
    }
}

/// Whether a given name and a surname end at a word of a sentence, and no longer name goes on behind them.
fn is_pair(text: &str, words: &[Token], at: usize) -> bool {
    let word =
        |at: usize| words.get(at).filter(|word| word.kind == TokenKind::Word).map(|word| word.span.of(text));
    let capital = |at: usize| word(at).filter(|word| is_capitalized(word));
    let (Some(given), Some(_)) = (capital(at - 1), capital(at)) else { return false };
    let touching = words[at - 1].span.end + 1 == words[at].span.start;
    let goes_on = capital(at + 1).is_some() && words[at].span.end + 1 == words[at + 1].span.start;
    // A capital that begins a sentence proves nothing.
    let begins = at == 1 || words[at - 2].kind != TokenKind::Word;
    let title = crate::is_title(&given.trim_end_matches('.').to_lowercase());
    let longer = at >= 2
        && capital(at - 2).is_some_and(|before| {
            !crate::is_title(&before.trim_end_matches('.').to_lowercase())
                && words[at - 2].span.end + 1 == words[at - 1].span.start
        });
    let common = begins && COMMON.contains(given.to_lowercase().as_str());
    let named = is_given(given) || !common && !words::NO_GIVEN_NAMES.contains_ignoring_case(given);
    touching && !goes_on && !title && !longer && named
}

/// Whether a name stands behind "Contact:" in its line: it is nobody in the text.
pub(crate) fn is_contact(text: &str, name: Span) -> bool {
    /// Bytes looked back at.
    const REACH: usize = 60;
    let start = name.start as usize;
    let mut from = start.saturating_sub(REACH);
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    let lead = text.get(from..start).unwrap_or("");
    let line = lead.rsplit('\n').next().unwrap_or(lead);
    line.contains(':') && words::CONTACTS.is_inside(&line.to_lowercase())
}

/// "Lind", "O'Dowd"; not "MAYOR".
fn is_capitalized(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase)
}

/// A name in small letters with plain apostrophes and hyphens, without what is invisible.
pub(crate) fn folded(name: &str) -> String {
    let plain = |c: char| match c {
        '\u{2019}' | '\u{2BC}' | '\u{2018}' => Some('\''),
        '\u{2010}' | '\u{2011}' => Some('-'),
        '\u{AD}' | '\u{200B}' | '\u{2060}' => None,
        _ => Some(c),
    };
    name.chars().filter_map(plain).flat_map(char::to_lowercase).collect()
}
