//! The readings of each fact, kept beside the claims that they are made of.
//!
//! A reading is of bounded size, so what a new article costs does not hang on how many claims a fact has. What each
//! claim says stands beside it, in a form as short as can be and in the order of intake; a narrow index tells which
//! claims are about a fact. The newest of them wait to be put to the readings, and are until then by whoever asks: so
//! an article that is added changes few pages.
//!
//! They follow from the claims and the metrics, and can be made again at any time: their form is compact,
//! and `mark` says with which rules and in which form they were made.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, TransactionBehavior, params};
use rustc_hash::FxHashMap;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::intake::Said;
use super::{Archive, ArchiveError, Knowledge, record};
use crate::claim::{Claim, FactKey};
use crate::graph::{Carrier, Reading, ReadingKey, Timeline};
use crate::rules::RuleSet;

/// The form in which readings are kept; another means that they have to be made again.
const FORM: u32 = 6;
const MARK: &str = "readings";

/// How many claims of a fact wait at most to be put to its readings, of one with few claims and of one with many.
const WAITING: (i64, i64) = (128, 512);

/// How many claims of a fact with so many wait at most: so few that they are read in no time, and so many that readings
/// are seldom written.
fn most_waiting(claims: i64) -> i64 {
    (claims / 8).clamp(WAITING.0, WAITING.1)
}

/// What the readings of these rules are marked with.
fn mark(pack: &str) -> String {
    format!("{FORM} {} {pack}", env!("CARGO_PKG_VERSION"))
}

fn damaged(error: postcard::Error) -> ArchiveError {
    ArchiveError::Damaged(format!("a reading cannot be read: {error}"))
}

/// What claims say of a fact, by the reading.
type Sayings = BTreeMap<ReadingKey, Vec<Carrier>>;

/// Adds what the claims of a fact behind `upto` say to its readings, as far as they hold now, and gives the last of them.
fn put_to_readings(transaction: &Transaction<'_>, fact: i64, upto: i64) -> Result<i64, ArchiveError> {
    let (said, last) = waiting(transaction, fact, upto)?;
    for (key, carriers) in said {
        let key = to_bytes(&key)?;
        let found = transaction
            .prepare_cached("SELECT id, timeline FROM reading WHERE fact = ?1 AND key = ?2")?
            .query_row(params![fact, key], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?)))
            .optional()?;
        let (row, mut timeline) = match found {
            Some((row, bytes)) => (Some(row), of_bytes(&bytes)?),
            None => (None, Timeline::default()),
        };
        carriers.iter().for_each(|carrier| timeline.absorb(carrier));
        let bytes = to_bytes(&timeline)?;
        if let Some(row) = row {
            transaction
                .prepare_cached("UPDATE reading SET timeline = ?2 WHERE id = ?1")?
                .execute(params![row, bytes])?;
        } else {
            transaction
                .prepare_cached("INSERT INTO reading (fact, key, timeline) VALUES (?1, ?2, ?3)")?
                .execute(params![fact, key, bytes])?;
        }
    }
    Ok(last)
}

/// What the claims of a fact behind `upto` say, as far as they hold now, and the last of them.
fn waiting(connection: &Connection, fact: i64, upto: i64) -> Result<(Sayings, i64), ArchiveError> {
    let mut find = connection.prepare_cached(
        "SELECT claim, readings FROM says WHERE fact = ?1 AND claim > ?2 AND until IS NULL ORDER BY claim",
    )?;
    let mut rows = find.query([fact, upto])?;
    let (mut out, mut last) = (Sayings::new(), upto);
    while let Some(row) = rows.next()? {
        last = row.get(0)?;
        add_to(&mut out, of_blob(row, 1)?);
    }
    Ok((out, last))
}

fn add_to(sayings: &mut Sayings, readings: Vec<(ReadingKey, Carrier)>) {
    for (key, carrier) in readings {
        sayings.entry(key).or_default().push(carrier);
    }
}

/// What has become of the claims of facts in an event.
#[derive(Debug, Default)]
pub(super) struct Tallies {
    /// How many each fact has got.
    gained: BTreeMap<i64, i64>,
    /// Those that it has lost.
    lost: BTreeMap<i64, Vec<i64>>,
}

