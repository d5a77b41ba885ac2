//! `event` and `period`: one value for good, so the odd one out is wrong whenever it is printed.

use super::classes::{Class, classes};
use super::{Entry, Verdict, VerdictKind};

/// The verdicts of a lane in which only one value can be right.
pub(super) fn judge(lane: &[Entry]) -> Vec<Verdict> {
    let (classes, _) = classes(lane);
    outliers(lane, &classes.iter().collect::<Vec<_>>())
}

/// A verdict for each entry outside the class that the most independent articles carry; where no class has
/// a majority, one for the latest side, against the others.
pub(super) fn outliers(lane: &[Entry], classes: &[&Class]) -> Vec<Verdict> {
    let Some(most) = classes.iter().map(|c| c.families).max() else { return Vec::new() };
    if classes.len() < 2 {
        return Vec::new();
    }
    let leading: Vec<&&Class> = classes.iter().filter(|c| c.families == most).collect();
    let mut out = Vec::new();
    if let [winner] = leading.as_slice() {
        for class in classes.iter().filter(|c| c.families < most) {
            out.extend(class.entries.iter().filter_map(|i| verdict(lane, *i, &winner.entries, false)));
        }
        return out;
    }
    // A tie: the side that came last is shown first, and stands against all the others.
    let last = leading.iter().max_by_key(|c| c.entries.first().copied());
    if let Some(last) = last {
        let others: Vec<usize> = leading
            .iter()
            .filter(|c| c.entries.first() != last.entries.first())
            .flat_map(|c| c.entries.iter().copied())
            .collect();
        out.extend(last.entries.first().and_then(|i| verdict(lane, *i, &others, true)));
        for class in classes.iter().filter(|c| c.families < most) {
            out.extend(class.entries.iter().filter_map(|i| verdict(lane, *i, &others, false)));
        }
    }
    out
}

/// The verdict that the entry conflicts with others; between different voices it is a dispute.
pub(super) fn verdict(lane: &[Entry], at: usize, against: &[usize], tie: bool) -> Option<Verdict> {
    let entry = lane.get(at)?;
    let others: Vec<&Entry> =
        against.iter().filter_map(|i| lane.get(*i)).filter(|e| e.family != entry.family).collect();
    // Two figures in copies of one text, or within one article, are not two sources.
    let others =
        if others.is_empty() { against.iter().filter_map(|i| lane.get(*i)).collect() } else { others };
    let same_voice: Vec<&&Entry> = others.iter().filter(|e| e.speaker == entry.speaker).collect();
    let kind = if same_voice.is_empty() { VerdictKind::Disputes } else { VerdictKind::Conflicts };
    Some(Verdict { kind, claim: entry.claim, against: others.iter().map(|e| e.claim).collect(), tie })
}
