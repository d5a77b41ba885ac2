//! `state`: a value holds until something changes it.
//!
//! The lane is swept in time. A class of values takes over where an article marks it as
//! new, or where it is repeated by independent articles after the old value has settled;
//! within the time that a value needs to settle, the class with the most independent
//! articles is right and the others are outliers. What has been taken over is superseded,
//! and stale where it is given as current again.

use jiff::civil::Date;
use rustc_hash::FxHashSet;

use super::classes::{Class, NONE, classes};
use super::event::verdict;
use super::{Entry, Verdict, VerdictKind};

/// How many classes a new value is weighed against: those that turn up next.
const LOOK_AHEAD: usize = 16;

struct Sweep<'a> {
    lane: &'a [Entry],
    classes: Vec<Class>,
    settles: i64,
    current: usize,
    /// When the current class took over.
    since: usize,
    superseded: FxHashSet<usize>,
    /// Classes that have been found to be outliers: all their entries are.
    outliers: FxHashSet<usize>,
    out: Vec<Verdict>,
}

/// The verdicts of a lane whose value holds until it changes; `settles` in days.
pub(super) fn judge(lane: &[Entry], settles: i64) -> Vec<Verdict> {
    let (classes, of) = classes(lane);
    let Some(&first) = of.iter().find(|c| **c != NONE) else { return Vec::new() };
    let mut sweep = Sweep {
        lane,
        classes,
        settles,
        current: first,
        since: 0,
        superseded: FxHashSet::default(),
        outliers: FxHashSet::default(),
        out: Vec::new(),
    };
    sweep.current = sweep.strongest_near(0, first);
    for (at, &class) in of.iter().enumerate() {
        sweep.step(at, class);
    }
    sweep.out
}

