//! Who is told as the source of what is counted or reported: by a preposition, as its owner, as who counted it.

use super::Said;
use super::source::{OBJECT, PLAN, SOON};
use super::who::{Candidate, Scene, TITLE};

impl Scene<'_> {
    /// `volgens Rutte`, `aldus het Kremlin`, `according to`.
    pub(super) fn by_source(self, cue: (usize, usize)) -> Option<Said> {
        let stop = self.source_end(cue.1);
        let found = self.after(cue.1, stop).filter(|c| self.is_source(cue.1, c));
        // `volgens de gouverneur van Charkov, Oleh Syniehoebov`
        let found = self.apposition(found.as_ref(), stop).or(found);
        let until = found.as_ref().map_or(stop.min(cue.1 + PLAN), |c| c.at);
        // `according to the figures`: they are of the one who told of some before, if anybody did.
        let told = |set: &str| found.is_none() && self.look.has(set, self.sentence, (cue.1, stop));
        if told("bare-data") || (told("estimates") && self.is_definite(cue.1)) {
            let speaker = self.earlier.counted().filter(|_| self.is_definite(cue.1))?;
            let who = Candidate { at: cue.1, end: cue.1, speaker };
            return Some(self.covering(cue, self.sourced(cue), Some(who)));
        }
        // `volgens Europese berekening`
        if told("method") {
            return None;
        }
        let thing = self.look.has("no-source", self.sentence, (cue.1, until))
            || self.holds_figure((cue.1, until))
            || found.as_ref().is_some_and(|c| self.is_of_a_method(c));
        if thing {
            return None;
        }
        Some(self.covering(cue, self.sourced(cue), found))
    }

    /// What a source behind a preposition covers.
    fn sourced(self, cue: (usize, usize)) -> (usize, usize) {
        let trails = self.last_sign(cue.0).is_some_and(|b| matches!(b, b',' | b'"'));
        // `Vijf landen haalden dat volgens Jansen`: right before the source `dat` opens no clause.
        let that = self
            .look
            .all("that", self.sentence, (0, cue.0))
            .into_iter()
            .next_back()
            .filter(|w| w.1 + 1 == cue.0);
        let low = if trails { 0 } else { self.clause_start(that.map_or(cue.0, |w| w.0)) };
        (low, self.sentence.folded.len())
    }

    /// Whether an article that points at what is known stands right behind the folded position `at`.
    fn is_definite(self, at: usize) -> bool {
        self.look.all("the", self.sentence, (at, at + SOON)).first().is_some_and(|w| w.0 <= at + 1)
    }

    /// Whether a name only tells by whose rules something is counted: `according to NATO methodology`.
    fn is_of_a_method(self, name: &Candidate) -> bool {
        let words = self.look.all("method", self.sentence, (name.end, name.end + TITLE));
        words.first().is_some_and(|w| w.0 <= name.end + 1)
    }

    /// `registreerde het mensenrechtenbureau 17.831 slachtoffers`, `Mediazona has identified 122,000 dead`: an
    /// organisation or a paper, and no state, which counts its own.
    pub(super) fn by_counting(self, cue: (usize, usize)) -> Option<Said> {
        let before = self.before(cue.0).filter(|c| !self.in_phrase(c.at));
        let behind = || self.after(cue.1, self.stop_after(cue.1)).filter(|c| c.at < cue.1 + TITLE);
        let body = |c: &Candidate| {
            let e = self.sentence.mark_at(c.at).and_then(|m| self.entity(m));
            e.is_some_and(|e| match &*e.kind {
                "organisation" | "media" => true,
                // `Ukraine counted 40 drones` tells what came, and has none.
                "alliance" | "country" => self.look.has("counts-others", self.sentence, cue),
                _ => false,
            })
        };
        let who = before.filter(body).or_else(|| behind().filter(body))?;
        Some(self.covering(cue, (who.at.min(cue.0), self.sentence.folded.len()), Some(who)))
    }

    /// `Kyiv's latest count is 127,000`, `by the Commission's count`.
    pub(super) fn by_owner(self, cue: (usize, usize)) -> Option<Said> {
        let marks = self.sentence.marks.iter().rev();
        let owner = { marks }.find(|m| m.at < cue.0).filter(|m| self.speaks(m) && self.is_owner(m))?;
        let gap = self.sentence.slice(owner.at, cue.0);
        if gap.iter().filter(|b| **b == b' ').count() > OBJECT || gap.contains(&b',') {
            return None;
        }
        let who = self.candidate(owner)?;
        let by = self.look.all("agent", self.sentence, (0, owner.at));
        let by = by.last().filter(|by| owner.at <= by.1 + SOON);
        let covers = match by {
            Some((0, _)) => (0, self.sentence.folded.len()),
            Some(by) if self.last_sign(by.0) == Some(b',') => (0, cue.1),
            Some(by) => (self.clause_start(by.0), cue.1),
            None => (cue.0, self.sentence.folded.len()),
        };
        Some(self.covering(cue, covers, Some(who)))
    }

    /// `zijn door de VN 600 doden bevestigd`: who tells it stands behind a preposition before the participle.
    pub(super) fn by_passive(self, cue: (usize, usize)) -> Option<Said> {
        let from = self.clause_start(cue.0);
        let by = *self.look.all("agent", self.sentence, (from, cue.0)).last()?;
        let who = self.after(by.1, cue.0).filter(|c| c.at <= by.1 + SOON)?;
        let passive = self.look.has("passive", self.sentence, (from, self.sentence.folded.len()));
        passive.then(|| self.covering(cue, (from, self.sentence.folded.len()), Some(who)))
    }

    /// Where the source behind `volgens` ends: at a sign, and at the verb of the sentence, behind which stands who does
    /// something: `volgens diensten kan Rusland`.
    pub(super) fn source_end(self, from: usize) -> usize {
        let stop = self.stop_after(from);
        self.look.all("finite", self.sentence, (from, stop)).first().map_or(stop, |verb| verb.0)
    }
}
