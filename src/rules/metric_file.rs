//! Metric files: YAML to [`Metric`], with every mistake at its place.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::class::{ClassSet, Classes};
use super::cues::Cues;
use super::fields;
use super::metric::{
    DateRole, Edition, Hint, HintBy, Loaded, Metric, MetricPattern, MetricTest, Name, Onward, PatternFields,
    STATUSES, SlotRule, SubjectRule, Usual, Where, Whose, slots,
};
use super::pack_files::PackFile;
use super::pattern::{Pattern, PatternError, Placeholders};
use super::policy::{BEHAVIOURS, Policy};
use super::yaml::{Node, Reader, Value, suggest};
use crate::claim::{Certainty, Status};
use crate::finding::Problem;
use crate::text::SourceSpan;
use crate::value::{Decimal, Grain, Rounding};

const ROUNDINGS: [(&str, Rounding); 3] =
    [("exact", Rounding::Exact), ("written", Rounding::Written), ("rounded", Rounding::Rounded)];
const DATE_ROLES: [(&str, DateRole); 5] = [
    ("none", DateRole::None),
    ("due", DateRole::Due),
    ("period", DateRole::Period),
    ("moment", DateRole::Moment),
    ("past", DateRole::Past),
];
const GRAINS: [(&str, Grain); 5] = [
    ("day", Grain::Day),
    ("week", Grain::Week),
    ("month", Grain::Month),
    ("quarter", Grain::Quarter),
    ("year", Grain::Year),
];
/// For how many days a value stands against an unmarked other one, unless the metric says otherwise.
const SETTLES: i64 = 30;

/// After how many days without a word another value is no surprise, unless the metric says otherwise: a year and a half.
const LAPSES: i64 = 548;

/// The cue set whose words mark a value as new, unless the metric says otherwise.
const NEW: &str = "new";

/// What a metric file refers to.
#[derive(Debug, Clone, Copy)]
pub struct Names<'a> {
    /// The kinds of mention.
    pub classes: &'a Classes,
    /// The cue sets.
    pub cues: &'a Cues,
    /// Whether the file may have mistakes in its regular expressions; they are built at once to find them.
    pub verify: bool,
}

/// Reads the metrics of a file: one, or a sequence of them.
#[must_use]
pub fn read(file: &PackFile, names: Names<'_>) -> Loaded {
    let node = match file.node() {
        Ok(node) => node,
        Err(problem) => return (Vec::new(), vec![problem]),
    };
    let path = &file.path;
    let mut reader = Reader::new(path, &file.text);
    let metrics = reader.items(&node).iter().filter_map(|n| metric(&mut reader, n, path, names)).collect();
    (metrics, reader.finish())
}

