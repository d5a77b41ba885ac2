//! `klopt config`.

use std::io::{self, Write as _};

use super::archive_args::DEFAULT;
use super::output::{Outcome, stdout};
use super::session::tell;
use super::settings::Settings;
use super::terminal::Terminal;
use crate::config::Set;
use crate::finding::Severity;

/// Prints what is in force, and where each value comes from.
pub(super) fn run(settings: &Settings, terminal: &Terminal) -> io::Result<Outcome> {
    let outcome = tell(&settings.problems, terminal)?;
    let config = &settings.config;
    let mut out = stdout();
    let from = |line: Option<usize>| match line {
        Some(line) => format!("{}:{line}", config.path),
        None => "default".to_owned(),
    };
    let one = |set: &Option<Set<String>>, default: &str| match set {
        Some(set) => (set.value.clone(), from(Some(set.line))),
        None => (default.to_owned(), from(None)),
    };
    let list = |set: &Option<Set<Vec<String>>>| match set {
        Some(set) => (format!("[{}]", set.value.join(", ")), from(Some(set.line))),
        None => ("[]".to_owned(), from(None)),
    };
    let level = |set: &Option<Set<Severity>>, default: Severity| {
        let severity = set.as_ref().map_or(default, |set| set.value);
        (format!("{severity:?}").to_lowercase(), from(set.as_ref().map(|set| set.line)))
    };
    let language = terminal.language();
    let ui = config.ui_language.as_ref().filter(|set| set.value == language.as_str());
    let ui_from = ui.map_or_else(|| "argument or locale".to_owned(), |set| from(Some(set.line)));
    let rows = [
        ("paths", list(&config.paths)),
        ("exclude", list(&config.exclude)),
        ("rules", list(&config.rules)),
        ("language", one(&config.language, "as each article says, else detected")),
        ("country", one(&config.country, "as each article says")),
        ("ui-language", (language.as_str().to_owned(), ui_from)),
        ("fail-on", level(&config.fail_on, Severity::Warning)),
        ("min-severity", level(&config.min_severity, Severity::Info)),
        ("baseline", one(&config.baseline, "none")),
        ("archive", one(&config.archive, DEFAULT)),
        ("rates", one(&config.rates, "none")),
    ];
    for (key, (value, from)) in rows {
        writeln!(out, "{key}: {value}  # {from}")?;
    }
    for rule in &config.severities {
        let severity = format!("{:?}", rule.severity).to_lowercase();
        writeln!(out, "severity: {severity} for {}  # {}", selected(&rule.of), from(Some(rule.line)))?;
    }
    for accepted in &config.accepted {
        writeln!(out, "suppress: {}  # {}", selected(&accepted.of), accepted.reason)?;
    }
    out.flush()?;
    Ok(outcome)
}

fn selected(of: &crate::config::Selection) -> String {
    let parts = [
        ("rule", &of.rule),
        ("metric", &of.metric),
        ("path", &of.path),
        ("source", &of.source),
        ("fingerprint", &of.fingerprint),
    ];
    let given = parts.iter().filter_map(|(name, value)| Some(format!("{name} {}", value.as_ref()?)));
    let all: Vec<String> = given.collect();
    if all.is_empty() { "all findings".to_owned() } else { all.join(", ") }
}
