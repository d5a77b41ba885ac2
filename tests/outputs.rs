//! Where a report goes may be full, closed or no place at all: that is told, and nothing else is lost.

#![expect(clippy::unwrap_used, reason = "a test may panic")]
#![cfg(target_os = "linux")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const ARTICLE: &str = "---\ndate: 2025-07-01\n---\n# Kop\n\nDe NAVO-norm is 5 procent van het bbp.\n";

/// What a shell makes of a line in which `klopt` stands for the program.
fn shell(folder: &Path, line: &str) -> (Option<i32>, String, String) {
    let line = line.replace("klopt", env!("CARGO_BIN_EXE_klopt"));
    let mut command = Command::new("sh");
    command.current_dir(folder).args(["-c", &line]).stdin(Stdio::null()).env("LC_ALL", "C.UTF-8");
    let Output { status, stdout, stderr } = command.output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a.md"), ARTICLE).unwrap();
    let line = |id| {
        let text = "De NAVO-norm is 5 procent van het bbp.";
        format!("{{\"id\": {id}, \"date\": \"2025-07-01\", \"text\": \"{text}\"}}\n")
    };
    fs::write(folder.path().join("many.jsonl"), (0..400).map(line).collect::<Vec<String>>().concat())
        .unwrap();
    folder
}

#[test]
fn what_cannot_be_written_is_told() {
    let folder = folder();
    let full = "No space left on device";
    for (line, told) in [
        ("klopt check --format json a.md > /dev/full", full),
        ("klopt extract --format jsonl many.jsonl > /dev/full", full),
        ("klopt recognise many.jsonl --input-format jsonl --format jsonl > /dev/full", full),
        ("klopt check --output json=/dev/full a.md", "/dev/full cannot be written"),
        ("klopt check --output json=nergens/a.json a.md", "nergens/a.json cannot be written"),
        ("klopt check --baseline /dev/full --update-baseline a.md", "/dev/full cannot be written"),
        ("klopt archive add --archive /dev/full a.md", "there is no room left"),
        ("klopt check --against a.md a.md", "this file is not a klopt archive"),
    ] {
        let (status, _, err) = shell(folder.path(), line);
        assert_eq!(status, Some(2), "{line}: {err}");
        assert!(err.contains(told), "{line}: {err}");
    }
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let folder = folder();
    for line in ["klopt extract --format jsonl many.jsonl", "klopt graph --format json many.jsonl"] {
        let (status, _, err) = shell(folder.path(), &format!("{{ {line}; echo $? >&2; }} | true"));
        assert_eq!((status, err.as_str()), (Some(0), "0\n"), "{line}");
    }
}

#[test]
fn a_cache_that_cannot_be_costs_nothing_but_time() {
    let folder = folder();
    let (_, whole, _) = shell(folder.path(), "klopt check --no-cache --format json many.jsonl");
    for place in ["a.md", "a.md/onder", "/proc/klopt", "/dev/full"] {
        let line = format!("klopt check --cache-dir {place} --format json many.jsonl");
        assert_eq!(shell(folder.path(), &line), (Some(0), whole.clone(), String::new()), "{place}");
    }
    let (_, _, err) = shell(folder.path(), "klopt check --cache-dir a.md/onder --verbose a.md");
    assert!(err.contains("the cache could not be written"), "{err}");
}

#[test]
fn a_closed_standard_input_is_an_empty_one() {
    let folder = folder();
    let (status, out, err) = shell(folder.path(), "klopt check - <&-");
    assert_eq!((status, out.as_str()), (Some(0), "no findings in 0 articles, 0 claims\n"), "{err}");
    assert!(err.contains("warning[input/empty]"), "{err}");
}