/// The mistakes in the names of other metrics that those of users' files give.
#[must_use]
pub fn unknown_names<'f>(metrics: &[Metric], files: impl Iterator<Item = &'f PackFile>) -> Vec<Problem> {
    let mut out = Vec::new();
    for file in files.filter(|file| !file.shipped()) {
        let mut reader = Reader::new(&file.path, &file.text);
        let named = metrics.iter().filter(|m| *m.path == *file.path).flat_map(Metric::names);
        for name in named.filter(|name| !metrics.iter().any(|m| m.policy.metric == name.id)) {
            let near = suggest(&name.id, metrics.iter().map(|m| &*m.policy.metric));
            let help = near.map_or_else(
                || "name a metric that is shipped, or one of your own".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            reader.complain("rule/unknown-metric", name.span, format!("unknown metric `{}`", name.id), help);
        }
        out.extend(reader.finish());
    }
    out
}

/// The metric of a node; none where it has a mistake, for a metric in part would claim what it should not.
fn metric(r: &mut Reader<'_>, node: &Node, path: &str, names: Names<'_>) -> Option<Metric> {
    let before = r.mistakes();
    let fields = r.map(node, &fields::names(fields::METRIC));
    let id: Arc<str> = fields.require(r, "metric").and_then(|n| r.text(n)).unwrap_or_default().into();
    let title = fields.require(r, "title").map(|n| texts(r, n)).unwrap_or_default();
    let values = fields.require(r, "value").map_or(names.classes.any(), |n| classes(r, n, names.classes).1);
    let behaviour = fields.require(r, "behaviour").and_then(|n| r.one_of(n, "behaviour", &BEHAVIOURS));
    let subject = fields.get("subject").map(|n| subject(r, n, names)).unwrap_or_default();
    let scope = fields.get("scope").map(|n| scope(r, n, names)).unwrap_or_default();
    let unless = fields.get("unless").map(|n| cue_sets(r, n, names.cues)).unwrap_or_default();
    let known = Placeholders { classes: names.classes, slots: slots(values, &subject, &scope) };
    let patterns =
        fields.require(r, "patterns").map(|n| patterns(r, n, &id, &known, names)).unwrap_or_default();
    let onward = onward(r, fields.get("onward"), &id);
    let tests = fields.get("tests").map(|n| tests(r, n)).unwrap_or_default();
    let status =
        fields.get("status").and_then(|n| r.one_of(n, "status", &STATUSES)).unwrap_or(Status::Actual);
    let settles = fields.get("settles").and_then(|n| r.parsed(n, "a number of days")).unwrap_or(SETTLES);
    let lapses = fields.get("lapses").and_then(|n| r.parsed(n, "a number of days")).unwrap_or(LAPSES);
    let recurs = flag(r, fields.get("recurs"));
    let rounding =
        fields.get("rounding").and_then(|n| r.one_of(n, "rounding", &ROUNDINGS)).unwrap_or_default();
    let of = fields.get("of").and_then(|n| r.text(n)).map(str::to_owned);
    let range = fields.get("range").and_then(|n| range(r, n));
    let statuses = fields.get("statuses").map(|n| statuses(r, n)).unwrap_or_default();
    let dates = fields.get("dates").and_then(|n| r.one_of(n, "role", &DATE_ROLES)).unwrap_or(DateRole::None);
    let finest = fields.get("finest").and_then(|n| r.one_of(n, "grain", &GRAINS)).unwrap_or(Grain::Quarter);
    let assume = fields.get("assume").map(|n| assume(r, n, &scope)).unwrap_or_default();
    let plausible = fields.get("plausible").and_then(|n| self::range(r, n));
    let new = fields.get("new").and_then(|n| cue_sets(r, n, names.cues).pop());
    let behaviour = behaviour?;
    let policy =
        Policy { metric: id, title, behaviour, status, settles, lapses, recurs, rounding, assume, plausible };
    let metric = Metric {
        policy,
        path: path.into(),
        values,
        of,
        range,
        status,
        statuses,
        subject,
        scope,
        dates,
        finest,
        last_day: flag(r, fields.get("last-day")),
        new: new.unwrap_or_else(|| NEW.to_owned()),
        unless,
        onward,
        patterns,
        tests,
    };
    (r.mistakes() == before).then_some(metric)
}

/// What figures are that go on from a claim of the metric `id`.
fn onward(r: &mut Reader<'_>, node: Option<&Node>, id: &str) -> Onward {
    let fields = node.map(|n| r.map(n, &fields::names(fields::ONWARD)));
    let get = |key| fields.as_ref().and_then(|f| f.get(key));
    let mut name = |key| get(key).and_then(|n| Some(Name { id: r.text(n)?.into(), span: n.span }));
    let (next, share, sum) = (name("next"), name("share"), name("sum"));
    let (total, rise) = (name("total"), name("rise"));
    let again = flag(r, get("again"));
    let pattern = MetricPattern::new(String::new(), format!("{id}/onward").into(), PatternFields::default());
    Onward { next, share, sum, total, rise, again, pattern }
}

fn texts(r: &mut Reader<'_>, node: &Node) -> BTreeMap<String, String> {
    let pair = |(k, v): &(Node, Node)| Some((k.as_str()?.to_owned(), r.text(v)?.to_owned()));
    if let Value::Map(entries) = &node.value {
        entries.iter().filter_map(pair).collect()
    } else {
        BTreeMap::new()
    }
}

/// One kind of mention or several: their names and bytes.
fn classes(r: &mut Reader<'_>, node: &Node, known: &Classes) -> (Vec<String>, ClassSet) {
    let mut names = Vec::new();
    let mut set = ClassSet::NONE;
    for item in r.items(node) {
        let Some(name) = r.text(item) else { continue };
        match known.placeholder(name) {
            Some(found) => {
                names.push(name.to_owned());
                set = set.or(found);
            }
            None => {
                r.unknown("rule/unknown-placeholder", "kind", item, known.names());
                // So that a pattern that uses it is not called wrong as well.
                set = set.or(known.any());
            }
        }
    }
    (names, set)
}

fn cue_sets(r: &mut Reader<'_>, node: &Node, cues: &Cues) -> Vec<String> {
    let mut out = Vec::new();
    for item in r.items(node) {
        let Some(name) = r.text(item) else { continue };
        let name = name.trim_start_matches('~');
        if cues.has(name) {
            out.push(name.to_owned());
        } else {
            r.unknown("rule/unknown-cue-set", "cue set", item, cues.names());
        }
    }
    out
}

fn range(r: &mut Reader<'_>, node: &Node) -> Option<(Decimal, Decimal)> {
    let [low, high] = r.items(node) else {
        r.complain("rule/value", node.span, "a range has two ends", "write `range: [0.5, 10]`");
        return None;
    };
    Some((r.parsed(low, "a number")?, r.parsed(high, "a number")?))
}

/// What unknown slots are taken to be; `subject` or one of the scope's.
fn assume(r: &mut Reader<'_>, node: &Node, scope: &[SlotRule]) -> BTreeMap<Arc<str>, Arc<str>> {
    let mut out = BTreeMap::new();
    for (key, value) in r.entries(node) {
        let (Some(name), Some(value)) = (r.text(key), r.text(value)) else { continue };
        let known = || scope.iter().map(|s| &*s.name).chain(["subject"]);
        if known().any(|k| k == name) {
            out.insert(name.into(), value.into());
        } else {
            r.unknown("rule/unknown-field", "slot", key, known());
        }
    }
    out
}

fn statuses(r: &mut Reader<'_>, node: &Node) -> Vec<Status> {
    r.items(node).iter().filter_map(|n| r.one_of(n, "status", &STATUSES)).collect()
}

fn flag(r: &mut Reader<'_>, node: Option<&Node>) -> bool {
    node.and_then(|n| r.one_of(n, "choice", &[("true", true), ("false", false)])).unwrap_or(false)
}

const SUBJECT_FIELDS: [&str; 11] = [
    "kind",
    "via",
    "only",
    "except",
    "default",
    "default-with",
    "home",
    "paragraph",
    "state-of",
    "in-mind",
    "strict",
];

/// What may tell whose a figure is, with its word.
const HINTS: [(&str, HintBy); 5] = [
    ("doer", HintBy::Doer),
    ("speaker", HintBy::Speaker),
    ("last", HintBy::Last),
    ("place", HintBy::Place),
    ("topic", HintBy::Topic),
];

fn subject(r: &mut Reader<'_>, node: &Node, names: Names<'_>) -> SubjectRule {
    let fields = r.map(node, &SUBJECT_FIELDS);
    let (kinds, set) = fields.get("kind").map(|n| classes(r, n, names.classes)).unwrap_or_default();
    let (_, via) = fields.get("via").map(|n| classes(r, n, names.classes)).unwrap_or_default();
    let set = set.or(via);
    SubjectRule {
        kinds,
        classes: set,
        default: fields.get("default").and_then(|n| r.text(n)).map(Into::into),
        default_with: fields.get("default-with").and_then(|n| cue_sets(r, n, names.cues).pop()),
        paragraph: flag(r, fields.get("paragraph")),
        strict: flag(r, fields.get("strict")),
        home: flag(r, fields.get("home")),
        state_of: fields.get("state-of").and_then(|n| r.text(n)).map(Into::into),
        except: fields.get("except").map(|n| names_in(r, n)).unwrap_or_default(),
        only: fields.get("only").map(|n| names_in(r, n)).unwrap_or_default(),
        in_mind: fields.get("in-mind").map(|n| hints(r, n)).unwrap_or_default(),
    }
}

/// What tells whose a figure is where its sentence does not: `{ speaker: {}, place: { where: { … } } }`.
fn hints(r: &mut Reader<'_>, node: &Node) -> Vec<Hint> {
    let mut out = Vec::new();
    for (key, value) in r.entries(node) {
        let Some(by) = r.one_of(key, "hint", &HINTS) else { continue };
        let fields = r.map(value, &["where", "alike"]);
        out.push(Hint {
            by,
            only: fields.get("where").and_then(|n| only(r, n)),
            alike: fields.get("alike").map(|n| names_in(r, n)).unwrap_or_default(),
        });
    }
    out
}

const SLOT_FIELDS: [&str; 13] = [
    "kind",
    "via",
    "except",
    "cues",
    "context",
    "usual",
    "default",
    "edition",
    "strict",
    "paragraph",
    "deed",
    "foes",
    "where",
];

fn scope(r: &mut Reader<'_>, node: &Node, names: Names<'_>) -> Vec<SlotRule> {
    let mut out = Vec::new();
    for (key, value) in r.entries(node) {
        let Some(name) = r.text(key) else { continue };
        let fields = r.map(value, &SLOT_FIELDS);
        let (kinds, set) = fields.get("kind").map(|n| classes(r, n, names.classes)).unwrap_or_default();
        let (_, via) = fields.get("via").map(|n| classes(r, n, names.classes)).unwrap_or_default();
        let set = set.or(via);
        out.push(SlotRule {
            name: name.into(),
            kinds,
            classes: set,
            cues: fields.get("cues").map(|n| slot_cues(r, n, names.cues)).unwrap_or_default(),
            context: fields.get("context").map(|n| slot_cues(r, n, names.cues)).unwrap_or_default(),
            edition: fields.get("edition").and_then(|n| edition(r, n)),
            usual: fields.get("usual").map(|n| usual(r, n)).unwrap_or_default(),
            default: fields.get("default").and_then(|n| r.text(n)).map(Into::into),
            strict: flag(r, fields.get("strict")),
            paragraph: flag(r, fields.get("paragraph")),
            deed: fields.get("deed").map(|n| names_in(r, n)).unwrap_or_default(),
            foes: fields.get("foes").map(|n| foes(r, n)).unwrap_or_default(),
            except: fields.get("except").map(|n| names_in(r, n)).unwrap_or_default(),
            only: fields.get("where").and_then(|n| only(r, n)),
        });
    }
    out
}

fn slot_cues(r: &mut Reader<'_>, node: &Node, cues: &Cues) -> Vec<(Arc<str>, String)> {
    let mut out = Vec::new();
    for (value, sets) in r.entries(node) {
        let Some(value) = r.text(value) else { continue };
        out.extend(cue_sets(r, sets, cues).into_iter().map(|set| (value.into(), set)));
    }
    out
}

fn usual(r: &mut Reader<'_>, node: &Node) -> Vec<Usual> {
    let mut out = Vec::new();
    for (value, conditions) in r.entries(node) {
        let Some(value) = r.text(value) else { continue };
        let fields = r.map(conditions, &["where", "at-least", "undated"]);
        out.push(Usual {
            value: value.into(),
            only: fields.get("where").and_then(|n| only(r, n)),
            at_least: fields.get("at-least").and_then(|n| r.parsed::<Decimal>(n, "a number")),
            undated: flag(r, fields.get("undated")),
        });
    }
    out
}

fn edition(r: &mut Reader<'_>, node: &Node) -> Option<Edition> {
    let fields = r.map(node, &["of", "grain", "where"]);
    let of_value =
        fields.require(r, "of").and_then(|n| r.one_of(n, "date", &[("value", true), ("period", false)]))?;
    let grain = fields.require(r, "grain").and_then(|n| r.one_of(n, "grain", &GRAINS))?;
    let only = fields.get("where").and_then(|n| only(r, n));
    Some(Edition { of_value, grain, only })
}

/// A scalar or a sequence of them.
fn names_in(r: &mut Reader<'_>, node: &Node) -> Vec<Arc<str>> {
    r.items(node).iter().filter_map(|v| r.text(v)).map(Into::into).collect()
}

fn foes(r: &mut Reader<'_>, node: &Node) -> Vec<(Arc<str>, Vec<Arc<str>>)> {
    let pair = |(value, subjects): &(Node, Node)| Some((value.as_str()?.into(), names_in(r, subjects)));
    match &node.value {
        Value::Map(entries) => entries.iter().filter_map(pair).collect(),
        _ => Vec::new(),
    }
}

fn only(r: &mut Reader<'_>, node: &Node) -> Option<Where> {
    let (slot, values) = r.entries(node).first()?;
    Some((slot.as_str()?.into(), names_in(r, values)))
}

fn patterns(
    r: &mut Reader<'_>,
    node: &Node,
    id: &str,
    known: &Placeholders<'_>,
    names: Names<'_>,
) -> BTreeMap<String, Vec<MetricPattern>> {
    let mut all = BTreeMap::new();
    for (language, list) in r.entries(node) {
        let Some(language) = r.text(language) else { continue };
        let mut out = Vec::new();
        for (i, item) in r.items(list).iter().enumerate() {
            let (source, fields) = pattern_fields(r, item, names.cues);
            let Some(source) = source else { continue };
            let Some(text) = r.text(source) else { continue };
            if names.verify {
                let mistakes = Pattern::parse(text, known, names.cues)
                    .and_then(|p| p.compile(names.cues, language).map_err(|e| vec![e]));
                mistakes.err().into_iter().flatten().for_each(|e| complain(r, source, text, e));
            }
            let id = format!("{id}/{language}/{}", i + 1).into();
            out.push(MetricPattern::new(text.to_owned(), id, fields));
        }
        all.insert(language.to_owned(), out);
    }
    all
}

/// Reports a pattern's mistake at the piece of the text that it is in.
fn complain(r: &mut Reader<'_>, node: &Node, text: &str, error: PatternError) {
    // A quoted scalar starts with its quote; a plain one does not.
    let quote = usize::from(node.span.end - node.span.start > text.len());
    let span = match text.find(&error.piece) {
        Some(at) if error.piece.len() < text.len() => {
            let start = node.span.start + quote + at;
            SourceSpan::new(start, start + error.piece.len())
        }
        _ => node.span,
    };
    r.complain(error.code, span, error.message, error.help);
}

const PATTERN_FIELDS: [&str; 18] = [
    "pattern",
    "status",
    "certainty",
    "subject",
    "of",
    "scope",
    "range",
    "context",
    "topic",
    "after",
    "bare",
    "new",
    "strict",
    "firm",
    "by-speaker",
    "falls",
    "never",
    "rank",
];

fn whose(r: &mut Reader<'_>, strict: Option<&Node>, firm: Option<&Node>) -> Whose {
    match (flag(r, strict), flag(r, firm)) {
        (_, true) => Whose::Firm,
        (true, false) => Whose::Strict,
        (false, false) => Whose::Near,
    }
}

fn pattern_fields<'n>(r: &mut Reader<'_>, node: &'n Node, cues: &Cues) -> (Option<&'n Node>, PatternFields) {
    if !matches!(node.value, Value::Map(_)) {
        return (Some(node), PatternFields::default());
    }
    let fields = r.map(node, &PATTERN_FIELDS);
    let certainties = [("asserted", Certainty::Asserted), ("hedged", Certainty::Hedged)];
    let scope = fields.get("scope").map(|n| texts(r, n)).unwrap_or_default();
    let settled = PatternFields {
        status: fields.get("status").and_then(|n| r.one_of(n, "status", &STATUSES)),
        certainty: fields.get("certainty").and_then(|n| r.one_of(n, "certainty", &certainties)),
        subject: fields.get("subject").and_then(|n| r.text(n)).map(Into::into),
        of: fields.get("of").and_then(|n| r.text(n)).map(str::to_owned),
        scope: scope.into_iter().map(|(k, v)| (k.into(), v.into())).collect(),
        whose: whose(r, fields.get("strict"), fields.get("firm")),
        range: fields.get("range").and_then(|n| range(r, n)),
        context: fields.get("context").map(|n| cue_sets(r, n, cues)).unwrap_or_default(),
        topic: fields.get("topic").map(|n| cue_sets(r, n, cues)).unwrap_or_default(),
        after: fields.get("after").map(|n| after(r, n)).unwrap_or_default(),
        bare: flag(r, fields.get("bare")),
        marked_new: flag(r, fields.get("new")),
        by_speaker: flag(r, fields.get("by-speaker")),
        falls: flag(r, fields.get("falls")),
        never: flag(r, fields.get("never")),
        rank: fields.get("rank").and_then(|n| r.parsed(n, "a whole number")).unwrap_or(0),
    };
    if settled.never
        && let Some(node) = fields.get("after")
    {
        let help = "leave `after` out: a figure that is none of the metric's is so behind every claim";
        r.complain("rule/value", node.span, "a counter-pattern does not wait for claims", help);
    }
    (fields.require(r, "pattern"), settled)
}

