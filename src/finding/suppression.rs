//! Findings that somebody has looked at and accepted, with the reason.

use serde::{Deserialize, Serialize};

use crate::text::SourceSpan;

/// A remark in an article that silences rules in a part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppression {
    /// The rules: ids, or `figure/*` for all of a family, or `*`.
    pub rules: Vec<String>,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub place: SourceSpan,
    /// The line that it stands on, from 1.
    pub line: usize,
    /// What it covers: findings that begin in here.
    pub covers: SourceSpan,
}

impl Suppression {
    /// Whether it silences `rule` at `span`.
    #[must_use]
    pub fn silences(&self, rule: &str, span: SourceSpan) -> bool {
        self.covers.start <= span.start
            && span.start < self.covers.end.max(1)
            && self.rules.iter().any(|pattern| names(pattern, rule))
    }
}

/// Whether `pattern` is `text`, or stands for it with a `*` at its end.
#[must_use]
pub fn names(pattern: &str, text: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => text.starts_with(start),
        None => pattern == text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_the_rest() {
        assert!(names("figure/*", "figure/stale") && names("*", "a/b") && names("a/b", "a/b"));
        assert!(!names("figure/*", "forecast/expired") && !names("figure", "figure/stale"));
    }
}
