//! What can go wrong with an archive, in words that say what to do.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::finding::Problem;

/// Why an archive could not be used.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// There is no file.
    #[error("there is no archive at this path")]
    Missing,
    /// The file is a database of another program, or no database.
    #[error("this file is not a klopt archive: {0}")]
    Foreign(String),
    /// A later klopt wrote it.
    #[error("this archive has schema version {found}, and this klopt knows versions up to {known}")]
    Newer {
        /// The file's schema version.
        found: u32,
        /// The latest that this program knows.
        known: u32,
    },
    /// An earlier klopt wrote it, and it cannot be written to.
    #[error("this archive has schema version {found} and has to be brought to {known}, but it is read-only")]
    Older {
        /// The file's schema version.
        found: u32,
        /// The version that this program works with.
        known: u32,
    },
    /// Another process holds it.
    #[error("another process has been writing to this archive for too long")]
    Locked,
    /// It cannot be written to.
    #[error("this archive cannot be written to")]
    ReadOnly,
    /// The disk, or the size that the file may have, is full.
    #[error("there is no room left to write to this archive")]
    Full,
    /// It is damaged.
    #[error("this archive is damaged: {0}")]
    Damaged(String),
    /// There is no such article or version in it.
    #[error("the archive holds no {0}")]
    Unknown(String),
    /// What is to be imported is not an export.
    #[error("line {line} of the export cannot be imported: {what}")]
    Import {
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        what: String,
    },
    /// An import would mix two histories.
    #[error("this archive holds articles already, and an import restores a whole history")]
    NotEmpty,
    /// Anything else that SQLite says.
    #[error("the archive cannot be used: {0}")]
    Sqlite(rusqlite::Error),
    /// The file system says no.
    #[error("the archive cannot be reached: {0}")]
    Io(#[from] std::io::Error),
}

impl From<rusqlite::Error> for ArchiveError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(error.to_string()),
            Some(ErrorCode::NotADatabase) => Self::Foreign("it is not an SQLite database".to_owned()),
            _ => Self::Sqlite(error),
        }
    }
}

impl From<serde_json::Error> for ArchiveError {
    fn from(error: serde_json::Error) -> Self {
        Self::Damaged(format!("a record cannot be read: {error}"))
    }
}

impl ArchiveError {
    /// The stable code of the problem.
    const fn code(&self) -> &'static str {
        match self {
            Self::Missing => "archive/missing",
            Self::Foreign(_) => "archive/foreign",
            Self::Newer { .. } => "archive/newer",
            Self::Older { .. } => "archive/older",
            Self::Locked => "archive/locked",
            Self::ReadOnly => "archive/read-only",
            Self::Full => "archive/full",
            Self::Damaged(_) => "archive/damaged",
            Self::Unknown(_) => "archive/unknown",
            Self::Import { .. } | Self::NotEmpty => "archive/import",
            Self::Sqlite(_) | Self::Io(_) => "archive/unusable",
        }
    }

    fn help(&self, path: &Path) -> Option<String> {
        let path = path.display();
        Some(match self {
            Self::Missing => format!("make it: klopt archive add --archive {path} ARTICLES"),
            Self::Foreign(_) => "name another file with --archive; this one is left as it is".to_owned(),
            Self::Newer { .. } => "use the klopt that wrote it, or a later one".to_owned(),
            Self::Older { .. } => "make it writable once, or work on a copy".to_owned(),
            Self::Locked => "wait until it is done, and try again: nothing was lost".to_owned(),
            Self::ReadOnly => "check the permissions of the file and of its folder".to_owned(),
            Self::Full => {
                "make room and run the same command again: what was reported as added is kept".to_owned()
            }
            Self::Damaged(_) => {
                format!("see `klopt archive verify --archive {path}`; restore it from an export or a copy")
            }
            Self::Unknown(_) => format!("see `klopt archive list --archive {path}`"),
            Self::Import { .. } => {
                "nothing was imported; give a file that `klopt archive export` wrote".to_owned()
            }
            Self::NotEmpty => "import into a new file: --archive NEW.db".to_owned(),
            Self::Sqlite(_) | Self::Io(_) => return None,
        })
    }

    /// The problem to tell the user, about the archive at `path`.
    #[must_use]
    pub fn problem(&self, path: &Path) -> Box<Problem> {
        let shown: PathBuf = path.to_owned();
        let problem = Problem::error(self.code(), &shown.display().to_string(), self.to_string());
        match self.help(path) {
            Some(help) => Box::new(problem.with_help(help)),
            None => Box::new(problem),
        }
    }
}
