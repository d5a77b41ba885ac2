//! `klopt.yaml`: what holds for a newsroom's articles. Its text comes in, options go out; the disk
//! is not touched here.

mod accept;
mod names;
mod policy;
mod rates;
mod read;

use std::sync::Arc;

pub use accept::accept;
pub use names::{Named, unknown_in_remarks};
pub use policy::{Policed, Telling};
pub use rates::read_rates;
pub use read::{KEYS, SELECTS, read};

use crate::finding::Severity;
use crate::text::SourceSpan;

/// The name of the file.
pub const FILE: &str = "klopt.yaml";

/// A value and the line of the file that sets it, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set<T> {
    /// The value.
    pub value: T,
    /// The line.
    pub line: usize,
}

/// A configuration. Paths in it count from the folder of its file.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// The file, as it is shown.
    pub path: String,
    /// Its text.
    pub text: Arc<str>,
    /// The articles to read where none are named.
    pub paths: Option<Set<Vec<String>>>,
    /// Which articles to leave out, in the patterns of `.gitignore`.
    pub exclude: Option<Set<Vec<String>>>,
    /// The folders of rules on top of the shipped ones.
    pub rules: Option<Set<Vec<String>>>,
    /// The language of all articles.
    pub language: Option<Set<String>>,
    /// The country of publication.
    pub country: Option<Set<String>>,
    /// The language of messages.
    pub ui_language: Option<Set<String>>,
    /// From which severity on a check fails.
    pub fail_on: Option<Set<Severity>>,
    /// Below which severity findings are left out.
    pub min_severity: Option<Set<Severity>>,
    /// The file of findings that are known.
    pub baseline: Option<Set<String>>,
    /// The archive's file.
    pub archive: Option<Set<String>>,
    /// The table of exchange rates.
    pub rates: Option<Set<String>>,
    /// Other severities than the rules say; the last that fits a finding wins.
    pub severities: Vec<SeverityRule>,
    /// Findings that are accepted.
    pub accepted: Vec<Accepted>,
    /// The rules and metrics that it names.
    pub named: Vec<Named>,
}

/// Which findings are meant: those that fit all that is given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// The rule, or `figure/*`.
    pub rule: Option<String>,
    /// The metric, or `aid-*`.
    pub metric: Option<String>,
    /// The article's path, in the patterns of `.gitignore`.
    pub path: Option<String>,
    /// The publication.
    pub source: Option<String>,
    /// The finding's fingerprint.
    pub fingerprint: Option<String>,
}

/// A severity for some findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeverityRule {
    /// Which.
    pub of: Selection,
    /// How grave they are.
    pub severity: Severity,
    /// The line that says so.
    pub line: usize,
}

/// Findings that somebody accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Which.
    pub of: Selection,
    /// Why.
    pub reason: String,
    /// Where that stands.
    pub place: SourceSpan,
}
