//! Names that the vocabulary does not know, as they are written.

use std::sync::Arc;

use super::super::sentence::Sentence;
use super::Lookup;
use crate::recognise::MentionValue;
use crate::text::fold;

/// A name that nobody knows, with where it begins and ends in the folded bytes.
pub(super) type Unknown = (usize, usize, Arc<str>);

/// A word with its offset in the article's text.
type Word<'t> = (usize, &'t str);

/// The first run of capitalised words in a stretch of folded bytes that is no known name.
pub(super) fn first(sentence: &Sentence, look: Lookup<'_>, range: (usize, usize)) -> Option<Unknown> {
    let words = words(sentence, look, range);
    let first = words.iter().position(|w| is_name(w, sentence, look))?;
    if is_field(&words, first, look) && !words.get(first + 1).is_some_and(|w| is_name(w, sentence, look)) {
        return None;
    }
    let start = first + usize::from(is_seat(&words, first, sentence, look));
    let mut end = start + 1;
    while let Some(word) = words.get(end) {
        let on = is_name(word, sentence, look)
            // `Jan van Dijk`, but `Onno Eichelsheim van Defensie`
            || (end == start + 1 && is_particle(word.1, look) && names_soon(&words, end, sentence, look));
        let parted = words.get(end - 1).is_some_and(|w| ends_a_name(w.1));
        if parted || !(on || (end > start + 1 && is_particle(word.1, look) && trails(&words, end, look))) {
            break;
        }
        end += 1;
    }
    build(words.get(start..end)?, sentence, look)
}

/// Whether the word at `at` is what somebody heads: `de minister van Defensie`.
fn is_field(words: &[Word<'_>], at: usize, look: Lookup<'_>) -> bool {
    let before = |n: usize| at.checked_sub(n).and_then(|i| words.get(i));
    before(1).is_some_and(|w| is_particle(w.1, look))
        && before(2).is_some_and(|w| is_cue("heads-field", &fold(w.1), look))
}

/// Whether the word at `start` is what an office is of, and a full name begins behind it: `minister van Defensie Jan
/// Jansen`.
fn is_seat(words: &[Word<'_>], start: usize, sentence: &Sentence, look: Lookup<'_>) -> bool {
    let office = start.checked_sub(1).and_then(|i| words.get(i)).is_some_and(|w| is_particle(w.1, look));
    let name = |i: usize| words.get(i).is_some_and(|w| is_name(w, sentence, look));
    let parted = || (start..start + 2).any(|i| words.get(i).is_some_and(|w| ends_a_name(w.1)));
    office
        && name(start + 1)
        && !parted()
        && (name(start + 2)
            || (trails(words, start + 3, look) && names_soon(words, start + 2, sentence, look)))
}

/// The run of capitalised words that ends right before the folded position `at`.
pub(super) fn before(sentence: &Sentence, look: Lookup<'_>, at: usize) -> Option<Unknown> {
    let words = words(sentence, look, (0, at));
    let mut start = words.len();
    while let Some(word) = start.checked_sub(1).and_then(|i| words.get(i)) {
        let parted = start < words.len() && ends_a_name(word.1);
        let inner = start < words.len() && is_particle(word.1, look);
        if parted || !(is_name(word, sentence, look) || inner) {
            break;
        }
        start -= 1;
    }
    let mut run = words.get(start..)?;
    // `Anna Smit van Defensie`, but `Jan van Dijk`
    let apart = |i: &usize| {
        run.get(*i).is_some_and(|w| is_particle(w.1, look))
            && run.get(i - 1).is_some_and(|w| !is_particle(w.1, look))
    };
    if let Some(office) = (2..run.len()).find(apart) {
        run = run.get(..office)?;
    }
    while run.first().is_some_and(|w| is_particle(w.1, look)) {
        run = run.get(1..)?;
    }
    if run.len() == 1 && is_field(&words, words.len() - 1, look) {
        return None;
    }
    // The first word of a sentence has its capital anyhow.
    if let [(offset, word)] = run
        && *offset <= sentence.span.start + 1
        && full_name(word, *offset, look).or_else(|| named_later(word, sentence, look)).is_none()
    {
        return None;
    }
    build(run, sentence, look)
}

fn words<'t>(sentence: &Sentence, look: Lookup<'t>, (from, to): (usize, usize)) -> Vec<Word<'t>> {
    let (start, end) = (sentence.text_offset(from), sentence.text_offset(to));
    let Some(piece) = look.text.get(start..end) else { return Vec::new() };
    let mut at = 0;
    let mut out = Vec::new();
    for word in piece.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        if !bare.is_empty() {
            out.push((start + at, bare));
        }
        at += word.len();
    }
    out
}

/// Whether a word has the capital of a name, is no known name, and no word that heads a sentence or a title.
fn is_name((offset, word): &Word<'_>, sentence: &Sentence, look: Lookup<'_>) -> bool {
    let lead = word.len() - word.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
    let bare = bare(word);
    let initial = word.len() == 2 && word.ends_with('.');
    if !bare.starts_with(char::is_uppercase) || (bare.chars().nth(1).is_none() && !initial) {
        return false;
    }
    let at = offset + lead;
    let inside = |m: &crate::recognise::Mention| m.span.start <= at && at < m.span.end;
    let known = sentence.marks.iter().filter_map(|m| look.mentions.get(m.mention)).any(inside);
    !known && !is_cue("no-name", &fold(bare), look)
}

