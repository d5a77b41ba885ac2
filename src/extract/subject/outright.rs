//! Whose a figure is by words about it alone: from whom it came, what a clause about the counted tells, and what is no norm.

use std::sync::Arc;

use super::super::clauses::Doer;
use super::super::sentence::Mark;
use super::super::slots::{Filled, Origin, Sources, entity, figure};
use super::names::ARTICLE;
use crate::claim::{Cause, Status};
use crate::recognise::EntityValue;
use crate::rules::metric::{Metric, SubjectRule};
use crate::value::Quantity;

impl Sources<'_> {
    /// Whose it is by a clause about what is counted, or by whom the sentence says that it came from.
    pub(super) fn told_outright(&self, rule: &SubjectRule, not: &[Arc<str>]) -> Option<Filled> {
        let free = |at: &usize| self.entity_at(*at, &rule.kinds).is_none_or(|id| !not.contains(&id));
        let from = || {
            let got = self.comes_from(rule).or_else(|| self.is_got_from(rule));
            got.or_else(|| self.wishes(rule)).filter(free)
        };
        // `Some 1,600 British personnel`, but `110 Ukrainian drones were shot down`
        let things = |m: &Mark| self.is_of_weapons(m) || self.sentence.compounds(m);
        let alone = |m: &&Mark| !things(m) && self.list(m.at, rule.classes).len() < 2;
        let giver = || self.giver(rule).filter(|m| rule.strict && !rule.suffers() && alone(m));
        let counted = || giver().map(|m| m.at).filter(free);
        let at_it = || self.told_at(rule).filter(free);
        if let Some(foe) = self.the_enemy(rule).filter(|id| !not.contains(id)) {
            return Some((Some(foe), Origin::of(Cause::Anaphor)));
        }
        let at = self.told_of_it(rule, not).or_else(from).or_else(counted).or_else(at_it)?;
        Some((self.entity_at(at, &rule.kinds), Origin::name(Cause::Sentence, at)))
    }

    /// Who wants another to get it, and gives it: `France wants Ukraine to get 78 howitzers`.
    fn wishes(&self, rule: &SubjectRule) -> Option<usize> {
        let clauses = self.sentence.clauses(self.look);
        let Doer::Name(asked) = clauses.doer(self.found.value) else { return None };
        let gets = || self.look.has("receive", self.sentence, (asked, self.found.value));
        let open = !rule.suffers() && rule.default.is_none() && clauses.asked_of(asked) && gets();
        let wisher = clauses.doers().find(|at| open && *at < asked)?;
        self.sentence.mark_at(wisher).filter(|m| rule.classes.has(m.byte)).map(|m| m.at)
    }

    /// The name of whom somebody gets it from: `Oekraïne krijgt van Denemarken negentien F-16's`.
    fn is_got_from(&self, rule: &SubjectRule) -> Option<usize> {
        let clause = self.sentence.clauses(self.look).around(self.found.value);
        if rule.suffers() || rule.default.is_some() {
            return None;
        }
        let verb = *self.look.all("receive", self.sentence, clause).first()?;
        let words = self.look.all("gets-from", self.sentence, clause);
        // `Van de Duitsers kreeg Kyiv er drie`, but `de regering van Oekraïne krijgt`.
        let opens = |at: usize| self.sentence.slice(clause.0, at).trim_ascii().is_empty();
        let free = words.iter().filter(|w| w.0 > verb.1 || opens(w.0));
        let mut names = free.filter_map(|w| self.sentence.mark_at(w.1 + 1));
        names.find(|m| rule.classes.has(m.byte)).map(|m| m.at)
    }

    /// The state of a government by the name of where it sits, right behind the words for it, which end at `end`.
    pub(super) fn seated(&self, end: usize) -> Option<&EntityValue> {
        let mark = self.sentence.marks.iter().find(|m| m.at > end)?;
        let inside = self.look.starting("inside", self.sentence, end + 1)?;
        let state = entity(mark, self.look.mentions).filter(|e| matches!(&*e.kind, "country" | "place"))?;
        (inside.1 + 1 == mark.at).then_some(state)
    }

    /// The name of whom the sentence says, behind the value, that it came: `73 billion of it came from the Americans`.
    fn comes_from(&self, rule: &SubjectRule) -> Option<usize> {
        let (_, to) = self.sentence.clauses(self.look).around(self.found.value);
        let words = self.look.all("came-from", self.sentence, (self.found.value, to));
        let word = words.first().filter(|_| !rule.suffers() && rule.default.is_none())?;
        let mark = self.sentence.marks.iter().find(|m| m.at > word.1).filter(|m| rule.classes.has(m.byte))?;
        let figure =
            |m: &Mark| figure(m, self.look.mentions).is_some() && m.at > self.found.value && m.at < mark.at;
        let near = mark.at <= word.1 + ARTICLE + 1 && !self.sentence.marks.iter().any(figure);
        near.then_some(mark.at)
    }

    /// Whether the value is a share told to the tenth or closer: many agree on whole and half ones, and only one of them
    /// has a plan for 1.76 percent.
    pub(super) fn is_own_level(&self, metric: &Metric) -> bool {
        let norm = metric.status == Status::Target && metric.subject.default.is_some();
        let told = self.sentence.mark_at(self.found.value).and_then(|m| figure(m, self.look.mentions));
        let share = told.filter(|f| norm && f.quantity == Quantity::Percent);
        share.and_then(|f| f.nominal).is_some_and(|n| !(n + n).is_integer())
    }

    /// Who does what a clause about the counted tells: `the four missiles that Russia used`, but not `the tanks that Ukraine
    /// got`.
    fn told_of_it(&self, rule: &SubjectRule, not: &[Arc<str>]) -> Option<usize> {
        if rule.suffers() || rule.default.is_some() {
            return None;
        }
        let (at, clause) = self.sentence.clauses(self.look).told_of(self.sentence, self.found.value)?;
        // `brought down 17 drones of those that Russia launched`
        let rest = self.look.has("of-those", self.sentence, (self.found.value, clause.0));
        // `shot down all 42 drones that Russia had launched`: who does it is told before.
        let (from, to) = self.sentence.clauses(self.look).around(self.found.value);
        let doer = self.sentence.clauses(self.look).doer(self.found.value);
        let downs = || self.look.has("down", self.sentence, (from, to));
        let done = matches!(doer, Doer::Name(own) if (from..self.found.value).contains(&own)) && downs();
        let mark = self.sentence.mark_at(at).filter(|m| !rest && !done && rule.classes.has(m.byte))?;
        let only = ["receive", "want-weapons", "say", "want"].iter();
        let lacks = { only }.any(|set| self.look.has(set, self.sentence, clause));
        let id = self.entity_at(mark.at, &rule.kinds).filter(|id| !lacks && !not.contains(id))?;
        let alone = self.list(at, rule.classes).len() < 2 && !self.is_alliance(mark);
        self.is_of_kind(&id, rule).then_some(at).filter(|_| alone)
    }
}
