//! The arguments as clap reads them.

use std::path::PathBuf;

use clap::builder::{OsStringValueParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::archive_args::ArchiveArgs;
use super::audit_args::AuditArgs;
use super::cache_args::CacheArgs;
use super::diff_args::DiffArgs;
use super::insight_args::{CoverageArgs, ExplainPlaceArgs};
use super::outputs::Output;
use super::rules_args::RulesCommand;
use crate::archive::KnownBy;
use crate::finding::Severity;
use crate::value::{Date, Language};

/// Checks the figures in news articles the way a compiler checks types.
#[derive(Debug, Parser)]
#[command(
    name = "klopt",
    version,
    propagate_version = true,
    disable_help_subcommand = true,
    max_term_width = 100,
    long_about = "Checks the figures in news articles the way a compiler checks types.\n\n\
        \"Klopt het?\" is Dutch for \"does that check out?\". klopt reads articles, extracts what they \
        claim (a spending target, an amount of aid, the date of a summit), and reports where they \
        contradict each other, where a figure has changed, and where an article repeats a figure \
        that has been superseded. It knows Dutch and English, and checks one against the other.",
    after_long_help = EXAMPLES,
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) common: Common,
}

const EXAMPLES: &str = "\
Exit status:
  0  nothing at or above --fail-on
  1  findings
  2  usage, rules or input that could not be read (wins over 1)

Examples:
  klopt check articles/                       report every inconsistency in a folder
  klopt check --format json articles/         the same for a program
  klopt extract article.md                    what does this article claim?
  echo 'ruim 1,2 miljard euro' | klopt recognise
  klopt graph articles/ | dot -Tsvg > facts.svg
  klopt rules list                            which rules and metrics are there?";

/// What klopt can do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Check(CheckArgs),
    Extract(ExtractArgs),
    Coverage(CoverageArgs),
    Explain(ExplainPlaceArgs),
    Recognise(RecogniseArgs),
    Graph(GraphArgs),
    Archive(ArchiveArgs),
    Audit(AuditArgs),
    Diff(DiffArgs),
    #[command(subcommand)]
    Rules(RulesCommand),
    /// Print the configuration that is in force, and where each value comes from
    #[command(after_long_help = "Examples:\n  klopt config\n  klopt config --config desk/klopt.yaml")]
    Config,
    /// Write a commented klopt.yaml, a first metric and a first rule into the current folder
    #[command(after_long_help = "Example:\n  klopt init && klopt rules test && klopt check")]
    Init,
    Accept(AcceptArgs),
    Completions(CompletionArgs),
    /// Print the manual page
    #[command(after_long_help = "Example:\n  klopt man > ~/.local/share/man/man1/klopt.1")]
    Man,
}

/// Accept a finding: write a suppression with its reason to klopt.yaml
///
/// The file keeps its comments and its order. Where there is none, one is begun in the current
/// folder. The fingerprint of a finding survives edits to the text around its figure, and changes
/// with the figure.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  klopt check --format json | jq -r '.findings[] | .fingerprint + \" \" + .message'
  klopt accept 0011223344556677 --reason 'the minister was misquoted, as the text says'")]
pub(super) struct AcceptArgs {
    /// The finding's fingerprint, as --format json prints it
    #[arg(value_name = "FINGERPRINT")]
    pub(super) fingerprint: String,

    /// Why it is accepted
    #[arg(long, value_name = "TEXT")]
    pub(super) reason: String,
}

/// What holds for every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(super) struct Common {
    /// When to use colour
    ///
    /// `auto` colours a terminal, unless `NO_COLOR` is set or TERM is `dumb`.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_default_value = true)]
    pub(super) color: Color,

    /// Lay out for a terminal of N columns [default: as wide as it is; 100 in a pipe]
    #[arg(long, global = true, value_name = "N")]
    pub(super) width: Option<usize>,

    /// Speak this language [default: that of the locale; English in machine formats]
    #[arg(long, global = true, value_name = "LANG")]
    pub(super) ui_lang: Option<UiLanguage>,

    /// Use this configuration [default: klopt.yaml beside the articles, or the nearest above]
    #[arg(long, global = true, value_name = "FILE", conflicts_with = "no_config")]
    pub(super) config: Option<PathBuf>,

    /// Use no configuration
    #[arg(long, global = true)]
    pub(super) no_config: bool,

    /// Leave out the summary and mere warnings about input
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal that can
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The languages that klopt speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum UiLanguage {
    /// English
    En,
    /// Dutch
    Nl,
}

