//! What an article says: metric, subject, scope, value, status, period, speaker.

mod difference;
mod fact;
mod model;
mod observation;
mod value;

pub use difference::{Change, Difference, Part};
pub use fact::{FactKey, Fingerprint};
pub use model::{Certainty, Claim, ClaimId, Place, Publication, Scope, Status};
pub use observation::{Observation, ObservationKind};
pub use value::{ClaimFigure, ClaimValue, day_number};
