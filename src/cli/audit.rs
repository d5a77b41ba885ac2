//! `klopt audit`.

use std::io::{self, Write as _};

use super::archive::{Failure, settle};
use super::archive_args::now;
use super::audit_args::{AuditArgs, AuditFormat};
use super::output::{Outcome, complain, stdout};
use super::session::{Rules, tell};
use super::settings::Settings;
use super::terminal::Terminal;
use crate::archive::{Access, Against, Archive, Query};
use crate::finding::Severity;
use crate::report::{
    write_audit_csv, write_audit_html, write_audit_json, write_audit_svg, write_audit_table,
};
use crate::rules::yaml::suggest;

/// Prints what the archive has of the facts that are asked for.
pub(super) fn run(args: &AuditArgs, settings: &Settings, terminal: &Terminal) -> io::Result<Outcome> {
    settle(audit(args, settings, terminal), args.file.path(), terminal)
}

fn audit(args: &AuditArgs, settings: &Settings, terminal: &Terminal) -> Result<Outcome, Failure> {
    let rules = Rules::open(&args.rules);
    let outcome = tell(&[&*settings.problems, &*rules.problems].concat(), terminal)?;
    let archive = Archive::open(args.file.path(), Access::Read, &now())?;
    let known = archive.knowledge(args.known.as_of, args.known.known_by.into())?;
    let machine = matches!(args.format, AuditFormat::Csv | AuditFormat::Json);
    let language = if machine { terminal.machine_language() } else { terminal.language() };
    let pack = rules.claims_hash();
    let as_of = args.known.as_of;
    let with = Against { rules: &rules.set, pack: &pack, language: &language, known: &known, as_of };
    let query = Query {
        metric: args.metric.clone(),
        subject: args.subject.clone(),
        scope: args.scope.clone(),
        from: args.from,
        to: args.to,
        source: args.source.clone(),
        all: args.all || machine,
    };
    let mut audit = archive.audit(&query, &with, &rules.hash())?;
    let least = settings.config.min_severity.as_ref().map_or(Severity::Info, |set| set.value);
    audit.police(|findings, articles| settings.police(findings, articles, (false, &language)).findings);
    for fact in &mut audit.facts {
        fact.findings.retain(|finding| finding.severity >= least);
    }
    let unknown = if audit.facts.is_empty() { tell_unknown(args, &archive, &rules)? } else { Outcome::Clean };
    let words = terminal.words();
    let mut out = stdout();
    match args.format {
        AuditFormat::Table => write_audit_table(&mut out, &audit, words, terminal.out)?,
        AuditFormat::Csv => write_audit_csv(&mut out, &audit)?,
        AuditFormat::Json => write_audit_json(&mut out, &audit)?,
        AuditFormat::Html => write_audit_html(&mut out, &audit, words)?,
        AuditFormat::Svg => write_audit_svg(&mut out, &audit, words)?,
    }
    out.flush()?;
    Ok(outcome.max(unknown))
}

/// Says which of the names that are asked for neither the archive nor the rules know, and what may be meant.
fn tell_unknown(args: &AuditArgs, archive: &Archive, rules: &Rules) -> Result<Outcome, Failure> {
    let (metrics, subjects) = archive.names()?;
    let known = |name: &str| rules.set.metric(name).is_some() || rules.set.vocabulary.get(name).is_some();
    let asked = [("metric", &args.metric, metrics), ("subject", &args.subject, subjects)];
    let mut outcome = Outcome::Clean;
    for (what, name, there) in asked {
        let Some(name) = name.as_ref().filter(|name| !there.contains(name) && !known(name)) else { continue };
        let near = suggest(name, there.iter().map(String::as_str));
        let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        complain(&format!("nothing is known of the {what} `{name}`{near}"));
        outcome = Outcome::Unreadable;
    }
    Ok(outcome)
}
