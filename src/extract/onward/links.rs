//! How a figure goes on from a claim, by the words around it.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::near::{closes, followed, is_kind, led, of_gdp, stands_alone};
use super::{BACK, Here, Link, Step, level_of};
use crate::claim::Status;
use crate::extract::clauses::Doer;
use crate::extract::sentence::{Mark, Sentence};
use crate::extract::slots::{entity, figure};
use crate::extract::telling::Told;
use crate::extract::when::{has_ahead, has_date};
use crate::rules::Behaviour;
use crate::rules::class::Classes;
use crate::rules::metric::{DateRole, Metric, Name};

/// How far before a word such as `dat` its verb begins.
const VERB: usize = 12;
/// Two levels of one thing differ at most by this factor.
const ALIKE: Decimal = Decimal::from_parts(20, 0, 0, false, 0);
/// How much may stand between a sum and the share that it amounts to, and between a total and its increase.
const BESIDE: usize = 40;
const RISE: usize = 60;
/// How far behind `more than` the date of what it is held against stands: `more than in 2024`.
const LEVEL: usize = 5;

impl<'a> Here<'a> {
    /// How the figure of a mark goes on from a claim, if it does.
    pub(super) fn step(self, mark: &Mark) -> Option<Step> {
        self.corrected(mark)
            .or_else(|| self.share(mark))
            .or_else(|| self.sum(mark))
            .or_else(|| self.total(mark))
            .or_else(|| self.rise(mark))
            .or_else(|| self.part(mark))
            .or_else(|| self.estimate(mark))
            .or_else(|| self.former(mark))
            .or_else(|| self.further(mark))
            .or_else(|| self.again(mark))
            .or_else(|| self.of_another(mark))
    }

    fn led(self, set: &str, at: usize) -> Option<(usize, usize)> {
        led(self.sentence, self.look, set, at)
    }

    pub(super) fn has(self, set: &str, range: (usize, usize)) -> bool {
        self.look.has(set, self.sentence, range)
    }

