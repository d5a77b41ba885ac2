//! Check rules: which verdicts are findings, how severe, in which words.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::check_test::{self, CheckTest};
use super::expression::{self, Templates};
use super::fields::{self, RULE};
use super::join::{self, Join};
use super::pack_files::PackFile;
use super::policy::{BEHAVIOURS, Behaviour};
use super::yaml::{Node, Reader, Value};
use crate::finding::{Problem, Severity};

/// The verdicts and observations that a rule may be about, and what each means.
pub const VERDICTS: [(&str, &str); 30] = [
    ("confirms", "one value lies within the other"),
    ("compatible", "the values overlap"),
    ("doubtful", "apart only through a soft end, touching, or resting on an assumption"),
    ("conflicts", "the values exclude each other, and one of them is wrong"),
    ("slips", "the same digits in another unit, of another magnitude, or two of them swapped"),
    ("decreases", "a total that only grows is lower than before"),
    ("changes", "a new value takes over"),
    ("unexpected", "differs from all before, and nothing marks it as new"),
    ("moves", "what is still to come gets another day or value"),
    ("revises", "the same speaker or source names another value than before"),
    ("disputes", "another speaker, or the article itself, says otherwise"),
    ("stale", "a superseded value, given as current"),
    ("repeats", "what an article has taken back is repeated"),
    ("expired", "a forecast whose end has passed"),
    ("implausible", "outside what the metric holds for possible"),
    ("parts", "parts and their whole, given apart, that do not add up"),
    ("exceeds", "a part that is more than its whole"),
    ("implies", "an amount and the share that it is make another whole than elsewhere"),
    ("weekday", "a weekday beside a date that falls on another"),
    ("impossible", "a date that does not exist"),
    ("undated", "an article without a date"),
    ("sum", "parts that do not add up to their total"),
    ("change", "a change in per cent that is not what its levels come to"),
    ("ratio", "a share in per cent that is not what part and whole come to"),
    ("conversion", "an amount in another currency that no rate of the year before gives"),
    ("tense", "an event that is both past and still to come"),
    ("overstates", "a headline that says more than its article"),
    ("metric-slip", "a figure that slides from one metric to another within an article"),
    ("unit-slip", "the same digits in another currency within an article"),
    ("magnitude-slip", "the same digits a thousand times as much within an article"),
];
/// Those of [`VERDICTS`] that are about something seen in one article, and about no fact.
pub const OBSERVATIONS: [&str; 12] = [
    "weekday",
    "impossible",
    "undated",
    "sum",
    "change",
    "ratio",
    "conversion",
    "tense",
    "overstates",
    "metric-slip",
    "unit-slip",
    "magnitude-slip",
];
/// Verdicts of rules that join facts.
const JOINED: [&str; 3] = ["parts", "exceeds", "implies"];
/// Observations that are about metrics.
const ABOUT_METRICS: [&str; 1] = ["metric-slip"];

/// The severities by their words.
pub const SEVERITIES: [(&str, Severity); 4] = [
    ("error", Severity::Error),
    ("warning", Severity::Warning),
    ("info", Severity::Info),
    ("off", Severity::Off),
];

/// A rule, compiled.
#[derive(Debug)]
pub struct CheckRule {
    /// Its id: `figure/stale`.
    pub id: Arc<str>,
    /// The file that defines it.
    pub path: Arc<str>,
    /// Its title by language.
    pub title: BTreeMap<String, String>,
    /// The verdicts and observations that it is about: at least one.
    pub verdicts: Vec<&'static str>,
    /// The behaviours that it holds for; empty for all.
    pub behaviours: Vec<Behaviour>,
    /// The metrics that it holds for; empty for all.
    pub metrics: Vec<String>,
    /// The facts that it joins, if it does.
    pub join: Option<Join>,
    /// The condition as it is written.
    pub condition: Option<String>,
    /// How severe its findings are.
    pub severity: Severity,
    /// What it finds, by language.
    pub about: BTreeMap<String, String>,
    /// Why that matters, by language.
    pub why: BTreeMap<String, String>,
    /// When and how to silence it, by language.
    pub silence: BTreeMap<String, String>,
    /// Its examples and counter-examples.
    pub tests: Vec<CheckTest>,
    templates: Templates,
}

impl CheckRule {
    /// Whether the rule's condition holds; a condition that fails to evaluate does not.
    #[must_use]
    pub fn holds(&self, context: &minijinja::Value) -> bool {
        self.templates.holds(context)
    }

    /// Whether it has a condition.
    #[must_use]
    pub const fn is_conditional(&self) -> bool {
        self.condition.is_some()
    }

