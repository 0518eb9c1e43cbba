//! Quotations that no cue beside them claims: they go on for whoever spoke before, stand under a sentence that leads in
//! to them, or are left without a speaker. Nothing that is quoted at length is lost.

use crate::lead_in;
use crate::rules::{about, start};
use crate::span_index::SpanIndex;
use crate::tagged_article::{Segment, TaggedArticle};
use crate::{citing, doubts, fiction, polarity, refine, several, turns, words};
use sayso_core::{
    Attribution, EntityKind, Evidence, Form, Mentions, SetAside, SetAsideReason, Span, Speaker, SpeakerKind,
};
use sayso_lexicon::tag;
use sayso_speakers::Resolver;
use std::cell::Cell;
use std::ops::Range;

/// An article with what was found in it so far.
pub(crate) struct Leftover<'r, 'a> {
    view: &'r TaggedArticle<'a>,
    mentions: &'a Mentions,
    resolver: &'r Resolver<'a>,
    /// Attributions that were found before any was added: they are in text order.
    sorted: Cell<usize>,
    /// Whether turns were found.
    transcript: Cell<bool>,
}

/// Who has the floor.
#[derive(Clone, Debug)]
struct Holder {
    speakers: Vec<Speaker>,
    /// The last paragraph in which they spoke.
    paragraph: usize,
    /// The attribution in which they did.
    attribution: Option<usize>,
    /// Whether the mark of their last quotation was left open.
    open: bool,
    confidence: f32,
}

/// Why a quotation is somebody's.
struct Claim {
    speakers: Vec<Speaker>,
    source: Vec<Span>,
    cue: Vec<Span>,
    rule: &'static str,
    confidence: f32,
    reason: String,
}

/// How sure each way of finding a speaker is; read by eye on releases and news (docs/measurements.md).
mod confidence {
    pub(super) const UNDER_LEAD_IN: f32 = 0.9;
    pub(super) const CONTINUED: f32 = 0.9;
    pub(super) const RESUMED: f32 = 0.7;
    pub(super) const AFTER_SUBJECT: f32 = 0.65;
    pub(super) const OPENS_AFTER_SUBJECT: f32 = 0.55;
    pub(super) const LIST: f32 = 0.65;
    pub(super) const OWNER: f32 = 0.7;
    pub(super) const UNRESOLVED: f32 = 0.3;
}

/// Paragraphs between a speaker's words and a quotation that may still be theirs.
const RESUME: usize = 3;
/// Attributions looked at for one that takes a list in.
const ITEMS: usize = 40;
/// Words of a quotation that is somebody's, though nobody says whose.
const LEAST: usize = 3;
/// Words of a quotation that may stand alone.
const UTTERANCE: usize = 4;

impl<'r, 'a> Leftover<'r, 'a> {
    pub(crate) fn new(
        view: &'r TaggedArticle<'a>,
        mentions: &'a Mentions,
        resolver: &'r Resolver<'a>,
    ) -> Self {
        Self { view, mentions, resolver, sorted: Cell::new(0), transcript: Cell::new(false) }
    }

    /// Attributes what is left; `set_aside` is what the rules found to be no quotation or to have no speaker.
    pub(crate) fn attribute(
        &self,
        attributions: &mut Vec<Attribution>,
        set_aside: Vec<SetAside>,
    ) -> Vec<SetAside> {
        let turns = turns::find(self.view, self.mentions, self.resolver);
        self.transcript.set(!turns.is_empty());
        turns::merge(turns, self.view, attributions);
        citing::resolve(self.view, self.mentions, self.resolver, attributions);
        several::separate(self.view, attributions);
        self.exclaimed(attributions);
        attributions.sort_by_key(start);
        self.sorted.set(attributions.len());
        let covered = self.covered(attributions);
        let mut holder: Option<Holder> = None;
        let mut at = 0;
        let segments = &self.view.segments;
        for paragraph in 0..self.view.tokens.paragraphs.len() {
            let first = at;
            while segments.get(at).is_some_and(|segment| segment.paragraph == paragraph) {
                at += 1;
            }
            self.paragraph(paragraph, first..at, &covered, &mut holder, attributions);
        }
        let mut set_aside = set_aside;
        set_aside.extend(fiction::set_aside(self.view, attributions));
        let set_aside = self.unresolved(attributions, set_aside);
        refine::refine(self.view, attributions);
        for attribution in attributions.iter_mut() {
            attribution.polarity = polarity::of(self.view, attribution);
        }
        attributions.sort_by_key(start);
        doubts::weigh(self.view, self.resolver, attributions);
        set_aside
    }

