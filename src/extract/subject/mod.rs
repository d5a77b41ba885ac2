//! Whose figure it is.
//!
//! The sentence comes first: what the pattern, the clause, a word that refers back and the names around the figure
//! tell. Where nobody is named there, what a reader has in mind is weighed (`mind`).

mod carried;
pub(super) mod guess;
mod losses;
pub(super) mod mind;
mod names;
mod outright;
mod owned;
mod speaks;
mod strikes;

use std::sync::Arc;

use names::ARTICLE;

use super::clauses::{Doer, Place, Role, is_person};
use super::context::in_context;
use super::memory::one;
use super::sentence::{Mark, word_count};
use super::slots::{Filled, Origin, Sources, entity};
use super::telling::Told;
use super::voice::Said;
use crate::claim::{Cause, Status};
use crate::recognise::{EntityForm, EntityValue};
use crate::rules::class::ClassSet;
use crate::rules::metric::{Metric, SubjectRule, Whose};

impl Sources<'_> {
    /// The subject of the claim, which is none of the entities in `not`; none where nobody is named whose it may be.
    pub(super) fn subject(&self, metric: &Metric, not: &[Arc<str>]) -> Option<Filled> {
        let rule = &metric.subject;
        let own_level = self.is_own_level(metric);
        if let Some(fixed) = self.fields.subject.as_ref().filter(|_| !own_level) {
            if let Some(own) = self.goes_on_with(rule) {
                return Some((Some(own), Origin::of(Cause::Last)));
            }
            return Some((Some(fixed.clone()), Origin::of(Cause::Fixed)));
        }
        let default = || {
            let end = self.sentence.folded.len();
            let held = |set: &String| self.look.has(set, self.sentence, (0, end)) || self.goes_on_about(set);
            let held = rule.default_with.as_ref().is_none_or(held) && !own_level;
            rule.default.clone().filter(|_| held)
        };
        let slot = self.found.slots.iter().find(|(name, _)| &**name == "subject").map(|(_, at)| *at);
        if let Some(at) = slot.filter(|_| self.fields.whose == Whose::Firm) {
            return Some((self.entity_at(at, &rule.kinds), Origin::name(Cause::Pattern, at)));
        }
        if let Some(own) = self.paired(rule, placed(metric)).or_else(|| self.told_outright(rule, not)) {
            return Some(own);
        }
        // `270 Nederlanders en in Letland 540 Canadezen`: of a row each are of their own.
        let slot = self.counted(rule).or(slot);
        let slot =
            slot.filter(|at| !(rule.suffers() && (self.is_attacker(*at) || self.is_where_they_count(*at))));
        // `The staff in Kyiv put Russia's losses at`: whose losses they are says the word beside them.
        let loser = slot.filter(|_| rule.suffers()).and_then(|at| self.loser(at, rule));
        if let Some(at) = loser {
            return Some((self.entity_at(at, &rule.kinds), Origin::name(Cause::Sentence, at)));
        }
        let slot = slot.and_then(|at| self.doer_of_slot(metric, at, not));
        let owner = || self.whose_economy(rule.classes, &rule.kinds);
        if let Some(owner) = owner().or_else(|| self.compared(rule.classes, &rule.kinds)) {
            return Some(owner);
        }
        let others = |at: usize| {
            let norm = rule.default.is_some();
            let name = self.sentence.mark_at(at).filter(|m| !norm || !self.is_alliance(m));
            name.is_some_and(|m| self.sentence.is_of_others(m, self.look))
        };
        let doer = self.sentence.clauses(self.look).doer(self.found.value);
        let doer = if let Doer::Name(at) = doer { Some(at) } else { None };
        if let Some(at) = doer.into_iter().chain(slot).find(|at| others(*at)) {
            return Some((None, Origin::name(Cause::Unknown, at)));
        }
        if let Some(at) = slot {
            let id = self.entity_at(at, &rule.kinds);
            let out = id.as_ref().is_some_and(|id| not.contains(id))
                || self.speakers.contains(&at)
                || self.stands_behind("towards", at);
            if !out {
                return Some(self.alone_in_list(id, at, rule.classes, Origin::name(Cause::Pattern, at)));
            }
        }
        // A pattern that came upon whom the figure is for leaves the subject to the names before.
        if self.fields.whose == Whose::Strict || (rule.strict && slot.is_none()) {
            let default = default().map(|d| (Some(d), Origin::of(Cause::Default)));
            return default.or_else(|| self.spoken_for(&rule.kinds, not));
        }
        let behind = rule.default.is_none() && slot.is_none();
        // A norm is of the alliance that is named, whoever does something about it.
        let doing =
            self.doing(rule.classes, (&rule.kinds, not)).filter(|m| m.at < self.found.value || behind);
        let carried = match doing {
            None if rule.default.is_none() || self.says_we() => self.carried(&rule.kinds, not),
            _ => None,
        };
        if let Some(id) = carried {
            return Some((Some(id), Origin::of(Cause::Anaphor)));
        }
        let near = doing
            .filter(|_| rule.default.is_none())
            .or_else(|| self.giver(rule).filter(|_| slot.is_none()))
            .or_else(|| self.nearest(rule, &self.taken(), behind, not));
        let from = near.map_or(0, |m| if m.at > self.found.value { 0 } else { m.at + 1 });
        if let Some(found) = self.anaphor(rule.classes, from, (&rule.kinds, not)) {
            return found;
        }
        if let Some(mark) = near {
            // Somebody of whom no country is known leaves it open.
            let id = Some(self.entity_at(mark.at, &rule.kinds)?);
            let origin = Origin::name(Cause::Nearest, mark.at);
            return Some(self.alone_in_list(id, mark.at, rule.classes, origin));
        }
        let acting = if rule.default.is_some() && rule.default_with.is_none() {
            None
        } else {
            let demanded = metric.status == Status::Target && rule.default.is_some();
            self.through_office(&rule.kinds, not, demanded)
        };
        if let Some((id, at)) = acting {
            return Some((Some(id), Origin::name(Cause::Nearest, at)));
        }
        // `In 2021 telde onze Defensie 25.000 mensen`
        if let Some(home) = self.ours(rule).filter(|id| slot.is_none() && !not.contains(id)) {
            return Some((Some(home), Origin::of(Cause::Publication)));
        }
        self.with_nobody_near(rule, not, default)
    }

    /// Whose the claim of the metric right before it in the sentence is, to which `and` adds this one: `Latvia will spend 4
    /// percent in 2026, and 5 percent in later years`.
    fn goes_on_with(&self, rule: &SubjectRule) -> Option<Arc<str>> {
        let ahead =
            |s: Status| matches!(s, Status::Target | Status::Proposed | Status::Forecast | Status::Pledged);
        let here = |t: &&Told| t.sentence == self.recall.number() && t.value < self.found.value;
        let last = self.told.last().filter(here).filter(|t| ahead(t.claim.status))?;
        let own = last.claim.subject.clone().filter(|id| rule.default.as_ref() != Some(id))?;
        let gap = (last.value + 1, self.found.value);
        let and = self.look.all("and", self.sentence, gap).last().copied()?;
        let close = word_count(self.sentence.slice(and.1, gap.1)) <= 2;
        let names =
            self.sentence.marks.iter().any(|m| gap.0 <= m.at && m.at < gap.1 && rule.classes.has(m.byte));
        (close && !names && !self.look.has("norm", self.sentence, gap)).then_some(own)
    }

    /// Whose it is where its sentence names nobody: whom the paragraph tells of, else whoever such figures are of, else who
    /// opens the sentence or says it, else the publication's own country.
    fn with_nobody_near(
        &self,
        rule: &SubjectRule,
        not: &[Arc<str>],
        default: impl FnOnce() -> Option<Arc<str>>,
    ) -> Option<Filled> {
        let told = self.told_before(rule, not);
        // `Sinds de inval in Oekraïne groeit het leger.` Where something happens is not who does it at home.
        if let Some(e) = told.filter(|e| self.recall.memory().does(e) || !self.is_at_home(rule)) {
            return Some((self.as_kind(&e, &rule.kinds), Origin::of(Cause::Paragraph)));
        }
        if let Some(default) = default() {
            return Some((Some(default), Origin::of(Cause::Default)));
        }
        if let Some((id, at)) = self.opening(rule.classes, &rule.kinds, not) {
            return Some((Some(id), Origin::name(Cause::Nearest, at)));
        }
        if let Some(speaker) = self.spoken_for(&rule.kinds, not) {
            return Some(speaker);
        }
        let home = self.home_where_nobody(rule);
        home.map(|h| (Some(h), Origin::of(Cause::Publication)))
    }

    /// Whom something is asked of, where whoever asks it leads them: what the United States want of a norm they want of the
    /// alliance.
    pub(super) fn asked_of(&self, metric: &Metric, subject: Filled) -> Filled {
        let rule = &metric.subject;
        let leads = subject.0.as_ref().is_some_and(|id| rule.leads.contains(id));
        let wanted = || {
            let clause = self.sentence.clauses(self.look).around(self.found.value);
            let before = (subject.1.at.unwrap_or(0), self.found.value);
            self.fields.status == Some(Status::Proposed)
                || self.look.has("want", self.sentence, clause)
                || self.look.has("member", self.sentence, before)
        };
        match &rule.default {
            Some(all) if leads && wanted() => (Some(all.clone()), Origin::of(Cause::Default)),
            _ => subject,
        }
    }

    /// The publication's own country, where nobody else is spoken of.
    fn home_where_nobody(&self, rule: &SubjectRule) -> Option<Arc<str>> {
        // Whoever of another country does something in what was read before may still be meant.
        let alone = || {
            // `Sinds de Russische inval` is about what happened, and not about who did it.
            let named = |e: &EntityValue| &*e.kind == "country" && e.form != EntityForm::Adjective;
            let other = |e: &EntityValue| named(e) && Some(&e.id) != self.home;
            let here = || self.look.has("at-home", self.sentence, (0, self.sentence.folded.len()));
            !self.is_foreign(rule) && (here() || !self.recall.memory().acting().any(other))
        };
        // `The Russian army is to grow. The army has to count 1.5 million.`
        let other = || self.is_of_army_before(rule);
        let own = self.home.filter(|_| ((rule.home && alone()) || self.is_at_home(rule)) && !other());
        own.filter(|id| !rule.except.contains(id) && !self.is_set_abroad(rule)).cloned()
    }

    /// Who does what is told of the value, where the pattern has come upon the name at `at`: none where that only says where
    /// it is, or others in its place.
    fn doer_of_slot(&self, metric: &Metric, at: usize, not: &[Arc<str>]) -> Option<usize> {
        let rule = &metric.subject;
        // `Nederland en Denemarken deden mee; het kabinet gaf …`
        let governed = || {
            self.look.has("government", self.sentence, (at, self.found.value))
                && self.list(at, rule.classes).len() > 1
        };
        if (!rule.suffers() && self.only_says_where(metric, at)) || governed() {
            return None;
        }
        Some(self.doer_before(at, (rule.classes, &rule.kinds, not)).unwrap_or(at))
    }

    /// The one name before the value whose losses the sentence tells of, where the name at `at` tells of no noun.
    fn loser(&self, at: usize, rule: &SubjectRule) -> Option<usize> {
        let own = self.sentence.mark_at(at).is_some_and(|m| self.describes(m));
        let free = !own && at < self.found.value;
        let mut all = self.losers().filter(|m| free && m.at < self.found.value && rule.classes.has(m.byte));
        match (all.next(), all.next()) {
            (Some(own), None) => Some(own.at),
            _ => None,
        }
    }

    /// Whether the name at `at` only tells where they are of whom a place is told: `in Irak blijven 54 militairen`.
    fn only_says_where(&self, metric: &Metric, at: usize) -> bool {
        let role = self.sentence.clauses(self.look).role(self.sentence, at);
        // `het ministerie in Moskou` is of the state.
        let seat = self.sentence.mark_at(at).and_then(|m| entity(m, self.look.mentions));
        let placed = placed(metric) && seat.is_some_and(|e| e.form != EntityForm::Seat);
        placed && at < self.found.value && role == Role::Behind(Place::Inside)
    }

    /// Whether the sentence goes on with `they` about those whom words of a cue set before it name.
    fn goes_on_about(&self, set: &str) -> bool {
        let clause = self.sentence.clauses(self.look).around(self.found.value);
        let they = self.look.has("they", self.sentence, clause);
        they && in_context(self.article, self.sentence, set)
    }

    /// The state of who says it, where the pattern tells that they speak for it: `"Dit pakket bevat …", zei Biden`.
    fn spoken_for(&self, kinds: &[String], not: &[Arc<str>]) -> Option<Filled> {
        let state = self.speaker_state(kinds).filter(|id| self.fields.by_speaker && !not.contains(id))?;
        Some((Some(state), Origin::of(Cause::Anaphor)))
    }

    /// Whom the paragraph tells of, where the metric is about whom it tells of.
    fn told_before(&self, rule: &SubjectRule, not: &[Arc<str>]) -> Option<EntityValue> {
        if !rule.paragraph {
            return None;
        }
        let memory = self.recall.memory();
        // What a country does it does itself; an alliance may only be spoken of.
        let told = if rule.kinds.iter().any(|k| k == "country") {
            memory.doer(rule.classes, not)
        } else {
            memory.only(rule.classes, not).or_else(|| memory.named_before(rule.classes))
        };
        told.cloned()
    }

    /// The name that the sentence opens with, though it speaks: `Duitsland meldt een inflatie van 2 procent`
    /// is of Germany, where no other name is there to be spoken of.
    fn opening(&self, classes: ClassSet, kinds: &[String], not: &[Arc<str>]) -> Option<(Arc<str>, usize)> {
        // `The Kiel Institute says Europe has given …`
        if self.is_done_beyond(kinds) {
            return None;
        }
        let mark = self.sentence.marks.iter().find(|m| classes.has(m.byte) && m.at < self.found.value)?;
        let article = self.sentence.slice(0, mark.at);
        let opens = article.len() <= ARTICLE && !article.trim_ascii_end().contains(&b' ');
        let id = self.entity_at(mark.at, kinds).filter(|id| opens && !not.contains(id))?;
        Some((id, mark.at))
    }

    /// Whether another country than the publication's stands in the sentence.
    fn is_foreign(&self, rule: &SubjectRule) -> bool {
        let other = |m: &Mark| self.entity_at(m.at, &rule.kinds).is_some_and(|id| Some(&id) != self.home);
        self.sentence
            .marks
            .iter()
            .any(|m| rule.classes.has(m.byte) && !self.speakers.contains(&m.at) && other(m))
    }

    /// The state or alliance of the one person or office before the value that acts for one: `De bondskanselier
    /// zegde … toe`. Who wishes something of an alliance speaks for it; who wishes something of a country may be
    /// another's.
    fn through_office(
        &self,
        kinds: &[String],
        not: &[Arc<str>],
        demanding: bool,
    ) -> Option<(Arc<str>, usize)> {
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
        // `Starmer, who is raising the budget, wants …`: what is wanted elsewhere is another thing.
        let clauses = self.sentence.clauses(self.look);
        let relative = clauses.is_relative(self.found.value).then(|| clauses.around(self.found.value));
        let reach = relative.unwrap_or((0, self.sentence.folded.len()));
        let wish = || demanding && self.look.has("want", self.sentence, reach);
        let acts_for = match self.vocabulary.get(id).map(|e| &*e.kind) {
            Some("country") => !wish(),
            Some("alliance") => norm,
            _ => false,
        };
        let alone = all.all(|other| other.is_some_and(|(o, _)| o == id));
        (acts_for && alone && !not.contains(id)).then(|| (id.clone(), at))
    }

    /// What a word that stands for a name of before (`dat land`, `het kabinet`) between `from` and the value
    /// refers to; none where there is no such word, and nothing where it may be anybody.
    fn anaphor(
        &self,
        classes: ClassSet,
        from: usize,
        (kinds, not): (&[String], &[Arc<str>]),
    ) -> Option<Option<Filled>> {
        // `Britain says it will send 250`: they are of whoever says so.
        let own = self.sentence.clauses(self.look).doer(self.found.value);
        if matches!(own, Doer::Name(at) if self.speakers.contains(&at) && self.speaks_of_itself(at)) {
            return None;
        }
        let range = (from, self.found.value);
        // `In 2014 his country had fewer than 100,000`: that of whoever speaks, here or right before.
        if self.look.has("own-country", self.sentence, range) {
            let owner = self.own_country(kinds).filter(|id| !not.contains(id));
            return Some(Some((owner, Origin::of(Cause::Anaphor))));
        }
        let word = self.look.all("anaphor", self.sentence, range).last().copied();
        let seat = self.look.all("government", self.sentence, range).last().copied();
        let (at, own) = match (word, seat) {
            (Some(w), Some(s)) => (w.0.max(s.0), s.0 > w.0),
            (Some(w), None) => (w.0, false),
            (None, Some(s)) => (s.0, true),
            (None, None) => return None,
        };
        let clauses = self.sentence.clauses(self.look);
        // `the government in Vilnius`
        if let Some(state) = seat.filter(|_| own).and_then(|seat| self.seated(seat.1)) {
            let state = self.as_kind(state, kinds).filter(|id| !not.contains(id));
            return Some(Some((state, Origin::of(Cause::Sentence))));
        }
        let country = |m: &Mark| {
            let e = entity(m, self.look.mentions).filter(|e| &*e.kind == "country" && !not.contains(&e.id));
            e.map(|e| (e, clauses.is_doer(m.at) && self.list(m.at, classes).len() < 2))
        };
        let marks =
            self.sentence.marks.iter().filter(|m| m.at < at && classes.has(m.byte) && !self.is_beside(m.at));
        let named: Vec<(&EntityValue, bool)> = marks.filter_map(country).collect();
        let memory = self.recall.memory();
        // `De Croo zei dat de regering`: the government is that of who speaks of it.
        let spoken = || if own && named.is_empty() { self.speaker_state(kinds) } else { None };
        if let Some(state) = spoken().filter(|id| !not.contains(id)) {
            return Some(Some((Some(state), Origin::of(Cause::Anaphor))));
        }
        // `Lithuania, a country of three million, has said it will`: who says so of itself.
        let says = || self.said?.named.filter(|said| *said < at).and_then(|said| self.sentence.mark_at(said));
        let itself = || says().and_then(|m| entity(m, self.look.mentions)).filter(|e| !is_person(e));
        let behind = |said: &Said| {
            self.sentence.marks.iter().any(|m| said.cue.1 <= m.at && m.at < at && country(m).is_some())
        };
        let alone = !own && self.said.is_some_and(|said| !behind(said));
        if let Some(e) = itself().filter(|e| alone && !not.contains(&e.id)) {
            return Some(Some((self.as_kind(e, kinds), Origin::of(Cause::Anaphor))));
        }
        let acted = || one(memory.just_acting().filter(|e| &*e.kind == "country" && !not.contains(&e.id)));
        let known = match named.first() {
            // `Together with Denmark the Netherlands buys shells, and sets 200 million aside`
            Some(_) => one(named.iter().map(|(e, _)| *e))
                .or_else(|| one(named.iter().filter(|(_, acts)| *acts).map(|(e, _)| *e))),
            // `Het Belgische budget groeit. Daarmee haalt het land …`
            None => memory.nearest(classes, not).or_else(acted),
        };
        if let Some(e) = known {
            return Some(Some((self.as_kind(e, kinds), Origin::of(Cause::Anaphor))));
        }
        // `het kabinet` in a paper's own country needs no name, as long as no other country is spoken of.
        // Beside another it is still that of the paper's own: `Nederland en Denemarken deden mee; het kabinet gaf …`.
        let home_named = || named.iter().any(|(e, _)| Some(&e.id) == self.home);
        let silent = own && (!memory.has(classes, not) || home_named());
        let home = self.home.filter(|_| silent && kinds.iter().any(|k| k == "country")).cloned();
        let several = !named.is_empty() || memory.has(classes, not);
        match home {
            Some(home) => Some(Some((Some(home), Origin::of(Cause::Publication)))),
            None => (!own).then(|| several.then(|| (None, Origin::of(Cause::Unknown)))),
        }
    }
}

/// Whether a metric asks where its figures are.
fn placed(metric: &Metric) -> bool {
    metric.scope.iter().any(|slot| &*slot.name == "place" && !slot.kinds.is_empty())
}
