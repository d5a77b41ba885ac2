//! Sums, changes and ratios that a sentence spells out.

use super::super::delta::{leads, onto};
use super::{At, Scene, Seen};
use crate::claim::{ObservationKind, Place};
use crate::value::{Bound, Decimal, Figure, Hedge, Interval, Quantity, Relation, Rounding};

/// How far a stated percentage may lie from what the figures come to: a percentage point either way, because
/// what was rounded for the reader was computed from what was not.
const TOLERANCE: Decimal = Decimal::ONE;

/// How far a percentage may stand from the two levels that it is about, in folded characters.
const NEAR: usize = 45;

/// A figure whose digits mean something: no vague count, rank or open range.
fn firm(f: &Figure) -> bool {
    let open = f.nominal.is_none() && (f.low.is_none() || f.high.is_none());
    f.hedge != Hedge::Vague && f.quantity != Quantity::Ordinal && !open
}

fn alike(a: &Figure, b: &Figure) -> bool {
    a.quantity == b.quantity && a.unit == b.unit
}

/// Parts that a total closes, and that do not add up to it: `20 doden en 30 gewonden, samen 60 slachtoffers`,
/// `5 procent, opgebouwd uit 3,5 procent voor defensie en 1 procent voor wegen`.
pub(super) fn sum(scene: Scene<'_>) -> Option<Seen> {
    let figures: Vec<At<'_>> = scene.figures().collect();
    let (total, parts) = closed_by_total(scene, &figures).or_else(|| made_up_of(scene, &figures))?;
    let whole = parts.len() >= 2 && parts.iter().all(|p| firm(p.figure) && alike(p.figure, total.figure));
    if !whole || !firm(total.figure) {
        return None;
    }
    let none = Interval { low: Bound::closed(Decimal::ZERO), high: Bound::closed(Decimal::ZERO) };
    let sum = parts.iter().fold(none, |sum, p| add(&sum, &p.figure.interval(Rounding::Rounded)));
    let stated = total.figure.interval(Rounding::Rounded);
    if sum.relation(&stated) != Relation::Disjoint {
        return None;
    }
    let middle = parts.iter().filter_map(|p| middle(p.figure)).sum::<Decimal>();
    let kind = ObservationKind::Sum {
        parts: parts.iter().map(|p| p.figure.clone()).collect(),
        total: total.figure.clone(),
        sum: Figure { hedge: Hedge::Exact, ..Figure::bare(total.figure.quantity, middle, Decimal::ONE) }
            .in_unit_of(total.figure),
    };
    let places = std::iter::once(&total).chain(&parts).map(|f| scene.place(f)).collect();
    Some((kind, places))
}

type Split<'a> = (At<'a>, Vec<At<'a>>);

