//! What the dates of a sentence mean for a value in it.

use super::delta::onto;
use super::memory::Recall;
use super::sentence::{Mark, Sentence};
use super::voice::Lookup;
use crate::recognise::MentionValue;
use crate::rules::metric::{DateRole, Metric};
use crate::value::{Grain, Period};

/// The times of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct When {
    /// What it speaks of.
    pub(super) period: Period,
    /// By when its value has to be reached.
    pub(super) due: Option<Period>,
}

/// For how many days before its article an event can have happened and still be told by a date without a year.
const RECENT: i32 = 400;

/// How far behind a value words that put it before another end.
const EARLIER: usize = 40;

/// How far behind a value a word that says that it holds now ends.
const NOW: usize = 12;

/// How far behind the words that tell of a beginning its date stands: `sinds de inval van Oekraïne in februari`.
const BEGAN: usize = 24;

/// The times of a claim whose value stands at the folded position `value`.
pub(super) fn when(
    sentence: &Sentence,
    look: Lookup<'_>,
    value: usize,
    metric: &Metric,
    published: Option<Period>,
) -> When {
    let dates = dates(sentence, look, value);
    let from_publication = published.and_then(|p| p.from).map_or(Period::always(), Period::since);
    match metric.dates {
        DateRole::None | DateRole::Past => When { period: from_publication, due: None },
        DateRole::Due => {
            let own = in_turn(sentence, &dates, value, metric);
            let due = dates.iter().filter(|(m, p)| {
                // A day or a month is when it is talked about, unless it is the last: `by the end of this year`.
                own.is_none_or(|own| own == m.at)
                    && (p.grain >= Grain::Quarter || ends_a_year(p))
                    && later(p, published)
                    && in_clause(sentence, m.at, value)
                    && (clear(sentence, (m.at, value), metric)
                        || closes_row(sentence, look, (m.at, value), metric))
                    && !counted_from_then(p, &dates, published)
            });
            let due = due.min_by_key(|(m, _)| m.at.abs_diff(value));
            let period = settled(sentence, look, value, (&dates, published)).unwrap_or(from_publication);
            When { period, due: due.map(|(_, p)| by(*p, published)) }
        }
        DateRole::Period => {
            // `In 2024 was het 1,9 procent, nu is het 2,1`: what holds now is not of the date before.
            // `by 2027, up from 2.3% now`: right behind it, too.
            let now = |m: &Mark| m.at < value && look.has("current", sentence, (m.at, value + NOW));
            // `Tegen 2024 zullen het er 19 zijn, bleek maandag`: a day is when it is told.
            let fits = |(m, p): &(&Mark, Period)| !now(m) && p.grain >= metric.finest;
            let dates: Vec<(&Mark, Period)> = dates.into_iter().filter(fits).collect();
            let own = paired(sentence, &dates, (value, metric), look);
            // `In juli 1,1 procent, tegen 1,3 procent een maand eerder`: that is of another month than the one named.
            let rest = sentence.slice(value + 1, value + 1 + EARLIER);
            let next = rest.iter().position(|b| metric.values.has(*b)).unwrap_or(rest.len());
            let other = look.has("earlier", sentence, (value, value + 1 + next));
            let own = own.filter(|_| !other).map(|p| if p.from.is_none() { by(p, published) } else { p });
            When { period: own.unwrap_or(Period::always()), due: None }
        }
        DateRole::Moment => {
            let begun = look.all("war-began", sentence, (0, sentence.folded.len()));
            // `sinds de oorlog op 24 februari begon`: when something began is not when it had come to this.
            let began = |m: &Mark| {
                let tells = |hit: &&(usize, usize)| {
                    hit.0 < m.at
                        && m.at <= hit.1 + BEGAN
                        && (m.at < hit.1 || in_clause(sentence, hit.1, m.at))
                };
                begun.iter().any(|hit| tells(&hit))
            };
            let told = dates.iter().filter(|(m, _)| !began(m)).filter(|(m, p)| {
                let own = in_clause(sentence, m.at, value) || opens(sentence, m.at);
                happened(p, published) || (over(p, published) && own)
            });
            let near = told.min_by_key(|(m, _)| m.at.abs_diff(value)).map(|(_, p)| *p);
            // `De dag ervoor waren het er 12`: of another day than the article's, and which is not told.
            let of_article = || published.filter(|_| !look.has("elsewhen", sentence, (0, value)));
            When { period: near.or_else(of_article).unwrap_or(Period::always()), due: None }
        }
    }
}

