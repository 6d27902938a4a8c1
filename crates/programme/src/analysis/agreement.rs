//! How far experts agree.

/// Agreement of raters over things that all of them rated.
///
/// The intraclass correlation ICC(3,k), consistency of the mean of k raters. /// Each rater is a column of
/// as many ratings as there are things. `(BMS - EMS) / BMS` of the two-way analysis of variance (Shrout &
/// Fleiss 1979, Psychological Bulletin 86, 420-428). 1 where they rank alike, about 0 where chance would do
/// as well; it may be negative. None of fewer than two raters or things, where columns differ in length, or
/// where nothing differs from thing to thing.
pub fn consistency(raters: &[Vec<f64>]) -> Option<f64> {
    let things = raters.first()?.len();
    if raters.len() < 2 || things < 2 || raters.iter().any(|column| column.len() != things) {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "raters and tasks of one study: a few hundred at most")]
    let (k, n) = (raters.len() as f64, things as f64);
    let grand = raters.iter().flatten().sum::<f64>() / (k * n);
    let thing_mean = |place: usize| raters.iter().filter_map(|column| column.get(place)).sum::<f64>() / k;
    let square = |difference: f64| difference * difference;
    let between_things: f64 = k * (0..things).map(|place| square(thing_mean(place) - grand)).sum::<f64>();
    let between_raters: f64 =
        n * raters.iter().map(|column| square(column.iter().sum::<f64>() / n - grand)).sum::<f64>();
    let total: f64 = raters.iter().flatten().map(|rating| square(rating - grand)).sum();
    let error = (total - between_things - between_raters).max(0.0);
    let (between, within) = (between_things / (n - 1.0), error / ((n - 1.0) * (k - 1.0)));
    (between > f64::EPSILON).then(|| (between - within) / between)
}
