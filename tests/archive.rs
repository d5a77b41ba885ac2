//! The archive: versions, history, exchange, trouble.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that meets the unexpected has to fail"
)]

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use klopt::archive::{Access, Added, Archive, ArchiveError, Progress, Totals};
use klopt::claim::{Change, Claim, Difference, Part};
use klopt::input::{Body, Source};
use klopt::rules::pack_files::PackFile;
use rusqlite::Connection;

mod desk;

use desk::{DAY_1, Desk};

const DAY_2: &str = "2025-02-01T08:00:00Z";
const DAY_3: &str = "2025-03-01T08:00:00Z";

/// An article on the size of the alliance.
fn article(date: &str, members: u32) -> String {
    format!("---\ntitle: De club\ndate: {date}\nlang: nl\n---\n\nDe NAVO telt {members} lidstaten.\n")
}

fn exported(archive: &Archive) -> String {
    let mut out = Vec::new();
    archive.export(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn an_article_that_corrects_what_is_nowhere_is_told_of() {
    let desk = Desk::new();
    let mut archive = desk.archive("archive.db");
    let correcting =
        |id: &str| article("2024-05-03", 32).replace("lang: nl", &format!("lang: nl\ncorrects: {id}"));
    let files =
        [("a.md", article("2024-05-01", 31)), ("b.md", correcting("a.md")), ("c.md", correcting("x.md"))];
    let fetch = |(path, text): &(&str, String)| Ok(((*path).to_owned(), text.clone().into_bytes()));
    let (_, problems) =
        desk.adding(DAY_1, |adding| adding.run(&mut archive, &files, fetch, &mut |_| {})).unwrap();
    let told: Vec<_> = problems.iter().map(|p| (p.code, p.path.as_str())).collect();
    assert_eq!(told, [("input/no-such-article", "c.md")]);
}

fn faults(archive: &Archive) -> Vec<String> {
    archive.verify(&mut || {}).unwrap().faults
}

#[test]
fn what_is_the_same_costs_nothing_and_what_changed_is_a_new_version() {
    let desk = Desk::new();
    let mut archive = desk.archive("archive.db");
    let (old, new) = (article("2024-05-01", 32), article("2024-05-01", 33));
    let totals = |new, changed, unchanged, claims| Totals { new, changed, unchanged, claims };
    assert_eq!(desk.add(&mut archive, &[("a.md", &old)], DAY_1).unwrap(), totals(1, 0, 0, 1));
    assert_eq!(desk.add(&mut archive, &[("a.md", &old)], DAY_2).unwrap(), totals(0, 0, 1, 0));
    assert_eq!(desk.add(&mut archive, &[("a.md", &new)], DAY_2).unwrap(), totals(0, 1, 0, 1));
    assert_eq!(desk.add(&mut archive, &[("a.md", &old)], DAY_3).unwrap(), totals(0, 1, 0, 1));
    let versions = archive.versions("a.md").unwrap();
    let times: Vec<_> =
        versions.iter().map(|v| (v.version, v.taken_in.as_str(), v.until.as_deref())).collect();
    assert_eq!(times, [(1, DAY_1, Some(DAY_2)), (2, DAY_2, Some(DAY_3)), (3, DAY_3, None)]);
    assert_eq!(&*archive.held("a.md", Some(2)).unwrap().text, new);
    let held = archive.held("a.md", None).unwrap();
    assert_eq!((&*held.text, &*held.claims[0].place.quote), (old.as_str(), "32"));
    assert_eq!(versions[0].digest, versions[2].digest);
    assert_eq!(faults(&archive), Vec::<String>::new());
}

#[test]
fn a_removed_article_stays_in_the_past() {
    let desk = Desk::new();
    let mut archive = desk.archive("archive.db");
    let text = article("2024-05-01", 32);
    desk.add(&mut archive, &[("a.md", &text)], DAY_1).unwrap();
    archive.remove("a.md", desk.in_force(), DAY_2).unwrap();
    assert!(matches!(archive.remove("a.md", desk.in_force(), DAY_2), Err(ArchiveError::Unknown(_))));
    assert_eq!(archive.stats().unwrap().articles, 0);
    assert_eq!(archive.versions("a.md").unwrap()[0].until.as_deref(), Some(DAY_2));
    assert_eq!(archive.held("a.md", None).unwrap().claims.len(), 1);
    // The same file again is a new version: the removal is not undone.
    let again = desk.add(&mut archive, &[("a.md", &text)], DAY_3).unwrap();
    assert_eq!((again.new, again.changed), (0, 1));
    assert_eq!(faults(&archive), Vec::<String>::new());
}

#[test]
fn moments_never_go_back_and_each_has_its_hash() {
    let desk = Desk::new();
    let mut archive = desk.archive("archive.db");
    let (a, b) = (article("2024-05-01", 32), article("2024-06-01", 31));
    desk.add(&mut archive, &[("a.md", &a)], DAY_2).unwrap();
    let first = archive.now().unwrap();
    desk.add(&mut archive, &[("b.md", &b)], DAY_1).unwrap();
    assert_eq!(archive.versions("b.md").unwrap()[0].taken_in, DAY_2);
    desk.add(&mut archive, &[("a.md", &b)], DAY_3).unwrap();
    assert_ne!(archive.now().unwrap().hash, first.hash);
    assert_eq!(archive.at_end_of("2025-01-15".parse().unwrap()).unwrap().at, None);
    assert_eq!(archive.at_end_of("2025-02-01".parse().unwrap()).unwrap().at.as_deref(), Some(DAY_2));
    assert_eq!(archive.at_end_of("2025-04-01".parse().unwrap()).unwrap(), archive.now().unwrap());
}

#[test]
fn an_export_restores_the_whole_history() {
    let desk = Desk::new();
    let mut archive = desk.archive("archive.db");
    let line = r#"{"id":"w1","title":"<script>1</script>","date":"2024-03-08","lang":"nl","text":"De NAVO telt 32 lidstaten. “Ja”, zei \\ hij."}"#;
    desk.add(&mut archive, &[("a.md", &*article("2024-05-01", 32)), ("wire.jsonl", line)], DAY_1).unwrap();
    desk.add(&mut archive, &[("a.md", &article("2024-05-01", 31))], DAY_2).unwrap();
    archive.remove("w1", desk.in_force(), DAY_3).unwrap();
    let export = exported(&archive);
    let mut other = Archive::open(&desk.path("other.db"), Access::Create, DAY_3).unwrap();
    let imported = other.import(&mut export.as_bytes()).unwrap();
    assert_eq!((imported.versions, imported.claims), (3, 3));
    assert_eq!(exported(&other), export);
    assert_eq!(other.now().unwrap(), archive.now().unwrap());
    assert_eq!(faults(&other), Vec::<String>::new());
    let held = other.held("a.md", None).unwrap();
    assert_eq!(held.claims, archive.held("a.md", None).unwrap().claims);
    assert!(matches!(other.import(&mut export.as_bytes()), Err(ArchiveError::NotEmpty)));
    for broken in
        [export.replace("\"record\"", "\"rekord\""), export.replacen("klopt-archive", "x", 1), String::new()]
    {
        let mut fresh = Archive::open(&desk.path("fresh.db"), Access::Create, DAY_3).unwrap();
        let error = fresh.import(&mut broken.as_bytes()).unwrap_err();
        assert!(matches!(error, ArchiveError::Import { .. }), "{error}");
        assert_eq!(fresh.stats().unwrap().versions, 0);
    }
}

#[test]
fn verify_finds_what_was_changed_by_hand() {
    let desk = Desk::new();
    let mut archive = desk.archive("archive.db");
    let (a, b) = (article("2024-05-01", 32), article("2024-06-01", 32));
    desk.add(&mut archive, &[("a.md", &a), ("b.md", &b)], DAY_1).unwrap();
    let cases = [
        ("UPDATE body SET text = replace(text, '32', '33')", "does not have the hash"),
        ("UPDATE event SET at = '2020-01-01T00:00:00Z'", "does not follow"),
        (
            "DELETE FROM says; DELETE FROM claim WHERE version = 1; DELETE FROM version WHERE id = 1",
            "other articles",
        ),
        ("UPDATE claim SET record = replace(record, '\"start\":', '\"start\":9')", "lies outside the text"),
    ];
    for (number, (change, fault)) in cases.iter().enumerate() {
        let copy = desk.path(&format!("copy-{number}.db"));
        Connection::open(archive.path())
            .unwrap()
            .execute("VACUUM INTO ?1", [copy.to_str().unwrap()])
            .unwrap();
        Connection::open(&copy).unwrap().execute_batch(change).unwrap();
        let found = faults(&Archive::open(&copy, Access::Read, DAY_2).unwrap());
        assert!(found.iter().any(|f| f.contains(fault)), "{change}: {found:?}");
    }
}

#[test]
fn a_file_that_is_no_archive_is_left_alone() {
    let desk = Desk::new();
    let open = |name: &str, access| Archive::open(&desk.path(name), access, DAY_1);
    assert!(matches!(open("none.db", Access::Read), Err(ArchiveError::Missing)));
    assert!(matches!(open("none.db", Access::Write), Err(ArchiveError::Missing)));
    fs::write(desk.path("text.db"), "a text of some length, and no database at all\n".repeat(50)).unwrap();
    for access in [Access::Read, Access::Write, Access::Create] {
        assert!(matches!(open("text.db", access), Err(ArchiveError::Foreign(_))), "{access:?}");
    }
    let other = Connection::open(desk.path("other.db")).unwrap();
    other.execute_batch("CREATE TABLE theirs (x); PRAGMA user_version = 1").unwrap();
    let before = fs::read(desk.path("other.db")).unwrap();
    assert!(matches!(open("other.db", Access::Create), Err(ArchiveError::Foreign(_))));
    assert_eq!(fs::read(desk.path("other.db")).unwrap(), before);
    drop(desk.archive("archive.db"));
    let newer = Connection::open(desk.path("archive.db")).unwrap();
    newer.pragma_update(None, "user_version", klopt::archive::VERSION + 1).unwrap();
    assert!(matches!(open("archive.db", Access::Read), Err(ArchiveError::Newer { .. })));
}

#[test]
fn a_full_disk_keeps_what_was_acknowledged() {
    let desk = Desk::new();
    let mut archive = desk.archive("archive.db");
    archive.limit_pages(120).unwrap();
    let texts: Vec<(String, String)> = (0..400)
        .map(|n| (format!("a{n}.md"), article("2024-05-01", 32) + &"Woorden. ".repeat(n + 50)))
        .collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(p, t)| (p.as_str(), t.as_str())).collect();
    let mut safe = Vec::new();
    let result = desk.add_told(&mut archive, &files, DAY_1, &mut |progress| {
        safe.extend(progress.articles.iter().map(|(article, _)| (*article).to_owned()));
    });
    assert!(matches!(result, Err(ArchiveError::Full)), "{result:?}");
    assert!(!safe.is_empty());
    drop(archive);
    let archive = Archive::open(&desk.path("archive.db"), Access::Read, DAY_2).unwrap();
    assert!(safe.iter().all(|a| archive.held(a, None).is_ok()));
    assert_eq!(archive.stats().unwrap().articles, safe.len());
    assert_eq!(faults(&archive), Vec::<String>::new());
}

/// A line of JSON Lines.
fn line(id: usize, members: u32) -> String {
    format!("{{\"id\": \"{id}\", \"lang\": \"nl\", \"text\": \"De NAVO telt {members} lidstaten.\"}}\n")
}

/// JSON Lines as they come.
fn stream(text: &str) -> Source {
    let body = Body::Lines(Box::new(Cursor::new(text.as_bytes().to_vec())));
    Source { path: "wire.jsonl".to_owned(), body }
}

#[test]
fn long_json_lines_are_taken_in_step_by_step_and_cost_nothing_again() {
    let desk = Desk::new();
    let mut archive = desk.archive("archive.db");
    // The last line is another version of the first article.
    let text: String = (0..600).map(|id| line(id, 32)).chain([line(0, 33)]).collect();
    let mut steps = Vec::new();
    let totals = |new, changed, unchanged| Totals { new, changed, unchanged, claims: new + changed };
    for (at, came_to) in [(DAY_1, totals(600, 1, 0)), (DAY_2, totals(0, 0, 600))] {
        let told = &mut |progress: &Progress<'_>| {
            if !progress.articles.is_empty() {
                steps.push((progress.articles.len(), progress.bytes));
            }
        };
        let (got, problems) = desk
            .adding(at, |adding| adding.run(&mut archive, &[&text], |text| Ok(stream(text)), told))
            .unwrap();
        assert_eq!((got, problems), (came_to, Vec::new()));
    }
    let lengths: Vec<usize> = text.split_inclusive('\n').map(str::len).collect();
    let bytes = |lines: usize| lengths.iter().take(lines).sum();
    assert_eq!(steps, [(256, bytes(256)), (256, bytes(512)), (89, bytes(601))]);
    assert_eq!(archive.versions("0").unwrap().len(), 2);
}

