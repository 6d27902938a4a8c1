//! What the pages of the bank are asked for.

use super::{Body, Sample, on, plain};

const BANKS: &[&str] = &["CLF-C02, passed by noor", "DOP-C02, taken by noor", "no exam"];
const ITEMS: &[&str] =
    &["an item, accepted", "wren's item, a draft", "wren's item, in rio's review", "no item", "no id"];

pub const SAMPLES: &[Sample] = &[
    plain("GET /admin/bank"),
    plain("GET /admin/bank/work"),
    plain("GET /admin/bank/people"),
    plain("POST /admin/bank/people/{act}")
        .noted("give")
        .with(&[("act", "give")])
        .form(&[("person", "@wren"), ("domain", "CLF-C02|1")]),
    plain("POST /admin/bank/people/{act}")
        .noted("give, nobody")
        .with(&[("act", "give")])
        .form(&[("person", ""), ("domain", "")]),
    plain("POST /admin/bank/people/{act}")
        .noted("take")
        .with(&[("act", "take")])
        .form(&[("person", "@wren"), ("domain", "CLF-C02|")]),
    plain("POST /admin/bank/people/{act}")
        .noted("an act that is not there")
        .with(&[("act", "burn")])
        .form(&[]),
    plain("GET /admin/bank/changes"),
    plain("POST /admin/bank/changes/{id}/undo").with(&[("id", "mny_none")]).form(&[]),
    on("POST /admin/bank/{exam}/many", BANKS).noted("nothing chosen").form(&[
        ("pool", "exam"),
        ("change", "add-tag"),
        ("tag", "core"),
        ("reason", "We count them."),
    ]),
    on("POST /admin/bank/{exam}/many", BANKS).noted("all that is found, looked at").form(&[
        ("pool", "exam"),
        ("which", "found"),
        ("filter", "?state=scored"),
        ("change", "add-tag"),
        ("tag", "core"),
        ("reason", "We count them."),
    ]),
    on("POST /admin/bank/{exam}/many", BANKS).noted("all that is found, as it was not looked at").form(&[
        ("pool", "exam"),
        ("which", "found"),
        ("filter", ""),
        ("change", "retired"),
        ("reason", "Old."),
        ("mark", "of-before"),
    ]),
    on("GET /admin/bank/{exam}", BANKS),
    on("GET /admin/bank/{exam}", &["the list as a file"]),
    on("GET /admin/bank/{exam}/practice", BANKS),
    on("GET /admin/bank/{exam}/practice.csv", BANKS),
    on("GET /admin/bank/{exam}/practice/release", BANKS),
    on("POST /admin/bank/{exam}/practice/release", BANKS).form(&[]),
    on("POST /admin/bank/{exam}/take", BANKS).form(&[("reason", "We write here from now on.")]),
    on("POST /admin/bank/{exam}/take", BANKS).noted("without a reason").form(&[("reason", "")]),
    on("GET /admin/bank/{exam}/write", BANKS),
    on("POST /admin/bank/{exam}/write", BANKS).noted("looked at").form(&[
        ("pool", "exam"),
        ("slug", "clf-one-more"),
        ("do", "look"),
        ("stem", "Why?"),
    ]),
    on("POST /admin/bank/{exam}/write", BANKS).form(&[
        ("pool", "exam"),
        ("slug", "clf-one-more"),
        ("do", "save"),
        ("stem", "Why?"),
        ("place", "1.1|"),
        ("expected", "60"),
        ("seconds", "90"),
    ]),
    Sample {
        body: Body::Parts(&[("pool", "exam"), ("slug", "clf-pictured"), ("do", "picture"), ("file", "x")]),
        ..on("POST /admin/bank/{exam}/write/picture", BANKS).noted("no picture")
    },
    on("GET /admin/bank/{exam}/texts", BANKS),
    on("GET /admin/bank/{exam}/texts/{name}", BANKS).with(&[("name", "case-shop")]),
    Sample {
        body: Body::Parts(&[("seen", "x"), ("text", "# A shop")]),
        ..on("POST /admin/bank/{exam}/texts/{name}", BANKS).with(&[("name", "case-shop")])
    },
    on("GET /admin/bank/items/{id}", ITEMS),
    on("GET /admin/bank/items/{id}/media", ITEMS),
    on("GET /admin/bank/items/{id}/alike", ITEMS),
    on("POST /admin/bank/items/{id}/alike", ITEMS)
        .noted("with none")
        .form(&[("other", "itm_none"), ("reason", "One gives the other away.")]),
    on("GET /admin/bank/items/{id}/given", ITEMS),
    on("GET /admin/bank/items/{id}/given.csv", ITEMS),
    on("GET /admin/bank/items/{id}/write", ITEMS),
    on("POST /admin/bank/items/{id}/write", ITEMS).noted("of before").form(&[
        ("seq", "0"),
        ("as", "file"),
        ("do", "save"),
        ("text", "stem = \"Other?\""),
    ]),
    Sample {
        body: Body::Parts(&[
            ("seq", "0"),
            ("as", "file"),
            ("do", "picture"),
            ("text", "stem = \"![a](picture.svg)\""),
            ("file", "<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ]),
        ..on("POST /admin/bank/items/{id}/write/picture", ITEMS)
    },
    on("GET /admin/bank/items/{id}/languages", ITEMS),
    on("POST /admin/bank/items/{id}/languages", ITEMS).noted("of before").form(&[
        ("seq", "0"),
        ("language", "de"),
        ("do", "save"),
        ("stem", "Warum?"),
    ]),
    on("POST /admin/bank/items/{id}/{act}", ITEMS).noted("submit").with(&[("act", "submit")]).form(&[]),
    on("POST /admin/bank/items/{id}/{act}", ITEMS)
        .noted("comment")
        .with(&[("act", "comment")])
        .form(&[("text", "Shorter?")]),
    on("POST /admin/bank/items/{id}/{act}", ITEMS)
        .noted("assign")
        .with(&[("act", "assign")])
        .form(&[("reviewer", "@rio"), ("due", "2025-10-01")]),
    on("POST /admin/bank/items/{id}/{act}", ITEMS)
        .noted("use")
        .with(&[("act", "use")])
        .form(&[("state", "pretest"), ("reason", "It is tried out.")]),
    on("POST /admin/bank/items/{id}/{act}", ITEMS)
        .noted("retire")
        .with(&[("act", "retire")])
        .form(&[("reason", "It is out of date.")]),
    on("POST /admin/bank/items/{id}/{act}", ITEMS)
        .noted("retire, without a reason")
        .with(&[("act", "retire")])
        .form(&[("reason", "")]),
    on("POST /admin/bank/items/{id}/{act}", ITEMS)
        .noted("move")
        .with(&[("act", "move")])
        .form(&[("slug", "practice-now"), ("reason", "Too many know it.")]),
    on("POST /admin/bank/items/{id}/{act}", &["an item, accepted"])
        .noted("an act that is not there")
        .with(&[("act", "burn")])
        .form(&[]),
    on("GET /admin/bank/review/{id}", ITEMS),
    on("POST /admin/bank/review/{id}/{act}", ITEMS).noted("take").with(&[("act", "take")]).form(&[]),
    on("POST /admin/bank/review/{id}/{act}", ITEMS)
        .noted("answer, nothing")
        .with(&[("act", "answer")])
        .form(&[]),
    on("POST /admin/bank/review/{id}/{act}", ITEMS)
        .noted("answer")
        .with(&[("act", "answer")])
        .form(&[("r:RESPONSE", "A"), ("confidence", "3")]),
    on("POST /admin/bank/review/{id}/{act}", ITEMS)
        .noted("decide, before the answer")
        .with(&[("act", "decide")])
        .form(&[("verdict", "reject"), ("why", "No.")]),
    on("POST /admin/bank/review/{id}/{act}", ITEMS)
        .noted("give back")
        .with(&[("act", "give-back")])
        .form(&[]),
];
