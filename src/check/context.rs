//! What messages and conditions see of claims, facts and articles.

use minijinja::{Value, context};
use rust_decimal::prelude::ToPrimitive as _;

use crate::claim::{Claim, ClaimValue, FactKey, Observation, ObservationKind};
use crate::rules::RuleSet;
use crate::rules::metric::status_name;
use crate::value::{Language, Printer, Rounding};

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

    fn entity(self, id: &str) -> String {
        self.rules.vocabulary.get(id).map_or_else(|| id.to_owned(), |e| e.name(self.language).to_owned())
    }

    fn speaker(self, claim: &Claim) -> String {
        let dutch = self.language.as_str() == "nl";
        match claim.speaker.as_deref() {
            None => claim
                .publication
                .source
                .as_deref()
                .unwrap_or(if dutch { "het artikel" } else { "the article" })
                .to_owned(),
            Some(crate::extract::UNNAMED) => if dutch { "een bron" } else { "a source" }.to_owned(),
            Some(id) => self.entity(id),
        }
    }

    fn claim(self, claim: &Claim, words: bool) -> Value {
        let interval = claim.value.interval(Rounding::Rounded);
        let number = |v: Option<crate::value::Decimal>| v.and_then(|v| v.to_f64());
        let published = claim.publication.published.map(|p| {
            if words { self.printer().period(&p) } else { p.from.map(|d| d.to_string()).unwrap_or_default() }
        });
        let nominal = match &claim.value {
            ClaimValue::Figure(f) => number(f.figure.nominal.or(f.figure.low).or(f.figure.high)),
            ClaimValue::Date(_) | ClaimValue::Duration(_) => None,
        };
        let value = if words { Value::from(self.value(claim)) } else { Value::from(nominal) };
        context! {
            value,
            low => number(interval.low.at),
            high => number(interval.high.at),
            published,
            source => claim.publication.source.as_deref().unwrap_or(&claim.publication.path),
            title => claim.publication.title.as_deref(),
            speaker => self.speaker(claim),
            status => status_name(claim.status),
            quote => &*claim.place.quote,
            metric => &*claim.metric,
            subject => claim.subject.as_deref(),
        }
    }
}

/// The context of a verdict: printed for messages, raw for conditions.
pub(super) fn claim_context(
    words: Words<'_>,
    fact: &FactKey,
    claim: &Claim,
    against: &[&Claim],
    tie: bool,
    printed: bool,
) -> Value {
    let title = words.rules.metric(&fact.metric).and_then(|m| {
        let titles = &m.policy.title;
        titles.get(words.language.as_str()).or_else(|| titles.get("en")).cloned()
    });
    let other = against.first().map(|c| words.claim(c, printed));
    let own = words.claim(claim, printed);
    context! {
        claim => context! { tie, count => against.len(), ..own },
        other => other.clone(),
        newer => other,
        fact => context! {
            metric => &*fact.metric,
            title => title.unwrap_or_else(|| fact.metric.to_string()),
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

/// The context of something seen in one article.
pub(super) fn observation_context(words: Words<'_>, observation: &Observation) -> Value {
    let printer = words.printer();
    let date = match observation.kind {
        ObservationKind::Weekday { written, date, actual } => context! {
            day => printer.day(date),
            written => printer.weekday(written),
            actual => printer.weekday(actual),
        },
        ObservationKind::Impossible | ObservationKind::Undated => context! {},
    };
    context! {
        date,
        claim => context! { quote => observation.place.as_ref().map(|p| p.quote.to_string()) },
        article => article(&observation.publication),
    }
}
