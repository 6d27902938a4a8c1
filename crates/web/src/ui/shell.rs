//! The frame of every page, and the bare frame of the exam.

use super::action::{ButtonKind, submit_button};
use super::form::csrf_field;
use super::icon::{Icon, icon, mark, wordmark};
use super::message::bell;
use super::rail::{NavLink, Rail, rail};
use crate::assets::asset;
use maud::{DOCTYPE, Markup, html};

/// Who is signed in.
#[derive(Debug, Clone, Default)]
pub struct Person {
    /// The name shown.
    pub name: String,
    /// What they are here: 'Candidate', 'Administrator'.
    pub role: String,
    /// Their new messages.
    pub unread: u16,
    /// Further links of their menu.
    pub links: Vec<NavLink>,
}

/// What a page's frame needs to know.
#[derive(Debug, Clone, Default)]
pub struct Shell {
    /// The page's title, without the programme's name.
    pub title: String,
    /// The programme's name.
    pub programme: String,
    /// One sentence for search engines and previews; empty for none.
    pub description: String,
    /// The main navigation.
    pub nav: Vec<NavLink>,
    /// Who is signed in, if anyone.
    pub person: Option<Person>,
    /// The token of posting forms.
    pub csrf: String,
    /// Shown above everything: the demonstration clock, a maintenance notice.
    pub top: Markup,
    /// The rooms at the side, where the page belongs to a part that has some.
    pub rail: Option<Rail>,
    /// Further head elements: feeds, canonical link, preview pictures.
    pub head: Markup,
    /// Paths of further module scripts.
    pub scripts: Vec<String>,
}

impl Shell {
    /// A shell with a title and the programme's name.
    pub fn new(title: impl Into<String>, programme: impl Into<String>) -> Self {
        Self { title: title.into(), programme: programme.into(), ..Self::default() }
    }
    /// Sets the main navigation.
    #[must_use]
    pub fn nav(mut self, nav: Vec<NavLink>) -> Self {
        self.nav = nav;
        self
    }
    /// Sets who is signed in and the token of their forms.
    #[must_use]
    pub fn person(mut self, person: Option<Person>, csrf: impl Into<String>) -> Self {
        self.person = person;
        self.csrf = csrf.into();
        self
    }
    /// Sets what stands above everything.
    #[must_use]
    pub fn top(mut self, top: Markup) -> Self {
        self.top = top;
        self
    }
    /// Sets the rooms at the side.
    #[must_use]
    pub fn rail(mut self, rail: Option<Rail>) -> Self {
        self.rail = rail;
        self
    }
}

/// The whole page.
pub fn page(shell: &Shell, main: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                (head(&shell.title, &shell.programme, &shell.csrf))
                @if !shell.description.is_empty() { meta name="description" content=(shell.description); }
                (shell.head)
                @for script in &shell.scripts { script type="module" src=(script) {} }
            }
            body {
                a class="skip-link" href="#main" { "Skip to content" }
                (shell.top)
                (header(shell))
                @match &shell.rail {
                    Some(rooms) => {
                        div class="with-rail" {
                            (rail(rooms))
                            main id="main" class="page" tabindex="-1" { (main) }
                        }
                    }
                    None => { main id="main" class="page" tabindex="-1" { (main) } }
                }
                (footer(&shell.programme))
            }
        }
    }
}

pub(super) fn head(title: &str, programme: &str, csrf: &str) -> Markup {
    html! {
        meta charset="utf-8";
        meta name="viewport" content="width=device-width, initial-scale=1";
        meta name="color-scheme" content="light dark";
        title { (title) " – " (programme) }
        meta name="csrf-token" content=(csrf);
        link rel="icon" type="image/svg+xml" href=(asset("mark.svg"));
        link rel="stylesheet" href=(asset("assay.css"));
        link rel="stylesheet" href=(asset("lists.css"));
        link rel="stylesheet" href=(asset("holder.css"));
        link rel="stylesheet" href=(asset("questions.css"));
        // Not deferred: it must choose the theme before the first paint.
        script src=(asset("theme.js")) {}
    }
}

