//! Classes: values of a lane that agree, found by one sweep over the interval ends.

use std::collections::BTreeMap;

use super::lane::{Entry, Lane};
use super::{Verdict, VerdictKind};
use crate::claim::Status;
use crate::graph::{Evidence, Families, ValueKind, Voice};
use crate::value::{Bound, Date, Decimal, Interval, Relation};

/// The class of what fits two classes.
pub(super) const NONE: usize = usize::MAX;
/// How many claims a verdict cites at most.
const CITED: usize = 8;
/// How many entries before the one that they contradict are cited before those behind it.
const NEAR: usize = 4;
/// How many entries are looked at to find them.
const LOOKED_AT: usize = 64;

/// The entries of a lane that agree with each other.
#[derive(Debug, Clone, Default)]
pub(super) struct Class<'r> {
    /// Positions in the lane, in the order of time.
    pub(super) entries: Vec<usize>,
    /// How many independent articles carry it from each of these entries on.
    support: Vec<usize>,
    /// How many of them do not only name it.
    holding: Vec<usize>,
    /// The entries by voice.
    voices: BTreeMap<&'r Voice, Vec<usize>>,
    /// Whether something of it rests on no assumption.
    firm: bool,
}

impl Class<'_> {
    /// How many independent articles carry it.
    pub(super) fn families(&self) -> usize {
        self.support.first().copied().unwrap_or(0)
    }

    /// How many independent articles carry it from the position `at` on.
    pub(super) fn support(&self, at: usize) -> usize {
        self.support.get(self.from(at)).copied().unwrap_or(0)
    }

    /// How many independent articles say from the position `at` on that it holds, and do not only name it.
    pub(super) fn holding(&self, at: usize) -> usize {
        self.holding.get(self.from(at)).copied().unwrap_or(0)
    }

    /// How many of its entries stand before the position `at`.
    pub(super) fn from(&self, at: usize) -> usize {
        self.entries.partition_point(|i| *i < at)
    }
}

/// The classes of a lane.
#[derive(Debug)]
pub(super) struct Classes<'r> {
    /// In the order of their first entry.
    pub(super) all: Vec<Class<'r>>,
    /// The class of each entry of the lane.
    pub(super) of: Vec<usize>,
}

impl<'r> Classes<'r> {
    /// Sweeps the interval ends of a lane.
    ///
    /// The intervals are gone through by their upper ends; each that does not fit the last representative
    /// becomes one. What overlaps a representative, or is doubtful against it, holds the same point, and
    /// agrees. What fits two representatives is compatible with both and in no class: it is [`NONE`].
    pub(super) fn of(lane: &Lane<'r>) -> Self {
        let mut order: Vec<usize> = (0..lane.entries.len()).collect();
        let ends = |i: &usize| lane.entry(*i).map(|e| (upper(&e.interval.high), lower(&e.interval.low)));
        order.sort_by_key(|i| (ends(i), *i));
        let mut heads: Vec<Interval> = Vec::new();
        for entry in order.iter().filter_map(|i| lane.entry(*i)) {
            if heads.last().is_none_or(|h| h.relation(&entry.interval) == Relation::Disjoint) {
                heads.push(entry.interval);
            }
        }
        let of: Vec<usize> = lane.entries.iter().map(|e| head_of(&heads, &e.interval)).collect();
        Self::gather(lane, of)
    }

    /// Numbers the classes by their first entries.
    fn gather(lane: &Lane<'r>, heads: Vec<usize>) -> Self {
        let mut number: BTreeMap<usize, usize> = BTreeMap::new();
        let mut all: Vec<Class<'r>> = Vec::new();
        let mut of = Vec::with_capacity(heads.len());
        for (i, (entry, head)) in lane.entries.iter().zip(heads).enumerate() {
            if head == NONE {
                of.push(NONE);
                continue;
            }
            let class = *number.entry(head).or_insert(all.len());
            of.push(class);
            if class == all.len() {
                all.push(Class::default());
            }
            if let Some(class) = all.get_mut(class) {
                class.entries.push(i);
                class.voices.entry(&entry.key.voice).or_default().push(i);
                class.firm |= !entry.key.assumed;
            }
        }
        for class in &mut all {
            class.support = independent(lane, &class.entries, |_| true);
            class.holding = independent(lane, &class.entries, |entry| !entry.stretch.yardstick);
        }
        Self { all, of }
    }

