//! Whose a figure is by a word right at it: an owner before it, a nation behind it, whence those come that it counts, and
//! whom its sentence opens with as what it goes on to tell of.

use super::super::clauses::Doer;
use super::super::sentence::{Mark, word_count};
use super::super::slots::{Sources, entity};
use super::names::ARTICLE;
use crate::recognise::{EntityForm, EntityValue};
use crate::rules::metric::SubjectRule;

/// How many words stand at most between a figure and whence those come that it counts: `130 extra soldiers from`.
const COUNTED: usize = 3;
/// How many words stand at most between what a state sends and how many those are: `contingent now numbers over`.
const NUMBERS: usize = 4;

impl Sources<'_> {
    /// The name that words right at the figure tell that it is of.
    pub(super) fn told_at(&self, rule: &SubjectRule) -> Option<usize> {
        if rule.default.is_some() {
            return None;
        }
        let own = || self.owner_before(rule).or_else(|| self.nationals(rule));
        let sent = || self.sent_from(rule).or_else(|| self.contingent(rule));
        let named = own().or_else(|| if rule.suffers() { None } else { sent() });
        named.or_else(|| self.topic_of(rule))
    }

    /// Who owns the figure right behind the name: `the G7's €45 billion loan`, `America's 14,000`.
    fn owner_before(&self, rule: &SubjectRule) -> Option<usize> {
        let value = self.found.value;
        let mark = self.sentence.marks.iter().rfind(|m| m.at < value)?;
        let gap = (mark.at + 1, value);
        let spaces = |from, to| self.sentence.slice(from, to).iter().all(|b| *b == b' ');
        let said = || {
            self.look
                .all("own-so-many", self.sentence, gap)
                .iter()
                .any(|w| spaces(gap.0, w.0) && spaces(w.1, gap.1))
        };
        let owns = rule.classes.has(mark.byte) && self.look.owns(mark) && (spaces(gap.0, gap.1) || said());
        owns.then_some(mark.at)
    }

    /// The nation of the soldiers that are counted: `9,800 US troops`, `900 of them American`.
    fn nationals(&self, rule: &SubjectRule) -> Option<usize> {
        let next = self.found.value + 2;
        let them = self.look.starting("of-them", self.sentence, next);
        let at = them.map_or(next, |w| w.1 + 1);
        let at = self
            .look
            .starting("copula", self.sentence, at)
            .filter(|_| them.is_some())
            .map_or(at, |w| w.1 + 1);
        let mark = self.sentence.mark_at(at).filter(|m| rule.classes.has(m.byte))?;
        let e = entity(mark, self.look.mentions)?;
        let soldiers = || self.look.starting("soldiers", self.sentence, mark.at + 2).is_some();
        let told = match them {
            Some(_) => matches!(e.form, EntityForm::Adjective | EntityForm::People) && self.ends_there(mark),
            None => e.form == EntityForm::Name && soldiers(),
        };
        (told && rule.strict).then_some(mark.at)
    }

    /// Whether nothing goes on with the noun of a name: a sign or `and` follows it.
    fn ends_there(&self, mark: &Mark) -> bool {
        let rest = self.sentence.slice(mark.at + 1, self.sentence.folded.len());
        rest.first().is_none_or(|b| matches!(b, b',' | b';' | b'.' | b')'))
            || rest.starts_with(b" -")
            || self.look.starting("and", self.sentence, mark.at + 2).is_some()
    }

    /// The state whence those come that the figure counts, where nobody takes them away from it: `130 soldiers from Romania
    /// arrived`, `From Turkey 500 were flown in`.
    fn sent_from(&self, rule: &SubjectRule) -> Option<usize> {
        let value = self.found.value;
        let clauses = self.sentence.clauses(self.look);
        let (from, to) = clauses.around(value);
        let behind = self.sentence.marks.iter().find(|m| m.at > value).filter(|m| m.at < to);
        let first = self.sentence.marks.iter().find(|m| m.at >= from).filter(|m| m.at < value);
        let whence = |m: &&Mark, start: usize| {
            let word = self.look.all("origin", self.sentence, (start, m.at)).last().copied()?;
            (word.1 + 1 == m.at).then_some(word)
        };
        let verb = |a: usize, b: usize| {
            ["finite", "verb", "auxiliary"].iter().any(|set| self.look.has(set, self.sentence, (a, b)))
        };
        let counted = |m: &&Mark| {
            whence(m, value).is_some_and(|w| {
                let gap = self.sentence.slice(value + 1, w.0);
                word_count(gap) <= COUNTED
                    && gap.iter().all(|b| b.is_ascii_alphabetic() || matches!(b, b' ' | b'-'))
                    && !verb(value + 1, w.0)
            })
        };
        let opens = |m: &&Mark| {
            whence(m, from).is_some_and(|w| self.sentence.slice(from, w.0).trim_ascii().is_empty())
        };
        let mark = behind.filter(counted).or_else(|| first.filter(opens))?;
        let moved = ["takes-away", "buy"].iter().any(|set| self.look.has(set, self.sentence, (from, to)));
        let doer = clauses.doer(value);
        let taken = matches!(doer, Doer::Name(at) if at != mark.at && (from..to).contains(&at));
        let e = entity(mark, self.look.mentions)?;
        let alone = self.list(mark.at, rule.classes).len() < 2;
        (rule.classes.has(mark.byte) && self.is_by_itself(mark, e) && alone && !moved && !taken)
            .then_some(mark.at)
    }

    /// Whether a name stands for its state, and tells of no noun behind it: `from the UK`, but `from UK stocks`.
    fn is_by_itself(&self, mark: &Mark, e: &EntityValue) -> bool {
        let initials = self.look.mentions.get(mark.mention).map_or("", |m| m.span.of(self.look.text));
        let initials = initials.bytes().all(|b| b.is_ascii_uppercase() || b == b'.');
        let article = self.look.all("determiner", self.sentence, (mark.at.saturating_sub(ARTICLE), mark.at));
        let bare = initials
            && article.is_empty()
            && self.sentence.folded.get(mark.at + 2).is_some_and(u8::is_ascii_alphabetic);
        matches!(e.form, EntityForm::Name | EntityForm::Seat | EntityForm::Description)
            && !self.look.owns(mark)
            && !self.sentence.compounds(mark)
            && !bare
    }

    /// The state whose part in something the figure counts: `The Belgian contribution, 450 soldiers`, `De Franse delegatie
    /// telt er 500`.
    fn contingent(&self, rule: &SubjectRule) -> Option<usize> {
        let value = self.found.value;
        let army = |m: &Mark| entity(m, self.look.mentions).is_some_and(|e| &*e.kind == "armed-forces");
        let fits = |m: &&Mark| m.at < value && (rule.classes.has(m.byte) || army(m));
        let mark = self.sentence.marks.iter().rfind(fits)?;
        // `would cap the Ukrainian army at 600,000`
        let own = army(mark) || self.describes(mark);
        let noun = self.look.starting("contingent", self.sentence, mark.at + 2);
        let end = if army(mark) { mark.at + 1 } else { noun?.1 };
        let gap = self.sentence.slice(end, value);
        let words = word_count(gap);
        let close = gap.iter().all(|b| b.is_ascii_alphabetic() || *b == b' ') || gap.trim_ascii() == b",";
        let other = self.sentence.mark_at(value + 2).is_some_and(|m| rule.classes.has(m.byte));
        let alone = self.list(mark.at, rule.classes).len() < 2;
        // `The Ukrainian army says 300 drones were launched`: what armies tell of war is of others too.
        let told = rule.foes.is_empty() && !self.look.has("say", self.sentence, (end, value));
        (own && told && close && words <= NUMBERS && !other && alone).then_some(mark.at)
    }

    /// Whom the sentence opens with as what it goes on to tell of: `As for Poland: 300 men`, `Wat Polen betreft: 300 man`.
    fn topic_of(&self, rule: &SubjectRule) -> Option<usize> {
        let (from, to) = self.look.starting("as-for", self.sentence, 0)?;
        let mark =
            self.sentence.marks.first().filter(|m| from == 0 && to + 1 == m.at && m.at < self.found.value)?;
        let closing = || self.look.starting("as-for-end", self.sentence, mark.at + 2).is_some();
        let closes = self.look.cues.get("as-for-end", self.look.language).is_some();
        (rule.classes.has(mark.byte) && (!closes || closing())).then_some(mark.at)
    }
}
