//! What the team sees first.

use assay_app::SittingState;
use assay_assessment::registration::long;
use axum::extract::State;
use maud::{Markup, html};

use super::{frame::PAGE_ROWS, sittings::sittings_table};
use crate::{
    fault::Fault,
    pages::{first_steps::first_steps, notes},
    state::Web,
    ui,
    visitor::Visitor,
};

pub(super) async fn today(State(web): State<Web>, visitor: Visitor) -> Result<Markup, Fault> {
    let people = web.app.record.count_people(&visitor.asking).await?;
    let sittings = web.app.sittings.all(&visitor.asking, PAGE_ROWS, 0).await?;
    let running = sittings.iter().filter(|(sitting, _)| sitting.state == SittingState::Running).count();
    let credentials = web.app.awards.count(&visitor.asking, PAGE_ROWS).await?;
    let badges = format!("{credentials}{}", if credentials < 50 { "" } else { " and more" });
    let waiting = web.app.jobs.waiting(&visitor.asking).await?;
    let stat = |value: String, label: &str, href: &str, tone| ui::Stat {
        value,
        label: label.to_owned(),
        note: String::new(),
        href: href.to_owned(),
        tone,
    };
    let warnings = web.app.sittings.bank(&visitor.asking).await?.warnings.len();
    let lead = format!("{}, {}", visitor.asking.programme.title, long(visitor.asking.today));
    let running_tone = if running > 0 { ui::Tone::Information } else { ui::Tone::Neutral };
    let waiting_tone = if waiting > 10 { ui::Tone::Attention } else { ui::Tone::Good };
    let warnings_tone = if warnings == 0 { ui::Tone::Good } else { ui::Tone::Attention };
    let held = web.app.sittings.held(&visitor.asking).await?;
    let first_steps = first_steps(&web, &visitor).await?;
    let main = html! {
        (ui::page_header("Administration", &lead, html! {}))
        (notes::clock(&web.app.door.clock_state(), &visitor.asking.zone))
        (first_steps)
        @for held in &held {
            (ui::banner(&ui::Banner::new(ui::Tone::Attention, format!("{} is held", held.exam))
                .body(html! { p { (held.text) } })))
        }
        (ui::stats(&[
            stat(people.to_string(), "People", "/admin/people", ui::Tone::Neutral),
            stat(running.to_string(), "Sittings running", "/admin/sittings", running_tone),
            stat(badges, "Latest credentials", "/admin/credentials", ui::Tone::Neutral),
            stat(waiting.to_string(), "Jobs waiting", "/admin/jobs", waiting_tone),
            stat(warnings.to_string(), "Warnings of the programme", "/admin/programme", warnings_tone),
        ]))
        (ui::section("latest", "Latest sittings", sittings_table(&sittings)))
    };
    Ok(visitor.wide_page(&web, "Administration", main))
}
