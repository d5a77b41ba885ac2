//! Whose figure it is where a pronoun, or nobody, stands for whom earlier sentences are about.

use std::sync::Arc;

use super::super::asked::AT_HOME;
use super::super::clauses::{Doer, Place, Role, is_person};
use super::super::context::in_context;
use super::super::memory::one;
use super::super::sentence::Sentence;
use super::super::slots::{Sources, entity};
use super::mind::{Part, owns_matter};
use crate::recognise::EntityValue;
use crate::rules::metric::SubjectRule;

impl Sources<'_> {
    /// Whom the pronoun means that does what is told of the value: who did something in the sentence before, or for
    /// `we` the state of who speaks. None where there is no pronoun or it could mean two.
    pub(super) fn carried(&self, kinds: &[String], not: &[Arc<str>]) -> Option<Arc<str>> {
        let clauses = self.sentence.clauses(self.look);
        let country = kinds.iter().any(|k| k == "country");
        if !country {
            return None;
        }
        let (from, to) = clauses.around(self.found.value);
        let allowed = |id: &Arc<str>| !not.contains(id);
        // `Rutte zei dat hij 2 miljard geeft`.
        if let Doer::Name(at) = clauses.doer(self.found.value) {
            let speaks = self.sentence.mark_at(at).filter(|_| self.speaks_of_itself(at));
            let speaker = speaks.and_then(|m| entity(m, self.look.mentions))?;
            return self.state(&speaker.id, kinds).filter(allowed);
        }
        if self.look.has("we", self.sentence, (from, to)) {
            return self.speaker_state(kinds).filter(allowed);
        }
        let pronoun = || {
            clauses.doer(self.found.value) == Doer::Carried
                && self.look.has("doer-pronoun", self.sentence, (from, to))
        };
        // `Its factories turn out 200 missiles`
        let own = || {
            clauses.doer(self.found.value) == Doer::Other
                && self
                    .look
                    .starting("of-their-own", self.sentence, clauses.head_of(self.found.value))
                    .is_some()
        };
        if !pronoun() && !own() {
            return None;
        }
        let person = self.look.has("one-doer", self.sentence, (from, to));
        // `Lithuania, a country of three million, has said it will raise its budget`
        let says = self.said.and_then(|said| self.sentence.mark_at(said.named.filter(|at| *at < from)?));
        let itself = says.and_then(|m| entity(m, self.look.mentions)).filter(|e| is_person(e) == person);
        if let Some(speaker) = itself {
            return self.state(&speaker.id, kinds).filter(allowed);
        }
        let memory = self.recall.memory();
        let fit = memory.just_acting().filter(|e| is_person(e) == person);
        // Who counts, such as an institute, does nothing of it.
        let mut ids = fit.filter_map(|e| self.state(&e.id, kinds));
        let first = ids.next()?;
        ids.all(|id| id == first).then_some(first).filter(allowed)
    }

    /// The state that `his country` means: that of the last person before the value in the sentence, else of who says it, or
    /// of the one person who acts in what was read before.
    pub(super) fn own_country(&self, kinds: &[String]) -> Option<Arc<str>> {
        let names = self.sentence.marks.iter().rev().filter(|m| m.at < self.found.value);
        let person = names.filter_map(|m| entity(m, self.look.mentions)).find(|e| is_person(e));
        if let Some(person) = person {
            return self.state(&person.id, kinds);
        }
        let before = || {
            let memory = self.recall.memory();
            // Who was named just before comes to mind first.
            let last = self.recall.before().next().filter(|(number, _)| number + 1 == self.recall.number());
            let people = last.into_iter().flat_map(|(_, sentence)| &sentence.marks);
            let just = one(people.filter_map(|m| entity(m, self.look.mentions)).filter(|e| is_person(e)));
            just.map_or_else(
                || one(memory.acting().filter(|e| is_person(e))).map(|e| e.id.clone()),
                |e| Some(e.id.clone()),
            )
        };
        self.speaker_state(kinds).or_else(|| self.state(&before()?, kinds))
    }

    /// Whether the name at `at` speaks, and a pronoun in the clause of the value means it: `lieten de Verenigde Staten
    /// weten dat ze 21 houwitsers kopen`.
    pub(super) fn speaks_of_itself(&self, at: usize) -> bool {
        let (from, to) = self.sentence.clauses(self.look).around(self.found.value);
        let person =
            self.sentence.mark_at(at).and_then(|m| entity(m, self.look.mentions)).is_some_and(is_person);
        let pronoun = || self.look.has("doer-pronoun", self.sentence, (from, to));
        // `Moskou zegt 10.000 militairen in te zetten`
        let deed = || {
            (from..to).contains(&at)
                && at < self.found.value
                && self
                    .look
                    .all("own-deed", self.sentence, (from, to))
                    .iter()
                    .any(|w| w.1 > self.found.value || w.0 > at)
        };
        let told = || {
            !(from..to).contains(&at)
                && pronoun()
                && self.look.has("one-doer", self.sentence, (from, to)) == person
        };
        self.speakers.contains(&at) && (told() || deed())
    }

    /// Whether somebody who is known speaks of `we` in the clause of the value.
    pub(super) fn says_we(&self) -> bool {
        let range = self.sentence.clauses(self.look).around(self.found.value);
        self.said.is_some() && self.look.has("we", self.sentence, range)
    }

    /// The publication's own country, where it speaks of `our` in its own voice.
    pub(super) fn ours(&self, rule: &SubjectRule) -> Option<Arc<str>> {
        let home = self.home.filter(|id| self.is_of_kind(id, rule))?;
        let clause = self.sentence.clauses(self.look).around(self.found.value);
        (self.said.is_none() && self.look.has("we", self.sentence, clause)).then(|| home.clone())
    }

    /// The state of somebody with the identity `id`, or the alliance for which they speak, if it is one of `kinds`.
    pub(super) fn state(&self, id: &Arc<str>, kinds: &[String]) -> Option<Arc<str>> {
        let state = self.vocabulary.state_of(id, self.on?)?;
        let kind = &self.vocabulary.get(state)?.kind;
        kinds.iter().any(|k| k.split(':').next() == Some(&**kind)).then(|| state.clone())
    }

    /// Whether the sentence goes on about the publication's own country: words of its government or army stand in it or
    /// in what the reader has in mind, and no other country does anything there.
    pub(super) fn is_at_home(&self, rule: &SubjectRule) -> bool {
        let country = rule.kinds.iter().any(|k| k == "country") && !rule.strict;
        let Some(home) = self.home.filter(|_| country) else { return false };
        let kinds = ["country".to_owned()];
        // Whose country is not known is not of this one.
        let foreign = |e: &EntityValue| match self.as_kind(e, &kinds) {
            Some(id) => id != *home,
            None => is_person(e),
        };
        let clauses = self.sentence.clauses(self.look);
        let beside = |at: usize| match clauses.role(self.sentence, at) {
            Role::Behind(place) => place != Place::Inside,
            Role::Aside => true,
            Role::Core => clauses.idle(at),
            Role::Owner | Role::Agent | Role::Part => false,
        };
        let here = self.sentence.marks.iter().filter(|m| !beside(m.at));
        let memory = self.recall.memory();
        let others = here.filter_map(|m| entity(m, self.look.mentions)).chain(memory.acting()).any(foreign);
        !others && !self.is_done_beyond(&kinds) && in_context(self.article, self.sentence, AT_HOME)
    }

    /// Whether the last sentence before that tells of a state's own army, budget or economy tells of another's than the
    /// publication's.
    pub(super) fn is_of_army_before(&self, rule: &SubjectRule) -> bool {
        let owned = |sentence: &Sentence| {
            let names = sentence.marks.iter().filter_map(|m| Some((m, entity(m, self.look.mentions)?)));
            let mut owners = names.filter(|(m, e)| owns_matter(sentence, self.look, m, e));
            owners.find_map(|(_, e)| self.stands_for(e, rule))
        };
        let last = self.recall.before().find_map(|(_, sentence)| owned(sentence));
        last.is_some_and(|id| Some(&id) != self.home)
    }

    /// Whether the title and the first sentence are about other states, and the article never names its own.
    pub(super) fn is_set_abroad(&self, rule: &SubjectRule) -> bool {
        let Some(home) = self.home else { return true };
        let named = self.article.states().contains(home);
        let lead = self.recall.lead().map(|lead| (lead, self.look));
        let told = [lead, self.article.title()].into_iter().flatten().flat_map(|s| self.topics(s, rule));
        !named && told.into_iter().any(|(id, part)| part == Part::Acts && id != *home)
    }
}
