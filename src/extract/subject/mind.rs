//! Whose a figure is where its sentence does not tell: what a reader has in mind.
//!
//! All that speaks for somebody is gathered before anybody is chosen: who does it, who says it, the claim before, where
//! it happens, whom the paragraph, the one before and the title tell of. A metric says which of these tell its subject
//! (`in-mind`). Who has the most wins, if nobody comes near; else the subject stays unknown.

use std::sync::Arc;

use super::super::clauses::{Doer, Place, Role, is_person};
use super::super::memory::{is_struck, where_it_is};
use super::super::scope::holds;
use super::super::sentence::{Mark, Sentence};
use super::super::slots::{Filled, Origin, Sources, entity};
use super::super::voice::Lookup;
use super::losses::works_there;
use super::names::ARTICLE;
use super::placed;
use crate::claim::{Cause, Considered, Scope};
use crate::recognise::{EntityForm, EntityValue};
use crate::rules::metric::{Hint, HintBy, Metric, SubjectRule, Whose};

/// What has to speak for somebody at least, and by how much more than for the next.
const ENOUGH: u32 = 3;
const CLEAR: u32 = 3;

/// What each kind of evidence weighs. What a sentence is about weighs by how near it is and by what it does there.
const PLACE_HERE: u32 = 10;
const DOER: u32 = 16;
const SPEAKER: u32 = 8;
pub(super) const LAST_HERE: u32 = 7;
const LAST_BEFORE: u32 = 4;
const JUST_BEFORE: u32 = 6;
const PARAGRAPH: u32 = 4;
const BEFORE: u32 = 3;
const TITLE: u32 = 4;
const ONLY: u32 = 2;
const LEAD: u32 = 1;
/// What a name weighs that is only there.
const NAMED: u32 = 1;

/// How many claims back the last of a metric is looked for.
const CLAIMS: usize = 8;

/// What a name is in a sentence that a reader has in mind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// It does something, or something is its own.
    Acts,
    /// It only says what kind something is: `the German plan`.
    Describes,
    /// It is named in passing.
    Passing,
}

/// The one of those considered for whom clearly the most speaks.
pub(in crate::extract) fn choose(all: &[Considered]) -> Option<Filled> {
    let (first, rest) = all.split_first()?;
    let next = rest.first().map_or(0, |c| c.weight);
    let clear = first.weight >= ENOUGH && first.weight >= next + CLEAR;
    let cause = first.causes.first().copied().unwrap_or(Cause::Unknown);
    clear.then(|| (Some(first.who.clone()), Origin::of(cause)))
}

/// What speaks for somebody: how much each piece weighs, and what it is.
pub(super) type Pieces = Vec<(u32, Cause)>;

/// What speaks for whom.
#[derive(Debug, Default)]
pub(super) struct Scales {
    pub(super) all: Vec<(Arc<str>, Pieces)>,
}

impl Scales {
    /// Adds a piece of evidence; of one kind only the weightiest counts.
    pub(super) fn add(&mut self, who: Arc<str>, weight: u32, cause: Cause) {
        let known = self.all.iter().position(|(id, _)| *id == who);
        let at = known.unwrap_or_else(|| {
            self.all.push((who, Vec::new()));
            self.all.len() - 1
        });
        let Some((_, pieces)) = self.all.get_mut(at) else { return };
        match pieces.iter_mut().find(|(_, c)| *c == cause) {
            Some((known, _)) => *known = weight.max(*known),
            None => pieces.push((weight, cause)),
        }
    }

    /// Who was weighed, the heaviest first, and by their names where they weigh the same.
    fn weighed(self) -> Vec<Considered> {
        let sum = |(who, mut pieces): (Arc<str>, Pieces)| {
            pieces.sort_by_key(|(weight, cause)| (std::cmp::Reverse(*weight), cause.word()));
            // Who is only ever named in passing is nobody's first thought.
            let acts = pieces.first().is_some_and(|(weight, _)| *weight >= ENOUGH);
            let sum: u32 = pieces.iter().map(|(weight, _)| weight).sum();
            let weight = if acts { sum } else { sum.min(ENOUGH - 1) };
            Considered { who, weight, causes: pieces.into_iter().map(|(_, cause)| cause).collect() }
        };
        let mut out: Vec<Considered> = self.all.into_iter().map(sum).collect();
        out.sort_by(|a, b| b.weight.cmp(&a.weight).then_with(|| a.who.cmp(&b.who)));
        out
    }
}

