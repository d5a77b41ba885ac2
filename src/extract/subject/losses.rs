//! Whose losses a sentence tells of: those whose casualties, side or dead it names, and those of whom a part is lost.

use std::sync::Arc;

use super::super::clauses::Doer;
use super::super::sentence::{Mark, Sentence};
use super::super::slots::{Sources, entity};
use super::super::telling::Told;
use super::super::voice::Lookup;
use super::mind::{LAST_HERE, Scales};
use crate::claim::{Cause, Scope};
use crate::recognise::EntityForm;
use crate::rules::metric::{Hint, SubjectRule};

/// What such words weigh.
const LOSSES: u32 = 8;
const THOSE: u32 = 8;
/// What it weighs that somebody speaks of his own: more than where they fell.
const OWN_MEN: u32 = 14;

/// How many folded bytes stand at most between a figure and the words that make it a part: `of whom 4,000`.
const THEM: usize = 12;

/// How many folded bytes before a name the words begin at most that tell of losses among them.
const AMONG: usize = 24;

/// The same for `of his soldiers`.
const OWN: usize = 24;

/// The same for the words for those who work somewhere: `the intelligence service in`.
const WORKS: usize = 24;

impl Sources<'_> {
    /// Whose losses the sentence tells of: `Russian casualties`, `Russia's losses`, `aan Russische kant`, and at its start
    /// `For Ukraine`.
    pub(super) fn weigh_losses(&self, rule: &SubjectRule, scales: &mut Scales) {
        let named = |m: &Mark| {
            self.look.all("for-whom", self.sentence, (0, m.at)).iter().any(|w| w.0 == 0 && w.1 + 1 == m.at)
        };
        let own = self.losers().chain(self.sentence.marks.iter().filter(|m| !self.describes(m) && named(m)));
        let own = own.chain(self.disclosing(self.sentence));
        let own: Vec<_> = own.filter_map(|m| self.stands_for(entity(m, self.look.mentions)?, rule)).collect();
        if !own.is_empty() {
            own.into_iter().for_each(|id| scales.add(id, LOSSES, Cause::Sentence));
            return;
        }
        // `The losses on the Russian side are heavy. Up to 8,000 soldiers fell.`
        let here = self.recall.block(self.recall.number());
        let near = self.recall.before().take_while(|(number, _)| self.recall.block(*number) == here);
        let mut earlier = near.flat_map(|(_, sentence)| {
            self.losers_of(sentence, usize::MAX).rev().chain(self.disclosing(sentence))
        });
        let just = earlier.find_map(|m| self.stands_for(entity(m, self.look.mentions)?, rule));
        just.into_iter().for_each(|id| scales.add(id, THOSE, Cause::Paragraph));
    }

    /// Whether the name at `at` only tells where those work who count the dead: `the intelligence service in Seoul`.
    pub(super) fn is_where_they_count(&self, at: usize) -> bool {
        self.sentence.mark_at(at).is_some_and(|m| works_there((self.sentence, self.look), m))
    }

    /// Those of whom a part is lost: of the figure before it in the sentence, else whom alone the sentence before is about.
    /// `Seoul puts those at 11,000, of whom 4,000 were killed`, `300 van hen sneuvelden`.
    pub(super) fn weigh_them(&self, rule: &SubjectRule, scales: &mut Scales) {
        let value = self.found.value;
        // `31,000 of his soldiers`
        if self.look.has("of-his-own", self.sentence, (value.saturating_sub(THEM), value + OWN)) {
            let state = self.speaker_state(&rule.kinds);
            state.into_iter().for_each(|id| scales.add(id, OWN_MEN, Cause::Speaker));
        }
        if self.look.has("of-its-own", self.sentence, (value.saturating_sub(THEM), value + OWN)) {
            let own = self.doing_of_itself(rule).or_else(|| self.speaker_state(&rule.kinds));
            own.into_iter().for_each(|id| scales.add(id, OWN_MEN, Cause::Anaphor));
        }
        if !self.look.has("of-them", self.sentence, (value.saturating_sub(THEM), value + THEM)) {
            return;
        }
        let number = self.recall.number();
        let here = self.told.iter().rev().take_while(|t| t.sentence == number);
        let own = { here }.find(|t| t.value < value).and_then(|t| t.claim.subject.clone());
        // `the number of North Koreans`: a people that is named by itself.
        let peoples = |sentence: &Sentence, until: usize| {
            let people = |m: &&Mark| {
                m.at < until && entity(m, self.look.mentions).is_some_and(|e| e.form == EntityForm::People)
            };
            let named = sentence.marks.iter().filter(people);
            let mut ids = named.filter_map(|m| self.stands_for(entity(m, self.look.mentions)?, rule));
            ids.next().filter(|first| ids.all(|id| id == *first))
        };
        let before = || {
            let (last, sentence) = self.recall.before().next()?;
            let near = self.recall.block(last) == self.recall.block(number);
            if near { peoples(sentence, usize::MAX) } else { None }
        };
        let own = own.filter(|id| self.is_of_kind(id, rule));
        let them = own.or_else(|| peoples(self.sentence, value)).or_else(before);
        them.into_iter().for_each(|id| scales.add(id, THOSE, Cause::Anaphor));
    }

    /// The one state before the value that does something in the sentence and says nothing, of which `its soldiers` may be:
    /// `the worst month that Russia has had, London says: 1,500 of its soldiers were killed`.
    fn doing_of_itself(&self, rule: &SubjectRule) -> Option<Arc<str>> {
        let clauses = self.sentence.clauses(self.look);
        let acts =
            |m: &&Mark| m.at < self.found.value && clauses.is_doer(m.at) && !self.speakers.contains(&m.at);
        let named = self.sentence.marks.iter().filter(acts);
        let mut ids = named.filter_map(|m| {
            self.stands_for(entity(m, self.look.mentions).filter(|e| &*e.kind == "country")?, rule)
        });
        ids.next().filter(|first| ids.all(|id| id == *first))
    }

    /// Whose the last claim of another metric of the hint is in the paragraph: `14,000 soldiers fell. Also lost were 430
    /// tanks`.
    pub(super) fn weigh_beside(&self, hint: &Hint, scope: &Scope, scales: &mut Scales) {
        let number = self.recall.number();
        let here =
            self.told.iter().rev().take_while(|t| self.recall.block(t.sentence) == self.recall.block(number));
        let mut others = here.filter(|t| hint.of.contains(&t.claim.metric));
        let alike = |t: &&Told| hint.alike.iter().all(|slot| t.claim.scope.get(slot) == scope.get(slot));
        let subject = others.next().filter(alike).and_then(|t| t.claim.subject.clone());
        subject.into_iter().for_each(|id| scales.add(id, LAST_HERE, Cause::Last));
    }

    /// The names whose losses, or whose side, the words behind them tell of.
    pub(super) fn losers(&self) -> impl Iterator<Item = &Mark> {
        self.losers_of(self.sentence, self.found.value)
    }

    /// The same of a sentence, whose side is told of before `value`.
    fn losers_of<'s>(
        &'s self,
        sentence: &'s Sentence,
        value: usize,
    ) -> impl DoubleEndedIterator<Item = &'s Mark> {
        let next = |m: &Mark, set: &str| self.look.starting(set, sentence, m.at + 2).is_some();
        // `casualties among North Korean forces`
        let among = |m: &Mark| {
            let words = self.look.all("losses-among", sentence, (m.at.saturating_sub(AMONG), m.at));
            words.last().is_some_and(|w| w.1 + 1 == m.at)
        };
        let lost = move |m: &&Mark| {
            (self.describes(m) && (next(m, "losses") || (m.at < value && next(m, "side")))) || among(m)
        };
        sentence.marks.iter().filter(lost)
    }

    /// The state that a sentence says discloses its losses, or keeps them to itself: `Moscow last gave a figure in March`.
    fn disclosing<'s>(&'s self, sentence: &'s Sentence) -> Option<&'s Mark> {
        let word = *self.look.all("discloses", sentence, (0, sentence.folded.len())).first()?;
        let Doer::Name(at) = sentence.clauses(self.look).doer(word.0) else { return None };
        let mark = sentence.mark_at(at)?;
        entity(mark, self.look.mentions).filter(|e| &*e.kind == "country").map(|_| mark)
    }

    /// Whether a name tells of the noun behind it: `Russian`, `Russia's`.
    pub(super) fn describes(&self, mark: &Mark) -> bool {
        let adjective = entity(mark, self.look.mentions).is_some_and(|e| e.form == EntityForm::Adjective);
        adjective || self.look.owns(mark)
    }
}

/// Whether a name only tells where those work who are spoken of: `the intelligence service in Seoul`.
pub(super) fn works_there((sentence, look): (&Sentence, Lookup<'_>), mark: &Mark) -> bool {
    let at = mark.at;
    let seat = entity(mark, look.mentions).is_some_and(|e| e.form == EntityForm::Seat);
    let led = look.all("inside", sentence, (at.saturating_sub(AMONG), at)).last().copied();
    led.filter(|w| seat && w.1 + 1 == at).is_some_and(|w| {
        let words = look.all("works-there", sentence, (w.0.saturating_sub(WORKS), w.0));
        words.last().is_some_and(|own| own.1 + 1 == w.0)
    })
}
