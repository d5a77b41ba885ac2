//! What an article says: metric, subject, scope, value, status, period, speaker.

mod comparison;
mod coverage;
mod difference;
mod explanation;
mod fact;
mod grounds;
mod model;
mod observation;
mod value;

pub use comparison::{Comparison, Hindrance};
pub use coverage::{Coverage, Missed};
pub use difference::{Change, Difference, Part};
pub use explanation::{Cause, Considered, Explained, Explanation, Lack, NearMiss, Reason};
pub use fact::{FactKey, Fingerprint, event_day};
pub use grounds::{Ground, Grounds, MEASURE, SUBJECT};
pub use model::{Certainty, Claim, ClaimId, Delta, Place, Publication, Scope, Status};
pub use observation::{Observation, ObservationKind};
pub use value::{ClaimFigure, ClaimValue, day_number};