impl Tallies {
    /// Keeps what a claim says of its fact, from an event on.
    pub(super) fn gain(
        &mut self,
        transaction: &Transaction<'_>,
        (claim, fact, since): (i64, i64, i64),
        published: Option<&str>,
        readings: &[u8],
    ) -> Result<(), ArchiveError> {
        transaction
            .prepare_cached(
                "INSERT INTO says (claim, fact, since, published, readings) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![claim, fact, since, published, readings])?;
        *self.gained.entry(fact).or_default() += 1;
        Ok(())
    }

    /// Lets what the claims of a version say hold until an event.
    pub(super) fn end(
        &mut self,
        transaction: &Transaction<'_>,
        version: i64,
        event: i64,
    ) -> Result<(), ArchiveError> {
        let mut find = transaction.prepare_cached(
            "UPDATE says SET until = ?2
             WHERE claim IN (SELECT id FROM claim WHERE version = ?1 AND until IS NULL) RETURNING fact, claim",
        )?;
        let mut rows = find.query([version, event])?;
        while let Some(row) = rows.next()? {
            self.lost.entry(row.get(0)?).or_default().push(row.get(1)?);
        }
        Ok(())
    }

    /// Puts it down: facts with many claims that wait get them put to their readings, and those that have lost one that
    /// was put there get readings made anew.
    pub(super) fn put_down(&self, transaction: &Transaction<'_>) -> Result<(), ArchiveError> {
        let facts: BTreeSet<&i64> = self.gained.keys().chain(self.lost.keys()).collect();
        for fact in facts {
            let Tally { mut claims, mut waiting, mut upto } = tally(transaction, *fact)?.unwrap_or_default();
            let gained = self.gained.get(fact).copied().unwrap_or(0);
            let lost = self.lost.get(fact).map_or(&[][..], Vec::as_slice);
            let count = i64::try_from(lost.len()).unwrap_or(0);
            claims += gained - count;
            waiting += gained;
            if lost.iter().any(|claim| *claim <= upto) {
                transaction.prepare_cached("DELETE FROM reading WHERE fact = ?1")?.execute([fact])?;
                (upto, waiting) = (0, claims);
            } else {
                waiting -= count;
            }
            if waiting > most_waiting(claims) {
                (upto, waiting) = (put_to_readings(transaction, *fact, upto)?, 0);
            }
            transaction
                .prepare_cached(
                    "INSERT INTO tally (fact, claims, waiting, upto) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (fact)
                     DO UPDATE SET claims = excluded.claims, waiting = excluded.waiting, upto = excluded.upto",
                )?
                .execute(params![fact, claims, waiting, upto])?;
        }
        Ok(())
    }
}

/// How many claims of a fact hold now, how many of them wait to be put to its readings, and the last that was.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    claims: i64,
    waiting: i64,
    upto: i64,
}

fn tally(connection: &Connection, fact: i64) -> Result<Option<Tally>, ArchiveError> {
    let mut find = connection.prepare_cached("SELECT claims, waiting, upto FROM tally WHERE fact = ?1")?;
    let of = |row: &Row<'_>| Ok(Tally { claims: row.get(0)?, waiting: row.get(1)?, upto: row.get(2)? });
    Ok(find.query_row([fact], of).optional()?)
}

/// The bytes in which what a claim says of its fact is kept.
pub(super) fn packed(readings: &[(ReadingKey, Carrier)]) -> Result<Vec<u8>, ArchiveError> {
    to_bytes(&readings)
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
        transaction.execute_batch("DELETE FROM says; DELETE FROM reading; DELETE FROM tally;")?;
        relate(&transaction, rules)?.put_down(&transaction)?;
        transaction.execute(
            "INSERT INTO mark (name, value) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            params![MARK, mark(pack)],
        )?;
        Ok(transaction.commit()?)
    }

    /// The readings of a fact as they are now; none if the archive knows nothing of it.
    pub(super) fn readings_of(&self, fact: &FactKey) -> Result<Vec<Reading>, ArchiveError> {
        let Some(row) = self.row_of(fact)? else { return Ok(Vec::new()) };
        let upto = tally(&self.connection, row)?.unwrap_or_default().upto;
        let mut find = self.connection.prepare_cached("SELECT key, timeline FROM reading WHERE fact = ?1")?;
        let mut rows = find.query([row])?;
        let mut all: BTreeMap<ReadingKey, Timeline> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            all.insert(of_blob(row, 0)?, of_blob(row, 1)?);
        }
        for (key, carriers) in waiting(&self.connection, row, upto)?.0 {
            let timeline = all.entry(key).or_default();
            carriers.iter().for_each(|carrier| timeline.absorb(carrier));
        }
        Ok(all.into_iter().map(|(key, timeline)| Reading { key, timeline }).collect())
    }

    fn row_of(&self, fact: &FactKey) -> Result<Option<i64>, ArchiveError> {
        let mut find = self.connection.prepare_cached("SELECT id FROM fact WHERE key = ?1")?;
        Ok(find.query_row([serde_json::to_string(fact)?], |row| row.get(0)).optional()?)
    }

    /// How many claims of a fact hold now.
    pub(super) fn claims_now(&self, fact: &FactKey) -> Result<usize, ArchiveError> {
        let row = self.row_of(fact)?;
        let tally = row.map(|row| tally(&self.connection, row)).transpose()?.flatten().unwrap_or_default();
        Ok(usize::try_from(tally.claims).unwrap_or_default())
    }

    /// The readings of a fact as far as they are known, made from what its claims say of them.
    pub(super) fn readings_then(
        &self,
        fact: &FactKey,
        known: &Knowledge,
    ) -> Result<Vec<Reading>, ArchiveError> {
        let Some(row) = self.row_of(fact)? else { return Ok(Vec::new()) };
        let mut find = self.connection.prepare_cached(
            "SELECT readings FROM says
             WHERE fact = ?1 AND since <= ?2 AND (until IS NULL OR until > ?2)
               AND (?3 IS NULL OR published IS NULL OR published <= ?3)
             ORDER BY claim",
        )?;
        let day = known.published.map(|d| d.to_string());
        let mut rows = find.query(params![row, known.moment.event, day])?;
        let mut all: BTreeMap<ReadingKey, Timeline> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            for (key, carrier) in of_blob::<Vec<(ReadingKey, Carrier)>>(row, 0)? {
                all.entry(key).or_default().absorb(&carrier);
            }
        }
        Ok(all.into_iter().map(|(key, timeline)| Reading { key, timeline }).collect())
    }
}