impl UiLanguage {
    /// Its ISO 639-1 code.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Nl => "nl",
        }
    }

    /// Whether messages are written in `language`.
    pub(super) fn speaks(language: &Language) -> bool {
        [Self::En, Self::Nl].iter().any(|l| l.code() == language.as_str())
    }
}

/// Which articles to read, and what holds where they do not say it themselves.
#[derive(Debug, Args)]
#[command(next_help_heading = "Articles")]
pub(super) struct InputArgs {
    /// Files, folders, or `-` for standard input
    ///
    /// Plain text (.txt), Markdown with front matter (.md), web pages (.html) and JSON Lines
    /// (.jsonl: an object with id, title, date, url, source, lang and text a line). A folder is
    /// walked whole; hidden files and what .gitignore names are left out. Without a path those of
    /// klopt.yaml are read.
    #[arg(value_name = "PATH", help_heading = "Arguments", value_parser = any_path())]
    pub(super) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(super) given: GivenArgs,
}

/// A path of any bytes. An empty one is told as a file that is not there, and the others are read.
fn any_path() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().map(PathBuf::from)
}

/// A day of the calendar, as the arguments write it.
pub(super) fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_unread: jiff::Error| format!("`{text}` is no date; write it as 2025-06-25"))
}

/// What holds for articles that do not say it themselves.
#[derive(Debug, Args)]
pub(super) struct GivenArgs {
    /// The language of all articles: nl or en [default: as each says, else detected]
    #[arg(long, value_name = "LANG")]
    pub(super) lang: Option<String>,

    /// The country of publication, for articles that do not tell it: NL, BE, US
    ///
    /// It settles what "ons land" is, which dollar is meant, and the order of day and month.
    #[arg(long, value_name = "COUNTRY")]
    pub(super) country: Option<String>,

    /// The day of publication, for articles that do not state it
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(super) published: Option<Date>,
}

impl GivenArgs {
    /// The codes of the language and the country.
    pub(super) fn codes(&self) -> (Option<&str>, Option<&str>) {
        (self.lang.as_deref(), self.country.as_deref())
    }
}

/// Which rules are in force.
#[derive(Debug, Args)]
#[command(next_help_heading = "Rules")]
pub(super) struct RuleArgs {
    /// Add the rules in a folder to the shipped ones; one with a shipped id replaces it
    #[arg(long = "rules", value_name = "DIR")]
    pub(super) folders: Vec<PathBuf>,
    /// The table of exchange rates that the configuration names.
    #[arg(skip)]
    pub(super) rates: Option<PathBuf>,
}

/// Report what does not check out
///
/// Reads the articles, extracts what they claim, and reports where they contradict each other,
/// where a figure changed, and where one repeats a figure that has been superseded. Each finding
/// points at the figure and cites the articles that it disagrees with.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Exit status:
  0  nothing at or above --fail-on
  1  findings
  2  usage, rules or input that could not be read (wins over 1)

Examples:
  klopt check articles/
  klopt check --fail-on error --rules house-rules/ articles/ wire.jsonl
  klopt check --format json articles/ | jq '.findings[].message'
  klopt check --output sarif=klopt.sarif --output junit=klopt.xml articles/
  klopt check --changed-since origin/main --format github
  klopt check --baseline known.json --update-baseline articles/
  klopt check --against .klopt/archive.db new.md
  pbpaste | klopt check --against .klopt/archive.db -")]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
pub(super) struct CheckArgs {
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: CheckFormat,

    /// Write a report in another format to a file too; may be given several times
    #[arg(long = "output", value_name = "FORMAT=FILE")]
    pub(super) outputs: Vec<Output>,

    /// Show at most N findings, and count the rest
    ///
    /// The exit status is that of all of them.
    #[arg(long, value_name = "N")]
    pub(super) max_findings: Option<usize>,

