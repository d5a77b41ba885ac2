//! A consistency report as one page of HTML that needs nothing else: a summary, the articles, and the findings
//! by fact. Filters are boxes that the page's style reads: there is no script.

use std::collections::BTreeMap;
use std::io;

use maud::{DOCTYPE, Markup, html};

use super::audit::html::footer;
use super::page::{self, severity_class};
use super::{CheckReport, Words};
use crate::finding::{ArticleView, FactLabel, Finding, Severity};

/// The severities, the gravest first.
const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Info];

/// What hides the findings of a severity whose box is not ticked.
const FILTERS: &str = "
.filters label{margin-right:1rem;cursor:pointer;white-space:nowrap}
body:has(#show-wrong:not(:checked)) .finding.wrong,body:has(#show-stale:not(:checked)) .finding.stale,
body:has(#show-note:not(:checked)) .finding.note{display:none}
";

/// Writes the page.
///
/// # Errors
/// Fails where `out` does.
pub fn write_html(out: &mut dyn io::Write, report: CheckReport<'_>, words: Words) -> io::Result<()> {
    let page = html! {
        (DOCTYPE)
        html lang=(words.code()) {
            (page::head(words.report_word(), &[FILTERS]))
            body {
                header {
                    h1 #top { (words.report_word()) }
                    p.quiet { (words.articles(report.read().len())) ", " (words.claims(report.claims)) }
                    (cards(report, words))
                    @if !report.findings.is_empty() { (filters(words)) }
                }
                main {
                    @if report.findings.is_empty() {
                        @if report.more() == 0 { p { (words.nothing()) } }
                    } @else {
                        (by_article(report, words))
                        (by_fact(report, words))
                    }
                    @if report.more() > 0 { p { (words.more(report.more())) } }
                    @for problem in report.problems {
                        p.quiet {
                            code { (problem.path) } " " (problem.message)
                            @if let Some(help) = &problem.help { br; (help) }
                        }
                    }
                }
                @if let Some(basis) = report.basis { (footer(basis, words)) }
            }
        }
    };
    writeln!(out, "{}", page.into_string())
}

fn cards(report: CheckReport<'_>, words: Words) -> Markup {
    html! {
        ul.cards {
            @for severity in SEVERITIES {
                @let n = report.count(severity);
                li class=(severity_class(severity)) { b { (n) } (words.severity_of(n, severity)) }
            }
            @let articles = report.read().len();
            li { b { (articles) } (words.articles_of(articles)) }
        }
    }
}

fn filters(words: Words) -> Markup {
    html! {
        form.filters {
            span.quiet { (words.show_word()) ": " }
            @for severity in SEVERITIES {
                label {
                    input type="checkbox" id={ "show-" (severity_class(severity)) } checked;
                    " " (words.severity(severity))
                }
            }
        }
    }
}

/// A row for each article with findings, that leads to them.
fn by_article(report: CheckReport<'_>, words: Words) -> Markup {
    let mut rows: BTreeMap<usize, Vec<&Finding>> = BTreeMap::new();
    for finding in report.findings {
        rows.entry(finding.primary.article).or_default().push(finding);
    }
    html! {
        h2 { (words.by_article()) }
        table {
            tbody {
                @for (index, findings) in &rows {
                    @if let Some(article) = report.articles.get(*index) {
                        tr {
                            td.day { (article.published.as_deref().unwrap_or_else(|| words.undated())) }
                            td {
                                (article.title.as_deref().unwrap_or(&article.path))
                                @if let Some(source) = &article.source { " " span.quiet { (source) } }
                                br; code { (article.path) }
                            }
                            td {
                                @for finding in findings {
                                    a.badge.(severity_class(finding.severity)) href={ "#x" (finding.fingerprint) } {
                                        (finding.primary.quote)
                                    }
                                    " "
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn by_fact(report: CheckReport<'_>, words: Words) -> Markup {
    let mut groups: BTreeMap<(&str, &FactLabel), Vec<&Finding>> = BTreeMap::new();
    // Findings about no fact come last.
    let mut other = Vec::new();
    for finding in report.findings {
        match &finding.fact {
            Some(fact) => groups.entry((&fact.name, fact)).or_default().push(finding),
            None => other.push(finding),
        }
    }
    let none = BTreeMap::new();
    let list = |findings: &[&Finding], articles: &[ArticleView]| {
        html! { @for one in findings { (page::finding(one, articles, words, &none)) } }
    };
    html! {
        h2 { (words.by_fact()) }
        @for ((name, _), findings) in &groups {
            section {
                h3 { (name) }
                (list(findings, report.articles))
            }
        }
        @if !other.is_empty() {
            section {
                h3 { (words.other_word()) }
                (list(&other, report.articles))
            }
        }
    }
}
