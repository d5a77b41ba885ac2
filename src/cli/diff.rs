//! `klopt diff`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Arc;

use super::archive_args::now;
use super::args::KnownArgs;
use super::changed;
use super::diff_args::{DiffArgs, DiffFormat};
use super::judged::{Judged, Judging};
use super::output::{Outcome, stdout};
use super::session::{Rules, fetch, given, tell};
use super::settings::Settings;
use super::terminal::Terminal;
use crate::archive::{Access, Archive, ArchiveError};
use crate::check::Checker;
use crate::claim::Claim;
use crate::engine::{Corpus, corpus};
use crate::extract::Extractor;
use crate::finding::{ArticleView, Finding, Problem, Severity};
use crate::input::{Format, Reader, Reading};
use crate::report::{ArticleChange, DifferenceReport, write_difference, write_difference_json};
use crate::value::Language;

/// Prints what changed between two versions.
pub(super) fn run(args: &DiffArgs, settings: &Settings, terminal: &Terminal) -> io::Result<Outcome> {
    match diff(args, settings, terminal) {
        Ok(outcome) => Ok(outcome),
        Err(Trouble::Io(error)) => Err(error),
        Err(Trouble::Told(problem)) => tell(&[*problem], terminal),
    }
}

/// What ends the command early.
enum Trouble {
    Io(io::Error),
    Told(Box<Problem>),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<Box<Problem>> for Trouble {
    fn from(problem: Box<Problem>) -> Self {
        Self::Told(problem)
    }
}

/// One of the two versions of the articles.
struct Version {
    corpus: Corpus,
    /// What each article's version is called.
    names: Vec<String>,
}

fn diff(args: &DiffArgs, settings: &Settings, terminal: &Terminal) -> Result<Outcome, Trouble> {
    let rules = Rules::open(&args.rules);
    let extractor = Extractor::new(&rules.set);
    let reader = rules.plain_reader().with_defaults(given(&args.given).defaults());
    let mut problems = [&*settings.problems, &*rules.problems].concat();
    let path = args.second.as_ref().unwrap_or(&args.first);
    let new = read(path, path, &reader)?;
    let (old, names) = match &args.second {
        Some(_) => {
            let old = read(&args.first, path, &reader)?;
            let name = args.first.display().to_string();
            let names = old.documents.iter().map(|_| name.clone()).collect();
            (paired(old, &new), names)
        }
        None => archived(args, &new, &reader).map_err(|error| error.problem(args.file.path()))?,
    };
    problems.extend(old.problems.iter().chain(&new.problems).cloned());
    let new_names = new.documents.iter().map(|d| d.path.clone()).collect();
    let old = Version { corpus: corpus(&old.documents, &extractor), names };
    let new = Version { corpus: corpus(&new.documents, &extractor), names: new_names };
    let against = if args.second.is_some() { args.against.as_deref() } else { Some(args.file.path()) };
    let judging = Judging { rules: &rules, against, known: KnownArgs::ALL, whole: false, explain: false };
    let json = args.format == DiffFormat::Json;
    let language = if json { terminal.machine_language() } else { terminal.language() };
    let judge = |version: &Version| -> Result<Judged, Box<Problem>> {
        let judged = judging.judge(&version.corpus, language.clone())?;
        let policed = settings.police(judged.findings, &judged.articles, (false, &language));
        Ok(Judged { findings: policed.findings, ..judged })
    };
    let (before, after) = (judge(&old)?, judge(&new)?);
    let outcome = tell(&problems, terminal)?;
    let shown =
        |judged: Judged, version: &Version| Judged { articles: named(judged.articles, version), ..judged };
    let (before, after) = (shown(before, &old), shown(after, &new));
    let report = report(&rules, &language, (&old, &before), (&new, &after));
    let mut out = stdout();
    match args.format {
        DiffFormat::Text => write_difference(&mut out, &report, terminal.words(), terminal.out)?,
        DiffFormat::Json => write_difference_json(&mut out, &report)?,
    }
    out.flush()?;
    let fail_on = args.fail_on.map(Severity::from);
    let fail_on =
        fail_on.or(settings.config.fail_on.as_ref().map(|set| set.value)).unwrap_or(Severity::Warning);
    let fails = fail_on != Severity::Off && report.came.0.iter().any(|f| f.severity >= fail_on);
    Ok(if fails { outcome.max(Outcome::Findings) } else { outcome })
}

/// Reads the articles of `file` as if they stood in the file `path`, so that both versions are of one article.
fn read(file: &Path, path: &Path, reader: &Reader) -> Result<Reading, Box<Problem>> {
    let (shown, bytes) = fetch(file)?;
    let reader = reader.clone().with_format(Format::of_path(&shown));
    let mut reading = reader.read(&path.display().to_string(), bytes);
    for problem in &mut reading.problems {
        problem.path.clone_from(&shown);
    }
    Ok(reading)
}

/// The old articles, with the new one's id where each file holds one article.
fn paired(mut old: Reading, new: &Reading) -> Reading {
    if let ([old], [new]) = (old.documents.as_mut_slice(), new.documents.as_slice()) {
        old.id.clone_from(&new.id);
    }
    old
}

/// The archived versions of the new articles, and what they are called.
fn archived(args: &DiffArgs, new: &Reading, reader: &Reader) -> Result<(Reading, Vec<String>), ArchiveError> {
    let archive = Archive::open(args.file.path(), Access::Read, &now())?;
    let mut old = Reading::default();
    let mut names = Vec::new();
    for document in &new.documents {
        match archive.document(&document.id, args.number, reader) {
            Ok((found, info)) => {
                names.push(format!("{} (version {}, {})", info.article, info.version, info.taken_in));
                old.documents.push(found);
            }
            // Of many articles in one file, some may be new.
            Err(ArchiveError::Unknown(_)) if new.documents.len() > 1 => {}
            Err(error) => return Err(error),
        }
    }
    Ok((old, names))
}

/// The articles of a report, with the names of the versions that are compared in the place of their paths.
fn named(mut articles: Vec<ArticleView>, version: &Version) -> Vec<ArticleView> {
    for (article, name) in articles.iter_mut().zip(&version.names) {
        article.path.clone_from(name);
    }
    articles
}

fn report<'a>(
    rules: &'a Rules,
    language: &Language,
    (old, before): (&'a Version, &'a Judged),
    (new, after): (&'a Version, &'a Judged),
) -> DifferenceReport<'a> {
    let index = BTreeMap::new();
    let checker = Checker { rules: &rules.set, language, articles: &index };
    let ids: BTreeSet<Arc<str>> =
        [old, new].into_iter().flat_map(|v| &v.corpus.publications).map(|p| p.id.clone()).collect();
    let articles = ids.iter().map(|id| article(&checker, (old, before), (new, after), id)).collect();
    let prints = |judged: &'a Judged| -> BTreeSet<&'a str> {
        judged.findings.iter().map(|f| f.fingerprint.as_str()).collect()
    };
    let without = |judged: &'a Judged, others: &BTreeSet<&str>| -> Vec<&'a Finding> {
        judged.findings.iter().filter(|f| !others.contains(f.fingerprint.as_str())).collect()
    };
    let came = without(after, &prints(before));
    let stayed = after.findings.len() - came.len();
    DifferenceReport {
        articles,
        came: (came, &after.articles),
        went: (without(before, &prints(after)), &before.articles),
        stayed,
    }
}

fn article<'a>(
    checker: &Checker<'_>,
    (old, before): (&'a Version, &'a Judged),
    (new, after): (&'a Version, &'a Judged),
    id: &Arc<str>,
) -> ArticleChange<'a> {
    let claims = |version: &'a Version| -> Vec<&'a Claim> {
        version.corpus.claims.iter().filter(|c| c.publication.id == *id).collect()
    };
    let side = |version: &Version, judged: &'a Judged| {
        let at = version.corpus.publications.iter().position(|p| p.id == *id)?;
        Some((version.names.get(at)?.clone(), judged.articles.get(at)?))
    };
    let (old_claims, new_claims) = (claims(old), claims(new));
    let (changes, same) = changed::changes(checker, &old_claims, &new_claims);
    ArticleChange { old: side(old, before), new: side(new, after), changes, same }
}
