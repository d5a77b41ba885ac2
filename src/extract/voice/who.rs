//! Whom a stretch of a sentence names as a speaker.

use std::sync::Arc;

use super::super::clauses::{Doer, Role};
use super::super::sentence::{Mark, Sentence, word_count};
use super::{Earlier, Lookup, names};
use crate::recognise::{EntityForm, EntityValue, MentionValue};

/// How far, in folded characters, a speaker stands before a verb.
const BEFORE: usize = 140;
/// How far a word for somebody who is not named reaches: `bronnen binnen de NAVO`.
pub(super) const REACH: usize = 30;
/// How long a title before the name of a speaker is, in folded characters.
pub(super) const TITLE: usize = 50;
/// The same for an office with what it is of, before a comma and the name: `the spokeswoman of the region of Kharkiv, `.
pub(super) const OFFICE: usize = 80;
/// The most folded characters that an article takes.
pub(super) const ARTICLE: usize = 3;
/// The most folded characters of a body that speaks for its state: `inlichtingendiensten`, `general staff`.
pub(super) const BODY: usize = 24;
/// The most folded characters that tie a name to what it belongs to, with a space: `van het `.
pub(super) const LINK: usize = 10;
/// How many spaces part two who speak together, titles included.
pub(super) const JOINT: usize = 4;

/// Who a stretch of a sentence names as a speaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) at: usize,
    pub(super) end: usize,
    pub(super) speaker: Arc<str>,
}

/// Everything that looking for speakers in a sentence needs.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub(super) sentence: &'a Sentence,
    /// Its quoted stretches.
    pub(super) inside: &'a [(usize, usize)],
    pub(super) look: Lookup<'a>,
    pub(super) earlier: &'a Earlier<'a>,
}

impl<'a> Scene<'a> {
    /// The speaker of what stands behind a colon: the person whom the words before it name.
    pub(super) fn before_colon(self, colon: usize) -> Option<Candidate> {
        let person = |m: &&Mark| m.at < colon && self.is_person(m);
        let mark = self.sentence.marks.iter().rev().find(person).and_then(|m| self.candidate(m));
        let unknown = names::before(self.sentence, self.look, colon);
        let unknown = unknown.map(|(at, end, speaker)| Candidate { at, end, speaker });
        let pronoun = || {
            let at = self.look.all("pronoun", self.sentence, (0, colon)).last().copied()?;
            Some(Candidate { at: at.0, end: at.1, speaker: self.earlier.person()? })
        };
        unknown.or(mark).or_else(pronoun)
    }

    /// Where the mark stands that a candidate is; none for a pronoun or a name that nobody knows, and none for the
    /// adjective of a state's body, which tells of what that state does.
    pub(super) fn mark_of(self, candidate: &Candidate) -> Option<usize> {
        let own = |m: &&Mark| self.entity(m).is_none_or(|e| e.form != EntityForm::Adjective);
        self.sentence.mark_at(candidate.at).filter(own).map(|m| m.at)
    }

