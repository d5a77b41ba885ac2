//! Who and what a value is about: what the subject (`subject`) and the scope slots (`scope`) are filled from.

use std::sync::Arc;

use super::article::Article;
use super::matching::Match;
use super::memory::Recall;
use super::sentence::{Mark, Sentence};
use super::subject::mind;
use super::telling::Told;
use super::voice::{Lookup, Said};
use crate::claim::{Cause, Considered, Scope};
use crate::recognise::{EntityForm, EntityValue, Mention, MentionValue, entity::Vocabulary};
use crate::rules::metric::{Metric, PatternFields};
use crate::value::{Figure, Period};

/// Where a subject or slot comes from: what settled it, and the folded position of the name that did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Origin {
    pub(super) cause: Cause,
    pub(super) at: Option<usize>,
}

impl Origin {
    /// No name settles it.
    pub(super) const fn of(cause: Cause) -> Self {
        Self { cause, at: None }
    }

    /// The name at this folded position settles it.
    pub(super) const fn name(cause: Cause, at: usize) -> Self {
        Self { cause, at: Some(at) }
    }
}

/// A subject or slot, and where it comes from.
pub(super) type Filled = (Option<Arc<str>>, Origin);

/// A scope, and where each of its slots comes from.
pub(super) type Scoped = (Scope, Vec<(Arc<str>, Origin)>);

/// No subject.
const NOBODY: Filled = (None, Origin::of(Cause::Unknown));

/// Whose a claim is and what of.
#[derive(Debug)]
pub(super) struct About {
    pub(super) subject: Filled,
    pub(super) scope: Scoped,
    /// Who was weighed for a subject that the sentence does not name.
    pub(super) considered: Vec<Considered>,
    /// Whom the article is about, where nothing nearer tells whose it is.
    pub(super) guess: Option<Arc<str>>,
}

/// What the sentence itself tells of that; no subject where it names nobody who may be.
struct Named {
    subject: Option<Filled>,
    scope: Scoped,
}

/// What slots are filled from.
#[derive(Clone, Copy)]
pub(super) struct Sources<'a> {
    pub(super) article: &'a Article<'a>,
    pub(super) sentence: &'a Sentence,
    pub(super) found: &'a Match,
    pub(super) fields: &'a PatternFields,
    pub(super) look: Lookup<'a>,
    pub(super) vocabulary: &'a Vocabulary,
    /// What the sentences before are about.
    pub(super) recall: Recall<'a>,
    /// The folded positions of the names that speak: they are not what is spoken of.
    pub(super) speakers: &'a [usize],
    /// Who says it, if not the article.
    pub(super) said: Option<&'a Said>,
    /// The claims before it.
    pub(super) told: &'a [Told],
    /// The publication's own country.
    pub(super) home: Option<&'a Arc<str>>,
    /// The day on which offices are held.
    pub(super) on: Option<crate::value::Date>,
}

pub(super) fn entity<'m>(mark: &Mark, mentions: &'m [Mention]) -> Option<&'m EntityValue> {
    match &mentions.get(mark.mention)?.value {
        MentionValue::Entity(e) => Some(e),
        MentionValue::Figure(_) | MentionValue::Date(_) | MentionValue::Duration(_) => None,
    }
}

/// The figure that a mark stands for.
pub(super) fn figure<'m>(mark: &Mark, mentions: &'m [Mention]) -> Option<&'m Figure> {
    match &mentions.get(mark.mention)?.value {
        MentionValue::Figure(figure) => Some(figure),
        MentionValue::Date(_) | MentionValue::Duration(_) | MentionValue::Entity(_) => None,
    }
}

