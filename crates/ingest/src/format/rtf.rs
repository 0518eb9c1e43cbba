//! RTF (Microsoft's specification 1.9.1), its text alone: control words are a table, every other one is passed over.

use super::text::whole;
use super::{Context, Head, document};
use crate::page::Block;
use crate::source::Stream;
use encoding_rs::{Encoding, WINDOWS_1252};
use sayso_core::PartKind;
use std::ops::ControlFlow;

/// Groups inside groups.
const DEPTH: usize = 10_000;

/// Groups whose text is not the document's.
const LEFT_OUT: &[&str] = &[
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "footnote",
    "annotation",
    "atnid",
    "atnauthor",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "generator",
    "fldinst",
    "themedata",
    "colorschememapping",
    "datastore",
    "latentstyles",
    "xmlnstbl",
    "nonshppict",
    "bkmkstart",
    "bkmkend",
    "listtext",
    "pntext",
    "deleted",
];

/// Control words that stand for letters.
const LETTERS: &[(&str, char)] = &[
    ("tab", ' '),
    ("lquote", '\u{2018}'),
    ("rquote", '\u{2019}'),
    ("ldblquote", '\u{201C}'),
    ("rdblquote", '\u{201D}'),
    ("endash", '\u{2013}'),
    ("emdash", '\u{2014}'),
    ("bullet", '\u{2022}'),
    ("emspace", ' '),
    ("enspace", ' '),
];

/// Control words that end a paragraph.
const ENDS: &[&str] = &["par", "line", "sect", "page", "row", "cell", "nestcell", "nestrow", "softline"];

pub(super) fn detect(head: &Head<'_>) -> bool {
    head.text.starts_with("{\\rtf")
}

pub(super) fn read(stream: Stream<'_>, context: &mut Context<'_>) -> ControlFlow<()> {
    let Some(whole) = whole(stream, context)? else { return ControlFlow::Continue(()) };
    let mut reader = Reader { bytes: &whole.bytes, at: 0, encoding: WINDOWS_1252, ..Reader::default() };
    reader.run();
    document::emit(&reader.blocks, "rtf", whole.cut.into_iter().collect(), context)
}

/// What holds inside a group.
#[derive(Copy, Clone)]
struct State {
    left_out: bool,
    /// Letters that follow one written as `\u`, for readers that don't know that.
    fallback: usize,
    in_table: bool,
}

impl Default for State {
    fn default() -> Self {
        Self { left_out: false, fallback: 1, in_table: false }
    }
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
    encoding: &'static Encoding,
    state: State,
    groups: Vec<State>,
    /// Groups deeper than we follow.
    too_deep: usize,
    blocks: Vec<Block>,
    text: String,
    /// Bytes in the document's charset that wait for the rest of their letter.
    pending: Vec<u8>,
    /// Letters to pass over.
    skip: usize,
    /// First half of a letter in UTF-16.
    high: Option<u16>,
}

impl Default for Reader<'_> {
    fn default() -> Self {
        Self {
            bytes: &[],
            at: 0,
            encoding: WINDOWS_1252,
            state: State::default(),
            groups: Vec::new(),
            too_deep: 0,
            blocks: Vec::new(),
            text: String::new(),
            pending: Vec::new(),
            skip: 0,
            high: None,
        }
    }
}

