//! The files that the paths on the command line stand for.

use std::fs::File;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use ignore::WalkBuilder;

use super::settings::absolute;
use crate::finding::{Problem, Severity};
use crate::input::{Format, LONGEST};

/// The path that stands for standard input.
pub const STDIN: &str = "-";

/// What the paths stand for.
#[derive(Debug, Default)]
pub struct Collected {
    /// The files to read.
    pub files: Vec<PathBuf>,
    /// What is not there, cannot be walked, or holds no article.
    pub problems: Vec<Problem>,
    /// Files in the folders that are no articles, and why.
    pub others: Vec<(PathBuf, &'static str)>,
}

/// What a folder of articles tells about itself, by the names that such files have everywhere.
const ABOUT: [&str; 12] = [
    "AUTHORS",
    "CHANGELOG",
    "CODE_OF_CONDUCT",
    "CONTRIBUTING",
    "CONTRIBUTORS",
    "COPYING",
    "LICENCE",
    "LICENSE",
    "MAINTAINERS",
    "NOTICE",
    "README",
    "SECURITY",
];

/// Collects the files to read: a file is taken as it is, a folder is walked as
/// ripgrep walks it (hidden files and what `.gitignore` names left out) for files
/// with the extensions of [`Format::EXTENSIONS`], and `-` is kept. What is about the
/// folder, such as a `README.md`, is no article there; named by itself it is read.
///
/// Within a folder the files come in the order of their paths, whatever the file
/// system says; a file that two paths name is taken once. What is not there,
/// cannot be walked, or holds no article is a problem.
#[must_use]
pub fn collect(paths: &[PathBuf]) -> Collected {
    let mut out = Collected::default();
    for path in paths {
        if path == Path::new(STDIN) {
            out.files.push(path.clone());
            continue;
        }
        match std::fs::metadata(path) {
            Ok(found) if found.is_dir() => walk(path, &mut out),
            Ok(_) => out.files.push(path.clone()),
            Err(error) => out.problems.push(missing(path, &error)),
        }
    }
    // One path names no file twice.
    if paths.len() > 1 {
        let mut seen = rustc_hash::FxHashSet::default();
        out.files.retain(|file| seen.insert(one_name(file)));
    }
    out
}

/// The same for all names of a file: `a.md`, `./a.md`, `b/../a.md`. The first one given is shown.
fn one_name(file: &Path) -> PathBuf {
    let climbs = file.components().any(|part| part == Component::ParentDir);
    // What lies above a link only the disk knows.
    let real = climbs.then(|| file.canonicalize().ok()).flatten();
    real.unwrap_or_else(|| if file == Path::new(STDIN) { file.to_path_buf() } else { absolute(file) })
}

/// Reads one file, or standard input.
///
/// # Errors
/// A problem that names the file and what the system says of it, or that there is more in it than an article holds.
pub fn read(path: &Path) -> Result<Vec<u8>, Box<Problem>> {
    if path == Path::new(STDIN) {
        return whole(path, std::io::stdin().lock(), Vec::new());
    }
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    let size = file.metadata().ok().and_then(|of| usize::try_from(of.len()).ok()).unwrap_or(0);
    if size > LONGEST {
        return Err(too_large(path));
    }
    whole(path, file, Vec::with_capacity(size + 1))
}

/// All of `input` behind the bytes that were read of it before.
///
/// # Errors
/// It cannot be read to its end, or has none within what an article may have.
pub(super) fn whole(path: &Path, input: impl Read, mut bytes: Vec<u8>) -> Result<Vec<u8>, Box<Problem>> {
    let room = (LONGEST + 1).saturating_sub(bytes.len());
    input.take(room as u64).read_to_end(&mut bytes).map_err(|error| unreadable(path, &error))?;
    if bytes.len() > LONGEST { Err(too_large(path)) } else { Ok(bytes) }
}

fn too_large(path: &Path) -> Box<Problem> {
    let message = format!("{} is larger than 256 MiB", called(path));
    let help = "an article is read whole; of JSON Lines (.jsonl) there may be any number";
    Box::new(Problem::error("input/too-long", &path.display().to_string(), message).with_help(help))
}

/// The problem of a file that cannot be read.
pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> Box<Problem> {
    if error.kind() == std::io::ErrorKind::NotFound {
        return Box::new(missing(path, error));
    }
    let message = format!("{} cannot be read: {error}", called(path));
    Box::new(Problem::error("input/unreadable", &path.display().to_string(), message))
}

fn called(path: &Path) -> &'static str {
    if path == Path::new(STDIN) { "standard input" } else { "this file" }
}

fn walk(folder: &Path, out: &mut Collected) {
    let shown = folder.display().to_string();
    let before = out.files.len();
    let complaints = out.problems.len();
    let order = |a: &Path, b: &Path| a.cmp(b);
    let walker = WalkBuilder::new(folder).require_git(false).sort_by_file_path(order).build();
    for entry in walker {
        match entry {
            Ok(entry) if !entry.path().is_file() => {}
            Ok(entry) => match no_article(entry.path()) {
                None => out.files.push(plain(entry.path())),
                Some(why) => out.others.push((plain(entry.path()), why)),
            },
            Err(error) => out.problems.push(unwalkable(folder, &error)),
        }
    }
    if out.files.len() == before && out.problems.len() == complaints {
        let help = format!("klopt reads {}", Format::EXTENSIONS.map(|e| format!(".{e}")).join(", "));
        let mut empty = Problem::error("input/no-articles", &shown, "there are no articles in this folder");
        empty.severity = Severity::Error;
        out.problems.push(empty.with_help(help));
    }
}

