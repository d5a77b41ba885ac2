//! The readings of each fact, kept beside the claims that they are made of.
//!
//! A reading is of bounded size, so what a new article costs does not hang on how many claims a fact has. Beside it
//! stands what each of its claims says, in a form as short as can be, for the readings of other days.
//! They follow from the claims and the metrics, and can be made again at any time: their form is compact,
//! and `mark` says with which rules and in which form they were made.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, TransactionBehavior, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::intake::Said;
use super::keep::fact_row;
use super::{Archive, ArchiveError, Knowledge, record};
use crate::claim::{Claim, FactKey};
use crate::graph::{Carrier, Reading, ReadingKey, Timeline};
use crate::rules::RuleSet;

/// The form in which readings are kept; another means that they have to be made again.
const FORM: u32 = 3;
const MARK: &str = "readings";

/// What the readings of these rules are marked with.
fn mark(pack: &str) -> String {
    format!("{FORM} {} {pack}", env!("CARGO_PKG_VERSION"))
}

fn damaged(error: postcard::Error) -> ArchiveError {
    ArchiveError::Damaged(format!("a reading cannot be read: {error}"))
}

/// What a claim says of a reading, and between which events.
#[derive(Debug, Clone)]
pub(super) struct Membership {
    /// The row of the claim.
    pub(super) claim: i64,
    /// The first event after which it holds.
    pub(super) since: i64,
    /// The event after which it does not.
    pub(super) until: Option<i64>,
    /// The last day on which its article may have been published.
    pub(super) published: Option<String>,
    /// What it says.
    pub(super) carrier: Carrier,
}

/// What claims say, by the row of their fact and by their reading.
pub(super) type Memberships = BTreeMap<(i64, ReadingKey), Vec<Membership>>;

/// Adds what claims say to the readings of their facts: to what they come to now, where the claims hold now.
pub(super) fn absorb(transaction: &Transaction<'_>, said: &Memberships) -> Result<(), ArchiveError> {
    for ((fact, key), members) in said {
        let key = to_bytes(key)?;
        let found = transaction
            .prepare_cached("SELECT id, timeline FROM reading WHERE fact = ?1 AND key = ?2")?
            .query_row(params![fact, key], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?)))
            .optional()?;
        let (row, mut timeline) = match found {
            Some((row, bytes)) => (Some(row), of_bytes(&bytes)?),
            None => (None, Timeline::default()),
        };
        members.iter().filter(|m| m.until.is_none()).for_each(|m| timeline.absorb(&m.carrier));
        let bytes = to_bytes(&timeline)?;
        let row = if let Some(row) = row {
            put(transaction, row, &bytes)?;
            row
        } else {
            transaction
                .prepare_cached("INSERT INTO reading (fact, key, timeline) VALUES (?1, ?2, ?3)")?
                .execute(params![fact, key, bytes])?;
            transaction.last_insert_rowid()
        };
        let mut insert = transaction.prepare_cached(
            "INSERT OR IGNORE INTO member (reading, claim, since, until, published, carrier)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        for member in members {
            let Membership { claim, since, until, published, carrier } = member;
            insert.execute(params![row, claim, since, until, published, to_bytes(carrier)?])?;
        }
    }
    Ok(())
}

fn put(transaction: &Transaction<'_>, row: i64, timeline: &[u8]) -> Result<(), ArchiveError> {
    transaction
        .prepare_cached("UPDATE reading SET timeline = ?2 WHERE id = ?1")?
        .execute(params![row, timeline])?;
    Ok(())
}

