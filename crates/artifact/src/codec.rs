//! How payloads become bytes. The only file that knows bincode and postcard.

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
            bincode::serde::encode_into_std_write(value, bytes, bincode::config::standard())
                .map_err(|error| unencodable(error.to_string()))?;
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
