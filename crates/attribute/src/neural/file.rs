//! The model file: magic line, version, vocabulary, weights as bytes with a scale for every few, calibration, BLAKE3.

use super::features::DIMS;
use super::network::{DENSE, Weights};
use super::vocabulary::Vocabulary;

const MAGIC: &[u8] = b"sayso accurate attribution model\n";
const VERSION: u32 = 3;
const CHECKSUM: usize = 32;

/// A model file that cannot be used.
#[derive(Clone, Debug, thiserror::Error)]
#[error("attribution model: {kind}")]
pub struct ModelError {
    kind: ErrorKind,
}

#[derive(Clone, Debug, thiserror::Error)]
enum ErrorKind {
    #[error("this is no model of Sayso's accurate attributor (its first line is missing)")]
    Foreign,
    #[error(
        "made for format {0}; this build reads format {VERSION}. Train it again with `cargo xtask train attribution`"
    )]
    Version(u32),
    #[error("damaged or cut short (the checksum does not match); fetch or train it again")]
    Damaged,
}

impl From<ErrorKind> for ModelError {
    fn from(kind: ErrorKind) -> Self {
        Self { kind }
    }
}

/// Writes weights as a model file. Each row of a table or column block is stored as signed bytes and one scale.
pub fn write(weights: &Weights) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.extend_from_slice(&VERSION.to_le_bytes());
    let words = weights.vocabulary.hashes();
    out.extend_from_slice(&(words.len() as u32).to_le_bytes());
    out.extend(words.iter().flat_map(|hash| hash.to_le_bytes()));
    for (numbers, row) in parts(weights) {
        for row in numbers.chunks(row) {
            pack(row, &mut out);
        }
    }
    out.extend(weights.calibration.0.iter().flat_map(|weight| weight.to_le_bytes()));
    let checksum = blake3::hash(&out);
    out.extend_from_slice(checksum.as_bytes());
    out
}

/// The weights of a model file. Any bytes give weights or an error.
pub fn read(bytes: &[u8]) -> Result<Weights, ModelError> {
    let body = bytes.strip_prefix(MAGIC).ok_or(ErrorKind::Foreign)?;
    let (version, body) = body.split_first_chunk::<4>().ok_or(ErrorKind::Damaged)?;
    let version = u32::from_le_bytes(*version);
    if version != VERSION {
        return Err(ErrorKind::Version(version).into());
    }
    let length = body.len().checked_sub(CHECKSUM).ok_or(ErrorKind::Damaged)?;
    let (mut body, checksum) = body.split_at(length);
    if blake3::hash(&bytes[..bytes.len() - CHECKSUM]).as_bytes() != checksum {
        return Err(ErrorKind::Damaged.into());
    }
    let (vocabulary, rest) = read_words(body).ok_or(ErrorKind::Damaged)?;
    body = rest;
    let mut weights = Weights::zero(vocabulary);
    let dense = weights.dense.iter_mut().zip(DENSE.map(|(_, row)| row));
    for (numbers, row) in weights.tables.iter_mut().zip(DIMS).chain(dense) {
        for row in numbers.chunks_mut(row) {
            body = unpack(body, row).ok_or(ErrorKind::Damaged)?;
        }
    }
    for weight in &mut weights.calibration.0 {
        let (number, rest) = body.split_first_chunk::<4>().ok_or(ErrorKind::Damaged)?;
        *weight = f32::from_le_bytes(*number);
        body = rest;
    }
    if body.is_empty() { Ok(weights) } else { Err(ErrorKind::Damaged.into()) }
}

fn read_words(bytes: &[u8]) -> Option<(Vocabulary, &[u8])> {
    let (count, rest) = bytes.split_first_chunk::<4>()?;
    let count = u32::from_le_bytes(*count) as usize;
    let (words, rest) = rest.split_at_checked(count.checked_mul(4)?)?;
    let hashes = words.as_chunks::<4>().0.iter().map(|hash| u32::from_le_bytes(*hash)).collect();
    Some((Vocabulary::new(hashes), rest))
}

fn parts(weights: &Weights) -> impl Iterator<Item = (&Vec<f32>, usize)> {
    weights.tables.iter().zip(DIMS).chain(weights.dense.iter().zip(DENSE.map(|(_, row)| row)))
}

/// Rows of more numbers than this are packed in pieces, each with its own scale.
const PIECE: usize = 64;

fn pack(row: &[f32], out: &mut Vec<u8>) {
    for piece in row.chunks(PIECE) {
        let largest = piece.iter().fold(0.0_f32, |largest, number| largest.max(number.abs()));
        let scale = largest / 127.0;
        out.extend_from_slice(&scale.to_le_bytes());
        let inverse = if scale > 0.0 { 1.0 / scale } else { 0.0 };
        out.extend(piece.iter().map(|number| ((number * inverse).round() as i8).to_le_bytes()[0]));
    }
}

fn unpack<'b>(mut bytes: &'b [u8], row: &mut [f32]) -> Option<&'b [u8]> {
    for piece in row.chunks_mut(PIECE) {
        let (scale, rest) = bytes.split_first_chunk::<4>()?;
        let scale = f32::from_le_bytes(*scale);
        let (packed, rest) = rest.split_at_checked(piece.len())?;
        for (number, byte) in piece.iter_mut().zip(packed) {
            *number = f32::from(i8::from_le_bytes([*byte])) * scale;
        }
        bytes = rest;
    }
    Some(bytes)
}
