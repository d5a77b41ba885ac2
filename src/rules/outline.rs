//! The outline of a part of a pattern: the words, cue words and mentions that every match of it holds, in
//! order, and how many words may stand in between. Where a sentence does not fit the outline, the part's
//! regular expression need not be built, let alone tried.

use super::class::ClassSet;
use super::cues::CueWord;
use super::forms::{Unit, in_words, is_letter, most_spaces, unit};
use super::pattern_tokens::{Atom, Times, Token, tokens};

/// What may stand at one place of a part: any one of these.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Choice {
    /// Words written in the pattern.
    pub words: Vec<CueWord>,
    /// The names of cue sets.
    pub sets: Vec<String>,
    /// Mentions.
    pub classes: ClassSet,
}

/// What every match of a part holds behind the anchor before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// What it is.
    pub choice: Choice,
    /// The most runs of spaces that may stand between the anchor before it and this one; none where that is open.
    pub spaces: Option<usize>,
    /// Whether nothing stands between the anchor before it and this one but words that a gap passes over.
    pub plain: bool,
    /// What stands between them, where that and the anchor are all that a match may have there.
    pub joint: Option<Joint>,
    /// How many placeholders of mentions are written in it.
    pub mentions: usize,
}

/// What stands between two anchors: spaces, and behind them a number of words, each with its spaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Joint {
    /// Whether spaces stand there.
    pub spaced: bool,
    /// The fewest words.
    pub least: usize,
    /// The most words.
    pub most: usize,
}

impl Joint {
    /// The joint with spaces behind it; none where that is no joint.
    fn with_space(self) -> Option<Self> {
        (!self.spaced && self.most == 0).then_some(Self { spaced: true, ..self })
    }

    /// The joint with words behind it; none where that is no joint.
    fn with_words(self, least: usize, most: usize) -> Option<Self> {
        (self.most == 0 && least <= most).then_some(Self { least, most, ..self })
    }
}

/// What every match of a part holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// In the order of the text.
    pub anchors: Vec<Anchor>,
    /// Whether the part is its one anchor and nothing else.
    pub whole: bool,
    /// Whether the part is its anchors with their joints and nothing else, so far as the words of sets are written out.
    pub exact: bool,
}

/// What a placeholder stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    /// A word of a cue set.
    Cue(String),
    /// A mention.
    Mention(ClassSet),
}

impl Outline {
    /// The outline of the part `text`; `held` tells what a placeholder stands for.
    pub(super) fn new(text: &str, held: &dyn Fn(&str) -> Option<Held>) -> Self {
        let tokens = tokens(text);
        // Where there are alternatives to all of it, nothing in it has to be there.
        if tokens.iter().any(|t| t.atom == Atom::Or) {
            let whole = [Token { atom: Atom::Group(tokens), times: Times::Once }];
            let anchors: Vec<Anchor> = unit(&whole, held).map(Anchor::loose).into_iter().collect();
            return Self { whole: anchors.first().is_some_and(is_plain), anchors, exact: false };
        }
        let mut walk = Walk::new(held);
        for token in tokens {
            walk.pass(token);
        }
        let alone = walk.unit.len() == 1 && walk.anchors.is_empty() && walk.spaces == Some(0);
        walk.finish();
        let whole = alone && matches!(walk.anchors.as_slice(), [anchor] if is_plain(anchor));
        let joined = walk.anchors.first().is_some_and(|first| first.joint == Some(Joint::default()))
            && walk.anchors.iter().all(|anchor| anchor.joint.is_some());
        Self { exact: joined && walk.joint == Some(Joint::default()), anchors: walk.anchors, whole }
    }
}

impl Anchor {
    /// One at the start of which no more is known.
    fn loose(unit: Unit) -> Self {
        Self { choice: unit.choice, spaces: Some(0), plain: false, joint: None, mentions: unit.mentions }
    }
}

/// Whether the words of an anchor are written out, so that they are not more than those of the pattern.
fn is_plain(anchor: &Anchor) -> bool {
    anchor.choice.classes.is_empty() && !anchor.choice.words.iter().any(CueWord::is_open)
}

/// The way from left to right.
struct Walk<'t, 'h> {
    held: &'h dyn Fn(&str) -> Option<Held>,
    anchors: Vec<Anchor>,
    /// The most runs of spaces since the last anchor.
    spaces: Option<usize>,
    /// Whether nothing but gaps and spaces came since.
    plain: bool,
    /// What came since, where that is a joint.
    joint: Option<Joint>,
    /// The tokens since the last place where a word may end.
    unit: Vec<Token<'t>>,
}

