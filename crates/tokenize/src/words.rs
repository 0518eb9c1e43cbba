//! Words, numbers, addresses and marks of one paragraph, by byte classes.

use crate::abbreviations::{self, Kind};
use crate::chars::{self, Class, is_word};
use sayso_core::{Span, Token, TokenKind, swar};
use sayso_lexicon::WordSet;

/// Appends the tokens of a paragraph. Quotation marks come out as they would open or close by their own look
/// (`"` and `'` as opening); [`crate::quotes`] decides.
pub(crate) fn scan(text: &str, paragraph: Span, out: &mut Vec<Token>) {
    let region = text.get(..paragraph.end as usize).unwrap_or(text);
    let mut scanner = Scanner { text: region, bytes: region.as_bytes(), at: paragraph.start as usize, out };
    while scanner.step() {}
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    out: &'a mut Vec<Token>,
}

impl Scanner<'_> {
    /// Takes one token or one white-space character; `false` at the end.
    fn step(&mut self) -> bool {
        if self.plain() {
            return true;
        }
        let Some((class, len)) = chars::at(self.text, self.at) else { return false };
        match class {
            Class::Space => self.at += len,
            Class::Letter | Class::Digit => self.word(),
            Class::Double => self.take(len, TokenKind::OpenQuote),
            Class::Single => self.single(len),
            Class::Stop => self.stop(len),
            Class::Comma => self.take(len, TokenKind::Comma),
            Class::Hyphen => self.run(len, TokenKind::Dash),
            Class::Open => self.take(len, TokenKind::OpenBracket),
            Class::Close => self.take(len, TokenKind::CloseBracket),
            Class::Symbol | Class::Wide => self.symbol(len),
        }
        true
    }

    /// Takes a word of plain letters and the blank or comma behind it: most of what there is, and nothing to decide.
    #[inline]
    fn plain(&mut self) -> bool {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let letters = swar::alphabetic(rest);
        let end = self.at + letters;
        let Some(next @ (b' ' | b',')) = rest.get(letters) else { return false };
        if letters == 0 || letters == 6 && rest[..letters].eq_ignore_ascii_case(b"cannot") {
            return false;
        }
        self.push(end, TokenKind::Word);
        if *next == b' ' {
            self.at = end + 1;
        } else {
            self.push(end + 1, TokenKind::Comma);
        }
        true
    }

    fn take(&mut self, len: usize, kind: TokenKind) {
        self.push(self.at + len, kind);
    }

    fn push(&mut self, end: usize, kind: TokenKind) {
        self.out.push(Token { span: Span::new(self.at, end), kind });
        self.at = end;
    }

    /// A run of the same character: "--", "***".
    fn run(&mut self, len: usize, kind: TokenKind) {
        let unit = &self.bytes[self.at..self.at + len];
        let mut end = self.at + len;
        while self.bytes[end..].starts_with(unit) {
            end += len;
        }
        self.push(end, kind);
    }

    /// Stops that stand together: "?!", "...".
    fn stop(&mut self, len: usize) {
        let mut end = self.at + len;
        while let Some((Class::Stop, len)) = chars::at(self.text, end) {
            end += len;
        }
        self.push(end, TokenKind::Stop);
    }

    fn single(&mut self, len: usize) {
        let rest = &self.bytes[self.at..];
        if rest.starts_with(b"''") || rest.starts_with(b"``") {
            return self.take(2, TokenKind::OpenQuote);
        }
        if self.bytes[self.at] != b'`' && self.elision(len) {
            return self.word();
        }
        self.take(len, TokenKind::OpenSingle);
    }

    /// Whether an apostrophe starts a shortened word: "'90s", "'em".
    fn elision(&self, len: usize) -> bool {
        static SHORTENED: WordSet = WordSet::named("shortened by an apostrophe");
        let rest = self.bytes.get(self.at + len..).unwrap_or(&[]);
        let letters = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let word = &rest[..letters];
        word.first().is_some_and(u8::is_ascii_digit) && letters <= 3
            || std::str::from_utf8(word).is_ok_and(|word| SHORTENED.contains_ignoring_case(word))
    }

    fn symbol(&mut self, len: usize) {
        match self.bytes[self.at] {
            b'#' | b'@' if self.bytes.get(self.at + 1).is_some_and(u8::is_ascii_alphanumeric) => {
                let name = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
                let end = self.at + 1 + self.bytes[self.at + 1..].iter().take_while(name).count();
                self.push(end, TokenKind::Address);
            }
            // Exports that were escaped twice have `\"`.
            b'\\' if self.bytes.get(self.at + 1) == Some(&b'"') => self.take(2, TokenKind::OpenQuote),
            b'*' | b'=' | b'_' | b'~' | b'#' => self.run(len, TokenKind::Symbol),
            _ => self.take(len, TokenKind::Symbol),
        }
    }

    fn word(&mut self) {
        let start = self.at;
        if let Some(end) = self.address(start) {
            return self.push(end, TokenKind::Address);
        }
        let mut apostrophe = None;
        let mut end = start;
        loop {
            end = self.letters(end);
            let Some(next) = self.joint(start, end).or_else(|| self.joint_after_stop(start, end)) else {
                break;
            };
            if chars::at(self.text, end).is_some_and(|(class, _)| class == Class::Single) && end > start {
                apostrophe = Some(end);
            }
            end = next;
        }
        if end == start {
            // Every step takes something.
            let (_, len) = chars::at(self.text, start).unwrap_or((Class::Symbol, 1));
            return self.take(len, TokenKind::Symbol);
        }
        if let Some(mail) = self.mail(end) {
            return self.push(mail, TokenKind::Address);
        }
        if self.bytes.get(end) == Some(&b'.') && self.owns_stop(start, end) {
            end += 1;
        }
        self.push_split(start, end, apostrophe);
    }

    /// The end of the letters and digits from a byte on.
    fn letters(&self, mut at: usize) -> usize {
        loop {
            while self.bytes.get(at).is_some_and(|byte| is_word(chars::class(*byte))) {
                at += 1;
            }
            match chars::at(self.text, at) {
                Some((class, len)) if is_word(class) => at += len,
                _ => return at,
            }
        }
    }

    /// If what stands at `end` ties the word to letters or digits after it, the byte where those begin.
    fn joint(&self, start: usize, end: usize) -> Option<usize> {
        let (class, len) = chars::at(self.text, end)?;
        let next = end + len;
        let (after, _) = chars::at(self.text, next)?;
        if !is_word(after) {
            return None;
        }
        let digits =
            self.bytes.get(end.wrapping_sub(1)).is_some_and(u8::is_ascii_digit) && after == Class::Digit;
        let tied = match class {
            Class::Hyphen => {
                len == 1
                    || !matches!(&self.text[end..next], "—" | "―" | "–")
                    || digits && &self.text[end..next] == "–"
            }
            Class::Single => self.bytes[end] != b'`',
            Class::Comma => digits && self.bytes[end] != b';',
            Class::Stop => self.bytes[end] == b'.' && (digits || self.dot_ties(start, end, next)),
            Class::Symbol => match self.bytes[end] {
                b'/' => digits,
                b'&' => {
                    self.bytes.get(end.wrapping_sub(1)).is_some_and(u8::is_ascii_uppercase)
                        && self.bytes[next].is_ascii_uppercase()
                }
                b'_' => true,
                _ => false,
            },
            _ => false,
        };
        tied.then_some(next)
    }

    /// "U.S.-born": a stop of the word's own, a hyphen, and the word goes on.
    fn joint_after_stop(&self, start: usize, end: usize) -> Option<usize> {
        let rest = self.bytes.get(end..)?.strip_prefix(b".-")?;
        (rest.first()?.is_ascii_alphabetic() && end > start && self.owns_stop(start, end)).then_some(end + 2)
    }

    /// Whether a stop between letters is inside a word ("U.S", "Ph.D", "example.com") and not a missing space.
    fn dot_ties(&self, start: usize, end: usize, next: usize) -> bool {
        let piece = end
            - self.bytes[start..end]
                .iter()
                .rposition(|byte| matches!(byte, b'.' | b'-'))
                .map_or(start, |at| start + at + 1);
        let following = self.letters(next) - next;
        let upper = self.bytes[next].is_ascii_uppercase();
        let initials = self.bytes[end - piece.min(end)..end].iter().all(u8::is_ascii_alphabetic);
        if piece == 1 && initials {
            // "J.Smith" is two words; "U.S", "p.m" and "Ph.D" are one.
            return following == 1 || !upper;
        }
        !upper || following == 1 && piece == 2 || self.mail_ahead(next)
    }

    /// Whether the stop after a word is a part of it.
    fn owns_stop(&self, start: usize, end: usize) -> bool {
        let word = &self.text[start..end];
        if word.len() == 1 {
            return word.as_bytes()[0].is_ascii_uppercase() && !self.pronoun(word)
                || self.number_follows(end) && abbreviations::kind(word).is_some();
        }
        if abbreviations::is_dotted(word) {
            return true;
        }
        match abbreviations::kind(word) {
            Some(Kind::Number) => self.number_follows(end),
            found => found.is_some(),
        }
    }

    /// "you and I." as against "Albert I. Jones".
    fn pronoun(&self, word: &str) -> bool {
        let lower = |token: &Token| token.span.of(self.text).starts_with(char::is_lowercase);
        word == "I" && self.out.last().is_some_and(lower)
    }

    fn number_follows(&self, stop: usize) -> bool {
        let rest = self.bytes.get(stop + 1..).unwrap_or(&[]);
        let spaces = rest.iter().take(3).take_while(|byte| **byte == b' ').count();
        rest.get(spaces).is_some_and(u8::is_ascii_digit)
    }

    /// The end of a web address that begins here.
    fn address(&self, start: usize) -> Option<usize> {
        const PREFIXES: [&[u8]; 5] = [b"http://", b"https://", b"www.", b"ftp://", b"HTTP://"];
        if !matches!(self.bytes[start], b'h' | b'w' | b'f' | b'H') {
            return None;
        }
        let rest = &self.bytes[start..];
        PREFIXES.iter().find(|prefix| rest.starts_with(prefix))?;
        let long = rest
            .iter()
            .take_while(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>'))
            .count();
        let trailing =
            |byte: &&u8| matches!(byte, b'.' | b',' | b';' | b':' | b'!' | b'?' | b')' | b']' | b'\'');
        Some(start + long - rest[..long].iter().rev().take_while(trailing).count())
    }

    /// Whether the letters and dots from a byte on end in a mail address' `@`.
    fn mail_ahead(&self, at: usize) -> bool {
        const LONGEST: usize = 64;
        let local = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
        let long = self.bytes[at..].iter().take(LONGEST).take_while(local).count();
        self.mail(at + long).is_some()
    }

    /// The end of a mail address whose first half ends here.
    fn mail(&self, at: usize) -> Option<usize> {
        if self.bytes.get(at) != Some(&b'@') {
            return None;
        }
        let host = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
        let rest = &self.bytes[at + 1..];
        let long = rest.iter().take_while(host).count();
        let kept = long - rest[..long].iter().rev().take_while(|byte| matches!(byte, b'.' | b'-')).count();
        rest[..kept].contains(&b'.').then_some(at + 1 + kept)
    }

    /// Pushes a word, its clitics split off.
    fn push_split(&mut self, start: usize, end: usize, apostrophe: Option<usize>) {
        let kind = kind(&self.bytes[start..end]);
        if let Some(cut) = self.clitic(start, end, apostrophe) {
            self.push(cut, kind);
            return self.push(end, TokenKind::Clitic);
        }
        if self.bytes[start..end].eq_ignore_ascii_case(b"cannot") {
            self.push(start + 3, kind);
        }
        self.push(end, kind);
    }

    fn clitic(&self, start: usize, end: usize, apostrophe: Option<usize>) -> Option<usize> {
        let mark = apostrophe.filter(|mark| *mark > start)?;
        let (_, len) = chars::at(self.text, mark)?;
        let tail = &self.bytes[mark + len..end];
        let is = |word: &&[u8]| tail.eq_ignore_ascii_case(word);
        if [b"s" as &[u8], b"ll", b"re", b"ve", b"d", b"m"].iter().any(is) {
            return Some(mark);
        }
        let n = mark - 1;
        (tail.eq_ignore_ascii_case(b"t") && n > start && self.bytes[n].eq_ignore_ascii_case(&b'n'))
            .then_some(n)
    }
}

fn kind(word: &[u8]) -> TokenKind {
    let digit = word.first().is_some_and(u8::is_ascii_digit);
    let hyphened = || word.windows(2).any(|pair| pair[0] == b'-' && pair[1].is_ascii_alphabetic());
    if digit && !hyphened() { TokenKind::Number } else { TokenKind::Word }
}
