//! In what sense a value is claimed: status, certainty, negation, newness.

use super::denial::negated;
use super::matching::Match;
use super::sentence::{Mark, Sentence};
use super::voice::Lookup;
use crate::claim::{Certainty, Status};
use crate::recognise::MentionValue;
use crate::rules::metric::{Metric, PatternFields};

/// The sense of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent of each other, and set by name")]
pub(super) struct Sense {
    pub(super) status: Status,
    /// Where the words stand that gave the status, if words of the sentence did.
    pub(super) told: Option<(usize, usize)>,
    pub(super) certainty: Certainty,
    pub(super) negated: bool,
    /// Whether the newsroom takes back what it said before.
    pub(super) taken_back: bool,
    pub(super) marked_new: bool,
    /// Whether it is only named, as what others are held against.
    pub(super) yardstick: bool,
}

/// How far a word that qualifies the figure itself (`huidige`, `oude`) stands before it, and behind it.
const BEFORE: usize = 60;
const AFTER: usize = 30;
/// How near a verb in the past tense stands to the figure that it puts in the past: `was toen nog 2 procent`.
const PAST: usize = 14;

/// The cue sets by which a whole sentence denies what it says: that of others, or its own of before.
const DENYING: [&str; 2] = ["denial", "taken-back"];

/// The cue sets of the statuses that a whole sentence may give, the first winning a tie.
const GOVERNING: [(&str, Status); 6] = [
    ("handed-over", Status::Actual),
    ("went-up", Status::Actual),
    ("proposed", Status::Proposed),
    ("pledged", Status::Pledged),
    ("forecast", Status::Forecast),
    ("agreed", Status::Target),
];

/// The sense in which the value of `found` is claimed.
pub(super) fn sense(
    sentence: &Sentence,
    found: &Match,
    metric: &Metric,
    fields: &PatternFields,
    look: Lookup<'_>,
) -> Sense {
    let question = sentence.folded.iter().rev().find(|b| !matches!(**b, b'"' | b'\'' | b' ')) == Some(&b'?');
    let norm = fields.subject.is_some();
    let doubt = question
        || hedged(sentence, found.value, look)
        || (!norm && conditional(sentence, found.value, look));
    let certainty = if doubt { Certainty::Hedged } else { Certainty::Asserted };
    // A pattern that names the subject itself is about a norm; what stands behind it is about reaching it.
    let worded = || status(sentence, (found.value, norm), metric, look);
    let (status, told) = match fields.status {
        None => worded(),
        Some(fixed) => outdone(sentence, found.value, (fixed, metric), look).unwrap_or((fixed, None)),
    };
    let says = |set: &str| look.has(set, sentence, part(sentence, found.value));
    let negated = negated(sentence, (found.value, norm), look) || DENYING.iter().any(|set| says(set));
    let yardstick = is_yardstick(sentence, found.value, metric, look);
    Sense {
        status,
        told,
        certainty: fields.certainty.unwrap_or(certainty),
        negated,
        taken_back: negated && says("own-correction"),
        marked_new: fields.marked_new
            || (!yardstick && look.has(&metric.new, sentence, (0, sentence.folded.len()))),
        yardstick,
    }
}

/// Whether the clause of the value tells how many reach it, and not that they have to: `31 landen halen de norm van 2 procent`.
fn is_yardstick(sentence: &Sentence, value: usize, metric: &Metric, look: Lookup<'_>) -> bool {
    let clause = || sentence.clauses(look).governing(value);
    let held = |set: &String| look.has(set, sentence, clause());
    let wanted = || ["must", "want", "agreed"].iter().any(|set| look.has(set, sentence, clause()));
    !metric.yardstick.is_empty() && metric.yardstick.iter().all(held) && !wanted()
}

