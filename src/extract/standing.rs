//! In what status a value stands, once its dates, its subject and who speaks are known.

use std::sync::Arc;

use jiff::civil::Date;

use super::sense::{Sense, is_future, may_come};
use super::sentence::Mark;
use super::slots::Sources;
use super::voice::{Attribution, Said};
use super::when::{has_ahead, has_date, in_the_past, is_past};
use crate::claim::Status;
use crate::rules::Behaviour;
use crate::rules::metric::{DateRole, Metric};
use crate::value::{Grain, Period};

/// For how many days what was so on a day told beside it still counts as so.
const OF_LATE: i32 = 60;

/// What the status of a value is told by, beside its own words.
#[derive(Clone, Copy)]
pub(super) struct Standing<'a> {
    pub(super) metric: &'a Metric,
    pub(super) sources: &'a Sources<'a>,
    pub(super) voice: &'a Attribution,
    /// What the value speaks of, and when it was published.
    pub(super) period: Period,
    pub(super) published: Option<Period>,
    /// Whether a change leaves the value behind.
    pub(super) left: bool,
}

impl Standing<'_> {
    /// The status of a value that is claimed in a sense, of a subject.
    pub(super) fn status(self, sense: &Sense, subject: Option<&Arc<str>>) -> Status {
        if self.is_over(sense) {
            return Status::Previous;
        }
        // `optrekken van 8 naar 12 miljard`: what a change leaves behind is so, whatever is wanted.
        let left = self.left && self.metric.status == Status::Actual;
        if left && (sense.status == Status::Proposed || self.will_change(sense)) {
            return Status::Actual;
        }
        // `On 12 May there were 250 troops`: a day shortly before the article is no other time.
        if sense.status == Status::Previous && self.is_of_late(sense) {
            return self.metric.status;
        }
        let may = |status: Status| self.metric.statuses.contains(&status);
        let tells = self.metric.dates == DateRole::Period && may(Status::Forecast);
        if tells
            && self.sources.fields.status.is_none()
            && sense.status == self.metric.status
            && !self.is_so_now(sense)
            && self.lies_ahead()
        {
            return Status::Forecast;
        }
        // `We expect eight, compared to three in 2014`: what is over is no forecast.
        if tells && sense.status == Status::Forecast && is_past(&self.period, self.published) {
            return self.metric.status;
        }
        // What is still to be built or given is promised.
        let promised = self.metric.status == Status::Actual && may(Status::Pledged);
        let dated = || {
            self.sources.fields.status.is_none()
                && has_ahead(self.sources.sentence, self.sources.look, self.own(), self.published)
        };
        if promised && sense.status == Status::Actual && (self.is_future() || dated() || self.is_promised()) {
            return Status::Pledged;
        }
        // `In 2030 there will be 260,000 soldiers`: a level that is to come is none that holds.
        let level = self.metric.policy.behaviour == Behaviour::State && self.metric.status == Status::Actual;
        if level && may(Status::Forecast) && sense.status == Status::Actual && (self.is_future() || dated()) {
            return Status::Forecast;
        }
        if may(Status::Forecast) && sense.status == Status::Actual && self.is_foreseen() {
            return Status::Forecast;
        }
        if self.is_own_norm(sense, subject) {
            return Status::Target;
        }
        if sense.status == Status::Actual && self.metric.status == Status::Actual && self.may_come() {
            let deed = self.metric.policy.behaviour != Behaviour::Period;
            let mut open = [Status::Proposed, Status::Forecast].into_iter().filter(|status| may(*status));
            let open = if deed { open.min_by_key(|s| *s != Status::Proposed) } else { open.next_back() };
            return open.unwrap_or(sense.status);
        }
        if self.is_demand(sense, subject) || self.would_be(sense) {
            return Status::Proposed;
        }
        sense.status
    }

    /// Whether words in the sentence say that the value holds now.
    pub(super) fn is_now(self, sense: &Sense) -> bool {
        sense.told.is_some_and(|at| self.sources.look.has("current", self.sources.sentence, at))
    }

    /// Whether it is told as what holds now, though something else in the sentence is to come: `The share, now 2 percent, will
    /// go to 3`, `will rise from 2 to 3 percent`.
    fn is_so_now(self, sense: &Sense) -> bool {
        let Sources { sentence, look, .. } = *self.sources;
        // `on its current path it comes to 2 percent in 2030`
        let of_another = || sense.told.is_some_and(|at| look.has("as-it-is", sentence, at));
        (self.left && !self.begins_ahead()) || (self.is_now(sense) && !of_another())
    }

    /// Whether words foretell a change from it, and not that it was foretold: `will rise from 2 to 3 percent`, and not `raised
    /// its forecast from 2 to 3 percent`.
    fn will_change(self, sense: &Sense) -> bool {
        let Sources { sentence, look, .. } = *self.sources;
        let future = |at: (usize, usize)| look.starting("future", sentence, at.0).is_some();
        sense.status == Status::Forecast && sense.told.is_some_and(future) && !self.begins_ahead()
    }

    /// Whether a date puts it in the past, or a change leaves it behind.
    fn is_over(self, sense: &Sense) -> bool {
        let over = || {
            in_the_past(self.sources.sentence, self.sources.look, self.sources.found.value, self.published)
        };
        let left = || self.left && !self.is_now(sense) && self.sources.fields.status.is_none();
        self.metric.statuses.contains(&Status::Previous)
            && (left() || (self.metric.dates == DateRole::Past && over()))
    }

    /// Whether only a past tense puts it in the past, and it is told of a day shortly before the article.
    fn is_of_late(self, sense: &Sense) -> bool {
        let Sources { sentence, look, .. } = *self.sources;
        let tense = sense.told.is_some_and(|at| look.has("past", sentence, at));
        let day = self.published.and_then(|p| p.from);
        let late = |end: Date| day.is_some_and(|day| end < day && (day - end).get_days() <= OF_LATE);
        tense && self.period.to.is_some_and(late)
    }

    fn is_future(self) -> bool {
        !self.is_compared() && is_future(self.sources.sentence, self.sources.found, self.sources.look)
    }

    /// Whether it is what another value of the sentence is held against: `6,5 miljard, tegenover 4 miljard vandaag`.
    fn is_compared(self) -> bool {
        let Sources { sentence, look, found, .. } = *self.sources;
        let words = look.all("compared-with", sentence, (0, found.value));
        let before = |m: &Mark| m.at < found.value && self.metric.values.has(m.byte);
        words.last().is_some_and(|w| {
            sentence.slice(w.1, found.value).iter().filter(|b| **b == b' ').count() <= 2
                && sentence.marks.iter().any(|m| before(m) && m.at < w.0)
        })
    }

    /// Whether it is a part of what was promised right before: `It includes 1,000 Javelins`.
    fn is_promised(self) -> bool {
        let recall = self.sources.recall;
        let near = |at: usize| at + 1 >= recall.number() || recall.block(at) == recall.block(recall.number());
        let last = self.sources.told.last();
        let open = self.sources.fields.status.is_none()
            && self.sources.look.has("holds-items", self.sources.sentence, self.own());
        open && last.is_some_and(|t| t.claim.status == Status::Pledged && near(t.sentence))
    }

    /// Whether a forecast goes on in the present: `De werkloosheid loopt op tot 4 procent`.
    fn goes_on(self) -> bool {
        let recall = self.sources.recall;
        let forecast = self.sources.told.last().filter(|t| t.claim.status == Status::Forecast);
        let block = |at: usize| recall.block(at).unwrap_or(0);
        let near = forecast.is_some_and(|t| block(t.sentence) + 1 >= block(recall.number()));
        let year = self.period.grain == Grain::Year && self.period.from.is_some();
        // `At present it is 0.9 percent`, `for years they hovered around 1.2`: that is no rest of a forecast.
        let Sources { sentence, look, .. } = *self.sources;
        let holds = || ["current", "was-so"].iter().any(|set| look.has(set, sentence, self.own()));
        near && !self.left
            && !holds()
            && ((year && !self.is_compared())
                || self.sources.look.has("goes-on-to", self.sources.sentence, self.own()))
    }

    /// Whether it is told as what would be, right behind a forecast: `They reckon with 50,000 dead. Of them 5,000 would be
    /// soldiers`.
    fn is_foreseen(self) -> bool {
        let Sources { sentence, look, recall, found, .. } = *self.sources;
        let last = self.sources.told.last().filter(|t| {
            t.claim.metric == self.metric.policy.metric
                && t.claim.status == Status::Forecast
                && recall.block(t.sentence) == recall.block(recall.number())
        });
        last.is_some()
            && !self.left
            && !self.is_compared()
            && look.has("reported-mood", sentence, sentence.clauses(look).row(found.value))
    }

    /// Whether it is something that may yet come: `could send 2,000 troops`.
    fn may_come(self) -> bool {
        !self.left
            && !self.is_compared()
            && may_come(self.sources.sentence, self.sources.found, self.sources.look)
    }

    /// The clause of the value: `halen de drempel, die tegen 2030 …`, where the date of another puts nothing ahead.
    fn own(self) -> (usize, usize) {
        self.sources.sentence.clauses(self.sources.look).around(self.sources.found.value)
    }

    /// Whether its time begins after the article.
    fn begins_ahead(self) -> bool {
        let day = self.published.and_then(|p| p.to);
        matches!((self.period.from, day), (Some(from), Some(day)) if from > day)
    }

    /// Whether what it speaks of is still to come.
    fn lies_ahead(self) -> bool {
        let period = &self.period;
        let dated = || has_date(self.sources.sentence, self.sources.look, self.own());
        let day = self.published.and_then(|p| p.to);
        // `The US, which spends 3.6 percent, plans to pay more in 2018`: the date is of what else is told.
        let clauses = self.sources.sentence.clauses(self.sources.look);
        let apart = clauses.is_relative(self.sources.found.value) && !dated();
        let begins = self.begins_ahead() && !apart;
        let ends = matches!((period.to, day), (Some(to), Some(day)) if to > day);
        begins
            || (ends && !self.left && (self.is_future() || (period.from.is_none() && dated())))
            || (period.to.is_none() && !self.left && self.is_future())
            || (period.to.is_none_or(|to| day.is_some_and(|day| to >= day)) && self.goes_on())
    }

    /// Whether an alliance wants it of its members: that is its norm.
    fn is_own_norm(self, sense: &Sense, subject: Option<&Arc<str>>) -> bool {
        let wants = || sense.told.is_some_and(|at| self.sources.look.has("want", self.sources.sentence, at));
        let own = |wisher: &Said| {
            subject == Some(&wisher.speaker)
                && self.sources.vocabulary.get(&wisher.speaker).is_some_and(|e| &*e.kind == "alliance")
        };
        self.metric.status == Status::Target
            && sense.status == Status::Proposed
            && wants()
            && !self.is_to_come()
            && self.voice.wisher(self.sources.found.value).is_some_and(own)
    }

    /// Whether it is the level that a change leads to: `De NAVO wil de norm verhogen tot 5 procent` is no norm yet.
    fn is_to_come(self) -> bool {
        let Sources { sentence, look, found, .. } = *self.sources;
        let before = |word: &(usize, usize)| sentence.slice(word.1, found.value).trim_ascii().is_empty();
        look.has("raises", sentence, self.own())
            && look.all("raised-to", sentence, (0, found.value)).last().is_some_and(before)
    }

    /// Whether a goal is what somebody would set, and nobody says so: `would lift spending to 3 percent if elected`.
    fn would_be(self, sense: &Sense) -> bool {
        let Sources { sentence, look, found, fields, .. } = *self.sources;
        self.metric.status == Status::Target
            && sense.status == Status::Target
            && sense.told.is_none()
            && fields.subject.is_none()
            && fields.status.is_none()
            && self.metric.statuses.contains(&Status::Proposed)
            && self.voice.at(found.value).is_none()
            && look.all("backshift", sentence, self.own()).iter().any(|would| would.1 < found.value)
    }

    /// Whether a state, or somebody of one, says what others have to do: `Trump zei dat de leden 5 procent moeten besteden`.
    fn is_demand(self, sense: &Sense, subject: Option<&Arc<str>>) -> bool {
        let Sources { sentence, look, .. } = *self.sources;
        // `Nederland moet 8 miljard extra uittrekken`: the verb behind `must` promises nothing.
        let more = self.metric.status == Status::Pledged;
        let bound = |at: (usize, usize)| more && look.has("must", sentence, (self.own().0, at.0));
        let open = self.metric.statuses.contains(&Status::Proposed)
            && self.sources.fields.subject.is_none()
            && self.sources.fields.status.is_none()
            && sense.told.is_none_or(bound);
        let of_state = |said: &Said| {
            let day = self.published.and_then(|p| p.to);
            let state = day.and_then(|day| self.sources.vocabulary.state_of(&said.speaker, day));
            let other = state.filter(|state| subject != Some(state));
            let kind = |id: &Arc<str>| self.sources.vocabulary.get(id).map(|e| &*e.kind);
            other.and_then(kind) == Some("country") || (more && kind(&said.speaker) == Some("alliance"))
        };
        matches!(self.metric.status, Status::Target | Status::Pledged)
            && sense.status == self.metric.status
            && open
            && look.has("must", sentence, self.own())
            && self.voice.at(self.sources.found.value).is_some_and(of_state)
    }
}
