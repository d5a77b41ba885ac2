//! The project's own sentences, with every figure, date and duration that stands in them.
//!
//! `tests/recognition/<language>-*.yaml` lists sentences, each with all its mentions in order:
//! the text of the span, the kind, and those fields of the value that matter. `tests/third-language` does
//! the same for a language that is nothing but data: its pack is no part of the program.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets the unexpected has to fail"
)]

use std::ffi::OsStr;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde::Deserialize;
use serde_json::{Map, Value, json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    text: String,
    #[serde(rename = "ref")]
    reference: Option<String>,
    mentions: Vec<Map<String, Value>>,
}

/// What klopt recognises in the texts, one answer a case, with the packs in the folder `rules` too.
fn answers(cases: &[Case], language: &str, rules: Option<&Path>) -> Vec<Value> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_klopt"))
        .args(["recognise", "--input-format", "jsonl", "--format", "jsonl", "-"])
        .args(rules.iter().flat_map(|folder| [OsStr::new("--rules"), folder.as_os_str()]))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let lines: Vec<String> = cases
        .iter()
        .map(|c| json!({"id": "", "text": c.text, "lang": language, "reference": c.reference}).to_string())
        .collect();
    let writer = std::thread::spawn(move || input.write_all(lines.join("\n").as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

/// Whether the mention found says all that is expected of it.
fn agrees(expected: &Map<String, Value>, found: &Value) -> bool {
    expected.iter().all(|(key, want)| match key.as_str() {
        "at" => &found["text"] == want,
        "kind" => &found["kind"] == want,
        _ => &found["value"][key] == want,
    })
}

/// The cases of a file that come out otherwise than they say, and how many there are.
fn wrong(file: &Path, language: &str, rules: Option<&Path>) -> (Vec<String>, usize) {
    let name = file.file_name().unwrap().to_string_lossy();
    let cases: Vec<Case> = serde_yaml::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let found = answers(&cases, language, rules);
    assert_eq!(found.len(), cases.len(), "{name}");
    let mut wrong = Vec::new();
    for (case, answer) in cases.iter().zip(found) {
        let mentions = answer["mentions"].as_array().unwrap();
        let figures: Vec<&Value> = mentions.iter().filter(|m| m["kind"] != "entity").collect();
        let right = figures.len() == case.mentions.len()
            && case.mentions.iter().zip(&figures).all(|(e, f)| agrees(e, f));
        if !right {
            wrong.push(format!("{name}: {}\n  {figures:?}", case.text));
        }
    }
    (wrong, cases.len())
}

#[test]
fn every_sentence_yields_its_mentions_and_no_other() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recognition");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let mut all = Vec::new();
    let mut count = 0;
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let (wrong, cases) = wrong(&file, name.split('-').next().unwrap(), None);
        all.extend(wrong);
        count += cases;
    }
    assert!(all.is_empty(), "{} of {count}:\n{}", all.len(), all.join("\n"));
    assert!(count >= 400, "{count} sentences");
}

#[test]
fn a_third_language_is_data() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/third-language");
    let (wrong, count) = wrong(&folder.join("sentences.yaml"), "de", Some(&folder.join("language")));
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}
