//! The words that start at a place in a text: their letters, followed one by one from the first.

use std::collections::VecDeque;

use crate::rules::cues::{CueWord, starts_word};

/// Words by their heads: the letters and spaces that stand for themselves.
#[derive(Debug)]
pub(super) struct Heads {
    /// The numbers of the words, in the order of their heads.
    words: Vec<usize>,
    nodes: Vec<Node>,
    /// The byte that leads to each node but the first.
    bytes: Vec<u8>,
}

/// What so many first letters lead to.
#[derive(Debug, Clone, Copy, Default)]
struct Node {
    /// The words whose heads are no longer, or which no other shares so many letters with.
    words: (usize, usize),
    /// The nodes that one more letter leads to.
    next: (usize, usize),
}

/// Heads that are still to be parted.
struct Open {
    node: usize,
    /// The first of them, and one past the last.
    range: (usize, usize),
    /// How many letters they share.
    depth: usize,
}

impl Heads {
    /// The words with these numbers.
    pub(super) fn new(words: &[&CueWord], numbers: Vec<usize>) -> Self {
        // A word is searched for its head once, and not at each comparison.
        let head = |number: usize| (words.get(number).map_or(&[][..], |word| word.head()), number);
        let mut heads: Vec<(&[u8], usize)> = numbers.into_iter().map(head).collect();
        heads.sort_unstable();
        let mut nodes = vec![Node::default()];
        let mut bytes = vec![0];
        let mut open = VecDeque::from([Open { node: 0, range: (0, heads.len()), depth: 0 }]);
        while let Some(Open { node, range: (mut low, high), depth }) = open.pop_front() {
            let byte = |at: usize| heads.get(at).and_then(|(head, _)| head.get(depth)).copied();
            let from = low;
            // What ends here stands first.
            while low < high && (byte(low).is_none() || (low + 1 == high && depth > 0)) {
                low += 1;
            }
            let ending = (from, low);
            let first = nodes.len();
            while low < high {
                let letter = byte(low);
                let until = (low..high).find(|at| byte(*at) != letter).unwrap_or(high);
                open.push_back(Open { node: nodes.len(), range: (low, until), depth: depth + 1 });
                nodes.push(Node::default());
                bytes.push(letter.unwrap_or(0));
                low = until;
            }
            let next = (first, nodes.len());
            if let Some(node) = nodes.get_mut(node) {
                *node = Node { words: ending, next };
            }
        }
        Self { words: heads.into_iter().map(|(_, number)| number).collect(), nodes, bytes }
    }

    /// Tells of every word in folded `text` its number, where it starts and where it ends.
    pub(super) fn find(&self, words: &[&CueWord], text: &[u8], mut tell: impl FnMut(usize, usize, usize)) {
        for start in (0..text.len()).filter(|at| starts_word(text, *at)) {
            let (mut node, mut at, mut depth) = (self.nodes.first(), start, 0);
            while let Some(here) = node {
                for number in self.words.get(here.words.0..here.words.1).unwrap_or(&[]) {
                    if let Some(end) = words.get(*number).and_then(|word| word.goes_on(depth, text, at)) {
                        tell(*number, start, end);
                    }
                }
                let Some(letter) = text.get(at) else { break };
                let next = self.bytes.get(here.next.0..here.next.1).unwrap_or(&[]);
                let Some(found) = next.iter().position(|byte| byte == letter) else { break };
                node = self.nodes.get(here.next.0 + found);
                at += 1;
                depth += 1;
                // A space stands for one or more.
                while *letter == b' ' && text.get(at) == Some(&b' ') {
                    at += 1;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_where_its_letters_start_a_word_of_the_text() {
        let texts = ["leger", "leger des heils", "leg*", "lag", "zegt .. toe", "in de"];
        let words: Vec<CueWord> = texts.iter().filter_map(|w| CueWord::written(w)).collect();
        let words: Vec<&CueWord> = words.iter().collect();
        let heads = Heads::new(&words, (0..words.len()).collect());
        let found = |text: &'static str| {
            let mut all = Vec::new();
            heads.find(&words, text.as_bytes(), |word, start, end| {
                all.push((texts[word], text.get(start..end).unwrap()));
            });
            all.sort_unstable();
            all
        };
        assert_eq!(found("het leger-hoofd"), [("leg*", "leger-hoofd"), ("leger", "leger")]);
        assert_eq!(
            found("leger  des heils"),
            [("leg*", "leger"), ("leger", "leger"), ("leger des heils", "leger  des heils")]
        );
        assert_eq!(found("zegt nu niets toe, bin de verlag"), [("zegt .. toe", "zegt nu niets toe")]);
        assert_eq!(found("toezegt de lag"), [("lag", "lag")]);
        assert_eq!(found(""), []);
    }
}
