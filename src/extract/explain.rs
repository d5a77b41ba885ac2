//! Why a claim is what it is, and which patterns came near a figure that is none.

use std::cmp::Reverse;
use std::sync::Arc;

use super::Extractor;
use super::article::Article;
use super::context::missing_context;
use super::coverage::{dated, figures, within, words};
use super::fits::{Refusal, refusal};
use super::matching::{self, Match};
use super::plan::{Plan, Planned};
use super::sentence::{Mark, Sentence};
use super::slots::Origin;
use super::telling::Told;
use crate::claim::{Cause, ClaimValue, Explained, Explanation, Lack, NearMiss, Reason};
use crate::input::Document;
use crate::recognise::MentionValue;
use crate::rules::class::ClassSet;
use crate::rules::metric::{DateRole, Metric, MetricPattern};
use crate::rules::outline::Choice;
use crate::value::Period;

/// How many patterns are told of a figure that none fits, one a metric.
const NEAR: usize = 5;
/// How far a pattern is from every figure that holds nothing but the figure.
const ANY: usize = usize::MAX;

/// How much keeps a pattern from a figure; of two alike the one that has more words nearer to it comes first.
type Distance = (usize, Reverse<usize>);

impl Extractor<'_> {
    /// What became of the figures, dates and durations that stand on a line of the file (for JSON Lines: in that
    /// record), or of the one at a column of it; both count from 1, columns in code points.
    #[must_use]
    pub fn explain(&self, document: &Document, line: usize, column: Option<usize>) -> Vec<Explanation> {
        let article = self.article(document);
        let Some(plan) = article.plan else { return Vec::new() };
        let sentences = self.sentences(&article);
        let told = self.told(&article, &sentences, plan);
        let mut out = Vec::new();
        for (number, sentence) in sentences.iter().enumerate() {
            let own: Vec<&Told> = told.iter().filter(|t| t.sentence == number).collect();
            for (mark, kind) in figures(sentence) {
                let Some(mention) = article.mentions.get(mark.mention) else { continue };
                let place = article.place(mention.span, sentence.span);
                let end = article.position(place.span.end);
                let inside = |c: usize| place.column <= c && (end.line > place.line || c < end.column);
                if place.line != line || !column.is_none_or(inside) {
                    continue;
                }
                let claim = own.iter().find(|t| t.value == mark.at);
                let dates = dated(&article, mark, &own).map(|t| t.claim.metric.clone());
                let open = claim.is_none() && dates.is_none();
                out.push(Explanation {
                    publication: article.publication.clone(),
                    place,
                    kind: kind.into(),
                    sentence: words(&article, sentence),
                    within: within(sentence, mention),
                    claim: claim.and_then(|told| self.explained(&article, sentence, told)),
                    dates,
                    near: if open { self.near(&article, sentence, plan, mark) } else { Vec::new() },
                });
            }
        }
        out
    }

    fn explained(&self, article: &Article<'_>, sentence: &Sentence, told: &Told) -> Option<Explained> {
        let metric = self.rules.metrics.get(told.pattern.0)?;
        let pattern = metric.pattern(article.language, told.pattern.1)?;
        let claim = &told.claim;
        let slot = |name: &str, value: Option<&Arc<str>>, origin: Origin| Reason {
            part: name.into(),
            value: value.cloned(),
            cause: origin.cause,
            words: origin.at.and_then(|at| mention_at(article, sentence, at)),
        };
        let mut reasons: Vec<Reason> = link(article, sentence, told).into_iter().collect();
        reasons.push(slot("subject", claim.subject.as_ref(), told.subject));
        for (name, origin) in &told.scope {
            reasons.push(slot(name, claim.scope.get(name).and_then(Option::as_ref), *origin));
        }
        reasons.push(status(article, sentence, told, (metric, pattern)));
        reasons.push(speaker(article, sentence, told));
        reasons.extend(times(article, sentence, told, metric));
        Some(Explained {
            claim: claim.clone(),
            pattern: pattern.source.as_str().into(),
            reasons,
            considered: told.considered.clone(),
        })
    }

    /// The patterns that came near the value at `mark`, one a metric, the nearest first.
    fn near(
        &self,
        article: &Article<'_>,
        sentence: &Sentence,
        plan: &Plan<'_>,
        mark: &Mark,
    ) -> Vec<NearMiss> {
        let mut best: Vec<(Distance, usize, NearMiss)> = Vec::new();
        for planned in plan.patterns().iter().filter(|p| p.values.has(mark.byte)) {
            let Some(metric) = self.rules.metrics.get(planned.metric) else { continue };
            let Some(pattern) =
                metric.patterns.get(article.language).and_then(|all| all.get(planned.pattern))
            else {
                continue;
            };
            let known = (metric, pattern);
            let Some((rank, lack)) = self.lack(article, (sentence, mark), (plan, planned), known) else {
                continue;
            };
            let near = NearMiss {
                metric: metric.policy.metric.clone(),
                id: pattern.id.clone(),
                pattern: pattern.source.as_str().into(),
                lack,
            };
            match best.iter_mut().find(|(_, number, _)| *number == planned.metric) {
                Some(known) if known.0 > rank => *known = (rank, planned.metric, near),
                Some(_) => {}
                None => best.push((rank, planned.metric, near)),
            }
        }
        best.sort_by_key(|(rank, number, _)| (*rank, *number));
        best.into_iter().take(NEAR).map(|(.., near)| near).collect()
    }

    /// What keeps a pattern from making a claim of the value at `mark`, and how much that is; none where it is
    /// nowhere near: less than half of its words stand in the sentence.
    fn lack(
        &self,
        article: &Article<'_>,
        (sentence, mark): (&Sentence, &Mark),
        (plan, planned): (&Plan<'_>, &Planned<'_>),
        known: (&Metric, &MetricPattern),
    ) -> Option<(Distance, Lack)> {
        let anchors = planned.source.groups.iter().flatten().flat_map(|part| &part.outline.anchors);
        // Any figure that may be the value is there: the figure itself.
        let others: Vec<&Choice> =
            anchors.map(|a| &a.choice).filter(|c| !c.classes.meets(planned.values)).collect();
        let missing: Vec<&Choice> = others.iter().copied().filter(|c| !plan.holds(c, sentence)).collect();
        let never = known.1.fields.never;
        if !missing.is_empty() {
            let near = !never && 2 * missing.len() <= others.len();
            let pieces = || missing.iter().map(|choice| self.written(choice)).collect();
            let held = others.len() - missing.len();
            return near.then(|| ((2 + missing.len(), Reverse(held)), Lack::Missing(pieces())));
        }
        let found = matching::find(sentence, planned, plan).into_iter().find(|m| m.value == mark.at);
        let (lacks, lack) = match found {
            Some(_) if never => (0, Lack::Counter(known.1.id.clone())),
            Some(found) => (1, refused(article, sentence, (&found, planned), known)),
            None if never || others.is_empty() => return None,
            None => (2, Lack::Order),
        };
        // What is nothing but a value fits every figure, and comes near none.
        let lacks = if others.is_empty() && !never { ANY } else { lacks };
        Some(((lacks, Reverse(others.len())), lack))
    }

    /// A choice as it may be written in a pattern: `{~attack}`, `binnen|over`.
    fn written(&self, choice: &Choice) -> String {
        let sets = choice.sets.iter().map(|set| format!("{{~{set}}}"));
        let words = choice.words.iter().map(|word| word.as_str().to_owned());
        let names = self.rules.classes.names().filter(|name| {
            let class = self.rules.classes.placeholder(name).unwrap_or(ClassSet::NONE);
            *name != "entity" && class.meets(choice.classes)
        });
        let all: Vec<String> = words.chain(sets).chain(names.map(|name| format!("{{{name}}}"))).collect();
        all.join("|")
    }
}