impl Sources<'_> {
    /// Whom a reader may take for the subject of a claim with this scope, the likeliest first; nobody where the
    /// sentence is of somebody who cannot be it.
    pub(in crate::extract) fn considered(&self, metric: &Metric, scope: &Scope) -> Vec<Considered> {
        let rule = &metric.subject;
        let may = |hint: &&Hint| hint.only.as_ref().is_none_or(|only| holds(scope, only));
        let hints: Vec<&Hint> = rule.in_mind.iter().filter(may).collect();
        if hints.is_empty() || self.is_of_another(rule) {
            return Vec::new();
        }
        let mut scales = Scales::default();
        for hint in &hints {
            match hint.by {
                HintBy::Doer => self.weigh_doer((metric, scope), &mut scales),
                HintBy::Speaker => {
                    let state = self.speaker_state(&rule.kinds);
                    let state = state.into_iter().chain(self.bureaus(rule));
                    state.for_each(|id| scales.add(id, SPEAKER, Cause::Speaker));
                }
                HintBy::Last => self.weigh_last(hint, (metric, scope), &mut scales),
                HintBy::Place => self.weigh_places(rule, &mut scales),
                HintBy::Topic => self.weigh_topics(rule, &mut scales),
                HintBy::Beside => self.weigh_beside(hint, scope, &mut scales),
                HintBy::Foe => self.weigh_foes(rule, &mut scales),
                HintBy::Attacker => self.weigh_attackers(rule, &mut scales),
            }
        }
        self.weigh_answered((metric, scope), &mut scales);
        if rule.suffers() {
            self.weigh_losses(rule, &mut scales);
            self.weigh_them(rule, &mut scales);
        }
        if hints.iter().any(|hint| hint.by == HintBy::Speaker) {
            let state = self.counting(metric, scope);
            state.into_iter().for_each(|id| scales.add(id, SPEAKER, Cause::Last));
        }
        self.weighed(metric, scope, scales)
    }

    /// Who was weighed and may be the subject, the likeliest first.
    pub(super) fn weighed(&self, metric: &Metric, scope: &Scope, mut scales: Scales) -> Vec<Considered> {
        // Who fills another slot is not whose it is.
        let given = metric.scope.iter().filter(|slot| !slot.kinds.is_empty());
        let given: Vec<Arc<str>> =
            given.filter_map(|slot| scope.get(&slot.name).cloned().flatten()).collect();
        let done = self.done_otherwise(metric, scope);
        let except = &metric.subject.except;
        let all = metric.subject.default.as_ref().filter(|_| self.is_own_level(metric));
        let out =
            |id: &Arc<str>| except.contains(id) || all == Some(id) || given.contains(id) || done.contains(id);
        scales.all.retain(|(id, _)| !out(id));
        scales.weighed()
    }

    /// Who does in this sentence what rules out that they do this: who shoots down 62 of 80 drones has launched none.
    fn done_otherwise(&self, metric: &Metric, scope: &Scope) -> Vec<Arc<str>> {
        // `Russia sent 17 drones. Fifteen were shot down.`
        let number = self.recall.number();
        let near = |at: usize| at + 1 >= number && self.recall.block(at) == self.recall.block(number);
        let here = self.told.iter().rev().take_while(|t| near(t.sentence));
        let deeds = || metric.scope.iter().filter(|slot| !slot.deed.is_empty());
        let apart = |other: &Scope| deeds().any(|slot| other.get(&slot.name) != scope.get(&slot.name));
        let other = here.filter(|t| t.pattern.0 == self.found.metric && apart(&t.claim.scope));
        other.filter_map(|t| t.claim.subject.clone()).collect()
    }

    /// Whether the sentence says whose it is, and that nothing is claimed of them, or is about many or all the world.
    pub(super) fn is_of_another(&self, rule: &SubjectRule) -> bool {
        let whole = (0, self.sentence.folded.len());
        let doer = match self.sentence.clauses(self.look).doer(self.found.value) {
            Doer::Name(at) if !self.speakers.contains(&at) => self.sentence.mark_at(at),
            Doer::Name(_) | Doer::Carried | Doer::Other | Doer::Unknown => None,
        };
        let state = |e: &EntityValue| matches!(&*e.kind, "country" | "alliance" | "region" | "company");
        let another = |m: &Mark| {
            let id = self.entity_at(m.at, &rule.kinds);
            id.is_none_or(|id| rule.except.contains(&id) || !self.is_of_kind(&id, rule))
        };
        let doer = doer.filter(|m| entity(m, self.look.mentions).is_some_and(state));
        // `In Sumy, Moscow's troops`: where it is stands in no list with who does it.
        let clauses = self.sentence.clauses(self.look);
        let there = |at: &usize| clauses.role(self.sentence, *at) == Role::Behind(Place::Inside);
        let several = |m: &Mark| {
            let list = self.list(m.at, rule.classes);
            list.len() > 1 && !list.iter().any(there)
        };
        let other = |m: &Mark| another(m) || several(m);
        doer.is_some_and(other)
            || self.look.has("of-several", self.sentence, whole)
            || self.look.all("of-the-world", self.sentence, whole).iter().any(|w| {
                // `the world's biggest power` is one state.
                let behind =
                    self.look.all("superlative", self.sentence, (w.1 + 1, self.sentence.word_end(w.1 + 1)));
                behind.is_empty()
            })
    }

    /// Whether somebody is of a kind that the subject may be.
    pub(super) fn is_of_kind(&self, id: &Arc<str>, rule: &SubjectRule) -> bool {
        let kind = self.vocabulary.get(id).map(|e| &*e.kind);
        kind.is_some_and(|kind| rule.kinds.iter().any(|k| k.split(':').next() == Some(kind)))
    }

    /// Whoever a name is or stands for, if that may be the subject.
    pub(super) fn stands_for(&self, e: &EntityValue, rule: &SubjectRule) -> Option<Arc<str>> {
        let id = self.as_kind(e, &rule.kinds).filter(|id| self.is_of_kind(id, rule))?;
        // A body stands for the state or alliance that it is of.
        let whole = self.vocabulary.get(&id).and_then(|e| e.state.as_ref());
        Some(whole.filter(|state| self.is_of_kind(state, rule)).unwrap_or(&id).clone())
    }

    /// Who does what the clause of the value tells.
    fn weigh_doer(&self, (metric, scope): (&Metric, &Scope), scales: &mut Scales) {
        let rule = &metric.subject;
        if self.fields.whose == Whose::Strict {
            return;
        }
        let doing = self.doing(rule.classes, (&rule.kinds, &rule.except));
        let bracketed = |m: &Mark| placed(metric) && self.is_bracketed_place(m);
        let fits = |m: &&Mark| {
            self.list(m.at, rule.classes).len() < 2
                && !self.names_a_noun(m)
                && !self.is_other_side_by(metric, m, scope)
                && !bracketed(m)
        };
        let alone = doing.filter(fits);
        let id = alone.and_then(|m| self.stands_for(entity(m, self.look.mentions)?, rule));
        // `May announced that she would send`, `Britain says it will`.
        let carried = || if doing.is_none() { self.carried(&rule.kinds, &rule.except) } else { None };
        let seat = || self.acting_place().filter(|id| self.is_of_kind(id, rule));
        id.or_else(seat).or_else(carried).into_iter().for_each(|id| scales.add(id, DOER, Cause::Doer));
    }

    /// Whether a name only tells where those are whose number stands in brackets behind it: `come to Italy (65)`.
    fn is_bracketed_place(&self, mark: &Mark) -> bool {
        let role = self.sentence.clauses(self.look).role(self.sentence, mark.at);
        // `to Germany (625) and Italy (65)`
        let listed = || {
            let before = self.sentence.marks.iter().rev().filter(|m| m.at < mark.at);
            let mut before = before.filter(|m| entity(m, self.look.mentions).is_some());
            before.next().is_some_and(|m| {
                let gap = self.sentence.slice(m.at + 1, mark.at);
                gap.contains(&b'(') && gap.contains(&b')') && self.is_bracketed_place(m)
            })
        };
        let bracketed = self.sentence.slice(mark.at + 1, self.found.value) == b" (";
        let framed = bracketed || self.sentence.slice(mark.at + 1, mark.at + 3) == b" (";
        framed && (matches!(role, Role::Behind(Place::Towards | Place::Inside)) || listed())
    }

    /// Whom a place stands for that does what is told: `Brussel wil 35 miljard lenen`.
    fn acting_place(&self) -> Option<Arc<str>> {
        let Doer::Name(at) = self.sentence.clauses(self.look).doer(self.found.value) else { return None };
        let place = entity(self.sentence.mark_at(at)?, self.look.mentions)?;
        self.vocabulary.get(&place.id)?.acts_for.clone()
    }

    /// Whether a name only tells which one a noun means: `the Lithuania brigade`.
    fn names_a_noun(&self, mark: &Mark) -> bool {
        let next = mark.at + 2;
        let word = self.sentence.word_end(next);
        let article = self.look.all("determiner", self.sentence, (mark.at.saturating_sub(ARTICLE), mark.at));
        // `schat dat Rusland daar …`: it opens a clause.
        let opens = |at: usize| self.look.starting("opens-clause", self.sentence, at).is_some();
        let verb = ["finite", "verb", "auxiliary"];
        // `The French delegation numbers 500`: what is its state's does what it does.
        let own = || self.describes(mark) && self.look.starting("contingent", self.sentence, next).is_some();
        article.last().is_some_and(|w| w.1 + 1 == mark.at && !opens(w.0))
            && !own()
            && self.sentence.folded.get(next).is_some_and(u8::is_ascii_alphabetic)
            && self.sentence.folded.get(mark.at + 1) == Some(&b' ')
            && !verb.iter().any(|set| self.look.has(set, self.sentence, (next, word)))
    }

    /// Whose the last claim of the metric is, which has the slots of the hint in common with this one.
    fn weigh_last(&self, hint: &Hint, (metric, scope): (&Metric, &Scope), scales: &mut Scales) {
        let of_metric = self.told.iter().rev().take(CLAIMS).find(|t| t.pattern.0 == self.found.metric);
        // `De slachtoffers`, `er 610`: they are of those told of before, whatever they are called.
        let part = (self.found.value.saturating_sub(ARTICLE), self.found.value);
        let same = self.look.has("of-those", self.sentence, part)
            || self.look.has("same-losses", self.sentence, (0, self.found.value));
        let alike = |slot: &Arc<str>, other: &Scope| {
            (same && metric.subject.suffers()) || other.get(slot) == scope.get(slot)
        };
        let last = of_metric.filter(|t| hint.alike.iter().all(|slot| alike(slot, &t.claim.scope)));
        let Some((subject, number)) = last.and_then(|t| Some((t.claim.subject.clone()?, t.sentence))) else {
            return;
        };
        let here = self.recall.block(number) == self.recall.block(self.recall.number());
        scales.add(subject, if here { LAST_HERE } else { LAST_BEFORE }, Cause::Last);
    }

    /// The states of the places of which the sentence, those before it and the title tell.
    pub(super) fn weigh_places(&self, rule: &SubjectRule, scales: &mut Scales) {
        let places = |sentence: &Sentence, look: Lookup<'_>| -> Vec<Arc<str>> {
            let there = |m: &&Mark| entity(m, look.mentions).is_some_and(|e| is_place(sentence, look, m, e));
            let count = |m: &&Mark| !rule.suffers() || !works_there((sentence, look), m);
            let marks = sentence.marks.iter().filter(there).filter(count);
            marks.filter_map(|m| self.stands_for(entity(m, look.mentions)?, rule)).collect()
        };
        let own = places(self.sentence, self.look);
        own.into_iter().for_each(|id| scales.add(id, PLACE_HERE, Cause::Place));
        let here = self.recall.block(self.recall.number());
        for (number, sentence) in self.recall.before() {
            let (weight, cause) = self.nearness(number, here);
            places(sentence, self.look).into_iter().for_each(|id| scales.add(id, weight, cause));
        }
        if let Some((title, look)) = self.article.title() {
            places(title, look).into_iter().for_each(|id| scales.add(id, TITLE, Cause::Place));
        }
        self.weigh_only(rule, scales);
    }

    /// Whom the sentences before and the title tell of.
    pub(super) fn weigh_topics(&self, rule: &SubjectRule, scales: &mut Scales) {
        let here = self.recall.block(self.recall.number());
        // Whoever the last sentence of the paragraph that is about anybody is about is in mind most.
        let mut just = true;
        for (number, sentence) in self.recall.before() {
            let own = self.recall.block(number) == here;
            let (weight, cause) =
                if just && own { (JUST_BEFORE, Cause::Paragraph) } else { self.nearness(number, here) };
            for (who, part) in self.topics((sentence, self.look), rule) {
                just &= !own;
                scales.add(who, weighed(weight, part), cause);
            }
        }
        if let Some(lead) = self.recall.lead() {
            for (who, part) in self.topics((lead, self.look), rule) {
                scales.add(who, weighed(LEAD, part), Cause::Lead);
            }
        }
        if let Some(title) = self.article.title() {
            for (who, part) in self.topics(title, rule) {
                scales.add(who, weighed(TITLE, part), Cause::Title);
            }
            // `Statement from President Jansen on aid`: whoever a title names as a person acts in the article.
            let (sentence, look) = title;
            let people =
                sentence.marks.iter().filter_map(|m| entity(m, look.mentions)).filter(|e| is_person(e));
            people
                .filter_map(|e| self.stands_for(e, rule))
                .for_each(|id| scales.add(id, TITLE, Cause::Title));
        }
        self.weigh_home(rule, scales);
        self.weigh_only(rule, scales);
    }

    /// The publication's own country: the article speaks of `our` in its own voice, or what was read before tells of `the
    /// government`, and names nobody else beside it.
    fn weigh_home(&self, rule: &SubjectRule, scales: &mut Scales) {
        let Some(home) = self.home.filter(|id| self.is_of_kind(id, rule)) else { return };
        if self.ours(rule).is_some() {
            scales.add(home.clone(), DOER, Cause::Publication);
        }
        // `The government` of an article about another state is that state's.
        if self.is_set_abroad(rule) {
            return;
        }
        let own = |sentence: &Sentence, look: Lookup<'_>| {
            let names = sentence.marks.iter().filter_map(|m| entity(m, look.mentions));
            let mut states = names.filter_map(|e| self.stands_for(e, rule));
            look.has("at-home", sentence, (0, sentence.folded.len())) && states.all(|id| id == *home)
        };
        // `Defensie heeft nu 42 toestellen`
        if own(self.sentence, self.look) && self.is_at_home(rule) {
            scales.add(home.clone(), SPEAKER, Cause::Publication);
        }
        let here = self.recall.block(self.recall.number());
        let before = self.recall.before().filter(|(_, sentence)| own(sentence, self.look));
        for (number, _) in before {
            let (weight, cause) = self.nearness(number, here);
            scales.add(home.clone(), weight, cause);
        }
        if self.article.title().is_some_and(|(title, look)| own(title, look)) {
            scales.add(home.clone(), TITLE, Cause::Title);
        }
    }

    /// What a sentence before weighs, by how near it is.
    pub(super) fn nearness(&self, number: usize, here: Option<usize>) -> (u32, Cause) {
        if self.recall.block(number) != here {
            (BEFORE, Cause::Before)
        } else if number + 1 == self.recall.number() {
            (JUST_BEFORE, Cause::Paragraph)
        } else {
            (PARAGRAPH, Cause::Paragraph)
        }
    }

    /// Of whom a sentence tells, and what they are in it.
    pub(super) fn topics(
        &self,
        (sentence, look): (&Sentence, Lookup<'_>),
        rule: &SubjectRule,
    ) -> Vec<(Arc<str>, Part)> {
        let marks = sentence.marks.iter().filter_map(|m| {
            let e = entity(m, look.mentions)?;
            let media = &*e.kind == "media";
            let part = part_of(sentence, look, m, e)?;
            Some((self.stands_for(e, rule).filter(|_| !media)?, part))
        });
        marks.collect()
    }

    /// The only one that may be the subject of all that the article and its title name.
    fn weigh_only(&self, rule: &SubjectRule, scales: &mut Scales) {
        let kind = if rule.kinds.iter().any(|k| k == "country") { "country" } else { "alliance" };
        let state = |id: &Arc<str>| self.vocabulary.get(id).is_some_and(|e| &*e.kind == kind);
        let may = |id: &Arc<str>| !rule.except.contains(id) && self.is_of_kind(id, rule) && state(id);
        let mut all = self.article.states().iter().filter(|id| may(id));
        if let (Some(only), None) = (all.next(), all.next()) {
            // Alliances are few: of two an article would name both. A paper that names no country but its own is about it.
            let sure = kind == "alliance" || Some(only) == self.home;
            let weight = if sure { TITLE } else { ONLY };
            scales.add(only.clone(), weight, Cause::Article);
        }
    }
}

