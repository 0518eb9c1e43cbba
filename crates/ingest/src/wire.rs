//! News agencies and the marks by which their copy is known.

use sayso_document::{Credit, Span};

/// An agency: its name and how it signs.
struct Agency {
    name: &'static str,
    /// In parentheses in a dateline: `(AP)`.
    marks: &'static [&'static str],
    /// In running text and bylines.
    names: &'static [&'static str],
}

const AGENCIES: &[Agency] = &[
    Agency { name: "Associated Press", marks: &["AP"], names: &["The Associated Press", "Associated Press"] },
    Agency {
        name: "Reuters",
        marks: &["Reuters", "REUTERS", "Thomson Reuters"],
        names: &["Thomson Reuters", "Reuters"],
    },
    Agency {
        name: "Agence France-Presse",
        marks: &["AFP", "Agence France-Presse"],
        names: &["Agence France-Presse", "AFP"],
    },
    Agency {
        name: "United Press International",
        marks: &["UPI"],
        names: &["United Press International", "UPI"],
    },
    Agency { name: "Bloomberg", marks: &["Bloomberg"], names: &["Bloomberg News", "Bloomberg"] },
    Agency { name: "Xinhua", marks: &["Xinhua"], names: &["Xinhua News Agency", "Xinhua"] },
    Agency {
        name: "Press Association",
        marks: &["PA", "PA Media"],
        names: &["Press Association", "PA Media"],
    },
    Agency { name: "Deutsche Presse-Agentur", marks: &["dpa", "DPA"], names: &["Deutsche Presse-Agentur"] },
    Agency { name: "EFE", marks: &["EFE"], names: &["Agencia EFE"] },
    Agency { name: "ANSA", marks: &["ANSA"], names: &["ANSA"] },
    Agency { name: "TASS", marks: &["TASS", "ITAR-TASS"], names: &["ITAR-TASS", "TASS"] },
    Agency { name: "Interfax", marks: &["Interfax"], names: &["Interfax"] },
    Agency { name: "Kyodo News", marks: &["Kyodo"], names: &["Kyodo News"] },
    Agency { name: "Yonhap", marks: &["Yonhap"], names: &["Yonhap News Agency", "Yonhap"] },
    Agency { name: "Press Trust of India", marks: &["PTI"], names: &["Press Trust of India"] },
    Agency { name: "Canadian Press", marks: &["CP"], names: &["The Canadian Press", "Canadian Press"] },
    Agency { name: "Australian Associated Press", marks: &["AAP"], names: &["Australian Associated Press"] },
    Agency { name: "Tribune News Service", marks: &["TNS"], names: &["Tribune News Service"] },
    Agency { name: "States Newsroom", marks: &[], names: &["States Newsroom"] },
];

/// Bytes at the end of an article where notes on its making stand.
const TAIL: usize = 1_500;

/// The agency that signs `(mark)` in a dateline.
pub(crate) fn by_mark(mark: &str) -> Option<&'static str> {
    AGENCIES.iter().find(|agency| agency.marks.contains(&mark)).map(|agency| agency.name)
}

/// The agency that a byline or a publisher field names.
pub(crate) fn by_name(text: &str) -> Option<&'static str> {
    let named = |agency: &&Agency| agency.names.iter().any(|name| text.trim().eq_ignore_ascii_case(name));
    AGENCIES.iter().find(named).map(|agency| agency.name)
}

/// The first agency named anywhere in a short text, with its place.
pub(crate) fn named_in(text: &str) -> Option<(&'static str, Span)> {
    AGENCIES
        .iter()
        .filter_map(|agency| {
            let (at, name) = agency.names.iter().find_map(|name| word(text, name).map(|at| (at, name)))?;
            Some((agency.name, Span::new(at, at + name.len())))
        })
        .min_by_key(|(_, span)| span.start)
}

/// Credits that stand in the notes at the end: "The Associated Press contributed to this report",
/// "(Reporting by …)".
pub(crate) fn at_the_end(text: &str) -> Vec<Credit> {
    let mut from = text.len().saturating_sub(TAIL);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let tail = &text[from..];
    let mut credits = Vec::new();
    if let Some(at) = tail.find("(Reporting by ") {
        credits.push(credit("Reuters", from + at, "(Reporting by".len(), true));
    }
    for (at, _) in tail.match_indices(" contributed") {
        let sentence = tail[..at].rfind(['.', '\n']).map_or(0, |stop| stop + 1);
        if let Some((agency, span)) = named_in(&tail[sentence..at]) {
            credits.push(credit(agency, from + sentence + span.start as usize, span.len(), false));
        }
    }
    credits
}

fn credit(agency: &str, start: usize, length: usize, whole: bool) -> Credit {
    Credit { agency: agency.to_owned(), span: Some(Span::new(start, start + length)), whole }
}

/// Where `name` stands as whole words.
fn word(text: &str, name: &str) -> Option<usize> {
    text.match_indices(name).map(|(at, _)| at).find(|&at| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}
