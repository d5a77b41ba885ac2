//! The arguments of `klopt archive`.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use super::args::{InputArgs, RuleArgs};

/// Where the archive is unless the arguments or the configuration say otherwise.
pub(super) const DEFAULT: &str = ".klopt/archive.db";

/// Which archive.
#[derive(Debug, Clone, Args)]
pub(super) struct ArchiveFile {
    /// The archive's file [default: `archive` of klopt.yaml, else .klopt/archive.db]
    #[arg(long = "archive", value_name = "FILE", help_heading = "Archive")]
    pub(super) named: Option<PathBuf>,
}

impl ArchiveFile {
    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        self.named.as_deref().unwrap_or_else(|| Path::new(DEFAULT))
    }
}

/// When it happens.
#[derive(Debug, Clone, Args)]
pub(super) struct When {
    /// Note this moment (UTC), as 2025-03-01 or 2025-03-01T12:00:00Z [default: now]
    ///
    /// For moving an archive of your own into this one: the days on which you took articles in.
    /// Moments never go back: one before the last that the archive noted counts as that one.
    #[arg(long, value_name = "TIME", value_parser = moment, help_heading = "Archive")]
    pub(super) taken_in: Option<String>,
}

/// Reads a moment, and gives it in RFC 3339.
fn moment(text: &str) -> Result<String, String> {
    if let Ok(day) = text.parse::<crate::value::Date>() {
        return Ok(format!("{day}T00:00:00Z"));
    }
    let at: jiff::Timestamp =
        text.parse().map_err(|_error| "write it as 2025-03-01 or 2025-03-01T12:00:00Z".to_owned())?;
    Ok(seconds(at))
}

/// A moment to the second.
fn seconds(at: jiff::Timestamp) -> String {
    jiff::Timestamp::from_second(at.as_second()).unwrap_or(at).to_string()
}

impl When {
    /// The moment in RFC 3339.
    pub(super) fn at(&self) -> String {
        self.taken_in.clone().unwrap_or_else(now)
    }
}

/// The clock's time in RFC 3339.
#[expect(clippy::disallowed_methods, reason = "the clock is read here and handed on")]
pub(super) fn now() -> String {
    seconds(jiff::Timestamp::now())
}

/// What a command that takes articles in or out is done with.
#[derive(Debug, Args)]
pub(super) struct Writing {
    #[command(flatten)]
    pub(super) file: ArchiveFile,
    #[command(flatten)]
    pub(super) when: When,
    #[command(flatten)]
    pub(super) rules: RuleArgs,
}

/// Keep articles and what they claim, to check others against
///
/// An archive is one file. Articles go in with their text and their claims; a changed article is
/// a new version beside the old one, and none is ever overwritten.
#[derive(Debug, Args)]
pub(super) struct ArchiveArgs {
    /// The archive's file, where it stands before the command
    #[arg(long = "archive", value_name = "FILE", hide = true)]
    before: Option<PathBuf>,
    #[command(subcommand)]
    pub(super) command: ArchiveCommand,
}

impl ArchiveArgs {
    /// What of its arguments a configuration can fill in.
    pub(super) fn open(&mut self) -> (&mut ArchiveFile, Option<&mut InputArgs>, Option<&mut RuleArgs>) {
        let before = self.before.take();
        let open = self.command.open();
        if open.0.named.is_none() {
            open.0.named = before;
        }
        open
    }
}

/// What to do with an archive.
#[derive(Debug, Subcommand)]
pub(super) enum ArchiveCommand {
    Add(AddArgs),
    List(ListArgs),
    Show(ShowArgs),
    Remove(RemoveArgs),
    /// Look whether everything is as it was: the file, the hashes, every span in its text
    Verify(PlainArgs),
    Stats(StatsArgs),
    Export(ExportArgs),
    Import(ImportArgs),
    Refresh(RefreshArgs),
    /// Give the room of what is gone back to the disk
    Vacuum(PlainArgs),
}

