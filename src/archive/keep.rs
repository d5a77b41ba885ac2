//! Writing: every change is one transaction, and one event whose hash is chained to the one before.

use rusqlite::{OptionalExtension as _, Transaction, TransactionBehavior, params};

use super::ahead::FileHash;
use super::intake::{Intake, part};
use super::readings::{FactRows, Tallies};
use super::{Added, Adding, Archive, ArchiveError};
use crate::rules::RuleSet;

/// What an event does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EventKind {
    Add,
    Remove,
    Refresh,
}

impl EventKind {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Remove => "remove",
            Self::Refresh => "refresh",
        }
    }
}

/// An event while its transaction is open.
pub(super) struct Event<'t> {
    transaction: Transaction<'t>,
    pub(super) id: i64,
    kind: EventKind,
    at: String,
    before: Vec<u8>,
    digest: blake3::Hasher,
    changed: bool,
    facts: FactRows,
    tallies: Tallies,
}

impl std::fmt::Debug for Event<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Event").field("id", &self.id).field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// The hash of an event, chained to the hash before it.
pub(super) fn chained(before: &[u8], at: &str, kind: &str, digest: &[u8]) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    for bytes in [before, at.as_bytes(), kind.as_bytes(), digest] {
        part(&mut hasher, bytes);
    }
    hasher.finalize()
}

impl<'t> Event<'t> {
    /// Begins an event at the moment `at` (RFC 3339), which is never before the last one.
    pub(super) fn begin(archive: &'t mut Archive, kind: EventKind, at: &str) -> Result<Self, ArchiveError> {
        let transaction = archive.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let last = transaction
            .query_row("SELECT id, at, chain FROM event ORDER BY id DESC LIMIT 1", [], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, Vec<u8>>(2)?))
            })
            .optional()?;
        let (id, before_at, before) = last.unwrap_or_default();
        let at = if before_at.as_str() > at { before_at } else { at.to_owned() };
        let digest = blake3::Hasher::new();
        Ok(Self {
            transaction,
            id: id + 1,
            kind,
            at,
            before,
            digest,
            changed: false,
            facts: FactRows::default(),
            tallies: Tallies::default(),
        })
    }

    /// Notes what the event is about to do, in words that `verify` can find again.
    pub(super) fn note(&mut self, parts: &[&[u8]]) -> Result<(), ArchiveError> {
        if !self.changed {
            // The row has to be there before others refer to it; its hashes come last. An event that changes nothing
            // gets none: to delete a row again, SQLite looks through all claims for one that refers to it.
            self.transaction.execute(
                "INSERT INTO event (id, at, kind, digest, chain) VALUES (?1, ?2, ?3, x'', x'')",
                params![self.id, self.at, self.kind.name()],
            )?;
            self.changed = true;
        }
        for bytes in parts {
            part(&mut self.digest, bytes);
        }
        Ok(())
    }

    pub(super) fn sql(&self) -> &Transaction<'t> {
        &self.transaction
    }

    /// Commits, and is on the disk when it returns; an event that changed nothing is none.
    pub(super) fn commit(self) -> Result<bool, ArchiveError> {
        self.tallies.put_down(&self.transaction)?;
        if !self.changed {
            self.transaction.commit()?;
            return Ok(false);
        }
        let digest = self.digest.finalize();
        let chain = chained(&self.before, &self.at, self.kind.name(), digest.as_bytes());
        self.transaction.execute(
            "UPDATE event SET digest = ?2, chain = ?3 WHERE id = ?1",
            params![self.id, digest.as_bytes(), chain.as_bytes()],
        )?;
        self.transaction.commit()?;
        Ok(true)
    }

    /// The row of a rule pack.
    pub(super) fn pack(&self, hash: &str) -> Result<i64, ArchiveError> {
        let klopt = env!("CARGO_PKG_VERSION");
        self.transaction
            .prepare_cached("INSERT OR IGNORE INTO rule_pack (hash, klopt) VALUES (?1, ?2)")?
            .execute(params![hash, klopt])?;
        Ok(self
            .transaction
            .prepare_cached("SELECT id FROM rule_pack WHERE hash = ?1 AND klopt = ?2")?
            .query_row(params![hash, klopt], |row| row.get(0))?)
    }

    fn body(&self, intake: &Intake) -> Result<i64, ArchiveError> {
        let hash = intake.body_hash.as_bytes();
        let mut find = self.transaction.prepare_cached("SELECT id FROM body WHERE hash = ?1")?;
        if let Some(id) = find.query_row([hash], |row| row.get(0)).optional()? {
            return Ok(id);
        }
        self.transaction
            .prepare_cached("INSERT INTO body (hash, text) VALUES (?1, ?2)")?
            .execute(params![hash, &*intake.body])?;
        Ok(self.transaction.last_insert_rowid())
    }

    /// Takes an article in, and says what that came to.
    pub(super) fn add(
        &mut self,
        intake: &Intake,
        file: FileHash,
        with: &Adding<'_>,
    ) -> Result<Added, ArchiveError> {
        let digest = intake.digest.as_bytes();
        let last = self
            .transaction
            .prepare_cached(
                "SELECT id, number, digest, until IS NULL FROM version
                 WHERE article = ?1 ORDER BY number DESC LIMIT 1",
            )?
            .query_row([&intake.article], |row| {
                Ok((
                    row.get::<_, i64>(0)?,
                    row.get::<_, i64>(1)?,
                    row.get::<_, Vec<u8>>(2)?,
                    row.get::<_, bool>(3)?,
                ))
            })
            .optional()?;
        let number = match &last {
            Some((id, _, held, true)) if held == digest => {
                // The same content from a file that looks otherwise: a line of it changed, another did not.
                self.transaction
                    .prepare_cached("UPDATE version SET file = ?2 WHERE id = ?1")?
                    .execute(params![id, file])?;
                return Ok(Added::Unchanged);
            }
            Some((_, number, _, _)) => number + 1,
            None => 1,
        };
        self.note(&[intake.article.as_bytes(), &number.to_le_bytes(), digest, with.pack.as_bytes()])?;
        if let Some((id, _, _, true)) = &last {
            self.end(*id)?;
        }
        let version = self.version(intake, number, file, with.pack)?;
        self.claims(intake, version)?;
        Ok(if last.is_some() { Added::Changed } else { Added::New })
    }

    /// Notes how many articles files hold: whoever finds as many of one knows it again.
    fn know(&self, files: &[FileHash]) -> Result<(), ArchiveError> {
        let mut note = self.transaction.prepare_cached(
            "INSERT OR REPLACE INTO file (hash, articles)
             SELECT ?1, count(*) FROM version WHERE file = ?1 AND until IS NULL",
        )?;
        for file in files {
            note.execute([file])?;
        }
        Ok(())
    }

    fn version(&self, intake: &Intake, number: i64, file: FileHash, pack: &str) -> Result<i64, ArchiveError> {
        let (body, pack) = (self.body(intake)?, self.pack(pack)?);
        let mut insert = self.transaction.prepare_cached(
            "INSERT INTO version (article, number, digest, body, head, publication, published, observations,
                file, first_pack, pack, since) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, ?11)",
        )?;
        insert.execute(params![
            intake.article,
            number,
            intake.digest.as_bytes(),
            body,
            intake.head,
            intake.publication,
            intake.published,
            intake.observations,
            file,
            pack,
            self.id,
        ])?;
        Ok(self.transaction.last_insert_rowid())
    }

    /// Keeps the claims of an article as those of a version from now on.
    pub(super) fn claims(&mut self, intake: &Intake, version: i64) -> Result<(), ArchiveError> {
        for kept in &intake.claims {
            let said = kept.said.as_ref();
            let fact = said.map(|said| self.facts.row(&self.transaction, &said.fact)).transpose()?;
            self.transaction
                .prepare_cached(
                    "INSERT INTO claim (version, fact, published, record, since) VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![version, fact, intake.published, kept.record, self.id])?;
            if let (Some(said), Some(fact)) = (said, fact) {
                let row = (self.transaction.last_insert_rowid(), fact, self.id);
                self.tallies.gain(&self.transaction, row, intake.published.as_deref(), &said.readings)?;
            }
        }
        Ok(())
    }

    /// Lets a version and its claims hold until now.
    pub(super) fn end(&mut self, version: i64) -> Result<(), ArchiveError> {
        self.transaction
            .prepare_cached("UPDATE version SET until = ?2 WHERE id = ?1 AND until IS NULL")?
            .execute(params![version, self.id])?;
        self.end_claims(version)
    }

    /// Lets the claims of a version hold until now.
    pub(super) fn end_claims(&mut self, version: i64) -> Result<(), ArchiveError> {
        self.tallies.end(&self.transaction, version, self.id)?;
        self.transaction
            .prepare_cached("UPDATE claim SET until = ?2 WHERE version = ?1 AND until IS NULL")?
            .execute(params![version, self.id])?;
        Ok(())
    }
}