#[test]
fn the_more_there_is_to_add_the_more_becomes_one_event() {
    let desk = Desk::new();
    let mut archive = desk.archive("archive.db");
    let files: Vec<(String, String)> =
        (0..500).map(|n| (format!("a{n:03}.md"), article("2024-05-01", 30 + n % 4))).collect();
    let mut steps = Vec::new();
    let totals = desk
        .add_told(&mut archive, &files, DAY_1, &mut |progress| {
            steps.push((progress.articles.len(), progress.totals.new));
        })
        .unwrap();
    assert_eq!((totals.new, totals.claims), (500, 500));
    assert_eq!(steps, [(64, 64), (256, 320), (180, 500)]);
    // What is known is no event, and told as soon as it has been looked at.
    let before = archive.now().unwrap();
    let mut steps = Vec::new();
    desk.add_told(&mut archive, &files, DAY_2, &mut |progress| {
        steps.push((progress.articles.len(), progress.totals.unchanged));
    })
    .unwrap();
    let told: Vec<(usize, usize)> = (1..8).map(|n| (0, 64 * n)).chain([(0, 500)]).collect();
    assert_eq!(steps, told);
    assert_eq!(archive.now().unwrap(), before);
    assert_eq!(faults(&archive), Vec::<String>::new());
}

