//! An article against an archive, and audits: what is found in a folder is found in an archive, and what was
//! known on a day stays so.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that meets the unexpected has to fail"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use klopt::archive::{Against, Archive, KnownBy, Query};
use klopt::engine::{self, CheckOptions, Corpus};
use klopt::extract::Extractor;
use klopt::finding::{ArticleView, Finding};
use klopt::report::{Words, write_audit_csv, write_audit_html, write_audit_svg};
use klopt::value::{Date, Language};

mod desk;

use desk::{DAY_1, Desk};

const DAY_2: &str = "2025-06-01T08:00:00Z";

type Files = Vec<(String, String)>;

impl Desk {
    fn corpus(&self, files: &[(String, String)]) -> Corpus {
        let fetch = |file: &(String, String)| Ok((file.0.clone(), file.1.clone().into_bytes()));
        engine::Intake::new(&self.reader, &Extractor::new(&self.rules)).read_all(files, fetch)
    }

    fn check(
        &self,
        archive: &Archive,
        files: &[(String, String)],
        as_of: Option<&str>,
        by: KnownBy,
    ) -> (Vec<ArticleView>, Vec<Finding>) {
        let as_of = as_of.map(|day| day.parse().unwrap());
        let known = archive.knowledge(as_of, by).unwrap();
        let language = Language::new("en");
        let with =
            Against { rules: &self.rules, pack: &self.pack, language: &language, known: &known, as_of };
        let checked = archive.check(&self.corpus(files), &with).unwrap();
        (checked.articles, checked.findings)
    }

    fn audit(&self, archive: &Archive, metric: &str, as_of: Option<&str>) -> klopt::report::Audit {
        let as_of = as_of.map(|day| day.parse().unwrap());
        let known = archive.knowledge(as_of, KnownBy::Both).unwrap();
        let language = Language::new("en");
        let with =
            Against { rules: &self.rules, pack: &self.pack, language: &language, known: &known, as_of };
        let query = Query { metric: Some(metric.to_owned()), ..Query::default() };
        archive.audit(&query, &with, "rules").unwrap()
    }
}

fn file(path: &str, text: &str) -> (String, String) {
    (path.to_owned(), text.to_owned())
}

/// An article on the size of the alliance.
fn article(date: &str, members: u32) -> String {
    format!(
        "---\ntitle: Op {date}\ndate: {date}\nsource: De Proefkrant\nlang: nl\n---\n\nDe NAVO telt {members} lidstaten.\n\nZo schreef onze redacteur in stuk {date}.\n"
    )
}

fn fixtures() -> Files {
    fn walk(folder: &Path, out: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { walk(&path, out) } else { out.push(path) }
        }
    }
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    walk(&root.join("fixtures"), &mut paths);
    paths.sort();
    let shown = |p: &PathBuf| p.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
    paths.iter().map(|p| (shown(p), fs::read_to_string(p).unwrap())).collect()
}

/// The rule, the article and the text of each finding.
fn keys(articles: &[ArticleView], findings: &[Finding]) -> BTreeSet<(String, String, String)> {
    let key = |f: &Finding| {
        let article = articles[f.primary.article].id.to_string();
        (f.rule.to_string(), article, f.primary.quote.to_string())
    };
    findings.iter().map(key).collect()
}

/// Every finding on an article in the folder is found when it is checked against an archive of all the
/// others, and against one that holds it too; and nothing else is said of it. So it is after an article was
/// removed and taken in again.
#[test]
fn an_archive_says_of_an_article_what_its_folder_says() {
    let desk = Desk::new();
    let files = fixtures();
    let whole = desk.corpus(&files);
    let options = CheckOptions { as_of: None, language: Language::new("en") };
    let all = keys(&whole.articles, &engine::check(&whole, &desk.rules, &options));
    let mut archive = desk.archive("a.db");
    desk.add(&mut archive, &files, DAY_1).unwrap();
    for one in files.chunks(1) {
        let own: BTreeSet<String> = desk.corpus(one).publications.iter().map(|p| p.id.to_string()).collect();
        let wanted: BTreeSet<_> = all.iter().filter(|k| own.contains(&k.1)).cloned().collect();
        for name in ["with it", "without it"] {
            let (articles, findings) = desk.check(&archive, one, None, KnownBy::Both);
            let found: BTreeSet<_> =
                keys(&articles, &findings).into_iter().filter(|k| own.contains(&k.1)).collect();
            assert_eq!(found, wanted, "{} against an archive {name}", one[0].0);
            for id in own.iter().filter(|_| name == "with it") {
                archive.remove(id, desk.in_force(), DAY_1).unwrap();
            }
        }
        desk.add(&mut archive, one, DAY_1).unwrap();
    }
}

