//! File names out of names: safe on every file system, readable where the script is Latin.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest readable part of a file name, in bytes.
const LONGEST: usize = 60;

/// Digits of the hash in a file name: enough that a million pages of one title meet with a chance of 1 in 500.
const DIGITS: usize = 12;

/// The file name, without extension, of what `identity` tells apart from everything else: readable, and the same
/// whoever else is in the report. Of `a-z`, `0-9` and `-` only, so that `.` is free for page numbers.
pub(crate) fn stem(name: &str, fallback: &str, identity: &[&[u8]]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in identity {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let mut stem = slug(name).or_else(|| slug(fallback)).unwrap_or_else(|| "unnamed".to_owned());
    stem.push('-');
    stem.push_str(&hasher.finalize().to_hex()[..DIGITS]);
    stem
}

fn slug(name: &str) -> Option<String> {
    let mut out = String::new();
    // A title may have megabytes; its head decides.
    for char in name.chars().take(400).nfd().filter(|char| !is_combining_mark(*char)) {
        if out.len() >= LONGEST {
            break;
        }
        if char.is_ascii_alphanumeric() {
            out.push(char.to_ascii_lowercase());
        } else if !matches!(char, '\'' | '’') && !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    let out = out.trim_end_matches('-');
    (!out.is_empty()).then(|| out.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_readable_and_apart() {
        let claim = |name: &str| {
            let stem = stem(name, "Fallback 1", &[b"id"]);
            stem.strip_suffix("-b034e4bb31b2").unwrap_or(&stem).to_owned()
        };
        assert_eq!(claim("Yōko Kamikawa"), "yoko-kamikawa");
        assert_eq!(claim("../../etc/passwd"), "etc-passwd");
        assert_eq!(claim("<script>"), "script");
        assert_eq!(claim("金正恩"), "fallback-1");
        assert_eq!(claim(&"x ".repeat(1 << 20)).len(), 59);
        assert_ne!(stem("Ann", "", &[b"a", b"b"]), stem("Ann", "", &[b"ab", b""]));
    }
}
