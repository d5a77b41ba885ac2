//! `klopt check`.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::args::CheckArgs;
use super::baseline::{self, Baseline};
use super::explain::Pair;
use super::files::STDIN;
use super::git;
use super::insight_args::{InsightFormat, Spot};
use super::judged::{Judged, Judging};
use super::output::{Outcome, complain, stderr, stdout};
use super::references;
use super::session::{Rules, tell};
use super::settings::{Settings, absolute};
use super::terminal::Terminal;
use super::timings::Timings;
use crate::engine::{self, Corpus};
use crate::finding::{ArticleView, Chain, Finding, Problem, RuleView, Severity};
use crate::report::{Basis, CheckReport, Words};
use crate::value::Language;

/// Checks the articles and reports.
pub(super) fn run(args: &CheckArgs, settings: &Settings, terminal: &Terminal) -> io::Result<Outcome> {
    let mut timings = Timings::start();
    if let Some(spots) = two_spots(args) {
        return compare(args, &spots, settings, terminal);
    }
    let changed = match apart(args).and_then(|()| changed(args)) {
        Ok(changed) => changed,
        Err(message) => {
            complain(&message);
            return Ok(Outcome::Unreadable);
        }
    };
    let rules = Rules::open(&args.rules);
    timings.done("rules");
    let read = rules.read((&args.input, &args.cache), settings, terminal);
    let corpus = &read.corpus;
    timings.done("articles");
    let mut problems = [&*settings.problems, &*rules.problems, &*corpus.problems].concat();
    problems.extend(references::names(settings, &rules.set, corpus));
    let baseline = baseline_file(args, settings);
    let read_known = baseline.as_ref().filter(|_| !args.update_baseline).map(|path| Baseline::read(path));
    let known = read_known.transpose().map_err(|problem| problems.push(*problem));
    let known = known.ok().flatten().unwrap_or_default();
    let run = Run { args, settings, rules: &rules, corpus, known: &known, changed: changed.as_ref() };
    let checked = match run.in_words(terminal) {
        Ok(both) => both,
        Err(problem) => {
            problems.push(*problem);
            return tell(&problems, terminal);
        }
    };
    let Some(any) = checked.any() else { return Ok(Outcome::Clean) };
    timings.done("findings");
    problems.extend(any.unused.iter().cloned());
    let mut outcome = tell(&problems, terminal)?;
    if args.verbose {
        let mut err = stderr();
        read.write_verbose(&mut err)?;
        writeln!(err, "suppressed: {}, in the baseline: {}", any.suppressed, any.known)?;
    }
    if args.update_baseline {
        let Some(path) = &baseline else {
            complain("--update-baseline needs a file: --baseline FILE, or `baseline:` in klopt.yaml");
            return Ok(Outcome::Unreadable);
        };
        baseline::update(path, &any.new, &any.articles)?;
    }
    let reports = Reports { args, checked: &checked, corpus, problems: &problems };
    outcome = outcome.max(reports.write(terminal)?);
    timings.done("reports");
    if args.timings {
        timings.write(&mut stderr())?;
    }
    let fails = any.fails && !args.update_baseline;
    Ok(if fails { outcome.max(Outcome::Findings) } else { outcome })
}

/// The two places of which `--explain` has to tell why they were not compared, where they are all that is given.
fn two_spots(args: &CheckArgs) -> Option<[Spot; 2]> {
    let [a, b] = args.input.paths.as_slice() else { return None };
    let named = args.explain && args.input.paths.iter().all(|path| !path.exists());
    let spot = |path: &Path| path.to_str()?.parse().ok();
    if named { Some([spot(a)?, spot(b)?]) } else { None }
}

/// Tells why two places were not compared.
fn compare(
    args: &CheckArgs,
    [a, b]: &[Spot; 2],
    settings: &Settings,
    terminal: &Terminal,
) -> io::Result<Outcome> {
    let format = if args.format.is_for_people() { InsightFormat::Human } else { InsightFormat::Json };
    let pair = Pair { spots: [a, b], given: &args.input.given, format, archive: args.against.as_deref() };
    pair.compare(&Rules::open(&args.rules), settings, terminal)
}

/// That no report takes the place of another.
fn apart(args: &CheckArgs) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    let twice = args.outputs.iter().find(|output| !seen.insert(absolute(&output.path)));
    twice.map_or(Ok(()), |output| Err(format!("two reports for one file: {}", output.path.display())))
}

