//! The claim of a value that a metric has won, with where each part of it came from.

use std::sync::Arc;

use super::Extractor;
use super::article::Article;
use super::clauses::Doer;
use super::context::is_told_here;
use super::conversions::converted;
use super::delta::Change;
use super::marks;
use super::matching::Match;
use super::memory::Recall;
use super::onward::{self, Onward};
use super::scope::holds;
use super::sense::{Sense, sense};
use super::sentence::{Mark, Sentence};
use super::slots::{About, Filled, Origin, Scoped, Sources, entity};
use super::spoken::spoken;
use super::standing::Standing;
use super::then::carried;
use super::voice::{Attribution, Lookup, Said, Voices};
use super::when::{carried_day, has_date, is_past, when};
use crate::claim::{
    Cause, Claim, ClaimFigure, ClaimValue, Considered, Fingerprint, Ground, Grounds, MEASURE, Place, SUBJECT,
    Scope, Status,
};
use crate::recognise::{Mention, MentionValue};
use crate::rules::metric::{DateRole, Metric, MetricPattern, PatternFields, SlotRule};
use crate::text::fold;
use crate::value::{Grain, Period, Quantity};

/// A claim with where it came from.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) claim: Claim,
    /// The number of its sentence.
    pub(super) sentence: usize,
    /// The folded position of its value.
    pub(super) value: usize,
    /// The indexes of its metric and of its pattern.
    pub(super) pattern: (usize, usize),
    pub(super) subject: Origin,
    /// Who was weighed for it.
    pub(super) considered: Vec<Considered>,
    /// Whom the article is about, where nothing nearer tells whose it is.
    pub(super) guess: Option<Arc<str>>,
    pub(super) scope: Vec<(Arc<str>, Origin)>,
    /// Where the words stand that gave the status.
    pub(super) words: Option<(usize, usize)>,
    /// Whether they did: a date or a tense may have outdone them.
    pub(super) by_words: bool,
    pub(super) said: Option<Said>,
    /// How it came about, where no pattern found it by itself.
    pub(super) onward: Option<Onward>,
}