/// Whether the clause of the value tells what is still to come: `zal uitgeven`.
pub(super) fn is_future(sentence: &Sentence, found: &Match, look: Lookup<'_>) -> bool {
    let range = predicate(sentence, found.value, look);
    if is_known(sentence, found.value, look, range) {
        return false;
    }
    // `Critics will point out that`: what is to come is that somebody says it.
    let reports = |at: &(usize, usize)| {
        let behind = look.all("that", sentence, (at.1, found.value));
        behind.first().is_some_and(|that| {
            let words = (at.1, that.1);
            ["say", "add"].iter().any(|set| look.has(set, sentence, words))
        })
    };
    // `He said that they would`: `will` in the past.
    let shifted = || look.all("backshift", sentence, range);
    let said = |at: usize| ["say", "announce", "promised"].iter().any(|set| look.has(set, sentence, (0, at)));
    look.all("future", sentence, range).iter().any(|at| !reports(at))
        || shifted().first().is_some_and(|would| said(would.0))
}

/// How far before a value, in folded characters, the words begin that bring it in beside another.
const BESIDE: usize = 24;

/// Whether a value stands for what is known to be there, beside what is to come or as what that is done to: `along with the
/// 2,500 soldiers 7,000 will leave`, `will join the 400 soldiers`.
fn is_known(sentence: &Sentence, value: usize, look: Lookup<'_>, range: (usize, usize)) -> bool {
    let article = look.all("determiner", sentence, (value.saturating_sub(BESIDE), value)).last().copied();
    let Some(article) = article.filter(|w| sentence.slice(w.1, value).trim_ascii().is_empty()) else {
        return false;
    };
    let beside = ["beside", "governs"];
    let led = |set: &str| {
        let words = look.all(set, sentence, (article.0.saturating_sub(BESIDE), article.0));
        words.last().is_some_and(|w| w.1 + 1 == article.0)
    };
    beside.iter().any(|set| led(set)) || look.has("adds-to", sentence, (range.0.min(value), value))
}

/// Whether the clause of the value tells what may yet come, `could send`, and not what may be so: `could have lost`.
pub(super) fn may_come(sentence: &Sentence, found: &Match, look: Lookup<'_>) -> bool {
    let range = predicate(sentence, found.value, look);
    let so = look.all("may-be", sentence, range);
    look.all("may-come", sentence, range).iter().any(|hit| !so.iter().any(|other| other.0 == hit.0))
}

/// The clause of the value, from where its verb stands: `will provide a brigade, typically around 5,000 troops`.
fn predicate(sentence: &Sentence, value: usize, look: Lookup<'_>) -> (usize, usize) {
    let clauses = sentence.clauses(look);
    // `20 more vehicles, 30 tanks and four systems are to be provided`
    if clauses.verb_of(value).is_none() {
        return clauses.row(value);
    }
    let (from, to) = clauses.around(value);
    (clauses.verb_of(value).map_or(from, |verb| verb.min(from)), to)
}

/// A status and where the words stand that give it, if words do.
type Told = (Status, Option<(usize, usize)>);

/// What words of the sentence say against the status of a pattern: that what is to be given has been, `initiative to
/// supply shells, of which it has received a million`, or is only thought of; that it is so now; that it is not as
/// expected.
fn outdone(
    sentence: &Sentence,
    value: usize,
    (fixed, metric): (Status, &Metric),
    look: Lookup<'_>,
) -> Option<Told> {
    let own = sentence.clauses(look).around(value);
    let may = |status: Status| metric.status == status || metric.statuses.contains(&status);
    let within = |set: &str, range, status: Status| {
        let at = nearest_over(sentence, look, set, range, value).filter(|_| may(status))?;
        Some((status, Some(at.1)))
    };
    match fixed {
        Status::Pledged => {
            let open = (own.0.min(value), value);
            let given =
                within("handed-over", own, Status::Actual).filter(|_| !is_whole(sentence, value, look));
            given
                .or_else(|| within("undecided", open, Status::Proposed))
                .or_else(|| within("thinks-of", (0, value), Status::Proposed))
        }
        Status::Proposed if metric.status == Status::Target => {
            has_agreed(sentence, look, value).then_some((Status::Target, None))
        }
        Status::Proposed if metric.status == Status::Actual => {
            look.starting("as-of-now", sentence, 0).map(|now| (Status::Actual, Some(now)))
        }
        Status::Forecast if metric.status == Status::Actual => within("than-expected", own, Status::Actual),
        _ => None,
    }
}

