//! What the net is told of each token: rows of its embedding tables.

use sayso_document::{Article, Token, TokenKind, Tokens};

/// Embedding tables: rows and numbers a row, in the order of [`Features`].
pub const TABLES: [(usize, usize); 6] =
    [(1 << 16, 64), (1 << 13, 24), (1 << 13, 16), (256, 16), (8, 8), (16, 8)];
/// Numbers a token enters the net with.
pub const WIDTH: usize = 64 + 24 + 16 + 16 + 8 + 8;
/// The row of words that are not told.
pub const UNKNOWN: u32 = 0;

/// One row of each table for every token.
pub type Features = [u32; TABLES.len()];

/// The features of a range of tokens.
pub fn features(article: &Article, tokens: &Tokens, range: std::ops::Range<usize>) -> Vec<Features> {
    let text = article.text.as_str();
    let mut quotes = Quotes::default();
    let mut place = Places::new(tokens, range.start);
    let mut buffer = String::new();
    range
        .map(|at| {
            let token = tokens.tokens[at];
            let word = token.span.of(text);
            lower(word, &mut buffer);
            let (bits, fresh) = place.of(tokens, at);
            if fresh {
                quotes = Quotes::default();
            }
            [
                1 + hash(buffer.as_bytes(), 1) % (TABLES[0].0 as u32 - 1),
                hash(tail(&buffer), 2) % TABLES[1].0 as u32,
                hash(head(&buffer), 3) % TABLES[2].0 as u32,
                shape(word) % TABLES[3].0 as u32,
                quotes.state(token),
                bits,
            ]
        })
        .collect()
}

/// Lower case, digits as `0`, curly apostrophes straight.
fn lower(word: &str, out: &mut String) {
    out.clear();
    for character in word.chars() {
        match character {
            '0'..='9' => out.push('0'),
            '’' | '‘' => out.push('\''),
            _ if character.is_ascii() => out.push(character.to_ascii_lowercase()),
            _ => out.extend(character.to_lowercase()),
        }
    }
}

fn tail(word: &str) -> &[u8] {
    let start = word.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
    &word.as_bytes()[start..]
}

fn head(word: &str) -> &[u8] {
    let end = word.char_indices().nth(3).map_or(word.len(), |(at, _)| at);
    &word.as_bytes()[..end]
}

/// FNV-1a with a seed, mixed: the same on every machine for ever, since models depend on it.
fn hash(bytes: &[u8], seed: u32) -> u32 {
    let mut state = 0x811C_9DC5 ^ seed.wrapping_mul(0x9E37_79B9);
    for byte in bytes {
        state = (state ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
    }
    state ^= state >> 15;
    state.wrapping_mul(0x2C1B_3C6D) >> 8
}

/// "Xx" for "Roe", "X.X." for "U.S.", "0" for figures: runs shortened.
fn shape(word: &str) -> u32 {
    let mut kinds = [0_u8; 8];
    let mut len = 0;
    for character in word.chars() {
        let kind = match character {
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
struct Places {
    sentence: usize,
    paragraph: usize,
}

impl Places {
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
