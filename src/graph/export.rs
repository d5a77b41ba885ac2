//! The graph as text: DOT for Graphviz, JSON for programs.

use std::fmt::Write as _;

use petgraph::visit::EdgeRef as _;
use serde_json::{Value, json};

use super::{Edge, Graph, Node};
use crate::claim::ClaimValue;

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
        let first = fact.members.get(reading).and_then(|m| self.claims.get(m.first()?.claim));
        let (Some(reading), Some(claim)) = (fact.readings.get(reading), first) else { return String::new() };
        let unit = claim.value.unit().map(|u| format!(" {u}")).unwrap_or_default();
        format!("{}{unit} ×{}", shown(&claim.value), reading.families())
    }

    /// One cluster a fact, its readings inside with the articles that carry them; verdicts in red. Claims
    /// are folded into their readings: a picture of every claim is one that nobody can read.
    fn dot(&self) -> String {
        let mut out = String::from(
            "digraph klopt {\n  rankdir=LR;\n  graph [fontname=\"Helvetica\", nodesep=0.15, ranksep=1.2];\n  node [fontname=\"Helvetica\", fontsize=10, shape=box, style=\"rounded,filled\", fillcolor=white];\n  edge [fontname=\"Helvetica\", fontsize=9, color=\"#888888\", arrowsize=0.6];\n",
        );
        for (f, fact) in self.facts.iter().enumerate() {
            // Writing to a String cannot fail.
            let _ = writeln!(
                out,
                "  subgraph cluster_{f} {{\n    label={}; color=\"#4a6fa5\"; style=rounded;",
                quoted(&fact.key.id())
            );
            for (r, reading) in fact.readings.iter().enumerate() {
                let fill = if reading.families() > 1 { "#dcebdc" } else { "#f5f0dc" };
                let _ = writeln!(
                    out,
                    "    r{f}_{r} [label={}, fillcolor=\"{fill}\"];",
                    quoted(&self.reading_label(f, r))
                );
            }
            out.push_str("  }\n");
        }
        self.dot_articles(&mut out);
        self.dot_verdicts(&mut out);
        out.push_str("}\n");
        out
    }

    fn dot_articles(&self, out: &mut String) {
        let mut seen = std::collections::BTreeMap::new();
        for (f, fact) in self.facts.iter().enumerate() {
            for (r, members) in fact.members.iter().enumerate() {
                for claim in members.iter().filter_map(|m| self.claims.get(m.claim)) {
                    let id = claim.publication.id.clone();
                    let next = seen.len();
                    let number = *seen.entry(id.clone()).or_insert(next);
                    if number == next {
                        let date = claim.publication.published.map(|p| p.iso()).unwrap_or_default();
                        let name = id.rsplit('/').next().unwrap_or(&id);
                        let _ = writeln!(
                            out,
                            "  a{number} [label={}, shape=note, style=filled, fillcolor=\"#e8eef7\"];",
                            quoted(&format!("{name}\n{date}"))
                        );
                    }
                    let _ = writeln!(out, "  a{number} -> r{f}_{r};");
                }
            }
        }
    }

    fn dot_verdicts(&self, out: &mut String) {
        let mut lines = std::collections::BTreeSet::new();
        for edge in self.graph.edge_references() {
            let (Edge::Verdict(name), Some(Node::Reading(f, a)), Some(to)) =
                (edge.weight(), self.graph.node_weight(edge.source()), self.graph.node_weight(edge.target()))
            else {
                continue;
            };
            // A reading that is judged by itself points at itself.
            let b = if let Node::Reading(_, b) = to { b } else { a };
            let colour = if QUIET.contains(name) { "#6b8e6b" } else { "#c0392b" };
            lines.insert(format!("  r{f}_{a} -> r{f}_{b} [label=\"{name}\", color=\"{colour}\", fontcolor=\"{colour}\", penwidth=1.6, constraint=false];"));
        }
        for line in lines {
            out.push_str(&line);
            out.push('\n');
        }
    }
}

/// The verdicts in which nothing is amiss.
const QUIET: [&str; 3] = ["confirms", "compatible", "changes"];

const fn edge_name(edge: Edge) -> &'static str {
    match edge {
        Edge::States => "states",
        Edge::Reads => "reads",
        Edge::Of => "of",
        Edge::About => "about",
        Edge::SaidBy => "said-by",
        Edge::Verdict(name) => name,
    }
}

/// Text as a quoted DOT identifier.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
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