    pub(super) fn metric(self, told: &Told) -> Option<&'a Metric> {
        self.rules.metrics.get(told.pattern.0)
    }

    /// The index of the metric with a name, where it may have the figure of a mark.
    fn named(self, name: Option<&Name>, mark: &Mark) -> Option<usize> {
        let name = name?;
        let index = self.rules.metric_index(&name.id)?;
        self.takes(index, mark).then_some(index)
    }

    /// Whether a metric has figures of this kind; a share may leave its unit out.
    pub(super) fn takes(self, metric: usize, mark: &Mark) -> bool {
        self.rules.metrics.get(metric).is_some_and(|m| m.values.has(mark.byte))
    }

    /// The sentence of a claim.
    pub(super) fn sentence_of(self, told: &Told) -> Option<&'a Sentence> {
        self.sentences.get(told.sentence)
    }

    /// The claim of the last figure of a kind before the mark, in its sentence or in one before it in the paragraph;
    /// none where a figure of the kind stands between them that nothing is known of. The whole of `22 of the 32` is
    /// passed over.
    pub(super) fn last(self, mark: &Mark, kind: &str) -> Option<usize> {
        let block = self.sentence.block;
        for back in 0..=BACK {
            let number = self.number.checked_sub(back)?;
            let sentence = self.sentences.get(number).filter(|s| s.block == block)?;
            let until = if back == 0 { mark.at } else { sentence.folded.len() };
            let mut marks = sentence.marks.iter().rev().filter(|m| m.at < until && is_kind(m, kind));
            while let Some(own) = marks.next() {
                let claim = self.told.iter().rposition(|t| t.sentence == number && t.value == own.at);
                let whole = led(sentence, self.look, "part-of", own.at).is_some();
                if whole && marks.clone().next().is_some() {
                    continue;
                }
                return claim;
            }
        }
        None
    }

    /// The claim of the figure right before the mark in its sentence, of a kind.
    fn beside(self, mark: &Mark, kind: &str) -> Option<usize> {
        let before = self.sentence.marks.iter().rev().find(|m| {
            m.at < mark.at && Classes::value_name(m.byte).is_some_and(|k| !matches!(k, "date" | "duration"))
        })?;
        let own = is_kind(before, kind).then_some(before)?;
        self.told.iter().rposition(|t| t.sentence == self.number && t.value == own.at)
    }

    /// Whether two figures may be levels of one thing: of a size, in one unit, and not the same.
    fn alike(self, mark: &Mark, base: &Told) -> bool {
        let other = self.sentence_of(base).and_then(|s| figure(s.mark_at(base.value)?, self.look.mentions));
        let own = figure(mark, self.look.mentions);
        let (Some(own), Some(other)) = (own, other) else { return false };
        let unit = own.unit == other.unit || own.unit.is_none();
        unit && own.worth() != other.worth() && own.is_of_size(other, ALIKE)
    }

    /// Whether the clause of the figure is about what the claim is about: a word for the level does what it tells, or
    /// its subject does.
    fn refers(self, at: usize, base: &Told) -> bool {
        let clauses = self.sentence.clauses(self.look);
        let own = clauses.doer(at);
        let same = |id: &Arc<str>| {
            let day = self.published.and_then(|p| p.to);
            let subject = base.claim.subject.as_ref();
            subject == Some(id)
                || day
                    .and_then(|day| self.rules.vocabulary.state_of(id, day))
                    .is_some_and(|s| Some(s) == subject)
        };
        match own {
            Doer::Name(doer) => {
                let name = self.sentence.mark_at(doer).and_then(|m| entity(m, self.look.mentions));
                name.is_some_and(|e| same(&e.id))
            }
            // `a deficit that will rise`: of something else, unless the claim stands in that clause too.
            Doer::Carried | Doer::Unknown => {
                let relative = clauses.is_relative(at) && self.anaphor(at).is_none();
                !relative || (base.sentence == self.number && clauses.around(at).0 <= base.value)
            }
            // `Top brass want at least 80,000`: a bare number of people, whoever wants them.
            Doer::Other => {
                let people = || self.sentence.mark_at(at).is_some_and(|m| is_kind(m, "count"));
                let (from, _) = clauses.around(at);
                // `In totaal beloofde het land er 30`
                let land = ["anaphor", "government"].iter().any(|set| self.has(set, (from, at)));
                land || self.anaphor(at).is_some() || (people() && self.led("wants-level", at).is_some())
            }
        }
    }

    /// The word for the level before in the clause of the figure: `the figure`, and `dat moet` where it opens it, for
    /// `a deficit that will rise` has another `that`.
    fn anaphor(self, at: usize) -> Option<(usize, usize)> {
        let (from, to) = self.sentence.clauses(self.look).around(at);
        // `moet dat` and `stijgt dat percentage`: `dat` may be taken for what opens a clause.
        let from = from.saturating_sub(VERB);
        let opens = |word: &(usize, usize)| {
            let before = self.sentence.slice(0, word.0).trim_ascii_end();
            let sign = before.last().is_none_or(|b| matches!(b, b',' | b';' | b':' | b'"' | b'-'));
            sign || self.look.all("level-end", self.sentence, (0, word.0)).iter().any(|w| w.1 == before.len())
        };
        let own = self.look.all("the-level", self.sentence, (from, to)).first().copied();
        own.or_else(|| self.look.all("that-level", self.sentence, (from, to)).into_iter().find(opens))
    }

    /// The clause of the figure; with what stands before it, where the word for the level before was taken for what opens
    /// a clause.
    fn stretch(self, at: usize) -> (usize, usize) {
        let (from, to) = self.sentence.clauses(self.look).around(at);
        match self.anaphor(at).filter(|word| word.0 < from) {
            Some(word) => (self.sentence.clauses(self.look).around(word.0).0, to),
            None => (from, to),
        }
    }

    /// Whether the clause tells a date that is still to come, or words say that the level is.
    fn ahead(self, at: usize) -> bool {
        let around = self.stretch(at);
        has_ahead(self.sentence, self.look, around, self.published)
            || ["future", "level-ahead", "must"].iter().any(|set| self.has(set, around))
    }

    /// What stands between the claim and the mark in one sentence names nobody else.
    fn same_stretch(self, mark: &Mark, base: &Told) -> bool {
        let subject = self.metric(base).map(|m| m.subject.classes);
        let own = |m: &Mark| {
            entity(m, self.look.mentions).is_some_and(|e| Some(&e.id) == base.claim.subject.as_ref())
        };
        let other = |m: &Mark| {
            base.value < m.at && m.at < mark.at && subject.is_some_and(|c| c.has(m.byte)) && !own(m)
        };
        base.sentence != self.number || !self.sentence.marks.iter().any(other)
    }

    /// Whether a claim is of a level, which may be another at another time, and not of what happened once.
    fn is_level(self, told: &Told) -> bool {
        self.metric(told).is_some_and(|m| matches!(m.policy.behaviour, Behaviour::State | Behaviour::Period))
    }

    /// Whether it was another before: a level, or a count that grows (`a day earlier it was 12`).
    fn had_been(self, told: &Told) -> bool {
        let grows = |m: &Metric| m.policy.behaviour == Behaviour::Cumulative;
        self.is_level(told) || self.metric(told).is_some_and(grows)
    }

    pub(super) fn kind(self, mark: &Mark) -> Option<&'static str> {
        Classes::value_name(mark.byte).filter(|kind| matches!(*kind, "count" | "percent" | "money"))
    }

    /// `up from 62.4 billion this year`, `a decade ago it was three`.
    fn former(self, mark: &Mark) -> Option<Step> {
        let compared = self.led("former-level", mark.at);
        let was = || self.led("that-was", mark.at).filter(|w| self.told_before(mark, *w));
        let words = compared.or_else(was)?;
        let base = self.last(mark, self.kind(mark)?)?;
        let told = self.told.get(base)?;
        let near = told.sentence == self.number || compared.is_none() || self.anaphor(mark.at).is_some();
        let other = self.sentence_of(told)?;
        let alone = stands_alone((self.sentence, mark.at), self.look, (other, told.value));
        if !near || !alone || !self.alike(mark, told) || !self.same_stretch(mark, told) {
            return None;
        }
        let (metric, status) = self.level_before(mark, told).filter(|_| self.had_been(told))?;
        let rules = self.rules.metrics.get(metric)?;
        // Without a date a figure of a day is of the article's.
        let dated = self.dated_former(mark, words);
        let previous = rules.statuses.contains(&Status::Previous);
        if rules.dates == DateRole::Moment && !dated && !previous {
            return None;
        }
        Some(Step { status: Some(status), ..Step::new(Link::Former, metric, base, words) })
    }

    /// Whether the clause of the figure tells that it was so at another time.
    fn told_before(self, mark: &Mark, words: (usize, usize)) -> bool {
        let (from, to) = self.stretch(mark.at);
        has_date(self.sentence, self.look, (from, to)) || self.has("earlier", (from, to.max(words.1)))
    }

    /// Whether a date tells when the level of before was: between the words and the end of its stretch, or where the
    /// words are a clause, anywhere in it.
    pub(super) fn dated_former(self, mark: &Mark, words: (usize, usize)) -> bool {
        let rest = self.sentence.slice(mark.at + 1, self.sentence.folded.len());
        let sign = |b: &u8| matches!(b, b',' | b';' | b':' | b')' | b'.');
        let until = mark.at + 1 + rest.iter().position(sign).unwrap_or(rest.len());
        let clause = self.led("that-was", mark.at).map(|_| self.stretch(mark.at).0);
        has_date(self.sentence, self.look, (clause.unwrap_or(words.0), until))
    }

    /// The metric and status of the level before a claim: what an intended level comes from is the level of now.
    fn level_before(self, mark: &Mark, told: &Told) -> Option<(usize, Status)> {
        let own = self.metric(told)?;
        let alliance = || {
            let of = |id: &Arc<str>| self.rules.vocabulary.get(id).is_some_and(|e| &*e.kind == "alliance");
            told.claim.subject.as_ref().is_some_and(of)
        };
        match level_of(self.rules, own).filter(|level| !alliance() && self.takes(*level, mark)) {
            Some(level) => Some((level, self.rules.metrics.get(level)?.status)),
            None => {
                let index = told.pattern.0;
                let previous = own.statuses.contains(&Status::Previous);
                Some((index, if previous { Status::Previous } else { own.status }))
            }
        }
    }

    /// `is meant to grow to 260,000 by 2035`, `dat moet oplopen tot 3,5`, `wants 10,000 by 2030`.
    fn further(self, mark: &Mark) -> Option<Step> {
        let (words, wish) = self.growth(mark)?;
        let kind = self.kind(mark)?;
        let base =
            self.last(mark, kind).or_else(|| self.last(mark, "percent").filter(|_| kind == "count"))?;
        let told = self.told.get(base)?;
        let other = self.sentence_of(told)?;
        let explicit = self.anaphor(mark.at).is_some();
        let count = kind == "count" && other.mark_at(told.value).is_some_and(|m| is_kind(m, "count"));
        // A share or a sum may be of anything, a bare number of people only of those.
        let near =
            explicit || count || told.sentence == self.number || self.led("level-reach", mark.at).is_some();
        let unit_left_out = kind == "count" && !count;
        if !near || (unit_left_out && !explicit) || !self.refers(mark.at, told) {
            return None;
        }
        let alone = stands_alone((self.sentence, mark.at), self.look, (other, told.value));
        if !alone || !self.alike(mark, told) || !self.same_stretch(mark, told) {
            return None;
        }
        let own = self.metric(told)?;
        let next = own.onward.next.as_ref().filter(|_| wish || self.intended(mark.at));
        let to = next.and_then(|next| self.rules.metric_index(&next.id));
        if let Some(metric) = to.filter(|index| self.takes(*index, mark) || unit_left_out) {
            return Some(Step::new(Link::Next, metric, base, words));
        }
        let ahead = self.ahead(mark.at) && self.is_level(told);
        let status = [Status::Forecast, Status::Pledged, Status::Proposed];
        let status = status.into_iter().find(|s| own.statuses.contains(s)).filter(|_| ahead);
        let around = self.stretch(mark.at);
        let dated = has_date(self.sentence, self.look, around) && own.policy.behaviour == Behaviour::Period;
        if wish || (ahead && status.is_none()) || !(ahead || dated) {
            return None;
        }
        Some(Step { status, ..Step::new(Link::Later, told.pattern.0, base, words) })
    }

    /// The words by which the level grows to the figure, and whether they are of a wish.
    fn growth(self, mark: &Mark) -> Option<((usize, usize), bool)> {
        if let Some(words) = self.led("level-reach", mark.at) {
            return Some((words, false));
        }
        if let Some(words) = self.led("wants-level", mark.at) {
            return Some((words, true));
        }
        let (from, to) = self.stretch(mark.at);
        let onto = self.led("onto", mark.at)?;
        let before = self.look.all("grows", self.sentence, (from, onto.0)).last().copied();
        let verb =
            before.or_else(|| self.look.all("grows", self.sentence, (mark.at + 1, to)).first().copied())?;
        Some(((verb.0.min(onto.0), verb.1.max(onto.1)), false))
    }

    /// Whether the clause says that somebody means it to be so.
    fn intended(self, at: usize) -> bool {
        let around = self.stretch(at);
        ["must", "want", "promised", "level-intended"].iter().any(|set| self.has(set, around))
    }

    /// `In een eerdere versie van dit artikel stond dat het er 35 waren.`
    fn corrected(self, mark: &Mark) -> Option<Step> {
        let words = self.look.all("own-correction", self.sentence, (0, mark.at)).last().copied()?;
        let base = self.last(mark, self.kind(mark)?)?;
        let told = self.told.get(base)?;
        let other = self.sentence_of(told)?;
        let alone = stands_alone((self.sentence, mark.at), self.look, (other, told.value));
        let status = Some(told.claim.status);
        (alone && self.alike(mark, told))
            .then_some(Step { status, ..Step::new(Link::Corrected, told.pattern.0, base, words) })
    }

    /// `€152.8bn, or 3.5% of GDP`
    fn share(self, mark: &Mark) -> Option<Step> {
        if !is_kind(mark, "percent") {
            return None;
        }
        let base = self.beside(mark, "money")?;
        let told = self.told.get(base)?;
        let metric = self.named(self.metric(told)?.onward.share.as_ref(), mark)?;
        let words = self.joined((told.value + 1, mark.at))?;
        of_gdp(self.sentence, self.look, mark.at)?;
        Some(Step::new(Link::Share, metric, base, words))
    }

    /// `2 procent van het bbp, ruim 20 miljard euro`
    fn sum(self, mark: &Mark) -> Option<Step> {
        if !is_kind(mark, "money") {
            return None;
        }
        let base = self.beside(mark, "percent")?;
        let told = self.told.get(base)?;
        let metric = self.named(self.metric(told)?.onward.sum.as_ref(), mark)?;
        let from = of_gdp(self.sentence, self.look, told.value)?;
        let words = self.joined((from, mark.at))?;
        let country = |id: &Arc<str>| self.rules.vocabulary.get(id).is_some_and(|e| &*e.kind == "country");
        let own = told.claim.subject.as_ref().is_some_and(country);
        (own && closes(self.sentence, self.look, mark.at + 1)).then_some(Step::new(
            Link::Sum,
            metric,
            base,
            words,
        ))
    }

    /// What joins two figures that say the same: a bracket, a comma or words such as `or`, and nothing else.
    fn joined(self, (from, to): (usize, usize)) -> Option<(usize, usize)> {
        let between = self.sentence.slice(from, to);
        let words = self.look.all("same-as", self.sentence, (from, to));
        let known = |i: usize| words.iter().any(|w| w.0 <= i && i < w.1);
        let plain = (from..to).all(|i| match self.sentence.folded.get(i) {
            Some(b' ' | b',' | b'(' | b'-') => true,
            Some(byte) if byte.is_ascii_alphanumeric() => known(i),
            Some(byte) => Classes::value_name(*byte) == Some("date"),
            None => false,
        });
        let sign = between.iter().any(|b| matches!(b, b',' | b'(' | b'-'));
        (between.len() <= BESIDE && plain && (sign || !words.is_empty())).then_some((from, to))
    }

    /// `…, taking total outlays to €33bn`
    fn total(self, mark: &Mark) -> Option<Step> {
        let kind = self.kind(mark).filter(|kind| *kind != "count")?;
        let words = self.led("takes-total", mark.at)?;
        let base = self.last(mark, kind)?;
        let told = self.told.get(base)?;
        let metric = self.named(self.metric(told)?.onward.total.as_ref(), mark)?;
        let near = told.sentence + 1 >= self.number && self.same_stretch(mark, told);
        near.then_some(Step::new(Link::Total, metric, base, words))
    }

    /// `€33bn, an increase of €10.5bn`
    fn rise(self, mark: &Mark) -> Option<Step> {
        if !is_kind(mark, "money") {
            return None;
        }
        let base = self.beside(mark, "money")?;
        let told = self.told.get(base)?;
        let metric = self.named(self.metric(told)?.onward.rise.as_ref(), mark)?;
        let more = || {
            let words = followed(self.sentence, self.look, "more-than-before", mark.at)?;
            let next = self.sentence.marks.iter().find(|m| m.at >= words.1)?;
            (is_kind(next, "date") && next.at <= words.1 + LEVEL).then_some(words)
        };
        let words = self.led("rise-of", mark.at).or_else(more)?;
        let near = mark.at - told.value <= RISE && self.same_stretch(mark, told);
        near.then_some(Step::new(Link::Rise, metric, base, words))
    }

    /// `The true figure is likely to be between 165,000 and 237,000.`
    fn estimate(self, mark: &Mark) -> Option<Step> {
        let words = self.led("true-level", mark.at)?;
        let base = self.last(mark, self.kind(mark)?)?;
        let told = self.told.get(base)?;
        let other = self.sentence_of(told)?;
        let alone = stands_alone((self.sentence, mark.at), self.look, (other, told.value));
        let metric = told.pattern.0;
        (alone && self.alike(mark, told) && self.takes(metric, mark)).then_some(Step::new(
            Link::Estimate,
            metric,
            base,
            words,
        ))
    }

    /// `of which €63.2bn was military`: a part that a slot of the metric tells apart.
    fn part(self, mark: &Mark) -> Option<Step> {
        let words = self.led("of-which", mark.at)?;
        let base = self.last(mark, self.kind(mark)?)?;
        let told = self.told.get(base)?;
        let other = self.sentence_of(told)?;
        let worth = |s: &Sentence, at: usize| figure(s.mark_at(at)?, self.look.mentions)?.nominal;
        let less = worth(self.sentence, mark.at).zip(worth(other, told.value)).is_some_and(|(a, b)| a < b);
        let near = told.sentence + 1 >= self.number;
        (less && near).then_some(Step::new(Link::Part, told.pattern.0, base, words))
    }

    /// `In totaal beloofde ons land er 30`: as many of the things that the sentence before counts.
    fn again(self, mark: &Mark) -> Option<Step> {
        let words = self.led("partitive", mark.at)?;
        let base = self.last(mark, "count")?;
        let told = self.told.get(base)?;
        self.metric(told).filter(|m| m.onward.again)?;
        let other = self.sentence_of(told)?;
        let alone = stands_alone((self.sentence, mark.at), self.look, (other, told.value));
        let near = told.sentence + 1 >= self.number;
        let metric = told.pattern.0;
        (alone && near && self.takes(metric, mark) && self.refers(mark.at, told)).then_some(Step::new(
            Link::Again,
            metric,
            base,
            words,
        ))
    }
}
