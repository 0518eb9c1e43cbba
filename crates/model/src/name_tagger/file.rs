//! The file of a names model: a first line that says what it is, version, numbers, clusters, rows of weights that are not
//! all zero behind a bitmap of which ones they are, BLAKE3.

use super::clusters::WordClusters;
use super::decode::Transitions;
use super::table::ROWS;
use super::{NAME_LABELS, NameCalibration, NameModel, NameWeights};
use crate::file::{CHECKSUM, ErrorKind, ModelError};

const MAGIC: &[u8] = b"sayso names model\n";
const VERSION: u32 = 1;

/// Writes a names model.
pub fn write_name_model(model: &NameModel) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.extend_from_slice(&VERSION.to_le_bytes());
    let Transitions { between, first, last } = model.transitions();
    let numbers = [model.scale].into_iter().chain(model.calibration);
    let numbers = numbers.chain(between.iter().flatten().chain(first).chain(last).copied());
    out.extend(numbers.flat_map(f32::to_le_bytes));
    let words = model.clusters.words();
    out.extend_from_slice(&(words.len() as u32).to_le_bytes());
    out.extend(words.iter().flat_map(|(hash, _)| hash.to_le_bytes()));
    out.extend(words.iter().flat_map(|(_, cluster)| cluster.to_le_bytes()));
    let used = |row: &NameWeights| row.iter().any(|weight| *weight != 0);
    let rows: Vec<NameWeights> = model.table.iter().copied().collect();
    out.extend(
        rows.chunks(8)
            .map(|rows| rows.iter().enumerate().fold(0, |bits, (at, row)| bits | u8::from(used(row)) << at)),
    );
    out.extend(rows.iter().filter(|row| used(row)).flatten().map(|weight| weight.cast_unsigned()));
    let checksum = blake3::hash(&out);
    out.extend_from_slice(checksum.as_bytes());
    out
}

/// The names model in a file. Any bytes give a model or an error; memory beside the table of weights, whose size is fixed,
/// is bounded by the file's length.
pub fn read_name_model(bytes: &[u8]) -> Result<NameModel, ModelError> {
    let body = bytes.strip_prefix(MAGIC).ok_or(ErrorKind::ForeignNames)?;
    let (version, body) = body.split_first_chunk::<4>().ok_or(ErrorKind::Damaged)?;
    let version = u32::from_le_bytes(*version);
    if version != VERSION {
        return Err(ErrorKind::NamesVersion(version, VERSION).into());
    }
    let length = body.len().checked_sub(CHECKSUM).ok_or(ErrorKind::Damaged)?;
    let (body, checksum) = body.split_at(length);
    if blake3::hash(&bytes[..bytes.len() - CHECKSUM]).as_bytes() != checksum {
        return Err(ErrorKind::Damaged.into());
    }
    Ok(read_body(body).ok_or(ErrorKind::Damaged)?)
}

fn read_body(bytes: &[u8]) -> Option<NameModel> {
    let mut bytes = Bytes(bytes);
    let scale = bytes.float()?;
    let mut calibration = NameCalibration::default();
    for share in &mut calibration {
        *share = bytes.float()?;
    }
    let mut transitions = Transitions::default();
    let Transitions { between, first, last } = &mut transitions;
    for number in between.iter_mut().flatten().chain(first).chain(last) {
        *number = bytes.float()?;
    }
    let count = bytes.count()?;
    let hashes = bytes.take(count.checked_mul(4)?)?;
    let clusters = bytes.take(count.checked_mul(2)?)?;
    let hashes = hashes.as_chunks::<4>().0.iter().map(|hash| u32::from_le_bytes(*hash));
    let clusters = clusters.as_chunks::<2>().0.iter().map(|cluster| u16::from_le_bytes(*cluster));
    let clusters = WordClusters::new(hashes.zip(clusters).collect());
    let bitmap = bytes.take(ROWS / 8)?;
    let mut rows = vec![NameWeights::default(); ROWS];
    for (at, row) in rows.iter_mut().enumerate() {
        if bitmap[at / 8] >> (at % 8) & 1 == 1 {
            let weights = bytes.take(NAME_LABELS - 1)?;
            for (weight, byte) in row.iter_mut().zip(weights) {
                *weight = byte.cast_signed();
            }
        }
    }
    bytes.0.is_empty().then(|| NameModel::new(clusters, &rows, scale, transitions, calibration))
}

/// What is left to read.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn float(&mut self) -> Option<f32> {
        let (number, rest) = self.0.split_first_chunk::<4>()?;
        self.0 = rest;
        Some(f32::from_le_bytes(*number))
    }

    fn count(&mut self) -> Option<usize> {
        let (number, rest) = self.0.split_first_chunk::<4>()?;
        self.0 = rest;
        Some(u32::from_le_bytes(*number) as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> NameModel {
        let clusters = WordClusters::new(vec![(7, 1), (9, 2)]);
        let mut rows = vec![NameWeights::default(); ROWS];
        rows[5] = [1, -2, 3, -4, 5, -6, 7, -8];
        rows[ROWS - 1] = [-127; NAME_LABELS - 1];
        NameModel::new(clusters, &rows, 0.25, Transitions::default().lawful(), [0.5; 11])
    }

    #[test]
    fn a_model_comes_back_as_it_was() {
        let model = small();
        let read = read_name_model(&write_name_model(&model)).expect("what was written is read");
        assert_eq!((read.scale, read.calibration), (model.scale, model.calibration));
        assert_eq!(read.transitions(), model.transitions());
        assert_eq!(read.clusters.words(), model.clusters.words());
        assert!(read.table.iter().eq(model.table.iter()));
    }

    #[test]
    fn other_bytes_are_refused() {
        let bytes = write_name_model(&small());
        let error = |bytes: &[u8]| read_name_model(bytes).expect_err("no model").to_string();
        assert!(error(b"").contains("first line"));
        assert!(error(&bytes[..bytes.len() - 1]).contains("damaged"));
        let mut later = bytes.clone();
        later[MAGIC.len()] = 9;
        assert!(error(&later).contains("format 9"));
        let mut damaged = bytes.clone();
        damaged[MAGIC.len() + 30] ^= 1;
        assert!(error(&damaged).contains("damaged"));
        // A count of words far beyond the file, with a checksum that fits.
        let mut boastful = bytes[..bytes.len() - CHECKSUM].to_vec();
        let count = MAGIC.len() + 4 + 4 * (1 + 11 + NAME_LABELS * NAME_LABELS + 2 * NAME_LABELS);
        boastful[count..count + 4].copy_from_slice(&u32::MAX.to_le_bytes());
        let checksum = blake3::hash(&boastful);
        boastful.extend_from_slice(checksum.as_bytes());
        assert!(error(&boastful).contains("damaged"));
    }
}
