//! Broken rule files: each mistake is told at its key or value, with how to mend it.
//!
//! Every `tests/broken/NAME.yaml` has its diagnostics beside it as `NAME.txt`; with `KLOPT_UPDATE=1` in the
//! environment they are written anew.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that meets the unexpected has to fail"
)]

use std::fs;
use std::path::{Path, PathBuf};

use klopt::report::{Layout, Words, write_problems};
use klopt::rules::RuleSet;
use klopt::rules::pack_files::PackFile;
use klopt::value::Language;
use rayon::prelude::*;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken")
}

/// What klopt says of a rule file.
fn told(name: &str, text: &str) -> String {
    let folder = if text.contains("\nmetric: ") { "metrics" } else { "checks" };
    let file = PackFile::new(&format!("{folder}/{name}.yaml"), text).unwrap();
    let (_, problems) = RuleSet::load(vec![file]);
    let mut out = Vec::new();
    let layout = Layout { width: 100, color: false, boxes: false };
    write_problems(&mut out, &problems, Words::of(&Language::new("en")), layout).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn every_mistake_is_told_at_its_place_with_a_remedy() {
    let mut files: Vec<PathBuf> = fs::read_dir(folder()).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == "yaml"));
    files.sort();
    assert!(files.len() >= 40);
    let update = std::env::var_os("KLOPT_UPDATE").is_some();
    let wrong: Vec<String> = files
        .par_iter()
        .filter_map(|path| {
            let name = path.file_stem()?.to_str()?;
            let got = told(name, &fs::read_to_string(path).unwrap());
            let expected = path.with_extension("txt");
            if update {
                fs::write(&expected, &got).unwrap();
            }
            let wanted = fs::read_to_string(&expected).unwrap_or_default();
            let mended = got.contains("error[")
                && got.contains("help: ")
                && (got.contains(",-[checks/") || got.contains(",-[metrics/"));
            (got != wanted || !mended).then(|| format!("{name}:\n{got}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
