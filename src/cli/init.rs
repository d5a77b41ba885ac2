//! `klopt init`.

use std::io::{self, Write as _};
use std::path::Path;

use super::output::{Outcome, complain, stdout};
use crate::config;

/// What `klopt init` writes: a file and its text.
const FILES: [(&str, &str); 3] = [
    (config::FILE, include_str!("init/klopt.yaml")),
    ("klopt-rules/metrics/unemployment.yaml", include_str!("init/metric.yaml")),
    ("klopt-rules/checks/unemployment.yaml", include_str!("init/check.yaml")),
];

/// Writes a configuration, a metric and a rule into the current folder; a file that is there stays.
pub(super) fn run() -> io::Result<Outcome> {
    let there: Vec<&str> =
        FILES.iter().map(|(path, _)| *path).filter(|path| Path::new(path).exists()).collect();
    if !there.is_empty() {
        let are = if there.len() == 1 { "is" } else { "are" };
        complain(&format!("nothing is written: {} {are} there already", there.join(", ")));
        return Ok(Outcome::Unreadable);
    }
    let mut out = stdout();
    for (path, text) in FILES {
        if let Some(folder) = Path::new(path).parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, text)?;
        writeln!(out, "wrote {path}")?;
    }
    writeln!(out, "try: klopt rules test, then klopt check")?;
    out.flush()?;
    Ok(Outcome::Clean)
}