fn header(shell: &Shell) -> Markup {
    html! {
        header class="site-header" {
            div class="bar" {
                a class="brand" href="/" {
                    (mark())
                    span class="brand-programme" title=(shell.programme) { (shell.programme) }
                }
                @if !shell.nav.is_empty() {
                    nav class="site-nav" aria-label="Main" {
                        ul {
                            @for link in &shell.nav {
                                li { a href=(link.href) aria-current=[link.current.then_some("page")] {
                                    (link.label) } }
                            }
                        }
                    }
                }
                (person_menu(shell))
            }
        }
    }
}

fn person_menu(shell: &Shell) -> Markup {
    html! {
        div class="site-person" {
            @match &shell.person {
                Some(person) => {
                    (bell(person.unread))
                    details class="menu" {
                        summary { (icon(Icon::Person)) span class="menu-name" { (person.name) } }
                        div class="menu-panel" {
                            p class="menu-who" { strong { (person.name) } br; span { (person.role) } }
                            @if !person.links.is_empty() {
                                ul {
                                    @for link in &person.links { li { a href=(link.href) { (link.label) } } }
                                }
                            }
                            form method="post" action="/sign-out" {
                                (csrf_field(&shell.csrf))
                                (submit_button("Sign out", ButtonKind::Secondary))
                            }
                        }
                    }
                }
                None => { a class="button button-secondary button-small" href="/sign-in" { "Sign in" } }
            }
        }
    }
}

fn footer(programme: &str) -> Markup {
    html! {
        footer class="site-footer" {
            div class="bar" {
                div class="site-footer-who" {
                    (wordmark())
                    p { "Runs " (programme) "." }
                }
                nav aria-label="Footer" {
                    ul {
                        li { a href="/verify" { "Verify a badge" } }
                        li { a href="/announcements" { "Announcements" } }
                        li { a href="/api/v1/openapi.json" { "API" } }
                        li { a href="/notice" { "Notice and licences" } }
                    }
                }
                button class="button button-quiet theme-toggle" type="button" data-theme-toggle="true"
                    hidden {
                    (icon(Icon::Theme)) span { "Theme: same as device" }
                }
            }
        }
    }
}

/// The clock of a demonstration: the date that counts as today.
#[derive(Debug, Clone, Default)]
pub struct ClockShown {
    /// What kind of demonstration, and whose it is not, in a sentence.
    pub notice: String,
    /// Today on the demonstration's clock: '29 September 2025'.
    pub today: String,
    /// The same as `2025-09-29`, for the date field.
    pub today_iso: String,
    /// Days one can jump to, earliest first.
    pub days: Vec<ClockDay>,
    /// The page to come back to.
    pub back_to: String,
    /// The token of the form.
    pub csrf: String,
    /// Where the form posts `today` and `back_to`: usually `/demo/clock`.
    pub action: String,
}

/// A day on which something can be seen.
#[derive(Debug, Clone, Default)]
pub struct ClockDay {
    /// The day: '1 October 2025'.
    pub day: String,
    /// The same as `2025-10-01`.
    pub iso: String,
    /// What can be seen; empty for a day of no event.
    pub text: String,
}

/// The days with today among them.
fn with_today(clock: &ClockShown) -> Vec<ClockDay> {
    let mut days = clock.days.clone();
    if days.iter().all(|day| day.iso != clock.today_iso) {
        let today = ClockDay { day: clock.today.clone(), iso: clock.today_iso.clone(), text: String::new() };
        days.insert(days.partition_point(|day| day.iso < today.iso), today);
    }
    days
}

