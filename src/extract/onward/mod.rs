//! Figures that go on from one that was just claimed: the level before, the level that is to come, the same sum as a
//! share, the total behind an increase, as many of the same things again.
//!
//! No pattern fits `up from 3.4 percent last year` or `dat moeten er 35.000 worden`: what they count was said before.
//! A figure that no metric has won is held against the claim that a reader still has in mind. The words right before
//! it tell how it goes on (`links`); its metric, its subject and its scope come from that claim and from what the
//! metric says of such figures (`onward`). Nothing else may stand between the two that it could belong to.

mod links;
mod near;
mod rows;

pub(super) use near::{ends_here, stands_by_itself};

use std::sync::Arc;

use super::Extractor;
use super::article::Article;
use super::conversions::converts;
use super::fits::{refusal, within};
use super::matching::Match;
use super::sentence::{Mark, Sentence};
use super::sentences::Sentences;
use super::slots::{Origin, figure};
use super::telling::{Known, Told};
use super::voice::Lookup;
use super::when::has_date;
use super::winners::Found;
use crate::claim::{Cause, ClaimValue, Status};
use crate::rules::RuleSet;
use crate::rules::class::Classes;
use crate::rules::metric::{BY_ONWARD, DateRole, Metric};
use crate::value::{Period, Quantity};

/// How many sentences back, in its paragraph, the claim stands at most that a figure goes on from.
const BACK: usize = 2;

/// How a figure goes on from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// The level before.
    Former,
    /// The level that it is to come to.
    Next,
    /// What it has come to since, or will have.
    Later,
    /// The share that the sum amounts to.
    Share,
    /// The sum that the share amounts to.
    Sum,
    /// The total that the increase leads to.
    Total,
    /// The increase that leads to the total.
    Rise,
    /// What it is in truth, or by another count.
    Estimate,
    /// A part that the metric tells apart.
    Part,
    /// As many of the same things.
    Again,
    /// The same of another name of a row.
    Another,
    /// What the article gave before, and takes back.
    Corrected,
    /// No level, but how much is added to one.
    Increment,
}

impl Link {
    /// Its word in what explains a claim.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Former => "former",
            Self::Next => "next",
            Self::Later => "later",
            Self::Share => "share",
            Self::Sum => "sum",
            Self::Total => "total",
            Self::Rise => "rise",
            Self::Estimate => "estimate",
            Self::Part => "part",
            Self::Again => "again",
            Self::Another => "another",
            Self::Corrected => "corrected",
            Self::Increment => "increment",
        }
    }
}

/// How a claim came about that no pattern found by itself.
#[derive(Debug, Clone)]
pub(super) struct Onward {
    pub(super) link: Link,
    /// The words of the claim that it goes on from.
    pub(super) base: Option<Arc<str>>,
    /// The words that say so, in its own sentence.
    pub(super) words: (usize, usize),
}

/// A figure that goes on from a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Step {
    link: Link,
    /// The index of its metric.
    metric: usize,
    /// The index of the claim.
    base: usize,
    /// Where the words stand that say so.
    words: (usize, usize),
    /// Its status, where the words give one.
    status: Option<Status>,
    /// The name of its own that takes the place of one of the claim.
    filler: Option<Filler>,
}

impl Step {
    /// A step by words that give no status, and without a name of its own.
    const fn new(link: Link, metric: usize, base: usize, words: (usize, usize)) -> Self {
        Self { link, metric, base, words, status: None, filler: None }
    }
}

/// What a name is to a claim: its subject, or what fills the slot with an index; each with where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filler {
    Subject(usize),
    Slot(usize, usize),
}

impl Filler {
    /// Where the name stands.
    const fn at(self) -> usize {
        match self {
            Self::Subject(at) | Self::Slot(_, at) => at,
        }
    }

    /// The same, of the name at another place.
    const fn by(self, at: usize) -> Self {
        match self {
            Self::Subject(_) => Self::Subject(at),
            Self::Slot(slot, _) => Self::Slot(slot, at),
        }
    }

