//! Opening an archive: what it is, who else has it open, whether it can be written to.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use super::ArchiveError;
use super::schema::{self, APPLICATION_ID, VERSION};

/// How long to wait for another process that writes.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long to wait between two attempts at what SQLite does not wait for by itself.
const NAP: Duration = Duration::from_millis(5);

/// The memory for pages, in KiB: enough for every batch, and little beside what else klopt uses.
const CACHE_KIB: i64 = 16_384;

/// The same while much is written, as adding articles to a large archive does.
const WRITING_KIB: i64 = 98_304;

/// How many pages, of 4 KiB, the log may have meanwhile before they are written to their places.
const LOG_PAGES: i64 = 32_768;

/// What an archive is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// It has to be there, and stays as it is.
    Read,
    /// It has to be there.
    Write,
    /// It is made if it is not there.
    Create,
}

/// An open archive.
#[derive(Debug)]
pub struct Archive {
    pub(super) connection: Connection,
    pub(super) path: PathBuf,
}

impl Archive {
    /// Opens the archive at `path`; `at` is the moment, in RFC 3339, that a new or migrated archive notes.
    ///
    /// # Errors
    /// The file is missing, foreign, newer, read-only, locked or damaged.
    pub fn open(path: &Path, access: Access, at: &str) -> Result<Self, ArchiveError> {
        if access == Access::Create {
            if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
                std::fs::create_dir_all(folder)?;
            }
        } else if !path.exists() {
            return Err(ArchiveError::Missing);
        }
        let mut archive = Self { connection: connect(path, access)?, path: path.to_owned() };
        archive.prepare(access, at)?;
        Ok(archive)
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Lets the file grow to `pages` pages at most, as a disk that is full would.
    ///
    /// # Errors
    /// SQLite refuses.
    pub fn limit_pages(&self, pages: u32) -> Result<(), ArchiveError> {
        Ok(self.connection.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))?)
    }

    /// How long to wait for another process that writes, instead of twenty seconds.
    ///
    /// # Errors
    /// SQLite refuses.
    pub fn wait_at_most(&self, patience: Duration) -> Result<(), ArchiveError> {
        Ok(self.connection.busy_timeout(patience)?)
    }

    /// Makes room for writing much: every article changes pages all over the indexes, and what is kept in memory,
    /// and goes from the log to its place seldom, is read and written fewer times.
    pub(super) fn make_room(&self) -> Result<(), ArchiveError> {
        self.connection.pragma_update(None, "cache_size", -WRITING_KIB)?;
        Ok(self.connection.pragma_update_and_check(None, "wal_autocheckpoint", LOG_PAGES, |_| Ok(()))?)
    }

    fn prepare(&mut self, access: Access, at: &str) -> Result<(), ArchiveError> {
        self.connection.busy_timeout(PATIENCE)?;
        self.connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
        self.connection.pragma_update(None, "foreign_keys", true)?;
        // Without this, a statement is planned again whenever another value is bound to it.
        self.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        let (application, version, fresh) = self.kind()?;
        if !fresh && application != APPLICATION_ID {
            return Err(ArchiveError::Foreign("it is a database of another program".to_owned()));
        }
        if version > VERSION {
            return Err(ArchiveError::Newer { found: version, known: VERSION });
        }
        if fresh && access != Access::Create {
            return Err(ArchiveError::Foreign("it is an empty file".to_owned()));
        }
        if access != Access::Read {
            // Readers go on while one process writes, and a commit is on the disk when it returns.
            self.keep_log()?;
            self.connection.pragma_update(None, "synchronous", "full")?;
        }
        if version < VERSION {
            self.migrate(access, at)?;
        }
        Ok(())
    }

    /// The marks of the file, and whether it is empty. Both are as at one moment: another process may be making
    /// the archive just now.
    fn kind(&self) -> Result<(u32, u32, bool), ArchiveError> {
        let then = self.connection.unchecked_transaction()?;
        let (application, version) = schema::marks(&then)?;
        let tables: i64 = then.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        Ok((application, version, application == 0 && version == 0 && tables == 0))
    }

    /// Brings the file into write-ahead-log mode. SQLite does not wait for another process that does the same,
    /// as it does for one that writes.
    fn keep_log(&self) -> Result<(), ArchiveError> {
        self.connection.busy_timeout(Duration::ZERO)?;
        for _ in 0..PATIENCE.as_millis() / NAP.as_millis() {
            match self.connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(())) {
                Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {
                    std::thread::sleep(NAP);
                }
                other => {
                    other?;
                    return Ok(self.connection.busy_timeout(PATIENCE)?);
                }
            }
        }
        Err(ArchiveError::Locked)
    }

    fn migrate(&mut self, access: Access, at: &str) -> Result<(), ArchiveError> {
        let before = schema::marks(&self.connection)?.1;
        if access == Access::Read {
            // Reading needs the present tables, so the file is brought up to date if it can be.
            *self = Self::open(&self.path, Access::Write, at).map_err(|error| match error {
                ArchiveError::ReadOnly => ArchiveError::Older { found: before, known: VERSION },
                other => other,
            })?;
            return Ok(());
        }
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another process may have been first.
        let (_, version) = schema::marks(&transaction)?;
        if version < VERSION {
            schema::migrate(&transaction, version, at)?;
        }
        Ok(transaction.commit()?)
    }
}

fn connect(path: &Path, access: Access) -> Result<Connection, ArchiveError> {
    let common = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let flags = match access {
        Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
        Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
        Access::Create => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
    };
    let connection = Connection::open_with_flags(path, flags | common)?;
    if access != Access::Read {
        return Ok(connection);
    }
    match connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0)) {
        Ok(_) => Ok(connection),
        // A folder that cannot be written to has no place for the index of the write-ahead log; without
        // such a log the file is all there is.
        Err(error) if is_unopenable(&error) && !log_of(path).exists() => {
            let address = format!("file:{}?immutable=1", escaped(path));
            Ok(Connection::open_with_flags(address, flags | common)?)
        }
        Err(error) => Err(error.into()),
    }
}

fn is_unopenable(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly))
}

fn log_of(path: &Path) -> PathBuf {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    log.into()
}

/// The path as it stands in a URI.
fn escaped(path: &Path) -> String {
    let text = path.to_string_lossy();
    text.replace('%', "%25").replace('?', "%3f").replace('#', "%23")
}
