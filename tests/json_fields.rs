//! Every field of the JSON that is printed is on the page about it, under the command that prints it.

use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The names of all fields of a value. Those of a scope are the metric's.
fn fields(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| fields(one, into)),
        Value::Object(all) => {
            for (name, of) in all {
                into.insert(name.clone());
                if name != "scope" {
                    fields(of, into);
                }
            }
        }
        _ => {}
    }
}

#[test]
fn every_field_that_is_printed_is_documented() {
    let page = include_str!("../docs/json.md");
    let folder = TempDir::new().unwrap();
    let texts = folder.path().join("a.txt");
    let text = "Van 2 naar 3,5 procent, ruim 2 miljard dollar (1,9 miljard euro), tussen 3 en 5 jaar, op 31 februari \
                2025, gisteren, drie keer zoveel, meer dan 4 miljoen, minder dan $3. De NAVO telt 32 leden.\n";
    fs::write(&texts, text).unwrap();
    let bad = folder.path().join("b.jsonl");
    fs::write(&bad, "{\"id\": 1}\n{\"date\": \"2025-07-01\", \"title\": \"NAVO-norm naar 2 procent\", \"text\": \"Kop.\"}\n")
        .unwrap();
    let (texts, bad) = (texts.to_str().unwrap(), bad.to_str().unwrap());
    for (command, args) in [
        ("klopt check", &["check", "--format", "json", "--max-findings", "9", "fixtures", bad][..]),
        ("klopt extract", &["extract", "--format", "jsonl", "fixtures", bad, texts]),
        (
            "klopt recognise",
            &["recognise", "--lang", "nl", "--format", "jsonl", texts, "fixtures/nl/2025-02-15-munchen.txt"],
        ),
    ] {
        let mut run = Command::new(env!("CARGO_BIN_EXE_klopt"));
        run.args(args).args(["--no-config", "--color", "never"]).stdin(Stdio::null());
        let out = String::from_utf8(run.output().unwrap().stdout).unwrap();
        let mut printed = BTreeSet::new();
        for value in serde_json::Deserializer::from_str(&out).into_iter::<Value>() {
            fields(&value.unwrap(), &mut printed);
        }
        let (_, part) = page.split_once(&format!("## {command} ")).unwrap();
        let part = part.split("\n## ").next().unwrap();
        // Values are told once, where claims are.
        let values = page.split("A `value` has").nth(1).unwrap().split("\n## ").next().unwrap();
        let told = |name: &&String| [part, values].iter().any(|text| text.contains(&format!("`{name}`")));
        let untold: Vec<_> = printed.iter().filter(|name| !told(name)).collect();
        assert!(printed.len() > 5 && untold.is_empty(), "{command}: {untold:?}");
    }
}