/// The time long over at which a goal was settled on, where the sentence tells of that: `in 2014 spraken zij af`.
fn settled(
    sentence: &Sentence,
    look: Lookup<'_>,
    value: usize,
    (dates, published): (&[(&Mark, Period)], Option<Period>),
) -> Option<Period> {
    let clause = sentence.clauses(look).governing(value);
    let told = dates.iter().filter(|(m, p)| clause.0 <= m.at && m.at < clause.1 && over(p, published));
    let (_, then) = told.min_by_key(|(m, _)| m.at.abs_diff(value))?;
    // `the target that was set in 2014 is 2 percent`: it still is.
    let holds = look.all("holds-now", sentence, (0, value)).last().is_some_and(|w| w.1 + 1 == value);
    (!holds && look.has("settled-on", sentence, clause)).then_some(*then)
}

/// The day of an attack that a sentence without a date goes on about, `The attack killed 28 people`, where the sentence
/// before it in its paragraph that tells a date tells one day that has passed.
pub(super) fn carried_day(
    (sentence, look): (&Sentence, Lookup<'_>),
    recall: Recall<'_>,
    published: Option<Period>,
) -> Option<Period> {
    let whole = |s: &Sentence| (0, s.folded.len());
    if has_date(sentence, look, whole(sentence)) || !look.has("that-attack", sentence, whole(sentence)) {
        return None;
    }
    let block = recall.block(recall.number());
    let mut before = recall.before().take_while(|(number, _)| recall.block(*number) == block);
    let (_, told) = before.find(|(_, s)| has_date(s, look, whole(s)))?;
    let days = dates(told, look, usize::MAX);
    let [(_, day)] = days.as_slice() else { return None };
    Some(*day).filter(|day| day.grain == Grain::Day && day.from == day.to && happened(day, published))
}

/// How far before a date the words stand that make it a comparison, in folded bytes.
const COMPARED: usize = 32;

/// The resolved dates of the sentence but the value itself, and but those that only tell since when something had not
/// been so, `voor het eerst sinds 1992`, or what it is like.
fn dates<'s>(sentence: &'s Sentence, look: Lookup<'_>, value: usize) -> Vec<(&'s Mark, Period)> {
    let compared = |m: &Mark, p: &Period| {
        p.to.is_none() && look.has("not-since", sentence, (m.at.saturating_sub(COMPARED), m.at))
    };
    let date = |m: &'s Mark| match &look.mentions.get(m.mention)?.value {
        MentionValue::Date(d)
            if d.resolved
                && !d.impossible
                && m.at != value
                && !compared(m, &d.period)
                && !likened(sentence, look, m) =>
        {
            Some((m, d.period))
        }
        _ => None,
    };
    sentence.marks.iter().filter_map(date).collect()
}

/// Whether a date only tells of another time that something is held against: `10 procent, net als in juli`.
fn likened(sentence: &Sentence, look: Lookup<'_>, date: &Mark) -> bool {
    let words = look.all("likened", sentence, (date.at.saturating_sub(COMPARED), date.at));
    words.last().is_some_and(|w| sentence.slice(w.1, date.at).iter().all(|b| *b == b' '))
}

/// Whether no other value of the metric stands between a date behind it and the value: `2,5 procent in 2027 en 3
/// procent later`. A date in front may hold for all that follow.
fn clear(sentence: &Sentence, (date, value): (usize, usize), metric: &Metric) -> bool {
    let between = sentence.slice(date.min(value) + 1, date.max(value));
    !between.iter().any(|b| metric.values.has(*b))
}

/// How far the words reach that tell of how many something is a part, in folded bytes.
const OF: usize = 16;

