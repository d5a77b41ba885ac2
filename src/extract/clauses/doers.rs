//! Cuts a sentence into clauses and finds who does something in each.

use super::super::sentence::{Mark, Sentence};
use super::super::slots::entity;
use super::super::voice::Lookup;
use super::words::{TITLED, is_person, words};
use super::{Clause, Doer, Kind, Place, Role, Token};
use crate::recognise::{EntityForm, EntityValue};

/// How far before the verb that asks whom it asks may stand.
const ASKED: usize = 90;

/// What the doers of clauses are found in.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    sentence: &'a Sentence,
    look: Lookup<'a>,
    tokens: &'a [Token],
    roles: &'a [Role],
}

impl<'a> Scene<'a> {
    /// The scene of a sentence with its words and the roles of its marks.
    pub(super) fn new(
        (sentence, look): (&'a Sentence, Lookup<'a>),
        tokens: &'a [Token],
        roles: &'a [Role],
    ) -> Self {
        Self { sentence, look, tokens, roles }
    }

    /// Cuts the sentence at its signs and where a clause opens, and finds the verb of each piece.
    pub(super) fn cut(self) -> Vec<Clause> {
        let end = self.sentence.folded.len();
        let mut cuts: Vec<(usize, Option<Kind>)> = vec![(0, None)];
        cuts.extend(self.tokens.iter().filter_map(|(start, to, kind)| match kind {
            Kind::Comma | Kind::Bracket | Kind::Closing => Some((*to, Some(*kind))),
            Kind::Opens | Kind::Relative | Kind::That | Kind::Joins | Kind::And => {
                Some((*start, Some(*kind)))
            }
            _ => None,
        }));
        // Where the subject stands before its verb, what is said needs no `that`: `said Russia had launched`.
        if !self.verb_second() {
            let said = self.look.all("say", self.sentence, (0, end)).into_iter();
            cuts.extend(said.map(|(_, to)| (to, Some(Kind::Said))));
            cuts.sort_by_key(|(at, _)| *at);
        }
        let ends: Vec<usize> = cuts.iter().skip(1).map(|(at, _)| *at).chain([end]).collect();
        let mut out: Vec<Clause> = Vec::with_capacity(cuts.len());
        for ((start, opener), end) in cuts.into_iter().zip(ends) {
            let verb = self.within(start, end).iter().find(|t| t.2 == Kind::Verb).map(|t| (t.0, t.1));
            let clause = Clause { start, end, opener, verb, doer: Doer::Unknown, own: false };
            // `wants more, and Greece bought`: nothing stands between the comma and `and`.
            let blank =
                |last: &&mut Clause| self.sentence.slice(last.start, last.end).trim_ascii().is_empty();
            if let Some(last) = out.last_mut().filter(|last| opener == Some(Kind::And) && blank(last)) {
                *last = clause;
                continue;
            }
            match out.last_mut() {
                // `A and B give`, `gives A and B`: one clause.
                Some(last) if opener == Some(Kind::And) && !self.parts(last, &clause) => {
                    last.end = end;
                    last.verb = last.verb.or(clause.verb);
                }
                _ => out.push(clause),
            }
        }
        out
    }

    /// Whether `and` parts two clauses: both have a verb, the second goes on with one, or is one of a row.
    fn parts(self, first: &Clause, second: &Clause) -> bool {
        let both = first.verb.is_some() && second.verb.is_some();
        let from = self.head(second);
        both || self.opening(from, second.end) == Some(Kind::Verb)
            || (second.verb.is_none() && self.in_row(second).is_some())
    }

    /// Whether the language has its verb before its subject where something else opens the clause.
    fn verb_second(self) -> bool {
        self.look.cues.get("inverts", self.look.language).is_some()
    }

