//! Places in long lists, and rows that are read together: what keeps a page from reading row by row.
//!
//! A list is read on from a place, which a row of it has, so that reading it to its end never begins again
//! and holds no transaction open meanwhile: a slow reader of an export keeps nobody's rows alive.

use assay_kernel::{Kind, TypedId};

use crate::{column::Ms, unit::SqlValue};

/// How many things a statement reads together: a page of a list.
pub(crate) const FIFTY: usize = 50;

/// The parameters of a statement that reads so many things by their ids.
macro_rules! fifty {
    () => {
        "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, \
        $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, \
        $42, $43, $44, $45, $46, $47, $48, $49, $50"
    };
}
pub(crate) use fifty;

/// Ids as values of such statements, as many at a time; what is over in the last is an id that nobody has.
pub(crate) fn fifties(ids: impl Iterator<Item = String>) -> impl Iterator<Item = [SqlValue; FIFTY]> {
    let mut ids = ids.fuse();
    std::iter::from_fn(move || {
        let first = ids.next()?;
        let mut values = std::array::from_fn(|_| SqlValue::Text(String::new()));
        for (value, id) in values.iter_mut().zip(std::iter::once(first).chain(ids.by_ref().take(FIFTY - 1))) {
            *value = SqlValue::Text(id);
        }
        Some(values)
    })
}

/// Where a list begins whose latest rows come first.
pub(crate) fn latest<K: Kind>(after: Option<(Ms, TypedId<K>)>) -> (SqlValue, SqlValue) {
    match after {
        Some((at, id)) => (at.into(), id.into()),
        None => (i64::MAX.into(), "".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_is_read_once_in_statements_of_fifty() {
        for many in [0, 1, 49, 50, 51, 100, 101] {
            let read: Vec<[SqlValue; FIFTY]> = fifties((1..=many).map(|number| number.to_string())).collect();
            assert_eq!(read.len(), usize::div_ceil(many, FIFTY));
            let texts = read.iter().flatten().map(|value| match value {
                SqlValue::Text(text) => text.clone(),
                other => panic!("{other:?}"),
            });
            let ids: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
            assert_eq!(ids, (1..=many).map(|number| number.to_string()).collect::<Vec<_>>());
        }
    }
}