impl<'t, 'h> Walk<'t, 'h> {
    fn new(held: &'h dyn Fn(&str) -> Option<Held>) -> Self {
        let joint = Some(Joint::default());
        Self { held, anchors: Vec::new(), spaces: Some(0), plain: true, joint, unit: Vec::new() }
    }

    fn pass(&mut self, token: Token<'t>) {
        match token.atom {
            Atom::Letter(' ') if token.times == Times::Once => {
                self.finish();
                self.spaces = self.spaces.map(|n| n + 1);
                self.joint = self.joint.and_then(Joint::with_space);
            }
            Atom::Words(least, most) => {
                self.finish();
                self.spaces = self.spaces.map(|n| n + most);
                let joint = self.joint.filter(|_| token.times == Times::Once);
                self.joint = joint.and_then(|joint| joint.with_words(least, most));
            }
            Atom::Placeholder(name) => match (self.held)(name) {
                Some(Held::Mention(classes)) => {
                    self.finish();
                    if token.times == Times::Once {
                        self.anchor(Choice { classes, ..Choice::default() }, 1);
                    } else {
                        (self.plain, self.joint) = (false, None);
                    }
                }
                _ => self.unit.push(token),
            },
            // A sign ends a word.
            Atom::Letter(c) if !is_letter(c) && token.times == Times::Once => {
                self.finish();
                (self.plain, self.joint) = (false, None);
            }
            _ => self.unit.push(token),
        }
    }

    fn anchor(&mut self, choice: Choice, mentions: usize) {
        let plain = std::mem::replace(&mut self.plain, true);
        let joint = self.joint.replace(Joint::default());
        self.anchors.push(Anchor { choice, spaces: self.spaces.replace(0), plain, joint, mentions });
    }

