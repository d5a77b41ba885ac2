//! The graph as text: DOT for Graphviz, JSON for programs.

use petgraph::visit::EdgeRef as _;
use serde_json::{Value, json};

use super::{Edge, Graph, Node, Reading};

/// How to write the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Graphviz.
    Dot,
    /// Nodes and edges.
    Json,
}

impl Graph {
    /// The graph in the given format, the same bytes for the same claims.
    #[must_use]
    pub fn export(&self, format: Format) -> String {
        match format {
            Format::Dot => self.dot(),
            Format::Json => format!("{}\n", self.json()),
        }
    }

    fn json(&self) -> Value {
        let nodes: Vec<Value> = self
            .graph
            .node_indices()
            .filter_map(|i| Some((i, self.graph.node_weight(i)?)))
            .map(|(i, node)| {
                let (kind, label) = self.label(node);
                json!({ "id": i.index(), "kind": kind, "label": label })
            })
            .collect();
        let edges: Vec<Value> = self
            .graph
            .edge_references()
            .map(|e| json!({ "from": e.source().index(), "to": e.target().index(), "kind": edge_name(*e.weight()) }))
            .collect();
        json!({ "nodes": nodes, "edges": edges })
    }

    /// What a node is, and what to call it.
    fn label(&self, node: &Node) -> (&'static str, String) {
        match node {
            Node::Article(id) => ("article", id.to_string()),
            Node::Claim(i) => {
                ("claim", self.claims.get(*i).map_or_else(String::new, |c| c.place.quote.to_string()))
            }
            Node::Fact(i) => ("fact", self.facts.get(*i).map_or_else(String::new, |f| f.key.id())),
            Node::Reading(f, r) => ("reading", self.reading_label(*f, *r)),
            Node::Entity(id) => ("entity", id.to_string()),
        }
    }

    fn reading_label(&self, fact: usize, reading: usize) -> String {
        let Some(fact) = self.facts.get(fact) else { return String::new() };
        let carried = fact.readings.get(reading).map_or(0, Reading::families);
        format!("{} ×{carried}", self.value(fact, reading))
    }
}

const fn edge_name(edge: Edge) -> &'static str {
    match edge {
        Edge::States => "states",
        Edge::Reads => "reads",
        Edge::Of => "of",
        Edge::About => "about",
        Edge::SaidBy => "said-by",
        Edge::Becomes => "becomes",
        Edge::Changes => "changes-by",
        Edge::Verdict(name) => name,
    }
}
