//! Web pages: the article's elements, white space folded as a browser folds it, entities decoded.

mod meta;
mod tags;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};
use rustc_hash::FxHashMap;

use self::meta::PageMeta;
use self::tags::{Role, is_hidden, is_void, role};
use super::assemble::{Draft, RawBlock};
use super::document::BlockKind;
use super::mask::{blanked, is_invisible};
use super::words::PageWords;
use crate::text::{MapBuilder, SourceSpan, Span};

/// What a web page holds.
pub(super) fn draft(path: &str, source: Arc<str>, words: &PageWords) -> Draft {
    let mut page = Page::new(&source);
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(&*source, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => page.start(&tag),
            Token::EndTag(tag) => page.end(&tag.name),
            Token::String(text) => page.text(text.span.start..text.span.end),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    page.close();
    let blocks = choose(&page.blocks);
    let meta = page.meta.finish(&source, words);
    let (text, map) = page.out.finish();
    let text = if page.marks.is_empty() { text } else { blanked(&text, &page.marks) };
    Draft {
        id: path.to_owned(),
        path: path.to_owned(),
        record: None,
        text: text.into(),
        source,
        map,
        blocks,
        meta,
        heading: None,
    }
}

/// What a piece of a page's text says.
#[cfg(test)]
pub(super) fn decoded(raw: &str) -> String {
    tags::decode(raw).unwrap_or_default()
}

/// An open element.
struct Element {
    name: Vec<u8>,
    /// What a block in it is.
    kind: BlockKind,
    /// Whether its text is none of the article's.
    skipped: bool,
    /// Whether it is, or stands in, the head of the page.
    banner: bool,
    in_main: bool,
    /// The number of the outermost `article` around it.
    article: Option<usize>,
    /// Where the text of a superscript begins, and whether it is marked as a reference.
    raised: Option<(usize, bool)>,
}

/// A block and where on the page it stands.
struct PageBlock {
    raw: RawBlock,
    banner: bool,
    in_main: bool,
    article: Option<usize>,
}

struct Page<'s> {
    source: &'s str,
    out: MapBuilder,
    stack: Vec<Element>,
    /// How many elements of each name are open, so that a stray end tag costs nothing.
    open_names: FxHashMap<Vec<u8>, usize>,
    articles: usize,
    blocks: Vec<PageBlock>,
    /// Where the block that is being written begins.
    block_start: usize,
    /// White space that becomes one blank if more text follows in the block.
    blank: Option<SourceSpan>,
    marks: Vec<Span>,
    meta: PageMeta,
    written: usize,
}

impl<'s> Page<'s> {
    fn new(source: &'s str) -> Self {
        Self {
            source,
            out: MapBuilder::new(),
            stack: Vec::new(),
            open_names: FxHashMap::default(),
            articles: 0,
            blocks: Vec::new(),
            block_start: 0,
            blank: None,
            marks: Vec::new(),
            meta: PageMeta::default(),
            written: 0,
        }
    }

    fn start(&mut self, tag: &StartTag<usize>) {
        self.meta.tag(tag, self.source);
        let role = role(&tag.name);
        if role == Role::Break {
            self.blank = self.blank.or(Some(SourceSpan::new(tag.span.start, tag.span.end)));
            return;
        }
        if !matches!(role, Role::Inline | Role::Raised) {
            self.close();
        }
        if is_void(&tag.name) {
            return;
        }
        let element = self.element(tag, role);
        *self.open_names.entry(element.name.clone()).or_default() += 1;
        self.stack.push(element);
    }

    fn element(&mut self, tag: &StartTag<usize>, role: Role) -> Element {
        let parent = self.stack.last();
        let (kind, skipped, banner) =
            parent.map_or((BlockKind::Paragraph, false, false), |p| (p.kind, p.skipped, p.banner));
        let in_main = parent.is_some_and(|p| p.in_main);
        let mut article = parent.and_then(|p| p.article);
        if role == Role::Article && article.is_none() {
            article = Some(self.articles);
            self.articles += 1;
        }
        let kind = match role {
            Role::Block(BlockKind::Paragraph) if kind != BlockKind::Title => kind,
            Role::Block(own) => own,
            _ => kind,
        };
        let page_head = role == Role::Header && article.is_none() && !in_main;
        Element {
            name: tag.name.to_vec(),
            kind,
            skipped: skipped || role == Role::Furniture || is_hidden(tag),
            banner: banner || page_head,
            in_main: in_main || role == Role::Main,
            article,
            raised: (role == Role::Raised).then(|| (self.out.len(), tags::is_reference(tag))),
        }
    }

    fn end(&mut self, name: &[u8]) {
        if !matches!(role(name), Role::Inline | Role::Raised | Role::Break) {
            self.close();
        }
        // An end tag closes what is open inside its element; one without an element closes nothing.
        if self.open_names.get(name).is_none_or(|&n| n == 0) {
            return;
        }
        while let Some(element) = self.stack.pop() {
            if let Some(count) = self.open_names.get_mut(&element.name) {
                *count -= 1;
            }
            self.mark_reference(&element);
            if element.name == name {
                return;
            }
        }
    }

    /// Notes the number of a footnote: a superscript that is a link, or stands behind a word that is no unit.
    fn mark_reference(&mut self, element: &Element) {
        let Some((start, linked)) = element.raised else { return };
        let text = self.out.text();
        let inside = text.get(start..).unwrap_or("");
        let digits = inside.trim_matches(['[', ']', '(', ')', ' ', ',', '*']);
        let number = digits.len() <= 3 && digits.bytes().all(|b| b.is_ascii_digit() || b == b',');
        let before = text.get(..start).unwrap_or("");
        let letters = before.len() - before.trim_end_matches(char::is_alphabetic).len();
        let unit = before.ends_with(|c: char| c.is_ascii_digit()) || (1..=2).contains(&letters);
        if number && !inside.is_empty() && (linked || !unit) {
            self.marks.push(Span::new(start, text.len()));
        }
    }

