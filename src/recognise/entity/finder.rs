//! The table of all names, and what its hits mean beside each other.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::super::token::{Token, TokenKind, tokens};
use super::super::{Context, EntityForm, EntityValue, Mention, MentionValue};
use super::surfaces::Surfaces;
use super::vocabulary::{Name, Vocabulary};
use crate::text::Span;
use crate::value::Language;

/// What a surface may stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Entity(usize),
    Role(usize),
    Publication,
}

#[derive(Debug, Clone)]
pub(super) struct Reading {
    target: Target,
    form: EntityForm,
    language: Option<Language>,
    ambiguous: bool,
}

/// A hit that stands between word boundaries.
#[derive(Debug, Clone)]
struct Hit<'f> {
    start: usize,
    end: usize,
    reading: &'f Reading,
}

/// Finds the names of a vocabulary in text.
#[derive(Debug)]
pub struct EntityFinder {
    vocabulary: Arc<Vocabulary>,
    surfaces: Surfaces,
}

impl EntityFinder {
    /// Compiles the names of `vocabulary`.
    #[must_use]
    pub fn new(vocabulary: Arc<Vocabulary>) -> Self {
        let mut forms: FxHashMap<String, Vec<Reading>> = FxHashMap::default();
        let parts = vocabulary.parts();
        for (i, entity) in parts.entities.iter().enumerate() {
            for name in &entity.names {
                add(&mut forms, name, Target::Entity(i));
            }
        }
        for (i, role) in parts.roles.iter().enumerate() {
            for name in &role.names {
                add(&mut forms, name, Target::Role(i));
            }
        }
        for name in &parts.publication {
            add(&mut forms, name, Target::Publication);
        }
        Self { vocabulary, surfaces: Surfaces::new(forms) }
    }

    /// The vocabulary.
    #[must_use]
    pub fn vocabulary(&self) -> &Arc<Vocabulary> {
        &self.vocabulary
    }

    /// The names in `text`, in order and apart; spans count from `base`.
    #[must_use]
    pub fn find(&self, text: &str, base: usize, context: &Context) -> Vec<Mention> {
        self.find_in(text, &tokens(text), base, context)
    }

