//! The forms that a stretch of a pattern may have in a text, between two places where a word may end: `plans?` is
//! `plan` or `plans`, and `stijg\w+` a word that begins so.

use super::class::ClassSet;
use super::cues::CueWord;
use super::outline::{Choice, Held};
use super::pattern_tokens::{Atom, Times, Token};
use crate::text::fold;

/// The most words that one place may have; where it has more, it is left out.
const MOST_WORDS: usize = 64;

/// Whether the tokens fit nothing but words.
pub(super) fn in_words(all: &[Token<'_>]) -> bool {
    all.iter().all(|token| match &token.atom {
        Atom::Letter(c) => is_letter(*c) || *c == ' ',
        Atom::Group(inner) => in_words(inner),
        Atom::InWord | Atom::Nothing | Atom::Or | Atom::Placeholder(_) => true,
        Atom::Words(..) | Atom::Any => false,
    })
}

/// Whether a character may stand within a word.
pub(super) fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '\'')
}

/// The most runs of spaces in what the tokens fit; none where that is open.
pub(super) fn most_spaces(all: &[Token<'_>], held: &dyn Fn(&str) -> Option<Held>) -> Option<usize> {
    all.iter().try_fold(0, |sum, token| {
        let own = match &token.atom {
            Atom::Letter(' ') => 1,
            Atom::Words(_, most) => *most,
            Atom::Group(inner) => most_spaces(inner, held)?,
            Atom::Letter(_) | Atom::InWord | Atom::Nothing | Atom::Or => 0,
            Atom::Placeholder(name) => match held(name)? {
                Held::Mention(_) => 0,
                // Its words may hold spaces, and others in between.
                Held::Cue(_) => return None,
            },
            Atom::Any => return None,
        };
        (own == 0 || token.times != Times::Any).then_some(sum + own)
    })
}

/// One of the forms that a unit may have.
#[derive(Debug, Clone)]
enum Form {
    /// A word in the spelling of cue words; whether what follows is left open.
    Word {
        text: String,
        open: bool,
    },
    Cue(String),
    /// A mention; whether more is asked of what stands behind it.
    Mention {
        classes: ClassSet,
        more: bool,
    },
}

/// What stands between two places where a word may end.
pub(super) struct Unit {
    pub(super) choice: Choice,
    /// How many placeholders of mentions are written in it.
    pub(super) mentions: usize,
    /// Whether it is what may stand there and nothing more.
    pub(super) told: bool,
}

/// What tokens between two places where a word may end stand for; none where that can't be told by its words.
pub(super) fn unit(tokens: &[Token<'_>], held: &dyn Fn(&str) -> Option<Held>) -> Option<Unit> {
    let mut unit = Unit { choice: Choice::default(), mentions: 0, told: true };
    let choice = &mut unit.choice;
    for form in forms(tokens, held)? {
        match form {
            Form::Cue(set) => choice.sets.push(set),
            Form::Mention { classes, more } => {
                choice.classes = choice.classes.or(classes);
                unit.mentions += 1;
                unit.told &= !more;
            }
            Form::Word { text, .. } => choice.words.push(CueWord::written(&text)?),
        }
    }
    choice.words.sort();
    choice.words.dedup();
    unit.told &= !choice.words.iter().any(CueWord::is_open);
    Some(unit)
}

/// The forms of tokens, one behind the other.
fn forms(tokens: &[Token<'_>], held: &dyn Fn(&str) -> Option<Held>) -> Option<Vec<Form>> {
    // Most begin with letters, which need no room but that of their word.
    let mut text = String::with_capacity(tokens.len() + 1);
    let plain = tokens.iter().map_while(|token| match token.atom {
        Atom::Letter(c) if c.is_ascii() && token.times == Times::Once => Some(c.to_ascii_lowercase()),
        _ => None,
    });
    text.extend(plain);
    let rest = tokens.get(text.len()..).unwrap_or(&[]);
    let mut forms = vec![Form::Word { text, open: false }];
    for token in rest {
        forms = step(forms, token, token.times, held)?;
        if forms.len() > MOST_WORDS {
            return None;
        }
    }
    Some(forms)
}

/// The forms with a token behind them. Where a form can't be told to its end it must end within its word.
fn step(
    forms: Vec<Form>,
    token: &Token<'_>,
    times: Times,
    held: &dyn Fn(&str) -> Option<Held>,
) -> Option<Vec<Form>> {
    let loose = times != Times::Once;
    let leads = forms.iter().all(|f| matches!(f, Form::Word { text, .. } if text.is_empty()));
    match &token.atom {
        Atom::Nothing if !loose => Some(forms),
        Atom::Letter(c) if !loose => {
            let mut forms = forms;
            forms.iter_mut().all(|form| with_letter(form, *c)).then_some(forms)
        }
        Atom::InWord if leads => Some(vec![Form::Word { text: "*".to_owned(), open: false }]),
        Atom::Placeholder(name) if leads && !loose => Some(vec![match held(name)? {
            Held::Cue(set) => Form::Cue(set),
            Held::Mention(classes) => Form::Mention { classes, more: false },
        }]),
        Atom::Group(inner) if !loose => {
            let inner = forms_of(inner, held)?;
            if leads { Some(inner) } else { joined(&forms, &inner) }
        }
        // What may be there or not makes two words of one.
        _ if times == Times::Optional && !leads && in_words(std::slice::from_ref(token)) => {
            let with = step(forms.clone(), token, Times::Once, held);
            let both = |mut with: Vec<Form>| {
                with.extend(forms.iter().cloned());
                with
            };
            with.map(both).or_else(|| left_open(forms, token, held))
        }
        // What may be there or not, or is any of many: the rest of the word is left open.
        Atom::Letter(_) | Atom::InWord | Atom::Group(_) | Atom::Nothing => left_open(forms, token, held),
        Atom::Placeholder(_) | Atom::Words(..) | Atom::Or | Atom::Any => None,
    }
}

/// The forms of all alternatives of a group.
fn forms_of(inner: &[Token<'_>], held: &dyn Fn(&str) -> Option<Held>) -> Option<Vec<Form>> {
    let mut out = Vec::new();
    for alternative in inner.split(|t| t.atom == Atom::Or) {
        out.extend(forms(alternative, held)?);
    }
    Some(out)
}

/// Each of some forms with each of others behind it.
fn joined(forms: &[Form], inner: &[Form]) -> Option<Vec<Form>> {
    forms.iter().flat_map(|a| inner.iter().map(move |b| join(a, b))).collect()
}

/// The forms, left open behind their letters, where what may follow holds no space.
fn left_open(forms: Vec<Form>, token: &Token<'_>, held: &dyn Fn(&str) -> Option<Held>) -> Option<Vec<Form>> {
    (most_spaces(std::slice::from_ref(token), held)? == 0).then_some(())?;
    forms.into_iter().map(leave_open).collect()
}

/// Adds a letter to a form; false where that can't be told.
fn with_letter(form: &mut Form, letter: char) -> bool {
    match form {
        // Most are ASCII, and need no room of their own.
        Form::Word { text, open: false } if letter.is_ascii() => text.push(letter.to_ascii_lowercase()),
        Form::Word { text, open: false } => text.push_str(&fold(letter.encode_utf8(&mut [0; 4]))),
        Form::Word { .. } => return letter != ' ',
        Form::Mention { more, .. } => {
            *more = true;
            return letter != ' ';
        }
        Form::Cue(_) => return false,
    }
    true
}

fn leave_open(form: Form) -> Option<Form> {
    match form {
        Form::Word { text, .. } if text.is_empty() || text == "*" => None,
        Form::Word { text, open: true } => Some(Form::Word { text, open: true }),
        Form::Word { text, open: false } => Some(Form::Word { text: text + "*", open: true }),
        Form::Mention { classes, .. } => Some(Form::Mention { classes, more: true }),
        Form::Cue(_) => None,
    }
}

/// A form with one of a group behind it.
fn join(first: &Form, second: &Form) -> Option<Form> {
    let Form::Word { text: more, open } = second else { return None };
    match first {
        Form::Word { text, open: false } => Some(Form::Word { text: format!("{text}{more}"), open: *open }),
        _ if more.contains(' ') => None,
        Form::Word { .. } => Some(first.clone()),
        Form::Mention { classes, .. } => Some(Form::Mention { classes: *classes, more: true }),
        Form::Cue(_) => None,
    }
}
