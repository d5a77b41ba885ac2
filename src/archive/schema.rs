//! The tables, and the way from each version of them to the next.
//!
//! `docs/schema-versions.md` says what each version holds. A version that has shipped never
//! changes: what is new is a new step.

use rusqlite::{Connection, Transaction, params};

use super::ArchiveError;

/// Marks the file as an archive of klopt's: `klop` in ASCII.
pub const APPLICATION_ID: u32 = 0x6b6c_6f70;

/// The schema version that this program works with.
pub const VERSION: u32 = 5;

/// Step `n` leads from version `n` to `n + 1`.
const STEPS: [&str; VERSION as usize] = [V1, V2, V3, V4, V5];

/// `since` and `until` are events: a row holds from the one until, and not including, the other.
const V1: &str = "
CREATE TABLE schema_version (
    version INTEGER PRIMARY KEY,
    applied TEXT NOT NULL,
    klopt TEXT NOT NULL
);
CREATE TABLE rule_pack (
    id INTEGER PRIMARY KEY,
    hash TEXT NOT NULL,
    klopt TEXT NOT NULL,
    UNIQUE (hash, klopt)
);
CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    digest BLOB NOT NULL,
    chain BLOB NOT NULL
);
CREATE TABLE body (
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    text TEXT NOT NULL
);
CREATE TABLE file (
    hash BLOB PRIMARY KEY,
    articles INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE version (
    id INTEGER PRIMARY KEY,
    article TEXT NOT NULL,
    number INTEGER NOT NULL,
    digest BLOB NOT NULL,
    body INTEGER NOT NULL REFERENCES body (id),
    head TEXT NOT NULL,
    publication TEXT NOT NULL,
    published TEXT,
    observations TEXT NOT NULL,
    file BLOB NOT NULL,
    first_pack INTEGER NOT NULL REFERENCES rule_pack (id),
    pack INTEGER NOT NULL REFERENCES rule_pack (id),
    since INTEGER NOT NULL REFERENCES event (id),
    until INTEGER REFERENCES event (id),
    UNIQUE (article, number)
);
CREATE INDEX version_file ON version (file);
CREATE INDEX version_since ON version (since);
CREATE TABLE fact (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    metric TEXT NOT NULL,
    subject TEXT NOT NULL
);
CREATE INDEX fact_metric ON fact (metric, subject);
CREATE TABLE claim (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL REFERENCES version (id),
    fact INTEGER REFERENCES fact (id),
    published TEXT,
    record TEXT NOT NULL,
    since INTEGER NOT NULL REFERENCES event (id),
    until INTEGER REFERENCES event (id)
);
CREATE INDEX claim_version ON claim (version);
CREATE INDEX claim_fact ON claim (fact, published);
";

/// `mark` holds what the readings were made with. `member` has the claims of each reading.
const V2: &str = "
CREATE TABLE mark (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE reading (
    id INTEGER PRIMARY KEY,
    fact INTEGER NOT NULL REFERENCES fact (id),
    key BLOB NOT NULL,
    timeline BLOB NOT NULL,
    UNIQUE (fact, key)
);
CREATE TABLE member (
    claim INTEGER NOT NULL REFERENCES claim (id),
    reading INTEGER NOT NULL REFERENCES reading (id),
    PRIMARY KEY (claim, reading)
) WITHOUT ROWID;
CREATE INDEX member_reading ON member (reading);
CREATE INDEX version_published ON version (published) WHERE until IS NULL;
";

/// What every claim says of its reading stands beside it, with the events between which it holds: readings of any
/// day, and those that have lost a claim, are made from these without a look at the claims. Readings follow from
/// the claims, so they are made anew. `claim_now` counts the present claims of a fact.
const V3: &str = "
DROP TABLE member;
DELETE FROM reading;
DELETE FROM mark;
CREATE TABLE member (
    reading INTEGER NOT NULL REFERENCES reading (id),
    claim INTEGER NOT NULL REFERENCES claim (id),
    since INTEGER NOT NULL,
    until INTEGER,
    published TEXT,
    carrier BLOB NOT NULL,
    PRIMARY KEY (reading, claim)
) WITHOUT ROWID;
CREATE INDEX member_claim ON member (claim);
CREATE INDEX claim_now ON claim (fact) WHERE until IS NULL;
";

/// The versions of articles that correct or retract others are found at once.
const V4: &str = "
CREATE INDEX version_correcting ON version (published, id)
WHERE coalesce(json_array_length(publication, '$.corrects'), 0)
    + coalesce(json_array_length(publication, '$.retracts'), 0) > 0;
";

/// What a claim says of its fact stands in the order of intake, and one narrow index tells which claims are about a fact;
/// `tally` counts them. A wide row in the order of the facts cost a page for each claim that was added. `day` counts the
/// present articles by their days.
const V5: &str = "
DROP TABLE member;
DELETE FROM reading;
DELETE FROM mark;
DROP INDEX claim_fact;
DROP INDEX claim_now;
DROP INDEX version_published;
CREATE TABLE says (
    claim INTEGER PRIMARY KEY,
    fact INTEGER NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER,
    published TEXT,
    readings BLOB NOT NULL
);
INSERT INTO says SELECT id, fact, since, until, published, x'' FROM claim WHERE fact IS NOT NULL ORDER BY id;
CREATE INDEX says_fact ON says (fact);
CREATE TABLE tally (
    fact INTEGER PRIMARY KEY,
    claims INTEGER NOT NULL,
    waiting INTEGER NOT NULL,
    upto INTEGER NOT NULL
);
CREATE TABLE day (
    published TEXT PRIMARY KEY,
    articles INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO day
SELECT published, count(*) FROM version WHERE until IS NULL AND published IS NOT NULL GROUP BY published;
CREATE TRIGGER version_comes AFTER INSERT ON version WHEN new.published IS NOT NULL AND new.until IS NULL BEGIN
    INSERT INTO day VALUES (new.published, 1) ON CONFLICT (published) DO UPDATE SET articles = articles + 1;
END;
CREATE TRIGGER version_changes AFTER UPDATE OF published, until ON version BEGIN
    UPDATE day SET articles = articles - 1 WHERE published = old.published AND old.until IS NULL;
    INSERT INTO day SELECT new.published, 1 WHERE new.published IS NOT NULL AND new.until IS NULL
    ON CONFLICT (published) DO UPDATE SET articles = articles + 1;
END;
CREATE TRIGGER version_goes AFTER DELETE ON version BEGIN
    UPDATE day SET articles = articles - 1 WHERE published = old.published AND old.until IS NULL;
END;
";

/// The file's marks: its application id and its schema version.
pub(super) fn marks(connection: &Connection) -> Result<(u32, u32), ArchiveError> {
    let mark = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let application = u32::try_from(mark("application_id")?).unwrap_or_default();
    Ok((application, u32::try_from(mark("user_version")?).unwrap_or_default()))
}

/// Brings the tables from version `from` to [`VERSION`], in the transaction.
pub(super) fn migrate(transaction: &Transaction<'_>, from: u32, at: &str) -> Result<(), ArchiveError> {
    for (version, step) in (1u32..).zip(STEPS).skip(from as usize) {
        transaction.execute_batch(step)?;
        transaction.execute(
            "INSERT INTO schema_version (version, applied, klopt) VALUES (?1, ?2, ?3)",
            params![version, at, env!("CARGO_PKG_VERSION")],
        )?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    Ok(())
}
