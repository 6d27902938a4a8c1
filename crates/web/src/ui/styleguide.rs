//! All components on one page, with sample content; served at `/styleguide` in development.

mod badges;
mod held;

use super::{todo::todo_sample, *};
use maud::{Markup, html};

/// Every component once, with sample content.
pub fn styleguide() -> Markup {
    html! {
        (breadcrumbs(&[Crumb::new("Development", "/")]))
        (page_header("Style guide", "Each component once. What is not here should not be on a page.",
            html! { (dialog("sample-dialog", "Open a dialog", "Leave this page?", html! {
                p { "A dialog opens without a script, closes with Escape, and gives the focus back." }
            })) }))
        (section("colour", "Colour and type", foundations()))
        (section("actions", "Actions", actions()))
        (section("forms", "Forms", forms()))
        (section("states", "States", states()))
        (section("time", "Dates and periods", times()))
        (section("numbers", "Numbers", numbers()))
        (section("lists", "Tables and facts", lists()))
        (section("list", "A working list", super::list::specimen()))
        (section("waiting", "What waits", super::waiting::specimen()))
        (section("outline", "Outlines", outlines()))
        (section("questions", "Questions", super::interaction::pointer()))
        (section("credentials", "Credentials", credentials()))
        (section("people", "People and checks", people()))
    }
}

fn foundations() -> Markup {
    html! {
        div class="card" {
            p { (wordmark()) }
            div class="cluster" {
                @for shade in 1..=6 { span class={ "swatch shade-" (shade) } {} }
                @for tone in [Tone::Good, Tone::Attention, Tone::Bad, Tone::Information, Tone::Neutral] {
                    (chip(tone, tone_word(tone)))
                }
            }
            p class="lead" { "The lead says in one sentence what a page is for." }
            p class="prose" {
                "Body text is set for reading: at most 72 characters a line. "
                a href="#colour" { "A link" } " is underlined; " code { "code" } " is not. "
                "Dates are written as 29 September 2025, scores and times in tabular figures: 720, 1,204, "
                "02:09:59."
            }
            p class="small muted" { "Small and muted text for what is read second." }
        }
    }
}

fn tone_word(tone: Tone) -> &'static str {
    match tone {
        Tone::Neutral => "Not started",
        Tone::Good => "Active",
        Tone::Attention => "Ends soon",
        Tone::Bad => "Expired",
        Tone::Information => "Announced",
    }
}

fn actions() -> Markup {
    html! {
        div class="cluster" {
            (submit_button("Register for SOA-C03", ButtonKind::Primary))
            (link_button("See the exam guide", "#actions", ButtonKind::Secondary))
            (submit_button("Show all", ButtonKind::Quiet))
            (submit_button("Cancel this appointment", ButtonKind::Danger))
            (post_button("#", "token", "Post without a page", ButtonKind::Secondary, &[("sitting", "sit_1")]))
            (button(&Button { label: "Save as draft".into(), kind: ButtonKind::Quiet, name: "as".into(),
                value: "draft".into() }))
        }
        (points(&["You can go back and change answers.".into(), "Guessing costs nothing.".into()]))
        (keys_fold())
        (device_check())
        (begin_form(&Begin { action: "#".into(), label: "Begin now – 2:10:00".into(), seconds: 7800,
            agreement: vec!["I work alone.".into()], name: "Noor Newcomer".into(), zone: "UTC".into(),
            otherwise: "Your registration stays as it is.".into(), ..Begin::default() }))
    }
}