impl ArchiveCommand {
    fn open(&mut self) -> (&mut ArchiveFile, Option<&mut InputArgs>, Option<&mut RuleArgs>) {
        match self {
            Self::Add(AddArgs { writing, input, .. }) => {
                (&mut writing.file, Some(input), Some(&mut writing.rules))
            }
            Self::Remove(RemoveArgs { writing, .. }) | Self::Refresh(RefreshArgs { writing }) => {
                (&mut writing.file, None, Some(&mut writing.rules))
            }
            Self::Import(args) => (&mut args.file, None, Some(&mut args.rules)),
            Self::List(args) => (&mut args.file, None, None),
            Self::Show(args) => (&mut args.file, None, None),
            Self::Stats(args) => (&mut args.file, None, None),
            Self::Export(args) => (&mut args.file, None, None),
            Self::Verify(args) | Self::Vacuum(args) => (&mut args.file, None, None),
        }
    }
}

/// Take articles in
///
/// What is in the archive as it is costs nothing; what changed is a new version. An article counts
/// as added once its line (with --list) or the summary is printed: it is on the disk then,
/// whatever happens next.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  klopt archive add articles/
  klopt archive add --list wire.jsonl")]
pub(super) struct AddArgs {
    /// Print a line for each article that is new or changed, once it is safe
    #[arg(long)]
    pub(super) list: bool,
    #[command(flatten)]
    pub(super) input: InputArgs,
    #[command(flatten)]
    pub(super) writing: Writing,
}

/// List the articles
#[derive(Debug, Args)]
pub(super) struct ListArgs {
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(super) format: ListFormat,
    #[command(flatten)]
    pub(super) file: ArchiveFile,
}

/// The formats of `archive list`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    /// Columns, for people
    Table,
    /// A JSON object a line
    Jsonl,
}

/// Show an article: its versions, its claims, its text
#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// The article's id, as `archive list` prints it
    #[arg(value_name = "ARTICLE")]
    pub(super) article: String,
    /// Which version [default: the present one]
    #[arg(long, value_name = "N")]
    pub(super) number: Option<i64>,
    /// Print the text alone, as it was taken in
    #[arg(long)]
    pub(super) text: bool,
    #[command(flatten)]
    pub(super) file: ArchiveFile,
}

/// Let articles be in the archive until now
///
/// What they said stays there for the days before: `--as-of` still finds it.
#[derive(Debug, Args)]
pub(super) struct RemoveArgs {
    /// The articles' ids, as `archive list` prints them
    #[arg(value_name = "ARTICLE", required = true)]
    pub(super) articles: Vec<String>,
    #[command(flatten)]
    pub(super) writing: Writing,
}

// A doc comment here would become the help of both commands.
#[derive(Debug, Args)]
pub(super) struct PlainArgs {
    #[command(flatten)]
    pub(super) file: ArchiveFile,
}

/// Say how much the archive holds
#[derive(Debug, Args)]
pub(super) struct StatsArgs {
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: StatsFormat,
    #[command(flatten)]
    pub(super) file: ArchiveFile,
}

/// The formats of `archive stats`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum StatsFormat {
    /// For people
    Human,
    /// One JSON object
    Json,
}

/// Write everything as JSON Lines: articles, versions, claims and their history
#[derive(Debug, Args)]
#[command(after_long_help = "Example:\n  klopt archive export | gzip > archive.jsonl.gz")]
pub(super) struct ExportArgs {
    #[command(flatten)]
    pub(super) file: ArchiveFile,
}

/// Restore an export, its history with it, in a new archive
#[derive(Debug, Args)]
#[command(
    after_long_help = "Example:\n  gunzip < archive.jsonl.gz | klopt archive import --archive new.db -"
)]
pub(super) struct ImportArgs {
    /// The export, or `-` for standard input
    #[arg(value_name = "FILE")]
    pub(super) from: PathBuf,
    #[command(flatten)]
    pub(super) file: ArchiveFile,
    #[command(flatten)]
    pub(super) rules: RuleArgs,
}

/// Extract again what other rules extracted, and say what changed
#[derive(Debug, Args)]
pub(super) struct RefreshArgs {
    #[command(flatten)]
    pub(super) writing: Writing,
}
