//! Figures of a row, of another name each: `Romania hosts 1,148 soldiers, Poland 1,033 and Bulgaria 968`, `Ireland had
//! 1.1%`, `0.5% in the euro zone and 0.6% in the EU`, `12.0% (Italy), 9.6% (France)`.
//!
//! What the claim before takes from a name, its subject or a slot, the next takes from the name that stands to it as
//! that one stands to the first.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::near::{closes, is_kind, is_single, stands_alone};
use super::{Filler, Here, Link, Step, level_of};
use crate::claim::{Cause, Status};
use crate::extract::clauses::Role;
use crate::extract::sentence::Mark;
use crate::extract::slots::{Origin, entity, figure};
use crate::extract::telling::Told;
use crate::recognise::EntityForm;
use crate::rules::class::Classes;
use crate::rules::metric::Metric;

/// The figures of one row differ at most by this factor.
const ALIKE: Decimal = Decimal::from_parts(50, 0, 0, false, 0);
/// How far a name stands from its figure at most.
const BESIDE: usize = 40;
/// How much stands before the name that opens a sentence: `the `.
const OPENS: usize = 4;

impl<'s> Here<'s> {
    /// The figure of a row that says of another name what the claim before says of the first.
    pub(super) fn of_another(self, mark: &Mark) -> Option<Step> {
        let kind = self.kind(mark)?;
        let share = || self.last(mark, "percent").filter(|_| kind == "count");
        let base = self.last(mark, kind).or_else(share)?;
        let told = self.told.get(base)?;
        let other = self.sentence_of(told)?;
        let (filler, words, status) =
            self.named_before(mark, told).or_else(|| self.named_behind(mark, told))?;
        let unit_left_out = kind == "count" && !other.mark_at(told.value).is_some_and(|m| is_kind(m, kind));
        // `wants to reach 1.5 percent. Spain is at 0.9`: what somebody has is no goal.
        let own = self.metric(told)?;
        let level = level_of(self.rules, own).filter(|_| self.has("row-level", words));
        let metric = level.unwrap_or(told.pattern.0);
        let fits = self.takes(metric, mark) || unit_left_out;
        let near = told.sentence + 1 >= self.number;
        (fits && near && self.sized(mark, told)).then_some(Step {
            status,
            filler: Some(filler),
            ..Step::new(Link::Another, metric, base, words)
        })
    }

    /// The name right before the figure, with the words between the two; where a row leaves its verb out, the status of
    /// the first holds for all.
    fn named_before(self, mark: &Mark, told: &Told) -> Option<(Filler, (usize, usize), Option<Status>)> {
        let other = self.sentence_of(told)?;
        // `300 Danish soldiers`: the adjective stands behind.
        let whose = || told.subject.at.map(Filler::Subject);
        let filler = self.filler(told, |at| at < told.value).or_else(whose)?;
        let (name, opens, words) = self.respective(mark, |m| self.may_fill(m, filler, told))?;
        if words.1 - words.0 > BESIDE || !self.is_plain("row-item", words) {
            return None;
        }
        let verb = self.has("row-verb", words);
        let same = told.sentence == self.number;
        let leads = if same { self.begins_item(opens) } else { verb && opens <= OPENS };
        if !leads || (same && (opens..words.1).contains(&told.value)) {
            return None;
        }
        let alone = stands_alone((self.sentence, mark.at), self.look, (other, told.value));
        alone.then(|| (filler.by(name), words, Some(told.claim.status).filter(|_| !verb)))
    }

