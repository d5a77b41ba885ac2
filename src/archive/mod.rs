//! The archive: one SQLite file that keeps articles and their claims over time.
//!
//! An article is known by its id. What it said is a *version*, told apart by the hash of its content;
//! a changed article is a new version, and none is ever overwritten. Every intake, removal and renewed
//! extraction is an *event* with a moment and a hash chained to the one before, so that the archive
//! can say what it held after any event: a version and a claim hold from one event until another.
//!
//! Three times are kept apart: the period that a claim speaks of, the day on which its article was
//! published, and the event by which the archive took it in.

mod adding;
mod against;
mod ahead;
mod audit;
mod corrected;
mod error;
mod exchange;
mod intake;
mod keep;
mod known;
mod open;
mod partners;
mod queries;
mod readings;
mod record;
mod refresh;
mod schema;
mod verify;
mod weighed;

pub use adding::{Added, Adding, Progress, Totals};
pub use against::{Against, Checked};
pub use audit::{Query, basis};
pub use error::ArchiveError;
pub use exchange::Imported;
pub use intake::{Given, Intake, rules_hash};
pub use known::{Knowledge, KnownBy};
pub use open::{Access, Archive};
pub use queries::{Held, Moment, Stats, VersionInfo};
pub use refresh::{Refreshed, Renewed, Step};
pub use schema::{APPLICATION_ID, VERSION};
pub use verify::Verified;
