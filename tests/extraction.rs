//! The project's own sentences, with the claims that a reader finds in them.
//!
//! `tests/extraction/<language>-*.yaml` lists short articles. Each has the claims that it has to yield, in
//! order, in those fields of the contract that matter; `at` is the text of the span. Claims of metrics that a
//! case names neither in its claims nor under `metrics` are not its matter.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that meets the unexpected has to fail"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use serde_json::{Map, Value, json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    text: String,
    date: Option<String>,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    country: Option<String>,
    #[serde(default)]
    metrics: Vec<String>,
    claims: Vec<Map<String, Value>>,
}

/// The claims of all cases, by case.
fn claims(cases: &[Case], language: &str, name: &str) -> Vec<Vec<Value>> {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.jsonl"));
    let line = |(i, c): (usize, &Case)| {
        let mut record =
            json!({"id": i.to_string(), "text": c.text.trim_end(), "lang": language, "date": c.date});
        for (key, value) in [("source", &c.source), ("title", &c.title), ("country", &c.country)] {
            if let Some(value) = value {
                record[key] = json!(value);
            }
        }
        record.to_string()
    };
    let lines: Vec<String> = cases.iter().enumerate().map(line).collect();
    std::fs::write(&path, lines.join("\n")).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_klopt"))
        .args(["extract", "--format", "jsonl"])
        .arg(&path)
        .output()
        .unwrap();
    let mut by_case = vec![Vec::new(); cases.len()];
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let claim: Value = serde_json::from_str(line).unwrap();
        by_case[claim["article"].as_str().unwrap().parse::<usize>().unwrap()].push(claim);
    }
    by_case
}

/// Whether what was found says all that is expected: of an object the keys that are named.
fn says(expected: &Value, found: &Value) -> bool {
    match (expected, found) {
        (Value::Object(e), Value::Object(f)) => e.iter().all(|(k, v)| f.get(k).is_some_and(|f| says(v, f))),
        (Value::Number(n), Value::String(s)) => n.to_string() == *s,
        (Value::String(e), Value::Null) => e == "none",
        _ => expected == found,
    }
}

fn agrees(expected: &Map<String, Value>, found: &Value, text: &str) -> bool {
    let (start, end) = (found["start"].as_u64().unwrap(), found["end"].as_u64().unwrap());
    let span = &text[usize::try_from(start).unwrap()..usize::try_from(end).unwrap()];
    expected.iter().all(|(key, want)| match key.as_str() {
        "at" => want == span && found["quote"] == *want,
        // A subject that is no more than a guess is not known.
        "subject" => {
            says(want, if found["subject_assumed"] == true { &Value::Null } else { &found["subject"] })
        }
        "guess" => found["subject_assumed"] == true && says(want, &found["subject"]),
        _ => says(want, &found[key]),
    })
}

/// A claim in the fields that cases look at.
fn brief(claim: &Value) -> String {
    let v = &claim["value"];
    let value = if v["nominal"].is_null() {
        json!([v["low"], v["high"], v["from"], v["to"]])
    } else {
        v["nominal"].clone()
    };
    format!(
        "{} {} `{}` {value} subject {} scope {} status {} speaker {} {} negated {} period {} due {}",
        claim["metric"],
        claim["start"],
        claim["quote"],
        claim["subject"],
        claim["scope"],
        claim["status"],
        claim["speaker"],
        claim["certainty"],
        claim["negated"],
        claim["period"],
        v["due"],
    )
}

#[test]
fn every_article_yields_its_claims_and_no_other() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/extraction");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let (mut wrong, mut count) = (Vec::new(), 0);
    for file in files {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let cases: Vec<Case> = serde_yaml::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
        count += cases.len();
        for (case, found) in cases.iter().zip(claims(&cases, name.split('-').next().unwrap(), &name)) {
            let named = |c: &Value| {
                let metric = c["metric"].as_str().unwrap();
                case.metrics.iter().any(|m| m == metric)
                    || case.claims.iter().any(|e| e.get("metric").is_some_and(|m| m == metric))
            };
            let found: Vec<Value> = found.into_iter().filter(named).collect();
            let right = found.len() == case.claims.len()
                && case.claims.iter().zip(&found).all(|(e, f)| agrees(e, f, case.text.trim_end()));
            if !right {
                let got: Vec<String> = found.iter().map(|c| format!("    {}", brief(c))).collect();
                wrong.push(format!("{name}: {}\n{}", case.text.trim_end(), got.join("\n")));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}