/// Lets what the claims of a version say hold until an event, and gives the readings that have lost them.
pub(super) fn end(transaction: &Transaction<'_>, version: i64, event: i64) -> Result<Vec<i64>, ArchiveError> {
    let mut find = transaction.prepare_cached(
        "UPDATE member SET until = ?2
         WHERE claim IN (SELECT id FROM claim WHERE version = ?1 AND until IS NULL) RETURNING reading",
    )?;
    let rows = find.query_map([version, event], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Makes readings again that have lost claims, from those that are left. One that nothing is left of stays, for
/// the days before.
pub(super) fn forget(transaction: &Transaction<'_>, lost: &BTreeSet<i64>) -> Result<(), ArchiveError> {
    for reading in lost {
        let mut members = transaction.prepare_cached(
            "SELECT carrier FROM member WHERE reading = ?1 AND until IS NULL ORDER BY claim",
        )?;
        let mut rows = members.query([reading])?;
        let mut timeline = Timeline::default();
        while let Some(row) = rows.next()? {
            timeline.absorb(&of_blob(row, 0)?);
        }
        put(transaction, *reading, &to_bytes(&timeline)?)?;
    }
    Ok(())
}

fn to_bytes<T: Serialize>(value: &T) -> Result<Vec<u8>, ArchiveError> {
    postcard::to_stdvec(value).map_err(damaged)
}

fn of_bytes<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ArchiveError> {
    postcard::from_bytes(bytes).map_err(damaged)
}

/// What a column of a row holds.
fn of_blob<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> Result<T, ArchiveError> {
    of_bytes(row.get_ref(column)?.as_blob().unwrap_or_default())
}

/// The claim of its record and that of its publication.
pub(super) fn claim_of(claim: &str, publication: &str) -> Result<Claim, ArchiveError> {
    record::to_claim(claim, &record::to_publication(publication)?, publication)
}

impl Archive {
    /// Whether the readings were made with these rules.
    ///
    /// # Errors
    /// The archive cannot be read.
    pub fn reads_as(&self, pack: &str) -> Result<bool, ArchiveError> {
        Ok(marked(&self.connection)? == Some(mark(pack)))
    }

    /// Makes all readings again if other rules than these, whose hash is `pack`, made them.
    ///
    /// # Errors
    /// The archive cannot be written to.
    pub fn read_again(&mut self, rules: &RuleSet, pack: &str) -> Result<(), ArchiveError> {
        if self.reads_as(pack)? {
            return Ok(());
        }
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another process may have been first.
        if marked(&transaction)? == Some(mark(pack)) {
            return Ok(());
        }
        transaction.execute_batch("DELETE FROM member; DELETE FROM reading;")?;
        relate(&transaction, rules)?;
        let facts: Vec<i64> = {
            let mut all = transaction.prepare("SELECT id FROM fact ORDER BY id")?;
            all.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?
        };
        for fact in facts {
            absorb(&transaction, &said_of(&transaction, fact, rules)?)?;
        }
        transaction.execute(
            "INSERT INTO mark (name, value) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            params![MARK, mark(pack)],
        )?;
        Ok(transaction.commit()?)
    }

    /// The readings of a fact as they are now; none if the archive knows nothing of it.
    pub(super) fn readings_of(&self, fact: &FactKey) -> Result<Vec<Reading>, ArchiveError> {
        let mut find = self.connection.prepare_cached(
            "SELECT r.key, r.timeline FROM reading r JOIN fact f ON f.id = r.fact WHERE f.key = ?1",
        )?;
        let mut rows = find.query([serde_json::to_string(fact)?])?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            let timeline: Timeline = of_blob(row, 1)?;
            if !timeline.stretches().is_empty() {
                out.push(Reading { key: of_blob(row, 0)?, timeline });
            }
        }
        // Rows come in the order of their bytes; readings are judged in that of their keys.
        out.sort_by(|a, b| a.key.cmp(&b.key));
        Ok(out)
    }

    /// The readings of a fact as far as they are known, made from what its claims say of them.
    pub(super) fn readings_then(
        &self,
        fact: &FactKey,
        known: &Knowledge,
    ) -> Result<Vec<Reading>, ArchiveError> {
        let mut find = self.connection.prepare_cached(
            "SELECT r.id, r.key, m.carrier FROM fact f JOIN reading r ON r.fact = f.id
             JOIN member m ON m.reading = r.id
             WHERE f.key = ?1 AND m.since <= ?2 AND (m.until IS NULL OR m.until > ?2)
               AND (?3 IS NULL OR m.published IS NULL OR m.published <= ?3)
             ORDER BY r.id, m.claim",
        )?;
        let day = known.published.map(|d| d.to_string());
        let mut rows = find.query(params![serde_json::to_string(fact)?, known.moment.event, day])?;
        let (mut out, mut last) = (Vec::<Reading>::new(), None);
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            if last != Some(id) {
                out.push(Reading::new(of_blob(row, 1)?));
                last = Some(id);
            }
            if let Some(reading) = out.last_mut() {
                reading.timeline.absorb(&of_blob(row, 2)?);
            }
        }
        out.sort_by(|a, b| a.key.cmp(&b.key));
        Ok(out)
    }
}

fn marked(connection: &Connection) -> Result<Option<String>, ArchiveError> {
    let mut find = connection.prepare_cached("SELECT value FROM mark WHERE name = ?1")?;
    Ok(find.query_row([MARK], |row| row.get(0)).optional()?)
}

/// Finds the fact of every claim again.
fn relate(transaction: &Transaction<'_>, rules: &RuleSet) -> Result<(), ArchiveError> {
    let mut claims = transaction.prepare(
        "SELECT c.id, c.record, v.publication FROM claim c JOIN version v ON v.id = c.version ORDER BY c.id",
    )?;
    let mut rows = claims.query([])?;
    while let Some(row) = rows.next()? {
        let claim = claim_of(&row.get::<_, String>(1)?, &row.get::<_, String>(2)?)?;
        let said = Said::of(&claim, rules);
        let fact = said.map(|s| fact_row(transaction, &s.fact)).transpose()?;
        transaction
            .prepare_cached("UPDATE claim SET fact = ?2 WHERE id = ?1 AND fact IS NOT ?2")?
            .execute(params![row.get::<_, i64>(0)?, fact])?;
    }
    Ok(())
}

/// What the claims of a fact say, those of the past too.
fn said_of(transaction: &Transaction<'_>, fact: i64, rules: &RuleSet) -> Result<Memberships, ArchiveError> {
    let mut claims = transaction.prepare_cached(
        "SELECT c.record, v.publication, c.id, c.since, c.until, c.published FROM claim c
         JOIN version v ON v.id = c.version WHERE c.fact = ?1 ORDER BY c.id",
    )?;
    let mut rows = claims.query([fact])?;
    let mut out = Memberships::new();
    while let Some(row) = rows.next()? {
        let claim = claim_of(&row.get::<_, String>(0)?, &row.get::<_, String>(1)?)?;
        let readings = Said::of(&claim, rules).map(|s| s.readings).unwrap_or_default();
        for (key, carrier) in readings {
            let (claim, since, until, published) = (row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?);
            let member = Membership { claim, since, until, published, carrier };
            out.entry((fact, key)).or_default().push(member);
        }
    }
    Ok(out)
}