    /// "Yahoo! said so": a mark inside a name ended the sentence, and the cue lost its subject.
    fn exclaimed(&self, attributions: &mut [Attribution]) {
        const LONGEST: usize = 3;
        for at in 0..attributions.len() {
            let Some(cue) = attributions[at].cue.first().copied() else { continue };
            // "said in a note to staff": nobody stands before the verb.
            if attributions[at].source.iter().any(|source| source.start < cue.start) {
                continue;
            }
            let view = self.view;
            let verb = view.tokens.in_span(cue).start;
            let mark = |at: &usize| view.has(*at, tag::STOP) && view.word(*at).starts_with(['!', '?']);
            let Some(last) = verb.checked_sub(1).filter(|last| mark(last) && !view.words[*last].quoted)
            else {
                continue;
            };
            let name = (last.saturating_sub(LONGEST)..last)
                .rev()
                .take_while(|at| view.has(*at, tag::CAPITAL))
                .last();
            let Some(first) = name else { continue };
            let source = vec![self.view.span(first..last)];
            let who = self.resolver.resolve(&source, &attributions[at].cue, &attributions[..at]);
            attributions[at] = Attribution { source, speakers: who.speakers, ..attributions[at].clone() };
        }
    }

    /// For each pair of marks the attribution that holds it, not one that is told inside it.
    fn covered(&self, attributions: &[Attribution]) -> Vec<Option<usize>> {
        let contents = SpanIndex::of(attributions, |attribution| &attribution.content);
        let held = |segment: &Segment| {
            let span = self.view.span(segment.open..segment.end);
            let outer = |at: &usize| {
                let attribution: &Attribution = &attributions[*at];
                let inner = self.is_inside_marks(attribution);
                let shared: u32 = attribution.content.iter().map(|piece| shared(*piece, span)).sum();
                !inner && 2 * shared >= span.end - span.start
            };
            contents.over(span).find(outer)
        };
        self.view.segments.iter().map(held).collect()
    }

    fn paragraph(
        &self,
        paragraph: usize,
        segments: Range<usize>,
        covered: &[Option<usize>],
        holder: &mut Option<Holder>,
        attributions: &mut Vec<Attribution>,
    ) {
        let goes_on = holder.as_ref().is_some_and(|holder| holder.open && holder.paragraph + 1 == paragraph);
        let whole = self.is_quoted(paragraph, &segments, if goes_on { 1 } else { UTTERANCE });
        let held = segments.clone().rev().find_map(|at| covered[at].map(|held| (at, held)));
        if let Some((at, held)) = held {
            let open = at + 1 == segments.end && !self.view.segments[at].closed;
            note(paragraph, held, open, holder, attributions);
        }
        if segments.is_empty() && holder.as_ref().is_none_or(|holder| !holder.open) {
            self.unmarked_statement(paragraph, attributions);
            self.list(paragraph, attributions);
        }
        if !whole {
            self.beside(paragraph, &segments, covered, holder, attributions);
            return;
        }
        if segments.clone().any(|at| covered[at].is_some_and(|held| is_spoken(&attributions[held]))) {
            return;
        }
        let pieces: Vec<Span> = segments
            .clone()
            .map(|at| self.view.span(self.view.segments[at].open..self.view.segments[at].end))
            .collect();
        let open = !self.view.segments[segments.end - 1].closed;
        if let Some(before) =
            holder.as_mut().filter(|before| before.open && before.paragraph + 1 == paragraph)
            && let Some(attribution) = before.attribution
        {
            before.paragraph = paragraph;
            before.open = open;
            let content = &mut attributions[attribution].content;
            content
                .extend(pieces.iter().filter(|piece| !content.contains(piece)).copied().collect::<Vec<_>>());
            content.sort_unstable();
            return;
        }
        let Some(claim) = self.claim(paragraph, holder.as_ref(), attributions) else { return };
        let attribution = if let Some((_, held)) = held {
            attributions[held].speakers.clone_from(&claim.speakers);
            held
        } else {
            attributions.push(self.attribution(pieces, &claim));
            attributions.len() - 1
        };
        let confidence = claim.confidence;
        *holder = Some(Holder {
            speakers: claim.speakers,
            paragraph,
            attribution: Some(attribution),
            open,
            confidence,
        });
    }

