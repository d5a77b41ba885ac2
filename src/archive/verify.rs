//! Whether the archive is what it was: the file, the hashes, and every span against its text.

use rusqlite::params;

use super::intake::part;
use super::keep::{EventKind, chained};
use super::record::{self, hex};
use super::{Archive, ArchiveError};
use crate::claim::Claim;

/// What was looked at, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verified {
    /// The texts whose hashes were computed again.
    pub texts: usize,
    /// The versions.
    pub versions: usize,
    /// The claims whose spans were looked up.
    pub claims: usize,
    /// The events whose chain was computed again.
    pub events: usize,
    /// What is wrong, in the order in which it was found.
    pub faults: Vec<String>,
}

impl Archive {
    /// Looks at everything: SQLite's own check, the hashes of the texts, the chain of the events, and
    /// whether every claim's span holds what it quotes. `step` is called for each version.
    ///
    /// # Errors
    /// The archive cannot be read at all.
    pub fn verify(&self, step: &mut dyn FnMut()) -> Result<Verified, ArchiveError> {
        let mut out = Verified::default();
        self.connection.execute_batch("BEGIN")?;
        let all = self.sqlite_check(&mut out).and_then(|()| {
            self.verify_texts(&mut out)?;
            self.verify_events(&mut out)?;
            self.verify_versions(&mut out, step)
        });
        self.connection.execute_batch("COMMIT")?;
        all.map(|()| out)
    }

    fn sqlite_check(&self, out: &mut Verified) -> Result<(), ArchiveError> {
        let mut check = self.connection.prepare("PRAGMA integrity_check")?;
        for line in check.query_map([], |row| row.get::<_, String>(0))? {
            let line = line?;
            if line != "ok" {
                out.faults.push(format!("the file: {line}"));
            }
        }
        let mut check = self.connection.prepare("PRAGMA foreign_key_check")?;
        for table in check.query_map([], |row| row.get::<_, String>(0))? {
            out.faults.push(format!("a row of `{}` refers to one that is not there", table?));
        }
        Ok(())
    }

    fn verify_texts(&self, out: &mut Verified) -> Result<(), ArchiveError> {
        let mut texts = self.connection.prepare("SELECT id, hash, text FROM body ORDER BY id")?;
        let mut rows = texts.query([])?;
        while let Some(row) = rows.next()? {
            let (id, hash, text): (i64, Vec<u8>, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            out.texts += 1;
            if blake3::hash(text.as_bytes()).as_bytes() != hash.as_slice() {
                out.faults.push(format!("text {id} does not have the hash {}", hex(&hash)));
            }
        }
        Ok(())
    }

    fn verify_events(&self, out: &mut Verified) -> Result<(), ArchiveError> {
        let mut events =
            self.connection.prepare("SELECT id, at, kind, digest, chain FROM event ORDER BY id")?;
        let mut rows = events.query([])?;
        let mut before: Vec<u8> = Vec::new();
        while let Some(row) = rows.next()? {
            let (id, at, kind): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let (digest, chain): (Vec<u8>, Vec<u8>) = (row.get(3)?, row.get(4)?);
            out.events += 1;
            if chained(&before, &at, &kind, &digest).as_bytes() != chain.as_slice() {
                out.faults.push(format!("event {id} does not follow from the one before it"));
            }
            if kind == EventKind::Add.name() && self.digest_of_add(id)? != digest {
                out.faults.push(format!("event {id} took in other articles than those that are there"));
            }
            before = chain;
        }
        Ok(())
    }

    /// What an event that added articles has to have noted.
    fn digest_of_add(&self, event: i64) -> Result<Vec<u8>, ArchiveError> {
        let mut versions = self.connection.prepare_cached(
            "SELECT v.article, v.number, v.digest, p.hash FROM version v JOIN rule_pack p ON p.id = v.first_pack
             WHERE v.since = ?1 ORDER BY v.id",
        )?;
        let mut rows = versions.query([event])?;
        let mut hasher = blake3::Hasher::new();
        while let Some(row) = rows.next()? {
            let (article, number): (String, i64) = (row.get(0)?, row.get(1)?);
            let (digest, pack): (Vec<u8>, String) = (row.get(2)?, row.get(3)?);
            for bytes in [article.as_bytes(), &number.to_le_bytes(), &digest, pack.as_bytes()] {
                part(&mut hasher, bytes);
            }
        }
        Ok(hasher.finalize().as_bytes().to_vec())
    }

    fn verify_versions(&self, out: &mut Verified, step: &mut dyn FnMut()) -> Result<(), ArchiveError> {
        let mut versions = self.connection.prepare(
            "SELECT v.id, v.article, v.number, v.publication, b.text
             FROM version v JOIN body b ON b.id = v.body ORDER BY v.id",
        )?;
        let mut claims =
            self.connection.prepare("SELECT record FROM claim WHERE version = ?1 ORDER BY id")?;
        let mut rows = versions.query([])?;
        while let Some(row) = rows.next()? {
            let (id, article, number): (i64, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let (json, text): (String, String) = (row.get(3)?, row.get(4)?);
            let publication = record::to_publication(&json)?;
            out.versions += 1;
            step();
            for kept in claims.query_map(params![id], |row| row.get::<_, String>(0))? {
                out.claims += 1;
                let name = format!("version {number} of `{article}`");
                match record::to_claim(&kept?, &publication, &json) {
                    Ok(claim) => out.faults.extend(misplaced(&claim, &text).map(|f| format!("{name}: {f}"))),
                    Err(error) => out.faults.push(format!("{name}: {error}")),
                }
            }
        }
        Ok(())
    }
}

/// What is wrong with the place of a claim in its article's text.
fn misplaced(claim: &Claim, text: &str) -> Option<String> {
    let place = &claim.place;
    let inside = |start: usize, end: usize| text.get(start..end).is_some_and(|piece| !piece.is_empty());
    if !inside(place.span.start, place.span.end) {
        return Some(format!("claim {} lies outside the text", claim.id));
    }
    if !inside(place.sentence.start, place.sentence.end) {
        return Some(format!("the sentence of claim {} lies outside the text", claim.id));
    }
    // Markup may stand between what is quoted, so only the first and last letters can be held against it.
    let piece = place.span.of(text);
    let ends = |quote: &str, of: &str| quote.chars().next() == of.chars().next();
    let plain = !piece.contains(['<', '&', '\\', '*', '_', '[']);
    if plain && !ends(&place.quote, piece) {
        return Some(format!("claim {} quotes `{}` where the text has `{piece}`", claim.id, place.quote));
    }
    None
}
