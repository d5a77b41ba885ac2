//! What became of an article's claims between two versions, and what that does to the findings.

use std::io;

use serde::Serialize;

use super::{Layout, Words, claims, crop, json, page};
use crate::claim::{Certainty, Claim, Part};
use crate::finding::{ArticleView, Finding};

/// A claim of one of the versions, with its words.
#[derive(Debug, Clone)]
pub struct ClaimWords<'a> {
    /// The claim.
    pub claim: &'a Claim,
    /// What it is about: `Defence spending target · NATO · whole`.
    pub about: String,
    /// Its subject; none is unknown.
    pub subject: Option<String>,
    /// Its scope.
    pub scope: String,
    /// Its value.
    pub value: String,
    /// Who says so; none is the article's own voice.
    pub speaker: Option<String>,
}

/// What became of a claim.
#[derive(Debug, Clone)]
pub enum ClaimChange<'a> {
    /// It is new.
    Came(ClaimWords<'a>),
    /// It is no longer made.
    Went(ClaimWords<'a>),
    /// It is made otherwise.
    Changed(Box<(ClaimWords<'a>, ClaimWords<'a>, Vec<Part>)>),
}

/// What became of the claims of one article.
#[derive(Debug, Clone)]
pub struct ArticleChange<'a> {
    /// What the old version is called, and how it is shown; none if there is none.
    pub old: Option<(String, &'a ArticleView)>,
    /// The same of the new version.
    pub new: Option<(String, &'a ArticleView)>,
    /// The claims that came, went and changed.
    pub changes: Vec<ClaimChange<'a>>,
    /// How many are as they were.
    pub same: usize,
}

/// What changed between two versions.
#[derive(Debug, Clone)]
pub struct DifferenceReport<'a> {
    /// By article.
    pub articles: Vec<ArticleChange<'a>>,
    /// The findings that the new version brings, and the articles that they count by.
    pub came: (Vec<&'a Finding>, &'a [ArticleView]),
    /// The findings that are gone with the old one, and their articles.
    pub went: (Vec<&'a Finding>, &'a [ArticleView]),
    /// How many findings there were and are.
    pub stayed: usize,
}

/// Writes it for people.
///
/// # Errors
/// Fails where `out` does.
pub fn write_difference(
    out: &mut dyn io::Write,
    report: &DifferenceReport<'_>,
    words: Words,
    layout: Layout,
) -> io::Result<()> {
    for article in &report.articles {
        write_article_change(out, article, words, layout)?;
    }
    let sides = [
        (&report.came, words.findings_came(), Mark::Came),
        (&report.went, words.findings_went(), Mark::Went),
    ];
    for ((findings, articles), title, mark) in sides {
        if findings.is_empty() {
            continue;
        }
        writeln!(out, "{}", mark.paint(title, layout))?;
        for finding in findings {
            let Some(article) = articles.get(finding.primary.article) else { continue };
            let place =
                format!("{}:{}:{}", crop::clean(&article.path), finding.primary.line, finding.primary.column);
            let severity = words.severity(finding.severity);
            writeln!(out, "  {place}: {severity}[{}] {}", finding.rule, crop::clean(&finding.message))?;
        }
    }
    writeln!(out, "{}", words.findings_changed([report.came.0.len(), report.went.0.len(), report.stayed]))
}

/// Writes what became of the claims of one article.
///
/// # Errors
/// Fails where `out` does.
pub fn write_article_change(
    out: &mut dyn io::Write,
    article: &ArticleChange<'_>,
    words: Words,
    layout: Layout,
) -> io::Result<()> {
    let name = |side: &Option<(String, &ArticleView)>| {
        side.as_ref().map_or_else(|| words.nothing_there().to_owned(), |(name, _)| crop::clean(name))
    };
    writeln!(out, "{} → {}", name(&article.old), name(&article.new))?;
    let (mut came, mut went, mut changed) = (0, 0, 0);
    let sentence = |side: &str, view: &ArticleView, claim: &Claim| {
        let place = format!("{}:{}", claim.place.line, claim.place.column);
        let text = page::readable(view, claim.place.sentence);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        crop::head(&format!("             {side} {place:<7} {text}"), layout.columns())
    };
    let mut lines = Vec::new();
    for change in &article.changes {
        match change {
            ClaimChange::Came(claim) => {
                came += 1;
                lines.push((
                    Mark::Came,
                    format!("{}: {}", claim.about, said(claim, words)),
                    vec![(NEW, claim)],
                ));
            }
            ClaimChange::Went(claim) => {
                went += 1;
                lines.push((
                    Mark::Went,
                    format!("{}: {}", claim.about, said(claim, words)),
                    vec![(OLD, claim)],
                ));
            }
            ClaimChange::Changed(change) => {
                let (old, new, parts) = &**change;
                changed += 1;
                let parts: Vec<String> = parts.iter().map(|p| differs(*p, old, new, words)).collect();
                lines.push((
                    Mark::Changed,
                    format!("{}: {}", new.about, parts.join("; ")),
                    vec![(OLD, old), (NEW, new)],
                ));
            }
        }
    }
    for (mark, text, sides) in lines {
        let kind = format!("{:<9}", words.change(mark));
        writeln!(out, "  {} {}", mark.paint(&kind, layout), crop::clean(&text))?;
        for (new, claim) in sides {
            let view = if new { &article.new } else { &article.old };
            if let Some((_, view)) = view {
                writeln!(out, "{}", sentence(words.version(new), view, claim.claim))?;
            }
        }
    }
    writeln!(out, "  {}\n", words.claims_changed([changed, came, went, article.same]))
}

const OLD: bool = false;
const NEW: bool = true;

/// What a claim says, in short.
fn said(claim: &ClaimWords<'_>, words: Words) -> String {
    let mut out = claim.value.clone();
    let mut put = |text: &str| {
        out.push_str(", ");
        out.push_str(text);
    };
    put(words.sense(claim.claim.status));
    if claim.claim.negated {
        put(words.denied_word());
    }
    if let Some(speaker) = &claim.speaker {
        put(speaker);
    }
    out
}

/// A part of a claim before and after.
fn differs(part: Part, old: &ClaimWords<'_>, new: &ClaimWords<'_>, words: Words) -> String {
    let of = |claim: &ClaimWords<'_>| match part {
        Part::Subject => claim.subject.clone().unwrap_or_else(|| "?".to_owned()),
        Part::Scope => claim.scope.clone(),
        Part::Value => claim.value.clone(),
        Part::Status => words.sense(claim.claim.status).to_owned(),
        Part::Speaker => claim.speaker.clone().unwrap_or_else(|| words.own_voice().to_owned()),
        Part::Certainty => words.certainty(claim.claim.certainty == Certainty::Hedged).to_owned(),
        Part::Negated => words.denied(claim.claim.negated).to_owned(),
        Part::Period => claim.claim.period.iso(),
    };
    format!("{} {} → {}", words.part(part), of(old), of(new))
}

