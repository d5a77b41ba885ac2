//! Where something is that its sentence does not tell: what `there` means, and where the article is set.

use std::sync::Arc;

use super::memory::where_it_is;
use super::sentence::{Mark, Sentence};
use super::slots::{Sources, entity};
use super::subject::mind::is_place;
use super::voice::Lookup;
use crate::recognise::EntityForm;
use crate::rules::metric::{Metric, SlotRule};

impl Sources<'_> {
    /// The place that `there` or `in the country` means: the last that is named before it in the sentence, else the last in
    /// which something happens in those before, in the first of the article or in the title.
    pub(super) fn there(&self, slot: &SlotRule, subject: Option<&Arc<str>>) -> Option<Arc<str>> {
        let clauses = self.sentence.clauses(self.look);
        // `There are 8,000 of them`: nothing is there yet.
        let verb = |at: usize| {
            ["finite", "verb"].iter().any(|set| self.look.starting(set, self.sentence, at).is_some())
        };
        let words = self.look.all("there", self.sentence, clauses.row(self.found.value)).into_iter();
        let word = words.filter(|w| !verb(w.1 + 1)).min_by_key(|w| w.0.abs_diff(self.found.value))?;
        let place = |m: &Mark, look: Lookup<'_>| self.place(slot, subject, (m, look));
        // Whoever does it is there, and is not where it is.
        let own = self.sentence.marks.iter().rev().filter(|m| m.at < word.0 && !clauses.is_doer(m.at));
        let before =
            || self.recall.before().find_map(|(_, sentence)| self.last_place((sentence, self.look), &place));
        let lead = || self.last_place((self.recall.lead()?, self.look), &place);
        let title = || self.last_place(self.article.title()?, &place);
        { own }.find_map(|m| place(m, self.look)).or_else(before).or_else(lead).or_else(title)
    }

    /// The last name of a sentence that tells where something happens and that `place` takes.
    fn last_place(
        &self,
        (sentence, look): (&Sentence, Lookup<'_>),
        place: &impl Fn(&Mark, Lookup<'_>) -> Option<Arc<str>>,
    ) -> Option<Arc<str>> {
        let there = |m: &&Mark| entity(m, look.mentions).is_some_and(|e| is_place(sentence, look, m, e));
        sentence.marks.iter().rev().filter(there).find_map(|m| place(m, look))
    }

    /// What a name is as the place of a slot, if it may be.
    fn place(
        &self,
        slot: &SlotRule,
        subject: Option<&Arc<str>>,
        (mark, look): (&Mark, Lookup<'_>),
    ) -> Option<Arc<str>> {
        let kind = |kind: &str| matches!(kind, "country" | "place" | "region");
        let e = entity(mark, look.mentions).filter(|e| kind(&e.kind))?;
        // `The Estonian army says that 130 are arriving in the country`
        let adjective = e.form == EntityForm::Adjective && slot.kinds.iter().any(|k| k == "country:name");
        let adjective = adjective && self.speakers.contains(&mark.at);
        let id = self.as_kind(e, &slot.kinds).filter(|_| adjective || slot.classes.has(mark.byte))?;
        (Some(&id) != subject && !slot.except.contains(&id)).then_some(id)
    }

    /// Where the last claim of the metric is, if it stands near and is of the same subject; else where alone the title
    /// tells that something happens. The first sentence may be about a meeting.
    pub(super) fn place_of(
        &self,
        metric: &Metric,
        slot: &SlotRule,
        subject: Option<&Arc<str>>,
    ) -> Option<Arc<str>> {
        let number = self.recall.number();
        let near = |at: usize| at + 1 >= number && self.recall.block(at) == self.recall.block(number);
        let last = self.told.last().filter(|t| {
            near(t.sentence) && t.claim.metric == metric.policy.metric && t.claim.subject.as_ref() == subject
        });
        let known = last.and_then(|t| t.claim.scope.get(&slot.name)?.clone());
        let known = known.filter(|known| Some(known) != slot.default.as_ref() && Some(known) != subject);
        let title = || {
            let (sentence, look) = self.article.title()?;
            // What a meeting is called by is not where it happens.
            let all = sentence.marks.iter().filter(|m| where_it_is(sentence, m, look));
            let mut places = all.filter_map(|m| self.place(slot, subject, (m, look)));
            let first = places.next()?;
            places.all(|other| other == first).then_some(first)
        };
        known.or_else(title)
    }
}
