//! Fills a demonstration that does not run with people whose readings and results are known, to look at the
//! pages: `cargo run -p assay-web --example results -- FOLDER ADDRESS [OLD NEW]`.
//!
//! The person with the address has answered fifty questions. So many results there are of the exam version
//! before, and of the newest.

#[path = "../tests/site/outcomes.rs"]
mod outcomes;

use std::error::Error;

use assay_kernel::Instant;
use assay_store::{DataPlace, Store, Unit};
use jiff::SignedDuration;

/// The exam version before, and the newest.
const EXAMS: (&str, &str) = ("SOA-C02", "SOA-C03");

fn main() -> Result<(), Box<dyn Error>> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(fill())
}

async fn fill() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (folder, address) = args.next().zip(args.next()).ok_or("which folder, and whose address?")?;
    let mut many = |default: usize| args.next().map_or(Ok(default), |number| number.parse());
    let (old, new) = (many(0)?, many(412)?);
    let store = Store::open(&DataPlace::Folder(folder.into())).await?;
    let found = store.persons_with_address(&address).await?;
    let person = found.first().ok_or("nobody has this address")?;
    let now = person.created_at.0;
    let before = |days: i64| -> Result<Instant, jiff::Error> {
        now.checked_sub(SignedDuration::from_hours(24 * days))
    };
    let mut unit = Unit::new();
    for one in outcomes::outcomes(0..old, EXAMS.0, before(300)?) {
        outcomes::ended(&mut unit, &one);
    }
    for one in outcomes::outcomes(old..old + new, EXAMS.1, before(60)?) {
        outcomes::ended(&mut unit, &one);
    }
    outcomes::practised(&mut unit, person.id, before(1)?, &outcomes::questions()?);
    store.commit(unit).await?;
    store.close().await;
    println!("{old} and {new} results");
    Ok(())
}
