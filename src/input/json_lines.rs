//! JSON Lines: an article a line.

use std::borrow::Cow;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{Deserializer, Error, Visitor};

use super::assemble::Defaults;
use super::dates;
use super::document::Metadata;
use super::heading::Heading;
use super::limits::too_long;
use super::plain;
use super::reader::{NO_LANGUAGE, Reading, no_language};
use super::words::PageWords;
use crate::finding::{Problem, Severity, said};
use crate::text::SourceSpan;
use crate::value::{Country, Language};

/// A line. Keys that are not among these are left alone.
#[derive(Deserialize)]
struct Record<'a> {
    id: Option<Id>,
    #[serde(borrow)]
    title: Option<Words<'a>>,
    #[serde(borrow)]
    date: Option<Words<'a>>,
    #[serde(borrow)]
    url: Option<Words<'a>>,
    #[serde(borrow)]
    source: Option<Words<'a>>,
    #[serde(borrow)]
    lang: Option<Words<'a>>,
    #[serde(borrow)]
    country: Option<Words<'a>>,
    text: String,
}

/// A text, borrowed from the line if it has no escapes in it.
#[derive(Deserialize)]
#[serde(transparent)]
struct Words<'a>(#[serde(borrow)] Cow<'a, str>);

/// An id is text or a whole number.
struct Id(String);

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IdVisitor)
    }
}

struct IdVisitor;

