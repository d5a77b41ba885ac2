//! The graph: articles, claims, facts, readings and entities, with typed edges.
//!
//! The only room that knows petgraph. Claims with the same fact key are about one
//! fact; claims of one fact with the same value, status, period and voice are one
//! reading, which knows how many independent articles carry it, and when.

mod export;
mod families;
mod picture;
mod reading;
mod timeline;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::claim::{Claim, ClaimId, FactKey};
use crate::rules::RuleSet;
use petgraph::graph::{DiGraph, NodeIndex};

pub use export::Format;
pub use families::{EXACT, Families};
pub use reading::{Member, Reading, ReadingKey, ValueKind, Voice, read, readings};
pub use timeline::{Carrier, Evidence, Stretch, Timeline};

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
    /// Claim → claim: the level that it was → the level that it becomes, in a change that one sentence tells.
    Becomes,
    /// Claim → claim: how much changes → the level that it becomes, or that it was where no other is told.
    Changes,
    /// Reading → reading, or reading → fact where a reading is judged by itself: a verdict, by its word.
    Verdict(&'static str),
}

/// A fact and what is said of it.
#[derive(Debug, Clone)]
pub struct Fact {
    /// What it is about.
    pub key: FactKey,
    /// Indices of all its claims.
    pub claims: Vec<usize>,
    /// Its readings, in the order of their keys.
    pub readings: Vec<Reading>,
    /// The claims of each reading, in the order of time.
    pub members: Vec<Vec<Member>>,
}

/// The facts that claims are about, in the order of their keys, with their readings. Claims whose subject or
/// scope is unknown are about no fact.
#[must_use]
pub fn facts(claims: &[Claim], rules: &RuleSet) -> Vec<Fact> {
    let mut by_fact: BTreeMap<FactKey, Vec<(usize, bool)>> = BTreeMap::new();
    for (index, claim) in claims.iter().enumerate() {
        let key = rules.metric(&claim.metric).and_then(|m| m.policy.fact(claim));
        if let Some((key, assumed)) = key {
            by_fact.entry(key).or_default().push((index, assumed));
        }
    }
    let fact = |(key, members): (FactKey, Vec<(usize, bool)>)| {
        let policy = &rules.metric(&key.metric)?.policy;
        let claims_of = members.iter().map(|(i, _)| *i).collect();
        let (readings, members) = readings(claims, &members, policy);
        Some(Fact { key, claims: claims_of, readings, members })
    };
    by_fact.into_iter().filter_map(fact).collect()
}

/// The claims of a corpus, in a graph.
#[derive(Debug)]
pub struct Graph {
    graph: DiGraph<Node, Edge>,
    claim_nodes: Vec<NodeIndex>,
    /// The node of each fact and those of its readings.
    fact_nodes: Vec<(NodeIndex, Vec<NodeIndex>)>,
    /// The claims, in the order of their articles.
    pub claims: Vec<Claim>,
    /// The facts, in the order of their keys.
    pub facts: Vec<Fact>,
}

impl Graph {
    /// Puts claims and the [`facts`] that they are about into a graph. Claims whose subject or scope is unknown are in
    /// it, and about no fact.
    #[must_use]
    pub fn build(claims: Vec<Claim>, facts: Vec<Fact>) -> Self {
        let mut out =
            Self { graph: DiGraph::new(), claim_nodes: Vec::new(), fact_nodes: Vec::new(), claims, facts };
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
        self.connect_changes();
        let graph = &mut self.graph;
        for (index, fact) in self.facts.iter().enumerate() {
            let node = graph.add_node(Node::Fact(index));
            let subject = fact.key.subject.clone();
            let about =
                *entities.entry(subject.clone()).or_insert_with(|| graph.add_node(Node::Entity(subject)));
            graph.add_edge(node, about, Edge::About);
            let mut nodes = Vec::with_capacity(fact.readings.len());
            for (number, members) in fact.members.iter().enumerate() {
                let to = graph.add_node(Node::Reading(index, number));
                graph.add_edge(to, node, Edge::Of);
                for claim in members.iter().filter_map(|m| self.claim_nodes.get(m.claim)) {
                    graph.add_edge(*claim, to, Edge::Reads);
                }
                nodes.push(to);
            }
            self.fact_nodes.push((node, nodes));
        }
    }

    /// Ties the claims that tell one change.
    fn connect_changes(&mut self) {
        let nodes: BTreeMap<&ClaimId, NodeIndex> =
            self.claims.iter().map(|c| &c.id).zip(self.claim_nodes.iter().copied()).collect();
        for claim in &self.claims {
            let Some(change) = &claim.change else { continue };
            let node = |id: &Option<ClaimId>| nodes.get(id.as_ref()?).copied();
            let (from, to, by) = (node(&change.from), node(&change.to), node(&change.by));
            // Each of them names the whole change: the edge is drawn from where it starts.
            let here = Some(&claim.id);
            if let (Some(a), Some(b)) = (from, to)
                && change.from.as_ref() == here
            {
                self.graph.add_edge(a, b, Edge::Becomes);
            }
            if let (Some(a), Some(b)) = (by, to.or(from))
                && change.by.as_ref() == here
            {
                self.graph.add_edge(a, b, Edge::Changes);
            }
        }
    }

    /// Adds a verdict on the reading `from` of a fact against its reading `to`, or by itself.
    pub fn add_verdict(&mut self, name: &'static str, fact: usize, from: usize, to: Option<usize>) {
        let Some((node, readings)) = self.fact_nodes.get(fact) else { return };
        let other = to.map_or(Some(*node), |to| readings.get(to).copied());
        if let (Some(a), Some(b)) = (readings.get(from).copied(), other) {
            self.graph.add_edge(a, b, Edge::Verdict(name));
        }
    }
}