    pub(super) fn find_doers(self, clauses: &mut [Clause]) {
        let mut current = Doer::Unknown;
        let mut pending = None;
        let inherited = |current: Doer, pending: Option<usize>| match (current, pending) {
            (Doer::Unknown, Some(at)) => Doer::Name(at),
            (Doer::Unknown, None) => Doer::Carried,
            (known, _) => known,
        };
        for clause in clauses {
            let named = || self.right_before(clause.start).is_some();
            // `Britain, where they met, spends 2 percent`
            let place = || self.look.starting("place-clause", self.sentence, clause.start).is_some();
            let relative = clause.opener == Some(Kind::Relative)
                || (clause.opener == Some(Kind::That) && named())
                || (clause.opener == Some(Kind::Opens) && place() && named());
            // `Germany, which hands over seven`: a clause about a name is so by any verb.
            if relative && clause.verb.is_none() && named() {
                clause.doer = self.of_relative(clause);
                continue;
            }
            let Some(verb) = clause.verb else {
                let framed = clause.opener == Some(Kind::Bracket);
                let own = if framed { self.right_before(clause.start - 1) } else { self.in_row(clause) };
                clause.doer = own.map_or(current, Doer::Name);
                pending = pending.or_else(|| self.cores(clause.start, clause.end).next().map(|m| m.at));
                continue;
            };
            let own = if relative { self.of_relative(clause) } else { self.own(clause, verb) };
            // `Britain, where they met, spends 2 percent`: what a clause stands between is one.
            let resumed = own == Doer::Carried
                && current == Doer::Unknown
                && pending.is_some()
                && !self.holds(clause.start, verb.0, Kind::Pronoun);
            clause.own = matches!(own, Doer::Name(_)) || resumed;
            clause.doer = if own == Doer::Carried { inherited(current, pending) } else { own };
            let says = || !self.look.all("say", self.sentence, verb).is_empty() && current != Doer::Unknown;
            if !relative && clause.opener != Some(Kind::Bracket) && !says() {
                current = clause.doer;
            }
        }
    }

    fn role(self, mark: &Mark) -> Role {
        let number = self.sentence.marks.binary_search_by_key(&mark.at, |m| m.at).ok();
        number.and_then(|i| self.roles.get(i)).copied().unwrap_or(Role::Core)
    }

    /// Where the first word of a stretch stands.
    fn begins(self, from: usize, to: usize) -> usize {
        from + self.sentence.slice(from, to).iter().take_while(|b| **b == b' ').count()
    }

    /// What the first word of a stretch is to the clauses.
    fn opening(self, from: usize, to: usize) -> Option<Kind> {
        let begins = self.begins(from, to);
        self.within(from, to).first().filter(|t| t.0 == begins).map(|t| t.2)
    }

    /// The name that opens a stretch without a verb and has a figure behind it, as in a row whose verb stands in its
    /// first part: `Germany sends 14 tanks and Poland 14`.
    fn in_row(self, clause: &Clause) -> Option<usize> {
        let name = self.adjacent(self.head(clause), clause.end)?;
        let next = self.sentence.marks.iter().find(|m| m.at > name.at).filter(|m| m.at < clause.end)?;
        entity(next, self.look.mentions).is_none().then_some(name.at)
    }

