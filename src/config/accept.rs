//! A suppression written into a configuration, which keeps its comments and its order.

use std::sync::Arc;

use super::read::read;
use crate::rules::yaml::{self, Node, Value};

/// The text of a configuration with one suppression more, of the finding `fingerprint`.
///
/// # Errors
/// What stands in the way, and what to do about it.
pub fn accept(path: &str, text: &str, fingerprint: &str, reason: &str) -> Result<String, String> {
    let source: Arc<str> = text.into();
    let (before, problems) = read(path, &source);
    if let Some(problem) = problems.first() {
        return Err(format!("{path} has mistakes, mend them first: {}", problem.message));
    }
    let entry = |indent: &str| {
        let reason = serde_json::Value::from(reason);
        format!("{indent}- fingerprint: \"{fingerprint}\"\n{indent}  reason: {reason}\n")
    };
    let out = match list(path, &source) {
        None => {
            let gap = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
            format!("{text}{gap}suppress:\n{}", entry("  "))
        }
        Some((key, items)) => {
            let line_end = source.get(key..).and_then(|rest| rest.find('\n')).map(|at| key + at + 1);
            let at = line_end.unwrap_or(source.len());
            let (head, tail) = source.split_at_checked(at).unwrap_or((text, ""));
            let indent = items.map_or_else(|| "  ".to_owned(), |item| indent_of(&source, item));
            let gap = if head.ends_with('\n') { "" } else { "\n" };
            format!("{head}{gap}{}{tail}", entry(&indent))
        }
    };
    // What was written has to say what was there, and one thing more.
    let (after, problems) = read(path, &out.as_str().into());
    if problems.is_empty() && after.accepted.len() == before.accepted.len() + 1 {
        return Ok(out);
    }
    Err(format!("the list under `suppress:` in {path} cannot be added to: write it with an item a line"))
}

/// Where the key `suppress` stands, and its first item; none if it is not there.
fn list(path: &str, source: &Arc<str>) -> Option<(usize, Option<usize>)> {
    let node = yaml::parse(path, source).ok()?;
    let Value::Map(entries) = &node.value else { return None };
    let (key, value): &(Node, Node) = entries.iter().find(|(key, _)| key.as_str() == Some("suppress"))?;
    let first = match &value.value {
        Value::Seq(items) => items.first().map(|item| item.span.start),
        Value::Null | Value::Scalar(_) | Value::Map(_) => None,
    };
    Some((key.span.start, first))
}

/// The white space before the dash of the item at `at`.
fn indent_of(source: &str, at: usize) -> String {
    let line = source.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |nl| nl + 1);
    source.get(line..).unwrap_or("").chars().take_while(|c| *c == ' ').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_order_are_kept() {
        let text = "# één\nsuppress: # bekend\n  # oud\n  - fingerprint: aa\n    reason: x\npaths: [nl]\n";
        let out = accept("k", text, "00ff", "\"ja\": nee # é").unwrap();
        assert_eq!(
            out,
            "# één\nsuppress: # bekend\n  - fingerprint: \"00ff\"\n    reason: \"\\\"ja\\\": nee # é\"\n  # oud\n  \
             - fingerprint: aa\n    reason: x\npaths: [nl]\n"
        );
        let (config, problems) = read("k", &out.as_str().into());
        assert_eq!(problems, []);
        assert_eq!(config.accepted[0].reason, "\"ja\": nee # é");
    }

    #[test]
    fn a_list_that_is_not_there_is_begun() {
        let entry = "suppress:\n  - fingerprint: \"1\"\n    reason: \"r\"\n";
        assert_eq!(accept("k", "", "1", "r").unwrap(), entry);
        assert_eq!(accept("k", "paths: nl", "1", "r").unwrap(), format!("paths: nl\n{entry}"));
        assert_eq!(accept("k", "suppress:\n", "1", "r").unwrap(), entry);
        let flat = "suppress:\n- fingerprint: \"2\"\n  reason: x\n";
        assert!(accept("k", flat, "1", "r").unwrap().starts_with("suppress:\n- fingerprint: \"1\"\n"));
        assert!(accept("k", "suppress: [{rule: a, reason: b}]\n", "1", "r").is_err());
        assert!(accept("k", "pats: x\n", "1", "r").is_err());
    }
}
