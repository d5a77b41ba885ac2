//! Why a claim is what it is, and why a figure is none.

use std::io;

use serde::Serialize;

use super::crop::{self, Mark};
use super::places::PlaceJson;
use super::table::value_text;
use super::{Layout, Words, claims};
use crate::claim::{Considered, Explained, Explanation, Lack, NearMiss};

/// The widest that the names of parts are set.
const PART: usize = 12;

/// Writes what became of each figure, its sentence first.
///
/// # Errors
/// Fails where `out` does.
pub fn write_explanations(
    out: &mut dyn io::Write,
    all: &[Explanation],
    (words, layout): (Words, Layout),
) -> io::Result<()> {
    for (i, explanation) in all.iter().enumerate() {
        if i > 0 {
            writeln!(out)?;
        }
        write_one(out, explanation, (words, layout))?;
    }
    Ok(())
}

fn write_one(
    out: &mut dyn io::Write,
    explanation: &Explanation,
    (words, layout): (Words, Layout),
) -> io::Result<()> {
    let Explanation { publication, place, kind, .. } = explanation;
    let quote = crop::clean(&place.quote);
    writeln!(out, "{}:{}:{}  “{quote}” {{{kind}}}", publication.path, place.line, place.column)?;
    let mark = Mark { range: explanation.within.start..explanation.within.end, label: 0 };
    let cropped = crop::crop(&explanation.sentence, &[mark], layout.columns().saturating_sub(2));
    writeln!(out, "  {}", cropped.text)?;
    if let Some(range) = cropped.marks.first() {
        let before = crop::width(cropped.text.get(..range.start).unwrap_or(""));
        let width = crop::width(cropped.text.get(range.clone()).unwrap_or(""));
        writeln!(out, "  {}{}", " ".repeat(before), "^".repeat(width.max(1)))?;
    }
    if let Some(explained) = &explanation.claim {
        return write_claim(out, explained, words);
    }
    if let Some(metric) = &explanation.dates {
        return writeln!(out, "  {} {metric}", words.dates_claim());
    }
    writeln!(out, "  {}", words.no_claim())?;
    if explanation.near.is_empty() {
        return writeln!(out, "  {}", words.nothing_near());
    }
    for near in &explanation.near {
        writeln!(out, "  {}", near.id)?;
        writeln!(out, "    {}", near.pattern)?;
        writeln!(out, "    {}", words.lack(&near.lack))?;
    }
    Ok(())
}

fn write_claim(out: &mut dyn io::Write, explained: &Explained, words: Words) -> io::Result<()> {
    let claim = &explained.claim;
    writeln!(out, "  {} = {}", claim.metric, value_text(&claim.value))?;
    writeln!(out, "  {} {}", words.pattern_word(), claim.pattern)?;
    if !explained.pattern.is_empty() {
        writeln!(out, "    {}", explained.pattern)?;
    }
    for reason in &explained.reasons {
        let value = reason.value.as_deref().unwrap_or("-");
        let cause = words.cause(reason.cause, reason.words.as_deref().map(crop::clean).as_deref());
        writeln!(out, "  {:<PART$}  {value}  ({cause})", reason.part)?;
        if &*reason.part == "subject" {
            for considered in &explained.considered {
                let causes: Vec<String> =
                    considered.causes.iter().map(|cause| words.cause(*cause, None)).collect();
                let Considered { who, weight, .. } = considered;
                writeln!(out, "  {:<PART$}  {weight} {who}: {}", "", causes.join(", "))?;
            }
        }
    }
    Ok(())
}

#[derive(Serialize)]
struct ReportJson<'a> {
    figures: Vec<ExplanationJson<'a>>,
}

#[derive(Serialize)]
struct ExplanationJson<'a> {
    #[serde(flatten)]
    place: PlaceJson<'a>,
    kind: &'a str,
    sentence: &'a str,
    claim: Option<ClaimJson<'a>>,
    dates: Option<&'a str>,
    near: Vec<NearJson<'a>>,
}

#[derive(Serialize)]
struct ClaimJson<'a> {
    claim: serde_json::Value,
    pattern: PatternJson<'a>,
    reasons: Vec<ReasonJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    considered: Vec<ConsideredJson<'a>>,
}

#[derive(Serialize)]
struct ConsideredJson<'a> {
    who: &'a str,
    weight: u32,
    causes: Vec<&'a str>,
}

#[derive(Serialize)]
struct PatternJson<'a> {
    id: &'a str,
    source: &'a str,
}

#[derive(Serialize)]
struct ReasonJson<'a> {
    part: &'a str,
    value: Option<&'a str>,
    cause: &'a str,
    words: Option<&'a str>,
}

#[derive(Serialize)]
struct NearJson<'a> {
    metric: &'a str,
    pattern: PatternJson<'a>,
    lack: &'a str,
    what: Vec<&'a str>,
}

/// Writes the same as one JSON object.
///
/// # Errors
/// Fails where `out` does.
pub fn write_explanations_json(out: &mut dyn io::Write, all: &[Explanation]) -> io::Result<()> {
    let figures = all.iter().map(explanation).collect::<io::Result<_>>()?;
    serde_json::to_writer_pretty(&mut *out, &ReportJson { figures })?;
    writeln!(out)
}

fn explanation(e: &Explanation) -> io::Result<ExplanationJson<'_>> {
    Ok(ExplanationJson {
        place: PlaceJson::new(&e.publication.path, &e.place),
        kind: &e.kind,
        sentence: &e.sentence,
        claim: e.claim.as_ref().map(claim).transpose()?,
        dates: e.dates.as_deref(),
        near: e.near.iter().map(near).collect(),
    })
}

fn claim(explained: &Explained) -> io::Result<ClaimJson<'_>> {
    let reasons = explained.reasons.iter().map(|reason| ReasonJson {
        part: &reason.part,
        value: reason.value.as_deref(),
        cause: reason.cause.word(),
        words: reason.words.as_deref(),
    });
    let considered = explained.considered.iter().map(|c| ConsideredJson {
        who: &c.who,
        weight: c.weight,
        causes: c.causes.iter().map(|cause| cause.word()).collect(),
    });
    Ok(ClaimJson {
        claim: claims::as_json(&explained.claim)?,
        pattern: PatternJson { id: &explained.claim.pattern, source: &explained.pattern },
        reasons: reasons.collect(),
        considered: considered.collect(),
    })
}

fn near(near: &NearMiss) -> NearJson<'_> {
    let what = match &near.lack {
        Lack::Unless(name) | Lack::Context(name) | Lack::Counter(name) | Lack::After(name) => {
            vec![&**name]
        }
        Lack::Missing(pieces) => pieces.iter().map(String::as_str).collect(),
        Lack::Refused | Lack::Range | Lack::Order | Lack::Bare => Vec::new(),
    };
    let pattern = PatternJson { id: &near.id, source: &near.pattern };
    NearJson { metric: &near.metric, pattern, lack: near.lack.word(), what }
}
