//! From sources as written to speakers: names, roles, pronouns, groups, carriers.
//!
//! [`Resolver`] is for any attributor: it needs spans only. Every look back is bounded, so that an article is
//! resolved in linear time.

mod antecedents;
mod first_person;
mod full_names;
mod name_index;
mod nouns;
mod offices;
mod phrase;
mod words;

use full_names::FullNames;
use name_index::NameIndex;
pub use nouns::{is_document, is_role};
use offices::Office;
use phrase::Phrase;
use rustc_hash::FxHashSet;
use sayso_core::{
    Article, Attribution, Carrier, Entity, EntityKind, Form, Gender, Mention, MentionForm, Mentions, Span,
    Speaker, SpeakerKind, Token, TokenKind, Tokens,
};
use sayso_lexicon::{Language, Table};
use std::cell::OnceCell;
use std::sync::LazyLock;

/// Attributions looked back at for the speakers of "they" and "the group".
const MEMORY: usize = 12;
/// Bearers of one surname looked at.
const NAMESAKES: usize = 8;
/// Bytes around a cue in which a carrier is looked for.
const CARRIER_REACH: u32 = 90;

/// Speakers of one attribution, and what it came through.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resolved {
    /// Never empty.
    pub speakers: Vec<Speaker>,
    /// "she told AP"
    pub via: Option<Carrier>,
}

/// Resolves the sources of one article.
pub struct Resolver<'a> {
    article: &'a Article,
    tokens: &'a Tokens,
    mentions: &'a Mentions,
    /// Made when first needed.
    names: OnceCell<NameIndex<'a>>,
    /// Read when first needed.
    full_names: OnceCell<FullNames>,
    /// How often each entity is named; counted when first needed.
    counts: OnceCell<Vec<u32>>,
    /// Who "I" is outside quotation marks, if nothing nearby tells.
    writer: OnceCell<Option<&'a Entity>>,
}

impl<'a> Resolver<'a> {
    /// `tokens` and `mentions` belong to `article`; `mentions` may be empty.
    pub fn new(article: &'a Article, tokens: &'a Tokens, mentions: &'a Mentions) -> Self {
        Self {
            article,
            tokens,
            mentions,
            names: OnceCell::new(),
            full_names: OnceCell::new(),
            counts: OnceCell::new(),
            writer: OnceCell::new(),
        }
    }

    /// Speakers of a statement with these source and cue spans (bytes); `earlier` are the attributions before it,
    /// with their speakers, in text order.
    pub fn resolve(&self, source: &[Span], cue: &[Span], earlier: &[Attribution]) -> Resolved {
        let recent = &earlier[earlier.len().saturating_sub(MEMORY)..];
        let mut speakers = self.speakers(source, cue, recent);
        for speaker in &mut speakers {
            if let Some(full) = self.in_full(speaker, earlier).or_else(|| self.reporting(speaker, cue)) {
                *speaker = full;
            }
        }
        if speakers.is_empty() {
            speakers.push(unresolved(source.first().map_or("", |span| span.of(&self.article.text))));
        }
        Resolved { via: self.carrier(cue, &speakers), speakers }
    }

    /// Somebody known by a surname alone, by the name in full: that of an earlier speaker, or what stands in the text.
    fn in_full(&self, speaker: &Speaker, earlier: &[Attribution]) -> Option<Speaker> {
        /// Attributions looked back at.
        const REACH: usize = 60;
        let surname = speaker.name.as_str();
        let listed = self.names().by_id(&speaker.id).is_some_and(|entity| entity.listed);
        if !matches!(speaker.kind, SpeakerKind::Person | SpeakerKind::Role) || listed || !is_single(surname) {
            return None;
        }
        let folded = full_names::folded(surname);
        let ends = |other: &&Speaker| {
            let last = other.name.rsplit(' ').next().unwrap_or_default();
            other.kind == SpeakerKind::Person
                && other.name.contains(' ')
                && full_names::folded(last) == folded
        };
        let before = earlier[earlier.len().saturating_sub(REACH)..].iter().rev();
        if let Some(known) = before.flat_map(|attribution| &attribution.speakers).find(ends) {
            return Some(known.clone());
        }
        let names = self.full_names.get_or_init(|| FullNames::new(self.article, self.tokens));
        let full = names.of_part(surname)?.of(&self.article.text);
        Some(self.names().part(full).map_or_else(|| unnamed(SpeakerKind::Person, full), named))
    }

