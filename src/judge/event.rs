//! `event` and `period`: one value for good, so the odd one out is wrong whenever it is printed.

use std::collections::BTreeSet;

use super::classes::{Class, Classes, NONE, share_article};
use super::lane::{Entry, Lane};
use super::{Verdict, VerdictKind};
use crate::claim::Status;
use crate::graph::{Reading, Voice};
use crate::value::{Date, Decimal, Grain};

/// The verdicts of a lane in which only one value can be right. What is still to come can be moved; after
/// that the old value is out of date.
pub(super) fn judge<'r>(lane: &Lane<'r>, classes: &Classes<'r>) -> Vec<Verdict> {
    let mut out = Vec::new();
    // The class that holds, and where it took over.
    let Some(mut held) = classes.of.iter().copied().find(|c| *c != NONE) else { return out };
    let mut since = 0;
    let mut gone = BTreeSet::new();
    for (at, &class) in classes.of.iter().enumerate() {
        if class == NONE || class == held {
            continue;
        }
        if gone.contains(&class) {
            let later =
                lane.entry(at).and_then(|e| e.stretch.surely) > lane.entry(since).and_then(Entry::day);
            let found =
                if later { classes.verdict(lane, (at, VerdictKind::Stale), (held, since)) } else { None };
            out.extend(found);
        } else if moves(lane, classes, at, (class, held)) {
            out.extend(classes.verdict(lane, (at, VerdictKind::Moves), (held, 0)));
            gone.insert(held);
            (held, since) = (class, classes.confirmed(lane, class, at));
        }
    }
    let standing: Vec<usize> = (0..classes.all.len()).filter(|c| !gone.contains(c)).collect();
    out.extend(outliers(lane, classes, &standing));
    out
}

/// The lanes of an event that may happen again, one for each time that it seems to have happened: what comes after
/// more than `settles` days without any value is of another time. What is undated is of a time of its own.
pub(super) fn occasions<'r>(lane: &Lane<'r>, settles: i64) -> Vec<Lane<'r>> {
    let days = |a: &Entry<'_>, b: &Entry<'_>| Some(i64::from((b.first_day()? - a.day()?).get_days()));
    let near = |a: &Entry<'r>, b: &Entry<'r>| days(a, b).is_some_and(|days| days <= settles);
    let times = lane.entries.chunk_by(near);
    times.flat_map(|time| further(&Lane { key: lane.key.clone(), entries: time.to_vec() })).collect()
}

/// The values given at one time, and apart from them those that an article marks as coming on top of the first.
fn further<'r>(lane: &Lane<'r>) -> [Lane<'r>; 2] {
    let classes = Classes::of(lane);
    let marked: BTreeSet<usize> = classes
        .all
        .iter()
        .enumerate()
        .skip(1)
        .filter_map(|(class, of)| {
            let mut entries = of.entries.iter().filter_map(|i| lane.entry(*i));
            entries.any(|e| e.stretch.marked).then_some(class)
        })
        .collect();
    let of = |further: bool| {
        let entries = lane.entries.iter().zip(&classes.of).filter(|(_, c)| marked.contains(*c) == further);
        Lane { key: lane.key.clone(), entries: entries.map(|(e, _)| e.clone()).collect() }
    };
    [of(false), of(true)]
}

/// Whether the value that first turns up at `at` takes the place of the one that held: both are still to come,
/// and an article marks it as new or a second one repeats it, and nobody goes on giving the old one as often.
fn moves(lane: &Lane<'_>, classes: &Classes<'_>, at: usize, (class, held): (usize, usize)) -> bool {
    let (Some(new), Some(old)) = (classes.get(class), classes.get(held)) else { return false };
    let first = |c: &Class<'_>| c.entries.first().copied();
    let Some(entry) = lane.entry(at).filter(|_| first(new) == Some(at)) else { return false };
    let before = old.from(at).checked_sub(1).and_then(|i| old.entries.get(i)).and_then(|i| lane.entry(*i));
    let Some(before) = before.filter(|b| b.stretch.ahead && entry.stretch.ahead && b.day() < entry.day())
    else {
        return false;
    };
    // On the day of the new article what the old one spoke of had not come yet.
    let still = match (before.interval.low.at, entry.day()) {
        (Some(start), Some(day)) if before.key.kind == crate::graph::ValueKind::Date => {
            start > crate::claim::day_number(day)
        }
        _ => true,
    };
    // A single article that said otherwise before is the odd one out, and no appointment that was moved.
    let settled = old.families().saturating_sub(old.support(at)) > 1;
    let repeated = settled && new.support(at) > 1 && new.support(at) > old.support(at);
    still && old.support(at) <= new.support(at) && (entry.stretch.marked || repeated)
}

