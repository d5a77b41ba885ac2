//! The shipped rules: sound to the last pattern, and true to their own examples.

#![allow(clippy::unwrap_used, reason = "a test that meets the unexpected has to fail")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use klopt::engine::{check_tests, metric_tests};
use klopt::rules::RuleSet;
use klopt::rules::metric::Metric;
use klopt::rules::pack_files::{self, FileKind, PackFile};

#[test]
fn every_shipped_example_and_counter_example_holds() {
    let (mut rules, problems) = RuleSet::load(Vec::new());
    assert!(problems.is_empty(), "{problems:?}");
    let none = |_: &str| None;
    let metrics = metric_tests::run(&rules, &none);
    assert!(metrics.failures.is_empty(), "{:?}", metrics.failures);
    let checks = check_tests::run(&mut rules, &none);
    assert!(checks.failures.is_empty(), "{:?}", checks.failures);
    assert!(metrics.ran >= 50 && checks.ran >= 20);
}

#[test]
fn what_a_newsroom_switches_off_no_test_has_to_find() {
    let text = "- rule: figure/contradiction\n  severity: off\n- rule: figure/changed\n  severity: off\n";
    let own = PackFile::new("mine/checks/own.yaml", text).unwrap();
    let (mut rules, problems) = RuleSet::load(vec![own]);
    assert!(problems.is_empty(), "{problems:?}");
    let checks = check_tests::run(&mut rules, &|_| None);
    assert!(checks.failures.is_empty(), "{:?}", checks.failures);
}

#[test]
fn a_copy_of_the_shipped_rules_adds_nothing() {
    let (shipped, _) = RuleSet::load(Vec::new());
    let copy = |f: &PackFile| PackFile::new(&f.path.replacen("rules/", "mine/", 1), &f.text);
    let copies: Vec<PackFile> = pack_files::shipped().iter().filter_map(copy).collect();
    assert!(copies.len() > 10);
    let (own, problems) = RuleSet::load(copies);
    assert!(problems.is_empty(), "{:?}", problems.first());
    assert_eq!((own.checks.len(), own.metrics.len()), (shipped.checks.len(), shipped.metrics.len()));
    // What differs is on top: an entity that is there already is a mistake.
    let entities = pack_files::shipped().into_iter().find(|f| f.kind == FileKind::Entities).unwrap();
    let changed =
        PackFile::new("mine/vocabulary/more.yaml", &format!("{}\n# mine\n", entities.text)).unwrap();
    let (_, problems) = RuleSet::load(vec![changed]);
    assert_eq!(problems.first().map(|p| p.code), Some("rule/duplicate-entity"));
}

#[test]
fn every_shipped_cue_set_stands_in_one_file() {
    // Two of one name would be one set, and the words of either would count where the other is meant.
    let files = pack_files::shipped().into_iter().filter(|f| f.kind == FileKind::Cues);
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in files {
        let sets = file.text.lines().filter(|line| !line.starts_with([' ', '#']));
        for set in sets.filter_map(|line| line.strip_suffix(':')) {
            places.entry(set.to_owned()).or_default().push(file.path.clone());
        }
    }
    assert!(places.len() > 300, "{}", places.len());
    places.retain(|_, files| files.len() > 1);
    assert!(places.is_empty(), "{places:?}");
}

/// How many examples and how many counter-examples a shipped metric has at least.
const EXAMPLES: usize = 8;

#[test]
fn every_shipped_metric_has_examples_and_counter_examples_enough() {
    let (rules, _) = RuleSet::load(Vec::new());
    let count = |metric: &Metric| {
        let positive = metric.tests.iter().filter(|t| !t.claims.is_empty()).count();
        (metric.policy.metric.to_string(), positive, metric.tests.len() - positive)
    };
    let counts: Vec<_> = rules.metrics.iter().map(count).collect();
    assert!(counts.len() >= 28, "{} metrics", counts.len());
    let few: Vec<_> = counts.iter().filter(|(_, p, n)| *p < EXAMPLES || *n < EXAMPLES).collect();
    assert!(few.is_empty(), "metric, examples, counter-examples: {few:?}");
}

#[test]
fn every_shipped_pattern_condition_and_message_compiles() {
    // As a user's files they are verified, which the shipped ones are spared at every start.
    let kinds = [FileKind::Metrics, FileKind::Checks];
    let files = pack_files::shipped().into_iter().filter(|f| kinds.contains(&f.kind));
    // A copy to the letter would be passed over.
    let mine = |f: PackFile| PackFile::new(&f.path, &format!("{}\n# mine\n", f.text));
    let mine: Vec<PackFile> = files.filter_map(mine).collect();
    let (_, problems) = RuleSet::load(mine);
    assert!(problems.is_empty(), "{problems:?}");
}

#[test]
fn the_pages_under_docs_are_those_of_the_rules() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::TempDir::new().unwrap();
    let klopt = Command::new(env!("CARGO_BIN_EXE_klopt"))
        .current_dir(root)
        .args(["rules", "docs"])
        .arg(folder.path())
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap();
    assert!(klopt.status.success(), "{}", String::from_utf8_lossy(&klopt.stderr));
    let pages = |folder: &Path| -> BTreeMap<String, String> {
        let page = |entry: std::io::Result<fs::DirEntry>| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(path).unwrap())
        };
        fs::read_dir(folder).unwrap().map(page).collect()
    };
    let (now, kept) = (pages(folder.path()), pages(&root.join("docs/rules")));
    let differ: Vec<&String> =
        now.keys().chain(kept.keys()).filter(|name| now.get(*name) != kept.get(*name)).collect();
    assert!(differ.is_empty(), "`klopt rules docs docs/rules` writes these anew: {differ:?}");
    for (name, page) in now.iter().filter(|(name, _)| *name != "README.md") {
        for part in ["## Example", "## Why it matters", "## Silence it", "```text"] {
            assert!(page.contains(part), "{name} has no `{part}`");
        }
    }
}
