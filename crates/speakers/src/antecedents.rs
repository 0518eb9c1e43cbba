//! Who a pronoun or "the senator" can be: entities named before it, weighed.

use crate::name_index::NameIndex;
use crate::nouns;
use crate::offices::Office;
use crate::phrase::Phrase;
use crate::words;
use sayso_core::{
    Article, Attribution, Entity, EntityKind, Gender, Mention, MentionForm, Mentions, Span, Speaker,
    SpeakerKind, Token, TokenKind, Tokens,
};
use sayso_lexicon::{ClauseLexicon, tag};

/// Mentions looked back at.
const WINDOW: usize = 60;

/// Sentences between a name and a description that it is close to.
const CLOSE: usize = 3;

/// What was named before a place in the text.
pub(crate) struct Antecedents<'n, 'a> {
    article: &'a Article,
    tokens: &'a Tokens,
    mentions: &'a Mentions,
    names: &'n NameIndex<'a>,
    /// Mentions before the place, nearest last.
    near: &'a [Mention],
    at: u32,
}

impl<'n, 'a> Antecedents<'n, 'a> {
    pub(crate) fn new(
        article: &'a Article,
        tokens: &'a Tokens,
        mentions: &'a Mentions,
        names: &'n NameIndex<'a>,
        at: u32,
    ) -> Self {
        let end = mentions.mentions.partition_point(|mention| mention.span.end <= at);
        let near = &mentions.mentions[end.saturating_sub(WINDOW)..end];
        Self { article, tokens, mentions, names, near, at }
    }

    /// The person that "he" or "she" is: nearness in sentences, being a subject, having spoken last, and gender.
    /// A source of an earlier statement counts as a mention, also where it is in no list ("the mayor").
    pub(crate) fn person(&self, gender: Gender, recent: &[Attribution]) -> Option<Speaker> {
        let most = self.people(gender, recent).into_iter().max_by(|a, b| a.0.total_cmp(&b.0));
        most.map(|(_, speaker)| speaker)
    }

    /// Whether an entity is named near the beginning of this sentence or the one before it, where subjects stand.
    pub(crate) fn is_subject(&self, id: &str) -> bool {
        let here = self.tokens.sentence_at(self.at);
        let near =
            self.near.iter().rev().map(|mention| (mention, self.tokens.sentence_at(mention.span.start)));
        let mut near = near.take_while(|(_, sentence)| sentence + 1 >= here);
        near.any(|(mention, sentence)| {
            let known = self.mentions.entity_of(mention).is_some_and(|entity| entity.id == id);
            known && self.starts(sentence, mention.span.start)
        })
    }

    /// Somebody else who is nearly as likely as the one whom [`Self::person`] gives.
    pub(crate) fn rival(&self, gender: Gender, recent: &[Attribution], known: &Speaker) -> Option<Speaker> {
        /// Less than what a sentence between, and being its subject, weigh together.
        const NEAR: f32 = 1.0;
        let surname = |speaker: &Speaker| speaker.name.rsplit(' ').next().map(str::to_lowercase);
        let people = self.people(gender, recent);
        let (known, others): (Vec<_>, Vec<_>) = people
            .into_iter()
            .partition(|(_, speaker)| speaker.id == known.id || surname(speaker) == surname(known));
        let most = known.iter().map(|(weight, _)| *weight).reduce(f32::max)?;
        let other = others.into_iter().max_by(|a, b| a.0.total_cmp(&b.0));
        other.filter(|(weight, _)| *weight > most - NEAR).map(|(_, speaker)| speaker)
    }

    /// Those whom "he" or "she" can be, weighed.
    fn people(&self, gender: Gender, recent: &[Attribution]) -> Vec<(f32, Speaker)> {
        let last = recent.last().and_then(|attribution| attribution.speakers.first());
        let fits = |entity: &Entity| {
            entity.kind == EntityKind::Person
                && entity.gender.is_none_or(|known| known == gender || known == Gender::Neutral)
        };
        let spoke = |id: &str| weight(last.is_some_and(|speaker| speaker.id == id), 1.6);
        let mentioned = self.near.iter().filter_map(|mention| {
            let entity = self.mentions.entity_of(mention).filter(|entity| fits(entity))?;
            Some((
                mention.span,
                weight(entity.gender == Some(gender), 1.0) + spoke(&entity.id),
                crate::named(entity),
            ))
        });
        let spoken = recent.iter().filter_map(|attribution| {
            let span = *attribution.source.first().filter(|span| span.end <= self.at)?;
            let [speaker] = &attribution.speakers[..] else { return None };
            let known = match (self.entity(&speaker.id), speaker.kind) {
                (Some(entity), _) => fits(entity).then(|| weight(entity.gender == Some(gender), 1.0))?,
                (None, SpeakerKind::Person | SpeakerKind::Role | SpeakerKind::Anonymous) => 0.0,
                _ => return None,
            };
            Some((span, known + spoke(&speaker.id), speaker.clone()))
        });
        let weighed = mentioned.chain(spoken);
        weighed.map(|(span, known, speaker)| (self.salience(span) + known, speaker)).collect()
    }