impl Visitor<'_> for IdVisitor {
    type Value = Id;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a text or a whole number")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Id, E> {
        Ok(Id(text.to_owned()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Id, E> {
        Ok(Id(number.to_string()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Id, E> {
        Ok(Id(number.to_string()))
    }
}

/// A mistake in a line: its message, and the byte of the line that it stands at.
pub(super) struct Mistake {
    pub(super) code: &'static str,
    pub(super) at: usize,
    pub(super) message: String,
    pub(super) help: &'static str,
}

/// Reads the line numbered `number` (from 1) of the file `path`; a blank line yields nothing.
pub(super) fn read(path: &str, number: usize, line: &str, to: (&Defaults, &PageWords)) -> Reading {
    let body = line.trim_start_matches('\u{feff}').trim();
    let mut out = Reading::default();
    if body.is_empty() {
        return out;
    }
    let base = line.find(body).unwrap_or(0);
    if !body.starts_with('{') {
        let message = "this line is no JSON object".to_owned();
        out.problems.push(problem(
            path,
            number,
            line,
            Mistake { code: "input/json", at: base, message, help: SHAPE },
        ));
        return out;
    }
    let record: Record<'_> = match serde_json::from_str(body) {
        Ok(record) => record,
        Err(error) => {
            let mistake = mistake(&error, base, SHAPE);
            out.problems.push(problem(path, number, line, mistake));
            return out;
        }
    };
    let (meta, undated) = metadata(&record, to.1);
    if let Some(value) = undated {
        let at = base + offset_in(body, record.date.as_ref());
        let message = format!("`{value}` is no date");
        let help = "write it as 2025-06-25, or leave it out";
        out.problems.push(problem(path, number, line, Mistake { code: "input/date", at, message, help }));
    }
    if let Some(code) = meta.language.as_ref().filter(|code| !to.1.knows(code.as_str())) {
        let at = base + offset_in(body, record.lang.as_ref());
        let message = format!("there are no rules for the language `{code}`");
        let help = "leave `lang` out, and the language is detected";
        let unknown = Mistake { code: UNKNOWN_LANGUAGE, at, message, help };
        out.problems.push(warning(path, number, line, unknown));
    }
    let text: Arc<str> = record.text.into();
    if text.trim().is_empty() {
        let help = "give the article's text, or leave the line out";
        let message = "the article has no text".to_owned();
        let empty = Mistake { code: "input/empty", at: base, message, help };
        out.problems.push(warning(path, number, line, empty));
        return out;
    }
    let mut draft = plain::draft(path, text, meta);
    draft.id = record.id.map_or_else(|| format!("{path}:{number}"), |id| id.0);
    draft.record = Some(number);
    draft.heading = draft.meta.title.clone().map(Heading::Beside);
    if let Some((all, read)) = draft.shorten() {
        out.problems.push(too_long(path, all, read));
    }
    let document = draft.finish(to.0, to.1);
    if let Some((message, help)) = no_language(&document, to.1) {
        let mistake = Mistake { code: NO_LANGUAGE, at: base, message, help };
        out.problems.push(warning(path, number, line, mistake));
    }
    out.documents.push(document);
    out
}

fn metadata(record: &Record<'_>, words: &PageWords) -> (Metadata, Option<String>) {
    let text = |value: &Option<Words<'_>>| {
        value.as_ref().map(|v| v.0.trim()).filter(|v| !v.is_empty()).map(str::to_owned)
    };
    let language = text(&record.lang).map(|code| Language::new(&code));
    let day_first = words.is_day_first(language.as_ref().map(Language::as_str));
    let date = text(&record.date);
    let published = date.as_deref().and_then(|value| dates::parse(value, words, day_first));
    let undated = date.filter(|_| published.is_none());
    let meta = Metadata {
        title: text(&record.title),
        published,
        source: text(&record.source),
        url: text(&record.url),
        language,
        country: text(&record.country).map(|code| Country::new(&code)),
        ..Metadata::default()
    };
    (meta, undated)
}

/// Where a value that was borrowed from the line stands in it; 0 for one that had escapes in it.
fn offset_in(line: &str, value: Option<&Words<'_>>) -> usize {
    match value {
        Some(Words(Cow::Borrowed(text))) => text.as_ptr().addr().saturating_sub(line.as_ptr().addr()),
        _ => 0,
    }
}

/// What is told once of a file, however many of its lines it is so of.
pub(super) const UNKNOWN_LANGUAGE: &str = "input/unknown-language";

/// What a line has to be.
const SHAPE: &str =
    "a line is an object with a `text`, and if known `id`, `title`, `date`, `url`, `source`, `lang`";

/// What a parser says, in the words of who writes such lines.
fn in_words(said: &str) -> String {
    if let Some((found, wanted)) =
        said.strip_prefix("invalid type: ").and_then(|s| s.split_once(", expected "))
    {
        let wanted = if wanted == "a string" { "a text" } else { wanted };
        return format!("{found} stands where {wanted} belongs");
    }
    if let Some(field) = said.strip_prefix("missing field ") {
        return format!("it has no {field}");
    }
    match said {
        _ if said.starts_with("EOF while parsing") => "the line ends before its object does".to_owned(),
        "trailing characters" => "something stands behind the object".to_owned(),
        "trailing comma" => "nothing follows the comma".to_owned(),
        _ => said.to_owned(),
    }
}

/// What a parser found wrong with a line whose object begins at the byte `base` and has the shape `help`.
pub(super) fn mistake(error: &serde_json::Error, base: usize, help: &'static str) -> Mistake {
    // The column counts bytes of the line, from 1; 0 stands before its first byte.
    let at = base + error.column().saturating_sub(1);
    let message = in_words(said(&error.to_string()));
    match error.classify() {
        serde_json::error::Category::Data => Mistake { code: "input/json-field", at, message, help },
        _ => Mistake { code: "input/json", at, message, help: "write one JSON object a line" },
    }
}

/// The same as [`problem`], where the rest of the line is read all the same.
pub(super) fn warning(path: &str, number: usize, line: &str, mistake: Mistake) -> Problem {
    Problem { severity: Severity::Warning, ..problem(path, number, line, mistake) }
}

/// A mistake in the line numbered `number`, which stands at a place in the line until [`super::reader::placed`] has seen it.
pub(super) fn problem(path: &str, number: usize, line: &str, mistake: Mistake) -> Problem {
    let mut at = mistake.at.min(line.len());
    while !line.is_char_boundary(at) {
        at -= 1;
    }
    let column = line.get(..at).unwrap_or("").chars().filter(|&c| c != '\u{feff}').count() + 1;
    let end = at + line.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    let message = format!("line {number}, column {column}: {}", mistake.message);
    let mut problem = Problem::error(mistake.code, path, message).with_help(mistake.help);
    problem.labels.push((SourceSpan::new(at, end), mistake.message));
    problem
}
