//! From what was found to attributions: spans, form, class, reasons.

use super::calibration::{
    ALL_QUOTED, CONTENT_BELONGS, CONTENT_LENGTH, CONTENT_MARGIN, CONTENT_PIECES, CUE_IS_ONE, CUE_MARGIN,
    Calibration, NO_SOURCE, RULES_CONTENT, RULES_CUE, RULES_SOURCE, SHARE_QUOTED, SOURCE_BELONGS,
    SOURCE_MARGIN,
};
use super::cover::Cover;
use super::decode::Found;
use super::model::Model;
use super::notes::Note;
use super::place::{Place, places};
use crate::lexicon::Lexicon;
use crate::rules::Ruled;
use crate::speakers::Resolver;
use sayso_document::{
    Article, Attribution, CueClass, Evidence, Form, Mentions, SetAside, SetAsideReason, Span, TokenKind,
    Tokens,
};
use std::ops::Range;

/// The first span of any part: attributions are ordered by it.
pub(crate) fn first(attribution: &Attribution) -> Option<Span> {
    [&attribution.content, &attribution.source, &attribution.cue].into_iter().flatten().min().copied()
}

/// "…," he said, according to Reuters: what the model ties to the carrier is the speaker's, who told the carrier.
pub(crate) fn carry(
    ruled: &Ruled<'_>,
    outlines: &[Attribution],
    resolver: &Resolver<'_>,
    attributions: &mut [Attribution],
) {
    let carried = |(nth, outline): &(usize, &Attribution)| {
        !outline.cue.is_empty() && ruled.may_be_carried(*nth, outline, resolver)
    };
    let carried: Vec<_> = outlines.iter().enumerate().filter(carried).collect();
    if carried.is_empty() {
        return;
    }
    let cues = Cover::of(attributions, |it| &it.cue);
    let sources = Cover::of(attributions, |it| &it.source);
    let contents = Cover::of(attributions, |it| &it.content);
    for (nth, outline) in carried.into_iter().filter(|(_, outline)| !cues.touches(&outline.cue)) {
        let before = attributions.partition_point(|it| first(it) < first(outline));
        let whole = ruled.complete(nth, outline.clone(), resolver, &attributions[..before]);
        let Some(via) = whole.via.as_ref().map(|via| via.span) else { continue };
        let shares_words =
            |at: &usize| whole.content.iter().any(|span| contents.over(*span).any(|other| other == *at));
        if let Some(at) = sources.over(via).chain(cues.over(via)).find(shares_words) {
            let confidence = attributions[at].confidence.max(whole.confidence);
            attributions[at] = Attribution { confidence, ..whole };
        }
    }
}

/// Numbers of the quotations in marks that the rules attribute, surely enough, and the model passed over.
pub(crate) fn passed_over(rules: &[Attribution], found: &[Attribution]) -> Vec<usize> {
    /// Below this the rules are wrong about quotations more often than they help (PolNeAR dev).
    const LEAST: f32 = 0.3;
    let cues = Cover::of(found, |it| &it.cue);
    let contents = Cover::of(found, |it| &it.content);
    let fresh = |nth: &usize| {
        let ruled = &rules[*nth];
        ruled.form != Form::Indirect
            && ruled.confidence >= LEAST
            && !cues.touches(&ruled.cue)
            && !contents.touches(&ruled.content)
    };
    (0..rules.len()).filter(fresh).collect()
}

/// An article as attributions are made of what was found in it.
pub(crate) struct Scene<'a> {
    article: &'a Article,
    tokens: &'a Tokens,
    mentions: &'a Mentions,
    places: Vec<Place>,
}

impl<'a> Scene<'a> {
    pub(crate) fn new(
        article: &'a Article,
        tokens: &'a Tokens,
        mentions: &'a Mentions,
        notes: &[Note],
    ) -> Self {
        Self { article, tokens, mentions, places: places(tokens, notes, 0..tokens.tokens.len()) }
    }

