//! A table as Parquet, written while its rows come: columns of five kinds, each of which may be empty.
//!
//! The part of the format that every reader knows: pages of the first version, plain values, gzip, one page a
//! column and group (<https://parquet.apache.org/docs/file-format/>). Looked at: `parquet`, whose twelve crates
//! bring a second calendar, and which is made for what is read and joined here; nothing here reads.

mod thrift;

use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use thrift::{ThriftStruct, varint};

/// How a file begins and ends.
const MAGIC: &[u8; 4] = b"PAR1";
/// Rows of a group: what is in memory at one time.
const GROUP_ROWS: usize = 20_000;
/// Optional, in the schema.
const OPTIONAL: i32 = 1;
/// Plain values.
const PLAIN: i32 = 0;
/// Runs of equal numbers, for what says which cells are empty.
const RLE: i32 = 3;
const GZIP: i32 = 2;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ColumnKind {
    /// Text.
    Text,
    /// Whole numbers.
    Whole,
    /// Numbers.
    Number,
    /// True or false.
    Truth,
    /// Milliseconds since 1970 in UTC.
    Instant,
}

/// What stands in a row's column.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum TableCell {
    /// Nothing.
    Empty,
    /// Text.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
    /// True or false.
    Truth(bool),
    /// Milliseconds since 1970 in UTC.
    Instant(i64),
}

impl ColumnKind {
    fn physical(self) -> i32 {
        match self {
            ColumnKind::Truth => 0,
            ColumnKind::Whole | ColumnKind::Instant => 2,
            ColumnKind::Number => 5,
            ColumnKind::Text => 6,
        }
    }

    /// The element of the schema.
    fn element(self, name: &str) -> ThriftStruct {
        let element = ThriftStruct::default().whole(1, self.physical()).whole(3, OPTIONAL).text(4, name);
        let nothing = ThriftStruct::default;
        match self {
            ColumnKind::Text => element.whole(6, 0).inner(10, nothing().inner(1, nothing())),
            ColumnKind::Instant => {
                let milliseconds = nothing().inner(1, nothing());
                let stamp = nothing().truth(1, true).inner(2, milliseconds);
                element.whole(6, 9).inner(10, nothing().inner(8, stamp))
            }
            ColumnKind::Whole | ColumnKind::Number | ColumnKind::Truth => element,
        }
    }
}

/// A column of the group that is being filled.
struct FilledColumn {
    name: &'static str,
    kind: ColumnKind,
    /// Which rows have a value.
    is_there: Vec<bool>,
    values: Vec<u8>,
    /// Truths are bits, so they are packed at the end.
    truths: Vec<bool>,
}

impl FilledColumn {
    fn add(&mut self, cell: &TableCell) {
        match cell {
            TableCell::Text(text) => {
                self.values.extend_from_slice(&(u32::try_from(text.len()).unwrap_or(u32::MAX)).to_le_bytes());
                self.values.extend_from_slice(text.as_bytes());
            }
            TableCell::Whole(number) | TableCell::Instant(number) => {
                self.values.extend_from_slice(&number.to_le_bytes());
            }
            TableCell::Number(number) => self.values.extend_from_slice(&number.to_le_bytes()),
            TableCell::Truth(truth) => self.truths.push(*truth),
            TableCell::Empty => {}
        }
        self.is_there.push(*cell != TableCell::Empty);
    }

    /// The content of its page: which cells there are, then what stands in them.
    fn page(&mut self) -> Vec<u8> {
        let levels = runs(&self.is_there);
        let mut page = u32::try_from(levels.len()).unwrap_or(u32::MAX).to_le_bytes().to_vec();
        page.extend(levels);
        page.append(&mut self.values);
        let bits = |eight: &[bool]| (0..).zip(eight).fold(0, |byte, (at, bit)| byte | u8::from(*bit) << at);
        page.extend(self.truths.chunks(8).map(bits));
        self.truths.clear();
        self.is_there.clear();
        page
    }
}

/// Runs of equal bits, each with its length.
fn runs(bits: &[bool]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for run in bits.chunk_by(|one, other| one == other) {
        varint(&mut bytes, (run.len() as u64) << 1);
        bytes.push(u8::from(run.first() == Some(&true)));
    }
    bytes
}

/// A file in the making.
pub(crate) struct ParquetFile {
    columns: Vec<FilledColumn>,
    /// Rows of the group that is being filled, and of those before.
    rows: usize,
    rows_before: usize,
    written: usize,
    groups: Vec<ThriftStruct>,
}

impl ParquetFile {
    /// A file of these columns, and its first bytes.
    pub(crate) fn begin(columns: impl Iterator<Item = (&'static str, ColumnKind)>) -> (Self, Vec<u8>) {
        let column = |(name, kind)| FilledColumn {
            name,
            kind,
            is_there: Vec::new(),
            values: Vec::new(),
            truths: Vec::new(),
        };
        let columns = columns.map(column).collect();
        let file = ParquetFile { columns, rows: 0, rows_before: 0, written: MAGIC.len(), groups: Vec::new() };
        (file, MAGIC.to_vec())
    }

    /// Takes a row, and gives the bytes of the group that it completes.
    pub(crate) fn row(&mut self, cells: &[TableCell]) -> std::io::Result<Vec<u8>> {
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            column.add(cell);
        }
        self.rows += 1;
        if self.rows < GROUP_ROWS { Ok(Vec::new()) } else { self.group() }
    }

