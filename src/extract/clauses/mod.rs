//! The clauses of a sentence and who does something in each: what word order and small words tell, without a parser.
//!
//! A sentence is cut at signs and at the words that open a clause. In each clause the finite verb is looked for, and
//! before it (behind it, where the language puts it so) stands who does it. A name behind a preposition does nothing;
//! a stretch without a verb belongs to the clause around it. One pass over the words that the scan has found.

mod doers;
mod words;

use super::sentence::Sentence;
use super::voice::Lookup;
use doers::Scene;
pub(super) use words::{SETS, is_person};

/// How far behind a figure a clause about what it counts begins at most: `the four ballistic missiles that Russia used`.
const ABOUT: usize = 40;

/// What a preposition makes of the name behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Whom or what it goes to, or is against.
    Towards,
    /// Where it comes from.
    Origin,
    /// Where it is.
    Inside,
    /// What else it stands beside: `voor`, `met`, `during`.
    Beside,
}

/// What a name is in its clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It may do what the verb says, or undergo it.
    Core,
    /// The same, as the owner of a noun: `the spending of Poland`.
    Owner,
    /// It stands behind a preposition.
    Behind(Place),
    /// `by Poland`.
    Agent,
    /// Brought in beside another: `along with Poland`.
    Aside,
    /// A part of another word: `US-made`.
    Part,
}

/// Who does what a clause tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doer {
    /// The name at this folded position.
    Name(usize),
    /// Somebody named before: a pronoun, or nobody of its own.
    Carried,
    /// Something that is no name.
    Other,
    /// Not to be told.
    Unknown,
}

/// What a word or sign is to the clauses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Verb,
    Opens,
    /// A word of saying, behind which what is said begins without one that opens it.
    Said,
    Relative,
    /// It opens a clause, and may stand for the name before it: `dat`.
    That,
    /// It joins a clause with the order of a sentence by itself: `but`.
    Joins,
    And,
    Preposition(Place),
    Agent,
    Owner,
    Beside,
    Determiner,
    Pronoun,
    Comma,
    Bracket,
    Closing,
}

impl Kind {
    /// Whether a clause of its own begins with it.
    const fn begins(self) -> bool {
        matches!(self, Self::Opens | Self::Relative | Self::That | Self::Joins | Self::And)
    }
}

/// A word or sign of a kind, from its start to its end.
type Token = (usize, usize, Kind);

/// A stretch of a sentence between two cuts.
#[derive(Debug, Clone, Copy)]
struct Clause {
    start: usize,
    end: usize,
    /// What cut it off, or `None` at the start of the sentence.
    opener: Option<Kind>,
    /// Where its first finite verb stands.
    verb: Option<(usize, usize)>,
    doer: Doer,
    /// Whether the clause itself names who it is.
    own: bool,
}

/// The clauses of a sentence.
#[derive(Debug, Clone, Default)]
pub(super) struct Clauses {
    clauses: Vec<Clause>,
    /// By mark.
    roles: Vec<Role>,
    /// Who is asked or told to do something, and from where to where that stands.
    asked: Vec<(usize, usize, usize)>,
}

impl Clauses {
    /// The clauses of `sentence`.
    pub(super) fn new(sentence: &Sentence, look: Lookup<'_>) -> Self {
        let tokens = words::tokens(sentence, look);
        let mut roles: Vec<Role> = Vec::with_capacity(sentence.marks.len());
        let mut before = None;
        for mark in &sentence.marks {
            let own = words::role(sentence, look, &tokens, mark);
            let joined = before.filter(|_| own == Role::Core);
            let role = joined.and_then(|b| words::joined(sentence, &tokens, b, mark)).unwrap_or(own);
            roles.push(role);
            before = Some((mark, role));
        }
        let scene = Scene::new((sentence, look), &tokens, &roles);
        let mut clauses = scene.cut();
        scene.find_doers(&mut clauses);
        let asked = scene.asked(&clauses);
        Self { clauses, roles, asked }
    }