    /// The message or help in a language; English where the rule does not speak it.
    #[must_use]
    pub fn words(&self, what: &str, language: &str, context: &minijinja::Value) -> Option<String> {
        let words = |language: &str| self.templates.render(&format!("{what}.{language}"), context);
        words(language).or_else(|| words("en"))
    }

    /// A text of the rule in a language, else in English.
    #[must_use]
    pub fn text<'t>(texts: &'t BTreeMap<String, String>, language: &str) -> Option<&'t str> {
        texts.get(language).or_else(|| texts.get("en")).map(String::as_str)
    }
}

/// What check rules refer to, and what the files before have defined.
#[derive(Debug, Default)]
pub struct Known {
    /// The ids of the metrics.
    pub metrics: Vec<Arc<str>>,
    /// Each rule as it is written, by its id: a later rule of the same id takes over what it leaves out.
    rules: BTreeMap<String, Node>,
}

/// Reads the check rules of a file: one, or a sequence of them; with every mistake.
#[must_use]
pub fn read(file: &PackFile, known: &mut Known) -> (Vec<CheckRule>, Vec<Problem>) {
    let node = match file.node() {
        Ok(node) => node,
        Err(problem) => return (Vec::new(), vec![problem]),
    };
    let mut reader = Reader::new(&file.path, &file.text);
    let mut rules = Vec::new();
    let mut here: Vec<String> = Vec::new();
    for node in reader.items(&node) {
        let id = id_of(node);
        if let Some((id, at)) = id.filter(|(id, _)| here.iter().any(|h| h == id)) {
            let message = format!("the rule `{id}` stands in this file twice");
            reader.complain("rule/duplicate-rule", at.span, message, "give one of the two another id");
            continue;
        }
        let before = reader.mistakes();
        let whole =
            id.and_then(|(id, _)| known.rules.get(id)).map_or_else(|| node.clone(), |old| over(node, old));
        let rule = rule(&mut reader, &whole, file, known);
        if let Some((id, _)) = id {
            here.push(id.to_owned());
            if reader.mistakes() == before {
                known.rules.insert(id.to_owned(), without_tests(whole));
            }
        }
        // A rule with a mistake would find the wrong things.
        rules.extend(rule.filter(|_| reader.mistakes() == before));
    }
    (rules, reader.finish())
}

/// The id of a rule, and where it stands.
fn id_of(node: &Node) -> Option<(&str, &Node)> {
    let Value::Map(entries) = &node.value else { return None };
    let (_, value) = entries.iter().find(|(key, _)| key.as_str() == Some("rule"))?;
    Some((value.as_str()?, value))
}

/// A rule with the fields that it leaves out taken from an earlier one of the same id.
fn over(new: &Node, old: &Node) -> Node {
    let (Value::Map(new_entries), Value::Map(old_entries)) = (&new.value, &old.value) else {
        return new.clone();
    };
    let mut entries = new_entries.clone();
    let has = |key: &Node| new_entries.iter().any(|(k, _)| k.as_str() == key.as_str());
    entries.extend(old_entries.iter().filter(|(key, _)| !has(key)).cloned());
    Node { value: Value::Map(entries), span: new.span }
}

/// What another rule takes over: all but the examples.
fn without_tests(mut node: Node) -> Node {
    if let Value::Map(entries) = &mut node.value {
        entries.retain(|(key, _)| key.as_str() != Some("tests"));
    }
    node
}

