//! `klopt check`.

use std::io::{self, Write as _};
use std::path::Path;

use super::archive_args::now;
use super::args::CheckArgs;
use super::output::{Outcome, complain, stdout};
use super::session::{Rules, tell};
use super::terminal::Terminal;
use crate::archive::{Access, Against, Archive, ArchiveError, basis};
use crate::engine::{self, CheckOptions, Corpus};
use crate::finding::{ArticleView, Finding, Problem, RuleView, Severity};
use crate::report::{Basis, CheckReport};
use crate::value::Language;

/// Checks the articles and reports.
pub(super) fn run(args: &CheckArgs, terminal: &Terminal) -> io::Result<Outcome> {
    let rules = Rules::open(&args.rules);
    let corpus = rules.read(&args.input);
    let problems = [rules.problems.as_slice(), corpus.problems.as_slice()].concat();
    let mut outcome = tell(&problems, terminal)?;
    let formats = || args.outputs.iter().map(|o| o.format).chain([args.format]);
    // The words of findings are made with them: once for each language that a report is in.
    let in_words = |people: bool, language: Language| {
        let wanted = formats().any(|f| f.is_for_people() == people);
        wanted.then(|| Checked::new(args, &corpus, &rules, language)).transpose()
    };
    let same = terminal.language() == terminal.machine_language();
    let both = in_words(true, terminal.language()).and_then(|for_people| {
        let enough = same && for_people.is_some();
        let for_programs = if enough { None } else { in_words(false, terminal.machine_language())? };
        Ok((for_people, for_programs))
    });
    let (for_people, for_programs) = match both {
        Ok(both) => both,
        Err(problem) => return Ok(outcome.max(tell(&[*problem], terminal)?)),
    };
    let checked = |people: bool| {
        let (first, second) =
            if people { (&for_people, &for_programs) } else { (&for_programs, &for_people) };
        first.as_ref().or(second.as_ref())
    };
    for output in &args.outputs {
        let Some(checked) = checked(output.format.is_for_people()) else { continue };
        if let Err(error) = output.write(checked.report(&corpus, &problems), terminal) {
            complain(&error.to_string());
            outcome = Outcome::Unreadable;
        }
    }
    let Some(checked) = checked(args.format.is_for_people()) else { return Ok(outcome) };
    let mut out = stdout();
    args.format.write(&mut out, checked.report(&corpus, &problems), terminal.out, terminal)?;
    out.flush()?;
    Ok(if checked.fails { outcome.max(Outcome::Findings) } else { outcome })
}

/// The findings in one language.
struct Checked {
    /// The articles that were checked, and behind them those that findings cite.
    articles: Vec<ArticleView>,
    /// Those to show.
    findings: Vec<Finding>,
    /// How many more there are.
    more: usize,
    /// What they rest on.
    basis: Basis,
    /// The rules that gave them.
    rules: Vec<RuleView>,
    /// Whether one of them, shown or not, is grave enough to fail.
    fails: bool,
}

impl Checked {
    fn new(
        args: &CheckArgs,
        corpus: &Corpus,
        rules: &Rules,
        language: Language,
    ) -> Result<Self, Box<Problem>> {
        let views = engine::rule_views(&rules.set, &language);
        let (articles, mut findings, basis) = match &args.against {
            None => {
                let basis = Basis::new(&rules.hash(), engine::day_of(corpus, args.as_of));
                let options = CheckOptions { as_of: args.as_of, language };
                (corpus.articles.clone(), engine::check(corpus, &rules.set, &options), basis)
            }
            Some(path) => against(path, args, rules, (corpus, &language)).map_err(|e| e.problem(path))?,
        };
        let fails = findings.iter().any(|f| f.severity >= args.fail_on.into());
        let least = Severity::from(args.min_severity);
        findings.retain(|f| f.severity >= least);
        let most = args.max_findings.unwrap_or(usize::MAX);
        let more = findings.len().saturating_sub(most);
        findings.truncate(most);
        Ok(Self { articles, findings, more, basis, rules: views, fails })
    }

    fn report<'a>(&'a self, corpus: &'a Corpus, problems: &'a [Problem]) -> CheckReport<'a> {
        CheckReport {
            articles: &self.articles,
            cited: self.articles.len().saturating_sub(corpus.articles.len()),
            claims: corpus.claims.len(),
            findings: &self.findings,
            more: self.more,
            rules: &self.rules,
            problems,
            basis: Some(&self.basis),
        }
    }
}

/// Checks against the archive at `path`.
fn against(
    path: &Path,
    args: &CheckArgs,
    rules: &Rules,
    (corpus, language): (&Corpus, &Language),
) -> Result<(Vec<ArticleView>, Vec<Finding>, Basis), ArchiveError> {
    let archive = Archive::open(path, Access::Read, &now())?;
    let known = archive.knowledge(args.as_of, args.known_by.into())?;
    let pack = rules.claims_hash();
    let with = Against { rules: &rules.set, pack: &pack, language, known: &known, as_of: args.as_of };
    let checked = archive.check(corpus, &with)?;
    let basis = basis(&with, &rules.hash(), checked.day);
    Ok((checked.articles, checked.findings, basis))
}