    fn span(&self, range: &Range<usize>) -> Span {
        let tokens = self.tokens.tokens.get(range.clone()).unwrap_or(&[]);
        match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => first.span.join(last.span),
            _ => Span::default(),
        }
    }

    /// A source in whole names: where it begins or ends inside a name it takes the rest of it, and where it ends with
    /// an article ("The" of "The Islamic State …") the name behind.
    fn whole(&self, source: Span) -> Span {
        let all = &self.mentions.mentions;
        let named = |byte: u32| {
            let next = all.partition_point(|mention| mention.span.end <= byte);
            all.get(next).map(|mention| mention.span).filter(|span| span.start <= byte)
        };
        let inside = |byte: u32| named(byte).filter(|span| span.start < byte);
        let mut out = source;
        for cut in [inside(source.start), inside(source.end)].into_iter().flatten() {
            out = out.join(cut);
        }
        let last = out.of(&self.article.text).rsplit(char::is_whitespace).next().unwrap_or_default();
        if ["the", "a", "an"].iter().any(|article| last.eq_ignore_ascii_case(article)) {
            let next = self.tokens.tokens.partition_point(|token| token.span.start < out.end);
            let name = self.tokens.tokens.get(next).and_then(|token| named(token.span.start));
            out = name.map_or(out, |name| out.join(name));
        }
        out
    }

    /// Everything but the speakers.
    pub(crate) fn attribution(&self, found: &Found, model: &Model) -> Attribution {
        let content: Vec<Span> = found.content.iter().map(|piece| self.span(piece)).collect();
        let form = self.form(&found.content);
        Attribution {
            source: found.source.iter().map(|source| self.whole(self.span(source))).collect(),
            cue: vec![self.span(&found.cue)],
            cue_class: self.class(&found.cue),
            speakers: Vec::new(),
            via: None,
            about: self.about(&content),
            confidence: found.confidence,
            rule: model.kind().to_owned(),
            evidence: self.evidence(found, model.calibration()),
            form,
            content,
        }
    }

    /// The class of the first word of the cue that the cue table knows.
    fn class(&self, cue: &Range<usize>) -> CueClass {
        let lexicon = Lexicon::shipped();
        let words = self.tokens.tokens.get(cue.clone()).unwrap_or(&[]).iter();
        let rows =
            words.filter_map(|token| lexicon.cue(lexicon.look_up(token.span.of(&self.article.text))?.cue));
        rows.map(|row| row.class).next().unwrap_or_default()
    }

    fn form(&self, content: &[Range<usize>]) -> Form {
        let (mut inside, mut outside) = (0, 0);
        for piece in content {
            let words = self.tokens.tokens.get(piece.clone()).unwrap_or(&[]);
            for (token, place) in words.iter().zip(&self.places[piece.clone()]) {
                if matches!(token.kind, TokenKind::Word | TokenKind::Number | TokenKind::Clitic) {
                    *(if place.quoted { &mut inside } else { &mut outside }) += 1;
                }
            }
        }
        match (inside, outside) {
            (0, _) => Form::Indirect,
            (_, 0) => Form::Direct,
            _ => Form::Mixed,
        }
    }

    fn about(&self, content: &[Span]) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for mention in content.iter().flat_map(|span| self.mentions.within(*span)) {
            if let Some(entity) = self.mentions.entity_of(mention).filter(|entity| !out.contains(&entity.id))
            {
                out.push(entity.id.clone());
            }
        }
        out
    }

    /// What was weighed, heaviest first; weights are shares of the log-odds of being right.
    fn evidence(&self, found: &Found, calibration: &Calibration) -> Vec<Evidence> {
        let shares = calibration.shares(&found.traits);
        let weight = |traits: &[usize]| traits.iter().map(|at| shares[*at]).sum::<f32>();
        let words = |range: &Range<usize>| self.span(range).of(&self.article.text);
        let percent = |share: f32| (share * 100.0).round();
        let [content, source, cue] = found.scores;
        let evidence =
            |kind: &str, detail: String, weight: f32| Evidence { kind: kind.to_owned(), detail, weight };
        let of_source = found.source.as_ref().map_or_else(
            || ("no-source", "nobody is named as its source".to_owned()),
            |span| ("source", format!("“{}” is the source of this cue ({} %)", words(span), percent(source))),
        );
        let mut out = vec![
            evidence(
                "cue",
                format!("“{}” tells of a saying ({} %)", words(&found.cue), percent(cue)),
                weight(&[CUE_IS_ONE, CUE_MARGIN]),
            ),
            evidence(
                "content",
                format!("the words belong to this cue ({} %)", percent(content)),
                weight(&[CONTENT_BELONGS, CONTENT_MARGIN, CONTENT_PIECES, CONTENT_LENGTH]),
            ),
            evidence(of_source.0, of_source.1, weight(&[SOURCE_BELONGS, SOURCE_MARGIN, NO_SOURCE])),
        ];
        if found.traits[SHARE_QUOTED] > 0.0 {
            let detail = "words stand in quotation marks".to_owned();
            out.push(evidence("quotation-marks", detail, weight(&[SHARE_QUOTED, ALL_QUOTED])));
        }
        if found.traits[RULES_CUE] > 0.0 {
            let agreement = percent(found.traits[RULES_CONTENT]);
            let detail = format!("the rules see this cue too, and share {agreement} % of the words");
            out.push(evidence("rules", detail, weight(&[RULES_CUE, RULES_CONTENT, RULES_SOURCE])));
        }
        out.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        if let Some((rival, score)) = &found.rival {
            let detail = format!("“{}” as the source instead ({} %)", words(rival), percent(*score));
            out.push(evidence("runner-up", detail, 0.0));
        }
        out
    }

    /// What the rules set aside, and the quotations that they found and the model did not, less what is attributed.
    pub(crate) fn set_aside(
        set_aside: Vec<SetAside>,
        rules: Vec<Attribution>,
        attributions: &[Attribution],
    ) -> Vec<SetAside> {
        let contents = Cover::of(attributions, |it| &it.content);
        let direct = rules.into_iter().filter(|attribution| attribution.form == Form::Direct);
        let missed = direct.flat_map(|attribution| attribution.content);
        let missed = missed.map(|span| SetAside { span, reason: SetAsideReason::Unattributed });
        let all = set_aside.into_iter().chain(missed);
        let mut out: Vec<SetAside> = all.filter(|aside| !contents.touches(&[aside.span])).collect();
        out.sort_by_key(|aside| aside.span);
        out.dedup_by_key(|aside| aside.span);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_document::{Mention, MentionForm};

    /// `[…]` is a name, `{…}` the source as the model cut it.
    fn check(marked: &str, expect: &str) {
        let mut text = String::new();
        let (mut names, mut source) = (Vec::new(), Span::default());
        let mut opened = [0; 2];
        for letter in marked.chars() {
            match letter {
                '[' => opened[0] = text.len(),
                '{' => opened[1] = text.len(),
                ']' => names.push(Span::new(opened[0], text.len())),
                '}' => source = Span::new(opened[1], text.len()),
                _ => text.push(letter),
            }
        }
        let mention = |span| Mention {
            span,
            entity: 0,
            form: MentionForm::Full,
            title: None,
            score: 1.0,
            runners_up: Vec::new(),
        };
        let mentions = Mentions { mentions: names.into_iter().map(mention).collect(), ..Mentions::default() };
        let article = Article { text, ..Article::default() };
        let tokens = sayso_tokenize::Tokenizer::new().tokenize(&article);
        let notes = vec![Note::default(); tokens.tokens.len()];
        let scene = Scene::new(&article, &tokens, &mentions, &notes);
        assert_eq!(scene.whole(source).of(&article.text), expect, "{marked}");
    }

    #[test]
    fn sources_are_whole_names() {
        check("{[Ada Roe]} said so.", "Ada Roe");
        check("{Mayor [Ada} Roe] said so.", "Mayor Ada Roe");
        check("Mayor [Ada {Roe]} said so.", "Ada Roe");
        check("{The} [League of the Left] claimed it.", "The League of the Left");
        check("{The} mayor of [Oslo] said so.", "The");
        check("{A spokesman for [Oslo]}, [Ada Roe], said so.", "A spokesman for Oslo");
        check("{they} said [Ada Roe] came.", "they");
    }
}