/// Whether two values that seem to contradict each other may be an event and what came on top of it: no more than one
/// article gives each, more than `settles` days apart, or between them some reading is marked as coming on top.
pub(super) fn may_be_more(
    lane: &Lane<'_>,
    classes: &Classes<'_>,
    verdict: &Verdict,
    readings: &[Reading],
    settles: i64,
) -> bool {
    let at = lane.entries.iter().position(|e| (e.reading, e.number) == (verdict.reading, verdict.stretch));
    let other = lane.entries.iter().position(|e| Some(e.reading) == verdict.other);
    let class = |at: Option<usize>| classes.get(*classes.of.get(at?)?);
    let day = |at: Option<usize>| lane.entry(at?)?.day();
    let (Some(a), Some(b), Some(day)) = (class(at), class(other), day(at)) else { return false };
    let days: Vec<Date> = b.entries.iter().filter_map(|i| lane.entry(*i)?.day()).collect();
    let Some(near) = days.iter().min_by_key(|d| (**d - day).get_days().abs()) else { return false };
    let apart = i64::from((*near - day).get_days().abs()) > settles;
    let (low, high) = (day.min(*near), day.max(*near));
    let between = |day: Date| low < day && day <= high;
    let mut stretches = readings.iter().flat_map(|r| r.timeline.stretches());
    let topped = stretches.any(|s| s.marked && s.days.is_some_and(|(first, _)| between(first)));
    // `nog eens zes` comes on top, whoever gave the others when.
    let on_top = |c: &Class<'_>| c.entries.iter().filter_map(|i| lane.entry(*i)).any(|e| e.stretch.marked);
    topped || on_top(a) || on_top(b) || (apart && a.families() < 2 && b.families() < 2)
}

/// How many days lie between two times that are of different weeks.
const WEEK: i32 = 7;

/// Whether two values that seem to contradict each other are told of different weeks: `vorige week 32 miljoen`, `maandag
/// 550 miljoen` in an article of a week ago.
pub(super) fn in_other_weeks(lane: &Lane<'_>, classes: &Classes<'_>, verdict: &Verdict) -> bool {
    let at = lane.entries.iter().position(|e| (e.reading, e.number) == (verdict.reading, verdict.stretch));
    let other = lane.entries.iter().position(|e| Some(e.reading) == verdict.other);
    let class = |at: Option<usize>| classes.get(*classes.of.get(at?)?);
    let (Some(own), Some(class)) = (at.and_then(|at| lane.entry(at)), class(other)) else { return false };
    let apart = |e: &Entry<'_>| {
        let ((nearest, mine), (other_nearest, theirs)) = (told(own), told(e));
        let days = mine.zip(theirs).map(|(a, b)| (b.0 - a.1).get_days().max((a.0 - b.1).get_days()));
        days.zip(nearest.into_iter().chain(other_nearest).min()).is_some_and(|(days, least)| days >= least)
    };
    // Who gives both tells of two.
    let mut others = class.entries.iter().filter_map(|i| lane.entry(*i)).filter(|e| !share_article(own, e));
    others.all(apart)
}

/// When something was, and how many days another time has to lie apart from that to be of another week where it is told
/// when it was: a day will do where a week is told, or a day of a week ago.
fn told(entry: &Entry<'_>) -> (Option<i32>, Option<(Date, Date)>) {
    let period = entry.key.period;
    let days = period.and_then(|p| p.from.zip(p.to));
    let ago = days.zip(entry.first_day()).map(|((_, end), printed)| (printed - end).get_days());
    let week = period.is_some_and(|p| p.grain == Grain::Week) || ago.is_some_and(|days| days >= WEEK);
    (days.map(|_| if week { 1 } else { WEEK }), days.or(entry.stretch.days))
}

/// The verdicts of a lane about one period: as of an event, and what the same source says later, an article marks as
/// new, or comes more than `settles` days after what was given while the period ran, is a revision.
pub(super) fn judge_period<'r>(lane: &Lane<'r>, classes: &Classes<'r>, settles: i64) -> Vec<Verdict> {
    let mut revisions = Vec::new();
    let mut gone = BTreeSet::new();
    for class in classes.all.iter().skip(1) {
        let Some(first) = class.entries.first().copied() else { continue };
        let before = classes.of.iter().take(first).copied().rev().find(|c| *c != NONE && !gone.contains(c));
        let Some((old, held)) = before.and_then(|b| Some((b, classes.get(b)?))) else { continue };
        if revises(lane, (class, first), held) || provisional(lane, (class, first), held, settles) {
            revisions.extend(classes.verdict(lane, (first, VerdictKind::Revises), (old, 0)));
            gone.insert(old);
        }
    }
    let standing: Vec<usize> = (0..classes.all.len()).filter(|c| !gone.contains(c)).collect();
    revisions.extend(outliers(lane, classes, &standing));
    revisions
}

