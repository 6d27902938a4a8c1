//! Advice comes true under any rules, not only under those of the zoo.

use assay_programme::model::GoverningDay;
use assay_standing::Rules;
use proptest::prelude::*;

use crate::{
    play::{Outcome, play},
    random::{Unit, day, history, programme},
};

proptest! {
    #[test]
    fn what_a_way_promises_comes_true_under_any_rules(
        programme in programme(Unit::Calendar),
        history in history(12),
        as_of in day(),
    ) {
        let mut programme = programme;
        // Which version governs is for the engine to say: the player knows the one of the day alone.
        programme.policies.iter_mut().for_each(|policy| policy.governed_by = GoverningDay::Event);
        // A promise is for the case that nothing else happens: facts ahead are foreseen beside it.
        programme.amendments.clear();
        programme.world.clear();
        for version in programme.policies.iter_mut().flat_map(|policy| &mut policy.versions) {
            // Of two routes that one event takes, the first decides: the other's promise is another's then.
            version.routes.truncate(1);
            version.derived = None;
            for route in &mut version.routes {
                // Needs and minima by chance cannot all be met; those of the zoo can.
                route.needs = None;
                route.credits.iter_mut().for_each(|rule| (rule.min.clear(), rule.max.clear()).1);
            }
        }
        let rules = Rules::new(&programme);
        let known: Vec<_> = history.into_iter().filter(|event| event.date <= as_of).collect();
        for credential in rules.standing(&known, as_of).credentials {
            // What an upper one carries is played over the zoo: rules by chance cascade in circles.
            for way in credential.renew_by.iter().filter(|way| !way.route.starts_with("cascade")) {
                if let Outcome::Broken(found) = play(&rules, &known, as_of, &credential, way) {
                    prop_assert!(false, "{} on {as_of}: {:?}\n{found}", credential.credential, way);
                }
            }
        }
    }
}
