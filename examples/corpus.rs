//! Writes a folder of generated Dutch articles: `cargo run --example corpus -- FOLDER [ARTICLES]`.

#![expect(clippy::print_stderr, reason = "a program that tells what is wrong with its arguments")]

use std::path::Path;
use std::process::ExitCode;

#[path = "../benches/corpus/mod.rs"]
#[allow(dead_code, reason = "the benchmarks use the rest")]
mod corpus;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (folder, count) = (arguments.next(), arguments.next().unwrap_or_else(|| "1000".to_owned()));
    let (Some(folder), Ok(count)) = (folder, count.parse::<usize>()) else {
        eprintln!("usage: corpus FOLDER [ARTICLES]");
        return ExitCode::from(2);
    };
    match write(Path::new(&folder), count) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{folder}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Writes the articles, a thousand to a folder, each about 3.3 KB long.
fn write(folder: &Path, count: usize) -> std::io::Result<()> {
    let mut corpus = corpus::Corpus::new(1);
    for i in 0..count {
        let below = folder.join(format!("{:03}", i / 1000));
        if i % 1000 == 0 {
            std::fs::create_dir_all(&below)?;
        }
        std::fs::write(below.join(format!("{i:06}.txt")), corpus.article(3_100))?;
    }
    Ok(())
}
