//! The cues of saying in a sentence, and whom each means.

use std::sync::Arc;

use super::super::sentence::{Mark, Sentence};
use super::{Earlier, Lookup, Said, UNNAMED, names};
use crate::recognise::{EntityForm, EntityValue, MentionValue};

/// How far, in folded characters, a speaker stands behind the cue, and before a verb.
const AFTER: usize = 90;
const BEFORE: usize = 140;
/// How far behind a verb of saying `dat` still belongs to it.
const THAT: usize = 70;
/// How long a title before the name of a speaker is, in folded characters.
const TITLE: usize = 50;
/// How many words may follow a verb of saying that closes its sentence.
const TAIL: usize = 6;
/// How far a word for somebody who is not named reaches: `bronnen binnen de NAVO`.
const REACH: usize = 30;
/// How far behind `volgens` a figure makes what follows a thing that does not speak: `volgens het 28-puntenplan`.
const PLAN: usize = 12;
/// How many spaces part two who speak together, titles included.
const JOINT: usize = 4;

/// Who a stretch of a sentence names as a speaker.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Candidate {
    at: usize,
    end: usize,
    speaker: Arc<str>,
}

/// Everything that looking for speakers in a sentence needs.
#[derive(Clone, Copy)]
struct Scene<'a> {
    sentence: &'a Sentence,
    inside: &'a [(usize, usize)],
    look: Lookup<'a>,
    earlier: &'a Earlier<'a>,
}

/// What the cues of `sentence` attribute, in the order of the cues; `inside` are its quoted stretches.
pub(super) fn said(
    sentence: &Sentence,
    inside: &[(usize, usize)],
    look: Lookup<'_>,
    earlier: &Earlier<'_>,
) -> Vec<Said> {
    let scene = Scene { sentence, inside, look, earlier };
    let end = sentence.folded.len();
    let mut out = Vec::new();
    let sources = look.all("according", sentence, (0, end));
    for cue in &sources {
        out.extend(scene.by_source(*cue));
    }
    for cue in look.all("add", sentence, (0, end)) {
        // `he added that`, and not `added more troops`
        let free = scene.that(cue.1).is_some_and(|that| that <= cue.1 + 2)
            || scene.follows_quote(cue.0)
            || scene.trailing(cue);
        if free || scene.opens_quote(cue.1, scene.stop_after(cue.1)) {
            out.extend(scene.by_verb(cue));
        }
    }
    let not = look.all("no-saying", sentence, (0, end));
    for cue in look.all("say", sentence, (0, end)) {
        // `zegt 250 miljoen toe` says nothing.
        // `according to estimates` names a source and says nothing.
        let sourced =
            sources.iter().any(|s| s.1 <= cue.0 && cue.0 < s.1 + REACH && cue.0 < scene.stop_after(s.1));
        let ruled_out = |n: &&(usize, usize)| n.0 <= cue.0 && cue.0 < n.1 && !look.has("that", sentence, **n);
        if !sourced && !not.iter().any(|n| ruled_out(&n)) {
            out.extend(scene.by_verb(cue));
        }
    }
    out.extend(scene.by_colon());
    // What somebody says within a quotation that nobody is named for is the quotation's own speaker's.
    let quoted = |s: &Said| inside.iter().any(|q| q.0 <= s.cue.0 && s.cue.0 < q.1);
    out.retain(|s| !(quoted(s) && &*s.speaker == UNNAMED));
    out.sort_by_key(|s| s.cue);
    out
}

/// Who wants or proposes what: `België wil`, `Trump eist`.
pub(super) fn wishes(
    sentence: &Sentence,
    inside: &[(usize, usize)],
    look: Lookup<'_>,
    earlier: &Earlier<'_>,
) -> Vec<Said> {
    let scene = Scene { sentence, inside, look, earlier };
    let end = sentence.folded.len();
    let wish = |cue: (usize, usize)| {
        let behind = scene.after(cue.1, scene.stop_after(cue.1)).filter(|a| scene.adjacent(cue.1, a.at));
        let before = scene.before(cue.0).filter(|b| !scene.in_phrase(b.at));
        let inverted = behind.filter(|_| before.as_ref().is_none_or(|b| cue.0.saturating_sub(b.end) > 1));
        let subject = inverted.or(before)?;
        Some(Said {
            cue,
            covers: (subject.at.min(cue.0), end),
            named: scene.mark_of(&subject),
            speaker: subject.speaker,
        })
    };
    look.all("want", sentence, (0, end)).into_iter().filter_map(wish).collect()
}

