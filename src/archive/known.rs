//! What was known on a day: taken in by then, and published by then.

use rusqlite::{OptionalExtension as _, params};

use super::intake::Said;
use super::readings::claim_of;
use super::{Archive, ArchiveError, Moment};
use crate::claim::{Claim, FactKey};
use crate::graph::{Reading, readings};
use crate::rules::RuleSet;
use crate::value::Date;

/// Which of the two days makes something known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KnownBy {
    /// It had been published, and taken in; for days before the archive began, published.
    #[default]
    Both,
    /// It had been published, whenever the archive took it in.
    Published,
    /// The archive had taken it in, whatever day its article bears.
    TakenIn,
}

/// What an answer rests on: the claims that the archive had after an event, of articles published by a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Knowledge {
    /// The archive at that time.
    pub moment: Moment,
    /// The last day of publication; none is any.
    pub published: Option<Date>,
    /// Whether the archive was begun later than the day that was asked for, so that publication alone counts.
    pub before_archive: bool,
    /// Whether it is simply what the archive holds now.
    pub(super) present: bool,
}

impl Archive {
    /// What is known now, or was on a day.
    ///
    /// # Errors
    /// The archive cannot be read.
    pub fn knowledge(&self, day: Option<Date>, by: KnownBy) -> Result<Knowledge, ArchiveError> {
        let now = self.now()?;
        let Some(day) = day else {
            return Ok(Knowledge { moment: now, published: None, before_archive: false, present: true });
        };
        let then = self.at_end_of(day)?;
        let before_archive = by == KnownBy::Both && then.at.is_none();
        let moment = if by == KnownBy::Published || before_archive { now } else { then };
        let published = (by != KnownBy::TakenIn).then_some(day);
        Ok(Knowledge { moment, published, before_archive, present: false })
    }

    /// The readings of a fact under `rules`, whose hash is `pack`, as far as they are known.
    pub(super) fn known_readings(
        &self,
        fact: &FactKey,
        (rules, pack): (&RuleSet, &str),
        known: &Knowledge,
    ) -> Result<Vec<Reading>, ArchiveError> {
        if self.reads_as(pack)? {
            return if known.present { self.readings_of(fact) } else { self.readings_then(fact, known) };
        }
        let Some(policy) = rules.metric(&fact.metric).map(|m| &m.policy) else { return Ok(Vec::new()) };
        let claims = self.known_claims(fact, known)?;
        let member = |(i, claim): (usize, &Claim)| Some((i, policy.fact(claim)?.1));
        let members: Vec<(usize, bool)> = claims.iter().enumerate().filter_map(member).collect();
        Ok(readings(&claims, &members, policy).0)
    }

    /// The claims of a fact, as far as they are known, in the order of their days of publication.
    pub(super) fn known_claims(&self, fact: &FactKey, known: &Knowledge) -> Result<Vec<Claim>, ArchiveError> {
        let mut find = self.connection.prepare_cached(
            "SELECT c.record, v.publication FROM fact f JOIN says s ON s.fact = f.id
             JOIN claim c ON c.id = s.claim JOIN version v ON v.id = c.version
             WHERE f.key = ?1 AND s.since <= ?2 AND (s.until IS NULL OR s.until > ?2)
               AND (?3 IS NULL OR s.published IS NULL OR s.published <= ?3)
             ORDER BY s.published, s.claim",
        )?;
        let day = known.published.map(|d| d.to_string());
        let mut rows = find.query(params![serde_json::to_string(fact)?, known.moment.event, day])?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            out.push(claim_of(&row.get::<_, String>(0)?, &row.get::<_, String>(1)?)?);
        }
        Ok(out)
    }

    /// What the present version of an article says, as readings to take out: those of another version of an
    /// article that is looked at.
    pub(super) fn said_by(&self, article: &str, rules: &RuleSet) -> Result<Vec<Said>, ArchiveError> {
        let mut find = self.connection.prepare_cached(
            "SELECT c.record, v.publication FROM version v JOIN claim c ON c.version = v.id
             WHERE v.article = ?1 AND v.until IS NULL AND c.until IS NULL ORDER BY c.id",
        )?;
        let mut rows = find.query([article])?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            let claim = claim_of(&row.get::<_, String>(0)?, &row.get::<_, String>(1)?)?;
            out.extend(Said::of(&claim, rules));
        }
        Ok(out)
    }

    /// The last day on which an article that is known was published.
    pub(super) fn latest(&self, known: &Knowledge) -> Result<Option<Date>, ArchiveError> {
        let day = known.published.map(|d| d.to_string());
        let mut find = self.connection.prepare_cached(
            "SELECT published FROM day WHERE articles > 0 AND (?1 IS NULL OR published <= ?1)
             ORDER BY published DESC LIMIT 1",
        )?;
        let latest: Option<String> = find.query_row([day], |row| row.get(0)).optional()?;
        Ok(latest.and_then(|day| day.parse().ok()))
    }
}
