//! The cues of saying in a sentence, and whom each means.

use std::sync::Arc;

use super::super::clauses::{Doer, Role};
use super::super::sentence::{Mark, word_count};
use super::super::slots::figure;
use super::who::{Candidate, REACH, Scene, TITLE};
use super::{Said, UNNAMED};

/// How far, in folded characters, a speaker stands behind the cue.
const AFTER: usize = 90;
/// How far behind a verb of saying `dat` still belongs to it.
const THAT: usize = 70;
/// How soon behind a verb that may say something `dat` has to stand: `verklapte al dat`.
pub(super) const SOON: usize = 6;
/// How many words may stand before a name that opens its sentence: `De Nederlandse`.
const LEAD: usize = 2;
/// How many words may follow a verb of saying that closes its sentence.
const TAIL: usize = 6;
/// How many spaces stand at most between a verb and the figure that it is about: `promised to spend 2 percent`.
pub(super) const OBJECT: usize = 2;
/// How long a word that tells is at most, in folded characters; what is longer has others within: `maakte .. bekend`.
const TELLS: usize = 14;
/// How far behind `volgens` a figure makes what follows a thing that does not speak: `volgens het 28-puntenplan`.
pub(super) const PLAN: usize = 12;

/// What the cues of a sentence attribute, in the order of the cues.
pub(super) fn said(scene: Scene<'_>) -> Vec<Said> {
    let Scene { sentence, look, .. } = scene;
    let end = sentence.folded.len();
    let mut out = Vec::new();
    let sources = look.all("according", sentence, (0, end));
    for cue in &sources {
        out.extend(scene.by_source(*cue));
    }
    for cue in look.all("add", sentence, (0, end)) {
        let cue = scene.with_lead(cue);
        // `he added that`, and not `added more troops`
        let free = scene.that(cue.1).is_some_and(|that| that <= cue.1 + SOON || scene.is_told(that))
            || scene.follows_quote(cue.0)
            || (!scene.is_of_a_deed(cue) && scene.trailing(cue));
        // `geeft 2 procent aan defensie uit` says nothing.
        let whole = !scene.holds_figure(cue) && !scene.gives_to(cue);
        if whole && (free || scene.opens_quote(cue.1, scene.stop_after(cue.1))) {
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
            out.extend(scene.by_verb(scene.with_lead(cue)));
        }
    }
    out.extend(look.all("own-count", sentence, (0, end)).into_iter().filter_map(|cue| scene.by_owner(cue)));
    // `the UN has verified 600 deaths`: a body that counts tells what it has counted.
    for cue in look.all("counts", sentence, (0, end)) {
        out.extend(scene.by_counting(cue));
    }
    out.extend(look.all("told-by", sentence, (0, end)).into_iter().filter_map(|cue| scene.by_passive(cue)));
    // `Jansen said that … : "…"` has its speaker already.
    let colon = scene.by_colon().filter(|colon| {
        let spoken = |s: &Said| s.cue.1 <= colon.cue.0 && s.named.is_some();
        colon.named.is_some() || !out.iter().any(spoken)
    });
    out.extend(colon);
    // What somebody says within a quotation that nobody is named for is the quotation's own speaker's.
    let quoted = |s: &Said| scene.inside.iter().any(|q| q.0 <= s.cue.0 && s.cue.0 < q.1);
    out.retain(|s| !(quoted(s) && &*s.speaker == UNNAMED));
    out.sort_by_key(|s| s.cue);
    scene.part_ways(&mut out);
    out
}

