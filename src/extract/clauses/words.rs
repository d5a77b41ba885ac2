//! What single words are to the clauses of a sentence, and what the words before a name make of it.

use super::super::sentence::{Mark, Sentence};
use super::super::slots::entity;
use super::super::voice::Lookup;
use super::{Kind, Place, Role, Token};
use crate::recognise::{EntityForm, EntityValue};

/// The cue sets that give a word its kind.
pub(in crate::extract) const SETS: [&str; 16] = [
    "agent",
    "owner",
    "beside",
    "towards",
    "origin",
    "inside",
    "governs",
    "preposition",
    "opens-relative",
    "opens-clause",
    "joins-clause",
    "and",
    "doer-pronoun",
    "determiner",
    "finite",
    "verb",
];

/// The kind that each of them gives.
const KINDS: [Kind; SETS.len()] = [
    Kind::Agent,
    Kind::Owner,
    Kind::Beside,
    Kind::Preposition(Place::Towards),
    Kind::Preposition(Place::Origin),
    Kind::Preposition(Place::Inside),
    Kind::Preposition(Place::Beside),
    Kind::Preposition(Place::Beside),
    Kind::Relative,
    Kind::Opens,
    Kind::Joins,
    Kind::And,
    Kind::Pronoun,
    Kind::Determiner,
    Kind::Verb,
    Kind::Verb,
];

/// The most words that stand between a preposition and its adjective, or what owns its noun.
const LOOSE: [usize; 3] = [3, 2, 1];
/// The same for a person, whose office and state stand before the name.
pub(super) const TITLED: usize = 4;

/// The words that clauses hang on by their kinds, and the signs. Of those of one set that overlap only the first counts.
fn candidates(sentence: &Sentence, look: Lookup<'_>) -> Vec<Token> {
    let mut all: Vec<(Token, usize)> = Vec::new();
    let mut ends = [0; SETS.len()];
    for (from, to, sets) in look.plan.into_iter().flat_map(|plan| plan.clause_words(sentence)) {
        for (number, (end, kind)) in ends.iter_mut().zip(KINDS).enumerate() {
            if sets >> number & 1 == 1 && from >= *end {
                *end = to;
                all.push(((from, to, kind), number));
            }
        }
    }
    let signs = sentence.folded.iter().enumerate().filter_map(|(at, byte)| sign(sentence, at, *byte));
    all.extend(signs.map(|sign| (sign, 0)));
    // The longer of two that start together is meant; of one word the kinds stay in their order.
    all.sort_unstable_by_key(|((from, to, _), number)| (*from, std::cmp::Reverse(*to), *number));
    all.into_iter().map(|(token, _)| token).collect()
}

/// The words and signs that clauses hang on, in order; none within another.
pub(super) fn tokens(sentence: &Sentence, look: Lookup<'_>) -> Vec<Token> {
    let all = candidates(sentence, look);
    let mut out: Vec<Token> = Vec::with_capacity(all.len());
    let mut rest = all.as_slice();
    while let Some((from, to, _)) = rest.first().copied() {
        let same = rest.iter().take_while(|t| (t.0, t.1) == (from, to)).count();
        let (group, next) = rest.split_at(same);
        rest = next;
        if out.last().is_some_and(|last| from < last.1) {
            continue;
        }
        let following = next.iter().find(|t| t.0 >= to).copied();
        if let Some(kind) = kind_of((sentence, look), (from, to), group, (out.last().copied(), following)) {
            out.push((from, to, kind));
        }
    }
    out
}

fn sign(sentence: &Sentence, at: usize, byte: u8) -> Option<Token> {
    let blank = |at: Option<usize>| at.and_then(|at| sentence.folded.get(at)) == Some(&b' ');
    let kind = match byte {
        b',' | b';' | b':' | b'"' => Kind::Comma,
        b'-' if blank(at.checked_sub(1)) && blank(Some(at + 1)) => Kind::Comma,
        b'-' if sentence.folded.get(at + 1) == Some(&b'-') && blank(Some(at + 2)) => Kind::Comma,
        b'.' if sentence.folded.get(at + 1) == Some(&b'.') => Kind::Comma,
        b'(' => Kind::Bracket,
        b')' => Kind::Closing,
        _ => return None,
    };
    Some((at, at + 1, kind))
}

