//! The graph: articles, claims, facts, readings and entities, with typed edges.
//!
//! The only room that knows petgraph. Claims with the same fact key are about one
//! fact; claims of one fact with the same value, status, period and voice are one
//! reading, which knows how many independent articles carry it.

mod export;

use std::collections::BTreeMap;
use std::sync::Arc;

use petgraph::graph::{DiGraph, NodeIndex};
use rustc_hash::FxHashSet;

use crate::claim::{Claim, ClaimValue, FactKey};

pub use export::Format;

/// A node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// An article, by its id.
    Article(Arc<str>),
    /// A claim, by its index.
    Claim(usize),
    /// A fact, by its index.
    Fact(usize),
    /// A reading: the fact's index and its own.
    Reading(usize, usize),
    /// An entity, by its id.
    Entity(Arc<str>),
}

/// An edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Edge {
    /// Article → claim.
    States,
    /// Claim → reading.
    Reads,
    /// Reading → fact.
    Of,
    /// Fact → entity: its subject.
    About,
    /// Claim → entity: its speaker.
    SaidBy,
    /// Claim → claim: a verdict, by its word.
    Verdict(&'static str),
}

/// The claims of one fact that say the same.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Indices of the claims.
    pub claims: Vec<usize>,
    /// How many independent articles carry it.
    pub families: usize,
}

/// A fact and what is said of it.
#[derive(Debug, Clone)]
pub struct Fact {
    /// What it is about.
    pub key: FactKey,
    /// Indices of all its claims.
    pub claims: Vec<usize>,
    /// Its readings, in the order of their first claim.
    pub readings: Vec<Reading>,
}

/// The claims of a corpus, in a graph.
#[derive(Debug)]
pub struct Graph {
    graph: DiGraph<Node, Edge>,
    claim_nodes: Vec<NodeIndex>,
    /// The claims, in the order of their articles.
    pub claims: Vec<Claim>,
    /// The facts, in the order of their keys.
    pub facts: Vec<Fact>,
}

impl Graph {
    /// Puts claims into a graph. Claims whose subject or scope is unknown are in it, and about no fact.
    #[must_use]
    pub fn build(claims: Vec<Claim>) -> Self {
        let mut by_fact: BTreeMap<FactKey, Vec<usize>> = BTreeMap::new();
        for (index, claim) in claims.iter().enumerate() {
            if let Some(key) = claim.fact() {
                by_fact.entry(key).or_default().push(index);
            }
        }
        let fact = |(key, members): (FactKey, Vec<usize>)| Fact {
            readings: readings(&claims, &members),
            key,
            claims: members,
        };
        let facts = by_fact.into_iter().map(fact).collect();
        let mut out = Self { graph: DiGraph::new(), claim_nodes: Vec::new(), claims, facts };
        out.connect();
        out
    }

    fn connect(&mut self) {
        let mut articles: BTreeMap<Arc<str>, NodeIndex> = BTreeMap::new();
        let mut entities: BTreeMap<Arc<str>, NodeIndex> = BTreeMap::new();
        let graph = &mut self.graph;
        for (index, claim) in self.claims.iter().enumerate() {
            let id = claim.publication.id.clone();
            let article = *articles.entry(id.clone()).or_insert_with(|| graph.add_node(Node::Article(id)));
            let node = graph.add_node(Node::Claim(index));
            graph.add_edge(article, node, Edge::States);
            if let Some(speaker) = claim.speaker.clone() {
                let to =
                    *entities.entry(speaker.clone()).or_insert_with(|| graph.add_node(Node::Entity(speaker)));
                graph.add_edge(node, to, Edge::SaidBy);
            }
            self.claim_nodes.push(node);
        }
        for (index, fact) in self.facts.iter().enumerate() {
            let node = graph.add_node(Node::Fact(index));
            let subject = fact.key.subject.clone();
            let about =
                *entities.entry(subject.clone()).or_insert_with(|| graph.add_node(Node::Entity(subject)));
            graph.add_edge(node, about, Edge::About);
            for (number, reading) in fact.readings.iter().enumerate() {
                let to = graph.add_node(Node::Reading(index, number));
                graph.add_edge(to, node, Edge::Of);
                for claim in reading.claims.iter().filter_map(|c| self.claim_nodes.get(*c)) {
                    graph.add_edge(*claim, to, Edge::Reads);
                }
            }
        }
    }

    /// Adds a verdict on the claim `from` against the claim `to`.
    pub fn add_verdict(&mut self, name: &'static str, from: usize, to: usize) {
        if let (Some(a), Some(b)) = (self.claim_nodes.get(from), self.claim_nodes.get(to)) {
            self.graph.add_edge(*a, *b, Edge::Verdict(name));
        }
    }
}

/// What makes claims of one fact one reading.
type Same<'c> = (String, &'c str, crate::claim::Status, Option<&'c str>, bool, crate::claim::Certainty);

fn readings(claims: &[Claim], members: &[usize]) -> Vec<Reading> {
    let mut groups: BTreeMap<Same<'_>, Vec<usize>> = BTreeMap::new();
    for &index in members {
        let Some(claim) = claims.get(index) else { continue };
        let unit = claim.value.unit().unwrap_or("");
        let same = (
            shown(&claim.value),
            unit,
            claim.status,
            claim.speaker.as_deref(),
            claim.negated,
            claim.certainty,
        );
        groups.entry(same).or_default().push(index);
    }
    let mut out: Vec<Reading> = groups
        .into_values()
        .map(|group| {
            let families: FxHashSet<u64> =
                group.iter().filter_map(|i| claims.get(*i)).map(|c| c.publication.family).collect();
            Reading { families: families.len(), claims: group }
        })
        .collect();
    out.sort_by_key(|r| r.claims.first().copied());
    out
}

/// A value on one line, in the notation of the contracts.
fn shown(value: &ClaimValue) -> String {
    match value {
        ClaimValue::Figure(f) => {
            let end = |v: Option<rust_decimal::Decimal>| {
                v.map_or_else(|| "..".to_owned(), |v| v.normalize().to_string())
            };
            let f = &f.figure;
            f.nominal.map_or_else(|| format!("{}–{}", end(f.low), end(f.high)), |v| v.normalize().to_string())
        }
        ClaimValue::Date(p) => p.iso(),
        ClaimValue::Duration(d) => d.iso().unwrap_or_default(),
    }
}