    /// Exit with 1 from this severity on [default: warning]
    #[arg(long, value_name = "SEVERITY")]
    pub(super) fail_on: Option<Threshold>,

    /// Leave out findings below this severity [default: info]
    #[arg(long, value_name = "SEVERITY")]
    pub(super) min_severity: Option<Level>,

    /// Report only what touches an article that git knows to have changed since REV
    ///
    /// All articles are read and judged; findings that neither stand in nor cite one that differs
    /// from where HEAD left REV (committed or not) are left out.
    #[arg(long, value_name = "REV")]
    pub(super) changed_since: Option<String>,

    /// Leave out the findings that a file knows; entries that no longer occur are told
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,

    /// Write the findings of today to the baseline, and do not fail on them
    #[arg(long)]
    pub(super) update_baseline: bool,

    /// Say of each finding how it came about: mention, claim, fact, readings, verdict, rule
    ///
    /// With two places, PATH:LINE[:COLUMN] each, and nothing else: why the figures there are not
    /// compared, or what comes of it; under --against a place may be in an archived article.
    #[arg(long)]
    pub(super) explain: bool,

    /// Say what was read, what was skipped and why
    #[arg(long, short)]
    pub(super) verbose: bool,

    /// Say how long each stage took
    #[arg(long)]
    pub(super) timings: bool,

    /// Check against everything in this archive, and report what these articles are in
    ///
    /// Only the facts that the articles touch are judged. An article that the archive has stands in
    /// for its archived version.
    #[arg(long, value_name = "FILE")]
    pub(super) against: Option<PathBuf>,

    #[command(flatten)]
    pub(super) known: KnownArgs,
    #[command(flatten)]
    pub(super) input: InputArgs,
    #[command(flatten)]
    pub(super) rules: RuleArgs,
    #[command(flatten)]
    pub(super) cache: CacheArgs,
}

/// The day of a report, and what counts on it.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct KnownArgs {
    /// Judge as on this day [default: that of the latest article]
    ///
    /// Of an archive only what was known on that day counts: published by then, and taken in by then.
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(super) as_of: Option<Date>,

    /// What makes something in an archive known on the day of --as-of
    #[arg(long, value_name = "WHAT", default_value = "both", requires = "as_of")]
    pub(super) known_by: KnownByArg,
}

impl KnownArgs {
    /// Everything that there is, on the day of the latest article.
    pub(super) const ALL: Self = Self { as_of: None, known_by: KnownByArg::Both };
}

/// What makes something known on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum KnownByArg {
    /// It had been published and taken in; for days before the archive began, published
    Both,
    /// It had been published, whenever it was taken in
    Published,
    /// It had been taken in, whatever date it bears
    TakenIn,
}

impl From<KnownByArg> for KnownBy {
    fn from(by: KnownByArg) -> Self {
        match by {
            KnownByArg::Both => Self::Both,
            KnownByArg::Published => Self::Published,
            KnownByArg::TakenIn => Self::TakenIn,
        }
    }
}

/// The formats of `check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    /// Drawn, for people
    Human,
    /// A line a finding: path:line:column: severity[rule] message
    Short,
    /// One JSON object
    Json,
    /// A JSON object a finding, one a line
    Jsonl,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// JUnit XML: a suite a file, a failed test a finding
    Junit,
    /// Workflow commands of GitHub Actions
    Github,
    /// Code quality report of GitLab
    Gitlab,
    /// Diagnostics for reviewdog
    Rdjson,
    /// Checkstyle XML
    Checkstyle,
    /// A comment for a pull request
    Markdown,
    /// One page: a summary, the articles, the findings by fact
    Html,
}

impl CheckFormat {
    /// Its name on the command line.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Short => "short",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Sarif => "sarif",
            Self::Junit => "junit",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Rdjson => "rdjson",
            Self::Checkstyle => "checkstyle",
            Self::Markdown => "markdown",
            Self::Html => "html",
        }
    }
}

/// A severity that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Level {
    /// One of the figures is wrong
    Error,
    /// To be looked at before publishing
    Warning,
    /// Worth knowing
    Info,
}

