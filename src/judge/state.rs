//! `state`: a value holds until something changes it.
//!
//! The lane is swept in time. A class of values takes over where an article marks it as new, or where it is
//! repeated by independent articles after the old value has settled; within the time that a value needs to
//! settle, the class with the most independent articles is right and the others are outliers. What has been
//! taken over is superseded, and stale where it is given as current again. A value that nothing marks and
//! after which nobody gives the old one is unexpected, and what comes next is held against it; where nobody had
//! given the old one for long either, it is a change. A value that was wrong when one article gave it may be right
//! when others give it later.

use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::FxHashSet;

use super::classes::{Class, Classes, NONE};
use super::lane::{Entry, Lane, LaneKey, is_vague};
use super::{Verdict, VerdictKind};
use crate::claim::Status;
use crate::graph::{Families, Reading, ReadingKey, Stretch, Voice};
use crate::rules::Policy;
use crate::value::{Interval, Relation};

/// How many classes a new value is weighed against: those that turn up next.
const LOOK_AHEAD: usize = 16;

/// How many entries of the value that holds are looked at for what their articles say was before.
const LOOKED_BACK: usize = 64;

/// A value that was taken over, and the last day before that.
#[derive(Debug, Clone)]
pub(super) struct Superseded {
    value: Interval,
    until: Option<Date>,
    families: usize,
    reading: usize,
}

/// What held in a lane over time.
#[derive(Debug, Clone, Default)]
pub(super) struct Held {
    /// What was taken over, in the order of time.
    superseded: Vec<Superseded>,
    /// What holds in the end.
    now: Option<Interval>,
}

/// How many superseded values a value of before is held against: the latest.
const REMEMBERED: usize = 64;

struct Sweep<'a, 'r> {
    lane: &'a Lane<'r>,
    classes: Classes<'r>,
    settling: Settling,
    current: usize,
    /// When the current class took over.
    since: usize,
    /// From when on that is more than what one article says: whoever gives the old value before is not out of date.
    sure: usize,
    superseded: FxHashSet<usize>,
    /// Classes that have been found to be outliers: all their entries are.
    outliers: FxHashSet<usize>,
    history: Vec<Superseded>,
    /// The values that articles give as those of before.
    former: Vec<(Interval, &'r Stretch)>,
    out: Vec<Verdict>,
}

/// How long a value takes to settle and to lapse, in days.
#[derive(Debug, Clone, Copy)]
pub(super) struct Settling {
    /// Within so many days of the last article that gave it, another value contradicts it.
    pub(super) settles: i64,
    /// After so many days without such an article another value is no surprise: the world may have changed while
    /// nobody wrote of it.
    pub(super) lapses: i64,
}

impl Settling {
    /// That of a metric.
    pub(super) fn of(policy: &Policy) -> Self {
        Self { settles: policy.settles, lapses: policy.lapses }
    }
}

/// The verdicts of a lane whose value holds until it changes, and what was superseded.
pub(super) fn judge<'r>(
    lane: &Lane<'r>,
    classes: Classes<'r>,
    settling: Settling,
    former: Vec<(Interval, &'r Stretch)>,
) -> (Vec<Verdict>, Held) {
    let Some(&first) = classes.of.iter().find(|c| **c != NONE) else { return (Vec::new(), Held::default()) };
    let of = classes.of.clone();
    let mut sweep = Sweep {
        lane,
        classes,
        settling,
        current: first,
        since: 0,
        sure: 0,
        superseded: FxHashSet::default(),
        outliers: FxHashSet::default(),
        history: Vec::new(),
        former,
        out: Vec::new(),
    };
    sweep.current = sweep.strongest_near(0, first);
    for (at, &class) in of.iter().enumerate() {
        sweep.step(at, class);
    }
    let last = sweep.class(sweep.current).and_then(|c| lane.entry(*c.entries.last()?));
    let now = last.map(|e| e.interval);
    (sweep.out, Held { superseded: sweep.history, now })
}

impl<'r> Sweep<'_, 'r> {
    fn day(&self, at: usize) -> Option<Date> {
        self.lane.entry(at).and_then(Entry::day)
    }

    /// The days from one entry to another.
    fn days(&self, from: usize, to: usize) -> i64 {
        match (self.day(from), self.lane.entry(to).and_then(Entry::first_day)) {
            (Some(a), Some(b)) => i64::from((b - a).get_days()).max(0),
            _ => 0,
        }
    }