    fn finish(&mut self) {
        let tokens = std::mem::take(&mut self.unit);
        if tokens.is_empty() {
            return;
        }
        match unit(&tokens, self.held) {
            Some(unit) => {
                self.joint = self.joint.filter(|_| unit.told);
                self.anchor(unit.choice, unit.mentions);
                // A sign that may follow, `:?`, is none of the word.
                self.plain = in_words(&tokens);
                self.joint = self.joint.filter(|_| self.plain);
            }
            None => {
                self.spaces = self.spaces.zip(most_spaces(&tokens, self.held)).map(|(a, b)| a + b);
                (self.plain, self.joint) = (false, None);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::class::Classes;

    /// The anchors of a part, each with the most spaces before it.
    fn anchors(text: &str) -> Vec<String> {
        outline(text).anchors.iter().map(show).collect()
    }

    fn classes() -> Classes {
        Classes::new(["country"])
    }

    fn outline(text: &str) -> Outline {
        let held = |name: &str| match name.strip_prefix('~') {
            Some(set) => Some(Held::Cue(set.to_owned())),
            None => classes().placeholder(name).map(Held::Mention),
        };
        Outline::new(text, &held)
    }

    fn show(anchor: &Anchor) -> String {
        let mut all: Vec<String> = anchor.choice.words.iter().map(|w| w.as_str().to_owned()).collect();
        all.extend(anchor.choice.sets.iter().map(|s| format!("~{s}")));
        let of = |name: &str| classes().placeholder(name).unwrap_or_default();
        for name in ["money", "country"] {
            all.extend(anchor.choice.classes.meets(of(name)).then(|| format!("{{{name}}}")));
        }
        let spaces = anchor.spaces.map_or("any".to_owned(), |n| n.to_string());
        format!("{spaces} {}", all.join("|"))
    }

    #[test]
    fn only_gaps_and_spaces_are_plain() {
        let plain = |text: &str| outline(text).anchors.get(1).map(|anchor| anchor.plain);
        for text in ["{~rise} {0-3}{money}", "aan {~defence}", "{money} {0-2}(aan|voor)"] {
            assert_eq!(plain(text), Some(true), "{text}");
        }
        for text in ["{~rise}, {money}", "{~rise} {country}? {money}", "aan .+ {money}", "aan:? {money}"] {
            assert_eq!(plain(text), Some(false), "{text}");
        }
    }

    #[test]
    fn words_cue_words_and_mentions_with_the_words_in_between() {
        assert_eq!(anchors("{~rise} {0-3}{money}"), ["0 ~rise", "4 {money}"]);
        assert_eq!(anchors("(aan|voor) {0-2}{~defence}"), ["0 aan|voor", "3 ~defence"]);
        assert_eq!(anchors("{money} (of the|a) {country}"), ["0 {money}", "1 a|of the", "1 {country}"]);
        assert_eq!(anchors("({~aid}|{country}|hulp)"), ["0 hulp|~aid|{country}"]);
        assert_eq!(anchors("doel|norm"), ["0 doel|norm"]);
        assert_eq!(anchors("uit te \\(geven"), ["0 uit", "1 te", "1 geven"]);
    }

    #[test]
    fn what_may_be_left_out_is_no_anchor_and_makes_room() {
        assert_eq!(anchors("{money} ({~rise} )?{country}"), ["0 {money}", "any {country}"]);
        assert_eq!(anchors("{money} (per jaar )?{country}"), ["0 {money}", "3 {country}"]);
        assert_eq!(anchors("{money} (of )*{country}"), ["0 {money}", "any {country}"]);
        assert_eq!(anchors("{country}? {money} [^,]+ {~rise}"), ["1 {money}", "any ~rise"]);
        // Where a word may be part of another it is none of those that are looked for.
        assert_eq!(anchors("{money}\\w*{~rise}"), ["0 {money}"]);
        assert_eq!(anchors("{money}( in bezit|,|$)"), ["0 {money}"]);
    }

    #[test]
    fn the_end_of_a_word_may_be_open() {
        assert_eq!(anchors("plans* to"), ["0 plan*", "1 to"]);
        assert_eq!(anchors("(stijg\\w+|verhoogd*|drone-*fabriek\\w*)"), ["0 drone*|stijg*|verhoog*"]);
        assert_eq!(anchors("\\w*(tanks)"), ["0 *tanks"]);
        assert_eq!(anchors("plans? to"), ["0 plan|plans", "1 to"]);
        assert_eq!(anchors("wil( nu)? naar"), ["0 wil|wil nu", "1 naar"]);
        assert_eq!(anchors("(groot|klein)e\\w*"), ["0 groote*|kleine*"]);
        // What is open must not hold a space, or the next anchor would be further away than it is.
        assert_eq!(anchors("{money} {0-1}verhoogd*( tot)"), ["0 {money}"]);
        assert_eq!(anchors("{money}e?s?-?(norm|doel)\\w*"), ["0 {money}"]);
        assert_eq!(
            anchors("({country}-?(landen|leden)|landen) {money}"),
            ["0 landen|{country}", "1 {money}"]
        );
    }

    #[test]
    fn a_part_may_be_nothing_but_words_mentions_and_gaps() {
        let joints = |text: &str| {
            let known = outline(text);
            let joint = |a: &Anchor| a.joint.map(|j| (j.spaced, j.least, j.most));
            known.exact.then(|| known.anchors.iter().filter_map(joint).skip(1).collect::<Vec<_>>())
        };
        assert_eq!(joints("{money}"), Some(vec![]));
        assert_eq!(joints("{~rise} {0-3}{money}"), Some(vec![(true, 0, 3)]));
        assert_eq!(joints("(aan|te koop) {1-2}{money} {country}"), Some(vec![(true, 1, 2), (true, 0, 0)]));
        assert_eq!(joints("{money}{country}"), Some(vec![(false, 0, 0)]));
        assert_eq!(joints("{money} plans?"), Some(vec![(true, 0, 0)]));
        assert_eq!(joints("({money}|geld) voor ({country}|{~them})"), Some(vec![(true, 0, 0), (true, 0, 0)]));
        for text in [
            "{0-2}{money}",
            "{money} {0-2}",
            "{money} plan\\w*",
            "({country}s?|leger) {money}",
            "{money}, {country}",
            "{money}? {country}",
            "{money} (voor )?{country}",
            "\\w*tanks {money}",
            "{money}-{country}",
            "{money} {0-2}? {country}",
            "doel|norm",
            "{money} [a-z]+ {country}",
        ] {
            assert_eq!(joints(text), None, "{text}");
        }
    }

    #[test]
    fn a_part_may_be_nothing_but_its_anchor() {
        assert!(outline("(plan|plannen)").whole);
        assert!(outline("({~aid}|steun)").whole);
        assert!(!outline("(plan|plannen) te").whole);
        assert!(!outline("stijg\\w+").whole);
        assert!(!outline("({country}|steun)").whole);
    }
}