impl<'a> Scene<'a> {
    /// `volgens Rutte`, `aldus het Kremlin`, `according to`.
    fn by_source(self, cue: (usize, usize)) -> Option<Said> {
        let stop = self.stop_after(cue.1);
        let figure = |m: &&Mark| {
            let mention = self.look.mentions.get(m.mention).map(|m| &m.value);
            matches!(mention, Some(MentionValue::Figure(_)))
        };
        let found = self.after(cue.1, stop).filter(|c| !self.behind_records(cue.1, c.at));
        let until = found.as_ref().map_or(stop.min(cue.1 + PLAN), |c| c.at);
        // `volgens het 28-puntenplan van Trump` and `volgens de norm` are no sources that speak.
        let thing = self.look.has("no-source", self.sentence, (cue.1, until))
            || self.sentence.marks.iter().filter(|m| m.at >= cue.1 && m.at < until).any(|m| figure(&m));
        if thing {
            return None;
        }
        let named = found.as_ref().and_then(|c| self.mark_of(c));
        let speaker = found.map_or_else(|| UNNAMED.into(), |c| c.speaker);
        let trails = self.last_sign(cue.0).is_some_and(|b| matches!(b, b',' | b'"'));
        let low = if trails { 0 } else { self.clause_start(cue.0) };
        Some(self.covering(cue, (low, self.sentence.folded.len()), (speaker, named)))
    }

    /// Whether figures or papers are the source, and not the name behind them: `volgens de cijfers verhoogt België`,
    /// but `volgens cijfers van de NAVO`.
    fn behind_records(self, from: usize, name: usize) -> bool {
        let records = self.look.all("record", self.sentence, (from, name));
        records.first().is_some_and(|record| !self.look.has("belongs", self.sentence, (record.1, name)))
    }

    /// `Rutte zei dat`, `zegt de minister`, `he warned`.
    fn by_verb(self, cue: (usize, usize)) -> Option<Said> {
        let sign = self.last_sign(cue.0);
        let trails = sign.is_none_or(|b| matches!(b, b',' | b'"' | b'\''));
        let stop = self.stop_after(cue.1);
        let after = self.after(cue.1, stop).filter(|c| c.at < cue.1 + AFTER);
        let before = self.before(cue.0);
        let that = self.that(cue.1);
        let near = |c: &Candidate| cue.0.saturating_sub(c.end) <= 1 && !self.in_phrase(c.at);
        let follows = sign == Some(b',') && stop > cue.1 + 1 && that.is_none();
        let subject = if trails && (after.is_some() || follows) {
            // `…, schatten westerse diensten`: whoever follows the verb says it, known or not.
            after
        } else if before.as_ref().is_some_and(near) {
            before
        } else if let Some(a) = after.as_ref().filter(|a| self.adjacent(cue.1, a.at)) {
            Some(a.clone())
        } else {
            before.or_else(|| if trails || that.is_some() { after } else { None })
        };
        // `gaf hij aan dat`: the pronoun stands within the verb.
        let within = || self.look.all("pronoun", self.sentence, cue).first().map(|p| self.referent(p.0, p.1));
        let subject = subject.or_else(within);
        let colon = self.opens_quote(cue.1, stop);
        let known = subject.as_ref().map(|c| c.at);
        let named = subject.as_ref().and_then(|c| self.mark_of(c));
        let speaker = match subject {
            Some(c) => c.speaker,
            None if trails || that.is_some() || colon => UNNAMED.into(),
            None => return None,
        };
        let end = self.sentence.folded.len();
        let closes = known.is_some_and(|at| at < cue.0 && self.trails_with(at, cue.1));
        let covers = match that {
            // The words are the quotation's; what stands around it is the article's own.
            _ if self.follows_quote(cue.0) && known.is_none_or(|at| at > cue.0) => (cue.0, cue.0),
            Some(that) => (that, end),
            None if colon => (cue.1, end),
            None if closes || (trails && known.is_none_or(|at| at > cue.0)) => (0, end),
            None => (known.unwrap_or(cue.0).min(cue.0), end),
        };
        Some(self.covering(cue, covers, (speaker, named)))
    }

