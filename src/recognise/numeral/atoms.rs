//! The parts of number words, and the sum that a row of them makes.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::super::bit_set::BitSet;
use super::super::pack::NumeralPack;
use crate::text::fold;

/// A part of a number word.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Atom {
    /// 0 to 9.
    Unit(u32),
    /// 10 to 19.
    Teen(u32),
    /// 20 to 90.
    Ten(u32),
    /// A hundred.
    Hundred,
    /// A thousand or more.
    Scale(Decimal),
    /// `en`, `and`.
    Joiner,
}

/// So many parts a word has at most.
const MOST_PARTS: usize = 24;

/// The parts by their folded words.
#[derive(Debug, Clone, Default)]
pub(super) struct Atoms {
    /// The words by their first letter, the longest first.
    by_first: Vec<Vec<(String, Atom)>>,
    starts: Starts,
    unit_first: bool,
}

/// The two bytes that a part may begin with: most words begin with others.
#[derive(Debug, Clone, Default)]
pub(in crate::recognise) struct Starts(BitSet<{ (1 << 16) / 64 }>);

impl Starts {
    fn add(&mut self, first: u8, second: u8) {
        self.0.add(u16::from_le_bytes([first, second]).into());
    }

    /// Whether a part may begin with the two lowest bytes of `head`, the first the lowest; a word of one letter
    /// has 0 as its second.
    #[inline]
    pub(in crate::recognise) fn may_start(&self, head: u64) -> bool {
        self.0.has((head & 0xffff) as usize)
    }
}

impl Atoms {
    pub(super) fn new(pack: &NumeralPack) -> Self {
        let mut map = BTreeMap::new();
        let mut put = |word: &str, atom| {
            map.insert(fold(word), atom);
        };
        pack.joiners.iter().for_each(|w| put(w, Atom::Joiner));
        pack.units.iter().for_each(|(w, v)| put(w, Atom::Unit(*v)));
        pack.teens.iter().for_each(|(w, v)| put(w, Atom::Teen(*v)));
        pack.tens.iter().for_each(|(w, v)| put(w, Atom::Ten(*v)));
        pack.hundred.iter().for_each(|w| put(w, Atom::Hundred));
        pack.scales.iter().for_each(|(w, v)| put(w, Atom::Scale(*v)));
        let mut by_first: Vec<Vec<(String, Atom)>> = Vec::new();
        let mut starts = Starts::default();
        for (word, atom) in map {
            let Some(first) = word.bytes().next().map(usize::from) else { continue };
            // Anything may follow a part of one letter.
            let second = word.as_bytes().get(1).map_or(0..=u8::MAX, |second| *second..=*second);
            second.for_each(|second| starts.add(word.as_bytes().first().copied().unwrap_or(0), second));
            by_first.resize_with(by_first.len().max(first + 1), Vec::new);
            by_first.get_mut(first).into_iter().for_each(|list| list.push((word.clone(), atom)));
        }
        by_first.iter_mut().for_each(|list| list.sort_by_key(|(word, _)| std::cmp::Reverse(word.len())));
        Self { by_first, starts, unit_first: pack.unit_first }
    }

    /// What a part may begin with.
    pub(super) const fn starts(&self) -> &Starts {
        &self.starts
    }

    /// The longest part that `word` starts with, and its bytes.
    pub(super) fn first(&self, word: &str) -> Option<(usize, Atom)> {
        let (first, second) = (*word.as_bytes().first()?, word.as_bytes().get(1).copied());
        if !self.starts.may_start(u16::from_le_bytes([first, second.unwrap_or(0)]).into()) {
            return None;
        }
        let list = self.by_first.get(usize::from(first))?;
        let alike = |part: &str| matches!(part.as_bytes().get(1).copied(), b if b == second || b.is_none());
        let found = list.iter().find(|(part, _)| alike(part) && word.starts_with(part.as_str()));
        found.map(|(part, atom)| (part.len(), *atom))
    }

    /// The bytes that parts take at the start of the folded `word`, the longest first at each step.
    pub(super) fn taken(&self, word: &str) -> usize {
        self.parts(word).fold(0, |taken, (n, _)| taken + n)
    }

    /// The sum with the parts at the start of the folded `word`, and the bytes that they take; none where one of them
    /// does not fit.
    pub(super) fn add(&self, sum: &Sum, word: &str) -> Option<(Sum, usize)> {
        let mut sum = sum.clone();
        let mut taken = 0;
        for (n, atom) in self.parts(word) {
            if !sum.push(atom) {
                return None;
            }
            taken += n;
        }
        Some((sum, taken))
    }

    /// The sum of the parts of the folded `word`, where it is a number and nothing else.
    pub(super) fn whole(&self, word: &str) -> Option<Sum> {
        self.add(&Sum::new(self), word)
            .filter(|(sum, taken)| *taken == word.len() && sum.complete())
            .map(|(sum, _)| sum)
    }

    /// The parts at the start of the folded `word` with their bytes, as many as there are.
    fn parts(&self, word: &str) -> impl Iterator<Item = (usize, Atom)> {
        let mut at = 0;
        let next = move || {
            let (n, atom) = self.first(word.get(at..)?)?;
            at += n;
            Some((n, atom))
        };
        std::iter::from_fn(next).take(MOST_PARTS)
    }
}