/// The files that `--changed-since` asks for, in full; none if it does not ask.
fn changed(args: &CheckArgs) -> Result<Option<BTreeSet<PathBuf>>, String> {
    let Some(revision) = &args.changed_since else { return Ok(None) };
    let first = args.input.paths.iter().find(|path| path.exists());
    let start = absolute(first.map_or(Path::new("."), PathBuf::as_path));
    let folder =
        if start.is_dir() { start } else { start.parent().map(Path::to_path_buf).unwrap_or_default() };
    git::changed(&folder, revision).map(Some)
}

fn baseline_file(args: &CheckArgs, settings: &Settings) -> Option<PathBuf> {
    let configured = settings.config.baseline.as_ref().map(|set| settings.place(&set.value).into());
    args.baseline.clone().or(configured)
}

/// What findings are made from and held against.
struct Run<'a> {
    args: &'a CheckArgs,
    settings: &'a Settings,
    rules: &'a Rules,
    corpus: &'a Corpus,
    known: &'a Baseline,
    changed: Option<&'a BTreeSet<PathBuf>>,
}

impl Run<'_> {
    /// The findings for people and those for programs. Their words are made with them, once for
    /// each language that a report is in; where both read the same one, the first serves both.
    fn in_words(&self, terminal: &Terminal) -> Result<InWords, Box<Problem>> {
        let wanted = |people: bool| {
            self.args
                .outputs
                .iter()
                .map(|o| o.format)
                .chain([self.args.format])
                .any(|f| f.is_for_people() == people)
        };
        let same = terminal.language() == terminal.machine_language();
        let people = wanted(true).then(|| self.check(terminal.language())).transpose()?;
        let programs = wanted(false) && !(same && people.is_some());
        let programs = programs.then(|| self.check(terminal.machine_language())).transpose()?;
        Ok(InWords { people, programs })
    }

    fn check(&self, language: Language) -> Result<Checked, Box<Problem>> {
        let (args, config) = (self.args, &self.settings.config);
        let rules = engine::rule_views(&self.rules.set, &language);
        let (against, explain) = (args.against.as_deref(), args.explain);
        // Of an archive only what the articles touch is judged: what is not found may well be there.
        let whole = self.settings.whole && against.is_none();
        let judging = Judging { rules: self.rules, against, known: args.known, whole, explain };
        let judged = judging.judge(self.corpus, language.clone())?;
        let Judged { articles, findings, basis, missing, chains } = judged;
        let policed = self.settings.police(findings, &articles, (whole, &language));
        let new = policed.findings.clone();
        let mut findings = policed.findings;
        let mut unused = missing;
        unused.extend(policed.unused);
        // A remark in an article that is only cited has its finding elsewhere.
        let cited = articles.get(self.corpus.articles.len()..).unwrap_or_default();
        unused.retain(|problem| !cited.iter().any(|article| article.path == problem.path));
        let (known, gone) = self.known.filter(&mut findings, (&articles, whole), &language);
        unused.extend(gone);
        self.keep_changed(&mut findings, &articles);
        let fail_on = args.fail_on.map(Severity::from).or(config.fail_on.as_ref().map(|set| set.value));
        let fail_on = fail_on.unwrap_or(Severity::Warning);
        let fails = fail_on != Severity::Off && findings.iter().any(|f| f.severity >= fail_on);
        let least =
            args.min_severity.map(Severity::from).or(config.min_severity.as_ref().map(|set| set.value));
        let least = least.unwrap_or(Severity::Info).max(Severity::Info);
        findings.retain(|f| f.severity >= least);
        let (findings, cut) = gravest(findings, args.max_findings.unwrap_or(usize::MAX));
        let suppressed = policed.suppressed;
        Ok(Checked { articles, findings, chains, basis, new, cut, rules, fails, suppressed, known, unused })
    }

    /// Leaves out the findings that point at no article that changed.
    fn keep_changed(&self, findings: &mut Vec<Finding>, articles: &[ArticleView]) {
        let Some(changed) = self.changed else { return };
        let is_changed = |article: &ArticleView| {
            // What comes from standard input git does not know.
            if article.path == STDIN {
                return true;
            }
            let path = absolute(Path::new(&article.path));
            // git names files without the links on the way to them.
            changed.contains(&path) || path.canonicalize().is_ok_and(|real| changed.contains(&real))
        };
        let touched: Vec<bool> = articles.iter().map(is_changed).collect();
        findings.retain(|finding| {
            let mut places = std::iter::once(&finding.primary).chain(&finding.related);
            places.any(|label| touched.get(label.article).copied().unwrap_or(false))
        });
    }
}

