//! Amounts that an article gives in two currencies.

use super::super::assemble::converted;
use super::{At, Scene, Seen};
use crate::claim::ObservationKind;
use crate::value::Quantity;

/// Every amount that the sentence converts, with what it converts it to. Whether that is right depends on the rates
/// that whoever checks it goes by.
pub(super) fn conversions(scene: Scene<'_>) -> Vec<Seen> {
    let figures: Vec<At<'_>> = scene.figures().collect();
    let one = |(own, other): (&At<'_>, &At<'_>)| {
        let money = own.figure.quantity == Quantity::Money;
        let tied = money && !converted(scene.article, own.figure, scene.sentence, own.at).is_empty();
        let kind = ObservationKind::Conversion { amount: own.figure.clone(), given: other.figure.clone() };
        tied.then(|| (kind, vec![scene.place(other), scene.place(own)]))
    };
    figures.iter().zip(figures.iter().skip(1)).filter_map(one).collect()
}
