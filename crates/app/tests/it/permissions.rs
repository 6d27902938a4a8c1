//! Who may do what, as reviewed: a change of permissions changes the committed table.

use insta::assert_snapshot;

#[test]
fn the_table_of_permissions_is_as_reviewed() {
    assert_snapshot!("permissions", assay_app::permissions());
}
