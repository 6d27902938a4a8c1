//! What is read of a level: words, scale, silence, what is missing, and what is refused.

use assay_psychometrics::readiness::{
    Ability, CONSTANTS, Constants, CountedAnswers, DomainShare, ItemAnswer, LogEntry, Model, Outlook,
    ReadinessError, ReportScale, Silence, difficulties, most_missing, silence,
};

const SCORED: [u32; 5] = [11, 11, 11, 8, 9];

/// So many answers in each domain, right or wrong.
fn after(right: &[(usize, u32, bool)]) -> Ability {
    let model = Model::current();
    let mut ability = model.start(SCORED.len()).unwrap();
    for (domain, answers, is_right) in right {
        for _ in 0..*answers {
            model.answer(&mut ability, &ItemAnswer::whole(*domain, 0.0, 0.2, *is_right)).unwrap();
        }
    }
    ability
}

#[test]
fn the_more_is_right_the_more_is_said() {
    let model = Model::current();
    let all = |is_right| (0..5).map(|domain| (domain, 8, is_right)).collect::<Vec<_>>();
    let reading = model.reading(&after(&all(true)), &SCORED).unwrap();
    assert_eq!(reading.outlook().words(), "very likely");
    let (low, high) = reading.interval_on(&ReportScale::CUT_720);
    assert!(low > 720.0 && high <= 1000.0 && low < high, "{low} {high}");
    let reading = model.reading(&after(&all(false)), &SCORED).unwrap();
    assert_eq!(reading.outlook().words(), "unlikely today");
    let (low, high) = reading.interval_on(&ReportScale::CUT_720);
    assert!((100.0..high).contains(&low) && high < 720.0, "{low} {high}");
}

#[test]
fn words_begin_where_they_are_said_to() {
    let words = [0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0].map(Outlook::of);
    assert!(words[..6].is_sorted_by(|low, high| low < high));
    assert_eq!((words[4], words[5], words[6]), (Outlook::Likely, Outlook::VeryLikely, Outlook::VeryLikely));
    assert_eq!(Outlook::of(0.799_999).words(), "more likely than not");
}

/// Who is where one needs to be passes in 8 of 10 cases; whoever is below in one domain lacks points there.
#[test]
fn points_are_missing_where_little_is_right() {
    let model = Model::current();
    let ability = after(&[(0, 10, true), (1, 10, true), (2, 10, true), (3, 10, true), (4, 10, false)]);
    let missing = model.missing_points(&ability, &SCORED).unwrap();
    assert_eq!(most_missing(&missing, &[10; 5]).first(), Some(&4), "{missing:?}");
    assert!(missing[4] > 0.5 && missing[4] < 9.0, "{missing:?}");
    assert_eq!(most_missing(&[2.1, 0.0, 1.9, 2.2], &[9, 9, 2, 9]), [2, 3, 0]);
}

#[test]
fn a_domains_share_lies_in_its_range_and_what_is_needed_is_where_no_point_is_missing() {
    let scored = [10, 10];
    let answers: Vec<_> = (0..40).map(|place| (usize::from(place % 4 == 0), 0, place % 3 != 0)).collect();
    let log: Vec<LogEntry> = answers
        .iter()
        .map(|(domain, _, is_right)| LogEntry {
            day: 0.0,
            is_counted: true,
            answer: ItemAnswer::whole(*domain, 0.0, 0.2, *is_right),
        })
        .collect();
    let model = Model::current();
    let (ability, reading) = model.read_log(&scored, &log, 3.0).unwrap();
    assert_eq!(reading, model.reading(&model.replay(2, &log, 3.0).unwrap(), &scored).unwrap());
    let shares = model.domain_shares(&ability, &scored).unwrap();
    let missing = model.missing_points(&ability, &scored).unwrap();
    for (share, missing) in shares.iter().zip(&missing) {
        assert!(0.16 <= share.low && share.low < share.at && share.at < share.high && share.high <= 1.0);
        assert_eq!(share.at < share.needed, *missing > 0.0, "{share:?} {missing}");
    }
    let width = |share: &DomainShare| share.high - share.low;
    assert!(width(&shares[1]) > width(&shares[0]), "the domain with fewer answers is known less: {shares:?}");
    let points: f64 = shares.iter().map(|share| 10.0 * share.at).sum();
    assert!((points - reading.score).abs() < 1e-9, "domain by domain it is the score");
}

