use crate::{DocumentId, Span};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The attributions of one article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Attributions {
    /// The article they belong to.
    pub document: DocumentId,
    /// Attributions ordered by their first span.
    pub attributions: Vec<Attribution>,
    /// Words in quotation marks that are no quotation, kept so that nothing is lost.
    pub set_aside: Vec<SetAside>,
}

/// One statement, and on whose word it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attribution {
    /// What was said, possibly in several pieces, in text order, never empty. Quotation marks are inside.
    pub content: Vec<Span>,
    /// The source as written ("the top diplomats", "he"); empty where the text names none.
    pub source: Vec<Span>,
    /// The words that tell of the saying ("said", "according to"); empty where there are none.
    pub cue: Vec<Span>,
    /// Direct, mixed or indirect.
    pub form: Form,
    /// What kind of saying the cue tells of.
    pub cue_class: CueClass,
    /// Whether the content was said at all.
    pub polarity: Polarity,
    /// Who said it; never empty ([`SpeakerKind::Unresolved`] says that we do not know).
    pub speakers: Vec<Speaker>,
    /// The outlet, person or document that it came through, where it is not the speaker.
    pub via: Option<Carrier>,
    /// Ids of the entities inside the content, in order of first mention: what the statement is about.
    pub about: Vec<String>,
    /// Probability that content and speaker are right, 0 to 1.
    pub confidence: f32,
    /// The rule or model that found it.
    pub rule: String,
    /// Why, strongest first.
    pub evidence: Vec<Evidence>,
}

impl Attribution {
    /// [`Attribution::rule`] of what somebody corrected, and the kind of the evidence that says what and why.
    pub const CORRECTION: &'static str = "correction";

    /// One of nothing by nobody, to be filled in.
    pub fn blank() -> Self {
        Self {
            content: Vec::new(),
            source: Vec::new(),
            cue: Vec::new(),
            form: Form::Indirect,
            cue_class: CueClass::default(),
            polarity: Polarity::default(),
            speakers: Vec::new(),
            via: None,
            about: Vec::new(),
            confidence: 1.0,
            rule: String::new(),
            evidence: Vec::new(),
        }
    }

    /// What was corrected, by whom and why, one after the other; nothing where nobody did.
    pub fn corrections(&self) -> impl Iterator<Item = &str> {
        self.evidence
            .iter()
            .filter(|evidence| evidence.kind == Self::CORRECTION)
            .map(|evidence| evidence.detail.as_str())
    }
}

/// Whether a statement's words stand in quotation marks.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Form {
    /// All of them.
    Direct,
    /// Some of them.
    Mixed,
    /// None of them.
    Indirect,
}

/// Kinds of saying.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum CueClass {
    /// said, told, according to
    #[default]
    Neutral,
    /// claimed, insisted, argued, alleged
    Claim,
    /// conceded, admitted, acknowledged
    Concession,
    /// denied, rejected, dismissed
    Denial,
    /// demanded, urged, called on
    Demand,
    /// promised, vowed, threatened
    Promise,
    /// warned, cautioned
    Warning,
    /// believes, thinks, hopes
    Belief,
    /// declined to comment
    Refusal,
    /// asked, wondered
    Question,
    /// wrote, posted, tweeted
    Written,
    /// praised, criticised, blamed
    Judgement,
    /// announced, revealed, confirmed
    Announcement,
    /// plans, intends, wants
    Intention,
}

/// What somebody did with a content: only [`Polarity::Asserted`] counts as having said it.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Polarity {
    /// "she said that …"
    #[default]
    Asserted,
    /// "she denied that …"
    Denied,
    /// "she did not say whether …", "she declined to comment on …", "neither of them said that …"
    NotSaid,
    /// "she asked whether …"
    Asked,
    /// "she reportedly said that …", "she is expected to say that …"
    Hedged,
}

/// Somebody on whose word a statement stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Speaker {
    /// An entity's id; for speakers that are no entity an id of the words ("role:prime minister").
    pub id: String,
    /// Display name.
    pub name: String,
    /// What the speaker is.
    pub kind: SpeakerKind,
}

impl Speaker {
    /// Display name.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// What a speaker is.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum SpeakerKind {
    /// A person with a name.
    Person,
    /// A person known by role alone ("the prime minister").
    Role,
    /// Several people as one ("residents", "police", "the top diplomats" where their names are not known).
    Collective,
    /// An organisation, a country's government.
    Organization,
    /// A report, a statement, a study.
    Document,
    /// Somebody whom the text keeps unnamed ("a person familiar with the matter").
    Anonymous,
    /// Nobody that we could find.
    Unresolved,
}

/// What a statement came through: "according to Reuters", "she told AP".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Carrier {
    /// Entity id where it is one.
    pub id: Option<String>,
    /// Display name.
    pub name: String,
    /// Where it stands in the text.
    pub span: Span,
}

