//! Paths and places as the machine formats write them.

use std::fmt::Write as _;

use serde::Serialize;

use crate::claim::Place;
use crate::finding::{ArticleView, Finding, Label, Problem};
use crate::text::SourceSpan;

/// Where a figure stands, within another JSON object.
#[derive(Serialize)]
pub(super) struct PlaceJson<'a> {
    path: &'a str,
    start: usize,
    end: usize,
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    part: Option<&'static str>,
    line: usize,
    column: usize,
    quote: &'a str,
}

impl<'a> PlaceJson<'a> {
    /// The place in the article at `path`.
    pub(super) fn new(path: &'a str, place: &'a Place) -> Self {
        let (span, part) = in_part(place.span, place.title);
        Self {
            path,
            start: span.start,
            end: span.end,
            part,
            line: place.line,
            column: place.column,
            quote: &place.quote,
        }
    }
}

/// A place counted in the string of a JSON line that it stands in, and which that is where it is not the text; `title` is
/// where the title begins behind the text.
pub(super) fn in_part(span: SourceSpan, title: Option<usize>) -> (SourceSpan, Option<&'static str>) {
    let from = title.unwrap_or(0);
    (SourceSpan::new(span.start.saturating_sub(from), span.end.saturating_sub(from)), title.map(|_| "title"))
}

/// A path as a report names it: without the `./` that a shell puts before it.
pub(super) fn path(path: &str) -> &str {
    path.strip_prefix("./").unwrap_or(path)
}

/// Related evidence on one line: `nl/top.md:9:14: 5 procent`.
pub(super) fn line(label: &Label, articles: &[ArticleView]) -> String {
    let name = articles.get(label.article).map_or("", |article| path(&article.path));
    let message = if label.message.is_empty() { &*label.quote } else { label.message.as_str() };
    format!("{name}:{}:{}: {message}", label.line, label.column)
}

/// What a finding says in a format that knows neither related places nor help: all of it, in lines.
pub(super) fn whole(finding: &Finding, articles: &[ArticleView]) -> String {
    let mut out = finding.message.clone();
    for label in &finding.related {
        // Writing to a String cannot fail.
        let _ = write!(out, "\n{}", line(label, articles));
    }
    if let Some(help) = &finding.help {
        let _ = write!(out, "\n{help}");
    }
    out
}

/// What a problem says in a format that has no place for its help: both, in lines.
pub(super) fn told(problem: &Problem) -> String {
    match &problem.help {
        Some(help) => format!("{}\n{help}", problem.message),
        None => problem.message.clone(),
    }
}

/// A path as a URI reference (RFC 3986): relative paths stay relative, and bytes that a URI cannot
/// hold are escaped.
pub(super) fn uri(name: &str) -> String {
    let name = path(name).replace('\\', "/");
    let mut out = String::with_capacity(name.len());
    match name.as_bytes() {
        [b'/', ..] => out.push_str("file://"),
        [letter, b':', b'/', ..] if letter.is_ascii_alphabetic() => out.push_str("file:///"),
        _ => {}
    }
    let scheme = out.len();
    for byte in name.bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte);
        // A colon in the first segment of a relative reference would read as a scheme.
        if plain || (byte == b':' && scheme > 0) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// `text` in XML, within an attribute too. What XML 1.0 cannot hold is the replacement character.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' => out.push_str("&#9;"),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c if c < ' ' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uris_hold_what_a_uri_may_hold() {
        assert_eq!(uri("./nl/één €.md"), "nl/%C3%A9%C3%A9n%20%E2%82%AC.md");
        assert_eq!(uri("/krant/top 5%.txt"), "file:///krant/top%205%25.txt");
        assert_eq!(uri("C:\\krant\\top.txt"), "file:///C:/krant/top.txt");
        assert_eq!(uri("a:b#c?.md"), "a%3Ab%23c%3F.md");
        assert_eq!(uri("regel\n2.md"), "regel%0A2.md");
    }

    #[test]
    fn nothing_ends_an_attribute() {
        assert_eq!(escaped("a\"<b>&\n\u{0}\u{ffff}ë"), "a&quot;&lt;b&gt;&amp;&#10;\u{fffd}\u{fffd}ë");
    }
}
