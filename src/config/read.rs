//! The text of a configuration to its values, with every mistake.

use std::sync::Arc;

use super::policy;
use super::{Accepted, Config, Named, Selection, Set, SeverityRule};
use crate::finding::{Problem, Severity};
use crate::rules::yaml::{self, Fields, Node, Reader, Value};
use crate::text::LineIndex;

/// The keys of the file.
pub const KEYS: [&str; 13] = [
    "paths",
    "exclude",
    "rules",
    "language",
    "country",
    "ui-language",
    "fail-on",
    "min-severity",
    "baseline",
    "archive",
    "rates",
    "severity",
    "suppress",
];
/// By what the items of `severity` and `suppress` select findings.
pub const SELECTS: [&str; 5] = ["rule", "metric", "path", "source", "fingerprint"];
const SEVERITIES: [(&str, Severity); 4] = [
    ("error", Severity::Error),
    ("warning", Severity::Warning),
    ("info", Severity::Info),
    ("off", Severity::Off),
];
/// The languages that messages are written in.
const SPOKEN: [(&str, &str); 2] = [("nl", "nl"), ("en", "en")];

/// Reads the configuration `text` of the file `path`. What is sound of one with mistakes holds.
#[must_use]
pub fn read(path: &str, text: &Arc<str>) -> (Config, Vec<Problem>) {
    let mut config = Config { path: path.to_owned(), text: text.clone(), ..Config::default() };
    if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return (config, Vec::new());
    }
    let node = match yaml::parse(path, text) {
        Ok(node) => node,
        Err(problem) => return (config, vec![problem]),
    };
    let lines = LineIndex::new(text);
    let mut values = Values { reader: Reader::new(path, text), lines, text, named: Vec::new() };
    let fields = values.reader.map(&node, &KEYS);
    config.paths = values.list(&fields, "paths");
    config.exclude = values.list(&fields, "exclude");
    values.patterns(&fields, "exclude");
    config.rules = values.list(&fields, "rules");
    config.language = values.one(&fields, "language");
    config.country = values.one(&fields, "country");
    config.baseline = values.one(&fields, "baseline");
    config.archive = values.one(&fields, "archive");
    config.rates = values.one(&fields, "rates");
    config.ui_language = values
        .word(&fields, "ui-language", &SPOKEN)
        .map(|set| Set { value: set.value.to_owned(), line: set.line });
    config.fail_on = values.word(&fields, "fail-on", &SEVERITIES);
    config.min_severity = values.word(&fields, "min-severity", &SEVERITIES);
    if let Some(node) = fields.get("severity") {
        config.severities = values.severities(node);
    }
    if let Some(node) = fields.get("suppress") {
        config.accepted = values.accepted(node);
    }
    config.named = values.named;
    let mut problems = values.reader.finish();
    problems.iter_mut().for_each(|problem| problem.code = code(problem.code));
    (config, problems)
}

/// The code of a mistake here for that of one in a rule.
fn code(of_rule: &'static str) -> &'static str {
    match of_rule {
        "rule/unknown-field" => "config/unknown-key",
        "rule/duplicate-field" => "config/duplicate-key",
        "rule/missing-field" => "config/missing-key",
        "rule/type" => "config/type",
        _ => "config/value",
    }
}

struct Values<'a> {
    reader: Reader<'a>,
    lines: LineIndex,
    text: &'a Arc<str>,
    /// The rules and metrics that it names.
    named: Vec<Named>,
}

