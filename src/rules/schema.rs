//! The JSON Schema of rule files, from the same tables as the validator.

use serde_json::{Map, Value, json};

use super::check_rule::VERDICTS;
use super::fields::{Field, METRIC, RULE, Shape};

/// The schema of a file of metrics or check rules: one of them, or a sequence.
#[must_use]
pub fn schema() -> Value {
    let (metric, rule) = (object(METRIC), rule());
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "klopt-rules.schema.json",
        "title": "Metrics and check rules of klopt",
        "$defs": { "metric": metric, "rule": rule },
        "anyOf": [
            { "$ref": "#/$defs/rule" },
            { "$ref": "#/$defs/metric" },
            { "type": "array", "items": { "anyOf": [{ "$ref": "#/$defs/rule" }, { "$ref": "#/$defs/metric" }] } }
        ]
    })
}

/// A check rule: one that overrides another may leave out all but the id.
fn rule() -> Value {
    let mut out = object(RULE);
    let verdicts: Vec<Value> =
        VERDICTS.iter().map(|(name, about)| json!({ "const": name, "description": about })).collect();
    if let Some(verdict) = out.pointer_mut("/properties/verdict").and_then(Value::as_object_mut) {
        let one = json!({ "oneOf": verdicts });
        verdict.insert("anyOf".to_owned(), json!([one.clone(), { "type": "array", "items": one }]));
    }
    if let Some(out) = out.as_object_mut() {
        out.insert("required".to_owned(), json!(["rule"]));
    }
    out
}

fn object(fields: &[Field]) -> Value {
    let properties: Map<String, Value> = fields.iter().map(|f| (f.name.to_owned(), field(f))).collect();
    let required: Vec<&str> = fields.iter().filter(|f| f.required).map(|f| f.name).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn field(field: &Field) -> Value {
    let mut out = shape(field.shape);
    if let Some(out) = out.as_object_mut() {
        out.insert("description".to_owned(), json!(field.about));
    }
    out
}

fn shape(shape: Shape) -> Value {
    let scalar = || json!({ "type": ["string", "number", "boolean"] });
    match shape {
        Shape::Text => scalar(),
        Shape::Texts => json!({
            "anyOf": [{ "type": "string" }, { "type": "object", "additionalProperties": { "type": "string" } }]
        }),
        Shape::Whole => json!({ "type": "integer" }),
        Shape::Day => json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::List => json!({ "anyOf": [scalar(), { "type": "array", "items": scalar() }] }),
        Shape::OneOf(words) => json!({ "enum": words() }),
        Shape::SomeOf(words) => {
            json!({ "anyOf": [{ "enum": words() }, { "type": "array", "items": { "enum": words() } }] })
        }
        Shape::Range => {
            json!({ "type": "array", "items": { "type": "number" }, "minItems": 2, "maxItems": 2 })
        }
        Shape::Map(fields) => object(fields),
        Shape::Maps(fields) => json!({ "type": "array", "items": object(fields) }),
        Shape::Open => json!({ "type": "object" }),
    }
}
