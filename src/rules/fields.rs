//! The fields of rule files: what the validator allows and what the JSON Schema offers come from here.

use super::check_rule::{SEVERITIES, VERDICTS};
use super::join::RELATIONS;
use super::metric::STATUSES;
use super::policy::BEHAVIOURS;

/// What a field holds.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// A text.
    Text,
    /// A text by language: `{ nl: …, en: … }`.
    Texts,
    /// A whole number.
    Whole,
    /// A day: `2025-06-25`.
    Day,
    /// True or false.
    Flag,
    /// One text or several.
    List,
    /// One of these words.
    OneOf(fn() -> Vec<&'static str>),
    /// One or several of these words.
    SomeOf(fn() -> Vec<&'static str>),
    /// Two numbers.
    Range,
    /// A mapping with these fields.
    Map(&'static [Field]),
    /// A sequence of mappings with these fields.
    Maps(&'static [Field]),
    /// A mapping whose keys the file chooses.
    Open,
}

/// A field.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its key.
    pub name: &'static str,
    /// Whether it has to be there.
    pub required: bool,
    /// What it holds.
    pub shape: Shape,
    /// What it says.
    pub about: &'static str,
}

const fn must(name: &'static str, shape: Shape, about: &'static str) -> Field {
    Field { name, required: true, shape, about }
}

const fn may(name: &'static str, shape: Shape, about: &'static str) -> Field {
    Field { name, required: false, shape, about }
}

/// The keys of a table.
#[must_use]
pub fn names(fields: &[Field]) -> Vec<&'static str> {
    fields.iter().map(|f| f.name).collect()
}

fn verdicts() -> Vec<&'static str> {
    VERDICTS.iter().map(|(name, _)| *name).collect()
}

fn severities() -> Vec<&'static str> {
    SEVERITIES.iter().map(|(name, _)| *name).collect()
}

fn relations() -> Vec<&'static str> {
    RELATIONS.iter().map(|(name, _)| *name).collect()
}

fn behaviours() -> Vec<&'static str> {
    BEHAVIOURS.iter().map(|(name, _)| *name).collect()
}

fn statuses() -> Vec<&'static str> {
    STATUSES.iter().map(|(name, _)| *name).collect()
}

/// A check rule.
pub const RULE: &[Field] = &[
    must(
        "rule",
        Shape::Text,
        "The id, a family and a name: `figure/stale`. One that exists already is overridden; what is left out is taken over from it.",
    ),
    must("title", Shape::Texts, "What it finds, in a few words."),
    must("verdict", Shape::SomeOf(verdicts), "The verdict, or the verdicts, that it makes a finding of."),
    may("behaviour", Shape::SomeOf(behaviours), "Only for metrics that behave so."),
    may("metrics", Shape::List, "Only for these metrics."),
    may(
        "where",
        Shape::Text,
        "Only where this expression over `claim`, `other`, `newer`, `article` and `fact` holds.",
    ),
    may(
        "join",
        Shape::Map(JOIN),
        "Under `parts`, `exceeds` and `implies`: the facts that it holds against each other, and what they have in common.",
    ),
    must("severity", Shape::OneOf(severities), "How severe its findings are; `off` silences what it wants."),
    must("message", Shape::Texts, "What is the matter; a template: `{{ claim.value }}`."),
    may("help", Shape::Texts, "What to do about it; a template."),
    may("about", Shape::Texts, "What it finds."),
    may("why", Shape::Texts, "Why that matters."),
    may("silence", Shape::Texts, "When and how to silence it."),
    may("tests", Shape::Maps(TEST), "Mini-archives, and what has to be found in them."),
];

