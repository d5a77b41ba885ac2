//! An audit: every value that was printed for a fact, when, by whom, and what held when. Plain data, and a
//! file for each format.

mod chart;
mod csv;
pub(super) mod html;
mod json;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::claim::{Certainty, Status};
use crate::finding::{ArticleView, FactLabel, Finding};
use crate::text::SourceSpan;
use crate::value::{Date, Decimal, Interval};

pub use chart::write_audit_svg;
pub use csv::write_audit_csv;
pub use html::write_audit_html;
pub use json::write_audit_json;
pub(in crate::report) use json::{BasisJson, basis};
pub use table::write_audit_table;
pub(in crate::report) use table::write_basis;

/// What a report rests on, so that it can be made again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// klopt's version.
    pub klopt: String,
    /// The hash of the rule pack, in hexadecimal digits.
    pub rules: String,
    /// The archive's hash, if the report rests on one.
    pub archive: Option<String>,
    /// When the archive last changed before it was looked at, in RFC 3339.
    pub archived: Option<String>,
    /// The day of the report.
    pub day: Option<Date>,
    /// The last day of publication that counts, if not all do.
    pub published_until: Option<Date>,
    /// Whether the archive was begun after that day, so that it says what had been published and not what
    /// it held.
    pub before_archive: bool,
}

impl Basis {
    /// What a report of this klopt with these rules rests on, without an archive.
    #[must_use]
    pub fn new(rules: &str, day: Option<Date>) -> Self {
        Self {
            klopt: env!("CARGO_PKG_VERSION").to_owned(),
            rules: rules.to_owned(),
            archive: None,
            archived: None,
            day,
            published_until: None,
            before_archive: false,
        }
    }
}

/// An audit of the facts that were asked for.
#[derive(Debug, Clone)]
pub struct Audit {
    /// What it rests on.
    pub basis: Basis,
    /// The facts, in the order of their keys.
    pub facts: Vec<FactAudit>,
    /// The articles that places count by.
    pub articles: Vec<ArticleView>,
}

impl Audit {
    /// Holds the findings against a newsroom's policy, which gives back those that stand. Where none stands for a
    /// verdict on a row, its mark is taken off: who has accepted a figure, or wants to hear nothing of its kind, is
    /// not told of it again.
    pub fn police(&mut self, policy: impl FnOnce(Vec<Finding>, &[ArticleView]) -> Vec<Finding>) {
        let all: Vec<Finding> =
            self.facts.iter_mut().flat_map(|fact| std::mem::take(&mut fact.findings)).collect();
        let verdict = |finding: &Finding| Some((finding.primary.claim.clone()?, finding.verdict));
        let found: BTreeSet<_> = all.iter().filter_map(verdict).collect();
        let left = policy(all, &self.articles);
        let stands: BTreeSet<_> = left.iter().filter_map(verdict).collect();
        let mut of_fact: BTreeMap<FactLabel, Vec<Finding>> = BTreeMap::new();
        for finding in left {
            if let Some(fact) = &finding.fact {
                of_fact.entry(fact.clone()).or_default().push(finding);
            }
        }
        for fact in &mut self.facts {
            fact.findings = of_fact.remove(&fact.fact).unwrap_or_default();
            for row in &mut fact.rows {
                let of = |set: &BTreeSet<(Arc<str>, &str)>, mark: &'static str| {
                    row.places.iter().any(|place| set.contains(&(place.claim.clone(), mark)))
                };
                row.marks.retain(|mark| !of(&found, mark) || of(&stands, mark));
            }
        }
    }
}

/// What was printed for one fact.
#[derive(Debug, Clone)]
pub struct FactAudit {
    /// The fact.
    pub fact: FactLabel,
    /// What is measured, in words.
    pub title: String,
    /// Of whom, in words.
    pub subject: String,
    /// What else tells the fact apart, in words: slot and value.
    pub scope: Vec<(String, String)>,
    /// The rows, by time.
    pub rows: Vec<Row>,
    /// The findings on it.
    pub findings: Vec<Finding>,
    /// How many claims the fact has in all; more than the places of the rows where they are a sample.
    pub claims: usize,
}

/// What a row's value counts, so that only like is drawn on one axis.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Axis {
    /// A figure, in a unit: ISO 4217, UCUM, `%`; none for counts.
    Figure(Option<Arc<str>>),
    /// A date or a window: days since 1 January 1970.
    Date,
    /// A length of time: days.
    Duration,
}

/// A value that was printed within one stretch of time.
#[derive(Debug, Clone)]
pub struct Row {
    /// The first and the last day; none where its articles are undated.
    pub days: Option<(Date, Date)>,
    /// The value in words.
    pub value: String,
    /// What it counts.
    pub axis: Axis,
    /// What the value may be.
    pub interval: Interval,
    /// The number that is written.
    pub nominal: Option<Decimal>,
    /// In what sense.
    pub status: Status,
    /// Who says so, in words; none is the article's own voice.
    pub speaker: Option<String>,
    /// How firmly.
    pub certainty: Certainty,
    /// Whether it is denied.
    pub negated: bool,
    /// How many independent articles print it.
    pub families: usize,
    /// What judging says of it: `changes`, `conflicts`, `stale`.
    pub marks: Vec<&'static str>,
    /// Where it stands.
    pub places: Vec<Spot>,
}

/// Where a value stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The index of the article.
    pub article: usize,
    /// The claim's id.
    pub claim: Arc<str>,
    /// The figure, in the file.
    pub span: SourceSpan,
    /// The sentence around it, in the file.
    pub sentence: SourceSpan,
    /// Where in what spans count in the title of a JSON line begins, if it stands there.
    pub in_title: Option<usize>,
    /// The line, from 1.
    pub line: usize,
    /// The column in code points, from 1.
    pub column: usize,
    /// The figure as a reader reads it.
    pub quote: Arc<str>,
}

/// What marks mean to a reader's eye.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    /// Nothing is the matter.
    Calm,
    /// A new value.
    Change,
    /// Worth knowing: a dispute, a forecast that has passed.
    Note,
    /// Something that no longer holds.
    Stale,
    /// Something that contradicts.
    Wrong,
}

impl Row {
    fn weight(&self) -> Weight {
        self.marks.iter().map(|m| weight(m)).max().unwrap_or(Weight::Calm)
    }

    /// Whether an end is soft or open, so that the value is more than a point.
    fn is_hedged(&self) -> bool {
        let soft = |d: Decimal| !d.is_zero();
        let ends = self.interval.low.at.is_none() || self.interval.high.at.is_none();
        ends || soft(self.interval.low.give) || soft(self.interval.high.give)
    }
}

/// What a verdict's word means to a reader's eye.
fn weight(mark: &str) -> Weight {
    match mark {
        "changes" | "moves" | "revises" => Weight::Change,
        "stale" | "repeats" | "corrected" | "retracted" => Weight::Stale,
        "conflicts" | "slips" | "decreases" | "unexpected" | "implausible" => Weight::Wrong,
        _ => Weight::Note,
    }
}

impl FactAudit {
    /// The axes that its rows are drawn on, those with the most rows first.
    fn axes(&self) -> Vec<&Axis> {
        let mut counts: BTreeMap<&Axis, usize> = BTreeMap::new();
        for row in &self.rows {
            *counts.entry(&row.axis).or_default() += 1;
        }
        let mut axes: Vec<(&Axis, usize)> = counts.into_iter().collect();
        axes.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        axes.into_iter().map(|(axis, _)| axis).collect()
    }
}
