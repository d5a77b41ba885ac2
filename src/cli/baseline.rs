//! Findings that are known: a file of fingerprints, so that only new ones are reported.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::whole;
use crate::finding::{ArticleView, Finding, Problem};
use crate::value::Language;

/// The version of the file's shape.
const VERSION: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
        let text = std::fs::read_to_string(path).map_err(|error| {
            let message = format!("this baseline cannot be read: {error}");
            let help = "--update-baseline writes one with the findings of today";
            Problem::error("baseline/unreadable", &shown, message).with_help(help)
        })?;
        let broken = |message: String| {
            Box::new(
                Problem::error("baseline/broken", &shown, message)
                    .with_help("--update-baseline writes it anew"),
            )
        };
        let file: File =
            serde_json::from_str(&text).map_err(|error| broken(format!("this is no baseline: {error}")))?;
        if file.version != VERSION {
            return Err(broken(format!("its version is {}, and klopt knows {VERSION}", file.version)));
        }
        let entries = file.findings.into_iter().map(|entry| (entry.fingerprint.clone(), entry)).collect();
        Ok(Self { path: shown, entries })
    }

    /// Takes known findings out, and says how many; entries that no longer occur are told if `whole`:
    /// if all articles were read that they may be about.
    pub(super) fn filter(
        &self,
        findings: &mut Vec<Finding>,
        whole: bool,
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
        let gone = self.entries.values().filter(|entry| whole && !seen.contains(&entry.fingerprint));
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
