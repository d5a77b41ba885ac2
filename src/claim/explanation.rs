//! Why a claim is what it is, and why a figure is none.

use std::sync::Arc;

use super::{Claim, Place, Publication};
use crate::text::Span;

/// What became of one figure, date or duration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The article.
    pub publication: Arc<Publication>,
    /// Where it stands.
    pub place: Place,
    /// What it is: `money`, `percent`, `date`, as patterns call it.
    pub kind: Arc<str>,
    /// Its sentence as a reader reads it.
    pub sentence: Arc<str>,
    /// Where it stands in that sentence.
    pub within: Span,
    /// The claim that has it as its value.
    pub claim: Option<Explained>,
    /// The metric of the claim whose period or due date it is.
    pub dates: Option<Arc<str>>,
    /// Where it is no claim: the patterns that came near, the nearest first.
    pub near: Vec<NearMiss>,
}

/// A claim, with where each part of it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// The claim.
    pub claim: Claim,
    /// The pattern that found it, as the rule file has it.
    pub pattern: Arc<str>,
    /// Its parts: `subject`, the scope slots, `status`, `speaker`, `period`, `due`.
    pub reasons: Vec<Reason>,
    /// Whom a reader may take for the subject, where its sentence does not tell; the likeliest first.
    pub considered: Vec<Considered>,
}

/// Somebody who may be the subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Considered {
    /// Who.
    pub who: Arc<str>,
    /// How much speaks for them; more is likelier.
    pub weight: u32,
    /// What does, the weightiest first.
    pub causes: Vec<Cause>,
}

/// Where a part of a claim came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Which part.
    pub part: Arc<str>,
    /// What it is; none is unknown, and for a speaker the article's own voice.
    pub value: Option<Arc<str>>,
    /// What settled it.
    pub cause: Cause,
    /// The words of the article that did.
    pub words: Option<Arc<str>>,
}

/// What settled a part of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The pattern says so.
    Fixed,
    /// A name that the pattern has a place for.
    Pattern,
    /// The nearest name that fits.
    Nearest,
    /// Another figure of the sentence, of which it is too.
    Sentence,
    /// A word that refers to a name of before.
    Anaphor,
    /// The paragraph names it, and no other.
    Paragraph,
    /// Who does what the clause tells.
    Doer,
    /// Who says it, of their own country.
    Speaker,
    /// The claim of the same metric before it.
    Last,
    /// Where it happens.
    Place,
    /// What the paragraph before is about.
    Before,
    /// The title.
    Title,
    /// The first sentence of the article.
    Lead,
    /// The only one that the article names.
    Article,
    /// What the article is about: a guess, where nothing nearer tells.
    Topic,
    /// The publication's country, or its day.
    Publication,
    /// A cue word.
    Cue,
    /// The words around the sentence.
    Context,
    /// The figure that it goes on from.
    Onward,
    /// A date in the sentence.
    Date,
    /// The metric's default.
    Default,
    /// Nothing tells, or more than one thing does.
    Unknown,
}

impl Cause {
    /// Its word in the formats: `nearest`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::Pattern => "pattern",
            Self::Nearest => "nearest",
            Self::Topic => "topic",
            Self::Sentence => "sentence",
            Self::Anaphor => "anaphor",
            Self::Paragraph => "paragraph",
            Self::Doer => "doer",
            Self::Speaker => "speaker",
            Self::Last => "last",
            Self::Place => "place",
            Self::Before => "before",
            Self::Title => "title",
            Self::Lead => "lead",
            Self::Article => "article",
            Self::Publication => "publication",
            Self::Cue => "cue",
            Self::Context => "context",
            Self::Onward => "onward",
            Self::Date => "date",
            Self::Default => "default",
            Self::Unknown => "unknown",
        }
    }
}

/// A pattern that nearly made a claim of a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearMiss {
    /// Its metric.
    pub metric: Arc<str>,
    /// `metric/language/number`.
    pub id: Arc<str>,
    /// The pattern as the rule file has it.
    pub pattern: Arc<str>,
    /// What was in the way.
    pub lack: Lack,
}

/// What kept a pattern from making a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lack {
    /// The pattern fits, and the article has it as another amount converted, or another rule refuses it.
    Refused,
    /// The pattern fits, but the value is outside its range.
    Range,
    /// The pattern fits, but a word of this cue set stands near.
    Unless(Arc<str>),
    /// The pattern fits, but no word of this cue set has the reader's mind on it.
    Context(Arc<str>),
    /// The pattern fits, but wants a claim of this metric before the value.
    After(Arc<str>),
    /// The pattern fits, but the value does not stand by itself: what it counts stands behind it.
    Bare,
    /// The pattern fits, but this counter-pattern does too.
    Counter(Arc<str>),
    /// All of its words are there, but in another order, too far apart, or around another figure.
    Order,
    /// These pieces of it are not in the sentence.
    Missing(Vec<String>),
}

impl Lack {
    /// Its word in the formats: `range`.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Range => "range",
            Self::Unless(_) => "unless",
            Self::Context(_) => "context",
            Self::After(_) => "after",
            Self::Bare => "bare",
            Self::Counter(_) => "counter-pattern",
            Self::Order => "order",
            Self::Missing(_) => "missing",
        }
    }
}
