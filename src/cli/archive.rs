//! `klopt archive`.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Write as _};
use std::path::Path;

use super::archive_args::{
    AddArgs, ArchiveCommand, ExportArgs, ImportArgs, ListArgs, ListFormat, PlainArgs, RefreshArgs,
    RemoveArgs, ShowArgs, StatsArgs, StatsFormat, Writing, now,
};
use super::changed::changes;
use super::output::{Outcome, stdout};
use super::progress::Progress;
use super::session::{Rules, Wanted, fetch, given, tell, wanted};
use super::settings::Settings;
use super::terminal::Terminal;
use super::{files, sources};
use crate::archive::{
    self, Access, Added, Adding, Archive, ArchiveError, Given, Held, Refreshed, Totals, VersionInfo,
};
use crate::check::Checker;
use crate::claim::Claim;
use crate::extract::Extractor;
use crate::finding::Problem;
use crate::input::Source;
use crate::report::{ArticleChange, write_article_change, write_table};

/// What can end a command on an archive.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// The archive's trouble.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// That of the streams.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Runs a command on the archive.
pub(super) fn run(command: &ArchiveCommand, settings: &Settings, terminal: &Terminal) -> io::Result<Outcome> {
    let configured = tell(&settings.problems, terminal)?;
    let (path, outcome) = match command {
        ArchiveCommand::Add(args) => (args.writing.file.path(), add(args, settings, terminal)),
        ArchiveCommand::List(args) => (args.file.path(), list(args)),
        ArchiveCommand::Show(args) => (args.file.path(), show(args, terminal)),
        ArchiveCommand::Remove(args) => (args.writing.file.path(), remove(args, terminal)),
        ArchiveCommand::Verify(args) => (args.file.path(), verify(args, terminal)),
        ArchiveCommand::Stats(args) => (args.file.path(), stats(args)),
        ArchiveCommand::Export(args) => (args.file.path(), export(args)),
        ArchiveCommand::Import(args) => (args.file.path(), import(args, terminal)),
        ArchiveCommand::Refresh(args) => (args.writing.file.path(), refresh(args, terminal)),
        ArchiveCommand::Vacuum(args) => (args.file.path(), vacuum(args)),
    };
    Ok(configured.max(settle(outcome, path, terminal)?))
}

/// Tells what went wrong with the archive at `path`.
pub(super) fn settle(
    outcome: Result<Outcome, Failure>,
    path: &Path,
    terminal: &Terminal,
) -> io::Result<Outcome> {
    match outcome {
        Ok(outcome) => Ok(outcome),
        Err(Failure::Io(error) | Failure::Archive(ArchiveError::Io(error))) => Err(error),
        Err(Failure::Archive(error)) => tell(&[*error.problem(path)], terminal),
    }
}

fn add(args: &AddArgs, settings: &Settings, terminal: &Terminal) -> Result<Outcome, Failure> {
    let rules = Rules::open(&args.writing.rules);
    let outcome = tell(&rules.problems, terminal)?;
    let Wanted { files: paths, mut problems, .. } = wanted(&args.input, settings);
    let all = paths.iter().filter_map(|path| path.metadata().ok()).map(|found| found.len()).sum();
    let bar = Progress::bytes(all, terminal);
    let mut broken = None;
    let mut told = |progress: &archive::Progress<'_>| {
        if args.list && broken.is_none() {
            broken = bar.aside(|| list_added(progress.articles)).err();
        }
        bar.at(progress.bytes);
    };
    let given = given(&args.input.given);
    let result = writing(&args.writing, Access::Create, (&rules, &given), |archive, adding| {
        adding.run(archive, &paths, |path| source(path), &mut told)
    });
    bar.done();
    let (totals, more) = result?;
    problems.extend(more);
    let outcome = outcome.max(tell(&problems, terminal)?);
    if let Some(error) = broken {
        return Err(error.into());
    }
    if !terminal.quiet {
        writeln!(io::stdout().lock(), "{}", summary(totals))?;
    }
    Ok(outcome)
}

/// What is read of a path: standard input whole, since it cannot be read twice.
fn source(path: &Path) -> Result<Source, Box<Problem>> {
    if path == Path::new(files::STDIN) { fetch(path).map(Source::from) } else { sources::open(path) }
}