/// A day of the list; today is no button.
fn clock_day(clock: &ClockShown, day: &ClockDay) -> Markup {
    let is_today = day.iso == clock.today_iso;
    html! {
        li aria-current=[is_today.then_some("date")] {
            @if is_today {
                span class="demo-day" {
                    span { (day.day) }
                    span { strong { "Today" } @if !day.text.is_empty() { ": " (day.text) } }
                }
            } @else {
                button class="demo-day" type="submit" name="jump" value=(day.iso) {
                    span { (day.day) } span { (day.text) }
                }
            }
        }
    }
}

/// The way to the next day on which something happens; nothing after the last one.
fn next_event(clock: &ClockShown) -> Markup {
    let Some(next) = clock.days.iter().find(|day| day.iso > clock.today_iso) else { return html! {} };
    html! {
        form class="demo-next" method="post" action=(clock.action) {
            (csrf_field(&clock.csrf))
            input type="hidden" name="back_to" value=(clock.back_to);
            button class="button button-quiet" type="submit" name="jump" value=(next.iso) title=(next.text) {
                span { "Next event: " (next.day) }
            }
        }
    }
}

/// The bar above a demonstration's pages; put it into [`Shell::top`].
pub fn demo_clock(clock: &ClockShown) -> Markup {
    html! {
        aside class="demo" aria-label="Demonstration" {
            div class="bar" {
                p class="demo-text" {
                    (clock.notice) " Today is "
                    time class="demo-today" datetime=(clock.today_iso) { (clock.today) } "."
                }
                (next_event(clock))
                details class="menu demo-menu" {
                    summary { (icon(Icon::Clock)) span { "Change the date" } }
                    form class="menu-panel" method="post" action=(clock.action) {
                        (csrf_field(&clock.csrf))
                        input type="hidden" name="back_to" value=(clock.back_to);
                        @if !clock.days.is_empty() {
                            ol class="demo-days" {
                                @for day in with_today(clock) { (clock_day(clock, &day)) }
                            }
                        }
                        label class="field-label" for="demo-today" { "Another day" }
                        div class="field-row" {
                            input class="input input-short" id="demo-today" type="date" name="today"
                                value=(clock.today_iso);
                            (submit_button("Go to this day", ButtonKind::Secondary))
                        }
                    }
                }
            }
        }
    }
}

/// What the exam's bare page needs to know.
#[derive(Debug, Clone, Default)]
pub struct ExamShell {
    /// What kind of demonstration, and whose it is not; empty where it is none.
    pub notice: String,
    /// The exam's title: 'SOA-C03 practice exam'.
    pub title: String,
    /// The programme's name.
    pub programme: String,
    /// The sitting's printed id.
    pub sitting: String,
    /// The base of the sitting's API: `/api/v1/sittings/{sitting}`.
    pub api: String,
    /// Where one goes once it is handed in.
    pub result: String,
    /// What becomes of answers that did not reach the server before the end.
    pub left_behind: String,
    /// The token sent as `X-CSRF-Token`.
    pub csrf: String,
    /// Where to sign in again without losing the exam's page.
    pub sign_in: String,
}

/// The exam's page: nothing but the place where the client works.
pub fn exam_page(shell: &ExamShell) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" class="exam-root" {
            head {
                (head(&shell.title, &shell.programme, &shell.csrf))
                link rel="stylesheet" href=(asset("client/exam.css"));
                script type="module" src=(asset("client/exam.js")) {}
            }
            body class="exam-body" {
                main id="exam" data-sitting=(shell.sitting) data-api=(shell.api) data-sign-in=(shell.sign_in)
                    data-result=(shell.result) data-left-behind=(shell.left_behind)
                    data-programme=(shell.programme) data-notice=(shell.notice) {
                    div class="exam-start" {
                        (mark())
                        p role="status" { "Loading your exam…" }
                        p class="exam-notice" { (shell.notice) }
                    }
                    noscript {
                        p {
                            "This exam keeps every answer on this device before it sends it, and needs "
                            "JavaScript for that. Allow JavaScript for this site, then load the page "
                            "again. Your time and your saved answers are kept on the server."
                        }
                    }
                }
            }
        }
    }
}