    /// "Coles reported", "Rudaw reports": what reports and has one name, of which nothing else is known, is a body.
    fn reporting(&self, speaker: &Speaker, cue: &[Span]) -> Option<Speaker> {
        let reports = cue
            .first()?
            .of(&self.article.text)
            .split_whitespace()
            .any(|word| words::REPORTING.contains(word));
        let known = self.names().by_id(&speaker.id);
        let person =
            known.is_some_and(|entity| entity.listed || entity.gender.is_some() || !entity.roles.is_empty());
        let single = speaker.kind == SpeakerKind::Person && is_single(&speaker.name);
        (reports && single && !person && !full_names::is_given(&speaker.name))
            .then(|| unnamed(SpeakerKind::Organization, &speaker.name))
    }

    /// Whether a statement with this cue may have come through somebody, whoever speaks.
    pub fn may_be_carried(&self, cue: &[Span]) -> bool {
        self.carrier(cue, &[]).is_some()
    }

    /// A carrier from a span that names one ("Reuters").
    pub fn carrier_at(&self, span: Span) -> Carrier {
        let named = self.mentions.within(span).iter().find_map(|mention| self.mentions.entity_of(mention));
        Carrier {
            id: named.map(|entity| entity.id.clone()),
            name: named.map_or_else(|| span.of(&self.article.text).to_owned(), |entity| entity.name.clone()),
            span,
        }
    }

    /// Whether a source names nobody at all: "no one".
    fn is_nobody(phrase: &Phrase<'_>) -> bool {
        words::NOBODIES.contains(&phrase.folded())
    }

    fn speakers(&self, source: &[Span], cue: &[Span], recent: &[Attribution]) -> Vec<Speaker> {
        let Some(span) = source.first().copied() else { return self.carried_on(cue, recent) };
        self.of_phrase(&Phrase::new(&self.article.text, self.tokens, span), recent)
    }

    fn of_phrase(&self, phrase: &Phrase<'_>, recent: &[Attribution]) -> Vec<Speaker> {
        if Self::is_nobody(phrase) {
            return Vec::new();
        }
        if phrase.is_pronoun() {
            return self.pronoun(phrase, recent);
        }
        if let Some(who) = phrase.relative() {
            return self.relative(who);
        }
        let named = self.named(phrase, recent);
        if !named.is_empty() {
            return named;
        }
        self.described(phrase, recent)
    }

    /// "Will Power, who lost the vote": the name or noun before a relative pronoun.
    fn relative(&self, at: u32) -> Vec<Speaker> {
        let before = self.before(at);
        let known = before.antecedent().filter(|entity| entity.kind == EntityKind::Person).map(named);
        let written =
            || before.capitals().map(|name| unnamed(SpeakerKind::Person, name.of(&self.article.text)));
        known.or_else(written).or_else(|| before.noun()).into_iter().collect()
    }

    /// "…, she said, adding that …": a participle without a subject has that of the statement before it in the
    /// sentence.
    fn carried_on(&self, cue: &[Span], recent: &[Attribution]) -> Vec<Speaker> {
        let Some(cue) = cue.first() else { return Vec::new() };
        let participle =
            cue.of(&self.article.text).split_whitespace().next().is_some_and(|word| word.ends_with("ing"));
        let sentence = self.tokens.sentence_at(cue.start);
        let before = recent.last().filter(|attribution| {
            let said = attribution.cue.first().or(attribution.source.first());
            said.is_some_and(|said| {
                self.tokens.sentence_at(said.start) + 1 >= sentence && said.end <= cue.start
            })
        });
        before.filter(|_| participle).map_or_else(Vec::new, |attribution| attribution.speakers.clone())
    }

    /// The entities that the phrase names as its head, or as the items of its list.
    fn named(&self, phrase: &Phrase<'_>, recent: &[Attribution]) -> Vec<Speaker> {
        if let Some(body) = self.longer(phrase) {
            return vec![body];
        }
        let mut out: Vec<Speaker> = Vec::new();
        let items = self.in_whole_names(phrase.items());
        for &item in &items {
            let part = phrase.part(item);
            let found = match self.head(phrase, item) {
                Some(entity) => vec![named(self.owned(&part, self.titled(&part, entity)))],
                None if items.len() == 1 => Vec::new(),
                None if part.is_pronoun() => self.pronoun(&part, recent),
                None if items.len() == 2 && part.is_determined() => self.described(&part, recent),
                None => {
                    part.as_name().and_then(|name| self.part_of_name(name)).map(named).into_iter().collect()
                }
            };
            for speaker in found {
                if !out.contains(&speaker) {
                    out.push(speaker);
                }
            }
        }
        out
    }