/// Adds up parts as they come, and knows which part may come next.
#[derive(Debug, Clone)]
pub(super) struct Sum {
    unit_first: bool,
    total: Decimal,
    current: u32,
    last_scale: Option<Decimal>,
    state: State,
    /// The smallest unit that has been named: the place of precision.
    least: Decimal,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    Start,
    /// Behind a unit; a joiner and a ten may follow where units come first.
    Unit,
    UnitJoiner,
    /// Behind a ten; a unit may follow where tens come first.
    Ten,
    /// Behind a hundred: anything below may follow, also after a joiner.
    Hundred,
    HundredJoiner,
    /// Behind a scale: anything below it, also after a joiner.
    Scale,
    ScaleJoiner,
    /// Nothing but a hundred or a scale may follow.
    Full,
}

impl Sum {
    pub(super) fn new(atoms: &Atoms) -> Self {
        Self {
            unit_first: atoms.unit_first,
            total: Decimal::ZERO,
            current: 0,
            last_scale: None,
            state: State::Start,
            least: Decimal::ONE,
        }
    }

    /// Whether a number has begun and can end here.
    pub(super) fn complete(&self) -> bool {
        !matches!(self.state, State::Start | State::UnitJoiner | State::HundredJoiner | State::ScaleJoiner)
    }

    /// Whether it stands at a joiner, which may turn out to belong to the sentence.
    pub(super) fn dangling(&self) -> bool {
        matches!(self.state, State::UnitJoiner | State::HundredJoiner | State::ScaleJoiner)
    }

    /// Whether it ends in a ten behind which a unit comes.
    pub(super) fn wants_unit(&self) -> bool {
        self.state == State::Ten && !self.unit_first
    }

    pub(super) fn value(&self) -> Decimal {
        self.total.saturating_add(self.current.into())
    }

    /// The unit of precision: the least unit named.
    pub(super) fn least(&self) -> Decimal {
        self.least
    }

    /// Whether the number has a hundred or a scale in it.
    pub(super) fn is_large(&self) -> bool {
        self.last_scale.is_some() || self.current >= 100
    }

    /// Takes the next part; false, and unchanged, where it does not fit.
    pub(super) fn push(&mut self, atom: Atom) -> bool {
        let open = matches!(
            self.state,
            State::Start | State::Hundred | State::HundredJoiner | State::Scale | State::ScaleJoiner
        );
        match atom {
            Atom::Unit(0) if self.state == State::Start => self.step(0, 1, State::Full),
            Atom::Unit(v) if open && v > 0 => self.step(v, 1, State::Unit),
            Atom::Unit(v) if self.state == State::Ten && !self.unit_first && v > 0 => {
                self.step(v, 1, State::Full)
            }
            Atom::Teen(v) if open => self.step(v, 1, State::Full),
            Atom::Ten(v) if open => self.step(v, 10, State::Ten),
            Atom::Ten(v) if self.state == State::UnitJoiner => self.step(v, 1, State::Full),
            Atom::Hundred => self.hundred(),
            Atom::Scale(scale) => self.scale(scale),
            Atom::Joiner => self.joiner(),
            Atom::Unit(_) | Atom::Teen(_) | Atom::Ten(_) => false,
        }
    }

    fn step(&mut self, value: u32, least: u32, state: State) -> bool {
        self.current += value;
        self.least = least.into();
        self.state = state;
        true
    }

    fn hundred(&mut self) -> bool {
        let low = self.current % 100;
        let fits = self.current < 100
            && matches!(
                self.state,
                State::Start | State::Unit | State::Full | State::Ten | State::Scale | State::ScaleJoiner
            );
        if !fits || (self.state == State::Full && low == 0) {
            return false;
        }
        self.current = low.max(1) * 100;
        self.least = Decimal::ONE_HUNDRED;
        self.state = State::Hundred;
        true
    }

    fn scale(&mut self, scale: Decimal) -> bool {
        if self.dangling() {
            return false;
        }
        let factor = if self.current == 0 && self.state != State::Full { 1 } else { self.current };
        let grown = match self.last_scale {
            // `duizend miljard`: all that stands before is multiplied.
            Some(last) if last < scale => self.total.saturating_add(self.current.into()).checked_mul(scale),
            Some(last) if last == scale => None,
            _ => Decimal::from(factor).checked_mul(scale).map(|v| self.total.saturating_add(v)),
        };
        let Some(total) = grown else { return false };
        self.least = if self.current == 0 || self.last_scale.is_some() {
            scale
        } else {
            self.least.saturating_mul(scale)
        };
        (self.total, self.current, self.last_scale, self.state) = (total, 0, Some(scale), State::Scale);
        true
    }

    fn joiner(&mut self) -> bool {
        self.state = match self.state {
            State::Unit if self.unit_first => State::UnitJoiner,
            State::Hundred => State::HundredJoiner,
            State::Scale => State::ScaleJoiner,
            _ => return false,
        };
        true
    }
}
