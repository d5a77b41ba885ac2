//! The time words of a language, as data.

use std::collections::BTreeMap;

use serde::Deserialize;

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
    /// Feasts on a fixed day, as month-day: `kerst` 12-25; `04-27/7-1` moves one day back where it would be on a Sunday.
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
    /// Phrases behind which a number that may be a year is one: `as early as`.
    #[serde(default)]
    pub year_leads: Vec<String>,
    /// Words that may stand before a bare year, but before other numbers too.
    pub weak_year_cues: Vec<String>,
    /// Words between the parts of a date that mean nothing: `de`, `van`, `of`, `the`.
    pub fillers: Vec<String>,
    /// The words for a decade by its tens: `jaren` before `negentig`.
    pub decade_words: Vec<String>,
    /// What makes a decade of its digits: `s` in `the 1990s`.
    pub decade_endings: Vec<String>,
    /// Words before tens with such an ending that tell of something else: `his` (an age), `temperatures`.
    pub decade_others: Vec<String>,
    /// Whether months are written without a capital: `Jan` by itself is a name.
    pub small_months: bool,
    /// Words before a weekday for the one nearest to a date: `closest` in `the closest Monday to May 3`.
    pub nearest: Vec<String>,
    /// What stands between such a weekday and the date.
    pub nearest_to: Vec<String>,
    /// Whether a numeric date puts the month first where no country says otherwise.
    pub month_first: bool,
    /// Hedges of durations.
    pub hedges: BTreeMap<Hedge, Vec<String>>,
    /// Words that are also ordinary words and count only capitalised: `May`, `March`.
    pub capitalised: Vec<String>,
    /// Feasts as the nth weekday of a month, `month/nth/weekday` with `+days` behind if need be; -1 is the
    /// last: `prinsjesdag` 9/3/2.
    pub nth_feasts: BTreeMap<String, String>,
    /// Feasts of a country that fall otherwise there than elsewhere, or only there, by its ISO 3166-1 code, each in any
    /// of the forms of the other lists, or as `easter-21`.
    pub country_feasts: BTreeMap<String, BTreeMap<String, String>>,
    /// Feasts of another calendar: their first days, in order.
    pub listed_feasts: BTreeMap<String, Vec<String>>,
    /// How many days a feast lasts, if it is more than one: `carnaval` 3.
    pub feast_days: BTreeMap<String, u8>,
    /// Words between a number of units and the day that they are counted on from: `na`, `vanaf`.
    pub offset_after: Vec<String>,
    /// The same, counted back: `voor`.
    pub offset_before: Vec<String>,
    /// What is left of a period, seen from the reference: `de rest van`, `later`.
    pub rest: Vec<String>,
    /// What is over of it: `eerder`.
    pub so_far: Vec<String>,
    /// Words for the last of a row, counted from its end: `laatste` -1, `voorlaatste` -2.
    pub last: BTreeMap<String, i32>,
    /// Letters before the number of a quarter: `Q`, `K`.
    pub quarter_codes: Vec<String>,
    /// Letters before the number of half a year: `H`.
    pub half_codes: Vec<String>,
    /// Decades that have a name of their own: `nineties` 1990.
    pub decade_names: BTreeMap<String, i32>,
    /// Words for the reference itself as the end of a range: `nu`.
    pub now: Vec<String>,
    /// Words before an article that make it count the unit behind it (`for a month`); none if it always
    /// does. `five euros a month` is a rate and no duration.
    pub article_leads: Vec<String>,
    /// Words that make a unit one whole unit: `hele`, `entire`.
    pub whole: Vec<String>,
    /// Words for a few, with the number that they are taken for: `paar` 3.
    pub few: BTreeMap<String, u32>,
    /// Words behind a date that leave it open ahead: `of later`.
    pub or_later: Vec<String>,
    /// Words behind a date that leave it open behind: `of eerder`.
    pub or_earlier: Vec<String>,
    /// Words beside a lone weekday that make it the next: `zal`, `komt`.
    pub ahead_cues: Vec<String>,
    /// Words beside a lone weekday that make it the last: `zei`, `was`.
    pub past_cues: Vec<String>,
    /// Words before the rank of a day that make it one of the month: `op` before `de 27e`.
    pub day_cues: Vec<String>,
    /// Words that cannot be what a number or a rank before them counts: `terug`, `zal`, `will`.
    pub never_counted: Vec<String>,
    /// Words before a number of units that an anchor follows, which make it a stretch from that day on:
    /// `for` before `three days from today`.
    pub stretch_leads: Vec<String>,
    /// Words behind a number of units that count from what was told before: `later`. They are resolved
    /// only where the sentence points ahead.
    pub then_after: Vec<String>,
    /// The same, counted back: `eerder`. Never resolved.
    pub then_before: Vec<String>,
    /// Words behind `then_after` and `then_before` that make them a comparison: `dan`.
    pub than: Vec<String>,
    /// Words for the reference as the end of a range, with the word between: `to date`.
    pub to_now: Vec<String>,
    /// Years that have a name, with the month in which they begin: `schooljaar` 9.
    pub year_names: BTreeMap<String, i8>,
    /// What stands behind a year of our era: `n.Chr.`.
    pub eras: Vec<String>,
    /// Words between a week or weekend and the day that it holds or begins with: `van`, `commencing`.
    pub week_of: Vec<String>,
    /// Words between a number and its unit that change neither: `volle`, `consecutive`.
    pub unit_adjectives: Vec<String>,
    /// Endings of nouns behind which a bound like `voor` means what it is for: `begroting voor 2026`.
    pub purposes: Vec<String>,
    /// Words before a weekday, season or unit that make it any of them: `elke`, `every`.
    pub every: Vec<String>,
    /// Plurals of units and weekdays: with a shift they are more than one, without a number nobody knows
    /// how many.
    pub plurals: Vec<String>,
    /// Words that shift a plural alone: `recent`.
    pub plural_shifts: BTreeMap<String, i32>,
    /// Words before hours that tell the time: `om 8 uur`.
    pub clock_leads: Vec<String>,
    /// Words between a unit and its number where the number follows: `een maand of drie`.
    pub unit_or: Vec<String>,
    /// Those words of `ahead` that before a number of units may also say how long something took.
    pub ahead_or_long: Vec<String>,
    /// Words behind which they always do: `the lowest in ten years`.
    pub long_after: Vec<String>,
    /// Whether a season behind an article is one whatever follows it (no noun is joined to it by a space).
    pub seasons_alone: bool,
    /// What behind a counted weekday says that it is one of a row and no date: `op rij`.
    pub in_a_row: Vec<String>,
    /// Endings of a rank that stand apart from its digits: `20 ste`.
    pub day_endings: Vec<String>,
    /// Endings of verbs that no noun in the plural has: behind a year they say that it counts nothing.
    pub verb_endings: Vec<String>,
    /// Dates in digits that are no dates: `24/7`.
    pub never_dates: Vec<String>,
    /// Verbs in the present tense of what is planned; beside a day they make it the next, unlike `ahead_cues`
    /// they do not say that a distance counts from the reference.
    pub present_verbs: Vec<String>,
    /// Endings of verbs in the past tense: `ed`.
    pub past_endings: Vec<String>,
    /// Words that make the verb behind them an infinitive: `to` in `to hit`.
    pub infinitives: Vec<String>,
    /// Words before `clock_sides` that make the hour behind these a time of the day: `net` in `net voor 7 uur`.
    pub clock_nears: Vec<String>,
    /// See `clock_nears`.
    pub clock_sides: Vec<String>,
    /// Words of a forecast, in whose sentence `voor 2030` means that year.
    pub forecast_words: Vec<String>,
    /// Words with such an ending that are none: `need`.
    pub past_lookalikes: Vec<String>,
    /// Words before `the next year` that make it the time to come, and no calendar year: `over`.
    pub window_leads: Vec<String>,
    /// Bounds that name who did it before an owner: `by` in `destroyed by Monday's storm`.
    pub agents: Vec<String>,
    /// Verbs in the present tense that are nouns in the plural too: `votes`.
    pub noun_verbs: Vec<String>,
    /// Verbs right behind a weekday that make it the next one, unless a participle makes them the perfect
    /// tense: `donderdag is de premier in Parijs`, `donderdag is de premier vertrokken`.
    pub auxiliaries: Vec<String>,
    /// What participles begin with, and what they end in.
    pub participle_starts: Vec<String>,
    /// See `participle_starts`.
    pub participle_ends: Vec<String>,
    /// Ends of nouns with the form of a participle: `ingen` in `verkiezingen`.
    pub participle_lookalikes: Vec<String>,
    /// Ends of verbs in the past tense, which right behind a day make it one that has been: `ontplofte`.
    pub past_verb_ends: Vec<String>,
    /// Words before a plausible year that count nothing: `uit 1976`.
    pub year_sources: Vec<String>,
    /// Adjectives that make a number of units: `daags` in `driedaags`, `14-daags`.
    pub adjective_units: BTreeMap<String, Unit>,
    /// The same, where they tell an age unless one of `lasting` follows: `vijfjarig`.
    pub age_units: BTreeMap<String, Unit>,
    /// Endings of nouns that last and have no age: `contract`.
    pub lasting: Vec<String>,
    /// Words for the days from Monday to Friday, which count only with a shift: `werkweek`.
    pub work_weeks: Vec<String>,
    /// Words that make a decade or a century the one up to or from the reference, and none of the calendar: `past`.
    pub running: Vec<String>,
    /// Codes for a part of the unit of the reference, written in capitals: `EOY` the end of the year.
    pub period_codes: BTreeMap<String, PeriodCode>,
    /// Those codes that are also other words, and count only alone in their line.
    pub lone_codes: Vec<String>,
    /// Shifts that before a weekday mean that of the next week: `next`.
    pub next_week: Vec<String>,
    /// Words between two bare years of a row: `en`, `maar niet`.
    pub row_joiners: Vec<String>,
    /// Words between a number and days that make them working days: `business`.
    pub working: Vec<String>,
    /// Units that are written as a letter, and count only behind digits: `h`.
    pub letter_units: Vec<String>,
    /// Starts of the words that behind a number and a hyphen count units: `uurs` in `24-uursstaking`.
    pub compound_units: BTreeMap<String, Unit>,
    /// What stands behind a length of time and bounds it: `of langer`.
    pub trailing_hedges: BTreeMap<Hedge, Vec<String>>,
    /// Words that cap a length of time behind them: `tot` in `riskeert tot 20 jaar cel`.
    pub caps: Vec<String>,
    /// Starts of the words behind which such a word tells what was reached or given: `veroordeel`.
    pub reached: Vec<String>,
    /// Words before one of `ahead` that make the time behind it that over which something is spread: `verdeeld`
    /// in `verdeeld over drie jaar`, `miljard` in `8 miljard over vier jaar`.
    pub spread_leads: Vec<String>,
    /// Hedges that are no more than that behind such a word, or where a sentence begins: `over` in `£2bn over four years`.
    pub spread_hedges: Vec<String>,
    /// Words behind it that do so: `afgeschreven` in `over tien jaar afgeschreven`.
    pub spread_verbs: Vec<String>,
    /// Words before a number of units that make it the time up to the reference: `sinds`.
    pub so_long: Vec<String>,
    /// Nouns of what a forecast or a budget says of a year, in whose sentence `voor 2026` means that year.
    pub yearly: Vec<String>,
}