    /// Quotations of a paragraph that is more than them: what follows another without a word between belongs to it, and
    /// what opens the paragraph goes on for whoever spoke in the one before.
    fn beside(
        &self,
        paragraph: usize,
        segments: &Range<usize>,
        covered: &[Option<usize>],
        holder: &mut Option<Holder>,
        attributions: &mut Vec<Attribution>,
    ) {
        const LONG: usize = 10;
        let view = self.view;
        let words = |segment: &Segment| {
            (segment.open..segment.end).filter(|at| !view.has(*at, tag::PUNCTUATION)).count()
        };
        let mut before: Option<(usize, usize)> = None;
        for at in segments.clone() {
            let segment = view.segments[at];
            let span = view.span(segment.open..segment.end);
            if let Some(held) = covered[at] {
                before = Some((segment.end, held)).filter(|_| is_spoken(&attributions[held]));
                continue;
            }
            let adjacent = before.filter(|(end, _)| *end == segment.open && words(&segment) >= UTTERANCE);
            if let Some((_, held)) = adjacent {
                attributions[held].content.push(span);
                attributions[held].content.sort_unstable();
                before = Some((segment.end, held));
                continue;
            }
            before = None;
            let stop = segment.closed && segment.end > 1 && view.has(segment.end - 2, tag::STOP);
            let opens = at == segments.start
                && view.paragraph_at(segment.open).is_some_and(|all| all.start == segment.open);
            if !stop || !opens {
                continue;
            }
            let near = holder.as_ref().filter(|holder| holder.paragraph + 1 == paragraph);
            if let Some(holder) = near.filter(|_| words(&segment) >= LONG) {
                let sure = confidence::RESUMED.min(holder.confidence);
                let reason = "whoever was quoted in the paragraph before goes on";
                let claim = plain(holder.speakers.clone(), "continued", sure, reason);
                attributions.push(self.attribution(vec![span], &claim));
            } else if let Some(claim) = self
                .about_subject(paragraph, attributions)
                .filter(|_| near.is_none() && words(&segment) >= UTTERANCE)
            {
                attributions.push(self.attribution(vec![span], &claim));
            }
        }
    }

    /// A quotation that opens a paragraph is said by whom the paragraph before is about, where nothing else tells.
    fn about_subject(&self, paragraph: usize, attributions: &[Attribution]) -> Option<Claim> {
        let before = paragraph.checked_sub(1)?;
        let speaker = self.subject_of(before, attributions, self.resolver.owner().is_some())?;
        let reason = "the paragraph before it is about its speaker";
        Some(plain(vec![speaker], "after-subject", confidence::OPENS_AFTER_SUBJECT, reason))
    }

    /// A statement that is printed without marks below the sentence that leads in to it, in the first person: it goes on
    /// until a paragraph that is none of it.
    fn unmarked_statement(&self, paragraph: usize, attributions: &mut Vec<Attribution>) {
        const LONGEST: usize = 40;
        if self.transcript.get() {
            return;
        }
        let Some(before) = paragraph.checked_sub(1).and_then(|before| self.view.tokens_of_paragraph(before))
        else {
            return;
        };
        if !before.end.checked_sub(1).is_some_and(|last| self.view.has(last, tag::COLON)) {
            return;
        }
        let last = self.view.tokens.paragraphs.len().min(paragraph + LONGEST);
        let block: Vec<Range<usize>> = (paragraph..last)
            .map_while(|below| {
                let spoken =
                    |tokens: &Range<usize>| self.is_prose(tokens) || refine::is_item(self.view, tokens.start);
                self.view.tokens_of_paragraph(below).filter(spoken)
            })
            .collect();
        // A list that nothing follows may be of contacts.
        let prose = block.iter().rposition(|tokens| self.is_prose(tokens)).map_or(0, |last| last + 1);
        let block = block.into_iter().take(prose).collect::<Vec<_>>();
        let pronoun =
            |at: usize| self.view.is_any(at, &words::SPEAKER_PRONOUNS) && !self.view.words[at].quoted;
        if !block.iter().take(2).cloned().flatten().any(pronoun) {
            return;
        }
        let Some(claim) = self.under_lead_in(paragraph, attributions) else { return };
        let content: Vec<Span> = block.into_iter().map(|tokens| self.view.span(tokens)).collect();
        let statement = Attribution { form: Form::Indirect, ..self.attribution(content.clone(), &claim) };
        let (Some(from), Some(to)) = (content.first(), content.last()) else { return };
        let found = &mut attributions[..self.sorted.get()];
        let first = found.partition_point(|other| start(other) < Some(from.start));
        let end = found.partition_point(|other| start(other) < Some(to.end));
        for inner in &mut found[first..end] {
            let Some(source) = inner.source.first() else { continue };
            let inside = content.iter().any(|piece| piece.contains(*source));
            if inside && words::SPEAKER_PRONOUNS.contains_ignoring_case(source.of(self.view.text)) {
                inner.speakers.clone_from(&claim.speakers);
            }
        }
        attributions.push(statement);
    }

