//! Amounts that an article gives in two currencies.

use super::super::conversions::{asides, converted};
use super::{At, Scene, Seen};
use crate::claim::ObservationKind;
use crate::value::Quantity;

/// Every amount that the sentence converts, with what it converts it to. Whether that is right depends on the rates
/// that whoever checks it goes by.
pub(super) fn conversions(scene: Scene<'_>) -> Vec<Seen> {
    let figures: Vec<At<'_>> = scene.figures().filter(|f| f.figure.quantity == Quantity::Money).collect();
    let mut out = Vec::new();
    for (number, own) in figures.iter().enumerate() {
        let bracket = asides(scene.article, scene.sentence, own.at);
        let mut others: Vec<At<'_>> = bracket.map(|(span, figure)| At { at: own.at, span, figure }).collect();
        if others.is_empty() && !converted(scene.article, own.figure, scene.sentence, own.at).is_empty() {
            others.extend(figures.get(number + 1).copied());
        }
        out.extend(others.iter().map(|other| {
            let (amount, given) = (own.figure.clone(), other.figure.clone());
            (ObservationKind::Conversion { amount, given }, vec![scene.place(other), scene.place(own)])
        }));
    }
    out
}
