//! Whose a figure is by who tells it: the state of a speaker, of a bureau, and of who told the whole of a part.

use std::sync::Arc;

use super::super::clauses::Role;
use super::super::sentence::Mark;
use super::super::slots::{Sources, entity};
use crate::claim::Scope;
use crate::rules::metric::{Metric, SlotRule, SubjectRule};

/// How many folded bytes stand at most between a figure and the words that make it a part: `Daarvan werden er 386`.
const PART: usize = 24;

impl Sources<'_> {
    /// The states whose bureaus and banks act in the sentence: `gaat het Planbureau uit van een inflatie van 3 procent`.
    pub(super) fn bureaus(&self, rule: &SubjectRule) -> Vec<Arc<str>> {
        let clauses = self.sentence.clauses(self.look);
        let acts = |m: &&Mark| matches!(clauses.role(self.sentence, m.at), Role::Core | Role::Agent);
        let names = self.sentence.marks.iter().filter(acts).filter_map(|m| entity(m, self.look.mentions));
        let bodies = names.filter(|e| &*e.kind == "organisation");
        // A statistical office of many, such as that of a union, tells of one of them as well as of all.
        let states = bodies.filter_map(|e| self.stands_for(e, rule));
        states.filter(|id| self.vocabulary.get(id).is_some_and(|e| &*e.kind == "country")).collect()
    }

    /// The state of who told the figure of which this one is a part, or what another did: `415 drones, meldt de luchtmacht.
    /// Daarvan werden er 386 onderschept`.
    pub(super) fn counting(&self, metric: &Metric, scope: &Scope) -> Option<Arc<str>> {
        let value = self.found.value;
        let part = (value.saturating_sub(PART), value + PART);
        let number = self.recall.number();
        let mut before = self.told.iter().rev().take_while(|t| t.sentence + 1 >= number);
        let whole = before.find(|t| t.pattern.0 == self.found.metric && t.sentence + 1 == number)?;
        let deed = |slot: &&SlotRule| !slot.deed.is_empty();
        let other = |slot: &SlotRule| whole.claim.scope.get(&slot.name) != scope.get(&slot.name);
        let undone = || metric.scope.iter().filter(deed).any(other);
        let own = self.recall.block(whole.sentence) == self.recall.block(number)
            && (self.look.has("of-them", self.sentence, part) || undone());
        let speaker = whole.claim.speaker.as_ref().filter(|_| own)?;
        self.state(speaker, &metric.subject.kinds).filter(|id| Some(id) != whole.claim.subject.as_ref())
    }

    /// The state of whoever says it: of their office on that day, or that which the words for them name.
    pub(super) fn speaker_state(&self, kinds: &[String]) -> Option<Arc<str>> {
        let said = self.said?;
        let known = self.vocabulary.get(&said.speaker);
        if known.is_some_and(|e| &*e.kind == "media") {
            return None;
        }
        let own = self.state(&said.speaker, kinds);
        let office = || said.of.as_ref().filter(|_| known.is_none()).and_then(|of| self.state(of, kinds));
        own.or_else(office)
    }
}