    /// `Rutte: "Wij …"`, and in a headline `Rutte: norm gaat omhoog`.
    fn by_colon(self) -> Option<Said> {
        let colon = self.sentence.folded.iter().position(|b| *b == b':')?;
        let quoted = self.opens_quote(colon, colon + 2);
        let names = self.before_colon(colon)?;
        // Without a quotation only a bare name speaks: `Rutte: norm gaat omhoog`, not `Het doel van Rutte: …`.
        if !quoted && (names.at > 20 || names.end < colon) {
            return None;
        }
        let named = self.mark_of(&names);
        Some(self.covering((colon, colon + 1), (colon, self.sentence.folded.len()), (names.speaker, named)))
    }

    /// The speaker of what stands behind a colon: the person whom the words before it name.
    fn before_colon(self, colon: usize) -> Option<Candidate> {
        let person = |m: &&Mark| m.at < colon && self.is_person(m);
        let mark = self.sentence.marks.iter().rev().find(person).and_then(|m| self.candidate(m));
        let unknown = names::before(self.sentence, self.look, colon);
        let unknown = unknown.map(|(at, end, speaker)| Candidate { at, end, speaker });
        let pronoun = || {
            let at = self.look.all("pronoun", self.sentence, (0, colon)).last().copied()?;
            Some(Candidate { at: at.0, end: at.1, speaker: self.earlier.person()? })
        };
        unknown.or(mark).or_else(pronoun)
    }

    /// Where the mark stands that a candidate is; none for a pronoun or a name that nobody knows, and none for the
    /// adjective of a state's body, which tells of what that state does.
    fn mark_of(self, candidate: &Candidate) -> Option<usize> {
        let own = |m: &&Mark| self.entity(m).is_none_or(|e| e.form != EntityForm::Adjective);
        self.sentence.mark_at(candidate.at).filter(own).map(|m| m.at)
    }

    fn covering(
        self,
        cue: (usize, usize),
        covers: (usize, usize),
        (speaker, named): (Arc<str>, Option<usize>),
    ) -> Said {
        let quote = self.inside.iter().find(|q| q.0 <= cue.0 && cue.0 < q.1);
        let covers = quote.map_or(covers, |q| (covers.0.max(q.0), covers.1.min(q.1)));
        Said { cue, covers, speaker, named }
    }

    /// The last byte before the folded position `at` that is no space; none at the start of the sentence.
    fn last_sign(self, at: usize) -> Option<u8> {
        self.sentence.slice(0, at).iter().rev().find(|b| **b != b' ').copied()
    }

    /// Whether a quotation ends right before the folded position `at`.
    fn follows_quote(self, at: usize) -> bool {
        let free = |b: &u8| matches!(b, b' ' | b',');
        self.inside.iter().any(|q| q.1 < at && self.sentence.slice(q.1 + 1, at).iter().all(free))
    }

    /// Whether a speaker behind a comma and its verb close the sentence or its clause: `…, the minister Healey
    /// said on Monday.`
    fn trails_with(self, at: usize, end: usize) -> bool {
        let comma = self.sentence.slice(0, at).iter().rposition(|b| *b == b',');
        let title = comma.is_some_and(|c| {
            let marks = self.sentence.marks.iter().filter(|m| m.at > c && m.at < at);
            at - c <= TITLE && marks.filter(|m| self.entity(m).is_none()).count() == 0
        });
        title && self.closes((at, end))
    }