/// A file of articles as JSON Lines on the size of the alliance, a day each.
fn lines(first: i64, members: impl Fn(i64) -> Option<u32>) -> (String, String) {
    let start: Date = "2020-01-01".parse().unwrap();
    let line = |number: i64| {
        let day = start.checked_add(jiff::Span::new().days(number)).unwrap();
        let members = members(number)?;
        Some(format!(
            "{{\"id\":\"{number}\",\"date\":\"{day}\",\"lang\":\"nl\",\"text\":\"De NAVO telt {members} lidstaten. Stuk {number}.\"}}\n"
        ))
    };
    file(&format!("{first}.jsonl"), &(first..first + 150).filter_map(line).collect::<String>())
}

/// Most claims of a fact have been put to its readings and others wait, articles have changed and gone before that and
/// after it: what is found is what all of them come to.
#[test]
fn claims_that_wait_count_like_those_that_were_put_to_their_readings() {
    let desk = Desk::new();
    let members = |number: i64| Some(if number % 50 == 7 { 31 } else { 32 });
    let mut archive = desk.archive("a.db");
    for first in [0, 150, 300] {
        desk.add(&mut archive, &[lines(first, members)], DAY_1).unwrap();
    }
    let after = |number: i64| match number {
        3 | 449 => Some(33),
        200 | 448 => None,
        _ => members(number),
    };
    let files = [lines(0, after), lines(150, after), lines(300, after)];
    desk.add(&mut archive, &files, DAY_2).unwrap();
    for gone in ["200", "448"] {
        archive.remove(gone, desk.in_force(), DAY_2).unwrap();
    }
    let new = file("new.md", &article("2021-06-01", 31));
    let all: Files = files.into_iter().chain([new.clone()]).collect();
    let whole = desk.corpus(&all);
    let options = CheckOptions { as_of: None, language: Language::new("en") };
    let findings = engine::check(&whole, &desk.rules, &options);
    let wanted: BTreeSet<_> =
        keys(&whole.articles, &findings).into_iter().filter(|(_, id, _)| id == "new.md").collect();
    assert_eq!(wanted.len(), 1, "{wanted:?}");
    for as_of in [None, Some("2025-12-31")] {
        let (articles, findings) = desk.check(&archive, std::slice::from_ref(&new), as_of, KnownBy::Both);
        assert_eq!(keys(&articles, &findings), wanted, "{as_of:?}");
    }
    let audit = desk.audit(&archive, "member-count", None);
    assert_eq!(audit.facts[0].claims, 448);
}

/// An article on a gift, on a day of December 2025.
fn gift(path: &str, head: &str, (day, amount): (u32, u32)) -> (String, String) {
    let text = format!(
        "---\ndate: 2025-12-{day:02}\nlang: nl\n{head}---\n\nNederland geeft {amount} miljoen euro aan steun voor Oekraïne.\n"
    );
    file(path, &text)
}

/// The rule, the text and the evidence of each finding.
fn told((articles, findings): (Vec<ArticleView>, Vec<Finding>)) -> Vec<(String, String, Vec<String>)> {
    let one = |f: &Finding| {
        let cited = f.related.iter().map(|l| format!("{} {}", articles[l.article].id, l.quote)).collect();
        (f.rule.to_string(), f.primary.quote.to_string(), cited)
    };
    findings.iter().map(one).collect()
}

fn wanted(rule: &str, at: &str, cited: &[&str]) -> Vec<(String, String, Vec<String>)> {
    vec![(rule.to_owned(), at.to_owned(), cited.iter().map(|c| (*c).to_owned()).collect())]
}

#[test]
fn what_a_new_article_takes_back_is_held_against_nobody() {
    let desk = Desk::new();
    let mut archive = desk.archive("a.db");
    desk.add(&mut archive, &[gift("a.md", "id: fout\n", (2, 250))], DAY_1).unwrap();
    let rules = |head: &str| -> Vec<String> {
        let (_, findings) = desk.check(&archive, &[gift("b.md", head, (3, 350))], None, KnownBy::Both);
        findings.iter().map(|f| f.rule.to_string()).collect()
    };
    assert_eq!(rules(""), ["figure/contradiction"]);
    assert_eq!(rules("corrects: fout\n"), Vec::<String>::new());
    assert_eq!(rules("retracts: fout\n"), Vec::<String>::new());
    assert_eq!(rules("corrects: ander\n"), ["figure/contradiction"]);
}

