//! Who says it: attribution by verbs of saying, `volgens`, `aldus`, a name with a colon, and quotation.

mod bodies;
mod counting;
mod discourse;
mod names;
mod offices;
mod source;
mod titles;
mod who;
mod wishes;

use std::cell::{OnceCell, RefCell};
use std::cmp::Reverse;
use std::ops::Range;
use std::sync::Arc;

use super::plan::Plan;
use super::quotes::Quote;
use super::sentence::{Mark, Sentence};
use super::sentences::Sentences;
use crate::recognise::Mention;
use crate::rules::cues::Cues;
use discourse::Discourse;
use who::Scene;

/// A speaker that is not named, or not known: not the article's own voice, and no one's equal.
pub const UNNAMED: &str = "unnamed";

/// What attribution looks up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lookup<'a> {
    pub(super) text: &'a str,
    pub(super) mentions: &'a [Mention],
    pub(super) cues: &'a Cues,
    pub(super) language: &'a str,
    pub(super) plan: Option<&'a Plan<'a>>,
}

impl Lookup<'_> {
    /// Where words of a cue set stand in a stretch of folded bytes, counted from the start of the sentence.
    pub(super) fn all(&self, set: &str, sentence: &Sentence, range: (usize, usize)) -> Vec<(usize, usize)> {
        // The whole sentence is searched: what stands around a stretch decides where its words begin and end.
        self.within(set, sentence, range).collect()
    }

    fn within<'s>(
        &'s self,
        set: &str,
        sentence: &'s Sentence,
        range: (usize, usize),
    ) -> impl Iterator<Item = (usize, usize)> {
        let hits = self.plan.into_iter().flat_map(|plan| plan.cue_hits(set, sentence));
        hits.filter(move |(start, end)| range.0 <= *start && *end <= range.1)
    }

    /// Whether a name is written as the owner of what follows: `Russia's`.
    pub(super) fn owns(&self, mark: &Mark) -> bool {
        let written = self.mentions.get(mark.mention).map_or("", |m| m.span.of(self.text));
        written.ends_with("'s") || written.ends_with("’s")
    }

    /// The word of a cue set that starts at a folded position.
    pub(super) fn starting(&self, set: &str, sentence: &Sentence, at: usize) -> Option<(usize, usize)> {
        self.within(set, sentence, (at, sentence.folded.len())).next().filter(|word| word.0 == at)
    }

    /// Whether a sentence may begin with a word of a cue set, told without looking for all words in it.
    pub(super) fn may_open(&self, set: &str, sentence: &Sentence) -> bool {
        self.cues.get(set, self.language).is_some_and(|set| set.may_open(&sentence.folded))
    }

    /// Whether a word of a cue set stands in a stretch of folded bytes.
    pub(super) fn has(&self, set: &str, sentence: &Sentence, range: (usize, usize)) -> bool {
        self.within(set, sentence, range).next().is_some()
    }
}

/// What a cue of saying attributes: a stretch of a sentence to a speaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    /// Where the cue stands: the verb, `volgens`, the colon.
    pub(super) cue: (usize, usize),
    /// What it covers.
    covers: (usize, usize),
    /// Who says it.
    pub(super) speaker: Arc<str>,
    /// Where the speaker's name stands, if the sentence names them.
    pub(super) named: Option<usize>,
    /// The country or place that the words for the speaker name: `the governor of Kharkiv`.
    pub(super) of: Option<Arc<str>>,
    /// Whether it is a government whose state is not known.
    pub(super) by_government: bool,
}

impl Said {
    /// The folded stretch of the sentence around the cue in which the words for who speaks stand.
    fn beside(&self) -> (usize, usize) {
        (self.cue.0.saturating_sub(who::BODY), self.cue.1 + who::BODY)
    }
}

/// The speakers of one sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Attribution {
    said: Vec<Said>,
    /// Who wants what the sentence tells of, where that is no speech.
    wishes: Vec<Said>,
    /// Who announces what it tells of.
    announcements: Vec<Said>,
}

impl Attribution {
    /// Where the names of those who speak stand.
    pub(super) fn names(&self) -> Vec<usize> {
        self.said.iter().filter_map(|s| s.named).collect()
    }

