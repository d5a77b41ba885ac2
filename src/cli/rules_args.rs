//! The arguments of `klopt rules`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::args::RuleArgs;

/// Look at the rules
#[derive(Debug, Subcommand)]
pub(super) enum RulesCommand {
    /// Run the examples and counter-examples that metrics and rules bring along
    #[command(after_long_help = "Example:\n  klopt rules test --rules house-rules/")]
    Test(RuleArgs),
    /// List the metrics and rules that are in force
    List(RuleArgs),
    /// Say what a rule finds, why that matters, and how to silence it
    #[command(after_long_help = "Example:\n  klopt rules explain figure/stale")]
    Explain(RuleArg),
    /// Print the JSON Schema of rule files, for completion in an editor
    Schema,
    /// Write a page for each rule, and an index, as Markdown
    #[command(after_long_help = "Example:\n  klopt rules docs docs/rules")]
    Docs(DocsArgs),
}

/// The rule to explain.
#[derive(Debug, Args)]
pub(super) struct RuleArg {
    /// The rule's id
    #[arg(value_name = "ID")]
    pub(super) id: String,
    #[command(flatten)]
    pub(super) rules: RuleArgs,
}

/// Where to write the pages.
#[derive(Debug, Args)]
pub(super) struct DocsArgs {
    /// The folder
    #[arg(value_name = "DIR")]
    pub(super) folder: PathBuf,
    #[command(flatten)]
    pub(super) rules: RuleArgs,
}
