//! How a finding came about, for people.

use std::io;

use super::places::path;
use super::{Words, crop};
use crate::finding::{Chain, ChainReading, ChainRole};

/// The width of the names of the steps.
const STEP: usize = 10;

/// Writes the steps from the mention to the rule, below their finding.
///
/// # Errors
/// Fails where `out` does.
pub(super) fn write_chain(out: &mut dyn io::Write, chain: &Chain, words: Words) -> io::Result<()> {
    let claim = &chain.claim;
    let unknown = || "?".to_owned();
    let name = |id: &Option<std::sync::Arc<str>>| id.as_deref().map_or_else(unknown, str::to_owned);
    let scope: Vec<String> =
        claim.scope.iter().map(|(slot, value)| format!("{slot}={}", name(value))).collect();
    let about = [vec![name(&claim.subject)], scope].concat().join(", ");
    writeln!(out, "  {:<STEP$} “{}”", words.mention_step(), crop::clean(&claim.mention))?;
    writeln!(out, "  {:<STEP$} {} ({about}), {}", words.claim_step(), claim.metric, claim.pattern)?;
    writeln!(out, "  {:<STEP$} {}", words.fact_step(), chain.fact)?;
    writeln!(out, "  {}", words.readings_step())?;
    for reading in &chain.readings {
        write_reading(out, reading, words)?;
    }
    if chain.more > 0 {
        writeln!(out, "      + {}", chain.more)?;
    }
    let verdict = &chain.verdict;
    let tie = if verdict.tie { words.tie_step() } else { "" };
    let articles = format!("{} {}", verdict.articles, words.articles_of(verdict.articles));
    writeln!(
        out,
        "  {:<STEP$} {}, {} {articles}{tie}",
        words.verdict_step(),
        verdict.kind,
        words.against_step()
    )?;
    writeln!(out, "  {:<STEP$} {}\n", words.rule_step(), chain.rule)
}

fn write_reading(out: &mut dyn io::Write, reading: &ChainReading, words: Words) -> io::Result<()> {
    let sign = match reading.role {
        ChainRole::Own => '>',
        ChainRole::Against => '<',
        ChainRole::Other => ' ',
    };
    let unit = reading.unit.as_deref().map(|u| format!(" {u}")).unwrap_or_default();
    let mut meant = vec![reading.status, reading.speaker.as_deref().unwrap_or(words.own_voice())];
    meant.extend(reading.but.iter().map(|but| words.but(but)));
    let days = match &reading.days {
        Some((first, last)) if first == last => first.clone(),
        Some((first, last)) => format!("{first} – {last}"),
        None => words.undated().to_owned(),
    };
    writeln!(
        out,
        "    {sign} {}{unit}, {}: {} {}, {days}",
        reading.interval,
        meant.join(", "),
        reading.articles,
        words.articles_of(reading.articles)
    )?;
    for place in &reading.claims {
        let quote = crop::clean(&place.quote);
        writeln!(out, "        {}:{}:{} “{quote}”", path(&place.path), place.line, place.column)?;
    }
    if reading.more > 0 { writeln!(out, "        + {}", reading.more) } else { Ok(()) }
}
