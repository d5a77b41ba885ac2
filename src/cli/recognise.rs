//! `klopt recognise`.

use std::io::{self, Write};
use std::path::Path;

use serde_json::Value;

use super::args::{RecogniseArgs, RecogniseFormat, RecogniseInput};
use super::output::{Outcome, stdout};
use super::references;
use super::session::{Rules, fetch, tell};
use super::settings::Settings;
use super::sources;
use super::terminal::Terminal;
use crate::finding::Problem;
use crate::input::{Lines, Request, Told, decode, readable, request, too_long};
use crate::recognise::Context;
use crate::report::{write_mentions, write_underlined};
use crate::value::{Country, Date, Language, Period};

/// What every text is read with.
struct Session<'a> {
    args: &'a RecogniseArgs,
    rules: &'a Rules,
    terminal: &'a Terminal,
}

/// Prints what is recognised in texts.
pub(super) fn run(args: &RecogniseArgs, settings: &Settings, terminal: &Terminal) -> io::Result<Outcome> {
    let rules = Rules::open(&args.rules);
    let session = Session { args, rules: &rules, terminal };
    let mut problems = [&*settings.problems, &*rules.problems].concat();
    problems.extend(references::given((args.lang.as_deref(), args.country.as_deref()), settings, &rules));
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

/// The part of a text that is read, and what there is to tell if that is not all of it.
fn beginning<'t>(path: &str, text: &'t str) -> (&'t str, Option<Problem>) {
    let read = readable(text);
    let (all, part) = (text.len(), read.len());
    (read, (part < all).then(|| too_long(path, all, part)))
}

impl Session<'_> {
    /// Reads a whole file as one text.
    fn text(&self, path: &Path, out: &mut dyn Write) -> io::Result<Vec<Problem>> {
        let (name, text) = match fetch(path).and_then(|(name, bytes)| Ok((decode(&name, bytes)?, name))) {
            Ok((text, name)) => (name, text),
            Err(problem) => return Ok(vec![*problem]),
        };
        let context = self.context(None, self.args.reference);
        let (read, problem) = beginning(&name, &text);
        self.answer(out, &Value::String(name), read, &context)?;
        Ok(problem.into_iter().collect())
    }

    /// Reads a text a line and answers each as it comes.
    fn lines(&self, path: &Path, out: &mut dyn Write) -> io::Result<Vec<Problem>> {
        let lines = match sources::lines(path) {
            Ok(lines) => lines,
            Err(problem) => return Ok(vec![*problem]),
        };
        let path = &*path.display().to_string();
        let mut told = Told::default();
        for line in Lines::new(path, lines) {
            match line {
                Ok(line) => {
                    let (request, problems) = request(path, &line, &self.rules.page);
                    problems.into_iter().for_each(|problem| told.push(problem));
                    if let Some(request) = request {
                        let (read, problem) = beginning(path, &request.text);
                        problem.into_iter().for_each(|problem| told.push(problem));
                        self.request(&request, read, out)?;
                    }
                }
                Err(problem) => told.push(*problem),
            }
        }
        Ok(told.into_problems(path))
    }

    fn request(&self, request: &Request, text: &str, out: &mut dyn Write) -> io::Result<()> {
        let reference = request.reference.or(self.args.reference);
        let context = self.context(request.language.clone(), reference);
        self.answer(out, &request.id, text, &context)
    }

    fn context(&self, language: Option<Language>, reference: Option<Date>) -> Context {
        Context {
            language: language.or_else(|| self.args.lang.as_deref().map(Language::new)),
            reference: reference.map(Period::day),
            country: self.args.country.as_deref().map(Country::new),
        }
    }

    fn answer(&self, out: &mut dyn Write, id: &Value, text: &str, context: &Context) -> io::Result<()> {
        let mentions = self.rules.set.recogniser.recognise(text, context);
        match self.args.format {
            RecogniseFormat::Jsonl => write_mentions(out, id, text, &mentions),
            RecogniseFormat::Human => write_underlined(out, text, &mentions, self.terminal.out),
        }
    }
}