/// The status that the words of the sentence give, and where they stand; else the metric's own.
fn status(sentence: &Sentence, (value, norm): (usize, bool), metric: &Metric, look: Lookup<'_>) -> Told {
    let own = sentence.clauses(look).starts_anew(value).unwrap_or(0);
    let low = local_start(sentence, value, look).max(own.min(value));
    let high = local_end(sentence, value, metric);
    let past = nearest(sentence, look, "past", (value.saturating_sub(PAST).max(low), value), value);
    let previous = nearest(sentence, look, "previous", (low, high), value).into_iter().chain(past).min();
    let current = nearest(sentence, look, "current", (low, high), value);
    // `It now expects growth of 2 percent`: what is now is that somebody expects it.
    let foretold = |at: (usize, usize)| {
        look.starting("forecast", sentence, at.1 + 1).is_some()
            || look.all("forecast", sentence, (0, at.0)).last().is_some_and(|w| w.1 + 1 == at.0)
    };
    let current = current.filter(|(_, at)| metric.status != Status::Actual || !foretold(*at));
    match (previous, current) {
        (Some(p), c) if metric.statuses.contains(&Status::Previous) && c.is_none_or(|c| p.0 < c.0) => {
            return (Status::Previous, Some(p.1));
        }
        (_, Some(c)) => return (metric.status, Some(c.1)),
        _ => {}
    }
    // What somebody is asked to do is what another wants.
    if metric.statuses.contains(&Status::Proposed) && sentence.clauses(look).is_asked(value) {
        return (Status::Proposed, None);
    }
    // `zijn het bijna eens over het steken van 2 miljard in …`: whatever the other words say, it is not decided.
    let (from, until) = sentence.clauses(look).governing(value);
    // What stands behind a semicolon is a sentence by itself.
    let from = from.max(part(sentence, value).0);
    let clause = (from.min(value), until.min(sentence.folded.len()));
    let open = nearest_over(sentence, look, "undecided", clause, value);
    if let Some((_, at)) = open.filter(|_| metric.statuses.contains(&Status::Proposed)) {
        return (Status::Proposed, Some(at));
    }
    if let Some((at, s)) = described(sentence, look, value).filter(|(_, s)| metric.statuses.contains(s)) {
        return (s, Some(at));
    }
    // `de afgesproken 50 miljard dollar`: whatever else somebody wants, that much is promised.
    let settled = look.all("settled", sentence, (0, value)).last().copied().filter(|at| at.1 + 1 == value);
    if let Some(at) = settled.filter(|_| metric.status == Status::Pledged) {
        return (Status::Pledged, Some(at));
    }
    // `wil aan de norm van 2 procent komen`: the norm is what it is.
    if norm && attains(sentence, look, value) {
        return (metric.status, None);
    }
    let told = metric.status == Status::Actual;
    let governing = GOVERNING.iter().filter(|(_, s)| metric.statuses.contains(s) || *s == metric.status);
    let governing = governing.map(|(set, s)| (if told && *set == "pledged" { "promised" } else { set }, s));
    // What governs a value stands before it, or in the same clause behind it.
    let all = (from.min(value), if norm { value } else { high.min(until.max(value + 1)) });
    let far = |set| if norm { None } else { closing(sentence, look, set, value) };
    // `300 million of the 1.2 billion has been paid out`: what is told of a part is not told of the whole.
    let whole = is_whole(sentence, value, look);
    let governing = governing.filter(|(set, _)| !(whole && *set == "handed-over"));
    // Only where more is something that is promised: `verhoogde het budget met 5 procent`.
    let governing = governing.filter(|(set, _)| *set != "went-up" || metric.status == Status::Pledged);
    let near = |set| nearest_over(sentence, look, set, all, value).or_else(|| far(set));
    let hits = governing.filter_map(|(set, s)| Some((near(set)?, *s)));
    let told = hits.min_by_key(|((distance, _), _)| *distance);
    // `We agreed that all should spend 2 percent`: what all have agreed that they should do is their norm.
    let settled = |at: (usize, usize)| metric.status == Status::Target && has_agreed(sentence, look, at.0);
    told.map_or((metric.status, None), |((_, at), s)| {
        if s == Status::Proposed && settled(at) { (metric.status, Some(at)) } else { (s, Some(at)) }
    })
}

