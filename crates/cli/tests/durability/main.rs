//! No acknowledged answer is lost to `kill -9` (docs/concepts/durable-save.md).
//!
//! Ten connections of five people save answers; at a random moment the server is killed; after the restart
//! every acknowledged answer must be there. `ASSAY_KILLS=200` for the full run
//! (`ASSAY_KILLS_POSTGRES=50` on PostgreSQL), `ASSAY_TEST_BINARY` for
//! another binary than the one under test, `ASSAY_SEED` to repeat the moments of a run.
#![cfg(test)]

#[path = "../../../../xtask/src/bench/candidate.rs"]
mod candidate;
mod chance;
#[path = "../../../../xtask/src/bench/http.rs"]
mod http;
mod ledger;
mod place;
mod run;
#[path = "../../../../xtask/src/bench/server.rs"]
mod server;
mod stories;

use chance::Chance;
use place::Place;
use run::Run;

/// Kills in the test suite; the full run has 200.
const KILLS: usize = 15;
/// Kills on PostgreSQL in the test suite; the full run has 50.
const KILLS_POSTGRES: usize = 4;

#[test]
fn no_acknowledged_answer_is_lost_to_kill_9() {
    kill(Place::folder(), "ASSAY_KILLS", KILLS);
}

#[test]
fn no_acknowledged_answer_is_lost_to_kill_9_on_postgres() {
    if let Some(place) = Place::postgres() {
        kill(place, "ASSAY_KILLS_POSTGRES", KILLS_POSTGRES);
    }
}

fn kill(place: Place, setting: &str, few: usize) {
    let kills = std::env::var(setting).map_or(few, |text| text.parse().unwrap());
    let chance = Chance::from_environment();
    println!("seed {}", chance.seed);
    let mut run = Run::begin(place, chance);
    while run.kills < kills {
        run.kill_during_saves();
        // Recovery itself is killed now and then: every twelfth restart does not get ready.
        if run.kills % 12 == 5 && run.kills < kills {
            run.kill_during_start();
        }
    }
    run.kill_during_hand_in();
    run.print();
    assert!(run.acknowledged > 10 * kills, "too few saves to prove anything: {}", run.acknowledged);
    assert!(run.lost.is_empty(), "{:#?}", run.lost);
}

#[test]
fn the_comparison_notices_acknowledged_answers_that_are_gone() {
    let mut run = Run::begin(Place::folder(), Chance::from_environment());
    run.kill_during_saves();
    assert!(run.lost.is_empty(), "{:#?}", run.lost);
    run.set_data_back();
    assert!(!run.lost.is_empty());
}
