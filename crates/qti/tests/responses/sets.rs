//! Subsets, orders and pairings, as many as are worth playing.

/// The subsets of six choices.
const SUBSETS_MAX: usize = 64;
/// The orders of four choices.
const ORDERS_MAX: usize = 24;

/// Every subset but the empty one, as long as they are few; else small ones, large ones and some between.
pub fn subsets(choices: &[String]) -> Vec<Vec<String>> {
    let count = choices.len().min(20);
    let all = 1_usize << count;
    let chosen = |mask: usize| -> Vec<String> {
        let is_in = |(place, _): &(usize, &String)| mask >> place & 1 == 1;
        choices.iter().take(count).enumerate().filter(is_in).map(|(_, one)| one.clone()).collect()
    };
    if all <= SUBSETS_MAX {
        return (1..all).map(chosen).collect();
    }
    let ones = (0..count).map(|place| 1 << place);
    let rests = (0..count).map(|place| (all - 1) ^ (1 << place));
    // A step that is odd goes through all of them before it comes back.
    let between = (1..SUBSETS_MAX).map(|step| step * 2_654_435_761 % all);
    let masks = ones.chain([all - 1]).chain(rests).chain(between).filter(|mask| *mask > 0);
    masks.take(SUBSETS_MAX).map(chosen).collect()
}

/// Every order, as long as they are few; else the key, and orders near it. Some are left unfinished.
pub fn orders(choices: &[String], key: &[String]) -> Vec<Vec<String>> {
    let mut orders = Vec::new();
    match choices.len() {
        0 => {}
        1..=4 => permute(&mut choices.to_vec(), 0, &mut orders),
        _ => {
            let start = if key.len() == choices.len() { key } else { choices };
            for step in 0..choices.len() {
                let mut turned = start.to_vec();
                turned.rotate_left(step);
                orders.push(turned);
                let mut swapped = start.to_vec();
                swapped.swap(step, (step + 1) % start.len());
                orders.push(swapped);
            }
            orders.push(start.iter().rev().cloned().collect());
        }
    }
    orders.truncate(ORDERS_MAX);
    let unfinished: Vec<_> =
        (1..choices.len()).map(|length| choices.iter().take(length).cloned().collect()).collect();
    orders.extend(unfinished);
    orders
}

fn permute(values: &mut Vec<String>, from: usize, into: &mut Vec<Vec<String>>) {
    if from + 1 >= values.len() {
        into.push(values.clone());
        return;
    }
    for place in from..values.len() {
        values.swap(from, place);
        permute(values, from + 1, into);
        values.swap(from, place);
    }
}

/// Each source with a target, turned on by one each time; then all with one target.
pub fn pairings(sources: &[String], targets: &[String]) -> Vec<Vec<String>> {
    let pair = |source: &String, target: Option<&String>| target.map(|target| format!("{source} {target}"));
    let turns = (0..targets.len().min(ORDERS_MAX)).map(|turn| {
        let sources = sources.iter().enumerate();
        sources.filter_map(|(place, one)| pair(one, targets.get((place + turn) % targets.len()))).collect()
    });
    let alike = targets.iter().take(ORDERS_MAX);
    let alike = alike.map(|target| sources.iter().filter_map(|one| pair(one, Some(target))).collect());
    turns.chain(alike).collect()
}

/// A list of several values, and lists that are nearly it.
pub fn variations(of: &[String], stranger: &str) -> Vec<Vec<String>> {
    if of.is_empty() {
        return Vec::new();
    }
    let mut lists = vec![of.to_vec(), of.iter().rev().cloned().collect()];
    for place in 0..of.len() {
        let mut less = of.to_vec();
        let one = less.remove(place);
        lists.push(less.clone());
        // Once more, turned around, and in place of it something that is no choice.
        lists.push([of, std::slice::from_ref(&one)].concat());
        let mut other = of.to_vec();
        other.splice(place..=place, [turned(&one)]);
        lists.push(other);
        lists.push([less.as_slice(), &[stranger.to_owned()]].concat());
        lists.push(vec![one.clone(), one]);
    }
    lists.retain(|list| !list.is_empty());
    lists
}

/// A pair the other way round; anything else as it is.
pub fn turned(pair: &str) -> String {
    match pair.split_once(' ') {
        Some((one, other)) => format!("{other} {one}"),
        None => pair.to_owned(),
    }
}