/// How far before what they should do the words stand by which several have agreed on it.
const AGREED: usize = 60;

/// Whether those of an alliance have agreed to what begins at the folded position `at`: `the allies pledged to aim for`.
fn has_agreed(sentence: &Sentence, look: Lookup<'_>, at: usize) -> bool {
    let words = look.all("have-agreed", sentence, (at.saturating_sub(AGREED), at));
    let Some(word) = words.last() else { return false };
    let alliance = |m: &Mark| match look.mentions.get(m.mention).map(|m| &m.value) {
        Some(MentionValue::Entity(e)) => &*e.kind == "alliance",
        _ => false,
    };
    let all = ["all-allies", "member", "we"].iter().any(|set| look.has(set, sentence, (0, at)));
    let between = sentence.slice(word.1, at);
    !between.iter().any(|b| matches!(b, b',' | b';' | b':'))
        && (all || sentence.marks.iter().any(|m| m.at < at && alliance(m)))
}

/// Whether the clause of a norm tells of reaching it: behind it, and of nothing that is raised to it.
fn attains(sentence: &Sentence, look: Lookup<'_>, value: usize) -> bool {
    let (from, to) = sentence.clauses(look).around(value);
    look.has("attains-norm", sentence, (value, to)) && !look.has("raises", sentence, (from, to))
}

/// How far behind a value the word stands that opens a clause about it: `the 2 percent of GDP that they agreed on`.
const DESCRIBED: usize = 50;

/// What a clause about the value, right behind it, says of it: what is agreed, or what somebody demands.
fn described(sentence: &Sentence, look: Lookup<'_>, value: usize) -> Option<((usize, usize), Status)> {
    let opens = look.all("opens-relative", sentence, (value, value + DESCRIBED)).first().copied()?;
    let between = sentence.slice(value + 1, opens.0);
    if between.iter().any(|b| matches!(b, b',' | b';' | b':' | b'"')) {
        return None;
    }
    let clause = sentence.clauses(look).around(opens.1 + 1);
    let sets = [
        ("agreed", Status::Target),
        ("proposed", Status::Proposed),
        ("promised", Status::Pledged),
        ("handed-over", Status::Actual),
    ];
    let told = sets.iter().filter_map(|(set, s)| Some((*look.all(set, sentence, clause).first()?, *s)));
    told.min_by_key(|(at, _)| at.0)
}

/// A word of a cue set that closes the clause of the value, as the verb of a Dutch one does: `heeft 8 miljard euro aan
/// steun voor Oekraïne vrijgemaakt`.
fn closing(
    sentence: &Sentence,
    look: Lookup<'_>,
    set: &str,
    value: usize,
) -> Option<(usize, (usize, usize))> {
    let until = sentence.clauses(look).governing(value).1.min(sentence.folded.len());
    let hits = look.all(set, sentence, (value, until)).into_iter();
    let last = |at: usize| sentence.slice(at, until).iter().all(|b| !b.is_ascii_alphanumeric());
    hits.filter(|hit| last(hit.1)).map(|hit| (2 * hit.0.saturating_sub(value), hit)).next_back()
}