/// What became of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Came,
    Went,
    Changed,
}

impl Mark {
    fn paint(self, text: &str, layout: Layout) -> String {
        let color = match self {
            Self::Came => "32",
            Self::Went => "31",
            Self::Changed => "33",
        };
        if layout.color { format!("\x1b[{color}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

#[derive(Serialize)]
struct ReportJson<'a> {
    articles: Vec<ArticleJson<'a>>,
    findings: FindingsJson<'a>,
}

#[derive(Serialize)]
struct ArticleJson<'a> {
    old: Option<VersionJson<'a>>,
    new: Option<VersionJson<'a>>,
    same: usize,
    came: Vec<serde_json::Value>,
    went: Vec<serde_json::Value>,
    changed: Vec<ChangedJson>,
}

#[derive(Serialize)]
struct VersionJson<'a> {
    name: &'a str,
    article: &'a str,
    published: Option<&'a str>,
}

#[derive(Serialize)]
struct ChangedJson {
    parts: Vec<Part>,
    old: serde_json::Value,
    new: serde_json::Value,
}

#[derive(Serialize)]
struct FindingsJson<'a> {
    came: Vec<json::FindingJson<'a>>,
    went: Vec<json::FindingJson<'a>>,
    stayed: usize,
}

/// Writes it as one JSON object: claims as `extract` prints them, findings as `check` does.
///
/// # Errors
/// Fails where `out` does.
pub fn write_difference_json(out: &mut dyn io::Write, report: &DifferenceReport<'_>) -> io::Result<()> {
    let articles = report.articles.iter().map(article_json).collect::<io::Result<_>>()?;
    let object = ReportJson {
        articles,
        findings: FindingsJson {
            came: report.came.0.iter().map(|f| json::finding(f, report.came.1)).collect(),
            went: report.went.0.iter().map(|f| json::finding(f, report.went.1)).collect(),
            stayed: report.stayed,
        },
    };
    serde_json::to_writer_pretty(&mut *out, &object)?;
    writeln!(out)
}

fn article_json<'a>(article: &'a ArticleChange<'_>) -> io::Result<ArticleJson<'a>> {
    let version = |side: &'a Option<(String, &ArticleView)>| {
        let (name, view) = side.as_ref()?;
        Some(VersionJson { name, article: &view.id, published: view.published.as_deref() })
    };
    let mut out = ArticleJson {
        old: version(&article.old),
        new: version(&article.new),
        same: article.same,
        came: Vec::new(),
        went: Vec::new(),
        changed: Vec::new(),
    };
    for change in &article.changes {
        match change {
            ClaimChange::Came(claim) => out.came.push(claims::as_json(claim.claim)?),
            ClaimChange::Went(claim) => out.went.push(claims::as_json(claim.claim)?),
            ClaimChange::Changed(change) => out.changed.push(ChangedJson {
                parts: change.2.clone(),
                old: claims::as_json(change.0.claim)?,
                new: claims::as_json(change.1.claim)?,
            }),
        }
    }
    Ok(out)
}
