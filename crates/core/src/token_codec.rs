//! Tokens for binary formats: most take two bytes, where field by field they take seven. Formats that people read get
//! them field by field.
//!
//! A token is one byte of its kind (low half) and the bytes between it and the token before (high half; 15: the rest
//! follows), and its length. Numbers are LEB128. They wrap around, so that whatever spans there are come back.

use crate::{Span, Token, TokenKind};
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// The largest gap that stands beside the kind, less one.
const LONG: u32 = 15;

pub(crate) fn serialize<S: Serializer>(tokens: &[Token], to: S) -> Result<S::Ok, S::Error> {
    if to.is_human_readable() { tokens.serialize(to) } else { to.serialize_bytes(&pack(tokens)) }
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Token>, D::Error> {
    if from.is_human_readable() { Vec::deserialize(from) } else { from.deserialize_bytes(Packed) }
}

fn pack(tokens: &[Token]) -> Vec<u8> {
    let mut out = Vec::with_capacity(2 * tokens.len() + 8);
    let mut before = 0_u32;
    for Token { span, kind } in tokens {
        let gap = span.start.wrapping_sub(before);
        out.push(*kind as u8 | (gap.min(LONG) as u8) << 4);
        if gap >= LONG {
            push(&mut out, gap - LONG);
        }
        push(&mut out, span.end.wrapping_sub(span.start));
        before = span.end;
    }
    out
}

#[inline]
fn push(out: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

struct Packed;

impl Visitor<'_> for Packed {
    type Value = Vec<Token>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("packed tokens")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<Token>, E> {
        unpack(bytes).ok_or_else(|| E::custom("tokens that end in the middle, or of no kind"))
    }
}

fn unpack(mut bytes: &[u8]) -> Option<Vec<Token>> {
    let mut tokens = Vec::with_capacity(bytes.len() / 2);
    let mut before = 0_u32;
    while let Some((first, rest)) = bytes.split_first() {
        bytes = rest;
        let kind = *TokenKind::ALL.get(usize::from(first & 15))?;
        let mut gap = u32::from(first >> 4);
        if gap == LONG {
            gap = LONG.wrapping_add(number(&mut bytes)?);
        }
        let start = before.wrapping_add(gap);
        before = start.wrapping_add(number(&mut bytes)?);
        tokens.push(Token { span: Span { start, end: before }, kind });
    }
    Some(tokens)
}

#[inline]
fn number(bytes: &mut &[u8]) -> Option<u32> {
    let mut number = 0;
    for shift in (0..u32::BITS).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u32::from(first & 0x7F) << shift;
        if first & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn token() -> impl Strategy<Value = Token> {
        let place = prop_oneof![0..300_u32, any::<u32>()];
        (place.clone(), place, 0..TokenKind::ALL.len())
            .prop_map(|(start, end, kind)| Token { span: Span { start, end }, kind: TokenKind::ALL[kind] })
    }

    proptest! {
        #[test]
        fn tokens_come_back(tokens in prop::collection::vec(token(), 0..40)) {
            prop_assert_eq!(unpack(&pack(&tokens)), Some(tokens));
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            if let Some(tokens) = unpack(&bytes) {
                prop_assert_eq!(unpack(&pack(&tokens)), Some(tokens));
            }
        }
    }

    #[test]
    fn words_take_two_bytes() {
        let word = |start, end| Token { span: Span { start, end }, kind: TokenKind::Word };
        assert_eq!(pack(&[word(0, 3), word(4, 100), word(100, 300)]), [0x00, 3, 0x10, 96, 0x00, 0xC8, 1]);
        assert_eq!(pack(&[word(15, 16), word(1016, 1017)]), [0xF0, 0, 1, 0xF0, 0xD9, 7, 1]);
        for broken in
            [&[0x0E, 1][..], &[0x00], &[0x00, 0x80], &[0xF0, 1], &[0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1]]
        {
            assert_eq!(unpack(broken), None, "{broken:?}");
        }
    }

    #[test]
    fn kinds_have_their_numbers() {
        assert!(TokenKind::ALL.iter().enumerate().all(|(number, kind)| *kind as usize == number));
    }
}