    /// Whether a comma stands before a verb of saying, or before its subject and it closes its clause.
    fn trailing(self, cue: (usize, usize)) -> bool {
        self.last_sign(cue.0) == Some(b',')
            || self.before(cue.0).is_some_and(|subject| self.trails_with(subject.at, cue.1))
    }

    /// Whether a verb of saying is nearly the last of its clause.
    fn closes(self, cue: (usize, usize)) -> bool {
        let rest = self.sentence.slice(cue.1, self.sentence.folded.len());
        let clause = rest.split(|b| *b == b',').next().unwrap_or(rest);
        clause.split(|b| *b == b' ').filter(|w| !w.is_empty()).count() <= TAIL
    }

    /// Where the clause around `at` begins: behind the last sign or the last `dat`.
    fn clause_start(self, at: usize) -> usize {
        let sign = self.sentence.slice(0, at).iter().rposition(|b| matches!(b, b',' | b';' | b':' | b'"'));
        let that = self.look.all("that", self.sentence, (0, at)).last().map(|t| t.1);
        sign.map(|i| i + 1).max(that).unwrap_or(0)
    }

    /// Where what is said begins, if a `dat` near the verb's end introduces it: `said on Monday that`.
    fn that(self, end: usize) -> Option<usize> {
        let window = self.sentence.slice(end, end + THAT);
        let clause = window.iter().position(|b| matches!(b, b';' | b':' | b'"')).unwrap_or(window.len());
        let that = self.look.all("that", self.sentence, (end, end + clause)).first().copied()?;
        // `zei Rutte, die vindt dat`: behind a comma it belongs to something else, unless it stands right there.
        let comma = self.sentence.slice(end, that.0).iter().rposition(|b| *b == b',');
        comma.is_none_or(|c| end + c + 2 >= that.0).then_some(that.0)
    }

    /// Whether a quotation begins in the range, with nothing but marks between.
    fn opens_quote(self, from: usize, to: usize) -> bool {
        self.inside.iter().any(|q| q.0 > from && q.0 <= to + 3)
    }

    /// Where what follows a cue stops being its subject: at a comma, a quote, `dat`.
    fn stop_after(self, at: usize) -> usize {
        let window = self.sentence.slice(at, at + AFTER);
        let sign = window.iter().position(|b| matches!(b, b',' | b'"' | b':' | b';' | b'('));
        let that = self.look.all("that", self.sentence, (at, at + window.len())).first().map(|t| t.0 - at);
        at + [sign, that].into_iter().flatten().min().unwrap_or(window.len())
    }

    /// Whether nothing but words that belong to a name stands between a verb and the name behind it.
    fn adjacent(self, end: usize, at: usize) -> bool {
        let gap = self.sentence.slice(end, at);
        let marks = self.sentence.marks.iter().filter(|m| m.at >= end && m.at < at);
        let others = marks.filter(|m| self.entity(m).is_none_or(|e| e.form != EntityForm::Adjective)).count();
        others == 0 && gap.iter().filter(|b| **b == b' ').count() <= 4 && !self.in_phrase(at)
    }

    /// Whether a preposition stands before the name at `at`: `in Kyiv`, `tegen Rutte`.
    fn in_phrase(self, at: usize) -> bool {
        let low = at.saturating_sub(14);
        let words = self.look.all("preposition", self.sentence, (low, at));
        words.last().is_some_and(|p| {
            let gap = self.sentence.slice(p.1, at);
            gap.iter().filter(|b| **b == b' ').count() <= 2 && !gap.contains(&b',')
        })
    }