    /// A list below a sentence that tells of a saying and ends with a colon: "The guild asks for:".
    fn list(&self, paragraph: usize, attributions: &mut Vec<Attribution>) {
        let view = self.view;
        let first = view.tokens_of_paragraph(paragraph).filter(|item| refine::is_item(view, item.start));
        let before = paragraph.checked_sub(1).and_then(|before| view.tokens_of_paragraph(before));
        let (Some(_), Some(before)) = (first, before) else { return };
        let colon = before.end - 1;
        // What is told in front of the colon takes the list in itself.
        let told = |attribution: &&Attribution| {
            attribution.content.iter().any(|piece| {
                let tokens = view.tokens.in_span(*piece);
                tokens.start < colon && tokens.end >= colon
            })
        };
        let from = view.span(before.clone()).start;
        let found = &attributions[..self.sorted.get()];
        let near = found[found.partition_point(|other| start(other) < Some(from))..].iter();
        if before.is_empty() || !view.has(colon, tag::COLON) || near.take(ITEMS).any(|near| told(&near)) {
            return;
        }
        let Some(claim) = self.leads(lead_in::to_list(view, before), attributions) else { return };
        let content = refine::items(view, paragraph);
        let claim = Claim { rule: "list", confidence: confidence::LIST, ..claim };
        attributions.push(Attribution { form: Form::Indirect, ..self.attribution(content, &claim) });
    }

    /// A paragraph of sentences: it ends with a stop, and begins with no label.
    fn is_prose(&self, tokens: &Range<usize>) -> bool {
        let ends = tokens.end.checked_sub(1).is_some_and(|last| self.view.has(last, tag::STOP | tag::CLOSE));
        ends && !self.view.has(tokens.start + 1, tag::COLON)
            && !words::BULLETS.contains(self.view.word(tokens.start))
    }

    /// Whether a paragraph is nothing but words in marks.
    fn is_quoted(&self, paragraph: usize, segments: &Range<usize>, fewest: usize) -> bool {
        let view = self.view;
        let Some(tokens) = self.view.tokens_of_paragraph(paragraph).filter(|_| !segments.is_empty()) else {
            return false;
        };
        let quoted = |at: &usize| view.words[*at].quoted;
        let outside = tokens.clone().filter(|at| !quoted(at) && !view.has(*at, tag::PUNCTUATION)).count();
        let inside = tokens.clone().filter(|at| quoted(at) && !view.has(*at, tag::PUNCTUATION)).count();
        let last = view.segments[segments.end - 1];
        let inner_end = last.end - usize::from(last.closed);
        let ends = !last.closed
            || inner_end > last.open + 1 && view.has(inner_end - 1, tag::STOP | tag::COMMA | tag::DASH)
            || view.has(last.end, tag::STOP);
        outside <= usize::from(inside >= 20) && inside >= fewest && (ends || inside >= 8)
    }

