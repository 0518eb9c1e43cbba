//! A source as written, taken apart: head noun, items of a list, determiner.

use crate::words;
use sayso_core::{Gender, Span, Token, TokenKind, Tokens};
use sayso_lexicon::WordSet;

pub(crate) struct Phrase<'a> {
    text: &'a str,
    span: Span,
    /// The words as spans.
    words: Vec<(Span, TokenKind)>,
}

impl<'a> Phrase<'a> {
    pub(crate) fn new(text: &'a str, tokens: &Tokens, span: Span) -> Self {
        let mut tokens = &tokens.tokens[tokens.in_span(span)];
        let mut span = span;
        // "the mayor's" claim is the mayor's.
        if let [before @ .., last, Token { kind: TokenKind::Clitic, .. }] = tokens {
            tokens = &tokens[..=before.len()];
            span.end = last.span.end;
        }
        let words = tokens.iter().map(|token| (token.span, token.kind)).collect();
        Self { text, span, words }
    }

    pub(crate) fn span(&self) -> Span {
        self.span
    }

    pub(crate) fn start(&self) -> u32 {
        self.span.start
    }

    pub(crate) fn folded(&self) -> String {
        self.span.of(self.text).to_lowercase()
    }

    /// "WHO" and "US" in capitals are names.
    pub(crate) fn is_pronoun(&self) -> bool {
        self.words.len() == 1
            && self.is_word(0, &words::PRONOUNS)
            && !words::CAPITAL_NAMES.contains(self.word(0))
    }

    /// Where a phrase begins that is a clause of somebody named before: "who lost the vote".
    pub(crate) fn relative(&self) -> Option<u32> {
        let name = words::CAPITAL_NAMES.contains(self.word(0));
        let clause = self.words.len() > 1 && !name && self.is_word(0, &words::PERSONAL_RELATIVES);
        clause.then_some(self.span.start)
    }

    pub(crate) fn is_definite(&self) -> bool {
        self.is_word(0, &words::DEFINITE) || self.possessor().is_some()
    }

    /// Whether it begins with an article or the like.
    pub(crate) fn is_determined(&self) -> bool {
        self.is_word(0, &words::DEFINITE) || self.is_word(0, &words::INDEFINITE)
    }

    /// "The Ministry", "Time": a table noun written as a name.
    pub(crate) fn is_definite_name(&self) -> bool {
        let first = usize::from(self.is_word(0, &words::THE));
        starts_capital(self.word(first)) && (first > 0 || self.words.len() == 1)
    }

    /// "the striker", "the 34-year-old": a noun that stands for whoever was just named, and nothing else.
    pub(crate) fn is_varied(&self, head: &str) -> bool {
        const AGED: &str = "-year-old";
        let noun = words::VARIATIONS.contains(head) || head.ends_with(AGED);
        noun && self.is_word(0, &words::THE) && self.head_words() == self.words.len()
    }

    /// "The captain, Tove Ek", "his sister, Ada Roe,": the two or three capitals that are all that is apposed to a noun.
    pub(crate) fn apposed_name(&self) -> Option<Span> {
        let comma = self.words.iter().position(|(_, kind)| *kind == TokenKind::Comma)?;
        let rest = self.words.get(comma + 1..)?;
        let end = rest.iter().position(|(_, kind)| *kind == TokenKind::Comma).unwrap_or(rest.len());
        let name = &rest[..end];
        let capital = |(span, kind): &(Span, TokenKind)| {
            *kind == TokenKind::Word
                && starts_capital(span.of(self.text))
                && span.of(self.text).contains(char::is_lowercase)
        };
        let noun = (0..comma).rev().find(|&at| self.words[at].1 == TokenKind::Word)?;
        let role = !starts_capital(self.word(noun)) && self.is_determined();
        let first = name.first()?.0;
        (role && (2..=3).contains(&name.len()) && name.iter().all(capital))
            .then(|| first.join(name[name.len() - 1].0))
    }

    /// Capitalised words of the head that are no titles.
    pub(crate) fn names(&self) -> usize {
        let title = |at: usize| crate::is_title(&self.word(at).trim_end_matches('.').to_lowercase());
        let capital = |at: &usize| self.words[*at].1 == TokenKind::Word && starts_capital(self.word(*at));
        (0..self.head_words()).filter(capital).filter(|at| !title(*at)).count()
    }

