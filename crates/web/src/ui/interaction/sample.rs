//! A question of every kind, for the style guide and for tests. Invented; in no pool.

use assay_qti::{
    declaration::Shape,
    view::{AreaView, Asks, ChoiceView, ItemPicture, ItemView, StimulusView, ViewNode},
};

use super::{
    paper::Responses,
    sample_parts::{area, ask, associable, choices, item, text, with, words},
};

/// A question with its name in addresses.
pub(crate) struct Sample {
    /// In the address.
    pub name: &'static str,
    /// For the page.
    pub title: &'static str,
    /// Makes it.
    pub view: fn() -> ItemView,
    /// What is right: response variable, values.
    pub right: &'static [(&'static str, &'static [&'static str])],
    /// What somebody answered, not all of it right.
    pub own: &'static [(&'static str, &'static [&'static str])],
}

/// One of each kind, one that is read beside a text, one from right to left.
pub(crate) const SAMPLES: &[Sample] = &[
    Sample {
        name: "choice",
        title: "Choice",
        view: choice,
        right: &[("RESPONSE", &["B"])],
        own: &[("RESPONSE", &["C"])],
    },
    Sample {
        name: "several",
        title: "Choice of several, beside a shared text",
        view: several,
        right: &[("RESPONSE", &["A", "C"])],
        own: &[("RESPONSE", &["A", "D"])],
    },
    Sample {
        name: "order",
        title: "Order",
        view: order,
        right: &[("STEPS", &["S3", "S1", "S4", "S2"])],
        own: &[("STEPS", &["S3", "S4", "S1", "S2"])],
    },
    Sample {
        name: "match",
        title: "Match",
        view: matching,
        right: &[("RESPONSE", &["N1 C2", "N2 C1", "N3 C3"])],
        own: &[("RESPONSE", &["N1 C2", "N2 C3"])],
    },
    Sample {
        name: "match-several",
        title: "Match, several of each",
        view: match_several,
        right: &[("RESPONSE", &["R1 A1", "R1 A2", "R2 A1"])],
        own: &[("RESPONSE", &["R1 A1", "R2 A2"])],
    },
    Sample {
        name: "gap-match",
        title: "Gap match",
        view: gap_match,
        right: &[("RESPONSE", &["W1 G1", "W3 G2"])],
        own: &[("RESPONSE", &["W2 G1", "W3 G2"])],
    },
    Sample {
        name: "inline",
        title: "Inline choice and text entry",
        view: inline,
        right: &[("RULE", &["LAST"]), ("HOSTS", &["62"])],
        own: &[("RULE", &["FIRST"]), ("HOSTS", &["62"])],
    },
    Sample {
        name: "hot-text",
        title: "Hot text in a log",
        view: hot_text,
        right: &[("RESPONSE", &["L3"])],
        own: &[("RESPONSE", &["L2"])],
    },
    Sample {
        name: "hot-spot",
        title: "Hot spot",
        view: hot_spot,
        right: &[("RESPONSE", &["NAT"])],
        own: &[("RESPONSE", &["APP"])],
    },
    Sample {
        name: "graphic-gap-match",
        title: "Graphic gap match",
        view: graphic,
        right: &[("RESPONSE", &["ROUTE PRIVATE", "ACL PUBLIC"])],
        own: &[("RESPONSE", &["ROUTE PUBLIC"])],
    },
    Sample {
        name: "extended-text",
        title: "Extended text",
        view: extended,
        right: &[],
        own: &[("RESPONSE", &["Two zones, so that one may fail.\nA copy of the data in each."])],
    },
    Sample {
        name: "right-to-left",
        title: "From right to left",
        view: right_to_left,
        right: &[("CHOICE", &["B"]), ("STEPS", &["A", "B", "C"])],
        own: &[("CHOICE", &["B"]), ("STEPS", &["B", "A", "C"])],
    },
];

impl Sample {
    /// A list of responses as a map.
    pub(crate) fn map(list: &[(&str, &[&str])]) -> Responses {
        let owned = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
        list.iter().map(|(name, values)| ((*name).to_owned(), owned(values))).collect()
    }
}

fn choice() -> ItemView {
    let policy = "{\n  \"Effect\": \"Deny\",\n  \"Action\": \"s3:PutObject\",\n  \"Resource\": \
                  \"arn:aws:s3:::harbour-logs/*\",\n  \"Condition\": { \"Null\": { \
                  \"s3:x-amz-server-side-encryption\": \"true\" } }\n}";
    let figure = vec![words("figcaption", "Statement of the bucket policy"), words("pre", policy)];
    let mut of = choices(&[
        ("A", "Every upload is refused."),
        ("B", "An upload that names no encryption is refused."),
        ("C", "An upload that names an encryption is refused."),
    ]);
    let last = vec![text("Nothing is refused: "), words("code", "Null"), text(" is no operator.")];
    of.push(ChoiceView { identifier: "D".to_owned(), content: last });
    item(vec![
        words("p", "Uploads to a bucket of logs fail since this statement was added."),
        with("figure", &[], figure),
        words("p", "What does the statement do?"),
        ask("RESPONSE", "", Asks::Choice { choices: of, min: 0, max: 1, is_horizontal: false }),
    ])
}

