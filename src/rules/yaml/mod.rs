//! YAML as a tree of nodes with their places, and a reader that gathers every mistake.

mod tree;
mod typed;

use std::sync::Arc;

pub use self::tree::{Node, Value};
pub use self::typed::typed;

use crate::finding::{Problem, TOO_LARGE, is_too_large, said};
use crate::text::SourceSpan;

/// The byte at which a line and a column in characters, both from 1, stand.
fn byte_at(text: &str, line: u64, column: u64) -> usize {
    let line = usize::try_from(line).unwrap_or(1).max(1);
    let column = usize::try_from(column).unwrap_or(1).max(1);
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let rest = text.get(start..).unwrap_or("");
    start + rest.chars().take(column - 1).map(char::len_utf8).sum::<usize>()
}

/// Reads the YAML `text` of the file `path`.
///
/// # Errors
/// A problem `yaml/syntax` at the place where the text stops being YAML.
pub fn parse(path: &str, text: &Arc<str>) -> Result<Node, Problem> {
    match tree::from_text(text) {
        Ok(node) => Ok(node),
        Err(error) => {
            let span = error.location().map_or(SourceSpan::new(0, 0), |l| {
                let at = byte_at(text, l.line(), l.column()).min(text.len());
                SourceSpan::new(at, next_boundary(text, at))
            });
            let whole = error.without_snippet().to_string();
            let message = said(&whole);
            if let Some(key) = message.strip_prefix("duplicate mapping key: ") {
                let key = key.split(',').next().unwrap_or(key);
                let problem =
                    Problem::error("rule/duplicate-field", path, format!("`{key}` stands here twice"));
                return Err(problem
                    .at(text, SourceSpan::new(span.start, (span.start + key.len()).min(text.len())), "here")
                    .with_help("keep one of the two"));
            }
            if is_too_large(message) {
                let problem = Problem::error("yaml/too-large", path, "this YAML unfolds too far");
                return Err(problem.at(text, span, TOO_LARGE[0]).with_help(TOO_LARGE[1]));
            }
            Err(Problem::error("yaml/syntax", path, "this is not YAML")
                .at(text, span, message)
                .with_help("quote text that holds a colon, a # or a brace, and indent with spaces"))
        }
    }
}

fn next_boundary(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.chars().next()).map_or(at, |c| at + c.len_utf8())
}

/// The tree of a shipped file from its compact form, with the `examples` of its rules or without.
#[must_use]
pub fn shipped((tree, text): (&'static [u8], &'static str), examples: bool) -> Option<Node> {
    tree::decode(tree, text, examples)
}

