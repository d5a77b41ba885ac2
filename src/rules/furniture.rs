//! The words of the page: what the files `language/furniture-*.yaml` hold, for the input room.

use super::pack_files::{FileKind, PackFile};
use crate::finding::Problem;
use crate::input::{LanguageWords, PageWords};
use crate::text::SourceSpan;

/// Joins the words of all files of the pack that hold any.
///
/// # Errors
/// A problem for each file that is no such file, at the place where it stops being one.
pub fn page_words(files: &[PackFile]) -> Result<PageWords, Vec<Problem>> {
    let mut languages = Vec::new();
    let mut problems = Vec::new();
    for file in files.iter().filter(|file| file.kind == FileKind::Furniture) {
        match serde_yaml::from_str::<LanguageWords>(&file.text) {
            Ok(words) => languages.push(words),
            Err(error) => problems.push(problem(file, &error)),
        }
    }
    if problems.is_empty() { Ok(PageWords::new(languages)) } else { Err(problems) }
}

fn problem(file: &PackFile, error: &serde_yaml::Error) -> Problem {
    let span = error.location().map_or(SourceSpan::new(0, 0), |location| {
        let line = usize::try_from(location.line()).unwrap_or(1).max(1);
        let column = usize::try_from(location.column()).unwrap_or(1).max(1);
        let start: usize = file.text.split_inclusive('\n').take(line - 1).map(str::len).sum();
        let rest = file.text.get(start..).unwrap_or("");
        let at = start + rest.chars().take(column - 1).map(char::len_utf8).sum::<usize>();
        SourceSpan::new(at, at + rest.chars().nth(column - 1).map_or(0, char::len_utf8))
    });
    Problem::error("rule/furniture", &file.path, "the words of the page cannot be read")
        .at(&file.text, span, error.without_snippet().to_string())
        .with_help("see the shipped `language/furniture-nl.yaml` for the keys")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::pack_files;

    #[test]
    fn the_shipped_words_read() {
        let words = page_words(&pack_files::shipped()).unwrap();
        let reading = crate::input::Reader::new(words).read("a.txt", b"Het kabinet\n3 mei 2024".to_vec());
        let date = reading.documents.first().and_then(|d| d.meta.published).map(|p| p.iso());
        assert_eq!(date.as_deref(), Some("2024-05-03"));
    }

    #[test]
    fn a_mistake_is_shown_at_its_place() {
        let text = "language: fy\nwurden: [de]\n";
        let file = PackFile {
            path: "rules/language/furniture-fy.yaml".to_owned(),
            text: text.into(),
            kind: FileKind::Furniture,
            shipped: false,
        };
        let problems = page_words(&[file]).unwrap_err();
        let (span, _) = problems.first().and_then(|p| p.labels.first()).unwrap();
        assert_eq!((span.start, span.of(text)), (13, "w"));
    }
}