/// Where the words that belong to the value itself begin: behind the value before it, at most [`BEFORE`] back.
fn local_start(sentence: &Sentence, value: usize, look: Lookup<'_>) -> usize {
    let low = value.saturating_sub(BEFORE);
    let figure =
        |m: &&Mark| matches!(look.mentions.get(m.mention).map(|m| &m.value), Some(MentionValue::Figure(_)));
    let marks = sentence.marks.iter().filter(|m| low <= m.at && m.at < value);
    let other = marks.filter(figure).map(|m| m.at + 1).max();
    let cut = |b: &u8| matches!(b, b';' | b':');
    let sign = sentence.slice(low, value).iter().rposition(cut).map(|i| low + i + 1);
    other.into_iter().chain(sign).max().unwrap_or(low)
}

/// Where they end: at the next value or sign, at most [`AFTER`] on.
fn local_end(sentence: &Sentence, value: usize, metric: &Metric) -> usize {
    let from = value + 1;
    let window = sentence.slice(from, (from + AFTER).min(sentence.folded.len()));
    let cut = |b: &u8| metric.values.has(*b) || matches!(b, b',' | b';' | b':' | b'(' | b')');
    from + window.iter().position(cut).unwrap_or(window.len())
}

/// How far from the folded position `value` the nearest word of a cue set within `range` stands, and where.
fn nearest(
    sentence: &Sentence,
    look: Lookup<'_>,
    set: &str,
    range: (usize, usize),
    value: usize,
) -> Option<(usize, (usize, usize))> {
    let hits = look.all(set, sentence, range).into_iter();
    hits.filter(|hit| !is_none(sentence, look, set, (*hit, range)))
        .map(|(start, end)| {
            // A word behind the figure qualifies it less often than one before it.
            let distance = if end <= value { value - end } else { 2 * start.saturating_sub(value) };
            (distance, (start, end))
        })
        .min()
}

/// Whether a word of a cue set is none there, for what stands around it within `range`.
fn is_none(
    sentence: &Sentence,
    look: Lookup<'_>,
    set: &str,
    (hit, range): ((usize, usize), (usize, usize)),
) -> bool {
    let within = |set: &str| look.all(set, sentence, range).into_iter();
    match set {
        // `stelt 2 miljard beschikbaar voor Oekraïne` is no `stelt voor`.
        // `Asked why, he said that 16 had been sent` proposes nothing either.
        "proposed" => {
            within("no-saying").any(|other| other.0 == hit.0 && other.1 < hit.1)
                || look.starting("asks-what", sentence, hit.0).is_some()
        }
        // `has had 300 troops there since 2017` tells what still is, and `said it had placed 8,500 troops` what is
        // reported, in the past of who reports it.
        "past" => {
            let said = |verb: &&str| look.has(verb, sentence, (0, hit.0));
            let reported = || {
                look.starting("had-done", sentence, hit.0).is_some() && ["say", "announce"].iter().any(said)
            };
            within("lasting").any(|other| other.0 <= hit.0 && hit.1 <= other.1) || reported()
        }
        // `wants to provide a loan`, `wants members to commit to 3 percent`: what somebody wants is not so yet.
        "pledged" | "agreed" => {
            look.all("to-infinitive", sentence, (0, hit.0)).last().is_some_and(|to| to.1 + 1 == hit.0)
        }
        _ => false,
    }
}

/// The same for words that may stand around the value too: `zouden 5 procent van hun bbp moeten besteden`.
fn nearest_over(
    sentence: &Sentence,
    look: Lookup<'_>,
    set: &str,
    range: (usize, usize),
    value: usize,
) -> Option<(usize, (usize, usize))> {
    let around = || {
        let hits = look.all(set, sentence, (range.0, sentence.folded.len())).into_iter();
        hits.filter(|(start, end)| *start < value && value < *end).map(|hit| (value - hit.0, hit)).min()
    };
    nearest(sentence, look, set, range, value).into_iter().chain(around()).min()
}

