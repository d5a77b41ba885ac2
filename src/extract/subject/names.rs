//! Whose figure it is by the names in its own sentence: who does it, who stands nearest, who is listed with whom.

use std::sync::Arc;

use super::super::clauses::{Doer, Place, Role};
use super::super::sentence::Mark;
use super::super::slots::{Filled, Origin, Sources, entity, figure};
use super::mind::owns_matter;
use crate::claim::Cause;
use crate::recognise::EntityForm;
use crate::rules::class::ClassSet;
use crate::rules::metric::SubjectRule;

/// How far back a preposition with its article begins: `against the `.
const BEHIND: usize = 14;
/// The most folded characters that an article and its space take: `the `.
pub(super) const ARTICLE: usize = 4;
/// How many folded bytes the words take at most that tell of a war, and what stands between them and its owner.
const BEFALLS: usize = 28;
/// The longest that stands between two of a list where the first are members of something: ` member states and the `.
const MEMBERS: usize = 24;
/// How far behind the name of an owner what it owns stands at most: `Canada's gross domestic product`.
const OWNED: usize = 26;

/// How many folded bytes stand at most between a name and a figure that is beside it: `Poland, with spending equivalent to`.
const STANDS: usize = 48;

impl Sources<'_> {
    /// The entity at `at`, unless it stands in a list with others: what holds for all of them together is of none.
    pub(super) fn alone_in_list(
        &self,
        id: Option<Arc<str>>,
        at: usize,
        classes: ClassSet,
        origin: Origin,
    ) -> Filled {
        let list = self.list(at, classes);
        if list.len() < 2 {
            return (id, origin);
        }
        // `in Charkov en Dnipro`: both lie in one state.
        let mut states = list.iter().map(|at| self.in_state(*at));
        if let Some(state) = states.next().flatten().filter(|first| states.all(|s| s.as_ref() == Some(first)))
        {
            return (Some(state), origin);
        }
        let nth = self.respective(&list);
        match nth.and_then(|i| list.get(i)).and_then(|m| self.sentence.mark_at(*m)) {
            Some(mark) => (
                entity(mark, self.look.mentions).map(|e| e.id.clone()),
                Origin::name(Cause::Pattern, mark.at),
            ),
            None => (None, Origin::name(Cause::Unknown, at)),
        }
    }

    /// The folded positions of the names that are listed with the one at `at`: `België, Spanje en Italië`.
    pub(in crate::extract) fn list(&self, at: usize, classes: ClassSet) -> Vec<usize> {
        // `Europa en Canada`: a region stands in the list too.
        let region = |m: &Mark| entity(m, self.look.mentions).is_some_and(|e| &*e.kind == "region");
        let fit: Vec<&Mark> =
            self.sentence.marks.iter().filter(|m| classes.has(m.byte) || region(m) || m.at == at).collect();
        let Some(own) = fit.iter().position(|m| m.at == at) else { return vec![at] };
        let joined = |a: &Mark, b: &Mark| {
            // `de NAVO-landen en Canada`: the rest of a compound belongs to the name.
            let tail = if self.sentence.compounds(a) { self.sentence.word_end(a.at + 1) } else { a.at + 1 };
            let between = self.sentence.slice(tail, b.at);
            let signs = between.iter().all(|c| matches!(c, b' ' | b','));
            let word = || {
                let words = self.look.all("and", self.sentence, (tail, b.at));
                // `270 Nederlanders en in Letland 540 Canadezen`
                let apart = self.look.has("inside", self.sentence, (tail, b.at));
                words.len() == 1 && between.len() <= 9 && !apart
            };
            let names = between.iter().all(|b| *b < 0x80 && *b != b'(');
            // `NATO's European members and Canada`
            let members = || {
                let words = self.look.all("member", self.sentence, (tail, b.at));
                words.first().is_some_and(|w| w.0 == tail + 1)
                    && self.look.all("and", self.sentence, (tail, b.at)).len() == 1
            };
            // `in Berlin, Poland will spend`, `together with Denmark, Berlin`: who is brought in stands in no list with who
            // does it.
            let clauses = self.sentence.clauses(self.look);
            let beside = matches!(clauses.role(self.sentence, a.at), Role::Behind(_) | Role::Aside);
            if beside && clauses.is_doer(b.at) && !word() {
                return false;
            }
            let short = between.len() <= 9 && ((signs && between.contains(&b',')) || word());
            names && (short || (between.len() <= MEMBERS && members()))
        };
        let mut low = own;
        while let (Some(i), Some(b)) = (low.checked_sub(1), fit.get(low)) {
            if !fit.get(i).is_some_and(|a| joined(a, b)) {
                break;
            }
            low = i;
        }
        let mut high = own;
        while let (Some(a), Some(b)) = (fit.get(high), fit.get(high + 1)) {
            if !joined(a, b) {
                break;
            }
            high += 1;
        }
        fit.get(low..=high).unwrap_or(&[]).iter().map(|m| m.at).collect()
    }

    /// The state in which the place lies that the name at `at` is of.
    fn in_state(&self, at: usize) -> Option<Arc<str>> {
        let place = entity(self.sentence.mark_at(at)?, self.look.mentions).filter(|e| &*e.kind == "place")?;
        self.vocabulary.state_of(&place.id, self.on?).cloned()
    }

    /// Which of a list the value belongs to, where `respectievelijk` gives one value to each.
    fn respective(&self, list: &[usize]) -> Option<usize> {
        let end = self.sentence.folded.len();
        let last = *list.last()?;
        if !self.look.has("respectively", self.sentence, (0, end)) {
            return None;
        }
        let byte = self.sentence.mark_at(self.found.value)?.byte;
        let values: Vec<usize> =
            self.sentence.marks.iter().filter(|m| m.at > last && m.byte == byte).map(|m| m.at).collect();
        let nth = values.iter().position(|at| *at == self.found.value)?;
        (values.len() == list.len()).then_some(nth)
    }

    /// Whether the name at `at` is not what is spoken of: it speaks, or it is a part of another word.
    pub(super) fn is_beside(&self, at: usize) -> bool {
        self.speakers.contains(&at) || self.sentence.mark_at(at).is_some_and(|m| self.sentence.compounds(m))
    }

    /// The folded positions that the pattern has given to a slot.
    pub(super) fn taken(&self) -> Vec<usize> {
        self.found.slots.iter().map(|(_, at)| *at).collect()
    }

    /// The mention that the value most likely belongs to: the last that may be the subject before
    /// it, else, if `behind` is wanted, the first behind it.
    pub(super) fn nearest(
        &self,
        rule: &SubjectRule,
        taken: &[usize],
        behind: bool,
        not: &[Arc<str>],
    ) -> Option<&Mark> {
        let (classes, kinds) = (rule.classes, rule.kinds.as_slice());
        let clauses = self.sentence.clauses(self.look);
        // Where the one who does it speaks, the others are spoken of.
        let spoken = matches!(clauses.doer(self.found.value), Doer::Name(at) if self.speakers.contains(&at));
        // Of an alliance a norm holds, and a meeting is, whatever it does.
        let norm = rule.default.is_some() || !kinds.iter().any(|k| k == "country");
        let topic = |m: &Mark| norm && self.is_alliance(m);
        let part = |m: &Mark| (m.at + 1, self.sentence.word_end(m.at + 1));
        let idle = |m: &Mark| match clauses.role(self.sentence, m.at) {
            _ if topic(m) => false,
            _ if !norm && !rule.suffers() && self.is_befallen(m) => true,
            Role::Behind(place) => matches!(place, Place::Towards | Place::Origin),
            Role::Aside => true,
            Role::Part => self.look.has("made-by", self.sentence, part(m)),
            Role::Core | Role::Owner if self.frames(m.at) => true,
            Role::Core => !norm && !spoken && clauses.idle(m.at),
            // `Latvia, among the top spenders of NATO, set aside …`
            Role::Owner => !norm && self.is_alliance(m) && clauses.in_passing(self.sentence, m.at),
            Role::Agent => false,
        };
        // `Lockheed Martin heeft zes toestellen voor België gebouwd`: who does it is nobody that is asked for.
        let done = |at: usize| !self.speakers.contains(&at) && self.is_beyond(at, kinds);
        if !norm && matches!(clauses.doer(self.found.value), Doer::Name(at) if done(at)) {
            return None;
        }
        let out = |m: &Mark| {
            let ruled_out = self.entity_at(m.at, kinds).is_some_and(|id| not.contains(&id));
            // `veertien Duitse tanks en drie andere`
            let others = self.found.value + 2 != m.at && self.sentence.describes(m, self.look);
            let others = others || (!norm && self.sentence.is_of_others(m, self.look));
            let attacks = rule.suffers() && self.is_attacking(m.at);
            // `three launchers of American make`, `96 helicopters ordered in America`
            let made = self.look.starting("make", self.sentence, m.at + 2).is_some();
            let sold = || {
                let inside = clauses.role(self.sentence, m.at) == Role::Behind(Place::Inside);
                let whole = (0, self.sentence.folded.len());
                // `Met Korea werd een megadeal gesloten: 288 raketwerpers`
                let with = self.stands_behind("opposed", m.at);
                let apart = (inside && m.at > self.found.value) || with;
                !norm && apart && self.look.has("buy", self.sentence, whole)
            };
            let attacks = attacks || made || sold();
            // `would lift Canada's defence spending to 3 percent, warning that …`
            let own =
                || entity(m, self.look.mentions).is_some_and(|e| owns_matter(self.sentence, self.look, m, e));
            ruled_out
                || others
                || attacks
                || (self.speakers.contains(&m.at) && !own())
                || self.qualifies_a_person(m)
                || idle(m)
        };
        let value = self.found.value;
        let find = |place: bool, part: bool| {
            let fits = |m: &&Mark| {
                let own = part || !self.sentence.compounds(m);
                let free = place || clauses.role(self.sentence, m.at) != Role::Behind(Place::Inside);
                own && free && classes.has(m.byte) && !taken.contains(&m.at) && !out(m)
            };
            let before = self.sentence.marks.iter().rev().filter(|m| m.at < value).find(fits);
            // `15 tanks, 100 cars and 12 launchers over Kyiv`: behind another of the row it is of that.
            let row = |m: &Mark| {
                let between = self.sentence.marks.iter().filter(|o| value < o.at && o.at < m.at);
                let same = self.sentence.mark_at(value).map(|v| v.byte);
                let aside = matches!(clauses.role(self.sentence, m.at), Role::Behind(_));
                aside && between.filter(|o| Some(o.byte) == same).count() > 0
            };
            let later = |m: &&Mark| {
                behind && m.at > value && !clauses.tells_else(self.sentence, value, m.at) && !row(m)
            };
            before.or_else(|| self.sentence.marks.iter().filter(later).find(fits))
        };
        // `België haalt de NAVO-norm`, but `alle 32 NAVO-landen`; `in Polen` where nobody else does it.
        let known = find(false, false).filter(|m| m.at < value);
        // `threatened by Russia: in Latvia spending jumped by 42 percent`
        let (from, to) = clauses.around(value);
        let outside = known.is_some_and(|m| m.at < from);
        let here = |m: &&Mark| (from..to).contains(&m.at) && m.at < value;
        let known = if outside { find(true, false).filter(here).or(known) } else { known };
        known.or_else(|| find(true, false)).or_else(|| find(true, true))
    }

    /// Who does what is told of the value, where the name at `at`, before it, does nothing of it: `launched its largest
    /// assault on Ukraine, firing 13 missiles`, `told the Berlin audience that Russia launched …`.
    pub(super) fn doer_before(
        &self,
        at: usize,
        (classes, kinds, not): (ClassSet, &[String], &[Arc<str>]),
    ) -> Option<usize> {
        if at > self.found.value {
            return None;
        }
        let clauses = self.sentence.clauses(self.look);
        // `Lithuania grew by 2 percent, and Sweden ended at 1`: the clause has a doer of its own.
        let idle = clauses.in_passing(self.sentence, at)
            || clauses.own_doer(self.found.value).is_some_and(|own| own > at);
        let doer = self.doing(classes, (kinds, not)).filter(|m| idle && m.at != at)?;
        Some(doer.at)
    }

    /// The name that does what is told of the value, where it may be the subject.
    pub(super) fn doing(&self, classes: ClassSet, (kinds, not): (&[String], &[Arc<str>])) -> Option<&Mark> {
        let Doer::Name(at) = self.sentence.clauses(self.look).doer(self.found.value) else { return None };
        let mark = self.sentence.mark_at(at).filter(|m| classes.has(m.byte))?;
        let id = self.entity_at(at, kinds)?;
        let asked = self.sentence.clauses(self.look).asked_of(at);
        let taken = !asked && self.found.slots.iter().any(|(name, slot)| &**name != "subject" && *slot == at);
        // `Russia, which denies that it will attack, has massed 100,000 men`: the clause of the value tells what it does.
        let clauses = self.sentence.clauses(self.look);
        let acts = || clauses.resumes(self.sentence, self.look, (at, self.found.value));
        let speaks = self.speakers.contains(&at) && !self.speaks_of_itself(at) && !acts();
        let out = not.contains(&id) || taken || speaks || self.qualifies_a_person(mark) || self.frames(at);
        (!out).then_some(mark)
    }

    /// Whether the name at `at` stands in a clause that only says when or where it is what is told of the value, which goes
    /// on about nobody: `toen Rusland binnenviel, waren dat er 67.400`, but `toen Rusland binnenviel, stuurde het er 90.000`.
    fn frames(&self, at: usize) -> bool {
        let clauses = self.sentence.clauses(self.look);
        clauses.only_frames(self.sentence, self.look, (at, self.found.value))
            && !self.look.has("doer-pronoun", self.sentence, clauses.around(self.found.value))
    }

    /// Whether a name is of those of whose war the sentence tells, which only says when or where something else was so:
    /// `after Russia's invasion of Ukraine`.
    fn is_befallen(&self, mark: &Mark) -> bool {
        let at = mark.at;
        let words = |from, to| self.sentence.slice(from, to).iter().all(|b| *b < 0x80 && *b != b',');
        let spaces = |from, to| self.sentence.slice(from, to).iter().all(|b| *b == b' ');
        let before = self.look.all("befalls", self.sentence, (at.saturating_sub(BEFALLS), at));
        let behind = || self.look.all("befalls", self.sentence, (at + 1, at + 1 + BEFALLS));
        before.last().is_some_and(|hit| spaces(hit.1, at))
            || (self.look.owns(mark) && behind().iter().any(|hit| words(at + 1, hit.0)))
    }

    pub(super) fn is_alliance(&self, mark: &Mark) -> bool {
        entity(mark, self.look.mentions).is_some_and(|e| &*e.kind == "alliance")
    }

    /// Whether the name at `at` is of a region or company, which stand for no state.
    pub(super) fn is_beyond(&self, at: usize, kinds: &[String]) -> bool {
        let name = self.sentence.mark_at(at).and_then(|m| entity(m, self.look.mentions));
        let beyond = name.is_some_and(|e| matches!(&*e.kind, "region" | "company"));
        beyond && self.entity_at(at, kinds).is_none()
    }

    /// Whether a region or company does what is told of the value.
    pub(in crate::extract) fn is_done_beyond(&self, kinds: &[String]) -> bool {
        let doer = self.sentence.clauses(self.look).doer(self.found.value);
        matches!(doer, Doer::Name(at) if self.is_beyond(at, kinds))
    }

    /// Whose the counted are, by the adjective right behind the value: `veertien Duitse en drie Portugese tanks`.
    pub(super) fn giver(&self, rule: &SubjectRule) -> Option<&Mark> {
        let mark = self.sentence.mark_at(self.found.value + 2)?;
        let part = (mark.at + 1, self.sentence.word_end(mark.at + 1));
        // `seven German-made tanks`
        let made = self.sentence.compounds(mark) && self.look.has("made-by", self.sentence, part);
        let own =
            rule.default.is_none() && rule.classes.has(mark.byte) && self.sentence.describes(mark, self.look);
        (own && !made).then_some(mark)
    }

    /// Where the people stand that the value counts, by the name of their country: `270 Nederlanders`, and of a row
    /// `30 US troops, 1,975 Chinese and 889 French`.
    pub(super) fn counted(&self, rule: &SubjectRule) -> Option<usize> {
        let value = self.found.value;
        // `300 of the Colombians`
        let part = self.look.starting("share-of", self.sentence, value + 2).map_or(value + 2, |w| w.1 + 1);
        let mark = self.sentence.mark_at(value + 2).or_else(|| self.sentence.mark_at(part))?;
        let form = entity(mark, self.look.mentions)?.form;
        let row = || {
            let rest = self.sentence.slice(mark.at + 1, self.sentence.folded.len());
            let ends = rest.first().is_none_or(|b| matches!(b, b',' | b';' | b'.'))
                || self.look.starting("and", self.sentence, mark.at + 2).is_some()
                || self.look.starting("inside", self.sentence, mark.at + 2).is_some();
            let mut before = self.sentence.marks.iter().filter(|m| m.at < value && rule.classes.has(m.byte));
            let counts = |m: &Mark| figure(m, self.look.mentions).is_some();
            let beside =
                |m: &Mark| m.at.checked_sub(2).and_then(|at| self.sentence.mark_at(at)).is_some_and(counts);
            ends && before.any(beside)
        };
        let own = form == EntityForm::People || (form == EntityForm::Adjective && row());
        (own && rule.classes.has(mark.byte)).then_some(mark.at)
    }

    /// The name that stands with the value in a row of such pairs: `12% (Italy), 9.6% (France)`, `India, 7,083; Kenya, 6,223`,
    /// or of which a clause tells, unless what is told is in a place: it is then no more than that.
    pub(super) fn paired(&self, rule: &SubjectRule, placed: bool) -> Option<Filled> {
        let value = self.found.value;
        let fits = |at: usize| self.sentence.mark_at(at).filter(|m| rule.classes.has(m.byte));
        let bracket = || {
            let framed = self.sentence.slice(value + 1, value + 3) == b" ("
                && self.sentence.folded.get(value + 4) == Some(&b')');
            fits(value + 3).filter(|_| framed)
        };
        let listed = || {
            let name = fits(value.checked_sub(3)?)?;
            let until = self.sentence.slice(0, name.at).trim_ascii_end();
            let joined = self.look.all("and", self.sentence, (name.at.saturating_sub(ARTICLE), name.at));
            let until = joined.first().map_or(until, |w| self.sentence.slice(0, w.0).trim_ascii_end());
            let parted = until.ends_with(b";") || self.sentence.folded.get(value + 1) == Some(&b';');
            (parted && self.sentence.slice(name.at + 1, value) == b", ").then_some(name)
        };
        // `more than in the US, where it was 1.6%`
        let where_it_is = || {
            let clauses = self.sentence.clauses(self.look);
            let (from, to) = clauses.around(value);
            let name = self.sentence.marks.iter().rfind(|m| m.at < from)?;
            let close = self.sentence.slice(name.at + 1, from).iter().all(|b| matches!(b, b',' | b' '));
            let opened = self.look.starting("place-clause", self.sentence, from).is_some();
            let told = !matches!(clauses.doer(value), Doer::Name(at) if (from..to).contains(&at));
            fits(name.at).filter(|_| close && opened && told && !placed)
        };
        // `Germany, at 1.38 per cent`, `gevolgd door India met 77 miljard (+0,9 procent)`
        let beside = || {
            let name = self.sentence.marks.iter().rfind(|m| m.at < value && rule.classes.has(m.byte))?;
            let gap = (name.at + 1, value);
            let bracketed = self.sentence.slice(value.saturating_sub(1), value) == b"(";
            let comma = self.sentence.slice(name.at + 1, name.at + 3) == b", ";
            let sign = if comma { name.at + 3 } else { name.at + 2 };
            let opened = self.look.starting("stands-at", self.sentence, sign).is_some();
            let verb =
                ["finite", "verb", "auxiliary"].iter().any(|set| self.look.has(set, self.sentence, gap));
            let other = self.sentence.slice(gap.0, gap.1).iter().filter(|b| **b == b',').count();
            let alone = other == usize::from(comma) && !verb && value - name.at <= STANDS && !placed;
            // `ahead of Estonia at 3.4`
            let led = || self.stands_behind("row-lead", name.at);
            let fits = opened && alone && (bracketed || comma || led());
            (fits && self.list(name.at, rule.classes).len() < 2).then_some(name)
        };
        let name = bracket().or_else(listed).or_else(where_it_is).or_else(beside)?;
        let id = self.entity_at(name.at, &rule.kinds)?;
        Some((Some(id), Origin::name(Cause::Pattern, name.at)))
    }

    /// Whose economy the value is a share of: `2 percent of Canada's GDP`, `2 procent van het bbp van Canada`.
    pub(super) fn whose_economy(&self, classes: ClassSet, kinds: &[String]) -> Option<Filled> {
        let value = self.found.value;
        let mark = self.sentence.marks.iter().find(|m| m.at > value).filter(|m| classes.has(m.byte))?;
        let from = value + 1;
        let behind = self.sentence.word_end(mark.at + 1).max(mark.at + 1) + OWNED;
        let economy = self.look.all("gdp", self.sentence, (from, behind.min(self.sentence.folded.len())));
        let economy = economy.first()?;
        let letters = |from, to| self.sentence.slice(from, to).iter().filter(|b| **b != b' ').count();
        // Nothing stands there but words that make somebody its owner, and an article.
        let owned = |from: usize, to: usize, needed: bool| {
            let owners = self.look.all("owner", self.sentence, (from, to));
            let words: usize = owners.iter().map(|w| letters(w.0, w.1)).sum();
            (!needed || !owners.is_empty()) && letters(from, to) <= words + ARTICLE
        };
        let whole = if economy.1 <= mark.at {
            owned(from, economy.0, false) && owned(economy.1, mark.at, true)
        } else {
            owned(from, mark.at, true)
        };
        let id = self.entity_at(mark.at, kinds).filter(|_| whole)?;
        Some((Some(id), Origin::name(Cause::Pattern, mark.at)))
    }

    /// Whose the value is that another is compared with: `compared with 2 percent in Germany`.
    pub(super) fn compared(&self, classes: ClassSet, kinds: &[String]) -> Option<Filled> {
        let value = self.found.value;
        let words = self.look.all("compared-with", self.sentence, (0, value));
        let close =
            |from: usize| self.sentence.slice(from, value).iter().filter(|b| **b == b' ').count() <= 2;
        words.last().filter(|w| close(w.1))?;
        let mark = self.sentence.marks.iter().find(|m| m.at > value).filter(|m| classes.has(m.byte))?;
        let apart = self.sentence.slice(value + 1, mark.at).iter().any(|b| matches!(b, b',' | b';' | b':'));
        let role = self.sentence.clauses(self.look).role(self.sentence, mark.at);
        let there = matches!(role, Role::Behind(Place::Inside | Place::Beside)) && !apart;
        let id = self.entity_at(mark.at, kinds).filter(|_| there)?;
        Some((Some(id), Origin::name(Cause::Pattern, mark.at)))
    }

    /// Whether a word of a cue set and no more than an article stand right before the name at `at`: `naar Polen`, but
    /// `naar Polen, dat …`, where a clause of its own follows.
    pub(super) fn stands_behind(&self, set: &str, at: usize) -> bool {
        if self.sentence.folded.get(at + 1) == Some(&b',') {
            return false;
        }
        // `aan Russische zijde` is where they were, and `aan Rusland` is who gets it.
        let side = self.look.all("side", self.sentence, (at + 1, self.sentence.word_end(at + 2)));
        if side.first().is_some_and(|s| s.0 == at + 2) {
            return false;
        }
        let words = self.look.all(set, self.sentence, (at.saturating_sub(BEHIND), at));
        words.last().is_some_and(|w| self.sentence.slice(w.1, at).iter().all(|b| *b == b' '))
    }

    /// Whether the mention is the adjective in `de Amerikaanse minister Hegseth`: about the person, not the value.
    pub(in crate::extract) fn qualifies_a_person(&self, mark: &Mark) -> bool {
        let adjective = entity(mark, self.look.mentions).is_some_and(|e| e.form == EntityForm::Adjective);
        if !adjective {
            return false;
        }
        let next = self.sentence.marks.iter().find(|m| m.at > mark.at);
        let Some(next) = next else { return false };
        let person = entity(next, self.look.mentions)
            .is_some_and(|e| matches!(&*e.kind, "person" | "office") || e.form == EntityForm::Role);
        let gap = self.sentence.slice(mark.at + 1, next.at);
        person && gap.len() <= 45 && !gap.contains(&b',')
    }
}
