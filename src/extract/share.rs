//! What the figures of one sentence share: `18 doden en 40 gewonden in Charkov`.

use super::sentence::{Mark, Sentence};
use super::slots::{Origin, entity};
use super::telling::Told;
use super::voice::Lookup;
use crate::claim::{Cause, Scope};
use crate::recognise::EntityForm;
use crate::rules::RuleSet;
use crate::rules::metric::Metric;

/// Takes a date out of a slot that tells facts apart only where another slot has a value that it has not: a war has no
/// day.
fn settle(metric: &Metric, scope: &mut Scope) {
    for slot in &metric.scope {
        let Some((other, values)) = slot.edition.as_ref().and_then(|e| e.only.as_ref()) else { continue };
        let known = scope.get(other).and_then(Option::as_ref);
        if known.is_some_and(|v| !values.contains(v)) {
            scope.insert(slot.name.clone(), slot.default.clone());
        }
    }
}

/// How far behind a figure and its adjective the soldiers stand that both count: `1.000 Amerikaanse en 1.600 Duitse
/// militairen`.
const SOLDIERS: usize = 40;

/// Gives a number of soldiers that is of nobody yet the state of the adjective right behind it.
pub(super) fn of_adjective((sentence, look): (&Sentence, Lookup<'_>), rules: &RuleSet, claims: &mut [Told]) {
    for told in claims.iter_mut().filter(|t| t.claim.subject.is_none() && t.subject.cause == Cause::Unknown) {
        let Some(metric) = rules.metrics.get(told.pattern.0) else { continue };
        let at = told.value + 2;
        let name = sentence.mark_at(at).filter(|m| metric.subject.classes.has(m.byte));
        let Some(state) = name.and_then(|m| entity(m, look.mentions)) else { continue };
        let own = state.form == EntityForm::Adjective && &*state.kind == "country";
        if own && look.has("soldiers", sentence, (at, at + SOLDIERS)) {
            told.claim.subject = Some(state.id.clone());
            told.subject = Origin::name(Cause::Nearest, at);
        }
    }
}

/// How far from a figure the words stand that make it a part of another: `18 of them`, `waarvan 37`.
const PART: usize = 16;

/// Gives a claim whose subject or scope is unknown what the claim of the same metric before it in the sentence has,
/// where no other name that could fill it stands between the two.
pub(super) fn share((sentence, look): (&Sentence, Lookup<'_>), rules: &RuleSet, claims: &mut [Told]) {
    // Where the last figure stands that is a part of the one before it.
    let mut part = None;
    for at in 1..claims.len() {
        let Some((before, [own, ..])) = claims.split_at_mut_checked(at) else { return };
        let Some(first) = before.iter().rev().find(|told| told.pattern.0 == own.pattern.0) else { continue };
        let Some(metric) = rules.metrics.get(own.pattern.0) else { continue };
        let named = look.has("of-them", sentence, (own.value.saturating_sub(PART), own.value + PART));
        // `18 of them over Bryansk and nine over Kursk`: the nine are of them too.
        let goes_on = || {
            part == Some(first.value) && !sentence.clauses(look).tells_else(sentence, first.value, own.value)
        };
        let of_them = first.value < own.value && (named || goes_on());
        if of_them {
            part = Some(own.value);
        }
        let between = |classes: crate::rules::class::ClassSet| {
            let (from, to) = (first.value.min(own.value), first.value.max(own.value));
            // `46.000 Oekraïense soldaten gedood en 380.000 gewond`: whose the first are the others are too, but not
            // `drie Portugese tanks en dertig houwitsers`.
            let counted = sentence.mark_at(own.value + 2).is_some();
            let own = |at: usize| first.subject.at == Some(at) && !counted;
            // `49 Oekraïense drones, waarvan 37 boven Koersk`
            let told = |m: &Mark| of_them && sentence.describes(m, look);
            sentence
                .marks
                .iter()
                .any(|m| from < m.at && m.at < to && classes.has(m.byte) && !own(m.at) && !told(m))
        };
        // Who shoots down 62 of 80 drones has launched none of them.
        let told = |claim: &Told, slot: &str| claim.claim.scope.get(slot).cloned().flatten();
        let another = metric.scope.iter().filter(|slot| !slot.deed.is_empty()).any(|slot| {
            let (a, b) = (told(first, &slot.name), told(own, &slot.name));
            let apart = |v: &Option<std::sync::Arc<str>>| v.as_ref().is_some_and(|v| slot.deed.contains(v));
            a != b && (apart(&a) || apart(&b)) && !(of_them && b.is_none())
        });
        let open = own.claim.subject.is_none() && first.claim.subject.is_some() && !another;
        if open && !between(metric.subject.classes) {
            own.claim.subject.clone_from(&first.claim.subject);
            own.subject = Origin { cause: Cause::Sentence, ..first.subject };
        }
        for slot in &metric.scope {
            let known = first.claim.scope.get(&slot.name).cloned().flatten();
            let open = own.claim.scope.get(&slot.name).is_some_and(Option::is_none);
            // `intercepted 30 of 36 missiles, four of six …`: who launched the 36 did not launch the four.
            let deed = known.as_ref().is_some_and(|v| slot.deed.contains(v));
            let another = deed && own.claim.subject != first.claim.subject;
            if !open || known.is_none() || another || between(slot.classes) || slot.edition.is_some() {
                continue;
            }
            own.claim.scope.insert(slot.name.clone(), known);
            let filled = own.scope.iter_mut().filter(|(name, _)| *name == slot.name);
            filled.for_each(|(_, origin)| *origin = Origin { cause: Cause::Sentence, at: None });
        }
        settle(metric, &mut own.claim.scope);
    }
}