/// The part of the sentence between semicolons around the folded position `value`.
fn part(sentence: &Sentence, value: usize) -> (usize, usize) {
    let start = sentence.slice(0, value).iter().rposition(|b| *b == b';').map_or(0, |i| i + 1);
    let rest = sentence.slice(value, sentence.folded.len());
    (start, value + rest.iter().position(|b| *b == b';').unwrap_or(rest.len()))
}

/// The clause around the folded position `value`.
pub(super) fn clause(sentence: &Sentence, value: usize) -> (usize, usize) {
    let cut = |b: &u8| matches!(b, b',' | b';' | b':' | b'"');
    let start = sentence.slice(0, value).iter().rposition(cut).map_or(0, |i| i + 1);
    let rest = sentence.slice(value, sentence.folded.len());
    (start, value + rest.iter().position(cut).unwrap_or(rest.len()))
}

/// Whether a word in the clause of the value doubts it. `He said that they would` only says `will` in the past, and
/// so does `had geëist dat zij zouden`.
fn hedged(sentence: &Sentence, value: usize, look: Lookup<'_>) -> bool {
    let range = clause(sentence, value);
    let shifted = look.all("backshift", sentence, range);
    let said = |at: usize| ["say", "want", "agreed"].iter().any(|set| look.has(set, sentence, (0, at)));
    // `zou moeten` says what has to be done, and doubts nothing.
    let duties = look.all("obligation", sentence, range);
    let duty = |at: usize| duties.iter().any(|d| d.0 <= at && at < d.1);
    look.all("hedged", sentence, range)
        .iter()
        .any(|hit| !(duty(hit.0) || shifted.contains(hit) && said(hit.0)))
}

/// How many of its last words hold the verb of a clause that ends in it: `als Nederland dat had besteed`.
const FINAL: usize = 3;

/// Whether what is said of the value holds only if something else does: behind `als`, up to the end of the
/// sentence, or before it in the same clause.
fn conditional(sentence: &Sentence, value: usize, look: Lookup<'_>) -> bool {
    let end = sentence.folded.len();
    // `als eerste land`, `als lid van de NAVO`: without a verb at its end it is no clause.
    let clauses = look.all("verb-final-condition", sentence, (0, end)).into_iter().filter(|cue| {
        let until = clause(sentence, cue.1).1;
        let words = sentence.slice(cue.1, until).split(|b| *b == b' ').filter(|w| !w.is_empty());
        let tail: usize = words.rev().take(FINAL).map(|w| w.len() + 1).sum();
        look.has("finite", sentence, (until.saturating_sub(tail).max(cue.1), until))
    });
    let sure = look.all("condition", sentence, (0, end));
    sure.into_iter().chain(clauses).any(|cue| clause(sentence, cue.0).0 <= value)
}

/// How far behind another figure, `of` between them, the whole stands that it is a part of: `23 of the alliance's 28`.
const WHOLE: usize = 30;

/// Whether another figure is given as a part of the value: `23 of the 28 members`.
pub(super) fn is_whole(sentence: &Sentence, value: usize, look: Lookup<'_>) -> bool {
    let figure =
        |m: &&Mark| matches!(look.mentions.get(m.mention).map(|m| &m.value), Some(MentionValue::Figure(_)));
    let part = sentence.marks.iter().rev().find(|m| m.at < value && figure(m));
    part.is_some_and(|m| {
        let owner = look.all("owner", sentence, (m.at + 1, value));
        let close = sentence.slice(m.at + 1, value);
        close.len() <= WHOLE && !close.contains(&b',') && owner.first().is_some_and(|w| w.0 == m.at + 2)
    })
}
