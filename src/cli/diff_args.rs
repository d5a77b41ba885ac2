//! The arguments of `klopt diff`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::archive_args::ArchiveFile;
use super::args::{GivenArgs, RuleArgs, Threshold};

/// Compare two versions of an article: which claims came, went and changed, and what that does to the findings
///
/// With one file, the old version is the one that the archive has of it, and both are checked
/// against the rest of the archive. Exits with 1 where the new version brings a finding.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  klopt diff article.md                          against its archived version
  klopt diff article.md --number 2               against the second one
  klopt diff old.md new.md
  klopt diff old.md new.md --against .klopt/archive.db --format json")]
pub(super) struct DiffArgs {
    /// The old version, or the new one of an article that the archive has
    #[arg(value_name = "FILE", help_heading = "Arguments")]
    pub(super) first: PathBuf,
    /// The new version
    #[arg(value_name = "NEW", help_heading = "Arguments")]
    pub(super) second: Option<PathBuf>,
    /// Which archived version [default: the present one]
    #[arg(long, value_name = "N", conflicts_with = "second")]
    pub(super) number: Option<i64>,
    /// Check both files against everything in this archive
    #[arg(long, value_name = "FILE", requires = "second")]
    pub(super) against: Option<PathBuf>,
    /// Exit with 1 where the new version brings a finding of this severity [default: warning]
    #[arg(long, value_name = "SEVERITY")]
    pub(super) fail_on: Option<Threshold>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: DiffFormat,
    #[command(flatten)]
    pub(super) file: ArchiveFile,
    #[command(flatten)]
    pub(super) given: GivenArgs,
    #[command(flatten)]
    pub(super) rules: RuleArgs,
}

/// The formats of `diff`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFormat {
    /// For people
    Text,
    /// One JSON object: claims as `extract` prints them, findings as `check` does
    Json,
}