    /// The items of a list, joined where a name goes on over two of them: "Institute for River Safety and Health".
    fn in_whole_names(&self, items: Vec<Span>) -> Vec<Span> {
        let mut out: Vec<Span> = Vec::with_capacity(items.len());
        for item in items {
            let over = out.last().is_some_and(|last| {
                let both = self.mentions.within(last.join(item));
                both.iter().any(|name| name.span.start < last.end && item.start < name.span.end)
            });
            match out.last_mut().filter(|_| over) {
                Some(last) => *last = last.join(item),
                None => out.push(item),
            }
        }
        out
    }

    /// "Institute of Rivers and Lakes", "Bank of the North" where recognition stopped at a part of the name.
    fn longer(&self, phrase: &Phrase<'_>) -> Option<Speaker> {
        let whole = phrase.as_name()?;
        let [part, rest @ ..] = self.mentions.within(whole) else { return None };
        let entity = self.mentions.entity_of(part)?;
        let tail = self.article.text.get(part.span.end as usize..whole.end as usize)?;
        let name = part.span.of(&self.article.text);
        let governed = words::COMPLEMENT_LEADS.iter().any(|lead| name.contains(&[" ", lead, " "].concat()));
        let inside = governed && tail.starts_with(" and ");
        // What recognition found in the rest of it stands for nothing by itself: "Lakes", "Health".
        let alone = |entity: &Entity| !entity.listed && entity.kind != EntityKind::Person;
        let parts = rest.iter().all(|mention| {
            let entity = self.mentions.entity_of(mention);
            entity.is_some_and(|entity| entity.kind.is_place() || alone(entity))
        });
        let longer = part.span.start == whole.start && entity.kind != EntityKind::Person && parts;
        (longer && inside).then(|| unnamed(SpeakerKind::Organization, whole.of(&self.article.text)))
    }

    /// The entity whose name is the head of an item: a person first, else what ends the head.
    fn head(&self, phrase: &Phrase<'_>, item: Span) -> Option<&'a Entity> {
        let within = self.mentions.within(item);
        let whole = phrase.part(item).as_name();
        let serves = |mention: &&Mention| {
            !phrase.is_bracketed(mention.span.start)
                && !phrase.is_possessor(mention.span.end)
                && !phrase.is_modifier(mention.span.end)
                && mention.form != MentionForm::Demonym
        };
        let whole_name = |mention: &&Mention| {
            mention.span.of(&self.article.text).contains(' ') || !phrase.goes_on(mention.span.end)
        };
        let governed = |mention: &Mention| {
            phrase.is_governed(mention.span.start) && !self.follows_place(within, mention.span.start)
        };
        let mut people =
            within.iter().filter(serves).filter(whole_name).filter(|mention| {
                self.kind(mention.entity) == Some(EntityKind::Person) && !governed(mention)
            });
        // "John D. (Jay) Roe" is named last.
        let surname = |mention: &&Mention| {
            self.article.text.get(..mention.span.start as usize).is_some_and(|lead| lead.ends_with(") "))
        };
        let person = people.clone().find(surname).or_else(|| people.next());
        let head_end = phrase.head_end(item);
        // Of "Ostby Daily" the town is not the speaker.
        let partial = |mention: &Mention| {
            whole.is_some_and(|whole| mention.span.start > whole.start && mention.span.end <= whole.end)
                && self.mentions.entity_of(mention).is_some_and(|entity| entity.kind.is_place())
        };
        let head = person.or_else(|| {
            within.iter().rev().filter(serves).filter(whole_name).find(|mention| {
                mention.span.end >= head_end && mention.span.start < head_end && !partial(mention)
            })
        });
        head.and_then(|mention| self.mentions.entity_of(mention))
    }

    /// In a senator's own release the bare surname is the senator, whoever else is famous by it.
    fn owned(&self, phrase: &Phrase<'_>, entity: &'a Entity) -> &'a Entity {
        let writer = || first_person::writer(self.article, self.tokens, self.mentions);
        let Some(owner) = *self.writer.get_or_init(writer) else { return entity };
        let surname = |name: &str| name.rsplit(' ').next().unwrap_or_default().to_lowercase();
        let bare = phrase.names() == 1 && surname(&owner.name) == phrase.last_word().to_lowercase();
        if bare && entity.kind == EntityKind::Person { owner } else { entity }
    }

