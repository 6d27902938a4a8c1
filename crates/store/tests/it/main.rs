//! The store's promises, each as a story on SQLite (a file) and on PostgreSQL.
//!
//! `ASSAY_TEST_POSTGRES` is the address of a server where databases may be made; `./test` starts one. Without
//! it the PostgreSQL half of each story says loudly that it was skipped.
#![cfg(test)]

mod acts;
mod answers;
mod columns;
mod consequences;
mod credentials;
mod deadlocks;
mod full_disk;
mod grants;
mod history;
mod on_hold;
mod opening;
mod outcomes;
mod people;
mod place;
mod practice_sittings;
mod preparing;
mod programme;
mod registrations;
mod rows;
mod server_gone;
mod work;

/// Tells each story on both databases: `story::on_sqlite` and `story::on_postgres`.
macro_rules! both {
    ($(async fn $story:ident($place:ident) $body:block)*) => {$(
        async fn $story($place: &crate::place::Place) $body

        mod $story {
            #[tokio::test]
            async fn on_sqlite() {
                super::$story(&crate::place::Place::folder()).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                if let Some(place) = crate::place::Place::postgres().await {
                    super::$story(&place).await;
                    place.remove().await;
                }
            }
        }
    )*};
}
use both;
