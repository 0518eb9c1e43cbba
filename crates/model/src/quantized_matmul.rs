//! Products with a matrix of signed bytes, in whole numbers: twice as quick as with floats, and the same on every
//! processor, since no sum of whole numbers is rounded.
//!
//! The matrix is what a model file holds: each row in pieces of [`PIECE`] columns, signed bytes with a scale. What it
//! is multiplied by takes that scale on and is rounded to 16 bits, which count in shares of its row's largest number.

use std::ops::Range;

/// Columns that share a scale in each row.
pub(crate) const PIECE: usize = 64;
/// Columns of a panel, and rows that are multiplied with it at once: what fits the registers of a processor with
/// sixteen vectors of 32 bytes.
const PANEL: usize = 16;
const BLOCK: usize = 6;
/// Rows at most: 127 · 32,767 · 512 is the largest sum, and below 2³¹.
const ROWS: usize = 512;
/// The largest number that a row is rounded to.
const LARGEST: f32 = 32_767.0;

/// A panel's numbers of two rows of the matrix: those of the first half of rows go with those of the second.
type Pair = [[i16; 2]; PANEL];

/// A matrix to multiply by again and again.
#[derive(Clone, Debug)]
pub(crate) struct Packed {
    pieces: Vec<Piece>,
    rows: usize,
}

#[derive(Clone, Debug)]
struct Piece {
    /// Each row's scale as a share of the largest; 0 to 1.
    shares: Vec<f32>,
    largest: f32,
    /// Panel by panel, each with its pairs of rows.
    panels: Vec<Pair>,
    cols: usize,
}

/// Memory for what is multiplied, as whole numbers; used again.
#[derive(Debug, Default)]
pub(crate) struct Workspace {
    /// Pairs as in [`Pair`]: the second in the high half.
    whole: Vec<u32>,
    /// Of every row, what it is multiplied by before it is rounded,
    factors: Vec<f32>,
    /// and what one stands for then.
    units: Vec<f32>,
}

/// As much of it as is needed.
struct Ready<'a> {
    whole: &'a mut [u32],
    factors: &'a mut [f32],
    units: &'a mut [f32],
}

/// So many of a buffer's numbers, which grows where it has to.
pub(crate) fn workspace<T: Copy + Default>(buffer: &mut Vec<T>, count: usize) -> &mut [T] {
    if buffer.len() < count {
        buffer.resize(count, T::default());
    }
    &mut buffer[..count]
}

impl Packed {
    /// Of `rows × cols` numbers, row by row; `rows` is even.
    pub(crate) fn new(data: &[f32], rows: usize, cols: usize) -> Self {
        assert_eq!(data.len(), rows * cols, "a matrix has rows × columns numbers");
        assert!(rows.is_multiple_of(2) && rows <= ROWS, "rows come in pairs, and their sums fit");
        let pieces = (0..cols).step_by(PIECE);
        let pieces = pieces.map(|from| Piece::new(data, cols, from..(from + PIECE).min(cols))).collect();
        Self { pieces, rows }
    }

    /// Rows of the matrix.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// All pieces.
    pub(crate) fn all(&self) -> Range<usize> {
        0..self.pieces.len()
    }

