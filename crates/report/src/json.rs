//! JSON as serde_json writes it, byte for byte, in half its time: sixteen bytes of a string are looked at together.

use crate::special;
use serde::ser::{
    Error as _, Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple,
};
use serde_json::Error;

/// Appends a value.
///
/// # Errors
/// The value is of a kind that our lines have no use for (bytes, variants with several fields, keys that are not text).
pub(crate) fn push(out: &mut Vec<u8>, value: &impl Serialize) -> Result<(), Error> {
    value.serialize(&mut Writer(out))
}

struct Writer<'a>(&'a mut Vec<u8>);

/// A list, map or struct that is being written.
struct Inside<'w, 'a> {
    writer: &'w mut Writer<'a>,
    closing: u8,
    first: bool,
}

type None_ = Impossible<(), Error>;

fn unsupported<T>(what: &str) -> Result<T, Error> {
    Err(Error::custom(format_args!("{what} in a line")))
}

impl Writer<'_> {
    fn number(&mut self, value: u64) {
        const MOST: usize = 20;
        let count = value.checked_ilog10().map_or(1, |log| log as usize + 1);
        let mut digits = [0; MOST];
        let mut left = value;
        for digit in digits[..count].iter_mut().rev() {
            *digit = b'0' + (left % 10) as u8;
            left /= 10;
        }
        // All of them and then fewer: a copy of known length needs no call.
        let end = self.0.len() + count;
        self.0.extend_from_slice(&digits);
        self.0.truncate(end);
    }

    fn string(&mut self, text: &str) {
        let bytes = text.as_bytes();
        self.0.reserve(bytes.len() + 2);
        self.0.push(b'"');
        if special::none(bytes, is_special, &SPECIAL) {
            self.0.extend_from_slice(bytes);
        } else {
            self.escaped(bytes);
        }
        self.0.push(b'"');
    }

    fn escaped(&mut self, bytes: &[u8]) {
        let mut kept = 0;
        while let Some(special) = special::next(bytes, kept, is_special, &SPECIAL) {
            self.0.extend_from_slice(&bytes[kept..special]);
            self.escape(bytes[special]);
            kept = special + 1;
        }
        self.0.extend_from_slice(&bytes[kept..]);
    }

    fn escape(&mut self, byte: u8) {
        let short = match byte {
            b'"' | b'\\' => byte,
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            0x08 => b'b',
            0x0c => b'f',
            _ => {
                let digit = |value: u8| b"0123456789abcdef"[value as usize & 15];
                self.0.extend_from_slice(&[b'\\', b'u', b'0', b'0', digit(byte >> 4), digit(byte)]);
                return;
            }
        };
        self.0.extend_from_slice(&[b'\\', short]);
    }
}

/// Bytes that have to be escaped.
const fn is_special(byte: u8) -> bool {
    (byte < 0x20) | (byte == b'"') | (byte == b'\\')
}

/// The same as a table: faster for one byte, slower for sixteen.
const SPECIAL: [bool; 256] = special::table!(is_special);

