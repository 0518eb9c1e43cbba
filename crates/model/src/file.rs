//! The model file: a first line that says which kind of model it is, version, weights as signed bytes with scales,
//! calibration, BLAKE3.

use crate::calibration::Calibration;
use crate::features::DIMS;
use crate::linear::Linear;
use crate::model::Model;
use crate::network::{DENSE, Weights};
use crate::quantized_matmul::{PIECE, scale};
use crate::vocabulary::Vocabulary;

const NET: &[u8] = b"sayso accurate attribution model\n";
const LINEAR: &[u8] = b"sayso fast attribution model\n";
const VERSION: u32 = 4;
pub(crate) const CHECKSUM: usize = 32;

/// A model file that cannot be used.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{kind}")]
pub struct ModelError {
    kind: ErrorKind,
}

#[derive(Clone, Debug, thiserror::Error)]
pub(crate) enum ErrorKind {
    #[error("attribution model: this is no attribution model of Sayso (its first line is missing)")]
    Foreign,
    #[error(
        "attribution model: made for format {0}; this build reads format {VERSION}. Train it again with `cargo xtask train attribution`"
    )]
    Version(u32),
    #[error("names model: this is no names model of Sayso (its first line is missing)")]
    ForeignNames,
    #[error(
        "names model: made for format {0}; this build reads format {1}. Train it again with `cargo xtask train names`"
    )]
    NamesVersion(u32, u32),
    #[error("model: damaged or cut short (the checksum does not match); fetch or train it again")]
    Damaged,
}

impl From<ErrorKind> for ModelError {
    fn from(kind: ErrorKind) -> Self {
        Self { kind }
    }
}

/// Writes a model file.
pub fn write_model(model: &Model) -> Vec<u8> {
    let (magic, calibration) = match model {
        Model::Net(weights) => (NET, weights.calibration),
        Model::Linear(linear) => (LINEAR, linear.calibration),
    };
    let mut out = magic.to_vec();
    out.extend_from_slice(&VERSION.to_le_bytes());
    let numbers = calibration.weights.iter().chain(&calibration.curve);
    out.extend(numbers.flat_map(|number| number.to_le_bytes()));
    match model {
        Model::Net(weights) => write_net(weights, &mut out),
        Model::Linear(linear) => linear.write(&mut out),
    }
    let checksum = blake3::hash(&out);
    out.extend_from_slice(checksum.as_bytes());
    out
}

/// The model in a file. Any bytes give a model or an error.
pub fn read_model(bytes: &[u8]) -> Result<Model, ModelError> {
    let net = bytes.strip_prefix(NET);
    let body = net.or_else(|| bytes.strip_prefix(LINEAR)).ok_or(ErrorKind::Foreign)?;
    let (version, body) = body.split_first_chunk::<4>().ok_or(ErrorKind::Damaged)?;
    let version = u32::from_le_bytes(*version);
    if version != VERSION {
        return Err(ErrorKind::Version(version).into());
    }
    let length = body.len().checked_sub(CHECKSUM).ok_or(ErrorKind::Damaged)?;
    let (body, checksum) = body.split_at(length);
    if blake3::hash(&bytes[..bytes.len() - CHECKSUM]).as_bytes() != checksum {
        return Err(ErrorKind::Damaged.into());
    }
    let (calibration, body) = read_calibration(body).ok_or(ErrorKind::Damaged)?;
    let model = if net.is_some() {
        read_net(body, calibration).map(Model::Net)
    } else {
        Linear::read(body, calibration).map(Model::Linear)
    };
    Ok(model.ok_or(ErrorKind::Damaged)?)
}

fn read_calibration(mut bytes: &[u8]) -> Option<(Calibration, &[u8])> {
    let mut calibration = Calibration::default();
    for weight in calibration.weights.iter_mut().chain(&mut calibration.curve) {
        let (number, rest) = bytes.split_first_chunk::<4>()?;
        *weight = f32::from_le_bytes(*number);
        bytes = rest;
    }
    Some((calibration, bytes))
}

fn write_net(weights: &Weights, out: &mut Vec<u8>) {
    let words = weights.vocabulary.hashes();
    out.extend_from_slice(&(words.len() as u32).to_le_bytes());
    out.extend(words.iter().flat_map(|hash| hash.to_le_bytes()));
    for (numbers, row) in parts(weights) {
        for row in numbers.chunks(row) {
            pack(row, out);
        }
    }
}

fn read_net(bytes: &[u8], calibration: Calibration) -> Option<Weights> {
    let (vocabulary, mut body) = read_words(bytes)?;
    let mut weights = Weights { calibration, ..Weights::zero(vocabulary) };
    let dense = weights.dense.iter_mut().zip(DENSE.map(|(_, row)| row));
    for (numbers, row) in weights.tables.iter_mut().zip(DIMS).chain(dense) {
        for row in numbers.chunks_mut(row) {
            body = unpack(body, row)?;
        }
    }
    body.is_empty().then_some(weights)
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

/// Rows of more than [`PIECE`] numbers are packed in pieces, each with its own scale.
fn pack(row: &[f32], out: &mut Vec<u8>) {
    for piece in row.chunks(PIECE) {
        let scale = scale(piece);
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