    /// The one of several people with a surname whom a title tells: "Mr. Marsh" is not Chloe Marsh where Owen Marsh is
    /// named, too.
    fn titled(&self, phrase: &Phrase<'_>, entity: &'a Entity) -> &'a Entity {
        let Some(gender) = phrase.title_gender().filter(|_| entity.kind == EntityKind::Person) else {
            return entity;
        };
        if entity.gender.is_none_or(|known| known == gender || known == Gender::Neutral)
            && entity.gender.is_some()
        {
            return entity;
        }
        let namesakes = self.names().namesakes(phrase.last_word());
        let fits = |other: &&Entity| other.gender == Some(gender);
        let mut fitting = namesakes.filter(fits);
        match (fitting.next(), fitting.next()) {
            (Some(one), None) => one,
            _ => entity,
        }
    }

    /// "senator from Vermont Bernie Sanders": the preposition governs the place, and the name behind it is the head.
    fn follows_place(&self, within: &[Mention], byte: u32) -> bool {
        let before = within.partition_point(|mention| mention.span.end < byte);
        let place = before.checked_sub(1).and_then(|before| within.get(before));
        place.is_some_and(|place| {
            place.span.end + 1 == byte
                && place.form != MentionForm::Demonym
                && self.kind(place.entity).is_some_and(EntityKind::is_place)
        })
    }

    /// Whose text it is: the one person in the byline, in whose office's name it is published, or whose statement its
    /// heading says it is.
    pub fn owner(&self) -> Option<Speaker> {
        let writer = || first_person::writer(self.article, self.tokens, self.mentions);
        self.writer.get_or_init(writer).map(named)
    }

    /// Whether a phrase is of somebody or something that statements stand on: a name, or a noun for sources.
    pub fn names_a_source(&self, span: Span) -> bool {
        let phrase = Phrase::new(&self.article.text, self.tokens, span);
        let speaks = |entity: &Entity| entity.kind == EntityKind::Person || entity.kind.is_organization();
        nouns::is_noun(&phrase.head()) || self.head(&phrase, span).is_some_and(speaks)
    }

    /// Who else "he", "she", "it" or a surname alone may nearly as well be.
    pub fn rival(&self, source: Span, known: &Speaker, earlier: &[Attribution]) -> Option<String> {
        let phrase = Phrase::new(&self.article.text, self.tokens, source);
        if phrase.names() == 1 && !phrase.is_pronoun() && phrase.title_gender().is_none() {
            return self.named_more(phrase.last_word(), known);
        }
        let word = phrase.folded();
        if words::IT.contains(&word) && known.kind == SpeakerKind::Organization {
            let subject = self.before(phrase.start()).is_subject(&known.id);
            return (!subject).then(|| "something else".to_owned());
        }
        let gender = match () {
            () if words::HE.contains(&word) => Gender::Male,
            () if words::SHE.contains(&word) => Gender::Female,
            () => return None,
        };
        let recent = &earlier[earlier.len().saturating_sub(MEMORY)..];
        self.before(phrase.start()).rival(gender, recent, known).map(|speaker| speaker.name)
    }

    /// Somebody with the same surname whom the article names more often.
    fn named_more(&self, surname: &str, known: &Speaker) -> Option<String> {
        let counts = self.counts.get_or_init(|| {
            let mut counts = vec![0_u32; self.mentions.entities.len()];
            for mention in &self.mentions.mentions {
                if let Some(count) = counts.get_mut(mention.entity as usize) {
                    *count += 1;
                }
            }
            counts
        });
        let of = |entity: &Entity| {
            let at = self.mentions.entities.iter().position(|other| std::ptr::eq(other, entity));
            at.and_then(|at| counts.get(at)).copied().unwrap_or_default()
        };
        let known = self.names().by_id(&known.id).filter(|entity| entity.kind == EntityKind::Person)?;
        let mut others = self.names().namesakes(surname).filter(|other| other.id != known.id).take(NAMESAKES);
        others.find(|other| of(other) > of(known)).map(|other| other.name.clone())
    }

    /// The one who answers in an interview.
    pub fn interviewed(&self) -> Option<Speaker> {
        first_person::interviewed(self.article, self.tokens, self.mentions).map(named)
    }

    /// Whether the title, the beginning or the end of the text says that it is an interview.
    pub fn says_interview(&self) -> bool {
        first_person::says_interview(self.article)
    }

    /// Whom the label of a turn in a transcript names: somebody of the article, else a person by that name.
    pub fn label(&self, span: Span) -> Speaker {
        let phrase = Phrase::new(&self.article.text, self.tokens, span);
        let mentioned =
            self.mentions.within(span).iter().rev().filter_map(|mention| self.mentions.entity_of(mention));
        let mut people = mentioned.filter(|entity| entity.kind == EntityKind::Person);
        // "RUIZ" is the Ana Ruiz whom the article names in full, also where recognition made two of them.
        let full = self.names().person(phrase.last_word());
        let words = span.of(&self.article.text);
        // "Dorsa Ek" before a turn is no body, whatever recognition took it for.
        let part = self.part_of_name(span);
        if let Some(entity) = full.or_else(|| people.next()).or_else(|| part.filter(|entity| entity.listed)) {
            return named(entity);
        }
        if let Some(outlet) = self.initials_of_outlet(words) {
            let known = self.names().part(outlet).filter(|entity| entity.kind.is_organization());
            return known.map_or_else(|| unnamed(SpeakerKind::Organization, outlet), named);
        }
        if let Some(entity) = part.filter(|_| !full_names::is_written_as_person(words)) {
            return named(entity);
        }
        let kind = match () {
            () if phrase.is_determined() => SpeakerKind::Role,
            // "((WN))", "BBC:"
            () if words.len() <= 3 && words.chars().all(char::is_uppercase) => SpeakerKind::Organization,
            () => SpeakerKind::Person,
        };
        unnamed(kind, words)
    }

    /// "WN" in "Ana Ruiz speaks with Wikinews": the one word of the title or of the publisher's name that its letters
    /// stand in, the first one first.
    fn initials_of_outlet(&self, label: &str) -> Option<&'a str> {
        const LONGEST: usize = 4;
        let capitals =
            label.chars().all(char::is_uppercase) && (2..=LONGEST).contains(&label.chars().count());
        let metadata = &self.article.metadata;
        let texts = [metadata.publisher.as_deref(), metadata.title.as_deref()];
        let words = texts.into_iter().flatten().flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
        let stands_in = |word: &&str| {
            let mut letters = word.chars().flat_map(char::to_lowercase);
            let mut wanted = label.chars().flat_map(char::to_lowercase);
            word.starts_with(char::is_uppercase)
                && word.contains(char::is_lowercase)
                && letters.next() == wanted.next()
                && wanted.all(|letter| letters.any(|other| other == letter))
                && !full_names::is_common(word)
        };
        words.filter(|_| capitals).find(stands_in)
    }

    fn names(&self) -> &NameIndex<'a> {
        self.names.get_or_init(|| NameIndex::new(self.mentions))
    }

    fn part_of_name(&self, name: Span) -> Option<&'a Entity> {
        self.names().part(name.of(&self.article.text))
    }

    fn kind(&self, entity: u32) -> Option<EntityKind> {
        self.mentions.entities.get(entity as usize).map(|entity| entity.kind)
    }

    /// A phrase without a known name: a name that recognition passed over, somebody named before, else what the
    /// phrase says.
    fn described(&self, phrase: &Phrase<'_>, recent: &[Attribution]) -> Vec<Speaker> {
        if let Some(handle) = phrase.folded().strip_prefix('@').filter(|handle| !handle.contains(' ')) {
            let written = phrase.span().of(&self.article.text);
            let known = self.names().by_handle(handle).map(named);
            return vec![known.unwrap_or_else(|| unnamed(SpeakerKind::Person, written))];
        }
        if let Some(name) = self.behind_office(phrase).or_else(|| phrase.apposed_name()) {
            let known = self.part_of_name(name).map(named);
            return vec![known.unwrap_or_else(|| unnamed(SpeakerKind::Person, name.of(&self.article.text)))];
        }
        let head = phrase.head();
        let kind = nouns::kind(&head, &phrase.folded());
        let table = nouns::is_noun(&head);
        if let Some(name) = phrase.as_name().filter(|_| !table || phrase.is_definite_name()) {
            if let Some(entity) = self.part_of_name(name) {
                return vec![named(entity)];
            }
            if !table {
                if let Some(person) = self.behind_title(name) {
                    return vec![unnamed(SpeakerKind::Person, person.of(&self.article.text))];
                }
                if let Some(person) = self.with_body(name) {
                    return vec![unnamed(SpeakerKind::Person, person.of(&self.article.text))];
                }
                let text = name.of(&self.article.text);
                let place = self.mentions.within(name).iter().any(|mention| {
                    self.mentions.entity_of(mention).is_some_and(|entity| entity.kind.is_place())
                });
                return vec![unnamed(name_index::kind(text, phrase.start() < name.start, place, kind), text)];
            }
        }
        if let Some(name) = phrase.name_after_role().filter(|_| !table) {
            let known = self.part_of_name(name).map(named);
            return vec![known.unwrap_or_else(|| unnamed(SpeakerKind::Person, name.of(&self.article.text)))];
        }
        if words::GOVERNMENTS.contains(&head)
            && let Some(country) = self.country(phrase)
        {
            return vec![named(country)];
        }
        if phrase.is_definite() {
            if nouns::is_group(&head)
                && let Some(several) = several(recent)
            {
                return several;
            }
            let before = self.before(phrase.start());
            let known = match kind {
                _ if phrase.possessor().is_some() && kind != SpeakerKind::Role => None,
                SpeakerKind::Role => {
                    let (modifiers, of) = (phrase.modifiers(), phrase.complement());
                    let office = Office { head: &head, modifiers: &modifiers, of: of.as_deref() };
                    let person = before.with_role(&office);
                    let varied = phrase.is_varied(&head);
                    let person = person
                        .or_else(|| varied.then(|| before.only_person(variation_gender(&head))).flatten());
                    person.or_else(|| before.organization(&head).filter(|_| !table))
                }
                SpeakerKind::Organization => before.organization(&head),
                SpeakerKind::Document if words::SITES.contains(&head) => before.organization(&head),
                _ => None,
            };
            // "The city of Tull" is no other city.
            let of = phrase.complement();
            let other = |entity: &&Entity| {
                kind == SpeakerKind::Organization
                    && of.as_ref().is_some_and(|of| !entity.name.to_lowercase().contains(of.as_str()))
            };
            if let Some(entity) = known.filter(|entity| !other(entity)) {
                return vec![named(entity)];
            }
        }
        let kind = if self.stays_unnamed(phrase) { SpeakerKind::Anonymous } else { kind };
        vec![unnamed(kind, phrase.description())]
    }

    /// "Former Minister for Trade and Fisheries Nora Maltby": the name at the end, behind what the office is of.
    fn behind_office(&self, phrase: &Phrase<'_>) -> Option<Span> {
        const LONGEST: usize = 3;
        let words = &self.tokens.tokens
            [self.tokens.in_span(Span { end: phrase.head_end_with_office(), ..phrase.span() })];
        let text = |at: usize| words[at].span.of(&self.article.text);
        let led = (0..words.len().min(3)).any(|at| nouns::is_role(&text(at).to_lowercase()));
        let joined = (1..words.len()).rfind(|&at| words::COMPLEMENT_LEADS.contains(text(at)))?;
        // What the office is of: a word of the language, or several joined ("Trade and Fisheries").
        let field = |at: usize| {
            words::JOINS.contains(text(at))
                || full_names::is_common(text(at)) && !full_names::is_given(text(at))
        };
        let last = (joined + 1..words.len()).take_while(|&at| field(at)).last()?;
        let name = last + 1..words.len();
        let capital = |at: usize| text(at).contains(char::is_uppercase) && words[at].kind == TokenKind::Word;
        let named = (2..=LONGEST).contains(&name.len()) && name.clone().all(capital);
        // "a spokesman for Nora Maltby" is not she.
        let titled = text(last).starts_with(char::is_uppercase);
        (led && named && titled).then(|| words[name.start].span.join(words[name.end - 1].span))
    }

    /// "Sgt Mat Dunning", "Det. Insp. Caz Ruddle of Tull Constabulary": the name behind a title, up to "of".
    fn behind_title(&self, name: Span) -> Option<Span> {
        let words = &self.tokens.tokens[self.tokens.in_span(name)];
        let text = |token: &sayso_core::Token| token.span.of(&self.article.text);
        let title = |token: &&sayso_core::Token| {
            token.kind != sayso_core::TokenKind::Word
                || is_title(&text(token).trim_end_matches('.').to_lowercase())
        };
        let first = words.iter().take_while(title).count();
        let rest = &words[first..];
        let of = rest.iter().position(|token| words::OF.contains(text(token))).unwrap_or(rest.len());
        let (Some(start), Some(end)) = (rest.first(), rest[..of].last()) else { return None };
        (first > 0).then(|| start.span.join(end.span))
    }

    /// "Steve Peers of the University of Essex": the given name and surname before what somebody is of.
    fn with_body(&self, name: Span) -> Option<Span> {
        let words = &self.tokens.tokens[self.tokens.in_span(name)];
        let text = |at: usize| words[at].span.of(&self.article.text);
        let of = (0..words.len()).find(|&at| words::OF.contains(text(at)))?;
        (of == 2 && full_names::is_given(text(0))).then(|| words[0].span.join(words[1].span))
    }

    /// "said one, who asked not to be named": what keeps a source unnamed may stand right behind it.
    fn stays_unnamed(&self, phrase: &Phrase<'_>) -> bool {
        const REACH: usize = 80;
        let behind = self.article.text.get(phrase.span().end as usize..).unwrap_or("");
        let next = behind.trim_start_matches([',', ' ']).as_bytes();
        if !next.first_chunk().is_some_and(|word: &[u8; 3]| word.eq_ignore_ascii_case(b"who")) {
            return false;
        }
        let clause: String =
            behind.chars().take(REACH).take_while(|c| !matches!(c, '.' | '\n' | '“' | '"')).collect();
        nouns::is_unnamed(&clause.to_lowercase())
    }

    /// The country of "the Norwegian government", "Norway's government".
    fn country(&self, phrase: &Phrase<'_>) -> Option<&'a Entity> {
        let span = Span { start: phrase.start(), end: phrase.head_end(phrase.span()) };
        let mut named =
            self.mentions.within(span).iter().filter_map(|mention| self.mentions.entity_of(mention));
        named.rfind(|entity| entity.kind.is_place())
    }

    fn pronoun(&self, phrase: &Phrase<'_>, recent: &[Attribution]) -> Vec<Speaker> {
        let before = self.before(phrase.start());
        let found = match phrase.folded().as_str() {
            word if words::HE.contains(word) => {
                let known = before.person(Gender::Male, recent).or_else(|| before.named_next(Gender::Male));
                return known.into_iter().collect();
            }
            word if words::SHE.contains(word) => {
                {
                    let known =
                        before.person(Gender::Female, recent).or_else(|| before.named_next(Gender::Female));
                    return known.into_iter().collect();
                };
            }
            word if words::IT.contains(word) => {
                if let Some(document) = before.document(recent) {
                    return vec![document];
                }
                before.organization("").or_else(|| before.last_speaker(recent, SpeakerKind::Organization))
            }
            word if words::THEY.contains(word) => {
                let several = before.several(recent).or_else(|| several(recent)).or_else(|| plural(recent));
                return several.unwrap_or_default();
            }
            word if words::WE.contains(word) => {
                if let Some(owner) = self.we_of_owner(phrase.start(), recent) {
                    return vec![owner];
                }
                return several(recent).or_else(|| plural(recent)).unwrap_or_default();
            }
            "you" => first_person::interviewed(self.article, self.tokens, self.mentions),
            word if words::I.contains(word) => {
                if let Some(around) = quoted_in(recent, phrase.span()) {
                    return around.clone();
                }
                let (article, tokens, mentions) = (self.article, self.tokens, self.mentions);
                first_person::speaker(article, tokens, mentions, phrase.start()).or_else(|| {
                    let writer = || first_person::writer(article, tokens, mentions);
                    let quoted = first_person::is_quoted(tokens, phrase.start());
                    if quoted { None } else { *self.writer.get_or_init(writer) }
                })
            }
            word if words::WHO.contains(word) => {
                let noun = || before.noun();
                return before.antecedent().map(named).or_else(noun).into_iter().collect();
            }
            _ => None,
        };
        found.map(named).into_iter().collect()
    }

    /// "We" outside marks in somebody's own text is its owner, unless they spoke with others before.
    fn we_of_owner(&self, at: u32, recent: &[Attribution]) -> Option<Speaker> {
        let owner = self.owner().filter(|_| !first_person::is_quoted(self.tokens, at))?;
        let together = several(recent).is_some_and(|speakers| speakers.contains(&owner));
        (!together).then_some(owner)
    }

    fn before(&self, at: u32) -> antecedents::Antecedents<'_, 'a> {
        antecedents::Antecedents::new(self.article, self.tokens, self.mentions, self.names(), at)
    }

    /// "told AP", "in a statement seen by Reuters": an outlet near the cue that is not the speaker.
    fn carrier(&self, cue: &[Span], speakers: &[Speaker]) -> Option<Carrier> {
        let cue = *cue.last()?;
        let sentence = self.tokens.sentences.get(self.tokens.sentence_at(cue.start))?.span;
        let window = Span { start: cue.start, end: sentence.end.min(cue.end + CARRIER_REACH).max(cue.start) };
        let named = self.named_carrier(cue, window, speakers);
        named.or_else(|| self.own_carrier(cue, window))
    }

    /// An outlet that recognition found behind "told", "by" and the like.
    fn named_carrier(&self, cue: Span, window: Span, speakers: &[Speaker]) -> Option<Carrier> {
        self.mentions.within(window).iter().find_map(|mention| {
            let entity = self.mentions.entity_of(mention)?;
            let outlet =
                entity.kind == EntityKind::Outlet && speakers.iter().all(|speaker| speaker.id != entity.id);
            let before = self.article.text.get(cue.start as usize..mention.span.start as usize)?;
            let lead = before.split_whitespace().next_back()?;
            let quoted = before.contains(['“', '"', '”']);
            (outlet && !quoted && words::CARRIER_LEADS.contains(lead)).then(|| Carrier {
                id: Some(entity.id.clone()),
                name: entity.name.clone(),
                span: mention.span,
            })
        })
    }

    /// "told the Courier" on a page of the Vinland Courier: the last word of whoever publishes it.
    fn own_carrier(&self, cue: Span, window: Span) -> Option<Carrier> {
        let publisher = self.article.metadata.publisher.as_deref()?.trim();
        let (_, last) = publisher.rsplit_once(' ')?;
        let words = &self.tokens.tokens[self.tokens.in_span(window)];
        let text = |at: usize| words.get(at).map_or("", |word: &Token| word.span.of(&self.article.text));
        let at = (1..words.len()).find(|at| text(*at) == last)?;
        let quoted = self.article.text.get(cue.start as usize..words[at].span.start as usize)?;
        let led = words::ARTICLES.contains_ignoring_case(text(at - 1))
            && (at < 2 || words::CARRIER_LEADS.contains(text(at - 2)) || words[at - 2].span.end <= cue.end);
        (led && !quoted.contains(['“', '"', '”'])).then(|| Carrier {
            id: self.names().part(publisher).map(|entity| entity.id.clone()),
            name: publisher.to_owned(),
            span: words[at].span,
        })
    }
}

