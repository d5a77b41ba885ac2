//! Which patterns fit a sentence, and which of them gets which value.

use aho_corasick::AhoCorasick;
use rustc_hash::FxHashMap;

use super::sentence::Sentence;
use crate::rules::class::ClassSet;
use crate::rules::cues::Cues;
use crate::rules::metric::{Metric, MetricPattern};
use crate::rules::pattern::{Gap, Group, Part};

/// A pattern that fits a value.
#[derive(Debug, Clone)]
pub(crate) struct Match {
    /// The index of the metric.
    pub(crate) metric: usize,
    /// The index of the pattern among the metric's in the language.
    pub(crate) pattern: usize,
    /// The folded position of the value's mention.
    pub(crate) value: usize,
    /// The folded positions of the slots that the pattern filled.
    pub(crate) slots: Vec<(String, usize)>,
    /// The folded bytes from the first to the last part.
    pub(crate) start: usize,
    /// One past the last of them.
    pub(crate) end: usize,
    /// How far apart its groups lie, in folded bytes.
    pub(crate) distance: usize,
}

/// Finds which cue sets may occur in a sentence: an automaton over their stems.
#[derive(Debug)]
pub(crate) struct CueScan {
    automaton: AhoCorasick,
    /// The set of each needle.
    sets: Vec<u16>,
    ids: FxHashMap<String, u16>,
}

/// The cue sets whose stems occur in a sentence.
#[derive(Debug, Clone)]
pub(crate) struct CueHits(Vec<bool>);

impl CueScan {
    /// The scan for the cue sets of one language; none where the automaton would be too large.
    pub(crate) fn new(cues: &Cues, language: &str) -> Option<Self> {
        let mut needles = Vec::new();
        let mut sets = Vec::new();
        let mut ids = FxHashMap::default();
        for name in cues.names() {
            let id = u16::try_from(ids.len()).ok()?;
            ids.insert(name.to_owned(), id);
            for stem in cues.get(name, language).iter().flat_map(|set| set.stems()) {
                needles.push(stem.to_owned());
                sets.push(id);
            }
        }
        let automaton = AhoCorasick::builder().build(&needles).ok()?;
        Some(Self { automaton, sets, ids })
    }

    /// The sets that may occur in `folded`.
    pub(crate) fn scan(&self, folded: &[u8]) -> CueHits {
        let mut hits = vec![false; self.ids.len()];
        for found in self.automaton.find_overlapping_iter(folded) {
            let set = self.sets.get(found.pattern().as_usize()).copied().unwrap_or(u16::MAX);
            if let Some(hit) = hits.get_mut(usize::from(set)) {
                *hit = true;
            }
        }
        CueHits(hits)
    }

    /// Whether the set `name` may occur.
    pub(crate) fn has(&self, hits: &CueHits, name: &str) -> bool {
        self.ids.get(name).is_some_and(|&id| hits.0.get(usize::from(id)).copied().unwrap_or(false))
    }
}

/// What a part matched.
#[derive(Debug, Clone)]
struct Hit {
    start: usize,
    end: usize,
    slots: Vec<(String, usize)>,
}

/// All matches of the metrics' patterns in a sentence.
pub(crate) fn matches(
    sentence: &Sentence,
    metrics: &[Metric],
    language: &str,
    cues: &Cues,
    scan: &CueScan,
) -> Vec<Match> {
    let hits = scan.scan(&sentence.folded);
    let mut out = Vec::new();
    for (m, metric) in metrics.iter().enumerate() {
        if !metric.values.meets(sentence.classes) {
            continue;
        }
        for (p, pattern) in metric.patterns.get(language).into_iter().flatten().enumerate() {
            let fits = pattern.pattern.needs.iter().all(|set| set.meets(sentence.classes))
                && pattern.pattern.cues.iter().all(|set| scan.has(&hits, set));
            if fits {
                let found =
                    find(sentence, metric, pattern, &|part: &Part| hits_of(part, sentence, cues, language));
                out.extend(found.into_iter().map(|f| Match { metric: m, pattern: p, ..f }));
            }
        }
    }
    out
}

fn hits_of(part: &Part, sentence: &Sentence, cues: &Cues, language: &str) -> Vec<Hit> {
    let Some(regex) = part.regex(cues, language) else { return Vec::new() };
    let mut out = Vec::new();
    for captures in regex.captures_iter(&sentence.folded) {
        let Some(whole) = captures.get(0) else { continue };
        let slots = regex.capture_names().flatten();
        let slots = slots.filter_map(|n| Some((n.replace('_', "-"), captures.name(n)?.start()))).collect();
        out.push(Hit { start: whole.start(), end: whole.end(), slots });
    }
    out
}