    /// Who wants what stands at the folded position `at`.
    pub(super) fn wisher(&self, at: usize) -> Option<&Said> {
        innermost(&self.wishes, at)
    }

    /// Who announces what stands at the folded position `at`.
    pub(super) fn announcer(&self, at: usize) -> Option<&Said> {
        innermost(&self.announcements, at)
    }

    /// Who says what stands at the folded position `at`: the innermost that covers it; `None` is the article itself.
    pub(super) fn at(&self, at: usize) -> Option<&Said> {
        innermost(&self.said, at)
    }
}

/// The innermost of those that cover the folded position `at`.
fn innermost(said: &[Said], at: usize) -> Option<&Said> {
    let covering = said.iter().filter(|s| s.covers.0 <= at && at < s.covers.1);
    covering.max_by_key(|s| (s.covers.0, Reverse(s.covers.1)))
}

/// How many sentences and blocks further somebody is named who was told by an office alone.
const AHEAD: usize = 3;

/// How many sentences behind another one stands at most that attributes it: `Dat meldt het Kremlin.`
const BACK: usize = 3;

/// How many spaces a sentence has at most that only tells what somebody does who then speaks: `Jansen zucht. "…"`.
const GESTURE: usize = 8;

/// A quotation with fewer words and nobody in its sentence who speaks is a turn of phrase.
const SPOKEN: usize = 4;

/// Who says what in the sentences of an article, which stand in order. A sentence is looked at when it is asked
/// for, and with it as many of those before it as it takes to tell who speaks: most sentences hold no claim, and
/// most of those with one name their own speaker.
#[derive(Debug)]
pub(super) struct Voices<'a> {
    sentences: &'a Sentences<'a>,
    quotes: &'a [Quote],
    look: Lookup<'a>,
    said: Vec<OnceCell<Vec<Said>>>,
    /// What is known before each of the first sentences.
    before: RefCell<Vec<Discourse>>,
    /// What the first quotations attribute, by sentence; how many of them; and where and who the last speaker was.
    quoted: RefCell<Quoted>,
}

/// What the first quotations of an article attribute.
#[derive(Debug, Default)]
struct Quoted {
    /// How many they are.
    done: usize,
    /// The number of a sentence and what a quotation attributes in it, in the order of the quotations.
    said: Vec<(usize, Said)>,
    /// The sentence in which the last one with a speaker ends, and that speaker.
    last: Option<(usize, Arc<str>)>,
}

impl Quoted {
    /// What they attribute in the sentence with a number.
    fn of(&self, sentence: usize) -> impl DoubleEndedIterator<Item = &Said> {
        let from = self.said.partition_point(|(i, _)| *i < sentence);
        let until = self.said.partition_point(|(i, _)| *i <= sentence);
        self.said.get(from..until).unwrap_or(&[]).iter().map(|(_, said)| said)
    }
}

impl<'a> Voices<'a> {
    /// The voices in `sentences`, none of which has been looked at.
    pub(super) fn new(sentences: &'a Sentences<'a>, quotes: &'a [Quote], look: Lookup<'a>) -> Self {
        let said = (0..sentences.len()).map(|_| OnceCell::new()).collect();
        let before = RefCell::new(vec![Discourse::default()]);
        Self { sentences, quotes, look, said, before, quoted: RefCell::default() }
    }

    /// Who says what in the sentence with the number `at`.
    pub(super) fn of(&self, at: usize) -> Attribution {
        let Some(sentence) = self.sentences.get(at) else { return Attribution::default() };
        let inside: Vec<(usize, usize)> = quotes_in(sentence, self.quotes).collect();
        let until = self.quotes.partition_point(|q| q.span.start < sentence.span.end);
        if !inside.is_empty() {
            self.attribute(until);
        }
        let back = self.looked_back(at);
        let said = back.iter().chain(self.said(at)).chain(self.quoted.borrow().of(at)).cloned().collect();
        let scene = Scene { sentence, inside: &inside, look: self.look, earlier: &self.earlier(at) };
        Attribution { said, wishes: wishes::wishes(scene), announcements: wishes::announcements(scene) }
    }

