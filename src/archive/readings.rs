//! The readings of each fact, kept beside the claims that they are made of.
//!
//! A reading is of bounded size, so what a new article costs does not hang on how many claims a fact has.
//! They follow from the claims and the metrics, and can be made again at any time: their form is compact,
//! and `mark` says with which rules and in which form they were made.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};

use super::intake::Said;
use super::keep::fact_row;
use super::{Archive, ArchiveError, record};
use crate::claim::{Claim, FactKey};
use crate::graph::{Carrier, Reading, ReadingKey, Timeline};
use crate::rules::RuleSet;

/// The form in which readings are kept; another means that they have to be made again.
const FORM: u32 = 1;
const MARK: &str = "readings";

/// What the readings of these rules are marked with.
fn mark(pack: &str) -> String {
    format!("{FORM} {} {pack}", env!("CARGO_PKG_VERSION"))
}

fn damaged(error: postcard::Error) -> ArchiveError {
    ArchiveError::Damaged(format!("a reading cannot be read: {error}"))
}

/// Adds what new claims say to the readings of their facts, whose rows are given.
pub(super) fn absorb(
    transaction: &Transaction<'_>,
    said: &BTreeMap<(i64, ReadingKey), Vec<(Carrier, i64)>>,
) -> Result<(), ArchiveError> {
    for ((fact, key), carriers) in said {
        let key = postcard::to_stdvec(key).map_err(damaged)?;
        let found = transaction
            .prepare_cached("SELECT id, timeline FROM reading WHERE fact = ?1 AND key = ?2")?
            .query_row(params![fact, key], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?)))
            .optional()?;
        let (row, mut timeline) = match found {
            Some((row, bytes)) => (Some(row), postcard::from_bytes(&bytes).map_err(damaged)?),
            None => (None, Timeline::default()),
        };
        carriers.iter().for_each(|(carrier, _)| timeline.absorb(carrier));
        let bytes = postcard::to_stdvec(&timeline).map_err(damaged)?;
        let row = if let Some(row) = row {
            transaction
                .prepare_cached("UPDATE reading SET timeline = ?2 WHERE id = ?1")?
                .execute(params![row, bytes])?;
            row
        } else {
            transaction
                .prepare_cached("INSERT INTO reading (fact, key, timeline) VALUES (?1, ?2, ?3)")?
                .execute(params![fact, key, bytes])?;
            transaction.last_insert_rowid()
        };
        let mut insert =
            transaction.prepare_cached("INSERT OR IGNORE INTO member (claim, reading) VALUES (?1, ?2)")?;
        for (_, claim) in carriers {
            insert.execute(params![claim, row])?;
        }
    }
    Ok(())
}

/// The readings that claims of a version make up.
pub(super) fn of_version(transaction: &Transaction<'_>, version: i64) -> Result<Vec<i64>, ArchiveError> {
    let mut find = transaction.prepare_cached(
        "SELECT DISTINCT m.reading FROM claim c JOIN member m ON m.claim = c.id
         WHERE c.version = ?1 AND c.until IS NULL",
    )?;
    let rows = find.query_map([version], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Makes readings again that have lost claims, from those that are left.
pub(super) fn forget(
    transaction: &Transaction<'_>,
    lost: &BTreeSet<i64>,
    rules: &RuleSet,
) -> Result<(), ArchiveError> {
    for reading in lost {
        transaction
            .prepare_cached(
                "DELETE FROM member WHERE reading = ?1
                 AND EXISTS (SELECT 1 FROM claim c WHERE c.id = member.claim AND c.until IS NOT NULL)",
            )?
            .execute([reading])?;
        let key: Vec<u8> = transaction
            .prepare_cached("SELECT key FROM reading WHERE id = ?1")?
            .query_row([reading], |row| row.get(0))?;
        let key: ReadingKey = postcard::from_bytes(&key).map_err(damaged)?;
        let mut members = transaction.prepare_cached(
            "SELECT c.record, v.publication FROM member m JOIN claim c ON c.id = m.claim
             JOIN version v ON v.id = c.version WHERE m.reading = ?1 ORDER BY c.id",
        )?;
        let mut rows = members.query([reading])?;
        let mut timeline = Timeline::default();
        let mut left = false;
        while let Some(row) = rows.next()? {
            let claim = claim_of(&row.get::<_, String>(0)?, &row.get::<_, String>(1)?)?;
            let said = Said::of(&claim, rules).map(|s| s.readings).unwrap_or_default();
            for (_, carrier) in said.iter().filter(|(k, _)| *k == key) {
                timeline.absorb(carrier);
                left = true;
            }
        }
        if left {
            let bytes = postcard::to_stdvec(&timeline).map_err(damaged)?;
            transaction
                .prepare_cached("UPDATE reading SET timeline = ?2 WHERE id = ?1")?
                .execute(params![reading, bytes])?;
        } else {
            transaction.prepare_cached("DELETE FROM member WHERE reading = ?1")?.execute([reading])?;
            transaction.prepare_cached("DELETE FROM reading WHERE id = ?1")?.execute([reading])?;
        }
    }
    Ok(())
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
            let key = postcard::from_bytes(row.get_ref(0)?.as_blob().unwrap_or_default()).map_err(damaged)?;
            let timeline =
                postcard::from_bytes(row.get_ref(1)?.as_blob().unwrap_or_default()).map_err(damaged)?;
            out.push(Reading { key, timeline });
        }
        // Rows come in the order of their bytes; readings are judged in that of their keys.
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

type SaidOfFact = BTreeMap<(i64, ReadingKey), Vec<(Carrier, i64)>>;

/// What the present claims of a fact say.
fn said_of(transaction: &Transaction<'_>, fact: i64, rules: &RuleSet) -> Result<SaidOfFact, ArchiveError> {
    let mut claims = transaction.prepare_cached(
        "SELECT c.id, c.record, v.publication FROM claim c JOIN version v ON v.id = c.version
         WHERE c.fact = ?1 AND c.until IS NULL ORDER BY c.id",
    )?;
    let mut rows = claims.query([fact])?;
    let mut out = SaidOfFact::new();
    while let Some(row) = rows.next()? {
        let claim = claim_of(&row.get::<_, String>(1)?, &row.get::<_, String>(2)?)?;
        let readings = Said::of(&claim, rules).map(|s| s.readings).unwrap_or_default();
        for (key, carrier) in readings {
            out.entry((fact, key)).or_default().push((carrier, row.get(0)?));
        }
    }
    Ok(out)
}