fn find(
    sentence: &Sentence,
    metric: &Metric,
    pattern: &MetricPattern,
    hits_of: &dyn Fn(&Part) -> Vec<Hit>,
) -> Vec<Match> {
    let mut groups: Vec<Vec<Vec<Hit>>> = Vec::new();
    for group in &pattern.pattern.groups {
        let mut parts = Vec::new();
        for part in group {
            let hits = hits_of(part);
            if hits.is_empty() {
                return Vec::new();
            }
            parts.push(hits);
        }
        groups.push(parts);
    }
    let Some(main) = pattern.pattern.groups.iter().position(|g| g.iter().any(|p| p.has_value)) else {
        return Vec::new();
    };
    let chains = |i: usize| -> Vec<Hit> {
        match (pattern.pattern.groups.get(i), groups.get(i)) {
            (Some(group), Some(hits)) => chains(sentence, metric.values, group, hits),
            _ => Vec::new(),
        }
    };
    let others: Vec<Vec<Hit>> = (0..groups.len()).filter(|i| *i != main).map(chains).collect();
    chains(main).into_iter().filter_map(|chain| join(chain, &others)).collect()
}

/// The ways in which the parts of a group follow each other; each hit of its leading
/// part (the one with the value, else the first) takes the nearest hits around it.
fn chains(sentence: &Sentence, values: ClassSet, group: &Group, hits: &[Vec<Hit>]) -> Vec<Hit> {
    let lead = group.iter().position(|p| p.has_value).unwrap_or(0);
    let Some(leads) = hits.get(lead) else { return Vec::new() };
    leads.iter().filter_map(|hit| extend(sentence, values, (group, hits), (lead, hit))).collect()
}

fn extend(
    sentence: &Sentence,
    values: ClassSet,
    (group, hits): (&Group, &[Vec<Hit>]),
    (lead, hit): (usize, &Hit),
) -> Option<Hit> {
    let mut chain = hit.clone();
    let clear = |start: usize, end: usize, gap: Gap| {
        gap == Gap::Wide || !sentence.slice(start, end).iter().any(|b| values.has(*b))
    };
    for i in (0..lead).rev() {
        let gap = group.get(i + 1)?.gap?;
        let before = hits.get(i)?.iter().rev().find(|h| h.end <= chain.start)?;
        if !clear(before.end, chain.start, gap) {
            return None;
        }
        chain.start = before.start;
        chain.slots.extend(before.slots.iter().cloned());
    }
    for i in lead + 1..group.len() {
        let gap = group.get(i)?.gap?;
        let after = hits.get(i)?.iter().find(|h| h.start >= chain.end)?;
        if !clear(chain.end, after.start, gap) {
            return None;
        }
        chain.end = after.end;
        chain.slots.extend(after.slots.iter().cloned());
    }
    Some(chain)
}

/// Joins the chain that holds the value with the nearest of each other group.
fn join(chain: Hit, others: &[Vec<Hit>]) -> Option<Match> {
    let value = chain.slots.iter().find(|(name, _)| name == "value")?.1;
    let mut out = Match {
        metric: 0,
        pattern: 0,
        value,
        slots: chain.slots.iter().filter(|(name, _)| name != "value").cloned().collect(),
        start: chain.start,
        end: chain.end,
        distance: chain.end - chain.start,
    };
    for group in others {
        let gap = |h: &Hit| value.saturating_sub(h.end).max(h.start.saturating_sub(value));
        let near = group.iter().min_by_key(|h| gap(h))?;
        out.distance += gap(near);
        out.start = out.start.min(near.start);
        out.end = out.end.max(near.end);
        out.slots.extend(near.slots.iter().cloned());
    }
    Some(out)
}

/// For each value the match that wins: the highest rank, then the tightest, then the first.
/// A counter-pattern that wins leaves its value without a claim of that metric.
pub(crate) fn settle(matches: Vec<Match>, metrics: &[Metric], language: &str) -> Vec<Match> {
    let fields = |m: &Match| {
        let metric = metrics.get(m.metric)?;
        metric.patterns.get(language)?.get(m.pattern).map(|p| &p.fields)
    };
    let mut ruled_out: Vec<(usize, usize)> = Vec::new();
    for m in &matches {
        if fields(m).is_some_and(|f| f.never) {
            ruled_out.push((m.metric, m.value));
        }
    }
    let mut best: Vec<Match> = Vec::new();
    for m in matches {
        let Some(f) = fields(&m) else { continue };
        if ruled_out.contains(&(m.metric, m.value)) {
            continue;
        }
        let key = |m: &Match, rank: i32| (std::cmp::Reverse(rank), m.distance, m.metric, m.pattern);
        match best.iter_mut().find(|b| b.value == m.value) {
            Some(b) => {
                let rank = fields(b).map_or(0, |f| f.rank);
                if key(&m, f.rank) < key(b, rank) {
                    *b = m;
                }
            }
            None => best.push(m),
        }
    }
    best.sort_by_key(|m| m.value);
    best
}
