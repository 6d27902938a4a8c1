//! Second answers to items: the records beside a programme, which belong to no version of it.

use assay_bank::lint::{ReaderKind, SecondAnswer};
use assay_store::{Reads, SecondAnswerRecord, StoreError, Unit, statement::second_answer};

use super::Files;

/// Records stand in `review/<EXAM>/<item>.<reader>.toml`.
const FOLDER: &str = "review/";

/// What replaces the second answers that are kept by those of files; none where these have none, or the same.
///
/// A version out of the store has no such files: it changes nothing. A record that cannot be read is left
/// out, as `assay items check` tells.
pub(crate) async fn second_answers(store: &Reads, files: &Files) -> Result<Option<Unit>, StoreError> {
    let found = found(files);
    if found.is_empty() || found == store.second_answers().await? {
        return Ok(None);
    }
    let mut unit = Unit::new();
    unit.run(second_answer::forgotten());
    unit.extend(found.iter().map(second_answer::kept));
    Ok(Some(unit))
}

/// Of each item and reader one, in the order in which they are kept.
fn found(files: &Files) -> Vec<SecondAnswerRecord> {
    let records = files.texts.iter().filter_map(|file| {
        let (exam, name) = file.path.strip_prefix(FOLDER)?.split_once('/')?;
        // What stands there beside records is named after no reader; further down stand those of courses.
        name.strip_suffix(".toml").filter(|stem| stem.contains('.') && !stem.contains('/'))?;
        let (answer, faults) = SecondAnswer::read(file);
        let kind = match answer.kind {
            ReaderKind::Person => "person",
            ReaderKind::Machine => "machine",
        };
        let record = SecondAnswerRecord {
            exam: exam.to_owned(),
            item: answer.item,
            reader: answer.reader,
            kind: kind.to_owned(),
            asked: answer.asked,
        };
        (!faults.has_errors()).then_some(record)
    });
    let mut records: Vec<SecondAnswerRecord> = records.collect();
    records.sort();
    records.dedup_by(|a, b| (&a.exam, &a.item, &a.reader) == (&b.exam, &b.item, &b.reader));
    records
}

#[cfg(test)]
mod tests {
    use assay_kernel::source::SourceFile;

    use super::*;

    #[test]
    fn a_record_is_kept_with_its_kind_and_what_stands_beside_records_is_none() {
        let record = "item = 'x'\ntext_sha256 = 'm'\nreviewer = 'r1'\nkind = 'machine'\ndate = 2026-11-30\n\
            pass1 = ['B']\n";
        let texts = [
            ("review/X-1/x.r1.toml", record),
            ("review/X-1/seeds.toml", record),
            ("review/courses/X-1/k.r1.toml", record),
            ("review/X-1/x.r2.toml", "item = 'x'"),
            ("bank/X-1/x.toml", record),
        ];
        let texts = texts.map(|(path, text)| SourceFile::new(path, text)).to_vec();
        let found = found(&Files { texts, artwork: Vec::new() });
        let told: Vec<_> = found.iter().map(|one| (one.exam.as_str(), one.kind.as_str())).collect();
        assert_eq!(told, [("X-1", "machine")]);
    }
}
