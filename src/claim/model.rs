//! The claim itself.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{ClaimValue, FactKey, Grounds};
use crate::text::SourceSpan;
use crate::value::Period;

/// The id of a claim: stable over runs, built from the article's id, the metric and the claim's place.
pub type ClaimId = Arc<str>;

/// The scope slots of a claim in the order of their names; `None` is unknown.
pub type Scope = BTreeMap<Arc<str>, Option<Arc<str>>>;

/// In what sense a value is claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It is so.
    Actual,
    /// It has been agreed to make it so.
    Target,
    /// Somebody wants it so.
    Proposed,
    /// It has been promised.
    Pledged,
    /// It was so before.
    Previous,
    /// It is expected to be so.
    Forecast,
}

impl Status {
    /// Its word in the formats: `actual`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Actual => "actual",
            Self::Target => "target",
            Self::Proposed => "proposed",
            Self::Pledged => "pledged",
            Self::Previous => "previous",
            Self::Forecast => "forecast",
        }
    }
}

/// How firmly it is claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// As a fact.
    Asserted,
    /// As a possibility or by hearsay: `zou`, `mogelijk`, `reportedly`.
    Hedged,
}

/// The article that a claim stands in, as judging and reports need it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// The article's id.
    pub id: Arc<str>,
    /// What it calls itself, where another article that is read calls itself the same: then `id` tells the two apart.
    #[serde(skip)]
    pub called: Option<Arc<str>>,
    /// Its file.
    pub path: Arc<str>,
    /// Its headline.
    pub title: Option<Arc<str>>,
    /// Who published it.
    pub source: Option<Arc<str>>,
    /// When, at the grain that is stated.
    pub published: Option<Period>,
    /// A number that is the same for copies of one text and versions of one article: they count once.
    pub family: u64,
    /// The article's language code.
    pub language: Arc<str>,
    /// Ids of articles that it corrects: what it says takes the place of what they say.
    #[serde(default)]
    pub corrects: Vec<Arc<str>>,
    /// Ids of articles that it retracts: nothing that they say stands.
    #[serde(default)]
    pub retracts: Vec<Arc<str>>,
}

impl Publication {
    /// What the article is called wherever it lies: its id, where it has one of its own, else the name of its
    /// file. So a fingerprint is the same from whatever folder klopt is started.
    #[must_use]
    pub fn name(&self) -> &str {
        let folder = self.path.rfind(['/', '\\']).map_or(0, |at| at + 1);
        let own = self.own_id();
        let from = if own.starts_with(&*self.path) { folder } else { 0 };
        own.get(from..).unwrap_or(own)
    }

    /// The id that the article gives itself, which another may give itself too: what programs are told, and what
    /// corrections and archives go by.
    #[must_use]
    pub fn own_id(&self) -> &Arc<str> {
        self.called.as_ref().unwrap_or(&self.id)
    }
}

/// Where a claim stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The value with its cue words, in the file.
    pub span: SourceSpan,
    /// The line, from 1; of a JSON line the record.
    pub line: usize,
    /// The column in code points, from 1.
    pub column: usize,
    /// The text of the span as a reader reads it.
    pub quote: Arc<str>,
    /// The sentence around it, in the file.
    pub sentence: SourceSpan,
    /// Where in what spans count in the title of a JSON line begins, if it stands there and not in the text.
    #[serde(default)]
    pub title: Option<usize>,
}

/// The claims of one change that a sentence tells: `van 2 naar 5 procent`, `met 3 miljard naar 24 miljard`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delta {
    /// What it was.
    pub from: Option<ClaimId>,
    /// What it becomes.
    pub to: Option<ClaimId>,
    /// How much that is.
    pub by: Option<ClaimId>,
}

/// What an article says about one fact. A node in the graph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "independent of each other, and set by name")]
pub struct Claim {
    /// Its id.
    pub id: ClaimId,
    /// The article.
    pub publication: Arc<Publication>,
    /// The metric's id.
    pub metric: Arc<str>,
    /// The entity that the metric is of; `None` is unknown.
    pub subject: Option<Arc<str>>,
    /// What else tells this fact apart.
    pub scope: Scope,
    /// The value.
    pub value: ClaimValue,
    /// In what sense.
    pub status: Status,
    /// The entity, or the name, of who says so; `None` is the article's own voice.
    pub speaker: Option<Arc<str>>,
    /// How firmly.
    pub certainty: Certainty,
    /// Whether the article denies it.
    pub negated: bool,
    /// Whether the article takes back that it, or another of its newsroom, said so before; then it is denied too.
    #[serde(default)]
    pub taken_back: bool,
    /// Whether the article marks it as new (`verhoogd`, `toegetreden`, `nieuwe`).
    pub marked_new: bool,
    /// Whether the article gives the fact another value beside it, and so knows that the two are of two things.
    #[serde(default)]
    pub apart: bool,
    /// Whether it is only what others are held against: `31 countries meet the target of 2 percent` does not say that the
    /// target still holds.
    #[serde(default)]
    pub yardstick: bool,
    /// Which of its slots, the subject among them, its own words do not settle, and how they are known.
    #[serde(default)]
    pub grounds: Grounds,
    /// What it speaks of.
    pub period: Period,
    /// Where it stands.
    pub place: Place,
    /// The change that it is a part of, with its other parts.
    #[serde(default)]
    pub change: Option<Delta>,
    /// Which pattern found it, as `metric/language/number` from 1: for `explain`.
    pub pattern: Arc<str>,
}

impl Claim {
    /// The fact that it is about, nothing assumed; none while its subject or a scope slot is unknown.
    #[must_use]
    pub fn fact(&self) -> Option<FactKey> {
        FactKey::of(self, &BTreeMap::new()).filter(|(_, assumed)| !assumed).map(|(key, _)| key)
    }
}
