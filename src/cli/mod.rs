//! The command line: arguments → options → engine → report, one file a command.
//!
//! The disk, the environment and the streams are touched here and in no room below.
//! Nothing is decided here about articles.

mod accept;
mod archive;
mod archive_args;
mod args;
mod audit;
mod audit_args;
mod baseline;
mod cache;
mod cache_args;
mod changed;
mod check;
mod completions;
mod config;
mod coverage;
mod diff;
mod diff_args;
mod explain;
mod extract;
pub mod files;
mod git;
mod graph;
mod init;
mod insight_args;
mod judged;
mod man;
mod output;
mod outputs;
mod progress;
mod recognise;
mod references;
mod rule_docs;
mod rule_files;
mod rules;
mod rules_args;
mod session;
mod settings;
mod sources;
mod terminal;
mod timings;
mod whole;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory as _, FromArgMatches as _};

use archive_args::{ArchiveArgs, ArchiveCommand, ArchiveFile};
use args::{Arguments, CheckArgs, Command, ExtractArgs, GivenArgs, GraphArgs, InputArgs, RuleArgs};
use insight_args::CoverageArgs;
use output::Outcome;
use rules_args::RulesCommand;
use settings::Settings;
use terminal::Terminal;

use crate::archive::rules_hash;
use crate::rules::pack_files;

/// Runs the command that the arguments ask for. The exit status is 0 where nothing is at or above
/// `--fail-on`, 1 for findings, 2 for usage, and for rules or input that could not be read.
#[must_use]
pub fn run() -> ExitCode {
    let matches = |version: String| Arguments::command().version(version).try_get_matches();
    // The hash of the rules takes longer than all arguments: only who asks for it has it made.
    let matches = match matches(env!("CARGO_PKG_VERSION").to_owned()) {
        Err(error) if error.kind() == ErrorKind::DisplayVersion => matches(version()),
        first => first,
    };
    let matches = match matches {
        Ok(matches) => matches,
        Err(error) => return usage(&error),
    };
    let arguments = match Arguments::from_arg_matches(&matches) {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error),
    };
    let terminal = Terminal::detect(&arguments.common);
    match dispatch(arguments, terminal) {
        Ok(outcome) => outcome.into(),
        // Who reads us has heard enough: `klopt check . | head`.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Outcome::Clean.into(),
        Err(error) => {
            output::complain(&error.to_string());
            Outcome::Unreadable.into()
        }
    }
}

/// The version, with the commit where it is known and the hash of the shipped rules:
/// `0.1.0 (1a2b3c4d5e6f, rules 0123456789ab)`.
fn version() -> String {
    let mut rules = rules_hash(&pack_files::shipped(), false);
    rules.truncate(12);
    let commit = option_env!("KLOPT_COMMIT").map(|commit| format!("{commit}, ")).unwrap_or_default();
    format!("{} ({commit}rules {rules})", env!("CARGO_PKG_VERSION"))
}

/// Prints help or what is wrong with the arguments.
fn usage(error: &clap::Error) -> ExitCode {
    // There is nobody left to tell that printing failed.
    let _ = error.print();
    if error.use_stderr() { Outcome::Unreadable.into() } else { Outcome::Clean.into() }
}

fn dispatch(arguments: Arguments, terminal: Terminal) -> std::io::Result<Outcome> {
    let Arguments { mut command, common } = arguments;
    let mut settings = Settings::load(&common, &command.paths());
    let spoken = settings.config.ui_language.as_ref().map(|set| set.value.clone());
    let terminal = &terminal.configured(spoken.as_deref());
    let Open { input, given, rules, archive } = command.open();
    if let Some(rules) = rules {
        settings.add_rules(rules);
    }
    if let Some(archive) = archive {
        settings.name_archive(archive);
    }
    if let Some(given) = given {
        settings.complete_given(given);
    }
    if let Some(input) = input {
        settings.complete(input);
        if input.paths.is_empty() {
            // What is wrong with the configuration may be why.
            session::tell(&settings.problems, terminal)?;
            output::complain("name articles to read, or give `paths:` in klopt.yaml (see --help)");
            return Ok(Outcome::Unreadable);
        }
    }
    if let Command::Recognise(args) = &mut command {
        settings.speak_for(&mut args.lang, &mut args.country);
    }
    match command {
        Command::Check(args) => check::run(&args, &settings, terminal),
        Command::Extract(args) => extract::run(&args, &settings, terminal),
        Command::Coverage(args) => coverage::run(&args, &settings, terminal),
        Command::Explain(args) => explain::run(&args, &settings, terminal),
        Command::Recognise(args) => recognise::run(&args, &settings, terminal),
        Command::Graph(args) => graph::run(&args, &settings, terminal),
        Command::Archive(args) => archive::run(&args.command, &settings, terminal),
        Command::Audit(args) => audit::run(&args, &settings, terminal),
        Command::Diff(args) => diff::run(&args, &settings, terminal),
        Command::Rules(command) => rules::run(&command, terminal),
        Command::Config => config::run(&settings, terminal),
        Command::Init => init::run(),
        Command::Accept(args) => accept::run(&args, &common),
        Command::Completions(args) => completions::run(&args),
        Command::Man => man::run(),
    }
}

/// What of a command's arguments a configuration can fill in.
#[derive(Default)]
struct Open<'a> {
    input: Option<&'a mut InputArgs>,
    given: Option<&'a mut GivenArgs>,
    rules: Option<&'a mut RuleArgs>,
    archive: Option<&'a mut ArchiveFile>,
}

impl Command {
    /// What of its arguments a configuration can fill in.
    fn open(&mut self) -> Open<'_> {
        match self {
            Self::Check(CheckArgs { input, rules, .. })
            | Self::Extract(ExtractArgs { input, rules, .. })
            | Self::Coverage(CoverageArgs { input, rules, .. })
            | Self::Graph(GraphArgs { input, rules, .. }) => {
                Open { input: Some(input), rules: Some(rules), ..Open::default() }
            }
            Self::Archive(args) => {
                let (archive, input, rules) = args.open();
                Open { input, rules, archive: Some(archive), given: None }
            }
            Self::Audit(args) => {
                Open { rules: Some(&mut args.rules), archive: Some(&mut args.file), ..Open::default() }
            }
            Self::Recognise(args) => Open { rules: Some(&mut args.rules), ..Open::default() },
            Self::Explain(args) => {
                Open { given: Some(&mut args.given), rules: Some(&mut args.rules), ..Open::default() }
            }
            Self::Diff(args) => Open {
                given: Some(&mut args.given),
                rules: Some(&mut args.rules),
                archive: Some(&mut args.file),
                input: None,
            },
            Self::Rules(RulesCommand::Test(rules) | RulesCommand::List(rules)) => {
                Open { rules: Some(rules), ..Open::default() }
            }
            _ => Open::default(),
        }
    }

    /// The articles that it is given.
    fn paths(&self) -> Vec<&Path> {
        let paths = match self {
            Self::Check(args) => &args.input.paths,
            Self::Extract(args) => &args.input.paths,
            Self::Coverage(args) => &args.input.paths,
            Self::Explain(args) => return vec![Path::new(&args.place.path)],
            Self::Graph(args) => &args.input.paths,
            Self::Recognise(args) => &args.paths,
            Self::Archive(ArchiveArgs { command: ArchiveCommand::Add(args), .. }) => &args.input.paths,
            _ => return Vec::new(),
        };
        paths.iter().map(PathBuf::as_path).collect()
    }
}
