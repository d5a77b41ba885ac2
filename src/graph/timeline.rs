//! When a value was stated, by how many, in bounded space.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Families;
use crate::claim::ClaimId;
use crate::value::Grain;

/// How many stretches of time a timeline keeps apart. Up to so many different days it is exact to the day.
const STRETCHES: usize = 64;
/// How many claims a stretch names as evidence, one a family.
const EVIDENCE: usize = 4;

/// A claim that stands for others of its stretch.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Evidence {
    /// The first and the last day on which its article may have been published.
    pub published: Option<(Date, Date)>,
    /// The article's id.
    pub article: std::sync::Arc<str>,
    /// Where it stands in the file of the article, in bytes.
    pub place: usize,
    /// The claim's id.
    pub claim: ClaimId,
    /// Its article's family.
    pub family: u64,
}

/// A statement of a value, as a timeline takes it in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carrier {
    /// The day that orders it among others: of publication, or the one that it speaks of; none if undated.
    pub day: Option<Date>,
    /// The claim.
    pub evidence: Evidence,
    /// Whether the article marks the value as new.
    pub marked: bool,
    /// Whether what it speaks of was still to come on the day of its article.
    pub ahead: bool,
    /// Whether it only names the value, as what others are held against.
    pub yardstick: bool,
}

/// What was stated within a stretch of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// The first and the last day that orders a claim of it; none for undated claims.
    pub days: Option<(Date, Date)>,
    /// The latest of the first days on which its articles may have been published.
    pub surely: Option<Date>,
    /// The independent articles.
    pub families: Families,
    /// Whether one of them marks the value as new.
    pub marked: bool,
    /// Whether what all of them speak of was still to come.
    pub ahead: bool,
    /// Whether all of them only name the value, as what others are held against.
    pub yardstick: bool,
    /// The first claims of its first families, in the order of time.
    pub evidence: Vec<Evidence>,
}

impl Stretch {
    fn of(carrier: &Carrier) -> Self {
        let mut families = Families::default();
        families.insert(carrier.evidence.family);
        Self {
            days: carrier.day.map(|d| (d, d)),
            surely: carrier.evidence.published.map(|(first, _)| first),
            families,
            marked: carrier.marked,
            ahead: carrier.ahead,
            yardstick: carrier.yardstick,
            evidence: vec![carrier.evidence.clone()],
        }
    }

    fn merge(&mut self, other: &Self) {
        self.days = match (self.days, other.days) {
            (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
            (a, b) => a.or(b),
        };
        self.surely = self.surely.max(other.surely);
        self.families.merge(&other.families);
        self.marked |= other.marked;
        self.ahead &= other.ahead;
        self.yardstick &= other.yardstick;
        for evidence in &other.evidence {
            self.cite(evidence);
        }
    }

    /// Keeps the first claim of each family, and of those the first few.
    fn cite(&mut self, new: &Evidence) {
        if let Some(old) = self.evidence.iter_mut().find(|e| e.family == new.family) {
            if *new < *old {
                *old = new.clone();
            }
        } else {
            self.evidence.push(new.clone());
        }
        self.evidence.sort_unstable();
        self.evidence.truncate(EVIDENCE);
    }

    /// Whether a claim with this day belongs to the stretch.
    #[must_use]
    pub fn covers(&self, day: Option<Date>) -> bool {
        match (self.days, day) {
            (Some((first, last)), Some(day)) => first <= day && day <= last,
            (None, None) => true,
            _ => false,
        }
    }
}

/// The stretches of time in which a value was stated, in order, undated claims first. Days are kept apart
/// until there are too many of them, then months, years, decades: the same claims give the same timeline in
/// whatever order they come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    grain: Grain,
    stretches: Vec<Stretch>,
}

impl Default for Timeline {
    fn default() -> Self {
        Self { grain: Grain::Day, stretches: Vec::new() }
    }
}

impl From<Stretch> for Timeline {
    fn from(stretch: Stretch) -> Self {
        Self { grain: Grain::Day, stretches: vec![stretch] }
    }
}