/// Where the number stands of which the value is a part: `18 of NATO's 31 members`, `zeven van de 29`.
fn whole(sentence: &Sentence, value: usize, metric: &Metric, look: Lookup<'_>) -> Option<usize> {
    let rest = sentence.slice(value + 1, value + 1 + OF);
    let next = value + 1 + rest.iter().position(|b| metric.values.has(*b))?;
    let joins = look.all("out-of", sentence, (value + 1, next));
    joins.iter().any(|word| word.0 <= value + 2).then_some(next)
}

/// Whether a date closes a row of two values and no verb stands between them: `3,5 procent voor defensie en 1,5 procent
/// voor de rest in 2035`.
fn closes_row(sentence: &Sentence, look: Lookup<'_>, (date, value): (usize, usize), metric: &Metric) -> bool {
    let between = |m: &&Mark| value < m.at && m.at < date && metric.values.has(m.byte);
    let mut others = sentence.marks.iter().filter(between);
    let (Some(other), None) = (others.next(), others.next()) else { return false };
    let plain = |set: &str| !look.has(set, sentence, (value, other.at));
    look.has("and", sentence, (value, other.at)) && plain("finite") && plain("verb")
}

/// Whether no comma parts the two folded positions.
fn in_clause(sentence: &Sentence, a: usize, b: usize) -> bool {
    !sentence.slice(a.min(b), a.max(b)).iter().any(|c| matches!(c, b',' | b';' | b':'))
}

/// Whether a date opens its sentence, at most a word before it: `Eind 2018, na lang beraad, besloot …`.
fn opens(sentence: &Sentence, date: usize) -> bool {
    sentence.slice(0, date).iter().filter(|b| **b == b' ').count() <= 1
}

/// For how long a date has to be over to put a value that stands with it in the past.
const LONG_OVER: i32 = 200;

/// Whether a date before the value in its sentence was over long before the article.
pub(super) fn in_the_past(
    sentence: &Sentence,
    look: Lookup<'_>,
    value: usize,
    published: Option<Period>,
) -> bool {
    let Some(day) = published.and_then(|p| p.from) else { return false };
    let over = |p: &Period| p.to.is_some_and(|end| (day - end).get_days() > LONG_OVER);
    // `agreed in 2014, and Rutte expects all 32 allies`: the date of another clause is none of the value's.
    let from = sentence.clauses(look).governing(value).0;
    dates(sentence, look, value).iter().any(|(m, p)| from <= m.at && m.at < value && over(p))
}

/// Whether a date between two folded positions begins after the article: `levert vanaf januari`.
pub(super) fn has_ahead(
    sentence: &Sentence,
    look: Lookup<'_>,
    (from, to): (usize, usize),
    published: Option<Period>,
) -> bool {
    let Some(day) = published.and_then(|p| p.to) else { return false };
    // No value is left out: what is asked for are the dates around one.
    let all = dates(sentence, look, usize::MAX);
    all.iter().any(|(m, p)| from < m.at && m.at < to && p.from.is_some_and(|start| start > day))
}

/// Whether a date stands between two folded positions.
pub(super) fn has_date(sentence: &Sentence, look: Lookup<'_>, (from, to): (usize, usize)) -> bool {
    let date =
        |m: &Mark| matches!(look.mentions.get(m.mention).map(|m| &m.value), Some(MentionValue::Date(_)));
    sentence.marks.iter().any(|m| from <= m.at && m.at < to && date(m))
}

/// Whether a window had closed before its article, or had begun and has no end: what is over or goes on is no forecast.
pub(super) fn is_past(window: &Period, published: Option<Period>) -> bool {
    let Some(day) = published.and_then(|p| p.from) else { return false };
    match (window.from, window.to) {
        (_, Some(end)) => end <= day,
        (Some(start), None) => start < day,
        (None, None) => false,
    }
}

/// Whether a window that was counted from the article's day is counted from another that the sentence names:
/// `sprak in 2014 af om binnen tien jaar`.
fn counted_from_then(window: &Period, dates: &[(&Mark, Period)], published: Option<Period>) -> bool {
    let from_now = window.from.is_some() && window.from == published.and_then(|p| p.from);
    let Some(day) = published.and_then(|p| p.from).filter(|_| from_now) else { return false };
    dates.iter().any(|(_, p)| p.to.is_some_and(|end| (day - end).get_days() > LONG_OVER))
}

