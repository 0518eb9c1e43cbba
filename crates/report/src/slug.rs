//! File names out of names: safe on every file system, unique in one directory, readable where the script is Latin.

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest readable part of a file name, in bytes.
const LONGEST: usize = 60;

/// The file names given away in one directory, without extension.
#[derive(Default)]
pub(crate) struct Slugs {
    /// Slug -> the number to try next when it is wanted again.
    taken: FxHashMap<String, u32>,
}

impl Slugs {
    /// A name that nobody has yet. Slugs hold `a-z`, `0-9` and `-` only, so that `.` is free for page numbers.
    pub(crate) fn claim(&mut self, name: &str, fallback: &str) -> String {
        let base = slug(name).or_else(|| slug(fallback)).unwrap_or_else(|| "unnamed".to_owned());
        let mut candidate = base.clone();
        while self.taken.contains_key(&candidate) {
            let next = self.taken.entry(base.clone()).or_insert(1);
            *next += 1;
            candidate = format!("{base}-{next}");
        }
        self.taken.insert(candidate.clone(), 1);
        candidate
    }
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
    match out {
        "" => None,
        // Device names on Windows, whatever their extension; and our own page of all speakers.
        "con" | "prn" | "aux" | "nul" | "index" => Some(format!("{out}-0")),
        _ if is_port(out) => Some(format!("{out}-0")),
        _ => Some(out.to_owned()),
    }
}

fn is_port(slug: &str) -> bool {
    slug.len() == 4
        && (slug.starts_with("com") || slug.starts_with("lpt"))
        && slug.as_bytes()[3].is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_safe_and_unique() {
        let mut slugs = Slugs::default();
        let mut claim = |name: &str| slugs.claim(name, "fallback-1");
        assert_eq!(claim("Yōko Kamikawa"), "yoko-kamikawa");
        assert_eq!(claim("Yoko Kamikawa"), "yoko-kamikawa-2");
        assert_eq!(claim("Yoko Kamikawa 2"), "yoko-kamikawa-2-2");
        assert_eq!(claim("YOKO KAMIKAWA"), "yoko-kamikawa-3");
        assert_eq!(claim("../../etc/passwd"), "etc-passwd");
        assert_eq!(claim("CON"), "con-0");
        assert_eq!(claim("COM1"), "com1-0");
        assert_eq!(claim("<script>"), "script");
        assert_eq!(claim("金正恩"), "fallback-1");
        assert_eq!(claim(&"x ".repeat(1 << 20)).len(), 59);
    }
}
