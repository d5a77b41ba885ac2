//! The time words of a language, as data and compiled.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::super::lexicon::{Lexicon, Phrases, WordId};
use crate::value::{DurationUnit, Hedge};

/// The `time` section of a language pack.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TimePack {
    /// Names and abbreviations of the months, 1 to 12.
    pub months: BTreeMap<String, i8>,
    /// Names and abbreviations of the days of the week, Monday 1 to Sunday 7.
    pub weekdays: BTreeMap<String, i8>,
    /// Units of time: `dag` day, `jaren` year.
    pub units: BTreeMap<String, Unit>,
    /// Days counted from the reference: `gisteren` -1.
    pub days: BTreeMap<String, i32>,
    /// Words that shift a unit, a month or a weekday: `vorige` -1, `deze` 0, `volgende` 1.
    pub shifts: BTreeMap<String, i32>,
    /// Parts of a longer period: `begin` start, `medio` middle, `eind` end.
    pub parts: BTreeMap<String, Part>,
    /// Seasons of the northern hemisphere.
    pub seasons: BTreeMap<String, Season>,
    /// Feasts on a fixed day, as month-day: `kerst` 12-25.
    pub feasts: BTreeMap<String, String>,
    /// Feasts by their distance from Easter Sunday in days.
    pub easter_feasts: BTreeMap<String, i32>,
    /// Words behind a number of units that make it lie in the past: `geleden`.
    pub ago: Vec<String>,
    /// Words before a number of units that make it lie ahead: `over`.
    pub ahead: Vec<String>,
    /// Words behind a number of units that make it lie ahead: `from now`.
    pub from_now: Vec<String>,
    /// Words before a number of units that give a window from the reference on: `binnen`.
    pub within: Vec<String>,
    /// Words before a number of units for the time to come, and for the time past: `komende`, `afgelopen`.
    pub coming: Vec<String>,
    /// See `coming`.
    pub past: Vec<String>,
    /// Bounds: words before a date by what they make of it.
    pub bounds: BTreeMap<BoundWord, Vec<String>>,
    /// Range words: before both and between both.
    pub ranges: Vec<super::super::pack::RangeWords>,
    /// Words that join two days of one month: `en`, `op`, `tot`.
    pub day_joiners: Vec<String>,
    /// Words that may stand before a bare year.
    pub year_cues: Vec<String>,
    /// Words that may stand before a bare year, but before other numbers too.
    pub weak_year_cues: Vec<String>,
    /// Words between the parts of a date that mean nothing: `de`, `van`, `of`, `the`.
    pub fillers: Vec<String>,
    /// The words for a decade by its tens: `jaren` before `negentig`.
    pub decade_words: Vec<String>,
    /// Whether a numeric date puts the month first where no country says otherwise.
    pub month_first: bool,
    /// Hedges of durations.
    pub hedges: BTreeMap<Hedge, Vec<String>>,
    /// Words that are also ordinary words and count only capitalised: `May`, `March`.
    pub capitalised: Vec<String>,
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

impl Unit {
    /// The unit of a duration, and how many of it one of these is.
    pub(super) const fn duration(self) -> (DurationUnit, u32) {
        match self {
            Self::Second => (DurationUnit::Second, 1),
            Self::Minute => (DurationUnit::Minute, 1),
            Self::Hour => (DurationUnit::Hour, 1),
            Self::Day => (DurationUnit::Day, 1),
            Self::Weekend => (DurationUnit::Day, 2),
            Self::Week => (DurationUnit::Week, 1),
            Self::Month => (DurationUnit::Month, 1),
            Self::Quarter => (DurationUnit::Month, 3),
            Self::Year => (DurationUnit::Year, 1),
            Self::Decade => (DurationUnit::Year, 10),
            Self::Century => (DurationUnit::Year, 100),
        }
    }
}

/// A part of a longer period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Part {
    Start,
    Middle,
    End,
    FirstHalf,
    SecondHalf,
}

/// A season.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

/// What a word before a date makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BoundWord {
    /// From its first day on: `sinds`, `vanaf`.
    Since,
    /// From the day after it on: `na`.
    After,
    /// Until its first day: `voor`.
    Before,
    /// Until its last day: `tot en met`, `uiterlijk`, `tegen`.
    Until,
}