    /// What the mark at the folded position `at` is in its clause.
    pub(super) fn role(&self, sentence: &Sentence, at: usize) -> Role {
        let mark = sentence.marks.binary_search_by_key(&at, |m| m.at).ok();
        mark.and_then(|i| self.roles.get(i)).copied().unwrap_or(Role::Core)
    }

    /// Who does what is told at the folded position `at`.
    pub(super) fn doer(&self, at: usize) -> Doer {
        let asked = self.asked.iter().rev().find(|(from, to, _)| *from <= at && at < *to);
        match asked {
            Some((.., name)) => Doer::Name(*name),
            None => self.clause(at).map_or(Doer::Unknown, |clause| clause.doer),
        }
    }

    /// From where to where the words stand that may govern what is told at the folded position `at`: to the end of its
    /// clause, and from the start of a clause that `and` or `but` joins on with a doer of its own, or that is about a name.
    pub(super) fn governing(&self, at: usize) -> (usize, usize) {
        let until = self.clause(at).map_or(usize::MAX, |c| c.end);
        let last = self.clauses.partition_point(|c| c.end <= at);
        let upto = self.clauses.get(..=last).unwrap_or(&self.clauses);
        let main = upto.iter().rfind(|c| c.verb.is_some());
        let joined = |c: &&Clause| matches!(c.opener, Some(Kind::And | Kind::Joins)) && c.own;
        // `is considering an offer to protect Ukraine, on whose borders 100,000 soldiers have been massed`
        let about = |c: &&Clause| c.opener == Some(Kind::Relative) && c.start <= at && at < c.end;
        (main.filter(|c| joined(c) || about(c)).map_or(0, |c| c.start), until)
    }

    /// Whether what is told at the folded position `at` is what somebody is asked to do.
    pub(super) fn is_asked(&self, at: usize) -> bool {
        self.asked.iter().any(|(from, to, _)| *from <= at && at < *to)
    }

