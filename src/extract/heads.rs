//! The words that start at a place in a text: their letters, followed one by one from the first.

use std::collections::VecDeque;

use crate::rules::cues::{CueWord, is_word_byte};

/// Words by their heads: the letters and spaces that stand for themselves.
#[derive(Debug)]
pub(super) struct Heads {
    /// The numbers of the words, in the order of their heads, each with the letter that follows the part of its head
    /// that leads to it; 0 where no single letter has to.
    words: Vec<(usize, u8)>,
    nodes: Vec<Node>,
    /// The byte that leads to each node but the first.
    bytes: Vec<u8>,
    /// A number for each byte that stands in a head, from 1 on.
    classes: [u8; 256],
    /// For each node with many next ones, by class, the node that a byte leads to, or 0.
    tables: Vec<u32>,
    /// How long one of these tables is.
    width: usize,
}

/// What so many first letters lead to.
#[derive(Debug, Clone, Copy, Default)]
struct Node {
    /// The words whose heads are no longer, or which no other shares so many letters with.
    words: (u32, u32),
    /// The nodes that one more letter leads to.
    next: (u32, u32),
    /// Where its table begins, if it has one.
    table: Option<u32>,
}

/// With more next nodes than this a node has a table.
const FEW: usize = 3;

/// Heads that are still to be parted.
struct Open {
    node: usize,
    /// The first of them, and one past the last.
    range: (usize, usize),
    /// How many letters they share.
    depth: usize,
}

/// The number of a node or word in little room; there are far fewer of them than it holds.
pub(super) fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
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
        let mut listed: Vec<(usize, u8)> = heads.iter().map(|(_, number)| (*number, 0)).collect();
        let mut open = VecDeque::from([Open { node: 0, range: (0, heads.len()), depth: 0 }]);
        while let Some(Open { node, range: (mut low, high), depth }) = open.pop_front() {
            let byte = |at: usize| heads.get(at).and_then(|(head, _)| head.get(depth)).copied();
            let from = low;
            // What ends here stands first.
            while low < high && (byte(low).is_none() || (low + 1 == high && depth > 0)) {
                let letter = byte(low).filter(|letter| *letter != b' ').unwrap_or(0);
                listed.get_mut(low).into_iter().for_each(|word| word.1 = letter);
                low += 1;
            }
            let ending = (small(from), small(low));
            let first = nodes.len();
            while low < high {
                let letter = byte(low);
                let until = (low..high).find(|at| byte(*at) != letter).unwrap_or(high);
                open.push_back(Open { node: nodes.len(), range: (low, until), depth: depth + 1 });
                nodes.push(Node::default());
                bytes.push(letter.unwrap_or(0));
                low = until;
            }
            let next = (small(first), small(nodes.len()));
            if let Some(node) = nodes.get_mut(node) {
                *node = Node { words: ending, next, table: None };
            }
        }
        let mut out = Self { words: listed, nodes, bytes, classes: [0; 256], tables: Vec::new(), width: 1 };
        out.make_tables();
        out
    }

    /// Makes tables for the nodes that have many next ones.
    fn make_tables(&mut self) {
        for byte in self.bytes.iter().skip(1) {
            if let Some(class) = self.classes.get_mut(usize::from(*byte)).filter(|class| **class == 0) {
                // Heads are ASCII, so there are fewer than 256 classes.
                *class = u8::try_from(self.width).unwrap_or(0);
                self.width += 1;
            }
        }
        for node in &mut self.nodes {
            let (first, end) = (node.next.0 as usize, node.next.1 as usize);
            if end - first <= FEW {
                continue;
            }
            let table = self.tables.len();
            node.table = Some(small(table));
            self.tables.resize(table + self.width, 0);
            for (next, byte) in self.bytes.iter().enumerate().take(end).skip(first) {
                let class = self.classes.get(usize::from(*byte)).copied().unwrap_or(0);
                let entry = self.tables.get_mut(table + usize::from(class));
                entry.into_iter().for_each(|entry| *entry = small(next));
            }
        }
    }

    /// The node to which a letter leads from another.
    #[inline]
    fn next(&self, node: &Node, letter: u8) -> Option<&Node> {
        let number = if let Some(table) = node.table {
            let class = self.classes.get(usize::from(letter)).copied().unwrap_or(0);
            self.tables.get(table as usize + usize::from(class)).copied().filter(|next| *next > 0)? as usize
        } else {
            let first = node.next.0 as usize;
            let next = self.bytes.get(first..node.next.1 as usize)?;
            first + next.iter().position(|byte| *byte == letter)?
        };
        self.nodes.get(number)
    }

    /// Tells of every word in folded `text` its number, where it starts and where it ends, in the order in which they
    /// start.
    pub(super) fn find(&self, words: &[&CueWord], text: &[u8], mut tell: impl FnMut(usize, usize, usize)) {
        let mut inside = false;
        for (start, first) in text.iter().enumerate() {
            let starts = is_word_byte(*first) && !inside;
            inside = is_word_byte(*first);
            if starts {
                self.find_at(words, (text, start), &mut tell);
            }
        }
    }

    /// Tells of the words that start at `start`, where a word of the text does.
    fn find_at(
        &self,
        words: &[&CueWord],
        (text, start): (&[u8], usize),
        tell: &mut impl FnMut(usize, usize, usize),
    ) {
        let (mut node, mut at, mut depth) = (self.nodes.first(), start, 0);
        while let Some(here) = node {
            let letter = text.get(at).copied();
            for (number, next) in self.words.get(here.words.0 as usize..here.words.1 as usize).unwrap_or(&[])
            {
                if *next != 0 && Some(*next) != letter {
                    continue;
                }
                if let Some(end) = words.get(*number).and_then(|word| word.goes_on(depth, text, at)) {
                    tell(*number, start, end);
                }
            }
            let Some(letter) = letter else { break };
            node = self.next(here, letter);
            at += 1;
            depth += 1;
            // A space stands for one or more.
            while letter == b' ' && text.get(at) == Some(&b' ') {
                at += 1;
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
