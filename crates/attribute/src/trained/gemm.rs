//! Products of row-major matrices.

/// A row-major matrix that is read, maybe transposed.
#[derive(Copy, Clone)]
pub struct View<'a> {
    data: &'a [f32],
    rows: usize,
    cols: usize,
    row_stride: isize,
    col_stride: isize,
}

impl<'a> View<'a> {
    /// `rows × cols` numbers, row by row.
    pub fn new(data: &'a [f32], rows: usize, cols: usize) -> Self {
        assert_eq!(data.len(), rows * cols, "a matrix has rows × columns numbers");
        Self { data, rows, cols, row_stride: cols as isize, col_stride: 1 }
    }

    /// The same numbers, rows as columns.
    #[must_use]
    pub fn transposed(self) -> Self {
        Self {
            rows: self.cols,
            cols: self.rows,
            row_stride: self.col_stride,
            col_stride: self.row_stride,
            ..self
        }
    }
}

/// `out = left · right + keep · out`, where `out` is `left.rows × right.cols`, row-major.
pub fn multiply(left: View<'_>, right: View<'_>, keep: f32, out: &mut [f32]) {
    assert_eq!(left.cols, right.rows, "inner sizes agree");
    assert_eq!(out.len(), left.rows * right.cols, "the product has rows × columns numbers");
    if out.is_empty() {
        return;
    }
    // SAFETY: the strides of a `View` address exactly `rows × cols` numbers of `data`, whose length `View::new`
    // checked; `out` has `left.rows × right.cols` numbers, is written row-major and, as a `&mut`, overlaps neither.
    #[allow(unsafe_code)]
    unsafe {
        matrixmultiply::sgemm(
            left.rows,
            left.cols,
            right.cols,
            1.0,
            left.data.as_ptr(),
            left.row_stride,
            left.col_stride,
            right.data.as_ptr(),
            right.row_stride,
            right.col_stride,
            keep,
            out.as_mut_ptr(),
            right.cols as isize,
            1,
        );
    }
}

/// Columns of a panel, and rows that are multiplied with it at once: what fits the registers of a processor with
/// sixteen vectors of 32 bytes.
const PANEL: usize = 16;
const BLOCK: usize = 6;

/// A matrix to multiply by again and again, its columns in panels of [`PANEL`], each row by row.
#[derive(Clone, Debug)]
pub(crate) struct Packed {
    panels: Vec<[f32; PANEL]>,
    rows: usize,
    cols: usize,
}

impl Packed {
    /// Of `rows × cols` numbers, row by row.
    pub(crate) fn new(data: &[f32], rows: usize, cols: usize) -> Self {
        assert_eq!(data.len(), rows * cols, "a matrix has rows × columns numbers");
        let mut panels = Vec::with_capacity(rows * cols.div_ceil(PANEL));
        for from in (0..cols).step_by(PANEL) {
            let count = PANEL.min(cols - from);
            for row in data.chunks_exact(cols) {
                let mut panel = [0.0; PANEL];
                panel[..count].copy_from_slice(&row[from..from + count]);
                panels.push(panel);
            }
        }
        Self { panels, rows, cols }
    }

    /// `out = left · self`, bit for bit what [`multiply`] gives; `matrix` are the numbers that `self` was made of.
    pub(crate) fn multiply(&self, left: &[f32], matrix: &[f32], out: &mut Vec<f32>) {
        out.resize(left.len() / self.rows * self.cols, 0.0);
        self.multiply_into(left, matrix, out);
    }