fn weighed(weight: u32, part: Part) -> u32 {
    match part {
        Part::Acts => weight,
        Part::Describes => weight.saturating_sub(1).max(NAMED),
        Part::Passing => NAMED,
    }
}

/// What a name is in a sentence; none where it is only brought in beside another.
fn part_of(sentence: &Sentence, look: Lookup<'_>, mark: &Mark, e: &EntityValue) -> Option<Part> {
    let clauses = sentence.clauses(look);
    if sentence.is_of_others(mark, look) {
        return None;
    }
    Some(match clauses.role(sentence, mark.at) {
        Role::Aside => return None,
        // `Belgium is the laughing stock of the alliance`
        Role::Owner if clauses.idle(mark.at) && !owns_matter(sentence, look, mark, e) => Part::Passing,
        Role::Owner | Role::Agent => Part::Acts,
        // `Met de Nederlandse economie gaat het goed`: what is a state's own is what it is about.
        _ if owns_matter(sentence, look, mark, e) => Part::Acts,
        // `To grow the Bundeswehr, which has 180,000 soldiers, wants more`: what a clause about it tells it does too.
        Role::Core if clauses.is_doer(mark.at) || joins_doer(sentence, look, mark) => Part::Acts,
        // `The Swedish parliament backed`: the body acts for its state.
        Role::Core if e.form == EntityForm::Adjective && heads(sentence, look, mark, "state-body") => {
            Part::Acts
        }
        Role::Core | Role::Behind(Place::Inside) if e.form == EntityForm::Adjective => Part::Describes,
        Role::Core | Role::Behind(_) | Role::Part => Part::Passing,
    })
}

