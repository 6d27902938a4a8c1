//! Benchmarks by name: `cargo xtask bench NAME`. Each has a module here and a row in the table.

mod bank;
mod beside;
mod candidate;
mod http;
mod pages;
mod peers;
mod people;
mod preparation;
mod prepared;
mod qti;
mod quantile;
mod saves;
mod server;
mod standing;
mod standing_beside;
mod standing_postgres;
mod turns;

/// Name, what it measures, and how to run it with the remaining arguments.
type Benchmark = (&'static str, &'static str, fn(&[String]) -> anyhow::Result<usize>);

const BENCHMARKS: &[Benchmark] = &[
    ("bank", "searches and filters of a bank of 100,000 items, on both databases", bank::run),
    ("pages", "server time per page and per saved answer, saves per second, memory", pages::run),
    ("beside", "pages and saves of two binaries in one run: their ratio", beside::run),
    ("people", "the team's list of 100,000 people: any filter, search, order and page", people::run),
    (
        "preparation",
        "preparing: what is computed, and requests beside 100,000 people on both databases",
        preparation::run,
    ),
    ("qti", "reading and scoring items, beside an XML reader and a QTI engine, in one run", qti::run),
    ("standing", "standings and plans: of a million people, or two binaries in one run", standing::run),
];

/// Runs the benchmark that the first argument names; without one, lists them.
pub fn run(args: &[String]) -> anyhow::Result<usize> {
    let Some((name, rest)) = args.split_first() else {
        println!("{}", list(BENCHMARKS));
        return Ok(0);
    };
    match BENCHMARKS.iter().find(|(known, ..)| known == name) {
        Some((_, _, bench)) => bench(rest),
        None => anyhow::bail!("unknown benchmark `{name}`; {}", list(BENCHMARKS)),
    }
}

fn list(benchmarks: &[Benchmark]) -> String {
    let rows = benchmarks.iter().map(|(name, about, _)| format!("\n  {name:<12} {about}"));
    let rows: String = rows.collect();
    format!("known:{}", if rows.is_empty() { " none so far" } else { &rows })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_names_each_benchmark_with_what_it_measures() {
        assert_eq!(list(&[]), "known: none so far");
        let two: &[Benchmark] =
            &[("pages", "server time per page", |_| Ok(0)), ("saves", "per second", |_| Ok(0))];
        assert_eq!(list(two), "known:\n  pages        server time per page\n  saves        per second");
    }

    #[test]
    fn an_unknown_name_is_refused() {
        let error = run(&["warp".to_owned()]).unwrap_err().to_string();
        assert!(error.starts_with("unknown benchmark `warp`; known:"), "{error}");
    }
}
