//! A comment for a pull request, in the Markdown that GitHub and GitLab share.

use std::fmt::Write as _;
use std::io;

use super::crop::{self, Mark};
use super::human::counts;
use super::places;
use super::{CheckReport, Words};
use crate::finding::{ArticleView, Finding, Label, Problem};

/// GitHub takes no comment of more than 65,536 characters; some room is left for what others add.
const LONGEST: usize = 60_000;

/// The columns of a quoted line.
const QUOTED: usize = 160;

/// How many problems with input are told; the log has them all.
const PROBLEMS: usize = 20;

/// Writes a heading with the counts, what could not be read, and an item for each finding with the lines that it cites.
/// Findings that no comment has room for are counted, not shown.
///
/// # Errors
/// Fails where `out` does.
pub fn write_markdown(out: &mut dyn io::Write, report: CheckReport<'_>, words: Words) -> io::Result<()> {
    let scope = words.scope(report.read().len(), report.claims);
    let heading = format!("### klopt: {} {scope}\n", counts(report, words));
    out.write_all(heading.as_bytes())?;
    let mut used = heading.chars().count();
    for problem in report.problems.iter().take(PROBLEMS) {
        let told = told(problem, words);
        used += told.chars().count();
        out.write_all(told.as_bytes())?;
    }
    let mut shown = 0;
    for finding in report.findings {
        let item = item(finding, report.articles, words);
        used += item.chars().count();
        if used > LONGEST {
            break;
        }
        out.write_all(item.as_bytes())?;
        shown += 1;
    }
    let more = report.findings.len().saturating_sub(shown) + report.more();
    if more > 0 { writeln!(out, "\n{}", words.more(more)) } else { Ok(()) }
}

/// What could not be read: findings say nothing of that.
fn told(problem: &Problem, words: Words) -> String {
    let (severity, code, path) = (words.severity(problem.severity), code(problem.code), code(&problem.path));
    format!("\n- **{severity}** {code} {path}: {}\n", escaped(&crop::head(&problem.message, QUOTED)))
}

fn item(finding: &Finding, articles: &[ArticleView], words: Words) -> String {
    let severity = words.severity(finding.severity);
    let mut out = format!("\n- **{severity}** {}: {}\n", code(&finding.rule), escaped(&finding.message));
    for label in std::iter::once(&finding.primary).chain(&finding.related) {
        let Some(article) = articles.get(label.article) else { continue };
        let place = code(&format!("{}:{}", places::path(&article.path), label.line));
        let date = article.published.as_deref().unwrap_or_else(|| words.undated());
        // Writing to a String cannot fail.
        let _ = writeln!(out, "\n  {place} · {}", escaped(date));
        if let Some(line) = quoted(label, article) {
            let _ = writeln!(out, "  > {line}");
        }
    }
    if let Some(help) = &finding.help {
        let _ = writeln!(out, "\n  *{}*", escaped(help));
    }
    out
}

/// The line that a label stands in, with the place in bold.
fn quoted(label: &Label, article: &ArticleView) -> Option<String> {
    if label.span.start == label.span.end {
        return None;
    }
    let excerpt = article.excerpts.holding(label.span)?;
    let local = excerpt.local(label.span)?;
    let from = excerpt.text.get(..local.start)?.rfind('\n').map_or(0, |at| at + 1);
    let behind = excerpt.text.get(local.end..)?;
    let to = local.end + behind.find('\n').unwrap_or(behind.len());
    let line = excerpt.text.get(from..to)?;
    let mark = Mark { range: local.start - from..local.end - from, label: 0 };
    let piece = crop::crop(line, &[mark], QUOTED);
    let range = piece.marks.first()?.clone();
    let part = |range: std::ops::Range<usize>| escaped(piece.text.get(range).unwrap_or(""));
    let (before, place) = (part(0..range.start), part(range.start..range.end));
    Some(format!("{before}**{place}**{}", part(range.end..piece.text.len())))
}

/// `text` in a code span that nothing in it can close.
fn code(text: &str) -> String {
    let text = crop::clean(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    if longest == 0 { format!("{fence}{text}{fence}") } else { format!("{fence} {text} {fence}") }
}

/// `text` as text: nothing in it is markup, a link or a mention of a person.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in crop::clean(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '@' => out.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' | '$' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_never_markup() {
        assert_eq!(escaped("<b>*5* @zoë [a](b)"), "&lt;b&gt;\\*5\\* &#64;zoë \\[a\\](b)");
        assert_eq!(code("figure/stale"), "`figure/stale`");
        assert_eq!(code("a``b"), "``` a``b ```");
    }
}
