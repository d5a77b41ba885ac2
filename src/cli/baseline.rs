//! Findings that are known: a file of fingerprints, so that only new ones are reported.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::error::Category;

use super::whole;
use crate::finding::{ArticleView, Finding, Problem};
use crate::value::Language;

/// The version of the file's shape.
const VERSION: u32 = 1;

#[derive(Debug, Serialize)]
struct File {
    version: u32,
    findings: Vec<Entry>,
}

/// A known finding. The fingerprint alone identifies it; the rest is for who reads the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    fingerprint: String,
    rule: String,
    path: String,
    quote: String,
}

/// The known findings of a file.
#[derive(Debug, Default)]
pub(super) struct Baseline {
    path: String,
    entries: BTreeMap<String, Entry>,
}

impl Baseline {
    /// Reads the file.
    ///
    /// # Errors
    /// A problem where it is not there, or is no baseline.
    pub(super) fn read(path: &Path) -> Result<Self, Box<Problem>> {
        let shown = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|error| {
            let message = format!("this baseline cannot be read: {error}");
            let help = "--update-baseline writes one with the findings of today";
            Problem::error("baseline/unreadable", &shown, message).with_help(help)
        })?;
        let entries = entries(&bytes).map_err(|why| {
            Problem::error("baseline/broken", &shown, format!("this is no baseline: {why}"))
                .with_help("--update-baseline writes it anew")
        })?;
        Ok(Self { path: shown, entries })
    }

    /// Takes known findings out, and says how many; entries that no longer occur are told if `whole`:
    /// if all articles were read that they may be about. Of an article that is there and was not read nobody knows.
    pub(super) fn filter(
        &self,
        findings: &mut Vec<Finding>,
        (articles, whole): (&[ArticleView], bool),
        language: &Language,
    ) -> (usize, Vec<Problem>) {
        let mut seen = BTreeSet::new();
        let before = findings.len();
        findings.retain(|finding| {
            let known = self.entries.contains_key(&finding.fingerprint);
            if known {
                seen.insert(finding.fingerprint.clone());
            }
            !known
        });
        let read: BTreeSet<&str> = articles.iter().map(|article| article.path.as_str()).collect();
        let looked_at = |path: &str| read.contains(path) || !Path::new(path).exists();
        let gone = self.entries.values().filter(|entry| !seen.contains(&entry.fingerprint));
        let gone = gone.filter(|entry| whole && looked_at(&entry.path));
        (before - findings.len(), gone.map(|entry| self.gone(entry, language)).collect())
    }

    fn gone(&self, entry: &Entry, language: &Language) -> Problem {
        let Entry { fingerprint, rule, path, quote } = entry;
        let (message, help) = if language.as_str() == "nl" {
            (
                format!("{fingerprint} ({rule}, “{quote}” in {path}) komt niet meer voor"),
                "--update-baseline haalt het uit het bestand",
            )
        } else {
            (
                format!("{fingerprint} ({rule}, “{quote}” in {path}) no longer occurs"),
                "--update-baseline takes it out of the file",
            )
        };
        Problem::warning("baseline/gone", &self.path, message).with_help(help)
    }
}

/// The findings of a file by their fingerprints, or what keeps it from being a baseline.
fn entries(bytes: &[u8]) -> Result<BTreeMap<String, Entry>, String> {
    let file: Value = serde_json::from_slice(bytes).map_err(|error| match error.classify() {
        Category::Eof => "its JSON breaks off".to_owned(),
        _ => format!("it is no JSON at line {}, column {}", error.line(), error.column()),
    })?;
    let version = file.get("version").ok_or("it has no `version`")?;
    if *version != VERSION {
        return Err(format!("its version is {version}, and klopt knows {VERSION}"));
    }
    let findings = file.get("findings").and_then(Value::as_array).ok_or("it has no list of `findings`")?;
    let entry = |(number, value): (usize, &Value)| {
        let entry = Entry::deserialize(value).ok().ok_or_else(|| {
            format!(
                "its finding {} wants a `fingerprint`, `rule`, `path` and `quote`, each a text",
                number + 1
            )
        })?;
        Ok((entry.fingerprint.clone(), entry))
    };
    findings.iter().enumerate().map(entry).collect()
}

/// Writes the findings as the new baseline.
///
/// # Errors
/// Fails where the file cannot be written.
pub(super) fn update(path: &Path, findings: &[Finding], articles: &[ArticleView]) -> io::Result<()> {
    let entry = |finding: &Finding| Entry {
        fingerprint: finding.fingerprint.clone(),
        rule: finding.rule.to_string(),
        path: articles.get(finding.primary.article).map(|a| a.path.clone()).unwrap_or_default(),
        quote: finding.primary.quote.to_string(),
    };
    let entries: BTreeMap<String, Entry> =
        findings.iter().map(|finding| (finding.fingerprint.clone(), entry(finding))).collect();
    let file = File { version: VERSION, findings: entries.into_values().collect() };
    whole::write(path, |out| {
        serde_json::to_writer_pretty(&mut *out, &file)?;
        writeln!(out)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_baseline_is_told_in_words() {
        let finding = r#"{"fingerprint": "0011", "rule": "figure/stale", "path": "a.md", "quote": "5"}"#;
        let of =
            |version: &str, findings: &str| format!(r#"{{"version": {version}, "findings": {findings}}}"#);
        for (text, why) in [
            ("", "its JSON breaks off"),
            (r#"{"version": 1, "findings": [{"#, "its JSON breaks off"),
            ("klopt", "it is no JSON at line 1, column 1"),
            ("null", "it has no `version`"),
            ("[]", "it has no `version`"),
            (&of("99", "[]"), "its version is 99, and klopt knows 1"),
            (&of("\"1\"", "[]"), "its version is \"1\", and klopt knows 1"),
            (r#"{"version": 1}"#, "it has no list of `findings`"),
            (
                &of("1", &format!("[{finding}, 5]")),
                "its finding 2 wants a `fingerprint`, `rule`, `path` and `quote`, each a text",
            ),
        ] {
            assert_eq!(entries(text.as_bytes()).unwrap_err(), why, "{text}");
        }
        assert_eq!(entries(b"\xff").unwrap_err(), "it is no JSON at line 1, column 1");
        assert!(entries(of("1", &format!("[{finding}]")).as_bytes()).unwrap().contains_key("0011"));
    }
}
