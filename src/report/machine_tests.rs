//! The contracts of the machine formats, to the byte.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::date;

use super::*;
use crate::claim::{Certainty, Claim, ClaimFigure, ClaimValue, Place, Publication, Status};
use crate::finding::{FactLabel, Label, Severity};
use crate::text::SourceSpan;
use crate::value::{Decimal, Duration, DurationUnit, Figure, Hedge, Period, Quantity};

fn claim(value: ClaimValue) -> Claim {
    Claim {
        id: "top.md#1".into(),
        publication: Arc::new(Publication {
            id: "top".into(),
            path: "top.md".into(),
            title: Some("Top".into()),
            source: None,
            published: Some(Period::day(date(2025, 6, 25))),
            family: 1,
            language: "nl".into(),
        }),
        metric: "defence-spending-target".into(),
        subject: Some("nato".into()),
        scope: BTreeMap::from([("component".into(), Some("whole".into())), ("place".into(), None)]),
        value,
        status: Status::Target,
        speaker: Some("mark-rutte".into()),
        certainty: Certainty::Asserted,
        negated: false,
        marked_new: false,
        period: Period::since(date(2025, 6, 25)),
        place: Place {
            span: SourceSpan::new(512, 525),
            line: 9,
            column: 14,
            quote: "vijf procent".into(),
            sentence: SourceSpan::new(500, 530),
        },
        pattern: "defence-spending-target/nl/1".into(),
    }
}

fn percent(figure: Figure, due: Option<Period>) -> ClaimValue {
    let figure = Figure { unit: Some("%".into()), ..figure };
    ClaimValue::Figure(ClaimFigure {
        figure,
        of: Some("gdp".into()),
        due,
        converted: Vec::new(),
        counts: false,
    })
}

fn line(value: ClaimValue) -> String {
    let mut out = Vec::new();
    write_jsonl(&mut out, &[claim(value)]).unwrap();
    String::from_utf8(out).unwrap()
}

fn value_of(value: ClaimValue) -> String {
    let parsed: serde_json::Value = serde_json::from_str(&line(value)).unwrap();
    parsed["value"].to_string()
}

#[test]
fn a_claim_is_one_line() {
    let five = Figure::bare(Quantity::Percent, Decimal::new(50, 1), 1.into());
    assert_eq!(
        line(percent(five, Period::year(2035))),
        concat!(
            r#"{"id":"top.md#1","article":"top","path":"top.md","title":"Top","#,
            r#""metric":"defence-spending-target","subject":"nato","#,
            r#""scope":{"component":"whole","place":null},"#,
            r#""value":{"kind":"percent","nominal":"5","low":"5","high":"5","unit":"%","of":"gdp","#,
            r#""hedge":"exact","due":"2035"},"status":"target","speaker":"mark-rutte","#,
            r#""certainty":"asserted","negated":false,"period":{"from":"2025-06-25","to":null},"#,
            r#""published":{"from":"2025-06-25","to":"2025-06-25"},"#,
            r#""start":512,"end":525,"line":9,"column":14,"quote":"vijf procent"}"#,
            "\n"
        )
    );
}

#[test]
fn bounds_dates_and_durations_have_their_own_fields() {
    let more = Figure::bare(Quantity::Percent, 30.into(), 1.into()).hedged(Hedge::MoreThan);
    assert_eq!(
        value_of(percent(more, None)),
        concat!(
            r#"{"kind":"percent","nominal":null,"low":"30","high":null,"unit":"%","of":"gdp","#,
            r#""hedge":"more-than","due":null,"low_open":true}"#
        )
    );
    let window = Period { to: None, ..Period::year(2027).unwrap() };
    assert_eq!(
        value_of(ClaimValue::Date(window)),
        r#"{"kind":"date","from":"2027-01-01","to":null,"grain":"year"}"#
    );
    let half = Duration::of(Decimal::new(5, 1), DurationUnit::Year);
    assert_eq!(
        value_of(ClaimValue::Duration(half)),
        r#"{"kind":"duration","iso":"P0.5Y","low":"P0.5Y","high":"P0.5Y","hedge":"exact"}"#
    );
}

#[test]
fn a_report_is_one_object() {
    let article = ArticleView {
        path: "top.md".into(),
        id: "top".into(),
        title: None,
        published: None,
        source: None,
        text: "Zoë: “5 procent”".into(),
        record: None,
    };
    let label = |claim: Option<&str>, message: &str| Label {
        article: 0,
        span: SourceSpan::new(9, 18),
        line: 1,
        column: 7,
        quote: "5 procent".into(),
        claim: claim.map(Into::into),
        message: message.into(),
    };
    let fact = FactLabel {
        metric: "m".into(),
        subject: "nato".into(),
        scope: BTreeMap::from([("component".into(), "whole".into())]),
    };
    let finding = Finding {
        rule: "figure/stale".into(),
        title: "Superseded".into(),
        severity: Severity::Warning,
        verdict: "stale",
        message: "out of date".into(),
        help: None,
        fingerprint: "0011223344556677".into(),
        fact: Some(fact),
        primary: label(Some("c1"), "here"),
        related: vec![label(Some("c2"), "there")],
    };
    let mut out = Vec::new();
    write_json(&mut out, CheckReport { articles: &[article], claims: 2, findings: &[finding] }).unwrap();
    insta::assert_snapshot!("report_json", String::from_utf8(out).unwrap());
}