fn several() -> ItemView {
    let row = |cells: [&str; 3], name| with("tr", &[], cells.map(|cell| words(name, cell)).to_vec());
    let table = vec![
        words("caption", "Subnets"),
        with("thead", &[], vec![row(["Subnet", "Route for 0.0.0.0/0", "Inbound rule"], "th")]),
        with(
            "tbody",
            &[],
            vec![
                row(["private-a", "nat-0f3", "443"], "td"),
                row(["private-b", "none", "443"], "td"),
                row(["public-a", "igw-04", "all"], "td"),
            ],
        ),
    ];
    let case = StimulusView {
        identifier: "case".to_owned(),
        title: "Harbour Ferries".to_owned(),
        body: vec![
            words(
                "p",
                "A ferry line runs its ticket system over two zones. Since the last audit patches fail.",
            ),
            words("h3", "Network"),
            with("table", &[], table),
            words("p", "The gateway nat-0f3 stands in public-a."),
        ],
    };
    let mut view = item(vec![
        words("p", "Which two changes together let both private subnets fetch patches?"),
        ask(
            "RESPONSE",
            "",
            Asks::Choice {
                choices: choices(&[
                    ("A", "Allow inbound TCP 1024 to 65535 on the network ACL of the private subnets."),
                    ("B", "Allow inbound TCP 443 on the security group of the servers."),
                    ("C", "Give private-b the route table that has the NAT route."),
                    ("D", "Give the servers public addresses."),
                ]),
                min: 2,
                max: 2,
                is_horizontal: false,
            },
        ),
    ]);
    view.stimuli.push(case);
    view
}

fn order() -> ItemView {
    let steps = choices(&[
        ("S1", "Restore the snapshot under a new name"),
        ("S2", "Delete the database that was damaged"),
        ("S3", "Stop what writes to the database"),
        ("S4", "Point the application to the new name"),
    ]);
    item(vec![
        words("p", "A database was damaged. Nothing that is written may be lost while it is replaced."),
        ask(
            "STEPS",
            "What is done in which order?",
            Asks::Order { choices: steps, min: None, max: None, is_horizontal: false },
        ),
    ])
}

fn matching() -> ItemView {
    item(vec![ask(
        "RESPONSE",
        "Match each need with one connection.",
        Asks::Match {
            sources: associable(
                &[
                    ("N1", "Reaches one service of another account over a private address"),
                    ("N2", "Joins two networks, without transit"),
                    ("N3", "Joins hundreds of networks, each group with its own route table"),
                ],
                1,
            ),
            targets: associable(
                &[
                    ("C1", "Peering"),
                    ("C2", "Private link"),
                    ("C3", "Transit hub"),
                    ("C4", "Internet gateway"),
                ],
                1,
            ),
            min: 0,
            max: 3,
        },
    )])
}

fn match_several() -> ItemView {
    item(vec![ask(
        "RESPONSE",
        "Which role may do what?",
        Asks::Match {
            sources: associable(&[("R1", "Operator"), ("R2", "Auditor")], 0),
            targets: associable(
                &[("A1", "Read logs"), ("A2", "Restart servers"), ("A3", "Change policies")],
                0,
            ),
            min: 1,
            max: 0,
        },
    )])
}

fn gap_match() -> ItemView {
    let gap = |id: &str| ViewNode::Gap { identifier: id.to_owned(), required: false };
    let content = vec![with(
        "p",
        &[],
        vec![
            text("An alarm that needs three of five values waits for the "),
            gap("G1"),
            text(" value before it changes; missing values count as "),
            gap("G2"),
            text(" unless the alarm says otherwise."),
        ],
    )];
    item(vec![ask(
        "RESPONSE",
        "Complete the sentence.",
        Asks::GapMatch {
            choices: associable(
                &[("W1", "third"), ("W2", "fifth"), ("W3", "missing"), ("W4", "breaching")],
                1,
            ),
            content,
            min: 0,
            max: 2,
        },
    )])
}

