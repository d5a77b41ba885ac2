//! The examples and counter-examples of a metric file.

use crate::rules::fields;
use crate::rules::metric::MetricTest;
use crate::rules::yaml::{Node, Reader};

/// The tests, in the order of the file.
pub(super) fn read(r: &mut Reader<'_>, node: &Node) -> Vec<MetricTest> {
    let mut out = Vec::new();
    for item in r.items(node) {
        let fields = r.map(item, &fields::names(fields::METRIC_TEST));
        let text = fields.require(r, "text").and_then(|n| r.text(n)).unwrap_or_default().to_owned();
        let optional = |r: &mut Reader<'_>, key| fields.get(key).and_then(|n| r.text(n)).map(str::to_owned);
        let claims = fields.require(r, "claims").map(|n| expected(r, n)).unwrap_or_default();
        out.push(MetricTest {
            text,
            title: optional(r, "title"),
            language: optional(r, "lang").unwrap_or_else(|| "nl".to_owned()),
            date: optional(r, "date"),
            country: optional(r, "country"),
            claims,
            span: item.span,
        });
    }
    out
}

/// The expected claims: for each its fields, scope slots as `scope.name`.
fn expected(r: &mut Reader<'_>, node: &Node) -> Vec<Vec<(String, String)>> {
    let mut out = Vec::new();
    for claim in r.items(node) {
        let fields = r.map(claim, &fields::names(fields::METRIC_CLAIM));
        let mut wanted = Vec::new();
        for name in fields::names(fields::METRIC_CLAIM) {
            let Some(value) = fields.get(name) else { continue };
            if name == "scope" {
                let slots = r.entries(value);
                wanted.extend(
                    slots.iter().filter_map(|(k, v)| Some((format!("scope.{}", k.as_str()?), shown(v)))),
                );
            } else {
                wanted.push((name.to_owned(), shown(value)));
            }
        }
        out.push(wanted);
    }
    out
}

/// A scalar as text; null is `none`.
fn shown(node: &Node) -> String {
    node.as_str().unwrap_or("none").to_owned()
}
