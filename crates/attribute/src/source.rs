//! Sources as written: in whole names, and without what cannot belong to them at their ends.

use crate::words;
use sayso_core::{Mentions, Span, TokenKind, Tokens};
use sayso_lexicon::WordSet;
use std::cmp::Ordering;
use std::ops::Range;

/// What is around a source.
#[derive(Copy, Clone)]
pub(crate) struct SourceTrimmer<'a> {
    pub(crate) text: &'a str,
    pub(crate) tokens: &'a Tokens,
    pub(crate) mentions: &'a Mentions,
}

impl SourceTrimmer<'_> {
    /// A source in whole names and without loose ends; `None` where nothing is left that could name anybody.
    pub(crate) fn source(&self, found: Span) -> Option<Span> {
        let range = self.trimmed(self.tokens.in_span(self.listed(self.whole(found))));
        let says = |at: usize| {
            matches!(self.kind(at), TokenKind::Word | TokenKind::Number | TokenKind::Address)
                && !self.is_any(at, &words::ARTICLES)
                && !self.is_any(at, &words::NOBODY)
        };
        let span = |at: usize| self.tokens.tokens[at].span;
        range.clone().any(says).then(|| span(range.start).join(span(range.end - 1)))
    }

    /// Where a source begins or ends inside a name it takes the rest of it; where it ends with an article ("The" of "The
    /// Islamic State …") or somebody's title, the name behind.
    fn whole(&self, source: Span) -> Span {
        let inside = |byte: u32| self.named(byte).filter(|span| span.start < byte);
        let mut out = self.before_constituency(source).map_or(source, |name| name.join(source));
        for cut in [inside(source.start), inside(source.end)].into_iter().flatten() {
            out = out.join(cut);
        }
        let range = self.tokens.in_span(out);
        if range.clone().next_back().is_some_and(|last| self.is_any(last, &words::ARTICLES)) {
            let name = self.tokens.tokens.get(range.end).and_then(|next| self.named(next.span.start));
            out = name.map_or(out, |name| out.join(name));
        }
        let next = self.mentions.mentions.partition_point(|mention| mention.span.start < out.end);
        let titled = self.mentions.mentions.get(next).filter(|mention| {
            // RightContext behind, or behind "and".
            let near = mention.span.start - out.end <= 5;
            near && mention.title.is_some_and(|title| out.start < title.end && title.end <= out.end)
        });
        titled.map_or_else(|| self.behind_office(out), |mention| out.join(mention.span))
    }

    /// "Sen. Roe, R-Ohio, said" where only what is behind the first comma was taken: the name before it.
    fn before_constituency(&self, source: Span) -> Option<Span> {
        let first = self.tokens.in_span(source).start;
        let mut letters = self.tokens.tokens.get(first)?.span.of(self.text).chars();
        let party = matches!(letters.next(), Some('R' | 'D' | 'I'))
            && letters.next().is_none_or(|next| matches!(next, '-' | '–'));
        let comma = first.checked_sub(1).filter(|at| party && self.kind(*at) == TokenKind::Comma)?;
        let comma = self.tokens.tokens[comma].span;
        let all = &self.mentions.mentions;
        let before = all.partition_point(|mention| mention.span.end < comma.start);
        let name = all.get(before).filter(|mention| mention.span.end == comma.start)?;
        Some(name.title.map_or(name.span, |title| title.join(name.span)))
    }

    /// "Minister of Information" Moammar al-Eryani: two or three capitals right behind an office, which recognition
    /// passed over.
    fn behind_office(&self, source: Span) -> Span {
        const LONGEST: usize = 3;
        let range = self.tokens.in_span(source);
        let of = range.clone().any(|at| self.is_any(at, &words::OFFICE_LINKS));
        let role = range.clone().take(3).any(|at| {
            let word = self.tokens.tokens[at].span.of(self.text);
            sayso_speakers::is_role(&word.to_lowercase())
        });
        let capital = |at: &usize| {
            self.kind(*at) == TokenKind::Word
                && self.tokens.tokens[*at].span.of(self.text).contains(char::is_uppercase)
                && self.tokens.tokens[*at].span.start == self.tokens.tokens[*at - 1].span.end + 1
        };
        let ends = range.clone().next_back().is_some_and(|last| last > 0 && capital(&last));
        let end =
            (range.end..self.tokens.tokens.len().min(range.end + LONGEST + 1)).take_while(capital).count();
        if of && role && ends && (2..=LONGEST).contains(&end) {
            source.join(self.tokens.tokens[range.end + end - 1].span)
        } else {
            source
        }
    }

    /// "Roe and Lind said" where only "Lind" was taken: the name before "and" that begins the sentence.
    fn listed(&self, source: Span) -> Span {
        let all = &self.mentions.mentions;
        let here = all.partition_point(|mention| mention.span.start < source.start);
        let begins = all.get(here).is_some_and(|mention| mention.span.start == source.start);
        let before = here.checked_sub(1).map(|before| &all[before]).filter(|_| begins);
        let joined = before.filter(|before| {
            let between = self.text.get(before.span.end as usize..source.start as usize);
            let first = before.title.map_or(before.span.start, |title| title.start);
            let sentence = self.tokens.sentences.get(self.tokens.sentence_at(source.start));
            between == Some(" and ") && sentence.is_some_and(|sentence| sentence.span.start == first)
        });
        joined.map_or(source, |before| source.join(before.title.unwrap_or(before.span)).join(before.span))
    }

    /// The name that holds a byte.
    fn named(&self, byte: u32) -> Option<Span> {
        let all = &self.mentions.mentions;
        let next = all.partition_point(|mention| mention.span.end <= byte);
        all.get(next).map(|mention| mention.span).filter(|span| span.start <= byte)
    }

    fn trimmed(&self, mut range: Range<usize>) -> Range<usize> {
        while range.len() > 1 {
            let unmatched = self.unmatched(range.clone());
            if self.is_loose_end(range.end - 1) || unmatched == Some(range.end - 1) {
                range.end -= 1;
            } else if range.len() > 2 && self.is_year(range.start) {
                range.start += 2;
            } else if self.is_mark(range.start) || self.is_time(range.start) || unmatched == Some(range.start)
            {
                range.start += 1;
            } else {
                break;
            }
        }
        range
    }

    /// A bracket at one end that has no other: "Roe))" of "((Ada Roe))".
    fn unmatched(&self, range: Range<usize>) -> Option<usize> {
        let count = |wanted| range.clone().filter(|at| self.kind(*at) == wanted).count();
        let (first, last) = (range.start, range.end - 1);
        match count(TokenKind::OpenBracket).cmp(&count(TokenKind::CloseBracket)) {
            Ordering::Less if self.kind(last) == TokenKind::CloseBracket => Some(last),
            Ordering::Greater if self.kind(first) == TokenKind::OpenBracket => Some(first),
            // "Roe (", the rest is missing.
            Ordering::Greater if self.kind(last) == TokenKind::OpenBracket => Some(last),
            _ => None,
        }
    }

    fn is_loose_end(&self, at: usize) -> bool {
        let joined = |at: usize| words::JOINING.contains(self.word(at));
        let open = || words::OPEN_ENDS.contains(self.word(at)) && !self.is_named(at);
        let owner = || words::POSSESSIVES.contains(self.word(at)) && joined(at - 1);
        let verb = || self.kind(at) == TokenKind::Clitic && self.is_any(at - 1, &words::SOURCE_PRONOUNS);
        self.is_mark(at) || open() || owner() || verb() || self.is_time(at) && !self.is_dated(at - 1)
    }

    fn is_mark(&self, at: usize) -> bool {
        let mark = matches!(self.kind(at), TokenKind::Comma | TokenKind::Dash);
        (mark || words::BULLETS.contains(self.word(at))) && !self.is_named(at)
    }

    /// "In 2006 AHIP reported": a preposition and a year.
    fn is_year(&self, at: usize) -> bool {
        let year = self.word(at + 1);
        words::OPEN_ENDS.contains_ignoring_case(self.word(at))
            && !self.is_any(at, &words::ARTICLES)
            && year.len() == 4
            && year.bytes().all(|byte| byte.is_ascii_digit())
            && !self.is_named(at)
            && !self.is_named(at + 1)
    }

    /// When something was said: "Senator Roe today", "Monday the mayor"; not of a name ("USA Today").
    fn is_time(&self, at: usize) -> bool {
        (self.is_any(at, &words::DAYS) || self.is_any(at, &words::HOURS)) && !self.is_named(at)
    }

    /// "released Friday", "on Friday": what a day behind it belongs to.
    fn is_dated(&self, at: usize) -> bool {
        let word = self.word(at);
        !self.is_named(at)
            && (word.ends_with("ed") || words::DATED.contains(word) || words::OPEN_ENDS.contains(word))
    }

    fn is_named(&self, at: usize) -> bool {
        self.named(self.tokens.tokens[at].span.start).is_some()
    }

    fn word(&self, at: usize) -> &str {
        self.tokens.tokens[at].span.of(self.text)
    }

    fn is_any(&self, at: usize, words: &WordSet) -> bool {
        words.contains_ignoring_case(self.word(at))
    }

    fn kind(&self, at: usize) -> TokenKind {
        self.tokens.tokens[at].kind
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_core::{Article, Mention, MentionForm};

    /// `[…]` is a name, `<…>` the title of the next one, `{…}` the source as it was found.
    fn check(marked: &str, expect: &str) {
        let mut text = String::new();
        let (mut names, mut source, mut title) = (Vec::new(), Span::default(), None);
        let mut opened = [0; 3];
        for letter in marked.chars() {
            match letter {
                '[' => opened[0] = text.len(),
                '{' => opened[1] = text.len(),
                '<' => opened[2] = text.len(),
                '>' => title = Some(Span::new(opened[2], text.len())),
                ']' => names.push((Span::new(opened[0], text.len()), title.take())),
                '}' => source = Span::new(opened[1], text.len()),
                _ => text.push(letter),
            }
        }
        let mention = |(span, title)| Mention {
            span,
            entity: 0,
            form: MentionForm::Full,
            title,
            score: 1.0,
            runners_up: Vec::new(),
        };
        let mentions = Mentions { mentions: names.into_iter().map(mention).collect(), ..Mentions::default() };
        let article = Article { text, ..Article::default() };
        let tokens = sayso_tokenize::Tokenizer::new().tokenize(&article);
        let trimmer = SourceTrimmer { text: &article.text, tokens: &tokens, mentions: &mentions };
        let found = trimmer.source(source).map_or("", |source| source.of(&article.text));
        assert_eq!(found, expect, "{marked}");
    }

    #[test]
    fn sources_are_whole_names() {
        check("{[Ada Roe]} said so.", "Ada Roe");
        check("{Mayor [Ada} Roe] said so.", "Mayor Ada Roe");
        check("Mayor [Ada {Roe]} said so.", "Ada Roe");
        check("{The} [League of the LeftContext] claimed it.", "The League of the LeftContext");
        check("{A spokesman for [Oslo]}, [Ada Roe], said so.", "A spokesman for Oslo");
        check("{they} said [Ada Roe] came.", "they");
        check("{<Mayor>} [Roe] wrote a letter.", "Mayor Roe");
        check("{They} saw <Mayor> [Roe] there.", "They");
    }

    #[test]
    fn sources_have_no_loose_ends() {
        check("{Senator [Ada Roe] today} announced a plan.", "Senator Ada Roe");
        check("{Today Senator [Ada Roe],} announced a plan.", "Senator Ada Roe");
        check("{[Ada Roe] (D-Vt.) - Tuesday} renewed it.", "Ada Roe (D-Vt.)");
        check("{A reporter for [USA Today]} saw it.", "A reporter for USA Today");
        check("{a poll released Friday} showed", "a poll released Friday");
        check("{a meeting on Friday} heard", "a meeting on Friday");
        check("{a group of senators late today} said", "a group of senators");
        check("said {[Roe] and Lind in a} joint letter", "Roe and Lind");
        check("{the head of the [March of} Dimes] said", "the head of the March of Dimes");
        check("{the board that} oversees it said", "the board");
        check("{Company A} said so.", "Company A");
        check("{About 40%} said so.", "About 40%");
        check("(({WN)) :} How was it?", "WN");
        check("({(WN)}) How was it?", "(WN)");
        check("{[Roe] (}R-Ohio) said so.", "Roe");
        check("{[Roe] (R-Ohio)} said so.", "Roe (R-Ohio)");
        check("{a friend of his} said so.", "a friend of his");
        check("{[Roe] and his} friends said so.", "Roe");
        check("{He’s} called it unsafe.", "He");
        check("{the mayor’s} claim", "the mayor’s");
        check("to {his} claim", "his");
    }

    #[test]
    fn what_names_nobody_is_no_source() {
        check("{In 2006 [Roe Bank]} reported a loss.", "Roe Bank");
        check("{The 2006 report} said so.", "The 2006 report");
        check("{The} mayor of [Oslo] said so.", "");
        check("{*} Instruct the administrator", "");
        check("{-, the} said", "");
        check(
            "Sen. [Ada Roe], {R-Ohio, Vice-Chair of the board,} said so.",
            "Ada Roe, R-Ohio, Vice-Chair of the board",
        );
        check("{There} is concern that it fell.", "");
        check("{Let’s} say that it fell.", "");
        check("{The two} said so.", "The two");
    }
}
