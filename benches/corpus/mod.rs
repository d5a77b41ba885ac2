//! Dutch news text for measuring: articles from sentence templates, the same for the same seed.
//!
//! As in real news, 27 % of the sentences hold digits, 6 % number words alone, and an article has some 3 KB.

use std::collections::BTreeMap;

pub(crate) mod years;

/// The templates: sections of lines, each under the name that `{name}` in a template stands for.
const TEMPLATES: &str = include_str!("nl.txt");

/// Lines of a file, by the names of the sections that they stand in.
pub(crate) type Sections = BTreeMap<&'static str, Vec<&'static str>>;

/// The sections of a file: a line `# name`, and the lines below it.
fn sections(text: &'static str) -> Sections {
    let mut out = Sections::new();
    let mut name = "";
    for line in text.lines() {
        match line.strip_prefix("# ") {
            Some(section) => name = section,
            None => out.entry(name).or_default().push(line),
        }
    }
    out
}

/// Writes articles.
pub(crate) struct Corpus {
    sections: Sections,
    state: u64,
}

impl Corpus {
    /// A corpus; the same seed gives the same articles.
    pub(crate) fn new(seed: u64) -> Self {
        Self { sections: sections(TEMPLATES), state: seed.wrapping_mul(2).wrapping_add(1) }
    }

    /// The words of a section of the templates.
    pub(crate) fn words(section: &str) -> Vec<&'static str> {
        Self::new(0).sections.remove(section).unwrap_or_default()
    }

    /// A number below `limit`, from a linear congruential generator (Knuth's constants).
    fn below(&mut self, limit: u64) -> u64 {
        self.state =
            self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 33) % limit.max(1)
    }

    fn pick(&mut self, section: &str) -> &'static str {
        let count = self.sections.get(section).map_or(0, Vec::len);
        let at = usize::try_from(self.below(count as u64)).unwrap_or(0);
        self.sections.get(section).and_then(|lines| lines.get(at)).copied().unwrap_or("")
    }

    /// An article: a headline, the line with its date, and paragraphs, `bytes` long or a sentence more.
    pub(crate) fn article(&mut self, bytes: usize) -> String {
        let (year, month, day) = (2014 + self.below(12), 1 + self.below(12), 1 + self.below(28));
        let headline = self.sentence();
        let mut out =
            format!("{}\n{year}-{month:02}-{day:02}T10:00:00+0100\n\n", headline.trim_end_matches('.'));
        let start = out.len();
        while out.len() < start + bytes {
            for _ in 0..3 + self.below(3) {
                let sentence = self.sentence();
                out.push_str(&sentence);
                out.push(' ');
            }
            out.pop();
            out.push_str("\n\n");
        }
        out
    }

    /// The paragraphs of articles, `bytes` long or an article more.
    pub(crate) fn text(&mut self, bytes: usize) -> String {
        let mut out = String::new();
        while out.len() < bytes {
            let article = self.article(3_000);
            out.push_str(article.splitn(3, '\n').nth(2).unwrap_or(""));
        }
        out
    }

    fn sentence(&mut self) -> String {
        let section = match self.below(100) {
            0..27 => "figure",
            27..33 => "counted",
            _ => "plain",
        };
        let sentence = self.fill(section);
        // Some go on with a clause.
        match sentence.strip_suffix('.') {
            Some(start) if self.below(5) < 3 => format!("{start}{}.", self.fill("clause")),
            _ => sentence,
        }
    }

    /// A sentence of a section of the templates.
    fn fill(&mut self, section: &str) -> String {
        let template = self.pick(section);
        let mut out = String::new();
        let mut rest = template;
        while let Some((before, tail)) = rest.split_once('{') {
            out.push_str(before);
            let (name, after) = tail.split_once('}').unwrap_or((tail, ""));
            let word = self.word(name);
            out.push_str(&if out.is_empty() { capitalised(&word) } else { word });
            rest = after;
        }
        out.push_str(rest);
        out
    }

    fn word(&mut self, name: &str) -> String {
        let n = self.below(990);
        match name {
            "year" => (2010 + n % 25).to_string(),
            "percent" => format!("{},{} procent", n % 30, n % 9 + 1),
            "digits" => format!("{}.{:03},{:02}", n % 9 + 1, n, n % 97),
            "count" if n.is_multiple_of(3) => format!("{}.{:03}", n % 90 + 1, n),
            "count" => (n + 10).to_string(),
            "small" if n.is_multiple_of(2) => {
                self.pick_of(&["twee", "drie", "zeven", "twaalf", "negentien", "veertig"])
            }
            "small" => (n % 40 + 2).to_string(),
            "money" => format!("€ {},{:02}", n % 60 + 1, n % 99),
            "amount" if n.is_multiple_of(3) => format!("{},{} miljard euro", n % 20, n % 9 + 1),
            "amount" if n % 3 == 1 => format!("{} miljoen euro", n + 2),
            "amount" => format!("€{} mln", n + 1),
            "date" => {
                let month = self.pick_of(&["januari", "maart", "mei", "juni", "september", "december"]);
                format!("{} {month}", n % 28 + 1)
            }
            // Every third is a compound, so that most words come seldom.
            "noun" if n.is_multiple_of(3) => format!("{}{}", self.pick("stem"), self.pick("noun")),
            section => self.pick(section).to_owned(),
        }
    }

    fn pick_of(&mut self, words: &[&str]) -> String {
        let at = usize::try_from(self.below(words.len() as u64)).unwrap_or(0);
        words.get(at).copied().unwrap_or("").to_owned()
    }
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
