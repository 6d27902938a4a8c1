use super::tree;
use crate::declaration::Declarations;
use crate::process::*;
use crate::remark::Remarks;
use crate::value::Value;

/// An item of a test with one outcome.
struct Placed {
    name: &'static str,
    category: &'static str,
    score: Value,
    maximum: Option<f64>,
    weight: f64,
    is_presented: bool,
    is_correct: Option<bool>,
}

impl TestItem for Placed {
    fn identifier(&self) -> &str {
        self.name
    }
    fn is_in(&self, subset: &ItemSubset) -> bool {
        let is_one_of = |categories: &[String]| categories.iter().any(|one| one == self.category);
        (subset.include.is_empty() || is_one_of(&subset.include)) && !is_one_of(&subset.exclude)
    }
    fn value(&self, variable: &str) -> Option<Value> {
        (variable == "SCORE").then(|| self.score.clone())
    }
    fn outcome_bound(&self, _outcome: &str, is_maximum: bool) -> Option<f64> {
        self.maximum.filter(|_| is_maximum)
    }
    fn weight(&self, identifier: &str) -> Option<f64> {
        (identifier == "W").then_some(self.weight)
    }
    fn is_presented(&self) -> bool {
        self.is_presented
    }
    fn is_responded(&self) -> bool {
        !self.score.is_null()
    }
    fn is_correct(&self) -> Option<bool> {
        self.is_correct
    }
}

#[test]
fn a_test_sums_counts_and_bounds_the_items_of_a_subset() {
    let item = |name, category, score, maximum, weight| Placed {
        name,
        category,
        score,
        maximum,
        weight,
        is_presented: true,
        is_correct: None,
    };
    let mut items = [
        item("a", "easy", Value::integer(1), Some(1.0), 2.0),
        item("b", "hard", Value::float(0.5), Some(3.0), 1.0),
        item("c", "hard", Value::Null, None, 1.0),
    ];
    items[0].is_correct = Some(true);
    items[1].is_correct = Some(false);
    items[2].is_presented = false;
    let items: Vec<&dyn TestItem> = items.iter().map(|item| item as &dyn TestItem).collect();
    let declarations = Declarations::default();
    let evaluate = |short: &str| {
        let mut remarks = Remarks::default();
        let expression = Expression::read(&tree(short), &mut remarks);
        assert_eq!(remarks, Remarks::default(), "{short}");
        assert_eq!(Expression::read(&expression.write(), &mut remarks), expression, "{short}");
        let (mut scope, mut chance) = (Scope::new(&declarations), SeededChance::new(1, 0));
        Run::new(&mut scope, &items, &mut chance, ProcessLimits::default())
            .evaluate(&expression)
            .unwrap()
            .to_string()
    };
    let cases = [
        ("<number-selected/>", "3"),
        ("<number-selected include-category='hard'/>", "2"),
        ("<number-presented/>", "2"),
        ("<number-responded exclude-category='easy'/>", "1"),
        ("<number-correct/>", "1"),
        ("<number-incorrect/>", "1"),
        ("<sum><test-variables variable-identifier='SCORE'/></sum>", "1.5"),
        ("<sum><test-variables variable-identifier='SCORE' weight-identifier='W'/></sum>", "2.5"),
        ("<test-variables variable-identifier='SCORE' base-type='integer'/>", "[1]"),
        ("<test-variables variable-identifier='SCORE' include-category='none'/>", "NULL"),
        ("<outcome-maximum outcome-identifier='SCORE'/>", "NULL"),
        (
            "<outcome-maximum outcome-identifier='SCORE' include-category='easy' weight-identifier='W'/>",
            "[2]",
        ),
        ("<outcome-minimum outcome-identifier='SCORE'/>", "NULL"),
        ("<variable identifier='a.SCORE' weight-identifier='W'/>", "2"),
        ("<variable identifier='a.SCORE'/>", "1"),
        ("<variable identifier='z.SCORE'/>", "NULL"),
    ];
    for (short, expected) in cases {
        assert_eq!(evaluate(short), expected, "{short}");
    }
    assert_eq!(super::evaluate("<number-selected/>"), "NULL", "an item alone has no items");
}