/// A part of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodCode {
    /// The part; none is the whole.
    pub part: Option<Part>,
    /// The unit in which the reference lies.
    pub unit: Unit,
}

/// When a feast is, and for how many days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Feast {
    pub(super) day: FeastDay,
    pub(super) days: u8,
}

/// When a feast begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FeastDay {
    /// On the same day each year; on that weekday so many days later.
    Fixed { month: i8, day: i8, moved: Option<(i8, i8)> },
    /// So many days from Easter Sunday.
    Easter(i32),
    /// On the nth weekday of a month (-1: the last), and so many days later.
    Nth { month: i8, nth: i8, weekday: i8, plus: i8 },
    /// On the days of a list, by its number.
    Listed(usize),
}

impl FeastDay {
    /// `12-25`, `04-27/7-1`, `9/3/2`, `11/4/4+1`, `easter-21`
    pub(super) fn read(text: &str) -> Option<Self> {
        if let Some(days) = text.strip_prefix("easter") {
            return Some(Self::Easter(if days.is_empty() { 0 } else { days.parse().ok()? }));
        }
        if text.split('/').count() == 3 { Self::nth(text) } else { Self::fixed(text) }
    }

    fn fixed(text: &str) -> Option<Self> {
        let (date, moved) = text.split_once('/').unwrap_or((text, ""));
        let (month, day) = date.split_once('-')?;
        let moved = match moved.split_at_checked(1) {
            Some((weekday, shift)) => Some((weekday.parse().ok()?, shift.parse().ok()?)),
            None => None,
        };
        Some(Self::Fixed { month: month.parse().ok()?, day: day.parse().ok()?, moved })
    }

