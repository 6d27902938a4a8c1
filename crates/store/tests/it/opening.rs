//! Opening: one process, known version, and nothing else.

use assay_store::{DataPlace, Store, StoreError};

use crate::{acts::Acts, both, rows::start};

both! {
    async fn a_second_process_on_the_same_data_is_refused(place) {
        let store = place.open().await;
        let second = Store::open(&place.location()).await;
        assert!(matches!(second, Err(StoreError::InUse(_))), "{:?}", second.err());
        let sitting = start(&store, 1).await;
        store.close().await;
        let store = place.open().await;
        assert!(store.sitting(sitting).await.unwrap().is_some());
        store.close().await;
    }

    async fn data_of_a_newer_version_are_refused_and_left_alone(place) {
        let store = place.open().await;
        start(&store, 1).await;
        store.close().await;
        place.run(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                VALUES (9999, 'of tomorrow', TRUE, X'00', 0)",
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                VALUES (9999, 'of tomorrow', TRUE, '\\x00', 0)",
        )
        .await;
        let refused = Store::open(&place.location()).await;
        assert!(matches!(refused, Err(StoreError::Newer(_))), "{:?}", refused.err());
        let takes_it_back = "DELETE FROM _sqlx_migrations WHERE version = 9999";
        place.run(takes_it_back, takes_it_back).await;
        let store = place.open().await;
        assert_eq!(store.count_persons().await.unwrap(), 1);
        store.close().await;
    }

    async fn settings_are_remembered(place) {
        let store = place.open().await;
        assert_eq!(store.setting("issuer_url").await.unwrap(), None);
        store.set_setting("issuer_url", "https://one.example").await.unwrap();
        store.set_setting("issuer_url", "https://two.example").await.unwrap();
        store.close().await;
        let store = place.open().await;
        assert_eq!(store.setting("issuer_url").await.unwrap().as_deref(), Some("https://two.example"));
        store.close().await;
    }
}

#[tokio::test]
async fn a_place_that_cannot_be_used_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a-file");
    std::fs::write(&file, "no folder").unwrap();
    let refused = Store::open(&DataPlace::Folder(file.clone())).await.err().unwrap();
    assert!(matches!(&refused, StoreError::Unusable(_)), "{refused}");
    assert!(refused.to_string().contains("a-file"), "{refused}");
    let nowhere = DataPlace::Postgres("postgres://assay@127.0.0.1:1/none".into());
    let refused = Store::open(&nowhere).await.err().unwrap();
    assert!(matches!(&refused, StoreError::Unusable(_)), "{refused}");
    assert!(refused.to_string().contains("the database none"), "{refused}");
}
