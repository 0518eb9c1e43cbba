//! Bytes that need a closer look, found many at a time. What they are is said twice: by a test, which is faster for
//! sixteen bytes, and by a table, which is faster for one.

/// A `const fn` over bytes as a table (constants call no function that is handed to them).
macro_rules! table {
    ($test:path) => {{
        let mut table = [false; 256];
        let mut byte = 0;
        while byte < 256 {
            table[byte] = $test(byte as u8);
            byte += 1;
        }
        table
    }};
}
pub(crate) use table;

/// The first one from `from` on.
#[inline]
pub(crate) fn next(
    bytes: &[u8],
    from: usize,
    test: impl Fn(u8) -> bool + Copy,
    table: &[bool; 256],
) -> Option<usize> {
    let mut at = from;
    while let Some(chunk) = bytes[at..].first_chunk::<16>()
        && !any(chunk, test)
    {
        at += chunk.len();
    }
    bytes[at..].iter().position(|byte| table[*byte as usize]).map(|place| at + place)
}

/// Without an early end all bytes are looked at together.
#[inline]
fn any<const COUNT: usize>(chunk: &[u8; COUNT], test: impl Fn(u8) -> bool) -> bool {
    chunk.iter().fold(false, |found, byte| found | test(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn is_mark(byte: u8) -> bool {
        (byte == b'<') | (byte == 0xe2)
    }

    const MARK: [bool; 256] = table!(is_mark);

    #[test]
    fn every_one_is_found_wherever_it_stands() {
        for length in 0..70 {
            let plain = vec![b'.'; length];
            for place in 0..length {
                let mut bytes = plain.clone();
                bytes[place] = b'<';
                for from in 0..=length {
                    let expected = (from <= place).then_some(place);
                    assert_eq!(next(&bytes, from, is_mark, &MARK), expected, "{length} {place} {from}");
                }
            }
            assert_eq!(next(&plain, 0, is_mark, &MARK), None);
        }
    }
}