/// What a rule joins.
pub const JOIN: &[Field] = &[
    may("on", Shape::List, "The scope slots that the facts have in common, besides their subject."),
    must(
        "relation",
        Shape::OneOf(relations),
        "`sum`: the parts come to the whole; `at-most`: no part is more than the whole; `ratio`: the first of two parts over the second is the whole; `share`: the parts say in percent what share of something the whole is, and articles that give both have to mean one something.",
    ),
    must("whole", Shape::Map(JOIN_SIDE), "The whole."),
    must("parts", Shape::Maps(JOIN_SIDE), "The parts."),
];

/// A side of a join.
pub const JOIN_SIDE: &[Field] = &[
    must("metric", Shape::Text, "The metric."),
    may("scope", Shape::Open, "The scope slots that have to be so."),
    may(
        "subject",
        Shape::Text,
        "Of a part: the slot of the whole that names its subject, where that is another.",
    ),
];

/// A test of a check rule.
pub const TEST: &[Field] = &[
    must("articles", Shape::Maps(TEST_ARTICLE), "The articles."),
    must(
        "findings",
        Shape::Maps(TEST_FINDING),
        "What has to be found, and nothing else; `[]` for a counter-example.",
    ),
    may("as_of", Shape::Day, "The day of the report; that of the latest article unless given."),
    may("rates", Shape::Map(TEST_RATES), "What a euro was worth, if amounts are to be converted."),
];

/// Exchange rates in a test.
pub const TEST_RATES: &[Field] = &[
    must("from", Shape::Day, "The first day of them."),
    must("to", Shape::Day, "The last day of them."),
    must("euro", Shape::Open, "What a euro was worth all the time: `{ USD: 1.10 }`."),
];

/// An article of a test.
pub const TEST_ARTICLE: &[Field] = &[
    must("text", Shape::Text, "What it says."),
    may("title", Shape::Text, "The headline."),
    may("date", Shape::Day, "When it was published."),
    may("lang", Shape::Text, "Its language; `nl` unless given."),
    may("id", Shape::Text, "Its id, for `corrects` and `retracts`."),
    may("source", Shape::Text, "Who published it."),
    may("corrects", Shape::List, "Ids of articles that it corrects."),
    may("retracts", Shape::List, "Ids of articles that it retracts."),
    may("times", Shape::Whole, "How many independent articles say so, a day apart; 1 unless given."),
];

/// A finding of a test.
pub const TEST_FINDING: &[Field] = &[
    may("rule", Shape::Text, "The rule; that of the test unless given."),
    must("article", Shape::Whole, "The number of the article, from 1."),
    must("at", Shape::Text, "The words of the place."),
    may("against", Shape::Text, "The words of a place that it is held against."),
];

/// A metric.
pub const METRIC: &[Field] = &[
    must("metric", Shape::Text, "The id; one that exists already is replaced."),
    must("title", Shape::Texts, "What it measures."),
    must(
        "value",
        Shape::List,
        "The kinds of mention that may be its value: `count`, `percent`, `money`, `date`, …",
    ),
    may("of", Shape::Text, "What a share is a share of: `gdp`, `budget`."),
    may(
        "range",
        Shape::Range,
        "The values that make sense; a figure outside is something else and no claim.",
    ),
    must("behaviour", Shape::OneOf(behaviours), "How a value behaves over time."),
    may(
        "settles",
        Shape::Whole,
        "For how many days a different, unmarked value is a contradiction; 30 unless given.",
    ),
    may(
        "lapses",
        Shape::Whole,
        "After how many days without a word a different value is a change and no surprise; 548 unless given.",
    ),
    may(
        "recurs",
        Shape::Flag,
        "Whether an event may happen again: a value marked as new, or later than `settles`, is of another one.",
    ),
    may(
        "adds",
        Shape::Flag,
        "Whether more may come to an event: lone values more than `settles` apart, or with a new one between, differ.",
    ),
    may("rounding", Shape::OneOf(roundings), "How a bare figure is taken; `rounded` unless given."),
    may("assume", Shape::Open, "What the subject or a slot is taken to be where a claim leaves it open."),
    may(
        "yardstick",
        Shape::List,
        "Cue sets, of each of which a word tells that others are held against the value, and not that it holds.",
    ),
    may("plausible", Shape::Range, "The values that are possible; a figure outside is reported."),
    may("status", Shape::OneOf(statuses), "In what sense a value is claimed when nothing says otherwise."),
    may("statuses", Shape::SomeOf(statuses), "The other senses that words of the sentence may give it."),
    may("subject", Shape::Open, "Whose figure it is."),
    may("scope", Shape::Open, "What else tells two facts apart."),
    may("dates", Shape::OneOf(date_roles), "What a date in the sentence means."),
    may(
        "last-day",
        Shape::Flag,
        "Whether a date that is a bound (`tot 8 augustus`) stands for its last day.",
    ),
    may("finest", Shape::OneOf(grains), "The finest grain of a period; `quarter` unless given."),
    may("new", Shape::Text, "The cue set whose words mark a value as new; `new` unless given."),
    may("unless", Shape::List, "Cue sets that rule a claim out when one of their words stands near."),
    may(
        "onward",
        Shape::Map(ONWARD),
        "What figures are that go on from one of its claims: a level that it is to come to, its share, its total.",
    ),
    must("patterns", Shape::Open, "The patterns by language."),
    may("tests", Shape::Maps(METRIC_TEST), "Examples and counter-examples."),
    may("about", Shape::Texts, "What it measures, at length."),
];