    /// The class numbered so.
    pub(super) fn get(&self, class: usize) -> Option<&Class<'r>> {
        self.all.get(class)
    }

    /// Where the class that turns up at `at` is more than what one article says: at the first entry that marks it as
    /// new, or that brings a second independent article.
    pub(super) fn confirmed(&self, lane: &Lane<'r>, class: usize, at: usize) -> usize {
        let from = self.get(class).map_or(0, |class| class.from(at));
        let entries = self.get(class).and_then(|class| class.entries.get(from..)).unwrap_or_default();
        let mut families = Families::default();
        let surely = entries.iter().take(LOOKED_AT).find(|i| {
            lane.entry(**i).is_some_and(|entry| {
                families.merge(&entry.stretch.families);
                entry.stretch.marked || families.count() > 1
            })
        });
        surely.copied().unwrap_or(at)
    }

    /// The verdict `kind` on the entry `at` against the entries of a class from the position `from` on. Where
    /// the class does not speak with the entry's voice, a contradiction is a dispute; where one of the two
    /// rests on an assumption, it is doubtful.
    pub(super) fn verdict(
        &self,
        lane: &Lane<'r>,
        (at, kind): (usize, VerdictKind),
        (class, from): (usize, usize),
    ) -> Option<Verdict> {
        let entry = lane.entry(at)?;
        let class = self.get(class)?;
        let own: &[usize] = class.voices.get(entry.voice()).map_or(&[], Vec::as_slice);
        let own = if *entry.voice() == Voice::Unnamed { &[] } else { own };
        let start = |all: &[usize]| {
            let start = all.partition_point(|i| *i < from);
            if start < all.len() { start } else { 0 }
        };
        // Those who speak with the same voice are cited first.
        let nearest = |all: &[usize]| match kind {
            // Of those who contradict it the nearest in time are shown.
            VerdictKind::Conflicts => start(all).max(all.partition_point(|i| *i < at).saturating_sub(NEAR)),
            _ => start(all),
        };
        let same = own.get(nearest(own)..).unwrap_or(&[]);
        let all = class.entries.get(nearest(&class.entries)..).unwrap_or(&[]);
        // What is out of date is so since the new value came, whoever brought it.
        let (near, far) = if kind == VerdictKind::Stale { (all, same) } else { (same, all) };
        let cited = cite(lane, entry, near.iter().take(LOOKED_AT).chain(far.iter().take(LOOKED_AT)));
        // What its own words tell fully stands for the class.
        let shown =
            near.iter().take(LOOKED_AT).chain(far.iter().take(LOOKED_AT)).filter_map(|i| lane.entry(*i));
        let first = shown.min_by_key(|e| e.key.leans)?;
        // The article itself, where it gives the other value too, is no other one, and knows of both.
        let copies = |e: &Evidence| entry.stretch.families.is_only(e.family);
        let around = class.from(at).saturating_sub(LOOKED_AT / 2);
        let close = class.entries.iter().skip(around).take(LOOKED_AT).filter_map(|i| lane.entry(*i));
        let both = close.clone().any(|e| e.stretch.evidence.iter().any(copies));
        let nearby = all.iter().take(LOOKED_AT).filter_map(|i| lane.entry(*i));
        let on_one_path = are_steps(entry, nearby.chain(close));
        // An article that gives two values may mean two things by them.
        let itself = |e: &Evidence| entry.stretch.evidence.iter().all(|own| own.article == e.article);
        let kind = match kind {
            _ if cited.iter().all(|e| itself(e)) => VerdictKind::Doubtful,
            VerdictKind::Stale if both => VerdictKind::Doubtful,
            // News of a change is news, whoever brings it.
            VerdictKind::Changes | VerdictKind::Moves => kind,
            _ if on_one_path => VerdictKind::Doubtful,
            VerdictKind::Conflicts if foreseen_later(lane, entry, first) => VerdictKind::Doubtful,
            _ if entry.key.assumed || !class.firm => VerdictKind::Doubtful,
            _ if own.is_empty() => VerdictKind::Disputes,
            kind => kind,
        };
        let families = class.support(from).max(usize::from(!cited.is_empty()));
        let families = if start(&class.entries) == 0 { class.families() } else { families };
        let families = if both { families.saturating_sub(1).max(1) } else { families };
        Some(entry.verdict(kind, Some(first.reading)).citing(cited.into_iter(), families))
    }
}

