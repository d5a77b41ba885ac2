//! Reading: what the archive holds, now or after an event of the past.

use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::{OptionalExtension as _, Row, ToSql, params};
use serde::Serialize;

use super::intake::again;
use super::record::{self, hex};
use super::{Archive, ArchiveError};
use crate::claim::{Claim, Publication};
use crate::finding::{ArticleView, Excerpts};
use crate::input::{Document, Reader, suppressions};
use crate::value::Date;

/// What an archive held after an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moment {
    /// The event; 0 is before the first.
    pub(super) event: i64,
    /// When it happened, in RFC 3339; none before the first.
    pub at: Option<String>,
    /// The archive's hash from then on, in hexadecimal digits.
    pub hash: String,
}

/// A version of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VersionInfo {
    /// The article's id.
    pub article: String,
    /// Its number, from 1.
    pub version: i64,
    /// The file that it was read from.
    pub path: String,
    /// Its headline.
    pub title: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// When, in ISO 8601.
    pub published: Option<String>,
    /// When the archive took it in.
    pub taken_in: String,
    /// When it was replaced or removed.
    pub until: Option<String>,
    /// The hash of the rules that extracted it.
    pub rules: String,
    /// The hash of its content.
    pub digest: String,
    /// How many claims it makes.
    pub claims: usize,
}

/// A version with its text and its claims.
#[derive(Debug, Clone)]
pub struct Held {
    /// What it is.
    pub info: VersionInfo,
    /// The article, as its claims refer to it.
    pub publication: Arc<Publication>,
    /// The file, or the text of the JSON line.
    pub text: Arc<str>,
    /// The JSON line that it stood in.
    pub record: Option<usize>,
    /// Its claims, in the order of the text.
    pub claims: Vec<Claim>,
}

impl Held {
    /// What reports show of it.
    #[must_use]
    pub fn view(&self) -> ArticleView {
        // A title that was read as a line is kept beside the text.
        let titled = self.claims.iter().any(|claim| claim.place.title.is_some());
        let title = self.info.title.as_deref().filter(|_| titled);
        let text = title.map(|title| format!("{}\n{title}", self.text));
        let text = text.as_deref().unwrap_or(&self.text);
        ArticleView {
            path: self.info.path.clone(),
            id: self.info.article.as_str().into(),
            called: None,
            title: self.info.title.clone(),
            published: self.info.published.clone(),
            source: self.info.source.clone(),
            excerpts: Excerpts::around(
                text,
                self.claims.iter().flat_map(|c| [c.place.span, c.place.sentence]),
            ),
            record: self.record,
            suppressions: match self.record {
                None => suppressions(&self.info.path, &self.text),
                Some(_) => Vec::new(),
            },
            references: Vec::new(),
        }
    }
}

/// How much an archive holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// Articles.
    pub articles: usize,
    /// Versions, with those that were replaced or removed.
    pub versions: usize,
    /// Claims of the articles as they are now.
    pub claims: usize,
    /// Facts that they are about.
    pub facts: usize,
    /// The first and the last day of publication.
    pub published: Option<(String, String)>,
    /// When the first article was taken in, and what changed last.
    pub taken_in: Option<(String, String)>,
    /// Articles that were extracted by each rule pack.
    pub packs: BTreeMap<String, usize>,
    /// The metrics with the most claims, and how many.
    pub metrics: Vec<(String, usize)>,
    /// The file, in bytes.
    pub bytes: u64,
    /// The archive's hash.
    pub hash: String,
    /// The schema version of the file.
    pub schema: u32,
}

const VERSION_COLUMNS: &str = "v.article, v.number, v.publication, s.at, u.at, p.hash, v.digest,
    (SELECT count(*) FROM claim c WHERE c.version = v.id AND c.until IS v.until), v.head, v.id, v.until";
const VERSION_TABLES: &str = "version v JOIN event s ON s.id = v.since LEFT JOIN event u ON u.id = v.until
    JOIN rule_pack p ON p.id = v.pack";

/// A row of [`VERSION_COLUMNS`].
struct VersionRow {
    info: VersionInfo,
    publication: String,
    head: String,
    id: i64,
    until: Option<i64>,
}

impl VersionRow {
    fn of(row: &Row<'_>) -> Result<Self, ArchiveError> {
        let publication: String = row.get(2)?;
        let known = record::to_publication(&publication)?;
        let info = VersionInfo {
            article: row.get(0)?,
            version: row.get(1)?,
            path: known.path.to_string(),
            title: known.title.as_deref().map(str::to_owned),
            source: known.source.as_deref().map(str::to_owned),
            published: known.published.map(|p| p.iso()),
            taken_in: row.get(3)?,
            until: row.get(4)?,
            rules: row.get(5)?,
            digest: hex(&row.get::<_, Vec<u8>>(6)?),
            claims: usize::try_from(row.get::<_, i64>(7)?).unwrap_or_default(),
        };
        Ok(Self { info, publication, head: row.get(8)?, id: row.get(9)?, until: row.get(10)? })
    }
}