impl Sweep<'_> {
    fn day(&self, at: usize) -> Option<Date> {
        self.lane.get(at).and_then(Entry::day)
    }

    /// The days from one entry to another.
    fn days(&self, from: usize, to: usize) -> i64 {
        match (self.day(from), self.day(to)) {
            (Some(a), Some(b)) => i64::from((b - a).get_days()),
            _ => 0,
        }
    }

    /// How many independent articles carry the class from the entry `at` on.
    fn support(&self, class: usize, at: usize) -> usize {
        let Some(class) = self.classes.get(class) else { return 0 };
        let from = class.entries.partition_point(|i| *i < at);
        let later = class.entries.iter().skip(from).filter_map(|i| self.lane.get(*i));
        later.map(|e| e.family).collect::<FxHashSet<_>>().len()
    }

    /// Of the classes that first turn up within the settling time from `at` on, the one with the most support.
    fn strongest_near(&self, at: usize, class: usize) -> usize {
        let new =
            |c: &Class| c.entries.first().copied().filter(|i| *i >= at && self.days(at, *i) <= self.settles);
        let mut best = (self.support(class, at), class);
        let later = self.classes.iter().enumerate().skip(class).take(LOOK_AHEAD);
        for (index, candidate) in later {
            if new(candidate).is_some() && self.support(index, at) > best.0 {
                best = (self.support(index, at), index);
            }
        }
        best.1
    }

    fn step(&mut self, at: usize, class: usize) {
        if class == self.current || class == NONE {
            return;
        }
        if self.outliers.contains(&class) {
            self.conflict(at, class, VerdictKind::Conflicts);
        } else if self.superseded.contains(&class) {
            self.superseded_again(at, class);
        } else {
            self.newcomer(at, class);
        }
    }

    fn superseded_again(&mut self, at: usize, class: usize) {
        let back = self.support(class, at) > 1 && self.support(class, at) > self.support(self.current, at);
        let marked = self.lane.get(at).is_some_and(|e| e.marked) && self.support(self.current, at) == 0;
        if back || marked {
            self.take_over(at, class);
        } else if self.surely_later(at) {
            self.conflict(at, class, VerdictKind::Stale);
        }
    }

    /// Whether the entry was published after the current value took over, however coarse its date.
    fn surely_later(&self, at: usize) -> bool {
        let first = self.lane.get(at).and_then(|e| e.published).map(|(first, _)| first);
        matches!((first, self.day(self.since)), (Some(first), Some(since)) if first > since)
    }

    /// How many independent articles carry the class within the settling time from the entry `at` on.
    fn support_soon(&self, class: usize, at: usize) -> usize {
        let Some(class) = self.classes.get(class) else { return 0 };
        let from = class.entries.partition_point(|i| *i < at);
        let soon = class.entries.iter().skip(from).take_while(|i| self.days(at, **i) <= self.settles);
        soon.filter_map(|i| self.lane.get(*i)).map(|e| e.family).collect::<FxHashSet<_>>().len()
    }

    fn newcomer(&mut self, at: usize, class: usize) {
        let best = self.strongest_near(at, class);
        if best != class && best != self.current {
            // Another new value follows at once and has more behind it: that one is the change.
            self.outliers.insert(class);
            self.push(at, VerdictKind::Conflicts, best, false);
            return;
        }
        let marked = self.marked(class);
        let (mine, theirs) = (self.support(class, at), self.support(self.current, at));
        let settled = self.days(self.last_of_current(at), at) > self.settles;
        let soon = self.support_soon(self.current, at);
        let changes =
            if marked { mine >= theirs.max(1) && mine > soon } else { settled && mine > 1 && mine > theirs };
        if changes && !marked && mine > 2 && self.support(self.current, self.since) == 1 {
            // One article alone said otherwise, and nothing says that it changed since.
            self.turn(at, class);
        } else if changes {
            self.take_over(at, class);
        } else if !marked && !settled && self.majority_is_new(class) {
            // The value given before was the odd one out.
            self.turn(at, class);
        } else if !settled || theirs > 0 {
            self.outliers.insert(class);
            self.conflict(at, class, VerdictKind::Conflicts);
        } else {
            self.outliers.insert(class);
            self.conflict(at, class, VerdictKind::Unexpected);
        }
    }

    /// Whether an article marks the class as new where it first turns up.
    fn marked(&self, class: usize) -> bool {
        let entries = self.classes.get(class).map_or(&[][..], |c| &c.entries);
        let Some(&first) = entries.first() else { return false };
        entries
            .iter()
            .take(LOOK_AHEAD)
            .any(|i| self.days(first, *i) <= self.settles && self.lane.get(*i).is_some_and(|e| e.marked))
    }

    /// The last entry before `at` that carries the current value.
    fn last_of_current(&self, at: usize) -> usize {
        let entries = self.classes.get(self.current).map_or(&[][..], |c| &c.entries);
        let before = entries.partition_point(|i| *i < at);
        before.checked_sub(1).and_then(|i| entries.get(i)).copied().unwrap_or(self.since)
    }

    fn majority_is_new(&self, class: usize) -> bool {
        let all = |c: usize| self.support(c, self.since);
        all(class) > all(self.current)
    }

    /// The new class takes over, and the article that brings it is told of as a change.
    fn take_over(&mut self, at: usize, class: usize) {
        self.push(at, VerdictKind::Changes, self.current, false);
        self.superseded.insert(self.current);
        self.superseded.remove(&class);
        (self.current, self.since) = (class, at);
    }

    /// What came first was wrong: its entries are the outliers.
    fn turn(&mut self, at: usize, class: usize) {
        let wrong = self.classes.get(self.current).map(|c| c.entries.clone()).unwrap_or_default();
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
        let first = self.classes.get(class).and_then(|c| c.entries.first().copied()) == Some(at);
        if !tie || first {
            self.push(at, kind, self.current, tie);
        }
    }

    fn push(&mut self, at: usize, kind: VerdictKind, against: usize, tie: bool) {
        let Some(class) = self.classes.get(against) else { return };
        let since = if matches!(kind, VerdictKind::Changes) { 0 } else { self.since.min(at) };
        let from = class.entries.partition_point(|i| *i < since);
        let others: Vec<usize> = class.entries.iter().skip(from).copied().filter(|i| *i != at).collect();
        let others = if others.is_empty() { class.entries.clone() } else { others };
        let Some(found) = verdict(self.lane, at, &others, tie) else { return };
        let disputed = found.kind == VerdictKind::Disputes && kind != VerdictKind::Changes;
        let kind = if disputed { VerdictKind::Disputes } else { kind };
        self.out.push(Verdict { kind, ..found });
    }
}