/// What keeps a folder, or one in it, from being walked.
fn unwalkable(folder: &Path, error: &ignore::Error) -> Problem {
    let why = match error {
        ignore::Error::WithDepth { err, .. } => return unwalkable(folder, err),
        ignore::Error::WithPath { path, err } => return unwalkable(path, err),
        ignore::Error::Io(error) => error.kind().to_string(),
        other => other.to_string(),
    };
    let shown = plain(folder).display().to_string();
    Problem::error("input/unreadable", &shown, format!("this path cannot be read: {why}"))
}

/// A path below the current folder, without the `./` of a walk through `.`.
fn plain(path: &Path) -> PathBuf {
    path.strip_prefix(".").unwrap_or(path).to_path_buf()
}

/// Why a file in a folder is no article; none where it may be one.
fn no_article(path: &Path) -> Option<&'static str> {
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or("");
    if !Format::EXTENSIONS.iter().any(|known| known.eq_ignore_ascii_case(extension)) {
        return Some("not an article by its extension");
    }
    let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("");
    // `README.nl.md` too; an article called `security.md` is not written in capitals.
    let stem = name.split('.').next().unwrap_or("");
    let about = ABOUT.contains(&stem) || stem.eq_ignore_ascii_case("readme");
    about.then_some("about its folder, by its name")
}

/// The problem of a path that cannot be opened.
pub(super) fn missing(path: &Path, error: &std::io::Error) -> Problem {
    if path.as_os_str().is_empty() {
        return Problem::error("input/missing", "\"\"", "an empty text names no file or folder")
            .with_help("is a variable in the command line empty?");
    }
    let shown = path.display().to_string();
    if error.kind() == std::io::ErrorKind::NotFound {
        return Problem::error("input/missing", &shown, "there is no such file or folder")
            .with_help("check the spelling, and the folder that klopt is run in");
    }
    Problem::error("input/unreadable", &shown, format!("this path cannot be read: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of its own under the system's temporary one, gone when it goes out of use.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str, files: &[(&str, &str)]) -> Self {
            let root = std::env::temp_dir().join(format!("klopt-files-{name}-{}", std::process::id()));
            for (file, text) in files {
                let path = root.join(file);
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, text).unwrap();
            }
            std::fs::create_dir_all(&root).unwrap();
            Self(root)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            std::fs::remove_dir_all(&self.0).unwrap();
        }
    }

    #[test]
    fn folders_are_walked_in_order_and_what_is_ignored_is_left_out() {
        let folder = Folder::new(
            "walk",
            &[
                ("b.txt", "b"),
                ("a/z.MD", "z"),
                ("a/c.html", "c"),
                ("a/beeld.png", "x"),
                ("weg/d.txt", "d"),
                (".verborgen/e.txt", "e"),
                (".gitignore", "weg/\n"),
            ],
        );
        let Collected { files, problems, .. } =
            collect(&["-".into(), folder.0.clone(), folder.0.join("b.txt")]);
        assert_eq!(problems, []);
        let names: Vec<_> =
            files.iter().map(|f| f.strip_prefix(&folder.0).unwrap_or(f).to_str().unwrap()).collect();
        assert_eq!(names, ["-", "a/c.html", "a/z.MD", "b.txt"]);
    }

    #[test]
    fn what_is_about_a_folder_is_no_article_unless_it_is_named() {
        let names = ["readme.md", "README.nl.md", "CHANGELOG.md", "LICENSE.txt", "security.md", "read-me.md"];
        let folder = Folder::new("about", &names.map(|name| (name, "De NAVO telt 32 leden.")));
        let told = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
        let Collected { files, others, .. } = collect(std::slice::from_ref(&folder.0));
        let articles: Vec<_> = files.iter().map(|f| told(f)).collect();
        assert_eq!(articles, ["read-me.md", "security.md"]);
        let left: Vec<_> = others.iter().map(|(f, why)| (told(f), *why)).collect();
        let about = "about its folder, by its name";
        let wanted = ["CHANGELOG.md", "LICENSE.txt", "README.nl.md", "readme.md"];
        assert_eq!(left, wanted.map(|name| (name.to_owned(), about)));
        let named = [folder.0.join("readme.md")];
        assert_eq!(collect(&named).files, named);
    }

    #[test]
    fn a_folder_that_cannot_be_walked_is_told_by_its_own_path() {
        let denied =
            std::io::Error::new(std::io::ErrorKind::PermissionDenied, "IO error for operation on ./a/b");
        let at = ignore::Error::WithPath { path: "./a/b".into(), err: Box::new(ignore::Error::Io(denied)) };
        let problem = unwalkable(Path::new("."), &ignore::Error::WithDepth { depth: 1, err: Box::new(at) });
        let told = (problem.path.as_str(), problem.message.as_str());
        assert_eq!(told, ("a/b", "this path cannot be read: permission denied"));
    }

    #[test]
    fn what_cannot_be_read_is_a_problem_and_the_rest_is_kept() {
        let folder = Folder::new("missing", &[("beeld.png", "x")]);
        let gone = folder.0.join("weg.txt");
        let asked = [gone.clone(), folder.0.clone(), "".into(), "-".into()];
        let Collected { files, problems, .. } = collect(&asked);
        assert_eq!(files, [PathBuf::from("-")]);
        let told: Vec<_> = problems.iter().map(|p| (p.code, p.path.clone())).collect();
        let wanted = [
            ("input/missing", &*gone),
            ("input/no-articles", &*folder.0),
            ("input/missing", "\"\"".as_ref()),
        ];
        assert_eq!(told, wanted.map(|(code, path)| (code, path.display().to_string())));
    }
}
