//! What articles take back of the facts that are looked at, as far as it is known.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rusqlite::params;

use super::intake::Said;
use super::readings::claim_of;
use super::{Archive, ArchiveError, Knowledge, record};
use crate::claim::{FactKey, Publication};
use crate::engine::{Corrections, Statement, TakenBack};
use crate::graph::Reading;
use crate::rules::RuleSet;

/// Corrections, and what archived articles that have to do with them say.
#[derive(Debug, Default)]
pub(super) struct Corrected {
    /// Those of all articles, the archive's and those that are looked at.
    pub(super) all: Corrections,
    /// Those of the archive alone.
    archived: Corrections,
    stated: BTreeMap<FactKey, Vec<Statement>>,
}

impl Corrected {
    /// What is taken back of a fact; `more` is what the articles that are looked at say of it.
    pub(super) fn of(&self, fact: &FactKey, mut more: Vec<Statement>) -> Vec<TakenBack> {
        more.extend(self.stated.get(fact).into_iter().flatten().cloned());
        self.all.taken_back(&more)
    }

    /// What the archive by itself takes back of a fact.
    pub(super) fn before(&self, fact: &FactKey) -> Vec<TakenBack> {
        self.archived.taken_back(self.stated.get(fact).map_or(&[][..], Vec::as_slice))
    }
}

/// Takes what was taken back out of the readings of its fact.
pub(super) fn take_out(readings: &mut Vec<Reading>, back: &[TakenBack]) {
    for one in back {
        if let Ok(at) = readings.binary_search_by(|reading| reading.key.cmp(&one.key))
            && let Some(reading) = readings.get_mut(at)
        {
            reading.timeline.forget(&one.carrier);
        }
    }
    readings.retain(|reading| !reading.timeline.stretches().is_empty());
}

impl Archive {
    /// Whether the archive has, or ever had, an article of this id.
    ///
    /// # Errors
    /// The archive cannot be read.
    pub fn has_article(&self, id: &str) -> Result<bool, ArchiveError> {
        let mut find = self.connection.prepare_cached("SELECT 1 FROM version WHERE article = ?1 LIMIT 1")?;
        Ok(find.exists([id])?)
    }

    /// What is taken back of `facts`, and what says so, with the articles `own` in the place of the archived versions
    /// of them.
    ///
    /// # Errors
    /// The archive cannot be read.
    pub(super) fn corrected(
        &self,
        own: &[Arc<Publication>],
        facts: &[FactKey],
        (rules, known): (&RuleSet, &Knowledge),
    ) -> Result<Corrected, ArchiveError> {
        let ids: BTreeSet<&Arc<str>> = own.iter().flat_map(|p| [&p.id, p.own_id()]).collect();
        let mut archived = self.correcting(known)?;
        archived.retain(|publication| !ids.contains(&publication.id));
        let all = Corrections::of(archived.iter().chain(own));
        let mut out = Corrected { all, archived: Corrections::of(&archived), ..Corrected::default() };
        let articles: Vec<&Arc<str>> = out.all.articles().filter(|id| !ids.contains(id)).collect();
        if !articles.is_empty() {
            out.stated = self.stated(&articles, facts, (rules, known))?;
        }
        Ok(out)
    }

    /// The articles that are known to correct or retract others.
    fn correcting(&self, known: &Knowledge) -> Result<Vec<Arc<Publication>>, ArchiveError> {
        // The condition is that of the index `version_correcting`, word for word.
        let mut find = self.connection.prepare_cached(
            "SELECT publication FROM version
             WHERE coalesce(json_array_length(publication, '$.corrects'), 0)
                 + coalesce(json_array_length(publication, '$.retracts'), 0) > 0
               AND since <= ?1 AND (until IS NULL OR until > ?1)
               AND (?2 IS NULL OR published IS NULL OR published <= ?2)
             ORDER BY published, id",
        )?;
        let day = known.published.map(|d| d.to_string());
        let mut rows = find.query(params![known.moment.event, day])?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            out.push(record::to_publication(&row.get::<_, String>(0)?)?);
        }
        Ok(out)
    }

    /// What articles are known to say of facts.
    fn stated(
        &self,
        articles: &[&Arc<str>],
        facts: &[FactKey],
        (rules, known): (&RuleSet, &Knowledge),
    ) -> Result<BTreeMap<FactKey, Vec<Statement>>, ArchiveError> {
        let keys: Vec<String> = facts.iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
        let mut find = self.connection.prepare_cached(
            "SELECT c.record, v.publication FROM json_each(?1) a
             JOIN version v ON v.article = a.value JOIN claim c ON c.version = v.id
             WHERE c.since <= ?3 AND (c.until IS NULL OR c.until > ?3)
               AND (?4 IS NULL OR c.published IS NULL OR c.published <= ?4)
               AND c.fact IN (SELECT f.id FROM json_each(?2) k JOIN fact f ON f.key = k.value)
             ORDER BY c.id",
        )?;
        let day = known.published.map(|d| d.to_string());
        let (articles, keys) = (serde_json::to_string(articles)?, serde_json::to_string(&keys)?);
        let mut rows = find.query(params![articles, keys, known.moment.event, day])?;
        let mut out: BTreeMap<FactKey, Vec<Statement>> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let claim = claim_of(&row.get::<_, String>(0)?, &row.get::<_, String>(1)?)?;
            let Some(Said { fact, readings }) = Said::of(&claim, rules) else { continue };
            let stated = readings.into_iter().map(|(key, carrier)| Statement { key, carrier });
            out.entry(fact).or_default().extend(stated);
        }
        Ok(out)
    }
}