    /// What a pattern calls it that has a place for it, of a metric.
    fn slot(self, metric: &Metric) -> Option<(Arc<str>, usize)> {
        match self {
            Self::Subject(at) => Some(("subject".into(), at)),
            Self::Slot(slot, at) => Some((metric.scope.get(slot)?.name.clone(), at)),
        }
    }
}

/// What a figure is looked at with.
#[derive(Clone, Copy)]
struct Here<'a> {
    rules: &'a RuleSet,
    sentences: &'a Sentences<'a>,
    number: usize,
    sentence: &'a Sentence,
    look: Lookup<'a>,
    /// The claims so far, in the order of the text.
    told: &'a [Told],
    published: Option<Period>,
}

/// Whether a figure of the sentence with a number may go on from the last claim.
pub(super) fn may_go_on(told: &[Told], sentences: &Sentences<'_>, number: usize) -> bool {
    let block = |i: usize| sentences.block(i);
    told.last().is_some_and(|t| t.sentence + BACK >= number && block(t.sentence) == block(number))
}

impl Extractor<'_> {
    /// Adds the claims of the figures of a sentence that go on from one that is claimed, or that a pattern has which waited
    /// for one; `first` is the index of the sentence's first own claim.
    pub(super) fn go_on(
        &self,
        article: &Article<'_>,
        (sentences, number): (&Sentences<'_>, usize),
        told: &mut Vec<Told>,
        (first, found): (usize, &Found<'_, '_>),
        known: Known<'_, '_>,
    ) {
        let Some(sentence) = sentences.get(number) else { return };
        let look = article.lookup();
        let figures = sentence.marks.iter().filter(|m| figure(m, look.mentions).is_some());
        for mark in figures {
            let own: Vec<usize> = told.iter().skip(first).map(|t| t.value).collect();
            if own.contains(&mark.at) || converts(article, sentence, &own, mark.at) {
                continue;
            }
            let published = article.document.meta.published;
            let here = Here {
                rules: self.rules,
                sentences,
                number,
                sentence,
                look,
                told: told.as_slice(),
                published,
            };
            // What is taken back is not what the sentence counts.
            let free =
                |step: &Step| step.link == Link::Corrected || !found.ruled_out.has(step.metric, mark.at);
            let step = here.step(mark).filter(free);
            let late = || {
                let found = self.late(article, (sentences, number), (found, told), mark.at)?;
                self.claim(article, sentence, look, (&found, told), known)
            };
            let Some(new) = step.and_then(|step| self.take(article, here, (mark, step), known)).or_else(late)
            else {
                continue;
            };
            let at = told.iter().skip(first).position(|t| t.value > mark.at);
            told.insert(at.map_or(told.len(), |at| first + at), new);
        }
    }

    /// Makes what an intended level comes from a claim of the level of now: `from 182,000 to 260,000 troops`. Where the
    /// metric of what is intended knows what was before, that is it.
    pub(super) fn levels_left(
        &self,
        article: &Article<'_>,
        sentence: &Sentence,
        told: &mut [Told],
        known: Known<'_, '_>,
    ) {
        let changed = known.3.iter().filter_map(|c| c.from.filter(|_| c.to.is_some()));
        for value in changed {
            let Some(own) = told.iter_mut().find(|t| t.value == value) else { continue };
            let metrics = &self.rules.metrics;
            let Some(intended) = metrics.get(own.pattern.0) else { continue };
            let known_before = intended.statuses.contains(&Status::Previous);
            let Some(metric) = level_of(self.rules, intended).filter(|_| !known_before) else { continue };
            let found = without_pattern(metric, value, (value, value + 1));
            let Some(mut level) = self.claim(article, sentence, article.lookup(), (&found, &[]), known)
            else {
                continue;
            };
            let Some(metric) = metrics.get(metric) else { continue };
            inherit(&mut level, own, (metric, Link::Former));
            level.claim.status = metric.status;
            let base = Some(own.claim.place.quote.clone());
            level.onward = Some(Onward { link: Link::Former, base, words: (value, value + 1) });
            *own = level;
        }
    }

    /// Makes what an amount leads to that is only planned a forecast: `Daarmee komen de uitgaven uit op 2,8 procent`.
    pub(super) fn outcomes(
        &self,
        sentence: &Sentence,
        look: Lookup<'_>,
        (told, first): (&mut [Told], usize),
    ) {
        for at in first.max(1)..told.len() {
            let Some((before, [own, ..])) = told.split_at_mut_checked(at) else { return };
            let (Some(base), Some(metric)) = (before.last(), self.rules.metrics.get(own.pattern.0)) else {
                return;
            };
            let plain = metric.dates == DateRole::Period
                && own.claim.status == Status::Actual
                && own.claim.period == Period::always();
            let open = matches!(base.claim.status, Status::Proposed | Status::Pledged | Status::Forecast);
            let near = base.sentence + 1 >= own.sentence;
            let led = || near::led(sentence, look, "takes-total", own.value).is_some();
            if plain && open && near && metric.statuses.contains(&Status::Forecast) && led() {
                own.claim.status = Status::Forecast;
                own.by_words = false;
                let same =
                    self.rules.metrics.get(base.pattern.0).is_some_and(|m| m.dates == DateRole::Period);
                if same {
                    own.claim.period = base.claim.period;
                }
            }
        }
    }

    /// The claim of a figure that goes on from another; none where its metric cannot have it.
    fn take(
        &self,
        article: &Article<'_>,
        here: Here<'_>,
        (mark, step): (&Mark, Step),
        known: Known<'_, '_>,
    ) -> Option<Told> {
        let metric = self.rules.metrics.get(step.metric)?;
        let base = here.told.get(step.base)?;
        let around = (mark.at.min(step.words.0), (mark.at + 1).max(step.words.1));
        let mut found = without_pattern(step.metric, mark.at, around);
        let filled = step.filler.and_then(|filler| filler.slot(metric));
        found.slots.extend(filled.clone());
        let fields = &metric.onward.pattern.fields;
        if refusal(here.sentence, &found, (metric, fields), here.look).is_some() {
            return None;
        }
        // What goes on from another claim has little to rest on: an impossible value is of something else.
        if !within(here.look.mentions.get(mark.mention)?, metric.policy.plausible) {
            return None;
        }
        let mut own = self.claim(article, here.sentence, here.look, (&found, here.told), known)?;
        inherit(&mut own, base, (metric, step.link));
        if let (Some(filler), Some((name, at))) = (step.filler, filled) {
            let id = here.stands_for(filler, metric)?;
            rows::renamed(&mut own, base, here, ((&name, at), id))?;
        }
        let told_apart = || {
            metric.scope.iter().any(|slot| {
                let of = |t: &Told| t.claim.scope.get(&slot.name).cloned().flatten();
                let cue = own.scope.iter().any(|(name, o)| *name == slot.name && o.cause == Cause::Cue);
                cue && of(&own) != of(base)
            })
        };
        if step.link == Link::Part && !told_apart() {
            return None;
        }
        if !metric.subject.allows(own.claim.subject.as_ref()) {
            return None;
        }
        set_status(&mut own, base, (metric, step));
        set_times(&mut own, base, here, (mark, metric, step));
        // `from 3 percent to 3.5`: what leaves its unit out has that of the other.
        if let (ClaimValue::Figure(own), ClaimValue::Figure(base)) = (&mut own.claim.value, &base.claim.value)
            && base.figure.quantity == Quantity::Percent
            && own.figure.quantity == Quantity::Number
        {
            own.figure.quantity = Quantity::Percent;
            own.figure.unit.clone_from(&base.figure.unit);
            own.counts = false;
        }
        own.onward =
            Some(Onward { link: step.link, base: Some(base.claim.place.quote.clone()), words: step.words });
        Some(own)
    }
}

