//! Check rules: which verdicts are findings, how severe, in which words.

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::Environment;

use super::pack_files::PackFile;
use super::policy::Behaviour;
use super::yaml::{self, Node, Reader};
use crate::finding::{Problem, Severity};
use crate::text::SourceSpan;

/// What an expression or a message may cost, in steps of the template engine.
const FUEL: u64 = 10_000;

/// The verdicts and observations that a rule may be about.
pub const VERDICTS: [&str; 26] = [
    "confirms",
    "compatible",
    "doubtful",
    "conflicts",
    "slips",
    "decreases",
    "changes",
    "unexpected",
    "moves",
    "revises",
    "disputes",
    "stale",
    "repeats",
    "expired",
    "implausible",
    "weekday",
    "impossible",
    "undated",
    "sum",
    "change",
    "ratio",
    "tense",
    "overstates",
    "metric-slip",
    "unit-slip",
    "magnitude-slip",
];

/// What `where` and messages may name.
const FIELDS: [(&str, &[&str]); 7] = [
    ("claim", CLAIM),
    ("other", CLAIM),
    ("newer", CLAIM),
    ("fact", &["metric", "title", "subject", "scope"]),
    ("article", &["title", "source", "published", "path"]),
    ("date", &["day", "written", "actual"]),
    ("seen", SEEN),
];
const SEEN: &[&str] = &[
    "parts",
    "total",
    "sum",
    "from",
    "to",
    "given",
    "actual",
    "part",
    "whole",
    "day",
    "over",
    "headline",
    "body",
    "certainty",
    "figure",
    "metric",
    "other",
    "same",
    "number",
];
const CLAIM: &[&str] = &[
    "value",
    "low",
    "high",
    "published",
    "source",
    "title",
    "speaker",
    "status",
    "quote",
    "metric",
    "subject",
    "new",
    "due",
    "unit",
    "path",
    "tie",
    "count",
    "slip",
];
const FUNCTIONS: [&str; 4] = ["days", "ratio", "percent_change", "disjoint"];

/// A rule, compiled.
#[derive(Debug)]
pub struct CheckRule {
    /// Its id: `figure/stale`.
    pub id: Arc<str>,
    /// The file that defines it.
    pub path: Arc<str>,
    /// Its title by language.
    pub title: BTreeMap<String, String>,
    /// The verdict or observation that it is about.
    pub verdict: String,
    /// The behaviours that it holds for; empty for all.
    pub behaviours: Vec<Behaviour>,
    /// The metrics that it holds for; empty for all.
    pub metrics: Vec<String>,
    /// How severe its findings are.
    pub severity: Severity,
    /// What it finds and why that matters, by language.
    pub about: BTreeMap<String, String>,
    /// Its examples and counter-examples.
    pub tests: Vec<CheckTest>,
    templates: Environment<'static>,
    has_where: bool,
}

/// A mini-archive and what has to be found in it.
#[derive(Debug, Clone)]
pub struct CheckTest {
    /// The articles: date and text.
    pub articles: Vec<TestArticle>,
    /// The findings of this rule: the number of the article, from 1, and the text of the place.
    pub findings: Vec<(usize, String)>,
    /// Where it stands.
    pub span: SourceSpan,
}

/// An article of a test.
#[derive(Debug, Clone)]
pub struct TestArticle {
    /// The day, if it has one.
    pub date: Option<String>,
    /// The language code.
    pub language: String,
    /// The headline, if it has one.
    pub title: Option<String>,
    /// The text.
    pub text: String,
}

impl CheckRule {
    /// Whether the rule's condition holds; a condition that fails to evaluate does not.
    #[must_use]
    pub fn holds(&self, context: &minijinja::Value) -> bool {
        !self.has_where || self.render("where", context).is_some_and(|t| t == "1")
    }

    /// The message or help in a language; English where the rule does not speak it.
    #[must_use]
    pub fn words(&self, what: &str, language: &str, context: &minijinja::Value) -> Option<String> {
        self.render(&format!("{what}.{language}"), context)
            .or_else(|| self.render(&format!("{what}.en"), context))
    }

    fn render(&self, name: &str, context: &minijinja::Value) -> Option<String> {
        let text = self.templates.get_template(name).ok()?.render(context).ok()?;
        Some(text.trim().to_owned())
    }
}