    fn class(&self, class: usize) -> Option<&Class<'r>> {
        self.classes.get(class)
    }

    /// How many independent articles carry the class from the entry `at` on.
    fn support(&self, class: usize, at: usize) -> usize {
        self.class(class).map_or(0, |c| c.support(at))
    }

    /// Of the classes that first turn up within the settling time from `at` on, the one with the most support.
    fn strongest_near(&self, at: usize, class: usize) -> usize {
        let new = |c: &Class<'_>| {
            c.entries.first().is_some_and(|i| *i >= at && self.days(at, *i) <= self.settling.settles)
        };
        let mut best = (self.support(class, at), class);
        let later = self.classes.all.iter().enumerate().skip(class).take(LOOK_AHEAD);
        for (index, candidate) in later {
            if new(candidate) && self.support(index, at) > best.0 {
                best = (self.support(index, at), index);
            }
        }
        best.1
    }

    fn step(&mut self, at: usize, class: usize) {
        if class == self.current || class == NONE {
            return;
        }
        if self.outliers.contains(&class) && self.comes_again(at, class) {
            self.outliers.remove(&class);
            self.newcomer(at, class);
        } else if self.outliers.contains(&class) {
            self.conflict(at, class, VerdictKind::Conflicts);
        } else if self.superseded.contains(&class) {
            // `31 landen halen 2 procent` does not say that 2 percent is the norm.
            if !self.lane.entry(at).is_some_and(|e| e.stretch.yardstick) {
                self.superseded_again(at, class);
            }
        } else {
            self.newcomer(at, class);
        }
    }

    /// Whether a value that was found to be wrong comes again after longer than a value takes to settle: what was
    /// given too early by one article says nothing of what holds by now.
    fn comes_again(&self, at: usize, class: usize) -> bool {
        let before = self.class(class).and_then(|c| c.entries.get(c.from(at).checked_sub(1)?).copied());
        before.is_some_and(|before| self.days(before, at) > self.settling.settles)
            && self.support(class, at) > 1
    }

    fn superseded_again(&mut self, at: usize, class: usize) {
        // Old habits die hard: what was given up comes back by itself only where nobody gives the new value any more.
        let settled = self.silence(at) > self.settling.settles;
        let back = settled
            && self.support(class, at) > 1
            && self.support(class, at) > self.support(self.current, at);
        let marked = self.marked_at(at) && self.support(self.current, at) == 0;
        if back || marked {
            self.take_over(at, class);
        } else if self.surely_later(at) {
            self.conflict(at, class, VerdictKind::Stale);
        }
    }

    /// Whether the article marks its value as new: in words, or by giving the one that holds as that of before.
    fn marked_at(&self, at: usize) -> bool {
        self.lane.entry(at).is_some_and(|e| e.stretch.marked || self.follows(e))
    }

    /// Whether the article of an entry gives the value that holds as that of before.
    fn follows(&self, entry: &Entry<'_>) -> bool {
        let held = self.lane.entry(self.last_of_current(self.since)).map(|e| e.interval);
        let same = |value: &Interval| held.is_some_and(|held| held.relation(value) == Relation::Within);
        let mut own = entry.stretch.evidence.iter().map(|e| &e.article);
        let before = |article: &Arc<str>| {
            let mut values = self.former.iter().filter(|(value, _)| same(value));
            values.any(|(_, stretch)| stretch.evidence.iter().any(|e| e.article == *article))
        };
        !self.former.is_empty() && own.any(before)
    }

    /// Whether the entry was published after it was clear that the current value took over, however coarse its date.
    fn surely_later(&self, at: usize) -> bool {
        let first = self.lane.entry(at).and_then(|e| e.stretch.surely);
        let since = self.lane.entry(self.sure).and_then(Entry::first_day);
        matches!((first, since), (Some(first), Some(since)) if first > since)
    }

    /// Whether at least `enough` independent articles carry the class within the settling time from `at` on.
    fn support_soon(&self, class: usize, at: usize, enough: usize) -> bool {
        let Some(class) = self.class(class) else { return enough == 0 };
        let from = class.from(at);
        let soon =
            class.entries.iter().skip(from).take_while(|i| self.days(at, **i) <= self.settling.settles);
        let mut families = Families::default();
        let soon = soon.filter_map(|i| self.lane.entry(*i));
        for entry in soon.filter(|entry| !entry.stretch.yardstick) {
            families.merge(&entry.stretch.families);
            if families.count() >= enough {
                return true;
            }
        }
        families.count() >= enough
    }

    fn newcomer(&mut self, at: usize, class: usize) {
        let best = self.strongest_near(at, class);
        if best != class && best != self.current {
            // Another new value follows at once and has more behind it: that one is the change.
            self.outliers.insert(class);
            self.push(at, VerdictKind::Conflicts, best, false);
            return;
        }
        let marked = self.marked(class, at);
        if !marked && self.surely_later(at) && self.was_before(at) {
            self.superseded.insert(class);
            self.conflict(at, class, VerdictKind::Stale);
            return;
        }
        let mine = self.support(class, at);
        let theirs = self.class(self.current).map_or(0, |current| current.holding(at));
        let silence = self.silence(at);
        let settled = silence > self.settling.settles;
        let changes = if marked {
            mine >= theirs.max(1) && !self.support_soon(self.current, at, mine)
        } else {
            mine > 1 && ((settled && mine > theirs) || (theirs == 0 && self.gives_way(at, class)))
        };
        if changes {
            self.take_over(at, class);
        } else if !marked && !settled && self.majority_is_new(class, at) {
            // The value given before was the odd one out.
            self.turn(at, class);
        } else if !settled || theirs > 0 {
            self.outliers.insert(class);
            self.conflict(at, class, VerdictKind::Conflicts);
        } else {
            // Nobody gives the old value again: what follows is held against this one.
            let kind =
                if silence > self.settling.lapses { VerdictKind::Changes } else { VerdictKind::Unexpected };
            self.push(at, kind, self.current, false);
            (self.current, self.since) = (class, at);
        }
    }

    /// Whether the current value, which several articles gave for longer than a value takes to settle, is given no more
    /// from `at` on, and the class for as long: then neither was wrong.
    fn gives_way(&self, at: usize, class: usize) -> bool {
        let lasts = |class: usize, from: usize, until: usize| {
            let Some(class) = self.class(class) else { return false };
            let own = class.entries.get(class.from(from)..class.from(until)).unwrap_or_default();
            let entry = |i: Option<&usize>| self.lane.entry(*i?);
            let days =
                entry(own.first()).and_then(Entry::first_day).zip(entry(own.last()).and_then(Entry::day));
            let apart = days.map_or(0, |(first, last)| i64::from((last - first).get_days()));
            let mut families = Families::default();
            let entries = own.iter().filter_map(|i| self.lane.entry(*i));
            entries.for_each(|entry| families.merge(&entry.stretch.families));
            apart > self.settling.settles && families.count() > 1
        };
        lasts(self.current, self.since, at) && lasts(class, at, usize::MAX)
    }

    /// Whether the entry gives what an article gave as the value of before, beside the one that holds.
    fn was_before(&self, at: usize) -> bool {
        let (Some(entry), Some(current)) = (self.lane.entry(at), self.class(self.current)) else {
            return false;
        };
        let holds = current.entries.iter().take_while(|i| **i < at).take(LOOKED_BACK);
        let holds: Vec<&Entry<'_>> = holds.filter_map(|i| self.lane.entry(*i)).collect();
        let beside = |former: &Stretch| {
            let mut articles = former.evidence.iter().map(|e| &e.article);
            articles.any(|a| holds.iter().any(|e| e.stretch.evidence.iter().any(|e| e.article == *a)))
        };
        let mut fits = self.former.iter().filter(|(v, _)| v.relation(&entry.interval) == Relation::Within);
        fits.any(|(_, former)| beside(former))
    }

    /// Whether an article marks the class as new where it turns up.
    fn marked(&self, class: usize, at: usize) -> bool {
        let entries = self.class(class).and_then(|c| c.entries.get(c.from(at)..)).unwrap_or_default();
        let Some(&first) = entries.first() else { return false };
        entries
            .iter()
            .take(LOOK_AHEAD)
            .any(|i| self.days(first, *i) <= self.settling.settles && self.marked_at(*i))
    }

    /// The last entry before `at` that carries the current value.
    fn last_of_current(&self, at: usize) -> usize {
        let before = self.class(self.current).and_then(|c| c.entries.get(c.from(at).checked_sub(1)?));
        before.copied().unwrap_or(self.since)
    }

    /// The days since the last article before `at` that gave the current value.
    fn silence(&self, at: usize) -> i64 {
        self.days(self.last_of_current(at), at)
    }

    /// Whether the class has more behind it than the current one while a value takes to settle: what is given years later
    /// says nothing of what held before.
    fn majority_is_new(&self, class: usize, at: usize) -> bool {
        self.support_soon(class, at, self.support(self.current, self.since) + 1)
    }

    /// The new class takes over, and the article that brings it is told of as a change.
    fn take_over(&mut self, at: usize, class: usize) {
        self.push(at, VerdictKind::Changes, self.current, false);
        let last = self.last_of_current(at);
        if let (Some(entry), Some(old)) = (self.lane.entry(last), self.class(self.current)) {
            let families = old.families();
            let (value, until, reading) = (entry.interval, self.day(at), entry.reading);
            self.history.push(Superseded { value, until, families, reading });
        }
        self.superseded.insert(self.current);
        self.superseded.remove(&class);
        (self.current, self.since) = (class, at);
        self.sure = self.classes.confirmed(self.lane, class, at);
    }

    /// What came first was wrong: its entries are the outliers.
    fn turn(&mut self, at: usize, class: usize) {
        let wrong = self.class(self.current).map_or(Vec::new(), |c| c.entries.clone());
        let since = self.since;
        for entry in wrong.into_iter().filter(|i| *i >= since && *i < at) {
            self.push(entry, VerdictKind::Conflicts, class, false);
        }
        self.outliers.insert(self.current);
        self.current = class;
    }

    fn conflict(&mut self, at: usize, class: usize, kind: VerdictKind) {
        let tie = kind == VerdictKind::Conflicts
            && self.support(class, self.since) == self.support(self.current, self.since);
        // A side that is as strong as the other is shown once.
        let first = self.class(class).and_then(|c| c.entries.first().copied()) == Some(at);
        if !tie || first {
            self.push(at, kind, self.current, tie);
        }
    }

    fn push(&mut self, at: usize, kind: VerdictKind, against: usize, tie: bool) {
        let from = match kind {
            // What held last is what it changed from.
            VerdictKind::Changes | VerdictKind::Unexpected => self.last_of(against, at),
            _ => self.since.min(at),
        };
        let found = self.classes.verdict(self.lane, (at, kind), (against, from));
        self.out.extend(found.map(|v| Verdict { tie, ..v }));
    }

    /// Some entries before `at` that carry a class: those that a change from it cites.
    fn last_of(&self, class: usize, at: usize) -> usize {
        let Some(class) = self.class(class) else { return 0 };
        class.entries.get(class.from(at).saturating_sub(4)).copied().unwrap_or(0)
    }
}

