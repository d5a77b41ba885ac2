//! Who and what a value is about: the subject and the scope slots.

use std::sync::Arc;

use super::fits::in_context;
use super::matching::Match;
use super::sentence::{Mark, Sentence};
use super::voice::Lookup;
use crate::claim::{Cause, Scope};
use crate::input::Document;
use crate::recognise::{EntityForm, EntityValue, Mention, MentionValue, entity::Vocabulary};
use crate::rules::class::ClassSet;
use crate::rules::metric::{Metric, PatternFields, SlotRule};
use crate::value::{Grain, Period};

/// The most folded characters that an article and its space take: `the `.
const ARTICLE: usize = 4;

/// What earlier sentences of the paragraph were about: the entities that they named, each with the last of them.
#[derive(Debug, Clone, Default)]
pub(super) struct Memory {
    block: usize,
    sentence: usize,
    entities: Vec<(u8, EntityValue, usize)>,
    /// What the paragraph before was about.
    before: Vec<(u8, EntityValue, usize)>,
}

impl Memory {
    /// Begins the next sentence; forgets what another paragraph was about.
    pub(super) fn enter(&mut self, block: usize) {
        self.sentence += 1;
        if self.block != block {
            let next = block == self.block + 1;
            self.block = block;
            let done = std::mem::take(&mut self.entities);
            self.before = if next { done } else { Vec::new() };
        }
    }

    /// Notes the names of a sentence that has been dealt with.
    pub(super) fn note(&mut self, sentence: &Sentence, mentions: &[Mention]) {
        for mark in &sentence.marks {
            if let Some(e) = entity(mark, mentions)
                && e.form != EntityForm::Adjective
                && !sentence.compounds(mark)
            {
                // Each once, so that a paragraph of any length is looked through as fast.
                match self.entities.iter_mut().find(|(b, known, _)| *b == mark.byte && known.id == e.id) {
                    Some((.., last)) => *last = self.sentence,
                    None => self.entities.push((mark.byte, e.clone(), self.sentence)),
                }
            }
        }
    }

    /// The one entity of these classes that the paragraph has named so far; none if there are several.
    fn only(&self, classes: ClassSet) -> Option<&EntityValue> {
        one(self.entities.iter().filter(|(b, ..)| classes.has(*b)).map(|(_, e, _)| e))
    }

    /// The one country of these classes in the last sentence of the paragraph that names any; where none does, the
    /// one that the paragraph before is about.
    fn nearest(&self, classes: ClassSet, not: &[Arc<str>]) -> Option<&EntityValue> {
        let may = |(b, e, _): &&(u8, EntityValue, usize)| {
            classes.has(*b) && &*e.kind == "country" && !not.contains(&e.id)
        };
        let fit = || self.entities.iter().filter(may);
        let Some(last) = fit().map(|(.., s)| *s).max() else {
            return one(self.before.iter().filter(may).map(|(_, e, _)| e));
        };
        one(fit().filter(|(.., s)| *s == last).map(|(_, e, _)| e))
    }

    /// Whether the paragraph has named an entity of these classes that is none of `not`.
    fn has(&self, classes: ClassSet, not: &[Arc<str>]) -> bool {
        self.entities.iter().any(|(b, e, _)| classes.has(*b) && !not.contains(&e.id))
    }
}

/// The one entity that all of these are; none if they are several.
fn one<'e>(mut all: impl Iterator<Item = &'e EntityValue>) -> Option<&'e EntityValue> {
    let first = all.next()?;
    all.all(|e| e.id == first.id).then_some(first)
}

/// Where a subject or slot comes from: what settled it, and the folded position of the name that did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Origin {
    pub(super) cause: Cause,
    pub(super) at: Option<usize>,
}

impl Origin {
    /// No name settles it.
    const fn of(cause: Cause) -> Self {
        Self { cause, at: None }
    }

    /// The name at this folded position settles it.
    const fn name(cause: Cause, at: usize) -> Self {
        Self { cause, at: Some(at) }
    }
}

/// A subject or slot, and where it comes from.
pub(super) type Filled = (Option<Arc<str>>, Origin);

/// A scope, and where each of its slots comes from.
pub(super) type Scoped = (Scope, Vec<(Arc<str>, Origin)>);