/// Whether a stretch of months is the last of a year: `eind 2027`, `by the end of this year`.
fn ends_a_year(period: &Period) -> bool {
    let last = period.to.is_some_and(|end| (end.month(), end.day()) == (12, 31));
    last && period.grain == Grain::Month && period.from.is_none_or(|from| from.month() < 12)
}

/// `tegen 2035` is due in 2035, as `eind 2035` is, and what is to grow `tussen 2014 en 2024` in 2024.
fn by(period: Period, published: Option<Period>) -> Period {
    let begun = |from| published.and_then(|p| p.from).is_some_and(|day| from < day);
    match (period.from, period.to) {
        (_, Some(end)) if ends_a_year(&period) => Period::year(end.year()).unwrap_or(period),
        (from, Some(end)) if period.grain >= Grain::Year && from.is_none_or(begun) => {
            Period::year(end.year()).unwrap_or(period)
        }
        _ => period,
    }
}

fn later(period: &Period, published: Option<Period>) -> bool {
    let end = period.to.or(period.from);
    matches!((end, published.and_then(|p| p.to)), (Some(end), Some(day)) if end > day)
}

fn happened(period: &Period, published: Option<Period>) -> bool {
    let (Some(from), Some(day)) = (period.from, published.and_then(|p| p.to)) else { return false };
    period.grain <= Grain::Month && from <= day && (day - from).get_days() <= RECENT
}

/// Whether a year or more was over on the day of the article: what is told of then is no news.
fn over(period: &Period, published: Option<Period>) -> bool {
    let (Some(to), Some(day)) = (period.to, published.and_then(|p| p.from)) else { return false };
    // What is longer ago than a date without a year can be had its year beside it.
    let dated = period.grain >= Grain::Year || (day - to).get_days() > RECENT;
    dated && period.from.is_some() && to < day
}

/// Where the date stands that belongs to the value in a row in which each value is followed by its own: `1 procent
/// in 2027 en 2 procent in 2030`.
fn in_turn(sentence: &Sentence, dates: &[(&Mark, Period)], value: usize, metric: &Metric) -> Option<usize> {
    let mut values = sentence.marks.iter().filter(|m| metric.values.has(m.byte)).map(|m| m.at).peekable();
    let (mut own, mut count) = (None, 0);
    for (mark, _) in dates {
        let at = values.next().filter(|at| *at < mark.at)?;
        if values.peek().is_some_and(|next| *next < mark.at) {
            return None;
        }
        own = if at == value { Some(mark.at) } else { own };
        count += 1;
    }
    own.filter(|_| count > 1 && values.next().is_none())
}

/// The date that belongs to the value: the only one, by order where there are as many dates as values
/// (`1,3 procent in 2019 en 1,4 procent in 2020`), else the nearest with no other value in between, one behind
/// it first.
fn paired(
    sentence: &Sentence,
    dates: &[(&Mark, Period)],
    (value, metric): (usize, &Metric),
    look: Lookup<'_>,
) -> Option<Period> {
    let values: Vec<usize> =
        sentence.marks.iter().filter(|m| metric.values.has(m.byte)).map(|m| m.at).collect();
    if let [(mark, only)] = dates {
        let out_of = whole(sentence, value, metric, look).unwrap_or(value);
        // `van drie in 2014 naar 22`: that year is the first level's own.
        let left =
            mark.at < value && onto(sentence, look, (mark.at, value)) && values.iter().any(|v| *v < mark.at);
        let own = !left && (mark.at < value || clear(sentence, (mark.at, out_of), metric));
        return own.then_some(*only);
    }
    if values.len() == dates.len() {
        let nth = values.iter().position(|at| *at == value)?;
        return dates.get(nth).map(|(_, p)| *p);
    }
    let distance = |m: &Mark| if m.at > value { 2 * (m.at - value) } else { 2 * (value - m.at) + 1 };
    let clear = |m: &Mark| !values.iter().any(|v| (m.at.min(value) + 1..m.at.max(value)).contains(v));
    dates.iter().filter(|(m, _)| clear(m)).min_by_key(|(m, _)| distance(m)).map(|(_, p)| *p)
}
