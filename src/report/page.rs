//! What every page of HTML has: a head with its style, sentences with figures marked, findings.
//!
//! A page is one file: no script, no font, no picture, no address outside. All text from articles, rules
//! and messages goes through maud, which escapes it.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::Words;
use super::audit::html::style;
use crate::finding::{ArticleView, Finding, Label, Severity};
use crate::text::SourceSpan;

/// The head of a page with the given styles beside the common one.
pub(super) fn head(title: &str, styles: &[&str]) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:";
            link rel="icon" href="data:,";
            title { (title) }
            style { (style(STYLE)) @for more in styles { (style(more)) } }
        }
    }
}

/// How far before and after a figure a sentence is shown where it has no end in sight.
const FAR: usize = 600;

/// The sentence `span` of a file's text with the figures in it marked. Markup of the file is left out.
pub(super) fn sentence(article: &ArticleView, span: SourceSpan, figures: &[SourceSpan]) -> Markup {
    let whole =
        figures.iter().fold(span, |all, f| SourceSpan::new(all.start.min(f.start), all.end.max(f.end)));
    let Some(piece) = article.excerpts.holding(whole) else { return html! {} };
    let local = |s: SourceSpan| piece.local(s).unwrap_or_default();
    let (text, span) = (&*piece.text, local(span));
    let figures: Vec<SourceSpan> = figures.iter().map(|f| local(*f)).collect();
    let plain = |piece: &str| if is_html(article) { plain(piece) } else { piece.to_owned() };
    let first = figures.iter().map(|f| f.start).min().unwrap_or(span.start);
    let last = figures.iter().map(|f| f.end).max().unwrap_or(span.end);
    let start = boundary(text, span.start.min(first).max(first.saturating_sub(FAR)));
    let end = boundary(text, span.end.max(last).min(last.saturating_add(FAR)));
    let mut at = start;
    html! {
        @if start > span.start { "… " }
        @for figure in &figures {
            (plain(text.get(at..figure.start).unwrap_or("")))
            mark { (plain(figure.of(text))) }
            @let () = at = figure.end.max(at);
        }
        (plain(text.get(at..end).unwrap_or("")))
        @if end < span.end { " …" }
    }
}

/// A stretch of a file as a reader reads it.
pub(super) fn readable(article: &ArticleView, span: SourceSpan) -> String {
    let text = article.excerpts.text(span);
    if is_html(article) { plain(text) } else { text.to_owned() }
}

/// Whether the article's text has markup of HTML in it.
fn is_html(article: &ArticleView) -> bool {
    let extension = article.path.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    article.record.is_none() && matches!(extension.as_str(), "html" | "htm" | "xhtml")
}

/// The nearest place at or before `at` where the text can be cut.
fn boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

/// A piece of a page as a reader reads it: without tags, and entities resolved.
fn plain(piece: &str) -> String {
    if !piece.contains(['<', '&']) {
        return piece.to_owned();
    }
    let mut out = String::with_capacity(piece.len());
    for Ok(token) in html5gum::Tokenizer::new(piece) {
        if let html5gum::Token::String(text) = token {
            out.push_str(&String::from_utf8_lossy(&text.value));
        }
    }
    out
}

/// Date, source, headline and place of an article.
pub(super) fn source(article: &ArticleView, (line, column): (usize, usize), words: Words) -> Markup {
    html! {
        time { (article.published.as_deref().unwrap_or_else(|| words.undated())) }
        @if let Some(source) = &article.source { " · " (source) }
        @if let Some(title) = &article.title { " · “" (title) "”" }
        " · " code { (article.path) ":" (line) ":" (column) }
    }
}

/// The class of a severity's colour.
pub(super) const fn severity_class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "wrong",
        Severity::Warning => "stale",
        Severity::Info | Severity::Off => "note",
    }
}