    /// The name that a figure is of, where the names before it begin, and what stands between them and the figures: of
    /// `Britain and Sweden send 3,300 and 2,200` the second has the second.
    fn respective(self, mark: &Mark, fits: impl Fn(&Mark) -> bool) -> Option<(usize, usize, (usize, usize))> {
        let kind = self.kind(mark)?;
        let figures = self.joined_back(mark.at, |m| is_kind(m, kind));
        let first = *figures.last()?;
        let nearest = self.sentence.marks.iter().rev().find(|m| m.at < first && fits(m))?;
        let names = self.joined_back(nearest.at, fits);
        let behind = self.sentence.marks.iter().rev().filter(|m| m.at > mark.at && is_kind(m, kind));
        let more =
            behind.map(|m| self.joined_back(m.at, |m| is_kind(m, kind))).find(|run| run.contains(&mark.at));
        let all = more.unwrap_or_else(|| figures.clone());
        let own = names.get(..all.len().min(names.len()))?;
        // `to Latvia, Canada 1,900`: where the names before are places, the row begins behind them.
        let comma = |at: &usize| self.sentence.slice(0, *at).trim_ascii_end().last() == Some(&b',');
        let placed =
            |at: &usize| matches!(self.sentence.clauses(self.look).role(self.sentence, *at), Role::Behind(_));
        let apart =
            names.len() == own.len() || (own.last().is_some_and(comma) && names.last().is_some_and(placed));
        let name = *own
            .get(all.iter().position(|at| *at == mark.at)?)
            .filter(|_| own.len() == all.len() && apart)?;
        Some((name, *own.last()?, (nearest.at + 1, first)))
    }

    /// The marks that end in the one at `at`, joined by nothing but `and` and commas, from the last to the first.
    fn joined_back(self, at: usize, fits: impl Fn(&Mark) -> bool) -> Vec<usize> {
        let joined = |from: usize, to: usize| {
            let words = self.look.all("and", self.sentence, (from, to));
            let known = |i: usize| words.iter().any(|w| w.0 <= i && i < w.1);
            let plain = |i: usize| matches!(self.sentence.folded.get(i), Some(b' ' | b',')) || known(i);
            from < to && (from..to).all(plain)
        };
        let mut run = vec![at];
        for other in self.sentence.marks.iter().rev().skip_while(|m| m.at >= at) {
            let goes_on = run.last().is_some_and(|last| joined(other.at + 1, *last));
            if !goes_on || !fits(other) {
                break;
            }
            run.push(other.at);
        }
        run
    }

    /// The name right behind the figure, as the one of the first stands behind that.
    fn named_behind(self, mark: &Mark, told: &Told) -> Option<(Filler, (usize, usize), Option<Status>)> {
        if told.sentence != self.number {
            return None;
        }
        let filler = self.filler(told, |at| at > told.value && at < mark.at)?;
        let name = self.sentence.marks.iter().find(|m| m.at > mark.at && self.may_fill(m, filler, told))?;
        let first = self.joins(told.value + 1, filler.at());
        let alike = !first.is_empty() && first == self.joins(mark.at + 1, name.at);
        let between = (filler.at() + 1, mark.at);
        let short = name.at - mark.at <= BESIDE && between.1 - between.0 <= BESIDE;
        let row = self.is_plain("list-word", between) && closes(self.sentence, self.look, name.at + 1);
        let words = (mark.at + 1, name.at);
        (alike && short && row).then_some((filler.by(name.at), words, Some(told.claim.status)))
    }

