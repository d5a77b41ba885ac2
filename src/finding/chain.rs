//! How a finding came about, from the words of the article to the rule: plain data.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

/// The steps from a mention to a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chain {
    /// The claim that the mention became.
    pub claim: ChainClaim,
    /// The fact that the claim is about, as its key reads.
    pub fact: String,
    /// The readings of the fact: first the claim's own, then what it stands against, then the others.
    pub readings: Vec<ChainReading>,
    /// How many readings there are besides.
    pub more: usize,
    /// The verdict on the claim's reading.
    pub verdict: ChainVerdict,
    /// The rule that made a finding of it.
    pub rule: Arc<str>,
}

/// A claim as a step of a chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChainClaim {
    /// Its id.
    pub id: Arc<str>,
    /// The words that its value is read from.
    pub mention: Arc<str>,
    /// The metric.
    pub metric: Arc<str>,
    /// The subject; none is unknown.
    pub subject: Option<Arc<str>>,
    /// The scope slots; none is unknown.
    pub scope: BTreeMap<Arc<str>, Option<Arc<str>>>,
    /// The pattern that found it.
    pub pattern: Arc<str>,
    /// What it speaks of, in ISO 8601.
    pub period: String,
    /// When its article was published; none where nothing dates it.
    pub published: Option<String>,
}

/// How a reading is part of a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChainRole {
    /// The verdict is about it.
    Own,
    /// The verdict holds it against the own one.
    Against,
    /// It is of the same fact.
    Other,
}

/// A reading as a step of a chain: claims that say the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChainReading {
    /// How it is part of the verdict.
    pub role: ChainRole,
    /// What the value may be: an interval of numbers, `[245, 255)`, or of days, `2027/2031`.
    pub interval: String,
    /// The unit; none for counts and dates.
    pub unit: Option<Arc<str>>,
    /// In what sense: `actual`, `target`, …
    pub status: &'static str,
    /// Who says so; none is the newsroom itself.
    pub speaker: Option<Arc<str>>,
    /// What of it keeps it from being compared, or from being sure: `denied`, `hedged`, `guess`, …
    pub but: Vec<&'static str>,
    /// How many independent articles carry it.
    pub articles: usize,
    /// Its first day and its last.
    pub days: Option<(String, String)>,
    /// Its first claims.
    pub claims: Vec<ChainPlace>,
    /// How many claims it has besides.
    pub more: usize,
}

/// Where a claim stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChainPlace {
    /// The file.
    pub path: Arc<str>,
    /// The line, from 1.
    pub line: usize,
    /// The column in code points, from 1.
    pub column: usize,
    /// The words.
    pub quote: Arc<str>,
    /// When it was published.
    pub published: Option<String>,
    /// The claim's id.
    pub claim: Arc<str>,
}

/// A verdict as a step of a chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChainVerdict {
    /// Its word.
    pub kind: &'static str,
    /// How many independent articles stand against the claim's reading.
    pub articles: usize,
    /// Whether neither side has a majority.
    pub tie: bool,
}