/// A finding: what is the matter, where, against what, and what to do about it. `targets` says where on the
/// page the sentence of a claim stands.
pub(super) fn finding(
    finding: &Finding,
    articles: &[ArticleView],
    words: Words,
    targets: &BTreeMap<&str, String>,
) -> Markup {
    html! {
        article.finding.(severity_class(finding.severity)) id={ "x" (finding.fingerprint) } {
            h4 {
                span.badge.(severity_class(finding.severity)) { (words.severity(finding.severity)) }
                " " (finding.message)
            }
            p.quiet { code { (finding.rule) } }
            (place(&finding.primary, articles, (words, targets), true))
            @if !finding.related.is_empty() {
                details open[finding.related.len() <= 3] {
                    summary { (words.against_word()) " (" (finding.related.len()) ")" }
                    @for label in &finding.related { (place(label, articles, (words, targets), false)) }
                }
            }
            @if let Some(help) = &finding.help { p.help { (help) } }
        }
    }
}

fn place(
    label: &Label,
    articles: &[ArticleView],
    (words, targets): (Words, &BTreeMap<&str, String>),
    primary: bool,
) -> Markup {
    let Some(article) = articles.get(label.article) else { return html! {} };
    let line = line_of(article, label.span);
    let target = label.claim.as_deref().and_then(|c| targets.get(c));
    html! {
        blockquote.primary[primary] {
            @if !article.excerpts.text(label.span).is_empty() { (sentence(article, line, &[label.span])) }
            @if !label.message.is_empty() { " " span.badge { (label.message) } }
            footer {
                @match target {
                    Some(target) => a href={ "#" (target) } { (source(article, (label.line, label.column), words)) },
                    None => (source(article, (label.line, label.column), words)),
                }
            }
        }
    }
}

/// The lines of the file that hold a place, as the nearest thing to its sentence.
fn line_of(article: &ArticleView, span: SourceSpan) -> SourceSpan {
    let Some(piece) = article.excerpts.holding(span) else { return span };
    let Some(local) = piece.local(span) else { return span };
    let start = piece.text.get(..local.start).unwrap_or("").rfind('\n').map_or(0, |at| at + 1);
    let rest = piece.text.get(local.end..).unwrap_or("");
    let end = rest.find('\n').map_or(piece.text.len(), |at| local.end + at);
    SourceSpan::new(start + piece.start, end + piece.start)
}