/// How many independent articles stand in the entries from each of them on, of those that count.
fn independent(lane: &Lane<'_>, entries: &[usize], counts: impl Fn(&Entry<'_>) -> bool) -> Vec<usize> {
    let mut families = Families::default();
    let mut out = Vec::with_capacity(entries.len());
    for entry in entries.iter().rev().filter_map(|i| lane.entry(*i)) {
        if counts(entry) {
            families.merge(&entry.stretch.families);
        }
        out.push(families.count());
    }
    out.reverse();
    out
}

/// The year in which a value is due.
fn due_year(entry: &Entry<'_>) -> Option<i16> {
    entry.key.due.and_then(|due| due.to.or(due.from)).map(Date::year)
}

/// Whether a figure lies below another.
fn lies_below(a: &Entry<'_>, b: &Entry<'_>) -> bool {
    a.key.kind == ValueKind::Figure
        && a.key.interval.high.at.zip(b.key.interval.low.at).is_some_and(|(high, low)| high < low)
}

/// Whether one article gives both values.
pub(super) fn share_article(a: &Entry<'_>, b: &Entry<'_>) -> bool {
    let all = &b.stretch.evidence;
    a.stretch.evidence.iter().any(|own| all.iter().any(|other| own.article == other.article))
}

/// Whether a value and one of those of a class are steps of one path: the lower is due in some year, and the higher in a
/// later one, or in none that anybody gives, or in none that an article gives that tells of both.
fn are_steps<'e>(entry: &Entry<'_>, class: impl Iterator<Item = &'e Entry<'e>> + Clone) -> bool {
    let open = class.clone().all(|other| due_year(other).is_none());
    let steps = |other: &Entry<'_>| {
        let (low, high) = if lies_below(entry, other) { (entry, other) } else { (other, entry) };
        let both = || share_article(low, high);
        lies_below(low, high)
            && match (due_year(low), due_year(high)) {
                (Some(first), Some(second)) => first < second,
                (Some(_), None) => both() || (open && lies_below(entry, other)),
                (None, _) => false,
            }
    };
    let mut class = class;
    class.any(steps)
}

/// For how many days one forecast of a period may be held against another.
const FORESEEN: i32 = 60;

/// Whether two values are forecasts, made at such a distance that the later one knows more.
fn foreseen_later(lane: &Lane<'_>, a: &Entry<'_>, b: &Entry<'_>) -> bool {
    let apart = a.day().zip(b.day()).is_some_and(|(a, b)| (a - b).get_days().abs() > FORESEEN);
    lane.key.status == Status::Forecast && lane.key.period.is_some() && apart
}

/// The first claims of the first other families.
fn cite<'l, 'i>(
    lane: &'l Lane<'_>,
    entry: &Entry<'_>,
    positions: impl Iterator<Item = &'i usize> + Clone,
) -> Vec<&'l Evidence> {
    let own = |e: &Evidence| entry.stretch.families.is_only(e.family);
    let all = positions.filter_map(|i| lane.entry(*i)).flat_map(|e| &e.stretch.evidence);
    let mut out: Vec<&Evidence> = Vec::with_capacity(CITED);
    for evidence in all.clone().filter(|e| !own(e)) {
        if out.iter().all(|cited| cited.family != evidence.family) {
            out.push(evidence);
            if out.len() == CITED {
                break;
            }
        }
    }
    // Two figures in copies of one text, or within one article, are not two sources.
    if out.is_empty() { all.take(1).collect() } else { out }
}

/// The only representative that an interval fits. Representatives lie apart and in order.
fn head_of(heads: &[Interval], interval: &Interval) -> usize {
    let at = heads.partition_point(|h| below(h, interval));
    let near = at.saturating_sub(1)..(at + 3).min(heads.len());
    let mut fits = near.filter(|i| heads.get(*i).is_some_and(|h| h.relation(interval) != Relation::Disjoint));
    match (fits.next(), fits.next()) {
        (Some(one), None) => one,
        _ => NONE,
    }
}

/// Whether a representative lies wholly below an interval.
fn below(head: &Interval, interval: &Interval) -> bool {
    matches!((head.high.at, interval.low.at), (Some(high), Some(low)) if high < low)
}

/// A key that orders lower ends: an open infinity first.
fn lower(bound: &Bound) -> (bool, Option<Decimal>) {
    (bound.at.is_some(), bound.at)
}

/// A key that orders upper ends: an open infinity last.
fn upper(bound: &Bound) -> (bool, Option<Decimal>) {
    (bound.at.is_none(), bound.at)
}
