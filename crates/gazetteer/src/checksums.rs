//! Checksums of the sections of a compiled gazetteer, taken on several threads where the file is large.
//!
//! Every byte is compared when a file is opened and none later: names found in damaged tables would be wrong without
//! anybody noticing, and a hit cannot fail. It takes longer to bring a file of 75 MB into reach, page by page, than to sum
//! it up, so each thread asks for the pages of a piece at once and sums them up while the others do the same.

use crate::format::Bytes;
use std::num::NonZero;
use std::ops::Range;

/// Bytes that are summed up at once.
const PIECE: usize = 1 << 22;

/// Most threads for one file: more of them only wait for the same memory.
const MOST_THREADS: usize = 4;

/// A stretch of one section.
struct Piece {
    section: usize,
    range: Range<usize>,
}

/// The CRC-32 of each section.
pub(crate) fn of_sections(bytes: &Bytes, sections: &[Range<usize>]) -> Vec<u32> {
    let pieces: Vec<Piece> = sections.iter().enumerate().flat_map(|(at, range)| pieces(at, range)).collect();
    let mut whole = vec![crc32fast::Hasher::new(); sections.len()];
    for (piece, sum) in pieces.iter().zip(of_pieces(bytes, &pieces)) {
        whole[piece.section].combine(&sum);
    }
    whole.into_iter().map(crc32fast::Hasher::finalize).collect()
}

fn pieces(section: usize, range: &Range<usize>) -> impl Iterator<Item = Piece> + use<> {
    let end = range.end;
    range.clone().step_by(PIECE).map(move |start| Piece { section, range: start..end.min(start + PIECE) })
}

/// The sums of pieces, in their order.
fn of_pieces(bytes: &Bytes, pieces: &[Piece]) -> Vec<crc32fast::Hasher> {
    let total: usize = pieces.iter().map(|piece| piece.range.len()).sum();
    let threads = match total {
        ..=PIECE => 1,
        _ => std::thread::available_parallelism().map_or(1, NonZero::get).min(MOST_THREADS),
    };
    // Every thread takes a piece in turn: the last sections are the large ones.
    let share = &|thread: usize| -> Vec<crc32fast::Hasher> {
        pieces.iter().skip(thread).step_by(threads).map(|piece| sum(bytes, piece)).collect()
    };
    let shares: Vec<Vec<crc32fast::Hasher>> = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|thread| scope.spawn(move || share(thread))).collect();
        let mut shares = vec![share(0)];
        for (thread, other) in (1..).zip(others) {
            // A thread that panicked leaves its share to this one.
            shares.push(other.join().unwrap_or_else(|_| share(thread)));
        }
        shares
    });
    (0..pieces.len()).map(|piece| shares[piece % threads][piece / threads].clone()).collect()
}

fn sum(bytes: &Bytes, piece: &Piece) -> crc32fast::Hasher {
    bytes.fetch(&piece.range);
    let mut sum = crc32fast::Hasher::new();
    sum.update(&bytes[piece.range.clone()]);
    sum
}

#[cfg(test)]
mod tests {
    use super::{PIECE, of_sections};
    use crate::format::Bytes;

    #[test]
    fn pieces_on_threads_give_the_sum_of_the_whole() {
        let bytes: Vec<u8> = (0..3 * PIECE + 5).map(|at| ((at * at) >> 7) as u8).collect();
        let ends = [7, 7, PIECE + 1, 3 * PIECE + 5];
        let sections: Vec<_> =
            ends.iter().scan(7, |start, end| Some(std::mem::replace(start, *end)..*end)).collect();
        let expected: Vec<u32> =
            sections.iter().map(|range| crc32fast::hash(&bytes[range.clone()])).collect();
        assert_eq!(of_sections(&Bytes::Owned(bytes), &sections), expected);
    }
}