#[test]
fn a_claim_is_kept_apart_from_its_publication_whatever_the_texts_are() {
    let desk = Desk::new();
    let mut archive = desk.archive("archive.db");
    let title = r#"Een "publication":{} en \\"publication\\":null,"#;
    let line = serde_json::json!({
        "id": "w1", "title": title, "date": "2024-03-08", "lang": "nl",
        "text": "De NAVO telt 32 lidstaten. Er staat \"publication\":{\"id\":\"w1\"}, in.",
    });
    desk.add(&mut archive, &[("wire.jsonl", line.to_string())], DAY_1).unwrap();
    let held = archive.held("w1", None).unwrap();
    assert_eq!(held.claims.len(), 1);
    assert_eq!(held.claims[0].publication.title.as_deref(), Some(title));
    let record: serde_json::Value = exported(&archive)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .find_map(|line: serde_json::Value| line.get("claim").cloned())
        .unwrap();
    let mut claim = serde_json::to_value(&held.claims[0]).unwrap();
    claim.as_object_mut().unwrap().shift_remove("publication");
    assert_eq!(record["record"], claim);
}

#[test]
fn json_lines_that_change_while_they_are_read_are_read_again() {
    let desk = Desk::new();
    let mut archive = desk.archive("archive.db");
    let texts = [line(1, 32), line(1, 32) + &line(2, 32)];
    // The file grows between the look at it and the reading of it.
    let asked = AtomicUsize::new(0);
    let fetch = |texts: &[String; 2]| Ok(stream(&texts[asked.fetch_add(1, Ordering::Relaxed).min(1)]));
    let (totals, _) =
        desk.adding(DAY_1, |adding| adding.run(&mut archive, &[&texts], |t| fetch(t), &mut |_| {})).unwrap();
    assert_eq!(totals.new, 2);
    // Neither the file as it was nor the file as it is now is taken for known.
    for (text, unchanged) in [(&texts[0], 1), (&texts[1], 2)] {
        let (totals, _) = desk
            .adding(DAY_2, |adding| adding.run(&mut archive, &[text], |t| Ok(stream(t)), &mut |_| {}))
            .unwrap();
        assert_eq!(totals, Totals { unchanged, ..Totals::default() });
    }
    assert_eq!(archive.stats().unwrap().articles, 2);
}

