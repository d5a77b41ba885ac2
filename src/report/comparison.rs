//! Two claims beside each other.

use std::io;

use serde::Serialize;

use super::places::PlaceJson;
use super::table::value_text;
use super::{Words, crop};
use crate::claim::{Claim, Comparison, Hindrance};

/// Writes both claims, and what keeps them from being compared or what judging says of them.
///
/// # Errors
/// Fails where `out` does.
pub fn write_comparison(out: &mut dyn io::Write, comparison: &Comparison, words: Words) -> io::Result<()> {
    for (claim, interval) in comparison.claims.iter().zip(&comparison.intervals) {
        let Claim { place, metric, publication, .. } = claim;
        let quote = crop::clean(&place.quote);
        writeln!(out, "{}:{}:{}  “{quote}”", publication.path, place.line, place.column)?;
        let scope: Vec<String> =
            claim.scope.iter().map(|(k, v)| format!("{k}={}", v.as_deref().unwrap_or("?"))).collect();
        let about = [vec![claim.subject.as_deref().unwrap_or("?").to_owned()], scope].concat().join(", ");
        writeln!(out, "  {metric} ({about}) = {}  {interval}", value_text(&claim.value))?;
        writeln!(
            out,
            "  {}, {}, {}",
            claim.status.word(),
            claim.speaker.as_deref().unwrap_or(words.own_voice()),
            publication.published.map_or_else(|| words.undated().to_owned(), |p| p.iso())
        )?;
    }
    if comparison.hindrances.is_empty() {
        writeln!(out, "{} {}", words.compared(), words.relation(comparison.relation))?;
    } else {
        writeln!(out, "{}", words.not_compared())?;
        for hindrance in &comparison.hindrances {
            writeln!(out, "  - {}", words.hindrance(hindrance))?;
        }
    }
    if comparison.verdicts.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}: {}", words.verdict_step(), comparison.verdicts.join(", "))
}

#[derive(Serialize)]
struct ComparisonJson<'a> {
    claims: Vec<SideJson<'a>>,
    compared: bool,
    hindrances: Vec<HindranceJson<'a>>,
    relation: &'a str,
    verdicts: &'a [&'static str],
}

#[derive(Serialize)]
struct SideJson<'a> {
    place: PlaceJson<'a>,
    claim: &'a str,
    metric: &'a str,
    interval: &'a str,
}

#[derive(Serialize)]
struct HindranceJson<'a> {
    what: &'a str,
    slot: Option<&'a str>,
}

/// Writes the same as one JSON object.
///
/// # Errors
/// Fails where `out` does.
pub fn write_comparison_json(out: &mut dyn io::Write, comparison: &Comparison) -> io::Result<()> {
    let sides = comparison.claims.iter().zip(&comparison.intervals).map(|(claim, interval)| SideJson {
        place: PlaceJson::new(&claim.publication.path, &claim.place),
        claim: &claim.id,
        metric: &claim.metric,
        interval,
    });
    let hindrances = comparison.hindrances.iter().map(|h| HindranceJson {
        what: h.word(),
        slot: match h {
            Hindrance::Scope(slot) | Hindrance::ScopeUnknown(slot) => Some(slot),
            _ => None,
        },
    });
    let object = ComparisonJson {
        claims: sides.collect(),
        compared: comparison.hindrances.is_empty(),
        hindrances: hindrances.collect(),
        relation: comparison.relation,
        verdicts: &comparison.verdicts,
    };
    serde_json::to_writer_pretty(&mut *out, &object)?;
    writeln!(out)
}
