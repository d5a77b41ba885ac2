//! Whose a figure is by words about it alone: from whom it came, what a clause about the counted tells, and what is no norm.

use std::sync::Arc;

use super::super::sentence::Mark;
use super::super::slots::{Filled, Origin, Sources, figure};
use super::names::ARTICLE;
use crate::claim::{Cause, Status};
use crate::rules::metric::{Metric, SubjectRule};
use crate::value::Quantity;

impl Sources<'_> {
    /// Whose it is by a clause about what is counted, or by whom the sentence says that it came from.
    pub(super) fn told_outright(&self, rule: &SubjectRule, not: &[Arc<str>]) -> Option<Filled> {
        let free = |at: &usize| self.entity_at(*at, &rule.kinds).is_none_or(|id| !not.contains(&id));
        let at = self.told_of_it(rule, not).or_else(|| self.comes_from(rule).filter(free))?;
        Some((self.entity_at(at, &rule.kinds), Origin::name(Cause::Sentence, at)))
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
        let mark = self.sentence.mark_at(at).filter(|m| !rest && rule.classes.has(m.byte))?;
        let only = ["receive", "want-weapons", "say", "want"].iter();
        let lacks = { only }.any(|set| self.look.has(set, self.sentence, clause));
        let id = self.entity_at(mark.at, &rule.kinds).filter(|id| !lacks && !not.contains(id))?;
        let alone = self.list(at, rule.classes).len() < 2 && !self.is_alliance(mark);
        self.is_of_kind(&id, rule).then_some(at).filter(|_| alone)
    }
}
