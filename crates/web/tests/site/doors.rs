//! What holds for every route alike: protections, and doors that are no doors.

use std::collections::BTreeSet;

use assay_web::ServedRoute;

use crate::{
    matrix::{name, path_of, samples_of, sent},
    objects::World,
    place::Place,
    site::{Browser, Sent, Who},
};

/// A file comes with them: of whoever may not write nothing is read, not even the token within.
const READ_AFTER_WHO: [&str; 4] = [
    "POST /admin/bank/{exam}/write/picture",
    "POST /admin/bank/items/{id}/write/picture",
    "POST /admin/bank/{exam}/texts/{name}",
    "POST /crews/{id}/list",
];
/// Changes nothing and takes no token: whoever has a badge may ask it.
const CHANGE_NOTHING: [&str; 2] = ["POST /verify", "POST /verify/many"];

fn changes() -> impl Iterator<Item = ServedRoute> {
    assay_web::routes().into_iter().filter(|route| route.method != "GET")
}

#[tokio::test]
async fn nothing_is_changed_from_another_site_or_without_the_forms_token() {
    let world = World::of_everything(Place::folder()).await;
    let site = world.site().await;
    let tokens: BTreeSet<&str> = site.browsers().values().map(|browser| browser.csrf.as_str()).collect();
    assert_eq!(tokens.len(), site.browsers().len(), "each session has a token of its own");
    assert!(tokens.iter().all(|token| token.len() >= 32), "which nobody guesses: {tokens:?}");
    for route in changes() {
        let sample = samples_of(&route)[0];
        let path = path_of(sample, &world.objects, sample.objects.first().copied());
        let sent = sent(sample, &world.objects);
        let is_late = READ_AFTER_WHO.contains(&name(&route).as_str());
        let mut by_token = 0;
        for who in Who::ALL {
            let browser = site.browsers().get(&who).cloned().unwrap_or_default();
            let elsewhere = "https://elsewhere.example.org";
            let foreign = site.ask_from(elsewhere, &browser, route.method, &path, &sent).await;
            let asked = format!("{} by {}", name(&route), who.name());
            assert_eq!(foreign.status, 403, "{asked}: {}", foreign.told());
            assert!(foreign.body.contains("another site"), "{asked}: {}", foreign.told());
            if who == Who::Anybody || CHANGE_NOTHING.contains(&name(&route).as_str()) {
                continue;
            }
            let without = Browser { csrf: "another".to_owned(), ..browser };
            let stale = site.ask_as(&without, route.method, &path, &sent).await;
            by_token += u32::from(stale.status == 403 && stale.body.contains("out of date"));
            if !is_late {
                assert_eq!(stale.status, 403, "{asked}: {}", stale.told());
                assert!(stale.body.contains("out of date"), "{asked}: {}", stale.told());
            }
            assert!([403, 404].contains(&stale.status.as_u16()), "{asked}: {}", stale.told());
        }
        let is_open = CHANGE_NOTHING.contains(&name(&route).as_str());
        assert!(by_token > 0 || is_open, "{}: nobody was asked for the token", name(&route));
    }
    site.end().await;
    world.remove().await;
}

#[tokio::test]
async fn the_demonstrations_doors_are_nowhere_else() {
    let world = World::of_people(Place::folder()).await;
    let site = world.real_body().await;
    let doors: Vec<ServedRoute> =
        assay_web::routes().into_iter().filter(|route| route.demonstration).collect();
    assert_eq!(doors.len(), 7, "{doors:?}");
    for route in doors {
        let path = route.path.replace("{name}", "order");
        let nowhere = site.ask(Who::Ada, route.method, &path, &Sent::Form(Vec::new())).await;
        assert_eq!(nowhere.status, 404, "{}", name(&route));
    }
    for who in Who::ALL {
        assert_eq!(site.get(who, "/nowhere").await.status, 404);
        assert_eq!(site.ask(who, "DELETE", "/", &Sent::Nothing).await.status, 405);
    }
    site.end().await;
    world.remove().await;
}
