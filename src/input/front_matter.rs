//! The YAML between `---` lines above a Markdown article.

use std::ops::Range;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_yaml::Spanned;

use super::dates;
use super::document::Metadata;
use super::heading::{self, Heading};
use super::json_lines::UNKNOWN_LANGUAGE;
use super::words::PageWords;
use crate::finding::{Problem, Severity, TOO_LARGE, is_too_large, said};
use crate::text::SourceSpan;
use crate::value::{Country, Language};

/// What stands above an article.
#[derive(Debug, Default)]
pub(super) struct FrontMatter {
    pub(super) id: Option<String>,
    pub(super) meta: Metadata,
    /// The headline as it is written.
    pub(super) heading: Option<Heading>,
    pub(super) problems: Vec<Problem>,
}

/// The bytes of the YAML, and where the article begins; none if the file has no front matter.
pub(super) fn find(source: &str) -> Option<(Range<usize>, usize)> {
    let bom = source.len() - source.trim_start_matches('\u{feff}').len();
    let mut at = bom;
    let mut start = None;
    for line in source.get(bom..)?.split_inclusive('\n') {
        let fence = line.trim_end();
        match start {
            None if fence == "---" => start = Some(at + line.len()),
            None => return None,
            Some(from) if fence == "---" || fence == "..." => return Some((from..at, at + line.len())),
            Some(_) => {}
        }
        at += line.len();
    }
    None
}

/// Reads the YAML at `range`. A mistake is a problem of its own; what can be read is read: of a mapping that is none,
/// as in `title: Brussel: geen akkoord`, every entry that is sound by itself.
pub(super) fn read(path: &str, source: &Arc<str>, range: Range<usize>, words: &PageWords) -> FrontMatter {
    let mut out = FrontMatter::default();
    let yaml = source.get(range.clone()).unwrap_or("");
    if yaml.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return out;
    }
    match serde_yaml::from_str::<Entries>(yaml) {
        Ok(entries) => out.store(entries, Place { path, source, base: range.start, words }),
        Err(error) => {
            let at = error.location().map_or(0, |l| byte_at(yaml, l.line(), l.column()));
            let at = range.start + at;
            let end = at + source.get(at..).and_then(|r| r.chars().next()).map_or(0, char::len_utf8);
            let whole = error.without_snippet().to_string();
            let (message, label, help) = in_words(&whole);
            let problem = Problem::error("input/front-matter", path, message)
                .at(source, SourceSpan::new(at, end), label)
                .with_help(help);
            out.problems.push(problem);
            for entry in entries_apart(yaml) {
                let sound =
                    yaml.get(entry.clone()).and_then(|text| serde_yaml::from_str::<Entries>(text).ok());
                let base = range.start + entry.start;
                sound.into_iter().for_each(|e| out.store(e, Place { path, source, base, words }));
            }
        }
    }
    out
}

/// Where the entries of a mapping stand, told by the lines that are not indented.
fn entries_apart(yaml: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for line in yaml.split_inclusive('\n') {
        let begins = line.starts_with(|c: char| !c.is_whitespace() && c != '-' && c != '#');
        let end = at + line.len();
        match out.last_mut() {
            Some(last) if !begins => last.end = end,
            _ => out.push(at..end),
        }
        at = end;
    }
    out
}

/// The byte at which a line and a column in characters, both from 1, stand.
fn byte_at(text: &str, line: u64, column: u64) -> usize {
    let line = usize::try_from(line).unwrap_or(1).max(1);
    let column = usize::try_from(column).unwrap_or(1).max(1);
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let rest = text.get(start..).unwrap_or("");
    (start + rest.chars().take(column - 1).map(char::len_utf8).sum::<usize>()).min(text.len())
}

/// Where entries stand, and what dates are read with.
#[derive(Clone, Copy)]
struct Place<'a> {
    path: &'a str,
    source: &'a Arc<str>,
    /// Where in the file their YAML begins.
    base: usize,
    words: &'a PageWords,
}

impl FrontMatter {
    fn store(&mut self, entries: Entries, place: Place<'_>) {
        for (key, value) in entries.0 {
            Field { place, value: &value }.store(&key, self);
        }
    }
}

/// What a parser says of front matter: what is wrong with the whole, what to say at the place, and how to mend it.
fn in_words(said_of_it: &str) -> (&'static str, &str, &'static str) {
    if is_too_large(said_of_it) {
        return ("the front matter unfolds too far", TOO_LARGE[0], TOO_LARGE[1]);
    }
    if said_of_it.starts_with("duplicate mapping key: ") {
        return ("the front matter has a key twice", "this key again", "leave one of the two out");
    }
    let help = "write `key: value` lines, and quote a value that holds a colon or a #";
    ("the front matter is not YAML", said(said_of_it), help)
}

/// That there are no rules for the language that an article names.
pub(super) fn unknown_language(path: &str, code: &Language, words: &PageWords) -> Problem {
    let message = format!("there are no rules for the language `{code}`: nothing in this article is checked");
    let help = format!("known: {}; without one the language is detected", words.names());
    Problem::warning(UNKNOWN_LANGUAGE, path, message).with_help(help)
}

/// One value of the front matter.
struct Field<'a> {
    place: Place<'a>,
    value: &'a Spanned<Loose>,
}