fn inline() -> ItemView {
    let power = with("msup", &[], vec![words("mn", "2"), words("mn", "6")]);
    let sum = vec![power, words("mo", "−"), words("mn", "2")];
    let math = with("math", &[], vec![with("mrow", &[], sum)]);
    let rule = Asks::InlineChoice {
        choices: choices(&[("FIRST", "first"), ("LAST", "last"), ("NONE", "no")]),
        required: true,
    };
    let hosts = Asks::TextEntry {
        expected_length: Some(4),
        pattern: Some("[0-9]+".to_owned()),
        pattern_message: Some("Write a whole number.".to_owned()),
        placeholder: None,
        is_numeric: true,
    };
    item(vec![
        with(
            "p",
            &[],
            vec![
                text("A network with the mask /26 has "),
                math,
                text(" addresses for machines, because the first and the "),
                ask("RULE", "", rule),
                text(" address are taken."),
            ],
        ),
        with("p", &[], vec![text("These are "), ask("HOSTS", "", hosts), text(" addresses.")]),
    ])
}

fn hot_text() -> ItemView {
    let hot =
        |id: &str, words: &str| ViewNode::HotText { identifier: id.to_owned(), children: vec![text(words)] };
    let log = vec![
        hot("L1", "10:02:11 deploy started"),
        text("\n"),
        hot("L2", "10:02:40 health check of target group web: 200"),
        text("\n"),
        hot("L3", "10:02:41 security group sg-web changed by role ci"),
        text("\n"),
        hot("L4", "10:02:44 health check of target group web: timeout"),
        text("\n"),
    ];
    item(vec![ask(
        "RESPONSE",
        "Which line says why the health check fails?",
        Asks::HotText {
            content: vec![with("pre", &[("aria-label", "Log of the deployment")], log)],
            min: 0,
            max: 1,
        },
    )])
}

fn network() -> ItemPicture {
    ItemPicture {
        source: "sample-network.svg".to_owned(),
        alternative:
            "A network with a public and a private subnet: the gateway and the NAT gateway stand in \
                      the public one, the application in the private one."
                .to_owned(),
        width: Some(640),
        height: Some(320),
    }
}

fn hot_spot() -> ItemView {
    let mut areas = vec![
        area("IGW", "Internet gateway", [30.0, 125.0, 150.0, 195.0], 0),
        area("NAT", "NAT gateway", [230.0, 125.0, 350.0, 195.0], 0),
    ];
    areas.push(AreaView {
        identifier: "APP".to_owned(),
        shape: Shape::Circle([520.0, 160.0, 55.0]),
        label: "Application".to_owned(),
        match_max: 0,
    });
    item(vec![
        words("p", "The application has no public address and still fetches patches."),
        ask(
            "RESPONSE",
            "Through which part do its requests leave?",
            Asks::HotSpot { picture: network(), areas, min: 0, max: 1 },
        ),
    ])
}

fn graphic() -> ItemView {
    item(vec![ask(
        "RESPONSE",
        "Put each rule onto the subnet that needs it.",
        Asks::GraphicGapMatch {
            picture: network(),
            choices: associable(
                &[
                    ("ROUTE", "Route to the NAT gateway"),
                    ("ACL", "Route to the internet gateway"),
                    ("PEER", "Route to a peer"),
                ],
                1,
            ),
            areas: vec![
                area("PUBLIC", "Public subnet", [190.0, 30.0, 390.0, 110.0], 1),
                area("PRIVATE", "Private subnet", [420.0, 30.0, 620.0, 100.0], 1),
            ],
            min: 0,
            max: 2,
        },
    )])
}

fn extended() -> ItemView {
    item(vec![ask(
        "RESPONSE",
        "A shop must go on selling while one data centre burns. Write how you would build it, and why.",
        Asks::ExtendedText {
            expected_length: Some(200),
            expected_lines: Some(6),
            pattern: None,
            pattern_message: None,
            placeholder: None,
            is_preformatted: false,
        },
    )])
}

fn right_to_left() -> ItemView {
    let of = choices(&[("A", "يُرفض كل طلب."), ("B", "يُقبل الطلب من الشبكة فقط."), ("C", "لا يُرفض شيء.")]);
    let steps = choices(&[("B", "استعادة النسخة"), ("A", "إيقاف الكتابة"), ("C", "حذف القاعدة القديمة")]);
    let body = vec![
        words("p", "تمنع هذه السياسة الوصول إلى الحاوية من خارج الشبكة."),
        words("pre", "\"Condition\": {\n  \"StringNotEquals\": { \"aws:SourceVpce\": \"vpce-0d41c\" }\n}"),
        ask("CHOICE", "ما الذي يحدث؟", Asks::Choice { choices: of, min: 0, max: 1, is_horizontal: false }),
        ask(
            "STEPS",
            "رتّب الخطوات.",
            Asks::Order { choices: steps, min: None, max: None, is_horizontal: false },
        ),
    ];
    ItemView { language: Some("ar".to_owned()), stimuli: Vec::new(), body }
}
