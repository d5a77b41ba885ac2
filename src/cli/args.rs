//! The arguments as clap reads them.

use clap::{Args, Parser, Subcommand, ValueEnum};

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
    Completions(CompletionArgs),
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
