//! Findings, claims and problems as text: one file a format. A renderer decides nothing;
//! it shows what it is given, in the order in which it is given.
//!
//! Spans are bytes all the way; each format converts them to its own unit here.

mod audit;
mod chain;
mod checkstyle;
mod claims;
mod columns;
mod comparison;
mod coverage;
mod crop;
mod csv;
mod diagnostic;
mod difference;
mod explanation;
mod github;
mod gitlab;
mod html;
mod human;
mod indexed;
mod json;
mod junit;
mod listing;
mod markdown;
mod mentions;
mod page;
mod places;
mod rdjson;
mod rule_page;
mod sarif;
mod short;
mod snippet;
mod table;
mod underline;
mod words;

pub use audit::{
    Audit, Axis, Basis, FactAudit, Row, Spot, write_audit_csv, write_audit_html, write_audit_json,
    write_audit_svg, write_audit_table,
};
pub use checkstyle::write_checkstyle;
pub use claims::write_jsonl;
pub use comparison::{write_comparison, write_comparison_json};
pub use coverage::{write_coverage, write_coverage_json};
pub use csv::write_csv;
pub use difference::{
    ArticleChange, ClaimChange, ClaimWords, DifferenceReport, write_article_change, write_difference,
    write_difference_json,
};
pub use explanation::{write_explanations, write_explanations_json};
pub use github::write_github;
pub use gitlab::write_gitlab;
pub use html::write_html;
pub use human::{write_findings, write_problems, write_summary};
pub use json::{write_finding_lines, write_json};
pub use junit::write_junit;
pub use listing::{write_listing, write_words};
pub use markdown::write_markdown;
pub use mentions::write_mentions;
pub use rdjson::write_rdjson;
pub use rule_page::{PageArticle, RulePage, write_rule_page};
pub use sarif::write_sarif;
pub use short::write_short;
pub use table::write_table;
pub use underline::write_underlined;
pub use words::Words;

use std::collections::BTreeMap;

use crate::finding::{ArticleView, Chain, Finding, Problem, RuleView, Severity};

/// How text for people is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// The width in columns of the terminal; taken as at least [`Layout::NARROWEST`].
    pub width: usize,
    /// Whether to colour it with ANSI escapes.
    pub color: bool,
    /// Whether to draw with box characters; else with ASCII.
    pub boxes: bool,
}

impl Layout {
    /// Below this many columns nothing is laid out any narrower.
    pub const NARROWEST: usize = 40;

    /// The width to lay out for.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.width.max(Self::NARROWEST)
    }
}

/// What a check came to.
#[derive(Debug, Clone, Copy, Default)]
pub struct CheckReport<'a> {
    /// The articles that were read, and behind them those that findings cite; labels count by these.
    pub articles: &'a [ArticleView],
    /// How many of the articles are only cited.
    pub cited: usize,
    /// How many claims they make.
    pub claims: usize,
    /// The findings, in the order in which to show them.
    pub findings: &'a [Finding],
    /// The findings that are counted and not shown, for want of room.
    pub cut: &'a [Finding],
    /// The rules that were in force.
    pub rules: &'a [RuleView],
    /// What could not be read.
    pub problems: &'a [Problem],
    /// How the findings came about, by their fingerprints, where that is asked for.
    pub chains: Option<&'a BTreeMap<String, Chain>>,
    /// What the report rests on, for formats that say so.
    pub basis: Option<&'a Basis>,
}

impl<'a> CheckReport<'a> {
    /// How many more findings there are than are shown.
    #[must_use]
    pub const fn more(&self) -> usize {
        self.cut.len()
    }

    /// How many findings of a severity there are, shown or not.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().chain(self.cut).filter(|f| f.severity == severity).count()
    }

    /// How a finding came about, where that is asked for and it rests on a verdict.
    #[must_use]
    pub fn chain(&self, finding: &Finding) -> Option<&'a Chain> {
        self.chains?.get(&finding.fingerprint)
    }

    /// The articles that were read.
    #[must_use]
    pub fn read(&self) -> &'a [ArticleView] {
        self.articles.get(..self.articles.len().saturating_sub(self.cited)).unwrap_or_default()
    }
}

#[cfg(test)]
#[path = "machine_tests.rs"]
mod tests;