/// The values that readings of the kind that a lane compares give as those of before.
pub(super) fn former<'r>(readings: &'r [Reading], lane: &Lane<'r>) -> Vec<(Interval, &'r Stretch)> {
    let LaneKey { status, kind, unit, basis, .. } = &lane.key;
    let of = |key: &ReadingKey| {
        *status != Status::Proposed
            && key.status == Status::Previous
            && !(key.negated || is_vague(key))
            && (key.kind, &key.unit, &key.basis) == (*kind, unit, basis)
    };
    let found = readings.iter().filter(|r| of(&r.key));
    found.flat_map(|r| r.timeline.stretches().iter().map(|s| (r.key.interval, s))).collect()
}

/// Values of before against what held before: a `previous` claim that fits nothing that was superseded by its
/// day. Told only where independent articles carry what was superseded.
pub(super) fn previous(readings: &[Reading], lanes: &[(&Lane<'_>, Held)]) -> Vec<Verdict> {
    let mut out = Vec::new();
    for (index, reading) in readings.iter().enumerate() {
        let key = &reading.key;
        if key.status != Status::Previous || key.negated || key.voice != Voice::Own || is_vague(key) {
            continue;
        }
        let lane = lanes.iter().find(|(lane, _)| {
            let LaneKey { status, kind, unit, basis, .. } = &lane.key;
            *status != Status::Proposed && (*kind, unit, basis) == (key.kind, &key.unit, &key.basis)
        });
        let Some((_, held)) = lane else { continue };
        for (number, stretch) in reading.timeline.stretches().iter().enumerate() {
            let Some(last) = never_held(held, key.interval, stretch.days.map(|(first, _)| first)) else {
                continue;
            };
            let evidence = readings.get(last.reading).and_then(|r| r.timeline.stretches().first());
            let cited = evidence.map_or(&[][..], |s| &s.evidence);
            let verdict = Verdict::alone(VerdictKind::Conflicts, index, number);
            let other = Some(last.reading);
            out.push(Verdict { other, ..verdict }.citing(cited.iter(), last.families));
        }
    }
    out
}

/// What was superseded last before a day, where `value` fits nothing that was superseded by then and not what
/// holds now.
fn never_held(held: &Held, value: Interval, day: Option<Date>) -> Option<&Superseded> {
    let apart = |other: &Interval| other.relation(&value) == Relation::Disjoint;
    let upto = held.superseded.partition_point(|s| s.until <= day);
    let known = held.superseded.get(upto.saturating_sub(REMEMBERED)..upto).unwrap_or(&[]);
    let last = known.last().filter(|s| s.families > 1)?;
    // What lies beyond all of several values may be older than the first of them: `when there were 16`.
    let above = |a: &Interval, b: &Interval| a.low.at.zip(b.high.at).is_some_and(|(low, high)| low > high);
    let beyond =
        known.iter().all(|s| above(&s.value, &value)) || known.iter().all(|s| above(&value, &s.value));
    if beyond && known.len() > 1 {
        return None;
    }
    (day.is_some() && held.now.as_ref().is_none_or(apart) && known.iter().all(|s| apart(&s.value)))
        .then_some(last)
}
