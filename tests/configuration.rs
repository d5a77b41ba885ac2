//! `klopt.yaml`, suppressions, baselines and what git knows, through the command itself.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const NEW: &str = "---\ndate: 2025-07-01\n---\n# Kop\n\nDe NAVO-norm is 5 procent van het bbp.\n";
const OLD: &str = "---\ndate: 2025-07-02\n---\n# Kop\n\nDe NAVO-norm is 2 procent van het bbp.\n";

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn run(program: &str, folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(program);
    command.current_dir(folder).args(args).env("LC_ALL", "C.UTF-8").env("COLUMNS", "100");
    command.output().unwrap()
}

/// Status, standard output and standard error of klopt.
fn klopt(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let out = run(env!("CARGO_BIN_EXE_klopt"), folder, args);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (out.status.code().unwrap(), text(out.stdout), text(out.stderr))
}

/// Rule, path and quote of each finding.
fn findings(folder: &Path, args: &[&str]) -> Vec<(String, String, String, String)> {
    let (_, out, _) = klopt(folder, &[&["check", "--format", "json"], args].concat());
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    let one = |f: &serde_json::Value| {
        let text = |v: &serde_json::Value| v.as_str().unwrap().to_owned();
        (text(&f["rule"]), text(&f["severity"]), text(&f["primary"]["path"]), text(&f["fingerprint"]))
    };
    report["findings"].as_array().unwrap().iter().map(one).collect()
}

fn contradiction(folder: &Path, args: &[&str]) -> Vec<(String, String)> {
    findings(folder, args).into_iter().map(|(_, severity, path, _)| (severity, path)).collect()
}

fn one(severity: &str, path: &str) -> Vec<(String, String)> {
    vec![(severity.to_owned(), path.to_owned())]
}

#[test]
fn what_init_writes_holds_and_is_never_overwritten() {
    let folder = folder(&[]);
    let (status, out, _) = klopt(folder.path(), &["init"]);
    assert_eq!((status, out.lines().next()), (0, Some("wrote klopt.yaml")));
    let (status, out, err) = klopt(folder.path(), &["rules", "test"]);
    assert_eq!((status, err.as_str()), (0, ""), "{out}");
    let (status, _, err) = klopt(folder.path(), &["init"]);
    assert_eq!(status, 2);
    assert!(err.starts_with("klopt: nothing is written: klopt.yaml"), "{err}");
    assert!(err.ends_with(" are there already\n"), "{err}");
}

#[test]
fn a_rule_that_is_off_can_be_switched_on() {
    let off = "rule: figure/contradiction\nseverity: off\n";
    let config =
        "rules: [mine]\nseverity:\n  - { rule: figure/contradiction, path: nl/b*, severity: warning }\n";
    let files = [("mine/checks/off.yaml", off), ("nl/a.md", NEW), ("nl/b.md", OLD), ("klopt.yaml", config)];
    let on = folder(&files);
    assert_eq!(contradiction(on.path(), &["nl"]), one("warning", "nl/b.md"));
    let args = ["--no-config", "--rules", "mine", "nl"];
    assert_eq!(contradiction(on.path(), &args), []);
}

#[test]
fn an_accepted_figure_is_accepted_in_its_article_alone() {
    let more = "---\ndate: 2025-07-03\n---\n# Kop\n\nOok hier: de NAVO-norm is 2 procent van het bbp.\n";
    let files =
        [("nl/a.md", NEW), ("nl/z.md", &NEW.replace("Kop", "Slot")), ("nl/b.md", OLD), ("nl/c.md", more)];
    let folder = folder(&files.map(|(name, text)| (name, text)));
    let all = findings(folder.path(), &["nl"]);
    let prints: std::collections::BTreeSet<&str> = all.iter().map(|f| f.3.as_str()).collect();
    assert_eq!(prints.len(), all.len());
    // From another folder, and further down the page, it is still the same finding.
    let moved = OLD.replace("# Kop\n", "# Kop\n\nEerst nog een alinea.\n");
    fs::write(folder.path().join("nl/b.md"), moved).unwrap();
    let again = findings(&folder.path().join("nl"), &["."]);
    assert_eq!(all.iter().map(|f| &f.3).collect::<Vec<_>>(), again.iter().map(|f| &f.3).collect::<Vec<_>>());
}

#[test]
fn the_file_is_found_upward_from_the_article() {
    let config =
        "paths: [nl]\nseverity:\n  - { rule: figure/*, metric: defence-*, path: nl/b*, severity: info }\n";
    let folder = folder(&[("klopt.yaml", config), ("nl/a.md", NEW), ("nl/b.md", OLD)]);
    assert_eq!(contradiction(folder.path(), &[]), one("info", "nl/b.md"));
    assert_eq!(contradiction(folder.path(), &["nl/a.md", "nl/b.md"]), one("info", "nl/b.md"));
    assert_eq!(contradiction(&folder.path().join("nl"), &["."]), one("info", "b.md"));
    assert_eq!(contradiction(folder.path(), &["--no-config", "nl"]), one("error", "nl/b.md"));
    assert_eq!(klopt(folder.path(), &["check", "nl"]).0, 0);
    assert_eq!(klopt(folder.path(), &["check", "--fail-on", "info"]).0, 1);
    assert_eq!(klopt(folder.path(), &["check", "--no-config", "--fail-on", "off", "nl"]).0, 0);
}

