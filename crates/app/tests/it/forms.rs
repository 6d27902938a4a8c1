//! A form is drawn, edited and frozen by somebody who has not worked on it.

use assay_app::{AppError, ExamFormState, Files, FormsWanted};
use assay_kernel::Role;
use assay_qti::package::{ImportedContent, PackageImport, PackageLimits};

use crate::world::{World, by, files, somebody};

/// The reference programme without a form of SOA-C03: its 200 items give three.
fn without_forms() -> Files {
    let mut all = files();
    all.texts.retain(|file| !file.path.starts_with("forms/SOA-C03-"));
    all
}

#[tokio::test]
async fn a_form_is_frozen_by_somebody_who_has_not_worked_on_it_and_never_changed() {
    let world = World::at("2025-10-01T09:00:00Z");
    let programme = assay_app::load(without_forms()).map_err(|found| format!("{found:?}")).unwrap();
    let app = world.app_of(programme).await;
    let mia = somebody(&app, "Mia", Role::BankManager).await.actor;
    let ada = somebody(&app, "Ada", Role::Administrator).await.actor;
    let noor = somebody(&app, "Noor", Role::Reviewer).await.actor;
    let wanted = FormsWanted { exam: "SOA-C03".to_owned(), forms: 1, seed: 7, is_fresh: true };
    assert!(matches!(app.forms.draw(&by(&app, &noor), &wanted).await, Err(AppError::Forbidden)));
    let ids = app.forms.draw(&by(&app, &mia), &wanted).await.unwrap();
    let id = ids[0];
    let seen = app.forms.form(&by(&app, &mia), id, "").await.unwrap();
    assert!(seen.short.iter().all(|short| !short.is_hard), "{:?}", seen.short);
    assert_eq!((seen.line.name.as_str(), seen.items.len()), ("SOA-C03-A", 65));

    let item = seen.items[0].item.clone();
    let same = app.forms.swap(&by(&app, &mia), (id, 1), (&item, &seen.items[1].item)).await;
    assert!(matches!(same, Err(AppError::Invalid(_))), "it stands there already");
    let early = app.forms.freeze(&by(&app, &ada), id, 1).await;
    assert!(matches!(early, Err(AppError::Conflict)), "nobody asked");
    app.forms.ask_freezing(&by(&app, &mia), id, 1).await.unwrap();
    let own = app.forms.freeze(&by(&app, &mia), id, 2).await;
    assert!(matches!(own, Err(AppError::SecondPerson)), "{own:?}");
    let stale = app.forms.freeze(&by(&app, &ada), id, 1).await;
    assert!(matches!(stale, Err(AppError::Conflict)), "it was changed since");
    let open = app.forms.package(&by(&app, &ada), id).await;
    assert!(matches!(open, Err(AppError::Conflict)), "what is not frozen is not taken along: {open:?}");
    app.forms.freeze(&by(&app, &ada), id, 2).await.unwrap();

    let frozen = app.forms.form(&by(&app, &mia), id, "").await.unwrap();
    assert_eq!(frozen.line.state, ExamFormState::Frozen);
    let paper = app.forms.print(&by(&app, &mia), id).await.unwrap();
    assert_eq!(frozen.line.mark.as_deref(), Some(paper.mark.as_str()), "what was frozen is what is printed");
    // The package holds its test, and every question of it.
    let (name, bytes) = app.forms.package(&by(&app, &ada), id).await.unwrap();
    let package = PackageImport::open(&bytes, &PackageLimits::default()).unwrap();
    assert_eq!((name.as_str(), package.len()), (frozen.line.name.as_str(), 66));
    let test = package.from(0).find_map(|resource| match resource.content {
        ImportedContent::Test(test) => Some(test),
        _ => None,
    });
    let of_test: Vec<String> =
        test.unwrap().item_refs().iter().map(|reference| reference.identifier.clone()).collect();
    let of_form: Vec<String> = frozen.items.iter().map(|line| line.item.clone()).collect();
    assert_eq!(of_test, of_form, "in the order of the form");
    for refused in [
        app.forms.drop_form(&by(&app, &mia), id, 3).await,
        app.forms.open_again(&by(&app, &ada), id, 3).await,
        app.forms.ask_freezing(&by(&app, &mia), id, 3).await,
    ] {
        assert!(matches!(refused, Err(AppError::Conflict)), "{refused:?}");
    }
    // Its items are taken: the next one has others.
    let next = app.forms.draw(&by(&app, &mia), &wanted).await.unwrap()[0];
    let next = app.forms.form(&by(&app, &mia), next, "").await.unwrap();
    assert_eq!((next.line.name.as_str(), next.items.len()), ("SOA-C03-B", 65));
    let is_taken = |item: &str| frozen.items.iter().any(|taken| taken.item == item);
    assert!(!next.items.iter().any(|line| is_taken(&line.item)));
}
