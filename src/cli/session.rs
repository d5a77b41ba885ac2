//! What `check`, `extract` and `graph` share: rules and articles are read, and
//! everything that is wrong with them is told at once.

use std::io::{self, Read as _};
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::args::{GivenArgs, InputArgs, RuleArgs};
use super::output::{Outcome, stderr};
use super::settings::Settings;
use super::terminal::Terminal;
use super::{files, rule_files};
use crate::archive::{Given, rules_hash};
use crate::engine::{self, Corpus};
use crate::extract::Extractor;
use crate::finding::{Problem, Severity};
use crate::input::{PageWords, Reader};
use crate::report::write_problems;
use crate::rules::pack_files::{self, PackFile};
use crate::rules::{RuleSet, furniture};
use crate::value::Period;

/// The rules in force, and what is wrong with those of the user.
pub(super) struct Rules {
    /// The rules. They last as long as the process: to take them apart at its end would only cost time.
    pub(super) set: ManuallyDrop<RuleSet>,
    /// The words of web pages.
    page: PageWords,
    /// The files that the user added.
    pub(super) files: Vec<PackFile>,
    /// What could not be read.
    pub(super) problems: Vec<Problem>,
}

impl Rules {
    /// The shipped rules with those of the user on top.
    pub(super) fn open(args: &RuleArgs) -> Self {
        let (files, mut problems) = rule_files::read(&args.folders);
        let (set, mistakes) = RuleSet::load(files.clone());
        problems.extend(mistakes);
        let mut all = pack_files::shipped();
        all.extend(files.iter().cloned());
        let page = furniture::page_words(&all).unwrap_or_else(|mistakes| {
            problems.extend(mistakes);
            furniture::page_words(&pack_files::shipped()).unwrap_or_default()
        });
        Self { set: ManuallyDrop::new(set), page, files, problems }
    }

    /// The hash of all rules.
    pub(super) fn hash(&self) -> String {
        rules_hash(&self.all_files(), false)
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

    /// Reads the articles and extracts their claims.
    pub(super) fn read(&self, args: &InputArgs, settings: &Settings) -> Corpus {
        self.read_with(args, settings).0
    }

    /// The same, with the files that were left out, and why.
    pub(super) fn read_with(
        &self,
        args: &InputArgs,
        settings: &Settings,
    ) -> (Corpus, Vec<(PathBuf, &'static str)>) {
        let Wanted { files: paths, mut problems, skipped } = wanted(args, settings);
        let reader = self.reader(args);
        let extractor = Extractor::new(&self.set);
        let mut corpus = engine::read_all(&paths, |path| fetch(path), &reader, &extractor);
        problems.append(&mut corpus.problems);
        corpus.problems = problems;
        (corpus, skipped)
    }
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
    let files::Collected { mut files, problems, others } = files::collect(&args.paths);
    let excluded = settings.config.excluder();
    let mut skipped: Vec<_> =
        others.into_iter().map(|path| (path, "not an article by its extension")).collect();
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
    let shown = path.display().to_string();
    if path != Path::new(files::STDIN) {
        return files::read(path).map(|bytes| (shown, bytes));
    }
    let mut bytes = Vec::new();
    match io::stdin().lock().read_to_end(&mut bytes) {
        Ok(_) => Ok((shown, bytes)),
        Err(error) => {
            let message = format!("standard input cannot be read: {error}");
            Err(Box::new(Problem::error("input/unreadable", &shown, message)))
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
    told.sort_by_key(|p| (order.get(&p.path).copied(), place(p)));
    write_problems(&mut stderr(), &told, terminal.words(), terminal.err)?;
    let failed = problems.iter().any(|p| p.severity == Severity::Error);
    Ok(if failed { Outcome::Unreadable } else { Outcome::Clean })
}
