//! An article as the engine sees it.

use std::sync::Arc;

use crate::finding::Suppression;
use crate::text::{LineIndex, OffsetMap, Position, SourceSpan, Span};
use crate::value::{Country, Language, Period};

/// What a block of an article is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// The headline.
    Title,
    /// A heading between paragraphs.
    Heading,
    /// A paragraph, or a lead.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// The words under a picture.
    Caption,
}

/// A stretch of an article's text. What belongs to the page and not to the article is in no block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands in the text.
    pub span: Span,
}

/// What an article says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Metadata {
    /// The headline.
    pub title: Option<String>,
    /// When it was published, at the grain that is stated.
    pub published: Option<Period>,
    /// Where the date stands in the file, if it stands there.
    pub published_span: Option<SourceSpan>,
    /// The publication: `NOS Nieuws`, `nos.nl`.
    pub source: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// The language, stated or detected.
    pub language: Option<Language>,
    /// The country of the publication, stated or told by the address.
    pub country: Option<Country>,
    /// Remarks to klopt that silence rules in it.
    pub suppressions: Vec<Suppression>,
    /// Ids of articles that this one corrects.
    pub corrects: Vec<String>,
    /// Ids of articles that this one retracts.
    pub retracts: Vec<String>,
    /// Where it names these and those that it corrects.
    pub references: Vec<(String, SourceSpan)>,
}

/// One article.
#[derive(Debug, Clone)]
pub struct Document {
    /// The article's id: that of its JSON line or front matter, else its path.
    pub id: String,
    /// The file, as the user named it; `-` is standard input.
    pub path: String,
    /// The file as it is; for a JSON line its decoded `text`.
    pub source: Arc<str>,
    /// Where in `source` the title of a JSON line begins, which is no part of its text and was added behind it.
    pub titled: Option<usize>,
    /// The number of the JSON line that it stands in, from 1; none for a file of its own.
    pub record: Option<usize>,
    /// What a reader reads, markup gone.
    pub text: Arc<str>,
    /// The way from `text` to `source`.
    pub map: OffsetMap,
    /// The parts of `text` that make up the article, in order and apart.
    pub blocks: Vec<Block>,
    /// What it says of itself.
    pub meta: Metadata,
}

impl Document {
    /// Where a span of the text stands in the file.
    #[must_use]
    pub fn to_source(&self, span: Span) -> SourceSpan {
        self.map.to_source(span)
    }

    /// The article's own bytes: without a title that was added behind them.
    #[must_use]
    pub fn body(&self) -> &str {
        let end = self.titled.map_or(self.source.len(), |at| at.saturating_sub(1));
        self.source.get(..end).unwrap_or(&self.source)
    }

    /// Where the title begins that a byte of `source` stands in, if that was added.
    #[must_use]
    pub fn title_at(&self, offset: usize) -> Option<usize> {
        self.titled.filter(|at| *at <= offset)
    }

    /// The line and column of a byte of the file. For a JSON line, `line` is the
    /// record's and `column` counts in the whole decoded text, or in the title.
    #[must_use]
    pub fn position(&self, lines: &LineIndex, offset: usize) -> Position {
        let before = |at: usize| lines.width_before(&self.source, at);
        match self.record {
            Some(line) => {
                let skipped = self.title_at(offset).map_or(0, before);
                Position { line, column: before(offset) - skipped + 1 }
            }
            None => lines.position(&self.source, offset),
        }
    }
}
