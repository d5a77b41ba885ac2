//! Who says it: attribution by verbs of saying, `volgens`, `aldus` and quotation.

use std::sync::Arc;

use super::sentence::{Mark, Sentence};
use crate::recognise::{EntityForm, Mention, MentionValue};
use crate::rules::cues::Cues;
use crate::text::fold;

/// A speaker that is not named, or not known: not the article's own voice.
pub const UNNAMED: &str = "unnamed";
/// How far, in folded characters, a speaker stands from the verb of saying.
const NEAR: usize = 60;
const FAR: usize = 140;

/// What earlier sentences of an article say about who is speaking.
#[derive(Debug, Clone, Default)]
pub(super) struct Voice {
    /// Whether a quotation is open.
    pub(super) open: bool,
    /// Who spoke last.
    last: Option<Arc<str>>,
    /// The last person named, for `hij` and `she`.
    person: Option<Arc<str>>,
    block: usize,
}

/// The speaker of one sentence.
#[derive(Debug, Clone, Default)]
pub(super) struct Attribution {
    /// The speaker of its indirect speech and quotations; `None` is the article itself.
    pub(super) speaker: Option<Arc<str>>,
    /// Whether only the quoted parts are the speaker's.
    pub(super) quoted_only: bool,
    /// Whether a quotation is open at its start.
    pub(super) open: bool,
    /// Where what is said begins: behind `zei dat`, what stands before it is the article's own.
    pub(super) from: usize,
}

impl Attribution {
    /// Who says what stands at the folded position `at`.
    pub(super) fn at(&self, sentence: &Sentence, at: usize) -> Option<Arc<str>> {
        if at < self.from || (self.quoted_only && !sentence.quoted_at(at, self.open)) {
            return None;
        }
        self.speaker.clone()
    }
}

/// What attribution looks up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lookup<'a> {
    pub(super) text: &'a str,
    pub(super) mentions: &'a [Mention],
    pub(super) cues: &'a Cues,
    pub(super) language: &'a str,
}

impl Voice {
    /// The speaker of `sentence`, which follows the sentences seen so far.
    pub(super) fn attribute(&mut self, sentence: &Sentence, look: Lookup<'_>) -> Attribution {
        if sentence.block != self.block {
            self.block = sentence.block;
            self.open = false;
        }
        let open = self.open;
        let mentioned = self.person.clone();
        self.open = sentence.quoted_at(sentence.folded.len(), open);
        let has_quote = open || sentence.folded.contains(&b'"');
        let own = by_source(sentence, look, mentioned.as_ref())
            .map(|speaker| (speaker, 0))
            .or_else(|| by_verb(sentence, look, mentioned.as_ref()));
        self.note_person(sentence, look);
        if let Some((speaker, from)) = own {
            self.last = Some(speaker.clone());
            return Attribution { speaker: Some(speaker), quoted_only: false, open, from };
        }
        if has_quote {
            let speaker = self.last.clone().unwrap_or_else(|| UNNAMED.into());
            return Attribution { speaker: Some(speaker), quoted_only: true, open, from: 0 };
        }
        Attribution { speaker: None, quoted_only: false, open, from: 0 }
    }

    fn note_person(&mut self, sentence: &Sentence, look: Lookup<'_>) {
        for mark in &sentence.marks {
            if let Some(MentionValue::Entity(e)) = look.mentions.get(mark.mention).map(|m| &m.value)
                && (&*e.kind == "person" || e.form == EntityForm::Role)
            {
                self.person = Some(e.id.clone());
            }
        }
    }
}

/// `volgens Rutte`, `aldus het Kremlin`, `according to`.
fn by_source(sentence: &Sentence, look: Lookup<'_>, person: Option<&Arc<str>>) -> Option<Arc<str>> {
    let regex = look.cues.get("according", look.language)?.regex()?;
    let found = regex.find(&sentence.folded)?;
    let end = found.end();
    // `volgens het 28-puntenplan van Trump` is no source that speaks.
    let stop = stop_after(sentence, look, end);
    let first = sentence.marks.iter().find(|m| m.at >= end && m.at < stop);
    let figure =
        |m: &Mark| matches!(look.mentions.get(m.mention).map(|m| &m.value), Some(MentionValue::Figure(_)));
    if first.is_some_and(figure) {
        return None;
    }
    let known = after(sentence, look, end);
    let pronoun = || refers(sentence, look, (end, end + 30)).then(|| person.cloned()).flatten();
    Some(known.or_else(pronoun).unwrap_or_else(|| UNNAMED.into()))
}

/// Whether a word for a person named before (`hij`, `hem`, `de minister`) stands in the range.
fn refers(sentence: &Sentence, look: Lookup<'_>, range: (usize, usize)) -> bool {
    let regex = look.cues.get("pronoun", look.language).and_then(|c| c.regex());
    regex.is_some_and(|r| r.is_match(sentence.slice(range.0, range.1.min(sentence.folded.len()))))
}

