//! What the net is told of each token: rows of its embedding tables.

use crate::prior_features::{MENTIONS, PriorFeatures};
use crate::vocabulary::{hash, normal};
use sayso_core::{Article, Span, Token, TokenKind, Tokens, WordCache};
use sayso_lexicon::ClauseLexicon;

/// Numbers a row of each embedding table has, in the order of [`Features`]: word, ending, beginning, shape, state of
/// the quotation marks, place, kind of name, what the rules say, what the cue table says.
pub const DIMS: [usize; 9] = [100, 24, 16, 16, 8, 8, 8, 16, 8];
/// Rows of each table but the first, which has as many as the vocabulary.
pub(crate) const ROWS: [usize; 9] = [0, 1 << 13, 1 << 13, 256, 8, 16, MENTIONS, 27, CUE_ROWS];
/// Numbers a token enters the net with.
pub const WIDTH: usize = 100 + 24 + 16 + 16 + 8 + 8 + 8 + 16 + 8;
/// Tables, the first ones, whose rows depend on the word's form alone.
pub(crate) const FORM: usize = 4;
/// The table of what the rules say.
pub const RULES: usize = 7;
/// No cue, or its class (16 at most) and three steps of how often the word is one.
const CUE_ROWS: usize = 1 + 16 * 3;

/// One row of each table for every token.
pub type Features = [u32; DIMS.len()];

/// The features of a range of tokens; `priors` are the whole article's, `row` gives a word's row.
pub(crate) fn features(
    row: &dyn Fn(&str) -> u32,
    article: &Article,
    tokens: &Tokens,
    priors: &[PriorFeatures],
    range: std::ops::Range<usize>,
    forms: &mut Forms,
) -> Vec<Features> {
    let text = article.text.as_str();
    let mut quotes = Quotes::default();
    let mut place = ParagraphPosition::new(tokens, range.start);
    range
        .map(|at| {
            let token = tokens.tokens[at];
            let Form { word, tail, head, shape, cue } = forms.of(text, token.span, row);
            let (bits, fresh) = place.of(tokens, at);
            if fresh {
                quotes = Quotes::default();
            }
            let mention = u32::from(priors[at].mention);
            [word, tail, head, shape, quotes.state(token), bits, mention, rules(&priors[at]), cue]
        })
        .collect()
}

/// What a word's form alone tells: rows of the first tables, and of the last one.
#[derive(Copy, Clone, Debug, Default)]
struct Form {
    word: u32,
    tail: u32,
    head: u32,
    shape: u32,
    cue: u32,
}

/// Forms that were met; of one model.
#[derive(Debug, Default)]
pub(crate) struct Forms {
    cache: WordCache<Form>,
    buffer: String,
}

impl Forms {
    #[inline]
    fn of(&mut self, text: &str, span: Span, row: &dyn Fn(&str) -> u32) -> Form {
        self.cache.get_or_read(text, span, |word| Form::read(word, &mut self.buffer, row))
    }
}

impl Form {
    fn read(word: &str, buffer: &mut String, row: &dyn Fn(&str) -> u32) -> Self {
        normal(word, buffer);
        Self {
            word: row(buffer),
            tail: hash(tail(buffer), 2) % ROWS[1] as u32,
            head: hash(head(buffer), 3) % ROWS[2] as u32,
            shape: shape(word) % ROWS[3] as u32,
            cue: cue(ClauseLexicon::shipped(), word),
        }
    }
}

fn tail(word: &str) -> &[u8] {
    if word.is_ascii() {
        return &word.as_bytes()[word.len().saturating_sub(3)..];
    }
    let start = word.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
    &word.as_bytes()[start..]
}

fn head(word: &str) -> &[u8] {
    if word.is_ascii() {
        return &word.as_bytes()[..word.len().min(3)];
    }
    let end = word.char_indices().nth(3).map_or(word.len(), |(at, _)| at);
    &word.as_bytes()[..end]
}

