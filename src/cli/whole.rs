//! Files that are written whole or not at all.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes the file at `path`: beside it first, and in its place when everything is written, so that
/// a run that fails or is stopped leaves what was there. A link stays one; a pipe or a device, which
/// cannot be replaced, is written to.
///
/// # Errors
/// Says which file could not be written, and why.
pub(super) fn write(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let named = |error: io::Error| io::Error::other(format!("{} cannot be written: {error}", path.display()));
    let there = std::fs::metadata(path).ok();
    if there.as_ref().is_some_and(|found| !found.is_file()) {
        return filled(path, fill).map_err(named);
    }
    let real = path.canonicalize().unwrap_or_else(|_new| path.to_path_buf());
    let beside = beside(&real);
    let done = filled(&beside, fill)
        .and_then(|()| there.map_or(Ok(()), |old| std::fs::set_permissions(&beside, old.permissions())))
        .and_then(|()| std::fs::rename(&beside, &real));
    if done.is_err() {
        // It may never have been made.
        let _ = std::fs::remove_file(&beside);
    }
    done.map_err(named)
}

fn filled(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = io::BufWriter::new(std::fs::File::create(path)?);
    fill(&mut out)?;
    out.flush()
}

/// A name that no other run takes.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}", std::process::id()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_there_stays_until_everything_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.json");
        write(&path, |out| out.write_all(b"one")).unwrap();
        let error = write(&path, |out| out.write_all(b"tw").and_then(|()| Err(io::Error::other("full"))));
        assert_eq!(error.unwrap_err().to_string(), format!("{} cannot be written: full", path.display()));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "one");
        write(&path, |out| out.write_all(b"two")).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_a_device_is_written_to() {
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        std::fs::write(&real, "one").unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        write(&link, |out| out.write_all(b"two")).unwrap();
        assert!(link.is_symlink() && std::fs::read_to_string(&real).unwrap() == "two");
        write(Path::new("/dev/null"), |out| out.write_all(b"gone")).unwrap();
        assert!(!Path::new("/dev/null").is_file());
    }
}
