//! What an archive costs: `cargo bench --bench archive [-- ARTICLES]`.
//!
//! Makes an archive of 3,000 articles and one of 300,000 (or as many as are asked for), about 3.3 claims in each,
//! keeps both in `target/archives`, and holds the same draft against either. A fact in the large one has up to a
//! hundred thousand claims. Times are medians, by the wall's clock.

#![expect(clippy::print_stdout, reason = "a program that prints what it measures")]
#![expect(clippy::unwrap_used, reason = "what cannot be measured ends the measuring")]
#![expect(clippy::disallowed_methods, reason = "the clock is what measures")]

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use klopt::archive::{Access, Adding, Against, Archive, Given, KnownBy, Query, Totals, rules_hash};
use klopt::engine::{self, Corpus};
use klopt::extract::Extractor;
use klopt::finding::Problem;
use klopt::input::Reader;
use klopt::rules::{RuleSet, furniture, pack_files};
use klopt::value::{Date, Language};

#[allow(dead_code, reason = "other programs use the rest")]
mod corpus;

use corpus::years::Years;

const AT: &str = "2026-01-01T08:00:00Z";

/// The articles of the small archive: ten thousand claims.
const FEW: u64 = 3_000;

/// The articles of the large one: a million claims.
const MANY: u64 = 300_000;

/// A day in the years of the archives.
const PAST: &str = "2020-01-01";

/// How often each thing is measured.
const TIMES: usize = 15;

/// What a newsroom might hold against the archive: on the facts that it has most of, and some that it has few of.
const DRAFT: &str = "---\ntitle: Alles op een rij\ndate: 2025-12-29\nlang: nl\n---\n\n\
    De NAVO telt 25 lidstaten. De NAVO-norm is 2 procent van het bbp.\n\n\
    De EU heeft Oekraïne sinds de invasie met 260 miljard euro gesteund.\n\n\
    Nederland gaf in 2024 9,1 procent van het bbp uit aan defensie.\n\n\
    Een coalitie van 60 landen wil troepen naar Oekraïne sturen.\n\n\
    Chili koopt 17 Apaches. Bij een aanval op Poltava vielen 12 doden.\n";

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let first = arguments.next();
    if let (Some("draft"), Some(path)) = (first.as_deref(), arguments.next()) {
        return hold_once(Path::new(&path));
    }
    let many = first.and_then(|count| count.parse().ok()).unwrap_or(MANY);
    let bench = Bench::new();
    let (small, large) = (bench.archive(FEW), bench.archive(many));
    bench.checks(&small, &large);
    bench.audits(&large);
    bench.adding((&small, &large), many);
}

/// Holds the draft against an archive, and tells the memory that this took at most.
fn hold_once(archive: &Path) {
    let bench = Bench::new();
    bench.hold(archive, None);
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("?");
    println!("{}", most.trim());
}

struct Bench {
    rules: RuleSet,
    reader: Reader,
    pack: String,
    folder: PathBuf,
}

impl Bench {
    fn new() -> Self {
        let (rules, problems) = RuleSet::load(Vec::new());
        assert!(problems.is_empty(), "{problems:?}");
        let reader = Reader::new(furniture::page_words(&pack_files::shipped()).unwrap_or_default());
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("archives");
        fs::create_dir_all(&folder).unwrap();
        Self { rules, reader, pack: rules_hash(&pack_files::shipped(), true), folder }
    }

    /// The archive of the press of `articles` articles, made if it is not there.
    fn archive(&self, articles: u64) -> PathBuf {
        let made_with = self.pack.get(..12).unwrap_or("");
        let path = self.folder.join(format!("{articles}-{made_with}-v{}.db", klopt::archive::VERSION));
        if !path.exists() {
            let under_way = path.with_extension("part");
            let years = Years::new(1, articles);
            let (time, totals) = timed(|| self.add(&under_way, &years, 0..years.files()));
            println!("{articles} articles, {} claims: added in {time:.1?}", totals.claims);
            fs::rename(&under_way, &path).unwrap();
        }
        let stats = Archive::open(&path, Access::Read, AT).unwrap().stats().unwrap();
        let (claims, facts, size) = (stats.claims, stats.facts, stats.bytes / 1_000_000);
        println!(
            "{}: {} articles, {claims} claims on {facts} facts, {size} MB",
            path.display(),
            stats.articles
        );
        path
    }

