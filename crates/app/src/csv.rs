//! Tables for spreadsheets: lines of CSV that no program takes for a formula.

/// A line (RFC 4180); a cell that a spreadsheet would take for a formula is quoted with an apostrophe
/// (OWASP ASVS 1.2.10).
pub fn csv_line(cells: impl Iterator<Item = String>) -> String {
    let cell = |text: String| {
        let text = if is_formula(&text) { format!("'{text}") } else { text };
        if text.contains(['"', ',', ';', '\n', '\r', '\t']) || text != text.trim() {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text
        }
    };
    cells.map(cell).collect::<Vec<_>>().join(",") + "\r\n"
}

/// What begins a formula, in some spreadsheet and after blanks: also in full width, as Excel reads it in East
/// Asian settings, and the bar of DDE calls. A number below nothing is none.
fn is_formula(text: &str) -> bool {
    let digits = text.strip_prefix('-').filter(|rest| rest.starts_with(|first: char| first.is_ascii_digit()));
    if digits.is_some_and(|rest| rest.split('.').count() <= 2 && !rest.contains(|c| !is_of_number(c))) {
        return false;
    }
    let blank = |letter: char| letter.is_whitespace() || letter.is_control() || letter == '\u{feff}';
    let first = text.trim_start_matches(blank);
    let begins = first.starts_with([
        '=', '+', '-', '@', '|', '%', '＝', '＋', '－', '＠', '｜', '％', '−', '﹢', '﹣', '﹦', '﹫',
    ]);
    begins || text.starts_with(['\t', '\r', '\n'])
}

fn is_of_number(letter: char) -> bool {
    letter.is_ascii_digit() || letter == '.'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_looks_like_a_formula_is_not_one() {
        let row = ["=1+1", "a,b", "say \"hi\""].map(str::to_owned);
        assert_eq!(csv_line(row.into_iter()), "'=1+1,\"a,b\",\"say \"\"hi\"\"\"\r\n");
    }

    #[test]
    fn formulas_are_known_in_every_width_and_after_blanks() {
        for formula in [
            "=1",
            "＝1",
            "|calc",
            "＋1",
            "@a",
            "\t=1",
            " =1",
            "\u{a0}=1",
            "\n=1",
            "−1",
            "%0A",
            "\u{feff}=1",
            "-1+1",
            "-A1",
            "-.5",
            "-1.2.3",
            " -1",
            "-",
        ] {
            assert!(is_formula(formula), "{formula:?}");
        }
        for plain in ["Ada", "SOA-C03", "1", "", "a=b", "'quoted", "-0.25", "-3"] {
            assert!(!is_formula(plain), "{plain:?}");
        }
    }
}
