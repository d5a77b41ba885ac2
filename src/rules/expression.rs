//! Conditions and messages of rules: minijinja, checked when the rules load.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use minijinja::{Environment, Error, ErrorKind, Value};

use super::yaml::{self, Node, Reader};

/// What an expression or a message may cost, in steps of the template engine.
const FUEL: u64 = 10_000;

/// What a field holds, as conditions see it; messages see everything in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// A text.
    Text,
    /// A number.
    Number,
    /// An ISO date.
    Day,
    /// True or false.
    Flag,
    /// Names with values.
    Names,
}

impl Holds {
    /// A value of the kind, to try expressions with.
    fn sample(self) -> Value {
        match self {
            Self::Text => Value::from("netherlands"),
            Self::Number => Value::from(5.0),
            Self::Day => Value::from("2025-06-25"),
            Self::Flag => Value::from(true),
            Self::Names => Value::from(BTreeMap::from([("component", "whole")])),
        }
    }
}

type Fields = &'static [(&'static str, Holds, &'static str)];

/// The fields of `claim`, `other` and `newer`.
pub const CLAIM: Fields = &[
    ("value", Holds::Number, "the figure; in messages in words, with its due date"),
    ("low", Holds::Number, "the lower end of what it may be"),
    ("high", Holds::Number, "the upper end"),
    ("unit", Holds::Text, "`EUR`, `%`, `pp`, …"),
    ("due", Holds::Day, "by when it has to be reached"),
    ("published", Holds::Day, "when its article was published"),
    ("source", Holds::Text, "who published it"),
    ("path", Holds::Text, "the file"),
    ("title", Holds::Text, "the headline"),
    ("speaker", Holds::Text, "who says so"),
    ("status", Holds::Text, "`actual`, `target`, `proposed`, `pledged`, `previous`, `forecast`"),
    ("quote", Holds::Text, "the words"),
    ("metric", Holds::Text, "the metric's id"),
    ("subject", Holds::Text, "the subject's id"),
    ("new", Holds::Flag, "whether the article marks it as new"),
    (
        "at_least",
        Holds::Flag,
        "of `claim`: whether there are too many such articles to count, and `count` is the least",
    ),
    ("tie", Holds::Flag, "of `claim`: whether neither side has a majority"),
    ("count", Holds::Number, "of `claim`: how many independent articles stand against it"),
    ("others", Holds::Text, "of `claim`: the values that it stands against, in words"),
    ("slip", Holds::Text, "of `claim`, under `slips`: `unit`, `magnitude`, `digits`"),
    ("whole", Holds::Text, "of `claim`, under `implies`: the whole that its amount and share make, in words"),
    ("other_whole", Holds::Text, "of `claim`, under `implies`: the whole that others make"),
    ("retracted", Holds::Flag, "of `claim`, under `repeats`: whether no other value was given instead"),
    ("retracted_by", Holds::Text, "of `claim`, under `repeats`: the id of the article that took it back"),
    ("retracted_on", Holds::Day, "of `claim`, under `repeats`: when that was published"),
];
const QUOTE: Fields = &[("quote", Holds::Text, "the words")];
const FACT: Fields = &[
    ("metric", Holds::Text, "the metric's id"),
    ("title", Holds::Text, "what it measures"),
    ("subject", Holds::Text, "whose figure it is"),
    ("scope", Holds::Names, "the scope slots by name"),
];
const ARTICLE: Fields = &[
    ("title", Holds::Text, "the headline"),
    ("source", Holds::Text, "who published it"),
    ("published", Holds::Day, "when"),
    ("path", Holds::Text, "the file"),
];
const DATE: Fields = &[
    ("day", Holds::Day, "the date"),
    ("written", Holds::Text, "the weekday that is written"),
    ("actual", Holds::Text, "the weekday that it is"),
];

