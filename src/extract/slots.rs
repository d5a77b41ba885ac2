//! Who and what a value is about: the subject and the scope slots.

use std::sync::Arc;

use super::matching::Match;
use super::sentence::{Mark, Sentence};
use super::voice::Lookup;
use crate::claim::Scope;
use crate::recognise::{EntityForm, EntityValue, Mention, MentionValue, entity::Vocabulary};
use crate::rules::class::ClassSet;
use crate::rules::metric::{Metric, PatternFields, SlotRule};
use crate::value::{Grain, Period};

/// What earlier sentences of the paragraph were about: the entity that each was last seen to name.
#[derive(Debug, Clone, Default)]
pub(super) struct Memory {
    block: usize,
    entities: Vec<(u8, EntityValue)>,
}

impl Memory {
    /// Forgets what another paragraph was about.
    pub(super) fn enter(&mut self, block: usize) {
        if self.block != block {
            self.block = block;
            self.entities.clear();
        }
    }

    /// Notes the names of a sentence that has been dealt with.
    pub(super) fn note(&mut self, sentence: &Sentence, mentions: &[Mention]) {
        for mark in &sentence.marks {
            if let Some(e) = entity(mark, mentions)
                && e.form != EntityForm::Adjective
            {
                self.entities.push((mark.byte, e.clone()));
            }
        }
    }

    /// The one entity of these classes that the paragraph has named so far; none if there are several.
    fn only(&self, classes: ClassSet) -> Option<&EntityValue> {
        let mut fit = self.entities.iter().filter(|(b, _)| classes.has(*b)).map(|(_, e)| e);
        let first = fit.next()?;
        fit.all(|e| e.id == first.id).then_some(first)
    }
}