#[test]
fn what_archived_articles_took_back_is_told_where_it_is_repeated() {
    let desk = Desk::new();
    let mut archive = desk.archive("a.db");
    let old = gift("a.md", "id: fout\n", (2, 350));
    desk.add(&mut archive, std::slice::from_ref(&old), DAY_1).unwrap();
    let again = [gift("c.md", "", (5, 350))];
    let right = [gift("c.md", "", (5, 250))];
    let check = |archive: &Archive, files: &[(String, String)], as_of| {
        told(desk.check(archive, files, as_of, KnownBy::Both))
    };
    assert_eq!(check(&archive, &again, None), []);
    desk.add(&mut archive, &[gift("b.md", "corrects: fout\n", (3, 250))], DAY_2).unwrap();
    let corrected = wanted("figure/retracted", "350 miljoen euro", &["b.md 250 miljoen euro"]);
    assert_eq!(check(&archive, &again, None), corrected);
    assert_eq!(check(&archive, &right, None), []);
    // The article that was corrected is no contradiction when it is looked at again.
    assert_eq!(check(&archive, &[old], None), []);
    // Before the archive knew of the correction it was none.
    assert_eq!(check(&archive, &again, Some("2025-03-01")), []);
    archive.remove("b.md", desk.in_force(), DAY_2).unwrap();
    assert_eq!(check(&archive, &again, None), []);
    desk.add(&mut archive, &[gift("b.md", "retracts: [fout]\n", (3, 100))], DAY_2).unwrap();
    let cited = ["fout 350 miljoen euro"];
    assert_eq!(check(&archive, &again, None)[0], wanted("figure/retracted", "350 miljoen euro", &cited)[0]);
}

#[test]
fn what_an_archived_text_takes_back_is_told_where_it_is_repeated() {
    let desk = Desk::new();
    let mut archive = desk.archive("a.db");
    let line = "\nEerder meldden wij dat Nederland 350 miljoen euro aan steun voor Oekraïne geeft.\n";
    let correction = gift("b.md", "", (3, 250));
    let files = [gift("a.md", "", (2, 350)), (correction.0, correction.1 + line)];
    desk.add(&mut archive, &files, DAY_1).unwrap();
    let check = |amount| told(desk.check(&archive, &[gift("c.md", "", (5, amount))], None, KnownBy::Both));
    assert_eq!(check(250), []);
    assert_eq!(check(350), wanted("figure/retracted", "350 miljoen euro", &["b.md 250 miljoen euro"]));
    assert_eq!(check(450)[0].0, "figure/contradiction");
}

/// How a finding came about is told with the archived claims that it rests on.
#[test]
fn a_chain_tells_of_archived_claims() {
    let desk = Desk::new();
    let mut archive = desk.archive("a.db");
    desk.add(&mut archive, &[gift("a.md", "", (2, 250)), gift("b.md", "", (3, 250))], DAY_1).unwrap();
    let known = archive.knowledge(None, KnownBy::Both).unwrap();
    let language = Language::new("en");
    let with =
        Against { rules: &desk.rules, pack: &desk.pack, language: &language, known: &known, as_of: None };
    let corpus = desk.corpus(&[gift("c.md", "", (5, 350))]);
    let (checked, chains) = archive.explain(&corpus, &with).unwrap();
    assert_eq!(checked.findings.len(), 1);
    let chain = &chains[&checked.findings[0].fingerprint];
    assert_eq!((&*chain.claim.mention, chain.verdict.kind), ("350 miljoen euro", "conflicts"));
    let places: Vec<Vec<&str>> =
        chain.readings.iter().map(|r| r.claims.iter().map(|c| &*c.path).collect()).collect();
    assert_eq!(places, [vec!["c.md"], vec!["a.md", "b.md"]]);
}