    /// The names in a stretch that may do something.
    fn cores(self, from: usize, to: usize) -> impl DoubleEndedIterator<Item = &'a Mark> {
        let low = self.sentence.marks.partition_point(|m| m.at < from);
        let high = self.sentence.marks.partition_point(|m| m.at < to).max(low);
        let marks = self.sentence.marks.get(low..high).unwrap_or(&[]);
        let roles = self.roles.get(low..high).unwrap_or(&[]);
        let fits = move |(m, r): &(&Mark, &Role)| {
            // `Twintig raketten vuurde Rusland af`: weapons do nothing by themselves.
            let may = |e: &EntityValue| !matches!(&*e.kind, "weapon" | "drone");
            matches!(r, Role::Core | Role::Owner) && entity(m, self.look.mentions).is_some_and(may)
        };
        marks.iter().zip(roles).filter(fits).map(|(m, _)| m)
    }

    /// The name that ends right before the folded position `at`, signs aside.
    fn right_before(self, at: usize) -> Option<usize> {
        let mark = self.sentence.marks.iter().rev().find(|m| m.at < at)?;
        let close = self.sentence.slice(mark.at + 1, at).iter().all(|b| matches!(b, b' ' | b','));
        (close && entity(mark, self.look.mentions).is_some()).then_some(mark.at)
    }

    /// The tokens in a stretch.
    fn within(self, from: usize, to: usize) -> &'a [Token] {
        let low = self.tokens.partition_point(|t| t.0 < from);
        let high = self.tokens.partition_point(|t| t.1 <= to).max(low);
        self.tokens.get(low..high).unwrap_or(&[])
    }

    fn holds(self, from: usize, to: usize, kind: Kind) -> bool {
        self.within(from, to).iter().any(|t| t.2 == kind)
    }

    /// Where the words begin behind what opens a clause.
    fn head(self, clause: &Clause) -> usize {
        let opens =
            |t: &&Token| t.0 == clause.start && !matches!(t.2, Kind::Verb | Kind::Pronoun | Kind::Determiner);
        let opener = self.within(clause.start, clause.end).first().filter(opens);
        let opened = opener
            .filter(|t| matches!(t.2, Kind::Opens | Kind::Relative | Kind::That | Kind::Joins | Kind::And));
        opened.map_or(clause.start, |t| t.1)
    }

    /// The name, with nothing but an article or an adjective before it, that stands at `from`.
    fn adjacent(self, from: usize, to: usize) -> Option<&'a Mark> {
        let mark = self.cores(from, to).next()?;
        let bare = self.within(from, mark.at).iter().all(|t| t.2 == Kind::Determiner);
        let covered: usize = self.within(from, mark.at).iter().map(|t| t.1 - t.0).sum();
        let letters = self.sentence.slice(from, mark.at).iter().filter(|b| **b != b' ').count();
        // `vindt minister Jansen`: the office stands before the name.
        let titled = || {
            let person = entity(mark, self.look.mentions).is_some_and(is_person);
            person && words(self.sentence, from, mark.at) <= TITLED
        };
        (bare && (letters <= covered || titled())).then_some(mark)
    }

    /// Who does something in a clause that is about a name before it: whoever opens it, else that name.
    fn of_relative(self, clause: &Clause) -> Doer {
        let from = self.head(clause);
        if let Some(mark) = self.adjacent(from, clause.end) {
            return Doer::Name(mark.at);
        }
        if self.within(from, clause.end).first().is_some_and(|t| t.2 == Kind::Pronoun) {
            return Doer::Carried;
        }
        match self.right_before(clause.start) {
            // `Russia on the flank of the alliance, which …`: it may be either, or the flank.
            Some(at) if self.is_of_place(at) => Doer::Other,
            Some(at) => Doer::Name(at),
            None => Doer::Other,
        }
    }

    /// Whether the name at `at` owns a noun that stands behind a preposition: `on the flank of the alliance`.
    fn is_of_place(self, at: usize) -> bool {
        let Some(mark) = self.sentence.mark_at(at) else { return false };
        let led = self.within(0, at).iter().rev().find(|t| t.2 != Kind::Determiner);
        let close = |t: &&Token| words(self.sentence, t.1, at) <= 1;
        matches!(self.role(mark), Role::Behind(_)) && led.filter(close).is_some_and(|t| t.2 == Kind::Owner)
    }

    /// Who does what the verb of a clause says.
    fn own(self, clause: &Clause, verb: (usize, usize)) -> Doer {
        let from = self.head(clause);
        let second = self.verb_second();
        let depends = matches!(clause.opener, Some(Kind::Opens | Kind::That));
        let active = if second && depends {
            self.first(from, clause)
        } else {
            self.before(from, clause, verb, second)
        };
        // `De oorlog kost Rusland …`: who bears it is who it is told of.
        let bears = || {
            self.look.has("burdens", self.sentence, verb).then(|| self.adjacent(verb.1, clause.end)).flatten()
        };
        match (self.agent(clause), bears()) {
            (Some(at), _) => Doer::Name(at),
            (None, Some(mark)) => Doer::Name(mark.at),
            (None, None) => active,
        }
    }

    /// Who does it where the verb closes its clause: the first name of it that may.
    fn first(self, from: usize, clause: &Clause) -> Doer {
        let Some(mark) = self.cores(from, clause.end).next() else {
            let pronoun = self.holds(from, clause.end, Kind::Pronoun);
            return if pronoun { Doer::Carried } else { Doer::Other };
        };
        if self.holds(from, mark.at, Kind::Pronoun) {
            return Doer::Carried;
        }
        let adjective = entity(mark, self.look.mentions).is_some_and(|e| e.form == EntityForm::Adjective);
        let owner = self.role(mark) == Role::Owner;
        let noun = self.opening(from, mark.at) == Some(Kind::Determiner)
            && self.adjacent(from, clause.end).is_none();
        if noun && !adjective && !owner { Doer::Other } else { Doer::Name(mark.at) }
    }

    /// Who does it where the subject stands before the verb or, in a language that puts it `second`, right behind it.
    fn before(self, from: usize, clause: &Clause, verb: (usize, usize), second: bool) -> Doer {
        let pronoun = self.within(from, verb.0).iter().rev().find(|t| t.2 == Kind::Pronoun).map(|t| t.0);
        let head = |m: &&Mark| self.role(m) == Role::Core;
        let named = self.cores(from, verb.0).rfind(head).or_else(|| self.cores(from, verb.0).next_back());
        if let Some(mark) = named.filter(|m| pronoun.is_none_or(|p| p < m.at)) {
            return Doer::Name(mark.at);
        }
        if pronoun.is_some() {
            return Doer::Carried;
        }
        let lead = self.sentence.slice(from, verb.0).trim_ascii();
        let opening = self.opening(from, verb.0);
        if opening == Some(Kind::Determiner) {
            return self.inside(from, verb.0).map_or(Doer::Other, Doer::Name);
        }
        if second {
            let figure = |m: &Mark| from <= m.at && m.at < verb.0 && entity(m, self.look.mentions).is_none();
            let phrase = |t: &Token| matches!(t.2, Kind::Preposition(_) | Kind::Agent | Kind::Beside);
            let inverted = lead.is_empty()
                || self.sentence.marks.iter().any(figure)
                || self.look.has("inverts", self.sentence, (from, verb.0))
                || self.within(from, verb.0).iter().any(phrase);
            if let Some(mark) = self.adjacent(verb.1, clause.end).filter(|_| inverted) {
                return Doer::Name(mark.at);
            }
            if self.within(verb.1, clause.end).first().is_some_and(|t| {
                t.2 == Kind::Pronoun && self.sentence.slice(verb.1, t.0).trim_ascii().is_empty()
            }) {
                return Doer::Carried;
            }
        }
        if let Some(at) = self.told_behind(verb) {
            return Doer::Name(at);
        }
        let next = self.within(verb.1, clause.end).first();
        let noun = next.is_some_and(|t| {
            t.2 == Kind::Determiner && self.sentence.slice(verb.1, t.0).trim_ascii().is_empty()
        });
        if lead.is_empty() && !(second && noun) { Doer::Carried } else { Doer::Other }
    }

    /// The name right behind a verb such as `is`, where the noun before that only tells what it is, and a level stands with
    /// the name: `Koploper is Polen met 4,5 procent`, `Top of the table is Poland, at 4.5 percent`.
    fn told_behind(self, verb: (usize, usize)) -> Option<usize> {
        let copula = !self.look.all("copula", self.sentence, verb).is_empty();
        let mark = self.adjacent(verb.1, self.sentence.folded.len()).filter(|_| copula)?;
        let rest = self.sentence.slice(mark.at + 1, self.sentence.folded.len());
        let signs = rest.iter().take_while(|b| matches!(b, b' ' | b',')).count();
        let bracket = rest.get(signs) == Some(&b'(');
        let stands = self.look.starting("stands-at", self.sentence, mark.at + 1 + signs).is_some();
        (bracket || stands).then_some(mark.at)
    }

    /// A name that says where the one sits who does something: `the government in Warsaw`.
    fn inside(self, from: usize, to: usize) -> Option<usize> {
        let marks = self.sentence.marks.iter().zip(self.roles);
        let mut fits = marks.filter(|(m, r)| {
            from <= m.at
                && m.at < to
                && matches!(r, Role::Behind(Place::Inside))
                && entity(m, self.look.mentions).is_some_and(|e| e.form == EntityForm::Seat)
        });
        fits.next().map(|(m, _)| m.at)
    }

    /// The one name by which something is done in a clause in the passive.
    fn agent(self, clause: &Clause) -> Option<usize> {
        let agents = self.sentence.marks.iter().zip(self.roles);
        let mut agents =
            agents.filter(|(m, r)| clause.start <= m.at && m.at < clause.end && **r == Role::Agent);
        let (mark, _) = agents.next()?;
        let passive = self.look.has("passive", self.sentence, (clause.start, clause.end));
        (passive && agents.next().is_none()).then_some(mark.at)
    }

    /// Who is asked to do something, with where that stands.
    pub(super) fn asked(self, clauses: &[Clause]) -> Vec<(usize, usize, usize)> {
        let asked = |(from, to): (usize, usize)| {
            let doing = self.look.all("to-do", self.sentence, (to, to + ASKED));
            let behind = |m: &&Mark, to_do: usize| to <= m.at && m.at < to_do;
            let named = |to_do: usize| {
                let all = self.sentence.marks.iter().zip(self.roles).rev();
                let mut may = all.filter(|(m, r)| {
                    behind(m, to_do)
                        && entity(m, self.look.mentions).is_some()
                        && matches!(r, Role::Core | Role::Behind(Place::Towards))
                });
                may.next().map(|(m, _)| m.at)
            };
            let (at, to_do) = doing.into_iter().find_map(|t| Some((named(t.0)?, t.1)))?;
            let figure = self
                .sentence
                .marks
                .iter()
                .any(|m| to <= m.at && m.at < to_do && entity(m, self.look.mentions).is_none());
            let until = clauses.iter().find(|c| to_do < c.end).map(|c| c.end)?;
            (!figure && from < at).then_some((to_do, until, at))
        };
        let end = self.sentence.folded.len();
        self.look.all("asks", self.sentence, (0, end)).into_iter().filter_map(asked).collect()
    }
}
