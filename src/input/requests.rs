//! JSON Lines of texts to recognise figures in: a request a line.

use serde::Deserialize;
use serde_json::Value;

use super::json_lines::{Mistake, UNKNOWN_LANGUAGE, mistake, problem, warning};
use super::lines::Line;
use super::reader::placed;
use super::words::PageWords;
use crate::finding::Problem;
use crate::value::{Date, Language};

/// A text, and what it is to be read with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// What the answer is called.
    pub id: Value,
    /// The text.
    pub text: String,
    /// Its language, if it is known.
    pub language: Option<Language>,
    /// The day that relative dates hang on, if it is known.
    pub reference: Option<Date>,
}

/// A line. Keys that are not among these are left alone.
#[derive(Deserialize)]
struct Record {
    id: Value,
    text: String,
    lang: Option<String>,
    reference: Option<String>,
}

/// What a line has to be.
const SHAPE: &str = "a line is an object with `id` and `text`, and if known `lang` and `reference`";

/// Reads one line of a file; a blank one yields nothing. What is wrong with it stands at its place, and where that is
/// no more than a language or a day that is none, the text is read without.
#[must_use]
pub fn request(path: &str, line: &Line, words: &PageWords) -> (Option<Request>, Vec<Problem>) {
    let (request, mut problems) = read(path, line, words);
    placed(&mut problems, line);
    (request, problems)
}

fn read(path: &str, line: &Line, words: &PageWords) -> (Option<Request>, Vec<Problem>) {
    let body = line.text.trim_start_matches('\u{feff}').trim();
    if body.is_empty() {
        return (None, Vec::new());
    }
    let base = line.text.find(body).unwrap_or(0);
    let told = |mistake| problem(path, line.begins.line, &line.text, mistake);
    if !body.starts_with('{') {
        let message = "this line is no JSON object".to_owned();
        return (None, vec![told(Mistake { code: "input/json", at: base, message, help: SHAPE })]);
    }
    let record: Record = match serde_json::from_str(body) {
        Ok(record) => record,
        Err(error) => return (None, vec![told(mistake(&error, base, SHAPE))]),
    };
    let mut problems = Vec::new();
    let mut warn = |code, value: &str, message, help| {
        let quoted = serde_json::to_string(value).unwrap_or_default();
        let at = base + body.rfind(&quoted).map_or(0, |at| at + 1);
        let mistake = Mistake { code, at, message, help };
        problems.push(warning(path, line.begins.line, &line.text, mistake));
    };
    let reference = record.reference.as_deref().and_then(day);
    if let Some(value) = record.reference.as_deref().filter(|_| reference.is_none()) {
        let help = "write it as 2025-06-25 or 2025-06-25T08:00:00+02:00, or leave it out";
        warn("input/date", value, format!("`{value}` is no date"), help);
    }
    if let Some(code) = record.lang.as_deref().filter(|code| !words.knows(Language::new(code).as_str())) {
        let help = "leave `lang` out, and the language is detected";
        warn(UNKNOWN_LANGUAGE, code, format!("there are no rules for the language `{code}`"), help);
    }
    let language = record.lang.as_deref().map(Language::new);
    (Some(Request { id: record.id, text: record.text, language, reference }), problems)
}

/// The day that a reference names: a date, or the local day of a timestamp.
fn day(reference: &str) -> Option<Date> {
    reference.get(..10)?.parse().ok()
}
