//! Figures that slide from one thing to another on their way through an article.

use std::collections::{BTreeMap, BTreeSet};

use super::{Fact, Seen, fact};
use crate::claim::{Claim, ClaimValue, ObservationKind, Scope, Status};
use crate::value::{Decimal, Figure, Period, Quantity};

fn figure(claim: &Claim) -> Option<&Figure> {
    match &claim.value {
        ClaimValue::Figure(f) => Some(&f.figure).filter(|_| !claim.negated),
        ClaimValue::Date(_) | ClaimValue::Duration(_) => None,
    }
}

/// Whether one speaker, or a speaker and the article that tells of it, may say both.
fn one_voice(a: &Claim, b: &Claim) -> bool {
    a.speaker == b.speaker || a.speaker.is_none() || b.speaker.is_none()
}

/// A percentage of one thing that is elsewhere one of another: 400 % more capacity, 400 % more spending. It is
/// told once for each two facts, at the one that the article states less often, or later.
pub(super) fn metrics(claims: &[Claim]) -> Vec<Seen> {
    let mut out: Vec<Seen> = Vec::new();
    let mut told: BTreeSet<[Fact<'_>; 2]> = BTreeSet::new();
    let mut stated: BTreeMap<Fact<'_>, usize> = BTreeMap::new();
    for fact in claims.iter().filter_map(fact) {
        *stated.entry(fact).or_default() += 1;
    }
    // Of those who give a subject one percentage the first claim of each fact and speaker: no other says more.
    let mut earlier: BTreeMap<(&str, Decimal), Vec<&Claim>> = BTreeMap::new();
    for b in claims {
        let (Some(value), Some(about)) = (percent(b), fact(b)) else { continue };
        let before = earlier.entry((about.1, value)).or_default();
        for a in before.iter().copied() {
            let Some(other) = fact(a).filter(|f| *f != about) else { continue };
            let apart = a.place.sentence != b.place.sentence && one_voice(a, b);
            if !apart || !told.insert([about.min(other), about.max(other)]) {
                continue;
            }
            let of = |f: &Fact<'_>| stated.get(f).copied().unwrap_or(0);
            let (odd, main) = if of(&about) <= of(&other) { (b, a) } else { (a, b) };
            let Some(figure) = figure(odd) else { continue };
            let kind = ObservationKind::MetricSlip {
                figure: figure.clone(),
                metric: odd.metric.clone(),
                other: main.metric.clone(),
            };
            out.push((kind, vec![odd.place.clone(), main.place.clone()]));
        }
        if !before.iter().any(|a| fact(a) == Some(about) && a.speaker == b.speaker) {
            before.push(b);
        }
    }
    out
}

fn percent(claim: &Claim) -> Option<Decimal> {
    figure(claim).filter(|f| f.quantity == Quantity::Percent).and_then(|f| f.nominal)
}

/// What claims have in common whose figures can only differ by a slip.
type Same<'c> = (&'c str, &'c str, &'c Scope, Status, Period);

/// The same digits for one fact in another currency, or a thousand times as much.
pub(super) fn units(claims: &[Claim]) -> Vec<Seen> {
    let mut out: Vec<Seen> = Vec::new();
    // By fact and number the claims so far, of those that say the same in one voice the first.
    let mut earlier: BTreeMap<(Same<'_>, Decimal), Vec<(usize, &Claim)>> = BTreeMap::new();
    for (i, b) in claims.iter().enumerate() {
        let known = b.subject.as_deref().filter(|_| !b.grounds.guess_subject());
        let (Some(later), Some(subject)) = (figure(b), known) else { continue };
        let Some(number) = later.nominal else { continue };
        let same = (&*b.metric, subject, &b.scope, b.status, b.period);
        let near = apart(number).filter_map(|n| earlier.get(&(same, n))).flatten();
        let slips = near.filter(|(_, a)| one_voice(a, b)).filter_map(|(i, a)| {
            let kind = slip(figure(a)?, a, later, b)?;
            Some((i, a, kind))
        });
        if let Some((_, a, kind)) = slips.min_by_key(|(i, ..)| *i) {
            out.push((kind, vec![b.place.clone(), a.place.clone()]));
        }
        let known = earlier.entry((same, number)).or_default();
        if !known.iter().any(|(_, a)| a.speaker == b.speaker && a.value == b.value) {
            known.push((i, b));
        }
    }
    out
}

/// The factors by which a magnitude slips.
const STEPS: [Decimal; 2] = [Decimal::ONE_THOUSAND, Decimal::from_parts(1_000_000, 0, 0, false, 0)];

/// A number and those that it may be a slip of.
fn apart(number: Decimal) -> impl Iterator<Item = Decimal> {
    let either = move |step: Decimal| [number.checked_mul(step), number.checked_div(step)];
    std::iter::once(number).chain(STEPS.into_iter().flat_map(either).flatten())
}

fn slip(first: &Figure, a: &Claim, later: &Figure, b: &Claim) -> Option<ObservationKind> {
    let (x, y) = (first.nominal?, later.nominal?);
    let money = first.quantity == Quantity::Money && later.quantity == Quantity::Money;
    // Which dollar a bare dollar is was assumed: it may be any.
    let dollars = |f: &Figure| f.unit.as_deref().is_some_and(|u| u.ends_with('D'));
    let unsure = (first.assumed || later.assumed) && dollars(first) && dollars(later);
    if money && x == y && first.unit != later.unit && !unsure {
        // `2,2 miljard dollar (1,9 miljard euro)` gives both with other digits; the same digits are a slip.
        let tied = converts(a, later) || converts(b, first);
        return (!tied).then(|| ObservationKind::UnitSlip { figure: later.clone(), other: first.clone() });
    }
    let (low, high) = (x.min(y), x.max(y));
    let times = high.checked_div(low)?;
    let big = low >= Decimal::from(100_000) && first.unit == later.unit && first.quantity == later.quantity;
    (big && STEPS.contains(&times))
        .then(|| ObservationKind::MagnitudeSlip { figure: later.clone(), other: first.clone() })
}

/// Whether a claim gives the other figure as a conversion of its own.
fn converts(claim: &Claim, other: &Figure) -> bool {
    matches!(&claim.value, ClaimValue::Figure(f) if f.converted.iter().any(|c| c == other))
}
