//! The press of twenty years: short articles in the order of their days, about the same facts again and again.
//!
//! A few facts are in every other article, most in a handful: a country is picked by its rank, and who was killed
//! where on which day is a fact of its own. A value holds for some years, and one in forty is misprinted.

use std::fmt::Write as _;

use super::{Corpus, Sections, sections};

/// The facts and the names in them.
const TEMPLATES: &str = include_str!("years.txt");

/// The first of the years, and how many there are.
const YEARS: (u64, u64) = (2004, 22);

/// How many articles a file holds.
pub(crate) const IN_A_FILE: u64 = 1_000;

/// A sentence about a fact.
struct Template {
    weight: u64,
    kind: &'static str,
    low: u64,
    high: u64,
    sentence: &'static str,
}

impl Template {
    /// Reads `weight;kind;low;high;sentence`.
    fn of(line: &'static str) -> Option<Self> {
        let mut parts = line.splitn(5, ';');
        let (weight, kind) = (parts.next()?.parse().ok()?, parts.next()?);
        let (low, high) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Some(Self { weight, kind, low, high, sentence: parts.next()? })
    }
}

/// Writes the articles.
pub(crate) struct Years {
    press: u64,
    articles: u64,
    sections: Sections,
    templates: Vec<Template>,
}

impl Years {
    /// The press of a number, `articles` articles long: each press has articles of its own, about the same facts.
    pub(crate) fn new(press: u64, articles: u64) -> Self {
        let sections = sections(TEMPLATES);
        let templates = sections.get("facts").into_iter().flatten().filter_map(|l| Template::of(l)).collect();
        Self { press, articles, sections, templates }
    }

    /// How many files its articles fill.
    pub(crate) fn files(&self) -> u64 {
        self.articles.div_ceil(IN_A_FILE)
    }

    /// The articles of a file, a JSON object a line. A file is the same whatever others are written.
    pub(crate) fn file(&self, number: u64) -> String {
        let mut out = String::new();
        let first = number * IN_A_FILE;
        for article in first..(first + IN_A_FILE).min(self.articles) {
            let _ = writeln!(out, "{}", self.article(article));
        }
        out
    }

    /// An article as a JSON object: some sentences about facts, and others between them.
    pub(crate) fn article(&self, number: u64) -> String {
        let mut words = Corpus::new(self.press * 1_000_003 + number);
        // Neighbouring seeds begin alike.
        let _ = [words.below(2), words.below(2), words.below(2), words.below(2)];
        let day = number * YEARS.1 * 12 * 28 / self.articles.max(1);
        let (year, month, day) = (YEARS.0 + day / (12 * 28), day / 28 % 12 + 1, day % 28 + 1);
        let mut text = String::new();
        for _ in 0..2 + words.below(4) {
            if words.below(3) == 0 {
                let _ = write!(text, "{}\\n\\n", words.fill("plain"));
            }
            let _ = write!(text, "{}\\n\\n", self.fact(&mut words, year));
        }
        let title = words.fill("plain");
        let source = self.pick("bron", &mut words);
        format!(
            "{{\"id\":\"{}-{number:06}\",\"date\":\"{year}-{month:02}-{day:02}\",\"lang\":\"nl\",\
             \"source\":\"{source}\",\"title\":\"{}\",\"text\":\"{}\"}}",
            self.press,
            title.trim_end_matches('.'),
            text.trim_end_matches("\\n"),
        )
    }

    fn fact(&self, words: &mut Corpus, year: u64) -> String {
        let all = self.templates.iter().map(|t| t.weight).sum();
        let mut at = words.below(all);
        let chosen = self.templates.iter().position(|t| {
            let here = at < t.weight;
            at = at.saturating_sub(t.weight);
            here
        });
        let Some((index, template)) = chosen.and_then(|i| Some((i, self.templates.get(i)?))) else {
            return String::new();
        };
        let mut sentence = template.sentence.replace("{jaar}", &(year - 1).to_string());
        for name in ["land", "plaats", "wapen"] {
            if sentence.contains(name) {
                sentence = sentence.replace(&format!("{{{name}}}"), self.pick(name, words));
            }
        }
        // What the sentence is about settles the value; it changes after some years.
        let seed = sentence.bytes().fold(index as u64, |hash, b| (hash * 31 + u64::from(b)) % 1_000_003);
        let span = template.high - template.low + 1;
        let step = (year - YEARS.0) / (3 + seed % 5) * (1 + span / 9);
        let mut value = template.low + (seed % (1 + span / 3) + step) % span;
        if words.below(40) == 0 {
            value += 1 + words.below(1 + span / 4);
        }
        let value = match template.kind {
            "percent" => format!("{value},{}", seed % 9 + 1),
            "norm" if value < template.high => "2".to_owned(),
            "norm" => "5".to_owned(),
            "thousand" => format!("{value}.000"),
            _ => value.to_string(),
        };
        sentence.replace("{value}", &value)
    }

    /// One of a list of names, the first ones more often.
    fn pick(&self, name: &str, words: &mut Corpus) -> &'static str {
        let list = self.sections.get(name).map_or(&[][..], Vec::as_slice);
        let some = 1 + words.below(list.len() as u64);
        let at = words.below(some);
        usize::try_from(at).ok().and_then(|at| list.get(at)).copied().unwrap_or("")
    }
}
