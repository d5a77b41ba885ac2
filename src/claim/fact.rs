//! What claims are about.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Claim;
use crate::value::Date;

/// Metric, subject and scope. Claims with the same key are comparable, their values permitting.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FactKey {
    /// The metric's id.
    pub metric: Arc<str>,
    /// The subject's id.
    pub subject: Arc<str>,
    /// The scope slots by name.
    pub scope: Vec<(Arc<str>, Arc<str>)>,
}

impl FactKey {
    /// The key of `claim`, and whether a slot of it is a guess or of it was taken from `assume`; none if its
    /// subject or a slot is neither known nor assumed. `assume` has slots by name, and the subject as `subject`.
    #[must_use]
    pub fn of(claim: &Claim, assume: &BTreeMap<Arc<str>, Arc<str>>) -> Option<(Self, bool)> {
        let mut assumed = claim.grounds.guess();
        let mut fill = |name: &str, known: Option<&Arc<str>>| {
            known.cloned().or_else(|| {
                assumed = true;
                assume.get(name).cloned()
            })
        };
        let subject = fill("subject", claim.subject.as_ref())?;
        let slot =
            |(name, value): (&Arc<str>, &Option<Arc<str>>)| Some((name.clone(), fill(name, value.as_ref())?));
        let scope = claim.scope.iter().map(slot).collect::<Option<_>>()?;
        Some((Self { metric: claim.metric.clone(), subject, scope }, assumed))
    }

    /// The key on one line: `defence-spending-target/nato/component=whole`.
    #[must_use]
    pub fn id(&self) -> String {
        let mut out = format!("{}/{}", self.metric, self.subject);
        for (name, value) in &self.scope {
            // Writing to a String cannot fail.
            let _ = write!(out, "/{name}={value}");
        }
        out
    }
}

/// A finding's identity over edits of the text: 16 hexadecimal digits of the FNV-1a
/// hash (64 bits) of its parts, each closed by a zero byte.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// The fingerprint of `parts`, whose order counts.
    #[must_use]
    pub fn of<'a>(parts: impl IntoIterator<Item = &'a str>) -> Self {
        Self(format!("{:016x}", fnv1a(parts)))
    }

    /// The sixteen digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// FNV-1a over 64 bits, as published by Fowler, Noll and Vo.
fn fnv1a<'a>(parts: impl IntoIterator<Item = &'a str>) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        for byte in part.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    hash
}

/// The day of the event that a scope with these values is about, if one of them is a day.
#[must_use]
pub fn event_day<'v>(mut values: impl Iterator<Item = &'v str>) -> Option<Date> {
    values.find_map(|value| value.parse::<Date>().ok())
}