    fn nth(text: &str) -> Option<Self> {
        let (rule, plus) = text.split_once('+').unwrap_or((text, "0"));
        let mut parts = rule.split('/').map(str::parse::<i8>);
        let mut part = || parts.next()?.ok();
        Some(Self::Nth { month: part()?, nth: part()?, weekday: part()?, plus: plus.parse().ok()? })
    }
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Unit {
    Second,
    Minute,
    QuarterHour,
    Hour,
    Day,
    Workday,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    HalfYear,
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
            Self::QuarterHour => (DurationUnit::Minute, 15),
            Self::Hour => (DurationUnit::Hour, 1),
            Self::Day | Self::Workday => (DurationUnit::Day, 1),
            Self::Weekend => (DurationUnit::Day, 2),
            Self::Week => (DurationUnit::Week, 1),
            Self::Fortnight => (DurationUnit::Week, 2),
            Self::Month => (DurationUnit::Month, 1),
            Self::Quarter => (DurationUnit::Month, 3),
            Self::HalfYear => (DurationUnit::Month, 6),
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
    /// From its first day on where that lies ahead, else nothing: `from`, which also says whence.
    SinceAhead,
    /// Until its first day where the date is absolute, else nothing: `voor`, which also says what for.
    BeforeOrFor,
}
