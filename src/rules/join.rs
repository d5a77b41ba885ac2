//! Joins: facts that a rule holds against each other, and what they have in common.

use std::collections::BTreeMap;

use super::fields::{self, JOIN, JOIN_SIDE};
use super::yaml::{Node, Reader};
use crate::claim::FactKey;

/// How the parts stand to the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// Together they come to it.
    Sum,
    /// None of them is more than it.
    AtMost,
}

/// The words for the relations.
pub(super) const RELATIONS: [(&str, Relation); 2] = [("sum", Relation::Sum), ("at-most", Relation::AtMost)];

/// The facts on one side of a join: those of a metric with these scope slots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The metric's id.
    pub metric: String,
    /// The slots that have to be so.
    pub scope: BTreeMap<String, String>,
}

/// What a rule joins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Join {
    /// The scope slots that the facts have in common, besides their subject.
    pub on: Vec<String>,
    /// How the parts stand to the whole.
    pub relation: Relation,
    /// The whole.
    pub whole: Side,
    /// The parts: at least one.
    pub parts: Vec<Side>,
}

impl Join {
    /// The sides, the whole first.
    pub fn sides(&self) -> impl Iterator<Item = &Side> {
        std::iter::once(&self.whole).chain(&self.parts)
    }

    /// The join key of a fact on a side: its subject and the slots in common. None where it is not on that side,
    /// or has a slot that neither the side nor the key tells of.
    #[must_use]
    pub fn key<'f>(&self, side: &Side, fact: &'f FactKey) -> Option<Vec<&'f str>> {
        let value = |slot: &str| fact.scope.iter().find(|(name, _)| **name == *slot).map(|(_, v)| &**v);
        let told = |slot: &str| side.scope.contains_key(slot) || self.on.iter().any(|on| on == slot);
        let fits = *fact.metric == *side.metric
            && side.scope.iter().all(|(slot, wanted)| value(slot) == Some(wanted))
            && fact.scope.iter().all(|(slot, _)| told(slot));
        let slots = self.on.iter().map(|slot| value(slot));
        fits.then(|| std::iter::once(Some(&*fact.subject)).chain(slots).collect::<Option<_>>()).flatten()
    }
}

/// Reads a join, with every mistake in it.
pub(super) fn read(r: &mut Reader<'_>, node: &Node, metrics: &[std::sync::Arc<str>]) -> Option<Join> {
    let fields = r.map(node, &fields::names(JOIN));
    let on = fields.get("on").map(|n| r.items(n)).unwrap_or_default();
    let on = on.iter().filter_map(|n| r.text(n)).map(str::to_owned).collect();
    let relation = fields.require(r, "relation").and_then(|n| r.one_of(n, "relation", &RELATIONS));
    let whole = fields.require(r, "whole").and_then(|n| side(r, n, metrics));
    let nodes = fields.require(r, "parts").map(|n| r.items(n)).unwrap_or_default();
    let parts: Vec<Side> = nodes.iter().filter_map(|n| side(r, n, metrics)).collect();
    if let Some(node) = fields.get("parts").filter(|_| nodes.is_empty()) {
        let help = "write `parts: [{ metric: … }]`";
        r.complain("rule/value", node.span, "a join has at least one part", help);
    }
    Some(Join { on, relation: relation?, whole: whole?, parts: Some(parts).filter(|p| !p.is_empty())? })
}

fn side(r: &mut Reader<'_>, node: &Node, metrics: &[std::sync::Arc<str>]) -> Option<Side> {
    let fields = r.map(node, &fields::names(JOIN_SIDE));
    let metric = fields.require(r, "metric")?;
    let name = r.text(metric)?.to_owned();
    if !metrics.iter().any(|m| **m == *name) {
        r.unknown("rule/unknown-metric", "metric", metric, metrics.iter().map(|m| &**m));
        return None;
    }
    let mut scope = BTreeMap::new();
    for (slot, value) in fields.get("scope").map(|n| r.entries(n)).unwrap_or_default() {
        if let (Some(slot), Some(value)) = (r.text(slot), r.text(value)) {
            scope.insert(slot.to_owned(), value.to_owned());
        }
    }
    Some(Side { metric: name, scope })
}