/// "Xx" for "Roe", "X.X." for "U.S.", "0" for figures: runs shortened.
fn shape(word: &str) -> u32 {
    let mut kinds = [0_u8; 8];
    let mut len = 0;
    for character in word.chars() {
        let kind = match character {
            'a'..='z' => b'x',
            _ if character.is_uppercase() => b'X',
            _ if character.is_alphabetic() => b'x',
            _ if character.is_numeric() => b'0',
            '.' | ',' | '-' | '\'' | '"' | '?' | '!' | ':' | ';' | '(' | ')' | '$' | '%' => character as u8,
            '“' => b'<',
            '”' => b'>',
            '’' => b'\'',
            _ => b'*',
        };
        if len < kinds.len() && (len == 0 || kinds[len - 1] != kind) {
            kinds[len] = kind;
            len += 1;
        }
    }
    hash(&kinds[..len], 4)
}

/// The rules' tags as one number.
fn rules(prior: &PriorFeatures) -> u32 {
    prior.tags.iter().fold(0, |row, tag| row * 3 + u32::from(*tag))
}

/// The cue table's row: none, or class and how often the word is a cue.
pub(crate) fn cue(lexicon: &ClauseLexicon, word: &str) -> u32 {
    let row = lexicon.look_up(word).and_then(|entry| lexicon.cue(entry.cue));
    row.map_or(0, |row| 1 + (row.class as u32).min(15) * 3 + row.step())
}

/// Inside or outside of quotation marks, from the paragraph's start on.
#[derive(Default)]
pub(crate) struct Quotes {
    double: bool,
    single: bool,
}

impl Quotes {
    /// 0 outside, 1 inside, 2 an opening mark, 3 a closing mark, 4 to 6 the same for single marks.
    pub(crate) fn state(&mut self, token: Token) -> u32 {
        match token.kind {
            TokenKind::OpenQuote => self.double = true,
            TokenKind::CloseQuote => self.double = false,
            TokenKind::OpenSingle => self.single = true,
            TokenKind::CloseSingle => self.single = false,
            _ => {}
        }
        match token.kind {
            TokenKind::OpenQuote => 2,
            TokenKind::CloseQuote => 3,
            TokenKind::OpenSingle => 5,
            TokenKind::CloseSingle => 6,
            _ if self.double => 1,
            _ if self.single => 4,
            _ => 0,
        }
    }
}

/// Where sentences and paragraphs start.
struct ParagraphPosition {
    sentence: usize,
    paragraph: usize,
}

impl ParagraphPosition {
    fn new(tokens: &Tokens, first: usize) -> Self {
        let sentence = tokens.sentences.partition_point(|sentence| sentence.end_token as usize <= first);
        let paragraph =
            tokens.paragraphs.partition_point(|paragraph| paragraph.end_sentence as usize <= sentence);
        Self { sentence, paragraph }
    }

    /// Bit 0: starts a sentence; bit 1: in a paragraph's first sentence; bits 2 and 3: first, second or later
    /// paragraph. And whether the token starts a paragraph.
    fn of(&mut self, tokens: &Tokens, at: usize) -> (u32, bool) {
        while tokens.sentences.get(self.sentence).is_some_and(|sentence| sentence.end_token as usize <= at) {
            self.sentence += 1;
        }
        while tokens
            .paragraphs
            .get(self.paragraph)
            .is_some_and(|paragraph| paragraph.end_sentence as usize <= self.sentence)
        {
            self.paragraph += 1;
        }
        let starts =
            tokens.sentences.get(self.sentence).is_some_and(|sentence| sentence.first_token as usize == at);
        let opens = tokens
            .paragraphs
            .get(self.paragraph)
            .is_some_and(|paragraph| paragraph.first_sentence as usize == self.sentence);
        let bits = u32::from(starts) | u32::from(opens) << 1 | (self.paragraph.min(2) as u32) << 2;
        (bits, starts && opens)
    }
}
