//! Sums, changes and ratios that a sentence spells out.

use super::super::delta::{leads, onto};
use super::super::sentence::Mark;
use super::{At, Scene, Seen};
use crate::claim::{ObservationKind, Place};
use crate::rules::class::Classes;
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

/// Whether a bare number that counts nothing is a sum of the money that another figure names: `300 miljoen voor munitie`.
fn leaves_its_currency(scene: Scene<'_>, own: &At<'_>, total: &At<'_>) -> bool {
    let money = |mark: &Mark| Classes::value_name(mark.byte) == Some("money");
    total.figure.quantity == Quantity::Money
        && scene.sentence.mark_at(own.at).is_some_and(money)
        && own.figure.unit.is_none()
}

/// Parts that a total closes, and that do not add up to it: `20 doden en 30 gewonden, samen 60 slachtoffers`,
/// `5 procent, opgebouwd uit 3,5 procent voor defensie en 1 procent voor wegen`.
pub(super) fn sum(scene: Scene<'_>) -> Option<Seen> {
    let figures: Vec<At<'_>> = scene.figures().collect();
    let (total, parts) = closed_by_total(scene, &figures)
        .or_else(|| made_up_of(scene, &figures))
        .or_else(|| behind_colon(scene, &figures))?;
    let own = |p: &At<'_>| alike(p.figure, total.figure) || leaves_its_currency(scene, p, &total);
    let whole = parts.len() >= 2 && parts.iter().all(|p| firm(p.figure) && own(p));
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

/// `T in all: A and B`: a colon behind a total that a word calls one, and every figure of its kind behind it.
fn behind_colon<'a>(scene: Scene<'a>, figures: &[At<'a>]) -> Option<Split<'a>> {
    let colon = scene.sentence.folded.iter().position(|b| *b == b':')?;
    let before = figures.iter().filter(|f| f.at < colon);
    let [total] = before.collect::<Vec<_>>()[..] else { return None };
    let called = scene.has("in-all", (total.at.saturating_sub(IN_ALL), colon));
    let parts: Vec<At<'a>> = figures.iter().filter(|f| f.at > colon).copied().collect();
    (called && colon - total.at <= IN_ALL && parts.len() <= 6 && enumerated(scene, &parts))
        .then_some((*total, parts))
}

/// How far a word that makes a figure a total, or the colon that opens its parts, stands from it at most, in folded
/// characters.
const IN_ALL: usize = 24;

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

/// `van A naar B, een stijging van P procent`, `een verdubbeling`, where that is not what A and B come to.
pub(super) fn change(scene: Scene<'_>) -> Option<Seen> {
    let end = scene.sentence.folded.len();
    let figures: Vec<At<'_>> = scene.figures().collect();
    let levels = levels(scene, &figures)?;
    let mut others = figures.iter().filter(|f| f.at < levels.span.0 || f.at > levels.span.1);
    let (Some(given), None) = (others.next(), others.next()) else { return None };
    let by = stated_change(scene, given)?;
    // `an increase of 3 percent a year` is not what the levels come to; `from 8,000 to 12,000 a year` are levels.
    let of_levels = |word: &(usize, usize)| word.0 == levels.span.1 + 2 && word.1 < given.at;
    let yearly = scene.look.all("a-year", scene.sentence, (0, end)).iter().any(|word| !of_levels(word));
    if !tied(scene, levels.span, given.at) || yearly {
        return None;
    }
    let (a, b) = (ends(&levels.from)?, ends(&levels.to)?);
    // The smallest and the largest change that the figures allow.
    let corners = [percent(a.0, b.0)?, percent(a.0, b.1)?, percent(a.1, b.0)?, percent(a.1, b.1)?];
    let range = (corners.iter().min().copied()?, corners.iter().max().copied()?);
    let crosses = a.1 >= b.0 && b.1 >= a.0;
    // A factor is told roundly.
    let loose = if given.figure.quantity == Quantity::Factor { LOOSE } else { Decimal::ZERO };
    if crosses || !outside(&by, (range.0 - loose, range.1 + loose)) {
        return None;
    }
    let actual = percent(middle(&levels.from)?, middle(&levels.to)?)?.round_dp(1);
    let actual = Figure::bare(Quantity::Percent, actual, Decimal::new(1, 1)).in_unit_of(&by);
    let places = std::iter::once(scene.place(given)).chain(levels.places).collect();
    let kind = ObservationKind::Change { from: levels.from, to: levels.to, given: by, actual };
    Some((kind, places))
}

/// How far a change that is told as a factor, or a share that is told as a fraction, may lie from what the figures come
/// to, in percentage points.
const LOOSE: Decimal = Decimal::from_parts(24, 0, 0, false, 0);

/// A part of one as a percentage.
fn in_percent(part: Decimal) -> Figure {
    let hundredths = (part * Decimal::ONE_HUNDRED).round_dp(1);
    Figure { unit: Some("%".into()), ..Figure::bare(Quantity::Percent, hundredths, Decimal::ONE) }
}

/// The change that a figure states, in percent: `een stijging van 50 procent`, and 100 percent of `een verdubbeling`.
fn stated_change(scene: Scene<'_>, given: &At<'_>) -> Option<Figure> {
    let end = scene.sentence.folded.len();
    if !firm(given.figure) {
        return None;
    }
    match given.figure.quantity {
        Quantity::Percent => {
            let changes = scene.has("changes-by", (given.at.saturating_sub(28), given.at));
            let shares = scene.has("share-of", (given.at + 1, (given.at + 9).min(end)));
            (changes && !shares).then(|| given.figure.clone())
        }
        Quantity::Factor => {
            let by = (given.figure.nominal? - Decimal::ONE).abs();
            Some(in_percent(by))
        }
        _ => None,
    }
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

/// `23 van de 32 landen, ofwel 90 procent`, `van de 32 landen halen 23 de norm, de helft`.
pub(super) fn ratio(scene: Scene<'_>) -> Option<Seen> {
    let figures: Vec<At<'_>> = scene.figures().collect();
    let given = figures.iter().find(|f| says_again(scene, f))?;
    let share_of = stated_share(given.figure)?;
    let before = figures.iter().filter(|f| f.at < given.at && f.figure.quantity == Quantity::Number);
    let before: Vec<&At<'_>> = before.filter(|f| !f.figure.nominal.is_some_and(is_fraction)).collect();
    let [first, second] = before.as_slice() else { return None };
    let (part, whole) = if out_of(scene, (first.at + 1, second.at)) {
        (*first, *second)
    } else if opens_out_of(scene, first.at) {
        (*second, *first)
    } else {
        return None;
    };
    let firm = [part, whole, given].iter().all(|f| firm(f.figure)) && alike(part.figure, whole.figure);
    let near = given.at - first.at.max(second.at) <= FAR;
    if !firm || !near {
        return None;
    }
    let (a, b) = (ends(part.figure)?, ends(whole.figure)?);
    let range = (share(a.0, b.1)?, share(a.1, b.0)?);
    // A fraction is told roundly: 23 of 32 are three quarters.
    let loose = if given.figure.quantity == Quantity::Percent { Decimal::ZERO } else { Decimal::TEN };
    if a.0 > b.1 || !outside(&share_of, (range.0 - loose, range.1 + loose)) {
        return None;
    }
    let actual = share(middle(part.figure)?, middle(whole.figure)?)?.round_dp(1);
    let actual = Figure::bare(Quantity::Percent, actual, Decimal::new(1, 1)).in_unit_of(&share_of);
    let (part_figure, whole_figure) = (part.figure.clone(), whole.figure.clone());
    let kind = ObservationKind::Ratio { part: part_figure, whole: whole_figure, given: share_of, actual };
    Some((kind, vec![scene.place(given), scene.place(part), scene.place(whole)]))
}

/// How far behind the counts a share stands at most that they come to, in folded characters.
const FAR: usize = 60;
/// How many folded characters stand at most between a word such as `ofwel` and the share, or before a fraction.
const SOON: usize = 12;

/// Whether a number is a part of one.
fn is_fraction(number: Decimal) -> bool {
    number > Decimal::ZERO && number < Decimal::ONE
}

/// The share that a figure states, in percent: of a fraction too, `de helft`.
fn stated_share(given: &Figure) -> Option<Figure> {
    match given.quantity {
        Quantity::Percent => Some(given.clone()),
        Quantity::Number => {
            let part = given.nominal.filter(|n| is_fraction(*n))?;
            Some(Figure { hedge: given.hedge, ..in_percent(part) })
        }
        _ => None,
    }
}

/// Whether a share says again what counts before it come to: `, ofwel 90 procent`, and by itself between signs `, de helft.`
fn says_again(scene: Scene<'_>, given: &At<'_>) -> bool {
    let folded = |from: usize, to: usize| scene.sentence.slice(from, to);
    let low = given.at.saturating_sub(FAR);
    let words = scene.look.all("that-is", scene.sentence, (low, given.at));
    let told = words.last().is_some_and(|w| folded(w.1, given.at).len() <= SOON);
    if given.figure.quantity == Quantity::Percent {
        // `or 2 percent of GDP` is of something else.
        return told && !scene.has("gdp", (given.at + 1, given.at + 1 + FAR));
    }
    let fraction = given.figure.unit.is_none() && given.figure.nominal.is_some_and(is_fraction);
    let sign = |b: &u8| matches!(b, b',' | b'(' | b'-');
    let gap = folded(low, given.at).iter().rev().position(sign).map_or(usize::MAX, |gap| gap);
    let closed =
        |at: usize| folded(at, at + 1).first().is_none_or(|b| matches!(b, b',' | b'.' | b')' | b';'));
    // `, de helft dus.`
    let behind = scene.look.all("that-is", scene.sentence, (given.at + 1, given.at + 1 + SOON));
    let said = behind.iter().any(|word| word.0 == given.at + 2 && closed(word.1));
    fraction && (said || closed(given.at + 1)) && (told || gap <= SOON)
}

/// Whether a word such as `van de` leads from one count to the other, with the name of their owner between at most:
/// `20 of NATO's 32 members`.
fn out_of(scene: Scene<'_>, (from, to): (usize, usize)) -> bool {
    let words = scene.look.all("out-of", scene.sentence, (from, to));
    let near = |w: &(usize, usize)| w.0 <= from + 1 && few(scene.sentence.slice(w.1, to));
    words.iter().any(near)
}

/// Whether a word such as `van de` opens the clause of a count, and the count is what others are out of.
fn opens_out_of(scene: Scene<'_>, at: usize) -> bool {
    let words = scene.look.all("out-of", scene.sentence, (0, at));
    let opens = |from: usize| {
        let last = scene.sentence.slice(0, from).iter().rev().find(|b| **b != b' ');
        last.is_none_or(|b| matches!(b, b',' | b';' | b':' | b'"' | b'-'))
    };
    words.iter().any(|w| opens(w.0) && few(scene.sentence.slice(w.1, at)))
}

/// Whether a stretch is at most two words, without a sign that ends a clause.
fn few(stretch: &[u8]) -> bool {
    stretch.iter().filter(|b| **b == b' ').count() <= 3
        && !stretch.iter().any(|b| matches!(b, b',' | b';' | b':'))
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
