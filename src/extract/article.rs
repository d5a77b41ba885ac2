//! What is the same for all sentences of an article.

use std::cell::OnceCell;
use std::sync::Arc;

use super::plan::Plan;
use super::voice::Lookup;
use crate::claim::{Fingerprint, Place, Publication};
use crate::input::{BlockKind, Document};
use crate::recognise::Mention;
use crate::rules::cues::Cues;
use crate::text::{LineIndex, Position, Span, fold};
use crate::value::Language;

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
    /// None for a language without rules.
    pub(super) plan: Option<&'a Plan<'a>>,
}

impl Article<'_> {
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
        }
    }
}

/// The article as its claims and the reports refer to it.
pub(super) fn publication(document: &Document) -> Publication {
    Publication {
        id: document.id.as_str().into(),
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
    let (mut letters, mut read) = (String::with_capacity(FAMILY_PREFIX), 0);
    for block in document.blocks.iter().filter(|b| b.kind == BlockKind::Paragraph) {
        let body = fold(block.span.of(&document.text));
        let own = body.chars().filter(char::is_ascii_alphanumeric);
        letters.extend(own.take(FAMILY_PREFIX - letters.len()));
        read += body.len();
        if read >= FAMILY_PREFIX {
            break;
        }
    }
    u64::from_str_radix(Fingerprint::of([letters.as_str()]).as_str(), 16).unwrap_or(0)
}