/// How pages look: light and dark by the reader's wish, and on paper.
const STYLE: &str = "
:root{color-scheme:light dark;--ink:#1c2127;--quiet:#5b6470;--ground:#fff;--card:#f6f7f9;--line:#e0e4e8;
--wrong:#c62828;--stale:#8a5300;--change:#1b5e9b;--note:#6b3fa0;--mark:#ffe28a}
@media (prefers-color-scheme:dark){:root{--ink:#e6e9ed;--quiet:#9aa5b1;--ground:#14181d;--card:#1c2229;
--line:#2d353f;--wrong:#ff8080;--stale:#f0b45a;--change:#6db3f2;--note:#bb9af0;--mark:#6b5310}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:60rem;padding:1.5rem;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif;
color:var(--ink);background:var(--ground)}
h1{font-size:1.7rem;margin:.2em 0}h2{font-size:1.35rem;margin:2em 0 .3em;line-height:1.25}
h3{font-size:1.05rem;margin:1.6em 0 .5em}h4{font-size:1rem;margin:0;font-weight:600}
.of{color:var(--quiet);font-weight:400}.quiet,small{color:var(--quiet);font-size:.875rem}
a{color:var(--change)}code{font:.85em ui-monospace,Consolas,monospace;overflow-wrap:anywhere}
.badge{display:inline-block;font-size:.78rem;line-height:1.35;padding:.05rem .5rem;border-radius:1rem;
border:1px solid var(--line);background:var(--card);color:var(--quiet)}
.badge.wrong{color:var(--wrong);border-color:currentColor}.badge.stale{color:var(--stale);border-color:currentColor}
.badge.change{color:var(--change);border-color:currentColor}.badge.note{color:var(--note);border-color:currentColor}
.badge.voice{color:inherit}
@media(min-width:40rem){td a.badge{white-space:nowrap}}
figure{margin:1rem 0;padding:.75rem;border:1px solid var(--line);border-radius:.5rem;background:var(--ground)}
figcaption{color:var(--quiet);font-size:.8rem;text-align:right}
svg.chart{width:100%;height:auto;display:block}
@media screen and (max-width:40rem){figure{overflow-x:auto}svg.chart{width:44rem}}
svg.chart a:hover .dot,svg.chart a:focus .dot{stroke-width:4}
svg.mark{width:.9em;height:.9em;vertical-align:-.08em}
.legend{font-size:.85rem;color:var(--quiet)}.key{margin-right:.8rem;white-space:nowrap}.key svg{color:var(--change)}
.key.v0 svg{color:#1b5e9b}.key.v1 svg,.voice.v1{color:#b4530a}.key.v2 svg,.voice.v2{color:#6b3fa0}
.key.v3 svg,.voice.v3{color:#0d7a63}.key.v4 svg,.voice.v4{color:#a3195b}.key.v5 svg,.voice.v5{color:#5d6b13}
.key.v6 svg,.voice.v6{color:#555e68}
@media (prefers-color-scheme:dark){.key.v0 svg{color:#6db3f2}.key.v1 svg,.voice.v1{color:#f0a35e}
.key.v2 svg,.voice.v2{color:#bb9af0}.key.v3 svg,.voice.v3{color:#5cc9ae}.key.v4 svg,.voice.v4{color:#ef7fb2}
.key.v5 svg,.voice.v5{color:#bfcf5a}.key.v6 svg,.voice.v6{color:#aab3bd}}
ol.rows{list-style:none;margin:0;padding:0}
ol.rows>li{border-left:3px solid var(--line);padding:.35rem 0 .35rem .9rem;margin:.4rem 0}
ol.rows>li.wrong{border-color:var(--wrong)}ol.rows>li.stale{border-color:var(--stale)}
ol.rows>li.change{border-color:var(--change)}ol.rows>li.note{border-color:var(--note)}
ol.rows>li:target,.finding:target{background:var(--card);outline:2px solid var(--change);outline-offset:2px}
.what{margin:0}blockquote{margin:.3rem 0 .7rem;padding:0;overflow-wrap:anywhere}
blockquote footer{font-size:.82rem;color:var(--quiet)}
mark{background:var(--mark);color:inherit;padding:0 .15em;border-radius:.15em}
.finding{border:1px solid var(--line);border-left:4px solid var(--note);border-radius:.4rem;padding:.7rem .9rem;
margin:.7rem 0;background:var(--ground)}
.finding.wrong{border-left-color:var(--wrong)}.finding.stale{border-left-color:var(--stale)}
.finding>p{margin:.2rem 0}.finding blockquote.primary{margin:.5rem 0}
.finding details{margin:.3rem 0}.finding summary{cursor:pointer;color:var(--quiet);font-size:.9rem}
.help{color:var(--quiet);font-style:italic}
ul.contents{padding-left:1.1rem}
table{border-collapse:collapse;width:100%;font-size:.95rem}th,td{text-align:left;padding:.3rem .6rem;
border-bottom:1px solid var(--line);vertical-align:top}th{color:var(--quiet);font-weight:500;font-size:.85rem}
td.day{white-space:nowrap;font-variant-numeric:tabular-nums}
.basis{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line);font-size:.85rem;color:var(--quiet)}
.basis h2{font-size:1rem;margin:0}dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:.5rem 0}
dt{color:var(--quiet)}dd{margin:0;font-family:ui-monospace,Consolas,monospace;overflow-wrap:anywhere}
.cards{display:flex;gap:.8rem;flex-wrap:wrap;margin:1rem 0;padding:0;list-style:none}
.cards li{flex:1 1 8rem;padding:.7rem 1rem;border:1px solid var(--line);border-radius:.5rem;background:var(--card)}
.cards b{display:block;font-size:1.6rem;line-height:1.2}
.cards .wrong b{color:var(--wrong)}.cards .stale b{color:var(--stale)}.cards .note b{color:var(--note)}
@media print{body{max-width:none;padding:0;font-size:11pt}details::details-content{content-visibility:visible;
block-size:auto;opacity:1}.finding,figure,ol.rows>li{break-inside:avoid}
nav,.filters{display:none}a{color:inherit;text-decoration:none}}
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_of_a_page_reads_as_its_reader_reads_it() {
        assert_eq!(
            plain("zegt &ldquo;<em>vijf</em>&nbsp;procent&#8221; &amp; meer"),
            "zegt “vijf\u{a0}procent” & meer"
        );
        assert_eq!(plain("minder dan 5 < 6"), "minder dan 5 < 6");
    }
}