    /// What a courtesy title before the name tells: "Mr.", "Ms".
    pub(crate) fn title_gender(&self) -> Option<Gender> {
        let title = self.word(0).trim_end_matches('.');
        match () {
            () if words::MALE_TITLES.contains_ignoring_case(title) => Some(Gender::Male),
            () if words::FEMALE_TITLES.contains_ignoring_case(title) => Some(Gender::Female),
            () => None,
        }
    }

    /// The last word of letters before any bracket or comma.
    pub(crate) fn last_word(&self) -> &'a str {
        let end = self.head_words();
        let word = |at: &usize| self.words[*at].1 == TokenKind::Word;
        (0..end).rev().find(word).map_or("", |at| self.word(at))
    }

    fn word(&self, at: usize) -> &'a str {
        self.words.get(at).map_or("", |(span, _)| span.of(self.text))
    }

    fn is_word(&self, at: usize, list: &WordSet) -> bool {
        list.contains_ignoring_case(self.word(at))
    }

    /// Whether the head is over before this word.
    fn is_stop(&self, at: usize) -> bool {
        matches!(self.words[at].1, TokenKind::Comma | TokenKind::Dash | TokenKind::OpenBracket)
            || self.is_word(at, &words::PHRASE_PREPOSITIONS)
            || self.is_word(at, &words::AFTER_NOUN)
    }

    /// Words up to the first comma, preposition, relative pronoun or bracket.
    fn head_words(&self) -> usize {
        (1..self.words.len()).find(|&at| self.is_stop(at)).unwrap_or(self.words.len())
    }

    /// The head noun in lower case.
    pub(crate) fn head(&self) -> String {
        let end = self.head_words();
        (0..end)
            .rev()
            .find(|&at| self.words[at].1 == TokenKind::Word)
            .map_or_else(String::new, |at| self.word(at).to_lowercase())
    }

    /// The phrase without determiner and apposition, for display.
    pub(crate) fn description(&self) -> &'a str {
        let comma = self.words.iter().position(|(_, kind)| *kind == TokenKind::Comma).filter(|&at| at > 0);
        let end = comma.unwrap_or(self.words.len());
        let first = usize::from(end > 1 && self.is_word(0, &words::ARTICLES));
        match (self.words.get(first), end.checked_sub(1).and_then(|last| self.words.get(last))) {
            (Some(first), Some(last)) => first.0.join(last.0).of(self.text),
            _ => self.span.of(self.text),
        }
    }

    /// The items of "A, B and C"; the whole phrase without its apposition where it is no list.
    pub(crate) fn items(&self) -> Vec<Span> {
        let joins = |at: &usize| words::JOINS.contains(self.word(*at));
        // "both she and the town's Police and Crime Commissioner"
        let joined = if self.is_word(0, &words::PAIR_LEADS) || self.is_word(0, &words::PRONOUNS) {
            (0..self.words.len()).find(joins)
        } else {
            (0..self.words.len()).rfind(joins)
        };
        let Some(joined) = joined.filter(|&at| at > 0 && at + 1 < self.words.len()) else {
            return if self.lists_by_commas() { self.split(self.words.len()) } else { vec![self.span] };
        };
        let first_stop = (1..joined).find(|&at| self.is_stop(at) && self.words[at].1 != TokenKind::Comma);
        // "officials from the city and the state": the head rules both. "Jane Roe of Ostby and Max Lind" are two.
        let one_head = first_stop.is_some_and(|at| {
            let head = self.word(at - 1);
            self.words[at].1 == TokenKind::Word
                && (!starts_capital(head) || crate::nouns::is_people(&head.to_lowercase()))
        });
        let ruled = self.words[..joined].iter().any(|(span, _)| words::RULING.contains(span.of(self.text)));
        if one_head || ruled && !self.lists_capitals(joined) {
            return vec![self.span];
        }
        self.split(joined)
    }

    /// Stretches between the commas before `joined` and `joined` itself.
    fn split(&self, joined: usize) -> Vec<Span> {
        let mut items = Vec::new();
        let mut start = usize::from(self.is_word(0, &words::PAIR_LEADS));
        for at in 0..=self.words.len() {
            let splits =
                at == self.words.len() || at == joined || at < joined && self.words[at].1 == TokenKind::Comma;
            if splits {
                if start < at && !self.is_constituency(start, at) {
                    items.push(self.words[start].0.join(self.words[at - 1].0));
                }
                start = at + 1;
            }
        }
        items
    }

    /// "R-Ga.", "D-West Virginia", "R-Maine": a party and where its member was elected; no speaker.
    fn is_constituency(&self, start: usize, end: usize) -> bool {
        let span = self.words[start].0.join(self.words[end - 1].0);
        let mut letters = span.of(self.text).chars();
        matches!(letters.next(), Some('R' | 'D' | 'I')) && matches!(letters.next(), Some('-' | '–' | '.'))
    }

    /// "SENS. ROE, LIND", "Sen. Roe, Rep. Lind": titles that show that commas list.
    fn lists_by_commas(&self) -> bool {
        let title = |at: usize| {
            let word = self.word(at).trim_end_matches('.').to_lowercase();
            words::PLURAL_TITLES.contains(&word)
        };
        let single = |at: usize| {
            let word = self.word(at).trim_end_matches('.').to_lowercase();
            words::SINGLE_TITLES.contains(&word)
        };
        let commas = (1..self.words.len()).filter(|&at| self.words[at].1 == TokenKind::Comma);
        let mut after = commas.filter(|&at| at + 1 < self.words.len()).map(|at| at + 1).peekable();
        if after.peek().is_none() {
            return false;
        }
        title(0) || single(0) && after.all(single)
    }

    fn lists_capitals(&self, joined: usize) -> bool {
        (0..joined)
            .filter(|&at| self.words[at].1 == TokenKind::Comma)
            .all(|at| starts_capital(self.word(at + 1)))
            && starts_capital(self.word(joined + 1))
    }

    /// The part that is `item`, as a phrase of its own.
    pub(crate) fn part(&self, item: Span) -> Phrase<'a> {
        let words = self.words.iter().copied().filter(|(span, _)| item.contains(*span)).collect();
        Phrase { text: self.text, span: item, words }
    }

    /// Whether the word behind a name makes it a mere modifier ("the Roe resolution", "Lind aides"): a noun of the
    /// table of sources, in lower case.
    pub(crate) fn is_modifier(&self, byte: u32) -> bool {
        let at = self.words.partition_point(|(span, _)| span.start < byte);
        let Some((span, TokenKind::Word)) = self.words.get(at) else { return false };
        let word = span.of(self.text);
        !starts_capital(word) && crate::nouns::is_noun(word)
    }

    /// Whether the name that ends at `byte` is only the beginning of a longer one ("Marlow Trams").
    pub(crate) fn goes_on(&self, byte: u32) -> bool {
        let at = self.words.partition_point(|(span, _)| span.start < byte);
        let Some((span, TokenKind::Word)) = self.words.get(at) else { return false };
        span.start == byte + 1
            && starts_capital(span.of(self.text))
            && !self.is_word(at, &words::NAME_SUFFIXES)
    }

    /// Whether the name at `byte` stands in brackets.
    pub(crate) fn is_bracketed(&self, byte: u32) -> bool {
        let at = self.words.partition_point(|(span, _)| span.start < byte);
        at > 1
            && self.words[..at].iter().rev().find_map(|(_, kind)| match kind {
                TokenKind::OpenBracket => Some(true),
                TokenKind::CloseBracket => Some(false),
                _ => None,
            }) == Some(true)
    }

    /// Words before the head noun in lower case, without determiners and possessors: "prime", "foreign".
    pub(crate) fn modifiers(&self) -> Vec<String> {
        let end = self.head_words().saturating_sub(1);
        let after =
            self.words[..end].iter().rposition(|(_, kind)| *kind == TokenKind::Clitic).map_or(0, |at| at + 1);
        (after..end)
            .filter(|&at| {
                self.words[at].1 == TokenKind::Word
                    && !self.is_word(at, &words::DEFINITE)
                    && !self.is_word(at, &words::A)
            })
            .map(|at| self.word(at).to_lowercase())
            .collect()
    }

    /// The first word behind the head's "of", without article, in lower case: "state" of "the secretary of state".
    pub(crate) fn complement(&self) -> Option<String> {
        let of = self.head_words();
        let first = of + 1 + usize::from(self.is_word(of + 1, &words::THE));
        (self.is_word(of, &words::COMPLEMENT_LEADS) && first < self.words.len())
            .then(|| self.word(first).to_lowercase())
    }

    /// The words before `'s` ("Ostby" of "Ostby's governor").
    pub(crate) fn possessor(&self) -> Option<Span> {
        let clitic =
            self.words.iter().position(|(_, kind)| *kind == TokenKind::Clitic).filter(|&at| at > 0)?;
        (clitic < self.head_words()).then(|| self.words[0].0.join(self.words[clitic - 1].0))
    }

    /// Whether every word up to a comma or bracket is written as a name is; the span of those words, without article.
    pub(crate) fn as_name(&self) -> Option<Span> {
        let cut =
            |kind: &TokenKind| matches!(kind, TokenKind::Comma | TokenKind::OpenBracket | TokenKind::Dash);
        let end = (1..self.words.len()).find(|&at| cut(&self.words[at].1)).unwrap_or(self.words.len());
        let first = usize::from(self.is_word(0, &words::THE) && end > 1);
        let named = |at: usize| {
            let (span, kind) = self.words[at];
            let word = span.of(self.text);
            starts_capital(word)
                || matches!(kind, TokenKind::Number | TokenKind::Address)
                || at > first && words::SMALL_IN_NAMES.contains(word)
        };
        let words = self.words.get(first..end).filter(|words| !words.is_empty())?;
        (starts_capital(self.word(first)) && (first..end).all(named))
            .then(|| words[0].0.join(words[words.len() - 1].0))
    }

    /// "ecologist Ada Roe of the college", "the rapper Max Lind": the capitals that end the head behind a noun for
    /// one who does something, told by its ending; two words at least.
    pub(crate) fn name_after_role(&self) -> Option<Span> {
        let end = self.head_words();
        let capital = |at: &usize| self.words[*at].1 == TokenKind::Word && starts_capital(self.word(*at));
        let first = end - (0..end).rev().take_while(capital).count();
        let role = self.word(first.checked_sub(1)?);
        let plain = role.chars().all(char::is_lowercase);
        (end - first >= 2 && plain && (words::DOER_ENDINGS.ends(role, 3) || crate::nouns::is_role(role)))
            .then(|| self.words[first].0.join(self.words[end - 1].0))
    }

    /// Where a head ends whose office may have complements: before its first comma or bracket.
    pub(crate) fn head_end_with_office(&self) -> u32 {
        let over =
            |kind: &TokenKind| matches!(kind, TokenKind::Comma | TokenKind::OpenBracket | TokenKind::Dash);
        let end = (1..self.words.len()).find(|&at| over(&self.words[at].1));
        end.map_or(self.span.end, |end| self.words[end - 1].0.end)
    }

    /// Where the head of an item ends: before its first preposition or comma.
    pub(crate) fn head_end(&self, item: Span) -> u32 {
        let inside = |at: &usize| item.contains(self.words[*at].0);
        let first = (0..self.words.len()).find(inside).unwrap_or(0);
        let stop = (first + 1..self.words.len()).filter(inside).find(|&at| self.is_stop(at));
        match stop {
            Some(at) => self.words[at - 1].0.end,
            None => item.end,
        }
    }

    /// Whether a preposition governs the name at `byte` ("a lawyer for Jones"): what comes before is the head. A
    /// title that holds "of" does not ("Secretary of State John Kerry": the name follows other capitals).
    pub(crate) fn is_governed(&self, byte: u32) -> bool {
        let at = self.words.partition_point(|(span, _)| span.start < byte);
        let capital = |at: usize| self.words[at].1 == TokenKind::Word && starts_capital(self.word(at));
        let inside = |at: usize| at > 0 && self.is_word(at, &words::OF) && capital(at - 1);
        let mut before = at;
        while before > 0 && (capital(before - 1) || before < at && inside(before - 1)) {
            before -= 1;
        }
        let direct = before == at;
        before > 0
            && self.is_word(before - 1, &words::PHRASE_PREPOSITIONS)
            && (direct || !self.is_word(before - 1, &words::OF))
    }

    /// Whether the name that ends at `byte` is followed by `'s`.
    pub(crate) fn is_possessor(&self, byte: u32) -> bool {
        let at = self.words.partition_point(|(span, _)| span.start < byte);
        self.words.get(at).is_some_and(|(_, kind)| *kind == TokenKind::Clitic) && at + 1 < self.words.len()
    }
}

fn starts_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}
