//! The time words of a language, as data and compiled.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::super::lexicon::{Lexicon, Phrases, WordMap, WordSet};
use super::opening::Openings;
use crate::value::{Date, DurationUnit, Hedge};

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
    fn read(text: &str) -> Option<Self> {
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

/// The compiled words.
#[derive(Debug, Clone, Default)]
pub(super) struct TimeWords {
    pub(super) months: WordMap<i8>,
    pub(super) weekdays: WordMap<i8>,
    pub(super) units: WordMap<Unit>,
    pub(super) days: Phrases<i32>,
    pub(super) shifts: WordMap<i32>,
    pub(super) parts: Phrases<Part>,
    pub(super) seasons: WordMap<Season>,
    pub(super) feasts: Phrases<Feast>,
    /// By country.
    pub(super) country_feasts: BTreeMap<String, Phrases<Feast>>,
    pub(super) listed_feasts: Vec<Vec<Date>>,
    pub(super) ago: Phrases<()>,
    pub(super) ahead: Phrases<()>,
    pub(super) from_now: Phrases<()>,
    pub(super) within: Phrases<()>,
    pub(super) coming: Phrases<()>,
    pub(super) past: Phrases<()>,
    pub(super) bounds: Phrases<BoundWord>,
    pub(super) ranges: Vec<(Phrases<()>, bool, Phrases<()>)>,
    pub(super) day_joiners: Phrases<()>,
    pub(super) year_cues: WordSet,
    pub(super) year_leads: Phrases<()>,
    pub(super) weak_year_cues: WordSet,
    pub(super) fillers: WordSet,
    pub(super) decade_words: WordSet,
    pub(super) decade_endings: WordSet,
    pub(super) small_months: bool,
    pub(super) nearest: WordSet,
    pub(super) nearest_to: WordSet,
    pub(super) decade_others: WordSet,
    pub(super) month_first: bool,
    pub(super) hedges: Phrases<Hedge>,
    pub(super) capitalised: WordSet,
    pub(super) offset_after: Phrases<()>,
    pub(super) offset_before: Phrases<()>,
    pub(super) rest: Phrases<()>,
    pub(super) so_far: Phrases<()>,
    pub(super) or_later: Phrases<()>,
    pub(super) or_earlier: Phrases<()>,
    pub(super) few: Phrases<u32>,
    pub(super) last: Phrases<i32>,
    pub(super) quarter_codes: WordSet,
    pub(super) half_codes: WordSet,
    pub(super) decade_names: Phrases<i32>,
    pub(super) now: Phrases<()>,
    pub(super) article_leads: WordSet,
    /// Months that have a longer name.
    pub(super) short_months: WordSet,
    pub(super) whole: WordSet,
    pub(super) ahead_cues: WordSet,
    pub(super) past_cues: WordSet,
    pub(super) day_cues: WordSet,
    pub(super) never_counted: WordSet,
    pub(super) stretch_leads: WordSet,
    pub(super) then_after: Phrases<()>,
    pub(super) then_before: Phrases<()>,
    pub(super) than: WordSet,
    pub(super) to_now: Phrases<()>,
    pub(super) year_names: Phrases<i8>,
    pub(super) eras: Phrases<()>,
    pub(super) week_of: Phrases<()>,
    pub(super) unit_adjectives: WordSet,
    /// Folded.
    pub(super) purposes: Vec<String>,
    pub(super) letter_units: WordSet,
    /// Folded.
    pub(super) compound_units: Vec<(String, Unit)>,
    pub(super) caps: WordSet,
    /// Folded.
    pub(super) reached: Vec<String>,
    pub(super) so_long: WordSet,
    pub(super) spread_leads: WordSet,
    pub(super) spread_verbs: WordSet,
    pub(super) spread_hedges: WordSet,
    /// Folded.
    pub(super) yearly: Vec<String>,
    pub(super) row_joiners: Phrases<()>,
    pub(super) in_a_row: Phrases<()>,
    pub(super) working: WordSet,
    pub(super) next_week: WordSet,
    pub(super) work_weeks: WordSet,
    pub(super) period_codes: WordMap<PeriodCode>,
    pub(super) lone_codes: WordSet,
    pub(super) year_sources: WordSet,
    /// Folded, with whether they tell an age.
    pub(super) adjective_units: Vec<(String, Unit, bool)>,
    /// Folded.
    pub(super) lasting: Vec<String>,
    pub(super) present_verbs: WordSet,
    pub(super) noun_verbs: WordSet,
    pub(super) past_endings: Vec<String>,
    pub(super) past_lookalikes: WordSet,
    pub(super) infinitives: WordSet,
    pub(super) clock_nears: WordSet,
    pub(super) clock_sides: WordSet,
    pub(super) forecast_words: WordSet,
    pub(super) window_leads: WordSet,
    pub(super) agents: WordSet,
    pub(super) auxiliaries: WordSet,
    /// Folded.
    pub(super) participle_starts: Vec<String>,
    /// Folded.
    pub(super) participle_ends: Vec<String>,
    /// Folded.
    pub(super) participle_lookalikes: Vec<String>,
    /// Folded.
    pub(super) past_verb_ends: Vec<String>,
    /// Folded.
    pub(super) verb_endings: Vec<String>,
    pub(super) never_dates: Phrases<()>,
    pub(super) day_endings: WordSet,
    pub(super) every: WordSet,
    pub(super) plurals: WordSet,
    pub(super) plural_shifts: WordMap<i32>,
    pub(super) clock_leads: WordSet,
    pub(super) unit_or: WordSet,
    pub(super) ahead_or_long: WordSet,
    pub(super) long_after: WordSet,
    pub(super) seasons_alone: bool,
    /// Weekdays that have a longer name.
    pub(super) short_weekdays: WordSet,
    /// What may begin with each word.
    pub(super) openings: Openings,
}

impl TimeWords {
    pub(super) fn new(pack: &TimePack, lexicon: &mut Lexicon) -> Self {
        let mut out = Self {
            month_first: pack.month_first,
            small_months: pack.small_months,
            seasons_alone: pack.seasons_alone,
            ..Self::default()
        };
        out.months = ids(&pack.months, lexicon);
        let longer = |w: &str, m: i8| pack.months.iter().any(|(o, n)| *n == m && o.len() > w.len());
        let short = pack.months.iter().filter(|(w, m)| longer(w, **m));
        out.short_months = short.map(|(w, _)| lexicon.intern(w)).collect();
        let longer = |w: &str, d: i8| {
            pack.weekdays.iter().any(|(o, n)| *n == d && o.len() > w.len() && o.starts_with(w))
        };
        let short = pack.weekdays.iter().filter(|(w, d)| w.len() <= 5 && longer(w, **d));
        out.short_weekdays = short.map(|(w, _)| lexicon.intern(w)).collect();
        out.plural_shifts = ids(&pack.plural_shifts, lexicon);
        out.period_codes = ids(&pack.period_codes, lexicon);
        out.weekdays = ids(&pack.weekdays, lexicon);
        out.units = ids(&pack.units, lexicon);
        out.shifts = ids(&pack.shifts, lexicon);
        out.seasons = ids(&pack.seasons, lexicon);
        pack.days.iter().for_each(|(w, v)| out.days.add(lexicon, w, *v));
        pack.parts.iter().for_each(|(w, v)| out.parts.add(lexicon, w, *v));
        pack.decade_names.iter().for_each(|(w, v)| out.decade_names.add(lexicon, w, *v));
        pack.last.iter().for_each(|(w, v)| out.last.add(lexicon, w, *v));
        pack.year_names.iter().for_each(|(w, v)| out.year_names.add(lexicon, w, *v));
        pack.few.iter().for_each(|(w, v)| out.few.add(lexicon, w, *v));
        out.add_feasts(pack, lexicon);
        for (list, into) in [
            (&pack.ago, &mut out.ago),
            (&pack.ahead, &mut out.ahead),
            (&pack.from_now, &mut out.from_now),
            (&pack.within, &mut out.within),
            (&pack.coming, &mut out.coming),
            (&pack.past, &mut out.past),
            (&pack.day_joiners, &mut out.day_joiners),
            (&pack.year_leads, &mut out.year_leads),
            (&pack.offset_after, &mut out.offset_after),
            (&pack.offset_before, &mut out.offset_before),
            (&pack.rest, &mut out.rest),
            (&pack.now, &mut out.now),
            (&pack.so_far, &mut out.so_far),
            (&pack.or_later, &mut out.or_later),
            (&pack.or_earlier, &mut out.or_earlier),
            (&pack.then_after, &mut out.then_after),
            (&pack.then_before, &mut out.then_before),
            (&pack.to_now, &mut out.to_now),
            (&pack.eras, &mut out.eras),
            (&pack.week_of, &mut out.week_of),
            (&pack.row_joiners, &mut out.row_joiners),
            (&pack.never_dates, &mut out.never_dates),
            (&pack.in_a_row, &mut out.in_a_row),
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
        out.word_lists(pack, lexicon);
        out.endings(pack);
        out.openings = Openings::new(&out);
        out
    }

    fn add_feasts(&mut self, pack: &TimePack, lexicon: &mut Lexicon) {
        let lasting = |word: &String, day: Option<FeastDay>| {
            day.map(|day| Feast { day, days: pack.feast_days.get(word).copied().unwrap_or(1) })
        };
        let named = pack.feasts.iter().chain(&pack.nth_feasts).map(|(w, d)| (w, FeastDay::read(d)));
        let easter = pack.easter_feasts.iter().map(|(w, d)| (w, Some(FeastDay::Easter(*d))));
        let listed = pack.listed_feasts.keys().enumerate().map(|(i, w)| (w, Some(FeastDay::Listed(i))));
        for (word, day) in named.chain(easter).chain(listed) {
            if let Some(feast) = lasting(word, day) {
                self.feasts.add(lexicon, word, feast);
            }
        }
        let dates = |days: &Vec<String>| days.iter().filter_map(|day| day.parse().ok()).collect();
        self.listed_feasts = pack.listed_feasts.values().map(dates).collect();
        for (country, feasts) in &pack.country_feasts {
            let own = self.country_feasts.entry(country.clone()).or_default();
            for (word, day) in feasts {
                if let Some(feast) = lasting(word, FeastDay::read(day)) {
                    own.add(lexicon, word, feast);
                }
            }
        }
    }

    /// The lists of single words.
    fn word_lists(&mut self, pack: &TimePack, lexicon: &mut Lexicon) {
        let mut list = |words: &[String]| words.iter().map(|w| lexicon.intern(w)).collect::<WordSet>();
        self.year_cues = list(&pack.year_cues);
        self.weak_year_cues = list(&pack.weak_year_cues);
        self.fillers = list(&pack.fillers);
        self.decade_words = list(&pack.decade_words);
        self.decade_endings = list(&pack.decade_endings);
        self.nearest = list(&pack.nearest);
        self.nearest_to = list(&pack.nearest_to);
        self.decade_others = list(&pack.decade_others);
        self.capitalised = list(&pack.capitalised);
        self.quarter_codes = list(&pack.quarter_codes);
        self.whole = list(&pack.whole);
        self.half_codes = list(&pack.half_codes);
        self.article_leads = list(&pack.article_leads);
        self.ahead_cues = list(&pack.ahead_cues);
        self.past_cues = list(&pack.past_cues);
        self.day_cues = list(&pack.day_cues);
        self.never_counted = list(&pack.never_counted);
        self.stretch_leads = list(&pack.stretch_leads);
        self.than = list(&pack.than);
        self.unit_adjectives = list(&pack.unit_adjectives);
        self.working = list(&pack.working);
        self.day_endings = list(&pack.day_endings);
        self.present_verbs = list(&pack.present_verbs);
        self.noun_verbs = list(&pack.noun_verbs);
        self.past_lookalikes = list(&pack.past_lookalikes);
        self.infinitives = list(&pack.infinitives);
        self.clock_nears = list(&pack.clock_nears);
        self.clock_sides = list(&pack.clock_sides);
        self.forecast_words = list(&pack.forecast_words);
        self.window_leads = list(&pack.window_leads);
        self.agents = list(&pack.agents);
        self.auxiliaries = list(&pack.auxiliaries);
        self.year_sources = list(&pack.year_sources);
        self.work_weeks = list(&pack.work_weeks);
        self.lone_codes = list(&pack.lone_codes);
        self.next_week = list(&pack.next_week);
        self.letter_units = list(&pack.letter_units);
        self.caps = list(&pack.caps);
        self.so_long = list(&pack.so_long);
        self.spread_leads = list(&pack.spread_leads);
        self.spread_verbs = list(&pack.spread_verbs);
        self.spread_hedges = list(&pack.spread_hedges);
        self.every = list(&pack.every);
        self.plurals = list(&pack.plurals);
        self.clock_leads = list(&pack.clock_leads);
        self.unit_or = list(&pack.unit_or);
        self.ahead_or_long = list(&pack.ahead_or_long);
        self.long_after = list(&pack.long_after);
    }

    /// What words end in, folded.
    fn endings(&mut self, pack: &TimePack) {
        self.participle_lookalikes =
            pack.participle_lookalikes.iter().map(|w| crate::text::fold(w)).collect();
        self.past_verb_ends = pack.past_verb_ends.iter().map(|w| crate::text::fold(w)).collect();
        self.verb_endings = pack.verb_endings.iter().map(|w| crate::text::fold(w)).collect();
        self.past_endings = pack.past_endings.iter().map(|w| crate::text::fold(w)).collect();
        self.participle_starts = pack.participle_starts.iter().map(|w| crate::text::fold(w)).collect();
        self.participle_ends = pack.participle_ends.iter().map(|w| crate::text::fold(w)).collect();
        let adjectives = pack.adjective_units.iter().map(|(w, u)| (crate::text::fold(w), *u, false));
        let ages = pack.age_units.iter().map(|(w, u)| (crate::text::fold(w), *u, true));
        self.adjective_units = adjectives.chain(ages).collect();
        self.lasting = pack.lasting.iter().map(|w| crate::text::fold(w)).collect();
        self.compound_units = pack.compound_units.iter().map(|(w, u)| (crate::text::fold(w), *u)).collect();
        self.reached = pack.reached.iter().map(|w| crate::text::fold(w)).collect();
        self.yearly = pack.yearly.iter().map(|w| crate::text::fold(w)).collect();
        self.purposes = pack.purposes.iter().map(|w| crate::text::fold(w)).collect();
    }
}

fn ids<V: Copy>(map: &BTreeMap<String, V>, lexicon: &mut Lexicon) -> WordMap<V> {
    map.iter().map(|(w, v)| (lexicon.intern(w), *v)).collect()
}