    /// The country or place that the words around a speaker's name give their office: `Kharkiv governor Jansen`, `the
    /// mayor of Moscow, Jansen`, `officials in Kyiv`.
    pub(super) fn of(self, speaker: &Candidate) -> Option<Arc<str>> {
        let office = |m: &&Mark| {
            self.entity(m).is_some_and(|e| {
                matches!(&*e.kind, "country" | "place") && !matches!(e.form, EntityForm::Role)
            })
        };
        let close = |gap: &[u8]| {
            let gap = gap.strip_prefix(b",").unwrap_or(gap);
            gap.len() <= TITLE
                && word_count(gap) <= JOINT + 1
                && gap.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'-' | b'\''))
        };
        let before = self.sentence.marks.iter().rev().find(|m| m.at < speaker.at).filter(office);
        let before = before.filter(|m| close(self.sentence.slice(m.at + 1, speaker.at)));
        let behind = || {
            let mark = self.sentence.marks.iter().find(|m| m.at >= speaker.end).filter(office)?;
            let gap = self.sentence.slice(speaker.end, mark.at);
            let tied = |set: &str| self.look.has(set, self.sentence, (speaker.end, mark.at));
            (gap.len() <= LINK && (tied("belongs") || tied("inside"))).then_some(mark)
        };
        before.or_else(behind).and_then(|m| self.entity(m)).map(|e| e.id.clone())
    }

    /// Whether nothing but words that belong to a name stands between a verb and the name behind it.
    pub(super) fn adjacent(self, end: usize, at: usize) -> bool {
        let gap = self.sentence.slice(end, at);
        let marks = self.sentence.marks.iter().filter(|m| m.at >= end && m.at < at);
        let others = marks.filter(|m| self.entity(m).is_none_or(|e| e.form != EntityForm::Adjective)).count();
        others == 0 && gap.iter().filter(|b| **b == b' ').count() <= 4 && !self.in_phrase(at)
    }

    /// Whether a preposition stands before the name at `at`: `in Kyiv`, `tegen Rutte`.
    pub(super) fn in_phrase(self, at: usize) -> bool {
        let low = at.saturating_sub(14);
        let words = self.look.all("preposition", self.sentence, (low, at));
        words.last().is_some_and(|p| {
            let gap = self.sentence.slice(p.1, at);
            gap.iter().filter(|b| **b == b' ').count() <= 2 && !gap.iter().any(|b| matches!(b, b',' | b':'))
        })
    }

    /// The speaker that a stretch behind a cue names: the first name, with a title or an affiliation before it left out.
    pub(super) fn after(self, from: usize, to: usize) -> Option<Candidate> {
        let marks = self.sentence.marks.iter().filter(|m| m.at >= from && m.at < to);
        let may = |m: &&Mark| self.speaks(m) && !self.is_place(m);
        let own = marks.clone().find(|m| may(m) && !self.sentence.compounds(m));
        // `volgens de NAVO-cijfers`, but `Oekraïne-kenner Mulder`
        let mark = own.or_else(|| marks.clone().find(may));
        let unknown = names::first(self.sentence, self.look, (from, to));
        let unknown = unknown.map(|(at, end, speaker)| Candidate { at, end, speaker });
        let nobody = self.nameless((from, to)).into_iter().min();
        let pronoun = self.look.all("pronoun", self.sentence, (from, to)).first().copied();
        let mark = mark.and_then(|m| self.candidate(m));
        let named = match (mark, unknown) {
            // `de Zweedse premier Kristersson`: what stands before the name of a person is the office.
            (Some(m), Some(u)) if u.at < m.at && self.is_office_of(&u, &m) => Some(m),
            // `General Valeriy Zaluzhnyi`: a given name in another spelling.
            (Some(m), Some(u)) if self.is_given_name(&u, &m) => Some(m),
            // `minister van Financiën Domański`, `burgemeester van Moskou Sobjanin`: the name says more than the office.
            (Some(m), Some(u)) if u.at < m.at || self.is_title(&m, u.at) || self.is_seat(&m, u.at) => Some(u),
            (m, u) => m.or(u),
        };
        // `the governor of the region Jan Jansen`: the name says more than the office.
        let held = |n: &(usize, usize)| {
            let person = |c: &Candidate| match self.sentence.mark_at(c.at) {
                Some(mark) => self.is_person(mark),
                None => self.sentence.slice(c.at, c.end).contains(&b' '),
            };
            self.look.has("no-name", self.sentence, *n) && named.as_ref().is_some_and(person)
        };
        // `volgens het land`
        if let Some(land) = self.the_land(from, false).filter(|l| named.as_ref().is_none_or(|n| l.end < n.at))
        {
            return Some(land);
        }
        // `bronnen bij de NAVO`, but `analist Jan Jansen`
        if let Some((at, end)) = nobody.filter(|n| !self.is_body_of(named.as_ref(), *n) && !held(n))
            && named.as_ref().is_none_or(|n| n.at > end + 1 || n.at < at || n.end <= end)
            && named.as_ref().is_none_or(|n| n.at > at || at <= n.end + 1)
        {
            return Some(self.nobody((at, end)));
        }
        match (named, pronoun) {
            // `de burgemeester van Moskou Sergej Sobjanin`: the name says more than the office.
            (Some(n), Some(office)) if self.holds(&n, office) => Some(n),
            (n, Some((at, end))) if n.as_ref().is_none_or(|n| at < n.at) => Some(self.referent(at, end)),
            (n, _) => n,
        }
    }

    /// The speaker that stands before the verb at `at`: in its clause, or before the clause that stands between.
    pub(super) fn before(self, at: usize) -> Option<Candidate> {
        let low = at.saturating_sub(BEFORE);
        let window = self.sentence.slice(low, at);
        let cut = window.iter().rposition(|b| matches!(b, b'"' | b';' | b':')).map_or(low, |i| low + i + 1);
        let commas: Vec<usize> = (cut..at).filter(|i| self.sentence.folded.get(*i) == Some(&b',')).collect();
        let adjacent =
            commas.last().is_some_and(|c| self.sentence.slice(*c + 1, at).iter().all(|b| *b == b' '));
        // `Jansen, directeur van het instituut, zegt`
        let at =
            if adjacent { commas.iter().rev().nth(1).or(commas.last()).copied().unwrap_or(at) } else { at };
        let unknown = names::before(self.sentence, self.look, self.name_end(at));
        let unknown = unknown.filter(|u| u.0 >= cut && !self.is_located(u.0));
        let unknown = unknown.map(|(at, end, speaker)| Candidate { at, end, speaker });
        let marks = self.sentence.marks.iter().rev().filter(|m| m.at >= cut && m.at < at);
        let mut named = marks
            .clone()
            .find(|m| self.speaks(m) && !self.sentence.compounds(m) && !self.is_away(m))
            .and_then(|m| self.candidate(m));
        if let Some(u) = unknown.filter(|u| named.as_ref().is_none_or(|n| u.end > n.end)) {
            named = Some(u);
        }
        if let Some(main) = named.as_ref().and_then(|n| self.main((n, at), cut)) {
            named = Some(main);
        }
        if let Some(owner) = named.as_ref().and_then(|n| self.owner(n, cut)) {
            named = Some(owner);
        }
        // `the regional governor, Oleksandr Prokudin, said`
        let aside = commas.iter().rev().nth(1).filter(|_| adjacent);
        if let Some(person) = aside.and_then(|comma| self.apposition(named.as_ref(), *comma)) {
            return Some(person);
        }
        if let Some(body) = self.body(at).or_else(|| self.the_land(self.name_end(at), true)) {
            return Some(body);
        }
        let pronoun = self.look.all("pronoun", self.sentence, (cut, at)).last().copied();
        let nobody = self.nameless((cut, at)).into_iter().max();
        if let Some((start, end)) = nobody.filter(|n| !self.is_body_of(named.as_ref(), *n)) {
            let own = named.as_ref().is_none_or(|n| n.end <= start || (n.at > end + 1 && n.at < end + REACH));
            if own && self.sentence.slice(end, at).iter().all(|b| *b != b',') {
                return Some(self.nobody((start, end)));
            }
        }
        match (named, pronoun) {
            (n, Some((start, end))) if n.as_ref().is_none_or(|n| start >= n.end) => {
                Some(self.referent(start, end))
            }
            (n, _) => n,
        }
    }

    /// Who does what the verb at `at` tells, where a name only stands in what is said of them: `Britain, where Jansen met
    /// Smit, has promised`, `Germany, Trump's favourite target, wants`.
    fn main(self, (name, at): (&Candidate, usize), cut: usize) -> Option<Candidate> {
        let clauses = self.sentence.clauses(self.look);
        let Doer::Name(doer) = clauses.doer(at) else { return None };
        let between = self.sentence.slice(name.end, at);
        let own = self.sentence.mark_at(name.at).is_some_and(|m| self.is_owner(m));
        let apart = clauses.around(name.at) != clauses.around(at) && between.contains(&b',');
        let relative = || clauses.is_relative(name.at);
        let brought_in = || matches!(clauses.role(self.sentence, name.at), Role::Behind(_) | Role::Aside);
        let aside = apart && (own || clauses.verb_within(name.at) || relative() || brought_in());
        let mark = self.sentence.mark_at(doer).filter(|m| aside && cut <= m.at && m.at < name.at)?;
        if self.speaks(mark) { self.candidate(mark) } else { None }
    }

    /// Whether what a name owns follows it: `Trump's favourite`.
    pub(super) fn is_owner(self, mark: &Mark) -> bool {
        self.sentence.slice(mark.at + 1, mark.at + 3) == b"'s" || self.look.owns(mark)
    }

    /// Where the name ends that a verb at `at` follows with auxiliaries: `Sollfrank has already said`.
    fn name_end(self, at: usize) -> usize {
        let low = at.saturating_sub(BEFORE);
        let words = self.look.all("auxiliary", self.sentence, (low, at));
        let close = |end: usize, w: &(usize, usize)| {
            (w.0 > 0 && w.1 <= end && self.sentence.slice(w.1, end).trim_ascii().is_empty()).then_some(w.0)
        };
        words.iter().rev().try_fold(at, |end, w| close(end, w).ok_or(end)).unwrap_or_else(|end| end)
    }

    /// The person whose affiliation a name is: `Anna Smit van het instituut`.
    fn owner(self, name: &Candidate, cut: usize) -> Option<Candidate> {
        let links = self.look.all("belongs", self.sentence, (cut, name.at));
        // `of the ruling party Law and Justice`
        let near = |l: &&(usize, usize)| {
            let gap = self.sentence.slice(l.1, name.at);
            gap.len() <= TITLE && gap.iter().all(|b| b.is_ascii_alphabetic() || matches!(b, b' ' | b'-'))
        };
        let right_there = |l: &&(usize, usize)| self.sentence.slice(l.1, name.at).iter().all(|b| *b == b' ');
        let person = |l: &&(usize, usize)| self.person_before(l.0, cut);
        let link = links.iter().find(right_there).or_else(|| links.iter().filter(near).find(person))?;
        let mark = self.sentence.marks.iter().find(|m| m.at + 2 == link.0 && self.is_person(m));
        let unknown = || {
            let (at, end, speaker) = names::before(self.sentence, self.look, link.0)?;
            (at >= cut).then_some(Candidate { at, end, speaker })
        };
        mark.and_then(|m| self.candidate(m)).or_else(unknown)
    }

    /// Whether a full name of a person ends right before the word at `at`.
    fn person_before(self, at: usize, cut: usize) -> bool {
        let known = self.sentence.marks.iter().any(|m| m.at + 2 == at && self.is_person(m));
        let unknown = || names::before(self.sentence, self.look, at);
        let full = |from: usize, to: usize| self.sentence.slice(from, to).contains(&b' ');
        known || unknown().is_some_and(|(from, to, _)| from >= cut && to + 1 == at && full(from, to))
    }

    /// Whether a name behind `volgens`, which ends at `from`, is the source and does not only stand near it: a state
    /// or alliance stands right there, or its body or paper does, `volgens cijfers van de NAVO`.
    pub(super) fn is_source(self, from: usize, name: &Candidate) -> bool {
        let state = |e: &EntityValue| {
            e.form != EntityForm::Adjective && matches!(&*e.kind, "country" | "alliance" | "armed-forces")
        };
        let mark = self.sentence.mark_at(name.at);
        if !mark.and_then(|m| self.entity(m)).is_some_and(state) {
            return true;
        }
        let article = |from: usize| {
            let gap = self.sentence.slice(from, name.at).trim_ascii();
            gap.len() <= ARTICLE && !gap.contains(&b' ')
        };
        article(from) || self.look.all("belongs", self.sentence, (from, name.at)).iter().any(|b| article(b.1))
    }

    pub(super) fn entity(self, mark: &Mark) -> Option<&'a EntityValue> {
        match &self.look.mentions.get(mark.mention)?.value {
            MentionValue::Entity(e) => Some(e),
            MentionValue::Figure(_) | MentionValue::Date(_) | MentionValue::Duration(_) => None,
        }
    }

    pub(super) fn candidate(self, mark: &Mark) -> Option<Candidate> {
        let first = self.joined(mark).unwrap_or(mark);
        let speaker = self.entity(first)?.id.clone();
        Some(Candidate { at: mark.at, end: mark.at + 1, speaker })
    }

    /// Who is named first of two who speak together, of whom `mark` is the second: `Macron en Starmer zeggen`.
    fn joined(self, mark: &Mark) -> Option<&'a Mark> {
        let mut others = self.sentence.marks.iter().rev();
        let before = others.find(|m| m.at < mark.at && self.speaks(m) && !self.sentence.compounds(m))?;
        let joined = |a: &Mark, b: &Mark| {
            let words = self.look.all("and", self.sentence, (a.at + 1, b.at));
            let gap = self.sentence.slice(a.at + 1, b.at);
            words.first().is_some_and(|w| w.0 == a.at + 2)
                && gap.iter().filter(|b| **b == b' ').count() <= JOINT
                && !gap.contains(&b',')
        };
        joined(before, mark).then_some(before)
    }

    /// Whether a name only says where: `volgens een raming in België`.
    pub(super) fn is_place(self, mark: &Mark) -> bool {
        let words = self.look.all("inside", self.sentence, (mark.at.saturating_sub(8), mark.at));
        words.last().is_some_and(|w| self.sentence.slice(w.1, mark.at).iter().all(|b| *b == b' '))
    }

    /// Whether the seat of a government is only where somebody is: `who, from London, called for`.
    fn is_away(self, mark: &Mark) -> bool {
        self.entity(mark).is_some_and(|e| e.form == EntityForm::Seat) && self.in_phrase(mark.at)
    }

    pub(super) fn speaks(self, mark: &Mark) -> bool {
        self.entity(mark).is_some_and(|e| {
            let kind = matches!(
                &*e.kind,
                "person"
                    | "office"
                    | "organisation"
                    | "alliance"
                    | "country"
                    | "ministry"
                    | "media"
                    | "company"
                    | "secret-service"
                    | "armed-forces"
            );
            kind && (e.form != EntityForm::Adjective || self.is_body(mark))
        })
    }

    pub(super) fn is_date(self, mark: &Mark) -> bool {
        matches!(self.look.mentions.get(mark.mention).map(|m| &m.value), Some(MentionValue::Date(_)))
    }

    pub(super) fn is_person(self, mark: &Mark) -> bool {
        self.entity(mark).is_some_and(|e| &*e.kind == "person" || e.form == EntityForm::Role)
    }
}
