//! The shipped rules: sound to the last pattern, and true to their own examples.

#![allow(clippy::unwrap_used, reason = "a test that meets the unexpected has to fail")]

use klopt::engine::{check_tests, metric_tests};
use klopt::rules::RuleSet;
use klopt::rules::pack_files::{self, FileKind, PackFile};

#[test]
fn every_shipped_example_and_counter_example_holds() {
    let (rules, problems) = RuleSet::load(Vec::new());
    assert!(problems.is_empty(), "{problems:?}");
    let none = |_: &str| None;
    let metrics = metric_tests::run(&rules, &none);
    assert!(metrics.failures.is_empty(), "{:?}", metrics.failures);
    let checks = check_tests::run(&rules, &none);
    assert!(checks.failures.is_empty(), "{:?}", checks.failures);
    assert!(metrics.ran >= 50 && checks.ran >= 20);
}

#[test]
fn every_shipped_pattern_compiles() {
    // As a user's files the metrics are verified, which the shipped ones are spared at every start.
    let metrics = pack_files::shipped().into_iter().filter(|f| f.kind == FileKind::Metrics);
    let mine: Vec<PackFile> = metrics.filter_map(|f| PackFile::new(&f.path, &f.text)).collect();
    let (_, problems) = RuleSet::load(mine);
    assert!(problems.is_empty(), "{problems:?}");
}
