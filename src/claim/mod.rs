//! What an article says: metric, subject, scope, value, status, period, speaker.

mod fact;
mod model;
mod value;

pub use fact::{FactKey, Fingerprint};
pub use model::{Certainty, Claim, ClaimId, Place, Publication, Scope, Status};
pub use value::{ClaimFigure, ClaimValue};
