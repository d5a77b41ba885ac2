//! The arguments of `klopt audit`.

use clap::{Args, ValueEnum};

use super::archive_args::ArchiveFile;
use super::args::{KnownArgs, RuleArgs};
use crate::value::Date;

/// Follow a figure over the years: every value that was printed, when, by whom, and what held
///
/// Changes, contradictions and values that were repeated after they had been superseded are marked.
/// The report states what it rests on, so that it can be made again.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  klopt audit --metric defence-spending-target --subject nato
  klopt audit --metric member-count --format html > members.html
  klopt audit --metric aid-package --subject ukraine --scope donor=netherlands --format csv
  klopt audit --metric casualty-count --source Avondbode --from 2024-01-01 --to 2024-12-31
  klopt audit --metric attack-window --as-of 2025-03-01")]
pub(super) struct AuditArgs {
    /// The metric, by its id: see `klopt rules list`
    #[arg(long, value_name = "METRIC")]
    pub(super) metric: Option<String>,
    /// The subject, by its id
    #[arg(long, value_name = "ENTITY")]
    pub(super) subject: Option<String>,
    /// A scope slot that has to have a value; may be given more than once
    #[arg(long, value_name = "SLOT=VALUE", value_parser = slot)]
    pub(super) scope: Vec<(String, String)>,
    /// Show what was published from this day on
    #[arg(long, value_name = "DATE", value_parser = super::args::day)]
    pub(super) from: Option<Date>,
    /// Show what was published up to this day
    #[arg(long, value_name = "DATE", value_parser = super::args::day)]
    pub(super) to: Option<Date>,
    /// Show the articles of this source
    #[arg(long, value_name = "SOURCE")]
    pub(super) source: Option<String>,
    #[command(flatten)]
    pub(super) known: KnownArgs,
    /// Show every claim of a fact that has very many; csv and json always do
    #[arg(long)]
    pub(super) all: bool,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(super) format: AuditFormat,
    #[command(flatten)]
    pub(super) file: ArchiveFile,
    #[command(flatten)]
    pub(super) rules: RuleArgs,
}

fn slot(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write it as slot=value, recipient=ukraine")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

/// The formats of `audit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum AuditFormat {
    /// A table with a small chart, for people
    Table,
    /// A line for each place
    Csv,
    /// One JSON object
    Json,
    /// One page with charts and sentences
    Html,
    /// The charts alone
    Svg,
}
