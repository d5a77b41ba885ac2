//! From what a format yields, a text cut into lines or elements, to an article:
//! metadata read off, furniture left out, every block with its kind.

use std::sync::Arc;

use super::address;
use super::document::{Block, BlockKind, Document, Metadata};
use super::header::{self, HeaderLine, Weight};
use super::heading::{Heading, Whole};
use super::mask;
use super::words::{PageWords, Role, ends_sentence};
use crate::text::{OffsetMap, Span};
use crate::value::{Country, Language, Period};

/// A line or an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RawBlock {
    /// What its markup says that it is; none where only its looks tell.
    pub(super) kind: Option<BlockKind>,
    /// Where it stands in the text, white space around it left out.
    pub(super) span: Span,
}

/// What a format makes of a file.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) id: String,
    pub(super) path: String,
    pub(super) record: Option<usize>,
    pub(super) source: Arc<str>,
    pub(super) text: Arc<str>,
    pub(super) map: OffsetMap,
    pub(super) blocks: Vec<RawBlock>,
    pub(super) meta: Metadata,
    /// The headline, where it stands apart from the text.
    pub(super) heading: Option<Heading>,
}

/// What holds for articles that do not say it themselves.
#[derive(Debug, Clone, Default)]
pub struct Defaults {
    /// The language of all articles, whatever is detected.
    pub language: Option<Language>,
    /// The country of publication.
    pub country: Option<Country>,
    /// The day of publication.
    pub published: Option<Period>,
}

/// How many blocks from the top can be metadata.
const HEAD: usize = 12;
/// How many blocks from the bottom can state a date of publication.
const TAIL: usize = 5;
/// No heading is longer, in bytes.
const MAX_HEADING: usize = 110;
/// No label of a section or tag has more words.
const MAX_LABEL: usize = 3;
/// No headline is longer, in bytes.
const MAX_TITLE: usize = 260;
/// How much of an article is looked at to tell its language, in bytes.
const SAMPLE: usize = 2_000;

impl Draft {
    /// The article.
    pub(super) fn finish(mut self, defaults: &Defaults, words: &PageWords) -> Document {
        let marks = mask::footnotes(&self.text);
        if !marks.is_empty() {
            self.text = mask::blanked(&self.text, &marks).into();
        }
        self.settle_address(words);
        if self.meta.language.is_none() {
            let found = words.language_of(&self.sample()).map(Language::new);
            self.meta.language = defaults.language.clone().or(found);
        }
        let mut sorter = Sorter::new(&self, words);
        sorter.sort();
        let Sorter { blocks, best, source, agency, url, .. } = sorter;
        if let Some((_, period, span)) = best.filter(|_| self.meta.published.is_none()) {
            self.meta.published = Some(period);
            self.meta.published_span = Some(self.map.to_source(span));
        }
        self.meta.source = self.meta.source.take().or(source);
        self.meta.url = self.meta.url.take().or(url);
        self.settle_address(words);
        self.settle_source(agency, words);
        self.settle_rest(&blocks, defaults);
        let Self { id, path, record, source, text, map, meta, heading, .. } = self;
        let heading = heading.filter(|heading| !heading.is_repeated(&text, &blocks));
        let mut whole = Whole { source, text, map, blocks };
        let titled = heading.and_then(|heading| heading.put_above(&mut whole));
        let Whole { source, text, map, blocks } = whole;
        Document { id, path, source, titled, record, text, map, blocks, meta }
    }

    /// The country by the address.
    fn settle_address(&mut self, words: &PageWords) {
        let host = self.meta.url.as_deref().and_then(address::host);
        if self.meta.country.is_none() {
            self.meta.country = host.as_deref().and_then(|h| address::country(h, words));
        }
    }

    /// The publication by the host, else the agency, and the country by the publication's name.
    fn settle_source(&mut self, agency: Option<String>, words: &PageWords) {
        let meta = &mut self.meta;
        if meta.source.is_none() {
            meta.source = meta.url.as_deref().and_then(address::host).or(agency);
        }
        if meta.country.is_none() {
            meta.country = meta.source.as_deref().and_then(|name| address::home(name, words));
        }
    }

    /// What is still unknown when all lines are read.
    fn settle_rest(&mut self, blocks: &[Block], defaults: &Defaults) {
        let meta = &mut self.meta;
        if meta.published.is_none() {
            meta.published = meta.url.as_deref().and_then(address::date).or(defaults.published);
        }
        meta.country = meta.country.take().or_else(|| defaults.country.clone());
        if meta.title.is_none() {
            let title = blocks.iter().find(|b| b.kind == BlockKind::Title);
            meta.title = title.map(|b| b.span.of(&self.text).to_owned());
        }
    }

    fn sample(&self) -> String {
        let mut out = String::new();
        for block in &self.blocks {
            if out.len() > SAMPLE {
                break;
            }
            let line = block.span.of(&self.text);
            out.push_str(cut(line, SAMPLE));
            out.push('\n');
        }
        out
    }
}

/// At most `len` bytes of `text`, up to a character boundary.
fn cut(text: &str, len: usize) -> &str {
    (0..=len.min(text.len())).rev().find_map(|end| text.get(..end)).unwrap_or("")
}

