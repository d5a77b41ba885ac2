//! The mentions of texts as JSON Lines.

use std::io;

use serde::Serialize;

use crate::recognise::{DateValue, EntityForm, EntityValue, Mention, MentionValue};
use crate::value::{Date, Decimal, Duration, Figure, Grain, Hedge, Quantity};

#[derive(Serialize)]
struct LineJson<'a> {
    id: &'a serde_json::Value,
    mentions: Vec<MentionJson<'a>>,
}

#[derive(Serialize)]
struct MentionJson<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    kind: &'static str,
    value: ValueJson<'a>,
}

enum ValueJson<'a> {
    Figure(Box<FigureJson<'a>>),
    Date(DateJson),
    Duration(DurationJson),
    Entity(EntityJson<'a>),
}

impl Serialize for ValueJson<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Figure(figure) => figure.serialize(serializer),
            Self::Date(date) => date.serialize(serializer),
            Self::Duration(duration) => duration.serialize(serializer),
            Self::Entity(entity) => entity.serialize(serializer),
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn off(flag: &bool) -> bool {
    !flag
}

#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each end of an interval has two independent properties")]
struct FigureJson<'a> {
    nominal: Option<String>,
    low: Option<String>,
    high: Option<String>,
    unit: Option<&'a str>,
    hedge: Hedge,
    #[serde(skip_serializing_if = "off")]
    low_open: bool,
    #[serde(skip_serializing_if = "off")]
    high_open: bool,
    #[serde(skip_serializing_if = "off")]
    low_soft: bool,
    #[serde(skip_serializing_if = "off")]
    high_soft: bool,
    #[serde(skip_serializing_if = "off")]
    assumed: bool,
    #[serde(skip_serializing_if = "off")]
    factor: bool,
}

#[derive(Serialize)]
struct DateJson {
    from: Option<Date>,
    to: Option<Date>,
    grain: Grain,
    #[serde(skip_serializing_if = "Option::is_none")]
    resolved: Option<bool>,
    #[serde(skip_serializing_if = "off")]
    assumed: bool,
    #[serde(skip_serializing_if = "off")]
    impossible: bool,
}

#[derive(Serialize)]
struct DurationJson {
    iso: Option<String>,
    low: Option<String>,
    high: Option<String>,
    hedge: Hedge,
}

#[derive(Serialize)]
struct EntityJson<'a> {
    id: &'a str,
    kind: &'a str,
    form: &'static str,
}

/// Writes the mentions of one text on one line, under the `id` that came with it. Offsets
/// count UTF-8 bytes of `text`.
///
/// # Errors
/// Fails where `out` does.
pub fn write_mentions(
    out: &mut dyn io::Write,
    id: &serde_json::Value,
    text: &str,
    mentions: &[Mention],
) -> io::Result<()> {
    let mention = |m| mention(text, m);
    let line = LineJson { id, mentions: mentions.iter().map(mention).collect() };
    serde_json::to_writer(&mut *out, &line)?;
    writeln!(out)
}

fn mention<'a>(text: &'a str, mention: &'a Mention) -> MentionJson<'a> {
    MentionJson {
        start: mention.span.start,
        end: mention.span.end,
        text: mention.span.of(text),
        kind: kind(&mention.value),
        value: value(&mention.value),
    }
}

/// The kind of a mention, as the contract names it: a factor is a number.
pub(super) fn kind(value: &MentionValue) -> &'static str {
    match value {
        MentionValue::Figure(figure) => match figure.quantity {
            Quantity::Number | Quantity::Factor => "number",
            Quantity::Ordinal => "ordinal",
            Quantity::Percent => "percent",
            Quantity::PercentagePoint => "percentage-point",
            Quantity::Money => "money",
            Quantity::Measure => "measure",
        },
        MentionValue::Date(_) => "date",
        MentionValue::Duration(_) => "duration",
        MentionValue::Entity(_) => "entity",
    }
}

fn value(value: &MentionValue) -> ValueJson<'_> {
    match value {
        MentionValue::Figure(f) => ValueJson::Figure(Box::new(figure(f))),
        MentionValue::Date(d) => ValueJson::Date(date(d)),
        MentionValue::Duration(d) => ValueJson::Duration(duration(d)),
        MentionValue::Entity(e) => ValueJson::Entity(entity(e)),
    }
}

fn decimal(value: Option<Decimal>) -> Option<String> {
    value.map(|v| v.normalize().to_string())
}

fn figure(f: &Figure) -> FigureJson<'_> {
    FigureJson {
        nominal: decimal(f.nominal),
        low: decimal(f.low),
        high: decimal(f.high),
        unit: f.unit.as_deref(),
        hedge: f.hedge,
        low_open: f.low_open,
        high_open: f.high_open,
        low_soft: f.low_soft,
        high_soft: f.high_soft,
        assumed: f.assumed,
        factor: f.quantity == Quantity::Factor,
    }
}

fn date(d: &DateValue) -> DateJson {
    DateJson {
        from: d.period.from,
        to: d.period.to,
        grain: d.period.grain,
        resolved: (!d.resolved).then_some(false),
        assumed: d.assumed,
        impossible: d.impossible,
    }
}

/// A duration that is neither a range nor a bound has its whole length as both ends.
fn duration(d: &Duration) -> DurationJson {
    let iso = d.iso();
    let (low, high) = match &iso {
        Some(whole) if d.low.is_none() && d.high.is_none() => (Some(whole.clone()), Some(whole.clone())),
        _ => (d.low_iso(), d.high_iso()),
    };
    DurationJson { iso, low, high, hedge: d.hedge }
}

fn entity(e: &EntityValue) -> EntityJson<'_> {
    let form = match e.form {
        EntityForm::Name => "name",
        EntityForm::Adjective => "adjective",
        EntityForm::People => "people",
        EntityForm::Seat => "seat",
        EntityForm::Role => "role",
        EntityForm::Description => "description",
    };
    EntityJson { id: &e.id, kind: &e.kind, form }
}
