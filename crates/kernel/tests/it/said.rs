//! What is said, asked for by name.

use assay_kernel::{Arg, Said};

#[test]
fn what_is_said_is_told_by_its_code_and_each_argument_by_its_name() {
    let said = Said::of("reason.lapsed").with("n", 2_u32).with("title", Arg::title("CloudOps"));
    assert_eq!((said.code.as_str(), said.code.to_string().as_str()), ("reason.lapsed", "reason.lapsed"));
    assert!(said.code == *"reason.lapsed" && said.code != *"reason.expired");
    assert_eq!(said.args.get("n"), Some(&Arg::Count(2)));
    assert_eq!(said.args.get("title"), Some(&Arg::Title("CloudOps".into())));
    assert_eq!(said.args.get("N"), None);
    assert!(!said.args.is_empty() && Said::of("x").args.is_empty());
    let refused = serde_json::from_str::<Said>(r#"{"code":"x","args":7}"#).unwrap_err().to_string();
    assert!(refused.contains("expected arguments by name"), "{refused}");
}