fn forms() -> Markup {
    let code = Field::new("code", "Voucher code")
        .help("Twelve letters and digits, on your invoice.")
        .value("AB12-XX")
        .error("Enter the whole code: it has twelve letters and digits, this one has six.")
        .short();
    html! {
        (error_summary(&[FieldError { field: "code".into(),
            text: "Enter the whole code: it has twelve letters and digits, this one has six.".into() }]))
        (post_form("#", "token", html! {
            (field(&Field::new("name",
                "Full name").help("As it should appear on your certificate.").autocomplete("name")))
            (field(&code))
            (field(&Field::new("day",
                "Day of the exam").kind(InputKind::Date).short().suffix("Europe/Berlin")))
            (select(&Field::new("language", "Language of the exam"), &[
                Choice::new("en", "English").chosen(true), Choice::new("ja", "Japanese")]))
            (radios(&Field::new("place", "Where do you want to sit?"), &[
                Choice::new("centre", "At a test centre").help("Identity check on site.").chosen(true),
                Choice::new("online",
                    "At home, with an invigilator").help("Needs a camera and a quiet room.")]))
            (checkbox(&Field::new("share",
                "Show my badge in public").help("You can take this back at any time."), true))
            (textarea(&Field::new("note", "What should we know?").optional(), 3))
            (file_field(&Field::new("proof", "Proof of training").help("PDF, at most 10 MB.").optional(),
                ".pdf"))
            (submit_button("Register for SOA-C03", ButtonKind::Primary))
        }))
    }
}

fn states() -> Markup {
    html! {
        div class="card" { (verdict_heading(Tone::Good, "Passed", "SOA-C03 on 15 January 2026")) }
        @for tone in [Tone::Information, Tone::Good, Tone::Attention, Tone::Bad, Tone::Neutral] {
            (banner(&Banner::new(tone, "Registration for SOA-C02 ends on 29 September 2025").body(html! {
                p { "After that day you register for SOA-C03. " a href="#states" { "See what changes" } "." }
                    })))
        }
        (empty_state(&EmptyState::new("No appointments yet",
            "When you register for an exam, its day, place and rules appear here.")
            .action(link_button("Register for an exam", "#states", ButtonKind::Primary))))
    }
}

fn sample_events() -> Vec<TimelineEvent> {
    vec![
        TimelineEvent::new("22 August 2025", "2025-08-22", "Exam guide published", true),
        TimelineEvent::new("9 September 2025", "2025-09-09", "Registration opens", true).tone(Tone::Good),
        TimelineEvent::new("29 September 2025", "2025-09-29", "Last day of SOA-C02", false)
            .tone(Tone::Attention)
            .note(html! { "A pass still earns SysOps Administrator." }),
        TimelineEvent::new("30 September 2025", "2025-09-30", "First day of SOA-C03", false),
        TimelineEvent::new("31 March 2026", "2026-03-31", "Japanese version", false),
    ]
}

fn sample_period() -> PeriodBar {
    PeriodBar {
        from: "15 June 2023".into(),
        until: "15 June 2026".into(),
        today: "29 September 2025".into(),
        today_at: Some(permille(0, 1096, 837)),
        windows: vec![
            PeriodWindow {
                label: "Renew with the latest exam".into(),
                when: "15 December 2025 to 15 June 2026".into(),
                start: 833,
                end: 1000,
                open: false,
            },
            PeriodWindow {
                label: "Renew with a higher exam".into(),
                when: "any day of the period".into(),
                start: 0,
                end: 1000,
                open: true,
            },
        ],
        tone: Tone::Good,
    }
}

fn times() -> Markup {
    html! {
        div class="card" { (timeline("From SOA-C02 to SOA-C03", "27 September 2025", &sample_events())) }
        div class="card" { (period_bar(&sample_period())) }
        div class="card" {
            (steps(&[
                ProgressStep::new("Know the outline", ProgressState::Done)
                    .note(html! { "Read on 2 September 2025"
                    }).href("#time"),
                ProgressStep::new("Practise the weakest domain", ProgressState::Current).note(html! {
                    "Monitoring: 12 of 30 questions" }),
                ProgressStep::new("Sit a full practice exam", ProgressState::Ahead),
                ProgressStep::new("Rest the day before", ProgressState::Ahead),
            ]))
        }
    }
}