/// From which severity on a check fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Threshold {
    /// One of the figures is wrong
    Error,
    /// To be looked at before publishing
    Warning,
    /// Worth knowing
    Info,
    /// Never
    Off,
}

impl From<Threshold> for Severity {
    fn from(threshold: Threshold) -> Self {
        match threshold {
            Threshold::Error => Self::Error,
            Threshold::Warning => Self::Warning,
            Threshold::Info => Self::Info,
            Threshold::Off => Self::Off,
        }
    }
}

impl From<Level> for Severity {
    fn from(level: Level) -> Self {
        match level {
            Level::Error => Self::Error,
            Level::Warning => Self::Warning,
            Level::Info => Self::Info,
        }
    }
}

/// Print what articles claim
///
/// A claim is what an article says of a fact: the metric, its subject and scope, the value, and
/// whether it is so, agreed, proposed, pledged or expected, when, and who says it.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  klopt extract article.md
  klopt extract --format jsonl articles/ | jq -r 'select(.metric == \"aid-package\") | .quote'")]
pub(super) struct ExtractArgs {
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(super) format: ExtractFormat,

    /// Say what was read, what was skipped and why
    #[arg(long, short)]
    pub(super) verbose: bool,

    /// Say how long each stage took
    #[arg(long)]
    pub(super) timings: bool,
    #[command(flatten)]
    pub(super) input: InputArgs,
    #[command(flatten)]
    pub(super) rules: RuleArgs,
    #[command(flatten)]
    pub(super) cache: CacheArgs,
}

/// The formats of `extract`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ExtractFormat {
    /// Columns, for people
    Table,
    /// Comma-separated values, for spreadsheets
    Csv,
    /// A JSON object a line
    Jsonl,
}

/// Print the figures, dates, durations and names in a text
///
/// Nothing is judged: this is what klopt reads before it looks for claims. Offsets count bytes.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  echo 'De NAVO wil ruim 3,5 procent in 2035.' | klopt recognise
  klopt recognise --format jsonl article.txt
  klopt recognise --input-format jsonl --format jsonl - < sentences.jsonl")]
pub(super) struct RecogniseArgs {
    /// Files, or `-` for standard input
    #[arg(value_name = "PATH", default_value = "-", value_parser = any_path())]
    pub(super) paths: Vec<PathBuf>,

    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: RecogniseFormat,

    /// What comes in
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) input_format: RecogniseInput,

    /// The language: nl or en [default: the one that reads the most]
    #[arg(long, value_name = "LANG")]
    pub(super) lang: Option<String>,

    /// The country of publication: NL, BE, US
    #[arg(long, value_name = "COUNTRY")]
    pub(super) country: Option<String>,

    /// The day from which relative dates count
    #[arg(long, value_name = "DATE")]
    pub(super) reference: Option<Date>,
    #[command(flatten)]
    pub(super) rules: RuleArgs,
}

/// The formats of `recognise`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum RecogniseFormat {
    /// The text with what was found underlined
    Human,
    /// A JSON object a text, one a line
    Jsonl,
}

/// What `recognise` reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum RecogniseInput {
    /// Each file is a text
    Text,
    /// Each line is a JSON object with id, text, lang and reference
    Jsonl,
}

/// Print the graph of articles, claims, facts and readings
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  klopt graph articles/ | dot -Tsvg > facts.svg
  klopt graph --format json articles/")]
pub(super) struct GraphArgs {
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "dot")]
    pub(super) format: GraphFormat,

    /// Judge as on this day [default: that of the latest article]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(super) as_of: Option<Date>,
    #[command(flatten)]
    pub(super) input: InputArgs,
    #[command(flatten)]
    pub(super) rules: RuleArgs,
    #[command(flatten)]
    pub(super) cache: CacheArgs,
}

/// The formats of `graph`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum GraphFormat {
    /// For graphviz
    Dot,
    /// One JSON object
    Json,
}

/// Print a completion script for a shell
#[derive(Debug, Args)]
#[command(
    after_long_help = "Example:\n  klopt completions bash > ~/.local/share/bash-completion/completions/klopt"
)]
pub(super) struct CompletionArgs {
    /// The shell
    pub(super) shell: clap_complete::Shell,
}