/// Walks the blocks once and says of each whether it is text, metadata or furniture.
struct Sorter<'d> {
    draft: &'d Draft,
    words: &'d PageWords,
    day_first: bool,
    blocks: Vec<Block>,
    best: Option<(Weight, Period, Span)>,
    source: Option<String>,
    /// The news agency that the first paragraph begins with.
    agency: Option<String>,
    url: Option<String>,
    titled: bool,
    paragraphs: usize,
    /// How many lines of a list of other articles were skipped; none outside such a list.
    skipping: Option<usize>,
}

impl<'d> Sorter<'d> {
    fn new(draft: &'d Draft, words: &'d PageWords) -> Self {
        let language = draft.meta.language.as_ref().map(Language::as_str);
        let abroad = draft.meta.country.as_ref().is_some_and(|c| c.as_str() != "US");
        Self {
            draft,
            words,
            day_first: words.is_day_first(language) || abroad,
            blocks: Vec::with_capacity(draft.blocks.len()),
            best: None,
            source: None,
            agency: None,
            url: None,
            titled: false,
            paragraphs: 0,
            skipping: None,
        }
    }

    fn line(&self, at: usize) -> Option<&'d str> {
        self.draft.blocks.get(at).map(|b| b.span.of(&self.draft.text))
    }

    fn sort(&mut self) {
        for (at, raw) in self.draft.blocks.iter().enumerate() {
            let line = raw.span.of(&self.draft.text);
            if line.is_empty() || self.is_metadata(at, *raw, line) || self.is_page(at, *raw, line) {
                continue;
            }
            self.keep(at, *raw);
        }
        self.drop_labels();
    }

    /// Reads the line as metadata, if it is.
    fn is_metadata(&mut self, at: usize, raw: RawBlock, line: &str) -> bool {
        let head = at < HEAD && self.paragraphs <= 1;
        let tail = at + TAIL >= self.draft.blocks.len();
        if line.len() > MAX_TITLE || raw.kind == Some(BlockKind::Title) {
            return false;
        }
        // Between head and tail only a line that is a time of day is left out, and that has a digit.
        if !head && !tail && !line.bytes().any(|b| b.is_ascii_digit()) {
            return false;
        }
        let Some(found) = header::read(line, self.words, self.day_first) else { return false };
        let clock_alone = found.timed && found.date.is_none() && !found.named;
        let dated = found.date.map(|(_, _, weight)| weight);
        let said = matches!(dated, Some(Weight::Published | Weight::Updated));
        let first = !self.titled && self.blocks.is_empty() && raw.kind.is_none();
        let holds = if head && first {
            found.is_told() && self.is_clearly_metadata(&found, line)
        } else if head {
            // A day alone below the first paragraph heads a part of a chronicle.
            let bare = dated == Some(Weight::Bare) || (found.vague && !found.timed && !found.cued);
            found.is_told() && !(bare && self.paragraphs > 0)
        } else {
            tail && (said || found.url.is_some())
        };
        if !holds {
            return clock_alone;
        }
        self.note(&found, raw.span.start, line);
        true
    }

    fn note(&mut self, found: &HeaderLine, base: usize, line: &str) {
        if let Some((period, span, weight)) = found.date
            && self.best.is_none_or(|(known, ..)| weight > known)
        {
            self.best = Some((weight, period, span.shifted(base)));
        }
        // A picture's credit names a publication too.
        let first = line.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
        if self.source.is_none() && (self.words.is_source_cue(first) || !self.words.is_furniture(line)) {
            self.source = found.source.map(|span| span.of(line).to_owned());
        }
        if self.url.is_none() {
            self.url = found.url.map(|span| span.of(line).to_owned());
        }
    }

    /// Whether a line at the very top is metadata beyond doubt, and no headline that holds a date:
    /// beside its date stand names alone, set apart from it.
    fn is_clearly_metadata(&self, found: &HeaderLine, line: &str) -> bool {
        if found.url.is_some() || found.timed || found.cued || found.vague {
            return true;
        }
        let Some((_, date, _)) = found.date else { return found.source.is_some() && !found.byline };
        let (before, after) = (line.get(..date.start).unwrap_or(""), line.get(date.end..).unwrap_or(""));
        let mut words = before
            .split_whitespace()
            .chain(after.split_whitespace())
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
            .filter(|word| !word.is_empty());
        let named = |word: &str| {
            word.starts_with(char::is_uppercase)
                || self.words.roles(&word.to_lowercase()).contains(&Role::Weekday)
        };
        let apart = line.contains([',', '|', '•', '·', '-', '–', '/']);
        !found.named || (apart && words.all(named))
    }

    /// Whether the line belongs to the page.
    fn is_page(&mut self, at: usize, raw: RawBlock, line: &str) -> bool {
        if raw.kind == Some(BlockKind::Title) {
            return false;
        }
        let body = self.titled || self.paragraphs > 0;
        if body && self.words.opens(line) {
            self.skipping = Some(0);
            return true;
        }
        if self.words.is_furniture(line) {
            return true;
        }
        if let Some(skipped) = self.skipping {
            if is_headline(line) && (skipped == 0 || !self.is_sentence(at + 1)) {
                self.skipping = Some(skipped + 1);
                return true;
            }
            self.skipping = None;
        }
        let last = (at + 1..self.draft.blocks.len()).take(TAIL + 1).all(|next| !self.is_sentence(next));
        let edge = (at < HEAD && self.paragraphs == 0) || last;
        edge && self.words.is_section(line)
    }

    fn is_sentence(&self, at: usize) -> bool {
        self.line(at).is_some_and(|line| line.len() > 60 && ends_sentence(line))
    }

    fn keep(&mut self, at: usize, raw: RawBlock) {
        let mut span = raw.span;
        let kind = raw.kind.unwrap_or_else(|| self.kind_of(at, &mut span));
        let kind = self.trim_credit(kind, &mut span);
        if kind == BlockKind::Paragraph && self.paragraphs == 0 {
            let text = span.of(&self.draft.text);
            if let Some((len, found)) = header::dateline(text, self.words, self.day_first) {
                self.agency = found.source.map(|name| name.of(text).to_owned());
                self.note(&HeaderLine { source: None, ..found }, span.start, text);
                span.start += len;
            }
        }
        self.titled |= kind == BlockKind::Title;
        self.paragraphs += usize::from(kind == BlockKind::Paragraph);
        if !span.is_empty() {
            self.blocks.push(Block { kind, span });
        }
    }

    /// What a line is, told by its looks; a list item's sign is cut off its span.
    fn kind_of(&self, at: usize, span: &mut Span) -> BlockKind {
        let line = span.of(&self.draft.text);
        if let Some(len) = list_sign(line) {
            span.start += len;
            return BlockKind::ListItem;
        }
        let first = self.blocks.is_empty() && !self.titled;
        if first && self.is_title(at, line) {
            return BlockKind::Title;
        }
        let short = line.len() <= MAX_HEADING && is_headline(line) && begins_as_heading(line);
        let followed = || self.line(at + 1).is_some_and(|next| next.len() > line.len().min(MAX_HEADING / 2));
        // A short line below all paragraphs is a label or a tag, a longer one text without its full stop.
        let label = || self.paragraphs > 0 && line.split_whitespace().nth(MAX_LABEL).is_none();
        if short && (followed() || label()) { BlockKind::Heading } else { BlockKind::Paragraph }
    }

    fn is_title(&self, at: usize, line: &str) -> bool {
        if let Some(title) = &self.draft.meta.title {
            return title.trim() == line;
        }
        let stopped = line.trim_end_matches(['"', '\'', '”', '’']).ends_with('.');
        let above_metadata = || {
            let next = self.line(at + 1).and_then(|next| header::read(next, self.words, self.day_first));
            next.is_some_and(|found| found.is_told())
        };
        line.len() <= MAX_TITLE && (!stopped || above_metadata())
    }

    /// Cuts the credit off the words under a picture.
    fn trim_credit(&self, kind: BlockKind, span: &mut Span) -> BlockKind {
        let may = kind == BlockKind::Caption || kind == BlockKind::Paragraph || kind == BlockKind::Heading;
        let credit = may.then(|| self.words.credit(span.of(&self.draft.text))).flatten();
        match credit {
            Some(at) => {
                let words = span.of(&self.draft.text).get(..at).unwrap_or("");
                let words = words.trim_end_matches(|c: char| c.is_whitespace() || "—–-|([•/".contains(c));
                span.end = span.start + words.len();
                BlockKind::Caption
            }
            None => kind,
        }
    }

    /// Leaves out the labels of sections and tags behind the last paragraph.
    fn drop_labels(&mut self) {
        while self.paragraphs > 0
            && self.blocks.last().is_some_and(|block| {
                let mut words = block.span.of(&self.draft.text).split_whitespace();
                block.kind == BlockKind::Heading && words.nth(MAX_LABEL).is_none()
            })
        {
            self.blocks.pop();
        }
    }
}

/// Whether a line may be a headline: short, and no sentence.
fn is_headline(line: &str) -> bool {
    line.len() <= MAX_TITLE
        && !line.trim_end_matches(['"', '\'', '”', '’', ')']).ends_with(['.', ',', ';', '…'])
}

fn begins_as_heading(line: &str) -> bool {
    let first = line.chars().find(|c| !"\"'‘’“”„#".contains(*c));
    let last = line.chars().next_back();
    let open = last.is_some_and(|c| c.is_alphanumeric() || "?!:\"'’”)%".contains(c));
    open && first.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
}

/// The length of the sign of a list item and the blank behind it: `- `, `• `, `1. `, `2) `.
fn list_sign(line: &str) -> Option<usize> {
    let rest = line.strip_prefix(['-', '–', '—', '•', '*', '·', '▪', '►', '‣', '◦', 'o']).or_else(|| {
        let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        (1..=2).contains(&digits).then(|| line.get(digits..)?.strip_prefix(['.', ')'])).flatten()
    })?;
    let body = rest.trim_start();
    (body.len() < rest.len() && !body.is_empty()).then(|| line.len() - body.len())
}
