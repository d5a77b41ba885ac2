//! The contracts of the machine formats, to the byte.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::date;

use super::*;
use crate::claim::{Certainty, Claim, ClaimFigure, ClaimValue, Grounds, Place, Publication, Status};
use crate::finding::{Excerpts, FactLabel, Label, Severity};
use crate::text::SourceSpan;
use crate::value::{Decimal, Duration, DurationUnit, Figure, Hedge, Period, Quantity};

fn claim(value: ClaimValue) -> Claim {
    Claim {
        id: "top.md#1".into(),
        publication: Arc::new(Publication {
            id: "top".into(),
            called: None,
            path: "top.md".into(),
            title: Some("Top".into()),
            source: None,
            published: Some(Period::day(date(2025, 6, 25))),
            family: 1,
            language: "nl".into(),
            corrects: Vec::new(),
            retracts: Vec::new(),
        }),
        metric: "defence-spending-target".into(),
        subject: Some("nato".into()),
        scope: BTreeMap::from([("component".into(), Some("whole".into())), ("place".into(), None)]),
        value,
        status: Status::Target,
        speaker: Some("mark-rutte".into()),
        certainty: Certainty::Asserted,
        negated: false,
        taken_back: false,
        marked_new: false,
        apart: false,
        grounds: Grounds::default(),
        yardstick: false,
        period: Period::since(date(2025, 6, 25)),
        place: Place {
            span: SourceSpan::new(512, 525),
            line: 9,
            column: 14,
            quote: "vijf procent".into(),
            sentence: SourceSpan::new(500, 530),
            title: None,
        },
        change: None,
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
        called: None,
        title: None,
        published: None,
        source: None,
        excerpts: Excerpts::around("Zoë: “5 procent”", [SourceSpan::new(0, 23)]),
        record: None,
        suppressions: Vec::new(),
        references: Vec::new(),
    };
    let label = |claim: Option<&str>, message: &str| Label {
        article: 0,
        span: SourceSpan::new(9, 18),
        line: 1,
        column: 7,
        quote: "5 procent".into(),
        title: None,
        claim: claim.map(Into::into),
        message: message.into(),
    };
    let fact = FactLabel {
        metric: "m".into(),
        subject: "nato".into(),
        scope: BTreeMap::from([("component".into(), "whole".into())]),
        name: "Target · NATO · whole".into(),
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
    write_json(
        &mut out,
        CheckReport { articles: &[article], claims: 2, findings: &[finding], ..CheckReport::default() },
    )
    .unwrap();
    insta::assert_snapshot!("report_json", String::from_utf8(out).unwrap());
}

/// A file after whose `ë`, `€` and emoji a figure stands, a JSON line, and a finding that cites both.
fn wide() -> ([ArticleView; 2], Finding) {
    let file = "kop\nZoë, € en 😀: 5 procent\n";
    let at = file.find("5 procent").unwrap();
    let view = |path: &str, text: &str, span, record| ArticleView {
        path: path.into(),
        id: path.into(),
        called: None,
        title: None,
        published: None,
        source: None,
        excerpts: Excerpts::around(text, [span]),
        record,
        suppressions: Vec::new(),
        references: Vec::new(),
    };
    let label = |article, span, line, column, quote: &str| Label {
        article,
        span,
        line,
        column,
        quote: quote.into(),
        title: None,
        claim: None,
        message: quote.into(),
    };
    let (five, two) = (SourceSpan::new(at, at + 9), SourceSpan::new(0, 9));
    let articles = [view("./nl/é 1.md", file, five, None), view("wire.jsonl", "2 procent", two, Some(7))];
    let finding = Finding {
        rule: "figure/stale".into(),
        title: "Old, and new: both".into(),
        severity: Severity::Warning,
        verdict: "stale",
        message: "100% <oud> & \"nieuw\"".into(),
        help: Some("kijk na".into()),
        fingerprint: "00ff".into(),
        fact: None,
        primary: label(0, five, 2, 14, "5 procent"),
        related: vec![label(1, two, 7, 1, "2 procent")],
    };
    (articles, finding)
}

fn written(write: impl Fn(&mut Vec<u8>, CheckReport<'_>) -> std::io::Result<()>) -> String {
    let (articles, finding) = wide();
    let findings = [finding.clone(), finding];
    let rules = [RuleView {
        id: "figure/stale".into(),
        title: "Superseded".into(),
        about: "An old figure.".to_owned(),
        why: "It misleads.".to_owned(),
        silence: String::new(),
        severity: Severity::Warning,
    }];
    let report = CheckReport {
        articles: &articles,
        claims: 2,
        findings: &findings,
        rules: &rules,
        ..CheckReport::default()
    };
    let mut out = Vec::new();
    write(&mut out, report).unwrap();
    String::from_utf8(out).unwrap()
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn sarif_counts_utf16() {
    let log = json(&written(|out, report| write_sarif(out, report, Words::En)));
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    let result = &run["results"][0];
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "nl/%C3%A9%201.md");
    assert_eq!(
        place["region"],
        serde_json::json!({"startLine": 2, "endLine": 2, "startColumn": 15, "endColumn": 24,
            "snippet": {"text": "5 procent"}})
    );
    let related = &result["relatedLocations"][0];
    assert_eq!(related["physicalLocation"]["region"], serde_json::json!({"startLine": 7, "endLine": 7}));
    assert_eq!(result["partialFingerprints"]["klopt/v1"], "00ff");
    let help = run["tool"]["driver"]["rules"][0]["help"]["text"].as_str().unwrap();
    assert!(help.starts_with("An old figure.\n\nIt misleads.\n\nOne finding: `klopt accept"), "{help}");
    assert!(help.contains("<!-- klopt: ignore figure/stale reason: … -->"), "{help}");
    assert_eq!(
        (&result["ruleIndex"], &run["tool"]["driver"]["rules"][0]["id"]),
        (&0.into(), &"figure/stale".into())
    );
}

#[test]
fn rdjson_counts_bytes() {
    let result = json(&written(|out, report| write_rdjson(out, report)));
    let one = &result["diagnostics"][0];
    assert_eq!(one["location"]["path"], "nl/é 1.md");
    assert_eq!(
        one["location"]["range"],
        serde_json::json!({"start": {"line": 2, "column": 20}, "end": {"line": 2, "column": 29}})
    );
    assert_eq!(one["relatedLocations"][0]["location"]["range"], serde_json::json!({"start": {"line": 7}}));
}

#[test]
fn gitlab_takes_a_fingerprint_once() {
    let issues = json(&written(|out, report| write_gitlab(out, report)));
    assert_eq!((&issues[0]["fingerprint"], &issues[1]["fingerprint"]), (&"00ff".into(), &"00ff-2".into()));
    assert_eq!(
        issues[0]["location"],
        serde_json::json!({"path": "nl/é 1.md", "lines": {"begin": 2, "end": 2}})
    );
}

#[test]
fn line_formats_keep_a_finding_on_its_line() {
    let short = written(|out, report| write_short(out, report, Words::En));
    assert_eq!(
        short.lines().next().unwrap(),
        "./nl/é 1.md:2:14: warning[figure/stale] 100% <oud> & \"nieuw\""
    );
    let github = written(|out, report| write_github(out, report, Words::En));
    assert_eq!(
        github.lines().next().unwrap(),
        "::warning file=nl/é 1.md,line=2,endLine=2,col=15,endColumn=23,title=Old%2C and new%3A both \
         (figure/stale)::100%25 <oud> & \"nieuw\"%0Awire.jsonl:7:1: 2 procent%0Akijk na"
    );
    let lines = written(|out, report| write_finding_lines(out, report));
    assert_eq!(lines.lines().count(), 2);
    assert_eq!(json(lines.lines().next().unwrap())["primary"]["column"], 14);
}

#[test]
fn xml_counts_code_points() {
    let checkstyle = written(|out, report| write_checkstyle(out, report));
    assert!(checkstyle.contains(
        "    <error line=\"2\" column=\"14\" severity=\"warning\" message=\"100% &lt;oud&gt; &amp; \
         &quot;nieuw&quot;&#10;wire.jsonl:7:1: 2 procent&#10;kijk na\" source=\"klopt.figure/stale\"/>\n"
    ));
    let junit = written(|out, report| write_junit(out, report, Words::En));
    assert!(junit.contains("<testsuites name=\"klopt\" tests=\"3\" failures=\"2\" errors=\"0\">"));
    assert!(junit.contains("<testcase name=\"wire.jsonl\" classname=\"wire.jsonl\"/>"));
}

#[test]
fn a_comment_shows_the_lines_that_it_cites() {
    let comment = written(|out, report| write_markdown(out, report, Words::Nl));
    assert!(comment.starts_with("### klopt: 2 waarschuwingen in 2 artikelen, 2 beweringen\n"));
    assert!(comment.contains("\n  `nl/é 1.md:2` · zonder datum\n  > Zoë, € en 😀: **5 procent**\n"));
    assert!(comment.contains("- **waarschuwing** `figure/stale`: 100% &lt;oud&gt; &amp; \"nieuw\"\n"));
}
