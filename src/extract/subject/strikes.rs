//! Who strikes: the names of those who attack, and for what is launched those in what a reader has in mind.

use std::sync::Arc;

use super::super::clauses::{Doer, Role};
use super::super::memory::is_struck;
use super::super::scope::holds;
use super::super::sentence::{Mark, Sentence};
use super::super::slots::{Filled, Scoped, Sources, entity};
use super::super::telling::Told;
use super::super::voice::Lookup;
use super::mind::{LAST_HERE, Scales, is_place};
use super::placed;
use crate::claim::{Cause, Scope};
use crate::recognise::EntityForm;
use crate::rules::metric::{Hint, HintBy, Metric, SubjectRule};

/// How far behind the adjective of who attacks the attack is told: `Russian drone and missile attacks`.
const ASSAULT: usize = 40;

/// The deed that others answer.
const LAUNCH: &str = "launch";
/// What it weighs that something is used against somebody.
const AIMED: u32 = 10;

/// What it weighs that a title or the first sentence tells of who attacks.
const HEADED: u32 = 4;

impl Sources<'_> {
    /// Whether the name at `at` only tells who attacks, or holds a place: `in Russian drone strikes`, `Russia's invasion`,
    /// `Russian-occupied`.
    pub(super) fn is_attacker(&self, at: usize) -> bool {
        let Some(mark) = self.sentence.mark_at(at) else { return false };
        let adjective = entity(mark, self.look.mentions).is_some_and(|e| e.form == EntityForm::Adjective);
        let own = adjective || self.look.owns(mark);
        own && (assaults((self.sentence, self.look), mark) || self.sentence.compounds(mark))
    }

    /// Whether the name at `at` is of who strikes others in its clause: `Moscow's troops fired on a village, injuring four`.
    pub(in crate::extract) fn is_attacking(&self, at: usize) -> bool {
        at < self.found.value && strikes((self.sentence, self.look), at)
    }

    /// Whether the name that was taken for the subject is of the other side: of what is launched it is struck, and what is
    /// brought down it has launched.
    pub(in crate::extract) fn is_other_side(
        &self,
        metric: &Metric,
        subject: &Filled,
        (scope, _): &Scoped,
    ) -> bool {
        let mark = subject.1.at.and_then(|at| self.sentence.mark_at(at));
        mark.is_some_and(|mark| self.is_other_side_by(metric, mark, scope))
    }

    /// The same of a name.
    pub(super) fn is_other_side_by(&self, metric: &Metric, mark: &Mark, scope: &Scope) -> bool {
        let Some(e) = entity(mark, self.look.mentions) else { return false };
        let told = |by: HintBy| {
            let may =
                |hint: &Hint| hint.by == by && hint.only.as_ref().is_some_and(|only| holds(scope, only));
            metric.subject.in_mind.iter().any(may)
        };
        if metric.subject.suffers() {
            return false;
        }
        let clauses = self.sentence.clauses(self.look);
        let (from, to) = clauses.around(self.found.value);
        let acts = (from..to).contains(&mark.at) && clauses.doer(self.found.value) == Doer::Name(mark.at);
        // `Ukraine received ten Leopards and 20 Marders`: who gets them has given none.
        let row = clauses.row(self.found.value);
        let agent = clauses.role(self.sentence, mark.at) == Role::Agent;
        let doer = row.0 <= mark.at && !agent && clauses.doer(self.found.value) == Doer::Name(mark.at);
        let got =
            || self.look.has("receive", self.sentence, row) && !self.look.has("passive", self.sentence, row);
        // `Ukraine has been promised 85 Leopards`
        let given = || self.look.has("is-given", self.sentence, row);
        let gets = metric.scope.iter().any(|slot| &*slot.name == "recipient") || placed(metric);
        if gets && doer && (got() || given()) {
            return true;
        }
        if told(HintBy::Foe) {
            let acts = acts && !is_struck(self.sentence, mark, self.look);
            return !acts && is_place(self.sentence, self.look, mark, e);
        }
        // `the 42 drones that Russia launched were shot down`
        let own = clauses.around(mark.at);
        let behind = || mark.at >= to && self.look.has("launch", self.sentence, own);
        let launched = || (!acts && self.is_attacking(mark.at)) || self.is_of_weapons(mark) || behind();
        told(HintBy::Place) && launched()
    }

    /// Whether a name only tells whose weapons they are: `524 Ukrainian drones`.
    pub(super) fn is_of_weapons(&self, mark: &Mark) -> bool {
        let next = self.sentence.marks.iter().find(|m| m.at > mark.at);
        let weapon = next.and_then(|m| entity(m, self.look.mentions));
        self.describes(mark)
            && weapon.is_some_and(|e| matches!(&*e.kind, "weapon" | "drone"))
            && next.is_some_and(|m| {
                let gap = self.sentence.slice(mark.at + 1, m.at);
                gap.iter().filter(|b| **b == b' ').count() <= 3 && !gap.contains(&b',')
            })
    }

    /// The enemies of those who are struck where the sentence, or those before it, tell of.
    pub(super) fn weigh_foes(&self, rule: &SubjectRule, scales: &mut Scales) {
        let mut struck = Scales::default();
        self.weigh_places(rule, &mut struck);
        self.weigh_aimed_at(rule, &mut struck);
        add_foes(rule, struck, scales);
    }

    /// Whom the words `the enemy` or `the invaders` mean that do what the clause tells, or whose losses it tells: the enemy
    /// of the state that speaks, of the publication's, or of the one that the article names.
    pub(super) fn the_enemy(&self, rule: &SubjectRule) -> Option<Arc<str>> {
        let side = |id: &Arc<str>| rule.foes.iter().find(|(own, _)| own == id);
        let clauses = self.sentence.clauses(self.look);
        let clause = clauses.around(self.found.value);
        let words = || self.look.all("the-enemy", self.sentence, clause);
        let acts = || {
            words().iter().any(|w| w.0 < self.found.value)
                && !matches!(clauses.doer(self.found.value), Doer::Name(_))
        };
        if rule.foes.is_empty() || !(if rule.suffers() { !words().is_empty() } else { acts() }) {
            return None;
        }
        let told = || self.speaker_state(&rule.kinds).or_else(|| self.home.cloned());
        let named = || rule.foes.iter().find(|(own, _)| self.article.states().contains(own));
        let (_, foes) = told().as_ref().and_then(side).or_else(named)?;
        foes.first().cloned()
    }

    /// Those against whom the sentence says that something is used: `300 drones were used against Kyiv`.
    fn weigh_aimed_at(&self, rule: &SubjectRule, scales: &mut Scales) {
        let clause = self.sentence.clauses(self.look).around(self.found.value);
        let aimed = |m: &&Mark| (clause.0..clause.1).contains(&m.at) && self.stands_behind("opposed", m.at);
        let names = self.sentence.marks.iter().filter(aimed).filter_map(|m| entity(m, self.look.mentions));
        names.filter_map(|e| self.stands_for(e, rule)).for_each(|id| scales.add(id, AIMED, Cause::Sentence));
    }

    /// The enemies of those who strike in what was read before: whoever is struck by them.
    pub(super) fn weigh_struck(&self, rule: &SubjectRule, scales: &mut Scales) {
        let mut attackers = Scales::default();
        self.weigh_attackers(rule, &mut attackers);
        add_foes(rule, attackers, scales);
    }

    /// What is done of what rules others out: launching, bringing down, losing.
    fn deed(metric: &Metric, scope: &Scope) -> Option<Arc<str>> {
        let own = metric.scope.iter().find(|slot| !slot.deed.is_empty())?;
        scope.get(&own.name)?.clone().filter(|deed| own.deed.contains(deed))
    }

    /// The enemy of those who launched what is brought down or destroys, and of those who brought down what was launched, by
    /// the last claim of such a deed in the paragraph or the one before: `Russia launched 502 drones. Down came 430.`
    pub(super) fn weigh_answered(&self, (metric, scope): (&Metric, &Scope), scales: &mut Scales) {
        let rule = &metric.subject;
        let Some(own) = Self::deed(metric, scope).filter(|_| !rule.foes.is_empty()) else { return };
        let block = |at: usize| self.recall.block(at).unwrap_or(0);
        let near = |t: &&Told| block(t.sentence) + 1 >= block(self.recall.number());
        // In one sentence who does the one is as likely to be told of the other.
        let earlier = |t: &&Told| t.sentence < self.recall.number();
        let deeds = self.told.iter().rev().take_while(near).filter(earlier).filter_map(|t| {
            let deed = t.claim.scope.get("action").cloned().flatten()?;
            Some((deed, t.claim.subject.clone()?))
        });
        let launch = |deed: &Arc<str>| &**deed == LAUNCH;
        let answered = { deeds }.find(|(deed, who)| {
            *deed != own && (launch(deed) || launch(&own)) && rule.foes.iter().any(|(id, _)| id == who)
        });
        let foes = answered.and_then(|(_, who)| rule.foes.iter().find(|(id, _)| *id == who));
        let foe = foes.and_then(|(_, foes)| foes.first().cloned());
        foe.into_iter().for_each(|id| scales.add(id, LAST_HERE, Cause::Last));
    }

    /// Those who strike in what was read before, for whatever is launched: `Russia's biggest air raid`.
    pub(super) fn weigh_attackers(&self, rule: &SubjectRule, scales: &mut Scales) {
        let here = self.recall.block(self.recall.number());
        let before = self.recall.before().map(|(number, sentence)| {
            let (weight, cause) = self.nearness(number, here);
            ((sentence, self.look), weight, cause)
        });
        let lead = self.recall.lead().map(|lead| ((lead, self.look), HEADED, Cause::Lead));
        let title = self.article.title().map(|title| (title, HEADED, Cause::Title));
        let own = ((self.sentence, self.look), HEADED, Cause::Sentence);
        for ((sentence, look), weight, cause) in before.chain(lead).chain(title).chain([own]) {
            let attacks = |m: &&Mark| {
                let name = entity(m, look.mentions);
                let told = name.is_some_and(|e| e.form == EntityForm::Adjective) || look.owns(m);
                strikes((sentence, look), m.at) || (told && assaults((sentence, look), m))
            };
            let names = sentence.marks.iter().filter(attacks).filter_map(|m| entity(m, look.mentions));
            names.filter_map(|e| self.stands_for(e, rule)).for_each(|id| scales.add(id, weight, cause));
        }
    }
}