#[test]
fn what_is_excluded_is_not_read() {
    let folder = folder(&[("klopt.yaml", "exclude: [oud/]\n"), ("a.md", NEW), ("oud/b.md", OLD)]);
    assert_eq!(contradiction(folder.path(), &["."]), []);
    let (_, _, err) = klopt(folder.path(), &["check", "--verbose", ".", "oud/b.md"]);
    assert!(err.contains("skipped oud/b.md: excluded by the configuration\n"), "{err}");
    assert!(err.contains("read a.md: 2025-07-01, claims: 1\n"), "{err}");
}

#[test]
fn the_language_of_messages_is_configured() {
    let folder = folder(&[("klopt.yaml", "ui-language: nl\n"), ("a.md", NEW), ("b.md", OLD)]);
    let said = |args: &[&str]| klopt(folder.path(), &[&["check", "."], args].concat()).1;
    assert!(said(&[]).ends_with("1 fout in 2 artikelen, 2 beweringen\n"));
    assert!(said(&["--ui-lang", "en"]).ends_with("1 error in 2 articles, 2 claims\n"));
    assert!(said(&["--format", "json"]).contains("percent against"));
    assert!(said(&["--format", "json", "--ui-lang", "nl"]).contains("tegen"));
}

#[test]
fn remarks_in_an_article_silence_it_and_idle_ones_are_told() {
    let remark = "<!-- klopt: ignore figure/contradiction reason: citaat -->\n";
    let above = OLD.replace("De NAVO", &format!("{remark}De NAVO"));
    let matter = OLD.replace("---\n#", "# klopt: ignore figure/* reason: archief\n---\n#");
    let idle = NEW.replace("De NAVO", "<!-- klopt: ignore date/* reason: x -->\nDe NAVO");
    let said = |old: &str, new: &str| {
        let folder = folder(&[("a.md", new), ("b.md", old)]);
        let (status, _, err) = klopt(folder.path(), &["check", "."]);
        (status, err)
    };
    assert_eq!(said(&above, NEW), (0, String::new()));
    assert_eq!(said(&matter, NEW), (0, String::new()));
    let (status, err) = said(&above, &idle);
    assert_eq!(status, 0);
    assert!(err.contains("a.md: line 6: the remark that ignores date/* silences nothing"), "{err}");
}

#[test]
fn an_accepted_finding_is_silent_until_its_figure_changes() {
    let folder = folder(&[("klopt.yaml", "# van ons\npaths: [.]\n"), ("a.md", NEW), ("b.md", OLD)]);
    let found = findings(folder.path(), &[]);
    let fingerprint = found[0].3.as_str();
    assert_eq!(klopt(folder.path(), &["accept", fingerprint, "--reason", " "]).0, 2);
    assert_eq!(klopt(folder.path(), &["accept", fingerprint, "--reason", "zo: 'is' het"]).0, 0);
    let text = fs::read_to_string(folder.path().join("klopt.yaml")).unwrap();
    assert!(text.starts_with("# van ons\npaths: [.]\nsuppress:\n  - fingerprint: "), "{text}");
    assert_eq!(klopt(folder.path(), &["check"]).0, 0);
    fs::write(folder.path().join("b.md"), OLD.replace("2 procent", "3 procent")).unwrap();
    let (status, _, err) = klopt(folder.path(), &["check"]);
    assert_eq!(status, 1);
    assert!(err.contains("warning[suppress/unused]"), "{err}");
    // Of one article nobody can say what the others would have brought.
    assert_eq!(klopt(folder.path(), &["check", "a.md"]).2, "");
}

#[test]
fn a_baseline_knows_findings_and_tells_those_that_are_gone() {
    let folder = folder(&[("a.md", NEW), ("b.md", OLD)]);
    let baseline = &["check", "--baseline", "known.json", "."];
    let (status, _, err) = klopt(folder.path(), baseline);
    assert_eq!(status, 2);
    assert!(err.contains("error[baseline/unreadable]") && err.contains("--update-baseline"), "{err}");
    assert_eq!(klopt(folder.path(), &[baseline.as_slice(), &["--update-baseline"]].concat()).0, 0);
    assert_eq!(
        klopt(folder.path(), baseline),
        (0, "no findings in 2 articles, 2 claims\n".into(), String::new())
    );
    fs::write(folder.path().join("b.md"), OLD.replace("2 procent", "5 procent")).unwrap();
    let (status, _, err) = klopt(folder.path(), baseline);
    assert_eq!(status, 0);
    assert!(err.contains("warning[baseline/gone]"), "{err}");
    assert_eq!(klopt(folder.path(), &["check", "--update-baseline", "."]).0, 2);
}