impl Reader<'_> {
    fn run(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'{' => self.open(),
                b'}' => self.close(),
                b'\\' => self.control(),
                b'\r' | b'\n' => {}
                _ => self.byte(byte),
            }
        }
        self.end_paragraph();
    }

    fn open(&mut self) {
        self.decode();
        if self.groups.len() < DEPTH {
            self.groups.push(self.state);
        } else {
            self.too_deep += 1;
        }
    }

    fn close(&mut self) {
        self.decode();
        self.skip = 0;
        if self.too_deep > 0 {
            self.too_deep -= 1;
        } else {
            self.state = self.groups.pop().unwrap_or_default();
        }
    }

    fn control(&mut self) {
        let Some(&first) = self.bytes.get(self.at) else { return };
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            return self.symbol(first);
        }
        let rest = &self.bytes[self.at..];
        let length = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let word = String::from_utf8_lossy(&rest[..length]).into_owned();
        let digits = rest[length..].iter().enumerate();
        let digits =
            digits.take_while(|(at, byte)| byte.is_ascii_digit() || *at == 0 && **byte == b'-').count();
        let number = std::str::from_utf8(&rest[length..length + digits])
            .ok()
            .and_then(|digits| digits.parse::<i32>().ok());
        self.at += length + digits;
        self.at += usize::from(self.bytes.get(self.at) == Some(&b' '));
        if word == "bin" {
            self.at += number.and_then(|count| usize::try_from(count).ok()).unwrap_or(0);
        }
        self.word(&word, number);
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'\'' => {
                let digits =
                    self.bytes.get(self.at..self.at + 2).and_then(|digits| std::str::from_utf8(digits).ok());
                if let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                    self.at += 2;
                    self.byte(byte);
                }
            }
            // A group that a reader may leave out if it does not know it.
            b'*' => self.state.left_out = true,
            b'~' => self.letter('\u{A0}'),
            b'_' => self.letter('\u{2011}'),
            b'\r' | b'\n' => self.end_paragraph(),
            b'\\' | b'{' | b'}' => self.byte(symbol),
            _ => {}
        }
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        if word != "u" {
            self.decode();
        }
        if let Some((_, letter)) = LETTERS.iter().find(|(known, _)| *known == word) {
            return self.letter(*letter);
        }
        if ENDS.contains(&word) {
            return self.end_paragraph();
        }
        match word {
            "u" => self.unicode(number.unwrap_or(0)),
            "uc" => {
                self.state.fallback =
                    number.and_then(|count| usize::try_from(count).ok()).unwrap_or(1).min(8);
            }
            "ansicpg" => self.encoding = number.and_then(code_page).unwrap_or(self.encoding),
            "mac" => self.encoding = encoding_rs::MACINTOSH,
            "intbl" => self.state.in_table = true,
            "pard" => self.state.in_table = false,
            _ if LEFT_OUT.contains(&word) => self.state.left_out = true,
            _ => {}
        }
    }

    fn unicode(&mut self, number: i32) {
        self.decode();
        // Numbers above 32,767 are written as negative ones.
        #[allow(clippy::cast_sign_loss)] // the bits are masked
        let unit = (number & 0xFFFF) as u16;
        match (self.high.take(), unit) {
            (_, 0xD800..0xDC00) => self.high = Some(unit),
            (Some(high), 0xDC00..0xE000) => {
                let letter = char::decode_utf16([high, unit]).next().and_then(Result::ok);
                self.letter(letter.unwrap_or('\u{FFFD}'));
            }
            _ => self.letter(char::from_u32(unit.into()).unwrap_or('\u{FFFD}')),
        }
        self.skip = self.state.fallback;
    }

    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
        } else if byte.is_ascii() && self.pending.is_empty() {
            self.letter(byte.into());
        } else if !self.state.left_out {
            self.pending.push(byte);
            if byte.is_ascii() {
                self.decode();
            }
        }
    }

    fn decode(&mut self) {
        if !self.pending.is_empty() {
            let bytes = std::mem::take(&mut self.pending);
            self.text.push_str(&self.encoding.decode_without_bom_handling(&bytes).0);
        }
    }

    fn letter(&mut self, letter: char) {
        if !self.state.left_out {
            self.decode();
            self.text.push(letter);
        }
    }

    fn end_paragraph(&mut self) {
        if self.state.left_out {
            return;
        }
        self.decode();
        let text =
            self.text.split([' ', '\t', '\n']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        self.text.clear();
        if !text.is_empty() {
            let kind = self.state.in_table.then_some(PartKind::Table);
            self.blocks.push(Block { text, kind, ..Block::default() });
        }
    }
}

/// The charset of a Windows code page.
fn code_page(number: i32) -> Option<&'static Encoding> {
    let label = match number {
        65001 => "utf-8".to_owned(),
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        10000 => "macintosh".to_owned(),
        number => format!("windows-{number}"),
    };
    Encoding::for_label(label.as_bytes())
}
