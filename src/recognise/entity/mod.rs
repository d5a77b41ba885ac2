//! Names to entities: countries, alliances, organisations, people, offices, places, weapons.
//!
//! A sorted table finds every name of the [`Vocabulary`]; word boundaries are checked at the hits alone.
//! - A compound with a hyphen (`NAVO-landen`) covers the name only; a genitive (`Ruslands`, `NATO's`)
//!   belongs to the name. A name behind a hyphen (`anti-NAVO`, `Oost-Oekraïne`) is another thing, unless a
//!   name stands before the hyphen (`Frans-Duitse`).
//! - A role counts beside what it belongs to: `de Nederlandse premier`, `NAVO-chef`, `president van
//!   Oekraïne`; a role with a default (`bondskanselier`) also alone. It resolves to the person who held the
//!   office in the whole of the reference period, else to the office's own id.
//! - A role directly before a person's name is part of naming that person: one mention, of the name.

mod finder;
mod surfaces;
mod vocabulary;

pub use finder::EntityFinder;
pub use vocabulary::{Entity, Membership, Name, Role, Term, Vocabulary, VocabularyParts};