/// For how many days a source goes on giving the value that it gave: who tells another one by then, without a word,
/// tells it wrong.
const REVISED: i64 = 7;

/// Whether a class is a revision of the one before: a named source corrects itself, or its first article marks
/// it as new; and nobody goes on giving the old value.
fn revises(lane: &Lane<'_>, (class, first): (&Class<'_>, usize), old: &Class<'_>) -> bool {
    let Some(entry) = lane.entry(first) else { return false };
    let earlier =
        old.entries.iter().take(64).filter_map(|i| lane.entry(*i)).filter(|e| e.day() < entry.day());
    let days = |e: &Entry<'_>| e.day().zip(entry.first_day()).map(|(a, b)| i64::from((b - a).get_days()));
    let again = |e: &Entry<'_>| e.voice() == entry.voice() && days(e).is_some_and(|days| days > REVISED);
    let itself = matches!(entry.voice(), Voice::Named(_)) && earlier.clone().any(again);
    let marked = entry.stretch.marked && earlier.count() > 0;
    (itself || marked) && old.support(first) == 0 && class.families() > 0
}

/// Whether a class takes the place of one that was an estimate: all that was given of the old one was given before the
/// period was over, and more than `settles` days before the first of the new one. What is only foreseen takes no place,
/// and what is of another order is no better estimate.
fn provisional(lane: &Lane<'_>, (class, first): (&Class<'_>, usize), old: &Class<'_>, settles: i64) -> bool {
    let last = old.entries.last().and_then(|i| lane.entry(*i)).and_then(Entry::day);
    let (Some(end), Some(last)) = (lane.key.period.and_then(|p| p.to), last) else { return false };
    let later = lane.entry(first).and_then(Entry::first_day).map(|day| i64::from((day - last).get_days()));
    let told = lane.key.status != Status::Forecast && near(lane.entry(first), old, lane);
    told && last < end && later.is_some_and(|days| days > settles) && class.families() > 0
}

/// How many times as much as an estimate what came of it may be.
const BETTER_KNOWN: Decimal = Decimal::TWO;

/// Whether a value is of the order of those of a class.
fn near(entry: Option<&Entry<'_>>, class: &Class<'_>, lane: &Lane<'_>) -> bool {
    let old = class.entries.first().and_then(|i| lane.entry(*i));
    let nominal = |e: Option<&Entry<'_>>| e.and_then(|e| e.key.nominal);
    let (Some(a), Some(b)) = (nominal(entry), nominal(old)) else { return true };
    a.max(b) <= a.min(b).saturating_mul(BETTER_KNOWN)
}

/// A verdict for each entry outside the class that the most independent articles carry; where no class has
/// a majority, one for the latest side, against the others.
pub(super) fn outliers<'r>(lane: &Lane<'r>, classes: &Classes<'r>, standing: &[usize]) -> Vec<Verdict> {
    let families = |c: &usize| classes.get(*c).map_or(0, Class::families);
    let mut out = Vec::new();
    let Some(most) = standing.iter().map(families).max().filter(|_| standing.len() > 1) else { return out };
    let leading: Vec<usize> = standing.iter().copied().filter(|c| families(c) == most).collect();
    let (Some(&winner), tie) = (leading.first(), leading.len() > 1) else { return out };
    if tie {
        // The side that came last is shown first, and stands against the one before it.
        let last = leading.last().and_then(|c| classes.get(*c)).and_then(|c| c.entries.first().copied());
        let before = leading.iter().rev().nth(1).copied().unwrap_or(winner);
        let found = last.and_then(|at| classes.verdict(lane, (at, VerdictKind::Conflicts), (before, 0)));
        out.extend(found.map(|v| Verdict { tie, ..v }));
    }
    for class in standing.iter().filter(|c| families(c) < most).filter_map(|c| classes.get(*c)) {
        let found = |at: &usize| classes.verdict(lane, (*at, VerdictKind::Conflicts), (winner, 0));
        out.extend(class.entries.iter().filter_map(found));
    }
    out
}