/// The index of the metric of the level of now, whose next level an intended one is.
fn level_of(rules: &RuleSet, intended: &Metric) -> Option<usize> {
    let id = &intended.policy.metric;
    let leads = |m: &Metric| m.policy.metric != *id && m.onward.next.as_ref().is_some_and(|n| n.id == *id);
    rules.metrics.iter().position(leads)
}

/// What stands for the match of a value that no pattern found.
fn without_pattern(metric: usize, value: usize, (start, end): (usize, usize)) -> Match {
    Match { metric, pattern: BY_ONWARD, value, slots: Vec::new(), start, end, distance: 0 }
}

/// Gives a claim the status that its link tells.
fn set_status(own: &mut Told, base: &Told, (metric, step): (&Metric, Step)) {
    let may = |s: &Status| *s == metric.status || metric.statuses.contains(s);
    let open = matches!(base.claim.status, Status::Proposed | Status::Pledged | Status::Forecast);
    let same = matches!(step.link, Link::Share | Link::Sum | Link::Total | Link::Rise);
    // What an amount comes to that is only planned is as open as the amount.
    let inherited = || {
        let wanted = [base.claim.status, Status::Forecast];
        wanted.into_iter().find(may).filter(|_| open && same && own.claim.status == metric.status)
    };
    if let Some(status) = step.status.filter(may).or_else(inherited) {
        own.claim.status = status;
        own.by_words = false;
    }
}