impl<'w, 'a> serde::Serializer for &'w mut Writer<'a> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Inside<'w, 'a>;
    type SerializeTuple = Inside<'w, 'a>;
    type SerializeTupleStruct = None_;
    type SerializeTupleVariant = None_;
    type SerializeMap = Inside<'w, 'a>;
    type SerializeStruct = Inside<'w, 'a>;
    type SerializeStructVariant = None_;

    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        self.0.extend_from_slice(if value { b"true" } else { b"false" });
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Result<(), Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<(), Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<(), Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<(), Error> {
        if value < 0 {
            self.0.push(b'-');
        }
        self.number(value.unsigned_abs());
        Ok(())
    }

    fn serialize_u8(self, value: u8) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Error> {
        self.number(value);
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> Result<(), Error> {
        serde_json::to_writer(&mut *self.0, &value)
    }

    fn serialize_f64(self, value: f64) -> Result<(), Error> {
        serde_json::to_writer(&mut *self.0, &value)
    }

    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.string(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result<(), Error> {
        self.string(value);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Error> {
        unsupported("bytes")
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.0.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        self.string(variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        self.0.push(b'{');
        self.string(variant);
        self.0.push(b':');
        value.serialize(&mut *self)?;
        self.0.push(b'}');
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Inside<'w, 'a>, Error> {
        Ok(Inside::open(self, b'[', b']'))
    }

    fn serialize_tuple(self, _: usize) -> Result<Inside<'w, 'a>, Error> {
        Ok(Inside::open(self, b'[', b']'))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<None_, Error> {
        unsupported("a struct without names")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<None_, Error> {
        unsupported("a variant with several fields")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Inside<'w, 'a>, Error> {
        Ok(Inside::open(self, b'{', b'}'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Inside<'w, 'a>, Error> {
        Ok(Inside::open(self, b'{', b'}'))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<None_, Error> {
        unsupported("a variant with several fields")
    }
}

impl<'w, 'a> Inside<'w, 'a> {
    fn open(writer: &'w mut Writer<'a>, opening: u8, closing: u8) -> Self {
        writer.0.push(opening);
        Self { writer, closing, first: true }
    }

    fn comma(&mut self) {
        if !std::mem::replace(&mut self.first, false) {
            self.writer.0.push(b',');
        }
    }

    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.comma();
        value.serialize(&mut *self.writer)
    }

    fn close(self) {
        self.writer.0.push(self.closing);
    }
}

impl SerializeSeq for Inside<'_, '_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.element(value)
    }

    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}

impl SerializeTuple for Inside<'_, '_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.element(value)
    }

    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}

impl SerializeStruct for Inside<'_, '_> {
    type Ok = ();
    type Error = Error;

    #[expect(clippy::inline_always, reason = "a name of known length is a few moves, and there are millions")]
    #[inline(always)]
    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
        // Names of fields are ours and need no escapes. All of what stands before the value is one copy.
        let mut lead = [0; 32];
        let Some(place) = lead.get_mut(2..2 + name.len() + 2) else { return unsupported("so long a name") };
        place[..name.len()].copy_from_slice(name.as_bytes());
        place[name.len()..].copy_from_slice(b"\":");
        [lead[0], lead[1]] = *b",\"";
        let skipped = usize::from(std::mem::replace(&mut self.first, false));
        self.writer.0.extend_from_slice(&lead[skipped..name.len() + 4]);
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}

impl SerializeMap for Inside<'_, '_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.comma();
        let start = self.writer.0.len();
        key.serialize(&mut *self.writer)?;
        if self.writer.0.get(start) == Some(&b'"') { Ok(()) } else { unsupported("a key that is no text") }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.writer.0.push(b':');
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde::Serialize;
    use std::collections::BTreeMap;

    #[derive(Serialize, Debug)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        Plain,
        With(String),
    }

    #[derive(Serialize, Debug)]
    struct Line {
        text: String,
        none: (),
        some: Option<String>,
        counts: Vec<[u32; 2]>,
        share: f64,
        signed: i64,
        large: u64,
        yes: bool,
        kinds: Vec<Kind>,
        map: BTreeMap<String, u8>,
        tuple: (char, Vec<String>),
    }

    fn check(value: &impl Serialize) {
        let mut out = Vec::new();
        push(&mut out, value).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), serde_json::to_string(value).unwrap());
    }

    #[test]
    fn every_byte_is_escaped_as_by_serde_json() {
        let all: String = (0..=0x2ff).filter_map(char::from_u32).collect();
        check(&all);
        (0..40).for_each(|at| check(&format!("{}\"{}", "x".repeat(at), "y".repeat(40 - at))));
    }

    proptest! {
        #[test]
        fn the_same_bytes_as_serde_json(
            text in ".{0,80}", some in proptest::option::of("\\PC{0,40}"),
            counts in proptest::collection::vec(any::<[u32; 2]>(), 0..4), share in 0.0..1.0,
            signed in any::<i64>(), large in any::<u64>(), yes in any::<bool>(), char in any::<char>(),
            words in proptest::collection::vec(".{0,20}", 0..4),
        ) {
            let map = words.iter().map(|word| (word.clone(), 7)).collect();
            let kinds = words.iter().map(|word| if word.is_empty() { Kind::Plain } else { Kind::With(word.clone()) });
            let kinds = kinds.collect();
            check(&Line { text, none: (), some, counts, share, signed, large, yes, kinds, map, tuple: (char, words) });
        }
    }
}