    /// `out = left · self`, of the columns in some of the pieces only.
    pub(crate) fn multiply(
        &self,
        left: &[f32],
        pieces: Range<usize>,
        workspace: &mut Workspace,
        out: &mut [f32],
    ) {
        let width: usize = self.pieces[pieces.clone()].iter().map(|piece| piece.cols).sum();
        let count = left.len() / self.rows;
        assert_eq!(count * width, out.len(), "the product has rows × columns numbers");
        let mut ready = Ready {
            whole: self::workspace(&mut workspace.whole, count * self.rows / 2),
            factors: self::workspace(&mut workspace.factors, count),
            units: self::workspace(&mut workspace.units, count),
        };
        #[cfg(target_arch = "x86_64")]
        if std::is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has just said that it knows these instructions.
            #[allow(unsafe_code)]
            return unsafe { self.avx2(left, pieces, &mut ready, out, width) };
        }
        self.scalar(left, pieces, &mut ready, out, width);
    }

    fn scalar(
        &self,
        left: &[f32],
        pieces: Range<usize>,
        workspace: &mut Ready<'_>,
        out: &mut [f32],
        width: usize,
    ) {
        let half = self.rows / 2;
        let mut from = 0;
        measure(left, self.rows, workspace);
        for piece in &self.pieces[pieces] {
            piece.round(left, workspace);
            for panel in piece.panels.chunks_exact(half) {
                let cols = PANEL.min(width - from);
                let rows = workspace
                    .whole
                    .chunks_exact(half)
                    .zip(workspace.units.iter())
                    .zip(out.chunks_exact_mut(width));
                for ((row, unit), out) in rows {
                    let sums = sums(panel, row);
                    for (out, sum) in out[from..from + cols].iter_mut().zip(sums) {
                        *out = sum as f32 * (unit * piece.largest);
                    }
                }
                from += cols;
            }
        }
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn avx2(
        &self,
        left: &[f32],
        pieces: Range<usize>,
        workspace: &mut Ready<'_>,
        out: &mut [f32],
        width: usize,
    ) {
        let half = self.rows / 2;
        let mut from = 0;
        measure(left, self.rows, workspace);
        for piece in &self.pieces[pieces] {
            piece.round(left, workspace);
            for panel in piece.panels.chunks_exact(half) {
                let blocks = workspace.whole.chunks(BLOCK * half).zip(workspace.units.chunks(BLOCK));
                for ((rows, units), out) in blocks.zip(out.chunks_mut(BLOCK * width)) {
                    let place = PanelPosition { from, width, scale: piece.largest };
                    match units.len() {
                        BLOCK => block::<BLOCK>(panel, rows, units, out, place),
                        5 => block::<5>(panel, rows, units, out, place),
                        4 => block::<4>(panel, rows, units, out, place),
                        3 => block::<3>(panel, rows, units, out, place),
                        2 => block::<2>(panel, rows, units, out, place),
                        _ => block::<1>(panel, rows, units, out, place),
                    }
                }
                from += PANEL.min(width - from);
            }
        }
    }
}

impl Piece {
    fn new(data: &[f32], cols: usize, range: Range<usize>) -> Self {
        let rows = || data.chunks_exact(cols).map(|row| &row[range.clone()]);
        let scales: Vec<f32> = rows().map(scale).collect();
        let largest = scales.iter().fold(0.0_f32, |largest, scale| largest.max(*scale));
        let over = |number: f32, scale: f32| if scale > 0.0 { number / scale } else { 0.0 };
        let half = scales.len() / 2;
        let number = |row: usize, col: usize| {
            let number = if col < range.end { data[row * cols + col] } else { 0.0 };
            over(number, scales[row]).round().clamp(-127.0, 127.0) as i16
        };
        let mut panels = Vec::with_capacity(half * range.len().div_ceil(PANEL));
        for from in range.clone().step_by(PANEL) {
            let pair = |row: usize| -> Pair {
                std::array::from_fn(|col| [number(row, from + col), number(row + half, from + col)])
            };
            panels.extend((0..half).map(pair));
        }
        let shares = scales.iter().map(|scale| over(*scale, largest)).collect();
        Self { shares, largest, panels, cols: range.len() }
    }

    /// Rounds rows of numbers for this piece.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "so that it is compiled once for each set of instructions")]
    fn round(&self, left: &[f32], workspace: &mut Ready<'_>) {
        let half = self.shares.len() / 2;
        let (first, second) = self.shares.split_at(half);
        let rows = left.chunks_exact(2 * half).zip(workspace.whole.chunks_exact_mut(half));
        for ((row, whole), factor) in rows.zip(workspace.factors.iter()) {
            let (low, high) = row.split_at(half);
            let ((low, low_rest), (high, high_rest)) = (low.as_chunks::<8>(), high.as_chunks::<8>());
            let ((first, first_rest), (second, second_rest)) = (first.as_chunks(), second.as_chunks());
            let (whole, whole_rest) = whole.as_chunks_mut();
            let parts = low.iter().zip(high).zip(first).zip(second).zip(whole);
            for ((((low, high), first), second), whole) in parts {
                pairs::<8>(low, high, first, second, *factor, whole);
            }
            let parts = low_rest.iter().zip(high_rest).zip(first_rest).zip(second_rest).zip(whole_rest);
            for ((((low, high), first), second), whole) in parts {
                *whole = pair(*low, *high, *first, *second, *factor);
            }
        }
    }
}