#[test]
fn a_locked_archive_says_so_and_can_be_read() {
    let desk = Desk::new();
    let mut archive = desk.archive("archive.db");
    desk.add(&mut archive, &[("a.md", &article("2024-05-01", 32))], DAY_1).unwrap();
    let other = Connection::open(archive.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE; INSERT INTO body (hash, text) VALUES (x'00', 'x')").unwrap();
    archive.wait_at_most(Duration::from_millis(50)).unwrap();
    let result = desk.add(&mut archive, &[("b.md", &article("2024-06-01", 32))], DAY_2);
    assert!(matches!(result, Err(ArchiveError::Locked)), "{result:?}");
    assert_eq!(Archive::open(archive.path(), Access::Read, DAY_2).unwrap().stats().unwrap().articles, 1);
    other.execute_batch("ROLLBACK").unwrap();
    desk.add(&mut archive, &[("b.md", &article("2024-06-01", 32))], DAY_2).unwrap();
}

#[test]
fn a_read_only_archive_can_be_read() {
    let desk = Desk::new();
    let mut archive = desk.archive("archive.db");
    desk.add(&mut archive, &[("a.md", &article("2024-05-01", 32))], DAY_1).unwrap();
    let path = archive.path().to_owned();
    drop(archive);
    // A file that nobody may write to, whoever runs this: a copy seen through `immutable`.
    let mut file = fs::metadata(&path).unwrap().permissions();
    file.set_readonly(true);
    fs::set_permissions(&path, file).unwrap();
    let archive = Archive::open(&path, Access::Read, DAY_2).unwrap();
    assert_eq!(archive.held("a.md", None).unwrap().claims.len(), 1);
    if fs::OpenOptions::new().write(true).open(&path).is_err() {
        drop(archive);
        let result = Archive::open(&path, Access::Write, DAY_2);
        assert!(matches!(result, Err(ArchiveError::ReadOnly)), "{result:?}");
    }
}

#[test]
fn every_schema_version_still_opens() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/archive");
    let desk = Desk::new();
    for version in 1..=klopt::archive::VERSION {
        for access in [Access::Read, Access::Write] {
            let copy = desk.path(&format!("v{version}-{access:?}.db"));
            fs::copy(folder.join(format!("v{version}.db")), &copy).unwrap();
            let archive = Archive::open(&copy, access, DAY_3).unwrap();
            let stats = archive.stats().unwrap();
            assert_eq!((stats.articles, stats.versions, stats.claims), (3, 5, 4), "version {version}");
            let held = archive.held("nieuws/a.md", Some(1)).unwrap();
            assert_eq!(&*held.claims[0].place.quote, "31");
            assert_eq!(faults(&archive), Vec::<String>::new());
        }
    }
}