    /// The names in `text`, which is cut already.
    pub(in crate::recognise) fn find_in(
        &self,
        text: &str,
        tokens: &[Token<'_>],
        base: usize,
        context: &Context,
    ) -> Vec<Mention> {
        let hits = self.hits(text, tokens, context);
        let mut mentions = Vec::with_capacity(hits.len());
        let mut at = 0;
        while let Some(hit) = hits.get(at) {
            let (mention, used) = self.read(text, &hits, at, hit, context);
            if let Some((start, end, value)) = mention {
                let span = Span::new(base + start, base + end);
                mentions.push(Mention { span, value: MentionValue::Entity(value) });
            }
            at += used.max(1);
        }
        mentions
    }

    /// What stands where a name may begin: at a token, or within one behind a byte that is no ASCII letter or digit.
    fn hits<'f>(&'f self, text: &str, tokens: &[Token<'_>], context: &Context) -> Vec<Hit<'f>> {
        let bytes = text.as_bytes();
        let word = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
        let free = |at: &usize| at.checked_sub(1).is_none_or(|before| !word(before));
        let mut hits: Vec<Hit<'f>> = Vec::new();
        // Where the last of them ends.
        let mut from = 0;
        for token in tokens {
            let Span { start, end } = token.span;
            if self.surfaces.may_stand(bytes, start) && start >= from && free(&start) {
                from = self.hit(text, start, &mut hits, context).unwrap_or(from);
            }
            let plain = token.kind == TokenKind::Word && !token.accented && !token.joined;
            if !plain && end > start + 1 {
                for at in (start + 1..end).filter(free) {
                    if at >= from {
                        from = self.hit(text, at, &mut hits, context).unwrap_or(from);
                    }
                }
            }
        }
        hits
    }

    /// Adds the name that stands at `start`, and tells where it ends.
    #[inline(never)]
    fn hit<'f>(
        &'f self,
        text: &str,
        start: usize,
        hits: &mut Vec<Hit<'f>>,
        context: &Context,
    ) -> Option<usize> {
        let surface = self.surfaces.at(text.as_bytes(), start)?;
        let before = text.get(..start)?;
        let joined = hits.last().is_some_and(|h| h.end + 1 == start);
        let hit =
            if opens(before, joined) { self.longest(text, start, surface, context)? } else { return None };
        let end = hit.end;
        // `Leopard 2-tanks` is about the one system, `NAVO-chef` about an office.
        let noun = joined && before.ends_with('-') && text.get(start..).is_some_and(lower);
        if !noun || matches!(hit.reading.target, Target::Role(_)) {
            hits.push(hit);
        }
        Some(end)
    }

    /// The longest reading from `start` that ends at a word boundary, among the surface and its prefixes.
    fn longest<'f>(&'f self, text: &str, start: usize, surface: usize, context: &Context) -> Option<Hit<'f>> {
        let mut next = Some(surface);
        while let Some(surface) = next.and_then(|p| self.surfaces.get(p)) {
            let end = start + surface.text.len();
            let rest = text.get(end..).unwrap_or("");
            if let Some(tail) = tail(rest, surface.common) {
                let fits = |r: &&Reading| fits(r, context.language.as_ref());
                if let Some(reading) = surface.readings.iter().find(fits)
                    && (tail == 0 || has_genitive(reading.form, rest))
                {
                    return Some(Hit { start, end: end + tail, reading });
                }
            }
            next = surface.shorter;
        }
        None
    }

    /// What the hits from `at` on mean, and how many of them that takes.
    fn read(
        &self,
        text: &str,
        hits: &[Hit<'_>],
        at: usize,
        hit: &Hit<'_>,
        context: &Context,
    ) -> (Option<(usize, usize, EntityValue)>, usize) {
        match hit.reading.target {
            Target::Entity(owner) => {
                // `NAVO-chef`, `Nederlandse premier`, `Poland's prime minister`
                if let Some(next) = hits.get(at + 1)
                    && let Target::Role(role) = next.reading.target
                    && matches!(text.get(hit.end..next.start), Some(" " | "-" | " - "))
                    && !self.is_kind(owner, "person")
                {
                    if self.person_follows(text, hits, at + 2, next.end) {
                        return (None, 2);
                    }
                    if !self.is_former(text, hit.start) {
                        let value = self.office(text, next.end, Some(owner), role, context);
                        return (value.map(|v| (hit.start, next.end, v)), 2);
                    }
                    return (self.entity(owner, hit), 2);
                }
                let named = !hit.reading.ambiguous || role_precedes(text, hits, at);
                (named.then(|| self.entity(owner, hit)).flatten(), 1)
            }
            Target::Role(role) => self.read_role(text, hits, at, role, context),
            Target::Publication => {
                let country = context.country.as_ref().and_then(|c| self.vocabulary.country(c));
                let value = country.map(|id| value(id.clone(), "country".into(), EntityForm::Description));
                (value.map(|v| (hit.start, hit.end, v)), 1)
            }
        }
    }

    /// A role that nothing stands before: `president van Oekraïne`, `bondskanselier`.
    fn read_role(
        &self,
        text: &str,
        hits: &[Hit<'_>],
        at: usize,
        role: usize,
        context: &Context,
    ) -> (Option<(usize, usize, EntityValue)>, usize) {
        let Some(hit) = hits.get(at) else { return (None, 1) };
        let blocked =
            self.is_former(text, hit.start) || text.get(..hit.start).is_some_and(|b| b.ends_with('-'));
        if let Some(next) = hits.get(at + 1)
            && let Target::Entity(owner) = next.reading.target
            && next.reading.form == EntityForm::Name
            && !self.is_kind(owner, "person")
            && self.is_link(text.get(hit.end..next.start).unwrap_or("?"))
            // `the head of Norway's army` is of what Norway has.
            && !["'s", "’s"].iter().any(|own| text.get(..next.end).is_some_and(|t| t.ends_with(own)))
        {
            if self.person_follows(text, hits, at + 2, next.end) {
                return (None, 2);
            }
            if blocked {
                return (None, 1);
            }
            let value = self.office(text, next.end, Some(owner), role, context);
            return (value.map(|v| (hit.start, next.end, v)), 2);
        }
        if blocked || self.person_follows(text, hits, at + 1, hit.end) {
            return (None, 1);
        }
        (self.office(text, hit.end, None, role, context).map(|v| (hit.start, hit.end, v)), 1)
    }

    fn entity(&self, index: usize, hit: &Hit<'_>) -> Option<(usize, usize, EntityValue)> {
        let entity = self.vocabulary.parts().entities.get(index)?;
        Some((hit.start, hit.end, value(entity.id.clone(), entity.kind.clone(), hit.reading.form)))
    }

    /// The office of `owner`, or of the role's default, and who held it. A capital behind it names
    /// somebody that the vocabulary does not know: then it stays an office.
    fn office(
        &self,
        text: &str,
        end: usize,
        owner: Option<usize>,
        role: usize,
        context: &Context,
    ) -> Option<EntityValue> {
        let parts = self.vocabulary.parts();
        let role = parts.roles.get(role)?;
        let of = match owner {
            Some(index) => &parts.entities.get(index)?.id,
            None => role.default.as_ref()?,
        };
        let rest = text.get(end..).unwrap_or("");
        let other = rest.strip_prefix(' ').is_some_and(|r| r.starts_with(char::is_uppercase));
        let held = context.reference.as_ref().filter(|_| !other);
        Some(match held.and_then(|period| self.vocabulary.holder(of, &role.id, period)) {
            Some(person) => value(person.clone(), "person".into(), EntityForm::Role),
            None => value(format!("{of}-{}", role.id).into(), "office".into(), EntityForm::Role),
        })
    }

    fn is_kind(&self, index: usize, kind: &str) -> bool {
        self.vocabulary.parts().entities.get(index).is_some_and(|e| &*e.kind == kind)
    }

    fn person_follows(&self, text: &str, hits: &[Hit<'_>], at: usize, end: usize) -> bool {
        hits.get(at).is_some_and(|h| {
            matches!(h.reading.target, Target::Entity(i) if self.is_kind(i, "person"))
                && text.get(end..h.start) == Some(" ")
        })
    }

    fn is_link(&self, between: &str) -> bool {
        self.vocabulary.parts().links.iter().any(|l| between.trim() == &**l && between.len() == l.len() + 2)
    }

    /// Whether `voormalige`, `former` or such stands before `start`.
    fn is_former(&self, text: &str, start: usize) -> bool {
        let Some(before) = text.get(..start).and_then(|b| b.strip_suffix(' ')) else { return false };
        let before = before.trim_end_matches(' ');
        self.vocabulary.parts().former.iter().any(|former| {
            let at = before.len().checked_sub(former.len());
            let word = at.and_then(|at| before.get(at..));
            let opens = || {
                at.is_some_and(|at| {
                    before.get(..at).is_some_and(|b| b.is_empty() || b.ends_with(char::is_whitespace))
                })
            };
            word.is_some_and(|word| former.eq_ignore_ascii_case(word)) && opens()
        })
    }
}

/// Whether a role word stands directly before the hit at `at`.
fn role_precedes(text: &str, hits: &[Hit<'_>], at: usize) -> bool {
    at.checked_sub(1).and_then(|i| hits.get(i)).zip(hits.get(at)).is_some_and(|(role, name)| {
        matches!(role.reading.target, Target::Role(_)) && text.get(role.end..name.start) == Some(" ")
    })
}

fn value(id: Arc<str>, kind: Arc<str>, form: EntityForm) -> EntityValue {
    EntityValue { id, kind, form }
}

/// Adds a name, its capitals (`RUSLAND`) and, for a common noun, its form at the head of a sentence.
fn add(forms: &mut FxHashMap<String, Vec<Reading>>, name: &Name, target: Target) {
    let reading =
        Reading { target, form: name.form, language: name.language.clone(), ambiguous: name.ambiguous };
    let mut texts = vec![name.text.to_string()];
    if name.form == EntityForm::Name && name.text.chars().count() >= 5 && !name.ambiguous {
        texts.push(name.text.to_uppercase());
    }
    if lower(&name.text) {
        texts.push(capitalised(&name.text));
        texts.push(name.text.split(' ').map(capitalised).collect::<Vec<_>>().join(" "));
    }
    texts.sort();
    texts.dedup();
    for text in texts {
        let readings = forms.entry(text).or_default();
        if !readings.iter().any(|r| r.target == target && r.language == reading.language) {
            readings.push(reading.clone());
        }
    }
}

pub(super) fn lower(text: &str) -> bool {
    text.starts_with(char::is_lowercase)
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// Whether a name may begin behind `before`; `joined` says that another name ends one character earlier.
fn opens(before: &str, joined: bool) -> bool {
    match before.chars().next_back() {
        Some('-') => joined || !before.trim_end_matches('-').ends_with(char::is_alphanumeric),
        Some(c) => !c.is_alphanumeric() && !matches!(c, '@' | '#' | '_'),
        None => true,
    }
}

/// Whether a name of this form has the genitive that `rest` begins with: `Ruslands`, and with an
/// apostrophe also `Moscow's` and `the alliance's`. `Brussels` is no genitive of a Dutch `Brussel`.
fn has_genitive(form: EntityForm, rest: &str) -> bool {
    match form {
        EntityForm::Name => true,
        EntityForm::Seat | EntityForm::Description => rest.starts_with(['\'', '’']),
        _ => false,
    }
}

/// The length of the genitive ending at the start of `rest`; none where the word goes on.
fn tail(rest: &str, common: bool) -> Option<usize> {
    let mut chars = rest.chars();
    let ends = |r: &str| !r.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    match chars.next() {
        Some('-') if common => None,
        Some('s') if !common && ends(chars.as_str()) => Some(1),
        Some(c @ ('\'' | '’')) => {
            let after = chars.as_str();
            match after.strip_prefix('s') {
                Some(end) if ends(end) => Some(c.len_utf8() + 1),
                _ => ends(after).then_some(0),
            }
        }
        _ => ends(rest).then_some(0),
    }
}

/// Whether a reading counts in a text of `language`. Adjectives, inhabitants, roles and descriptions of
/// another language are other words there; a name is a name anywhere.
fn fits(reading: &Reading, language: Option<&Language>) -> bool {
    let named = matches!(reading.form, EntityForm::Name | EntityForm::Seat)
        && !matches!(reading.target, Target::Role(_));
    named || language.is_none() || reading.language.is_none() || reading.language.as_ref() == language
}