/// The factor that brings each row's largest number to [`LARGEST`], and what one then stands for.
#[inline(always)]
#[allow(clippy::inline_always, reason = "as above")]
fn measure(left: &[f32], rows: usize, workspace: &mut Ready<'_>) {
    for ((row, factor), unit) in
        left.chunks_exact(rows).zip(workspace.factors.iter_mut()).zip(workspace.units.iter_mut())
    {
        // Of numbers without sign the order is that of their bits.
        let mut bits = 0;
        for number in row {
            bits = bits.max(number.to_bits() & 0x7FFF_FFFF);
        }
        let largest = f32::from_bits(bits);
        *factor = if largest > 0.0 { LARGEST / largest } else { 0.0 };
        *unit = largest / LARGEST;
    }
}

/// Two numbers times their scales, rounded to 16 bits each.
#[inline(always)]
#[allow(clippy::inline_always, reason = "as above")]
fn pair(low: f32, high: f32, first: f32, second: f32, factor: f32) -> u32 {
    /// Added to a number below 2²² it leaves it, rounded, in the low bits.
    const ROUND: f32 = 12_582_912.0;
    let low = (low * factor * first + ROUND).to_bits();
    let high = (high * factor * second + ROUND).to_bits();
    low & 0xFFFF | high << 16
}

#[inline(always)]
#[allow(clippy::inline_always, reason = "as above")]
fn pairs<const N: usize>(
    low: &[f32; N],
    high: &[f32; N],
    first: &[f32; N],
    second: &[f32; N],
    factor: f32,
    out: &mut [u32; N],
) {
    for at in 0..N {
        out[at] = pair(low[at], high[at], first[at], second[at], factor);
    }
}

/// The scale of a row's piece, as a model file has it.
pub(crate) fn scale(piece: &[f32]) -> f32 {
    piece.iter().fold(0.0_f32, |largest, number| largest.max(number.abs())) / 127.0
}

/// One row times one panel.
fn sums(panel: &[Pair], row: &[u32]) -> [i32; PANEL] {
    let mut sums = [0; PANEL];
    for (pair, whole) in panel.iter().zip(row) {
        let (low, high) = (i32::from(*whole as u16 as i16), i32::from((whole >> 16) as u16 as i16));
        for (sum, [first, second]) in sums.iter_mut().zip(pair) {
            *sum += low * i32::from(*first) + high * i32::from(*second);
        }
    }
    sums
}

/// Where a panel's columns are in a product.
#[cfg(target_arch = "x86_64")]
#[derive(Copy, Clone)]
struct PanelPosition {
    from: usize,
    width: usize,
    /// What the numbers that were written stand for.
    scale: f32,
}