const SEVERITIES: [(&str, Severity); 4] = [
    ("error", Severity::Error),
    ("warning", Severity::Warning),
    ("info", Severity::Info),
    ("off", Severity::Off),
];
const BEHAVIOURS: [(&str, Behaviour); 5] = [
    ("state", Behaviour::State),
    ("period", Behaviour::Period),
    ("event", Behaviour::Event),
    ("cumulative", Behaviour::Cumulative),
    ("forecast", Behaviour::Forecast),
];

/// Reads the check rules of a file: one, or a sequence of them; with every mistake.
#[must_use]
pub fn read(file: &PackFile) -> (Vec<CheckRule>, Vec<Problem>) {
    let node = match file.node() {
        Ok(node) => node,
        Err(problem) => return (Vec::new(), vec![problem]),
    };
    let path = &file.path;
    let mut reader = Reader::new(path, &file.text);
    let rules = reader.items(&node).iter().filter_map(|n| rule(&mut reader, n, path)).collect();
    (rules, reader.finish())
}

const RULE_FIELDS: [&str; 11] = [
    "rule",
    "title",
    "verdict",
    "behaviour",
    "metrics",
    "where",
    "severity",
    "message",
    "help",
    "about",
    "tests",
];

fn rule(r: &mut Reader<'_>, node: &Node, path: &str) -> Option<CheckRule> {
    let fields = r.map(node, &RULE_FIELDS);
    let mut templates = Environment::empty();
    templates.set_fuel(Some(FUEL));
    functions(&mut templates);
    let condition = fields.get("where");
    if let Some(node) = condition
        && let Some(text) = r.text(node)
    {
        template(r, &mut templates, node, "where", &format!("{{% if {text} %}}1{{% endif %}}"));
    }
    for what in ["message", "help"] {
        let Some(node) = fields.get(what) else { continue };
        for (language, words) in r.entries(node) {
            if let (Some(language), Some(text)) = (language.as_str(), r.text(words)) {
                template(r, &mut templates, words, &format!("{what}.{language}"), text);
            }
        }
    }
    fields.require(r, "message");
    let behaviours = fields.get("behaviour").map(|n| {
        let items = r.items(n);
        items.iter().filter_map(|b| r.one_of(b, "behaviour", &BEHAVIOURS)).collect()
    });
    let metrics = fields
        .get("metrics")
        .map(|n| r.items(n).iter().filter_map(|m| m.as_str()).map(str::to_owned).collect());
    let verdicts = VERDICTS.map(|v| (v, v));
    Some(CheckRule {
        id: fields.require(r, "rule").and_then(|n| r.text(n)).unwrap_or_default().into(),
        path: path.into(),
        title: fields.require(r, "title").map(|n| by_language(r, n)).unwrap_or_default(),
        verdict: fields.require(r, "verdict").and_then(|n| r.one_of(n, "verdict", &verdicts))?.to_owned(),
        behaviours: behaviours.unwrap_or_default(),
        metrics: metrics.unwrap_or_default(),
        severity: fields.require(r, "severity").and_then(|n| r.one_of(n, "severity", &SEVERITIES))?,
        about: fields.get("about").map(|n| by_language(r, n)).unwrap_or_default(),
        tests: fields.get("tests").map(|n| tests(r, n)).unwrap_or_default(),
        templates,
        has_where: condition.is_some(),
    })
}

fn by_language(r: &mut Reader<'_>, node: &Node) -> BTreeMap<String, String> {
    if let Some(text) = node.as_str() {
        return BTreeMap::from([("en".to_owned(), text.to_owned())]);
    }
    let pair = |(k, v): &(Node, Node)| Some((k.as_str()?.to_owned(), v.as_str()?.to_owned()));
    r.entries(node).iter().filter_map(pair).collect()
}

/// Compiles a template and checks the names in it.
fn template(r: &mut Reader<'_>, env: &mut Environment<'static>, node: &Node, name: &str, text: &str) {
    if let Err(error) = env.add_template_owned(name.to_owned(), text.to_owned()) {
        let help = "expressions and messages are written as in Jinja: {{ claim.value }}, days(a, b) > 30";
        let detail = error.detail().unwrap_or("it cannot be read").to_owned();
        r.complain("rule/expression", node.span, format!("this does not compile: {detail}"), help);
        return;
    }
    let Ok(template) = env.get_template(name) else { return };
    let mut names: Vec<String> = template.undeclared_variables(true).into_iter().collect();
    names.sort();
    for name in names {
        unknown_name(r, node, &name);
    }
}