#[test]
fn refresh_extracts_again_what_other_rules_extracted() {
    let desk = Desk::new();
    let mut archive = desk.archive("archive.db");
    let text =
        "---\ndate: 2024-05-01\nlang: nl\n---\n\nDe NAVO telt 32 lidstaten.\n\nHet koor telt 40 stemmen.\n";
    desk.add(&mut archive, &[("a.md", text), ("b.md", &*article("2024-05-02", 32))], DAY_1).unwrap();
    let metric = |behaviour: &str| {
        format!(
            "metric: choir-size\ntitle: {{ nl: Koor, en: Choir }}\nvalue: count\nbehaviour: state\n\
             subject: {{ kind: alliance, default: nato }}\npatterns:\n  nl:\n    - {behaviour}\n"
        )
    };
    let refresh = |archive: &mut Archive, pattern: &str| {
        let house = PackFile::new("huis/metrics/koor.yaml", &metric(pattern)).unwrap();
        let mut changed = Vec::new();
        let refreshed = Desk::with(vec![house]).adding(DAY_2, |with| {
            archive.refresh(with, &mut |step| {
                changed.extend(step.renewed.iter().map(|r| (r.old.claims.clone(), r.new.claims.clone())));
            })
        });
        (refreshed.unwrap(), changed)
    };
    let difference = |(old, new): &(Vec<Claim>, Vec<Claim>)| {
        Difference::between(&old.iter().collect::<Vec<_>>(), &new.iter().collect::<Vec<_>>())
    };
    let plain = "\"koor telt {value}\"";
    let (refreshed, changed) = refresh(&mut archive, plain);
    assert_eq!((refreshed.again, refreshed.changed, refreshed.current), (2, 1, 0));
    assert_eq!(difference(&changed[0]), Difference { changes: vec![Change::Came(1)], same: 1 });
    assert_eq!(&*changed[0].1[1].place.quote, "40");
    assert_eq!(archive.held("a.md", None).unwrap().claims, changed[0].1);
    assert_eq!(archive.versions("a.md").unwrap().len(), 1);
    let (again, changed) = refresh(&mut archive, plain);
    assert_eq!((again.again, again.current, changed.len()), (0, 2, 0));
    let (_, changed) = refresh(&mut archive, "{ pattern: \"koor telt {value}\", status: target }");
    let became = vec![Change::Changed(1, 1, vec![Part::Status])];
    assert_eq!(difference(&changed[0]), Difference { changes: became, same: 1 });
    assert_eq!(faults(&archive), Vec::<String>::new());
}

