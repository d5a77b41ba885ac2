//! `forecast`: a value belongs to its speaker and its moment.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::classes::{Classes, NONE};
use super::lane::Lane;
use super::{Verdict, VerdictKind};
use crate::claim::day_number;
use crate::graph::{ValueKind, Voice};

/// The verdicts of a lane of forecasts.
pub(super) fn judge<'r>(lane: &Lane<'r>, classes: &Classes<'r>, as_of: Date) -> Vec<Verdict> {
    let mut out = expired(lane, as_of);
    let mut voices: BTreeMap<&Voice, Vec<usize>> = BTreeMap::new();
    for (at, entry) in lane.entries.iter().enumerate() {
        voices.entry(entry.voice()).or_default().push(at);
    }
    let strongest = classes.all.iter().enumerate().max_by_key(|(i, c)| (c.families(), Reverse(*i)));
    for (voice, places) in voices {
        // Those who are not named are not one, so each of them is judged alone.
        let groups = if *voice == Voice::Unnamed { places.chunks(1) } else { places.chunks(places.len()) };
        for own in groups {
            out.extend(revised(lane, own));
            let agrees = |at: &usize| classes.of.get(*at).copied().is_none_or(|c| c == NONE);
            let first = own.first().copied().unwrap_or(0);
            if let Some((strong, held)) = strongest
                && own.iter().all(|at| !agrees(at) && classes.of.get(*at) != Some(&strong))
                && (held.families() > 1 || held.entries.first().is_some_and(|i| *i < first))
            {
                out.extend(classes.verdict(lane, (first, VerdictKind::Disputes), (strong, 0)));
            }
        }
    }
    out
}

/// Where one voice names another value than before. What it says once, against what it says at least twice,
/// also afterwards, is a slip: that alone is told.
fn revised(lane: &Lane<'_>, places: &[usize]) -> Vec<Verdict> {
    let entries = places.iter().filter_map(|i| lane.entry(*i)).cloned().collect();
    let own = Lane { key: lane.key.clone(), entries };
    let classes = Classes::of(&own);
    let mut out = Vec::new();
    let mut before: Option<usize> = None;
    for (at, &class) in classes.of.iter().enumerate() {
        if class == NONE {
            continue;
        }
        if let Some(usual) = slip(&classes, class, at) {
            out.extend(classes.verdict(&own, (at, VerdictKind::Revises), (usual, 0)));
            continue;
        }
        if let Some(old) = before.replace(class).filter(|b| *b != class) {
            out.extend(classes.verdict(&own, (at, VerdictKind::Revises), (old, 0)));
        }
    }
    out
}

/// The class that a voice names otherwise, where it names `class` once and no third one, and afterwards that
/// other one again.
fn slip(classes: &Classes<'_>, class: usize, at: usize) -> Option<usize> {
    let own = classes.get(class).filter(|c| c.entries.len() == 1)?;
    let usual = usize::from(class == 0);
    let other = classes.get(usual).filter(|_| classes.all.len() == 2)?;
    let again = other.entries.last().is_some_and(|last| *last > at);
    (own.entries.len() == 1 && other.entries.len() > 1 && again).then_some(usual)
}

/// The windows that had ended by the day of the report, each reading where it was last stated.
fn expired(lane: &Lane<'_>, as_of: Date) -> Vec<Verdict> {
    let today = day_number(as_of);
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for entry in lane.entries.iter().rev() {
        let ended = entry.key.kind == ValueKind::Date && entry.interval.high.at.is_some_and(|e| e < today);
        if ended && seen.insert(entry.reading) {
            out.push(entry.verdict(VerdictKind::Expired, None));
        }
    }
    out
}