/// Whether what is spoken of is a state's own: `the Dutch economy`, `Canada's army`.
pub(super) fn owns_matter(sentence: &Sentence, look: Lookup<'_>, mark: &Mark, e: &EntityValue) -> bool {
    (e.form == EntityForm::Adjective || look.owns(mark)) && heads(sentence, look, mark, "own-matter")
}

/// Whether a word of a cue set, such as a body of its state, stands right behind an adjective.
fn heads(sentence: &Sentence, look: Lookup<'_>, mark: &Mark, set: &str) -> bool {
    look.starting(set, sentence, mark.at + 2).is_some()
}

/// Whether a name is joined with the one behind it that does what the clause tells: `Poland and Sweden invest`.
fn joins_doer(sentence: &Sentence, look: Lookup<'_>, mark: &Mark) -> bool {
    let next = sentence.marks.iter().find(|m| m.at > mark.at);
    next.is_some_and(|next| {
        let gap = sentence.slice(mark.at + 1, next.at);
        let words = look.all("and", sentence, (mark.at + 1, next.at));
        gap.len() <= JOINED
            && words.first().is_some_and(|w| w.0 == mark.at + 2)
            && sentence.clauses(look).doer(next.at) == Doer::Name(next.at)
    })
}

/// How many folded bytes join two names at most: ` and the `.
const JOINED: usize = 9;

/// Whether a name tells where something happens: a place, or a country in or on which it does.
pub(in crate::extract) fn is_place(
    sentence: &Sentence,
    look: Lookup<'_>,
    mark: &Mark,
    e: &EntityValue,
) -> bool {
    if &*e.kind == "place" {
        return true;
    }
    let country = &*e.kind == "country" && e.form != EntityForm::Role;
    let next = mark.at + 2;
    let word = |set: &str| look.starting(set, sentence, next).is_some();
    if e.form == EntityForm::Adjective {
        return country && (word("settlement") || word("civilians"));
    }
    // `in Russia's invasion`
    if sentence.slice(mark.at + 1, mark.at + 2) == b"'" || look.owns(mark) {
        return false;
    }
    let role = sentence.clauses(look).role(sentence, mark.at);
    let against = matches!(role, Role::Behind(Place::Origin))
        || look.has("opposed", sentence, (mark.at.saturating_sub(OPPOSED), mark.at));
    let local = || e.form == EntityForm::Seat && word("local-office");
    country && ((where_it_is(sentence, mark, look) && !against) || is_struck(sentence, mark, look) || local())
}

/// How far before the name of a country a word stands at most that makes it the other side: `against the `.
const OPPOSED: usize = 14;