fn numbers() -> Markup {
    html! {
        (stats(&[
            Stat { value: "1,204".into(), label: "People affected".into(), href: "#numbers".into(),
                ..Stat::default() },
            Stat { value: "14".into(), label: "Sittings running".into(), note: "2 need a look".into(),
                tone: Tone::Attention, ..Stat::default() },
            Stat { value: "68 %".into(), label: "Pass rate, 90 days".into(), ..Stat::default() },
            Stat { value: "0".into(), label: "Answers not saved".into(), tone: Tone::Good, ..Stat::default()
                },
        ]))
        div class="card" { (score_scale(&ScoreBar { lowest: 100, highest: 1000, cut: 720, score: Some(784)
            })) }
        div class="card" {
            (meter(&Meter { label: "Maintenance points".into(), text: "350 of 700".into(), at: 500,
                tone: Tone::Neutral }))
            (meter(&Meter { label: "Practice questions".into(), text: "all 120 answered".into(), at: 1000,
                tone: Tone::Good }))
        }
        div class="card" {
            (estimates("How sure we are, by domain", &[
                Estimate { label: "Networking".into(), text: "48 %, between 31 % and 66 %".into(), at: 480,
                    low: 310, high: 660, tone: Tone::Attention },
                Estimate { label: "Security".into(), text: "81 %, between 72 % and 88 %".into(), at: 810,
                    low: 720, high: 880, tone: Tone::Good },
            ]))
        }
        div class="card" {
            (line_chart(&expiries()))
        }
        div class="card" {
            (bar_chart(&expiries()))
        }
        div class="card" {
            (stacked_chart(&expiries()))
        }
        div class="card" { (super::bars::specimen()) }
    }
}

fn expiries() -> Chart {
    Chart {
        caption: "Certifications that expire, by month".into(),
        labels: (1..=6).map(|month| format!("2026-0{month}")).collect(),
        series: vec![
            Series { name: "Before".into(), values: vec![120, 180, 240, 210, 90, 60], ..Series::default() },
            Series { name: "After".into(), values: vec![110, 150, 120, 140, 180, 220], ..Series::default() },
        ],
        ..Chart::default()
    }
}

fn lists() -> Markup {
    let row = |name: &str, tone, state: &str, score: &str| {
        vec![
            html! { a href="#lists" { (name) } },
            chip(tone, state),
            html! { "SOA-C03" },
            html! { "29 September 2025" },
            html! { (score) },
        ]
    };
    let columns = vec![
        Column::text("Candidate"),
        Column::text("State"),
        Column::text("Exam"),
        Column::text("Last change"),
        Column::number("Score"),
    ];
    html! {
        (table(&Table::new("Sittings of today", columns).csv("#").rows(vec![
            row("Ada Lovelace", Tone::Good, "Submitted", "784"),
            row("Grace Hopper", Tone::Attention, "Not saved for 40 s", ""),
            row("Katherine Johnson", Tone::Bad, "Disconnected", ""),
        ])))
        (table(&Table::new("Appeals", vec![]).empty(EmptyState::new("No appeals",
            "Appeals against decisions appear here."))))
        (pagination(&Pagination { text: "51 to 100 of 1,204".into(), previous: Some("#".into()),
            next: Some("#".into()) }))
        div class="card" {
            (facts(&[
                TermFact::new("Questions", "65, of which 15 are not scored"),
                TermFact::new("Time", "130 minutes"),
                TermFact::rich("State", chip(Tone::Information, "Opens on 30 September 2025")),
            ]))
        }
        (code_block("The badge as JSON",
            "{\n  \"type\": [\"VerifiableCredential\", \"OpenBadgeCredential\"]\n}"))
    }
}