impl Archive {
    /// Takes articles in as one event; when it returns, they are on the disk. Of the files in `whole` all has been
    /// read with these.
    ///
    /// # Errors
    /// The archive cannot be written to; then none of them is in it.
    pub(super) fn add(
        &mut self,
        articles: &[(Intake, FileHash)],
        whole: &[FileHash],
        with: &Adding<'_>,
    ) -> Result<Vec<Added>, ArchiveError> {
        let mut event = Event::begin(self, EventKind::Add, with.at)?;
        let add = |(intake, file): &(Intake, FileHash)| event.add(intake, *file, with);
        let out = articles.iter().map(add).collect::<Result<_, _>>()?;
        event.know(whole)?;
        event.commit()?;
        Ok(out)
    }

    /// Lets an article be in the archive until now, under rules and their hash; what it said stays there for the days before.
    ///
    /// # Errors
    /// There is no such article, or the archive cannot be written to.
    pub fn remove(
        &mut self,
        article: &str,
        (rules, pack): (&RuleSet, &str),
        at: &str,
    ) -> Result<(), ArchiveError> {
        self.read_again(rules, pack)?;
        let mut event = Event::begin(self, EventKind::Remove, at)?;
        let found = event
            .sql()
            .query_row(
                "SELECT id, number FROM version WHERE article = ?1 AND until IS NULL",
                [article],
                |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)),
            )
            .optional()?;
        let Some((version, number)) = found else {
            return Err(ArchiveError::Unknown(format!("article `{article}`")));
        };
        event.note(&[article.as_bytes(), &number.to_le_bytes()])?;
        event.end(version)?;
        event.commit()?;
        Ok(())
    }
}