    /// The words between a figure and the name behind it, without the name's own article.
    fn joins(self, from: usize, to: usize) -> &'s [u8] {
        let articles = self.look.all("determiner", self.sentence, (from, to));
        let own = articles.iter().find(|word| self.sentence.slice(word.1, to).trim_ascii().is_empty());
        self.sentence.slice(from, own.map_or(to, |word| word.0)).trim_ascii()
    }

    /// What the claim takes from a name that stands where it should: its subject, or the slot of the nearest.
    fn filler(self, told: &Told, fits: impl Fn(usize) -> bool) -> Option<Filler> {
        let place = |origin: &Origin| origin.at.filter(|at| fits(*at));
        let subject = place(&told.subject).map(Filler::Subject);
        let own = self.metric(told)?;
        let slots = own.scope.iter().enumerate().filter_map(|(i, slot)| {
            let (_, origin) = told.scope.iter().find(|(name, _)| *name == slot.name)?;
            Some(Filler::Slot(i, place(origin)?))
        });
        subject.into_iter().chain(slots).min_by_key(|filler| filler.at().abs_diff(told.value))
    }

    /// Whom or what a name of a row stands for: itself, or its state.
    pub(super) fn stands_for(self, filler: Filler, metric: &Metric) -> Option<Arc<str>> {
        let name = entity(self.sentence.mark_at(filler.at())?, self.look.mentions)?;
        let kinds = match filler {
            Filler::Subject(_) => &metric.subject.kinds,
            Filler::Slot(slot, _) => &metric.scope.get(slot)?.kinds,
        };
        if kinds.iter().any(|kind| kind.split(':').next() == Some(&*name.kind)) {
            return Some(name.id.clone());
        }
        let day = self.published.and_then(|p| p.to)?;
        self.rules.vocabulary.state_of(&name.id, day).cloned()
    }

    /// Whether a name may be to its figure what the filler is to the first.
    fn may_fill(self, mark: &Mark, filler: Filler, told: &Told) -> bool {
        let Some(metric) = self.metric(told) else { return false };
        let classes = match filler {
            Filler::Subject(_) => Some(metric.subject.classes),
            Filler::Slot(slot, _) => metric.scope.get(slot).map(|slot| slot.classes),
        };
        let name = entity(mark, self.look.mentions).filter(|_| classes.is_some_and(|c| c.has(mark.byte)));
        name.is_some_and(|name| {
            let whole = matches!(name.form, EntityForm::Name | EntityForm::Seat | EntityForm::Description);
            whole && &*name.kind != "person"
        })
    }

    /// Whether an item of a row begins with the name at `at`: behind a sign, or a word that joins.
    fn begins_item(self, at: usize) -> bool {
        let before = self.sentence.slice(0, at).trim_ascii_end();
        let places = self.look.all("row-place", self.sentence, (0, before.len()));
        let from = places.iter().find(|w| w.1 == before.len()).map_or(before.len(), |w| w.0);
        let before = self.sentence.slice(0, from).trim_ascii_end();
        let sign = before.last().is_none_or(|b| matches!(b, b',' | b';' | b':' | b'('));
        let leads = || self.look.all("row-lead", self.sentence, (0, before.len()));
        sign || leads().iter().any(|w| w.1 == before.len())
    }

    /// Whether nothing but words of a set, small words, ranks and signs stands in a stretch.
    fn is_plain(self, set: &str, (from, to): (usize, usize)) -> bool {
        let mut words = self.look.all(set, self.sentence, (from, to));
        words.extend(self.look.all("small-word", self.sentence, (from, to)));
        let known = |i: usize| words.iter().any(|w| w.0 <= i && i < w.1);
        (from..to).all(|i| match self.sentence.folded.get(i) {
            Some(b' ' | b',' | b';' | b'(' | b')' | b':' | b'\'' | b'"') => true,
            Some(byte) if byte.is_ascii_alphanumeric() => known(i) || is_single(self.sentence, i),
            Some(byte) => matches!(Classes::value_name(*byte), Some("ordinal")),
            None => false,
        })
    }

    /// Whether two figures are of one unit, where both tell it, and of a size.
    fn sized(self, mark: &Mark, base: &Told) -> bool {
        let other = self.sentence_of(base).and_then(|s| figure(s.mark_at(base.value)?, self.look.mentions));
        let own = figure(mark, self.look.mentions);
        let (Some(own), Some(other)) = (own, other) else { return false };
        let money = is_kind(mark, "money");
        (money || own.unit == other.unit || own.unit.is_none()) && own.is_of_size(other, ALIKE)
    }
}

/// Gives a claim of a row the name of its own: its subject, or a slot; none where the claim that it goes on from is of
/// the same. What the sentence before tells of several things is of none of them.
pub(super) fn renamed(
    own: &mut Told,
    base: &Told,
    here: Here<'_>,
    ((name, at), id): ((&Arc<str>, usize), Arc<str>),
) -> Option<()> {
    let origin = Origin::name(Cause::Onward, at);
    if base.sentence != own.sentence {
        let before =
            here.told.iter().filter(|t| t.sentence == base.sentence && t.pattern.0 == base.pattern.0);
        let others: Vec<&Told> = before.collect();
        for (slot, filled) in &mut own.claim.scope {
            if others.iter().any(|t| t.claim.scope.get(slot) != Some(&*filled)) {
                *filled = None;
            }
        }
    }
    let known = if &**name == "subject" {
        own.subject = origin;
        own.claim.subject.replace(id.clone())
    } else {
        let (_, slot) = own.scope.iter_mut().find(|(n, _)| n == name)?;
        *slot = origin;
        own.claim.scope.insert(name.clone(), Some(id.clone())).flatten()
    };
    (known != Some(id)).then_some(())
}