/// Whether a sign behind a word ends the name that it is of; an initial has its own full stop: `Mark A. Milley`.
fn ends_a_name(word: &str) -> bool {
    let initial = word.len() == 2 && word.ends_with('.') && word.starts_with(char::is_uppercase);
    !initial && word.ends_with([',', ':', ';', '.', '"', '”', ')'])
}

fn bare(word: &str) -> &str {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    bare.strip_suffix("'s").or_else(|| bare.strip_suffix("’s")).unwrap_or(bare)
}

fn is_particle(word: &str, look: Lookup<'_>) -> bool {
    is_cue("name-particle", &fold(word), look)
}

/// Whether a folded word is one of a cue set.
fn is_cue(set: &str, word: &str, look: Lookup<'_>) -> bool {
    look.cues.get(set, look.language).is_some_and(|set| set.is_word(word))
}

/// Whether a name follows the particles from `at` on.
fn names_soon(words: &[Word<'_>], at: usize, sentence: &Sentence, look: Lookup<'_>) -> bool {
    let rest = words.get(at..).unwrap_or(&[]);
    rest.iter().find(|w| !is_particle(w.1, look)).is_some_and(|w| is_name(w, sentence, look))
}

/// Whether the particle at `at` is the second of two: `van der`.
fn trails(words: &[Word<'_>], at: usize, look: Lookup<'_>) -> bool {
    at.checked_sub(1).and_then(|i| words.get(i)).is_some_and(|w| is_particle(w.1, look))
}

fn build(run: &[Word<'_>], sentence: &Sentence, look: Lookup<'_>) -> Option<Unknown> {
    let (first, last) = (run.first()?, run.last()?);
    let slug = match run {
        [(offset, word)] => full_name(word, *offset, look).or_else(|| named_later(word, sentence, look)),
        _ => None,
    };
    let joined = || run.iter().map(|w| slug_of(w.1)).collect::<Vec<_>>().join("-");
    let slug = slug.unwrap_or_else(joined);
    let start = sentence.folded_at(first.0);
    let end = sentence.folded_at(last.0 + last.1.len());
    (!slug.is_empty()).then(|| (start, end, slug.into()))
}

/// The name in small ASCII letters, digits and hyphens.
fn slug_of(word: &str) -> String {
    let folded = fold(bare(word));
    let kept = folded.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' });
    kept.collect::<String>().trim_matches('-').to_owned()
}

/// How far back a full name introduces a family name, in bytes: further than most articles are long.
const EARLIER: usize = 20_000;

/// The slug of the full name by which an earlier sentence introduces a family name: a capitalised word before it.
fn full_name(word: &str, offset: usize, look: Lookup<'_>) -> Option<String> {
    let family = bare(word);
    let from = (offset.saturating_sub(EARLIER)..=offset).find(|at| look.text.is_char_boundary(*at))?;
    let earlier = look.text.get(from..offset)?;
    let mut from = 0;
    while let Some(at) = earlier.get(from..)?.find(family).map(|i| from + i) {
        from = at + family.len();
        let ends = !earlier.get(from..)?.starts_with(char::is_alphanumeric);
        // `de Europese Commissie`, and then `de Commissie`
        if let Some(known) = look.mentions.iter().find(|m| m.span.start < at && m.span.end == from)
            && let MentionValue::Entity(entity) = &known.value
        {
            return Some(entity.id.to_string());
        }
        let head = earlier.get(..at)?.strip_suffix(' ');
        let given = head.and_then(|h| h.rsplit(char::is_whitespace).next());
        if let Some(given) = given.filter(|g| ends && is_given(g, look)) {
            return Some(format!("{}-{}", slug_of(given), slug_of(family)));
        }
    }
    None
}

/// The name of which a family name in the first lines is a part, where only what follows gives it whole: in a title.
fn named_later(word: &str, sentence: &Sentence, look: Lookup<'_>) -> Option<String> {
    let family = bare(word);
    if sentence.block != 0 || family.is_empty() {
        return None;
    }
    let whole = |m: &&crate::recognise::Mention| {
        let name = m.span.of(look.text);
        name.strip_suffix(family).is_some_and(|given| given.ends_with(' '))
    };
    look.mentions.iter().filter(|m| m.span.start >= sentence.span.end).find(whole).and_then(|m| {
        match &m.value {
            MentionValue::Entity(entity) => Some(entity.id.to_string()),
            _ => None,
        }
    })
}

/// Whether a word may be a given name: a capital, small letters, no mark behind it, and no title.
fn is_given(word: &str, look: Lookup<'_>) -> bool {
    let clean = word.trim_start_matches(['"', '“', '„', '(', '‘']);
    let small = clean.chars().skip(1).all(|c| c.is_lowercase() || c == '-') && clean.chars().count() > 1;
    let common = look.cues.get("no-name", look.language);
    let title = common.is_some_and(|set| set.is_match(fold(clean).as_bytes()));
    clean.starts_with(char::is_uppercase) && small && !title
}