const SEEN: Fields = &[
    ("parts", Holds::Text, "under `sum`: the parts"),
    ("total", Holds::Text, "under `sum`: the total that is stated"),
    ("sum", Holds::Text, "under `sum`: what the parts come to"),
    ("from", Holds::Text, "under `change`: the level before"),
    ("to", Holds::Text, "under `change`: the level after"),
    ("part", Holds::Text, "under `ratio`: the part"),
    ("whole", Holds::Text, "under `ratio`: the whole"),
    ("amount", Holds::Text, "under `conversion`: the amount that is converted"),
    ("given", Holds::Text, "under `change`, `ratio` and `conversion`: what is stated"),
    ("actual", Holds::Text, "under `change`, `ratio` and `conversion`: what the figures come to"),
    ("day", Holds::Text, "under `tense`: the day of the event; under `conversion`: that of the rate"),
    ("over", Holds::Flag, "under `tense`: whether it is told as over"),
    ("headline", Holds::Text, "under `overstates`: the headline's figure"),
    ("body", Holds::Text, "under `overstates`: the article's"),
    ("certainty", Holds::Flag, "under `overstates`: whether it is more certain, and not more"),
    ("figure", Holds::Text, "under the slips: the figure here"),
    ("metric", Holds::Text, "under `metric-slip`: what it measures here"),
    ("other", Holds::Text, "under the slips: what stands elsewhere"),
    ("same", Holds::Flag, "under `metric-slip`: whether both are one metric"),
    ("number", Holds::Number, "the first of the figures as a number"),
];

type Names = &'static [(&'static str, Fields)];

/// What a rule on a verdict may name.
pub const ON_CLAIMS: Names =
    &[("claim", CLAIM), ("other", CLAIM), ("newer", CLAIM), ("fact", FACT), ("article", ARTICLE)];
/// What a rule on something seen in one article may name.
pub const ON_ARTICLE: Names = &[("claim", QUOTE), ("article", ARTICLE), ("date", DATE), ("seen", SEEN)];
/// What a rule on both may name; `seen` is nothing for a verdict, and `other` for what is seen.
pub const ON_BOTH: Names = &[
    ("claim", CLAIM),
    ("other", CLAIM),
    ("newer", CLAIM),
    ("fact", FACT),
    ("article", ARTICLE),
    ("date", DATE),
    ("seen", SEEN),
];

/// The helper functions with their arguments and what they give.
pub const FUNCTIONS: [(&str, &str); 4] = [
    ("days(a, b)", "the days from `b` to `a`"),
    ("ratio(a, b)", "a / b"),
    ("percent_change(a, b)", "by how much per cent b is more than a"),
    ("disjoint(a, b)", "whether the intervals of two claims share no point"),
];

/// The compiled condition, messages and help of a rule.
#[derive(Debug)]
pub struct Templates {
    names: Names,
    /// Each by its name.
    sources: Vec<(String, String)>,
    /// Compiled when the first is needed.
    environment: OnceLock<Environment<'static>>,
    /// Whether mistakes are to be looked for, which needs them compiled at once.
    verify: bool,
    has_condition: bool,
}

impl Templates {
    /// None yet; `names` is what they may name, and `verify` whether mistakes in them are looked for.
    #[must_use]
    pub const fn new(names: Names, verify: bool) -> Self {
        let environment = OnceLock::new();
        Self { names, sources: Vec::new(), environment, verify, has_condition: false }
    }