impl Timeline {
    /// The stretches in the order of time.
    #[must_use]
    pub fn stretches(&self) -> &[Stretch] {
        &self.stretches
    }

    /// Takes in one more statement.
    pub fn absorb(&mut self, carrier: &Carrier) {
        self.put(Stretch::of(carrier));
    }

    /// Takes in all of another timeline.
    pub fn merge(&mut self, other: &Self) {
        while self.grain < other.grain {
            self.coarsen();
        }
        for stretch in &other.stretches {
            self.put(stretch.clone());
        }
    }

    /// Takes a statement out again: that of an article of which another version is looked at. The stretch
    /// goes if nothing else is known to be in it.
    pub fn forget(&mut self, carrier: &Carrier) {
        let evidence = &carrier.evidence;
        for stretch in self.stretches.iter_mut().filter(|s| s.covers(carrier.day)) {
            let of_family = stretch.evidence.iter().position(|e| e.family == evidence.family);
            match of_family
                .and_then(|at| stretch.evidence.get(at).map(|e| (at, e.article == evidence.article)))
            {
                // A copy of its text says the same.
                Some((_, false)) => {}
                Some((at, true)) => {
                    stretch.evidence.remove(at);
                    stretch.families.remove(evidence.family);
                }
                None => stretch.families.remove(evidence.family),
            }
        }
        self.stretches.retain(|s| s.families.count() > 0);
    }

    /// The same without the stretches that are `gone`.
    #[must_use]
    pub fn without(&self, gone: impl Fn(&Stretch) -> bool) -> Self {
        let stretches = self.stretches.iter().filter(|stretch| !gone(stretch)).cloned().collect();
        Self { grain: self.grain, stretches }
    }

    fn put(&mut self, new: Stretch) {
        let slot = self.slot(&new);
        match self.stretches.binary_search_by_key(&slot, |s| self.slot(s)) {
            Ok(at) => {
                if let Some(old) = self.stretches.get_mut(at) {
                    old.merge(&new);
                }
            }
            Err(at) => {
                // Most readings have one, and there are as many readings as values.
                if self.stretches.is_empty() {
                    self.stretches.reserve_exact(1);
                }
                self.stretches.insert(at, new);
            }
        }
        while self.stretches.len() > STRETCHES && self.grain < Grain::Century {
            self.coarsen();
        }
    }

    /// The first day of the span of time that a stretch falls in.
    fn slot(&self, stretch: &Stretch) -> Option<Date> {
        stretch.days.map(|(first, _)| floor(first, self.grain))
    }

    fn coarsen(&mut self) {
        self.grain = match self.grain {
            Grain::Day | Grain::Week => Grain::Month,
            Grain::Month | Grain::Quarter => Grain::Year,
            Grain::Year => Grain::Decade,
            Grain::Decade | Grain::Century => Grain::Century,
        };
        let mut out: Vec<Stretch> = Vec::new();
        for stretch in std::mem::take(&mut self.stretches) {
            match out.last_mut().filter(|l| self.slot(l) == self.slot(&stretch)) {
                Some(last) => last.merge(&stretch),
                None => out.push(stretch),
            }
        }
        self.stretches = out;
    }

    /// How many independent articles there are in all.
    #[must_use]
    pub fn families(&self) -> usize {
        match self.stretches.as_slice() {
            [one] => one.families.count(),
            all => {
                let mut families = Families::default();
                all.iter().for_each(|s| families.merge(&s.families));
                families.count()
            }
        }
    }
}

/// The first day of the month, year, decade or century that `day` lies in.
fn floor(day: Date, grain: Grain) -> Date {
    let year = |n: i16| Date::new(day.year().div_euclid(n) * n, 1, 1).unwrap_or(day);
    match grain {
        Grain::Day | Grain::Week => day,
        Grain::Month | Grain::Quarter => day.first_of_month(),
        Grain::Year => day.first_of_year(),
        Grain::Decade => year(10),
        Grain::Century => year(100),
    }
}
