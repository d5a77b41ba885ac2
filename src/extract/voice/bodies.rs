//! The bodies that speak for a state: ministries, staffs and armies, named with it, by where they sit, or not at all.

use std::sync::Arc;

use super::super::clauses::Role;
use super::super::sentence::Mark;
use super::UNNAMED;
use super::who::{ARTICLE, BODY, Candidate, LINK, REACH, Scene};
use crate::recognise::EntityForm;

/// How many folded bytes stand at most between a body and the `in` with the name of where it sits, and before a name
/// that opens a sentence.
const SEAT: usize = 8;

impl Scene<'_> {
    /// The body that a pronoun which is of nobody with a name means, right before the verb at `at`: who does what the
    /// sentence tells, else who spoke last. `Ukraine's air force shot down 42 drones, it said`.
    pub(super) fn body(self, at: usize) -> Option<Candidate> {
        let words = self.look.all("body-pronoun", self.sentence, (at.saturating_sub(REACH), at));
        let (start, end) = *words.last().filter(|w| w.1 + 1 == at)?;
        let own = || if self.last_sign(start) == Some(b',') { self.acting(start) } else { None };
        let speaker = own().or_else(|| self.earlier.body())?;
        Some(Candidate { at: start, end, speaker })
    }

    /// The body that does what the main clause before the folded position `until` tells.
    fn acting(self, until: usize) -> Option<Arc<str>> {
        let clauses = self.sentence.clauses(self.look);
        // `Ukraine, it claimed, had lost 1,500`: whose clause is not told yet is spoken of.
        let told = |at: usize| clauses.verb_of(at).is_some_and(|verb| verb < until);
        let doer = clauses.doers().find(|at| *at < until && told(*at))?;
        let mark = self.sentence.mark_at(doer).filter(|m| !self.is_person(m))?;
        let whole = self.entity(mark)?;
        let may = match self.sentence.clauses(self.look).role(self.sentence, doer) {
            Role::Core if whole.form != EntityForm::Adjective => self.speaks(mark),
            _ => self.is_body(mark),
        };
        may.then(|| whole.id.clone())
    }

    /// Whether what begins at `at` only says where, behind an article or not: `in de Kamer`.
    pub(super) fn is_located(self, at: usize) -> bool {
        let words = self.look.all("inside", self.sentence, (at.saturating_sub(REACH), at));
        words.last().is_some_and(|w| {
            let gap = self.sentence.slice(w.1, at).trim_ascii();
            // `in 2026, Jansen said`
            gap.len() <= ARTICLE && gap.iter().all(u8::is_ascii_alphabetic)
        })
    }

    /// The state of a body by where the sentence says that it sits, or is: `the General Staff in Kyiv`, and at its start
    /// `In Russia the Defence Ministry …`.
    fn seated(self, (at, end): (usize, usize)) -> Option<Arc<str>> {
        let state = |m: &&Mark| {
            let e = self.entity(m);
            e.is_some_and(|e| &*e.kind == "country" && matches!(e.form, EntityForm::Seat | EntityForm::Name))
        };
        let behind = self.sentence.marks.iter().find(|m| m.at >= end).filter(state);
        let behind = behind.filter(|m| m.at <= end + SEAT && self.is_place(m));
        let opens = || {
            let first = self.sentence.marks.iter().find(state)?;
            let begins = first.at <= SEAT && self.is_place(first) && first.at < at;
            // Nobody else stands between.
            let near = self.sentence.marks.iter().rev().find(|m| m.at < at);
            (begins && near.is_some_and(|m| m.at == first.at)).then_some(first)
        };
        let found = behind.or_else(opens)?;
        self.entity(found).map(|e| e.id.clone())
    }

    /// Where the words for somebody without a name stand in a stretch beside a verb: `bronnen`, and right at the verb
    /// `de luchtmacht`.
    pub(super) fn nameless(self, (from, to): (usize, usize)) -> Vec<(usize, usize)> {
        let mut all = self.look.all("anonymous", self.sentence, (from, to));
        let beside = |w: &(usize, usize)| {
            let lead = self.sentence.slice(from, w.0).trim_ascii();
            let opens = lead.len() <= ARTICLE && !lead.contains(&b' ');
            opens || self.sentence.slice(w.1, to).trim_ascii().is_empty()
        };
        let bodies = self.look.all("state-body", self.sentence, (from, to));
        // `Moscow's defence ministry`: of two words for one body the longer is meant.
        all.retain(|w| !bodies.iter().any(|body| body.0 <= w.0 && w.1 <= body.1));
        let owned = |w: &(usize, usize)| {
            let links = self.look.all("belongs", self.sentence, (from, w.0));
            links.last().is_some_and(|l| self.sentence.slice(l.1, w.0).trim_ascii().is_empty())
        };
        all.extend(bodies.into_iter().filter(|w| beside(w) && !owned(w)));
        all
    }

    /// Whom such a word stands for: the body of a state for the one whose body spoke before.
    pub(super) fn nobody(self, (at, end): (usize, usize)) -> Candidate {
        let bodies = self.look.all("state-body", self.sentence, (at.saturating_sub(BODY), end));
        let body = bodies.last().is_some_and(|w| w.1 == end);
        let local = self.look.all("local", self.sentence, (at.saturating_sub(BODY), at));
        let local = local.last().is_some_and(|w| w.1 + 1 == at);
        let its = self.look.all("its", self.sentence, (at.saturating_sub(BODY), at));
        let its = its.last().is_some_and(|w| w.1 + 1 == at);
        let state = match (body && !local, its) {
            (true, true) => self.land(at),
            (true, false) => self.seated((at, end)).or_else(|| self.earlier.state()),
            (false, _) => None,
        };
        Candidate { at, end, speaker: state.unwrap_or_else(|| UNNAMED.into()) }
    }

    /// The state that words like `the country` mean, right behind the folded position `at` or right before it.
    pub(super) fn the_land(self, at: usize, before: bool) -> Option<Candidate> {
        let range = if before { (at.saturating_sub(BODY), at) } else { (at, at + BODY) };
        let words = self.look.all("the-land", self.sentence, range);
        let (start, end) =
            *words.iter().find(|w| if before { at.saturating_sub(w.1) <= 1 } else { w.0 <= at + 1 })?;
        let low = start.saturating_sub(LINK);
        let owns =
            self.look.all("belongs", self.sentence, (low, start)).last().is_some_and(|w| w.1 + 1 == start);
        let free = !self.in_phrase(start) && !owns;
        let speaker = self.land(start).filter(|_| free)?;
        Some(Candidate { at: start, end, speaker })
    }

    /// The state that `the country` at the folded position `at` means: the last that is named before it.
    pub(super) fn land(self, at: usize) -> Option<Arc<str>> {
        let named = self.sentence.marks.iter().rev().filter(|m| m.at < at).filter_map(|m| self.entity(m));
        let state = |e: &&crate::recognise::EntityValue| {
            &*e.kind == "country" && matches!(e.form, EntityForm::Name | EntityForm::Seat)
        };
        { named }.find(state).map(|e| e.id.clone()).or_else(|| self.earlier.land())
    }

    /// Whether somebody is only told as the government, of a state that is not known here: `het kabinet`.
    pub(super) fn is_government(self, who: &Candidate) -> bool {
        let words = self.look.all("government", self.sentence, (who.at.saturating_sub(BODY), who.end));
        &*who.speaker == UNNAMED && words.last().is_some_and(|w| w.1 == who.end)
    }

    /// Whether the adjective at `mark` is that of a body that speaks for its state: `de Britse regering`.
    pub(super) fn is_body(self, mark: &Mark) -> bool {
        let from = mark.at + 2;
        let words = self.look.all("state-body", self.sentence, (from, from + BODY));
        words.first().is_some_and(|w| w.0 == from)
    }

    /// Whether the word from `start` to `end` is the body of the state that a candidate is: `de Duitse
    /// inlichtingendienst`, `the ministry of defence of the United Kingdom`.
    pub(super) fn is_body_of(self, candidate: Option<&Candidate>, (start, end): (usize, usize)) -> bool {
        let Some(mark) = candidate.and_then(|c| self.sentence.mark_at(c.at)) else { return false };
        if mark.at + 2 == start {
            // `U.N. officials` speak for it, and `US officials` for nobody who is known.
            let whole = self.entity(mark).is_some_and(|e| matches!(&*e.kind, "alliance" | "organisation"));
            return whole || self.is_body(mark);
        }
        let owned = || self.look.all("owner", self.sentence, (end, mark.at)).last().copied();
        let near = mark.at > end && mark.at <= end + REACH;
        near && self.look.has("state-body", self.sentence, (start, end))
            && owned().is_some_and(|o| self.sentence.slice(o.1, mark.at).iter().all(|b| *b == b' '))
    }
}
