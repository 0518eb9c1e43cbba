use sayso_core::{
    Article, Attributions, Carrier, CodePoints, CueClass, Entity, Evidence, Form, Mention, Mentions,
    Polarity, SetAside, Span, Speaker, Tokens,
};

/// One article with everything found in it. All spans are bytes of [`Document::text`].
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    article: Article,
    tokens: Tokens,
    mentions: Mentions,
    attributions: Attributions,
}

impl Document {
    /// A document of layers that belong together, such as those that the stages of an
    /// [`Analyzer`](crate::Analyzer) return.
    pub fn new(article: Article, tokens: Tokens, mentions: Mentions, attributions: Attributions) -> Self {
        Self { article, tokens, mentions, attributions }
    }

    /// The article's text, as all spans count it.
    pub fn text(&self) -> &str {
        &self.article.text
    }

    /// The article: text, origin, metadata, and what was noticed while it was read.
    pub fn article(&self) -> &Article {
        &self.article
    }

    /// Who said what, in text order.
    pub fn attributions(&self) -> impl ExactSizeIterator<Item = Attribution<'_>> {
        self.attributions.attributions.iter().map(|found| Attribution { document: self, found })
    }

    /// One of the attributions, by its place among them.
    ///
    /// # Panics
    /// There are not so many.
    pub fn attribution(&self, index: usize) -> Attribution<'_> {
        Attribution { document: self, found: &self.attributions.attributions[index] }
    }

    /// An id for each attribution, the same in every run that finds the same words in the same text.
    pub fn attribution_ids(&self) -> Vec<String> {
        self.attributions.ids()
    }

    /// Words in quotation marks that are not a quotation, and why not.
    pub fn set_aside(&self) -> &[SetAside] {
        &self.attributions.set_aside
    }

    /// The people, organizations and places that are named, in order of first mention.
    pub fn entities(&self) -> &[Entity] {
        &self.mentions.entities
    }

    /// Every place in the text that names an entity, in text order.
    pub fn mentions(&self) -> &[Mention] {
        &self.mentions.mentions
    }

    /// The entity of an id, such as a speaker's.
    pub fn entity(&self, id: &str) -> Option<&Entity> {
        self.entities().iter().find(|entity| entity.id == id)
    }

    /// Paragraphs, sentences and words.
    pub fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    /// Converts byte offsets of the text to Unicode code points and back.
    pub fn code_points(&self) -> CodePoints<'_> {
        CodePoints::new(self.text())
    }

    /// The layers: article, tokens, mentions, attributions.
    pub fn parts(&self) -> (&Article, &Tokens, &Mentions, &Attributions) {
        (&self.article, &self.tokens, &self.mentions, &self.attributions)
    }

    /// The layers, owned.
    pub fn into_parts(self) -> (Article, Tokens, Mentions, Attributions) {
        (self.article, self.tokens, self.mentions, self.attributions)
    }
}

/// One attribution of a [`Document`]: what was said, and on whose word it stands.
#[derive(Copy, Clone, Debug)]
pub struct Attribution<'d> {
    document: &'d Document,
    found: &'d sayso_core::Attribution,
}

impl<'d> Attribution<'d> {
    /// What was said; pieces joined by a space, quotation marks included.
    pub fn content(&self) -> String {
        self.words(&self.found.content)
    }

    /// The source as written ("the top diplomats", "he"); empty where the text names none.
    pub fn source(&self) -> String {
        self.words(&self.found.source)
    }

    /// The words that introduce the statement ("said", "according to"); empty where there are none.
    pub fn cue(&self) -> String {
        self.words(&self.found.cue)
    }

    /// Who said it; never empty. A speaker of kind [`Unresolved`](crate::SpeakerKind::Unresolved) is unknown.
    pub fn speakers(&self) -> &'d [Speaker] {
        &self.found.speakers
    }

    /// The outlet, person or document through which the statement came, where that is not the speaker.
    pub fn via(&self) -> Option<&'d Carrier> {
        self.found.via.as_ref()
    }

    /// Whether the words stand in quotation marks: all, some or none of them.
    pub fn form(&self) -> Form {
        self.found.form
    }

    /// The kind of saying that the cue expresses.
    pub fn cue_class(&self) -> CueClass {
        self.found.cue_class
    }

    /// Whether the content was said, denied, not said or asked about.
    pub fn polarity(&self) -> Polarity {
        self.found.polarity
    }

    /// The entities named inside the content, in order of first mention.
    pub fn about(&self) -> impl Iterator<Item = &'d Entity> + use<'d> {
        let document = self.document;
        self.found.about.iter().filter_map(|id| document.entity(id))
    }

    /// Probability that content and speaker are right, 0 to 1.
    pub fn confidence(&self) -> f32 {
        self.found.confidence
    }

    /// Why, strongest reason first.
    pub fn evidence(&self) -> &'d [Evidence] {
        &self.found.evidence
    }

    /// Where the content stands: bytes of the text, in text order, never empty.
    pub fn content_spans(&self) -> &'d [Span] {
        &self.found.content
    }

    /// Where the source stands.
    pub fn source_spans(&self) -> &'d [Span] {
        &self.found.source
    }

    /// Where the cue stands.
    pub fn cue_spans(&self) -> &'d [Span] {
        &self.found.cue
    }

    /// All fields as data.
    pub fn data(&self) -> &'d sayso_core::Attribution {
        self.found
    }

    fn words(&self, spans: &[Span]) -> String {
        spans.iter().map(|span| span.of(self.document.text())).collect::<Vec<_>>().join(" ")
    }
}