/// [`sums`] of some rows at once, as they are written.
#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "avx2")]
fn block<const ROWS: usize>(
    panel: &[Pair],
    rows: &[u32],
    units: &[f32],
    out: &mut [f32],
    PanelPosition { from, width, scale }: PanelPosition,
) {
    use std::arch::x86_64::{
        _mm256_add_epi32, _mm256_cvtepi32_ps, _mm256_loadu_si256, _mm256_madd_epi16, _mm256_mul_ps,
        _mm256_set1_epi32, _mm256_set1_ps, _mm256_setzero_si256, _mm256_storeu_ps,
    };
    let half = panel.len();
    let mut each = [&rows[..half]; ROWS];
    for row in 1..ROWS {
        each[row] = &rows[row * half..][..half];
    }
    let mut sums = [[_mm256_setzero_si256(); 2]; ROWS];
    for at in 0..half {
        let (first, second) = panel[at].split_at(PANEL / 2);
        // SAFETY: each half of a panel's sixteen pairs are 32 bytes, which is what is read.
        #[allow(unsafe_code)]
        let weights = unsafe {
            [_mm256_loadu_si256(first.as_ptr().cast()), _mm256_loadu_si256(second.as_ptr().cast())]
        };
        for row in 0..ROWS {
            let numbers = _mm256_set1_epi32(each[row][at].cast_signed());
            for half in 0..2 {
                let products = _mm256_madd_epi16(numbers, weights[half]);
                sums[row][half] = _mm256_add_epi32(sums[row][half], products);
            }
        }
    }
    for row in 0..ROWS {
        let unit = _mm256_set1_ps(units[row] * scale);
        let mut numbers = [[0.0_f32; PANEL / 2]; 2];
        for half in 0..2 {
            let scaled = _mm256_mul_ps(_mm256_cvtepi32_ps(sums[row][half]), unit);
            // SAFETY: eight numbers have workspace for eight.
            #[allow(unsafe_code)]
            unsafe {
                _mm256_storeu_ps(numbers[half].as_mut_ptr(), scaled);
            }
        }
        let out = &mut out[row * width + from..];
        let numbers = numbers.as_flattened();
        // A copy of a known length is two instructions; one of another length is a call.
        match out.first_chunk_mut::<PANEL>() {
            Some(out) if width - from >= PANEL => out.copy_from_slice(numbers),
            _ => out[..width - from].copy_from_slice(&numbers[..width - from]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(count: usize, seed: u32) -> Vec<f32> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(0x2C1B_3C6D).wrapping_add(12_345);
            (state >> 8) as f32 / (1 << 24) as f32 - 0.5
        };
        (0..count).map(|_| next()).collect()
    }

    /// As a model file holds them: signed bytes with a scale for each piece.
    fn rounded(data: &[f32], cols: usize) -> Vec<f32> {
        let pieces = data.chunks_exact(cols).flat_map(|row| row.chunks(PIECE));
        pieces
            .flat_map(|piece| piece.iter().map(|value| (value / scale(piece)).round() * scale(piece)))
            .collect()
    }

    #[test]
    fn products_are_close_to_those_of_floats() {
        for (rows, inner, cols) in
            [(1, 2, 1), (6, 160, 640), (13, 64, 384), (29, 156, 40), (5, 8, 16), (0, 4, 2)]
        {
            let (left, right) = (numbers(rows * inner, 7), rounded(&numbers(inner * cols, 11), cols));
            let packed = Packed::new(&right, inner, cols);
            let mut found = vec![1.0; rows * cols];
            packed.multiply(&left, packed.all(), &mut Workspace::default(), &mut found);
            for (at, found) in found.iter().enumerate() {
                let (row, col) = (at / cols, at % cols);
                let expect: f32 = (0..inner).map(|at| left[row * inner + at] * right[at * cols + col]).sum();
                assert!((found - expect).abs() < 2e-4, "{rows} × {inner} × {cols}: {found} for {expect}");
            }
        }
    }

    #[test]
    fn every_processor_gives_the_same_and_a_piece_the_same_as_all() {
        let (rows, inner, cols) = (17, 160, 200);
        let (left, right) = (numbers(rows * inner, 3), numbers(inner * cols, 5));
        let packed = Packed::new(&right, inner, cols);
        let mut workspace = Workspace::default();
        let (mut avx2, mut scalar) = (vec![0.0; rows * cols], vec![1.0; rows * cols]);
        packed.multiply(&left, packed.all(), &mut workspace, &mut avx2);
        let (mut whole, mut factors, mut units) =
            (vec![0; rows * inner / 2], vec![0.0; rows], vec![0.0; rows]);
        let mut ready = Ready { whole: &mut whole, factors: &mut factors, units: &mut units };
        packed.scalar(&left, packed.all(), &mut ready, &mut scalar, cols);
        assert_eq!(avx2, scalar);
        let mut last = vec![0.0; rows * (cols - 3 * PIECE)];
        packed.multiply(&left, 3..4, &mut workspace, &mut last);
        for (all, last) in avx2.chunks(cols).zip(last.chunks(cols - 3 * PIECE)) {
            assert_eq!(&all[3 * PIECE..], last);
        }
    }

    #[test]
    fn rows_of_zeros_give_zeros() {
        let packed = Packed::new(&[0.0; 8], 4, 2);
        let mut out = vec![1.0; 4];
        packed.multiply(&[0.0; 8], packed.all(), &mut Workspace::default(), &mut out);
        assert_eq!(out, vec![0.0; 4]);
    }
}
