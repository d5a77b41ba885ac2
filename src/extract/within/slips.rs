//! Figures that slide from one thing to another on their way through an article.

use super::{Fact, Seen, fact};
use crate::claim::{Claim, ClaimValue, ObservationKind};
use crate::value::{Decimal, Figure, Quantity};

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
    let mut told: Vec<(Fact<'_>, Fact<'_>)> = Vec::new();
    for (i, b) in claims.iter().enumerate() {
        let (Some(value), Some(about)) = (percent(b), fact(b)) else { continue };
        for a in claims.iter().take(i) {
            let Some(other) = fact(a).filter(|f| *f != about && f.1 == about.1) else { continue };
            let apart = a.place.sentence != b.place.sentence && one_voice(a, b) && percent(a) == Some(value);
            if !apart || told.contains(&(other, about)) || told.contains(&(about, other)) {
                continue;
            }
            told.push((other, about));
            let of = |f: Fact<'_>| claims.iter().filter(|c| fact(c) == Some(f)).count();
            let (odd, main) = if of(about) <= of(other) { (b, a) } else { (a, b) };
            let Some(figure) = figure(odd) else { continue };
            let kind = ObservationKind::MetricSlip {
                figure: figure.clone(),
                metric: odd.metric.clone(),
                other: main.metric.clone(),
            };
            out.push((kind, vec![odd.place.clone(), main.place.clone()]));
        }
    }
    out
}

fn percent(claim: &Claim) -> Option<Decimal> {
    figure(claim).filter(|f| f.quantity == Quantity::Percent).and_then(|f| f.nominal)
}

/// The same digits for one fact in another currency, or a thousand times as much.
pub(super) fn units(claims: &[Claim]) -> Vec<Seen> {
    let mut out: Vec<Seen> = Vec::new();
    for (i, b) in claims.iter().enumerate() {
        let Some(later) = figure(b) else { continue };
        let same = |a: &&Claim| {
            let fact =
                a.metric == b.metric && a.subject.is_some() && a.subject == b.subject && a.scope == b.scope;
            fact && a.status == b.status && a.period == b.period && one_voice(a, b)
        };
        let slip = claims.iter().take(i).filter(same).find_map(|a| Some((a, slip(figure(a)?, a, later, b)?)));
        if let Some((a, kind)) = slip {
            out.push((kind, vec![b.place.clone(), a.place.clone()]));
        }
    }
    out
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
    let steps = [Decimal::ONE_THOUSAND, Decimal::from(1_000_000)];
    let big = low >= Decimal::from(100_000) && first.unit == later.unit && first.quantity == later.quantity;
    (big && steps.contains(&times))
        .then(|| ObservationKind::MagnitudeSlip { figure: later.clone(), other: first.clone() })
}

/// Whether a claim gives the other figure as a conversion of its own.
fn converts(claim: &Claim, other: &Figure) -> bool {
    matches!(&claim.value, ClaimValue::Figure(f) if f.converted.iter().any(|c| c == other))
}
