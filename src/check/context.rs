//! What messages and conditions see of claims, facts and articles.

use minijinja::{Value, context};
use rust_decimal::prelude::ToPrimitive as _;

use super::conversion;
use crate::claim::{Claim, ClaimValue, FactKey, Observation, ObservationKind};
use crate::graph::EXACT;
use crate::judge::{Slip, Verdict};
use crate::rules::RuleSet;
use crate::rules::metric::status_name;
use crate::value::{Date, Decimal, Figure, Hedge, Language, Period, Printer, Quantity, Rounding};

/// Puts values and names into words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'a> {
    pub(super) rules: &'a RuleSet,
    pub(super) language: &'a Language,
}

impl Words<'_> {
    fn printer(self) -> Printer {
        Printer::new(self.language)
    }

    /// The value of a claim with its due date.
    pub(super) fn value(self, claim: &Claim) -> String {
        let printer = self.printer();
        match &claim.value {
            ClaimValue::Figure(f) => {
                let figure = printer.figure(&f.figure);
                match &f.due {
                    Some(due) => format!("{figure} ({})", printer.period(due)),
                    None => figure,
                }
            }
            ClaimValue::Date(p) => printer.period(p),
            ClaimValue::Duration(d) => printer.duration(d),
        }
    }

    /// The value in the same words whatever the language of the messages: for fingerprints.
    pub(super) fn plain(self, claim: &Claim) -> String {
        Words { language: &Language::new("en"), ..self }.value(claim)
    }

    /// What to say of a claim that another stands against: its value, and who says so.
    pub(super) fn related(self, claim: &Claim) -> String {
        let value = self.value(claim);
        match &claim.speaker {
            Some(_) => format!("{value} ({})", self.speaker(claim)),
            None => value,
        }
    }

    pub(super) fn entity(self, id: &str) -> String {
        self.rules.vocabulary.get(id).map_or_else(|| id.to_owned(), |e| e.name(self.language).to_owned())
    }

    /// What a metric is called.
    pub(super) fn title(self, metric: &str) -> String {
        let title = self.rules.metric(metric).and_then(|m| {
            let titles = &m.policy.title;
            titles.get(self.language.as_str()).or_else(|| titles.get("en")).cloned()
        });
        title.unwrap_or_else(|| metric.to_owned())
    }

    pub(super) fn speaker(self, claim: &Claim) -> String {
        let dutch = self.language.as_str() == "nl";
        match claim.speaker.as_deref() {
            None => claim
                .publication
                .source
                .as_deref()
                .unwrap_or(if dutch { "het artikel" } else { "the article" })
                .to_owned(),
            Some(crate::extract::UNNAMED) => if dutch { "een bron" } else { "a source" }.to_owned(),
            Some(id) if self.rules.vocabulary.get(id).is_none() => written(id),
            Some(id) => self.entity(id),
        }
    }

    /// An amount in the unit of a claim.
    fn amount(self, amount: Decimal, like: &Claim) -> String {
        let unit = like.value.unit().map(str::to_owned);
        let figure =
            Figure { unit, hedge: Hedge::About, ..Figure::bare(Quantity::Money, amount, Decimal::ONE) };
        self.printer().figure(&figure)
    }

    /// The days from one to another, in words or as the first of them.
    fn days(self, days: Option<(Date, Date)>, words: bool) -> Option<String> {
        let (first, last) = days?;
        let period = Period { from: Some(first), to: Some(last), ..Period::day(first) };
        Some(if words { self.printer().period(&period) } else { first.to_string() })
    }

    fn claim(self, claim: &Claim, words: bool) -> Value {
        let interval = claim.value.interval(Rounding::Rounded);
        let number = |v: Option<Decimal>| v.and_then(|v| v.to_f64());
        let published = claim.publication.published.map(|p| {
            if words { self.printer().period(&p) } else { p.from.map(|d| d.to_string()).unwrap_or_default() }
        });
        let nominal = match &claim.value {
            ClaimValue::Figure(f) => number(f.figure.worth()),
            ClaimValue::Date(_) | ClaimValue::Duration(_) => None,
        };
        let value = if words { Value::from(self.value(claim)) } else { Value::from(nominal) };
        context! {
            value,
            low => number(interval.low.at),
            high => number(interval.high.at),
            published,
            new => claim.marked_new,
            due => due_of(claim),
            unit => claim.value.unit(),
            path => &*claim.publication.path,
            source => claim.publication.source.as_deref().unwrap_or_else(|| claim.publication.name()),
            title => claim.publication.title.as_deref(),
            speaker => self.speaker(claim),
            status => status_name(claim.status),
            quote => &*claim.place.quote,
            metric => &*claim.metric,
            subject => claim.subject.as_deref(),
        }
    }
}

/// The id of somebody whom the vocabulary does not know, as a name: `jan-de-vries` is Jan de Vries.
fn written(id: &str) -> String {
    let word = |(i, word): (usize, &str)| {
        let mut letters = word.chars();
        match letters.next().filter(|_| i == 0 || word.len() > 3) {
            Some(first) => first.to_uppercase().chain(letters).collect(),
            None => word.to_owned(),
        }
    };
    id.split('-').enumerate().map(word).collect::<Vec<String>>().join(" ")
}

