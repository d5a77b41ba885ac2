//! What became of an article's claims, in words.

use crate::check::Checker;
use crate::claim::{Change, Claim, Difference};
use crate::report::{ClaimChange, ClaimWords};

/// What became of the claims `old` of an article in the claims `new` of another version of it, and how many are
/// as they were.
pub(super) fn changes<'a>(
    checker: &Checker<'_>,
    old: &[&'a Claim],
    new: &[&'a Claim],
) -> (Vec<ClaimChange<'a>>, usize) {
    let difference = Difference::between(old, new);
    let of = |claims: &[&'a Claim], at: usize| claims.get(at).map(|claim| in_words(checker, claim));
    let change = |change: Change| {
        Some(match change {
            Change::Came(at) => ClaimChange::Came(of(new, at)?),
            Change::Went(at) => ClaimChange::Went(of(old, at)?),
            Change::Changed(a, b, parts) => ClaimChange::Changed(Box::new((of(old, a)?, of(new, b)?, parts))),
        })
    };
    (difference.changes.into_iter().filter_map(change).collect(), difference.same)
}

fn in_words<'a>(checker: &Checker<'_>, claim: &'a Claim) -> ClaimWords<'a> {
    let (title, subject, scope) = checker.about(claim);
    let unknown = subject.clone().unwrap_or_else(|| "?".to_owned());
    let parts = [title, unknown].into_iter().chain(scope.iter().cloned());
    ClaimWords {
        claim,
        about: parts.collect::<Vec<_>>().join(" · "),
        subject,
        scope: scope.join(" · "),
        value: checker.value(claim),
        speaker: checker.speaker(claim),
    }
}