    /// Who wants or says what the sentence before the one with the number `at` tells, in its paragraph.
    pub(super) fn before(&self, at: usize) -> Option<Arc<str>> {
        if self.sentences.block(at.checked_sub(1)?)? != self.sentences.block(at)? {
            return None;
        }
        let told = self.of(at - 1);
        let who = told.wishes.last().or(told.said.last()).map(|said| said.speaker.clone());
        who.filter(|who| &**who != UNNAMED)
    }

    /// What a sentence right behind the one with the number `at` attributes to somebody: all of it, and where nobody else
    /// speaks in between what was told before it in the paragraph.
    fn looked_back(&self, at: usize) -> Option<Said> {
        let block = self.sentences.block(at)?;
        let mut next = (at + 1..=at + BACK).take_while(|i| self.sentences.block(*i) == Some(block));
        // Few sentences look back, so this is asked before who speaks in those between.
        let (by, speaker) = next.find_map(|i| Some((i, self.looking_back_from(i)?)))?;
        if !(at + 1..by).all(|i| self.said(i).is_empty()) {
            return None;
        }
        let sentence = self.sentences.get(at)?;
        Some(Said {
            cue: (0, 0),
            covers: (0, sentence.folded.len()),
            speaker,
            named: None,
            of: None,
            by_government: false,
        })
    }

    /// Whom the sentence with the number `at` names that attributes those before it.
    fn looking_back_from(&self, at: usize) -> Option<Arc<str>> {
        let sentence = self.sentences.get(at)?;
        let inside: Vec<(usize, usize)> = quotes_in(sentence, self.quotes).collect();
        let earlier = self.earlier(at);
        source::looking_back(Scene { sentence, inside: &inside, look: self.look, earlier: &earlier })
    }

    /// What the cues of the sentence with the number `at` attribute; nothing past the last sentence.
    fn said(&self, at: usize) -> &[Said] {
        let read = |sentence: &Sentence| {
            let inside: Vec<(usize, usize)> = quotes_in(sentence, self.quotes).collect();
            source::said(Scene { sentence, inside: &inside, look: self.look, earlier: &self.earlier(at) })
        };
        let (Some(cell), Some(sentence)) = (self.said.get(at), self.sentences.get(at)) else { return &[] };
        cell.get_or_init(|| read(sentence))
    }