/// What a verdict is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sides<'a> {
    pub(super) fact: &'a FactKey,
    pub(super) verdict: &'a Verdict,
    pub(super) claim: &'a Claim,
    pub(super) against: &'a [&'a Claim],
}

/// The context of a verdict: printed for messages, raw for conditions.
pub(super) fn claim_context(words: Words<'_>, sides: Sides<'_>, printed: bool) -> Value {
    let Sides { fact, verdict, claim, against } = sides;
    let other = against.first().map(|c| words.claim(c, printed));
    let own = words.claim(claim, printed);
    // What is only estimated is said as what it is at least.
    let told = if printed { verdict.families.min(EXACT + 1) } else { verdict.families };
    let count = verdict.counted.unwrap_or(told);
    context! {
        claim => context! {
            tie => verdict.tie,
            count => count,
            at_least => verdict.counted.is_none() && verdict.families > EXACT,
            slip => verdict.slip.map(Slip::name),
            whole => verdict.wholes.map(|w| words.amount(w.here, claim)),
            other_whole => verdict.wholes.map(|w| words.amount(w.there, claim)),
            retracted => verdict.correction.as_ref().map(|c| !c.anew),
            retracted_by => verdict.correction.as_ref().map(|c| &*c.by),
            retracted_on => verdict.correction.as_ref().and_then(|c| words.days(c.published, printed)),
            others => against.iter().map(|c| words.value(c)).collect::<Vec<_>>().join(" + "),
            ..own
        },
        other => other.clone(),
        newer => other,
        fact => context! {
            metric => &*fact.metric,
            title => words.title(&fact.metric),
            subject => words.entity(&fact.subject),
            scope => fact.scope.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect::<std::collections::BTreeMap<_, _>>(),
        },
        article => article(&claim.publication),
    }
}

fn article(publication: &crate::claim::Publication) -> Value {
    context! {
        title => publication.title.as_deref(),
        source => publication.source.as_deref(),
        published => publication.published.map(|p| p.iso()),
        path => &*publication.path,
    }
}

/// By when a claim's value is due, as an ISO date.
fn due_of(claim: &Claim) -> Option<String> {
    if let ClaimValue::Figure(f) = &claim.value { f.due.map(|p| p.iso()) } else { None }
}

/// The context of something seen in one article: printed for messages, raw for conditions.
pub(super) fn observation_context(words: Words<'_>, observation: &Observation, printed: bool) -> Value {
    let printer = words.printer();
    let date = match observation.kind {
        ObservationKind::Weekday { written, date, actual } => context! {
            day => if printed { printer.day(date) } else { date.to_string() },
            written => printer.weekday(written),
            actual => printer.weekday(actual),
        },
        _ => context! {},
    };
    context! {
        date,
        seen => seen(words, observation),
        claim => context! { quote => observation.place.as_ref().map(|p| p.quote.to_string()) },
        article => article(&observation.publication),
    }
}

/// The figures that an observation rests on, in words, and `number`, the first of them, as it is.
fn seen(words: Words<'_>, observation: &Observation) -> Value {
    let figure = |f: &Figure| words.printer().figure(f);
    let number = |f: &Figure| f.nominal.or(f.high).or(f.low).and_then(|v| v.to_f64());
    match &observation.kind {
        ObservationKind::Weekday { .. } | ObservationKind::Impossible | ObservationKind::Undated => {
            context! {}
        }
        ObservationKind::Sum { parts, total, sum } => context! {
            parts => parts.iter().map(figure).collect::<Vec<_>>().join(" + "),
            total => figure(total),
            sum => figure(sum),
            number => number(total),
        },
        ObservationKind::Change { from, to, given, actual } => context! {
            from => figure(from), to => figure(to), given => figure(given), actual => figure(actual), number => number(given),
        },
        ObservationKind::Ratio { part, whole, given, actual } => context! {
            part => figure(part), whole => figure(whole), given => figure(given), actual => figure(actual), number => number(given),
        },
        ObservationKind::Conversion { amount, given } => {
            let wrong = conversion::wrong(observation, words.rules);
            context! {
                amount => figure(amount),
                given => figure(given),
                actual => wrong.as_ref().map(|w| figure(&w.actual)),
                day => wrong.as_ref().map(|w| words.printer().day(w.day)),
                number => number(given),
            }
        }
        ObservationKind::Tense { day, over } => context! { day => words.printer().day(*day), over },
        ObservationKind::Overstates { headline, body, certainty } => context! {
            headline => figure(headline), body => figure(body), certainty, number => number(headline),
        },
        ObservationKind::MetricSlip { figure: f, metric, other } => context! {
            figure => figure(f),
            metric => words.title(metric),
            other => words.title(other),
            same => metric == other,
            number => number(f),
        },
        ObservationKind::UnitSlip { figure: f, other }
        | ObservationKind::MagnitudeSlip { figure: f, other } => {
            context! { figure => figure(f), other => figure(other), number => number(f) }
        }
    }
}