#[test]
fn only_what_touches_a_changed_article_is_reported() {
    let folder = folder(&[("a.md", NEW), ("b.md", OLD), ("c/d.md", "---\ndate: 2025-07-03\n---\nNiets.\n")]);
    let git = |args: &[&str]| {
        let who = ["-c", "user.name=a", "-c", "user.email=a@example.org"];
        assert!(run("git", folder.path(), &[&who, args].concat()).status.success(), "{args:?}");
    };
    git(&["init", "-q", "."]);
    git(&["add", "-A"]);
    git(&["commit", "-qm", "een"]);
    let since = |args: &[&str]| contradiction(folder.path(), &[&["--changed-since", "HEAD"], args].concat());
    assert_eq!(since(&["."]), []);
    fs::write(folder.path().join("c/d.md"), "---\ndate: 2025-07-03\n---\nNog niets.\n").unwrap();
    assert_eq!(since(&["."]), []);
    // The finding stands in b.md and cites a.md.
    fs::write(folder.path().join("a.md"), format!("{NEW}\nMeer.\n")).unwrap();
    assert_eq!(since(&["."]), one("error", "b.md"));
    git(&["commit", "-qam", "twee"]);
    assert_eq!(since(&["."]), []);
    assert_eq!(contradiction(folder.path(), &["--changed-since", "HEAD~1", "."]), one("error", "b.md"));
    let (status, _, err) = klopt(folder.path(), &["check", "--changed-since=--nee", "."]);
    assert_eq!(status, 2);
    assert_eq!(
        err,
        "klopt: git knows no revision `--nee`; check the spelling, or fetch it first: `git fetch origin`\n"
    );
    // Of what comes from standard input git knows nothing: it counts as changed.
    let piped =
        [env!("CARGO_BIN_EXE_klopt"), "a.md", "check --no-config --changed-since HEAD --format short -"];
    let piped = format!("{} {} < b.md", piped[0], [piped[2], piped[1]].join(" "));
    let out = run("sh", folder.path(), &["-c", &piped]);
    assert!(String::from_utf8_lossy(&out.stdout).starts_with("-:6:"), "{out:?}");
}

#[test]
fn changes_are_asked_of_git_alone() {
    let folder = folder(&[("a.md", NEW)]);
    let (status, out, err) = klopt(folder.path(), &["check", "--changed-since", "HEAD", "."]);
    assert_eq!((status, out.as_str()), (2, ""));
    assert!(
        err.starts_with("klopt: --changed-since asks git, and ")
            && err.ends_with(" is in no git repository\n")
    );
}

#[test]
fn of_an_article_that_was_not_read_a_baseline_says_nothing() {
    let folder = folder(&[("a.md", NEW), ("b.md", OLD), ("c/d.md", "---\ndate: 2025-07-03\n---\nNiets.\n")]);
    let baseline = |path| klopt(folder.path(), &["check", "--baseline", "known.json", path]);
    assert_eq!(klopt(folder.path(), &["check", "--baseline", "known.json", "--update-baseline", "."]).0, 0);
    assert!(!baseline("c").2.contains("baseline/gone"));
    fs::remove_file(folder.path().join("b.md")).unwrap();
    assert!(baseline("c").2.contains("warning[baseline/gone]"));
}

#[test]
fn reports_go_each_to_its_file_and_the_rest_is_counted() {
    let folder = folder(&[("a.md", NEW), ("b.md", OLD)]);
    let args = ["check", "--output", "sarif=r.sarif", "--output", "short=r.txt", "--max-findings", "0", "."];
    let (status, out, _) = klopt(folder.path(), &args);
    assert_eq!((status, out.as_str()), (1, "1 error in 2 articles, 2 claims\nand 1 more finding\n"));
    let sarif: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("r.sarif")).unwrap()).unwrap();
    assert_eq!(sarif["runs"][0]["properties"]["more"], 1);
    let (status, _, err) = klopt(folder.path(), &["check", "--output", "junit=nee/r.xml", "."]);
    assert_eq!(status, 2);
    assert!(err.contains("nee/r.xml cannot be written"), "{err}");
    assert_eq!(klopt(folder.path(), &["check", "--output", "sarfi=x", "."]).0, 2);
    let twice = ["check", "--output", "sarif=r", "--output", "json=./r", "."];
    assert_eq!(
        klopt(folder.path(), &twice),
        (2, String::new(), "klopt: two reports for one file: ./r\n".into())
    );
}