fn marked(connection: &Connection) -> Result<Option<String>, ArchiveError> {
    let mut find = connection.prepare_cached("SELECT value FROM mark WHERE name = ?1")?;
    Ok(find.query_row([MARK], |row| row.get(0)).optional()?)
}

/// Finds the fact of every claim again, and keeps what it says of it, those of the past too.
fn relate(transaction: &Transaction<'_>, rules: &RuleSet) -> Result<Tallies, ArchiveError> {
    let mut claims = transaction.prepare(
        "SELECT c.id, c.record, v.publication, c.since, c.until, c.published
         FROM claim c JOIN version v ON v.id = c.version ORDER BY c.id",
    )?;
    let mut keep = transaction.prepare(
        "INSERT INTO says (claim, fact, since, until, published, readings) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    let mut rows = claims.query([])?;
    let (mut out, mut known) = (Tallies::default(), FactRows::default());
    while let Some(row) = rows.next()? {
        let claim = claim_of(&row.get::<_, String>(1)?, &row.get::<_, String>(2)?)?;
        let said = Said::of(&claim, rules);
        let fact = said.as_ref().map(|s| known.row(transaction, &s.fact)).transpose()?;
        let id: i64 = row.get(0)?;
        transaction
            .prepare_cached("UPDATE claim SET fact = ?2 WHERE id = ?1 AND fact IS NOT ?2")?
            .execute(params![id, fact])?;
        if let (Some(said), Some(fact)) = (said, fact) {
            let (since, until): (i64, Option<i64>) = (row.get(3)?, row.get(4)?);
            let published: Option<String> = row.get(5)?;
            keep.execute(params![id, fact, since, until, published, packed(&said.readings)?])?;
            *out.gained.entry(fact).or_default() += i64::from(until.is_none());
        }
    }
    Ok(out)
}

/// The rows of facts that were looked up.
#[derive(Debug, Default)]
pub(super) struct FactRows(FxHashMap<FactKey, i64>);

impl FactRows {
    /// The row of a fact, made if there is none.
    pub(super) fn row(&mut self, transaction: &Transaction<'_>, key: &FactKey) -> Result<i64, ArchiveError> {
        if let Some(row) = self.0.get(key) {
            return Ok(*row);
        }
        let row = fact_row(transaction, key)?;
        self.0.insert(key.clone(), row);
        Ok(row)
    }
}

/// The row of a fact, made if there is none.
fn fact_row(transaction: &Transaction<'_>, key: &FactKey) -> Result<i64, ArchiveError> {
    let json = serde_json::to_string(key)?;
    let mut find = transaction.prepare_cached("SELECT id FROM fact WHERE key = ?1")?;
    if let Some(id) = find.query_row([&json], |row| row.get(0)).optional()? {
        return Ok(id);
    }
    transaction
        .prepare_cached("INSERT INTO fact (key, metric, subject) VALUES (?1, ?2, ?3)")?
        .execute(params![json, &*key.metric, &*key.subject])?;
    Ok(transaction.last_insert_rowid())
}