/// Walks a tree and gathers every mistake on the way.
#[derive(Debug)]
pub struct Reader<'a> {
    path: &'a str,
    text: &'a Arc<str>,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    /// A reader of the file `path` with the given text.
    #[must_use]
    pub fn new(path: &'a str, text: &'a Arc<str>) -> Self {
        Self { path, text, problems: Vec::new() }
    }

    /// The mistakes so far.
    #[must_use]
    pub fn finish(self) -> Vec<Problem> {
        self.problems
    }

    /// How many mistakes it has noted so far.
    #[must_use]
    pub fn mistakes(&self) -> usize {
        self.problems.len()
    }

    /// The place of a range of bytes of a scalar's text; all of the scalar where it is written with escapes
    /// or over several lines, so that its text does not stand in the file as it is.
    #[must_use]
    pub fn within(&self, node: &Node, range: Option<std::ops::Range<usize>>) -> SourceSpan {
        let raw = self.text.get(node.span.start..node.span.end).unwrap_or("");
        let start = node.as_str().and_then(|text| raw.find(text)).map(|at| node.span.start + at);
        match (start, range) {
            (Some(start), Some(range)) => SourceSpan::new(start + range.start, start + range.end),
            _ => node.span,
        }
    }

    /// Notes a mistake at `span`.
    pub fn complain(
        &mut self,
        code: &'static str,
        span: SourceSpan,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let message = message.into();
        let problem = Problem::error(code, self.path, message).at(self.text, span, "here").with_help(help);
        self.problems.push(problem);
    }

    /// The entries of a mapping whose keys must be among `allowed`.
    pub fn map<'n>(&mut self, node: &'n Node, allowed: &[&str]) -> Fields<'n> {
        let Value::Map(entries) = &node.value else {
            self.complain("rule/type", node.span, "a mapping is expected here", keys_help(allowed));
            return Fields { entries: Vec::new(), span: node.span };
        };
        let mut known: Vec<(&str, &Node, SourceSpan)> = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let name = key.as_str().unwrap_or("");
            if !allowed.contains(&name) {
                self.unknown("rule/unknown-field", "field", key, allowed.iter().copied());
            } else if known.iter().any(|(k, ..)| *k == name) {
                self.complain(
                    "rule/duplicate-field",
                    key.span,
                    format!("`{name}` stands here twice"),
                    "keep one of the two",
                );
            } else {
                known.push((name, value, key.span));
            }
        }
        Fields { entries: known, span: node.span }
    }

    /// Notes that the scalar `node` names no known `what`, with the nearest of `known` as a suggestion.
    pub fn unknown<'k>(
        &mut self,
        code: &'static str,
        what: &str,
        node: &Node,
        known: impl Iterator<Item = &'k str>,
    ) {
        let name = node.as_str().unwrap_or("");
        let all: Vec<&str> = known.collect();
        let help = suggestion(name, all.iter().copied(), || keys_help(&all));
        self.complain(code, node.span, format!("unknown {what} `{name}`"), help);
    }

    /// The items of a sequence; a single value counts as a sequence of one.
    pub fn items<'n>(&mut self, node: &'n Node) -> &'n [Node] {
        match &node.value {
            Value::Seq(items) => items,
            Value::Null => &[],
            Value::Scalar(_) | Value::Map(_) => std::slice::from_ref(node),
        }
    }

    /// The entries of a mapping with any keys.
    pub fn entries<'n>(&mut self, node: &'n Node) -> &'n [(Node, Node)] {
        if let Value::Map(entries) = &node.value {
            return entries;
        }
        self.complain("rule/type", node.span, "a mapping is expected here", "write `key: value`");
        &[]
    }

    /// The text of a scalar.
    pub fn text<'n>(&mut self, node: &'n Node) -> Option<&'n str> {
        if let Value::Scalar(s) = &node.value {
            return Some(s);
        }
        self.complain(
            "rule/type",
            node.span,
            "a text is expected here",
            "write one value, in quotes if need be",
        );
        None
    }

    /// A scalar that is read by `parse`; `what` names what is expected.
    pub fn parsed<T: std::str::FromStr>(&mut self, node: &Node, what: &str) -> Option<T> {
        let text = self.text(node)?;
        let value = text.parse().ok();
        if value.is_none() {
            self.complain(
                "rule/value",
                node.span,
                format!("`{text}` is not {what}"),
                format!("write {what}"),
            );
        }
        value
    }

    /// One of a fixed set of words.
    pub fn one_of<T: Copy>(&mut self, node: &Node, what: &str, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(node)?;
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            self.unknown("rule/value", what, node, words.iter().map(|(word, _)| *word));
        }
        found
    }
}

fn keys_help(names: &[&str]) -> String {
    if names.is_empty() { "nothing is known here".to_owned() } else { format!("known: {}", names.join(", ")) }
}

impl Node {
    /// The text, if this is a scalar.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(s) => Some(s),
            Value::Null | Value::Seq(_) | Value::Map(_) => None,
        }
    }
}

/// The known entries of a mapping.
#[derive(Debug)]
pub struct Fields<'n> {
    entries: Vec<(&'n str, &'n Node, SourceSpan)>,
    /// Where the mapping stands.
    pub span: SourceSpan,
}

impl<'n> Fields<'n> {
    /// The value of `key`, if it is there.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&'n Node> {
        self.entries.iter().find(|(k, ..)| *k == key).map(|(_, v, _)| *v)
    }

    /// The value of `key`; its absence is a mistake.
    pub fn require(&self, reader: &mut Reader<'_>, key: &str) -> Option<&'n Node> {
        let found = self.get(key);
        if found.is_none() {
            reader.complain(
                "rule/missing-field",
                self.span,
                format!("`{key}` is missing"),
                format!("add `{key}: …`"),
            );
        }
        found
    }

    /// The place of the key `key`.
    #[must_use]
    pub fn key_span(&self, key: &str) -> Option<SourceSpan> {
        self.entries.iter().find(|(k, ..)| *k == key).map(|(.., span)| *span)
    }
}

/// The nearest of `known` to `name`, if it is near enough to be a slip (Damerau-Levenshtein distance
/// of at most a third of its length).
#[must_use]
pub fn suggest<'k>(name: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let limit = (name.chars().count() / 3).max(1);
    let known: Vec<&'k str> = known.collect();
    let near = known.iter().map(|k| (distance(name, k), *k)).filter(|(d, _)| *d <= limit).min();
    near.map(|(_, k)| k).or_else(|| begins_alike(name, &known))
}

/// The help for a name that nobody knows: the nearest of `known`, or what is said `otherwise`.
pub fn suggestion<'k>(
    name: &str,
    known: impl Iterator<Item = &'k str>,
    otherwise: impl FnOnce() -> String,
) -> String {
    suggest(name, known).map_or_else(otherwise, |near| format!("did you mean `{near}`?"))
}