/// `A en B, samen T`: all figures of one kind before a word that adds them up, and the one behind it.
fn closed_by_total<'a>(scene: Scene<'a>, figures: &[At<'a>]) -> Option<Split<'a>> {
    let end = scene.sentence.folded.len();
    let cues = scene.look.all("adds-up", scene.sentence, (0, end));
    let [cue] = cues.as_slice() else { return None };
    // The total follows its word, in the same breath.
    let total = figures.iter().find(|f| f.at >= cue.1 && scene.sentence.slice(cue.1, f.at).len() <= 12)?;
    let clear = scene.sentence.slice(cue.1, total.at).iter().all(|b| !matches!(b, b',' | b';' | b':' | b'('));
    // `samen met 1.000 raketten` adds nothing up.
    let joins = scene.has("preposition", (cue.1, total.at));
    let parts: Vec<At<'a>> = figures.iter().filter(|f| f.at < cue.0).copied().collect();
    let after = figures.iter().any(|f| f.at > total.at && alike(f.figure, total.figure));
    (clear && !joins && !after && parts.len() <= 6 && enumerated(scene, &parts)).then_some((*total, parts))
}

/// `T, opgebouwd uit A en B`: a word that takes a total apart, and every figure of its kind around it.
fn made_up_of<'a>(scene: Scene<'a>, figures: &[At<'a>]) -> Option<Split<'a>> {
    let end = scene.sentence.folded.len();
    let cues = scene.look.all("made-up-of", scene.sentence, (0, end));
    let [cue] = cues.as_slice() else { return None };
    let before: Vec<&At<'a>> = figures.iter().filter(|f| f.at < cue.0).collect();
    let [total] = before.as_slice() else { return None };
    let parts: Vec<At<'a>> = figures.iter().filter(|f| f.at >= cue.1).copied().collect();
    (parts.len() <= 6 && enumerated(scene, &parts)).then_some((**total, parts))
}

/// Whether nothing but an enumeration joins the parts: the last two by `en`, none by a word that sets them apart.
fn enumerated(scene: Scene<'_>, parts: &[At<'_>]) -> bool {
    let (Some(first), Some([.., a, b])) = (parts.first(), Some(parts)) else { return false };
    let last = (a.at, b.at);
    scene.has("and", last) && !scene.has("sets-apart", (first.at, b.at))
}

/// The two levels of a change: the figures, and where the stretch that holds them begins and ends.
struct Levels {
    from: Figure,
    to: Figure,
    places: Vec<Place>,
    span: (usize, usize),
}

/// `van A naar B, een stijging van P procent`, where that is not what A and B come to.
pub(super) fn change(scene: Scene<'_>) -> Option<Seen> {
    let end = scene.sentence.folded.len();
    let figures: Vec<At<'_>> = scene.figures().collect();
    let levels = levels(scene, &figures)?;
    let mut others = figures.iter().filter(|f| f.at < levels.span.0 || f.at > levels.span.1);
    let (Some(given), None) = (others.next(), others.next()) else { return None };
    let is_change = given.figure.quantity == Quantity::Percent
        && firm(given.figure)
        && scene.has("changes-by", (given.at.saturating_sub(28), given.at))
        && tied(scene, levels.span, given.at)
        && !scene.has("share-of", (given.at + 1, (given.at + 9).min(end)));
    if !is_change || scene.has("a-year", (0, end)) {
        return None;
    }
    let (a, b) = (ends(&levels.from)?, ends(&levels.to)?);
    // The smallest and the largest change that the figures allow.
    let corners = [percent(a.0, b.0)?, percent(a.0, b.1)?, percent(a.1, b.0)?, percent(a.1, b.1)?];
    let range = (corners.iter().min().copied()?, corners.iter().max().copied()?);
    let crosses = a.1 >= b.0 && b.1 >= a.0;
    if crosses || !outside(given.figure, range) {
        return None;
    }
    let actual = percent(middle(&levels.from)?, middle(&levels.to)?)?.round_dp(1);
    let actual = Figure::bare(Quantity::Percent, actual, Decimal::new(1, 1)).in_unit_of(given.figure);
    let places = std::iter::once(scene.place(given)).chain(levels.places).collect();
    let kind =
        ObservationKind::Change { from: levels.from, to: levels.to, given: given.figure.clone(), actual };
    Some((kind, places))
}

/// How much `to` is more or less than `from`, in percent of it.
fn percent(from: Decimal, to: Decimal) -> Option<Decimal> {
    let part = (to - from).checked_div(from).filter(|_| from > Decimal::ZERO)?;
    Some((part * Decimal::ONE_HUNDRED).abs())
}

/// Whether a percentage stands so near the two levels that it is about them, with no `en` in between.
fn tied(scene: Scene<'_>, (from, to): (usize, usize), given: usize) -> bool {
    let gap = if given > to { (to, given) } else { (given, from) };
    gap.1 - gap.0 <= NEAR && !scene.has("and", gap)
}

/// The two figures of `van A naar B`; none where there are several such pairs, which leaves it open which of
/// them a percentage is about.
fn levels(scene: Scene<'_>, figures: &[At<'_>]) -> Option<Levels> {
    let leads = |at: usize| leads(scene.sentence, scene.look, at);
    let onto = |from: usize, to: usize| onto(scene.sentence, scene.look, (from, to));
    let pairs = figures.iter().zip(figures.iter().skip(1)).filter_map(|(a, b)| {
        let same = alike(a.figure, b.figure) && firm(a.figure) && firm(b.figure);
        (same && leads(a.at) && onto(a.at, b.at)).then(|| Levels {
            from: a.figure.clone(),
            to: b.figure.clone(),
            places: vec![scene.place(a), scene.place(b)],
            span: (a.at, b.at),
        })
    });
    // `from 40,000 to 50,000` is read as one figure where nothing before it tells that it is a change.
    let ranges = figures.iter().filter(|f| leads(f.at)).filter_map(|f| {
        let ends = (f.figure.nominal.is_none() && f.figure.hedge == Hedge::Range).then_some(f.figure)?;
        let level = |v| Figure::bare(ends.quantity, v, ends.precision).in_unit_of(ends);
        Some(Levels {
            from: level(ends.low?),
            to: level(ends.high?),
            places: vec![scene.place(f)],
            span: (f.at, f.at),
        })
    });
    let mut all = pairs.chain(ranges);
    all.next().filter(|_| all.next().is_none())
}

