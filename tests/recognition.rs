//! The project's own sentences, with every figure, date and duration that stands in them.
//!
//! `tests/recognition/<language>-*.yaml` lists sentences, each with all its mentions in order:
//! the text of the span, the kind, and those fields of the value that matter.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets the unexpected has to fail"
)]

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

/// What klopt recognises in the texts, one answer a case.
fn answers(cases: &[Case], language: &str) -> Vec<Value> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_klopt"))
        .args(["recognise", "--input-format", "jsonl", "--format", "jsonl", "-"])
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

#[test]
fn every_sentence_yields_its_mentions_and_no_other() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recognition");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let mut wrong = Vec::new();
    let mut count = 0;
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let cases: Vec<Case> = serde_yaml::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
        let found = answers(&cases, name.split('-').next().unwrap());
        assert_eq!(found.len(), cases.len(), "{name}");
        count += cases.len();
        for (case, answer) in cases.iter().zip(found) {
            let mentions = answer["mentions"].as_array().unwrap();
            let figures: Vec<&Value> = mentions.iter().filter(|m| m["kind"] != "entity").collect();
            let right = figures.len() == case.mentions.len()
                && case.mentions.iter().zip(&figures).all(|(e, f)| agrees(e, f));
            if !right {
                wrong.push(format!("{name}: {}\n  {figures:?}", case.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}
