//! The words of the page: what the files `language/furniture-*.yaml` hold, for the input room.

use super::pack_files::{FileKind, PackFile};
use super::yaml;
use crate::finding::Problem;
use crate::input::{LanguageWords, PageWords};

/// Joins the words of all files of the pack that hold any.
///
/// # Errors
/// A problem for each file that is no such file, at the place where it stops being one.
pub fn page_words(files: &[PackFile]) -> Result<PageWords, Vec<Problem>> {
    let mut languages = Vec::new();
    let mut problems = Vec::new();
    for file in files.iter().filter(|file| file.kind == FileKind::Furniture) {
        match read(file) {
            Ok(words) => languages.push(words),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(PageWords::new(languages)) } else { Err(problems) }
}

fn read(file: &PackFile) -> Result<LanguageWords, Problem> {
    yaml::typed::<LanguageWords>(&file.node()?).map_err(|(span, message)| {
        Problem::error("rule/furniture", &file.path, "the words of the page cannot be read")
            .at(&file.text, span, message)
            .with_help("see the shipped `language/furniture-nl.yaml` for the keys")
    })
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
        let file = PackFile::new("rules/language/furniture-fy.yaml", text).unwrap();
        let problems = page_words(&[file]).unwrap_err();
        let (span, _) = problems.first().and_then(|p| p.labels.first()).unwrap();
        assert_eq!((span.start, span.of(text)), (13, "wurden"));
    }
}
