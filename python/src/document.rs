use pyo3::prelude::*;
use sayso::core::Mention as CoreMention;
use sayso::{Span, core};
use std::sync::Arc;

/// First and one past the last Python string index.
type Offsets = (u32, u32);

/// One article with everything found in it.
#[pyclass(frozen, module = "sayso._sayso")]
pub(crate) struct Document {
    inner: Arc<Inner>,
}

/// A document, and its spans in Python string indices, in the order of attributions and mentions.
struct Inner {
    document: sayso::Document,
    attributions: Vec<AttributionOffsets>,
    mentions: Vec<Offsets>,
}

struct AttributionOffsets {
    content: Vec<Offsets>,
    source: Vec<Offsets>,
    cue: Vec<Offsets>,
}

impl Document {
    pub(crate) fn new(document: sayso::Document) -> Self {
        let points = document.code_points();
        let offsets = |span: &Span| (points.at(span.start), points.at(span.end));
        let all = |spans: &[Span]| spans.iter().map(offsets).collect();
        let attributions = document
            .attributions()
            .map(|found| AttributionOffsets {
                content: all(found.content_spans()),
                source: all(found.source_spans()),
                cue: all(found.cue_spans()),
            })
            .collect();
        let mentions = document.mentions().iter().map(|mention| offsets(&mention.span)).collect();
        Self { inner: Arc::new(Inner { document, attributions, mentions }) }
    }
}

#[pymethods]
impl Document {
    /// The article's text, as all offsets count it.
    #[getter]
    fn text(&self) -> &str {
        self.inner.document.text()
    }

    /// The article's own id; empty where it was given none.
    #[getter]
    fn id(&self) -> &str {
        &self.inner.document.article().source_id
    }

    #[getter]
    fn title(&self) -> Option<&str> {
        self.inner.document.article().metadata.title.as_deref()
    }

    /// Who said what, in text order.
    #[getter]
    fn attributions(&self) -> Vec<Attribution> {
        let count = self.inner.attributions.len();
        (0..count).map(|index| Attribution { inner: Arc::clone(&self.inner), index }).collect()
    }

    /// The people, organizations and places that are named, in order of first mention.
    #[getter]
    fn entities(&self) -> Vec<Entity> {
        self.inner.document.entities().iter().map(Entity::of).collect()
    }

    /// Every place in the text that names an entity, in text order.
    #[getter]
    fn mentions(&self) -> Vec<Mention> {
        let document = &self.inner.document;
        let pairs = document.mentions().iter().zip(&self.inner.mentions);
        pairs.filter_map(|(mention, offsets)| Mention::of(document, mention, *offsets)).collect()
    }

    fn __len__(&self) -> usize {
        self.inner.attributions.len()
    }

    /// Marked up for notebooks, with everything from the article escaped.
    fn _repr_html_<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("sayso._html")?.call_method1("marked", (slf,))
    }

    fn __repr__(&self) -> String {
        let count = self.inner.attributions.len();
        let noun = if count == 1 { "attribution" } else { "attributions" };
        format!(
            "<sayso.Document of {} characters, {count} {noun}>",
            self.inner.document.text().chars().count()
        )
    }
}

/// Who said what: one quotation or reported statement.
#[pyclass(frozen, module = "sayso._sayso")]
pub(crate) struct Attribution {
    inner: Arc<Inner>,
    index: usize,
}

impl Attribution {
    fn found(&self) -> sayso::Attribution<'_> {
        self.inner.document.attribution(self.index)
    }

    fn offsets(&self) -> &AttributionOffsets {
        &self.inner.attributions[self.index]
    }
}

#[pymethods]
impl Attribution {
    /// What was said; pieces joined by a space.
    #[getter]
    fn content(&self) -> String {
        self.found().content()
    }

    /// The source as written; empty where the text names none.
    #[getter]
    fn source(&self) -> String {
        self.found().source()
    }

    /// The words that introduce the statement.
    #[getter]
    fn cue(&self) -> String {
        self.found().cue()
    }

    #[getter]
    fn content_spans(&self) -> Vec<Offsets> {
        self.offsets().content.clone()
    }

    #[getter]
    fn source_spans(&self) -> Vec<Offsets> {
        self.offsets().source.clone()
    }

