//! `--query`: JMESPath, with a budget of steps.
//!
//! Own. The crate `jmespath` 0.5 (MIT) has no limit on what an expression makes of its input, and `[@,@][]`
//! repeated a hundred times doubles it a hundred times; ours counts what it copies and stops.

mod eval;
mod function;
mod node;
mod parse;

use self::node::Node;
use super::data::Data;

/// Bytes of an expression; the longest of the provider's own examples has 300.
const EXPRESSION_MAX: usize = 1024;

/// Steps and copied parts of one search: at most about 16 MiB. A list of 2,000 resources has 100,000 parts.
const BUDGET: usize = 250_000;

/// A query that can be asked of any answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Query {
    text: String,
    root: Node,
}

impl Query {
    /// Reads an expression; the error says where it ends to be one.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        if text.len() > EXPRESSION_MAX {
            return Err(format!("it is longer than {EXPRESSION_MAX} bytes"));
        }
        Ok(Query { text: text.to_owned(), root: parse::expression(text)? })
    }

    /// What it finds; an error where a function is given what it cannot take, or the budget ends.
    pub(crate) fn search(&self, data: &Data) -> Result<Data, String> {
        let found = eval::Search { budget: BUDGET }.search(&self.root, data);
        found.map_err(|why| format!("the query '{}' found no end: {why}", self.text))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn asked(json: &str, query: &str) -> String {
        let data = Data::from(&serde_json::from_str(json).unwrap());
        match Query::read(query).and_then(|query| query.search(&data)) {
            Ok(found) => found.compact(),
            Err(why) => format!("error: {why}"),
        }
    }

    const VPCS: &str = r#"{"Vpcs":[{"Id":"a","Cidr":"10.0.0.0/16","Default":true,
        "Tags":[{"Key":"Name","Value":"x"}]},
        {"Id":"b","Cidr":"172.16.0.0/16","Default":false,"Tags":[],"N":3},{"Id":"c","N":1}]}"#;

    /// Each asked of `jmespath.py`, the original's engine.
    #[test]
    fn expressions_find_what_the_original_finds() {
        let table = [
            ("Vpcs[0].Id", r#""a""#),
            ("Vpcs[-1].Id", r#""c""#),
            ("Vpcs[].Id", r#"["a","b","c"]"#),
            ("Vpcs[*].Cidr", r#"["10.0.0.0/16","172.16.0.0/16"]"#),
            ("Vpcs[].[Id,N]", r#"[["a",null],["b",3],["c",1]]"#),
            ("Vpcs[].{I:Id,T:Tags[0].Value}", r#"[{"I":"a","T":"x"},{"I":"b","T":null},{"I":"c","T":null}]"#),
            ("Vpcs[?Default].Id", r#"["a"]"#),
            ("Vpcs[?Default==`true`].Id | [0]", r#""a""#),
            ("Vpcs[?N>`1`].Id", r#"["b"]"#),
            ("Vpcs[?!Default].Id", r#"["b","c"]"#),
            ("Vpcs[?Tags[?Key=='Name']].Id", r#"["a"]"#),
            ("Vpcs[?contains(Cidr || '', '172')].Id", r#"["b"]"#),
            ("Vpcs[?N && N<`3`].Id", r#"["c"]"#),
            ("Vpcs[1:].Id", r#"["b","c"]"#),
            ("Vpcs[::-1].Id", r#"["c","b","a"]"#),
            ("Vpcs[].Tags[].Value", r#"["x"]"#),
            ("Vpcs[*].Tags[*].Value", r#"[["x"],[]]"#),
            ("length(Vpcs)", "3"),
            ("sort_by(Vpcs[?N], &N)[].Id", r#"["c","b"]"#),
            ("max_by(Vpcs[?N], &N).Id", r#""b""#),
            ("reverse(Vpcs[].Id)", r#"["c","b","a"]"#),
            ("join(', ', Vpcs[].Id)", r#""a, b, c""#),
            ("keys(Vpcs[2])", r#"["Id","N"]"#),
            ("Vpcs[2].*", r#"["c",1]"#),
            ("map(&Id, Vpcs)", r#"["a","b","c"]"#),
            ("sum(Vpcs[].N)", "4.0"),
            ("avg(Vpcs[].N)", "2.0"),
            ("to_string(Vpcs[2])", r#""{\"Id\":\"c\",\"N\":1}""#),
            ("to_number('7')", "7"),
            ("type(Vpcs)", r#""array""#),
            ("not_null(Nothing, Vpcs[0].Id)", r#""a""#),
            ("starts_with(Vpcs[0].Cidr, '10.')", "true"),
            ("Vpcs[0].\"Id\"", r#""a""#),
            ("Nothing.here", "null"),
            ("@.Vpcs[0].[Id]", r#"["a"]"#),
            ("Vpcs[?Id!='a'].Id", r#"["b","c"]"#),
            ("Vpcs[?Id=='a' || Id=='c'].Id", r#"["a","c"]"#),
            ("Vpcs[0].Tags | length(@)", "1"),
            ("`[1, 2]`", "[1,2]"),
            ("'it''", "error: it ends within a text"),
        ];
        for (query, found) in table {
            assert_eq!(asked(VPCS, query), found, "{query}");
        }
    }

    #[test]
    fn what_is_no_expression_is_refused() {
        for query in
            ["", "Vpcs[", "Vpcs[?", "a..b", "foo(", "a b", "{a}", "[", "`{`", "nonsense(@)", "&", "a[1:2:0]"]
        {
            assert!(asked("{}", query).starts_with("error"), "{query}: {}", asked("{}", query));
        }
        assert!(asked("{}", &"(".repeat(1000)).contains("nested"));
        assert!(asked("{}", &"a".repeat(2000)).contains("longer"));
    }

    #[test]
    fn an_expression_that_doubles_what_it_finds_ends() {
        let doubling = vec!["[@,@][]"; 60].join(" | ");
        assert!(asked(VPCS, &doubling).contains("found no end"));
    }

    proptest! {
        #[test]
        fn no_expression_is_too_strange(text in "[a-zA-Z0-9_.*@&|!<>=\\[\\](){},:?'\"` -]{0,60}") {
            let _ = asked(VPCS, &text);
        }
    }
}
