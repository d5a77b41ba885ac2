//! Whose a figure is and what else tells facts apart, as a metric file says it.

use std::sync::Arc;

use super::{GRAINS, Names, classes, cue_sets, flag};
use crate::rules::class::Classes;
use crate::rules::cues::Cues;
use crate::rules::metric::{Edition, FigureBeside, Hint, HintBy, SlotRule, SubjectRule, Usual, Where};
use crate::rules::yaml::{Node, Reader, Value};
use crate::value::Decimal;

const SUBJECT_FIELDS: [&str; 13] = [
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
    "foes",
    "leads",
    "strict",
];

/// What may tell whose a figure is, with its word.
const HINTS: [(&str, HintBy); 8] = [
    ("doer", HintBy::Doer),
    ("speaker", HintBy::Speaker),
    ("last", HintBy::Last),
    ("place", HintBy::Place),
    ("topic", HintBy::Topic),
    ("beside", HintBy::Beside),
    ("foe", HintBy::Foe),
    ("attacker", HintBy::Attacker),
];

/// How the subject is found.
pub(super) fn subject(r: &mut Reader<'_>, node: &Node, names: Names<'_>) -> SubjectRule {
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
        foes: fields.get("foes").map(|n| foes(r, n)).unwrap_or_default(),
        leads: fields.get("leads").map(|n| names_in(r, n)).unwrap_or_default(),
    }
}

/// What tells whose a figure is where its sentence does not: `{ speaker: {}, place: { where: { … } } }`.
fn hints(r: &mut Reader<'_>, node: &Node) -> Vec<Hint> {
    let mut out = Vec::new();
    for (key, value) in r.entries(node) {
        let Some(by) = r.one_of(key, "hint", &HINTS) else { continue };
        let fields = r.map(value, &["where", "alike", "of"]);
        out.push(Hint {
            by,
            only: fields.get("where").and_then(|n| only(r, n)),
            alike: fields.get("alike").map(|n| names_in(r, n)).unwrap_or_default(),
            of: fields.get("of").map(|n| names_in(r, n)).unwrap_or_default(),
        });
    }
    out
}

const SLOT_FIELDS: [&str; 17] = [
    "kind",
    "via",
    "except",
    "cues",
    "context",
    "lately",
    "usual",
    "default",
    "edition",
    "figure",
    "values",
    "strict",
    "paragraph",
    "goes-on",
    "deed",
    "foes",
    "where",
];

/// How the scope slots are filled, in the order of the file.
pub(super) fn scope(r: &mut Reader<'_>, node: &Node, names: Names<'_>) -> Vec<SlotRule> {
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
            lately: fields.get("lately").and_then(|n| r.text(n)).map(Into::into),
            edition: fields.get("edition").and_then(|n| edition(r, n)),
            figure: fields.get("figure").and_then(|n| figure_beside(r, n, names.classes)),
            values: fields.get("values").map(|n| names_in(r, n)).unwrap_or_default(),
            usual: fields.get("usual").map(|n| usual(r, n)).unwrap_or_default(),
            default: fields.get("default").and_then(|n| r.text(n)).map(Into::into),
            strict: flag(r, fields.get("strict")),
            paragraph: flag(r, fields.get("paragraph")),
            goes_on: flag(r, fields.get("goes-on")),
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

fn figure_beside(r: &mut Reader<'_>, node: &Node, known: &Classes) -> Option<FigureBeside> {
    let fields = r.map(node, &["kind", "among"]);
    let (_, classes) = fields.require(r, "kind").map(|n| classes(r, n, known))?;
    let among = fields.require(r, "among").map(|n| r.items(n))?;
    let among = among.iter().filter_map(|n| r.parsed::<Decimal>(n, "a number")).map(|d| d.normalize());
    Some(FigureBeside { classes, among: among.collect() })
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
