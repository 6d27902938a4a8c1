//! Exports for spreadsheets.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};

/// CSV (RFC 4180); a cell that a spreadsheet would take for a formula is quoted with an apostrophe
/// (OWASP ASVS 1.2.10).
pub(super) fn csv(name: &str, rows: Vec<Vec<String>>) -> Response {
    let cell = |text: &String| {
        let text = if is_formula(text) { format!("'{text}") } else { text.clone() };
        if text.contains(['"', ',', ';', '\n', '\r', '\t']) || text != text.trim() {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text
        }
    };
    let line = |row: &Vec<String>| row.iter().map(cell).collect::<Vec<_>>().join(",") + "\r\n";
    let text: String = rows.iter().map(line).collect();
    let disposition = format!("attachment; filename=\"{name}.csv\"");
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, text).into_response()
}

/// What begins a formula, in some spreadsheet and after blanks: also in full width, as Excel reads it in East
/// Asian settings, and the bar of DDE calls.
fn is_formula(text: &str) -> bool {
    let blank = |letter: char| letter.is_whitespace() || letter.is_control() || letter == '\u{feff}';
    let first = text.trim_start_matches(blank);
    let begins = first.starts_with([
        '=', '+', '-', '@', '|', '%', '＝', '＋', '－', '＠', '｜', '％', '−', '﹢', '﹣', '﹦', '﹫',
    ]);
    begins || text.starts_with(['\t', '\r', '\n'])
}

pub(super) fn head(columns: &[&str]) -> Vec<String> {
    columns.iter().map(|column| (*column).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_cell_that_looks_like_a_formula_is_not_one() {
        let response = csv("x", vec![vec!["=1+1".into(), "a,b".into(), "say \"hi\"".into()]]);
        let bytes = axum::body::to_bytes(response.into_body(), 1000).await.unwrap();
        assert_eq!(&bytes[..], b"'=1+1,\"a,b\",\"say \"\"hi\"\"\"\r\n");
    }

    #[test]
    fn formulas_are_known_in_every_width_and_after_blanks() {
        for formula in
            ["=1", "＝1", "|calc", "＋1", "@a", "\t=1", " =1", "\u{a0}=1", "\n=1", "−1", "%0A", "\u{feff}=1"]
        {
            assert!(is_formula(formula), "{formula:?}");
        }
        for plain in ["Ada", "SOA-C03", "1", "", "a=b", "'quoted"] {
            assert!(!is_formula(plain), "{plain:?}");
        }
    }
}