#[test]
fn a_carried_answer_says_less_and_nothing_says_nothing() {
    let model = Model::current();
    let start = model.start(5).unwrap();
    let carried = |weight| {
        let mut ability = start.clone();
        let answer = ItemAnswer { weight, ..ItemAnswer::whole(1, 0.0, 0.2, true) };
        model.answer(&mut ability, &answer).unwrap();
        ability
    };
    assert_eq!(carried(0.0), start);
    assert!(carried(0.5).mean()[0] > 0.0 && carried(0.5).mean()[0] < carried(1.0).mean()[0]);
}

#[test]
fn time_makes_less_sure_and_a_clock_that_goes_back_nothing() {
    let model = Model::current();
    let mut ability = after(&[(0, 5, true)]);
    let before = ability.clone();
    model.pass_days(&mut ability, -3.0).unwrap();
    assert_eq!(ability, before);
    model.pass_days(&mut ability, 30.0).unwrap();
    assert_eq!(ability.mean(), before.mean());
    let sd = |ability: &Ability| model.reading(ability, &SCORED).unwrap().sd;
    assert!(sd(&ability) > sd(&before));
}

#[test]
fn it_is_silent_until_there_is_enough_and_says_what_is_missing() {
    let of = |counted: [u32; 5], idle_days| silence(&CountedAnswers { counted: counted.to_vec(), idle_days });
    let lacks =
        |answers, in_domains: [u32; 5]| Some(Silence::TooFew { answers, in_domains: in_domains.to_vec() });
    assert_eq!(of([0; 5], None), lacks(40, [4; 5]));
    assert_eq!(of([6, 6, 5, 1, 4], Some(0)), lacks(18, [0, 0, 0, 3, 0]));
    assert_eq!(of([30, 30, 2, 3, 4], Some(0)), lacks(3, [0, 0, 2, 1, 0]));
    assert_eq!(of([8; 5], Some(30)), None);
    assert_eq!(of([8; 5], Some(31)), Some(Silence::Faded { idle_days: 31 }));
}

#[test]
fn ratings_become_centred_difficulties() {
    let found = difficulties(&[(0.9, 0.2), (0.6, 0.2), (0.1, 0.05), (1.0, 0.2)]).unwrap();
    assert!(found.iter().sum::<f64>().abs() < 1e-12, "{found:?}");
    assert!(found[3] < found[0] && found[0] < found[1] && found[1] < found[2], "{found:?}");
    // Both lie beyond what a rating is taken for.
    let found = difficulties(&[(0.0, 0.2), (0.25, 0.2)]).unwrap();
    assert_eq!(found, [0.0, 0.0]);
    assert!(difficulties(&[]).unwrap().is_empty());
    assert_eq!(difficulties(&[(1.1, 0.2)]), Err(ReadinessError::Rating));
    assert_eq!(difficulties(&[(0.5, 1.0)]), Err(ReadinessError::Guessing));
}

#[test]
fn what_is_no_number_is_refused_and_changes_nothing() {
    let model = Model::current();
    let mut ability = model.start(2).unwrap();
    let before = ability.clone();
    let whole = ItemAnswer::whole(0, 0.0, 0.2, true);
    for (answer, error) in [
        (ItemAnswer { domain: 2, ..whole }, ReadinessError::NoDomain(2)),
        (ItemAnswer { difficulty: f64::NAN, ..whole }, ReadinessError::Difficulty),
        (ItemAnswer { difficulty: f64::INFINITY, ..whole }, ReadinessError::Difficulty),
        (ItemAnswer { guessing: 1.0, ..whole }, ReadinessError::Guessing),
        (ItemAnswer { weight: 1.5, ..whole }, ReadinessError::Weight),
    ] {
        assert_eq!(model.answer(&mut ability, &answer), Err(error));
    }
    assert_eq!(model.pass_days(&mut ability, f64::NAN), Err(ReadinessError::Days));
    assert_eq!(model.pass_days(&mut ability, f64::INFINITY), Err(ReadinessError::Days));
    assert_eq!(ability, before);
    assert_eq!(model.start(0), Err(ReadinessError::Domains(0)));
    assert_eq!(model.start(17), Err(ReadinessError::Domains(17)));
    for scored in [&[1_u32][..], &[0, 0], &[1, 1_001]] {
        assert_eq!(model.reading(&ability, scored), Err(ReadinessError::Scored));
    }
}

#[test]
fn constants_that_promise_more_than_was_measured_are_refused() {
    assert!(Model::with(CONSTANTS).is_ok());
    assert!(Model::with(Constants { growth: 0.0, ..CONSTANTS }).is_ok());
    for constants in [
        Constants { growth: 0.013, ..CONSTANTS },
        Constants { item_sd: 0.0, ..CONSTANTS },
        Constants { general_sd: f64::NAN, ..CONSTANTS },
    ] {
        assert!(matches!(Model::with(constants), Err(ReadinessError::Constant { .. })));
    }
}
