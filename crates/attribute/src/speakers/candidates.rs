//! Who a pronoun or "the senator" can be: entities named before it, weighed.

use sayso_document::{
    Article, Attribution, Entity, EntityKind, Gender, Mention, MentionForm, Mentions, SpeakerKind, Tokens,
};

/// Mentions looked back at.
const WINDOW: usize = 60;

/// What was named before a place in the text.
pub(crate) struct Before<'a> {
    article: &'a Article,
    tokens: &'a Tokens,
    mentions: &'a Mentions,
    /// Mentions before the place, nearest last.
    near: &'a [Mention],
    at: u32,
}

impl<'a> Before<'a> {
    pub(crate) fn new(article: &'a Article, tokens: &'a Tokens, mentions: &'a Mentions, at: u32) -> Self {
        let end = mentions.mentions.partition_point(|mention| mention.span.end <= at);
        let near = &mentions.mentions[end.saturating_sub(WINDOW)..end];
        Self { article, tokens, mentions, near, at }
    }

    /// The person that "he" or "she" is: nearness in sentences, being a subject, having spoken last, and gender.
    pub(crate) fn person(&self, gender: Gender, recent: &[Attribution]) -> Option<&'a Entity> {
        let here = self.tokens.sentence_at(self.at) as f32;
        let last = recent.last().and_then(|attribution| attribution.speakers.first());
        let weigh = |mention: &Mention, entity: &Entity| {
            let sentence = self.tokens.sentence_at(mention.span.start);
            let starts = self.tokens.sentences.get(sentence).is_some_and(|sentence| {
                self.article
                    .text
                    .get(sentence.span.start as usize..mention.span.start as usize)
                    .is_some_and(|lead| lead.len() < 40)
            });
            let spoke = last.is_some_and(|speaker| speaker.id == entity.id);
            let known = entity.gender == Some(gender);
            let after = self.article.text.get(mention.span.end as usize..).unwrap_or("");
            let possessor = after.starts_with("'s") || after.starts_with("’s");
            -(here - sentence as f32) * 0.8
                + f32::from(u8::from(starts)) * 1.2
                + f32::from(u8::from(spoke)) * 1.6
                + f32::from(u8::from(known)) * 1.0
                - f32::from(u8::from(possessor)) * 0.6
        };
        let candidates =
            self.near.iter().filter_map(|mention| Some((mention, self.mentions.entity_of(mention)?)));
        let fits = |entity: &Entity| {
            entity.kind == EntityKind::Person
                && entity.gender.is_none_or(|known| known == gender || known == Gender::Neutral)
        };
        let best = candidates
            .filter(|(_, entity)| fits(entity))
            .map(|(mention, entity)| (weigh(mention, entity), entity));
        best.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, entity)| entity)
    }

    /// The nearest organisation whose name holds `head` ("the ministry"), else of a kind that `head` can be.
    pub(crate) fn organization(&self, head: &str) -> Option<&'a Entity> {
        let fits = |entity: &&Entity| match head {
            "company" | "firm" | "corporation" | "business" => entity.kind == EntityKind::Company,
            "party" => entity.kind == EntityKind::Party,
            "newspaper" | "paper" | "magazine" | "network" | "outlet" | "channel" => {
                entity.kind == EntityKind::Outlet
            }
            "country" | "nation" => entity.kind == EntityKind::Country,
            "" | "group" | "organization" | "organisation" => entity.kind.is_organization(),
            _ => entity.kind.is_organization() && entity.name.to_lowercase().contains(head),
        };
        let named = self.near.iter().rev().filter(|mention| mention.form != MentionForm::Demonym);
        named.filter_map(|mention| self.mentions.entity_of(mention)).find(fits)
    }

    /// The nearest person with this word among their titles and roles.
    pub(crate) fn with_role(&self, head: &str) -> Option<&'a Entity> {
        let has_role = |role: &String| role.to_lowercase().split_whitespace().any(|word| word == head);
        self.near
            .iter()
            .rev()
            .filter_map(|mention| self.mentions.entity_of(mention))
            .find(|entity| entity.kind == EntityKind::Person && entity.roles.iter().any(has_role))
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

    /// The last speaker of a kind.
    pub(crate) fn last_speaker(&self, recent: &[Attribution], kind: SpeakerKind) -> Option<&'a Entity> {
        let last = recent
            .iter()
            .rev()
            .flat_map(|attribution| &attribution.speakers)
            .find(|speaker| speaker.kind == kind)?;
        self.mentions.entities.iter().find(|entity| entity.id == last.id)
    }
}