    /// "“I will not sign,” she said. Prime Minister Toth was speaking …": the one person named at the beginning of the
    /// next sentences, where nobody was named before.
    pub(crate) fn named_next(&self, gender: Gender) -> Option<Speaker> {
        const SENTENCES: usize = 3;
        let here = self.tokens.sentence_at(self.at);
        let last = self.tokens.sentences.get(here + 1..)?.iter().take(SENTENCES).next_back()?;
        let next = Span { start: self.tokens.sentences.get(here + 1)?.span.start, end: last.span.end };
        let fits = |entity: &&Entity| {
            entity.kind == EntityKind::Person
                && entity.gender.is_none_or(|known| known == gender || known == Gender::Neutral)
        };
        let first = self.mentions.within(next).iter().find(|mention| {
            self.mentions.entity_of(mention).is_some_and(|entity| entity.kind == EntityKind::Person)
        })?;
        let starts = self.starts(self.tokens.sentence_at(first.span.start), first.span.start);
        self.mentions.entity_of(first).filter(fits).filter(|_| starts).map(crate::named)
    }

    /// The document that "it" stands for: the last speaker in this sentence or the one before it, or what that sentence
    /// begins with ("The memo was sent in May. It says …").
    pub(crate) fn document(&self, recent: &[Attribution]) -> Option<Speaker> {
        /// Words between a determiner and the noun: "The committee's final report".
        const REACH: usize = 5;
        let here = self.tokens.sentence_at(self.at);
        let near = |span: &Span| span.end <= self.at && self.tokens.sentence_at(span.start) + 1 >= here;
        let last = recent.iter().rev().find(|attribution| attribution.source.first().is_some_and(near));
        let spoke = last.map(|attribution| &attribution.speakers);
        if let Some([speaker]) = spoke.map(Vec::as_slice) {
            return (speaker.kind == SpeakerKind::Document).then(|| speaker.clone());
        }
        (here.saturating_sub(1)..=here).rev().find_map(|sentence| {
            let span = self.tokens.sentences.get(sentence)?.span;
            let range = self.tokens.in_span(Span { end: span.end.min(self.at), ..span });
            let words = self.tokens.tokens.get(range)?;
            let [determiner, rest @ ..] = words else { return None };
            let text = |token: &Token| token.span.of(&self.article.text).to_lowercase();
            let simple = |token: &&Token| {
                let text = text(token);
                let noun = nouns::is_document(&text) || !is_verb(&text);
                token.kind == TokenKind::Clitic
                    || token.kind == TokenKind::Word && noun && !words::PHRASE_PREPOSITIONS.contains(&text)
            };
            let noun =
                rest.iter().take(REACH).take_while(simple).find(|word| nouns::is_document(&text(word)))?;
            let phrase = Phrase::new(&self.article.text, self.tokens, determiner.span.join(noun.span));
            words::DOCUMENT_DETERMINERS
                .contains(&text(determiner))
                .then(|| crate::unnamed(SpeakerKind::Document, phrase.description()))
        })
    }

    /// How likely a name is taken up again by a pronoun, by its place alone.
    fn salience(&self, span: Span) -> f32 {
        let here = self.tokens.sentence_at(self.at);
        let sentence = self.tokens.sentence_at(span.start);
        let text = &self.article.text;
        let after = text.get(span.end as usize..).unwrap_or("");
        let possessor = after.starts_with("'s") || after.starts_with("’s");
        let lead = text.get(..span.start as usize).unwrap_or("").trim_end();
        let governed = lead.rsplit(' ').next().is_some_and(|word| words::GOVERNORS.contains(word));
        -(here.saturating_sub(sentence) as f32) * 0.8
            + weight(self.starts(sentence, span.start) && !governed, 1.2)
            - weight(possessor, 0.6)
            - weight(governed, 0.8)
    }

    /// Whether a byte is near its sentence's beginning, where subjects stand.
    fn starts(&self, sentence: usize, byte: u32) -> bool {
        let lead = self.tokens.sentences.get(sentence);
        lead.is_some_and(|sentence| byte.saturating_sub(sentence.span.start) < 40)
    }

