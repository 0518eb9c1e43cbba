use crate::codec::{self, Codec};
use crate::error::{Error, Fault};
use crate::header::{FORMAT, Fingerprints, HEADER_LEN, Header};
use crate::payload::Payload;
use crate::replace::replace_unflushed;
use std::cell::Cell;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// Writes a payload with the codec of today, in one step (see [`crate::replace`], but not flushed to the disk).
pub fn write<P: Payload>(path: &Path, fingerprints: &Fingerprints, payload: &P) -> Result<Header, Error> {
    write_with(Codec::TODAY, path, fingerprints, payload)
}

/// Writes a payload with a given codec, in one step (see [`crate::replace`], but not flushed to the disk).
pub fn write_with<P: Payload>(
    codec: Codec,
    path: &Path,
    fingerprints: &Fingerprints,
    payload: &P,
) -> Result<Header, Error> {
    let mut body = BODY.take();
    let header = seal(codec, fingerprints, payload, &mut body).map_err(|fault| fault.at(path))?;
    replace_unflushed(path, &[&header.to_bytes(), &body])?;
    if body.capacity() <= MOST_KEPT {
        BODY.set(body);
    }
    Ok(header)
}

thread_local! {
    /// Kept from file to file: every shard needs about as much, and fresh memory is slow to come by.
    static BODY: Cell<Vec<u8>> = Cell::default();
}

/// Bytes of the longest payload whose buffer is kept.
const MOST_KEPT: usize = 16 << 20;

/// The bytes that [`write_with`] puts into the file.
pub fn encode<P: Payload>(codec: Codec, fingerprints: &Fingerprints, payload: &P) -> Result<Vec<u8>, Error> {
    let mut body = Vec::new();
    let header =
        seal(codec, fingerprints, payload, &mut body).map_err(|fault| fault.at(Path::new("(memory)")))?;
    let mut bytes = header.to_bytes().to_vec();
    bytes.extend(body);
    Ok(bytes)
}

fn seal<P: Payload>(
    codec: Codec,
    fingerprints: &Fingerprints,
    payload: &P,
    body: &mut Vec<u8>,
) -> Result<Header, Fault> {
    codec::encode(codec, payload, body)?;
    Ok(Header {
        format: FORMAT,
        stage: P::STAGE,
        schema: P::SCHEMA,
        codec,
        fingerprints: *fingerprints,
        length: body.len() as u64,
        digest: *blake3::hash(body).as_bytes(),
    })
}

/// Reads header and payload. Memory is bounded by the file's own size, whatever its header says.
pub fn read<P: Payload>(path: &Path) -> Result<(Header, P), Error> {
    load(path).and_then(|bytes| open(&bytes)).map_err(|fault| fault.at(path))
}

/// Reads the bytes of a file, as [`read`] does; `path` is for messages only.
pub fn decode<P: Payload>(bytes: &[u8], path: &Path) -> Result<(Header, P), Error> {
    open(bytes).map_err(|fault| fault.at(path))
}

/// Reads the header alone; it has a checksum of its own. The payload's length is compared with the file's, its
/// content is not looked at.
pub fn read_header(path: &Path) -> Result<Header, Error> {
    header_of(path).map_err(|fault| fault.at(path))
}

fn header_of(path: &Path) -> Result<Header, Fault> {
    let (file, length) = open_file(path)?;
    let mut bytes = Vec::with_capacity(HEADER_LEN);
    file.take(HEADER_LEN as u64).read_to_end(&mut bytes)?;
    let header = Header::from_bytes(&bytes)?;
    check_length(&header, length)?;
    Ok(header)
}

fn load(path: &Path) -> Result<Vec<u8>, Fault> {
    let (file, length) = open_file(path)?;
    if length > codec::MAX_PAYLOAD + HEADER_LEN as u64 {
        return Err(Fault::TooLong(length));
    }
    let mut bytes = Vec::new();
    // A length that the system reports but memory does not hold is an error, not an abort.
    bytes.try_reserve_exact(length as usize).map_err(io::Error::other)?;
    file.take(length).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Opens regular files only: a pipe would block, a device may never end.
fn open_file(path: &Path) -> Result<(File, u64), Fault> {
    if !fs::metadata(path)?.is_file() {
        return Err(Fault::NotAFile);
    }
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    Ok((file, length))
}

fn open<P: Payload>(bytes: &[u8]) -> Result<(Header, P), Fault> {
    let header = Header::from_bytes(bytes)?;
    if header.stage != P::STAGE {
        return Err(Fault::Stage { expected: P::STAGE, found: header.stage });
    }
    if header.schema != P::SCHEMA {
        return Err(Fault::Schema { stage: P::STAGE, expected: P::SCHEMA, found: header.schema });
    }
    check_length(&header, bytes.len() as u64)?;
    let body = &bytes[HEADER_LEN..];
    if blake3::hash(body) != header.digest {
        return Err(Fault::DamagedPayload);
    }
    Ok((header, codec::decode(header.codec, body)?))
}

/// `found` is the length of the whole file.
fn check_length(header: &Header, found: u64) -> Result<(), Fault> {
    let expected = header.length.saturating_add(HEADER_LEN as u64);
    if expected == found { Ok(()) } else { Err(Fault::Length { expected, found }) }
}
