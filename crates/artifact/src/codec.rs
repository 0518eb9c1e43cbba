//! How payloads become bytes. The only file that knows bincode and postcard; `compact` writes what bincode reads.

use crate::compact;
use crate::error::Fault;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A wire format for payloads.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Codec {
    /// bincode 2, standard configuration (variable-length integers, little-endian).
    Bincode,
    /// postcard 1.
    Postcard,
}

/// The longest payload that is written or read, in bytes. Shards are far below; this one stops mistakes.
pub(crate) const MAX_PAYLOAD: u64 = 2 << 30;

impl Codec {
    /// The codec that [`crate::write`] uses.
    pub const TODAY: Self = Self::Bincode;
    /// Every codec that can be read.
    pub const ALL: &'static [Self] = &[Self::Bincode, Self::Postcard];

    /// The name in readable dumps.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bincode => "bincode",
            Self::Postcard => "postcard",
        }
    }

    /// The number in a header; never reused.
    pub(crate) fn number(self) -> u8 {
        match self {
            Self::Bincode => 1,
            Self::Postcard => 2,
        }
    }

    /// The codec of that number.
    pub(crate) fn from_number(number: u8) -> Option<Self> {
        Self::ALL.iter().copied().find(|codec| codec.number() == number)
    }
}

/// Writes a value's bytes in place of what is in `bytes`.
pub(crate) fn encode<T: Serialize>(codec: Codec, value: &T, bytes: &mut Vec<u8>) -> Result<(), Fault> {
    let unencodable = |why: String| Fault::Unencodable(format!("{} says: {why}", codec.name()));
    bytes.clear();
    match codec {
        Codec::Bincode => {
            compact::push(bytes, value).map_err(|error| unencodable(error.to_string()))?;
        }
        Codec::Postcard => {
            *bytes = postcard::to_stdvec(value).map_err(|error| unencodable(error.to_string()))?;
        }
    }
    if bytes.len() as u64 > MAX_PAYLOAD {
        return Err(Fault::TooLong(bytes.len() as u64));
    }
    Ok(())
}

/// Reads a value from exactly these bytes: none missing, none left over.
pub(crate) fn decode<T: DeserializeOwned>(codec: Codec, bytes: &[u8]) -> Result<T, Fault> {
    let undecodable = |why: String| Fault::Undecodable(format!("{} says: {why}", codec.name()));
    let (value, left) = match codec {
        Codec::Bincode => decode_bincode(bytes).map_err(|error| undecodable(error.to_string()))?,
        Codec::Postcard => postcard::take_from_bytes(bytes)
            .map(|(value, rest)| (value, rest.len()))
            .map_err(|error| undecodable(error.to_string()))?,
    };
    if left > 0 {
        return Err(undecodable(format!("{left} bytes are left over")));
    }
    Ok(value)
}

/// bincode's limit is a constant and bounds what a lying length may allocate, so each size of payload has its own.
/// The limit counts a variable-length integer as up to 8 bytes, hence 8 times the longest payload of each row.
fn decode_bincode<T: DeserializeOwned>(bytes: &[u8]) -> Result<(T, usize), bincode::error::DecodeError> {
    const SMALL: usize = 128 << 10;
    const MIDDLE: usize = 4 << 20;
    const LARGE: usize = 128 << 20;
    const ANY: usize =
        if MAX_PAYLOAD < (usize::MAX / 8) as u64 { MAX_PAYLOAD as usize } else { usize::MAX / 8 };
    let length = bytes.len();
    if length <= SMALL {
        limited::<T, { 8 * SMALL }>(bytes)
    } else if length <= MIDDLE {
        limited::<T, { 8 * MIDDLE }>(bytes)
    } else if length <= LARGE {
        limited::<T, { 8 * LARGE }>(bytes)
    } else {
        limited::<T, { 8 * ANY }>(bytes)
    }
}

fn limited<T: DeserializeOwned, const LIMIT: usize>(
    bytes: &[u8],
) -> Result<(T, usize), bincode::error::DecodeError> {
    let config = bincode::config::standard().with_limit::<LIMIT>();
    let (value, read) = bincode::serde::decode_from_slice(bytes, config)?;
    Ok((value, bytes.len() - read))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::compact::push;
    use proptest::prelude::*;
    use serde::ser::{Serialize, SerializeSeq, Serializer};
    use std::collections::BTreeMap;

    #[derive(Debug, Serialize)]
    struct Unit;

    #[derive(Debug, Serialize)]
    struct Wrapped(u64);

    #[derive(Debug, Serialize)]
    struct Pair(i16, char);

    #[derive(Clone, Debug, Serialize)]
    enum Any {
        Nothing,
        One(Option<f32>),
        Two(u8, i8),
        Named { text: String, large: i64 },
    }

    #[derive(Debug, Serialize)]
    struct All {
        unit: Unit,
        wrapped: Wrapped,
        pair: Pair,
        any: Vec<Any>,
        map: BTreeMap<u16, (bool, f64)>,
        array: [u32; 3],
        small: i32,
        nothing: (),
    }

    fn value() -> impl Strategy<Value = Any> {
        prop_oneof![
            Just(Any::Nothing),
            any::<Option<f32>>().prop_map(Any::One),
            any::<(u8, i8)>().prop_map(|(a, b)| Any::Two(a, b)),
            (".*", any::<i64>()).prop_map(|(text, large)| Any::Named { text, large }),
        ]
    }

    /// Numbers of every length, and those beside the marks.
    fn number() -> impl Strategy<Value = u64> {
        prop_oneof![0..300_u64, 65_000..66_000_u64, any::<u32>().prop_map(u64::from), any::<u64>()]
    }

    proptest! {
        #[test]
        fn compact_writes_the_bytes_of_bincode(
            (wrapped, pair, any) in (number(), any::<(i16, char)>(), prop::collection::vec(value(), 0..5)),
            map in prop::collection::btree_map(any::<u16>(), any::<(bool, f64)>(), 0..4),
            (array, small) in any::<([u32; 3], i32)>(),
        ) {
            let pair = Pair(pair.0, pair.1);
            let all = All { unit: Unit, wrapped: Wrapped(wrapped), pair, any, map, array, small, nothing: () };
            let mut bytes = Vec::new();
            push(&mut bytes, &all).unwrap();
            prop_assert_eq!(bytes, bincode::serde::encode_to_vec(&all, bincode::config::standard()).unwrap());
        }
    }

    #[test]
    fn a_list_of_unknown_length_is_refused() {
        struct Endless;
        impl Serialize for Endless {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_seq(None)?.end()
            }
        }
        assert!(push(&mut Vec::new(), &Endless).is_err());
    }
}
