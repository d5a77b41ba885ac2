//! What must be found in `fixtures/`, that nothing else is, and that a figure changed by hand is noticed.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test that meets the unexpected has to fail"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use klopt::engine::{self, CheckOptions, Corpus};
use klopt::extract::Extractor;
use klopt::finding::{Finding, Label};
use klopt::input::Reader;
use klopt::rules::{RuleSet, furniture, pack_files};
use klopt::value::Language;
use rayon::prelude::*;
use serde::Deserialize;

/// A place in a fixture.
#[derive(Debug, Deserialize)]
struct Planted {
    rule: String,
    path: String,
    at: String,
}

#[derive(Debug, Deserialize)]
struct PlantedFile {
    findings: Vec<Planted>,
    changes: Vec<Planted>,
}

#[derive(Debug, Deserialize)]
struct Fact {
    metric: String,
    value: String,
    #[serde(default)]
    hedge: Option<String>,
    statements: Vec<Statement>,
}

#[derive(Debug, Clone, Deserialize)]
struct Statement {
    path: String,
    at: String,
    /// The figure within `at`, where `at` says more.
    #[serde(default)]
    figure: Option<String>,
}

impl Statement {
    fn figure(&self) -> &str {
        self.figure.as_deref().unwrap_or(&self.at)
    }
}

#[derive(Debug, Deserialize)]
struct Trap {
    name: String,
    path: String,
    at: String,
}

/// A finding as far as it has to stay what it is: its rule, its article, the text of its place.
type Key = (String, String, String);

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn data<T: for<'de> Deserialize<'de>>(name: &str) -> T {
    let text = fs::read_to_string(root().join("tests/fixtures").join(name)).unwrap();
    serde_yaml::from_str(&text).unwrap()
}

fn articles(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { articles(&path, out) } else { out.push(path) }
    }
}

/// The files of `fixtures/` as `fixtures/…` with their bytes.
fn files() -> Vec<(String, Vec<u8>)> {
    let mut paths = Vec::new();
    articles(&root().join("fixtures"), &mut paths);
    paths.sort();
    let shown = |p: &PathBuf| p.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
    paths.iter().map(|p| (shown(p), fs::read(p).unwrap())).collect()
}

struct Desk {
    rules: RuleSet,
    reader: Reader,
    files: Vec<(String, Vec<u8>)>,
}

impl Desk {
    fn open() -> Self {
        let (rules, problems) = RuleSet::load(Vec::new());
        assert!(problems.is_empty(), "{problems:?}");
        let reader = Reader::new(furniture::page_words(&pack_files::shipped()).unwrap());
        Self { rules, reader, files: files() }
    }

    fn corpus(&self, changed: Option<(&str, &str)>) -> Corpus {
        let extractor = Extractor::new(&self.rules);
        let fetch = |file: &(String, Vec<u8>)| {
            let bytes = match changed {
                Some((path, text)) if path == file.0 => text.as_bytes().to_vec(),
                _ => file.1.clone(),
            };
            Ok((file.0.clone(), bytes))
        };
        let corpus = engine::Intake::new(&self.reader, &extractor).read_all(&self.files, fetch);
        assert!(corpus.problems.is_empty(), "{:?}", corpus.problems);
        corpus
    }

    fn check(&self, changed: Option<(&str, &str)>) -> (Corpus, Vec<Finding>) {
        let corpus = self.corpus(changed);
        let options = CheckOptions { as_of: None, language: Language::new("en") };
        let findings = engine::check(&corpus, &self.rules, &options);
        (corpus, findings)
    }

    fn text(&self, path: &str) -> String {
        let file = self.files.iter().find(|(p, _)| p == path).unwrap();
        String::from_utf8(file.1.clone()).unwrap()
    }
}

fn key(corpus: &Corpus, finding: &Finding) -> Key {
    let path = corpus.articles[finding.primary.article].path.clone();
    (finding.rule.to_string(), path, finding.primary.quote.to_string())
}

fn keys(corpus: &Corpus, findings: &[Finding]) -> BTreeSet<Key> {
    findings.iter().map(|f| key(corpus, f)).collect()
}

#[test]
fn what_is_planted_is_found_and_nothing_else() {
    let desk = Desk::open();
    let (corpus, findings) = desk.check(None);
    let planted: PlantedFile = data("planted.yaml");
    let wanted: BTreeSet<Key> = planted
        .findings
        .iter()
        .chain(&planted.changes)
        .map(|p| (p.rule.clone(), p.path.clone(), p.at.clone()))
        .collect();
    assert_eq!(keys(&corpus, &findings), wanted);
    assert_eq!(findings.len(), wanted.len(), "one finding a place");
    assert!(planted.findings.len() >= 12);
}

#[test]
fn no_finding_lies_on_a_trap() {
    let desk = Desk::open();
    let (corpus, findings) = desk.check(None);
    let traps: Vec<Trap> = data("traps.yaml");
    assert!(traps.len() >= 20);
    for trap in &traps {
        let source = desk.text(&trap.path);
        let start =
            source.find(&trap.at).unwrap_or_else(|| panic!("{}: {} is not there", trap.name, trap.at));
        let end = start + trap.at.len();
        // Spans of JSON lines count in the decoded text; their traps are covered by the exact list above.
        let hit = findings.iter().filter(|f| corpus.articles[f.primary.article].record.is_none()).find(|f| {
            let span = f.primary.span;
            corpus.articles[f.primary.article].path == trap.path && span.start < end && start < span.end
        });
        assert!(hit.is_none(), "{}: {hit:?}", trap.name);
    }
}