impl Values<'_> {
    fn line(&self, node: &Node) -> usize {
        self.lines.position(self.text, node.span.start).line
    }

    fn one(&mut self, fields: &Fields<'_>, key: &str) -> Option<Set<String>> {
        let node = fields.get(key).filter(|n| n.value != Value::Null)?;
        let value = self.reader.text(node)?.to_owned();
        Some(Set { value, line: self.line(node) })
    }

    fn list(&mut self, fields: &Fields<'_>, key: &str) -> Option<Set<Vec<String>>> {
        let node = fields.get(key).filter(|n| n.value != Value::Null)?;
        let items = self.reader.items(node);
        let value = items.iter().filter_map(|item| self.reader.text(item).map(str::to_owned)).collect();
        Some(Set { value, line: self.line(node) })
    }

    /// Tells what is no pattern of `.gitignore` among the value or the values of a key.
    fn patterns(&mut self, fields: &Fields<'_>, key: &str) {
        let Some(node) = fields.get(key).filter(|n| n.value != Value::Null) else { return };
        for item in self.reader.items(node) {
            let Value::Scalar(text) = &item.value else { continue };
            if let Err(wrong) = policy::sound(text) {
                let message = format!("this is no pattern of paths: {wrong}");
                let help = "patterns are those of .gitignore: * within a folder, ** over folders";
                self.reader.complain("rule/value", item.span, message, help);
            }
        }
    }

    fn word<T: Copy>(&mut self, fields: &Fields<'_>, key: &str, words: &[(&str, T)]) -> Option<Set<T>> {
        let node = fields.get(key).filter(|n| n.value != Value::Null)?;
        let value = self.reader.one_of(node, key, words)?;
        Some(Set { value, line: self.line(node) })
    }

    fn severities(&mut self, node: &Node) -> Vec<SeverityRule> {
        let mut out = Vec::new();
        for item in self.reader.items(node) {
            let fields = self.reader.map(item, &[&SELECTS[..], &["severity"]].concat());
            let of = self.selection(&fields);
            self.patterns(&fields, "path");
            let severity = fields.require(&mut self.reader, "severity");
            if let Some(severity) = severity.and_then(|n| self.reader.one_of(n, "severity", &SEVERITIES)) {
                out.push(SeverityRule { of, severity, line: self.line(item) });
            }
        }
        out
    }

    fn accepted(&mut self, node: &Node) -> Vec<Accepted> {
        let mut out = Vec::new();
        for item in self.reader.items(node) {
            let fields = self.reader.map(item, &[&SELECTS[..], &["reason"]].concat());
            let of = self.selection(&fields);
            self.patterns(&fields, "path");
            let reason = fields.require(&mut self.reader, "reason");
            let reason = reason.and_then(|n| self.reader.text(n)).map(str::to_owned);
            if of == Selection::default() {
                let help = "add `fingerprint: …`, or a rule, metric, path or source";
                self.reader.complain(
                    "rule/value",
                    item.span,
                    "this does not say which findings it accepts",
                    help,
                );
            } else if let Some(reason) = reason {
                out.push(Accepted { of, reason, place: item.span });
            }
        }
        out
    }

    fn selection(&mut self, fields: &Fields<'_>) -> Selection {
        let mut text = |key| fields.get(key).and_then(|n| self.reader.text(n)).map(str::to_owned);
        let of = Selection {
            rule: text("rule"),
            metric: text("metric"),
            path: text("path"),
            source: text("source"),
            fingerprint: text("fingerprint"),
        };
        for (what, name) in [("rule", &of.rule), ("metric", &of.metric)] {
            if let (Some(name), Some(node)) = (name.clone(), fields.get(what)) {
                self.named.push(Named { what, name, place: node.span });
            }
        }
        of
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_read_with_its_line() {
        let text: Arc<str> =
            "# één\npaths: [nl/, en/]\nlanguage: nl\nfail-on: error\nseverity:\n  - { rule: figure/*, path: \
            \"wire/**\", severity: off }\nsuppress:\n  - fingerprint: 00ff\n    reason: bekend\n"
                .into();
        let (config, problems) = read("klopt.yaml", &text);
        assert_eq!(problems, []);
        assert_eq!(config.paths.unwrap(), Set { value: vec!["nl/".to_owned(), "en/".to_owned()], line: 2 });
        assert_eq!(config.fail_on.unwrap(), Set { value: Severity::Error, line: 4 });
        assert_eq!(config.severities[0].severity, Severity::Off);
        assert_eq!(config.severities[0].of.rule.as_deref(), Some("figure/*"));
        assert_eq!(config.accepted[0].reason, "bekend");
        assert_eq!(config.accepted[0].of.fingerprint.as_deref(), Some("00ff"));
    }

    #[test]
    fn every_mistake_is_told_at_its_place() {
        let text: Arc<str> =
            "path: nl\nui-language: de\nfail-on: eror\nseverity:\n  - { rule: a/b, severty: off }\n\
            suppress:\n  - { reason: zomaar }\n  - { rule: a/b }\n"
                .into();
        let (_, problems) = read("klopt.yaml", &text);
        let told: Vec<_> =
            problems.iter().map(|p| (p.code, p.labels[0].0.of(&text), p.help.as_deref().unwrap())).collect();
        assert_eq!(
            told,
            [
                ("config/unknown-key", "path", "did you mean `paths`?"),
                ("config/value", "de", "known: nl, en"),
                ("config/value", "eror", "did you mean `error`?"),
                ("config/unknown-key", "severty", "did you mean `severity`?"),
                ("config/missing-key", "{ rule: a/b, severty: off }", "add `severity: …`"),
                (
                    "config/value",
                    "{ reason: zomaar }",
                    "add `fingerprint: …`, or a rule, metric, path or source"
                ),
                ("config/missing-key", "{ rule: a/b }", "add `reason: …`"),
            ]
        );
    }

    #[test]
    fn an_empty_file_sets_nothing() {
        let (config, problems) = read("klopt.yaml", &"# niets\n\n".into());
        assert!(problems.is_empty() && config.paths.is_none());
    }
}
