//! Good and bad snippets for each rule about words.

use super::*;

type RustRule = fn(&SourceFile, &RustText) -> Vec<Finding>;

fn rust(rule: RustRule, path: &str, text: &str) -> Vec<String> {
    let file = SourceFile::new(path, text);
    rule(&file, file.rust.as_ref().unwrap()).into_iter().map(|finding| finding.message).collect()
}

fn lines(rule: fn(&SourceFile) -> Vec<Finding>, path: &str, text: &str) -> Vec<usize> {
    rule(&SourceFile::new(path, text)).into_iter().map(|finding| finding.line).collect()
}

#[test]
fn a_type_that_names_no_thing_is_refused() {
    let found = rust(type_names, "a.rs", "pub struct SittingManager;");
    assert_eq!(
        found,
        ["`SittingManager` names no thing: name it for what it is, with a word of GLOSSARY.md"]
    );
    assert_eq!(rust(type_names, "a.rs", "trait DateUtils {}\nenum FormHelper {}").len(), 2);
    assert!(
        rust(type_names, "a.rs", "struct Sitting; // not a SittingManager\nlet x = \"struct AManager\";")
            .is_empty()
    );
    assert!(rust(type_names, "a.rs", "struct Utility; struct ManagerOfRecord;").is_empty());
}

#[test]
fn a_silenced_lint_is_refused_and_an_expectation_gives_its_reason() {
    assert!(rust(attributes, "a.rs", "#[allow(dead_code)]\nfn f() {}")[0].contains("#[expect(lint, reason"));
    assert_eq!(rust(attributes, "a.rs", "#![ allow(dead_code)]").len(), 1);
    assert!(rust(attributes, "a.rs", "#[expect(dead_code)]\nfn f() {}")[0].contains("without a reason"));
    assert!(
        rust(attributes, "a.rs", "#[expect(\n    dead_code,\n    reason = \"x\"\n)]\nfn f() {}").is_empty()
    );
    assert!(rust(attributes, "a.rs", "// #[allow(dead_code)]\nconst A: &str = \"#[allow(x)]\";").is_empty());
}

#[test]
fn an_ignored_test_is_refused() {
    assert!(
        rust(attributes, "a.rs", "#[test]\n#[ignore = \"slow\"]\nfn f() {}")[0].contains("broken promise")
    );
}

#[test]
fn a_sleep_is_refused_in_tests_and_nowhere_else() {
    let sleeping = "fn f() { std::thread::sleep(x); }";
    assert!(
        rust(sleeps_in_rust_tests, "crates/a/tests/it/main.rs", sleeping)[0].contains("wait for the event")
    );
    assert!(rust(sleeps_in_rust_tests, "crates/a/src/lib.rs", sleeping).is_empty());
    let inside = format!(
        "#[cfg(test)]\nmod tests {{\n async fn g() {{ tokio::time::sleep(x).await }}\n}}\n{sleeping}"
    );
    assert_eq!(rust(sleeps_in_rust_tests, "crates/a/src/lib.rs", &inside).len(), 1);
    assert!(
        rust(sleeps_in_rust_tests, "crates/a/tests/it/main.rs", "fn no_sleep() { no_sleep() }").is_empty()
    );
}

#[test]
fn a_test_that_is_not_run_says_it_where_it_is_counted() {
    let skipping = "fn f() { eprintln!(\"SKIPPED: no server\") }";
    let found = rust(uncounted_skips, "crates/a/tests/it/main.rs", skipping);
    assert!(found[0].contains("ask assay-testkit"), "{found:?}");
    assert!(rust(uncounted_skips, "crates/testkit/src/lib.rs", skipping).is_empty());
}

#[test]
fn a_browser_test_waits_for_the_page() {
    let bad = "await new Promise((done) => setTimeout(done, 100))\nawait page.waitForTimeout(5)";
    assert_eq!(lines(sleeps_in_script_tests, "tests/browser/a.test.mjs", bad), [1, 2]);
    let good = "setTimeout(() => controller.abort(), 100)\nawait page.getByRole('button').waitFor()";
    assert!(lines(sleeps_in_script_tests, "tests/browser/a.test.mjs", good).is_empty());
    assert!(lines(sleeps_in_script_tests, "client/save.js", bad).is_empty(), "the client may back off");
}

#[test]
fn every_column_is_named() {
    let star = concat!("SEL", "ECT *");
    assert_eq!(lines(sql_columns, "a.sql", &format!("-- all\n{star} FROM sittings")), [2]);
    assert_eq!(lines(sql_columns, "a.rs", &format!("const SQL: &str = \"{star} FROM sittings\";")), [1]);
    assert_eq!(lines(sql_columns, "a.sql", concat!("sel", "ect  distinct s.* from sittings s")), [1]);
    assert!(lines(sql_columns, "a.sql", &format!("{star} FROM unnest($1::text[])")).is_empty());
    assert!(lines(sql_columns, "a.sql", "SELECT count(*), id FROM sittings WHERE a * b > 1.*2").is_empty());
    assert!(lines(sql_columns, "a.rs", &format!("// never {star}\nlet x = \"selected * b\";")).is_empty());
}

#[test]
fn a_note_to_oneself_names_its_issue() {
    let note = "TODO";
    assert_eq!(lines(notes_to_self, "a.rs", &format!("// {note}: later\n// {note}(#12): later")), [1]);
    assert_eq!(lines(notes_to_self, "a.css", &format!("/* {note} */")), [1]);
    assert_eq!(lines(notes_to_self, "a.js", "// FIXME(#12)x"), Vec::<usize>::new());
    assert!(lines(notes_to_self, "a.rs", &format!("let s = \"{note}\";")).is_empty(), "a text is not a note");
    assert!(lines(notes_to_self, "a.js", &format!("const MAS{note} = 1")).is_empty());
}

#[test]
fn nothing_of_one_machine_is_committed() {
    let home = concat!("see /ro", "ot/notes");
    assert_eq!(lines(machine_paths, "a.md", home), [1]);
    assert_eq!(lines(machine_paths, "a.toml", concat!("x = '/t", "mp/y'")), [1]);
    assert_eq!(lines(machine_paths, "package-lock.json", concat!("https://registry.npm", "js.org/x")), [1]);
    assert!(
        lines(machine_paths, "a.md", concat!("https://example.org/wo", "rk/ and target/t", "mp/")).is_empty()
    );
}
