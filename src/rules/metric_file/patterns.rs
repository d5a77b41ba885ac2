//! The patterns of a metric file, with what each settles.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Names, cue_sets, flag, range};
use crate::claim::Certainty;
use crate::rules::metric::{MetricPattern, Name, PatternFields, STATUSES, SlotRule, Whose};
use crate::rules::pattern::{Pattern, PatternError, Placeholders};
use crate::rules::yaml::{Node, Reader, Value};
use crate::text::SourceSpan;

/// The patterns by language.
pub(super) fn read(
    r: &mut Reader<'_>,
    node: &Node,
    id: &str,
    (known, scope): (&Placeholders<'_>, &[SlotRule]),
    names: Names<'_>,
) -> BTreeMap<String, Vec<MetricPattern>> {
    let mut all = BTreeMap::new();
    for (language, list) in r.entries(node) {
        let Some(language) = r.text(language) else { continue };
        let mut out = Vec::new();
        for (i, item) in r.items(list).iter().enumerate() {
            let (source, fields) = pattern_fields(r, item, (names, scope));
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

/// What a pattern gives scope slots, each a value that something else of the slot may give too: a misspelt one would
/// tell a fact apart from all others.
fn fixed(r: &mut Reader<'_>, node: &Node, (names, scope): (Names<'_>, &[SlotRule])) -> Fixed {
    let mut out = Vec::new();
    for (key, value) in r.entries(node) {
        let (Some(name), Some(text)) = (r.text(key), r.text(value)) else { continue };
        let Some(slot) = scope.iter().find(|slot| &*slot.name == name) else {
            r.unknown("rule/unknown-field", "scope slot", key, scope.iter().map(|slot| &*slot.name));
            continue;
        };
        let is_name = || !slot.kinds.is_empty() && names.vocabulary.get(text).is_some();
        if slot.edition.is_some() || slot.known().any(|known| known == text) || is_name() {
            out.push((name.into(), text.into()));
        } else {
            let mut known: Vec<&str> = Vec::new();
            slot.known().for_each(|one| {
                if !known.contains(&one) {
                    known.push(one);
                }
            });
            r.unknown("rule/value", "value of the slot", value, known.into_iter());
        }
    }
    out
}

/// Scope slots with what a pattern gives them.
type Fixed = Vec<(Arc<str>, Arc<str>)>;

fn pattern_fields<'n>(
    r: &mut Reader<'_>,
    node: &'n Node,
    (names, scope): (Names<'_>, &[SlotRule]),
) -> (Option<&'n Node>, PatternFields) {
    let cues = names.cues;
    if !matches!(node.value, Value::Map(_)) {
        return (Some(node), PatternFields::default());
    }
    let fields = r.map(node, &PATTERN_FIELDS);
    let certainties = [("asserted", Certainty::Asserted), ("hedged", Certainty::Hedged)];
    let settled = PatternFields {
        status: fields.get("status").and_then(|n| r.one_of(n, "status", &STATUSES)),
        certainty: fields.get("certainty").and_then(|n| r.one_of(n, "certainty", &certainties)),
        subject: fields.get("subject").and_then(|n| r.text(n)).map(Into::into),
        of: fields.get("of").and_then(|n| r.text(n)).map(str::to_owned),
        scope: fields.get("scope").map(|n| fixed(r, n, (names, scope))).unwrap_or_default(),
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
