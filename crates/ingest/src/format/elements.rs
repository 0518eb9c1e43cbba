//! The elements of a JSON array, one after another, without holding more than one.

use crate::source::Stream;
use std::io;

/// Cuts an array into its elements by counting brackets outside strings; what is in an element is not looked at.
pub(super) struct Elements<'s> {
    stream: Stream<'s>,
    limit: u64,
    line: u64,
    /// Whether the array's own bracket has been passed.
    begun: bool,
}

/// What comes next.
pub(super) enum Element {
    /// An element, and the line on which it begins.
    Whole {
        bytes: Vec<u8>,
        line: u64,
    },
    /// One beyond the limit; it was passed over.
    TooLarge {
        line: u64,
    },
    /// The file ends inside the array.
    Cut {
        line: u64,
    },
    End,
}

/// Where in an element a byte stands.
#[derive(Default)]
struct State {
    depth: usize,
    in_string: bool,
    escaped: bool,
}

impl State {
    /// Whether the byte ends the element and does not belong to it.
    fn ends_before(&self, byte: u8) -> bool {
        self.depth == 0 && !self.in_string && matches!(byte, b',' | b']')
    }

    fn take(&mut self, byte: u8) {
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' if self.in_string => self.escaped = true,
            b'"' => self.in_string = !self.in_string,
            b'{' | b'[' if !self.in_string => self.depth += 1,
            b'}' | b']' if !self.in_string => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }
}

impl<'s> Elements<'s> {
    pub(super) fn new(stream: Stream<'s>, limit: u64) -> Self {
        Self { stream, limit, line: 1, begun: false }
    }

    pub(super) fn next(&mut self) -> io::Result<Element> {
        if !self.gap()? {
            return Ok(Element::End);
        }
        let line = self.line;
        let mut bytes = Vec::new();
        let mut state = State::default();
        let mut too_large = false;
        loop {
            let ready = self.stream.fill_buf()?;
            if ready.is_empty() {
                return Ok(Element::Cut { line });
            }
            let mut count = 0;
            let mut ended = false;
            for &byte in ready {
                if state.ends_before(byte) {
                    ended = true;
                    break;
                }
                state.take(byte);
                count += 1;
            }
            let piece = &ready[..count];
            self.line += memchr::memchr_iter(b'\n', piece).count() as u64;
            too_large |= (bytes.len() + count) as u64 > self.limit;
            if too_large {
                bytes = Vec::new();
            } else {
                bytes.extend_from_slice(piece);
            }
            self.stream.consume(count);
            if ended {
                return Ok(if too_large {
                    Element::TooLarge { line }
                } else {
                    Element::Whole { bytes, line }
                });
            }
        }
    }

    /// Passes over white space, commas and the array's brackets; whether an element follows.
    fn gap(&mut self) -> io::Result<bool> {
        loop {
            let Some(&byte) = self.stream.fill_buf()?.first() else { return Ok(false) };
            match byte {
                b'[' if !self.begun => self.begun = true,
                b'\n' => self.line += 1,
                // Arrays one after another are read as one.
                b']' => self.begun = false,
                b' ' | b'\t' | b'\r' | b',' | 0xEF | 0xBB | 0xBF => {}
                _ => return Ok(true),
            }
            self.stream.consume(1);
        }
    }
}