impl Sources<'_> {
    /// The entity of the mention at the folded position `at`, as one of `kinds` if it can stand for one.
    pub(super) fn entity_at(&self, at: usize, kinds: &[String]) -> Option<Arc<str>> {
        let e = entity(self.sentence.mark_at(at)?, self.look.mentions)?;
        self.as_kind(e, kinds)
    }

    /// A person, office or seat stands for its state or organisation where that is what is asked for; somebody
    /// who stands for none is nothing that was asked for. A seat that is asked for as a place is its city.
    pub(super) fn as_kind(&self, e: &EntityValue, kinds: &[String]) -> Option<Arc<str>> {
        let asked = |kind: &str| kinds.iter().any(|k| k == kind);
        let city = e.form == EntityForm::Seat && asked("place") && !asked("country:name");
        if let Some(city) = self.vocabulary.city(&e.id).filter(|_| city) {
            return Some(city.clone());
        }
        if kinds.is_empty() || kinds.iter().any(|k| k.split(':').next() == Some(&*e.kind)) {
            // A parliament or bank is its state's, where a state is asked for too.
            let whole = self.vocabulary.get(&e.id).and_then(|known| known.state.as_ref());
            let state = whole.filter(|_| &*e.kind == "organisation" && asked("country"));
            let country = |id: &&Arc<str>| self.vocabulary.get(id).is_some_and(|e| &*e.kind == "country");
            return Some(state.filter(country).unwrap_or(&e.id).clone());
        }
        self.on.and_then(|day| self.vocabulary.state_of(&e.id, day)).cloned()
    }

    /// The subject and the scope of the claim. Who gives is not who is given to: a subject that also fills a slot
    /// is looked for again, and where it can be no other the slot stays unknown. Where the sentence names nobody, what
    /// a reader has in mind is weighed.
    pub(super) fn about(&self, metric: &Metric, dates: (Option<Period>, Period)) -> About {
        let named = self.named(metric, dates);
        let named = Named {
            subject: named.subject.filter(|s| !self.is_other_side(metric, s, &named.scope)),
            ..named
        };
        let open = named.subject.is_none();
        let subject = named.subject.unwrap_or(NOBODY);
        let mut about = About { subject, scope: named.scope, considered: Vec::new(), guess: None };
        if open && !metric.subject.in_mind.is_empty() {
            about.considered = self.considered(metric, &about.scope.0);
            if let Some(subject) = mind::choose(&about.considered) {
                about.scope = self.scope(metric, subject.0.as_ref(), dates);
                about.subject = subject;
            }
        }
        // What several have together is of none of them, whoever the article is about.
        let several = about.subject.1.at.is_some();
        if about.subject.0.is_none() && !several {
            about.guess = self.guessed(metric, &about.scope.0, &about.considered);
        }
        about
    }

    /// Whether the sentence names somebody who may be the subject and is in no slot, and not the subject itself.
    pub(super) fn names_another(&self, metric: &Metric, (subject, scope): (&Filled, &Scoped)) -> bool {
        let rule = &metric.subject;
        let in_slot = |id: &Arc<str>| scope.0.values().flatten().any(|value| value == id);
        let names = self.sentence.marks.iter().filter(|m| rule.classes.has(m.byte));
        let mut named = names.filter_map(|m| self.entity_at(m.at, &rule.kinds));
        let mut another = false;
        let own = named.any(|id| {
            another |= subject.0.as_ref() != Some(&id) && !rule.except.contains(&id) && !in_slot(&id);
            subject.0.as_ref() == Some(&id)
        });
        another && !own
    }

    /// The subject that the sentence names, if it names any that may be, and the scope.
    fn named(&self, metric: &Metric, dates: (Option<Period>, Period)) -> Named {
        let except = &metric.subject.except;
        let open = self.subject(metric, except).map(|subject| self.asked_of(metric, subject));
        let first = open.clone().unwrap_or(NOBODY);
        let mut scope = self.scope(metric, first.0.as_ref(), dates);
        let named = || metric.scope.iter().filter(|slot| !slot.kinds.is_empty());
        let other: Vec<Arc<str>> =
            named().filter_map(|slot| scope.0.get(&slot.name).cloned().flatten()).collect();
        let placed = metric.subject.state_of.as_ref().filter(|_| first.0.is_none());
        if let Some(state) = placed.and_then(|slot| self.state_of_slot(&scope, slot)) {
            return Named { subject: Some(state), scope };
        }
        if !first.0.as_ref().is_some_and(|id| other.contains(id)) {
            return Named { subject: open, scope };
        }
        // `Ukraine gets 19 jets from Denmark`: from whom it is the sentence says outright.
        let outright = first.1.cause == Cause::Sentence;
        let not: Vec<Arc<str>> = other.iter().chain(except).cloned().collect();
        let again = if outright { first } else { self.subject(metric, &not).unwrap_or(NOBODY) };
        if again.0.as_ref().is_some_and(|id| other.contains(id)) {
            for slot in named() {
                if let Some(filled) = scope.0.get_mut(&slot.name).filter(|filled| **filled == again.0) {
                    *filled = None;
                }
            }
        }
        Named { subject: Some(again), scope }
    }

    /// The state that the place in a slot lies in, known by what filled the slot.
    fn state_of_slot(&self, (scope, origins): &Scoped, slot: &str) -> Option<Filled> {
        let place = scope.get(slot).and_then(Option::as_ref)?;
        let state = self.vocabulary.state_of(place, self.on?)?;
        let (_, origin) = origins.iter().find(|(name, _)| &**name == slot)?;
        Some((Some(state.clone()), *origin))
    }
}
