//! From sources as written to speakers.

use sayso_document::{Article, Attribution, Carrier, Mentions, Speaker, SpeakerKind, Tokens};

/// Speakers of one attribution, and what it came through.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resolved {
    /// Never empty.
    pub speakers: Vec<Speaker>,
    /// "according to Reuters"
    pub via: Option<Carrier>,
}

/// Resolves the sources of one article.
pub struct Resolver<'a> {
    article: &'a Article,
    _tokens: &'a Tokens,
    mentions: &'a Mentions,
}

impl<'a> Resolver<'a> {
    /// Reads the article once.
    pub fn new(article: &'a Article, tokens: &'a Tokens, mentions: &'a Mentions) -> Self {
        Self { article, _tokens: tokens, mentions }
    }

    /// Speakers of `attribution`, whose source spans are set; `earlier` are the attributions before it.
    pub fn resolve(&self, attribution: &Attribution, _earlier: &[Attribution]) -> Resolved {
        let _ = (self.article, self.mentions, attribution);
        Resolved {
            speakers: vec![Speaker {
                id: "unresolved".into(),
                name: String::new(),
                kind: SpeakerKind::Unresolved,
            }],
            via: None,
        }
    }
}