    fn group(&mut self) -> std::io::Result<Vec<u8>> {
        let (mut bytes, mut chunks, mut unpacked) = (Vec::new(), Vec::new(), 0);
        let rows = number(self.rows);
        for column in &mut self.columns {
            let page = column.page();
            let mut packing = GzEncoder::new(Vec::new(), Compression::default());
            packing.write_all(&page)?;
            let packed = packing.finish()?;
            let data = ThriftStruct::default()
                .whole(1, i32::try_from(rows).unwrap_or(i32::MAX))
                .whole(2, PLAIN)
                .whole(3, RLE)
                .whole(4, RLE);
            let size = |bytes: &[u8]| i32::try_from(bytes.len()).unwrap_or(i32::MAX);
            let head = ThriftStruct::default().whole(1, 0).whole(2, size(&page)).whole(3, size(&packed));
            let head = head.inner(5, data).end();
            let at = number(self.written + bytes.len());
            let whole = number(head.len() + page.len());
            unpacked += whole;
            let described = ThriftStruct::default()
                .whole(1, column.kind.physical())
                .wholes(2, &[PLAIN, RLE])
                .texts(3, &[column.name])
                .whole(4, GZIP)
                .long(5, rows)
                .long(6, whole)
                .long(7, number(head.len() + packed.len()))
                .long(9, at);
            chunks.push(ThriftStruct::default().long(2, at).inner(3, described));
            bytes.extend(head);
            bytes.extend(packed);
        }
        self.groups.push(ThriftStruct::default().structs(1, chunks).long(2, unpacked).long(3, rows));
        self.written += bytes.len();
        self.rows_before += self.rows;
        self.rows = 0;
        Ok(bytes)
    }

    /// The last bytes.
    pub(crate) fn finish(mut self) -> std::io::Result<Vec<u8>> {
        let mut bytes = if self.rows > 0 { self.group()? } else { Vec::new() };
        let root = ThriftStruct::default().text(4, "schema");
        let root = root.whole(5, i32::try_from(self.columns.len()).unwrap_or(i32::MAX));
        let elements = self.columns.iter().map(|column| column.kind.element(column.name));
        let footer = ThriftStruct::default()
            .whole(1, 1)
            .structs(2, std::iter::once(root).chain(elements).collect())
            .long(3, number(self.rows_before))
            .structs(4, self.groups)
            .text(6, concat!("Assay ", env!("CARGO_PKG_VERSION")))
            .end();
        bytes.extend_from_slice(&footer);
        bytes.extend_from_slice(&u32::try_from(footer.len()).unwrap_or(u32::MAX).to_le_bytes());
        bytes.extend_from_slice(MAGIC);
        Ok(bytes)
    }
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> TableCell {
        TableCell::Text(text.to_owned())
    }

    fn file() -> ParquetFile {
        let columns = [("name", ColumnKind::Text), ("is_it", ColumnKind::Truth), ("at", ColumnKind::Instant)];
        ParquetFile::begin(columns.into_iter()).0
    }

    #[test]
    fn a_page_says_which_cells_there_are_and_what_stands_in_them() {
        let mut file = file();
        for cells in [
            [text("a"), TableCell::Truth(true), TableCell::Instant(1)],
            [TableCell::Empty, TableCell::Truth(false), TableCell::Empty],
            [text("bc"), TableCell::Truth(true), TableCell::Instant(-1)],
        ] {
            assert!(file.row(&cells).unwrap().is_empty(), "a group is written when it is full");
        }
        let pages: Vec<Vec<u8>> = file.columns.iter_mut().map(FilledColumn::page).collect();
        let levels = [6, 0, 0, 0, 2, 1, 2, 0, 2, 1];
        assert_eq!(pages[0], [&levels[..], &[1, 0, 0, 0, b'a', 2, 0, 0, 0, b'b', b'c']].concat());
        assert_eq!(pages[1], [2, 0, 0, 0, 6, 1, 0b101]);
        let instants = [1_i64.to_le_bytes(), (-1_i64).to_le_bytes()].concat();
        assert_eq!(pages[2], [&levels[..], &instants].concat());
    }

    #[test]
    fn a_long_table_is_written_in_groups_and_a_file_ends_with_the_length_of_its_footer() {
        let mut file = file();
        let row = [text("a"), TableCell::Truth(true), TableCell::Empty];
        let mut bytes = MAGIC.to_vec();
        for _ in 0..=GROUP_ROWS {
            bytes.extend(file.row(&row).unwrap());
        }
        assert_eq!((file.groups.len(), file.rows, file.written), (1, 1, bytes.len()));
        bytes.extend(file.finish().unwrap());
        let (rest, magic) = bytes.split_last_chunk::<4>().unwrap();
        let (rest, length) = rest.split_last_chunk::<4>().unwrap();
        assert_eq!(magic, MAGIC);
        let footer = &rest[rest.len() - u32::from_le_bytes(*length) as usize..];
        // Version 1, then a list of four elements: the root and three columns.
        assert_eq!(footer[..3], [0x15, 2, 0x19]);
        assert_eq!(footer[3], 0x4c);
        assert!(footer.windows(4).any(|part| part == b"name"));
    }

    #[test]
    fn numbers_are_written_seven_bits_a_byte() {
        let written = |value| {
            let mut bytes = Vec::new();
            varint(&mut bytes, value);
            bytes
        };
        assert_eq!(
            [written(0), written(127), written(128), written(300)],
            [vec![0], vec![127], vec![128, 1], vec![172, 2]]
        );
    }
}