/// `Rutte zei dat`, `zegt de minister`, `he warned`; and where what is said begins.
fn by_verb(sentence: &Sentence, look: Lookup<'_>, person: Option<&Arc<str>>) -> Option<(Arc<str>, usize)> {
    let regex = look.cues.get("say", look.language)?.regex()?;
    let found = regex.find(&sentence.folded)?;
    let (start, end) = (found.start(), found.end());
    let near = before(sentence, look, start, NEAR);
    let pronoun = || {
        let near = refers(sentence, look, (start.saturating_sub(30), start))
            || refers(sentence, look, (end, end + 20));
        near.then(|| person.cloned()).flatten()
    };
    // `…, zei Rutte`: behind a comma or a quotation the speaker follows the verb.
    let trails =
        sentence.slice(0, start).iter().rev().find(|b| **b != b' ').is_some_and(|b| matches!(b, b',' | b'"'));
    let first = if trails { after(sentence, look, end).or(near) } else { near };
    let speaker = first
        .or_else(pronoun)
        .or_else(|| after(sentence, look, end))
        .or_else(|| before(sentence, look, start, FAR))
        .unwrap_or_else(|| UNNAMED.into());
    let that = look.cues.get("that", look.language).and_then(|c| c.regex());
    // `said on Monday that …`; behind a comma it belongs to something else.
    let window = sentence.slice(end, end + NEAR);
    let clause = window.split(|b| matches!(b, b',' | b';')).next().unwrap_or(window);
    let introduces = that.is_some_and(|r| r.is_match(clause));
    Some((speaker, if introduces { start } else { 0 }))
}

/// The speaker that stands right behind the folded position `at`: an entity, or a name that nobody knows.
fn after(sentence: &Sentence, look: Lookup<'_>, at: usize) -> Option<Arc<str>> {
    let stop = stop_after(sentence, look, at);
    let mark = sentence.marks.iter().filter(|m| m.at >= at && m.at < stop).find(|m| speaks(m, look));
    let name = unknown_name(sentence, look, at, stop);
    match (mark, name) {
        // An adjective or an organisation may stand before an unknown name that it belongs to.
        (Some(m), Some((place, name))) if place < m.at => Some(name).filter(|_| place < m.at),
        (Some(m), _) => entity(m, look),
        (None, Some((_, name))) => Some(name),
        (None, None) => None,
    }
}

/// Where what follows a verb of saying stops being its subject: at a comma, a quote, `dat`.
fn stop_after(sentence: &Sentence, look: Lookup<'_>, at: usize) -> usize {
    let window = sentence.slice(at, at + NEAR);
    let sign = window.iter().position(|b| matches!(b, b',' | b'"' | b':' | b';' | b'.' | b'('));
    let that = look.cues.get("that", look.language).and_then(|c| c.regex()).and_then(|r| r.find(window));
    let cut = [sign, that.map(|m| m.start())].into_iter().flatten().min();
    at + cut.unwrap_or(window.len())
}

/// The speaker that stands within `reach` before the folded position `at`, in the same clause.
fn before(sentence: &Sentence, look: Lookup<'_>, at: usize, reach: usize) -> Option<Arc<str>> {
    let low = at.saturating_sub(reach);
    let window = sentence.slice(low, at);
    let cut = window.iter().rposition(|b| matches!(b, b'"' | b';' | b':')).map_or(low, |i| low + i + 1);
    let mut marks = sentence.marks.iter().rev().filter(|m| m.at >= cut && m.at < at);
    marks.find(|m| speaks(m, look)).and_then(|m| entity(m, look))
}

fn speaks(mark: &Mark, look: Lookup<'_>) -> bool {
    match look.mentions.get(mark.mention).map(|m| &m.value) {
        Some(MentionValue::Entity(e)) => {
            let kind = matches!(
                &*e.kind,
                "person" | "office" | "organisation" | "alliance" | "country" | "ministry"
            );
            kind && e.form != EntityForm::Adjective
        }
        _ => false,
    }
}

fn entity(mark: &Mark, look: Lookup<'_>) -> Option<Arc<str>> {
    match &look.mentions.get(mark.mention)?.value {
        MentionValue::Entity(e) => Some(e.id.clone()),
        _ => None,
    }
}

/// A run of capitalised words between two folded positions, as an id, with its folded position.
fn unknown_name(sentence: &Sentence, look: Lookup<'_>, from: usize, to: usize) -> Option<(usize, Arc<str>)> {
    let (start, end) = (sentence.text_offset(from), sentence.text_offset(to));
    let piece = look.text.get(start..end)?;
    let mut words: Vec<&str> = Vec::new();
    let mut first = None;
    for word in piece.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let capital = bare.chars().next().is_some_and(char::is_uppercase);
        let particle =
            !words.is_empty() && matches!(bare, "van" | "de" | "den" | "der" | "von" | "ter" | "te");
        if capital || particle {
            first.get_or_insert(word.as_ptr() as usize - piece.as_ptr() as usize);
            words.push(bare);
        } else if !words.is_empty() {
            break;
        }
    }
    let offset = start + first?;
    let known =
        sentence.marks.iter().filter_map(|m| look.mentions.get(m.mention)).any(|m| m.span.start == offset);
    if known {
        return None;
    }
    let at = sentence.origin.iter().position(|o| *o == offset)?;
    let slug = fold(&words.join("-")).replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    Some((at, slug.into()))
}