    /// Whose a paragraph of quoted words is.
    fn claim(
        &self,
        paragraph: usize,
        holder: Option<&Holder>,
        attributions: &[Attribution],
    ) -> Option<Claim> {
        if let Some(claim) = self.under_lead_in(paragraph, attributions) {
            return Some(claim);
        }
        let near = holder.filter(|holder| holder.paragraph + 1 == paragraph);
        if let Some(holder) = near {
            return Some(plain(
                holder.speakers.clone(),
                "continued",
                confidence::CONTINUED.min(holder.confidence),
                "the quotation before it goes on here: no other speaker is named between",
            ));
        }
        let owner = self.resolver.owner();
        let before = (paragraph.saturating_sub(RESUME)..paragraph).rev();
        for before in before.filter(|before| !self.is_list_item(*before)) {
            if let Some(speaker) = self.subject_of(before, attributions, owner.is_some()) {
                let known = holder.is_some_and(|holder| holder.speakers.contains(&speaker));
                let sure = if known { confidence::RESUMED } else { confidence::AFTER_SUBJECT };
                let reason = "the paragraph before it is about its speaker";
                return Some(plain(vec![speaker], "after-subject", sure, reason));
            }
            if holder.is_some_and(|holder| holder.paragraph == before) {
                break;
            }
        }
        let person = |holder: &&Holder| {
            owner.is_none() || holder.speakers.iter().all(|speaker| speaker.kind == SpeakerKind::Person)
        };
        let last = holder.filter(|holder| holder.paragraph + RESUME >= paragraph);
        if let Some(holder) = last.filter(person) {
            let reason = "whoever was quoted last goes on: nobody else is named between";
            return Some(plain(holder.speakers.clone(), "resumed", confidence::RESUMED, reason));
        }
        Some(plain(vec![owner?], "owner", confidence::OWNER, "the text is this speaker's own"))
    }

    fn is_list_item(&self, paragraph: usize) -> bool {
        let first = self.view.tokens_of_paragraph(paragraph).map(|tokens| self.view.word(tokens.start));
        first.is_some_and(|word| words::BULLETS.contains(word))
    }

    /// The one whom the sentence at the end of the paragraph before makes a speaker: "Roe issued this statement:".
    fn under_lead_in(&self, paragraph: usize, attributions: &[Attribution]) -> Option<Claim> {
        let before = self.view.tokens_of_paragraph(paragraph.checked_sub(1)?)?;
        self.leads(lead_in::statement(self.view, before), attributions)
    }

    /// Whose words a sentence leads in to.
    fn leads(&self, found: Option<lead_in::LeadIn>, attributions: &[Attribution]) -> Option<Claim> {
        let found = found?;
        let cue = vec![self.view.span(found.cue.clone())];
        let source: Vec<Span> = found.source.iter().map(|source| self.view.span(source.clone())).collect();
        let here = cue.first().map(|cue| cue.start);
        let known = attributions[..self.sorted.get()].partition_point(|other| start(other) < here);
        let resolved = self.resolver.resolve(&source, &cue, &attributions[..known]);
        let unknown = resolved.speakers.iter().all(|speaker| speaker.kind == SpeakerKind::Unresolved);
        let speakers = if unknown { vec![self.resolver.owner()?] } else { resolved.speakers };
        Some(Claim {
            speakers,
            source,
            cue,
            rule: "statement",
            confidence: confidence::UNDER_LEAD_IN,
            reason: "the sentence before leads in to these words".to_owned(),
        })
    }

    /// Whom a paragraph is about: who speaks in it, else the first person that it names, where a subject stands.
    /// In a text that somebody owns, only who speaks there by name.
    fn subject_of(&self, paragraph: usize, attributions: &[Attribution], owned: bool) -> Option<Speaker> {
        const SUBJECT: u32 = 90;
        let span = self.view.tokens.paragraphs.get(paragraph)?.span;
        let inside = |attribution: &&Attribution| {
            let words = attribution.cue.first().or(attribution.content.first());
            words.is_some_and(|words| span.contains(*words)) && !self.is_inside_marks(attribution)
        };
        let persons = |speaker: &&Speaker| {
            speaker.kind == SpeakerKind::Person || speaker.kind == SpeakerKind::Role && !owned
        };
        let found = &attributions[..self.sorted.get()];
        let first = found.partition_point(|other| start(other) < Some(span.start));
        let end = found.partition_point(|other| start(other) < Some(span.end));
        let spoke = found[first..end].iter().filter(inside).flat_map(|attribution| &attribution.speakers);
        if let Some(speaker) = spoke.rev().find(persons) {
            return Some(speaker.clone());
        }
        let short = span.end - span.start <= SUBJECT;
        if owned && !short {
            return None;
        }
        let mentions = self.mentions.within(span);
        let subject = mentions.iter().take_while(|mention| mention.span.start < span.start + SUBJECT);
        let person = |entity: &&sayso_core::Entity| entity.kind == EntityKind::Person;
        let mut people = subject.filter_map(|mention| self.mentions.entity_of(mention)).filter(person);
        people.next().map(sayso_speakers::named)
    }

