//! Who says it by a sign: a name and a colon before what is said, or behind it in a title.

use super::super::slots::figure;
use super::who::{Candidate, JOINT, Scene};
use super::{Said, UNNAMED};
use crate::recognise::EntityForm;

/// The most folded characters before the name that says what stands behind the colon.
const BARE: usize = 20;

impl Scene<'_> {
    /// `Rutte: "Wij …"`, and in a headline `Rutte: norm gaat omhoog`.
    pub(super) fn by_colon(self) -> Option<Said> {
        let colon = self.sentence.folded.iter().position(|b| *b == b':')?;
        let quoted = self.opens_quote(colon, colon + 2);
        let whole = self.sentence.folded.len();
        if let Some(who) = self.before_colon(colon).filter(|names| quoted || self.is_bare(names, colon)) {
            return Some(self.covering((colon, colon + 1), (colon, whole), Some(who)));
        }
        if quoted || !self.earlier.in_title() {
            return None;
        }
        if let Some(who) = self.heading(colon) {
            return Some(self.covering((colon, colon + 1), (colon, whole), Some(who)));
        }
        self.closing_title()
    }

    /// Whether only a name stands before the colon: `Rutte: norm gaat omhoog`, not `Het doel van Rutte: …`.
    fn is_bare(self, names: &Candidate, colon: usize) -> bool {
        // `PALM BEACH, Florida: …` is where it was written.
        let listed = self.sentence.slice(0, colon).contains(&b',');
        // `Aanval op Kyiv: 20 doden`: a place where something happens says nothing.
        names.at <= BARE && names.end >= colon && !listed && !self.in_phrase(names.at)
    }

    /// Who says what a title tells, by a source before its colon: `VN: 900 burgers gedood`, `Kyiv: drie drones geraakt`.
    fn heading(self, colon: usize) -> Option<Candidate> {
        let source = self.after(0, colon).filter(|who| self.is_source_alone(who, (0, colon)))?;
        // `Exclusive: …` and `F-35: …` are nobody.
        let known = self.sentence.mark_at(source.at).is_some() || source.speaker.contains('-');
        let state = self.sentence.mark_at(source.at).and_then(|m| self.entity(m));
        // `Duitsland: 18 tanks erbij`, `Oekraïne: Polen levert tanks` only tell what it is about.
        let about = state.is_some_and(|own| {
            let others = self.sentence.marks.iter().filter(|m| m.at > colon);
            let first = others.filter_map(|m| self.entity(m)).find(|e| &*e.kind == "country");
            let theirs = first.is_some_and(|e| {
                e.id != own.id && matches!(e.form, EntityForm::Adjective | EntityForm::People)
            });
            &*own.kind == "country" && own.form != EntityForm::Seat && !theirs
        });
        (!about && (known || &*source.speaker == UNNAMED)).then_some(source)
    }

    /// Who says what a title tells, by a source behind its last colon: `Army needs 20,000 more soldiers: Jansen`.
    fn closing_title(self) -> Option<Said> {
        let end = self.sentence.folded.len();
        let colon = self.sentence.folded.iter().rposition(|b| *b == b':')?;
        let source = self.after(colon + 1, end).filter(|who| self.is_source_alone(who, (colon + 1, end)))?;
        Some(self.covering((colon, colon + 1), (0, colon), Some(source)))
    }

    /// Whether a stretch of a title holds a name, or words for somebody, with at most an office before it.
    fn is_source_alone(self, who: &Candidate, (from, to): (usize, usize)) -> bool {
        let stretch = self.sentence.slice(from, to);
        let rest = self.sentence.slice(who.end, to);
        let other = self.sentence.marks.iter().filter(|m| (from..to).contains(&m.at));
        rest.iter().all(|b| !b.is_ascii_alphanumeric())
            && stretch.trim_ascii().iter().filter(|b| **b == b' ').count() <= JOINT
            && !stretch.contains(&b',')
            && !self.in_phrase(who.at)
            && !self.look.has("finite", self.sentence, (from, to))
            && other.filter(|m| figure(m, self.look.mentions).is_some()).count() == 0
    }
}
