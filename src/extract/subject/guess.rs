//! Whose a figure most likely is, where nothing near it tells: what the article is about.
//!
//! It is a guess and marked as one. It is made when all claims of an article are there, so that nothing else rests on it.

use std::sync::Arc;

use super::super::sentence::Mark;
use super::super::slots::{Origin, Sources};
use super::super::telling::{Told, is_foe};
use super::mind::Scales;
use crate::claim::{Cause, Considered, Ground, SUBJECT, Scope};
use crate::rules::metric::Metric;

impl Sources<'_> {
    /// Who of those considered has at least a little more for them than the next; where nobody was considered, whoever
    /// the article is about.
    pub(in crate::extract) fn guessed(
        &self,
        metric: &Metric,
        scope: &Scope,
        considered: &[Considered],
    ) -> Option<Arc<str>> {
        // `They spend 2.4 percent`: who they are the words before did not tell.
        let clause = self.sentence.clauses(self.look).around(self.found.value);
        if self.look.has("they", self.sentence, clause) {
            return None;
        }
        let wider;
        let all = if considered.is_empty() {
            wider = self.in_the_article(metric, scope);
            &*wider
        } else {
            considered
        };
        if all.is_empty() {
            return self.at_home_alone(metric, scope);
        }
        // `Ukraine has received 500 rounds`: who gets them has given none, whatever the article is about.
        let gets = |id: &Arc<str>| {
            let named = |m: &&Mark| self.entity_at(m.at, &metric.subject.kinds).as_ref() == Some(id);
            self.sentence.marks.iter().filter(named).any(|m| self.is_other_side_by(metric, m, scope))
        };
        let mut free = all.iter().filter(|c| !gets(&c.who));
        let first = free.next()?;
        let next = free.next().map_or(0, |c| c.weight);
        let may = first.weight > next
            && metric.subject.allows(Some(&first.who))
            && !is_foe(metric, scope, &first.who);
        may.then(|| first.who.clone())
    }

    /// The publication's own country, where the article names no other state, nor anybody or any place of one: `Unemployment
    /// has reached 5 percent`. What strikes, or is struck, may be anywhere.
    fn at_home_alone(&self, metric: &Metric, scope: &Scope) -> Option<Arc<str>> {
        let rule = &metric.subject;
        let deed = metric.scope.iter().any(|slot| {
            let own = scope.get(&slot.name).and_then(Option::as_ref);
            !slot.deed.is_empty() && own.is_none_or(|own| slot.deed.contains(own))
        });
        let home = self.home.filter(|id| self.is_of_kind(id, rule) && !rule.except.contains(id))?;
        let open = rule.default.is_none() && !rule.suffers() && !deed && !self.is_of_another(rule);
        (open && self.article.is_of_one(home, |id| self.on.and_then(|day| self.vocabulary.state_of(id, day))))
            .then(|| home.clone())
    }

    /// Whom the paragraph, the one before, the title and the lead are about, whatever the scope of the claim is.
    fn in_the_article(&self, metric: &Metric, scope: &Scope) -> Vec<Considered> {
        let rule = &metric.subject;
        if rule.in_mind.is_empty() || self.is_of_another(rule) {
            return Vec::new();
        }
        let mut scales = Scales::default();
        if rule.suffers() {
            self.weigh_places(rule, &mut scales);
            self.weigh_struck(rule, &mut scales);
        } else {
            self.weigh_topics(rule, &mut scales);
        }
        self.weighed(metric, scope, scales)
    }
}

/// Gives the claims of an article that are still of nobody those whom they are most likely of.
pub(in crate::extract) fn settle(claims: &mut [Told]) {
    for told in claims.iter_mut().filter(|t| t.claim.subject.is_none()) {
        if let Some(who) = told.guess.take() {
            told.claim.subject = Some(who);
            told.claim.grounds.note(SUBJECT, Ground::Assumed);
            told.subject = Origin::of(Cause::Topic);
        }
    }
}