#[test]
fn an_archive_is_filled_and_found_as_the_file_says() {
    let config = "paths: [nl]\nexclude: [oud/]\nlanguage: nl\narchive: desk/own.db\n";
    let folder = folder(&[
        ("klopt.yaml", config),
        ("nl/a.md", &NEW.replace("# Kop\n\n", "")),
        ("nl/oud/b.md", OLD),
        ("c.md", OLD),
    ]);
    let (status, out, err) = klopt(folder.path(), &["archive", "add"]);
    assert_eq!(
        (status, out.as_str(), err.as_str()),
        (0, "1 new, 0 changed, 0 unchanged; 1 claims added\n", "")
    );
    assert!(folder.path().join("desk/own.db").is_file() && !folder.path().join(".klopt").exists());
    let (status, out, _) = klopt(&folder.path().join("nl"), &["audit", "--format", "csv"]);
    assert_eq!((status, out.lines().count()), (0, 2), "{out}");
    let (_, exported, _) = klopt(folder.path(), &["archive", "export"]);
    assert!(exported.contains(r#""given":{"language":"nl""#), "{exported}");
    let (status, out, _) = klopt(folder.path(), &["check", "--against", "desk/own.db", "c.md"]);
    assert_eq!(status, 1, "{out}");
    // The arguments win, and without a file it is where it always was.
    let (status, _, err) = klopt(folder.path(), &["archive", "list", "--archive", "other.db"]);
    assert!(status == 2 && err.contains("other.db"), "{err}");
    let (status, _, err) = klopt(folder.path(), &["--no-config", "archive", "list"]);
    assert!(status == 2 && err.contains(".klopt/archive.db"), "{err}");
}

#[test]
fn a_pattern_that_is_none_is_told_at_its_place() {
    let config = "exclude:\n  - 'nl/[z-a]'\nseverity:\n  - { rule: figure/*, path: 'a{b', severity: info }\n";
    let folder = folder(&[("klopt.yaml", config), ("a.md", NEW)]);
    let (status, _, err) = klopt(folder.path(), &["check", "."]);
    assert_eq!(status, 2);
    assert_eq!(err.matches("this is no pattern of paths: ").count(), 2, "{err}");
    assert!(err.contains("klopt.yaml:2:5") && err.contains("klopt.yaml:4:29"), "{err}");
}

#[test]
fn one_configuration_holds_for_all_paths() {
    let low = "severity:\n  - { rule: figure/*, severity: info }\n";
    let folder = folder(&[("nl/klopt.yaml", low), ("nl/a.md", NEW), ("nl/b.md", OLD), ("en/c.md", NEW)]);
    assert_eq!(contradiction(folder.path(), &["nl/a.md", "nl/b.md"]), one("info", "nl/b.md"));
    // That of the first path does not decide over the others, and is not passed over in silence.
    for paths in [["nl", "en"], ["en", "nl"]] {
        assert_eq!(contradiction(folder.path(), &paths), one("error", "nl/b.md"));
        let (_, _, err) = klopt(folder.path(), &[&["check"], &paths[..]].concat());
        assert!(err.contains("nl/klopt.yaml") && err.contains("this configuration is not in force"), "{err}");
    }
    fs::write(folder.path().join("klopt.yaml"), "language: nl\n").unwrap();
    assert_eq!(contradiction(folder.path(), &["nl", "en"]), one("error", "nl/b.md"));
    assert_eq!(
        contradiction(folder.path(), &["--config", "nl/klopt.yaml", "nl", "en"]),
        one("info", "nl/b.md")
    );
}

#[test]
fn what_suppresses_nothing_is_told_in_the_language_of_the_reader() {
    let config = "suppress:\n  - { rule: figure/stale, reason: bekend }\n";
    let remark = format!("{NEW}\n<!-- klopt: ignore date/* reason: bekend -->\n");
    let folder = folder(&[("klopt.yaml", config), ("a.md", &remark)]);
    let (_, _, err) = klopt(folder.path(), &["check", "--ui-lang", "nl", "."]);
    assert!(err.contains("deze uitzondering treft geen bevinding"), "{err}");
    assert!(err.contains("de opmerking die date/* negeert, treft geen bevinding"), "{err}");
}

#[test]
fn recognise_takes_language_and_country_from_the_configuration() {
    let folder =
        folder(&[("klopt.yaml", "country: BE\nlanguage: en\n"), ("a.txt", "It was due on 05/06/2025.\n")]);
    let recognised = |args: &[&str]| {
        let args = [&["recognise", "--format", "jsonl"], args, &["a.txt"]].concat();
        let (status, out, _) = klopt(folder.path(), &args);
        assert_eq!(status, 0);
        let line: serde_json::Value = serde_json::from_str(&out).unwrap();
        line["mentions"][0]["value"]["from"].as_str().unwrap().to_owned()
    };
    assert_eq!(recognised(&[]), "2025-06-05");
    assert_eq!(recognised(&["--lang", "en", "--no-config"]), "2025-05-06");
    assert_eq!(recognised(&["--country", "US"]), "2025-05-06");
}

#[test]
fn a_pint_is_as_large_as_in_the_country_of_the_publication() {
    let folder = folder(&[("a.txt", "They drank two pints.\n")]);
    let unit = |country: &str| {
        let args = ["recognise", "--format", "jsonl", "--lang", "en", "--country", country, "a.txt"];
        let (_, out, _) = klopt(folder.path(), &args);
        let line: serde_json::Value = serde_json::from_str(&out).unwrap();
        line["mentions"][0]["value"]["unit"].as_str().unwrap().to_owned()
    };
    assert_eq!(unit("GB"), "[pt_br]");
    assert_eq!(unit("US"), "[pt_us]");
}

#[test]
fn the_documentation_has_every_key_and_no_other() {
    let page = include_str!("../docs/configuration.md");
    let mut told: Vec<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`').map(|(key, _)| key))
        .collect();
    let mut known = [&klopt::config::KEYS[..], &klopt::config::SELECTS[..]].concat();
    told.sort_unstable();
    known.sort_unstable();
    assert_eq!(told, known);
}

#[test]
fn two_versions_of_an_article_are_compared() {
    let folder = folder(&[("a.md", NEW), ("b.md", &NEW.replace("2025-07-01", "2025-07-02"))]);
    assert_eq!(klopt(folder.path(), &["archive", "add", "-q", "a.md", "b.md"]).0, 0);
    let diff = |args: &[&str]| -> (i32, serde_json::Value) {
        let (status, out, err) = klopt(folder.path(), &[&["diff", "--format", "json"], args].concat());
        assert_eq!(err, "");
        (status, serde_json::from_str(&out).unwrap())
    };
    let (status, same) = diff(&["b.md"]);
    assert_eq!((status, same["articles"][0]["same"].as_u64()), (0, Some(1)));
    fs::write(folder.path().join("b.md"), OLD).unwrap();
    // The archived version stood with the other article; the new one contradicts it.
    let (status, changed) = diff(&["b.md"]);
    let change = &changed["articles"][0]["changed"][0];
    assert_eq!(status, 1);
    assert_eq!(change["parts"], serde_json::json!(["value"]));
    assert_eq!(
        (&change["old"]["quote"], &change["new"]["quote"]),
        (&"5 procent".into(), &"2 procent".into())
    );
    assert_eq!(changed["findings"]["came"].as_array().unwrap().len(), 1);
    // Between two files there is nothing else to contradict, unless an archive is named.
    assert_eq!(diff(&["a.md", "b.md"]).0, 0);
    assert_eq!(diff(&["a.md", "b.md", "--against", ".klopt/archive.db"]).0, 1);
    let (status, _, err) = klopt(folder.path(), &["diff", "c.md"]);
    assert!(status == 2 && err.contains("c.md"), "{err}");
}

#[test]
fn an_audit_keeps_to_the_severities_and_suppressions() {
    let config = "severity:\n  - { rule: figure/contradiction, severity: info }\n";
    let folder = folder(&[("nl/a.md", NEW), ("nl/b.md", OLD), ("klopt.yaml", config)]);
    assert_eq!(klopt(folder.path(), &["archive", "add", "-q", "nl"]).0, 0);
    let audit = || {
        let (status, out, err) = klopt(folder.path(), &["audit", "--format", "json"]);
        assert_eq!((status, err.as_str()), (0, ""), "{out}");
        let audit: serde_json::Value = serde_json::from_str(&out).unwrap();
        let fact = audit["facts"][0].clone();
        let marks: Vec<_> = fact["rows"].as_array().unwrap().iter().map(|r| r["marks"].clone()).collect();
        let severities: Vec<_> =
            fact["findings"].as_array().unwrap().iter().map(|f| f["severity"].clone()).collect();
        (serde_json::Value::from(marks).to_string(), serde_json::Value::from(severities).to_string())
    };
    let marked = ("[[],[\"conflicts\"]]".to_owned(), "[\"info\"]".to_owned());
    assert_eq!(audit(), marked);
    let accepted = "suppress:\n  - { rule: figure/contradiction, path: nl/b.md, reason: a quotation }\n";
    fs::write(folder.path().join("klopt.yaml"), accepted).unwrap();
    assert_eq!(audit(), ("[[],[]]".to_owned(), "[]".to_owned()));
    let elsewhere = "suppress:\n  - { rule: figure/contradiction, path: nl/a.md, reason: a quotation }\n";
    fs::write(folder.path().join("klopt.yaml"), elsewhere).unwrap();
    assert_eq!(audit(), (marked.0, "[\"error\"]".to_owned()));
}

#[test]
fn refresh_says_what_the_rules_make_of_each_article() {
    let metric = "metric: choir-size\ntitle: { nl: Koor, en: Choir }\nvalue: count\nbehaviour: state\n\
        subject: { kind: alliance, default: nato }\npatterns:\n  nl:\n    - \"koor telt {value}\"\n";
    let text = format!("{NEW}\nHet koor telt 40 stemmen.\n");
    let folder = folder(&[("nl/a.md", &text), ("nl/b.md", OLD), ("mine/metrics/koor.yaml", metric)]);
    assert_eq!(klopt(folder.path(), &["archive", "add", "-q", "nl"]).0, 0);
    let (status, out, err) = klopt(folder.path(), &["archive", "refresh", "--rules", "mine"]);
    assert_eq!((status, err.as_str()), (0, ""), "{out}");
    let lines: Vec<&str> = out.lines().collect();
    assert!(lines[0].starts_with("nl/a.md (rules ") && lines[0].contains(") → nl/a.md (rules "), "{out}");
    assert_eq!(
        lines[1..],
        [
            "  came      Choir · NATO: 40, actual",
            "             new 8:15    Het koor telt 40 stemmen.",
            "  claims: 0 changed, 1 came, 0 went, 1 as they were",
            "",
            "2 extracted again, 1 changed, 0 up to date",
        ]
    );
}

#[test]
fn of_too_many_findings_the_gravest_are_shown_and_all_are_counted() {
    // An undated article comes first, and is worth an info; the contradiction behind it is an error.
    let folder = folder(&[("0.md", "# Kop\n\nGeen datum.\n"), ("a.md", NEW), ("b.md", OLD)]);
    let one = |format: &str| klopt(folder.path(), &["check", "--format", format, "--max-findings", "1", "."]);
    let (status, out, _) = one("short");
    assert_eq!(status, 1);
    assert!(out.starts_with("b.md:6:") && out.contains("error[figure/contradiction]"), "{out}");
    assert!(out.ends_with("1 error, 1 info in 3 articles, 2 claims\nand 1 more finding\n"), "{out}");
    assert!(one("github").1.ends_with("::notice title=klopt::and 1 more finding\n"));
    assert!(one("junit").1.contains("<system-out>and 1 more finding</system-out>"));
    assert!(one("html").1.contains("and 1 more finding"));
    let sarif: serde_json::Value = serde_json::from_str(&one("sarif").1).unwrap();
    let told = &sarif["runs"][0]["invocations"][0]["toolExecutionNotifications"][0];
    assert_eq!(told["message"]["text"], "and 1 more finding");
    for format in ["gitlab", "rdjson", "checkstyle", "jsonl"] {
        assert_eq!(one(format).2, "klopt: and 1 more finding\n", "{format}");
    }
}

#[test]
fn a_file_is_one_article_whatever_it_is_called() {
    let folder = folder(&[("een/b.md", NEW), ("twee/c.md", OLD)]);
    let args = ["check", "--format", "json", "een", "./een/b.md", "een/../een/b.md", "twee"];
    let (_, out, _) = klopt(folder.path(), &args);
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&report["articles"], &report["claims"]), (&2.into(), &2.into()));
}

#[test]
fn articles_of_one_id_are_told_apart_by_their_files() {
    let line = |id: &str, day: u8, text: &str| {
        format!("{{\"id\": \"{id}\", \"date\": \"2025-05-{day:02}\", \"text\": \"{text}\"}}\n")
    };
    let a = line("1", 1, "De NAVO-norm is 5 procent van het bbp.")
        + &line("2", 2, "De NAVO-norm is 2 procent van het bbp.");
    let c =
        line("1", 3, "Het weer is mooi.") + &line("2", 4, "Ook hier is de NAVO-norm 5 procent van het bbp.");
    let again = line("2", 5, "Nog eens: de NAVO-norm is 5 procent van het bbp.");
    let twice = format!("{c}{again}");
    let folder = folder(&[("a.jsonl", &a), ("c.jsonl", &twice)]);
    let (_, out, err) = klopt(folder.path(), &["check", "--format", "json", "."]);
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    let found = report["findings"].as_array().unwrap();
    let wrong = found.iter().find(|f| f["rule"] == "figure/contradiction").unwrap();
    let place =
        |label: &serde_json::Value| (label["path"].clone(), label["line"].clone(), label["quote"].clone());
    assert_eq!(place(&wrong["primary"]), ("a.jsonl".into(), 2.into(), "2 procent".into()));
    assert!(wrong["related"].as_array().unwrap().iter().all(|l| l["quote"] == "5 procent"), "{out}");
    assert!(
        err.contains("input/same-id") && err.contains("line 3: the id `2` is that of line 2 already"),
        "{err}"
    );
    let (_, out, _) = klopt(folder.path(), &["extract", "--format", "jsonl", "."]);
    let claims: Vec<serde_json::Value> =
        out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let ids: std::collections::BTreeSet<&str> = claims.iter().map(|c| c["id"].as_str().unwrap()).collect();
    assert_eq!((claims.len(), ids.len()), (4, 4));
    assert!(claims.iter().all(|c| c["article"] == "1" || c["article"] == "2"), "{out}");
}

#[test]
fn an_undated_record_is_told_on_its_line() {
    let text = "{\"id\": \"a\", \"date\": \"2025-05-01\", \"text\": \"Een.\"}\n{\"id\": \"b\", \"text\": \"Twee.\"}\n";
    let folder = folder(&[("a.jsonl", text)]);
    let (_, out, _) = klopt(folder.path(), &["check", "--format", "json", "."]);
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(report["findings"][0]["rule"], "article/undated");
    assert_eq!(report["findings"][0]["primary"]["line"], 2);
}

#[test]
fn many_articles_are_counted_and_both_sides_shown() {
    let article = |n: usize, count: usize| {
        let text = format!(
            "---\ndate: 2025-05-01\n---\n\nDe NAVO telt {count} lidstaten.\n\nZo schreef onze redacteur in stuk {n}.\n"
        );
        (format!("{n:03}.md"), text)
    };
    let contradiction = |articles: Vec<(String, String)>, language: &str| {
        let files: Vec<(&str, &str)> = articles.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
        let folder = folder(&files);
        let args = ["check", "--ui-lang", language, "--format", "short", "."];
        let (_, out, _) = klopt(folder.path(), &args);
        out.lines().next().unwrap().split_once("] ").unwrap().1.to_owned()
    };
    let many = (0..100).map(|n| article(n, if n == 50 { 31 } else { 32 })).collect();
    assert!(contradiction(many, "en").ends_with("31 here, but 32 in 99 other articles"));
    let even = || (0..20).map(|n| article(n, if n % 2 == 0 { 31 } else { 32 })).collect();
    let told = contradiction(even(), "en");
    assert!(
        told.ends_with("10 articles say 32, 10 say 31") || told.ends_with("10 articles say 31, 10 say 32"),
        "{told}"
    );
    assert!(contradiction(even(), "nl").contains("10 artikelen zeggen 3"));
}

#[test]
fn rules_that_are_not_there_are_told_once_with_a_help() {
    let folder = folder(&[("a.md", NEW)]);
    let (status, _, err) = klopt(folder.path(), &["check", "--rules", "nergens", "a.md"]);
    assert_eq!(status, 2);
    assert!(
        err.contains("there is no such folder or file of rules") && err.contains("help: check the spelling"),
        "{err}"
    );
}

#[test]
fn names_that_nothing_has_are_told_and_cost_no_finding() {
    let config = "language: de\ncountry: XX\nseverity:\n  - { rule: figure/contradicton, severity: off }\nsuppress:\n  \
        - { metric: member-cuont, reason: x }\n";
    let remark = NEW.replace("De NAVO", "<!-- klopt: ignore figure/nonsense reason: x -->\nDe NAVO");
    let a = remark.replace("---\n# Kop", "lang: xx\ncorrects: nergens\n---\n# Kop");
    let b = OLD.replace("---\n# Kop", "corrects: {a: 1}\n---\n# Kop");
    let folder = folder(&[("klopt.yaml", config), ("a.md", &a), ("b.md", &b)]);
    let (_, _, err) = klopt(folder.path(), &["check", "."]);
    for told in [
        "line 1: there are no rules for the language `de`",
        "line 2: there is no country with the code `XX`",
        "there is no rule `figure/contradicton`",
        "did you mean `figure/contradiction`?",
        "there is no metric `member-cuont`",
        "there is no rule `figure/nonsense`",
        "there are no rules for the language `xx`",
        "there is no article `nergens`",
        "this is no id of an article",
    ] {
        assert!(err.split_whitespace().collect::<Vec<_>>().join(" ").contains(told), "{told}: {err}");
    }
    let lines = "{\"lang\": \"xx\", \"text\": \"a\"}\n{\"lang\": \"xx\", \"text\": \"b\"}\n";
    let folder = self::folder(&[("a.jsonl", lines)]);
    let (status, _, err) = klopt(folder.path(), &["check", "--lang", "nl", "."]);
    assert_eq!((status, err.matches("input/unknown-language").count()), (0, 1), "{err}");
    assert_eq!(klopt(folder.path(), &["check", "--lang", "de", "."]).2.matches("--lang: ").count(), 1);
}

#[test]
fn a_metric_is_explained_as_one() {
    let folder = folder(&[]);
    let (status, out, _) = klopt(folder.path(), &["rules", "explain", "member-count"]);
    assert_eq!(status, 0);
    assert!(out.starts_with("`member-count` is a metric, and no rule: "), "{out}");
    assert!(out.contains("figure/contradiction") && !out.contains("date/weekday"), "{out}");
}

#[test]
fn lines_that_are_no_articles_are_told_in_plain_words() {
    let folder = folder(&[("a.jsonl", "[]\n{\"id\": 1, \"text\": 5}\n{\"id\": 2}\n{\"text\": \"a\"\n")]);
    let (status, _, err) = klopt(folder.path(), &["check", "."]);
    assert_eq!(status, 2);
    for told in [
        "line 1, column 1: this line is no JSON object",
        "line 2, column 19: integer `5` stands where a text belongs",
        "line 3, column 9: it has no `text`",
        "line 4, column 12: the line ends before its object does",
    ] {
        assert!(err.contains(told), "{told}: {err}");
    }
}

#[test]
fn what_is_of_no_use_is_told_to_programs_too() {
    let config = "suppress:\n  - { rule: figure/stale, reason: bekend }\n";
    let folder = folder(&[("klopt.yaml", config), ("a.md", NEW)]);
    let one = |format: &str| klopt(folder.path(), &["check", "--format", format, "."]).1;
    let report: serde_json::Value = serde_json::from_str(&one("json")).unwrap();
    let told = &report["problems"][0];
    assert_eq!((&told["code"], &told["severity"]), (&"suppress/unused".into(), &"warning".into()));
    assert_eq!((&told["path"], &told["line"]), (&"klopt.yaml".into(), &2.into()));
    assert!(one("github").starts_with("::warning file=klopt.yaml,line=2,title=suppress/unused::"));
    let sarif: serde_json::Value = serde_json::from_str(&one("sarif")).unwrap();
    let told = &sarif["runs"][0]["invocations"][0]["toolExecutionNotifications"][0];
    assert_eq!(told["descriptor"]["id"], "suppress/unused");
    let lines: Vec<String> = one("rdjson").lines().map(|line| line.trim().to_owned()).collect();
    for told in [r#""value": "suppress/unused""#, r#""path": "klopt.yaml","#, r#""line": 2"#] {
        assert!(lines.iter().any(|line| line == told), "{told}: {lines:?}");
    }
    let issues: serde_json::Value = serde_json::from_str(&one("gitlab")).unwrap();
    assert_eq!(
        (&issues[0]["check_name"], &issues[0]["severity"]),
        (&"suppress/unused".into(), &"minor".into())
    );
    assert_eq!(
        issues[0]["location"],
        serde_json::json!({"path": "klopt.yaml", "lines": {"begin": 2, "end": 2}})
    );
    let checkstyle = one("checkstyle");
    let told = "  <file name=\"klopt.yaml\">\n    <error line=\"2\" severity=\"warning\" message=\"";
    assert!(
        checkstyle.contains(told) && checkstyle.contains("source=\"klopt.suppress/unused\""),
        "{checkstyle}"
    );
    let junit = one("junit");
    assert!(junit.contains("tests=\"2\" failures=\"0\" errors=\"0\""), "{junit}");
    assert!(junit.contains("<testcase name=\"suppress/unused 2\" classname=\"klopt.yaml\">"), "{junit}");
}

#[test]
fn what_cannot_be_read_is_told_in_every_format() {
    let folder = folder(&[("a.md", NEW), ("b.jsonl", "{\"id\": 1}\n")]);
    let one = |format: &str| {
        let (status, out, _) = klopt(folder.path(), &["check", "--format", format, "."]);
        assert_eq!(status, 2);
        out
    };
    for format in ["json", "sarif", "github", "gitlab", "rdjson", "checkstyle", "junit"] {
        let out = one(format);
        assert!(out.contains("b.jsonl") && out.contains("input/"), "{format}: {out}");
    }
    let junit = one("junit");
    assert!(junit.contains("errors=\"1\"") && junit.contains("<error message="), "{junit}");
}

#[test]
fn a_text_whose_language_nobody_tells_is_told() {
    let page = "<html lang=fr><body><article><p>La norme est de 2 %.</p></article></body></html>";
    let lines = "{\"text\": \"De NAVO telt 32 leden.\"}\n{\"text\": \"EU: 32 %\"}\n";
    let folder = folder(&[("a.txt", "EU: 32 %\n"), ("b.html", page), ("c.jsonl", lines)]);
    let (status, out, err) = klopt(folder.path(), &["extract", "."]);
    assert_eq!(status, 0);
    assert!(out.contains("member-count  nato  32"), "{out}");
    for told in [
        "a.txt: the language of this article is not recognised: nothing in it is checked",
        "line 2, column 1: the language of this article is not recognised",
        "b.html: there are no rules for the language `fr`",
    ] {
        assert!(err.contains(told), "{told}: {err}");
    }
    assert_eq!(err.matches("warning[").count(), 3, "{err}");
    let (_, out, err) = klopt(folder.path(), &["extract", "--lang", "nl", "a.txt", "c.jsonl"]);
    assert_eq!((out.matches("member-count").count(), err.as_str()), (1, ""));
}

#[test]
fn what_a_new_article_corrects_is_looked_for_in_the_archive() {
    let old = OLD.replace("---\ndate", "---\nid: oud\ndate");
    let new = NEW.replace("2025-07-01\n", "2025-07-03\ncorrects: [oud, nergens]\n");
    let again = OLD.replace("07-02", "07-04");
    let folder = folder(&[("old/a.md", &old), ("new/b.md", &new), ("new/c.md", &again)]);
    assert_eq!(klopt(folder.path(), &["archive", "add", "--quiet", "old"]).0, 0);
    let against = ["check", "--against", ".klopt/archive.db", "--format", "short"];
    let (status, out, err) = klopt(folder.path(), &[&against[..], &["new"]].concat());
    assert_eq!(status, 1);
    assert_eq!(out.matches("figure/").count(), 1, "{out}");
    assert!(out.starts_with("new/c.md:6:17: error[figure/retracted]"), "{out}");
    assert_eq!(err.matches("there is no article `").count(), 1, "{err}");
    assert!(err.contains("new/b.md: line 3: there is no article `nergens`"), "{err}");
    assert_eq!(klopt(folder.path(), &[&against[..], &["new/b.md"]].concat()).0, 0);
}

#[test]
fn how_many_more_problems_there_are_is_told_last() {
    let folder = folder(&[("a.jsonl", &"{\"text\": 5}\n".repeat(120))]);
    let (status, _, err) = klopt(folder.path(), &["check", "a.jsonl"]);
    let last = err.rsplit("error[").next().unwrap();
    assert_eq!(status, 2);
    assert!(last.contains("20 more problems like these are not shown"), "{last}");
}
