use crate::codec::Codec;
use crate::error::Fault;
use crate::stage::Stage;

/// The first bytes of every file. Not ASCII at first, so that no text is taken for one; the line ends show a transfer
/// that changed them.
pub const MAGIC: [u8; 8] = *b"\x89SAYSO\r\n";
/// The layout of the header and of what follows it, as written today.
pub const FORMAT: u16 = 1;
/// The oldest layout that [`crate::read`] still reads.
pub const OLDEST_FORMAT: u16 = 1;
/// Bytes before the payload.
pub const HEADER_LEN: usize = 200;

/// What the header's own checksum covers: everything before it.
const CHECKED: usize = HEADER_LEN - 16;

/// What a file's content was computed from. A stage's shard is computed again where one of them differs.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Fingerprints {
    /// The artifacts or files that went in.
    pub inputs: [u8; 32],
    /// The options that matter to the stage.
    pub configuration: [u8; 32],
    /// Data files: gazetteers, lexicons, models.
    pub data: [u8; 32],
    /// The program: schema versions and the stage's own version.
    pub code: [u8; 32],
}

/// What stands before the payload. Numbers are little-endian:
///
/// | byte | what |
/// | --- | --- |
/// | 0 | [`MAGIC`] |
/// | 8 | format version, u16 |
/// | 10 | stage, u8 |
/// | 11 | schema version, u32 |
/// | 15 | codec, u8 |
/// | 16 | fingerprints: inputs, configuration, data, code, 32 bytes each |
/// | 144 | length of the payload in bytes, u64 |
/// | 152 | BLAKE3 of the payload, 32 bytes |
/// | 184 | BLAKE3 of bytes 0 to 184, its first 16 bytes |
/// | 200 | payload |
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Layout of the file.
    pub format: u16,
    /// The stage that made the payload.
    pub stage: Stage,
    /// Version of the payload's shape.
    pub schema: u32,
    /// How the payload is encoded.
    pub codec: Codec,
    /// What it was computed from.
    pub fingerprints: Fingerprints,
    /// Length of the payload in bytes.
    pub length: u64,
    /// BLAKE3 of the payload.
    pub digest: [u8; 32],
}

impl Header {
    pub(crate) fn to_bytes(self) -> [u8; HEADER_LEN] {
        let mut bytes = [0; HEADER_LEN];
        let mut at = 0;
        let mut put = |piece: &[u8]| {
            bytes[at..at + piece.len()].copy_from_slice(piece);
            at += piece.len();
        };
        put(&MAGIC);
        put(&self.format.to_le_bytes());
        put(&[self.stage.number()]);
        put(&self.schema.to_le_bytes());
        put(&[self.codec.number()]);
        let prints = &self.fingerprints;
        for print in [&prints.inputs, &prints.configuration, &prints.data, &prints.code] {
            put(print);
        }
        put(&self.length.to_le_bytes());
        put(&self.digest);
        let check = check(&bytes);
        bytes[CHECKED..].copy_from_slice(&check);
        bytes
    }

    /// Reads a header from the first bytes of a file, of which there may be too few.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, Fault> {
        let known = bytes.len().min(MAGIC.len());
        if bytes.is_empty() || bytes[..known] != MAGIC[..known] {
            return Err(Fault::Foreign(bytes[..known].to_vec()));
        }
        let Some((bytes, _)) = bytes.split_first_chunk::<HEADER_LEN>() else {
            return Err(Fault::ShortHeader(bytes.len()));
        };
        let mut fields = Fields(&bytes[MAGIC.len()..]);
        let format = u16::from_le_bytes(fields.take());
        if !(OLDEST_FORMAT..=FORMAT).contains(&format) {
            return Err(Fault::Format(format));
        }
        if bytes[CHECKED..] != check(bytes) {
            return Err(Fault::DamagedHeader);
        }
        let [stage] = fields.take();
        let schema = u32::from_le_bytes(fields.take());
        let [codec] = fields.take();
        Ok(Self {
            format,
            stage: Stage::from_number(stage).ok_or(Fault::UnknownStage(stage))?,
            schema,
            codec: Codec::from_number(codec).ok_or(Fault::UnknownCodec(codec))?,
            fingerprints: Fingerprints {
                inputs: fields.take(),
                configuration: fields.take(),
                data: fields.take(),
                code: fields.take(),
            },
            length: u64::from_le_bytes(fields.take()),
            digest: fields.take(),
        })
    }
}

/// The bytes of a header that are still to be read.
struct Fields<'b>(&'b [u8]);

impl Fields<'_> {
    /// The next field; zeros past the end, which the fixed size of the header rules out.
    fn take<const N: usize>(&mut self) -> [u8; N] {
        let Some((field, rest)) = self.0.split_first_chunk::<N>() else { return [0; N] };
        self.0 = rest;
        *field
    }
}

fn check(header: &[u8; HEADER_LEN]) -> [u8; 16] {
    let mut check = [0; 16];
    check.copy_from_slice(&blake3::hash(&header[..CHECKED]).as_bytes()[..16]);
    check
}