/// What slots are filled from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sources<'a> {
    pub(super) document: &'a Document,
    pub(super) sentence: &'a Sentence,
    pub(super) found: &'a Match,
    pub(super) fields: &'a PatternFields,
    pub(super) look: Lookup<'a>,
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) memory: &'a Memory,
    /// The folded positions of the names that speak: they are not what is spoken of.
    pub(super) speakers: &'a [usize],
    /// The publication's own country.
    pub(super) home: Option<&'a Arc<str>>,
    /// The day on which offices are held.
    pub(super) on: Option<crate::value::Date>,
}

fn entity<'m>(mark: &Mark, mentions: &'m [Mention]) -> Option<&'m EntityValue> {
    match &mentions.get(mark.mention)?.value {
        MentionValue::Entity(e) => Some(e),
        MentionValue::Figure(_) | MentionValue::Date(_) | MentionValue::Duration(_) => None,
    }
}

impl Sources<'_> {
    /// The entity of the mention at the folded position `at`, as one of `kinds` if it can stand for one.
    fn entity_at(&self, at: usize, kinds: &[String]) -> Option<Arc<str>> {
        let e = entity(self.sentence.mark_at(at)?, self.look.mentions)?;
        Some(self.as_kind(e, kinds))
    }

    /// A person, office or seat stands for its state or organisation where that is what is asked for.
    fn as_kind(&self, e: &EntityValue, kinds: &[String]) -> Arc<str> {
        if kinds.iter().any(|k| k.split(':').next() == Some(&*e.kind)) {
            return e.id.clone();
        }
        self.on.and_then(|day| self.vocabulary.state_of(&e.id, day)).unwrap_or(&e.id).clone()
    }

    /// The subject and the scope of the claim. Who gives is not who is given to: a subject that also fills a slot
    /// is looked for again.
    pub(super) fn about(&self, metric: &Metric, dates: (Option<Period>, Period)) -> (Filled, Scoped) {
        let except = &metric.subject.except;
        let first = self.subject(metric, except);
        let scope = self.scope(metric, first.0.as_ref(), dates);
        let named = metric.scope.iter().filter(|slot| !slot.kinds.is_empty());
        let other: Vec<Arc<str>> =
            named.filter_map(|slot| scope.0.get(&slot.name).cloned().flatten()).collect();
        match &first.0 {
            Some(id) if other.contains(id) => {
                let not: Vec<Arc<str>> = other.into_iter().chain(except.iter().cloned()).collect();
                (self.subject(metric, &not), scope)
            }
            _ => (first, scope),
        }
    }

    /// The subject of the claim, which is none of the entities in `not`.
    pub(super) fn subject(&self, metric: &Metric, not: &[Arc<str>]) -> Filled {
        if let Some(fixed) = &self.fields.subject {
            return (Some(fixed.clone()), Origin::of(Cause::Fixed));
        }
        let rule = &metric.subject;
        let default = || {
            let end = self.sentence.folded.len();
            let held = |set: &String| self.look.has(set, self.sentence, (0, end));
            rule.default.clone().filter(|_| rule.default_with.as_ref().is_none_or(held))
        };
        let slot = self.found.slots.iter().find(|(name, _)| &**name == "subject").map(|(_, at)| *at);
        if let Some(at) = slot {
            let id = self.entity_at(at, &rule.kinds);
            let out = id.as_ref().is_some_and(|id| not.contains(id)) || self.speakers.contains(&at);
            if !out {
                return self.alone_in_list(id, at, rule.classes, Origin::name(Cause::Pattern, at));
            }
        }
        // A pattern that came upon whom the figure is for leaves the subject to the names before.
        if rule.strict && slot.is_none() {
            return default()
                .map_or((None, Origin::of(Cause::Unknown)), |d| (Some(d), Origin::of(Cause::Default)));
        }
        let behind = rule.default.is_none() && slot.is_none();
        let near = self.nearest(rule.classes, &self.taken(), behind, (&rule.kinds, not));
        let from = near.map_or(0, |m| if m.at > self.found.value { 0 } else { m.at + 1 });
        if let Some(found) = self.anaphor(rule.classes, from, (&rule.kinds, not)) {
            return found;
        }
        if let Some(mark) = near {
            let id = self.entity_at(mark.at, &rule.kinds);
            return self.alone_in_list(id, mark.at, rule.classes, Origin::name(Cause::Nearest, mark.at));
        }
        let acting = if rule.default.is_some() && rule.default_with.is_none() {
            None
        } else {
            self.through_office(&rule.kinds, not)
        };
        if let Some((id, at)) = acting {
            return (Some(id), Origin::name(Cause::Nearest, at));
        }
        if let Some(e) = self.memory.only(rule.classes).filter(|_| rule.paragraph) {
            return (Some(self.as_kind(e, &rule.kinds)), Origin::of(Cause::Paragraph));
        }
        if let Some(default) = default() {
            return (Some(default), Origin::of(Cause::Default));
        }
        if let Some((id, at)) = self.opening(rule.classes, &rule.kinds, not) {
            return (Some(id), Origin::name(Cause::Nearest, at));
        }
        let home = self.home.filter(|_| rule.home).cloned();
        home.map_or((None, Origin::of(Cause::Unknown)), |h| (Some(h), Origin::of(Cause::Publication)))
    }

    /// The name that the sentence opens with, though it speaks: `Duitsland meldt een inflatie van 2 procent`
    /// is of Germany, where no other name is there to be spoken of.
    fn opening(&self, classes: ClassSet, kinds: &[String], not: &[Arc<str>]) -> Option<(Arc<str>, usize)> {
        let mark = self.sentence.marks.iter().find(|m| classes.has(m.byte) && m.at < self.found.value)?;
        let article = self.sentence.slice(0, mark.at);
        let opens = article.len() <= ARTICLE && !article.trim_ascii_end().contains(&b' ');
        let id = self.entity_at(mark.at, kinds).filter(|id| opens && !not.contains(id))?;
        Some((id, mark.at))
    }

    /// The state or alliance of the one person or office before the value that acts for one: `De bondskanselier
    /// zegde … toe`. Who wishes something of an alliance speaks for it; who wishes something of a country may be
    /// another's.
    fn through_office(&self, kinds: &[String], not: &[Arc<str>]) -> Option<(Arc<str>, usize)> {
        let day = self.on.filter(|_| kinds.iter().any(|k| k == "country"))?;
        let acts = |m: &&Mark| {
            let e = entity(m, self.look.mentions);
            m.at < self.found.value && e.is_some_and(|e| &*e.kind == "person" || e.form == EntityForm::Role)
        };
        let state =
            |m: &Mark| Some((self.vocabulary.state_of(&entity(m, self.look.mentions)?.id, day)?, m.at));
        let mut all = self.sentence.marks.iter().filter(acts).map(state);
        let (id, at) = all.next()??;
        let norm = kinds.iter().any(|k| k == "alliance");
        let wish = || norm && self.look.has("want", self.sentence, (0, self.sentence.folded.len()));
        let acts_for = match self.vocabulary.get(id).map(|e| &*e.kind) {
            Some("country") => !wish(),
            Some("alliance") => norm,
            _ => false,
        };
        let alone = all.all(|other| other.is_some_and(|(o, _)| o == id));
        (acts_for && alone && !not.contains(id)).then(|| (id.clone(), at))
    }

    /// What a word that stands for a name of before (`dat land`, `het kabinet`) between `from` and the value
    /// refers to; none where there is no such word.
    fn anaphor(
        &self,
        classes: ClassSet,
        from: usize,
        (kinds, not): (&[String], &[Arc<str>]),
    ) -> Option<Filled> {
        let range = (from, self.found.value);
        let word = self.look.all("anaphor", self.sentence, range).last().copied();
        let seat = self.look.all("government", self.sentence, range).last().copied();
        let (at, own) = match (word, seat) {
            (Some(w), Some(s)) => (w.0.max(s.0), s.0 > w.0),
            (Some(w), None) => (w.0, false),
            (None, Some(s)) => (s.0, true),
            (None, None) => return None,
        };
        let marks =
            self.sentence.marks.iter().filter(|m| m.at < at && classes.has(m.byte) && !self.is_beside(m.at));
        let named = marks
            .filter_map(|m| entity(m, self.look.mentions))
            .filter(|e| &*e.kind == "country" && !not.contains(&e.id));
        let named: Vec<&EntityValue> = named.collect();
        let known = match named.first() {
            Some(_) => one(named.into_iter()),
            None => self.memory.nearest(classes, not),
        };
        if let Some(e) = known {
            return Some((Some(self.as_kind(e, kinds)), Origin::of(Cause::Anaphor)));
        }
        // `het kabinet` in a paper's own country needs no name, as long as no other country is spoken of.
        let silent = own && !self.memory.has(classes, not);
        let home = self.home.filter(|_| silent && kinds.iter().any(|k| k == "country")).cloned();
        match home {
            Some(home) => Some((Some(home), Origin::of(Cause::Publication))),
            None => (!own).then_some((None, Origin::of(Cause::Unknown))),
        }
    }

    /// The entity at `at`, unless it stands in a list with others: what holds for all of them together is of none.
    fn alone_in_list(&self, id: Option<Arc<str>>, at: usize, classes: ClassSet, origin: Origin) -> Filled {
        let list = self.list(at, classes);
        if list.len() < 2 {
            return (id, origin);
        }
        let nth = self.respective(&list);
        match nth.and_then(|i| list.get(i)).and_then(|m| self.sentence.mark_at(*m)) {
            Some(mark) => (
                entity(mark, self.look.mentions).map(|e| e.id.clone()),
                Origin::name(Cause::Pattern, mark.at),
            ),
            None => (None, Origin::of(Cause::Unknown)),
        }
    }

    /// The folded positions of the names that are listed with the one at `at`: `België, Spanje en Italië`.
    fn list(&self, at: usize, classes: ClassSet) -> Vec<usize> {
        // `Europa en Canada`: a region stands in the list too.
        let region = |m: &Mark| entity(m, self.look.mentions).is_some_and(|e| &*e.kind == "region");
        let fit: Vec<&Mark> =
            self.sentence.marks.iter().filter(|m| classes.has(m.byte) || region(m) || m.at == at).collect();
        let Some(own) = fit.iter().position(|m| m.at == at) else { return vec![at] };
        let joined = |a: &Mark, b: &Mark| {
            // `de NAVO-landen en Canada`: the rest of a compound belongs to the name.
            let tail = if self.sentence.compounds(a) { self.sentence.word_end(a.at + 1) } else { a.at + 1 };
            let between = self.sentence.slice(tail, b.at);
            let signs = between.iter().all(|c| matches!(c, b' ' | b','));
            let word = || {
                let words = self.look.all("and", self.sentence, (tail, b.at));
                words.len() == 1 && between.len() <= 9
            };
            let names = between.iter().all(|b| *b < 0x80 && *b != b'(');
            names && between.len() <= 9 && ((signs && between.contains(&b',')) || word())
        };
        let mut low = own;
        while let (Some(i), Some(b)) = (low.checked_sub(1), fit.get(low)) {
            if !fit.get(i).is_some_and(|a| joined(a, b)) {
                break;
            }
            low = i;
        }
        let mut high = own;
        while let (Some(a), Some(b)) = (fit.get(high), fit.get(high + 1)) {
            if !joined(a, b) {
                break;
            }
            high += 1;
        }
        fit.get(low..=high).unwrap_or(&[]).iter().map(|m| m.at).collect()
    }

    /// Which of a list the value belongs to, where `respectievelijk` gives one value to each.
    fn respective(&self, list: &[usize]) -> Option<usize> {
        let end = self.sentence.folded.len();
        let last = *list.last()?;
        if !self.look.has("respectively", self.sentence, (0, end)) {
            return None;
        }
        let byte = self.sentence.mark_at(self.found.value)?.byte;
        let values: Vec<usize> =
            self.sentence.marks.iter().filter(|m| m.at > last && m.byte == byte).map(|m| m.at).collect();
        let nth = values.iter().position(|at| *at == self.found.value)?;
        (values.len() == list.len()).then_some(nth)
    }

    /// Whether the name at `at` is not what is spoken of: it speaks, or it is a part of another word.
    fn is_beside(&self, at: usize) -> bool {
        self.speakers.contains(&at) || self.sentence.mark_at(at).is_some_and(|m| self.sentence.compounds(m))
    }

    /// The folded positions that the pattern has given to a slot.
    fn taken(&self) -> Vec<usize> {
        self.found.slots.iter().map(|(_, at)| *at).collect()
    }

    /// The mention that the value most likely belongs to: the last that may be the subject before
    /// it, else, if `behind` is wanted, the first behind it.
    fn nearest(
        &self,
        classes: ClassSet,
        taken: &[usize],
        behind: bool,
        (kinds, not): (&[String], &[Arc<str>]),
    ) -> Option<&Mark> {
        let out = |m: &Mark| {
            let ruled_out = self.entity_at(m.at, kinds).is_some_and(|id| not.contains(&id));
            ruled_out || self.speakers.contains(&m.at) || self.qualifies_a_person(m)
        };
        let value = self.found.value;
        let find = |part: bool| {
            let fits = |m: &&Mark| {
                let own = part || !self.sentence.compounds(m);
                own && classes.has(m.byte) && !taken.contains(&m.at) && !out(m)
            };
            let before = self.sentence.marks.iter().rev().filter(|m| m.at < value).find(fits);
            before.or_else(|| self.sentence.marks.iter().filter(|m| behind && m.at > value).find(fits))
        };
        // `België haalt de NAVO-norm`, but `alle 32 NAVO-landen`
        find(false).or_else(|| find(true))
    }

    /// Whether the mention is the adjective in `de Amerikaanse minister Hegseth`: about the person, not the value.
    fn qualifies_a_person(&self, mark: &Mark) -> bool {
        let adjective = entity(mark, self.look.mentions).is_some_and(|e| e.form == EntityForm::Adjective);
        if !adjective {
            return false;
        }
        let next = self.sentence.marks.iter().find(|m| m.at > mark.at);
        let Some(next) = next else { return false };
        let person = entity(next, self.look.mentions)
            .is_some_and(|e| matches!(&*e.kind, "person" | "office") || e.form == EntityForm::Role);
        let gap = self.sentence.slice(mark.at + 1, next.at);
        person && gap.len() <= 45 && !gap.contains(&b',')
    }

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
        if let Some((_, at)) = self.found.slots.iter().find(|(name, _)| **name == *slot.name) {
            return (self.entity_at(*at, &slot.kinds), Origin::name(Cause::Pattern, *at));
        }
        let or_default = || {
            slot.default
                .clone()
                .map_or((None, Origin::of(Cause::Unknown)), |d| (Some(d), Origin::of(Cause::Default)))
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
        let asked = slot.only.as_ref().map(|(other, values)| {
            let value = scope.get(other).and_then(Option::as_ref);
            value.is_some_and(|v| values.contains(v))
        });
        if asked == Some(false) {
            return or_default();
        }
        if let Some(cue) = self.nearest_cue(slot, metric) {
            return (Some(cue), Origin::of(Cause::Cue));
        }
        let near = if slot.strict { None } else { self.other_than(slot, subject) };
        match near.and_then(|m| Some((self.entity_at(m.at, &slot.kinds)?, m.at))) {
            Some((id, at)) => (Some(id), Origin::name(Cause::Nearest, at)),
            None if !slot.context.is_empty() => {
                self.by_context(slot).map_or_else(or_default, |v| (Some(v), Origin::of(Cause::Context)))
            }
            // Where the slot tells facts apart, only the text can fill it.
            None if asked.is_some() => (None, Origin::of(Cause::Unknown)),
            None => or_default(),
        }
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

    fn cue_within(&self, slot: &SlotRule, (low, high): (usize, usize)) -> Option<Arc<str>> {
        let value = self.found.value;
        let distance = |set: &str| {
            let hits = self.look.all(set, self.sentence, (low, high)).into_iter();
            hits.map(|(start, _)| (start < value, start.abs_diff(value))).min()
        };
        let hits = slot.cues.iter().filter_map(|(v, set)| Some((distance(set)?, v)));
        hits.min_by_key(|(d, _)| *d).map(|(_, v)| v.clone())
    }

    /// The value whose words the reader has in mind.
    fn by_context(&self, slot: &SlotRule) -> Option<Arc<str>> {
        let held = |set: &str| in_context(self.document, self.sentence, set, self.look);
        slot.context.iter().find(|(_, set)| held(set)).map(|(value, _)| value.clone())
    }

    /// The nearest mention that may fill the slot and is not the subject.
    fn other_than(&self, slot: &SlotRule, subject: Option<&Arc<str>>) -> Option<&Mark> {
        let value = self.found.value;
        let fits = |m: &&Mark| {
            let id = entity(m, self.look.mentions).map(|e| self.as_kind(e, &slot.kinds));
            slot.classes.has(m.byte)
                && id.as_ref() != subject
                && !self.speakers.contains(&m.at)
                && !self.qualifies_a_person(m)
        };
        self.sentence.marks.iter().filter(fits).min_by_key(|m| m.at.abs_diff(value))
    }
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
        Grain::Day => day.to_string().into(),
    })
}