impl Archive {
    /// What the archive holds now.
    ///
    /// # Errors
    /// The archive cannot be read.
    pub fn now(&self) -> Result<Moment, ArchiveError> {
        self.moment("", params![])
    }

    /// What the archive held at the end of a day (UTC).
    ///
    /// # Errors
    /// The archive cannot be read.
    pub fn at_end_of(&self, day: Date) -> Result<Moment, ArchiveError> {
        let end =
            day.tomorrow().map_or_else(|_| "9999-12-31T23:59:59Z".to_owned(), |d| format!("{d}T00:00:00Z"));
        self.moment("WHERE at < ?1", params![end])
    }

    fn moment(&self, filter: &str, values: impl rusqlite::Params) -> Result<Moment, ArchiveError> {
        let sql = format!("SELECT id, at, chain FROM event {filter} ORDER BY id DESC LIMIT 1");
        let found = self
            .connection
            .query_row(&sql, values, |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, Vec<u8>>(2)?))
            })
            .optional()?;
        Ok(match found {
            Some((event, at, chain)) => Moment { event, at: Some(at), hash: hex(&chain) },
            None => Moment { event: 0, at: None, hash: hex(&[0; 32]) },
        })
    }

    /// How many articles the file with this hash holds, if all of them are in the archive as they are.
    pub(super) fn known_file(&self, hash: &[u8; 32]) -> Result<Option<usize>, ArchiveError> {
        let mut find = self.connection.prepare_cached(
            "SELECT articles FROM file f WHERE hash = ?1 AND articles =
                (SELECT count(*) FROM version v WHERE v.file = f.hash AND v.until IS NULL)",
        )?;
        let found: Option<i64> = find.query_row([hash], |row| row.get(0)).optional()?;
        Ok(found.and_then(|n| usize::try_from(n).ok()))
    }

    /// Calls `each` for every article as it is now, in the order of their ids.
    ///
    /// # Errors
    /// The archive cannot be read, or `each` fails.
    pub fn list<E: From<ArchiveError>>(
        &self,
        mut each: impl FnMut(&VersionInfo) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = format!(
            "SELECT {VERSION_COLUMNS} FROM {VERSION_TABLES} WHERE v.until IS NULL ORDER BY v.article"
        );
        let mut statement = self.connection.prepare(&sql).map_err(ArchiveError::from)?;
        let mut rows = statement.query([]).map_err(ArchiveError::from)?;
        while let Some(row) = rows.next().map_err(ArchiveError::from)? {
            each(&VersionRow::of(row)?.info)?;
        }
        Ok(())
    }

    /// Every version of an article, the first one first.
    ///
    /// # Errors
    /// There is none, or the archive cannot be read.
    pub fn versions(&self, article: &str) -> Result<Vec<VersionInfo>, ArchiveError> {
        let sql =
            format!("SELECT {VERSION_COLUMNS} FROM {VERSION_TABLES} WHERE v.article = ?1 ORDER BY v.number");
        let mut statement = self.connection.prepare(&sql)?;
        let rows = statement.query_and_then([article], |row| Ok(VersionRow::of(row)?.info))?;
        let found: Vec<VersionInfo> = rows.collect::<Result<_, ArchiveError>>()?;
        if found.is_empty() { Err(ArchiveError::Unknown(format!("article `{article}`"))) } else { Ok(found) }
    }

    /// A version of an article with its text and claims; without a number the present one, or else the last.
    ///
    /// # Errors
    /// There is none, or the archive cannot be read.
    pub fn held(&self, article: &str, number: Option<i64>) -> Result<Held, ArchiveError> {
        let held = self.find_held("?2 IS NULL OR v.number = ?2", params![article, number])?;
        held.ok_or_else(|| {
            let version = number.map_or_else(String::new, |n| format!("version {n} of "));
            ArchiveError::Unknown(format!("{version}article `{article}`"))
        })
    }

    /// The id of the article that was read from a file; none where the archive has none of it.
    ///
    /// # Errors
    /// The archive cannot be read.
    pub fn article_of(&self, path: &str) -> Result<Option<String>, ArchiveError> {
        let mut find = self.connection.prepare(
            "SELECT article FROM version WHERE until IS NULL AND json_extract(publication, '$.path') = ?1
             ORDER BY id LIMIT 1",
        )?;
        Ok(find.query_row([path], |row| row.get(0)).optional()?)
    }

    /// A version of an article, read again from what was kept of it; without a number the present one, or else
    /// the last.
    ///
    /// # Errors
    /// There is none, it cannot be read any more, or the archive cannot be read.
    pub fn document(
        &self,
        article: &str,
        number: Option<i64>,
        reader: &Reader,
    ) -> Result<(Document, VersionInfo), ArchiveError> {
        let held = self.held(article, number)?;
        let head: String = self.connection.query_row(
            "SELECT head FROM version WHERE article = ?1 AND number = ?2",
            params![article, held.info.version],
            |row| row.get(0),
        )?;
        let document = again(&serde_json::from_str(&head)?, article, &held.text, reader);
        let document = document.ok_or_else(|| {
            ArchiveError::Damaged(format!("the text of article `{article}` cannot be read again"))
        })?;
        Ok((document, held.info))
    }

    /// The version of an article that the archive had after an event.
    pub(super) fn held_at(&self, article: &str, moment: &Moment) -> Result<Option<Held>, ArchiveError> {
        let then = "v.since <= ?2 AND (v.until IS NULL OR v.until > ?2)";
        self.find_held(then, params![article, moment.event])
    }

    fn find_held(&self, filter: &str, values: &[&dyn ToSql]) -> Result<Option<Held>, ArchiveError> {
        let sql = format!(
            "SELECT {VERSION_COLUMNS}, b.text FROM {VERSION_TABLES} JOIN body b ON b.id = v.body
             WHERE v.article = ?1 AND ({filter}) ORDER BY v.number DESC LIMIT 1"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(values)?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let found = VersionRow::of(row)?;
        let text: String = row.get(11)?;
        let publication = record::to_publication(&found.publication)?;
        let mut statement = self
            .connection
            .prepare_cached("SELECT record FROM claim WHERE version = ?1 AND until IS ?2 ORDER BY id")?;
        let records = statement.query_map(params![found.id, found.until], |row| row.get::<_, String>(0))?;
        let claim = |json: Result<String, rusqlite::Error>| {
            record::to_claim(&json?, &publication, &found.publication)
        };
        let claims = records.map(claim).collect::<Result<_, ArchiveError>>()?;
        let head: super::intake::Head = serde_json::from_str(&found.head)?;
        Ok(Some(Held { info: found.info, publication, text: text.into(), record: head.record, claims }))
    }

    /// How much the archive holds.
    ///
    /// # Errors
    /// The archive cannot be read.
    pub fn stats(&self) -> Result<Stats, ArchiveError> {
        let count = |sql: &str| -> Result<usize, ArchiveError> {
            let n: i64 = self.connection.query_row(sql, [], |row| row.get(0))?;
            Ok(usize::try_from(n).unwrap_or_default())
        };
        let pair = |sql: &str| -> Result<Option<(String, String)>, ArchiveError> {
            let ends = self.connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(match ends {
                (Some(a), Some(b)) => Some((a, b)),
                _ => None,
            })
        };
        let rows = |sql: &str| -> Result<Vec<(String, usize)>, ArchiveError> {
            let mut statement = self.connection.prepare(sql)?;
            let row = |row: &Row<'_>| Ok((row.get(0)?, row.get::<_, i64>(1)?));
            let all = statement.query_map([], row)?.collect::<Result<Vec<(String, i64)>, _>>()?;
            Ok(all.into_iter().map(|(name, n)| (name, usize::try_from(n).unwrap_or_default())).collect())
        };
        let pages = |name: &str| self.connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        let packs = rows(
            "SELECT p.hash, count(*) FROM version v JOIN rule_pack p ON p.id = v.pack
             WHERE v.until IS NULL GROUP BY p.hash",
        )?;
        Ok(Stats {
            articles: count("SELECT count(*) FROM version WHERE until IS NULL")?,
            versions: count("SELECT count(*) FROM version")?,
            claims: count("SELECT count(*) FROM claim WHERE until IS NULL")?,
            facts: count("SELECT count(DISTINCT fact) FROM claim WHERE until IS NULL")?,
            published: pair("SELECT min(published), max(published) FROM version WHERE until IS NULL")?,
            taken_in: pair("SELECT min(at), max(at) FROM event")?,
            packs: packs.into_iter().collect(),
            metrics: rows(
                "SELECT f.metric, count(*) AS n FROM claim c JOIN fact f ON f.id = c.fact
                 WHERE c.until IS NULL GROUP BY f.metric ORDER BY n DESC, f.metric LIMIT 10",
            )?,
            bytes: u64::try_from(pages("page_count")? * pages("page_size")?).unwrap_or_default(),
            hash: self.now()?.hash,
            schema: super::VERSION,
        })
    }

    /// Gives the room of what is gone back to the disk.
    ///
    /// # Errors
    /// The archive cannot be written to.
    pub fn vacuum(&self) -> Result<(), ArchiveError> {
        self.connection.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);")?;
        Ok(())
    }
}
