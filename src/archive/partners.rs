//! Facts of the archive that rules hold against those that new articles touch.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::params;

use super::{Archive, ArchiveError};
use crate::claim::FactKey;
use crate::rules::RuleSet;
use crate::rules::join::{Join, Side};

/// What a fact on a side of a join has to have: its subject, if that is told, and some of its scope slots.
struct Wanted<'k> {
    metric: &'k str,
    subject: Option<&'k str>,
    slots: Vec<(&'k str, &'k str)>,
}

impl Archive {
    /// The facts, other than `touched`, that rules join with one of them: the wholes that one is a part of, and the
    /// parts of all these wholes. Those that the archive knows nothing of are left out.
    pub(super) fn partners(
        &self,
        touched: &BTreeSet<&FactKey>,
        rules: &RuleSet,
    ) -> Result<BTreeSet<FactKey>, ArchiveError> {
        let mut out = BTreeSet::new();
        for join in rules.checks.iter().filter_map(|rule| rule.join.as_ref()) {
            let mut wholes: BTreeSet<FactKey> = touched
                .iter()
                .filter(|key| join.wanted(&join.whole, key).is_some())
                .map(|k| (*k).clone())
                .collect();
            for key in touched {
                for side in &join.parts {
                    wholes.extend(self.wholes(join, side, key, rules)?);
                }
            }
            for whole in &wholes {
                for side in &join.parts {
                    out.extend(self.parts(join, side, whole, rules)?);
                }
            }
            out.extend(wholes);
        }
        out.retain(|key| !touched.contains(key));
        Ok(out)
    }

    /// The wholes that a fact is a part of, on a side of a join.
    fn wholes(
        &self,
        join: &Join,
        side: &Side,
        part: &FactKey,
        rules: &RuleSet,
    ) -> Result<Vec<FactKey>, ArchiveError> {
        let Some((subject, on)) = join.key(side, part) else { return Ok(Vec::new()) };
        let mut wanted = Wanted { metric: &join.whole.metric, subject: None, slots: Vec::new() };
        match &side.subject {
            Some(slot) => wanted.slots.push((slot, subject)),
            None => wanted.subject = Some(subject),
        }
        let of_whole = |name: &str| has_slot(rules, &join.whole, name);
        let shared = join.on.iter().zip(&on).filter(|(name, _)| of_whole(name));
        wanted.slots.extend(shared.map(|(name, value)| (name.as_str(), *value)));
        wanted.slots.extend(join.whole.scope.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let mut found = self.facts_with(&wanted, rules)?;
        found.retain(|whole| {
            join.wanted(side, whole).is_some_and(|(of, slots)| {
                of == subject
                    && slots.iter().zip(&on).all(|(told, value)| told.is_none_or(|told| told == *value))
            })
        });
        Ok(found)
    }

    /// The facts on a side of a join that are parts of a whole.
    fn parts(
        &self,
        join: &Join,
        side: &Side,
        whole: &FactKey,
        rules: &RuleSet,
    ) -> Result<Vec<FactKey>, ArchiveError> {
        let Some((subject, on)) = join.wanted(side, whole) else { return Ok(Vec::new()) };
        let told = join.on.iter().zip(&on).filter_map(|(name, value)| Some((name.as_str(), (*value)?)));
        let told = told.filter(|(name, _)| has_slot(rules, side, name));
        let constant = side.scope.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let slots = told.chain(constant).collect();
        let mut found =
            self.facts_with(&Wanted { metric: &side.metric, subject: Some(subject), slots }, rules)?;
        found.retain(|part| {
            join.key(side, part).is_some_and(|(_, slots)| {
                slots.iter().zip(&on).all(|(value, told)| told.is_none_or(|told| told == *value))
            })
        });
        Ok(found)
    }

    /// The facts that have all this. Where nothing of them is open there is at most one, which is looked up by its key.
    fn facts_with(&self, wanted: &Wanted<'_>, rules: &RuleSet) -> Result<Vec<FactKey>, ArchiveError> {
        if let Some(key) = wanted.key(rules) {
            let mut find = self.connection.prepare_cached("SELECT 1 FROM fact WHERE key = ?1")?;
            return Ok(Vec::from_iter(find.exists([serde_json::to_string(&key)?])?.then_some(key)));
        }
        let mut find = self
            .connection
            .prepare_cached("SELECT key FROM fact WHERE metric = ?1 AND (?2 IS NULL OR subject = ?2)")?;
        let mut rows = find.query(params![wanted.metric, wanted.subject])?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            let key: FactKey = serde_json::from_str(row.get_ref(0)?.as_str().unwrap_or_default())?;
            let has =
                |(name, value): &(&str, &str)| key.scope.iter().any(|(n, v)| **n == **name && **v == **value);
            if wanted.slots.iter().all(has) {
                out.push(key);
            }
        }
        Ok(out)
    }
}

impl Wanted<'_> {
    /// The only fact that it can be; none where its subject or a slot of it is open.
    fn key(&self, rules: &RuleSet) -> Option<FactKey> {
        let slots = &rules.metric(self.metric)?.scope;
        let told: BTreeMap<&str, &str> = self.slots.iter().copied().collect();
        if slots.len() != told.len() || !slots.iter().all(|slot| told.contains_key(&*slot.name)) {
            return None;
        }
        let scope = told.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Some(FactKey { metric: self.metric.into(), subject: self.subject?.into(), scope })
    }
}

/// Whether the facts on a side have a slot.
fn has_slot(rules: &RuleSet, side: &Side, name: &str) -> bool {
    rules.metric(&side.metric).is_some_and(|metric| metric.scope.iter().any(|slot| *slot.name == *name))
}
