//! One file's bytes to its articles.

use std::sync::Arc;

use super::assemble::Defaults;
use super::document::Document;
use super::front_matter::unknown_language;
use super::limits::too_long;
use super::lines::{Line, Lines, Told};
use super::words::PageWords;
use super::{html, json_lines, markdown, plain, remarks};
use crate::finding::{Beginning, Problem};
use crate::text::SourceSpan;

/// What a file holds: its articles, and what could not be read.
#[derive(Debug, Default)]
pub struct Reading {
    /// The articles, in the order of the file.
    pub documents: Vec<Document>,
    /// What is wrong with the file or a line of it.
    pub problems: Vec<Problem>,
}

/// How articles are written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text.
    Plain,
    /// Markdown, with YAML front matter or without.
    Markdown,
    /// A web page.
    Html,
    /// A JSON object a line, each an article.
    JsonLines,
}

impl Format {
    /// The extensions that are read when a folder is walked.
    pub const EXTENSIONS: [&str; 6] = ["txt", "md", "markdown", "html", "htm", "jsonl"];

    /// The format that a path's extension tells; none for an extension that is not known.
    #[must_use]
    pub fn of_path(path: &str) -> Option<Self> {
        let name = path.rsplit(['/', '\\']).next()?;
        let (_, extension) = name.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "txt" | "text" => Some(Self::Plain),
            "md" | "markdown" => Some(Self::Markdown),
            "html" | "htm" | "xhtml" => Some(Self::Html),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            _ => None,
        }
    }

    /// The format that a text without a telling name looks like; its first line tells JSON Lines.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        let start = text.trim_start_matches('\u{feff}').trim_start();
        let begins =
            |prefix: &str| start.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix));
        if begins("<!doctype html") || begins("<html") {
            Self::Html
        } else if begins("{") && start.lines().next().is_some_and(|line| line.trim_end().ends_with('}')) {
            Self::JsonLines
        } else if begins("---\n") || begins("---\r\n") {
            Self::Markdown
        } else {
            Self::Plain
        }
    }
}

/// Reads files.
#[derive(Debug, Clone, Default)]
pub struct Reader {
    words: PageWords,
    defaults: Defaults,
    format: Option<Format>,
}

impl Reader {
    /// A reader that knows the words of the page in `words`.
    #[must_use]
    pub fn new(words: PageWords) -> Self {
        Self { words, ..Self::default() }
    }

    /// The same, with what holds for articles that do not say it themselves.
    #[must_use]
    pub fn with_defaults(mut self, defaults: Defaults) -> Self {
        self.defaults = defaults;
        self
    }

    /// The same, taking every file to be of one format, whatever its name.
    #[must_use]
    pub fn with_format(mut self, format: Option<Format>) -> Self {
        self.format = format;
        self
    }

    /// Reads one file's bytes. `path` is shown to the user, and its extension tells the format.
    #[must_use]
    pub fn read(&self, path: &str, bytes: Vec<u8>) -> Reading {
        let known = self.known_format(path);
        if known == Some(Format::JsonLines) {
            return self.read_lines(path, &bytes);
        }
        let text = match decode(path, bytes) {
            Ok(text) if is_blank(&text) => {
                return Reading { documents: Vec::new(), problems: vec![empty(path)] };
            }
            Ok(text) => text,
            Err(problem) => return Reading { documents: Vec::new(), problems: vec![*problem] },
        };
        let format = known.unwrap_or_else(|| Format::of_text(&text));
        if format == Format::JsonLines {
            return self.read_lines(path, text.as_bytes());
        }
        let source: Arc<str> = text.into();
        let (suppressions, remarks) = remarks::find(path, &source);
        let (mut draft, mut problems) = match format {
            Format::Markdown => markdown::draft(path, source, &self.words),
            Format::Html => (html::draft(path, source, &self.words), Vec::new()),
            Format::Plain | Format::JsonLines => {
                (plain::draft(path, source, super::Metadata::default()), Vec::new())
            }
        };
        problems.extend(remarks);
        if let (Format::Html, Some(code)) = (format, &draft.meta.language)
            && !self.words.knows(code.as_str())
        {
            problems.push(unknown_language(path, code, &self.words));
        }
        if let Some((all, read)) = draft.shorten() {
            problems.push(too_long(path, all, read));
        }
        let mut document = draft.finish(&self.defaults, &self.words);
        if let Some((message, help)) = no_language(&document, &self.words) {
            problems.push(Problem::warning(NO_LANGUAGE, path, message).with_help(help));
        }
        document.meta.suppressions = suppressions;
        Reading { documents: vec![document], problems }
    }

    /// Whether [`Self::read`] takes these bytes for JSON Lines.
    #[must_use]
    pub fn is_lines(&self, path: &str, bytes: &[u8]) -> bool {
        let seen = || std::str::from_utf8(bytes).ok().map(Format::of_text);
        self.known_format(path).or_else(seen) == Some(Format::JsonLines)
    }

    fn known_format(&self, path: &str) -> Option<Format> {
        self.format.or_else(|| Format::of_path(path))
    }

    /// Reads one article that was written as a line of JSON Lines; of a line of a file [`Self::read_line`]
    /// tells where its problems stand. `number` counts from 1. A blank line yields nothing.
    #[must_use]
    pub fn read_record(&self, path: &str, number: usize, line: &str) -> Reading {
        json_lines::read(path, number, line, (&self.defaults, &self.words))
    }

