//! The same articles give the same bytes, in whatever order they are named and on however many threads.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that meets the unexpected has to fail")]

use std::process::Command;

use proptest::prelude::*;

const PATHS: [&str; 6] = [
    "fixtures/nl/2025-06-26-vijf-procent.md",
    "fixtures/nl/2025-12-06-parijs.md",
    "fixtures/en",
    "fixtures/persbureau.jsonl",
    "fixtures/nl/2025-06-19-drones.html",
    "fixtures/nl/2025-09-17-gemeente.md",
];
const OUTPUTS: [&[&str]; 5] = [
    &["check", "--format", "json"],
    &["check", "--format", "human"],
    &["check", "--format", "sarif"],
    &["extract", "--format", "jsonl"],
    &["graph", "--format", "json"],
];

fn output(command: &[&str], paths: &[&str], threads: &str) -> Vec<u8> {
    let mut klopt = Command::new(env!("CARGO_BIN_EXE_klopt"));
    let run = klopt.args(command).args(paths).env("RAYON_NUM_THREADS", threads).env("NO_COLOR", "1");
    let done = run.output().unwrap();
    assert!(!done.stdout.is_empty(), "{command:?} {}", String::from_utf8_lossy(&done.stderr));
    done.stdout
}

#[test]
fn order_threads_and_repetition_change_no_byte() {
    let first: Vec<Vec<u8>> = OUTPUTS.iter().map(|c| output(c, &PATHS, "1")).collect();
    let cases = ProptestConfig { cases: 2, failure_persistence: None, ..ProptestConfig::default() };
    let threads = prop::sample::select(vec!["1", "2", "4"]);
    let orders = Just(PATHS.to_vec()).prop_shuffle();
    proptest!(cases, |(paths in orders, threads in threads)| {
        for (command, first) in OUTPUTS.iter().zip(&first) {
            prop_assert!(output(command, &paths, threads) == *first, "{command:?} {paths:?} {threads}");
        }
    });
}
