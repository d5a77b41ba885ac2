//! What is the same for all sentences of an article.

use std::cell::OnceCell;
use std::sync::Arc;

use super::context::Looked;
use super::plan::Plan;
use super::sentence::Sentence;
use super::voice::Lookup;
use crate::claim::{Fingerprint, Place, Publication};
use crate::input::{BlockKind, Document};
use crate::recognise::{Context, Mention, MentionValue};
use crate::rules::RuleSet;
use crate::rules::cues::Cues;
use crate::text::{LineIndex, Position, Span, fold_into};
use crate::value::Language;

/// Of how many countries it is noted that an article names them.
const SOME: usize = 12;

/// The most bytes of a title that is read as a sentence.
const TITLE: usize = 500;

/// An article with its mentions.
#[derive(Debug)]
pub(super) struct Article<'a> {
    pub(super) document: &'a Document,
    /// The lines of its file, found when a place is asked for.
    pub(super) lines: OnceCell<LineIndex>,
    pub(super) mentions: Vec<Mention>,
    pub(super) publication: Arc<Publication>,
    pub(super) language: &'a str,
    pub(super) cues: &'a Cues,
    /// Its title, read when it is asked for.
    pub(super) headline: OnceCell<Option<Headline>>,
    /// The cue sets that were looked for in it so far.
    pub(super) looked: Looked,
    /// The countries and alliances that it names.
    pub(super) named: OnceCell<Vec<Arc<str>>>,
    pub(super) rules: &'a RuleSet,
    /// None for a language without rules.
    pub(super) plan: Option<&'a Plan<'a>>,
}

/// The title of an article as a sentence of its own.
#[derive(Debug)]
pub(super) struct Headline {
    text: String,
    mentions: Vec<Mention>,
    sentence: Sentence,
}

impl Article<'_> {
    /// What names are recognised in.
    pub(super) fn context(document: &Document) -> Context {
        Context {
            language: document.meta.language.clone(),
            reference: document.meta.published,
            country: document.meta.country.clone(),
        }
    }

    /// The countries and alliances that it names, title included, each once; of many only the first few.
    pub(super) fn states(&self) -> &[Arc<str>] {
        self.named.get_or_init(|| {
            let title = self.title().map_or(&[][..], |(_, look)| look.mentions);
            let mut out: Vec<Arc<str>> = Vec::new();
            for mention in self.mentions.iter().chain(title) {
                let MentionValue::Entity(e) = &mention.value else { continue };
                if matches!(&*e.kind, "country" | "alliance") && !out.contains(&e.id) && out.len() < SOME {
                    out.push(e.id.clone());
                }
            }
            out
        })
    }

    /// Whether all names in it that are of a state, or in one, are of `home`.
    pub(super) fn is_of_one<'s>(
        &self,
        home: &Arc<str>,
        state: impl Fn(&Arc<str>) -> Option<&'s Arc<str>>,
    ) -> bool {
        let title = self.title().map_or(&[][..], |(_, look)| look.mentions);
        let names = self.mentions.iter().chain(title).filter_map(|m| match &m.value {
            MentionValue::Entity(e) => Some(e),
            _ => None,
        });
        let mut named = names.filter(|e| !matches!(&*e.kind, "weapon" | "drone" | "media"));
        named.all(|e| match &*e.kind {
            "country" => e.id == *home,
            "alliance" | "region" => false,
            _ => state(&e.id).is_none_or(|id| id == home),
        })
    }

    /// Its title as a sentence, and what that is looked at with.
    pub(super) fn title(&self) -> Option<(&Sentence, Lookup<'_>)> {
        let read = || {
            let text = self.document.meta.title.clone().filter(|t| t.len() <= TITLE)?;
            let mentions = self.rules.recogniser.recognise(&text, &Self::context(self.document));
            let whole = Span::new(0, text.len());
            let sentence = Sentence::new(&text, whole, 0, (&mentions, 0), &self.rules.classes);
            Some(Headline { text, mentions, sentence })
        };
        let title = self.headline.get_or_init(read).as_ref()?;
        let look = Lookup { text: &title.text, mentions: &title.mentions, ..self.lookup() };
        Some((&title.sentence, look))
    }

    /// What sentences are looked at with.
    pub(super) fn lookup(&self) -> Lookup<'_> {
        Lookup {
            text: &self.document.text,
            mentions: &self.mentions,
            cues: self.cues,
            language: self.language,
            plan: self.plan,
        }
    }

    /// The line and column of a byte of the file.
    pub(super) fn position(&self, offset: usize) -> Position {
        let lines = self.lines.get_or_init(|| LineIndex::new(&self.document.source));
        self.document.position(lines, offset)
    }

    /// Where `span`, in the sentence `sentence` of the text, stands in the file.
    pub(super) fn place(&self, span: Span, sentence: Span) -> Place {
        let source = self.document.to_source(span);
        let position = self.position(source.start);
        Place {
            span: source,
            line: position.line,
            column: position.column,
            quote: span.of(&self.document.text).into(),
            sentence: self.document.to_source(sentence),
            title: self.document.title_at(source.start),
        }
    }
}

/// The article as its claims and the reports refer to it.
pub(super) fn publication(document: &Document) -> Publication {
    Publication {
        id: document.id.as_str().into(),
        called: None,
        path: document.path.as_str().into(),
        title: document.meta.title.as_deref().map(Into::into),
        source: document.meta.source.as_deref().map(Into::into),
        published: document.meta.published,
        family: family(document),
        language: document.meta.language.as_ref().map_or("", Language::as_str).into(),
        corrects: document.meta.corrects.iter().map(|id| id.as_str().into()).collect(),
        retracts: document.meta.retracts.iter().map(|id| id.as_str().into()).collect(),
    }
}

/// How much of a text tells copies of it from others, in folded bytes.
const FAMILY_PREFIX: usize = 600;

/// The same number for articles whose paragraphs start with the same text.
fn family(document: &Document) -> u64 {
    let (mut letters, mut folded) = (Vec::with_capacity(FAMILY_PREFIX), Vec::new());
    let mut read = 0;
    for block in document.blocks.iter().filter(|b| b.kind == BlockKind::Paragraph) {
        folded.clear();
        fold_into(block.span.of(&document.text), &mut folded);
        for byte in folded.iter().filter(|b| b.is_ascii_alphanumeric()) {
            if letters.len() == FAMILY_PREFIX {
                break;
            }
            letters.push(*byte);
        }
        read += folded.len();
        if read >= FAMILY_PREFIX {
            break;
        }
    }
    // Folded text is ASCII.
    let letters = std::str::from_utf8(&letters).unwrap_or("");
    u64::from_str_radix(Fingerprint::of([letters]).as_str(), 16).unwrap_or(0)
}