/// The gender that a noun for whoever was just named tells.
fn variation_gender(noun: &str) -> Option<Gender> {
    match () {
        () if words::FEMALE_NOUNS.ends(noun, 0) => Some(Gender::Female),
        () if words::MALE_NOUNS.ends(noun, 0) => Some(Gender::Male),
        () => None,
    }
}

/// One word that is written as a name is.
fn is_single(name: &str) -> bool {
    let capital =
        name.starts_with(char::is_uppercase) || name.contains('-') && name.contains(char::is_uppercase);
    !name.contains(' ') && capital && name.contains(char::is_lowercase)
}

/// Whether a word, in lower case and without its stop, is a title or a part of one.
fn is_title(word: &str) -> bool {
    static WORDS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
        let titles = Language::English.columns(Table::Titles);
        let ranks = titles.filter(|[_, class]| matches!(*class, "rank" | "honorific"));
        ranks.flat_map(|[title, _]| title.split(' ')).filter(|word| *word != "of").collect()
    });
    WORDS.contains(word)
}

/// The speakers of the quotation that a phrase stands in.
fn quoted_in(recent: &[Attribution], phrase: Span) -> Option<&Vec<Speaker>> {
    let around = |content: &[Span]| {
        let before = content.partition_point(|piece| piece.start <= phrase.start);
        before.checked_sub(1).is_some_and(|before| content[before].contains(phrase))
    };
    let mut quotes = recent.iter().rev().filter(|attribution| attribution.form != Form::Indirect);
    quotes.find(|attribution| around(&attribution.content)).map(|attribution| &attribution.speakers)
}

