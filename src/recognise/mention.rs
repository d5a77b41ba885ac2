//! What recognition finds.

use std::sync::Arc;

use crate::text::Span;
use crate::value::{Country, Duration, Figure, Language, Period};

/// What a text is read in the light of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Context {
    /// The language; none reads with the pack that finds the most.
    pub language: Option<Language>,
    /// The day, or the coarser period, from which relative dates count; none leaves them unresolved.
    pub reference: Option<Period>,
    /// The publication's country, which settles a bare dollar and the order of day and month.
    pub country: Option<Country>,
}

/// A figure, date, duration or name at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Where it stands in the text, cue words and hedge included.
    pub span: Span,
    /// What it says.
    pub value: MentionValue,
}

/// The value of a mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MentionValue {
    /// A number, percentage, amount of money, measure, rank or factor. A conversion that
    /// follows in brackets or after `omgerekend` is a mention of its own.
    Figure(Figure),
    /// A date or a period.
    Date(DateValue),
    /// A length of time.
    Duration(Duration),
    /// A name.
    Entity(EntityValue),
}

/// A date as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateValue {
    /// The period; all open where it is unresolved.
    pub period: Period,
    /// Whether it could be resolved without guessing at a reference.
    pub resolved: bool,
    /// Whether the order of day and month was assumed.
    pub assumed: bool,
    /// The weekday that is written beside a full date, from 1 (Monday) to 7.
    pub weekday: Option<i8>,
    /// Whether the written date does not exist (31 June): `period` is then all open.
    pub impossible: bool,
}

/// In which form an entity is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntityForm {
    /// Its name: `Rusland`, `Mark Rutte`, `Rutte`.
    Name,
    /// Its adjective: `Russische`.
    Adjective,
    /// Its people: `de Russen`.
    People,
    /// Its capital or seat of government, which may stand for the state: `Moskou`, `het Kremlin`.
    Seat,
    /// A role: `de NAVO-chef`, `de Nederlandse premier`.
    Role,
    /// A description: `ons land`, `het bondgenootschap`.
    Description,
}

/// The entity that a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityValue {
    /// The entity's id: `nato`, `russia`, `mark-rutte`.
    pub id: Arc<str>,
    /// Its kind: `country`, `alliance`, `organisation`, `person`, `office`, `place`, …
    pub kind: Arc<str>,
    /// In which form it is named.
    pub form: EntityForm,
}