    /// Reads one line of a file of JSON Lines, which need not be held as a whole. A blank line yields nothing.
    #[must_use]
    pub fn read_line(&self, path: &str, line: &Line) -> Reading {
        let mut out = self.read_record(path, line.begins.line, &line.text);
        placed(&mut out.problems, line);
        out
    }

    fn read_lines(&self, path: &str, bytes: &[u8]) -> Reading {
        let mut out = Reading::default();
        let mut told = Told::default();
        for line in Lines::new(path, bytes) {
            match line {
                Ok(line) => {
                    let Reading { documents, problems } = self.read_line(path, &line);
                    out.documents.extend(documents);
                    problems.into_iter().for_each(|problem| told.push(problem));
                }
                Err(problem) => told.push(*problem),
            }
        }
        out.problems = told.into_problems(path);
        if out.documents.is_empty() && out.problems.is_empty() {
            out.problems.push(empty(path));
        }
        out
    }
}

/// Puts problems that stand at places in a line where that line stands in the file.
pub(super) fn placed(problems: &mut [Problem], line: &Line) {
    // Of a line that is far longer than a terminal is wide, the column tells enough.
    let shown: Option<Arc<str>> = (line.text.len() <= LONGEST_SHOWN && !problems.is_empty())
        .then(|| line.text.trim_end_matches(['\r', '\n']).into());
    for problem in problems {
        for (span, _) in &mut problem.labels {
            *span = SourceSpan::new(span.start + line.begins.byte, span.end + line.begins.byte);
        }
        problem.text.clone_from(&shown);
        problem.begins = line.begins;
    }
}

/// What is told of a text whose language neither it nor anybody tells.
pub(super) const NO_LANGUAGE: &str = "input/no-language";

/// The words for that, and how to mend it.
pub(super) fn no_language(document: &Document, words: &PageWords) -> Option<(String, &'static str)> {
    // Without words of any language nobody asks.
    let untold = document.meta.language.is_none() && !words.knows("");
    let help = "give it: `lang: nl` in the front matter or the JSON line, or --lang for all articles";
    untold.then(|| {
        ("the language of this article is not recognised: nothing in it is checked".to_owned(), help)
    })
}

/// The longest line that is kept to show a mistake in it, in bytes.
pub(super) const LONGEST_SHOWN: usize = 1 << 16;

/// The bytes of the file `path` as text.
///
/// # Errors
/// A problem that says where they are none, and how to mend it.
pub fn decode(path: &str, bytes: Vec<u8>) -> Result<String, Box<Problem>> {
    if let Some(endian) = utf16(&bytes) {
        return Err(utf16_problem(path, endian));
    }
    let begins = Beginning::default();
    is_text(path, &bytes, begins)?;
    String::from_utf8(bytes).map_err(|error| Box::new(not_utf8(path, &error, begins)))
}

fn is_blank(text: &str) -> bool {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty()
}

/// What is told of a file without an article in it.
#[must_use]
pub fn empty(path: &str) -> Problem {
    Problem::warning("input/empty", path, "this file is empty")
        .with_help("put an article in it, or leave it out")
}

/// The order of the bytes, where they begin as UTF-16 does.
pub(super) fn utf16(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, ..] => Some("little-endian"),
        [0xfe, 0xff, ..] => Some("big-endian"),
        _ => None,
    }
}

/// What is told of a file in UTF-16.
pub(super) fn utf16_problem(path: &str, endian: &str) -> Box<Problem> {
    let message = format!("this file is UTF-16 ({endian}), not UTF-8");
    let help = format!("convert it: iconv -f UTF-16 -t UTF-8 {path} > converted.txt");
    Problem::error("input/not-utf8", path, message).with_help(help).into()
}

/// Whether `bytes`, which begin so far into the file, can be text in any encoding that klopt knows.
///
/// # Errors
/// A problem that names the first byte that is in no text.
pub(super) fn is_text(path: &str, bytes: &[u8], begins: Beginning) -> Result<(), Box<Problem>> {
    let Some(at) = memchr::memchr(0, bytes) else { return Ok(()) };
    let line = memchr::memchr_iter(b'\n', bytes.get(..at).unwrap_or(&[])).count() + begins.line;
    let at = at + begins.byte;
    let message = format!("this is not a text: there is a NUL byte at byte {at}, on line {line}");
    let help = "give klopt .txt, .md, .html or .jsonl files";
    Err(Problem::error("input/binary", path, message).with_help(help).into())
}

/// What is told of bytes that are not UTF-8 and begin so far into the file.
pub(super) fn not_utf8(path: &str, error: &std::string::FromUtf8Error, begins: Beginning) -> Problem {
    let at = error.utf8_error().valid_up_to();
    let bytes = error.as_bytes();
    let bad = bytes.get(at).copied().unwrap_or(0);
    // What stands before the place is valid, so offsets in the repaired text are those in the file.
    let shown: Arc<str> = String::from_utf8_lossy(bytes).trim_end_matches(['\r', '\n']).into();
    let position = crate::text::LineIndex::new(&shown).position(&shown, at);
    let message = format!(
        "this file is not UTF-8: byte 0x{bad:02X} at byte {}, on line {}, column {}",
        at + begins.byte,
        position.line + begins.line - 1,
        position.column
    );
    let place = SourceSpan::new(at + begins.byte, at + begins.byte + '\u{fffd}'.len_utf8());
    let mut problem = Problem::error("input/not-utf8", path, message)
        .at(&shown, place, "not UTF-8 from here")
        .with_help(format!("convert it, from Windows-1252 perhaps: iconv -f WINDOWS-1252 -t UTF-8 {path}"));
    problem.begins = begins;
    problem
}
