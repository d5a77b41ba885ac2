//! Metric files: YAML to [`Metric`], with every mistake at its place.

mod examples;
mod patterns;
mod slots;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::class::{ClassSet, Classes};
use super::cues::Cues;
use super::fields;
use super::metric::{
    DateRole, Loaded, Metric, MetricPattern, Name, Onward, PatternFields, STATUSES, SlotRule, slots,
};
use super::pack_files::PackFile;
use super::pattern::Placeholders;
use super::policy::{BEHAVIOURS, Policy};
use super::yaml::{Node, Reader, Value, suggestion};
use crate::claim::Status;
use crate::finding::Problem;
use crate::recognise::entity::Vocabulary;
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
    /// The names.
    pub vocabulary: &'a Vocabulary,
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
            let known = metrics.iter().map(|m| &*m.policy.metric);
            let own = || "name a metric that is shipped, or one of your own".to_owned();
            let help = suggestion(&name.id, known, own);
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
    let subject = fields.get("subject").map(|n| slots::subject(r, n, names)).unwrap_or_default();
    let scope = fields.get("scope").map(|n| slots::scope(r, n, names)).unwrap_or_default();
    let unless = fields.get("unless").map(|n| cue_sets(r, n, names.cues)).unwrap_or_default();
    let yardstick = fields.get("yardstick").map(|n| cue_sets(r, n, names.cues)).unwrap_or_default();
    let known = Placeholders { classes: names.classes, slots: slots(values, &subject, &scope) };
    let patterns = fields.require(r, "patterns").map(|n| patterns::read(r, n, &id, (&known, &scope), names));
    let patterns = patterns.unwrap_or_default();
    let onward = onward(r, fields.get("onward"), &id);
    let tests = fields.get("tests").map(|n| examples::read(r, n)).unwrap_or_default();
    let status =
        fields.get("status").and_then(|n| r.one_of(n, "status", &STATUSES)).unwrap_or(Status::Actual);
    let settles = fields.get("settles").and_then(|n| r.parsed(n, "a number of days")).unwrap_or(SETTLES);
    let lapses = fields.get("lapses").and_then(|n| r.parsed(n, "a number of days")).unwrap_or(LAPSES);
    let (recurs, adds) = (flag(r, fields.get("recurs")), flag(r, fields.get("adds")));
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
    let policy = Policy {
        metric: id,
        title,
        behaviour,
        status,
        settles,
        lapses,
        recurs,
        adds,
        event: None,
        rounding,
        grows: grows(values, names.classes),
        assume,
        plausible,
    };
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
        yardstick,
        onward,
        patterns,
        tests,
    };
    (r.mistakes() == before).then_some(metric)
}

/// Whether the values of a metric are percentages and factors both, as those of a growth are.
fn grows(values: ClassSet, known: &Classes) -> bool {
    let takes = |name| known.placeholder(name).is_some_and(|class| class.meets(values));
    takes("percent") && takes("factor")
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