/// Whom a sentence names that attributes the one before it: `Dat meldt het Kremlin.`, `Dat heeft Rutte gezegd.`
pub(super) fn looking_back(scene: Scene<'_>) -> Option<Arc<str>> {
    let Scene { sentence, look, .. } = scene;
    // Few sentences do, and the others need not be looked through.
    if !look.may_open("points-back", sentence) {
        return None;
    }
    let end = sentence.folded.len();
    let points = look.all("points-back", sentence, (0, end)).first().copied().filter(|p| p.0 == 0)?;
    let verb = points.1 + 1;
    let told = look.all("tells", sentence, (verb, end));
    let finite = || look.all("perfect", sentence, (verb, end)).first().is_some_and(|f| f.0 == verb);
    // `Dat heeft Rutte gezegd`: what tells closes the clause that an auxiliary opens.
    let first = told.iter().find(|t| t.0 == verb);
    let from = match (first, told.first()) {
        (Some(cue), _) if cue.1 - cue.0 <= TELLS => cue.1,
        (Some(_), _) => verb,
        (None, Some(last)) if finite() && scene.closes(*last) => verb,
        _ => return None,
    };
    Some(scene.after(from, scene.stop_after(from)).map_or_else(|| UNNAMED.into(), |c| c.speaker))
}

