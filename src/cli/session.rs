//! What `check`, `extract` and `graph` share: rules and articles are read, and
//! everything that is wrong with them is told at once.

use std::io::{self, Write};
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::args::{GivenArgs, InputArgs, RuleArgs};
use super::cache::Cache;
use super::cache_args::CacheArgs;
use super::output::{Outcome, stderr};
use super::progress::Progress;
use super::settings::Settings;
use super::terminal::Terminal;
use super::{files, references, rule_files, sources};
use crate::archive::{Given, rules_hash};
use crate::claim::Fingerprint;
use crate::config::read_rates;
use crate::engine::{Corpus, Intake, Keep, read_each};
use crate::extract::Extractor;
use crate::finding::{Problem, Severity};
use crate::input::{Document, PageWords, Reader};
use crate::report::write_problems;
use crate::rules::pack_files::{self, PackFile};
use crate::rules::{RuleSet, furniture};
use crate::value::Period;

/// The rules in force, and what is wrong with those of the user.
pub(super) struct Rules {
    /// The rules. They last as long as the process: to take them apart at its end would only cost time.
    pub(super) set: ManuallyDrop<RuleSet>,
    /// The words of web pages.
    pub(super) page: PageWords,
    /// The files that the user added.
    pub(super) files: Vec<PackFile>,
    /// The text of the table of exchange rates.
    rates: Option<Arc<str>>,
    /// What could not be read.
    pub(super) problems: Vec<Problem>,
}

impl Rules {
    /// The shipped rules with those of the user on top, to be applied.
    pub(super) fn open(args: &RuleArgs) -> Self {
        Self::opened(args, RuleSet::to_apply)
    }

    /// The same with the examples of all of them.
    pub(super) fn with_examples(args: &RuleArgs) -> Self {
        Self::opened(args, RuleSet::load)
    }

    fn opened(args: &RuleArgs, load: impl Fn(Vec<PackFile>) -> (RuleSet, Vec<Problem>)) -> Self {
        let (files, mut problems) = rule_files::read(&args.folders);
        let (mut set, mistakes) = load(files.clone());
        problems.extend(mistakes);
        let rates = args.rates.as_deref().map(rates_file);
        if let Some(Ok(file)) = &rates {
            let (rates, mistakes) = read_rates(&file.0, &file.1);
            problems.extend(mistakes);
            set.rates = rates;
        }
        let rates = rates.and_then(|read| read.map_err(|problem| problems.push(*problem)).ok());
        let mut all = pack_files::shipped();
        all.extend(files.iter().cloned());
        let page = furniture::page_words(&all).unwrap_or_else(|mistakes| {
            problems.extend(mistakes);
            furniture::page_words(&pack_files::shipped()).unwrap_or_default()
        });
        Self { set: ManuallyDrop::new(set), page, files, rates: rates.map(|(_, text)| text), problems }
    }

    /// The hash of all rules, with the exchange rates that they are applied with.
    pub(super) fn hash(&self) -> String {
        let rules = rules_hash(&self.all_files(), false);
        match &self.rates {
            Some(rates) => Fingerprint::of([&*rules, rates]).as_str().to_owned(),
            None => rules,
        }
    }

    /// The hash of the rules that claims hang on.
    pub(super) fn claims_hash(&self) -> String {
        rules_hash(&self.all_files(), true)
    }

    fn all_files(&self) -> Vec<PackFile> {
        let mut all = pack_files::shipped();
        all.extend(self.files.iter().cloned());
        all
    }

    /// What reads articles, with what the arguments say of those that do not say it themselves.
    pub(super) fn reader(&self, args: &InputArgs) -> Reader {
        self.plain_reader().with_defaults(given(&args.given).defaults())
    }

    /// What reads articles, with nothing given from outside.
    pub(super) fn plain_reader(&self) -> Reader {
        Reader::new(self.page.clone())
    }

    /// Reads the articles and has `look` look at each: what it makes of them, in the order of their files, and what
    /// could not be read.
    pub(super) fn look_at<T: Send>(
        &self,
        args: &InputArgs,
        settings: &Settings,
        look: impl Fn(&Document) -> T + Sync,
    ) -> (Vec<T>, Vec<Problem>) {
        let Wanted { files, mut problems, .. } = wanted(args, settings);
        problems.extend(references::given(args.given.codes(), settings, self));
        let (all, more) = read_each(&files, |path| fetch(path), &self.reader(args), look);
        problems.extend(more);
        (all, problems)
    }