    /// The templates compiled; one with a mistake is left out.
    fn environment(&self) -> &Environment<'static> {
        self.environment.get_or_init(|| {
            let mut environment = empty();
            for (name, source) in &self.sources {
                // Loading has told of the mistakes of a user's, tests tell of those of the shipped ones.
                let _ = environment.add_template_owned(name.clone(), source.clone());
            }
            environment
        })
    }

    /// Takes in the condition, with every mistake in it.
    pub fn condition(&mut self, r: &mut Reader<'_>, node: &Node) {
        let Some(text) = r.text(node) else { return };
        self.has_condition = true;
        self.add(r, node, "where", (OPEN, text, "%}1{% endif %}"));
    }

    /// Takes in a message or help in a language, with every mistake in it.
    pub fn words(&mut self, r: &mut Reader<'_>, node: &Node, name: &str) {
        if let Some(text) = r.text(node) {
            self.add(r, node, name, ("", text, ""));
        }
    }

    fn add(&mut self, r: &mut Reader<'_>, node: &Node, name: &str, parts: (&str, &str, &str)) {
        let (open, text, close) = parts;
        let source = format!("{open}{text}{close}");
        self.sources.push((name.to_owned(), source.clone()));
        if self.verify {
            self.verify(r, node, parts, &source);
        }
    }

    /// Notes every mistake in a template.
    fn verify(&self, r: &mut Reader<'_>, node: &Node, parts: (&str, &str, &str), source: &str) {
        let (open, text, _) = parts;
        let environment = empty();
        let template = match environment.template_from_str(source) {
            Ok(template) => template,
            Err(error) => return complain(r, node, parts, &error),
        };
        let mut unknown: Vec<String> = template.undeclared_variables(true).into_iter().collect();
        unknown.retain(|n| !FUNCTIONS.iter().any(|(f, _)| f.split('(').next() == Some(n)));
        unknown.sort();
        let before = r.mistakes();
        for name in unknown {
            self.check_name(r, node, (text, open.is_empty()), &name);
        }
        if r.mistakes() > before {
            return;
        }
        if let Err(error) = template.render(self.sample()) {
            complain(r, node, parts, &error);
        }
    }

    /// Complains of a name, perhaps with a field, that nobody knows.
    fn check_name(&self, r: &mut Reader<'_>, node: &Node, (text, message): (&str, bool), name: &str) {
        let (root, field) = name.split_once('.').map_or((name, None), |(a, b)| (a, b.split('.').next()));
        let place = r.within(node, find_name(text, message, name));
        let Some((_, fields)) = self.names.iter().find(|(n, _)| *n == root) else {
            let known = self.names.iter().map(|(n, _)| *n);
            let functions = FUNCTIONS.iter().filter_map(|(f, _)| f.split('(').next());
            let all: Vec<&str> = known.collect();
            let near = all.iter().copied().chain(functions);
            let help = yaml::suggestion(root, near, || format!("known here: {}", all.join(", ")));
            r.complain("rule/unknown-field", place, format!("unknown name `{root}`"), help);
            return;
        };
        let Some(field) = field.filter(|f| !fields.iter().any(|(n, ..)| n == f)) else { return };
        let known = || fields.iter().map(|(n, ..)| *n);
        let fields = || format!("`{root}` has: {}", known().collect::<Vec<_>>().join(", "));
        let help = yaml::suggestion(field, known(), fields);
        r.complain("rule/unknown-field", place, format!("`{root}` has no field `{field}`"), help);
    }

    fn sample(&self) -> BTreeMap<&'static str, BTreeMap<&'static str, Value>> {
        let fields = |fields: Fields| fields.iter().map(|(name, holds, _)| (*name, holds.sample())).collect();
        self.names.iter().map(|(name, f)| (*name, fields(f))).collect()
    }

    /// Whether the condition holds; one that fails to evaluate does not, and no condition always does.
    #[must_use]
    pub fn holds(&self, context: &Value) -> bool {
        !self.has_condition || self.render("where", context).is_some_and(|t| t == "1")
    }

    /// A template in words; none if there is no such template.
    #[must_use]
    pub fn render(&self, name: &str, context: &Value) -> Option<String> {
        let text = self.environment().get_template(name).ok()?.render(context).ok()?;
        Some(text.trim().to_owned())
    }
}

/// What templates are compiled in.
fn empty() -> Environment<'static> {
    let mut environment = Environment::empty();
    minijinja_builtins(&mut environment);
    environment.set_fuel(Some(FUEL));
    functions(&mut environment);
    environment
}

/// What stands before a condition to make a template of it.
const OPEN: &str = "{% if ";