/// What was taken back is printed in an audit, marked as that, and nothing is held against it.
#[test]
fn an_audit_marks_what_was_taken_back() {
    let desk = Desk::new();
    let line = "\nEerder meldden wij dat Nederland 350 miljoen euro aan steun voor Oekraïne geeft.\n";
    let marks = |head: &str, line: &str| {
        let mut archive = desk.archive(&format!("{}{}.db", head.len(), line.len()));
        let correction = gift("b.md", head, (3, 250));
        let files = [
            gift("a.md", "id: fout\n", (2, 350)),
            (correction.0, correction.1 + line),
            gift("c.md", "", (5, 350)),
        ];
        desk.add(&mut archive, &files, DAY_1).unwrap();
        let audit = desk.audit(&archive, "aid-amount", None);
        let fact = &audit.facts[0];
        let rows = fact.rows.iter().filter(|row| !row.negated);
        let rows: Vec<_> = rows.map(|row| (row.value.clone(), row.marks.join(" "))).collect();
        (rows, fact.findings.iter().map(|f| f.rule.to_string()).collect::<Vec<_>>())
    };
    let row = |value: &str, mark: &str| (value.to_owned(), mark.to_owned());
    let (wrong, right) = ("350 million euros", "250 million euros");
    let rows = |first| vec![row(wrong, first), row(right, ""), row(wrong, "repeats")];
    let told = vec!["figure/retracted".to_owned()];
    assert_eq!(marks("corrects: fout\n", ""), (rows("corrected"), told.clone()));
    assert_eq!(marks("", line), (rows("corrected"), told));
    let (rows, rules) = marks("", "");
    assert!(rows.iter().all(|(_, mark)| !mark.contains("corrected")), "{rows:?}");
    assert!(!rules.contains(&"figure/retracted".to_owned()));
}

#[test]
fn evidence_points_into_the_archived_texts() {
    let desk = Desk::new();
    let mut archive = desk.archive("a.db");
    let line = r#"{"id":"w1","title":"Draad","date":"2024-04-08","lang":"nl","text":"Eén zin. De NAVO telt 32 lidstaten."}"#;
    let files = [
        file("a.md", &article("2024-04-01", 32)),
        file("b.md", &article("2024-04-03", 32)),
        file("w.jsonl", line),
    ];
    desk.add(&mut archive, &files, DAY_1).unwrap();
    let new = file("-", &article("2024-04-10", 23));
    let (articles, findings) = desk.check(&archive, &[new], None, KnownBy::Both);
    let finding =
        findings.iter().find(|f| &*f.rule == "figure/contradiction" || f.verdict == "slips").unwrap();
    assert_eq!((articles[finding.primary.article].path.as_str(), &*finding.primary.quote), ("-", "23"));
    let cited: BTreeSet<(&str, &str)> = finding
        .related
        .iter()
        .map(|l| (&*articles[l.article].id, articles[l.article].excerpts.text(l.span)))
        .collect();
    assert_eq!(cited, BTreeSet::from([("a.md", "32"), ("b.md", "32"), ("w1", "32")]));
}

#[test]
fn what_was_so_without_the_new_article_is_not_said_again() {
    let desk = Desk::new();
    let mut archive = desk.archive("a.db");
    desk.add(
        &mut archive,
        &[file("a.md", &article("2024-04-01", 32)), file("b.md", &article("2024-04-02", 31))],
        DAY_1,
    )
    .unwrap();
    let (articles, findings) =
        desk.check(&archive, &[file("c.md", &article("2024-04-03", 32))], None, KnownBy::Both);
    // The two archived articles contradicted each other before.
    assert_eq!(keys(&articles, &findings), BTreeSet::new());
}

#[test]
fn what_was_known_on_a_day_leaves_out_what_came_later() {
    let desk = Desk::new();
    let mut archive = desk.archive("a.db");
    desk.add(
        &mut archive,
        &[file("a.md", &article("2024-04-01", 32)), file("b.md", &article("2024-04-02", 32))],
        DAY_1,
    )
    .unwrap();
    let before = desk.audit(&archive, "member-count", Some("2025-03-01"));
    // Later the archive takes in an old article, and another version of one that it has.
    desk.add(
        &mut archive,
        &[file("c.md", &article("2024-04-03", 32)), file("a.md", &article("2024-04-01", 30))],
        DAY_2,
    )
    .unwrap();
    let after = desk.audit(&archive, "member-count", Some("2025-03-01"));
    let csv = |audit| {
        let mut out = Vec::new();
        write_audit_csv(&mut out, audit).unwrap();
        String::from_utf8(out).unwrap()
    };
    assert_eq!(csv(&before), csv(&after));
    assert_eq!(before.basis, after.basis);
    assert_eq!(before.facts[0].claims, 2);
    let now = desk.audit(&archive, "member-count", None);
    assert_eq!(now.facts[0].claims, 3);
    assert_ne!(now.basis.archive, before.basis.archive);
    // A day before the archive began: what had been published by then.
    let past = desk.audit(&archive, "member-count", Some("2024-04-02"));
    assert!(past.basis.before_archive);
    assert_eq!(past.facts[0].claims, 2);
    let new = [file("d.md", &article("2024-04-04", 25))];
    let related = |by| {
        desk.check(&archive, &new, Some("2024-04-02"), by).1.iter().map(|f| f.related.len()).sum::<usize>()
    };
    assert!(related(KnownBy::Published) > 0);
    assert_eq!(related(KnownBy::TakenIn), 0);
}

