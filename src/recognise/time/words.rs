//! The time words of a language, compiled.

use std::collections::BTreeMap;

use super::super::lexicon::{Lexicon, Phrases, WordMap, WordSet};
use super::opening::Openings;
use super::pack::{BoundWord, Feast, FeastDay, Part, PeriodCode, Season, TimePack, Unit};
use crate::value::{Date, Hedge};

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
    pub(super) trailing: Phrases<Hedge>,
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
    pub(super) running: WordSet,
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
        for (hedge, phrases) in &pack.trailing_hedges {
            phrases.iter().for_each(|p| out.trailing.add(lexicon, p, *hedge));
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
        self.running = list(&pack.running);
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
