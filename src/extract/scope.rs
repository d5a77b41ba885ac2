//! What else tells a fact apart: the scope slots.

use std::sync::Arc;

use super::clauses::{Place, Role};
use super::context::in_context;
use super::onward::stands_by_itself;
use super::sentence::Mark;
use super::slots::{Filled, Origin, Scoped, Sources, entity, figure};
use crate::claim::{Cause, Scope};
use crate::recognise::{EntityForm, EntityValue, MentionValue};
use crate::rules::metric::{FigureBeside, Metric, SlotRule, Usual, Where};
use crate::value::{Date, Grain, Period};

/// How many folded characters join two words of one row: `humanitarian, financial and military`.
const JOINED: usize = 18;

impl Sources<'_> {
    /// The scope of the claim, and where each slot comes from; `dates` are the value's date, if it is one, and
    /// what the claim speaks of.
    pub(super) fn scope(
        &self,
        metric: &Metric,
        subject: Option<&Arc<str>>,
        dates: (Option<Period>, Period),
    ) -> Scoped {
        let mut scope = Scope::new();
        let mut origins = Vec::new();
        for slot in &metric.scope {
            let (filled, origin) = self.slot((metric, slot), subject, &scope, dates);
            scope.insert(slot.name.clone(), filled);
            origins.push((slot.name.clone(), origin));
        }
        (scope, origins)
    }

    fn slot(
        &self,
        (metric, slot): (&Metric, &SlotRule),
        subject: Option<&Arc<str>>,
        scope: &Scope,
        dates: (Option<Period>, Period),
    ) -> Filled {
        if let Some((_, fixed)) = self.fields.scope.iter().find(|(name, _)| *name == slot.name) {
            return (Some(fixed.clone()), Origin::of(Cause::Fixed));
        }
        // `vroegen aan Spanje om … te kopen`: Spain gets nothing, it acts.
        let asked = |at: usize| self.sentence.clauses(self.look).asked_of(at);
        let filled = self.found.slots.iter().find(|(name, at)| **name == *slot.name && !asked(*at));
        if let Some((_, at)) = filled {
            let named = self.entity_at(*at, &slot.kinds).filter(|id| !slot.except.contains(id));
            return (named, Origin::name(Cause::Pattern, *at));
        }
        let usual = || {
            let usual = slot.usual.iter().find(|usual| self.is_usual(usual, scope, dates.1));
            usual.map(|usual| usual.value.clone())
        };
        let or_default = || {
            let default = usual().or_else(|| slot.default.clone());
            default.map_or((None, Origin::of(Cause::Unknown)), |d| (Some(d), Origin::of(Cause::Default)))
        };
        if let Some(edition) = &slot.edition {
            let needed = edition.only.as_ref().is_none_or(|(other, values)| {
                let value = scope.get(other).and_then(Option::as_ref);
                value.is_none_or(|v| values.contains(v))
            });
            if needed {
                let date = if edition.of_value { dates.0 } else { Some(dates.1) };
                // `in 2022` does not tell the month.
                return (
                    date.filter(|d| d.grain <= edition.grain).and_then(|d| part(&d, edition.grain)),
                    Origin::of(Cause::Date),
                );
            }
            return or_default();
        }
        let asked = slot.only.as_ref().map(|only| holds(scope, only));
        if asked == Some(false) {
            return or_default();
        }
        if let Some((figure, at)) = slot.figure.as_ref().and_then(|beside| self.figure_beside(beside)) {
            return (Some(figure), Origin::name(Cause::Sentence, at));
        }
        if let Some(cue) = self.nearest_cue(slot, metric) {
            return (Some(cue), Origin::of(Cause::Cue));
        }
        if let Some(cue) = self.cue_of_row(slot) {
            return (Some(cue), Origin::of(Cause::Cue));
        }
        if let Some(lately) = slot.lately.as_ref().filter(|_| self.is_of_late(metric)) {
            return (Some(lately.clone()), Origin::of(Cause::Date));
        }
        if let Some(cue) = self.cue_before(slot) {
            return (Some(cue), Origin::of(Cause::Paragraph));
        }
        if let Some(known) = self.of_claim_before((metric, slot), subject) {
            return (Some(known), Origin::of(Cause::Last));
        }
        let near = if slot.strict { None } else { self.other_than(slot, subject) };
        let place = slot.kinds.iter().any(|k| k == "place");
        // What is in several places is in none of them.
        if near.is_some_and(|m| place && self.list(m.at, slot.classes).len() > 1) {
            return (None, Origin::of(Cause::Unknown));
        }
        // Who the claim is about gives it nothing.
        let not = || -> Vec<Arc<str>> { slot.except.iter().chain(subject).cloned().collect() };
        let told = match (slot.paragraph, place) {
            (false, _) => None,
            (true, true) => self.recall.memory().place(slot.classes).cloned(),
            (true, false) => self.recall.memory().only(slot.classes, &not()).cloned(),
        };
        let told = told
            .and_then(|e| self.as_kind(&e, &slot.kinds))
            .filter(|id| !slot.except.contains(id) && (place || Some(id) != subject));
        let elsewhere = || if place && slot.paragraph { self.place_of(metric, slot, subject) } else { None };
        let there = || {
            let asked = place && slot.paragraph && !metric.subject.suffers();
            if asked { self.there(slot, subject) } else { None }
        };
        match near.and_then(|m| Some((self.entity_at(m.at, &slot.kinds)?, m.at))) {
            Some((id, at)) => (Some(id), Origin::name(Cause::Nearest, at)),
            None if let Some(known) = there() => (Some(known), Origin::of(Cause::Anaphor)),
            None if told.is_some() => (told, Origin::of(Cause::Paragraph)),
            None if let Some(known) = elsewhere() => (Some(known), Origin::of(Cause::Last)),
            None if self.is_of_home(slot, &not()) => (self.home.cloned(), Origin::of(Cause::Publication)),
            // What it mostly is on its conditions it is whatever else the article tells of.
            None if !slot.context.is_empty() => {
                let told = if usual().is_some() { None } else { self.by_context(slot) };
                told.map_or_else(or_default, |v| (Some(v), Origin::of(Cause::Context)))
            }
            // Where the slot tells facts apart, only the text can fill it.
            None if asked.is_some() => (None, Origin::of(Cause::Unknown)),
            None => or_default(),
        }
    }

    /// Whether the government of the publication's own country stands before the value without its name, nobody of the
    /// slot being in mind: `Het kabinet kondigde een pakket van 3 miljard euro aan`.
    fn is_of_home(&self, slot: &SlotRule, not: &[Arc<str>]) -> bool {
        let country = slot.paragraph && slot.kinds.iter().any(|k| k == "country");
        country
            && self.home.is_some_and(|home| !not.contains(home))
            && self.look.has("government", self.sentence, (0, self.found.value))
            && !self.recall.memory().has(slot.classes, not)
    }

    /// Whether the conditions hold on which a slot is taken for what it mostly is; `period` is what the claim speaks of.
    fn is_usual(&self, usual: &Usual, scope: &Scope, period: Period) -> bool {
        let figure = || {
            let figure = figure(self.sentence.mark_at(self.found.value)?, self.look.mentions)?;
            figure.low.or(figure.nominal).or(figure.high)
        };
        usual.only.as_ref().is_none_or(|only| holds(scope, only))
            && usual.at_least.is_none_or(|least| figure().is_some_and(|low| low >= least))
            && !(usual.undated && (period.grain > Grain::Day || period.from != self.on))
    }

    /// The figure of the sentence that stands nearest, of those that mean anything.
    fn figure_beside(&self, beside: &FigureBeside) -> Option<(Arc<str>, usize)> {
        let value = self.found.value;
        let told = |m: &Mark| figure(m, self.look.mentions)?.nominal.map(|d| d.normalize());
        let marks = self.sentence.marks.iter().filter(|m| m.at != value && beside.classes.has(m.byte));
        let known = marks.filter_map(|m| Some((m.at, told(m).filter(|d| beside.among.contains(d))?)));
        let (at, nearest) = known.min_by_key(|(at, _)| at.abs_diff(value))?;
        Some((nearest.to_string().into(), at))
    }

    /// The value whose cue word stands nearest, no other figure between; figures that are joined share the verb:
    /// `twelve submarines and six factories will be built`.
    fn nearest_cue(&self, slot: &SlotRule, metric: &Metric) -> Option<Arc<str>> {
        let value = self.found.value;
        let other = |b: &u8| metric.values.has(*b);
        let end = self.sentence.folded.len();
        let before = |at: usize| self.sentence.slice(0, at).iter().rposition(other);
        let behind = |at: usize| self.sentence.slice(at + 1, end).iter().position(other).map(|i| at + 1 + i);
        let (left, right) = (before(value), behind(value));
        let (low, high) = (left.map_or(0, |at| at + 1), right.unwrap_or(end));
        self.cue_within(slot, (low, high)).or_else(|| {
            let joined = |from: usize, to: usize| {
                !self.sentence.slice(from, to).contains(&b',')
                    && self.look.has("and", self.sentence, (from, to))
            };
            let left = left.filter(|at| joined(*at, value)).map(|at| before(at).map_or(0, |i| i + 1));
            let right = right.filter(|at| joined(value, *at)).map(|at| behind(at).unwrap_or(end));
            // Without a figure that is joined the stretch is the one that held no cue.
            left.or(right)?;
            self.cue_within(slot, (left.unwrap_or(low), right.unwrap_or(high)))
        })
    }

    /// The one value that words tell of the row in which the figure stands, whose verb or head it shares with the others:
    /// `losses include 735 systems, 347 warplanes and 26 ships`, `five tanks and 24 systems were destroyed`.
    fn cue_of_row(&self, slot: &SlotRule) -> Option<Arc<str>> {
        if slot.cues.is_empty() || slot.default.is_some() {
            return None;
        }
        let row = self.sentence.clauses(self.look).row(self.found.value);
        let mut told = slot.cues.iter().filter(|(_, set)| self.look.has(set, self.sentence, row));
        let (value, _) = told.next()?;
        let other = self.slots_here(slot).any(|known| known != value);
        (told.next().is_none() && !other).then(|| value.clone())
    }

    /// What the last claim of the metric has in the slot, where this one goes on about the same: it stands in its sentence
    /// or in the one right behind, in one paragraph, and is of the same subject.
    fn of_claim_before(
        &self,
        (metric, slot): (&Metric, &SlotRule),
        subject: Option<&Arc<str>>,
    ) -> Option<Arc<str>> {
        if !slot.goes_on {
            return None;
        }
        let number = self.recall.number();
        let last = self.told.iter().rev().find(|t| t.claim.scope.contains_key(&slot.name))?;
        let near =
            last.sentence + 1 >= number && self.recall.block(last.sentence) == self.recall.block(number);
        let same = subject.is_none() || last.claim.subject.as_ref() == subject;
        let alike =
            last.claim.metric == metric.policy.metric || metric.scope.iter().any(|own| !own.deed.is_empty());
        let known = last.claim.scope.get(&slot.name).cloned().flatten().filter(|_| near && same && alike)?;
        self.slots_here(slot).all(|other| *other == known).then_some(known)
    }

    /// What the claims before it in the sentence have in a slot.
    fn slots_here(&self, slot: &SlotRule) -> impl Iterator<Item = &Arc<str>> {
        let number = self.recall.number();
        let here = self.told.iter().rev().take_while(move |t| t.sentence == number);
        here.filter_map(|t| t.claim.scope.get(&slot.name)?.as_ref())
    }

    /// Whether the figure is told of no more than a month that has just passed: `in the past 24 hours`. Of figures between the
    /// two those go with it that say what they count: `lost 1,080 soldiers and four tanks in the past 24 hours`.
    fn is_of_late(&self, metric: &Metric) -> bool {
        let value = self.found.value;
        let between = |at: usize| {
            let inside = |m: &&Mark| at.min(value) < m.at && m.at < at.max(value);
            let mut others = self.sentence.marks.iter().filter(inside).filter(|m| metric.values.has(m.byte));
            let bare = |m: &Mark| {
                let next = self.look.starting("small-word", self.sentence, m.at + 2);
                next.is_some() || stands_by_itself(self.sentence, self.look, m.at)
            };
            others.all(|m| at > value && !bare(m))
        };
        self.sentence.marks.iter().any(|mark| {
            let short = match self.look.mentions.get(mark.mention).map(|m| &m.value) {
                Some(MentionValue::Duration(d)) => d.is_within_a_month(),
                _ => false,
            };
            let led = || {
                let words = self.look.all("just-past", self.sentence, (0, mark.at));
                words.last().is_some_and(|w| self.sentence.slice(w.1, mark.at) == b" ")
            };
            short && between(mark.at) && led()
        })
    }

    /// The value whose word comes last in the sentence before, where this one goes on about the same: `Er is ook geld voor
    /// humanitaire noden. Het gaat om 24 miljoen euro.`
    fn cue_before(&self, slot: &SlotRule) -> Option<Arc<str>> {
        let asked = slot.paragraph && !slot.cues.is_empty();
        let goes_on = || {
            let clause = self.sentence.clauses(self.look).around(self.found.value);
            self.look.starting("comes-to-so-much", self.sentence, 0).is_some()
                || self.look.has("of-those", self.sentence, clause)
        };
        if !asked || !goes_on() {
            return None;
        }
        let (number, before) = self.recall.before().next()?;
        if self.recall.block(number) != self.recall.block(self.recall.number()) {
            return None;
        }
        let last = |set: &str| self.look.all(set, before, (0, before.folded.len())).last().copied();
        let all = slot.cues.iter().filter_map(|(value, set)| Some((last(set)?, value)));
        all.max_by_key(|(at, _)| *at).map(|(_, value)| value.clone())
    }

    fn cue_within(&self, slot: &SlotRule, (low, high): (usize, usize)) -> Option<Arc<str>> {
        let value = self.found.value;
        let distance = |set: &str| {
            let hits = self.look.all(set, self.sentence, (low, high)).into_iter();
            hits.map(|(start, _)| (start < value, start.abs_diff(value))).min()
        };
        let hits = slot.cues.iter().filter_map(|(v, set)| Some((distance(set)?, v)));
        let nearest = hits.min_by_key(|(d, _)| *d).map(|(_, v)| v.clone())?;
        let hits = slot.cues.iter().flat_map(|(v, set)| {
            self.look.all(set, self.sentence, (low, high)).into_iter().map(move |hit| (hit, v))
        });
        let mut all: Vec<((usize, usize), &Arc<str>)> = hits.collect();
        all.sort_unstable();
        let ands = self.look.all("and", self.sentence, (low, high));
        let and = |from: usize, to: usize| {
            let next = ands.partition_point(|hit| hit.0 < from);
            ands.get(next).is_some_and(|hit| hit.1 <= to)
        };
        // `economische, humanitaire en militaire hulp` is all of them, and none alone.
        let joined = |a: (usize, usize), b: (usize, usize)| {
            let between = self.sentence.slice(a.1, b.0);
            a.1 < b.0
                && !(a.1..b.0).contains(&value)
                && between.len() <= JOINED
                && (between.trim_ascii().starts_with(b",") || and(a.1, b.0))
        };
        let pairs = all.iter().zip(all.iter().skip(1));
        let mut other = pairs.filter(|(a, b)| a.1 != b.1 && [a.1, b.1].contains(&&nearest));
        let several = slot.default.is_some() && other.any(|(a, b)| joined(a.0, b.0));
        (!several).then_some(nearest)
    }

    /// The value whose words the reader has in mind.
    fn by_context(&self, slot: &SlotRule) -> Option<Arc<str>> {
        let held = |set: &str| in_context(self.article, self.sentence, set);
        slot.context.iter().find(|(_, set)| held(set)).map(|(value, _)| value.clone())
    }

    /// The nearest mention that may fill the slot and is not the subject.
    fn other_than(&self, slot: &SlotRule, subject: Option<&Arc<str>>) -> Option<&Mark> {
        let value = self.found.value;
        let place = slot.kinds.iter().any(|k| k == "place");
        // A country is where something is behind a preposition: `in Litouwen`, but `alle lidstaten en Zweden`.
        let where_it_is = |m: &Mark| {
            // A seat that is asked for as its city may be named anywhere; one that may stand for its state acts.
            let city = !slot.kinds.iter().any(|k| k == "country:name");
            let country = entity(m, self.look.mentions).is_some_and(|e| {
                matches!(&*e.kind, "country" | "region") && !(city && e.form == EntityForm::Seat)
            });
            // `soldaten uit Canada` are from there, and not there.
            let role = || self.sentence.clauses(self.look).role(self.sentence, m.at);
            let behind = || matches!(role(), Role::Behind(place) if place != Place::Origin);
            // `Moscow's troops fired on a village`: who strikes others is no place.
            let strikes = || role() == Role::Owner || self.is_attacking(m.at);
            let acts = |e: &EntityValue| city && e.form == EntityForm::Seat && strikes();
            !place || ((!country || behind()) && !entity(m, self.look.mentions).is_some_and(acts))
        };
        let fits = |m: &&Mark| {
            let id = entity(m, self.look.mentions).and_then(|e| self.as_kind(e, &slot.kinds));
            slot.classes.has(m.byte)
                && id.as_ref() != subject
                && id.as_ref().is_none_or(|id| !slot.except.contains(id))
                && !self.speakers.contains(&m.at)
                && !self.qualifies_a_person(m)
                && where_it_is(m)
        };
        self.sentence.marks.iter().filter(fits).min_by_key(|m| m.at.abs_diff(value))
    }
}

/// Whether a slot has one of the values that it must have.
pub(super) fn holds(scope: &Scope, (slot, values): &Where) -> bool {
    scope.get(slot).and_then(Option::as_ref).is_some_and(|v| values.contains(v))
}

/// The part of a date's first day that a grain keeps: `2025-12`.
fn part(period: &Period, grain: Grain) -> Option<Arc<str>> {
    let day = period.from?;
    Some(match grain {
        Grain::Year | Grain::Decade | Grain::Century => format!("{:04}", day.year()).into(),
        Grain::Quarter => format!("{:04}-q{}", day.year(), (day.month() - 1) / 3 + 1).into(),
        Grain::Month => format!("{:04}-{:02}", day.year(), day.month()).into(),
        Grain::Week => {
            let week = day.iso_week_date();
            format!("{:04}-w{:02}", week.year(), week.week()).into()
        }
        Grain::Day => one_day(period)?.to_string().into(),
    })
}

/// The day that a period is, a night being of the day on which it ends: `in de nacht van woensdag op donderdag`. More days
/// are none.
fn one_day(period: &Period) -> Option<Date> {
    let (from, to) = (period.from?, period.to.or(period.from)?);
    ((to - from).get_days() <= 1).then_some(to)
}