/// The compiled words.
#[derive(Debug, Clone, Default)]
pub(super) struct TimeWords {
    pub(super) months: FxHashMap<WordId, i8>,
    pub(super) weekdays: FxHashMap<WordId, i8>,
    pub(super) units: FxHashMap<WordId, Unit>,
    pub(super) days: Phrases<i32>,
    pub(super) shifts: FxHashMap<WordId, i32>,
    pub(super) parts: Phrases<Part>,
    pub(super) seasons: FxHashMap<WordId, Season>,
    pub(super) feasts: Phrases<(i8, i8)>,
    pub(super) easter_feasts: Phrases<i32>,
    pub(super) ago: Phrases<()>,
    pub(super) ahead: Phrases<()>,
    pub(super) from_now: Phrases<()>,
    pub(super) within: Phrases<()>,
    pub(super) coming: Phrases<()>,
    pub(super) past: Phrases<()>,
    pub(super) bounds: Phrases<BoundWord>,
    pub(super) ranges: Vec<(Phrases<()>, bool, Phrases<()>)>,
    pub(super) day_joiners: Phrases<()>,
    pub(super) year_cues: Vec<WordId>,
    pub(super) weak_year_cues: Vec<WordId>,
    pub(super) fillers: Vec<WordId>,
    pub(super) decade_words: Vec<WordId>,
    pub(super) month_first: bool,
    pub(super) hedges: Phrases<Hedge>,
    pub(super) capitalised: Vec<WordId>,
}

impl TimeWords {
    pub(super) fn new(pack: &TimePack, lexicon: &mut Lexicon) -> Self {
        let mut out = Self { month_first: pack.month_first, ..Self::default() };
        out.months = ids(&pack.months, lexicon);
        out.weekdays = ids(&pack.weekdays, lexicon);
        out.units = ids(&pack.units, lexicon);
        out.shifts = ids(&pack.shifts, lexicon);
        out.seasons = ids(&pack.seasons, lexicon);
        pack.days.iter().for_each(|(w, v)| out.days.add(lexicon, w, *v));
        pack.parts.iter().for_each(|(w, v)| out.parts.add(lexicon, w, *v));
        pack.easter_feasts.iter().for_each(|(w, v)| out.easter_feasts.add(lexicon, w, *v));
        for (word, day) in &pack.feasts {
            let day = day.split_once('-').and_then(|(m, d)| Some((m.parse().ok()?, d.parse().ok()?)));
            if let Some(day) = day {
                out.feasts.add(lexicon, word, day);
            }
        }
        for (list, into) in [
            (&pack.ago, &mut out.ago),
            (&pack.ahead, &mut out.ahead),
            (&pack.from_now, &mut out.from_now),
            (&pack.within, &mut out.within),
            (&pack.coming, &mut out.coming),
            (&pack.past, &mut out.past),
            (&pack.day_joiners, &mut out.day_joiners),
        ] {
            list.iter().for_each(|p| into.add(lexicon, p, ()));
        }
        for (bound, phrases) in &pack.bounds {
            phrases.iter().for_each(|p| out.bounds.add(lexicon, p, *bound));
        }
        for (hedge, phrases) in &pack.hedges {
            phrases.iter().for_each(|p| out.hedges.add(lexicon, p, *hedge));
        }
        for range in &pack.ranges {
            let (mut before, mut between) = (Phrases::default(), Phrases::default());
            range.before.iter().for_each(|p| before.add(lexicon, p, ()));
            range.between.iter().for_each(|p| between.add(lexicon, p, ()));
            out.ranges.push((before, !range.before.is_empty(), between));
        }
        let mut list = |words: &[String]| words.iter().map(|w| lexicon.intern(w)).collect::<Vec<_>>();
        out.year_cues = list(&pack.year_cues);
        out.weak_year_cues = list(&pack.weak_year_cues);
        out.fillers = list(&pack.fillers);
        out.decade_words = list(&pack.decade_words);
        out.capitalised = list(&pack.capitalised);
        out
    }
}

fn ids<V: Copy>(map: &BTreeMap<String, V>, lexicon: &mut Lexicon) -> FxHashMap<WordId, V> {
    map.iter().map(|(w, v)| (lexicon.intern(w), *v)).collect()
}
