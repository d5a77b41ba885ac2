//! Remarks to klopt in an article: `<!-- klopt: ignore figure/stale reason: … -->` before what it is
//! about, or `# klopt: ignore …` in the front matter for the whole article.

use std::ops::Range;
use std::sync::Arc;

use memchr::memmem;

use super::front_matter;
use crate::finding::{Problem, Suppression};
use crate::text::{LineIndex, SourceSpan};

/// What a remark begins with.
const NAME: &str = "klopt:";
const OPEN: &str = "<!--";
const CLOSE: &str = "-->";
const IGNORE: &str = "ignore";
const REASON: &str = "reason:";

/// The ends of a paragraph in a web page.
const BLOCK_ENDS: [&str; 9] =
    ["</p", "</li", "</td", "</h1", "</h2", "</h3", "</h4", "</figcaption", "</blockquote"];

/// The remarks in `source` that silence rules.
#[must_use]
pub fn suppressions(path: &str, source: &Arc<str>) -> Vec<Suppression> {
    find(path, source).0
}

/// The remarks in `source`, and what is wrong with them.
pub(super) fn find(path: &str, source: &Arc<str>) -> (Vec<Suppression>, Vec<Problem>) {
    let mut out = Vec::new();
    let mut problems = Vec::new();
    if memmem::find(source.as_bytes(), NAME.as_bytes()).is_none() {
        return (out, problems);
    }
    let lines = LineIndex::new(source);
    let matter = front_matter::find(source);
    let whole = SourceSpan::new(0, source.len());
    let mut add = |text: Range<usize>, covers: SourceSpan| {
        let place = SourceSpan::new(text.start, text.end);
        match read(place.of(source)) {
            Some((rules, reason)) => {
                let line = lines.position(source, text.start).line;
                out.push(Suppression { rules, reason, place, line, covers });
            }
            None => problems.push(malformed(path, source, place)),
        }
    };
    let body = matter.as_ref().map_or(0, |(_, body)| *body);
    if let Some((yaml, _)) = &matter {
        yaml_remarks(source, yaml).into_iter().for_each(|text| add(text, whole));
    }
    for text in comments(source, body) {
        let from = text.end + CLOSE.len();
        let covers = SourceSpan::new(from, paragraph_end(source, from));
        add(text, covers);
    }
    (out, problems)
}

/// The remarks in the comments of the front matter.
fn yaml_remarks(source: &str, yaml: &Range<usize>) -> Vec<Range<usize>> {
    let mut at = yaml.start;
    let mut out = Vec::new();
    for line in source.get(yaml.clone()).unwrap_or("").split_inclusive('\n') {
        if let Some(text) = line.trim().strip_prefix('#').map(str::trim).filter(|t| t.starts_with(NAME)) {
            let start = at + line.find(NAME).unwrap_or(0);
            out.push(start..start + text.len());
        }
        at += line.len();
    }
    out
}

/// The remarks in the comments from the byte `from` on.
fn comments(source: &str, from: usize) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut at = from;
    while let Some(open) = source.get(at..).and_then(|rest| rest.find(OPEN)) {
        let start = at + open + OPEN.len();
        let Some(length) = source.get(start..).and_then(|rest| rest.find(CLOSE)) else { break };
        let text = source.get(start..start + length).unwrap_or("");
        if text.trim_start().starts_with(NAME) {
            out.push(start + (text.len() - text.trim_start().len())..start + length);
        }
        at = start + length + CLOSE.len();
    }
    out
}

/// Where the paragraph ends that a remark stands in or above: at a blank line, or where a web page closes it.
fn paragraph_end(source: &str, from: usize) -> usize {
    let rest = source.get(from..).unwrap_or("");
    let begin = from + (rest.len() - rest.trim_start().len());
    let mut end = source.len();
    let mut at = begin;
    for line in source.get(begin..).unwrap_or("").split_inclusive('\n') {
        if line.trim().is_empty() {
            end = at;
            break;
        }
        if let Some(close) = BLOCK_ENDS.iter().filter_map(|tag| line.find(tag)).min() {
            end = at + close;
            break;
        }
        at += line.len();
    }
    end
}

/// The rules and the reason of a remark; none if one of them is missing.
fn read(text: &str) -> Option<(Vec<String>, String)> {
    let order = text.trim().strip_prefix(NAME)?.trim_start().strip_prefix(IGNORE)?;
    let (rules, reason) = order.split_once(REASON)?;
    let rules: Vec<String> = rules
        .split(|c: char| c == ',' || c.is_whitespace())
        .filter(|rule| !rule.is_empty())
        .map(str::to_owned)
        .collect();
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    (order.starts_with(char::is_whitespace) && !rules.is_empty() && !reason.is_empty())
        .then_some((rules, reason))
}

fn malformed(path: &str, source: &Arc<str>, place: SourceSpan) -> Problem {
    let message = "this remark silences nothing: it does not say which rule, or not why";
    Problem::warning("suppress/remark", path, message)
        .at(source, place, "here")
        .with_help("write <!-- klopt: ignore figure/stale reason: the old target is meant -->")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(Vec<String>, String, String)> {
        let source: Arc<str> = text.into();
        let (remarks, problems) = find("a.md", &source);
        assert_eq!(problems, []);
        remarks.into_iter().map(|r| (r.rules, r.reason, r.covers.of(&source).trim().to_owned())).collect()
    }

    #[test]
    fn a_comment_covers_the_paragraph_that_follows() {
        let text = "kop\n\n<!-- klopt: ignore figure/stale, date/* reason: de oude\n norm -->\nDe één\ntwee.\n\nDrie.\n";
        let rules = vec!["figure/stale".to_owned(), "date/*".to_owned()];
        assert_eq!(found(text), [(rules, "de oude norm".to_owned(), "De één\ntwee.".to_owned())]);
        let page = "<p>Eén <!-- klopt: ignore * reason: x --> 5 procent.</p><p>Twee.</p>";
        assert_eq!(found(page), [(vec!["*".to_owned()], "x".to_owned(), "5 procent.".to_owned())]);
    }

    #[test]
    fn one_in_the_front_matter_covers_the_article() {
        let text = "---\ntitle: T\n# klopt: ignore figure/stale reason: archief\n---\nTekst.\n";
        assert_eq!(
            found(text),
            [(vec!["figure/stale".to_owned()], "archief".to_owned(), text.trim().to_owned())]
        );
        assert_eq!(found("# klopt: ignore a/b reason: x\n"), []);
    }

    #[test]
    fn one_without_a_reason_is_a_problem() {
        for text in [
            "klopt: ignore figure/stale",
            "klopt: ignore reason: x",
            "klopt: forget a/b reason: x",
            "klopt: ignorea/b reason: x",
            "klopt: ignore a/b reason: ",
        ] {
            let source: Arc<str> = format!("<!-- {text} -->").into();
            let (remarks, problems) = find("a.md", &source);
            assert_eq!(remarks, []);
            assert_eq!(problems[0].labels[0].0.of(&source).trim(), text.trim());
        }
        assert_eq!(found("<!-- klopt is een programma -->"), []);
    }
}