    fn is_inside_marks(&self, attribution: &Attribution) -> bool {
        let first = attribution.cue.first().map(|cue| self.view.tokens.in_span(*cue).start);
        first.is_some_and(|at| self.view.words.get(at).is_some_and(|word| word.quoted))
    }

    /// "The Stars Look Down": capitals throughout, and no stop or comma at the end.
    fn is_title(&self, span: Span) -> bool {
        let view = self.view;
        let words = view.tokens.in_span(span).filter(|at| !view.has(*at, tag::PUNCTUATION));
        let set = |at: usize| view.has(at, tag::CAPITAL | tag::NUMBER) || view.word(at).len() <= 4;
        let last = view.tokens.in_span(span).rev().find(|at| !view.has(*at, tag::MARK));
        let ends = last.is_some_and(|at| view.has(at, tag::STOP | tag::COMMA));
        !ends && words.clone().any(|at| view.word(at).len() > 4) && words.clone().all(set)
    }

    fn count_words(&self, span: Span) -> usize {
        self.view.tokens.in_span(span).filter(|at| !self.view.has(*at, tag::PUNCTUATION)).count()
    }

    fn attribution(&self, content: Vec<Span>, claim: &Claim) -> Attribution {
        let mut evidence = vec![Evidence {
            kind: claim.rule.to_owned(),
            detail: claim.reason.clone(),
            weight: claim.confidence,
        }];
        let first = content.first().map(|first| self.view.tokens.in_span(*first).start);
        if first.is_some_and(|first| self.view.has(first, tag::OPEN)) {
            evidence.push(Evidence {
                kind: "quotation-marks".to_owned(),
                detail: "the words stand in quotation marks".to_owned(),
                weight: 0.4,
            });
        }
        Attribution {
            about: about(self.mentions, &content),
            content,
            source: claim.source.clone(),
            cue: claim.cue.clone(),
            form: Form::Direct,
            speakers: claim.speakers.clone(),
            confidence: claim.confidence,
            rule: claim.rule.to_owned(),
            evidence,
            ..Attribution::blank()
        }
    }

    /// Words in marks that are somebody's and nobody's whom the text names: attributions all the same.
    fn unresolved(&self, attributions: &mut Vec<Attribution>, set_aside: Vec<SetAside>) -> Vec<SetAside> {
        let contents = SpanIndex::of(attributions, |attribution| &attribution.content);
        let mut kept = Vec::new();
        let mut found = Vec::new();
        for aside in set_aside {
            if contents.touches(&[aside.span]) {
                continue;
            }
            if aside.reason == SetAsideReason::Unattributed && self.is_title(aside.span) {
                kept.push(SetAside { reason: SetAsideReason::Title, ..aside });
            } else if aside.reason == SetAsideReason::Unattributed {
                found.push(aside.span);
            } else {
                kept.push(aside);
            }
        }
        for span in found {
            if self.count_words(span) < LEAST {
                kept.push(SetAside { span, reason: SetAsideReason::Unattributed });
                continue;
            }
            let speakers = vec![sayso_speakers::unresolved("")];
            let reason = "the text does not say who is quoted";
            let claim = plain(speakers, "unresolved", confidence::UNRESOLVED, reason);
            attributions.push(self.attribution(vec![span], &claim));
        }
        kept
    }
}

/// Who spoke last, for what comes behind.
fn note(
    paragraph: usize,
    held: usize,
    open: bool,
    holder: &mut Option<Holder>,
    attributions: &[Attribution],
) {
    let attribution = &attributions[held];
    if is_spoken(attribution) {
        *holder = Some(Holder {
            speakers: attribution.speakers.clone(),
            paragraph,
            attribution: Some(held),
            open,
            confidence: attribution.confidence,
        });
    }
}

fn plain(speakers: Vec<Speaker>, rule: &'static str, confidence: f32, reason: &str) -> Claim {
    Claim { speakers, source: Vec::new(), cue: Vec::new(), rule, confidence, reason: reason.to_owned() }
}

/// Whether it is known who says it.
fn is_spoken(attribution: &Attribution) -> bool {
    attribution.speakers.iter().any(|speaker| speaker.kind != SpeakerKind::Unresolved)
}

/// Bytes that two spans share.
fn shared(one: Span, other: Span) -> u32 {
    one.end.min(other.end).saturating_sub(one.start.max(other.start))
}
