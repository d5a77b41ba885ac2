//! The graph as a picture for Graphviz: one card a fact, one row a reading, one arrow a verdict.
//!
//! Claims are folded into their readings and articles stand in the rows: a picture with a node for every
//! article and claim is one that nobody can read. The JSON export has them all.

use std::fmt::Write as _;

use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef as _;

use super::{Edge, Fact, Graph, Node, Reading, Voice};
use crate::claim::{Certainty, ClaimValue};
use crate::value::{Language, Printer};

/// How many articles a row names; of more it says the number.
const NAMED: usize = 3;
/// How many rows are about as high as a card with its articles is wide.
const ROWS_A_WIDTH: usize = 12;
/// The verdicts that a card needs no arrow for: its rows stand below each other.
const AGREEING: [&str; 2] = ["confirms", "compatible"];

const HEAD: &str = "digraph klopt {
  rankdir=LR;
  graph [fontname=\"Helvetica\", nodesep=0.25, ranksep=1.4, labelloc=t,
    label=\"A card is a fact, a row what articles say of it (green: several independent ones). A green arrow leads from a value to the one that it changes, a red one shows what is amiss, a dashed one ties what one sentence tells of a change.\"];
  node [fontname=\"Helvetica\", fontsize=11, shape=plain];
  edge [fontname=\"Helvetica\", fontsize=10, arrowsize=0.7, penwidth=1.4];
";

impl Graph {
    pub(super) fn dot(&self) -> String {
        let mut out = String::from(HEAD);
        for (f, fact) in self.cards() {
            // Writing to a String cannot fail.
            let _ = writeln!(out, "  f{f} [label=<{}>];", self.card(fact));
        }
        self.columns(&mut out);
        self.verdicts(&mut out);
        self.told_changes(&mut out);
        out.push_str("}\n");
        out
    }

    /// A fact as a table of its readings.
    fn card(&self, fact: &Fact) -> String {
        let scope: Vec<String> = fact.key.scope.iter().map(|(k, v)| format!("{k} {v}")).collect();
        let mut out = format!(
            "<table border=\"1\" cellborder=\"0\" cellspacing=\"0\" cellpadding=\"4\" color=\"#4a6fa5\"><tr><td colspan=\"3\" align=\"left\" bgcolor=\"#e8eef7\"><b>{}</b> · {}",
            escaped(&fact.key.metric),
            escaped(&fact.key.subject)
        );
        if !scope.is_empty() {
            let _ = write!(
                out,
                "<br align=\"left\"/><font point-size=\"9\">{}</font>",
                escaped(&scope.join(" · "))
            );
            out.push_str("<br align=\"left\"/>");
        }
        out.push_str("</td></tr>");
        for (r, reading) in fact.readings.iter().enumerate() {
            let fill = if reading.families() > 1 { "#dcebdc" } else { "#fdfaf0" };
            let _ = write!(
                out,
                "<tr><td port=\"r{r}\" align=\"left\" bgcolor=\"{fill}\"><b>{}</b></td><td align=\"left\" bgcolor=\"{fill}\">{}</td><td port=\"e{r}\" align=\"left\" bgcolor=\"{fill}\"><font point-size=\"9\">{}</font></td></tr>",
                escaped(&self.value(fact, r)),
                escaped(&terms(reading)),
                self.articles(fact, r)
            );
        }
        out.push_str("</table>");
        out
    }

    /// The value of a reading in words, as its first claim has it.
    pub(super) fn value(&self, fact: &Fact, reading: usize) -> String {
        let first = fact.members.get(reading).and_then(|m| self.claims.get(m.first()?.claim));
        first.map_or_else(String::new, |claim| match &claim.value {
            ClaimValue::Figure(f) => Printer::new(&Language::new("en")).figure(&f.figure),
            ClaimValue::Date(p) => p.iso(),
            ClaimValue::Duration(d) => d.iso().unwrap_or_default(),
        })
    }

    /// The articles that carry a reading, by day and name.
    fn articles(&self, fact: &Fact, reading: usize) -> String {
        let mut names: Vec<String> = Vec::new();
        let members = fact.members.get(reading).map_or(&[][..], Vec::as_slice);
        for claim in members.iter().filter_map(|m| self.claims.get(m.claim)) {
            let id = &claim.publication.id;
            let name = id.rsplit('/').next().unwrap_or(id);
            let day = claim.publication.published.map(|p| p.iso()).unwrap_or_default();
            let name = if day.is_empty() || name.starts_with(&day) {
                name.to_owned()
            } else {
                format!("{day} {name}")
            };
            if names.last() != Some(&name) {
                names.push(name);
            }
        }
        let more = names.len().saturating_sub(NAMED);
        names.truncate(NAMED);
        if more > 0 {
            names.push(format!("and {more} more"));
        }
        names.iter().flat_map(|n| [escaped(n), "<br align=\"left\"/>".to_owned()]).collect()
    }

    /// Lays the cards out in columns, so that the picture is about as wide as it is high: Graphviz puts
    /// what an arrow leaves left of what it enters, also where the arrow is invisible.
    fn columns(&self, out: &mut String) {
        let height = |f: &Fact| 2 + f.members.iter().map(|m| m.len().clamp(1, NAMED + 1)).sum::<usize>();
        let total: usize = self.cards().map(|(_, f)| height(f)).sum();
        let limit = total.div_ceil((total / ROWS_A_WIDTH).isqrt().max(1));
        let mut columns: Vec<Vec<usize>> = vec![Vec::new()];
        let mut filled = 0;
        for (f, fact) in self.cards() {
            filled += height(fact);
            if filled > columns.len() * limit {
                columns.push(Vec::new());
            }
            columns.last_mut().into_iter().for_each(|c| c.push(f));
        }
        for pair in columns.windows(2) {
            let [left, right] = pair else { continue };
            for row in 0..left.len().max(right.len()) {
                let (Some(from), Some(to)) = (at_most(left, row), at_most(right, row)) else { continue };
                let _ = writeln!(out, "  f{from} -> f{to} [style=invis];");
            }
        }
    }

    /// The facts with something to show, by their index.
    fn cards(&self) -> impl Iterator<Item = (usize, &Fact)> {
        self.facts.iter().enumerate().filter(|(_, f)| !f.readings.is_empty())
    }

    /// The fact and the reading that a claim's node stands in.
    fn place_of(&self, claim: NodeIndex) -> Option<(usize, usize)> {
        self.graph.neighbors(claim).find_map(|to| match self.graph.node_weight(to) {
            Some(Node::Reading(fact, reading)) => Some((*fact, *reading)),
            _ => None,
        })
    }

    fn told_changes(&self, out: &mut String) {
        let mut lines = std::collections::BTreeSet::new();
        for edge in self.graph.edge_references() {
            let Some(word) = change(*edge.weight()) else { continue };
            let (Some((f, a)), Some((g, b))) = (self.place_of(edge.source()), self.place_of(edge.target()))
            else {
                continue;
            };
            lines.insert(format!(
                "  f{f}:e{a}:e -> f{g}:e{b}:e [label=\"{word}\", style=dashed, color=\"#4a6fa5\", fontcolor=\"#4a6fa5\"];"
            ));
        }
        for line in lines {
            out.push_str(&line);
            out.push('\n');
        }
    }

    fn verdicts(&self, out: &mut String) {
        let mut lines = std::collections::BTreeSet::new();
        for edge in self.graph.edge_references() {
            let (Edge::Verdict(name), Some(Node::Reading(f, a)), Some(to)) =
                (edge.weight(), self.graph.node_weight(edge.source()), self.graph.node_weight(edge.target()))
            else {
                continue;
            };
            if AGREEING.contains(name) {
                continue;
            }
            // A reading that is judged by itself points at itself.
            let b = if let Node::Reading(_, b) = to { b } else { a };
            // Changes make chains: a word on each arrow would cover the next.
            let style = if *name == "changes" {
                "color=\"#6b8e6b\"".to_owned()
            } else {
                format!("label=\"{name}\", color=\"#c0392b\", fontcolor=\"#c0392b\"")
            };
            lines.insert(format!("  f{f}:e{a}:e -> f{f}:e{b}:e [{style}];"));
        }
        for line in lines {
            out.push_str(&line);
            out.push('\n');
        }
    }
}

/// The word on the arrow of a change that one sentence tells.
const fn change(edge: Edge) -> Option<&'static str> {
    match edge {
        Edge::Becomes => Some("becomes"),
        Edge::Changes => Some("changes by"),
        _ => None,
    }
}

/// What else a reading says: its status, period, due date, voice and sense.
fn terms(reading: &Reading) -> String {
    let key = &reading.key;
    let mut out = vec![key.status.word().to_owned()];
    if key.negated {
        out.insert(0, "not".to_owned());
    }
    out.extend(key.period.map(|p| format!("in {}", p.iso())));
    out.extend(key.due.map(|p| format!("by {}", p.iso())));
    match &key.voice {
        Voice::Own => {}
        Voice::Named(who) => out.push(format!("says {who}")),
        Voice::Unnamed => out.push("says a source".to_owned()),
    }
    if key.certainty == Certainty::Hedged {
        out.push("perhaps".to_owned());
    }
    out.join(" ")
}

/// The item at `index`, or the last.
fn at_most(items: &[usize], index: usize) -> Option<usize> {
    items.get(index).or(items.last()).copied()
}

/// Text within an HTML-like label.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
