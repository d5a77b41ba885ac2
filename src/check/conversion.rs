//! Amounts that an article converts, against the rates that the newsroom goes by.

use std::collections::BTreeSet;

use crate::claim::{Observation, ObservationKind};
use crate::rules::RuleSet;
use crate::value::{Bound, Date, Decimal, Figure, Interval, Relation, Rounding};

/// A conversion that no rate of the year before its article gives.
pub(super) struct Wrong {
    /// What the amount comes to at the last rate before the article.
    pub(super) actual: Figure,
    /// The day of the article.
    pub(super) day: Date,
}

/// How far a converted amount may lie from what the rates make of it, as a part of it: banks and agencies go by rates
/// that differ a little.
fn tolerance(amount: Decimal) -> Decimal {
    amount.abs() * Decimal::new(2, 2)
}

/// What is wrong with the conversion that was observed; none where it may be right, where the rates are not known, or
/// where it is no conversion.
pub(super) fn wrong(observation: &Observation, rules: &RuleSet) -> Option<Wrong> {
    let ObservationKind::Conversion { amount, given } = &observation.kind else { return None };
    let rates = &rules.rates;
    let (from, to) = (amount.unit.as_deref()?, given.unit.as_deref()?);
    let published = observation.publication.published?;
    let days = (published.from?, published.to?);
    let fits = |pair: (&str, &str)| {
        let worth = rates.convert(&amount.interval(Rounding::Rounded), pair, days)?;
        let wide = |b: Bound, out: Decimal| Bound {
            at: b.at.map(|at| at.checked_add(out * tolerance(at)).unwrap_or(at)),
            ..b
        };
        let allowed = Interval { low: wide(worth.low, -Decimal::ONE), high: wide(worth.high, Decimal::ONE) };
        Some(given.interval(Rounding::Rounded).relation(&allowed) != Relation::Disjoint)
    };
    // A bare dollar may be another than the one that is assumed.
    let [from_any, to_any] = [(amount, from), (given, to)].map(|(figure, code)| {
        if figure.assumed { rules.recogniser.alike(code) } else { BTreeSet::from([code]) }
    });
    let mut pairs = from_any.iter().flat_map(|a| to_any.iter().map(move |b| (*a, *b)));
    if fits((from, to))? || pairs.any(|pair| fits(pair).unwrap_or(false)) {
        return None;
    }
    let rate = rates.on(from, to, days.1)?;
    let stated =
        amount.nominal.or_else(|| amount.low?.checked_add(amount.high?)?.checked_div(Decimal::TWO))?;
    let actual = stated.checked_mul(rate)?.round_sf(3)?.normalize();
    Some(Wrong { actual: Figure::bare(given.quantity, actual, Decimal::ONE).in_unit_of(given), day: days.1 })
}