impl Field<'_> {
    fn store(&self, key: &str, out: &mut FrontMatter) {
        let meta = &mut out.meta;
        match key.to_lowercase().as_str() {
            "id" => out.id = self.text(self.value),
            "title" | "titel" => {
                meta.title = self.text(self.value);
                out.heading = meta.title.as_deref().map(|title| self.heading(title));
            }
            "source" | "bron" => meta.source = self.text(self.value),
            "url" | "link" => meta.url = self.text(self.value),
            "lang" | "language" | "taal" => self.language(out),
            "country" | "land" => meta.country = self.text(self.value).map(|c| Country::new(&c)),
            "corrects" => out.meta.corrects = self.references(out),
            "retracts" => out.meta.retracts = self.references(out),
            "date" | "published" | "datum" => self.date(out),
            _ => {}
        }
    }

    fn language(&self, out: &mut FrontMatter) {
        let language = self.text(self.value).map(|code| Language::new(&code));
        if let Some(code) = language.as_ref().filter(|code| !self.place.words.knows(code.as_str())) {
            let problem = unknown_language(self.place.path, code, self.place.words);
            out.problems.push(problem.at(self.place.source, self.span(), "here"));
        }
        out.meta.language = language;
    }

    /// The ids of other articles.
    fn references(&self, out: &mut FrontMatter) -> Vec<String> {
        let odd = |value: &Loose| matches!(value, Loose::Other | Loose::List(_));
        let wrong = match &self.value.value {
            Loose::List(items) => items.iter().any(|item| odd(&item.value)),
            other => odd(other),
        };
        if wrong {
            let message = "this is no id of an article, and no list of ids";
            let problem = Problem::error("input/reference", self.place.path, message)
                .at(self.place.source, self.span(), "here")
                .with_help("write `corrects: ID`, or `corrects: [ID, ID]`");
            out.problems.push(problem);
        }
        let ids = self.list();
        out.meta.references.extend(ids.iter().map(|id| (id.clone(), self.span())));
        ids
    }

    fn date(&self, out: &mut FrontMatter) {
        let Some(text) = self.text(self.value) else {
            if !matches!(self.value.value, Loose::Null) {
                self.undated(out, "this is no date");
            }
            return;
        };
        match dates::parse(&text, self.place.words, true) {
            Some(period) => {
                out.meta.published = Some(period);
                out.meta.published_span = Some(self.span());
            }
            None => self.undated(out, &format!("`{text}` is no date")),
        }
    }

    fn undated(&self, out: &mut FrontMatter, message: &str) {
        let mut problem = Problem::error("input/date", self.place.path, message)
            .at(self.place.source, self.span(), "the article counts as undated")
            .with_help(
                "write it as 2025-06-25, or as 2025-06 or 2025 if only the month or the year is known",
            );
        problem.severity = Severity::Error;
        out.problems.push(problem);
    }

    /// The headline, led back to how it is written.
    fn heading(&self, title: &str) -> Heading {
        let span = self.span();
        heading::of_scalar(title, self.place.source.get(span.start..span.end).unwrap_or(""), span.start)
    }

    fn span(&self) -> SourceSpan {
        let (start, len) = extent(self.value);
        SourceSpan::new(self.place.base + start, self.place.base + start + len)
    }

    /// A scalar as it is written.
    fn text(&self, value: &Spanned<Loose>) -> Option<String> {
        let text = match &value.value {
            Loose::Text(text) => text.trim().to_owned(),
            Loose::Written => {
                let (start, len) = extent(value);
                let start = self.place.base + start;
                self.place.source.get(start..start + len)?.trim().to_owned()
            }
            Loose::List(_) | Loose::Null | Loose::Other => return None,
        };
        (!text.is_empty()).then_some(text)
    }

    /// The texts of a sequence; one value counts as a sequence of one.
    fn list(&self) -> Vec<String> {
        match &self.value.value {
            Loose::List(items) => items.iter().filter_map(|item| self.text(item)).collect(),
            _ => self.text(self.value).into_iter().collect(),
        }
    }
}

/// The first byte of a value, counted in the YAML, and its length.
fn extent(value: &Spanned<Loose>) -> (usize, usize) {
    let span = value.defined.span();
    let size = |n: Option<u64>| n.and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    (size(span.byte_offset()), size(span.byte_len()))
}

/// The entries of the mapping, in the order of the file.
struct Entries(Vec<(String, Spanned<Loose>)>);

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntriesVisitor)
    }
}

struct EntriesVisitor;

impl<'de> Visitor<'de> for EntriesVisitor {
    type Value = Entries;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("lines of `key: value`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Entries(entries))
    }
}

/// A value of any type: an article is not lost over an odd one.
#[derive(Debug)]
enum Loose {
    Null,
    Text(String),
    /// A number or a boolean, to be read as it is written.
    Written,
    List(Vec<Spanned<Loose>>),
    Other,
}

impl<'de> Deserialize<'de> for Loose {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LooseVisitor)
    }
}

struct LooseVisitor;

impl<'de> Visitor<'de> for LooseVisitor {
    type Value = Loose;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("any YAML value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Loose, E> {
        Ok(Loose::Written)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Loose, E> {
        Ok(Loose::Written)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Loose, E> {
        Ok(Loose::Written)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Loose, E> {
        Ok(Loose::Written)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Loose, E> {
        Ok(Loose::Written)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Loose, E> {
        Ok(Loose::Written)
    }

    fn visit_str<E>(self, text: &str) -> Result<Loose, E> {
        Ok(Loose::Text(text.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Loose, E> {
        Ok(Loose::Null)
    }

    fn visit_none<E>(self) -> Result<Loose, E> {
        Ok(Loose::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Loose, D::Error> {
        Loose::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Loose, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Loose::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Loose, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Loose::Other)
    }
}