/// The metrics of figures that go on from a claim of one.
pub const ONWARD: &[Field] = &[
    may("next", Shape::Text, "The metric of the level that it is to come to."),
    may("share", Shape::Text, "The metric of the share that the sum amounts to."),
    may("sum", Shape::Text, "The metric of the sum that the share amounts to."),
    may("total", Shape::Text, "The metric of the total that the increase leads to."),
    may("rise", Shape::Text, "The metric of the increase that leads to the total."),
    may("again", Shape::Flag, "Whether a figure that leaves its noun out counts the same things again."),
];

/// An example or counter-example of a metric.
pub const METRIC_TEST: &[Field] = &[
    must("text", Shape::Text, "What the article says; blank lines part its paragraphs."),
    may("title", Shape::Text, "The headline."),
    may("lang", Shape::Text, "Its language; `nl` unless given."),
    may("date", Shape::Text, "When it was published; `2025-06-01` unless given, `none` for never."),
    may("country", Shape::Text, "The country of the publication."),
    must(
        "claims",
        Shape::Maps(METRIC_CLAIM),
        "The claims that it has to yield, in order; `[]` for a counter-example.",
    ),
];

/// A claim that a test of a metric states.
pub const METRIC_CLAIM: &[Field] = &[
    may("value", Shape::Text, "The value: `\"5.7\"`, `2027/2031`."),
    may("at", Shape::Text, "The words of the span."),
    may("subject", Shape::Text, "The subject's id; none where it is a guess."),
    may("guess", Shape::Text, "The id of whom it is taken to be of, because the article is about them."),
    may("scope", Shape::Open, "The scope slots."),
    may("status", Shape::OneOf(statuses), "In what sense."),
    may("speaker", Shape::Text, "Who says so."),
    may("certainty", Shape::Text, "`asserted` or `hedged`."),
    may("negated", Shape::Flag, "Whether it is denied."),
    may("new", Shape::Flag, "Whether it is marked as new."),
    may("due", Shape::Text, "By when it is due."),
    may("period", Shape::Text, "What it speaks of."),
    may("of", Shape::Text, "What a share is a share of."),
    may("unit", Shape::Text, "The unit."),
    may("hedge", Shape::Text, "How it is hedged."),
];

fn roundings() -> Vec<&'static str> {
    vec!["exact", "written", "rounded"]
}

fn grains() -> Vec<&'static str> {
    vec!["day", "week", "month", "quarter", "year"]
}

fn date_roles() -> Vec<&'static str> {
    vec!["none", "due", "period", "moment", "past"]
}