/// Gives a claim what it shares with the one that it goes on from: whose figure it is, and what its own words leave open.
fn inherit(own: &mut Told, base: &Told, (metric, link): (&Metric, Link)) {
    let at = base.subject.at.filter(|_| base.sentence == own.sentence);
    own.claim.subject.clone_from(&base.claim.subject);
    own.subject = Origin { cause: Cause::Onward, at };
    for slot in metric.scope.iter().filter(|slot| slot.edition.is_none()) {
        let Some(known) = base.claim.scope.get(&slot.name).cloned().flatten() else { continue };
        let Some((_, origin)) = own.scope.iter_mut().find(|(name, _)| *name == slot.name) else { continue };
        // A word right beside the figure tells a part apart, or another deed with the same things.
        let told = matches!(origin.cause, Cause::Cue)
            && matches!(link, Link::Part | Link::Again | Link::Next | Link::Another);
        if told {
            continue;
        }
        own.claim.scope.insert(slot.name.clone(), Some(known));
        *origin = Origin::of(Cause::Onward);
    }
}

/// Settles what the figure speaks of: a level of before is of another time than what it is held against.
fn set_times(own: &mut Told, base: &Told, here: Here<'_>, (mark, metric, step): (&Mark, &Metric, Step)) {
    match step.link {
        Link::Former if metric.dates == DateRole::Period && !here.dated_former(mark, step.words) => {
            own.claim.period = Period::always();
        }
        // `In 2019 is er 42 miljard, en dat moet naar 80`: the date is that of the first.
        Link::Later if metric.dates == DateRole::Period && base.sentence == own.sentence => {
            let end = here.sentence.folded.len();
            if !has_date(here.sentence, here.look, (base.value, end)) {
                own.claim.period = Period::always();
            }
        }
        Link::Another if metric.dates == DateRole::Period => {
            let around = here.sentence.clauses(here.look).around(mark.at);
            if !has_date(here.sentence, here.look, around) {
                own.claim.period = base.claim.period;
            }
        }
        Link::Share | Link::Sum if metric.dates == DateRole::Period => own.claim.period = base.claim.period,
        _ => {}
    }
}

/// How a claim came about whose value is how much is added to a level.
pub(super) fn added(sentence: &Sentence, look: Lookup<'_>, found: &Match) -> Option<Onward> {
    let words = near::is_added(sentence, look, found.value).filter(|_| found.pattern == BY_ONWARD)?;
    Some(Onward { link: Link::Increment, base: None, words })
}

/// The metric of an increase, where a match takes for a level how much is added to one.
pub(super) fn increment(
    rules: &RuleSet,
    sentence: &Sentence,
    look: Lookup<'_>,
    found: &Match,
) -> Option<usize> {
    let rise = rules.metrics.get(found.metric)?.onward.rise.as_ref()?;
    let metric = rules.metric_index(&rise.id)?;
    let mark = sentence.mark_at(found.value)?;
    let fits =
        rules.metrics.get(metric)?.values.has(mark.byte) && Classes::value_name(mark.byte) == Some("money");
    near::is_added(sentence, look, found.value).filter(|_| fits).map(|_| metric)
}
