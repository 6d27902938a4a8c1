//! The layout, example by example; the properties stand in the crate's tests.

use super::*;

fn laid_out(text: &str) -> String {
    format(&SourceFile::new("x.toml", text)).unwrap()
}

#[test]
fn spaces_and_blank_lines_are_made_even() {
    let text = "\n\n  a=1\nb  =  'x'#why\n\n\n\n'c d' . e = 2025-09-30 07:32:00  \n\
                # of t\n[ t . u ]\nf = 1.5\n[[v]]   # w";
    let expected = "a = 1\nb = 'x' #why\n\n'c d'.e = 2025-09-30 07:32:00\n\n# of t\n\
                    [t.u]\nf = 1.5\n\n[[v]] # w\n";
    assert_eq!(laid_out(text), expected);
}

#[test]
fn lists_keep_the_lines_of_their_author() {
    let text = "a = [1,2 , 3,]\nb = [\n1, 2,\n\n\n  # three\n3 # last\n]\n\
                c = [ ]\nd = [\n]\ne = {x=1,y = [ 2 ]}";
    let expected = "a = [1, 2, 3]\nb = [\n  1, 2,\n\n  # three\n  3, # last\n]\n\
                    c = []\nd = []\ne = { x = 1, y = [2] }\n";
    assert_eq!(laid_out(text), expected);
}

#[test]
fn a_list_that_is_too_wide_is_broken_and_a_text_never() {
    let word = "w".repeat(30);
    let text =
        format!("list = ['{word}', '{word}', '{word}', '{word}']\ntext = '{word}{word}{word}{word}'\n");
    let expected = format!(
        "list = [\n  '{word}', '{word}', '{word}',\n  '{word}',\n]\ntext = '{word}{word}{word}{word}'\n"
    );
    assert_eq!(laid_out(&text), expected);
    assert_eq!(laid_out(&expected), expected);
}

#[test]
fn texts_of_many_lines_and_nested_lists_are_taken_over() {
    let text = "a = \"\"\"\n  one\n\n\n two\"\"\"\nb = [\n{ c = \"\"\"\nx\"\"\", d = [\n1] },\n[2,3]]\n";
    let expected = "a = \"\"\"\n  one\n\n\n two\"\"\"\nb = [\n\x20 { c = \"\"\"\nx\"\"\", d = [\n\
                    \x20   1,\n  ] },\n  [2, 3],\n]\n";
    assert_eq!(laid_out(text), expected);
}

#[test]
fn other_line_ends_become_ours_and_what_is_no_toml_is_left_alone() {
    assert_eq!(laid_out("\u{feff}a = 1\r\n# b\r\nc = 2"), "a = 1\n# b\nc = 2\n");
    assert_eq!(laid_out(""), "");
    let found = format(&SourceFile::new("x.toml", "a = \n")).unwrap_err();
    assert_eq!(found.iter().next().unwrap().code, "P0001");
}

#[test]
fn tables_in_lines_may_have_comments_around_their_equals() {
    let text = "a = { b # of b\n = # more\n 1, c =\n\n2 }\n";
    let expected = "a = {\n  # of b\n  # more\n  b = 1, c = 2,\n}\n";
    assert_eq!(laid_out(text), expected);
    assert_eq!(laid_out(expected), expected);
}
