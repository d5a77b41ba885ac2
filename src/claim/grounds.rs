//! What of a claim its own words do not settle, and how it is known then.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The name under which the subject stands among the slots.
pub const SUBJECT: &str = "subject";

/// The name under which what is measured stands among the slots.
pub const MEASURE: &str = "metric";

/// How it is known what fills a slot that the claim's own words do not settle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ground {
    /// Words of its metric or its name stand near its sentence, and not in it.
    Near,
    /// It is named with others beside it: `the EU and its members`.
    Shared,
    /// It only follows from what is told elsewhere in the article.
    Inferred,
    /// It is no more than what the article is about: a guess.
    Assumed,
}

/// The slots of a claim, and its subject, that its own words do not settle; all others are told. Nothing that rests on
/// one of these is held against another claim firmly; what only leans on words near by, where it comes near the other.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Grounds(BTreeMap<Arc<str>, Ground>);

impl Grounds {
    /// Notes how a slot is known; of two grounds the weaker stays.
    pub fn note(&mut self, slot: &str, ground: Ground) {
        match self.0.get_mut(slot) {
            Some(known) => *known = ground.max(*known),
            None => {
                self.0.insert(slot.into(), ground);
            }
        }
    }

    /// How a slot is known; none where the claim's words tell it.
    #[must_use]
    pub fn of(&self, slot: &str) -> Option<Ground> {
        self.0.get(slot).copied()
    }

    /// Whether the subject is a guess.
    #[must_use]
    pub fn guess_subject(&self) -> bool {
        self.of(SUBJECT) == Some(Ground::Assumed)
    }

    /// Whether a slot is a guess.
    #[must_use]
    pub fn guess(&self) -> bool {
        self.0.values().any(|ground| *ground == Ground::Assumed)
    }

    /// Whether something only follows from what is told elsewhere.
    #[must_use]
    pub fn unsure(&self) -> bool {
        self.0.values().any(|ground| *ground != Ground::Near)
    }

    /// How many things of the claim lean on words near its sentence.
    #[must_use]
    pub fn leaning(&self) -> u8 {
        let near = self.0.values().filter(|ground| **ground == Ground::Near).count();
        u8::try_from(near).unwrap_or(u8::MAX)
    }
}