/// The number of a sentence, who speaks in it, what is known before it, and the changes that it tells.
pub(super) type Known<'k, 'a> = (usize, (&'k Voices<'k>, &'k Attribution), Recall<'a>, &'k [Change]);

impl Extractor<'_> {
    /// The claim of a value that a metric has won; none where its subject or its time cannot be.
    pub(super) fn claim(
        &self,
        article: &Article<'_>,
        sentence: &Sentence,
        look: Lookup<'_>,
        (found, told): (&Match, &[Told]),
        (number, (voices, voice), recall, changes): Known<'_, '_>,
    ) -> Option<Told> {
        let metric = self.rules.metrics.get(found.metric)?;
        let pattern = metric.pattern(article.language, found.pattern)?;
        let mark = sentence.mark_at(found.value)?;
        let mention = article.mentions.get(mark.mention)?;
        let published = article.document.meta.published;
        let left = changes.iter().find(|c| c.from == Some(found.value) && c.to.is_some());
        let mut when = when(sentence, look, found.value, metric, published);
        if metric.dates == DateRole::Moment
            && let Some(day) = carried_day((sentence, look), recall, published)
        {
            when.period = day;
        }
        if metric.dates == DateRole::Period && left.is_some_and(|c| !is_dated(sentence, look, found.value, c))
        {
            when.period = Period::always();
        }
        // A pattern that names the subject itself is about a norm: when somebody reaches it is not when it is due,
        // unless all agree on it.
        let due =
            when.due.filter(|_| pattern.fields.subject.is_none() || agreed(sentence, look, found.value));
        let value = value(article, mention, (metric, pattern), due, (sentence, found.value))?;
        let date = if let ClaimValue::Date(p) = &value { Some(*p) } else { None };
        if metric.status == Status::Forecast && date.is_some_and(|d| is_past(&d, published)) {
            return None;
        }
        let mut speakers = voice.names();
        // `Poland will spend more, its minister said`: who is only spoken for does what is told.
        let clauses = sentence.clauses(look);
        speakers.retain(|at| {
            let both = (*at, found.value);
            !clauses.acts(sentence, look, both) && !clauses.acts_first(sentence, look, both)
        });
        let sources = Sources {
            article,
            sentence,
            found,
            fields: &pattern.fields,
            look,
            vocabulary: &self.rules.vocabulary,
            recall,
            speakers: &speakers,
            said: voice.at(found.value),
            told,
            home: article.document.meta.country.as_ref().and_then(|c| self.rules.vocabulary.country(c)),
            on: published.and_then(|p| p.to),
        };
        let about = sources.about(metric, (date, when.period));
        let About { subject, scope, considered, guess } =
            Some(about).filter(|about| metric.subject.allows(about.subject.0.as_ref()))?;
        if subject.0.as_ref().is_some_and(|who| is_foe(metric, &scope.0, who)) {
            return None;
        }
        let mut sense = sense(sentence, found, metric, &pattern.fields, look);
        let from_words = sense.status;
        if let Some(open) = left_open(&sense, &pattern.fields, (metric, told, number)) {
            sense.status = open;
        }
        let standing = Standing {
            metric,
            sources: &sources,
            voice,
            period: when.period,
            published,
            left: left.is_some(),
        };
        // `the current goal of 2 percent` is not what is new in the sentence, nor is what a change leaves behind.
        let known = sense.told.is_some_and(|at| look.has("as-it-is", sentence, at));
        let reached = |c: &Change| c.to == Some(found.value) && c.from.is_some();
        sense.marked_new = (sense.marked_new || changes.iter().any(reached)) && !known && left.is_none();
        let now = standing.is_now(&sense);
        sense.status = standing.status(&sense, subject.0.as_ref());
        let (said, speaker) = spoken(&sources, metric, (voices, voice), (sense.status, now));
        // What a newsroom takes back was its own.
        let speaker = speaker.filter(|_| !sense.taken_back);
        if when.period == Period::always() && sense.status == Status::Actual && left.is_none() {
            when.period = carried(&sources, metric, published).unwrap_or(when.period);
        }
        let value_and_place = (value, article.place(mention.span, sentence.span));
        let claim = claim(article, (metric, pattern), value_and_place, (when.period, &sense));
        let mut grounds = grounds(subject.1, &scope, (sentence, look));
        let fields = &pattern.fields;
        if sense.yardstick || !fields.after.is_empty() || !is_told_here(article, sentence, fields) {
            grounds.note(MEASURE, Ground::Near);
            open_parts(metric, &scope).for_each(|slot| grounds.note(slot, Ground::Near));
        }
        if is_named_nearby(&subject, fields) && sources.names_another(metric, (&subject, &scope)) {
            grounds.note(SUBJECT, Ground::Near);
        }
        let claim = Claim { subject: subject.0, scope: scope.0, speaker, grounds, ..claim };
        Some(Told {
            claim,
            sentence: number,
            value: found.value,
            pattern: (found.metric, found.pattern),
            subject: subject.1,
            considered,
            guess,
            scope: scope.1,
            by_words: sense.told.is_some() && from_words == sense.status,
            words: sense.told,
            said,
            onward: onward::added(sentence, look, found),
        })
    }
}

/// Whether those who belong to it are meant too: `the EU and its member states` have given more than the EU has.
fn with_members((sentence, look): (&Sentence, Lookup<'_>), name: Option<usize>) -> bool {
    name.is_some_and(|at| look.has("and-its-members", sentence, (at, sentence.folded.len())))
}

/// What of a claim only follows from what is told elsewhere in the article, or is named with others beside it.
fn grounds(subject: Origin, (scope, origins): &Scoped, within: (&Sentence, Lookup<'_>)) -> Grounds {
    let mut grounds = Grounds::default();
    if matches!(subject.cause, Cause::Place | Cause::Before | Cause::Lead | Cause::Article) {
        grounds.note(SUBJECT, Ground::Inferred);
    } else if with_members(within, subject.at) {
        grounds.note(SUBJECT, Ground::Shared);
    }
    // What the claim before it has, or `there` means.
    let carried = |origin: &Origin| matches!(origin.cause, Cause::Last | Cause::Anaphor);
    let carried = origins
        .iter()
        .filter(|(slot, origin)| carried(origin) && scope.get(slot).is_some_and(Option::is_some));
    carried.for_each(|(slot, _)| grounds.note(slot, Ground::Inferred));
    grounds
}

/// The slots of which words would tell which part it is of, and do not.
fn open_parts<'s>(metric: &'s Metric, (_, origins): &'s Scoped) -> impl Iterator<Item = &'s str> {
    let cued = |slot: &&SlotRule| !slot.cues.is_empty();
    let default = |slot: &&SlotRule| {
        origins.iter().any(|(name, origin)| *name == slot.name && origin.cause == Cause::Default)
    };
    metric.scope.iter().filter(cued).filter(default).map(|slot| &*slot.name)
}

/// Whether the subject stands near the sentence and not in it.
fn is_named_nearby((subject, origin): &Filled, fields: &PatternFields) -> bool {
    let near = match origin.cause {
        Cause::Paragraph | Cause::Last | Cause::Title | Cause::Publication => true,
        // Few words of its own tell of whose norm it is.
        Cause::Fixed => !(fields.topic.is_empty() && fields.context.is_empty()),
        _ => false,
    };
    near && subject.is_some()
}

/// Whether a slot is filled with what the subject can have no part in: Russia sends no gifts to Ukraine.
pub(super) fn is_foe(metric: &Metric, scope: &Scope, subject: &Arc<str>) -> bool {
    metric.scope.iter().any(|slot| {
        let value = scope.get(&slot.name).and_then(Option::as_ref);
        let counts = slot.only.as_ref().is_none_or(|only| holds(scope, only));
        counts && slot.foes.iter().any(|(of, foes)| Some(of) == value && foes.contains(subject))
    })
}

/// Whether the words before the value tell that an alliance has agreed on it, and no country what it will do; so does a
/// sentence about nothing but the norm: `De NAVO-norm is 5 procent in 2035`.
fn agreed(sentence: &Sentence, look: Lookup<'_>, value: usize) -> bool {
    let doer = match sentence.clauses(look).doer(value) {
        Doer::Name(at) => sentence.mark_at(at).and_then(|m| entity(m, look.mentions)),
        Doer::Unknown | Doer::Carried | Doer::Other => None,
    };
    let country = |m: &Mark| entity(m, look.mentions).is_some_and(|e| &*e.kind == "country");
    let whole = (0, sentence.folded.len());
    // `Eight members reach 2 percent in 2018`: that is when they do so.
    let others = ["at-home", "several-states"];
    let alone =
        || !sentence.marks.iter().any(country) && !others.iter().any(|set| look.has(set, sentence, whole));
    doer.is_none_or(|e| &*e.kind == "alliance") && (look.has("agreed", sentence, (0, value)) || alone())
}

/// The value that a mention is of a claim of the metric; none where it is a name, or a date that cannot be.
fn value(
    article: &Article<'_>,
    mention: &Mention,
    (metric, pattern): (&Metric, &MetricPattern),
    due: Option<Period>,
    (sentence, at): (&Sentence, usize),
) -> Option<ClaimValue> {
    match &mention.value {
        MentionValue::Figure(figure) => {
            let mut figure = marks::amount(article, mention, figure, metric);
            // A rank tells how many there are: whoever joins as the 32nd member makes 32 of them.
            if figure.quantity == Quantity::Ordinal {
                figure.quantity = Quantity::Number;
            }
            if pattern.fields.falls {
                figure = figure.negative();
            }
            Some(ClaimValue::Figure(ClaimFigure {
                of: pattern.fields.of.clone().or_else(|| metric.of.clone()),
                due,
                converted: converted(article, &figure, sentence, at),
                counts: figure.quantity == Quantity::Number,
                figure,
            }))
        }
        MentionValue::Date(d) => {
            let last = d.period.to.filter(|_| metric.last_day && d.period.from.is_none()).map(Period::day);
            let period =
                last.unwrap_or_else(|| Period { grain: grain(article, mention, d.period), ..d.period });
            (d.resolved && !d.impossible).then_some(ClaimValue::Date(period))
        }
        MentionValue::Duration(d) => Some(ClaimValue::Duration(d.clone())),
        MentionValue::Entity(_) => None,
    }
}

/// The status that a figure without words of its own takes from the claim behind which it stands: `the draft caps it at
/// 600,000; others made that 800,000`.
fn left_open(
    sense: &Sense,
    fields: &PatternFields,
    (metric, told, sentence): (&Metric, &[Told], usize),
) -> Option<Status> {
    if sense.told.is_some() || fields.status.is_some() || sense.status != metric.status {
        return None;
    }
    let base = told.iter().rev().take_while(|t| t.sentence == sentence);
    let mut base = base.filter(|t| fields.after.iter().any(|after| after.id == t.claim.metric));
    let open = |s: &Status| *s == Status::Proposed && metric.statuses.contains(s);
    base.next().map(|t| t.claim.status).filter(open)
}

/// How finely a date is stated: a day that is so many weeks off is as coarse as a week.
fn grain(article: &Article<'_>, mention: &Mention, period: Period) -> Grain {
    let set = article.cues.get("weeks-off", article.language);
    let off = || set.is_some_and(|set| set.is_word(&fold(mention.span.of(&article.document.text))));
    if period.grain == Grain::Day && period.from == period.to && off() { Grain::Week } else { period.grain }
}

/// The claim of a value, without whose it is and who says it.
fn claim(
    article: &Article<'_>,
    (metric, pattern): (&Metric, &MetricPattern),
    (value, place): (ClaimValue, Place),
    (period, sense): (Period, &Sense),
) -> Claim {
    let start = place.span.start.to_string();
    let id = Fingerprint::of([&article.document.id, &*metric.policy.metric, &start]);
    Claim {
        id: id.as_str().into(),
        publication: article.publication.clone(),
        metric: metric.policy.metric.clone(),
        subject: None,
        scope: Scope::default(),
        value,
        status: sense.status,
        speaker: None,
        certainty: sense.certainty,
        negated: sense.negated,
        taken_back: sense.taken_back,
        marked_new: sense.marked_new,
        apart: false,
        grounds: Grounds::default(),
        yardstick: sense.yardstick,
        period,
        place,
        change: None,
        pattern: pattern.id.clone(),
    }
}

/// Whether a date stands between the two levels of a change, of which a value is the one that it leaves behind.
fn is_dated(sentence: &Sentence, look: Lookup<'_>, value: usize, change: &Change) -> bool {
    has_date(sentence, look, (value, change.to.unwrap_or(value)))
}
