//! Dates that do not exist, weekdays that do not fit, and events that are over and still to come.

use std::collections::BTreeMap;

use super::super::article::Article;
use super::super::sentences::Sentences;
use super::{Fact, Seen, fact};
use crate::claim::{Certainty, Claim, ClaimValue, ObservationKind, Status};
use crate::recognise::{DateValue, MentionValue};
use crate::rules::Behaviour;
use crate::rules::RuleSet;
use crate::text::Span;
use crate::value::{Date, Grain, Period};

/// How far from its article a date without a year lies at most for its year to be certain, in days.
const NEAR: i32 = 60;

/// Dates that do not exist, and weekdays that do not fit their dates.
pub(super) fn impossible(article: &Article<'_>) -> Vec<Seen> {
    let mut out = Vec::new();
    for mention in &article.mentions {
        let MentionValue::Date(date) = &mention.value else { continue };
        let blocks = &article.document.blocks;
        let block = blocks.get(blocks.partition_point(|b| b.span.end <= mention.span.start));
        if !block.is_some_and(|b| b.span.contains(mention.span)) {
            continue;
        }
        let place = || vec![article.place(mention.span, mention.span)];
        if date.impossible {
            out.push((ObservationKind::Impossible, place()));
        } else if let Some(kind) = weekday(article, mention.span, date) {
            out.push((kind, place()));
        }
    }
    out
}

fn weekday(article: &Article<'_>, span: Span, date: &DateValue) -> Option<ObservationKind> {
    let (written, day) = (date.weekday?, date.period.from?);
    let actual = day.weekday().to_monday_one_offset();
    let whole = date.period.to == Some(day);
    // Without a year the nearest such day was taken, which proves nothing far from the article's own.
    let year = span.of(&article.document.text).contains(&day.year().to_string());
    let published = article.document.meta.published.filter(|p| p.grain == Grain::Day).and_then(|p| p.from);
    let near = published.is_some_and(|p| (day - p).get_days().abs() <= NEAR);
    (whole && actual != written && (year || near)).then_some(ObservationKind::Weekday {
        written,
        date: day,
        actual,
    })
}

/// Whether an event is told as over or as still to come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Told {
    Over,
    Ahead,
}

/// Events told as over on a day after the article, as still to come on a day before it, and as both.
pub(super) fn tense(
    article: &Article<'_>,
    sentences: &Sentences<'_>,
    claims: &[Claim],
    rules: &RuleSet,
) -> Vec<Seen> {
    let Some(published) =
        article.document.meta.published.filter(|p| p.grain == Grain::Day).and_then(|p| p.from)
    else {
        return Vec::new();
    };
    let event = |c: &&Claim| {
        let policy = rules.metric(&c.metric).map(|m| m.policy.behaviour);
        policy == Some(Behaviour::Event)
            && c.speaker.is_none()
            && !c.negated
            && c.certainty == Certainty::Asserted
            && c.status == Status::Actual
    };
    // The first claim that tells of a fact from a day on in a tense.
    let mut told: BTreeMap<(Fact<'_>, Date, Told), &Claim> = BTreeMap::new();
    let mut out = Vec::new();
    for claim in claims.iter().filter(event) {
        let ClaimValue::Date(Period { from: Some(first), to: Some(last), grain: Grain::Day }) = claim.value
        else {
            continue;
        };
        let Some(tense) = tense_of(article, sentences, claim) else { continue };
        // Of several days it is over behind the last, and ahead before the first.
        let (day, wrong) = match tense {
            Told::Over => (first, first > published),
            Told::Ahead => (last, last < published),
        };
        let year = claim.place.quote.contains(&day.year().to_string());
        let over = tense == Told::Over;
        let otherwise = if over { Told::Ahead } else { Told::Over };
        let other = fact(claim).and_then(|fact| told.get(&(fact, first, otherwise)));
        if wrong && year {
            out.push((ObservationKind::Tense { day, over }, vec![claim.place.clone()]));
        } else if let Some(c) = other {
            out.push((ObservationKind::Tense { day, over }, vec![claim.place.clone(), c.place.clone()]));
        }
        if let Some(fact) = fact(claim) {
            told.entry((fact, first, tense)).or_insert(claim);
        }
    }
    out
}

/// In which tense the sentence of a claim tells it; none where its words do not settle that.
fn tense_of(article: &Article<'_>, sentences: &Sentences<'_>, claim: &Claim) -> Option<Told> {
    let place = |span: Span| article.document.to_source(span);
    let first = sentences.first_where(|span| place(span).start < claim.place.sentence.start);
    let mut behind = (first..sentences.len()).filter_map(|number| sentences.get(number));
    let sentence = behind.find(|s| place(s.span) == claim.place.sentence)?;
    let look = article.lookup();
    let has = |set| look.has(set, sentence, (0, sentence.folded.len()));
    if has("no-tense") {
        return None;
    }
    match (has("took-place"), has("will-take-place")) {
        (true, false) => Some(Told::Over),
        (false, true) => Some(Told::Ahead),
        _ => None,
    }
}