/// Weighs the first enemy of each as much as they are weighed themselves.
fn add_foes(rule: &SubjectRule, of: Scales, scales: &mut Scales) {
    for (id, pieces) in of.all {
        let foes = rule.foes.iter().find(|(known, _)| *known == id).map(|(_, foes)| foes.as_slice());
        let Some(foe) = foes.and_then(<[Arc<str>]>::first) else { continue };
        pieces.into_iter().for_each(|(weight, cause)| scales.add(foe.clone(), weight, cause));
    }
}

/// Whether an attack is told of right behind a name.
fn assaults((sentence, look): (&Sentence, Lookup<'_>), mark: &Mark) -> bool {
    let at = mark.at;
    let rest = sentence.slice(at + 1, at + 1 + ASSAULT);
    let until = rest.iter().position(|b| matches!(b, b',' | b';' | b':' | b'.')).unwrap_or(rest.len());
    let words = look.all("assault-noun", sentence, (at + 1, at + 1 + until));
    words.first().is_some_and(|w| {
        let between = sentence.slice(at + 1, w.0);
        between.iter().filter(|b| **b == b' ').count() <= 4
            && !look.has("preposition", sentence, (at + 1, w.0))
    })
}

/// Whether the name at `at` strikes others in its clause.
fn strikes((sentence, look): (&Sentence, Lookup<'_>), at: usize) -> bool {
    let clauses = sentence.clauses(look);
    let (from, to) = clauses.around(at);
    matches!(clauses.role(sentence, at), Role::Core | Role::Owner)
        && look.has("strikes", sentence, (at, to))
        && !look.has("passive", sentence, (from, to))
}
