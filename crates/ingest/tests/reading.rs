//! Kinds of difficulties of mail, tables, archives, dates, names and charsets, one small input each.
#![allow(clippy::unwrap_used)]

use sayso_core::{Article, Diagnostic};
use sayso_ingest::{DateOrder, Options, read_bytes};
use std::ops::ControlFlow;

type Outcome = Result<Article, Diagnostic>;

fn outcomes(name: &str, bytes: &[u8], options: &Options) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    read_bytes(name, bytes, options, &mut |outcome| {
        outcomes.push(outcome);
        ControlFlow::Continue(())
    });
    outcomes
}

fn articles(name: &str, bytes: &[u8]) -> Vec<Article> {
    outcomes(name, bytes, &Options::default()).into_iter().map(Result::unwrap).collect()
}

/// Codes of all complaints, those of articles too.
fn codes(outcomes: &[Outcome]) -> Vec<&str> {
    let mut codes = Vec::new();
    for outcome in outcomes {
        match outcome {
            Ok(article) => codes.extend(article.diagnostics.iter().map(|said| said.code.as_str())),
            Err(said) => codes.push(said.code.as_str()),
        }
    }
    codes
}

#[test]
fn mail_in_charsets_of_east_asia() {
    let text = "“The ramp will hold,” said Runa Keld.";
    for charset in ["gb2312", "gb18030", "big5", "shift_jis", "euc-kr", "iso-2022-jp", "windows-1252"] {
        let encoding = encoding_rs::Encoding::for_label(charset.as_bytes()).unwrap();
        let (body, _, lost) = encoding.encode(text);
        assert!(!lost, "{charset}");
        let head = format!(
            "From: Mira Holt <mira@skerry.example>\r\nTo: desk@skerry.example\r\nSubject: Ramp\r\n\
             Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        );
        let found = articles("a.eml", &[head.as_bytes(), &body].concat());
        assert_eq!(found[0].text.trim_end(), text, "{charset}");
    }
}

#[test]
fn mail_of_a_wrong_charset_says_so() {
    let mail = b"From: a@b.example\nTo: c@b.example\nSubject: x\nContent-Type: text/plain; charset=utf-8\n\nKeld said \x93no\x94.\n";
    assert_eq!(codes(&outcomes("a", mail, &Options::default())), ["ingest.invalid-charset"]);
}

#[test]
fn mailboxes_are_divided_where_messages_begin() {
    let mailbox = "From mira@skerry.example Sun May 14 08:00:00 2023\nFrom: Mira Holt <mira@skerry.example>\nSubject: One\n\n\
                   The trust met.\n\nFrom the pier one sees the ramp, said Runa Keld.\n\n\
                   From jon@skerry.example Sun May 14 09:00:00 2023\nSubject: Two\nFrom: Jon Ask <jon@skerry.example>\n\n\
                   Lind said no.\n>From her window she sees the boat.\n>>From his too.\n";
    let found = articles("a.mbox", mailbox.as_bytes());
    assert_eq!(found.len(), 2);
    assert!(found[0].text.contains("From the pier one sees the ramp, said Runa Keld."));
    assert!(found[1].text.ends_with("\nFrom her window she sees the boat.\n>From his too.\n"));
}

#[test]
fn a_message_may_begin_with_any_header() {
    let format = |text: &str| articles("a", text.as_bytes())[0].origin.format.clone();
    let rest = "Subject: Ramp\nDate: Sun, 14 May 2023 08:00:00 +0000\nFrom: Mira Holt <m@skerry.example>\n\nKeld said no.\n";
    assert_eq!(format(&format!("Envelope-to: desk@skerry.example\n{rest}")), "mail");
    assert_eq!(format(&format!("X-Odd-Thing: 1\n\tgoes on\nAuthentication-Results: none\n{rest}")), "mail");
    assert_eq!(format("KELD: I looked at it.\nLIND: And?\nFrom: nowhere\n\nThey left.\n"), "text");
    assert_eq!(format("From: the desk\nThe trust met on Monday, Keld said.\n"), "text");
}

#[test]
fn archives_whose_headers_lie() {
    let page = "<!DOCTYPE html>\n<html><body><article><p>The ramp of the ferry will hold until the autumn, said Runa Keld, \
                who inspects ramps for the harbour trust.</p></article></body></html>";
    for header in [
        "Transfer-Encoding: chunked",
        "Content-Encoding: gzip",
        "Content-Encoding: br",
        "Content-Encoding: deflate",
    ] {
        for page in [page.to_owned(), format!("\u{FEFF}{page}"), format!("Add\n{page}")] {
            let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{header}\r\n\r\n{page}");
            let archive = format!(
                "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n{answer}\r\n\r\n",
                answer.len()
            );
            let found = outcomes("a.warc", archive.as_bytes(), &Options::default());
            assert!(
                found[0].as_ref().is_ok_and(|article| article.text.contains("said Runa Keld")),
                "{header} {page}"
            );
        }
    }
}

#[test]
fn tables_as_excel_writes_them() {
    let table = "title\ttext\tdate\r\nRamp\t\"“No,” said Runa Keld, \"\"never\"\".\"\t14/05/2023\r\nBoat\tLind said yes.\t15/05/2023\r\n";
    let marked = [&[0xFF, 0xFE][..], &utf16(table)].concat();
    for bytes in [marked, utf16(table), table.as_bytes().to_vec()] {
        let found = articles("a.txt", &bytes);
        assert_eq!(found[0].text, "“No,” said Runa Keld, \"never\".");
        assert_eq!(found.len(), 2);
    }
    let stated = "sep=;\r\ntitle;text;note\r\n\"Ramp, old\";\"Keld said no; then yes.\";a,b,c,d,e,f\r\n";
    assert_eq!(articles("a.csv", stated.as_bytes())[0].text, "Keld said no; then yes.");
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn published(article: &Article) -> Option<&str> {
    article.metadata.published.as_ref().map(|date| date.value.as_str())
}

#[test]
fn one_date_decides_the_order_of_a_column() {
    let table = "date,text\n03/04/2024,Keld said no.\n13/04/2024,Lind said yes.\n";
    let found = articles("a.csv", table.as_bytes());
    assert_eq!(found.iter().map(published).collect::<Vec<_>>(), [Some("2024-04-03"), Some("2024-04-13")]);
    let lines = "{\"date\":\"03/04/2024\",\"text\":\"Keld said no.\"}\n{\"date\":\"12/31/2024\",\"text\":\"Lind said yes.\"}\n";
    assert_eq!(published(&articles("a.jsonl", lines.as_bytes())[0]), Some("2024-03-04"));
    let day_first = Options { date_order: DateOrder::DayFirst, ..Options::default() };
    let found = outcomes("a.jsonl", lines.as_bytes(), &day_first);
    assert_eq!(published(found[0].as_ref().unwrap()), Some("2024-04-03"));
}

#[test]
fn a_date_that_cannot_be_read_is_none_and_said() {
    let found =
        outcomes("a", b"{\"date\":\"soon after lunch\",\"text\":\"Keld said no.\"}\n", &Options::default());
    assert_eq!(codes(&found), ["ingest.date"]);
    assert_eq!(published(found[0].as_ref().unwrap()), None);
}

#[test]
fn references_in_fields_are_resolved() {
    let line = r#"{"title":"Ramp &amp; boat&#8217;s end","text":"&ldquo;No,&rdquo; said Runa Keld &amp; left.","publisher":"Skerry &amp; Sons"}"#;
    let found = articles("a.jsonl", line.as_bytes());
    assert_eq!(found[0].metadata.title.as_deref(), Some("Ramp & boat’s end"));
    assert_eq!(found[0].metadata.publisher.as_deref(), Some("Skerry & Sons"));
    assert_eq!(found[0].text, "“No,” said Runa Keld & left.");
}

#[test]
fn authors_of_catalogues_and_data_frames() {
    for (author, expect) in [
        (r#""Holt, Mira; Ask, Jon""#, "Mira Holt|Jon Ask"),
        (r#""['Mira Holt', \"Jon O'Ask\"]""#, "Mira Holt|Jon O'Ask"),
        (r#"["Holt, Mira", "Jon Ask"]"#, "Mira Holt|Jon Ask"),
        (r#""m@skerry.example (Mira Holt)""#, "Mira Holt"),
        (r#""Mira Holt, Harbour Correspondent""#, "Mira Holt"),
        (r#""Reuters""#, ""),
    ] {
        let line = format!("{{\"author\":{author},\"text\":\"Keld said no.\"}}");
        assert_eq!(articles("a.jsonl", line.as_bytes())[0].metadata.authors.join("|"), expect, "{author}");
    }
}

/// News English with letters that a charset has: each is read without a wrong letter, or it is said that it was guessed.
#[test]
fn every_charset_of_eight_bits() {
    let news = |name: &str, marks: bool| {
        let text = format!(
            "The ferry to Skerry Head will not sail before the autumn, the harbour trust said on Monday.\n\n\
             “It would have cost £40,000 – the price of a café,” said {name}, who inspects ramps. “We can’t pay.”\n\n\
             {name} has done so for nine years, and the trust’s treasurer agrees with {name}.\n"
        );
        if marks { text } else { text.replace(['“', '”'], "\"").replace('’', "'").replace('–', "-") }
    };
    let cases = [
        ("windows-1252", "Zoë Ødegård", true),
        ("windows-1250", "Łukasz Woźniak", true),
        ("windows-1251", "Иван Петров", true),
        ("windows-1253", "Νίκος Παππάς", true),
        ("windows-1254", "Gülşen Çağlar", true),
        ("windows-1255", "דוד לוי", true),
        ("windows-1256", "محمد علي", true),
        ("windows-1257", "Jānis Bērziņš", true),
        ("windows-1258", "Zoë Ôhman", true),
        ("iso-8859-2", "Łukasz Woźniak", false),
        ("iso-8859-4", "Jānis Bērziņš", false),
        ("iso-8859-5", "Иван Петров", false),
        ("iso-8859-7", "Νίκος Παππάς", false),
        ("iso-8859-10", "Jānis Ødegård", false),
        ("iso-8859-13", "Jānis Bērziņš", false),
        ("iso-8859-14", "Siân Ŵyn", false),
        ("iso-8859-15", "Zoë Ødegård", false),
        ("iso-8859-16", "Ștefan Ionescu", false),
        ("koi8-r", "Иван Петров", false),
        ("macintosh", "Zoë Ødegård", true),
    ];
    let mut exact = Vec::new();
    for (charset, name, marks) in cases {
        let encoding = encoding_rs::Encoding::for_label(charset.as_bytes()).unwrap();
        let text = news(name, marks);
        let text = if encoding.encode("£").2 { text.replace('£', "$") } else { text };
        let text = if encoding.encode("é").2 { text.replace('é', "e") } else { text };
        let (bytes, _, lost) = encoding.encode(&text);
        assert!(!lost, "{charset}");
        let found = outcomes("a.txt", &bytes, &Options::default());
        let article = found[0].as_ref().unwrap();
        assert_eq!(codes(&found), ["ingest.charset-guessed"], "{charset}");
        if article.text == text {
            exact.push(charset);
        }
        let stated = Options { encoding: Some(charset.to_owned()), ..Options::default() };
        let found = outcomes("a.txt", &bytes, &stated);
        assert_eq!(
            (found[0].as_ref().unwrap().text.as_str(), codes(&found)),
            (text.as_str(), vec![]),
            "{charset}"
        );
    }
    insta::assert_snapshot!(exact.join(" "));
}

#[test]
fn a_table_is_decoded_as_a_whole() {
    let table = "title,text\nRamp,\"“No,” said Zoë Ødegård.\"\nBoat,\"It costs £40, she said.\"\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(table);
    let found = outcomes("a.csv", &bytes, &Options::default());
    assert_eq!(codes(&found), ["ingest.charset-guessed"]);
    assert_eq!(found[2].as_ref().unwrap().text, "It costs £40, she said.");
}

#[test]
fn text_decoded_twice_is_mended_and_said() {
    let line = r#"{"title":"Zo\u00c3\u00ab","text":"\u00e2\u20ac\u0153No,\u00e2\u20ac\u009d said Zo\u00c3\u00ab \u00c3\u02dcdeg\u00c3\u00a5rd."}"#;
    let found = outcomes("a.jsonl", line.as_bytes(), &Options::default());
    assert_eq!(codes(&found), ["ingest.mojibake"]);
    let article = found[0].as_ref().unwrap();
    assert_eq!(
        (article.text.as_str(), article.metadata.title.as_deref()),
        ("“No,” said Zoë Ødegård.", Some("Zoë"))
    );
}

#[test]
fn hints_for_setting_are_no_text() {
    let page = "<html><body><article><p>The ramp of the ferry will hold until the au&shy;tumn, said Runa Kel&shy;d, who \
                in&#8203;spects ramps for the harbour trust on Skerry Head.</p></article></body></html>";
    assert!(articles("a.html", page.as_bytes())[0].text.contains("autumn, said Runa Keld, who inspects"));
}