/// How many letters two names have to begin with alike, where they are not close: `members` is `member-count`.
const ALIKE: usize = 5;

/// The name that shares the longest beginning, which is most of `name`; none where two do.
fn begins_alike<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    let shared = |k: &str| name.chars().zip(k.chars()).take_while(|(a, b)| a == b).count();
    let most = known.iter().map(|k| shared(k)).max()?;
    let mut best = known.iter().filter(|k| shared(k) == most);
    let first = best.next()?;
    let enough = most >= ALIKE && most * 4 >= name.chars().count() * 3;
    (enough && best.next().is_none()).then_some(*first)
}

/// Optimal string alignment distance in characters: edits and swaps of neighbours.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut previous = None;
    for (i, ca) in a.chars().enumerate() {
        let mut row = vec![i + 1];
        for (j, &cb) in b.iter().enumerate() {
            let cell = |r: &Vec<usize>, k: usize| r.get(k).copied().unwrap_or(usize::MAX / 2);
            let mut best =
                (cell(&last, j) + usize::from(ca != cb)).min(cell(&last, j + 1) + 1).min(cell(&row, j) + 1);
            let swapped = j > 0 && previous == Some(cb) && b.get(j - 1) == Some(&ca);
            if swapped {
                best = best.min(cell(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
        previous = Some(ca);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_know_their_bytes_after_multibyte_text() {
        let text: Arc<str> = "naam: één €\nlijst: [1.20, 'twee', ~]\nvlag: true\n".into();
        let node = parse("x.yaml", &text).unwrap();
        let mut reader = Reader::new("x.yaml", &text);
        let fields = reader.map(&node, &["naam", "lijst", "vlag"]);
        assert_eq!(fields.get("naam").unwrap().as_str(), Some("één €"));
        let items = reader.items(fields.get("lijst").unwrap());
        assert_eq!(items[0].as_str(), Some("1.20"));
        assert_eq!(items[0].span.of(&text), "1.20");
        assert_eq!(items[1].as_str(), Some("twee"));
        assert_eq!(items[2].value, Value::Null);
        assert_eq!(fields.get("vlag").unwrap().as_str(), Some("true"));
        assert_eq!(fields.key_span("lijst").unwrap().of(&text), "lijst");
        assert!(reader.finish().is_empty());
    }

    #[test]
    fn every_mistake_is_reported_at_its_place() {
        let text: Arc<str> = "metrik: é\nunit: [a]\nzzzz: 1\n".into();
        let node = parse("x.yaml", &text).unwrap();
        let mut reader = Reader::new("x.yaml", &text);
        let fields = reader.map(&node, &["metric", "unit"]);
        fields.require(&mut reader, "metric");
        let unit = fields.get("unit").unwrap();
        reader.text(unit);
        let problems = reader.finish();
        let seen: Vec<_> =
            problems.iter().map(|p| (p.code, p.labels[0].0.of(&text), p.help.as_deref().unwrap())).collect();
        assert_eq!(seen[0], ("rule/unknown-field", "metrik", "did you mean `metric`?"));
        assert_eq!(seen[1], ("rule/unknown-field", "zzzz", "known: metric, unit"));
        assert_eq!(seen[2].0, "rule/missing-field");
        assert_eq!(seen[3].0, "rule/type");
        assert_eq!(seen[3].1, "[a]");
    }

    #[test]
    fn the_nearest_name_is_suggested() {
        let known = ["member-count", "aid-total", "aid-amount"];
        for (name, near) in [
            ("member-cuont", Some("member-count")),
            ("members", Some("member-count")),
            ("memories", None),
            ("aid-", None),
        ] {
            assert_eq!(suggest(name, known.into_iter()), near, "{name}");
        }
    }

    #[test]
    fn yaml_that_stands_for_too_much_is_told_as_that() {
        let row = |(row, name): (&str, &str)| format!("{row}: &{row} [{}]\n", [name; 9].join(", "));
        let rows = [("a", "x"), ("b", "*a"), ("c", "*b"), ("d", "*c"), ("e", "*d"), ("f", "*e")].map(row);
        let text = rows.concat();
        let problem = parse("x.yaml", &text.as_str().into()).unwrap_err();
        assert_eq!((problem.code, &*problem.message), ("yaml/too-large", "this YAML unfolds too far"));
        assert!(problem.help.unwrap().starts_with("write out what the aliases"));
    }

    #[test]
    fn broken_yaml_is_a_problem_at_its_place() {
        let text: Arc<str> = "a: [1,\nb: 2\n".into();
        let problem = parse("x.yaml", &text).unwrap_err();
        assert_eq!(problem.code, "yaml/syntax");
        assert_eq!(problem.labels[0].0.of(&text), "[");
    }
}
