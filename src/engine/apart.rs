//! Articles that call themselves the same are told apart.
//!
//! An id is unique within its newsroom, and a file of JSON Lines may count its records from 1: two files then have
//! an article `1` each. Claims, readings and findings know an article by its id, so all but the first get another
//! here, made of the id and the place. What the outside reads is what the article calls itself.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::corpus::Part;
use crate::claim::{Claim, ClaimId, Fingerprint, Publication};
use crate::finding::Problem;

/// Gives each of `parts`, in the order of their places, an id of its own. Two records of one file that call
/// themselves the same are told.
pub(super) fn told_apart(parts: &mut [Part]) -> Vec<Problem> {
    let mut first: BTreeMap<Arc<str>, Vec<(String, Option<usize>)>> = BTreeMap::new();
    let mut problems = Vec::new();
    for part in parts {
        let (path, record) = (part.view.path.clone(), part.view.record);
        let before = first.entry(part.view.id.clone()).or_default();
        if !before.is_empty() {
            let twin = before.iter().find(|(other, _)| *other == path);
            problems.extend(twin.map(|(_, earlier)| same_id(&part.view.id, &path, (*earlier, record))));
            part.rename();
        }
        before.push((path, record));
    }
    problems
}

fn same_id(id: &str, path: &str, (earlier, later): (Option<usize>, Option<usize>)) -> Problem {
    let line = |record: Option<usize>| record.unwrap_or(1);
    let message = format!(
        "line {}: the id `{id}` is that of line {} already; both are read, as articles of their own",
        line(later),
        line(earlier),
    );
    Problem::warning("input/same-id", path, message)
        .with_help("give each record an id of its own; an archive takes the later one for a new version")
}

impl Part {
    /// Gives the article an id that no other has, and its claims ids to go with it.
    fn rename(&mut self) {
        let called = self.view.id.clone();
        let record = self.view.record.map(|line| format!(":{line}")).unwrap_or_default();
        let id: Arc<str> = format!("{called} in {}{record}", self.view.path).into();
        let publication =
            Publication { id: id.clone(), called: Some(called.clone()), ..(*self.publication).clone() };
        self.publication = Arc::new(publication);
        (self.view.id, self.view.called) = (id.clone(), Some(called));
        self.observations.iter_mut().for_each(|seen| seen.publication = self.publication.clone());
        for claim in &mut self.claims {
            claim.publication = self.publication.clone();
            rename_claim(claim, &id);
        }
    }
}

fn rename_claim(claim: &mut Claim, article: &str) {
    let anew = |old: &ClaimId| -> ClaimId { Fingerprint::of([article, &**old]).as_str().into() };
    claim.id = anew(&claim.id);
    for part in claim.change.iter_mut().flat_map(|c| [&mut c.from, &mut c.to, &mut c.by]).flatten() {
        *part = anew(part);
    }
}
