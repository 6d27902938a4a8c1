//! What a change says otherwise, file by file: what the second pair of eyes reads.

use assay_learning::course::COURSES;
use similar::TextDiff;

use super::{
    Changes, Plan,
    rules::{SeeKeys, SeeProposals},
};
use crate::{AppError, Asking, Files, reading::off_the_loop};

/// Files whose texts are shown; a plan over more is read in the version control it comes from.
const FILES_MAX: usize = 60;
/// Characters of one file's differences.
const CHARACTERS_MAX: usize = 20_000;
/// Lines around a difference.
const CONTEXT: usize = 3;

/// The differences of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileDifference {
    /// Path below the programme's folder.
    pub path: String,
    /// As a unified diff; cut where it is very long.
    pub text: String,
}

impl Changes {
    /// How the files of a plan differ from those it was made against.
    ///
    /// # Errors
    /// Not an administrator, or the store failed.
    pub async fn differences(&self, asking: &Asking, plan: &Plan) -> Result<Vec<FileDifference>, AppError> {
        let permit = asking.permit::<SeeProposals>()?;
        let store = self.shelf.under(&permit);
        let before = Files::from_store(store.programme_tree(&plan.parent.tree).await?)?;
        let after = Files::from_store(store.programme_tree(&plan.proposed).await?)?;
        let sees_keys = asking.may_at_all::<SeeKeys>();
        off_the_loop(move || of(&before, &after, sees_keys)).await
    }
}

/// How files differ, one by one.
pub(super) fn of(before: &Files, after: &Files, sees_keys: bool) -> Vec<FileDifference> {
    let changes = before.changes(after);
    let shown = changes.iter().take(FILES_MAX);
    shown.map(|change| of_file(before, after, &change.path, sees_keys)).collect()
}

/// Folders whose files hold keys and rationales.
const SEALED: [&str; 2] = ["bank/", "practice/"];

/// Whether a file is a lesson: it has checks with their keys.
fn is_lesson(path: &str) -> bool {
    path.starts_with(COURSES) && path.ends_with(".md") && !path.ends_with("/summary.md")
}

fn of_file(before: &Files, after: &Files, path: &str, sees_keys: bool) -> FileDifference {
    if !sees_keys && SEALED.iter().any(|folder| path.starts_with(folder)) {
        let text = "An item; whoever reviews items sees what differs.".to_owned();
        return FileDifference { path: path.to_owned(), text };
    }
    if !sees_keys && is_lesson(path) {
        let text = "A lesson with its checks; whoever reviews items sees what differs.".to_owned();
        return FileDifference { path: path.to_owned(), text };
    }
    let text = |files: &Files| {
        let file = files.texts.iter().find(|file| file.path == path);
        file.map_or(String::new(), |file| file.text.clone())
    };
    let is_picture = before.artwork.iter().chain(&after.artwork).any(|art| art.path == path);
    if is_picture {
        return FileDifference { path: path.to_owned(), text: "A picture; look at its page.".to_owned() };
    }
    let (old, new) = (text(before), text(after));
    let diff = TextDiff::from_lines(&old, &new);
    let whole = diff.unified_diff().context_radius(CONTEXT).to_string();
    let mut shown: String = whole.chars().take(CHARACTERS_MAX).collect();
    if shown.len() < whole.len() {
        shown.push_str("\n… and more: read it where the files come from.\n");
    }
    FileDifference { path: path.to_owned(), text: shown }
}

#[cfg(test)]
mod tests {
    use assay_kernel::source::SourceFile;

    use super::*;
    use crate::Artwork;

    const PICTURE: &str = "badges/x.svg";

    fn files(text: &str) -> Files {
        let paths = ["bank/X/one.toml", "practice/X/two.toml", "policies/bank.toml"];
        let texts = paths.map(|path| SourceFile::new(path, format!("{text}\n"))).to_vec();
        let artwork = vec![Artwork { path: PICTURE.to_owned(), bytes: text.as_bytes().to_vec() }];
        Files { texts, artwork }
    }

    fn shown(path: &str, sees_keys: bool) -> String {
        let (before, after) = (files("before"), files("after"));
        let difference = of_file(&before, &after, path, sees_keys);
        assert_eq!(difference.path, path);
        difference.text
    }

    #[test]
    fn whoever_may_not_see_keys_learns_which_items_were_edited_and_nothing_of_them() {
        for path in ["bank/X/one.toml", "practice/X/two.toml"] {
            let told = shown(path, false);
            assert_eq!(told, "An item; whoever reviews items sees what differs.");
            let told = shown(path, true);
            assert!(told.contains("-before") && told.contains("+after"), "{told}");
        }
        let told = shown("policies/bank.toml", false);
        assert!(told.contains("-before") && told.contains("+after"), "no item: {told}");
    }

    #[test]
    fn the_checks_of_a_lesson_are_as_sealed_as_items_and_what_the_course_says_is_not() {
        for (path, is_told) in [("01-one.md", false), ("summary.md", true), ("course.toml", true)] {
            let path = format!("courses/X/1.1/{path}");
            let files = |text: &str| Files {
                texts: vec![SourceFile::new(path.as_str(), format!("{text}\n"))],
                artwork: Vec::new(),
            };
            let told = of_file(&files("before"), &files("after"), &path, false).text;
            assert_eq!(told.contains("+after"), is_told, "{path}: {told}");
            assert!(of_file(&files("before"), &files("after"), &path, true).text.contains("+after"));
        }
    }

    #[test]
    fn a_picture_is_not_shown_as_text_whichever_side_has_it() {
        let without = Files { artwork: Vec::new(), ..files("without") };
        for (before, after) in [(&without, &files("after")), (&files("before"), &without)] {
            assert_eq!(of_file(before, after, PICTURE, true).text, "A picture; look at its page.");
        }
    }

    #[test]
    fn a_file_that_came_or_went_is_shown_whole_and_a_very_long_one_cut() {
        let told = of_file(&Files::default(), &files("new"), "bank/X/one.toml", true).text;
        assert!(told.contains("+new") && !told.contains("\n-"), "{told}");
        let line = "0123456789".repeat(10);
        let long = files(&format!("{line}\n").repeat(CHARACTERS_MAX / 100));
        let told = of_file(&Files::default(), &long, "bank/X/one.toml", true).text;
        let end = "\n… and more: read it where the files come from.\n";
        assert!(told.ends_with(end), "{}", &told[told.len() - 80..]);
        assert_eq!(told.chars().count(), CHARACTERS_MAX + end.chars().count());
    }
}