    fn add(&self, path: &Path, years: &Years, files: Range<u64>) -> Totals {
        self.add_edition(path, (years, files), "")
    }

    /// Adds files whose articles have a field more in their line.
    fn add_edition(&self, path: &Path, (years, files): (&Years, Range<u64>), edition: &str) -> Totals {
        let (extractor, given) = (Extractor::new(&self.rules), Given::default());
        let with = Adding {
            reader: &self.reader,
            extractor: &extractor,
            rules: &self.rules,
            pack: &self.pack,
            given: &given,
            at: AT,
        };
        let mut archive = Archive::open(path, Access::Create, AT).unwrap();
        let fetch = |n: &u64| {
            let (path, text) = file(years, *n)?;
            Ok((path, text.replace("{\"id\"", &format!("{{{edition}\"id\""))))
        };
        let fetch = |n: &u64| bytes(fetch(n));
        let files: Vec<u64> = files.collect();
        let (totals, problems) = with.run(&mut archive, &files, fetch, &mut |_| {}).unwrap();
        assert_eq!(problems, []);
        totals
    }

    fn draft(&self) -> Corpus {
        let fetch = |text: &&str| Ok(("draft.md".to_owned(), text.as_bytes().to_vec()));
        engine::Intake::new(&self.reader, &Extractor::new(&self.rules)).read_all(&[DRAFT], fetch)
    }

    /// Holds the draft against an archive, from opening it on; the findings are counted.
    fn hold(&self, path: &Path, as_of: Option<Date>) -> usize {
        let archive = Archive::open(path, Access::Read, AT).unwrap();
        let (known, language) = (archive.knowledge(as_of, KnownBy::Both).unwrap(), Language::new("nl"));
        let with =
            Against { rules: &self.rules, pack: &self.pack, language: &language, known: &known, as_of };
        archive.check(&self.draft(), &with).unwrap().findings.len()
    }

    fn checks(&self, small: &Path, large: &Path) {
        let draft = self.folder.join("draft.md");
        fs::write(&draft, DRAFT).unwrap();
        let draft = draft.to_str().unwrap();
        let [few, many] = [small, large].map(|path| {
            println!("check: {} findings against {}", self.hold(path, None), path.display());
            median(|| self.hold(path, None))
        });
        println!("check, started already      {few:>9.2?} {many:>9.2?}  {}", ratio(many, few));
        let [few, many] = [small, large].map(|path| timed(|| self.hold(path, PAST.parse().ok())).0);
        println!("the same as on {PAST}   {few:>9.2?} {many:>9.2?}  {}", ratio(many, few));
        let run = |path: &Path| klopt(&["check", "-q", draft, "--against", path.to_str().unwrap()]);
        let [few, many] = [small, large].map(|path| median(|| run(path)));
        println!("klopt check --against       {few:>9.2?} {many:>9.2?}  {}", ratio(many, few));
        println!("klopt check, no archive     {:>9.2?}", median(|| klopt(&["check", "-q", draft])));
        for path in [small, large] {
            let me = std::env::current_exe().unwrap();
            let out = Command::new(me).arg("draft").arg(path).output().unwrap().stdout;
            println!("memory at most              {}", String::from_utf8_lossy(&out).trim());
        }
    }