fn outlines() -> Markup {
    let domain = |number: &str, name: &str, weight_pct| DomainWeight {
        number: number.into(),
        name: name.into(),
        weight_pct,
        ..DomainWeight::default()
    };
    let entry = |number: &str, text: &str| vec![CrosswalkEntry::new(number, text)];
    html! {
        div class="card" {
            (domain_weights("Domains of SOA-C03", &[
                domain("1", "Monitoring, logging, analysis, remediation and performance", 22),
                domain("2", "Reliability and business continuity", 22),
                domain("3", "Deployment, provisioning and automation", 22),
                domain("4", "Security and compliance", 16),
                domain("5", "Networking and content delivery", 18),
            ]))
        }
        (show_tabs("What is shown", &[
            ShowTab { label: "What to learn".into(), count: 2, href: "?show=learn".into(), current: true },
            ShowTab { label: "Everything".into(), count: 4, href: "?show=all".into(), current: false },
        ]))
        (crosswalk(&[
            CrosswalkGroup { number: "3".into(), title: "Deployment and provisioning".into(), open: true,
                weight: "22 %, was 18 %".into(), hidden: 2, rows: vec![
                CrosswalkRow { after: entry("3.2", "Containers"), change: SkillFate::New,
                    basis: "Stated in the guide.".into(), ..CrosswalkRow::default() },
                CrosswalkRow { before: entry("2.1", "Scalability"), after: entry("2.1",
                    "Scalability and elasticity"), change: SkillFate::CoversMore,
                    note: "New in it: elasticity.".into(), basis: "Derived.".into() },
            ] },
            CrosswalkGroup { number: "5".into(), title: "Networking".into(), rows: vec![
                CrosswalkRow { before: entry("5.4", "Legacy load balancers"), change: SkillFate::Gone,
                    basis: "Derived.".into(), ..CrosswalkRow::default() },
            ], ..CrosswalkGroup::default() },
        ]))
    }
}

fn credentials() -> Markup {
    let card = CredentialCard {
        title: "CloudOps Engineer – Associate".into(),
        subtitle: "Earned as SysOps Administrator – Associate".into(),
        tone: Tone::Good,
        status: "Active".into(),
        until: "until 15 June 2026".into(),
        note: "259 days left on 29 September 2025".into(),
        period: Some(sample_period()),
        ahead: Vec::new(),
        reasons: vec![
            ReasonLine {
                on: "15 June 2023".into(),
                rule: "validity.three-years".into(),
                text: "You passed SOA-C02. A pass is valid for three years.".into(),
            },
            ReasonLine {
                on: "30 September 2025".into(),
                rule: "transition.rename".into(),
                text: "The certification was renamed. Your dates did not change.".into(),
            },
        ],
        ways: vec![
            WayLine {
                text: "Pass SOA-C03".into(),
                when: "until 15 June 2026".into(),
                tone: Tone::Good,
                state: "Open now".into(),
                href: "#credentials".into(),
                progress: String::new(),
            },
            WayLine {
                text: "Collect 700 maintenance points".into(),
                when: "from 15 December 2025".into(),
                tone: Tone::Neutral,
                state: "Opens later".into(),
                href: String::new(),
                progress: "350 of 700 points".into(),
            },
        ],
        actions: html! { (link_button("See the badge", "#", ButtonKind::Secondary)) (link_button("Download",
        "#", ButtonKind::Quiet)) },
    };
    html! {
        (credential_card(&card))
        (held::held(&card))
        (badges::badge_page())
    }
}

fn people() -> Markup {
    let person = |name: &str, role: &str, story: &str| PersonCard {
        name: name.into(),
        role: role.into(),
        story: story.into(),
        person: "per_1".into(),
        action: "#".into(),
        csrf: "token".into(),
    };
    html! {
        div class="grid" {
            (person_card(&person("Ada Lovelace", "Certificant",
                "Holds SysOps until 15 June 2026 and can renew in two ways.")))
            (person_card(&person("Grace Hopper", "Auditor",
                "Reads what was decided about whom, and changes nothing.")))
            (person_card(&person("Katherine Johnson", "Administrator",
                "Has a plan of a change waiting for a second person.")))
        }
        div class="person-rows" {
            (person_row(&person("Alan Turing", "", "Failed on 20 September 2025 and must wait.")))
            (person_row(&person("Hedy Lamarr", "", "Holds three certifications; one ends in a month.")))
        }
        (checks(&[
            CheckLine::new("Proof", CheckVerdict::Holds,
                "The badge is as it was signed; nothing was altered."),
            CheckLine::new("Issuer", CheckVerdict::Holds, "The key belongs to CloudOps certification."),
            CheckLine::new("Dates", CheckVerdict::Attention,
                "Valid until 15 June 2026: it ends in less than a year."),
            CheckLine::new("Status", CheckVerdict::Fails,
                "The certification body revoked this credential on 2 May 2026."),
            CheckLine::new("Schema", CheckVerdict::NotChecked,
                "The schema could not be loaded; the other checks do not need it."),
        ]))
        (todo_sample())
    }
}
