//! Markdown: markup is masked out, entities and escapes are decoded, every byte keeps its place.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::assemble::{Draft, RawBlock};
use super::document::BlockKind;
use super::mask::is_invisible;
use super::words::PageWords;
use super::{front_matter, front_matter::FrontMatter};
use crate::finding::Problem;
use crate::text::{MapBuilder, SourceSpan, Span};

/// What a Markdown file holds, and what is wrong with its front matter.
pub(super) fn draft(path: &str, source: Arc<str>, words: &PageWords) -> (Draft, Vec<Problem>) {
    let (front, start) = match front_matter::find(&source) {
        Some((yaml, start)) => (front_matter::read(path, &source, yaml, words), start),
        None => (FrontMatter::default(), 0),
    };
    let body = source.get(start..).unwrap_or("");
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    let mut writer = Writer { source: &source, base: start, ..Writer::new(&source) };
    for (event, range) in Parser::new_ext(body, options).into_offset_iter() {
        writer.event(event, range);
    }
    writer.close();
    let blocks = writer.blocks;
    let (text, map) = writer.out.finish();
    let draft = Draft {
        id: front.id.unwrap_or_else(|| path.to_owned()),
        path: path.to_owned(),
        record: None,
        text: text.into(),
        source,
        map,
        blocks,
        meta: front.meta,
        heading: front.heading,
    };
    (draft, front.problems)
}

struct Writer<'s> {
    source: &'s str,
    /// Where the body begins in the file.
    base: usize,
    out: MapBuilder,
    blocks: Vec<RawBlock>,
    /// The block that is being written, and where it begins.
    open: Option<(BlockKind, usize)>,
    /// How deep in elements whose text is none of the article's.
    skipped: usize,
    /// How deep in list items.
    items: usize,
    titled: bool,
    /// One past the byte of the file that was written last.
    written: usize,
}

impl<'s> Writer<'s> {
    fn new(source: &'s str) -> Self {
        Self {
            source,
            base: 0,
            out: MapBuilder::new(),
            blocks: Vec::new(),
            open: None,
            skipped: 0,
            items: 0,
            titled: false,
            written: 0,
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        let range = range.start + self.base..range.end + self.base;
        match event {
            Event::Start(tag) if is_skipped(&tag) => self.skipped += 1,
            Event::End(tag) if is_skipped_end(tag) => self.skipped = self.skipped.saturating_sub(1),
            _ if self.skipped > 0 => {}
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text, range),
            Event::Code(text) => {
                let raw = self.source.get(range.clone()).unwrap_or("");
                let ticks = raw.len() - raw.trim_start_matches('`').len();
                let inside = range.start + ticks..range.start + ticks + text.len();
                let verbatim = self.source.get(inside.clone()) == Some(&*text);
                self.text(&text, if verbatim { inside } else { range });
            }
            Event::SoftBreak | Event::HardBreak => self.text(" ", range),
            Event::InlineHtml(tag) if tag.to_ascii_lowercase().starts_with("<br") => self.text(" ", range),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                let title = !self.titled && (*level == HeadingLevel::H1 || self.blocks.is_empty());
                self.titled |= title;
                self.begin(if title { BlockKind::Title } else { BlockKind::Heading });
            }
            Tag::Item => {
                self.items += 1;
                self.begin(BlockKind::ListItem);
            }
            Tag::Paragraph | Tag::TableCell => {
                self.begin(if self.items > 0 { BlockKind::ListItem } else { BlockKind::Paragraph });
            }
            Tag::List(_) | Tag::BlockQuote(_) | Tag::Table(_) => self.close(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Item => {
                self.items = self.items.saturating_sub(1);
                self.close();
            }
            TagEnd::Heading(_)
            | TagEnd::Paragraph
            | TagEnd::TableCell
            | TagEnd::List(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::Table => self.close(),
            _ => {}
        }
    }

    fn begin(&mut self, kind: BlockKind) {
        self.close();
        self.open = Some((kind, self.out.len()));
    }

    fn close(&mut self) {
        let Some((kind, start)) = self.open.take() else { return };
        let text = self.out.text().get(start..).unwrap_or("");
        let body = text.trim();
        if body.is_empty() {
            return;
        }
        let start = start + (text.len() - text.trim_start().len());
        self.blocks.push(RawBlock { kind: Some(kind), span: Span::new(start, start + body.len()) });
        self.out.push_decoded("\n", SourceSpan::new(self.written, self.written));
    }

    /// Adds text that stands at `range` of the file, decoded or as it is.
    fn text(&mut self, text: &str, range: Range<usize>) {
        if self.open.is_none() {
            let kind = if self.items > 0 { BlockKind::ListItem } else { BlockKind::Paragraph };
            self.begin(kind);
        }
        self.written = range.end;
        if self.source.get(range.clone()) != Some(text) {
            self.out.push_decoded(text, SourceSpan::new(range.start, range.end));
            return;
        }
        let mut at = range.start;
        for piece in text.split_inclusive(is_invisible) {
            self.out.push_verbatim(piece.trim_end_matches(is_invisible), at);
            at += piece.len();
        }
    }
}

/// Elements whose text is not the article's: pictures, code, footnotes.
fn is_skipped(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Image { .. }
            | Tag::CodeBlock(_)
            | Tag::FootnoteDefinition(_)
            | Tag::HtmlBlock
            | Tag::MetadataBlock(_)
    )
}

fn is_skipped_end(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Image
            | TagEnd::CodeBlock
            | TagEnd::FootnoteDefinition
            | TagEnd::HtmlBlock
            | TagEnd::MetadataBlock(_)
    )
}