/// What stands beside the readings for other days says what the claims themselves say.
#[test]
fn a_day_is_the_same_from_readings_and_from_claims() {
    let desk = Desk::new();
    let mut archive = desk.archive("a.db");
    let files = fixtures();
    let (first, second) = files.split_at(files.len() / 2);
    desk.add(&mut archive, first, DAY_1).unwrap();
    let edited: Files =
        first.iter().take(9).map(|(path, text)| (path.clone(), text.replace("32", "31"))).collect();
    desk.add(&mut archive, &[&edited, second].concat(), DAY_2).unwrap();
    archive.remove("fixtures/nl/2025-12-06-parijs.md", desk.in_force(), DAY_2).unwrap();
    let new = [file("new.md", &article("2025-12-10", 25))];
    let days = ["2025-01-01", "2025-06-30", "2025-12-31", "2024-07-01"];
    let say = |archive: &Archive| -> Vec<_> {
        let one = |day: &&str| {
            let (articles, findings) = desk.check(archive, &new, Some(day), KnownBy::Both);
            let related: usize = findings.iter().map(|f| f.related.len()).sum();
            let mut csv = Vec::new();
            for metric in ["member-count", "defence-spending-target", "coalition-size"] {
                write_audit_csv(&mut csv, &desk.audit(archive, metric, Some(day))).unwrap();
            }
            (keys(&articles, &findings), related, String::from_utf8(csv).unwrap())
        };
        days.iter().map(one).collect()
    };
    let from_readings = say(&archive);
    assert!(from_readings.iter().any(|(keys, ..)| !keys.is_empty()));
    let by_hand = rusqlite::Connection::open(archive.path()).unwrap();
    by_hand.execute_batch("DELETE FROM mark").unwrap();
    assert_eq!(say(&archive), from_readings);
}

#[test]
fn a_page_needs_nothing_else_and_text_stays_text() {
    let desk = Desk::new();
    let mut archive = desk.archive("a.db");
    let line = r#"{"id":"w1","title":"<script>alert(1)</script>","source":"<b>Krant</b>","date":"2024-04-08","lang":"nl","text":"De NAVO telt 32 lidstaten, zegt <script>alert(2)</script> & men."}"#;
    desk.add(&mut archive, &[file("w.jsonl", line), file("a.md", &article("2024-04-01", 31))], DAY_1)
        .unwrap();
    let audit = desk.audit(&archive, "member-count", None);
    let mut page = Vec::new();
    write_audit_html(&mut page, &audit, Words::En).unwrap();
    let page = String::from_utf8(page).unwrap();
    assert!(page.contains("“&lt;script&gt;alert(1)&lt;/script&gt;”"));
    assert!(page.contains("zegt &lt;script&gt;alert(2)&lt;/script&gt; &amp; men."));
    assert!(page.contains("<mark>32</mark>"));
    for outside in ["<script", "http://", "https://", "<link rel=\"stylesheet", "@import", "url("] {
        let found = page.matches(outside).count();
        assert_eq!(found, 0, "{outside}");
    }
    // Every point leads to a sentence that is there.
    let targets: Vec<&str> = page.split("href=\"#").skip(1).map(|r| r.split('"').next().unwrap()).collect();
    assert!(targets.iter().filter(|t| t.starts_with("f0r")).count() >= 2);
    assert!(targets.iter().all(|t| page.contains(&format!("id=\"{t}\""))), "{targets:?}");
    let mut svg = Vec::new();
    write_audit_svg(&mut svg, &audit, Words::Nl).unwrap();
    let svg = String::from_utf8(svg).unwrap();
    assert_eq!(svg.matches("class=\"dot").count(), 2);
    assert!(!svg.contains("<script"));
}
