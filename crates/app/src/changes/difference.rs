//! What a change says otherwise, file by file: what the second pair of eyes reads.

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
        let changes = before.changes(&after);
        off_the_loop(move || {
            let shown = changes.iter().take(FILES_MAX);
            shown.map(|change| of_file(&before, &after, &change.path, sees_keys)).collect()
        })
        .await
    }
}

/// Folders whose files hold keys and rationales.
const SEALED: [&str; 2] = ["bank/", "practice/"];

fn of_file(before: &Files, after: &Files, path: &str, sees_keys: bool) -> FileDifference {
    if !sees_keys && SEALED.iter().any(|folder| path.starts_with(folder)) {
        let text = "An item; whoever reviews items sees what differs.".to_owned();
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
