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
    /// The first of two parts, over the second, is it.
    Ratio,
    /// The parts say what share of something the whole is; of one that is not stated.
    Share,
}

/// The words for the relations.
pub(super) const RELATIONS: [(&str, Relation); 4] = [
    ("sum", Relation::Sum),
    ("at-most", Relation::AtMost),
    ("ratio", Relation::Ratio),
    ("share", Relation::Share),
];

/// The facts on one side of a join: those of a metric with these scope slots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The metric's id.
    pub metric: String,
    /// The slots that have to be so.
    pub scope: BTreeMap<String, String>,
    /// The slot of the whole that names its subject; without one that is the whole's.
    pub subject: Option<String>,
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

    /// Whose facts belong on a side to a whole, and which of the slots in common it tells. None where `whole` is no
    /// fact of that side.
    #[must_use]
    pub fn wanted<'f>(&self, side: &Side, whole: &'f FactKey) -> Option<Wanted<'f>> {
        self.on_side(&self.whole, whole)?;
        let subject = match &side.subject {
            Some(name) => slot(whole, name)?,
            None => &*whole.subject,
        };
        Some((subject, self.on.iter().map(|name| slot(whole, name)).collect()))
    }

    /// The subject of a fact on a side and its slots in common. None where it is not on that side, lacks one of these,
    /// or has a slot that neither the side nor the join tells of.
    #[must_use]
    pub fn key<'f>(&self, side: &Side, fact: &'f FactKey) -> Option<(&'f str, Vec<&'f str>)> {
        self.on_side(side, fact)?;
        let slots = self.on.iter().map(|name| slot(fact, name)).collect::<Option<_>>()?;
        Some((&*fact.subject, slots))
    }

    fn on_side(&self, side: &Side, fact: &FactKey) -> Option<()> {
        let names = self.parts.iter().filter_map(|part| part.subject.as_ref()).chain(&self.on);
        let names: Vec<&String> = names.collect();
        let told = |name: &str| side.scope.contains_key(name) || names.iter().any(|on| *on == name);
        let fits = *fact.metric == *side.metric
            && side.scope.iter().all(|(name, wanted)| slot(fact, name) == Some(wanted))
            && fact.scope.iter().all(|(name, _)| told(name));
        fits.then_some(())
    }
}

/// A subject, and the slots in common as far as a whole tells them.
pub type Wanted<'f> = (&'f str, Vec<Option<&'f str>>);

fn slot<'f>(fact: &'f FactKey, name: &str) -> Option<&'f str> {
    fact.scope.iter().find(|(slot, _)| **slot == *name).map(|(_, value)| &**value)
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
    if let Some(node) = fields.get("parts").filter(|_| relation == Some(Relation::Ratio) && nodes.len() != 2)
    {
        r.complain("rule/value", node.span, "a ratio is of two parts", "name the upper one first");
    }
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
    let subject = fields.get("subject").and_then(|n| r.text(n)).map(str::to_owned);
    Some(Side { metric: name, scope, subject })
}
