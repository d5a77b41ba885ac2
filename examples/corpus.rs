//! Writes a folder of generated Dutch articles: `cargo run --example corpus -- FOLDER [ARTICLES]`, each a file of
//! 3.3 KB; into a file that ends in `.jsonl`, each a line. With `--years` they are short, in JSON Lines, and tell of the same facts over twenty years: 300,000 of
//! them make about a million claims. `--years=2` gives those of another press, about the same facts again.

#![expect(clippy::print_stderr, reason = "a program that tells what is wrong with its arguments")]

use std::fs;
use std::io;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

#[path = "../benches/corpus/mod.rs"]
#[allow(dead_code, reason = "the benchmarks use the rest")]
mod corpus;

fn main() -> ExitCode {
    let (options, mut rest): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let count = if rest.len() > 1 { rest.pop() } else { None };
    let count = count.map_or(Ok(1_000), |count| count.parse());
    let ([folder], Ok(count)) = (rest.as_slice(), count) else {
        eprintln!("usage: corpus [--years] FOLDER|FILE.jsonl [ARTICLES]");
        return ExitCode::from(2);
    };
    let lines = Path::new(folder).extension().is_some_and(|extension| extension == "jsonl");
    let press = options.iter().find_map(|option| match option.strip_prefix("--years")? {
        "" => Some(1),
        number => number.strip_prefix('=')?.parse().ok(),
    });
    let folder = Path::new(folder);
    let written = match (press, lines) {
        (Some(press), _) => write_years(folder, press, count),
        (None, true) => write_lines(folder, count),
        (None, false) => write(folder, count),
    };
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", folder.display());
            ExitCode::FAILURE
        }
    }
}

/// Writes the articles as JSON Lines, with ids of their own.
fn write_lines(file: &Path, count: u64) -> io::Result<()> {
    let mut out = io::BufWriter::new(fs::File::create(file)?);
    let mut corpus = corpus::Corpus::new(1);
    for i in 0..count {
        let line = serde_json::json!({ "id": format!("a{i}"), "text": corpus.article(3_100) });
        serde_json::to_writer(&mut out, &line)?;
        out.write_all(b"\n")?;
    }
    out.flush()
}

/// Writes the articles, a thousand to a folder, each about 3.3 KB long.
fn write(folder: &Path, count: u64) -> io::Result<()> {
    let mut corpus = corpus::Corpus::new(1);
    for i in 0..count {
        let below = folder.join(format!("{:03}", i / 1000));
        if i % 1000 == 0 {
            fs::create_dir_all(&below)?;
        }
        fs::write(below.join(format!("{i:06}.txt")), corpus.article(3_100))?;
    }
    Ok(())
}

/// Writes what a press published in some years, a thousand articles to a file.
fn write_years(folder: &Path, press: u64, count: u64) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let years = corpus::years::Years::new(press, count);
    (0..years.files()).try_for_each(|n| fs::write(folder.join(format!("{n:04}.jsonl")), years.file(n)))
}