/// The metrics whose claims have to stand before the value of a pattern.
fn after(r: &mut Reader<'_>, node: &Node) -> Vec<Name> {
    let items = r.items(node);
    items.iter().filter_map(|n| Some(Name { id: r.text(n)?.into(), span: n.span })).collect()
}

/// The fields of a claim that a test may state.
const CLAIM_FIELDS: [&str; 14] = [
    "value",
    "at",
    "subject",
    "scope",
    "status",
    "speaker",
    "certainty",
    "negated",
    "new",
    "due",
    "period",
    "of",
    "unit",
    "hedge",
];

fn tests(r: &mut Reader<'_>, node: &Node) -> Vec<MetricTest> {
    let mut out = Vec::new();
    for item in r.items(node) {
        let fields = r.map(item, &fields::names(fields::METRIC_TEST));
        let text = fields.require(r, "text").and_then(|n| r.text(n)).unwrap_or_default().to_owned();
        let optional = |r: &mut Reader<'_>, key| fields.get(key).and_then(|n| r.text(n)).map(str::to_owned);
        let claims = fields.require(r, "claims").map(|n| expected(r, n)).unwrap_or_default();
        out.push(MetricTest {
            text,
            title: optional(r, "title"),
            language: optional(r, "lang").unwrap_or_else(|| "nl".to_owned()),
            date: optional(r, "date"),
            country: optional(r, "country"),
            claims,
            span: item.span,
        });
    }
    out
}

/// The expected claims: for each its fields, scope slots as `scope.name`.
fn expected(r: &mut Reader<'_>, node: &Node) -> Vec<Vec<(String, String)>> {
    let mut out = Vec::new();
    for claim in r.items(node) {
        let fields = r.map(claim, &CLAIM_FIELDS);
        let mut wanted = Vec::new();
        for name in CLAIM_FIELDS {
            let Some(value) = fields.get(name) else { continue };
            if name == "scope" {
                let slots = r.entries(value);
                wanted.extend(
                    slots.iter().filter_map(|(k, v)| Some((format!("scope.{}", k.as_str()?), shown(v)))),
                );
            } else {
                wanted.push((name.to_owned(), shown(value)));
            }
        }
        out.push(wanted);
    }
    out
}

/// A scalar as text; null is `none`.
fn shown(node: &Node) -> String {
    node.as_str().unwrap_or("none").to_owned()
}