/// `23 van de 32 landen, ofwel 90 procent`.
pub(super) fn ratio(scene: Scene<'_>) -> Option<Seen> {
    let figures: Vec<At<'_>> = scene.figures().collect();
    figures.iter().zip(figures.iter().skip(1)).zip(figures.iter().skip(2)).find_map(
        |((part, whole), given)| {
            let tied = scene.only("out-of", (part.at + 1, whole.at))
                && scene.sentence.slice(whole.at, given.at).len() <= 60
                && scene
                    .look
                    .all("that-is", scene.sentence, (whole.at, given.at))
                    .last()
                    .is_some_and(|w| scene.sentence.slice(w.1, given.at).len() <= 12);
            let kinds = part.figure.quantity == Quantity::Number
                && alike(part.figure, whole.figure)
                && given.figure.quantity == Quantity::Percent
                && [part, whole, given].iter().all(|f| firm(f.figure));
            if !tied || !kinds {
                return None;
            }
            let (a, b) = (ends(part.figure)?, ends(whole.figure)?);
            let range = (share(a.0, b.1)?, share(a.1, b.0)?);
            if !outside(given.figure, range) {
                return None;
            }
            let actual = share(middle(part.figure)?, middle(whole.figure)?)?.round_dp(1);
            let kind = ObservationKind::Ratio {
                part: part.figure.clone(),
                whole: whole.figure.clone(),
                given: given.figure.clone(),
                actual: Figure::bare(Quantity::Percent, actual, Decimal::new(1, 1)).in_unit_of(given.figure),
            };
            Some((kind, vec![scene.place(given), scene.place(part), scene.place(whole)]))
        },
    )
}

/// What part `a` is of `b`, in percent.
fn share(a: Decimal, b: Decimal) -> Option<Decimal> {
    a.checked_div(b).filter(|_| b > Decimal::ZERO).map(|part| part * Decimal::ONE_HUNDRED)
}

/// Whether a stated percentage lies outside what the figures allow, rounding and a percentage point given.
fn outside(given: &Figure, (low, high): (Decimal, Decimal)) -> bool {
    let allowed = Interval { low: Bound::closed(low - TOLERANCE), high: Bound::closed(high + TOLERANCE) };
    let stated = given.interval(Rounding::Rounded);
    let apart = |high: Bound, low: Bound| matches!((high.at, low.at), (Some(h), Some(l)) if h < l);
    apart(stated.high, allowed.low) || apart(allowed.high, stated.low)
}

/// The ends of a figure as its digits and hedge leave them.
fn ends(f: &Figure) -> Option<(Decimal, Decimal)> {
    let interval = f.interval(Rounding::Rounded);
    Some((interval.low.at?, interval.high.at?))
}

/// The number that stands there, or the middle of a range.
fn middle(f: &Figure) -> Option<Decimal> {
    f.nominal.or_else(|| (f.low? + f.high?).checked_div(Decimal::TWO))
}

fn add(a: &Interval, b: &Interval) -> Interval {
    let end = |a: Bound, b: Bound| Bound {
        at: a.at.zip(b.at).and_then(|(a, b)| a.checked_add(b)),
        open: a.open || b.open,
        give: a.give.saturating_add(b.give),
    };
    Interval { low: end(a.low, b.low), high: end(a.high, b.high) }
}
