//! Whom a pronoun, an office or a title means, and which of two names says more.

use super::super::sentence::{Mark, word_count};
use super::who::{Candidate, JOINT, LINK, OFFICE, REACH, Scene, TITLE};
use super::{UNNAMED, names};
use crate::recognise::EntityForm;

impl Scene<'_> {
    /// Whether a name is of the one whose office stands before it, no sign between.
    pub(super) fn holds(self, name: &Candidate, (at, end): (usize, usize)) -> bool {
        let person = match self.sentence.mark_at(name.at) {
            Some(mark) => self.is_person(mark),
            None => name.speaker.contains('-'),
        };
        let gap = self.sentence.slice(end, name.at);
        person
            && end <= name.at
            && gap.len() <= TITLE
            && gap.iter().all(|b| *b == b' ' || b.is_ascii_alphabetic() || !b.is_ascii_graphic())
            && self.look.starting("by-office", self.sentence, at).is_some()
    }

    /// The person behind a comma at `comma`, of whom what stands before it is the office: `according to the governor of
    /// the region, Oleh Syniehubov`.
    pub(super) fn apposition(self, office: Option<&Candidate>, comma: usize) -> Option<Candidate> {
        let mark = office.and_then(|c| self.sentence.mark_at(c.at));
        // Who holds an office today may not be who held it then.
        let held = mark.and_then(|m| self.entity(m)).is_some_and(|e| e.form == EntityForm::Role);
        let person = !held && mark.is_some_and(|m| self.is_person(m));
        let title = held || self.look.has("no-name", self.sentence, (comma.saturating_sub(OFFICE), comma));
        if person || !title || self.sentence.folded.get(comma) != Some(&b',') {
            return None;
        }
        let named = |m: &&Mark| self.entity(m).is_some_and(|e| &*e.kind == "person");
        let known = self.sentence.mark_at(comma + 2).filter(named).and_then(|m| self.candidate(m));
        let unknown = || {
            let (at, end, speaker) = names::first(self.sentence, self.look, (comma + 1, comma + 1 + TITLE))?;
            (at == comma + 2 && speaker.contains('-')).then_some(Candidate { at, end, speaker })
        };
        known.or_else(unknown)
    }

    /// Whom a pronoun means: somebody named before it in the sentence, alone, else in the sentences before.
    pub(super) fn referent(self, at: usize, end: usize) -> Candidate {
        if self.are_many((at, end)) {
            return Candidate { at, end, speaker: UNNAMED.into() };
        }
        // `“Putin does not stop in Ukraine,” he said`: whom a quotation names is not who says it.
        let quoted =
            |m: &Mark| self.inside.iter().any(|q| (q.0..q.1).contains(&m.at) && !(q.0..q.1).contains(&at));
        // `Jansen spends, according to him, too much`: who does what the clause tells is not who it is told by.
        let clauses = self.sentence.clauses(self.look);
        let aside = self.look.all("according", self.sentence, (0, at)).last().is_some_and(|w| w.1 + 1 == at);
        let acts = |m: &Mark| aside && clauses.around(m.at) == clauses.around(at) && clauses.is_doer(m.at);
        let other = |m: &&Mark| m.at < at && self.is_person(m) && !quoted(m) && !acts(m);
        let earlier = self.sentence.marks.iter().filter(other);
        let mut ids = earlier.filter_map(|m| self.entity(m)).map(|e| &e.id);
        let office = self.look.starting("by-office", self.sentence, at).is_some();
        // `Putin may attack, the minister thinks`: whom the sentence is about holds another office.
        let known = if office { self.earlier.person() } else { None };
        let speaker = known.or_else(|| match ids.next() {
            Some(first) => ids.all(|id| id == first).then(|| first.clone()),
            None if office => self.earlier.named_next(),
            None => self.earlier.person(),
        });
        Candidate { at, end, speaker: speaker.unwrap_or_else(|| UNNAMED.into()) }
    }

    /// Whether a pronoun stands for several, as the verb beside it tells: `willen ze`.
    pub(super) fn are_many(self, (at, end): (usize, usize)) -> bool {
        let words = self.look.all("they-say", self.sentence, (at.saturating_sub(REACH), end + REACH));
        words.iter().any(|w| w.0 <= at && end <= w.1)
    }

    /// Whether what begins with a capital before the name of a person is the office, which ends right there.
    pub(super) fn is_office_of(self, office: &Candidate, name: &Candidate) -> bool {
        let gap = self.sentence.slice(office.end, name.at);
        let words = word_count(gap);
        let person = self.sentence.mark_at(name.at).is_some_and(|m| self.is_person(m));
        // `adviseur Jan Jansen van president Zelensky` is somebody else.
        let other =
            || office.speaker.contains('-') && self.look.has("belongs", self.sentence, (office.end, name.at));
        person
            && !other()
            && (1..=JOINT).contains(&words)
            && gap.iter().all(|b| b.is_ascii_lowercase() || matches!(b, b' ' | b'-'))
    }

    /// Whether one unknown word stands right before the name of a known person: a given name in another spelling, or an
    /// office that is one word.
    pub(super) fn is_given_name(self, word: &Candidate, name: &Candidate) -> bool {
        let person = self.sentence.mark_at(name.at).is_some_and(|m| self.is_person(m));
        person && word.end + 1 == name.at && !self.sentence.slice(word.at, word.end).contains(&b' ')
    }

    /// Whether a name is where the one who begins right behind it, at `next`, holds office: `de burgemeester van Moskou
    /// Sobjanin`.
    pub(super) fn is_seat(self, name: &Candidate, next: usize) -> bool {
        let links = self.look.all("belongs", self.sentence, (name.at.saturating_sub(LINK), name.at));
        let linked =
            links.last().is_some_and(|l| self.sentence.slice(l.1, name.at).iter().all(|b| *b == b' '));
        linked && self.sentence.slice(name.end, next) == b" "
    }

    /// Whether a name is the office, or the field, of the one that begins at `next`: `minister Domański`.
    pub(super) fn is_title(self, name: &Candidate, next: usize) -> bool {
        let Some(mark) = self.sentence.mark_at(name.at) else { return false };
        let office = self.entity(mark).is_some_and(|e| &*e.kind == "office") && next <= name.end + 1;
        office || (self.sentence.compounds(mark) && next <= name.end + TITLE)
    }
}