    /// The speaker that a stretch behind a cue names: the first name, with a title or an affiliation before it left out.
    fn after(self, from: usize, to: usize) -> Option<Candidate> {
        let marks = self.sentence.marks.iter().filter(|m| m.at >= from && m.at < to);
        let may = |m: &&Mark| self.speaks(m) && !self.is_place(m);
        let own = marks.clone().find(|m| may(m) && !self.sentence.compounds(m));
        // `volgens de NAVO-cijfers`, but `Oekraïne-kenner Mulder`
        let mark = own.or_else(|| marks.clone().find(may));
        let unknown = names::first(self.sentence, self.look, (from, to));
        let unknown = unknown.map(|(at, end, speaker)| Candidate { at, end, speaker });
        let nobody = self.look.all("anonymous", self.sentence, (from, to)).first().copied();
        let pronoun = self.look.all("pronoun", self.sentence, (from, to)).first().copied();
        let mark = mark.and_then(|m| self.candidate(m));
        let named = match (mark, unknown) {
            // `minister van Financiën Domański`: the name says more than the office.
            (Some(m), Some(u)) if u.at < m.at || self.is_title(&m, u.at) => Some(u),
            (m, u) => m.or(u),
        };
        // `bronnen bij de NAVO`, but `analist Jan Jansen`
        if let Some((at, end)) = nobody
            && named.as_ref().is_none_or(|n| n.at > end + 1 || n.at < at)
            && named.as_ref().is_none_or(|n| n.at > at || at <= n.end + 1)
        {
            return Some(Candidate { at, end, speaker: UNNAMED.into() });
        }
        match (named, pronoun) {
            (n, Some((at, end))) if n.as_ref().is_none_or(|n| at < n.at) => Some(self.referent(at, end)),
            (n, _) => n,
        }
    }

    /// The speaker that stands before the verb at `at`: in its clause, or before the clause that stands between.
    fn before(self, at: usize) -> Option<Candidate> {
        let low = at.saturating_sub(BEFORE);
        let window = self.sentence.slice(low, at);
        let cut = window.iter().rposition(|b| matches!(b, b'"' | b';' | b':')).map_or(low, |i| low + i + 1);
        let commas: Vec<usize> = (cut..at).filter(|i| self.sentence.folded.get(*i) == Some(&b',')).collect();
        let adjacent =
            commas.last().is_some_and(|c| self.sentence.slice(*c + 1, at).iter().all(|b| *b == b' '));
        // `Jansen, directeur van het instituut, zegt`
        let at =
            if adjacent { commas.iter().rev().nth(1).or(commas.last()).copied().unwrap_or(at) } else { at };
        let unknown = names::before(self.sentence, self.look, at).filter(|u| u.0 >= cut);
        let unknown = unknown.map(|(at, end, speaker)| Candidate { at, end, speaker });
        let marks = self.sentence.marks.iter().rev().filter(|m| m.at >= cut && m.at < at);
        let mut named = marks
            .clone()
            .find(|m| self.speaks(m) && !self.sentence.compounds(m))
            .and_then(|m| self.candidate(m));
        if let Some(u) = unknown.filter(|u| named.as_ref().is_none_or(|n| u.end > n.end)) {
            named = Some(u);
        }
        if let Some(owner) = named.as_ref().and_then(|n| self.owner(n, cut)) {
            named = Some(owner);
        }
        let pronoun = self.look.all("pronoun", self.sentence, (cut, at)).last().copied();
        let nobody = self.look.all("anonymous", self.sentence, (cut, at)).last().copied();
        if let Some((start, end)) = nobody {
            let own = named.as_ref().is_none_or(|n| n.end <= start || (n.at > end + 1 && n.at < end + REACH));
            if own && self.sentence.slice(end, at).iter().all(|b| *b != b',') {
                return Some(Candidate { at: start, end, speaker: UNNAMED.into() });
            }
        }
        match (named, pronoun) {
            (n, Some((start, end))) if n.as_ref().is_none_or(|n| start >= n.end) => {
                Some(self.referent(start, end))
            }
            (n, _) => n,
        }
    }

    /// The person whose affiliation a name is: `Anna Smit van het instituut`.
    fn owner(self, name: &Candidate, cut: usize) -> Option<Candidate> {
        let links = self.look.all("belongs", self.sentence, (cut, name.at));
        let link = links.iter().find(|l| self.sentence.slice(l.1, name.at).iter().all(|b| *b == b' '))?;
        let mark = self.sentence.marks.iter().find(|m| m.at + 2 == link.0 && self.is_person(m));
        let unknown = || {
            let (at, end, speaker) = names::before(self.sentence, self.look, link.0)?;
            (at >= cut).then_some(Candidate { at, end, speaker })
        };
        mark.and_then(|m| self.candidate(m)).or_else(unknown)
    }

