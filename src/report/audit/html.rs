//! An audit as one page of HTML that needs nothing else: no script, no file, no network.

use std::collections::BTreeMap;
use std::io;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::super::Words;
use super::super::page::{self, sentence};
use super::chart::{self, CHART_STYLE};
use super::{Audit, Basis, FactAudit, Row};
use crate::finding::ArticleView;

/// Writes the page: for each fact its charts, the sentences with the figure marked, and the findings.
///
/// # Errors
/// Fails where `out` does.
pub fn write_audit_html(out: &mut dyn io::Write, audit: &Audit, words: Words) -> io::Result<()> {
    let page = html! {
        (DOCTYPE)
        html lang=(words.code()) {
            (page::head(words.audit(), &[CHART_STYLE]))
            body {
                header {
                    h1 #top { (words.audit()) }
                    @if audit.facts.len() > 1 { (contents(audit, words)) }
                }
                main {
                    @if audit.facts.is_empty() { p { (words.no_facts()) } }
                    @for (number, fact) in audit.facts.iter().enumerate() {
                        (section(number, fact, &audit.articles, words))
                    }
                }
                (footer(&audit.basis, words))
            }
        }
    };
    writeln!(out, "{}", page.into_string())
}

fn contents(audit: &Audit, words: Words) -> Markup {
    html! {
        nav { ul.contents {
            @for (number, fact) in audit.facts.iter().enumerate() {
                li {
                    a href={ "#fact" (number) } { (fact.fact.name) }
                    " " small { (words.carried(fact.claims, fact.claims)) }
                    @if !fact.findings.is_empty() {
                        " " span.badge.wrong { (fact.findings.len()) }
                    }
                }
            }
        } }
    }
}

fn section(number: usize, fact: &FactAudit, articles: &[ArticleView], words: Words) -> Markup {
    let shown = fact.rows.iter().map(|r| r.places.len()).sum();
    let target = |row: usize| Some(format!("f{number}r{row}"));
    let voices = chart::voices(fact);
    html! {
        section id={ "fact" (number) } {
            h2 { (fact.title) " " span.of { (fact.subject) } }
            p.scope {
                @for (slot, value) in &fact.scope { span.badge { (slot) ": " (value) } " " }
                span.quiet { (words.carried(fact.claims, shown)) }
            }
            @for axis in fact.axes() {
                figure {
                    (chart::chart(fact, axis, words, &target))
                    figcaption { (words.axis(axis)) }
                }
            }
            p.legend {
                @for voice in &voices {
                    span.key.(chart::voice_class(&voices, *voice)) {
                        (key(voice.is_some())) " " (voice.unwrap_or_else(|| words.own_voice()))
                    }
                    " "
                }
                span.key { (hollow_key()) " " (words.hedged_word()) } " "
                span.key { (held_key()) " " (words.held_word()) }
            }
            @if !fact.findings.is_empty() {
                h3 { (words.findings_word()) }
                @let targets = targets(number, fact);
                @for finding in &fact.findings {
                    (page::finding(finding, articles, words, &targets))
                }
            }
            h3 { (words.sentences_word()) }
            ol.rows {
                @for (at, row) in fact.rows.iter().enumerate() {
                    (row_item(&format!("f{number}r{at}"), row, articles, (words, &voices)))
                }
            }
        }
    }
}

/// Where on the page the sentence of each claim stands.
fn targets(number: usize, fact: &FactAudit) -> BTreeMap<&str, String> {
    let mut out = BTreeMap::new();
    for (at, row) in fact.rows.iter().enumerate() {
        out.extend(row.places.iter().map(|spot| (&*spot.claim, format!("f{number}r{at}"))));
    }
    out
}

fn row_item(
    id: &str,
    row: &Row,
    articles: &[ArticleView],
    (words, voices): (Words, &[Option<&str>]),
) -> Markup {
    html! {
        li id=(id) class=(chart::weight_class(row)) {
            p.what {
                strong { (row.value) }
                @if row.negated { " " span.badge { (words.denied_word()) } }
                " " span.badge { (words.sense(row.status)) }
                @if let Some(speaker) = &row.speaker {
                    " " span.badge.voice.(chart::voice_class(voices, Some(speaker))) { (speaker) }
                }
                @for mark in &row.marks {
                    " " span.badge.(chart::weight_class(row)) { (words.mark(mark)) }
                }
                @if row.families > 1 { " " span.quiet { (row.families) " " (words.articles_of(row.families)) } }
            }
            @for spot in &row.places {
                @if let Some(article) = articles.get(spot.article) {
                    blockquote {
                        (sentence(article, spot.sentence, &[spot.span]))
                        footer { (page::source(article, (spot.line, spot.column), words)) }
                    }
                }
            }
        }
    }
}

fn key(speaker: bool) -> Markup {
    html! {
        svg.mark viewBox="0 0 16 16" aria-hidden="true" {
            @if speaker { path.dot d="M8 2l6 6l-6 6l-6 -6z" {} } @else { circle.dot cx="8" cy="8" r="5" {} }
        }
    }
}

fn hollow_key() -> Markup {
    html! {
        svg.mark viewBox="0 0 16 16" aria-hidden="true" {
            path.bar.soft d="M8 0V16" {}
            circle.dot.hollow cx="8" cy="8" r="4.5" {}
        }
    }
}

fn held_key() -> Markup {
    html! { svg.mark viewBox="0 0 16 16" aria-hidden="true" { path.held d="M1 12H8V5H15" {} } }
}

/// What a report rests on, as names and values.
pub(in crate::report) fn basis_lines(basis: &Basis, words: Words) -> Vec<(&'static str, String)> {
    let mut out = vec![("klopt", basis.klopt.clone()), (words.rules_word(), basis.rules.clone())];
    let mut put = |name, value: Option<String>| out.extend(value.map(|v| (name, v)));
    put(words.archive_word(), basis.archive.clone());
    put(words.archived_until(), basis.archived.clone());
    put(words.report_day(), basis.day.map(|d| d.to_string()));
    let begun = if basis.before_archive { format!(" ({})", words.begun_later()) } else { String::new() };
    put(words.published_until(), basis.published_until.map(|d| format!("{d}{begun}")));
    out
}

/// The foot of a page: what it rests on.
pub(in crate::report) fn footer(basis: &Basis, words: Words) -> Markup {
    html! {
        footer.basis {
            h2 { (words.basis_word()) }
            dl {
                @for (name, value) in basis_lines(basis, words) { dt { (name) } dd { (value) } }
            }
            p { a href="#top" { (words.top_word()) } }
        }
    }
}

/// Keeps the name of the escaped text of this file's one exception in sight: styles of our own.
pub(in crate::report) fn style(text: &str) -> PreEscaped<&str> {
    PreEscaped(text)
}
