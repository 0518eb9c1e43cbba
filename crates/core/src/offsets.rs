/// Translates byte offsets of one text into Unicode code points and back.
///
/// Keeps one checkpoint every 64 bytes, so a translation walks at most 64 bytes; for pure ASCII text nothing is
/// stored.
#[derive(Clone, Debug)]
pub struct CodePoints<'t> {
    text: &'t str,
    /// Code points before byte `64 * i`; empty where the text is ASCII.
    checkpoints: Vec<u32>,
}

const STRIDE: usize = 64;

impl<'t> CodePoints<'t> {
    /// Reads the text once.
    pub fn new(text: &'t str) -> Self {
        let mut checkpoints = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            for chunk in text.as_bytes().chunks(STRIDE) {
                checkpoints.push(count);
                count += starts(chunk);
            }
            checkpoints.push(count);
        }
        Self { text, checkpoints }
    }

    /// The code point index of a byte offset. Offsets past the end count as the end.
    pub fn at(&self, byte: u32) -> u32 {
        let byte = (byte as usize).min(self.text.len());
        match self.checkpoints.get(byte / STRIDE) {
            None => byte as u32,
            Some(before) => before + starts(&self.text.as_bytes()[byte / STRIDE * STRIDE..byte]),
        }
    }

    /// The byte offset of a code point index; `None` past the end.
    pub fn byte(&self, code_point: u32) -> Option<u32> {
        if self.checkpoints.is_empty() {
            return (code_point as usize <= self.text.len()).then_some(code_point);
        }
        let block = self.checkpoints.partition_point(|&before| before <= code_point).saturating_sub(1);
        let mut left = code_point - self.checkpoints[block];
        let from = (block * STRIDE).min(self.text.len());
        for (at, byte) in self.text.as_bytes()[from..].iter().enumerate() {
            if is_start(*byte) {
                if left == 0 {
                    return Some((from + at) as u32);
                }
                left -= 1;
            }
        }
        (left == 0).then_some(self.text.len() as u32)
    }

    /// The words between two code points; `None` where they are past the end or turned round.
    pub fn slice(&self, [start, end]: [u32; 2]) -> Option<&'t str> {
        self.text.get(self.byte(start)? as usize..self.byte(end)? as usize)
    }
}

fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|byte| is_start(**byte)).count() as u32
}

fn is_start(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_char_indices(text in ".{0,300}") {
            let map = CodePoints::new(&text);
            for (index, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(map.at(byte as u32), index as u32);
                prop_assert_eq!(map.byte(index as u32), Some(byte as u32));
            }
            let count = text.chars().count() as u32;
            prop_assert_eq!(map.at(text.len() as u32), count);
            prop_assert_eq!(map.byte(count), Some(text.len() as u32));
            prop_assert_eq!(map.byte(count + 1), None);
            prop_assert_eq!(map.slice([0, count]), Some(text.as_str()));
            prop_assert_eq!(map.slice([0, count + 1]), None);
        }
    }
}