/// As many findings as there is room for, the gravest, and those that are left out; both in their order.
fn gravest(findings: Vec<Finding>, most: usize) -> (Vec<Finding>, Vec<Finding>) {
    let mut order: Vec<(Reverse<Severity>, usize)> =
        findings.iter().enumerate().map(|(i, f)| (Reverse(f.severity), i)).collect();
    order.sort_unstable();
    let shown: BTreeSet<usize> = order.into_iter().take(most).map(|(_, i)| i).collect();
    let all = findings.into_iter().enumerate();
    let (shown, cut): (Vec<_>, Vec<_>) = all.partition(|(i, _)| shown.contains(i));
    let plain = |some: Vec<(usize, Finding)>| some.into_iter().map(|(_, finding)| finding).collect();
    (plain(shown), plain(cut))
}

/// The findings in the words for people and in those for programs, as far as a report is in them.
struct InWords {
    people: Option<Checked>,
    programs: Option<Checked>,
}

impl InWords {
    /// One of the two; both hold the same findings.
    fn any(&self) -> Option<&Checked> {
        self.people.as_ref().or(self.programs.as_ref())
    }

    /// The one for people or the one for programs; where both read the same language there is only one.
    fn of(&self, people: bool) -> Option<&Checked> {
        let (first, second) =
            if people { (&self.people, &self.programs) } else { (&self.programs, &self.people) };
        first.as_ref().or(second.as_ref())
    }
}

/// What is to be reported, in all formats that are asked for.
struct Reports<'a> {
    args: &'a CheckArgs,
    checked: &'a InWords,
    corpus: &'a Corpus,
    problems: &'a [Problem],
}

impl Reports<'_> {
    /// Writes each report to its file and the last to where the program writes.
    fn write(&self, terminal: &Terminal) -> io::Result<Outcome> {
        let report = |people: bool| Some(self.checked.of(people)?.report(self.corpus, self.problems));
        let mut outcome = Outcome::Clean;
        for output in &self.args.outputs {
            let Some(report) = report(output.format.is_for_people()) else { continue };
            if let Err(error) = output.write(report, terminal) {
                complain(&error.to_string());
                outcome = Outcome::Unreadable;
            }
        }
        let format = self.args.format;
        let mut out = stdout();
        if let Some(report) = report(format.is_for_people()) {
            format.write(&mut out, report, terminal.out, terminal)?;
            if report.more() > 0 && !format.counts_more() {
                complain(&Words::of(&terminal.machine_language()).more(report.more()));
            }
        }
        out.flush()?;
        Ok(outcome)
    }
}

/// The findings in one language.
struct Checked {
    /// The articles that were checked, and behind them those that findings cite.
    articles: Vec<ArticleView>,
    /// Those to show.
    findings: Vec<Finding>,
    /// How they came about, if that is asked for.
    chains: Option<BTreeMap<String, Chain>>,
    /// What they rest on.
    basis: Basis,
    /// All that nothing suppresses, known or not.
    new: Vec<Finding>,
    /// Those for which there is no room.
    cut: Vec<Finding>,
    /// The rules that gave them.
    rules: Vec<RuleView>,
    /// Whether one of them, shown or not, is grave enough to fail.
    fails: bool,
    /// How many are accepted.
    suppressed: usize,
    /// How many the baseline knows.
    known: usize,
    /// Articles that are corrected and nowhere, and suppressions and baseline entries without a finding.
    unused: Vec<Problem>,
}

impl Checked {
    fn report<'a>(&'a self, corpus: &'a Corpus, problems: &'a [Problem]) -> CheckReport<'a> {
        CheckReport {
            articles: &self.articles,
            cited: self.articles.len().saturating_sub(corpus.articles.len()),
            claims: corpus.claims.len(),
            findings: &self.findings,
            chains: self.chains.as_ref(),
            cut: &self.cut,
            rules: &self.rules,
            problems,
            basis: Some(&self.basis),
        }
    }
}