impl Scene<'_> {
    /// What a cue tells of somebody: from the first of the two to the end of the sentence.
    pub(super) fn onwards(self, cue: (usize, usize), who: Candidate) -> Said {
        let covers = (who.at.min(cue.0), self.part_end(cue.1));
        Said {
            cue,
            covers,
            named: self.mark_of(&who),
            of: self.of(&who),
            by_government: false,
            speaker: who.speaker,
        }
    }

    /// Whether a parted verb ends in a preposition of the name behind it: `geeft die aan Oekraïne` tells nothing.
    fn gives_to(self, (from, to): (usize, usize)) -> bool {
        let ends = self.look.all("towards", self.sentence, (from, to)).last().is_some_and(|w| w.1 == to);
        ends && self.sentence.mark_at(to + 1).is_some_and(|m| self.entity(m).is_some())
    }

    /// Whether a figure stands in a folded stretch.
    pub(super) fn holds_figure(self, (from, to): (usize, usize)) -> bool {
        let figure = |m: &Mark| figure(m, self.look.mentions).is_some();
        self.sentence.marks.iter().any(|m| from <= m.at && m.at < to && figure(m))
    }

    /// A verb of saying with the small word right before it that begins its clause: `…, zo rekende de dienst voor`.
    fn with_lead(self, cue: (usize, usize)) -> (usize, usize) {
        let leads = self.look.all("so-says", self.sentence, (0, cue.0));
        let lead = leads.last().filter(|so| so.0 > 0 && so.1 + 1 == cue.0);
        (lead.map_or(cue.0, |so| so.0), cue.1)
    }

    /// `Rutte zei dat`, `zegt de minister`, `he warned`.
    fn by_verb(self, cue: (usize, usize)) -> Option<Said> {
        let trails = self.trails_a_sign(cue.0);
        let stop = self.stop_after(cue.1);
        let that = if self.ends_in_that(cue) { Some(cue.1) } else { self.that(cue.1) };
        let subject = self.sayer(cue, stop, that.is_some());
        let colon = self.opens_quote(cue.1, stop);
        let known = subject.as_ref().map(|c| c.at);
        if subject.is_none() && (!(trails || that.is_some() || colon) || self.is_of_a_thing(cue, stop)) {
            return None;
        }
        let end = self.sentence.folded.len();
        let closes = known.is_some_and(|at| at < cue.0 && self.trails_with(at, cue.1));
        let covers = match that {
            // The words are the quotation's; what stands around it is the article's own.
            _ if self.follows_quote(cue.0) && known.is_none_or(|at| at > cue.0) => (cue.0, cue.0),
            Some(that) => (that, self.concession_end(that).min(self.part_end(cue.1))),
            // `31,000 were killed, Jansen said Sunday - "not 300,000"`
            None if colon
                && known
                    .is_some_and(|at| self.adds_quote((at, cue.1)) || self.trails_behind((at, cue.1))) =>
            {
                (0, end)
            }
            None if colon => (cue.1, end),
            None if closes || (trails && known.is_none_or(|at| at > cue.0)) => {
                (self.concedes_from(cue), self.aside_after(cue.1).unwrap_or(end))
            }
            // `Van een wapenstilstand van 30 dagen sprak Jansen`
            None if self.is_fronted(cue) => (0, end),
            // `Poland, which has sent 250 tanks, promised more`: an aside about who speaks is none of their words.
            None if subject.as_ref().is_some_and(|c| self.is_parted(c, cue.0)) => (cue.0, end),
            // `Germany spends 1.2 percent and has said …`: what else its name's clause tells is none of their words.
            None if known.is_some_and(|at| self.is_joined_on(at, cue.0)) => (cue.0, end),
            // `Jansen demands 5 percent; his own country gives 2`
            None if self.look.has("want", self.sentence, cue) => {
                (known.unwrap_or(cue.0).min(cue.0), self.part_end(cue.1))
            }
            None => (known.unwrap_or(cue.0).min(cue.0), end),
        };
        Some(self.covering(cue, covers, subject))
    }

    /// Where what `that` opens ends: with its clause, in a sentence that begins with a concession: `Although Jansen said
    /// that …, nobody came`.
    fn concession_end(self, that: usize) -> usize {
        let end = self.sentence.folded.len();
        if self.look.starting("although", self.sentence, 0).is_none() {
            return end;
        }
        self.sentence.slice(that, end).iter().position(|b| *b == b',').map_or(end, |comma| that + comma)
    }

    /// Where what a verb in the midst of its sentence tells begins: behind a concession to what stands before it, `It has
    /// 500 soldiers, though only, Jansen says, on paper`.
    fn concedes_from(self, cue: (usize, usize)) -> usize {
        let mut words = self.look.all("concedes", self.sentence, (0, cue.0)).into_iter();
        let last = words.rfind(|w| self.last_sign(w.0) == Some(b','));
        let stop = self.stop_after(cue.1);
        let rest = self.sentence.slice(stop, self.sentence.folded.len());
        let goes_on = rest.first() == Some(&b',') && rest.iter().any(u8::is_ascii_alphanumeric);
        last.filter(|_| goes_on).map_or(0, |w| w.0)
    }

    /// Whether what is told of stands before the verb, with the word that the verb has behind it: `Van 30 dagen sprak
    /// Jansen`.
    fn is_fronted(self, cue: (usize, usize)) -> bool {
        let whole = self.look.all("fronted-matter", self.sentence, (0, cue.1)).into_iter();
        let one = |w: &(usize, usize)| {
            !self.sentence.slice(w.0, cue.0).iter().any(|b| matches!(b, b',' | b';' | b':'))
        };
        let opens =
            |w: &(usize, usize)| self.sentence.slice(self.clause_start(w.0), w.0).trim_ascii().is_empty();
        { whole }.any(|w| w.1 == cue.1 && one(&w) && opens(&w))
    }

    /// Whether somebody promises by a verb to do something, and tells nothing: `in Wales the allies vowed to spend more`.
    fn is_of_a_deed(self, cue: (usize, usize)) -> bool {
        self.look.starting("to-infinitive", self.sentence, cue.1 + 1).is_some()
            && self.look.has("announce", self.sentence, cue)
    }

    /// Whether what says it is no one, but what somebody has agreed or written: `the agreement says that`, `luidt het in het
    /// akkoord`.
    fn is_of_a_thing(self, cue: (usize, usize), stop: usize) -> bool {
        let ends = |w: &(usize, usize)| self.sentence.slice(w.1, cue.0).trim_ascii().is_empty();
        let before = self.look.all("no-source", self.sentence, (self.clause_start(cue.0), cue.0));
        let things = ["no-source", "bare-data", "estimates"];
        before.last().is_some_and(ends)
            || things.iter().any(|set| self.look.has(set, self.sentence, (cue.1, stop)))
    }

    /// Where a clause about a name behind the verb of saying begins: `he told reporters in Brussels, where the alliance …`.
    fn aside_after(self, from: usize) -> Option<usize> {
        let end = self.sentence.folded.len();
        let opens = self.look.all("opens-relative", self.sentence, (from, end)).into_iter().map(|w| w.0);
        let places = self.look.all("place-clause", self.sentence, (from, end)).into_iter().map(|w| w.0);
        let about = |at: &usize| {
            let comma = self.comma_before(*at);
            comma.is_some_and(|comma| {
                self.sentence
                    .mark_at(comma.saturating_sub(1))
                    .is_some_and(|m| m.at > from && self.entity(m).is_some())
            })
        };
        opens.chain(places).filter(about).min()
    }

    /// Whether the verb at `verb` has a clause of its own behind that of the name at `at`, which has a verb too.
    fn is_joined_on(self, at: usize, verb: usize) -> bool {
        let clauses = self.sentence.clauses(self.look);
        at < verb
            && clauses.around(at).1 <= verb
            && clauses.doer(verb) == Doer::Name(at)
            && clauses.verb_of(verb).is_some_and(|own| own > at)
            && self
                .sentence
                .marks
                .iter()
                .any(|m| at < m.at && m.at < verb && figure(m, self.look.mentions).is_some())
    }

    /// Whether the name at `at` stands behind a comma and a clause of its own: `Six were shot down, the ministry said: "…"`.
    fn trails_behind(self, (at, end): (usize, usize)) -> bool {
        let quote = self.inside.iter().map(|q| q.0).find(|quote| *quote >= end);
        let sign = quote.is_some_and(|quote| self.sentence.slice(end, quote).contains(&b':'));
        let comma = self.sentence.slice(0, at).iter().rposition(|b| *b == b',');
        comma.filter(|_| sign).is_some_and(|comma| {
            at - comma <= TITLE && self.look.has("finite", self.sentence, (self.clause_start(comma), comma))
        })
    }

    /// Whether a dash, and then a quotation, follows what a speaker behind a comma has said.
    fn adds_quote(self, (at, end): (usize, usize)) -> bool {
        let stop = self.sentence.slice(end, end + AFTER);
        let quote = stop.iter().position(|b| *b == b'"').unwrap_or(0);
        let dash = stop.get(..quote).unwrap_or(&[]).trim_ascii_end().ends_with(b" -");
        dash && self.sentence.slice(at.saturating_sub(TITLE), at).contains(&b',')
    }

    /// Whether commas part a name from the verb at `verb` that it has.
    fn is_parted(self, name: &Candidate, verb: usize) -> bool {
        self.sentence.slice(name.end, verb).first() == Some(&b',') && self.last_sign(verb) == Some(b',')
    }

    /// Where the comma stands right before the folded position `at`.
    pub(super) fn comma_before(self, at: usize) -> Option<usize> {
        let comma = self.sentence.slice(0, at).iter().rposition(|b| *b != b' ')?;
        (self.sentence.folded.get(comma) == Some(&b',')).then_some(comma)
    }

    /// Whether what stands before the folded position `at` ends in a sign, or is nothing: `…, zei Rutte`.
    fn trails_a_sign(self, at: usize) -> bool {
        self.last_sign(at).is_none_or(|b| matches!(b, b',' | b'"' | b'\''))
    }

    /// Whether a cue ends in `that`: `announced that Denmark sent`, where whoever stands behind it is spoken of.
    fn ends_in_that(self, cue: (usize, usize)) -> bool {
        self.look.all("that", self.sentence, cue).last().is_some_and(|that| that.1 == cue.1)
    }

    /// Who does what a verb of saying says; behind it a subject ends at `stop`, and `that` follows or not.
    fn sayer(self, cue: (usize, usize), stop: usize, that: bool) -> Option<Candidate> {
        let trails = self.trails_a_sign(cue.0);
        let ends = self.ends_in_that(cue);
        // `he told the committee`: whom somebody tells something does not say it.
        let heard = self.look.has("tells-somebody", self.sentence, cue);
        let after = self.after(cue.1, stop).filter(|c| c.at < cue.1 + AFTER && !ends && !heard);
        // `said the mayor of Kyiv, Vitali Klitschko`
        let after = self.apposition(after.as_ref(), stop).filter(|_| after.is_some()).or(after);
        let before = self.before(cue.0);
        // `Rutte said`, and `Rutte's warning that`.
        let owns = |c: &Candidate| that && self.sentence.slice(c.end, cue.0) == b"'s ";
        let near = |c: &Candidate| (cue.0.saturating_sub(c.end) <= 1 || owns(c)) && !self.in_phrase(c.at);
        let follows = self.last_sign(cue.0) == Some(b',') && stop > cue.1 + 1 && !that;
        // `gaf hij aan dat`, `liet het Kremlin weten`: who speaks stands within the verb.
        let within = || self.after(self.sentence.word_end(cue.0), cue.1).filter(|_| trails || that);
        // `Defence chiefs have warned NATO must …`, `officials, led by Jansen, say …`: who heads the sentence speaks,
        // and whoever follows the verb is spoken of.
        let leads = |b: &Candidate| {
            self.is_apposed(b, cue.0)
                || (!that && self.heads(b, cue.0))
                || (after.is_none() && self.has_aside(b, cue.0))
        };
        if let Some(by) = self.by_agent(cue.1, stop).filter(|_| that) {
            Some(by)
        } else if let Some(relative) = self.relative(cue.0) {
            // `officials, who estimate Russia has lost …`: who it is about says it, and whoever follows is spoken of.
            self.before(relative)
        } else if let Some(inverted) = after.as_ref().filter(|a| self.is_led(before.as_ref(), (cue, a.at))) {
            Some(inverted.clone())
        } else if before.as_ref().is_some_and(leads) {
            before
        } else if trails && (after.is_some() || follows || within().is_some()) {
            // `…, schatten westerse diensten`: whoever follows the verb says it, known or not.
            within().or(after)
        } else if before.as_ref().is_some_and(near) {
            before
        } else if let Some(a) = after.as_ref().filter(|a| self.adjacent(cue.1, a.at)) {
            Some(a.clone())
        } else {
            // `Vorige maand had Jansen het over 500 doden`
            let inner =
                || if before.is_none() { self.after(self.sentence.word_end(cue.0), cue.1) } else { None };
            within().or_else(inner).or(before).or(if trails || that { after } else { None })
        }
    }

    /// Whether the clause of a cue opens with a phrase in which a name only owns something, and somebody follows the verb
    /// who says it: `Tot ergernis van Kyiv zei Jansen`, `In navolging van Trump wil Rutte`.
    pub(super) fn is_led(self, before: Option<&Candidate>, (cue, after): ((usize, usize), usize)) -> bool {
        let Some(before) = before.filter(|b| b.end + 1 == cue.0) else { return false };
        let clauses = self.sentence.clauses(self.look);
        let from = self.clause_start(before.at);
        let from = from + self.sentence.slice(from, before.at).iter().take_while(|b| **b == b' ').count();
        let led = ["towards", "inside", "governs", "preposition", "beside"];
        self.look.cues.get("inverts", self.look.language).is_some()
            && matches!(clauses.role(self.sentence, before.at), Role::Owner | Role::Aside)
            && led.iter().any(|set| self.look.starting(set, self.sentence, from).is_some())
            && self.adjacent(cue.1, after)
    }

    /// Where the word begins, right before the verb at `verb`, that opens a clause about a name before it.
    pub(super) fn relative(self, verb: usize) -> Option<usize> {
        let words = self.look.all("opens-relative", self.sentence, (verb.saturating_sub(TELLS), verb));
        let pronoun = words.last().filter(|w| w.1 + 1 == verb)?;
        (self.last_sign(pronoun.0) == Some(b',')).then_some(pronoun.0)
    }

    /// Who stands behind a word of saying and its preposition: `an estimate by the United States that`.
    fn by_agent(self, end: usize, stop: usize) -> Option<Candidate> {
        let words = self.look.all("agent", self.sentence, (end, stop));
        let by = words.first().filter(|w| w.0 == end + 1)?;
        self.after(by.1, stop)
    }

    /// Whether a name stands between two commas right before the verb at `verb`, as the one whose office comes first:
    /// `the governor of the region, Jan Jansen, said`.
    fn is_apposed(self, name: &Candidate, verb: usize) -> bool {
        // A name that nobody knows ends with the sign behind it.
        let gap = self.sentence.slice(name.end, verb);
        (gap == b", " || gap == b" ")
            && self.last_sign(verb) == Some(b',')
            && self.last_sign(name.at) == Some(b',')
    }

    /// Whether nothing but an aside between commas stands between a name and the verb at `verb`: `Mark Milley, chairman
    /// of the Joint Chiefs, said`.
    fn has_aside(self, name: &Candidate, verb: usize) -> bool {
        let gap = self.sentence.slice(name.end, verb).trim_ascii_end();
        let aside = gap.len() > 2 && gap.first() == Some(&b',') && gap.last() == Some(&b',');
        aside
            && gap.iter().filter(|b| **b == b',').count() == 2
            && !self.look.has("finite", self.sentence, (name.end, verb))
    }

    /// Whether a name opens the sentence and what stands between it and the verb at `verb` is of it: no clause of
    /// another, but perhaps an aside between commas.
    fn heads(self, name: &Candidate, verb: usize) -> bool {
        // What is quoted before it is the name's own words.
        let quoted = self.inside.iter().filter(|q| q.1 < name.at).map(|q| q.1 + 1).max().unwrap_or(0);
        let lead = self.sentence.slice(quoted, name.at).iter().filter(|b| **b == b' ').count();
        let gap = self.sentence.slice(name.end, verb);
        let commas = gap.iter().filter(|b| **b == b',').count();
        let aside = commas == 0 || (commas == 2 && self.last_sign(verb) == Some(b','));
        let clause = gap.iter().position(|b| *b == b',').map_or(verb, |comma| name.end + comma);
        let finite = self.look.all("finite", self.sentence, (name.end, clause));
        // `has warned`, `had gezegd`
        let own = finite.iter().all(|f| self.sentence.slice(f.1, verb).trim_ascii().is_empty());
        lead <= LEAD && aside && own && !self.in_phrase(name.at)
    }

    /// What a cue attributes to somebody, or to nobody who is named, within the quotation that it stands in.
    pub(super) fn covering(
        self,
        cue: (usize, usize),
        covers: (usize, usize),
        who: Option<Candidate>,
    ) -> Said {
        let quote = self.inside.iter().find(|q| q.0 <= cue.0 && cue.0 < q.1);
        let covers = quote.map_or(covers, |q| (covers.0.max(q.0), covers.1.min(q.1)));
        let named = who.as_ref().and_then(|c| self.mark_of(c));
        let of = who.as_ref().and_then(|c| self.of(c));
        let by_government = who.as_ref().is_some_and(|c| self.is_government(c));
        let speaker = who.map_or_else(|| UNNAMED.into(), |c| c.speaker);
        Said { cue, covers, speaker, named, of, by_government }
    }

    /// Where a semicolon stands between two who speak, neither tells what stands on the other's side of it: `Six fell, Kyiv
    /// says; ten were hurt, according to Moscow`.
    fn part_ways(self, said: &mut [Said]) {
        for second in 1..said.len() {
            let Some([first, next]) = said.get_mut(second - 1..=second) else { return };
            let stop = self.part_end(first.cue.1);
            if stop < next.cue.0 && first.covers.0 <= next.covers.0 {
                first.covers.1 = first.covers.1.min(stop);
                next.covers.0 = next.covers.0.max(stop);
            }
        }
    }

    /// Where the part of the sentence around the folded position `at` ends: at a semicolon that parts it from what is told
    /// beside it, and no list behind `that`.
    pub(super) fn part_end(self, at: usize) -> usize {
        let end = self.sentence.folded.len();
        let listed = |i: usize| {
            let next = i + 1 + self.sentence.slice(i + 1, end).iter().take_while(|b| **b == b' ').count();
            self.look.starting("that", self.sentence, next).is_some()
        };
        let quoted = |i: usize| self.inside.iter().any(|q| q.0 < i && i < q.1);
        let stops = (at..end).filter(|i| self.sentence.folded.get(*i) == Some(&b';'));
        { stops }.find(|i| !listed(*i) && !quoted(*i)).unwrap_or(end)
    }

    /// The last byte before the folded position `at` that is no space; none at the start of the sentence.
    pub(super) fn last_sign(self, at: usize) -> Option<u8> {
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

    /// Whether a verb and its subject stand behind a comma and close their clause: `…, vindt minister Jansen`, and
    /// not `…, besluit Jansen de troepen terug te halen`.
    fn trailing(self, cue: (usize, usize)) -> bool {
        let behind = || self.after(cue.1, self.stop_after(cue.1)).filter(|a| self.adjacent(cue.1, a.at));
        let comma = self.last_sign(cue.0) == Some(b',');
        (comma && behind().map_or_else(|| self.closes(cue), |a| self.closes((a.at, a.end))))
            || self.before(cue.0).is_some_and(|subject| self.trails_with(subject.at, cue.1))
    }

    /// Whether a verb of saying is nearly the last of its clause, or nothing follows that says when, where or how.
    fn closes(self, cue: (usize, usize)) -> bool {
        let rest = self.sentence.slice(cue.1, self.sentence.folded.len());
        let clause = rest.split(|b| matches!(b, b',' | b';' | b':')).next().unwrap_or(rest);
        let until = cue.1 + clause.len();
        let next = cue.1 + 1;
        // `have added $41 billion`, `promised to spend 2 percent`: what it is about follows.
        let figure =
            self.sentence.marks.iter().find(|m| m.at >= next && figure(m, self.look.mentions).is_some());
        let about =
            |m: &Mark| self.sentence.slice(next, m.at).iter().filter(|b| **b == b' ').count() <= OBJECT;
        if figure.is_some_and(|m| m.at < until && about(m)) {
            return false;
        }
        let phrase = || {
            let words = self.look.all("preposition", self.sentence, (next, until));
            words.first().is_some_and(|w| w.0 == next)
        };
        let few = word_count(clause) <= TAIL;
        phrase() || (few && !self.look.has("finite", self.sentence, (cue.1, until)))
    }

    /// Whether what `dat` at `that` opens is told, and no thing: a person or a time stands right before it.
    /// `beloofde Rutte aan Zelensky dat er geld komt`, `bevestigde maandag dat`.
    fn is_told(self, that: usize) -> bool {
        let mark = that.checked_sub(2).and_then(|at| self.sentence.mark_at(at));
        mark.is_some_and(|m| self.is_person(m) || self.is_date(m))
    }

    /// Where the clause around `at` begins: behind the last sign, dash or `dat`.
    pub(super) fn clause_start(self, at: usize) -> usize {
        let before = self.sentence.slice(0, at);
        let dash = |i: usize| before.get(i) == Some(&b'-') && before.get(i + 1) == Some(&b' ');
        let cut = |i: &usize| matches!(before.get(*i), Some(b',' | b';' | b':' | b'"')) || dash(*i);
        let sign = (0..before.len()).rev().find(cut);
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
    pub(super) fn opens_quote(self, from: usize, to: usize) -> bool {
        self.inside.iter().any(|q| q.0 > from && q.0 <= to + 3)
    }

    /// Where what follows a cue stops being its subject: at a comma, a quote, `dat`.
    pub(super) fn stop_after(self, at: usize) -> usize {
        let window = self.sentence.slice(at, at + AFTER);
        let sign = window.iter().position(|b| matches!(b, b',' | b'"' | b':' | b';' | b'('));
        let that = self.look.all("that", self.sentence, (at, at + window.len())).first().map(|t| t.0 - at);
        at + [sign, that].into_iter().flatten().min().unwrap_or(window.len())
    }
}