/// One reason for an attribution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// A short stable name: `cue`, `quotation-marks`, `subject`, `pronoun`, …
    pub kind: String,
    /// In words a reader understands.
    pub detail: String,
    /// How much it weighed (log-odds or a rule's share); for ordering.
    pub weight: f32,
}

/// Words in quotation marks that are no quotation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAside {
    /// Bytes of the text, with the marks.
    pub span: Span,
    /// Why it was set aside.
    pub reason: SetAsideReason,
}

/// Why words in quotation marks are no quotation.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum SetAsideReason {
    /// Marks of distance: so-called "experts".
    Scare,
    /// A book, film, song, programme.
    Title,
    /// A nickname: Robert "Bob" Smith.
    Nickname,
    /// A word as a word, a slogan, a motto, a sign.
    Term,
    /// Speech that nobody uttered: "as if to say".
    Hypothetical,
    /// A quotation for which no source was found.
    Unattributed,
}

impl Attributions {
    /// An id for each attribution, 32 hexadecimal digits: made of the document's id and the spans of content, source
    /// and cue, so that it is the same in every run that finds the same words in the same text. Were two attributions
    /// of one document to have the same spans, the second one's id says so too.
    pub fn ids(&self) -> Vec<String> {
        let mut found: BTreeMap<DocumentId, u32> = BTreeMap::new();
        let id = |attribution: &Attribution| {
            let id = attribution.id(&self.document);
            let before = found.entry(id).or_default();
            *before += 1;
            match before {
                1 => id.to_string(),
                nth => DocumentId::of_fields([id.to_string().as_str(), nth.to_string().as_str()]).to_string(),
            }
        };
        self.attributions.iter().map(id).collect()
    }
}

impl Attribution {
    fn id(&self, document: &DocumentId) -> DocumentId {
        let mut bytes = Vec::with_capacity(96);
        bytes.extend_from_slice(&document.0);
        for spans in [&self.content, &self.source, &self.cue] {
            bytes.extend_from_slice(&(spans.len() as u32).to_le_bytes());
            for span in spans {
                bytes.extend_from_slice(&span.start.to_le_bytes());
                bytes.extend_from_slice(&span.end.to_le_bytes());
            }
        }
        DocumentId::of_bytes(&bytes)
    }
}

crate::enum_names!(Form { Direct = "direct", Mixed = "mixed", Indirect = "indirect" });
crate::enum_names!(SpeakerKind {
    Person = "person",
    Role = "role",
    Collective = "collective",
    Organization = "organization",
    Document = "document",
    Anonymous = "anonymous",
    Unresolved = "unresolved",
});
crate::enum_names!(CueClass {
    Neutral = "neutral",
    Claim = "claim",
    Concession = "concession",
    Denial = "denial",
    Demand = "demand",
    Promise = "promise",
    Warning = "warning",
    Belief = "belief",
    Refusal = "refusal",
    Question = "question",
    Written = "written",
    Judgement = "judgement",
    Announcement = "announcement",
    Intention = "intention",
});
crate::enum_names!(Polarity {
    Asserted = "asserted",
    Denied = "denied",
    NotSaid = "not-said",
    Asked = "asked",
    Hedged = "hedged",
});
crate::enum_names!(SetAsideReason {
    Scare = "scare",
    Title = "title",
    Nickname = "nickname",
    Term = "term",
    Hypothetical = "hypothetical",
    Unattributed = "unattributed",
});

#[cfg(test)]
mod tests {
    use super::*;

    fn said(content: [usize; 2], source: &[[usize; 2]]) -> Attribution {
        Attribution {
            content: vec![Span::new(content[0], content[1])],
            source: source.iter().map(|span| Span::new(span[0], span[1])).collect(),
            form: Form::Direct,
            ..Attribution::blank()
        }
    }

    fn ids(document: u8, attributions: Vec<Attribution>) -> Vec<String> {
        Attributions { document: DocumentId([document; 16]), attributions, set_aside: Vec::new() }.ids()
    }

    #[test]
    fn ids_tell_attributions_apart_and_stay() {
        let (one, two) = (said([0, 9], &[[10, 12]]), said([0, 9], &[]));
        let all = ids(1, vec![one.clone(), two.clone(), one.clone(), one.clone()]);
        assert_eq!(all.iter().collect::<std::collections::BTreeSet<_>>().len(), 4);
        assert!(all.iter().all(|id| id.len() == 32));
        // Neither their order nor what else was found makes a difference, another document does.
        assert_eq!(ids(1, vec![two.clone(), one.clone()]), [all[1].clone(), all[0].clone()]);
        assert_ne!(ids(2, vec![two]), [all[1].clone()]);
        let sure = Attribution { confidence: 0.2, rule: "other".to_owned(), ..one };
        assert_eq!(ids(1, vec![sure]), [all[0].clone()]);
    }
}