    /// Whom a pronoun means: somebody named before it in the sentence, alone, else in the sentences before.
    fn referent(self, at: usize, end: usize) -> Candidate {
        let earlier = self.sentence.marks.iter().filter(|m| m.at < at && self.is_person(m));
        let mut ids = earlier.filter_map(|m| self.entity(m)).map(|e| &e.id);
        let speaker = match ids.next() {
            Some(first) => ids.all(|id| id == first).then(|| first.clone()),
            None => self.earlier.person(),
        };
        Candidate { at, end, speaker: speaker.unwrap_or_else(|| UNNAMED.into()) }
    }

    fn entity(self, mark: &Mark) -> Option<&'a EntityValue> {
        match &self.look.mentions.get(mark.mention)?.value {
            MentionValue::Entity(e) => Some(e),
            MentionValue::Figure(_) | MentionValue::Date(_) | MentionValue::Duration(_) => None,
        }
    }

    fn candidate(self, mark: &Mark) -> Option<Candidate> {
        let id = &self.entity(mark)?.id;
        let speaker = if self.is_joint(mark) { UNNAMED.into() } else { id.clone() };
        Some(Candidate { at: mark.at, end: mark.at + 1, speaker })
    }

    /// Whether another speaks together with the one at `mark`: `Macron en Starmer zeggen`.
    fn is_joint(self, mark: &Mark) -> bool {
        let others = || self.sentence.marks.iter().filter(|m| self.speaks(m) && !self.sentence.compounds(m));
        let before = others().rev().find(|m| m.at < mark.at);
        let behind = others().find(|m| m.at > mark.at);
        let joined = |a: &Mark, b: &Mark| {
            let words = self.look.all("and", self.sentence, (a.at + 1, b.at));
            let gap = self.sentence.slice(a.at + 1, b.at);
            words.first().is_some_and(|w| w.0 == a.at + 2)
                && gap.iter().filter(|b| **b == b' ').count() <= JOINT
                && !gap.contains(&b',')
        };
        before.is_some_and(|b| joined(b, mark)) || behind.is_some_and(|b| joined(mark, b))
    }

    /// Whether a name only says where: `volgens een raming in België`.
    fn is_place(self, mark: &Mark) -> bool {
        let words = self.look.all("inside", self.sentence, (mark.at.saturating_sub(8), mark.at));
        words.last().is_some_and(|w| self.sentence.slice(w.1, mark.at).iter().all(|b| *b == b' '))
    }

    fn speaks(self, mark: &Mark) -> bool {
        self.entity(mark).is_some_and(|e| {
            let kind = matches!(
                &*e.kind,
                "person"
                    | "office"
                    | "organisation"
                    | "alliance"
                    | "country"
                    | "ministry"
                    | "media"
                    | "company"
                    | "secret-service"
                    | "armed-forces"
            );
            kind && (e.form != EntityForm::Adjective || self.is_body(mark))
        })
    }

    /// Whether the adjective at `mark` is that of a body that speaks for its state: `de Britse regering`.
    fn is_body(self, mark: &Mark) -> bool {
        let from = mark.at + 2;
        let words = self.look.all("state-body", self.sentence, (from, self.sentence.word_end(from)));
        words.first().is_some_and(|w| w.0 == from)
    }

    fn is_person(self, mark: &Mark) -> bool {
        self.entity(mark).is_some_and(|e| &*e.kind == "person" || e.form == EntityForm::Role)
    }

    /// Whether a name is the office, or the field, of the one that begins at `next`: `minister Domański`.
    fn is_title(self, name: &Candidate, next: usize) -> bool {
        let Some(mark) = self.sentence.mark_at(name.at) else { return false };
        let office = self.entity(mark).is_some_and(|e| &*e.kind == "office") && next <= name.end + 1;
        office || (self.sentence.compounds(mark) && next <= name.end + TITLE)
    }
}