    fn earlier(&self, at: usize) -> Earlier<'_> {
        Earlier { voices: self, at, known: true }
    }

    /// Which person with a name is the first to speak in the sentences right behind the one with the number `at`.
    fn speaks_next(&self, at: usize) -> Option<Arc<str>> {
        let block = self.sentences.block(at)? + AHEAD;
        let near = (at + 1..=at + AHEAD).take_while(|i| self.sentences.block(*i).is_some_and(|b| b <= block));
        let speaker = |i: usize| {
            let sentence = self.sentences.get(i)?;
            let inside: Vec<(usize, usize)> = quotes_in(sentence, self.quotes).collect();
            // Only by what it says itself.
            let earlier = Earlier { voices: self, at: i, known: false };
            let scene = Scene { sentence, inside: &inside, look: self.look, earlier: &earlier };
            let person = |at: usize| sentence.mark_at(at).is_some_and(|m| scene.is_person(m));
            let named = |s: &Said| s.named.map_or_else(|| s.speaker.contains('-'), person);
            let said = source::said(scene).into_iter().find(named).map(|said| said.speaker);
            // `John Healey spoke as …`
            let acts = || {
                let doer = sentence.clauses(self.look).doers().find(|at| person(*at))?;
                scene.candidate(sentence.mark_at(doer)?).map(|who| who.speaker)
            };
            said.or_else(acts)
        };
        { near }.find_map(speaker)
    }

    /// The person who does what the few words before a quotation tell, where it opens the sentence with the number `at`:
    /// `Jansen zucht. "…"`.
    fn acts_before(&self, at: usize, start: usize) -> Option<Arc<str>> {
        let before = at
            .checked_sub(1)
            .filter(|i| start <= 1 && self.sentences.block(*i) == self.sentences.block(at))?;
        let sentence = self.sentences.get(before)?;
        let few = sentence.folded.iter().filter(|b| **b == b' ').count() <= GESTURE;
        if !few || quotes_in(sentence, self.quotes).next().is_some() || !self.said(before).is_empty() {
            return None;
        }
        let scene = Scene { sentence, inside: &[], look: self.look, earlier: &self.earlier(before) };
        let mut people = sentence.marks.iter().filter(|m| scene.is_person(m));
        let first = people.next().filter(|_| people.next().is_none())?;
        // `Minister Jansen`
        let opens = sentence.slice(0, first.at).iter().filter(|b| **b == b' ').count() <= 1;
        scene.candidate(first).filter(|_| opens).map(|who| who.speaker)
    }

    /// What `ask` finds in what is known before the sentence with the number `at`.
    fn known<T>(&self, at: usize, ask: impl FnOnce(&Discourse) -> Option<T>) -> Option<T> {
        let known = || self.before.borrow().len() - 1;
        while known() < at {
            let next = known();
            let Some(sentence) = self.sentences.get(next) else { break };
            // Whoever speaks in it is told by what is known by now, so this goes no further back.
            // Who says something within a quotation is spoken of.
            let inside: Vec<(usize, usize)> = quotes_in(sentence, self.quotes).collect();
            let quoted = |s: &&Said| inside.iter().any(|q| q.0 <= s.cue.0 && s.cue.0 < q.1);
            let said: Vec<Said> = self.said(next).iter().filter(|s| !quoted(s)).cloned().collect();
            let mut discourse = self.before.borrow().get(next)?.clone();
            discourse.note(sentence, &said, self.look);
            self.before.borrow_mut().push(discourse);
        }
        self.before.borrow().get(at).and_then(ask)
    }

    /// Tells who speaks in the first `until` quotations.
    fn attribute(&self, until: usize) {
        let done = self.quoted.borrow().done;
        for quote in self.quotes.iter().take(until).skip(done) {
            let speaker = self.speaker_of(quote);
            let range = self.range(quote);
            let mut quoted = self.quoted.borrow_mut();
            quoted.done += 1;
            let (Some((speaker, of)), Some(last)) = (speaker, range.clone().last()) else { continue };
            for (i, sentence) in range.clone().filter_map(|i| Some((i, self.sentences.get(i)?))) {
                let covers = (sentence.folded_at(quote.span.start), sentence.folded_at(quote.span.end));
                let said = Said {
                    cue: covers,
                    covers,
                    speaker: speaker.clone(),
                    named: None,
                    of: of.clone(),
                    by_government: false,
                };
                quoted.said.push((i, said));
            }
            quoted.last = Some((last, speaker));
        }
    }

    /// The numbers of the sentences in which a quotation stands.
    fn range(&self, quote: &Quote) -> Range<usize> {
        let first = self.sentences.first_where(|span| span.end <= quote.span.start);
        let until = self.sentences.first_where(|span| span.start < quote.span.end).max(first + 1);
        if until > self.sentences.len() { 0..0 } else { first..until }
    }

    /// The speaker of a quotation, all before it being attributed, and whose they are.
    fn speaker_of(&self, quote: &Quote) -> Option<(Arc<str>, Option<Arc<str>>)> {
        let range = self.range(quote);
        let (first, last) = (range.start, range.end.checked_sub(1)?);
        let (opens, closes) = (self.sentences.get(first)?, self.sentences.get(last)?);
        let (start, end) = (opens.folded_at(quote.span.start), closes.folded_at(quote.span.end));
        let quoted = self.quoted.borrow();
        let in_last = || self.said(last).iter().chain(quoted.of(last));
        let trails = |s: &&Said| s.cue.0 >= end && joins(closes.slice(end, s.cue.0));
        let leads = |s: &&Said| s.cue.1 <= start;
        let earlier = || self.said(first).iter().chain(quoted.of(first)).rev().find(leads);
        let follows = || self.said(range.end).first().filter(|next| next.cue.0 == 0);
        // `“…”, luidt het`: whoever spoke before goes on.
        let named = |s: &&Said| {
            &*s.speaker != UNNAMED || self.look.starting("goes-on-saying", closes, s.cue.0).is_none()
        };
        let own = in_last()
            .find(trails)
            .or_else(earlier)
            .or_else(|| in_last().find(|s| s.cue.0 >= end))
            .or_else(follows)
            .filter(named);
        if let Some(own) = own {
            return Some((own.speaker.clone(), own.of.clone()));
        }
        let words = quote.span.of(self.look.text).split_whitespace().count();
        if words < SPOKEN && !quote.continues {
            return None;
        }
        // `Jansen sighs. "We …"`
        if let Some(who) = self.acts_before(first, start).filter(|_| !quote.continues) {
            return Some((who, None));
        }
        // Who spoke before.
        let last = quoted.last.as_ref();
        let last = last.filter(|(i, _)| quote.continues || recent(self.sentences, *i, first));
        let last = last.map(|(_, speaker)| speaker.clone());
        let noted = || self.known(first, |discourse| discourse.speaker(opens.block));
        let known = if quote.continues { last.or_else(noted) } else { noted().or(last) };
        Some((known.unwrap_or_else(|| UNNAMED.into()), None))
    }
}

