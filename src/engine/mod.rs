//! Composes the pipeline: articles → claims → graph → verdicts → findings. Pure: bytes,
//! rules and the day of the report come in, findings go out.

mod apart;
mod chain;
pub mod check_tests;
mod compare;
mod corpus;
mod corrections;
mod each;
mod joined;
mod judged;
mod keep;
pub mod metric_tests;
mod rated;
mod views;

pub use chain::{chains, explained, fact_key};
pub use compare::compare;
pub use corpus::{Corpus, Intake, corpus};
pub use corrections::{CORRECTED, Corrections, Statement, TakenBack, withdrawn, without};
pub use each::read_each;
pub use joined::{doubt_parts, verdicts as joined_verdicts};
pub use judged::{CheckOptions, check, day_of, findings, judge, subjects, tidy, verdicts};
pub use keep::{Keep, Key};
pub use views::{references, rule_views, view};