fn rule(r: &mut Reader<'_>, node: &Node, file: &PackFile, known: &Known) -> Option<CheckRule> {
    let fields = r.map(node, &fields::names(RULE));
    let id = fields.require(r, "rule").and_then(|n| rule_id(r, n));
    let title = fields.require(r, "title").map(|n| by_language(r, n)).unwrap_or_default();
    let words = VERDICTS.map(|(v, _)| (v, v));
    let items = fields.require(r, "verdict").map(|n| r.items(n)).unwrap_or_default();
    let verdicts: Vec<&'static str> = items.iter().filter_map(|n| r.one_of(n, "verdict", &words)).collect();
    if let Some(node) = fields.get("verdict").filter(|_| items.is_empty()) {
        r.complain(
            "rule/value",
            node.span,
            "a rule is about at least one verdict",
            "write `verdict: conflicts`",
        );
    }
    let severity = fields.require(r, "severity").and_then(|n| r.one_of(n, "severity", &SEVERITIES));
    let seen = verdicts.iter().filter(|v| OBSERVATIONS.contains(v)).count();
    let on_article = seen > 0 && seen == verdicts.len();
    let names = match seen {
        0 => expression::ON_CLAIMS,
        _ if on_article => expression::ON_ARTICLE,
        _ => expression::ON_BOTH,
    };
    let mut templates = Templates::new(names, !file.shipped());
    if let Some(node) = fields.get("where") {
        templates.condition(r, node);
    }
    fields.require(r, "message");
    for what in ["message", "help"] {
        for (language, words) in fields.get(what).map(|n| languages(r, n)).unwrap_or_default() {
            templates.words(r, words, &format!("{what}.{language}"));
        }
    }
    let behaviours = fields.get("behaviour").map(|n| {
        let items = r.items(n);
        items.iter().filter_map(|b| r.one_of(b, "behaviour", &BEHAVIOURS)).collect()
    });
    for key in ["behaviour", "metrics"] {
        let idle = on_article && (key == "behaviour" || !verdicts.iter().any(|v| ABOUT_METRICS.contains(v)));
        if let Some(span) = fields.key_span(key).filter(|_| idle) {
            let message = format!("`{}` is seen in one article and is about no metric", verdicts.join(", "));
            r.complain("rule/value", span, message, format!("leave `{key}` out"));
        }
    }
    let metrics = fields.get("metrics").map(|n| metrics(r, n, known)).unwrap_or_default();
    let join = fields.get("join").and_then(|n| join::read(r, n, &known.metrics));
    let joins = verdicts.iter().filter(|v| JOINED.contains(v)).count();
    if let Some(node) = fields.get("verdict").filter(|_| joins > 0 && fields.get("join").is_none()) {
        let message = format!("`{}` is about facts that a rule joins", verdicts.join(", "));
        r.complain("rule/value", node.span, message, "say with `join` which facts belong together");
    }
    if let Some(span) = fields.key_span("join").filter(|_| joins < verdicts.len()) {
        let message = format!("`{}` is about one fact", verdicts.join(", "));
        r.complain("rule/value", span, message, "leave `join` out, or write `verdict: parts`");
    }
    let mut texts = |name| fields.get(name).map(|n| by_language(r, n)).unwrap_or_default();
    let (about, why, silence) = (texts("about"), texts("why"), texts("silence"));
    let tests = fields.get("tests").map(|n| check_test::read(r, n)).unwrap_or_default();
    Some(CheckRule {
        id: id?.into(),
        path: file.path.as_str().into(),
        title,
        verdicts: Some(verdicts).filter(|v| !v.is_empty())?,
        behaviours: behaviours.unwrap_or_default(),
        metrics,
        join,
        condition: fields.get("where").and_then(Node::as_str).map(str::to_owned),
        severity: severity?,
        about,
        why,
        silence,
        tests,
        templates,
    })
}

/// An id is `family/name`, in small letters, digits and hyphens.
fn rule_id<'n>(r: &mut Reader<'_>, node: &'n Node) -> Option<&'n str> {
    let id = r.text(node)?;
    let word = |w: &str| {
        !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    if id.split_once('/').is_some_and(|(family, name)| word(family) && word(name)) {
        return Some(id);
    }
    let help = "an id is a family and a name in small letters: `figure/stale`";
    r.complain("rule/value", node.span, format!("`{id}` is no id of a rule"), help);
    None
}

/// The texts of a mapping by language; a single text is English.
fn languages<'n>(r: &mut Reader<'_>, node: &'n Node) -> Vec<(&'n str, &'n Node)> {
    if node.as_str().is_some() {
        return vec![("en", node)];
    }
    let mut out = Vec::new();
    for (key, words) in r.entries(node) {
        let Some(code) = r.text(key) else { continue };
        if code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase()) {
            out.push((code, words));
        } else {
            let help = "write a code of two letters: `nl`, `en`";
            r.complain("rule/value", key.span, format!("`{code}` is no language"), help);
        }
    }
    out
}

fn by_language(r: &mut Reader<'_>, node: &Node) -> BTreeMap<String, String> {
    let all = languages(r, node);
    all.into_iter().filter_map(|(code, words)| Some((code.to_owned(), r.text(words)?.to_owned()))).collect()
}

fn metrics(r: &mut Reader<'_>, node: &Node, known: &Known) -> Vec<String> {
    let mut out = Vec::new();
    for item in r.items(node) {
        let Some(name) = r.text(item) else { continue };
        if known.metrics.iter().any(|m| **m == *name) {
            out.push(name.to_owned());
        } else {
            r.unknown("rule/unknown-metric", "metric", item, known.metrics.iter().map(|m| &**m));
        }
    }
    out
}