    /// The same where the result has its place already.
    pub(crate) fn multiply_into(&self, left: &[f32], matrix: &[f32], out: &mut [f32]) {
        assert_eq!(left.len() / self.rows * self.cols, out.len(), "the product has rows × columns numbers");
        #[cfg(target_arch = "x86_64")]
        if std::is_x86_feature_detected!("avx2") && std::is_x86_feature_detected!("fma") {
            // SAFETY: the processor has just said that it knows these instructions.
            #[allow(unsafe_code)]
            return unsafe { self.wide(left, out) };
        }
        let left = View::new(left, left.len() / self.rows, self.rows);
        multiply(left, View::new(matrix, self.rows, self.cols), 0.0, out);
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,fma")]
    fn wide(&self, left: &[f32], out: &mut [f32]) {
        for (index, panel) in self.panels.chunks_exact(self.rows).enumerate() {
            let from = index * PANEL;
            let blocks = left.chunks(BLOCK * self.rows).zip(out.chunks_mut(BLOCK * self.cols));
            for (left, out) in blocks {
                match left.len() / self.rows {
                    BLOCK => block::<BLOCK>(panel, left, out, from, self.cols),
                    5 => block::<5>(panel, left, out, from, self.cols),
                    4 => block::<4>(panel, left, out, from, self.cols),
                    3 => block::<3>(panel, left, out, from, self.cols),
                    2 => block::<2>(panel, left, out, from, self.cols),
                    _ => block::<1>(panel, left, out, from, self.cols),
                }
            }
        }
    }
}

/// Some rows of the left matrix times one panel. Each number is summed in the order of the rows, without rounding
/// between product and sum.
#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "avx2,fma")]
fn block<const ROWS: usize>(panel: &[[f32; PANEL]], left: &[f32], out: &mut [f32], from: usize, cols: usize) {
    use std::arch::x86_64::{
        _mm256_fmadd_ps, _mm256_loadu_ps, _mm256_set1_ps, _mm256_setzero_ps, _mm256_storeu_ps,
    };
    let inner = panel.len();
    let rows: [&[f32]; ROWS] = std::array::from_fn(|row| &left[row * inner..][..inner]);
    let mut sums = [[_mm256_setzero_ps(); 2]; ROWS];
    for (at, numbers) in panel.iter().enumerate() {
        // SAFETY: both read eight of the panel's sixteen numbers.
        #[allow(unsafe_code)]
        let halves =
            unsafe { [_mm256_loadu_ps(numbers.as_ptr()), _mm256_loadu_ps(numbers[PANEL / 2..].as_ptr())] };
        for (row, sums) in rows.iter().zip(&mut sums) {
            let factor = _mm256_set1_ps(row[at]);
            for (half, sum) in halves.into_iter().zip(sums) {
                *sum = _mm256_fmadd_ps(factor, half, *sum);
            }
        }
    }
    let count = PANEL.min(cols - from);
    for (row, sums) in sums.into_iter().enumerate() {
        let mut numbers = [0.0_f32; PANEL];
        for (half, sum) in numbers.chunks_exact_mut(PANEL / 2).zip(sums) {
            // SAFETY: a half of the sixteen numbers has room for eight.
            #[allow(unsafe_code)]
            unsafe {
                _mm256_storeu_ps(half.as_mut_ptr(), sum);
            }
        }
        out[row * cols + from..][..count].copy_from_slice(&numbers[..count]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_products_are_the_same_to_the_last_bit() {
        let numbers = |count: usize, seed: u32| -> Vec<f32> {
            let mut state = seed;
            let mut next = || {
                state = state.wrapping_mul(0x2C1B_3C6D).wrapping_add(12_345);
                (state >> 8) as f32 / (1 << 24) as f32 - 0.5
            };
            (0..count).map(|_| next()).collect()
        };
        for (rows, inner, cols) in
            [(1, 1, 1), (6, 160, 640), (13, 64, 384), (29, 156, 40), (5, 7, 16), (0, 3, 2)]
        {
            let (left, right) = (numbers(rows * inner, 7), numbers(inner * cols, 11));
            let mut expected = vec![0.0; rows * cols];
            multiply(View::new(&left, rows, inner), View::new(&right, inner, cols), 0.0, &mut expected);
            let mut found = vec![1.0; 3];
            Packed::new(&right, inner, cols).multiply(&left, &right, &mut found);
            assert_eq!(found, expected, "{rows} × {inner} × {cols}");
        }
    }
}
