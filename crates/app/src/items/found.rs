//! What is at fault with an item, as far as reading and rules can tell.

use assay_bank::{
    Alone,
    lint::{LintCorpus, LintItem, LintLists, OF_THE_POOL, lint_item},
};
use assay_kernel::{Diagnostic, source::SourceFile};

use super::content::{Content, FileBody, ItemFile};

/// What reading and the rules find: what could not be read is a fault once, not once more for what is
/// missing by that.
///
/// Rules that look at other items need the whole pool: `assay items check` tells what those find.
pub(super) fn found_in(content: &Content, lists: &LintLists) -> Vec<Diagnostic> {
    let read = &content.read.read;
    let mut faults = read.found.clone().sorted();
    if read.found.has_errors() {
        return faults;
    }
    faults.extend(read.lint.clone().sorted());
    let own = content.files.first().filter(|_| content.read.authored.is_some());
    if let Some(ItemFile { name, body: FileBody::Text(text) }) = own {
        let item = LintItem::read(&SourceFile::new(name, text.as_str()), &Alone, lists);
        let found = item.map(|item| lint_item(&item, &LintCorpus::default(), lists)).unwrap_or_default();
        faults.extend(found.sorted().into_iter().filter(|fault| !OF_THE_POOL.contains(&fault.code)));
    }
    faults
}
