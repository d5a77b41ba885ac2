//! After a change of the rules: what they extract now, from the texts that are kept.

use std::collections::BTreeMap;

use rusqlite::params;

use super::intake::{Head, Intake, again, intake};
use super::keep::{Event, EventKind};
use super::{Adding, Archive, ArchiveError};

/// How many articles are extracted again as one event.
const ARTICLES: usize = 256;

/// What a change of the rules did to a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// It is new.
    Came,
    /// It is no longer made.
    Went,
    /// It is made otherwise.
    Changed,
}

/// A claim that the rules now extract otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimChange {
    /// What happened to it.
    pub kind: ChangeKind,
    /// Its article.
    pub article: String,
    /// Its metric.
    pub metric: String,
    /// The text that it is read from.
    pub quote: String,
    /// What differs in it, as `field: old → new`; empty unless it changed.
    pub fields: Vec<String>,
}

/// What was extracted again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Refreshed {
    /// Articles that these rules had extracted already.
    pub current: usize,
    /// Articles that were extracted again.
    pub again: usize,
    /// The claims that changed, in the order of the articles.
    pub changes: Vec<ClaimChange>,
    /// Articles that can no longer be read from what is kept; they stay as they are.
    pub unreadable: Vec<String>,
}

/// A version that other rules extracted.
struct Outdated {
    id: i64,
    article: String,
    head: String,
    body: String,
    records: Vec<String>,
}

impl Archive {
    /// Extracts again what other rules extracted. `step` is told after each commit how many articles
    /// are done, of how many.
    ///
    /// # Errors
    /// The archive cannot be written to; what was told before is in it.
    pub fn refresh(
        &mut self,
        with: &Adding<'_>,
        step: &mut dyn FnMut(usize, usize),
    ) -> Result<Refreshed, ArchiveError> {
        self.read_again(with.rules, with.pack)?;
        let ids = self.outdated(with.pack)?;
        let all: i64 =
            self.connection
                .query_row("SELECT count(*) FROM version WHERE until IS NULL", [], |r| r.get(0))?;
        let all = usize::try_from(all).unwrap_or_default();
        let mut out = Refreshed { current: all.saturating_sub(ids.len()), ..Refreshed::default() };
        for (done, chunk) in ids.chunks(ARTICLES).enumerate() {
            self.refresh_some(chunk, with, &mut out)?;
            step((done * ARTICLES + chunk.len()).min(ids.len()), ids.len());
        }
        Ok(out)
    }

    /// The present versions that other rules, or another klopt, extracted.
    fn outdated(&self, pack: &str) -> Result<Vec<i64>, ArchiveError> {
        let mut find = self.connection.prepare(
            "SELECT v.id FROM version v JOIN rule_pack p ON p.id = v.pack
             WHERE v.until IS NULL AND NOT (p.hash = ?1 AND p.klopt = ?2) ORDER BY v.id",
        )?;
        let ids = find.query_map(params![pack, env!("CARGO_PKG_VERSION")], |row| row.get(0))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    fn refresh_some(
        &mut self,
        ids: &[i64],
        with: &Adding<'_>,
        out: &mut Refreshed,
    ) -> Result<(), ArchiveError> {
        use rayon::prelude::*;
        let versions: Vec<Outdated> =
            ids.iter().map(|id| self.outdated_version(*id)).collect::<Result<_, _>>()?;
        let fresh: Vec<Option<Intake>> =
            versions.par_iter().map(|v| extract_again(v, with)).collect::<Result<_, _>>()?;
        let mut event = Event::begin(self, EventKind::Refresh, with.at)?;
        let pack = event.pack(with.pack)?;
        for (version, fresh) in versions.iter().zip(&fresh) {
            let Some(fresh) = fresh else {
                out.unreadable.push(version.article.clone());
                continue;
            };
            out.again += 1;
            event.note(&[version.article.as_bytes(), with.pack.as_bytes()]);
            let records: Vec<&String> = fresh.claims.iter().map(|kept| &kept.record).collect();
            if records.iter().copied().ne(&version.records) {
                event.end_claims(version.id)?;
                event.claims(fresh, version.id)?;
                out.changes.extend(changes(&version.article, &version.records, &records)?);
            }
            event
                .sql()
                .prepare_cached(
                    "UPDATE version SET pack = ?2, publication = ?3, published = ?4, observations = ?5
                     WHERE id = ?1",
                )?
                .execute(params![version.id, pack, fresh.publication, fresh.published, fresh.observations])?;
        }
        event.commit(with.rules)?;
        Ok(())
    }

    fn outdated_version(&self, id: i64) -> Result<Outdated, ArchiveError> {
        let mut find = self.connection.prepare_cached(
            "SELECT v.article, v.head, b.text FROM version v JOIN body b ON b.id = v.body WHERE v.id = ?1",
        )?;
        let (article, head, body) =
            find.query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let mut claims = self
            .connection
            .prepare_cached("SELECT record FROM claim WHERE version = ?1 AND until IS NULL ORDER BY id")?;
        let records = claims.query_map([id], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(Outdated { id, article, head, body, records })
    }
}

fn extract_again(version: &Outdated, with: &Adding<'_>) -> Result<Option<Intake>, ArchiveError> {
    let head: Head = serde_json::from_str(&version.head)?;
    let Some(document) = again(&head, &version.article, &version.body, with.reader) else { return Ok(None) };
    Ok(Some(intake(&document, head, with)?))
}

type Fields = serde_json::Map<String, serde_json::Value>;

/// What came, went and changed between two rows of records of one article.
fn changes(article: &str, old: &[String], new: &[&String]) -> Result<Vec<ClaimChange>, ArchiveError> {
    let parse = |record: &str| -> Result<(String, Fields), ArchiveError> {
        let fields: Fields = serde_json::from_str(record)?;
        Ok((text(&fields, "id"), fields))
    };
    let old: BTreeMap<String, Fields> = old.iter().map(|r| parse(r)).collect::<Result<_, _>>()?;
    let new: BTreeMap<String, Fields> = new.iter().map(|r| parse(r)).collect::<Result<_, _>>()?;
    let change = |kind, fields: &Fields, differ| ClaimChange {
        kind,
        article: article.to_owned(),
        metric: text(fields, "metric"),
        quote: fields
            .get("place")
            .and_then(|p| p.get("quote"))
            .and_then(|q| q.as_str())
            .unwrap_or("")
            .to_owned(),
        fields: differ,
    };
    let mut out = Vec::new();
    for (id, fields) in &new {
        match old.get(id) {
            None => out.push(change(ChangeKind::Came, fields, Vec::new())),
            Some(before) if before != fields => {
                out.push(change(ChangeKind::Changed, fields, differences(before, fields)));
            }
            Some(_) => {}
        }
    }
    let gone = old.iter().filter(|(id, _)| !new.contains_key(*id));
    out.extend(gone.map(|(_, fields)| change(ChangeKind::Went, fields, Vec::new())));
    Ok(out)
}

fn text(fields: &Fields, name: &str) -> String {
    fields.get(name).and_then(|v| v.as_str()).unwrap_or("").to_owned()
}

fn differences(old: &Fields, new: &Fields) -> Vec<String> {
    let none = serde_json::Value::Null;
    let show = |value: &serde_json::Value| match value {
        serde_json::Value::Null => "none".to_owned(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let names = new.keys().filter(|name| old.get(*name) != new.get(*name));
    names
        .map(|name| {
            let (a, b) = (old.get(name).unwrap_or(&none), new.get(name).unwrap_or(&none));
            format!("{name}: {} → {}", show(a), show(b))
        })
        .collect()
}
