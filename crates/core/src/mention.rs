use crate::{DocumentId, Span};
use serde::{Deserialize, Serialize};

/// The names in one article and the entities that they name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Mentions {
    /// The article they belong to.
    pub document: DocumentId,
    /// Mentions in text order, never overlapping.
    pub mentions: Vec<Mention>,
    /// The article's entities, in order of first mention; [`Mention::entity`] counts into this list.
    pub entities: Vec<Entity>,
}

/// One place in the text that names an entity. A title before a name ("Secretary of State") is not part of the
/// span; it is kept in [`Mention::title`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// Bytes of the text.
    pub span: Span,
    /// Index into [`Mentions::entities`].
    pub entity: u32,
    /// How the entity is named here.
    pub form: MentionForm,
    /// The title or role right before or after the name, where there is one.
    pub title: Option<Span>,
    /// How sure the link is, 0 to 1.
    pub score: f32,
    /// Other entities that the words could have meant, best first.
    pub runners_up: Vec<RunnerUp>,
}

/// How a mention names its entity.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum MentionForm {
    /// The full name.
    Full,
    /// A part of the name ("Peskov"), or a nickname.
    Short,
    /// An acronym or code ("DPRK", "U.S.").
    Acronym,
    /// An adjective or noun of origin ("Russian", "the Russians"), tied to its country.
    Demonym,
}

/// An entity that a mention could have meant but was not taken to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunnerUp {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How likely it was, 0 to 1.
    pub score: f32,
}

/// Somebody or something with a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// The gazetteer's id (`Q42`-like only where a source gives it, else `sayso:…`), or for names in no list
    /// `new:kind/folded-name`, the same for the same full name in every document.
    pub id: String,
    /// Canonical name.
    pub name: String,
    /// What it is.
    pub kind: EntityKind,
    /// Whether a list holds it.
    pub listed: bool,
    /// Gender of a person where the text or the lists tell.
    pub gender: Option<Gender>,
    /// Titles and roles as written in this article, in order of first use, without repeats; then the offices that the
    /// lists say a person held on the article's day.
    pub roles: Vec<String>,
    /// ISO 3166 code of the country it belongs to, where known.
    pub country: Option<String>,
}

/// What an entity is.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum EntityKind {
    /// A human being.
    Person,
    /// Any organisation that is none of the kinds below.
    Organization,
    /// A business.
    Company,
    /// A government body.
    Agency,
    /// A political party.
    Party,
    /// A newspaper, broadcaster, site or wire service.
    Outlet,
    /// A country or dependency.
    Country,
    /// A city, region, river, building …
    Place,
    /// A named thing of another kind: an event, a law, a work, a product.
    Other,
}

/// The gender that pronouns for a person take.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Gender {
    /// she, her
    Female,
    /// he, him
    Male,
    /// they, them, of one person
    Neutral,
}

crate::enum_names!(EntityKind {
    Person = "person",
    Organization = "organization",
    Company = "company",
    Agency = "agency",
    Party = "party",
    Outlet = "outlet",
    Country = "country",
    Place = "place",
    Other = "other",
});
crate::enum_names!(MentionForm { Full = "full", Short = "short", Acronym = "acronym", Demonym = "demonym" });
crate::enum_names!(Gender { Female = "female", Male = "male", Neutral = "neutral" });

impl EntityKind {
    /// Whether it is an organisation of any kind.
    pub fn is_organization(self) -> bool {
        matches!(self, Self::Organization | Self::Company | Self::Agency | Self::Party | Self::Outlet)
    }

    /// Whether it is a place of any kind.
    pub fn is_place(self) -> bool {
        matches!(self, Self::Country | Self::Place)
    }
}

impl Mentions {
    /// The entity that a mention names.
    pub fn entity_of(&self, mention: &Mention) -> Option<&Entity> {
        self.entities.get(mention.entity as usize)
    }

    /// The mentions that lie wholly inside `span`.
    pub fn within(&self, span: Span) -> &[Mention] {
        let first = self.mentions.partition_point(|mention| mention.span.start < span.start);
        let rest = &self.mentions[first..];
        &rest[..rest.partition_point(|mention| mention.span.end <= span.end)]
    }
}