    pub(crate) fn entity(&self, id: &str) -> Option<&'a Entity> {
        self.names.by_id(id)
    }

    /// Whom "they" stands for: the nearest plural speaker, group or body at the beginning of a clause in this sentence
    /// or the two before it.
    pub(crate) fn several(&self, recent: &[Attribution]) -> Option<Vec<Speaker>> {
        let here = self.tokens.sentence_at(self.at);
        for sentence in (here.saturating_sub(2)..=here).rev() {
            let span = self.tokens.sentences.get(sentence)?.span;
            let before = Span { start: span.start, end: span.end.min(self.at).max(span.start) };
            let spoke = recent.iter().rev().find(|attribution| {
                attribution.source.first().is_some_and(|source| before.contains(*source))
                    && (attribution.speakers.len() > 1 || attribution.speakers.iter().any(is_plural))
            });
            if let Some(attribution) = spoke {
                return Some(attribution.speakers.clone());
            }
            if let Some(pair) = self.pair(sentence, before) {
                return Some(pair);
            }
            if let Some(speaker) = self.group(before) {
                return Some(vec![speaker]);
            }
            let body = self
                .mentions
                .within(before)
                .iter()
                .filter(|mention| self.starts(sentence, mention.span.start));
            let body = body.filter(|mention| mention.form != MentionForm::Demonym);
            let body = body
                .filter_map(|mention| self.mentions.entity_of(mention))
                .find(|entity| entity.kind.is_organization());
            if let Some(entity) = body {
                return Some(vec![crate::named(entity)]);
            }
        }
        None
    }

    /// "Jane Roe and Max Lind met": two names joined as the subject of a sentence.
    fn pair(&self, sentence: usize, span: Span) -> Option<Vec<Speaker>> {
        let [first, second, ..] = self.mentions.within(span) else { return None };
        let between = self.article.text.get(first.span.end as usize..second.span.start as usize)?;
        let joined = between.starts_with(" and ") && between.split_whitespace().count() < 4;
        let entities = [self.mentions.entity_of(first)?, self.mentions.entity_of(second)?];
        let speak =
            entities.iter().all(|entity| entity.kind == EntityKind::Person || entity.kind.is_organization());
        (joined && speak && self.starts(sentence, first.span.start))
            .then(|| entities.iter().map(|entity| crate::named(entity)).collect())
    }

    /// "The astronomers started …": a noun for several people, or any plural behind a determiner, as the subject of a
    /// sentence.
    fn group(&self, sentence: Span) -> Option<Speaker> {
        const REACH: usize = 5;
        let range = self.tokens.in_span(sentence);
        let words = self.tokens.tokens.get(range)?;
        let words = &words[..words.len().min(REACH)];
        let word = |at: usize| words[at].span.of(&self.article.text);
        let people = |at: usize| nouns::is_people(&word(at).to_lowercase());
        let plural = |at: usize| {
            let noun = word(at);
            at > 0
                && noun.len() > 3
                && noun.ends_with('s')
                && !noun.ends_with("ss")
                && !noun.ends_with("us")
                && noun.starts_with(char::is_lowercase)
                && words.get(at + 1).is_some_and(|next| {
                    next.kind == TokenKind::Word && next.span.of(&self.article.text) != "of"
                })
        };
        let determined = !words.is_empty() && words::GROUP_DETERMINERS.contains(&word(0).to_lowercase());
        let noun = (0..words.len())
            .find(|&at| people(at))
            .or_else(|| (1..words.len().min(3)).find(|&at| determined && plural(at)))?;
        let first =
            (0..noun).rev().take_while(|&at| words[at].kind == TokenKind::Word).last().unwrap_or(noun);
        let phrase = Phrase::new(&self.article.text, self.tokens, words[first].span.join(words[noun].span));
        Some(crate::unnamed(SpeakerKind::Collective, phrase.description()))
    }

    /// The organisation that "the ministry", "the company" stands for: the nearest before, else the first behind,
    /// whose name holds the noun, or whose kind the noun can be.
    pub(crate) fn organization(&self, head: &str) -> Option<&'a Entity> {
        match head {
            _ if words::COUNTRIES.contains(head) => return self.place(true, ""),
            _ if words::TOWNS.contains(head) => {
                return self.place(false, head);
            }
            _ => {}
        }
        let by_kind = |entity: &Entity| match head {
            _ if words::FIRMS.contains(head) => entity.kind == EntityKind::Company,
            "party" => entity.kind == EntityKind::Party,
            _ if words::OUTLETS.contains(head) => {
                entity.kind == EntityKind::Outlet
                    || entity.name.contains('.')
                        && entity.kind != EntityKind::Place
                        && !entity.name.contains(' ')
            }
            _ if head.is_empty() || words::BODIES.contains(head) => entity.kind.is_organization(),
            _ => false,
        };
        let by_name = |entity: &Entity| {
            !head.is_empty()
                && entity.kind != EntityKind::Person
                && !entity.kind.is_place()
                && holds(&entity.name, head)
        };
        let known = self
            .named()
            .find(|entity| by_name(entity))
            .or_else(|| self.named().find(|entity| by_kind(entity)));
        known.or_else(|| words::FIRMS.contains(head).then(|| self.body()).flatten())
    }

    /// The nearest body of which nobody knows what it is, in this sentence or the two before it: it may be a firm.
    fn body(&self) -> Option<&'a Entity> {
        let here = self.tokens.sentence_at(self.at);
        let near = self.near.iter().rev();
        let mut near = near.take_while(|mention| self.tokens.sentence_at(mention.span.start) + 2 >= here);
        let of = |mention| self.mentions.entity_of(mention);
        near.find_map(|mention| of(mention).filter(|entity| entity.kind == EntityKind::Organization))
    }

    /// Entities named before, nearest first, without nouns of origin.
    fn named(&self) -> impl Iterator<Item = &'a Entity> + '_ {
        let named = self.near.iter().rev().filter(|mention| mention.form != MentionForm::Demonym);
        named.filter_map(|mention| self.mentions.entity_of(mention))
    }

    /// The country (or town) that is named most before, of equals the nearest; "the city" is the one that was said to
    /// be a city, and none that another lies in ("Ostby, Norway").
    fn place(&self, country: bool, head: &str) -> Option<&'a Entity> {
        let wanted = if country { EntityKind::Country } else { EntityKind::Place };
        let fits = |mention: &&Mention| {
            let entity = self.mentions.entity_of(mention);
            entity.is_some_and(|entity| {
                entity.kind == wanted
                    && !words::NO_TOWNS.iter().any(|word| word != head && holds(&entity.name, word))
            })
        };
        let lead = |mention: &Mention| self.article.text.get(..mention.span.start as usize).unwrap_or("");
        let places = || self.near.iter().rev().filter(fits);
        let said = |mention: &&Mention| {
            let words = lead(mention).strip_suffix(" of ");
            words.is_some_and(|words| !head.is_empty() && words.rsplit(' ').next() == Some(head))
        };
        if let Some(mention) = places().find(said) {
            return self.mentions.entity_of(mention);
        }
        let around = |mention: &Mention| {
            !country
                && self.near.iter().any(|other| {
                    self.article.text.get(other.span.end as usize..mention.span.start as usize) == Some(", ")
                })
        };
        let named = places().filter(|mention| !around(mention)).map(|mention| mention.entity);
        crate::named_most(named).and_then(|most| self.mentions.entities.get(most as usize))
    }

    /// The person who holds an office: the nearest named before, else the first behind. Nobody where it could as well be
    /// somebody else: two are named in one sentence, or two before and neither close.
    pub(crate) fn with_role(&self, office: &Office<'_>) -> Option<&'a Entity> {
        let apposed = |mention: &Mention| {
            let lead = self.article.text.get(..mention.span.start as usize).unwrap_or("");
            let lead = lead.trim_end_matches([' ', ',']);
            lead.rsplit(' ').next().is_some_and(|word| office.is_noun(word)) && !office.differs(lead)
        };
        let person = |mention: &'a Mention| {
            let entity = self.mentions.entity_of(mention)?;
            let holds = entity.roles.iter().any(|role| office.is(role)) || apposed(mention);
            (entity.kind == EntityKind::Person && holds).then_some((mention, entity))
        };
        let mut before = self.near.iter().rev().filter_map(person);
        if let Some((mention, holder)) = before.next() {
            let sentence = self.tokens.sentence_at(mention.span.start);
            let close = self.tokens.sentence_at(self.at).saturating_sub(sentence) <= CLOSE;
            let mut others = before.filter(|(_, other)| other.id != holder.id);
            let other = others.next().map(|(other, _)| self.tokens.sentence_at(other.span.start));
            return other.is_none_or(|other| close && other != sentence).then_some(holder);
        }
        let behind = self.mentions.mentions.partition_point(|mention| mention.span.start < self.at);
        let behind = self.mentions.mentions.get(behind..).unwrap_or(&[]);
        behind.iter().take(WINDOW).find_map(person).map(|(_, holder)| holder)
    }

    /// "The striker", "the 34-year-old": the one person named in this sentence before it and in the two sentences
    /// before; nobody where there are two.
    pub(crate) fn only_person(&self, gender: Option<Gender>) -> Option<&'a Entity> {
        let here = self.tokens.sentence_at(self.at);
        let near = self.near.iter().rev();
        let near = near.take_while(|mention| self.tokens.sentence_at(mention.span.start) + 2 >= here);
        let mut people = near
            .filter_map(|mention| self.mentions.entity_of(mention))
            .filter(|entity| entity.kind == EntityKind::Person);
        let first = people.next()?;
        let fits = gender.is_none() || first.gender.is_none() || first.gender == gender;
        (fits && people.all(|other| other.id == first.id)).then_some(first)
    }

    /// The name right before a relative pronoun.
    pub(crate) fn antecedent(&self) -> Option<&'a Entity> {
        const REACH: u32 = 40;
        let sentence = self.tokens.sentences.get(self.tokens.sentence_at(self.at))?.span;
        let nearest = self.near.last().filter(|mention| {
            mention.span.start >= sentence.start
                && mention.span.end + REACH > self.at
                && mention.form != MentionForm::Demonym
        })?;
        self.mentions.entity_of(nearest)
    }

    /// Two or three capitals right before a relative pronoun and its comma: a name that recognition passed over.
    pub(crate) fn capitals(&self) -> Option<Span> {
        const LONGEST: usize = 3;
        let sentence = self.tokens.sentences.get(self.tokens.sentence_at(self.at))?.span;
        let range = self.tokens.in_span(Span { start: sentence.start, end: self.at.max(sentence.start) });
        let words = self.tokens.tokens.get(range)?;
        let words = match words {
            [rest @ .., last] if last.kind == TokenKind::Comma => rest,
            words => words,
        };
        let capital = |token: &&Token| {
            let text = token.span.of(&self.article.text);
            token.kind == TokenKind::Word && text.starts_with(char::is_uppercase)
        };
        let count = words.iter().rev().take_while(capital).count();
        let name = words.get(words.len() - count..)?;
        (2..=LONGEST).contains(&count).then(|| name[0].span.join(name[count - 1].span))
    }

    /// The noun right before a relative pronoun, with what belongs to it: "the two officers, who", "people who".
    pub(crate) fn noun(&self) -> Option<Speaker> {
        const REACH: usize = 5;
        let sentence = self.tokens.sentences.get(self.tokens.sentence_at(self.at))?.span;
        let range = self.tokens.in_span(Span { start: sentence.start, end: self.at.max(sentence.start) });
        let mut words = self.tokens.tokens.get(range)?;
        if let [rest @ .., last] = words
            && last.kind == TokenKind::Comma
        {
            words = rest;
        }
        let word = |token: &Token| token.span.of(&self.article.text);
        let plain =
            |token: &&Token| token.kind == TokenKind::Word && word(token).starts_with(char::is_lowercase);
        let noun = words.last().filter(plain)?;
        let determined = words
            .iter()
            .rev()
            .take(REACH)
            .position(|token| words::NOUN_DETERMINERS.contains(&word(token).to_lowercase()));
        let first = match determined {
            Some(behind) if words[words.len() - behind..].iter().all(|token| plain(&token)) => {
                words.len() - 1 - behind
            }
            _ if nouns::is_people(word(noun)) || word(noun) == "people" => words.len() - 1,
            _ => return None,
        };
        let phrase = Phrase::new(&self.article.text, self.tokens, words[first].span.join(noun.span));
        Some(crate::unnamed(nouns::kind(&phrase.head(), &phrase.folded()), phrase.description()))
    }

    /// The last speaker of a kind.
    pub(crate) fn last_speaker(&self, recent: &[Attribution], kind: SpeakerKind) -> Option<&'a Entity> {
        let last = recent
            .iter()
            .rev()
            .flat_map(|attribution| &attribution.speakers)
            .find(|speaker| speaker.kind == kind)?;
        self.names.by_id(&last.id)
    }
}

/// Whether a word is first of all a verb: it ends the noun phrase before it.
fn is_verb(word: &str) -> bool {
    let tags = ClauseLexicon::shipped().look_up(word).map_or(0, |entry| entry.tags);
    tags & (tag::VERB | tag::AUXILIARY | tag::MODAL) != 0
}

/// Whether "they" can stand for it.
pub(crate) fn is_plural(speaker: &Speaker) -> bool {
    matches!(speaker.kind, SpeakerKind::Collective | SpeakerKind::Organization)
}

fn weight(holds: bool, weight: f32) -> f32 {
    if holds { weight } else { 0.0 }
}

/// Whether a name holds a word, given in lower case.
fn holds(name: &str, word: &str) -> bool {
    name.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|known| known == word)
}