    fn audits(&self, large: &Path) {
        let archive = Archive::open(large, Access::Read, AT).unwrap();
        let (known, language) = (archive.knowledge(None, KnownBy::Both).unwrap(), Language::new("nl"));
        let with =
            Against { rules: &self.rules, pack: &self.pack, language: &language, known: &known, as_of: None };
        for (metric, subject) in
            [("member-count", "nato"), ("inflation-rate", "netherlands"), ("inflation-rate", "chile")]
        {
            let (metric_of, subject_of) = (Some(metric.to_owned()), Some(subject.to_owned()));
            let query = Query { metric: metric_of, subject: subject_of, ..Query::default() };
            let audit = archive.audit(&query, &with, "").unwrap();
            let claims: usize = audit.facts.iter().map(|fact| fact.claims).sum();
            let inside = median(|| archive.audit(&query, &with, "").unwrap());
            let file = large.to_str().unwrap();
            let asked = ["audit", "--archive", file, "--metric", metric, "--subject", subject, "--format"];
            let [table, html] = ["table", "html"].map(|format| {
                let asked: Vec<&str> = asked.iter().copied().chain([format]).collect();
                median(|| klopt(&asked))
            });
            println!(
                "audit {metric} {subject}, {claims} claims: {inside:.2?}, klopt {table:.2?}, as a page {html:.2?}"
            );
        }
    }

    /// Extracting alone beside adding, to an archive that begins and to the small and the large one.
    fn adding(&self, (small, large): (&Path, &Path), many: u64) {
        // Articles that no archive has: those of another press.
        let years = Years::new(2, many);
        let files = 0..10.min(years.files());
        let list: Vec<u64> = files.clone().collect();
        let extractor = Extractor::new(&self.rules);
        let ((alone, busy), corpus) = worked(|| {
            engine::Intake::new(&self.reader, &extractor).read_all(&list, |n| bytes(file(&years, *n)))
        });
        let articles = corpus.articles.len();
        println!("extract alone               {alone:>9.2?}, processor {busy:.2?}, for {articles} articles");
        let copy = self.folder.join("copy.db");
        for (to, from) in
            [("a new one", None), ("the small one", Some(small)), ("the large one", Some(large))]
        {
            let _ = fs::remove_file(&copy);
            if let Some(from) = from {
                fs::copy(from, &copy).unwrap();
            }
            let ((time, work), totals) = worked(|| self.add(&copy, &years, files.clone()));
            let (by_clock, by_work) = (ratio(time, alone), ratio(work, busy));
            println!("add to {to:<20} {time:>9.2?}, processor {work:.2?}  {by_clock}, {by_work}");
            println!("    {totals:?}");
        }
        // The last copy has the articles of the first files already: another edition of them.
        let changed =
            |path: &Path| self.add_edition(path, (&Years::new(1, many), files.clone()), "\"edition\":2,");
        let (time, totals) = timed(|| changed(&copy));
        println!("change those of the large one {time:>7.2?}  {}, {totals:?}", ratio(time, alone));
        fs::remove_file(&copy).unwrap();
    }
}

#[expect(clippy::unnecessary_wraps, reason = "sources may fail, these do not")]
fn file(years: &Years, number: u64) -> Result<(String, String), Box<Problem>> {
    Ok((format!("{number:04}.jsonl"), years.file(number)))
}

fn bytes(file: Result<(String, String), Box<Problem>>) -> Result<(String, Vec<u8>), Box<Problem>> {
    file.map(|(path, text)| (path, text.into_bytes()))
}

fn klopt(arguments: &[&str]) {
    let out = Command::new(env!("CARGO_BIN_EXE_klopt")).args(arguments).output().unwrap();
    assert!(out.status.code().is_some_and(|code| code < 2), "{out:?}");
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let out = work();
    (start.elapsed(), out)
}

/// The time by the clock, and what all threads of this process together took of the processors.
fn worked<T>(work: impl FnOnce() -> T) -> ((Duration, Duration), T) {
    let before = processor_time();
    let (time, out) = timed(work);
    ((time, processor_time().saturating_sub(before)), out)
}

/// User and system time of this process: fields 14 and 15 of its line, in hundredths of a second (proc(5)).
fn processor_time() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = stat.rsplit(')').next().unwrap_or("");
    let ticks = behind_name.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u64>().ok());
    Duration::from_millis(10 * ticks.sum::<u64>())
}

fn median<T>(work: impl Fn() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..TIMES).map(|_| timed(&work).0).collect();
    times.sort();
    times.get(TIMES / 2).copied().unwrap_or_default()
}

fn ratio(a: Duration, b: Duration) -> String {
    let hundredths = a.as_nanos() * 100 / b.as_nanos().max(1);
    format!("{}.{:02} times", hundredths / 100, hundredths % 100)
}