/// What is known before a sentence, told when it is asked for.
#[derive(Clone, Copy)]
struct Earlier<'v> {
    voices: &'v Voices<'v>,
    at: usize,
    /// Whether anything is.
    known: bool,
}

impl Earlier<'_> {
    /// Whom `hij` or `she` means; none where it could be two.
    fn person(&self) -> Option<Arc<str>> {
        if self.known { self.voices.known(self.at, Discourse::person) } else { None }
    }

    /// Who is told by an office alone and named right behind: `…, the minister said. “…,” Jan Jansen told reporters.`
    fn named_next(&self) -> Option<Arc<str>> {
        if self.known { self.voices.speaks_next(self.at) } else { None }
    }

    /// Which body `it` means.
    fn body(&self) -> Option<Arc<str>> {
        let block = self.voices.sentences.block(self.at).filter(|_| self.known)?;
        self.voices.known(self.at, |discourse| discourse.body(block))
    }

    /// Which state `the country` and `its government` mean.
    fn land(&self) -> Option<Arc<str>> {
        let block = self.voices.sentences.block(self.at).filter(|_| self.known)?;
        self.voices.known(self.at, |discourse| discourse.land(block))
    }

    /// Whose figures the new ones are: of the body that last told some.
    fn counted(&self) -> Option<Arc<str>> {
        let block = self.voices.sentences.block(self.at).filter(|_| self.known)?;
        self.voices.known(self.at, |discourse| discourse.counted(block))
    }

    /// Whether the sentence is the title of the article, or a part of it.
    fn in_title(&self) -> bool {
        self.voices.sentences.is_title(self.at)
    }

    /// The state of which a body speaks that is named without it; none where nobody spoke for one.
    fn state(&self) -> Option<Arc<str>> {
        let block = self.voices.sentences.block(self.at).filter(|_| self.known)?;
        self.voices.known(self.at, |discourse| discourse.state(block))
    }
}

/// Whether what was said in the sentence `then` may go on in the sentence `now`: in its paragraph or the next.
fn recent(sentences: &Sentences<'_>, then: usize, now: usize) -> bool {
    matches!((sentences.block(then), sentences.block(now)), (Some(a), Some(b)) if b <= a + 1)
}

/// The folded stretches of a sentence that stand between quotation marks.
fn quotes_in<'q>(sentence: &'q Sentence, quotes: &'q [Quote]) -> impl Iterator<Item = (usize, usize)> + 'q {
    let from = quotes.partition_point(|q| q.span.end <= sentence.span.start);
    let all = quotes.iter().skip(from).take_while(|q| q.span.start < sentence.span.end);
    all.map(|q| (sentence.folded_at(q.span.start), sentence.folded_at(q.span.end)))
}

/// Whether nothing but marks stands between a quotation and what attributes it.
fn joins(between: &[u8]) -> bool {
    between.iter().all(|b| matches!(b, b' ' | b',' | b'"' | b'\'' | b'.' | b'-'))
}
