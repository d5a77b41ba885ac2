//! Exact output at several widths.

use std::sync::Arc;

use super::*;
use crate::finding::{ArticleView, Excerpts, Label};
use crate::text::{LineIndex, SourceSpan};

const OLD: &str = "# Top\n\nDe NAVO-landen spraken deze week in Den Haag af om in 2035 “vijf procent” van het bruto \
binnenlands product aan defensie uit te geven, waarvan 3,5 procent aan de kern; een verhoging waarover maandenlang was onderhandeld.\n";
const NEW: &str = "Zoë schreef: “één € is géén €” 😀 en 漢字; toch houdt het bondgenootschap, zo zegt men in Brussel, vast aan de \
norm van 2 procent van het bbp, waaraan volgens de laatste cijfers inmiddels vrijwel alle lidstaten zeggen te voldoen.\n";

fn article(path: &str, title: &str, published: Option<&str>, text: &str) -> ArticleView {
    ArticleView {
        path: path.into(),
        id: path.into(),
        called: None,
        title: Some(title.into()),
        published: published.map(str::to_owned),
        source: Some("De Dagkoerier".into()),
        excerpts: Excerpts::around(text, [SourceSpan::new(0, text.len())]),
        record: None,
        suppressions: Vec::new(),
        references: Vec::new(),
    }
}

fn label(article: usize, text: &str, quote: &str, message: &str) -> Label {
    let start = text.find(quote).unwrap();
    let at = LineIndex::new(text).position(text, start);
    Label {
        article,
        span: SourceSpan::new(start, start + quote.len()),
        line: at.line,
        column: at.column,
        quote: quote.into(),
        title: None,
        claim: None,
        message: message.into(),
    }
}

fn stale(related: Vec<Label>) -> Finding {
    Finding {
        rule: Arc::from("figure/stale"),
        title: "Superseded figure given as current".into(),
        severity: Severity::Warning,
        verdict: "stale",
        message: "NAVO: 2 procent is achterhaald, sinds 25 juni 2025 geldt 5 procent".into(),
        help: Some("Schrijf 5 procent, of noem de oude norm uitdrukkelijk de vroegere.".into()),
        fingerprint: "0".into(),
        fact: None,
        primary: label(1, NEW, "2 procent", "hier als geldend gegeven"),
        related,
    }
}

fn two() -> [ArticleView; 2] {
    [
        article("nl/top.md", "NAVO-top eindigt met akkoord", Some("2025-06-25"), OLD),
        article("nl/norm.txt", "Vrijwel alle landen halen norm", None, NEW),
    ]
}

fn layout(width: usize) -> Layout {
    Layout { width, color: false, boxes: true }
}

fn shown(finding: Finding, width: usize, boxes: bool) -> String {
    let findings = [finding];
    let report = CheckReport { articles: &two(), claims: 2, findings: &findings, ..CheckReport::default() };
    let mut out = Vec::new();
    write_findings(&mut out, report, Words::Nl, Layout { boxes, ..layout(width) }).unwrap();
    String::from_utf8(out).unwrap()
}

fn agreement() -> Vec<Label> {
    let message = "de afspraak van 25 juni 2025, sindsdien in twee artikelen herhaald";
    vec![label(0, OLD, "“vijf procent”", message)]
}

/// The columns of the longest line.
fn widest(text: &str) -> usize {
    text.lines().map(super::super::crop::width).max().unwrap()
}

#[test]
fn a_paragraph_is_cropped_to_the_width() {
    for width in [60, 80, 120, 200] {
        let boxes = shown(stale(agreement()), width, true);
        assert!(widest(&boxes) <= width, "{boxes}");
        insta::assert_snapshot!(format!("boxes_{width}"), boxes);
    }
    insta::assert_snapshot!("ascii_80", shown(stale(agreement()), 80, false));
}

#[test]
fn wide_characters_keep_the_underline_in_place() {
    let near = vec![label(1, NEW, "één €", "smal"), label(1, NEW, "漢字", "breed")];
    insta::assert_snapshot!("wide_80", shown(stale(near), 80, true));
}

#[test]
fn a_label_at_the_end_of_its_line_has_room() {
    let message = "een lang label dat achter het einde van de regel staat en toch past";
    let text = shown(stale(vec![label(1, NEW, "te voldoen", message)]), 80, true);
    assert!(widest(&text) <= 80, "{text}");
    insta::assert_snapshot!("end_of_line_80", text);
}

#[test]
fn colour_changes_nothing_but_colour() {
    let finding = stale(agreement());
    let plain = Shown::finding(&finding, &two(), Words::Nl, layout(80)).render(layout(80));
    let colored = Layout { color: true, ..layout(80) };
    let with = Shown::finding(&finding, &two(), Words::Nl, colored).render(colored);
    assert!(with.contains("\u{1b}[33m"), "a warning is yellow");
    assert_eq!(without_escapes(&with), plain);
}

#[test]
fn a_problem_shows_its_places() {
    let text: Arc<str> = "rule: figure/stále\nverdict: stael\nseverity: hoog\n".into();
    let problem = Problem::error("rule/unknown-verdict", "checks/mine.yaml", "this rule cannot be used")
        .at(&text, SourceSpan::new(29, 34), "no verdict of this name; `stale` is near")
        .at(&text, SourceSpan::new(45, 49), "no severity")
        .with_help("the verdicts are listed in the manual");
    let mut out = Vec::new();
    write_problems(&mut out, &[problem], Words::En, layout(80)).unwrap();
    insta::assert_snapshot!("problem_80", String::from_utf8(out).unwrap());
}

#[test]
fn the_summary_counts_by_severity() {
    let summary = |findings: &[Finding], words| {
        let mut out = Vec::new();
        write_summary(
            &mut out,
            CheckReport { articles: &two(), claims: 1, findings, ..CheckReport::default() },
            words,
        )
        .unwrap();
        String::from_utf8(out).unwrap()
    };
    let two = [stale(Vec::new()), stale(Vec::new())];
    assert_eq!(summary(&two, Words::Nl), "2 waarschuwingen in 2 artikelen, 1 bewering\n");
    assert_eq!(summary(&two, Words::En), "2 warnings in 2 articles, 1 claim\n");
    assert_eq!(summary(&[], Words::En), "no findings in 2 articles, 1 claim\n");
}

fn without_escapes(text: &str) -> String {
    let mut out = String::new();
    let mut escaped = false;
    for c in text.chars() {
        match c {
            '\u{1b}' => escaped = true,
            'm' if escaped => escaped = false,
            c if !escaped => out.push(c),
            _ => {}
        }
    }
    // Styled padding at a line's end is not seen.
    out.lines().flat_map(|line| [line.trim_end(), "\n"]).collect()
}