/// The kind of a word that may be of several; none where it is nothing that clauses hang on.
fn kind_of(
    (sentence, look): (&Sentence, Lookup<'_>),
    (from, to): (usize, usize),
    group: &[Token],
    (before, behind): (Option<Token>, Option<Token>),
) -> Option<Kind> {
    let is = |kind: Kind| group.iter().any(|t| t.2 == kind);
    let close = |a: usize, b: usize| sentence.slice(a, b).iter().all(|b| *b == b' ');
    let led = before.filter(|t| close(t.1, from)).map(|t| t.2);
    let governed = matches!(led, Some(Kind::Preposition(_) | Kind::Agent | Kind::Owner | Kind::Beside));
    if is(Kind::Determiner) {
        // `in dat land`, `verhoogt zijn budget`, and `de landen zijn`.
        let noun = governed || led == Some(Kind::Verb);
        let verb_next =
            behind.is_some_and(|t| close(to, t.0) && matches!(t.2, Kind::Verb | Kind::Preposition(_)));
        // `dringt erop aan dat NAVO-landen …`
        let opens = sentence.mark_at(to + 1).is_some()
            || behind.is_some_and(|t| close(to, t.0) && matches!(t.2, Kind::Determiner | Kind::Pronoun));
        let adverb =
            || ["auxiliary", "inverts"].iter().any(|set| look.starting(set, sentence, to + 1).is_some());
        return Some(match () {
            () if is(Kind::Verb) && !noun => Kind::Verb,
            () if is(Kind::Pronoun) && verb_next && !governed => Kind::Pronoun,
            // `Naar Polen stuurde het eerder al honderd man.`
            () if is(Kind::Pronoun) && led == Some(Kind::Verb) && adverb() => Kind::Pronoun,
            () if is(Kind::Relative) && is(Kind::Opens) && (!governed || opens) => Kind::That,
            () if is(Kind::Relative) && !noun => Kind::Relative,
            () => Kind::Determiner,
        });
    }
    if is(Kind::Relative) && is(Kind::Opens) {
        return Some(Kind::That);
    }
    let first = group.first()?.2;
    // `the attacks`, `Russia's demands` are nouns.
    let owned = sentence.slice(from.saturating_sub(3), from) == b"'s ";
    (first != Kind::Verb || !(led == Some(Kind::Determiner) || owned)).then_some(first)
}

/// How many words stand in a stretch.
pub(super) fn words(sentence: &Sentence, from: usize, to: usize) -> usize {
    sentence.slice(from, to).split(|b| *b == b' ').filter(|w| !w.is_empty()).count()
}

/// Whether a name is that of a person, or of an office that one holds.
pub(in crate::extract) fn is_person(name: &EntityValue) -> bool {
    matches!(&*name.kind, "person" | "office") || name.form == EntityForm::Role
}

/// What the name at `mark` is, by the words right before it.
pub(super) fn role(sentence: &Sentence, look: Lookup<'_>, tokens: &[Token], mark: &Mark) -> Role {
    let Some(name) = entity(mark, look.mentions) else { return Role::Core };
    let rest = (mark.at + 1, sentence.word_end(mark.at + 1));
    // `alle NAVO-landen` are the alliance itself, and `EU-leiders` act for it.
    let whole = ["member", "leading-body"].iter().any(|set| look.has(set, sentence, rest));
    if sentence.compounds(mark) && !whole {
        return Role::Part;
    }
    let adjective = name.form == EntityForm::Adjective;
    let titled = is_person(name);
    let [of_adjective, of_owner, plain] = LOOSE;
    let before = tokens.get(..tokens.partition_point(|t| t.1 <= mark.at)).unwrap_or(&[]);
    let (mut from, mut loose) = (mark.at, 0);
    let (mut determined, mut owned) = (false, false);
    for (start, end, kind) in before.iter().rev() {
        let figure = |m: &Mark| *end <= m.at && m.at < from && entity(m, look.mentions).is_none();
        loose += words(sentence, *end, from);
        let most = match (adjective, owned, determined) {
            _ if titled => TITLED,
            (true, ..) => of_adjective,
            (false, true, _) => of_owner,
            (false, false, true) => 0,
            (false, false, false) => plain,
        };
        if loose > most || sentence.marks.iter().any(figure) {
            break;
        }
        match kind {
            Kind::Determiner => determined = true,
            Kind::Owner if !owned => (owned, determined, loose) = (true, false, 0),
            Kind::Preposition(Place::Inside) if owned => break,
            // `more than in the US`: it only is what something is compared with.
            Kind::Preposition(_) if compares(sentence, look, *start) => return Role::Aside,
            Kind::Preposition(place) => return Role::Behind(*place),
            Kind::Agent if owned => return Role::Behind(Place::Beside),
            Kind::Agent => return Role::Agent,
            Kind::Beside => return Role::Aside,
            _ => break,
        }
        from = *start;
    }
    if owned { Role::Owner } else { Role::Core }
}

/// How far before a preposition a word that compares begins: `than in`.
const COMPARING: usize = 5;

/// Whether a word that compares stands right before the folded position `at`.
fn compares(sentence: &Sentence, look: Lookup<'_>, at: usize) -> bool {
    let words = look.all("comparing", sentence, (at.saturating_sub(COMPARING), at));
    words.last().is_some_and(|w| w.1 + 1 == at)
}

/// What a name is that `and` joins to one behind a preposition: `together with Denmark and Norway it buys`. Where a verb
/// follows it begins anew: `agreed with Germany, and France sends`.
pub(super) fn joined(
    sentence: &Sentence,
    tokens: &[Token],
    (before, role): (&Mark, Role),
    mark: &Mark,
) -> Option<Role> {
    if !matches!(role, Role::Behind(_) | Role::Aside) {
        return None;
    }
    let next = tokens.partition_point(|t| t.0 <= before.at);
    let (start, end, kind) = *tokens.get(next)?;
    let blank = |from: usize, to: usize| sentence.slice(from, to).iter().all(|b| *b == b' ');
    let close = kind == Kind::And && blank(before.at + 1, start) && blank(end, mark.at);
    let verb = |t: &&Token| t.2 == Kind::Verb;
    let led = tokens.get(..next).unwrap_or(&[]).iter().any(|t| verb(&t));
    let anew =
        led && tokens.iter().find(|t| t.0 > mark.at).filter(verb).is_some_and(|t| blank(mark.at + 1, t.0));
    (close && !anew).then_some(role)
}
