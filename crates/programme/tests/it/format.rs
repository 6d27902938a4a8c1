//! The one layout: it changes nothing but the layout, and is an end.

use std::path::Path;

use crate::support::{files_below, only_the_layout_changed};
use assay_kernel::source::SourceFile;
use assay_programme::format;
use proptest::prelude::*;

#[test]
fn every_programme_of_the_repository_has_the_layout() {
    let programmes = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../programmes");
    let mut seen = 0;
    for file in files_below(&programmes).iter().filter(|file| file.path.ends_with(".toml")) {
        assert!(format(file).unwrap() == file.text, "run `assay fmt programmes`: {}", file.path);
        seen += 1;
    }
    assert!(seen > 200, "{seen} files");
}

/// Values on any number of lines, with comments in between.
fn value() -> impl Strategy<Value = String> {
    let plain = prop::sample::select(vec![
        "1",
        "-1_000",
        "1.5e3",
        "true",
        "'# no comment'",
        "\"a, b\"",
        "\"\"\"\n two\n\n lines \\\n  \"\"\"",
        "'''\n#'''",
        "2025-09-30 07:32:00",
        "'a text of a certain width, which makes lists of it too wide for one line'",
    ]);
    let gap = "( |\t|\n|# c,\\]\n|#\n){0,3}";
    plain.prop_map(str::to_owned).prop_recursive(4, 32, 5, move |inner| {
        let list = (prop::collection::vec((gap, inner.clone(), gap), 0..5), any::<bool>(), gap).prop_map(
            |(entries, comma, end)| {
                let entries: Vec<String> = entries.iter().map(|(a, v, b)| format!("{a}{v}{b}")).collect();
                let comma = if comma && !entries.is_empty() { "," } else { "" };
                format!("[{}{comma}{end}]", entries.join(","))
            },
        );
        let table = prop::collection::vec(inner, 0..3).prop_map(|values| {
            let pairs: Vec<String> =
                values.iter().enumerate().map(|(n, value)| format!(" k{n}. 'x y'= {value} ")).collect();
            format!("{{{}}}", pairs.join(","))
        });
        prop_oneof![list, table]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_layout_alone_changes_and_formatting_again_changes_nothing(
        lines in prop::collection::vec(
            ("[ \t]{0,3}", value(), "( |#x  |\t# y)", "\n{1,4}( *# z\n)?", 0_u8..6),
            0..8,
        )
    ) {
        let mut text = String::new();
        for (number, (indent, value, comment, end, kind)) in lines.iter().enumerate() {
            let header = match kind {
                0 => format!("{indent}[ h{number} . \"a ]b\" ]{comment}\n"),
                1 => format!("[[h]] {comment}\n"),
                _ => String::new(),
            };
            text.push_str(&format!("{header}{indent}k{number}  ={value}{comment}{end}"));
        }
        let formatted = format(&SourceFile::new("x.toml", text.as_str())).unwrap();
        only_the_layout_changed(&text, &formatted);
    }
}
