//! `klopt audit`.

use std::io::{self, Write as _};

use super::archive::{Failure, settle};
use super::archive_args::now;
use super::audit_args::{AuditArgs, AuditFormat};
use super::output::{Outcome, stdout};
use super::session::{Rules, tell};
use super::settings::Settings;
use super::terminal::Terminal;
use crate::archive::{Access, Against, Archive, Query};
use crate::finding::Severity;
use crate::report::{
    write_audit_csv, write_audit_html, write_audit_json, write_audit_svg, write_audit_table,
};

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
    Ok(outcome)
}