    /// Reads the articles and extracts their claims.
    pub(super) fn read(
        &self,
        (args, cache): (&InputArgs, &CacheArgs),
        settings: &Settings,
        terminal: &Terminal,
    ) -> Read {
        let Wanted { files: paths, mut problems, skipped } = wanted(args, settings);
        problems.extend(references::given(args.given.codes(), settings, self));
        let bytes = paths.iter().filter_map(|path| path.metadata().ok()).map(|found| found.len()).sum();
        let cache = cache.open(bytes, self, &args.given);
        let progress = Progress::bytes(bytes, terminal);
        let intake = Intake {
            reader: &self.reader(args),
            extractor: &Extractor::new(&self.set),
            keep: cache.as_ref().map(|cache| cache as &dyn Keep),
            done: &|bytes| progress.more(bytes),
        };
        let mut corpus = intake.read_all(&paths, |path| sources::open(path));
        progress.done();
        problems.append(&mut corpus.problems);
        corpus.problems = problems;
        let caching = cache.map(Cache::close);
        Read { corpus, skipped, caching }
    }
}

/// What was read.
pub(super) struct Read {
    /// The articles.
    pub(super) corpus: Corpus,
    /// The files that were left out, and why.
    pub(super) skipped: Vec<(PathBuf, &'static str)>,
    /// Whether what was read is kept; none where there is no cache.
    caching: Option<io::Result<()>>,
}

impl Read {
    /// Says what was read and what was not.
    pub(super) fn write_verbose(&self, out: &mut dyn Write) -> io::Result<()> {
        for (path, why) in &self.skipped {
            writeln!(out, "skipped {}: {why}", clean(path))?;
        }
        let mut claims: FxHashMap<&str, usize> = FxHashMap::default();
        for claim in &self.corpus.claims {
            *claims.entry(&claim.publication.id).or_default() += 1;
        }
        for article in &self.corpus.articles {
            let count = claims.get(&*article.id).copied().unwrap_or(0);
            let date = article.published.as_deref().unwrap_or("undated");
            let record = article.record.map(|line| format!(":{line}")).unwrap_or_default();
            writeln!(out, "read {}{record}: {date}, claims: {count}", clean(Path::new(&article.path)))?;
        }
        match &self.caching {
            None => Ok(()),
            Some(Ok(())) => writeln!(out, "known from the cache: {}", self.corpus.kept),
            Some(Err(error)) => writeln!(out, "the cache could not be written: {error}"),
        }
    }
}

/// A path on one line, whatever is in its name.
fn clean(path: &Path) -> String {
    path.to_string_lossy().chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// The files to read.
pub(super) struct Wanted {
    /// Those that the arguments name and the configuration does not leave out.
    pub(super) files: Vec<PathBuf>,
    /// What is not there.
    pub(super) problems: Vec<Problem>,
    /// What is left out, and why.
    pub(super) skipped: Vec<(PathBuf, &'static str)>,
}

/// Collects the files to read.
pub(super) fn wanted(args: &InputArgs, settings: &Settings) -> Wanted {
    let files::Collected { mut files, problems, others: mut skipped } = files::collect(&args.paths);
    let excluded = settings.config.excluder();
    files.retain(|path| {
        let out = excluded(&settings.relative(&path.to_string_lossy()));
        if out {
            skipped.push((path.clone(), "excluded by the configuration"));
        }
        !out
    });
    Wanted { files, problems, skipped }
}

/// What the arguments say of articles that do not say it themselves.
pub(super) fn given(args: &GivenArgs) -> Given {
    Given {
        language: args.lang.clone(),
        country: args.country.clone(),
        published: args.published.map(Period::day),
    }
}

/// One source's name and bytes.
pub(super) fn fetch(path: &Path) -> Result<(String, Vec<u8>), Box<Problem>> {
    files::read(path).map(|bytes| (path.display().to_string(), bytes))
}

/// The path and the text of the table of exchange rates.
fn rates_file(path: &Path) -> Result<(String, Arc<str>), Box<Problem>> {
    let shown = path.display().to_string();
    match std::fs::read_to_string(path) {
        Ok(text) => Ok((shown, text.into())),
        Err(error) => {
            let help = "`rates` in klopt.yaml names a file beside it";
            Err(Box::new(Problem::error("rates/unreadable", &shown, error.to_string()).with_help(help)))
        }
    }
}

/// Tells every problem on standard error, those of a file in the order of their places, and
/// what they make of the outcome: a mere warning makes nothing of it.
pub(super) fn tell(problems: &[Problem], terminal: &Terminal) -> io::Result<Outcome> {
    let least = if terminal.quiet { Severity::Error } else { Severity::Info };
    let mut told: Vec<Problem> = problems.iter().filter(|p| p.severity >= least).cloned().collect();
    let mut order = FxHashMap::default();
    for (i, problem) in told.iter().enumerate() {
        order.entry(problem.path.clone()).or_insert(i);
    }
    let place = |p: &Problem| p.labels.first().map(|(span, _)| *span);
    // What is so of the file as a whole, such as how many more there are, stands behind those.
    told.sort_by_key(|p| (order.get(&p.path).copied(), place(p).is_none(), place(p)));
    write_problems(&mut stderr(), &told, terminal.words(), terminal.err)?;
    let failed = problems.iter().any(|p| p.severity == Severity::Error);
    Ok(if failed { Outcome::Unreadable } else { Outcome::Clean })
}
