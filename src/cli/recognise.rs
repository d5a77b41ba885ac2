//! `klopt recognise`.

use std::io::{self, BufRead, Write};
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use super::args::{RecogniseArgs, RecogniseFormat, RecogniseInput};
use super::output::{Outcome, stdout};
use super::session::{Rules, fetch, tell};
use super::settings::Settings;
use super::terminal::Terminal;
use crate::finding::Problem;
use crate::recognise::{Context, Recogniser};
use crate::report::{write_mentions, write_underlined};
use crate::value::{Country, Date, Language, Period};

/// A line of the JSON input.
#[derive(Deserialize)]
struct Request {
    id: Value,
    text: String,
    #[serde(default)]
    lang: Option<String>,
    #[serde(default)]
    reference: Option<String>,
}

/// What every text is read with.
struct Session<'a> {
    args: &'a RecogniseArgs,
    recogniser: &'a Recogniser,
    terminal: &'a Terminal,
}

/// Prints what is recognised in texts.
pub(super) fn run(args: &RecogniseArgs, settings: &Settings, terminal: &Terminal) -> io::Result<Outcome> {
    let rules = Rules::open(&args.rules);
    let session = Session { args, recogniser: &rules.set.recogniser, terminal };
    let mut problems = [&*settings.problems, &*rules.problems].concat();
    let mut out = stdout();
    for path in &args.paths {
        let read = match args.input_format {
            RecogniseInput::Jsonl => session.lines(path, &mut out)?,
            RecogniseInput::Text => session.text(path, &mut out)?,
        };
        problems.extend(read);
    }
    out.flush()?;
    tell(&problems, terminal)
}

impl Session<'_> {
    /// Reads a whole file as one text.
    fn text(&self, path: &str, out: &mut dyn Write) -> io::Result<Vec<Problem>> {
        let (name, bytes) = match fetch(Path::new(path)) {
            Ok(read) => read,
            Err(problem) => return Ok(vec![*problem]),
        };
        let Ok(text) = String::from_utf8(bytes) else {
            return Ok(vec![Problem::error("input/not-utf8", &name, "this text is not UTF-8")]);
        };
        let context = self.context(None, self.args.reference);
        self.answer(out, &Value::String(name), &text, &context)?;
        Ok(Vec::new())
    }

    /// Reads a text a line and answers each as it comes.
    fn lines(&self, path: &str, out: &mut dyn Write) -> io::Result<Vec<Problem>> {
        let reader: Box<dyn BufRead> = if path == super::files::STDIN {
            Box::new(io::stdin().lock())
        } else {
            match std::fs::File::open(path) {
                Ok(file) => Box::new(io::BufReader::new(file)),
                Err(error) => {
                    let message = format!("this file cannot be read: {error}");
                    return Ok(vec![Problem::error("input/unreadable", path, message)]);
                }
            }
        };
        let mut problems = Vec::new();
        for (number, line) in (1..).zip(reader.split(b'\n')) {
            let line = line?;
            if line.trim_ascii().is_empty() {
                continue;
            }
            match serde_json::from_slice::<Request>(&line) {
                Ok(request) => self.request(&request, out)?,
                Err(error) => {
                    let message = format!("line {number}: {error}");
                    let help = "write one object a line, with `id`, `text`, `lang` and `reference`";
                    problems.push(Problem::error("input/json", path, message).with_help(help));
                }
            }
        }
        Ok(problems)
    }

    fn request(&self, request: &Request, out: &mut dyn Write) -> io::Result<()> {
        let reference = request.reference.as_deref().and_then(day).or(self.args.reference);
        let context = self.context(request.lang.as_deref(), reference);
        self.answer(out, &request.id, &request.text, &context)
    }

    fn context(&self, language: Option<&str>, reference: Option<Date>) -> Context {
        Context {
            language: language.or(self.args.lang.as_deref()).map(Language::new),
            reference: reference.map(Period::day),
            country: self.args.country.as_deref().map(Country::new),
        }
    }

    fn answer(&self, out: &mut dyn Write, id: &Value, text: &str, context: &Context) -> io::Result<()> {
        let mentions = self.recogniser.recognise(text, context);
        match self.args.format {
            RecogniseFormat::Jsonl => write_mentions(out, id, text, &mentions),
            RecogniseFormat::Human => write_underlined(out, text, &mentions, self.terminal.out),
        }
    }
}

/// The day that a reference names: a date, or the local day of a timestamp.
fn day(reference: &str) -> Option<Date> {
    reference.get(..10)?.parse().ok()
}
