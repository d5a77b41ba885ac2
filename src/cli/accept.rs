//! `klopt accept`.

use std::io;

use super::args::{AcceptArgs, Common};
use super::output::{Outcome, complain, stdout};
use super::settings;
use super::whole;
use crate::config;

/// Writes a suppression to the configuration.
pub(super) fn run(args: &AcceptArgs, common: &Common) -> io::Result<Outcome> {
    let file = common.config.clone().or_else(|| settings::find(&[])).unwrap_or_else(|| config::FILE.into());
    let shown = settings::shorten(&file);
    let text = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(io::Error::other(format!("{shown} cannot be read: {error}"))),
    };
    let digits = args.fingerprint.trim();
    if digits.is_empty() || !digits.chars().all(|c| c.is_ascii_hexdigit()) {
        complain(&format!("`{digits}` is no fingerprint: take it from klopt check --format json"));
        return Ok(Outcome::Unreadable);
    }
    if args.reason.trim().is_empty() {
        complain("say why the finding is accepted: --reason 'the old target is meant'");
        return Ok(Outcome::Unreadable);
    }
    let (before, _) = config::read(&shown, &text.as_str().into());
    if before.accepted.iter().any(|accepted| accepted.of.fingerprint.as_deref() == Some(digits)) {
        return say(&format!("{digits} is accepted in {shown} already"));
    }
    match config::accept(&shown, &text, digits, args.reason.trim()) {
        Ok(text) => {
            whole::write(&file, |out| out.write_all(text.as_bytes()))?;
            say(&format!("{digits} is accepted in {shown}"))
        }
        Err(message) => {
            complain(&message);
            Ok(Outcome::Unreadable)
        }
    }
}

fn say(message: &str) -> io::Result<Outcome> {
    use std::io::Write as _;
    let mut out = stdout();
    writeln!(out, "{message}")?;
    out.flush()?;
    Ok(Outcome::Clean)
}
