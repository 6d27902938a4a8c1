//! The rows of a table, cell by cell (RFC 4180).

/// One row.
#[derive(Debug, Default, PartialEq)]
pub struct TableRow {
    /// Without quotation marks.
    pub cells: Vec<String>,
    /// The line it begins in, from 1.
    pub line: u32,
    /// Whether a quotation mark was never closed.
    pub is_unfinished: bool,
}

/// More cells of one row than any table of questions has.
const CELLS_MAX: usize = 1000;

/// The rows of a text.
pub struct TableRows<'t> {
    rest: std::iter::Peekable<std::str::Chars<'t>>,
    between: char,
    line: u32,
}

impl<'t> TableRows<'t> {
    /// Begins at the first row, which says what stands between cells.
    pub fn new(text: &'t str) -> Self {
        let (named, text, line) = match text.strip_prefix("sep=").and_then(|rest| rest.split_once('\n')) {
            // A spreadsheet's own way of saying it.
            Some((sign, rest)) => (sign.trim_end_matches('\r').chars().next(), rest, 2),
            None => (None, text, 1),
        };
        let header = text.lines().next().unwrap_or_default();
        let most = ['\t', ';', ','].into_iter().max_by_key(|sign| header.matches(*sign).count());
        let between = named.or(most).unwrap_or(',');
        TableRows { rest: text.chars().peekable(), between, line }
    }

    /// A cell in quotation marks; two of them are one in it.
    fn quoted(&mut self, cell: &mut String) -> bool {
        while let Some(letter) = self.rest.next() {
            if letter == '\n' {
                self.line = self.line.saturating_add(1);
            }
            if letter != '"' {
                cell.push(letter);
            } else if self.rest.peek() == Some(&'"') {
                self.rest.next();
                cell.push('"');
            } else {
                return true;
            }
        }
        false
    }
}

impl Iterator for TableRows<'_> {
    type Item = TableRow;

    fn next(&mut self) -> Option<TableRow> {
        self.rest.peek()?;
        let mut row = TableRow { line: self.line, ..TableRow::default() };
        let mut cell = String::new();
        while let Some(letter) = self.rest.next() {
            match letter {
                '"' if cell.trim().is_empty() => {
                    cell.clear();
                    row.is_unfinished |= !self.quoted(&mut cell);
                }
                '\n' => {
                    self.line = self.line.saturating_add(1);
                    break;
                }
                '\r' if self.rest.peek() == Some(&'\n') => {}
                _ if letter == self.between && row.cells.len() < CELLS_MAX => {
                    row.cells.push(std::mem::take(&mut cell));
                }
                _ => cell.push(letter),
            }
        }
        row.cells.push(cell);
        Some(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        TableRows::new(text).map(|row| row.cells).collect()
    }

    #[test]
    fn quotation_marks_hold_signs_and_lines() {
        assert_eq!(cells("a,b\r\n\"1,\"\"2\"\"\n3\",=4\n"), [vec!["a", "b"], vec!["1,\"2\"\n3", "=4"]]);
        let lines: Vec<u32> = TableRows::new("a\n\"b\nc\"\nd").map(|row| row.line).collect();
        assert_eq!(lines, [1, 2, 4]);
        assert!(TableRows::new("a\n\"b").last().unwrap().is_unfinished);
    }

    #[test]
    fn the_first_row_says_what_stands_between_cells() {
        assert_eq!(cells("a;b,c;d"), [["a", "b,c", "d"]]);
        assert_eq!(cells("a\tb"), [["a", "b"]]);
        assert_eq!(cells("sep=;\na;b"), [["a", "b"]]);
    }
}