    /// The folded positions of the names that do what a verb of the sentence says.
    pub(super) fn doers(&self) -> impl Iterator<Item = usize> + '_ {
        let free = self.clauses.iter().filter(|c| c.opener != Some(Kind::Relative) && c.own);
        free.filter_map(|c| match c.doer {
            Doer::Name(at) => Some(at),
            Doer::Carried | Doer::Other | Doer::Unknown => None,
        })
    }

    /// Whether the name at `at` does what a clause of the sentence tells.
    pub(super) fn is_doer(&self, at: usize) -> bool {
        self.doer(at) == Doer::Name(at) || self.clauses.iter().any(|c| c.doer == Doer::Name(at))
    }

    /// The name that does what is told at the folded position `at`, where its own clause names it.
    pub(super) fn own_doer(&self, at: usize) -> Option<usize> {
        let clause = self.clause(at).filter(|c| c.own)?;
        let Doer::Name(doer) = clause.doer else { return None };
        (clause.start <= doer && doer < clause.end).then_some(doer)
    }

    /// The name that does what is told at the folded position `at`, where its clause leaves the verb to the one before:
    /// `and Germany 35`.
    pub(super) fn gapped(&self, at: usize) -> Option<usize> {
        let clause = self.clause(at).filter(|c| c.verb.is_none() && c.opener != Some(Kind::Bracket))?;
        let Doer::Name(doer) = clause.doer else { return None };
        (clause.start <= doer && doer < clause.end).then_some(doer)
    }

    /// Whether the name at `at` does what its clause, with the value in it, tells, and says nothing there.
    pub(super) fn acts(&self, sentence: &Sentence, look: Lookup<'_>, (at, value): (usize, usize)) -> bool {
        let Some(clause) = self.clause(value).filter(|c| c.own && c.start <= at && at < c.end) else {
            return false;
        };
        clause.doer == Doer::Name(at) && !look.has("say", sentence, (clause.start, clause.end))
    }

    /// Whether the clause of the value goes on with what the name at `at`, told of in a clause before, does, and tells of
    /// nothing said.
    pub(super) fn resumes(&self, sentence: &Sentence, look: Lookup<'_>, (at, value): (usize, usize)) -> bool {
        let goes_on = |c: &&Clause| matches!(c.opener, Some(Kind::Comma)) && c.verb.is_some() && at < c.start;
        let clause = self.clause(value).filter(goes_on).filter(|c| c.doer == Doer::Name(at));
        let told = clause.filter(|c| !look.has("say", sentence, (c.start, c.end)));
        let relative = || {
            self.clauses.iter().any(|c| c.opener == Some(Kind::Relative) && at < c.start && c.end <= value)
        };
        told.is_some() && relative()
    }

    /// Whether the name at `at` does what is told of the value before it says anything: `Germany, an ally, spends 1.2
    /// percent and has said …`.
    pub(super) fn acts_first(
        &self,
        sentence: &Sentence,
        look: Lookup<'_>,
        (at, value): (usize, usize),
    ) -> bool {
        let clause = self.clause(value).filter(|c| c.verb.is_some() && at < c.start);
        let clause = clause.filter(|c| c.doer == Doer::Name(at));
        clause.is_some_and(|c| {
            !["say", "add", "announce"].iter().any(|set| look.has(set, sentence, (at, c.end)))
        })
    }

    /// The stretch of the clause at the folded position `at`.
    pub(super) fn around(&self, at: usize) -> (usize, usize) {
        self.clause(at).map_or((at, at), |c| (c.start, c.end))
    }

    /// Where the finite verb stands of what is told at the folded position `at`: that of its clause or, where that has
    /// none, of the last before it.
    pub(super) fn verb_of(&self, at: usize) -> Option<usize> {
        let last = self.clauses.partition_point(|c| c.end <= at);
        let upto = self.clauses.get(..=last).unwrap_or(&self.clauses);
        upto.iter().rev().find_map(|c| c.verb).map(|verb| verb.0)
    }

    /// Where the clause at the folded position `at` begins, if it tells something of its own and goes on with no other:
    /// `within current funding, as he promised 12 submarines`.
    pub(super) fn starts_anew(&self, at: usize) -> Option<usize> {
        let apart = |c: &&Clause| {
            let opened = matches!(c.opener, Some(Kind::Opens | Kind::Said | Kind::Joins | Kind::And));
            c.verb.is_some() && (opened || (c.own && c.opener == Some(Kind::Comma)))
        };
        self.clause(at).filter(apart).map(|c| c.start)
    }

    /// Whether the folded position `later` stands in a clause that tells something else than the one at `at` before it:
    /// `it is 1.3 percent, while Poland is at 4`.
    pub(super) fn tells_else(&self, sentence: &Sentence, at: usize, later: usize) -> bool {
        // `; in 2022 Moscow wanted more`
        let parts = |c: &Clause| sentence.slice(0, c.start).ends_with(b";");
        let first = self.clauses.partition_point(|c| c.end <= at);
        let last = self.clauses.partition_point(|c| c.end <= later);
        let between = self.clauses.get(first + 1..=last).unwrap_or(&[]);
        self.verb_of(at).is_some()
            && between
                .iter()
                .any(|c| c.verb.is_some() && (c.opener.is_some_and(Kind::begins) || (c.own && parts(c))))
    }

    /// Whether the name at `at` stands in a clause before the folded position `value`, in which it does not stand, that only
    /// says when or where: `in 2022, the year in which Russia invaded, there were 67,400`.
    pub(super) fn only_frames(
        &self,
        sentence: &Sentence,
        look: Lookup<'_>,
        (at, value): (usize, usize),
    ) -> bool {
        let framing = |c: &Clause| {
            let word = look.starting("framing-clause", sentence, c.start);
            c.end <= value && c.verb.is_some() && word.is_some()
        };
        self.clause(at).is_some_and(framing)
    }

    /// Where the first word stands of the clause at the folded position `at`, or of the one whose verb it shares.
    pub(super) fn head_of(&self, at: usize) -> usize {
        let last = self.clauses.partition_point(|c| c.end <= at);
        let upto = self.clauses.get(..=last).unwrap_or(&self.clauses);
        upto.iter().rfind(|c| c.verb.is_some()).map_or(0, |c| c.start)
    }

    /// The stretch in which what is told at the folded position `at` stands in one row with others that share its verb: from
    /// the clause whose verb that is to the next that has one of its own.
    pub(super) fn row(&self, at: usize) -> (usize, usize) {
        let own = self.clauses.partition_point(|c| c.end <= at).min(self.clauses.len().saturating_sub(1));
        let verb = |c: &Clause| c.verb.is_some();
        let other = |c: &Clause| c.opener.is_some_and(|kind| kind.begins() && kind != Kind::And);
        // `where 100 soldiers serve`: a clause whose verb is not known has one too.
        if self.clauses.get(own).is_some_and(|c| other(c) && !verb(c)) {
            return self.around(at);
        }
        let first = self.clauses.get(..=own).and_then(|upto| upto.iter().rposition(verb));
        let from = first.unwrap_or(0);
        let rest = self.clauses.get(own + 1..).unwrap_or(&[]);
        let next = rest.iter().position(|c| verb(c) || other(c)).map(|i| own + 1 + i);
        // Where no verb stands before it the first behind it is that of the row.
        let until = match (first, next) {
            (None, Some(next)) if !self.clauses.get(next).is_some_and(other) => next + 1,
            (_, Some(next)) => next,
            (_, None) => self.clauses.len(),
        };
        let start = self.clauses.get(from).map_or(at, |c| c.start);
        let end = until.checked_sub(1).and_then(|last| self.clauses.get(last)).map_or(at, |c| c.end);
        (start, end)
    }

    /// Whether the clause at the folded position `at` has a verb of its own.
    pub(super) fn verb_within(&self, at: usize) -> bool {
        self.clause(at).is_some_and(|c| c.verb.is_some())
    }

    /// Whether the name at `at` is asked to do what follows.
    pub(super) fn asked_of(&self, at: usize) -> bool {
        self.asked.iter().any(|(.., name)| *name == at)
    }

    /// Whether the name at `at` does not do what its own clause tells.
    pub(super) fn idle(&self, at: usize) -> bool {
        !matches!(self.doer(at), Doer::Unknown) && self.doer(at) != Doer::Name(at)
    }

    /// Whether the name at `at` is only brought in: it stands behind a preposition or beside another, or does not do
    /// what its clause tells.
    pub(super) fn in_passing(&self, sentence: &Sentence, at: usize) -> bool {
        match self.role(sentence, at) {
            Role::Core => self.idle(at),
            // `France, an ally of Ukraine, gives 2 percent`
            Role::Owner => self.clause(at).is_some_and(|c| c.opener == Some(Kind::Comma) && c.verb.is_none()),
            Role::Agent => false,
            Role::Behind(_) | Role::Aside | Role::Part => true,
        }
    }

    /// The name that does what a clause about the thing counted at the folded position `at` tells, with that clause: `the
    /// four missiles that Russia used`.
    pub(super) fn told_of(&self, sentence: &Sentence, at: usize) -> Option<(usize, (usize, usize))> {
        let own = self.clauses.partition_point(|c| c.end <= at);
        let blank = |c: &&Clause| sentence.slice(c.start, c.end).trim_ascii().is_empty();
        let next =
            self.clauses.get(own + 1..)?.iter().find(|c| !blank(c)).filter(|c| c.start <= at + ABOUT)?;
        let about = matches!(next.opener, Some(Kind::Relative | Kind::That));
        match next.doer {
            Doer::Name(name) if about && next.start <= name && name < next.end => {
                Some((name, (next.start, next.end)))
            }
            _ => None,
        }
    }

    /// Whether the folded position `at` stands in a clause about a name before it.
    pub(super) fn is_relative(&self, at: usize) -> bool {
        self.clause(at).is_some_and(|c| c.opener == Some(Kind::Relative))
    }

    fn clause(&self, at: usize) -> Option<&Clause> {
        let i = self.clauses.partition_point(|c| c.end <= at);
        self.clauses.get(i).filter(|c| c.start <= at)
    }
}
