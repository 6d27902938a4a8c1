//! A plan as a file for calendars: a line a week, the final practice exam, the last days, the exam.

use assay_app::PrepView;
use assay_assessment::registration::long;
use assay_kernel::Date;
use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};

use super::day::{hours, of_week, task_word};
use crate::{
    calendar::{Calendar, CalendarDay},
    fault::Fault,
    state::Web,
    visitor::Visitor,
};

pub(super) async fn file(
    State(web): State<Web>,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Result<Response, Fault> {
    visitor.must_be_signed_in()?;
    let view = web.app.practice.plan(&visitor.asking, &code).await?;
    let days = days(&web, &code, &view).ok_or_else(Fault::not_found)?;
    let calendar =
        Calendar { programme: &visitor.asking.programme.title, at: visitor.asking.at, days: &days };
    let name = code.replace(['"', '\\', '/'], "-");
    let head = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"plan-{name}.ics\"")),
    ];
    Ok((head, calendar.written()).into_response())
}

/// The days of a plan; none without a day to plan back from.
fn days(web: &Web, code: &str, view: &PrepView) -> Option<Vec<CalendarDay>> {
    let day = view.day.as_ref()?;
    let (work, exam) = (day.work.as_ref()?, day.target?.on);
    let base = web.app.settings.public_url.trim_end_matches('/');
    let url = format!("{base}/exams/{code}/prep");
    let host = base.split("://").nth(1).unwrap_or(base).to_owned();
    let entry = |what: &str, on: Date, summary: String, text: String, days_before| CalendarDay {
        uid: format!("prep-{code}-{what}@{host}"),
        on,
        summary,
        text,
        url: url.clone(),
        days_before,
        cancelled: false,
    };
    let mut days = Vec::new();
    for week in work.plan.weeks.iter().filter(|week| !week.tasks.is_empty()) {
        let lines = of_week(work, week);
        let minutes = lines.iter().map(|(_, minutes)| minutes).sum();
        let text: Vec<String> =
            lines.iter().map(|(task, minutes)| format!("{} ({minutes} min)", task_word(task))).collect();
        let summary = format!("{code}: {} this week", hours(minutes));
        days.push(entry(&format!("week-{}", week.from), week.from, summary, text.join("\n"), None));
    }
    if let Some(on) = work.plan.final_on {
        let text = "In one go and without notes. Any day of the next two will do.".to_owned();
        days.push(entry("final", on, format!("{code}: final practice exam"), text, Some(1)));
    }
    if let Some(on) = work.plan.reviews_from {
        let text = "Nothing new from now on: what is due, and rest.".to_owned();
        days.push(entry("reviews", on, format!("{code}: reviews only"), text, None));
    }
    let text = format!("The day that your plan is for: {}.", long(exam));
    days.push(entry("exam", exam, format!("{code}: your exam"), text, Some(1)));
    Some(days)
}