/// Reports what the template engine says of a template, at the place that it names.
fn complain(r: &mut Reader<'_>, node: &Node, (open, text, _): (&str, &str, &str), error: &Error) {
    let detail = error.detail().unwrap_or("it cannot be read").replace(" (in", ", in");
    let start = |at: usize| at.saturating_sub(open.len()).min(text.len());
    let range =
        error.range().map(|range| start(range.start)..start(range.end)).filter(|range| !range.is_empty());
    let place = r.within(node, range);
    let (message, help) = match error.kind() {
        ErrorKind::UnknownFilter => {
            (detail, "filters: upper, lower, round, abs, int, float, length, join, default".to_owned())
        }
        ErrorKind::UnknownTest => (detail, "tests: defined, none, in, startingwith, endingwith".to_owned()),
        ErrorKind::UnknownFunction | ErrorKind::UnknownMethod => {
            let all: Vec<&str> = FUNCTIONS.iter().map(|(f, _)| *f).collect();
            (detail, format!("functions: {}", all.join(", ")))
        }
        ErrorKind::MissingArgument | ErrorKind::TooManyArguments => {
            let all: Vec<&str> = FUNCTIONS.iter().map(|(f, _)| *f).collect();
            (error.kind().to_string(), format!("functions: {}", all.join(", ")))
        }
        ErrorKind::OutOfFuel => ("this takes too long".to_owned(), "a rule has no use for loops".to_owned()),
        ErrorKind::SyntaxError => (
            format!("this does not compile: {detail}"),
            "expressions and messages are written as in Jinja: {{ claim.value }}, days(a, b) > 30".to_owned(),
        ),
        _ => (
            format!("this cannot be worked out: {detail}"),
            "figures are numbers and dates are texts such as 2025-06-25: compare dates with days(a, b)"
                .to_owned(),
        ),
    };
    r.complain("rule/expression", place, message, help);
}

/// Where a name first stands in an expression, or between the braces of a message; not in a text in quotes.
fn find_name(text: &str, message: bool, name: &str) -> Option<Range<usize>> {
    let mut inside = !message;
    let mut quote: Option<char> = None;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let rest = text.get(at..).unwrap_or("");
        if message && quote.is_none() {
            inside = (inside || rest.starts_with("{{") || rest.starts_with("{%"))
                && !(rest.starts_with("}}") || rest.starts_with("%}"));
        }
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if inside && (c == '"' || c == '\'') => quote = Some(c),
            None => {
                let part = |c: char| c.is_alphanumeric() || c == '_';
                let next = rest.get(name.len()..).and_then(|r| r.chars().next()).unwrap_or(' ');
                if inside && rest.starts_with(name) && !part(before) && before != '.' && !part(next) {
                    return Some(at..at + name.len());
                }
            }
        }
        before = c;
    }
    None
}

/// The filters and tests of conditions and messages.
fn minijinja_builtins(env: &mut Environment<'static>) {
    use minijinja::{filters, tests};
    env.add_filter("upper", filters::upper);
    env.add_filter("lower", filters::lower);
    env.add_filter("round", filters::round);
    env.add_filter("abs", filters::abs);
    env.add_filter("int", filters::int);
    env.add_filter("float", filters::float);
    env.add_filter("length", filters::length);
    env.add_filter("join", filters::join);
    env.add_filter("default", filters::default);
    env.add_test("defined", tests::is_defined);
    env.add_test("none", tests::is_none);
    env.add_test("in", tests::is_in);
    env.add_test("startingwith", tests::is_startingwith);
    env.add_test("endingwith", tests::is_endingwith);
}

/// The helper functions of expressions. Dates are ISO days, or shorter: then their first day counts; anything
/// else gives no answer.
fn functions(env: &mut Environment<'static>) {
    fn day(text: &str) -> Option<jiff::civil::Date> {
        let full = match text.len() {
            4 => format!("{text}-01-01"),
            7 => format!("{text}-01"),
            _ => text.get(..10)?.to_owned(),
        };
        full.parse().ok()
    }
    env.add_function("days", |a: String, b: String| Some(i64::from((day(&a)? - day(&b)?).get_days())));
    #[expect(clippy::float_arithmetic, reason = "a threshold in a rule's `where` may be a float")]
    env.add_function("ratio", |a: f64, b: f64| (b != 0.0).then(|| a / b));
    #[expect(clippy::float_arithmetic, reason = "a threshold in a rule's `where` may be a float")]
    env.add_function("percent_change", |a: f64, b: f64| (a != 0.0).then(|| (b - a) / a * 100.0));
    env.add_function("disjoint", |a: Value, b: Value| {
        let end = |v: &Value, name: &str| v.get_attr(name).ok().and_then(|n| f64::try_from(n).ok());
        let apart = |high: Option<f64>, low: Option<f64>| matches!((high, low), (Some(h), Some(l)) if h < l);
        apart(end(&a, "high"), end(&b, "low")) || apart(end(&b, "high"), end(&a, "low"))
    });
}