/// Opens the archive and does `work` on it, with what taking articles in takes.
fn writing<T>(
    args: &Writing,
    access: Access,
    (rules, given): (&Rules, &Given),
    work: impl FnOnce(&mut Archive, &Adding<'_>) -> Result<T, ArchiveError>,
) -> Result<T, ArchiveError> {
    let (at, pack) = (args.when.at(), rules.claims_hash());
    let mut archive = Archive::open(args.file.path(), access, &at)?;
    let reader = rules.plain_reader().with_defaults(given.defaults());
    let extractor = Extractor::new(&rules.set);
    let (reader, extractor, rules) = (&reader, &extractor, &rules.set);
    work(&mut archive, &Adding { reader, extractor, rules, pack: &pack, given, at: &at })
}

/// A line for each article that is safe now.
fn list_added(articles: &[(&str, Added)]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for (article, added) in articles {
        match added {
            Added::New => writeln!(out, "new      {article}")?,
            Added::Changed => writeln!(out, "changed  {article}")?,
            Added::Unchanged => {}
        }
    }
    out.flush()
}

fn summary(totals: Totals) -> String {
    let Totals { new, changed, unchanged, claims } = totals;
    format!("{new} new, {changed} changed, {unchanged} unchanged; {claims} claims added")
}

fn list(args: &ListArgs) -> Result<Outcome, Failure> {
    let archive = Archive::open(args.file.path(), Access::Read, &now())?;
    let mut out = stdout();
    archive.list::<Failure>(|version| {
        match args.format {
            ListFormat::Jsonl => {
                serde_json::to_writer(&mut out, version).map_err(io::Error::from)?;
                writeln!(out)?;
            }
            ListFormat::Table => writeln!(out, "{}", row(version))?,
        }
        Ok(())
    })?;
    out.flush()?;
    Ok(Outcome::Clean)
}

fn row(version: &VersionInfo) -> String {
    let VersionInfo { article, version: number, title, published, claims, .. } = version;
    let title = title.as_deref().unwrap_or("");
    let published = published.as_deref().unwrap_or("undated");
    format!("{published:<10}  v{number:<2}  {claims:>4} claims  {article}  {title}").trim_end().to_owned()
}

fn show(args: &ShowArgs, terminal: &Terminal) -> Result<Outcome, Failure> {
    let archive = Archive::open(args.file.path(), Access::Read, &now())?;
    let held = archive.held(&args.article, args.number)?;
    let mut out = stdout();
    if args.text {
        out.write_all(held.text.as_bytes())?;
        out.flush()?;
        return Ok(Outcome::Clean);
    }
    for version in archive.versions(&args.article)? {
        let until = version.until.as_deref().map_or_else(String::new, |at| format!(", until {at}"));
        let mark = if version.version == held.info.version { '*' } else { ' ' };
        writeln!(
            out,
            "{mark} version {}  taken in {}{until}  {} claims  {}",
            version.version,
            version.taken_in,
            version.claims,
            version.digest.get(..12).unwrap_or(""),
        )?;
    }
    writeln!(out)?;
    write_table(&mut out, &held.claims, terminal.words(), terminal.out)?;
    out.flush()?;
    Ok(Outcome::Clean)
}

fn remove(args: &RemoveArgs, terminal: &Terminal) -> Result<Outcome, Failure> {
    let Writing { file, when, rules } = &args.writing;
    let (rules, at) = (Rules::open(rules), when.at());
    let mut archive = Archive::open(file.path(), Access::Write, &at)?;
    let mut problems = Vec::new();
    for article in &args.articles {
        match archive.remove(article, (&rules.set, &rules.claims_hash()), &at) {
            Ok(()) => writeln!(io::stdout().lock(), "removed  {article}")?,
            Err(error @ ArchiveError::Unknown(_)) => problems.push(*error.problem(file.path())),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(tell(&problems, terminal)?)
}

fn verify(args: &PlainArgs, terminal: &Terminal) -> Result<Outcome, Failure> {
    let archive = Archive::open(args.file.path(), Access::Read, &now())?;
    let bar = Progress::new(archive.stats()?.versions, terminal);
    let mut done = 0;
    let verified = archive.verify(&mut || {
        done += 1;
        bar.at(done);
    });
    bar.done();
    let verified = verified?;
    let mut out = io::stdout().lock();
    for fault in &verified.faults {
        writeln!(out, "{fault}")?;
    }
    let faults = match verified.faults.len() {
        0 => "all is as it was".to_owned(),
        1 => "1 fault".to_owned(),
        n => format!("{n} faults"),
    };
    let of = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    let looked = [
        of(verified.events, "event"),
        of(verified.texts, "text"),
        of(verified.versions, "version"),
        of(verified.claims, "claim"),
    ];
    writeln!(out, "{}: {faults}", looked.join(", "))?;
    Ok(if verified.faults.is_empty() { Outcome::Clean } else { Outcome::Findings })
}

fn stats(args: &StatsArgs) -> Result<Outcome, Failure> {
    let archive = Archive::open(args.file.path(), Access::Read, &now())?;
    let stats = archive.stats()?;
    let mut out = stdout();
    if args.format == StatsFormat::Json {
        serde_json::to_writer_pretty(&mut out, &stats).map_err(io::Error::from)?;
        writeln!(out)?;
        out.flush()?;
        return Ok(Outcome::Clean);
    }
    let ends = |ends: &Option<(String, String)>| {
        ends.as_ref().map_or_else(|| "none".to_owned(), |(a, b)| format!("{a} to {b}"))
    };
    writeln!(out, "articles   {} in {} versions", stats.articles, stats.versions)?;
    writeln!(out, "claims     {} about {} facts", stats.claims, stats.facts)?;
    writeln!(out, "published  {}", ends(&stats.published))?;
    writeln!(out, "taken in   {}", ends(&stats.taken_in))?;
    for (hash, articles) in &stats.packs {
        writeln!(out, "rules      {} for {articles} articles", hash.get(..12).unwrap_or(hash))?;
    }
    for (metric, claims) in &stats.metrics {
        writeln!(out, "metric     {metric}: {claims}")?;
    }
    writeln!(out, "file       {} bytes, schema version {}", stats.bytes, stats.schema)?;
    writeln!(out, "hash       {}", stats.hash)?;
    out.flush()?;
    Ok(Outcome::Clean)
}

fn export(args: &ExportArgs) -> Result<Outcome, Failure> {
    let archive = Archive::open(args.file.path(), Access::Read, &now())?;
    let mut out = stdout();
    archive.export(&mut out)?;
    out.flush()?;
    Ok(Outcome::Clean)
}

fn import(args: &ImportArgs, terminal: &Terminal) -> Result<Outcome, Failure> {
    let rules = Rules::open(&args.rules);
    let mut archive = Archive::open(args.file.path(), Access::Create, &now())?;
    let imported = if args.from == Path::new(files::STDIN) {
        archive.import(&mut io::stdin().lock())?
    } else {
        match File::open(&args.from) {
            Ok(file) => archive.import(&mut BufReader::new(file))?,
            Err(error) => return Ok(tell(&[files::missing(&args.from, &error)], terminal)?),
        }
    };
    archive.read_again(&rules.set, &rules.claims_hash())?;
    writeln!(io::stdout().lock(), "{} versions and {} claims", imported.versions, imported.claims)?;
    Ok(Outcome::Clean)
}

fn refresh(args: &RefreshArgs, terminal: &Terminal) -> Result<Outcome, Failure> {
    let rules = Rules::open(&args.writing.rules);
    let outcome = tell(&rules.problems, terminal)?;
    let bar = Progress::new(usize::MAX, terminal);
    let mut broken = None;
    let mut told = |step: &archive::Step<'_>| {
        if broken.is_none() {
            broken = bar.aside(|| list_renewed(step, &rules, terminal)).err();
        }
        bar.of(step.all);
        bar.at(step.done);
    };
    let given = Given::default();
    let result = writing(&args.writing, Access::Write, (&rules, &given), |archive, with| {
        bar.of(archive.stats()?.articles);
        archive.refresh(with, &mut told)
    });
    bar.done();
    let Refreshed { current, again, changed } = result?;
    if let Some(error) = broken {
        return Err(error.into());
    }
    if !terminal.quiet {
        writeln!(io::stdout().lock(), "{again} extracted again, {changed} changed, {current} up to date")?;
    }
    Ok(outcome)
}

/// What became of the claims of each article whose claims changed.
fn list_renewed(step: &archive::Step<'_>, rules: &Rules, terminal: &Terminal) -> io::Result<()> {
    let mut out = stdout();
    let (index, language) = (BTreeMap::new(), terminal.language());
    let checker = Checker { rules: &rules.set, language: &language, articles: &index };
    for archive::Renewed { old, new } in step.renewed {
        let [before, after] = [old, new].map(|held| held.claims.iter().collect::<Vec<&Claim>>());
        let (changes, same) = changes(&checker, &before, &after);
        // What is kept otherwise need not say anything else.
        if changes.is_empty() {
            continue;
        }
        let name = |held: &Held| {
            format!("{} (rules {})", held.info.path, held.info.rules.get(..12).unwrap_or_default())
        };
        let (old_view, new_view) = (old.view(), new.view());
        let change = ArticleChange {
            old: Some((name(old), &old_view)),
            new: Some((name(new), &new_view)),
            changes,
            same,
        };
        write_article_change(&mut out, &change, terminal.words(), terminal.out)?;
    }
    for article in step.unreadable {
        writeln!(out, "{article}: cannot be read again with these rules, and stays as it is\n")?;
    }
    out.flush()
}

fn vacuum(args: &PlainArgs) -> Result<Outcome, Failure> {
    let archive = Archive::open(args.file.path(), Access::Write, &now())?;
    let before = archive.stats()?.bytes;
    archive.vacuum()?;
    writeln!(io::stdout().lock(), "{before} bytes before, {} after", archive.stats()?.bytes)?;
    Ok(Outcome::Clean)
}