/// What slots are filled from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sources<'a> {
    pub(super) sentence: &'a Sentence,
    pub(super) found: &'a Match,
    pub(super) fields: &'a PatternFields,
    pub(super) look: Lookup<'a>,
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) memory: &'a Memory,
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

    /// The subject of the claim.
    pub(super) fn subject(&self, metric: &Metric) -> Option<Arc<str>> {
        if let Some(fixed) = &self.fields.subject {
            return Some(fixed.clone());
        }
        let rule = &metric.subject;
        if let Some((_, at)) = self.found.slots.iter().find(|(name, _)| name == "subject") {
            return self.entity_at(*at, &rule.kinds);
        }
        let near = if rule.strict {
            None
        } else {
            self.nearest(rule.classes, &self.taken(), rule.default.is_none())
        };
        let near = near.filter(|m| {
            let from = if m.at > self.found.value { 0 } else { m.at };
            !self.anaphor_behind(from) || self.alone(rule.classes)
        });
        let near = near.and_then(|m| self.entity_at(m.at, &rule.kinds));
        if near.is_none() && !rule.strict && self.anaphor_behind(0) {
            return self.memory.only(rule.classes).map(|e| self.as_kind(e, &rule.kinds));
        }
        let earlier = || {
            let e = self.memory.only(rule.classes).filter(|_| rule.paragraph)?;
            Some(self.as_kind(e, &rule.kinds))
        };
        near.or_else(earlier).or_else(|| rule.default.clone())
    }

    /// Whether the sentence names one entity of these classes before the value, and no other.
    fn alone(&self, classes: ClassSet) -> bool {
        let mut fit = self.sentence.marks.iter().filter(|m| m.at < self.found.value && classes.has(m.byte));
        let first = fit.next().and_then(|m| entity(m, self.look.mentions)).map(|e| &e.id);
        first.is_some() && fit.all(|m| entity(m, self.look.mentions).map(|e| &e.id) == first)
    }

    /// Whether a word that stands for a name of before (`dat land`) lies between `from` and the value.
    fn anaphor_behind(&self, from: usize) -> bool {
        let regex = self.look.cues.get("anaphor", self.look.language).and_then(|c| c.regex());
        regex.is_some_and(|r| r.is_match(self.sentence.slice(from, self.found.value)))
    }

    /// The folded positions that the pattern has given to a slot.
    fn taken(&self) -> Vec<usize> {
        self.found.slots.iter().map(|(_, at)| *at).collect()
    }

    /// The mention of these classes that the value most likely belongs to: the last before
    /// it, else, if `behind` is wanted, the first behind it.
    fn nearest(&self, classes: ClassSet, taken: &[usize], behind: bool) -> Option<&Mark> {
        let fits = |m: &&Mark| classes.has(m.byte) && !taken.contains(&m.at) && !self.qualifies_a_person(m);
        let value = self.found.value;
        let before = self.sentence.marks.iter().rev().filter(|m| m.at < value).find(fits);
        before.or_else(|| self.sentence.marks.iter().filter(|m| behind && m.at > value).find(fits))
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

    /// The scope of the claim; `value` is the value's date, if it is one, and `period` what the claim speaks of.
    pub(super) fn scope(
        &self,
        metric: &Metric,
        subject: Option<&Arc<str>>,
        dates: (Option<Period>, Period),
    ) -> Scope {
        let mut scope = Scope::new();
        for slot in &metric.scope {
            let filled = self.slot((metric, slot), subject, &scope, dates);
            scope.insert(slot.name.clone(), filled);
        }
        scope
    }

    fn slot(
        &self,
        (metric, slot): (&Metric, &SlotRule),
        subject: Option<&Arc<str>>,
        scope: &Scope,
        dates: (Option<Period>, Period),
    ) -> Option<Arc<str>> {
        if let Some((_, fixed)) = self.fields.scope.iter().find(|(name, _)| *name == slot.name) {
            return Some(fixed.clone());
        }
        if let Some((_, at)) = self.found.slots.iter().find(|(name, _)| **name == *slot.name) {
            return self.entity_at(*at, &slot.kinds);
        }
        if let Some(edition) = &slot.edition {
            let needed = edition.only.as_ref().is_none_or(|(other, values)| {
                let value = scope.get(other).and_then(Option::as_ref);
                value.is_none_or(|v| values.contains(v))
            });
            if needed {
                let date = if edition.of_value { dates.0 } else { Some(dates.1) };
                return date.and_then(|d| part(&d, edition.grain));
            }
            return slot.default.clone();
        }
        let cue = self.nearest_cue(slot, metric);
        let name = || {
            let near = if slot.strict { None } else { self.other_than(slot, subject) };
            near.and_then(|m| self.entity_at(m.at, &slot.kinds))
        };
        cue.or_else(name).or_else(|| slot.default.clone())
    }

    /// The value of the cue set whose word stands nearest to the figure, with no other value of the metric
    /// in between; a word behind it comes before one in front, which may belong to the value before.
    fn nearest_cue(&self, slot: &SlotRule, metric: &Metric) -> Option<Arc<str>> {
        let value = self.found.value;
        let other = |b: &u8| metric.values.has(*b);
        let low = self.sentence.slice(0, value).iter().rposition(other).map_or(0, |i| i + 1);
        let rest = self.sentence.slice(value + 1, self.sentence.folded.len());
        let high = value + 1 + rest.iter().position(other).unwrap_or(rest.len());
        let distance = |set: &str| {
            let regex = self.look.cues.get(set, self.look.language)?.regex()?;
            let hits = regex.find_iter(self.sentence.slice(low, high));
            hits.map(|m| (m.start() + low < value, (m.start() + low).abs_diff(value))).min()
        };
        let hits = slot.cues.iter().filter_map(|(v, set)| Some((distance(set)?, v)));
        hits.min_by_key(|(d, _)| *d).map(|(_, v)| v.clone())
    }

    /// The nearest mention that may fill the slot and is not the subject.
    fn other_than(&self, slot: &SlotRule, subject: Option<&Arc<str>>) -> Option<&Mark> {
        let value = self.found.value;
        let fits = |m: &&Mark| {
            let id = entity(m, self.look.mentions).map(|e| self.as_kind(e, &slot.kinds));
            slot.classes.has(m.byte) && id.as_ref() != subject && !self.qualifies_a_person(m)
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