    fn text(&mut self, range: Range<usize>) {
        let source = self.source;
        let raw = source.get(range.clone()).unwrap_or("");
        if let Some(element) = self.stack.last() {
            self.meta.text(&element.name, raw, range.start, element.skipped);
        }
        if self.stack.last().is_some_and(|e| e.skipped) {
            return;
        }
        let mut at = range.start;
        while at < range.end {
            at = self.run(at, range.end);
        }
    }

    /// Writes one run of alike characters of the file; gives where the next begins.
    fn run(&mut self, at: usize, end: usize) -> usize {
        let rest = self.source.get(at..end).unwrap_or("");
        let Some(first) = rest.chars().next() else { return end };
        let space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}');
        if space(first) {
            let len = rest.find(|c| !space(c)).unwrap_or(rest.len());
            self.blank = self.blank.or(Some(SourceSpan::new(at, at + len)));
            return at + len;
        }
        if is_invisible(first) {
            return at + first.len_utf8();
        }
        if first == '&'
            && let Some((decoded, len)) = tags::entity(rest)
        {
            let visible: String = decoded.chars().filter(|&c| !is_invisible(c)).collect();
            if visible.chars().all(space) && !visible.is_empty() {
                self.blank = self.blank.or(Some(SourceSpan::new(at, at + len)));
            } else {
                self.before_text();
                self.out.push_decoded(&visible, SourceSpan::new(at, at + len));
                self.written = at + len;
            }
            return at + len;
        }
        let stop = |c: char| space(c) || c == '&' || is_invisible(c);
        let skip = first.len_utf8();
        let len = rest.get(skip..).and_then(|r| r.find(stop)).map_or(rest.len(), |n| n + skip);
        self.before_text();
        self.out.push_verbatim(rest.get(..len).unwrap_or(""), at);
        self.written = at + len;
        at + len
    }

    /// Writes the blank that stands before more text of the same block.
    fn before_text(&mut self) {
        if let Some(span) = self.blank.take()
            && self.out.len() > self.block_start
        {
            if self.source.get(span.start..span.end) == Some(" ") {
                self.out.push_verbatim(" ", span.start);
            } else {
                self.out.push_decoded(" ", span);
            }
        }
    }

    /// Ends the block that is being written.
    fn close(&mut self) {
        self.blank = None;
        let text = self.out.text().get(self.block_start..).unwrap_or("");
        let body = text.trim();
        if text.is_empty() {
            return;
        }
        if let Some(element) = self.stack.last().filter(|_| !body.is_empty()) {
            let start = self.block_start + (text.len() - text.trim_start().len());
            let raw = RawBlock { kind: Some(element.kind), span: Span::new(start, start + body.len()) };
            let (banner, in_main, article) = (element.banner, element.in_main, element.article);
            self.blocks.push(PageBlock { raw, banner, in_main, article });
        } else if !body.is_empty() {
            let start = self.block_start + (text.len() - text.trim_start().len());
            let raw =
                RawBlock { kind: Some(BlockKind::Paragraph), span: Span::new(start, start + body.len()) };
            self.blocks.push(PageBlock { raw, banner: false, in_main: false, article: None });
        }
        self.out.push_decoded("\n", SourceSpan::new(self.written, self.written));
        self.block_start = self.out.len();
    }
}

/// The article among the blocks of a page: the `article` or the `main` that holds
/// most of its paragraphs, else the whole page; with the headline, wherever it stands.
fn choose(blocks: &[PageBlock]) -> Vec<RawBlock> {
    let weigh = |keep: &dyn Fn(&PageBlock) -> bool| -> usize {
        let long = |b: &&PageBlock| b.raw.kind == Some(BlockKind::Paragraph) && b.raw.span.len() > 40;
        blocks.iter().filter(long).filter(|b| keep(b) && !b.banner).map(|b| b.raw.span.len()).sum()
    };
    let mut scores: BTreeMap<usize, usize> = BTreeMap::new();
    for block in blocks.iter().filter(|b| b.raw.kind == Some(BlockKind::Paragraph) && b.raw.span.len() > 40) {
        if let Some(article) = block.article {
            *scores.entry(article).or_default() += block.raw.span.len();
        }
    }
    let all = weigh(&|_| true);
    let main = weigh(&|b| b.in_main);
    let main_holds = main * 2 >= all && blocks.iter().any(|b| b.in_main);
    let around = if main_holds { main } else { all };
    let best = scores
        .iter()
        .max_by_key(|&(&article, &score)| (score, Reverse(article)))
        .filter(|(_, score)| **score * 2 >= around)
        .map(|(&article, _)| article);
    let inside = |b: &PageBlock| match best {
        Some(article) => b.article == Some(article),
        None => !b.banner && (b.in_main || !main_holds),
    };
    let headline = blocks
        .iter()
        .position(|b| is_title(b) && inside(b))
        .or_else(|| blocks.iter().position(|b| is_title(b) && !b.banner))
        .or_else(|| blocks.iter().position(is_title));
    let kept = blocks.iter().enumerate().filter(|(i, b)| Some(*i) == headline || inside(b));
    kept.map(|(i, b)| match b.raw.kind {
        Some(BlockKind::Title) if Some(i) != headline => {
            RawBlock { kind: Some(BlockKind::Heading), span: b.raw.span }
        }
        _ => b.raw,
    })
    .collect()
}

fn is_title(block: &PageBlock) -> bool {
    block.raw.kind == Some(BlockKind::Title)
}
