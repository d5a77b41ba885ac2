//! After a change of the rules: what they extract now, from the texts that are kept.

use rusqlite::params;

use super::intake::{Head, Intake, again, intake};
use super::keep::{Event, EventKind};
use super::{Adding, Archive, ArchiveError, Held};

/// How many articles are extracted again as one event.
const ARTICLES: usize = 256;

/// How many articles were looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Refreshed {
    /// Articles that these rules had extracted already.
    pub current: usize,
    /// Articles that were extracted again.
    pub again: usize,
    /// Those of them whose claims are kept otherwise now.
    pub changed: usize,
}

/// An article whose claims are kept otherwise now.
#[derive(Debug, Clone)]
pub struct Renewed {
    /// It, as other rules had extracted it.
    pub old: Held,
    /// It, as the present ones do.
    pub new: Held,
}

/// What has been committed, each time that it grows.
#[derive(Debug)]
pub struct Step<'a> {
    /// How many articles are done.
    pub done: usize,
    /// Of how many.
    pub all: usize,
    /// Those of this step whose claims changed.
    pub renewed: &'a [Renewed],
    /// Those that can no longer be read from what is kept; they stay as they are.
    pub unreadable: &'a [String],
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
    /// Extracts again what other rules extracted. `told` is called after each commit, with what is safe from then
    /// on.
    ///
    /// # Errors
    /// The archive cannot be written to; what was told before is in it.
    pub fn refresh(
        &mut self,
        with: &Adding<'_>,
        told: &mut dyn FnMut(&Step<'_>),
    ) -> Result<Refreshed, ArchiveError> {
        self.make_room()?;
        self.read_again(with.rules, with.pack)?;
        let ids = self.outdated(with.pack)?;
        let all: i64 =
            self.connection
                .query_row("SELECT count(*) FROM version WHERE until IS NULL", [], |r| r.get(0))?;
        let all = usize::try_from(all).unwrap_or_default();
        let mut out = Refreshed { current: all.saturating_sub(ids.len()), ..Refreshed::default() };
        let mut done = 0;
        for chunk in ids.chunks(ARTICLES) {
            let (renewed, unreadable) = self.refresh_some(chunk, with)?;
            done += chunk.len();
            out.again += chunk.len() - unreadable.len();
            out.changed += renewed.len();
            told(&Step { done, all: ids.len(), renewed: &renewed, unreadable: &unreadable });
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

    /// The articles whose claims changed, and those that cannot be read again.
    fn refresh_some(
        &mut self,
        ids: &[i64],
        with: &Adding<'_>,
    ) -> Result<(Vec<Renewed>, Vec<String>), ArchiveError> {
        use rayon::prelude::*;
        let versions: Vec<Outdated> =
            ids.iter().map(|id| self.outdated_version(*id)).collect::<Result<_, _>>()?;
        let fresh: Vec<Option<Intake>> =
            versions.par_iter().map(|v| extract_again(v, with)).collect::<Result<_, _>>()?;
        let differs = |(version, fresh): &(&Outdated, &Option<Intake>)| {
            let records = fresh.iter().flat_map(|fresh| &fresh.claims).map(|kept| &kept.record);
            fresh.is_some() && records.ne(&version.records)
        };
        let changed: Vec<&Outdated> =
            versions.iter().zip(&fresh).filter(differs).map(|(version, _)| version).collect();
        let held = |archive: &Self| -> Result<Vec<Held>, ArchiveError> {
            changed.iter().map(|version| archive.held(&version.article, None)).collect()
        };
        let before = held(self)?;
        let mut event = Event::begin(self, EventKind::Refresh, with.at)?;
        for (version, fresh) in versions.iter().zip(&fresh) {
            if let Some(fresh) = fresh {
                let changed = changed.iter().any(|other| other.id == version.id);
                renew(&mut event, (version, fresh), with, changed)?;
            }
        }
        event.commit()?;
        let renewed = before.into_iter().zip(held(self)?).map(|(old, new)| Renewed { old, new }).collect();
        let unreadable = versions.into_iter().zip(&fresh).filter(|(_, fresh)| fresh.is_none());
        Ok((renewed, unreadable.map(|(version, _)| version.article).collect()))
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

/// Notes with a version which rules have extracted it, and keeps its claims where they changed.
fn renew(
    event: &mut Event<'_>,
    (version, fresh): (&Outdated, &Intake),
    with: &Adding<'_>,
    changed: bool,
) -> Result<(), ArchiveError> {
    event.note(&[version.article.as_bytes(), with.pack.as_bytes()])?;
    if changed {
        event.end_claims(version.id)?;
        event.claims(fresh, version.id)?;
    }
    let pack = event.pack(with.pack)?;
    event
        .sql()
        .prepare_cached(
            "UPDATE version SET pack = ?2, publication = ?3, published = ?4, observations = ?5 WHERE id = ?1",
        )?
        .execute(params![version.id, pack, fresh.publication, fresh.published, fresh.observations])?;
    Ok(())
}

fn extract_again(version: &Outdated, with: &Adding<'_>) -> Result<Option<Intake>, ArchiveError> {
    let head: Head = serde_json::from_str(&version.head)?;
    let Some(document) = again(&head, &version.article, &version.body, with.reader) else { return Ok(None) };
    Ok(Some(intake(&document, head, with)?))
}