fn unknown_name(r: &mut Reader<'_>, node: &Node, name: &str) {
    let (root, field) = name.split_once('.').map_or((name, None), |(a, b)| (a, b.split('.').next()));
    if FUNCTIONS.contains(&root) {
        return;
    }
    let Some((_, fields)) = FIELDS.iter().find(|(n, _)| *n == root) else {
        let known = FIELDS.iter().map(|(n, _)| *n).chain(FUNCTIONS);
        let help = yaml::suggest(root, known).map_or_else(
            || "known: claim, other, newer, fact, article, date, seen".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        r.complain("rule/unknown-field", node.span, format!("unknown name `{root}`"), help);
        return;
    };
    if let Some(field) = field.filter(|f| !fields.contains(f)) {
        let help = yaml::suggest(field, fields.iter().copied()).map_or_else(
            || format!("`{root}` has: {}", fields.join(", ")),
            |near| format!("did you mean `{near}`?"),
        );
        r.complain("rule/unknown-field", node.span, format!("`{root}` has no field `{field}`"), help);
    }
}

/// The helper functions of expressions. Dates are ISO days; anything else gives no answer.
fn functions(env: &mut Environment<'static>) {
    fn days(a: &str, b: &str) -> Option<i64> {
        let (a, b): (jiff::civil::Date, jiff::civil::Date) =
            (a.get(..10)?.parse().ok()?, b.get(..10)?.parse().ok()?);
        Some(i64::from((a - b).get_days()))
    }
    env.add_function("days", |a: String, b: String| days(&a, &b));
    #[expect(clippy::float_arithmetic, reason = "a threshold in a rule's `where` may be a float")]
    env.add_function("ratio", |a: f64, b: f64| (b != 0.0).then(|| a / b));
    #[expect(clippy::float_arithmetic, reason = "a threshold in a rule's `where` may be a float")]
    env.add_function("percent_change", |a: f64, b: f64| (a != 0.0).then(|| (b - a) / a * 100.0));
    env.add_function("disjoint", |a: minijinja::Value, b: minijinja::Value| {
        let end =
            |v: &minijinja::Value, name: &str| v.get_attr(name).ok().and_then(|n| f64::try_from(n).ok());
        let apart = |high: Option<f64>, low: Option<f64>| matches!((high, low), (Some(h), Some(l)) if h < l);
        apart(end(&a, "high"), end(&b, "low")) || apart(end(&b, "high"), end(&a, "low"))
    });
}

fn tests(r: &mut Reader<'_>, node: &Node) -> Vec<CheckTest> {
    let mut out = Vec::new();
    for item in r.items(node) {
        let fields = r.map(item, &["articles", "findings"]);
        let articles = fields.require(r, "articles").map(|n| test_articles(r, n)).unwrap_or_default();
        let findings = fields.require(r, "findings").map(|n| test_findings(r, n)).unwrap_or_default();
        out.push(CheckTest { articles, findings, span: item.span });
    }
    out
}

fn test_articles(r: &mut Reader<'_>, node: &Node) -> Vec<TestArticle> {
    let mut out = Vec::new();
    for item in r.items(node) {
        let fields = r.map(item, &["date", "title", "text", "lang"]);
        let text = fields.require(r, "text").and_then(|n| r.text(n)).unwrap_or_default().to_owned();
        let date = fields.get("date").and_then(|n| r.text(n)).map(str::to_owned);
        let language = fields.get("lang").and_then(|n| r.text(n)).unwrap_or("nl").to_owned();
        let title = fields.get("title").and_then(|n| r.text(n)).map(str::to_owned);
        out.push(TestArticle { date, language, title, text });
    }
    out
}

fn test_findings(r: &mut Reader<'_>, node: &Node) -> Vec<(usize, String)> {
    let mut out = Vec::new();
    for item in r.items(node) {
        let fields = r.map(item, &["rule", "article", "at", "against"]);
        let article =
            fields.require(r, "article").and_then(|n| r.parsed(n, "the number of an article")).unwrap_or(0);
        let at = fields.require(r, "at").and_then(|n| r.text(n)).unwrap_or_default().to_owned();
        out.push((article, at));
    }
    out
}