/// The speakers of the last statement that had several.
fn several(recent: &[Attribution]) -> Option<Vec<Speaker>> {
    recent.iter().rev().map(|attribution| &attribution.speakers).find(|speakers| speakers.len() > 1).cloned()
}

/// The last speaker that is several people.
fn plural(recent: &[Attribution]) -> Option<Vec<Speaker>> {
    recent
        .iter()
        .rev()
        .map(|attribution| &attribution.speakers)
        .find(|speakers| speakers.iter().any(antecedents::is_plural))
        .cloned()
}

/// The entity that comes most often; of equals the first.
fn named_most(entities: impl Iterator<Item = u32>) -> Option<u32> {
    let mut counts: Vec<(u32, usize)> = Vec::new();
    for entity in entities {
        match counts.iter_mut().find(|(known, _)| *known == entity) {
            Some((_, count)) => *count += 1,
            None => counts.push((entity, 1)),
        }
    }
    let most = counts.into_iter().reduce(|best, next| if next.1 > best.1 { next } else { best });
    most.map(|(entity, _)| entity)
}

/// A speaker that is an entity.
pub fn named(entity: &Entity) -> Speaker {
    let kind = match entity.kind {
        EntityKind::Person => SpeakerKind::Person,
        _ => SpeakerKind::Organization,
    };
    Speaker { id: entity.id.clone(), name: entity.name.clone(), kind }
}

/// A speaker without an entity, by its words.
pub fn unnamed(kind: SpeakerKind, words: &str) -> Speaker {
    Speaker { id: format!("{}:{}", kind.name(), words.to_lowercase()), name: words.to_owned(), kind }
}

/// Somebody of whom nothing is known but these words, which may be empty.
pub fn unresolved(words: &str) -> Speaker {
    let id = if words.is_empty() {
        "unresolved".to_owned()
    } else {
        format!("unresolved:{}", words.to_lowercase())
    };
    Speaker { id, name: words.to_owned(), kind: SpeakerKind::Unresolved }
}
