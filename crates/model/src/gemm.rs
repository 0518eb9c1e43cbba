//! Products of row-major matrices.

/// A row-major matrix that is read, maybe transposed.
#[derive(Copy, Clone)]
pub struct MatrixView<'a> {
    data: &'a [f32],
    rows: usize,
    cols: usize,
    row_stride: isize,
    col_stride: isize,
}

impl<'a> MatrixView<'a> {
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
pub fn multiply(left: MatrixView<'_>, right: MatrixView<'_>, keep: f32, out: &mut [f32]) {
    assert_eq!(left.cols, right.rows, "inner sizes agree");
    assert_eq!(out.len(), left.rows * right.cols, "the product has rows × columns numbers");
    if out.is_empty() {
        return;
    }
    // SAFETY: the strides of a `MatrixView` address exactly `rows × cols` numbers of `data`, whose length `MatrixView::new`
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