fn klopt(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_klopt"));
    command.current_dir(folder).env("LC_ALL", "C.UTF-8");
    command
}

/// Writes `count` articles into a folder.
fn write_articles(folder: &Path, prefix: &str, count: u32) {
    fs::create_dir_all(folder).unwrap();
    for n in 0..count {
        fs::write(folder.join(format!("{prefix}{n:04}.md")), article("2024-05-01", 30 + n % 3)).unwrap();
    }
}

#[test]
fn two_processes_add_at_once_while_a_third_reads() {
    let folder = tempfile::tempdir().unwrap();
    write_articles(&folder.path().join("a"), "a", 300);
    write_articles(&folder.path().join("b"), "b", 300);
    // Who comes first makes the file; both may.
    let add = |name: &str| klopt(folder.path()).args(["archive", "add", "-q", name]).spawn().unwrap();
    let mut adding = [add("a"), add("b")];
    let mut seen = 0;
    while adding.iter_mut().any(|c| c.try_wait().unwrap().is_none()) {
        if let Ok(archive) = Archive::open(&folder.path().join(".klopt/archive.db"), Access::Read, DAY_1) {
            let now = archive.stats().unwrap().articles;
            assert!(now >= seen, "{now} after {seen}");
            seen = now;
        }
    }
    assert!(adding.iter_mut().all(|c| c.wait().unwrap().success()));
    let archive = Archive::open(&folder.path().join(".klopt/archive.db"), Access::Read, DAY_1).unwrap();
    assert_eq!(archive.stats().unwrap().articles, 600);
    assert_eq!(faults(&archive), Vec::<String>::new());
}

#[test]
fn whoever_comes_first_makes_the_archive_and_all_can_use_it() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..30 {
        let path = folder.path().join(format!("{round}.db"));
        let start = std::sync::Barrier::new(4);
        let open = || {
            start.wait();
            Archive::open(&path, Access::Create, DAY_1).map(|archive| archive.stats().unwrap().articles)
        };
        let all: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(open)).collect();
            threads.into_iter().map(|t| t.join().unwrap()).collect()
        });
        for outcome in all {
            assert_eq!(outcome.unwrap(), 0, "round {round}");
        }
    }
}

#[test]
fn a_reader_that_fails_costs_nothing() {
    let folder = tempfile::tempdir().unwrap();
    write_articles(&folder.path().join("a"), "a", 200);
    assert!(klopt(folder.path()).args(["archive", "add", "-q", "a"]).status().unwrap().success());
    let mut export = klopt(folder.path())
        .args(["archive", "export"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(export.stdout.take());
    let output = export.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    // An import whose source breaks off is no import.
    let whole = klopt(folder.path()).args(["archive", "export"]).output().unwrap().stdout;
    let mut import = klopt(folder.path())
        .args(["archive", "import", "--archive", "new.db", "-"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    import.stdin.take().unwrap().write_all(&whole[..whole.len() * 2 / 3]).unwrap();
    let output = import.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("archive/import"));
    let archive = Archive::open(&folder.path().join("new.db"), Access::Read, DAY_1).unwrap();
    assert_eq!(archive.stats().unwrap().versions, 0);
}

#[test]
fn added_is_told_of_each_article() {
    let desk = Desk::new();
    let mut archive = desk.archive("archive.db");
    let (a, b) = (article("2024-05-01", 32), article("2024-05-01", 31));
    let mut told = Vec::new();
    desk.add_told(&mut archive, &[("a.md", &a), ("b.md", &b)], DAY_1, &mut |progress| {
        told.extend(progress.articles.iter().map(|(article, added)| ((*article).to_owned(), *added)));
    })
    .unwrap();
    assert_eq!(told, [("a.md".to_owned(), Added::New), ("b.md".to_owned(), Added::New)]);
}