    #[getter]
    fn cue_spans(&self) -> Vec<Offsets> {
        self.offsets().cue.clone()
    }

    /// Who said it; never empty.
    #[getter]
    fn speakers(&self) -> Vec<Speaker> {
        self.found().speakers().iter().map(Speaker::of).collect()
    }

    /// Name of the outlet, person or document through which it came.
    #[getter]
    fn via(&self) -> Option<String> {
        self.found().via().map(|carrier| carrier.name.clone())
    }

    /// `direct`, `mixed` or `indirect`.
    #[getter]
    fn form(&self) -> &'static str {
        self.found().form().name()
    }

    /// The kind of saying: `neutral`, `claim`, `denial`, …
    #[getter]
    fn cue_class(&self) -> &'static str {
        self.found().cue_class().name()
    }

    /// The entities named in the content.
    #[getter]
    fn about(&self) -> Vec<Entity> {
        self.found().about().map(Entity::of).collect()
    }

    /// Probability that content and speaker are right.
    #[getter]
    fn confidence(&self) -> f32 {
        self.found().confidence()
    }

    /// The rule or model that found it.
    #[getter]
    fn rule(&self) -> &str {
        &self.inner.document.attribution(self.index).data().rule
    }

    /// Why, as (kind, explanation, weight), strongest first.
    #[getter]
    fn evidence(&self) -> Vec<(String, String, f32)> {
        let evidence = self.found().evidence().iter();
        evidence.map(|reason| (reason.kind.clone(), reason.detail.clone(), reason.weight)).collect()
    }

    fn __repr__(&self) -> String {
        let names: Vec<&str> = self.found().speakers().iter().map(core::Speaker::name).collect();
        let content = self.found().content();
        let short: String = content.chars().take(60).collect();
        let dots = if short.len() < content.len() { "…" } else { "" };
        format!("<{}: {short}{dots}>", names.join(", "))
    }
}

/// Somebody on whose word a statement stands.
#[pyclass(frozen, get_all, module = "sayso._sayso")]
pub(crate) struct Speaker {
    id: String,
    name: String,
    kind: &'static str,
}

impl Speaker {
    fn of(speaker: &core::Speaker) -> Self {
        Self { id: speaker.id.clone(), name: speaker.name.clone(), kind: speaker.kind.name() }
    }
}

#[pymethods]
impl Speaker {
    fn __repr__(&self) -> String {
        format!("<{} ({})>", self.name, self.kind)
    }
}

/// A person, organization, place or other thing with a name.
#[pyclass(frozen, get_all, module = "sayso._sayso")]
pub(crate) struct Entity {
    id: String,
    name: String,
    kind: &'static str,
    /// Whether a list of names holds it.
    listed: bool,
    gender: Option<&'static str>,
    country: Option<String>,
    roles: Vec<String>,
}

impl Entity {
    fn of(entity: &core::Entity) -> Self {
        Self {
            id: entity.id.clone(),
            name: entity.name.clone(),
            kind: entity.kind.name(),
            listed: entity.listed,
            gender: entity.gender.map(core::Gender::name),
            country: entity.country.clone(),
            roles: entity.roles.clone(),
        }
    }
}

#[pymethods]
impl Entity {
    fn __repr__(&self) -> String {
        format!("<{} ({})>", self.name, self.kind)
    }
}

/// A place in the text that names an entity.
#[pyclass(frozen, get_all, module = "sayso._sayso")]
pub(crate) struct Mention {
    start: u32,
    end: u32,
    text: String,
    entity_id: String,
    name: String,
    kind: &'static str,
}

impl Mention {
    fn of(document: &sayso::Document, mention: &CoreMention, (start, end): Offsets) -> Option<Self> {
        let entity = document.entities().get(mention.entity as usize)?;
        let text = mention.span.of(document.text()).to_owned();
        let (entity_id, name) = (entity.id.clone(), entity.name.clone());
        Some(Self { start, end, text, entity_id, name, kind: entity.kind.name() })
    }
}

#[pymethods]
impl Mention {
    fn __repr__(&self) -> String {
        format!("<{} {}..{} {}>", self.text, self.start, self.end, self.kind)
    }
}