/// The figure changed by hand, as a slip of the keyboard would: another amount, percentage, year, count or day.
fn slip(metric: &str, figure: &str) -> Option<String> {
    let change = |n: u32| match metric {
        "event-date" => {
            if n <= 31 {
                n + 2
            } else {
                n
            }
        }
        "attack-window" => n + 10,
        _ => n * 2 + 3,
    };
    let words = [
        ("vijf", "dertien"),
        ("five", "thirteen"),
        ("zes", "vijftien"),
        ("six", "fifteen"),
        ("seven", "seventeen"),
        ("zeven", "zeventien"),
        ("Morgen", "Overmorgen"),
    ];
    if !figure.chars().any(|c| c.is_ascii_digit()) {
        return words
            .iter()
            .find(|(word, _)| figure.contains(word))
            .map(|(word, new)| figure.replacen(word, new, 1));
    }
    let mut out = String::new();
    let mut rest = figure;
    let mut changed = false;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let digits = rest[start..].find(|c: char| !c.is_ascii_digit()).map_or(rest.len(), |n| start + n);
        let number: u32 = rest[start..digits].parse().ok()?;
        let every = matches!(metric, "event-date" | "attack-window");
        out.push_str(&rest[..start]);
        out.push_str(&if changed && !every { number } else { change(number) }.to_string());
        changed = true;
        rest = &rest[digits..];
    }
    out.push_str(rest);
    Some(out)
}

#[test]
fn a_figure_changed_by_hand_is_found_where_it_stands() {
    let desk = Desk::open();
    let (corpus, before) = desk.check(None);
    let before = keys(&corpus, &before);
    let facts: Vec<Fact> = data("facts.yaml");
    assert!(facts.iter().all(|f| f.statements.len() >= 3));
    // Two caps (`up to 12`, `up to 27`) can both hold: no figure contradicts there.
    let firm = facts.iter().filter(|f| f.hedge.as_deref() != Some("at-most"));
    let cases: Vec<(&Fact, &Statement)> =
        firm.flat_map(|f| f.statements.iter().map(move |s| (f, s))).collect();
    let failures: Vec<String> = cases
        .par_iter()
        .filter_map(|(fact, statement)| missed(&desk, &before, fact, statement).err())
        .collect();
    assert!(failures.is_empty(), "{} of {} slips:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

/// Changes one figure and says what is not as it has to be.
fn missed(desk: &Desk, before: &BTreeSet<Key>, fact: &Fact, statement: &Statement) -> Result<(), String> {
    let name = format!("{} {} in {} [{}]", fact.metric, fact.value, statement.path, statement.at);
    let figure = slip(&fact.metric, statement.figure()).ok_or_else(|| format!("{name}: no slip known"))?;
    let at = statement.at.replacen(statement.figure(), &figure, 1);
    let text = desk.text(&statement.path).replacen(&statement.at, &at, 1);
    let (corpus, findings) = desk.check(Some((&statement.path, &text)));
    let here = |f: &&Finding| {
        let quote = f.primary.quote.as_ref();
        corpus.articles[f.primary.article].path == statement.path
            && (quote.contains(&figure) || figure.contains(quote))
    };
    let found: Vec<&Finding> =
        findings.iter().filter(here).filter(|f| !before.contains(&key(&corpus, f))).collect();
    // A first value that nobody gives for years after is what the next one is told of as a change from.
    let left = |f: &Finding| {
        let old = |l: &Label| corpus.articles[l.article].path == statement.path && figure.contains(&*l.quote);
        f.rule.as_ref() == "figure/changed" && f.related.iter().any(old)
    };
    if found.is_empty() && findings.iter().any(left) {
        return Ok(());
    }
    // That the tense does not fit the new day either is found beside, and cites nothing.
    let Some(finding) = found.iter().find(|f| f.rule.as_ref() != "date/tense") else {
        return Err(format!("{name}: {figure} is not found"));
    };
    if finding.related.is_empty() {
        return Err(format!("{name}: nothing is cited against {figure}"));
    }
    let after = keys(&corpus, &findings);
    // A change that the mutated figure itself brought is now brought by the next article that states it.
    let moved = before.iter().any(|k| k.0 == "figure/changed" && k.1 == statement.path && !after.contains(k));
    let shifts = |k: &Key| moved && k.0 == "figure/changed";
    let lost: Vec<&Key> = before.difference(&after).filter(|k| !shifts(k)).collect();
    let own: BTreeSet<Key> = found.iter().map(|f| key(&corpus, f)).collect();
    let new: Vec<&Key> =
        after.iter().filter(|k| !before.contains(*k) && !own.contains(*k) && !shifts(k)).collect();
    if lost.is_empty() && new.is_empty() {
        Ok(())
    } else {
        Err(format!("{name}: {figure} also changes {lost:?} {new:?}"))
    }
}