/// Why a pattern that fits a value makes no claim of it.
fn refused(
    article: &Article<'_>,
    sentence: &Sentence,
    (found, planned): (&Match, &Planned<'_>),
    known: (&Metric, &MetricPattern),
) -> Lack {
    let fields = &known.1.fields;
    match refusal(sentence, found, (known.0, fields), article.lookup()) {
        Some(Refusal::Range) => Lack::Range,
        Some(Refusal::Unless(set)) => Lack::Unless(set.into()),
        Some(Refusal::Bare) => Lack::Bare,
        None if let Some(set) = missing_context(article, sentence, planned, fields) => {
            Lack::Context(set.as_str().into())
        }
        None => fields.after.first().map_or(Lack::Refused, |metric| Lack::After(metric.id.clone())),
    }
}

fn mention_at(article: &Article<'_>, sentence: &Sentence, at: usize) -> Option<Arc<str>> {
    let mention = article.mentions.get(sentence.mark_at(at)?.mention)?;
    Some(mention.span.of(&article.document.text).into())
}

/// The words of the article at a stretch of folded bytes.
fn words_at(article: &Article<'_>, sentence: &Sentence, (start, end): (usize, usize)) -> Arc<str> {
    let text = &article.document.text;
    let until = if end < sentence.folded.len() { sentence.text_offset(end) } else { sentence.span.end };
    text.get(sentence.text_offset(start)..until).unwrap_or("").trim().into()
}

/// How the figure goes on from another, or is no level but what is added to one.
fn link(article: &Article<'_>, sentence: &Sentence, told: &Told) -> Option<Reason> {
    let onward = told.onward.as_ref()?;
    let words = words_at(article, sentence, onward.words);
    let (cause, value, words) = match &onward.base {
        Some(base) => (Cause::Onward, Some(words), Some(base.clone())),
        None => (Cause::Cue, None, Some(words)),
    };
    Some(Reason { part: onward.link.word().into(), value, cause, words })
}

fn status(
    article: &Article<'_>,
    sentence: &Sentence,
    told: &Told,
    (metric, pattern): (&Metric, &MetricPattern),
) -> Reason {
    let status = told.claim.status;
    let words = told.words.filter(|_| told.by_words).map(|at| words_at(article, sentence, at));
    let cause = if pattern.fields.status == Some(status) {
        Cause::Fixed
    } else if words.is_some() {
        Cause::Cue
    } else if status == metric.status {
        Cause::Default
    } else {
        // What is past or still to come by its date or its tense.
        Cause::Date
    };
    Reason { part: "status".into(), value: Some(status.word().into()), cause, words }
}

fn speaker(article: &Article<'_>, sentence: &Sentence, told: &Told) -> Reason {
    let (cause, words) = match &told.said {
        None if told.claim.speaker.is_some() => (Cause::Last, None),
        None => (Cause::Default, None),
        Some(said) => match said.named {
            Some(at) => (Cause::Nearest, mention_at(article, sentence, at)),
            None => (Cause::Cue, Some(words_at(article, sentence, said.cue))),
        },
    };
    Reason { part: "speaker".into(), value: told.claim.speaker.clone(), cause, words }
}

/// Where the period and the due date come from.
fn times(article: &Article<'_>, sentence: &Sentence, told: &Told, metric: &Metric) -> Vec<Reason> {
    let date = |wanted: Period| {
        let fits = |m: &&Mark| match article.mentions.get(m.mention).map(|m| &m.value) {
            Some(MentionValue::Date(d)) => d.period.to == wanted.to && d.period.grain == wanted.grain,
            _ => false,
        };
        let mark = sentence.marks.iter().filter(|m| m.at != told.value).find(fits)?;
        mention_at(article, sentence, mark.at)
    };
    let period = told.claim.period;
    let words = if matches!(metric.dates, DateRole::Period | DateRole::Moment) { date(period) } else { None };
    let cause = match (&words, period.from) {
        (Some(_), _) => Cause::Date,
        (None, Some(_)) => Cause::Publication,
        (None, None) => Cause::Unknown,
    };
    let value = (period != Period::always()).then(|| period.iso().into());
    let mut out = vec![Reason { part: "period".into(), value, cause, words }];
    if let ClaimValue::Figure(figure) = &told.claim.value
        && let Some(due) = figure.due
    {
        let value = Some(due.iso().into());
        out.push(Reason { part: "due".into(), value, cause: Cause::Date, words: date(due) });
    }
    out
}
