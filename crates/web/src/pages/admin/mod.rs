//! The team's pages: today, people, sittings, credentials, the programme as loaded, reports, roles, jobs, the
//! audit log.

mod analyses;
mod credentials;
mod exports;
mod forms;
mod frame;
mod imports;
mod job;
mod jobs;
mod log;
mod people;
mod programme;
mod registrations;
mod reports;
mod roles;
mod sitting;
mod sittings;
mod today;

use crate::routes::Routes;

pub(super) use frame::when;
pub(super) use people::role_words;
pub(super) use registrations::registrations_table;
pub(super) use sittings::sittings_of;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/admin", today::today)
        .get("/admin/people", people::people)
        .get("/admin/people.csv", people::people_csv)
        .get("/admin/candidates", people::moved)
        .get("/admin/candidates.csv", people::moved)
        .get("/admin/sittings", sittings::sittings)
        .get("/admin/sittings.csv", sittings::sittings_csv)
        .get("/admin/sittings/{id}", sitting::sitting)
        .get("/admin/sittings/{id}/{act}", sitting::look)
        .post("/admin/sittings/{id}/{act}", sitting::decide)
        .get("/admin/credentials", credentials::credentials)
        .get("/admin/credentials.csv", credentials::credentials_csv)
        .get("/admin/programme", programme::programme)
        .get("/admin/exports", exports::exports)
        .post("/admin/exports/{kind}", exports::export)
        .get("/admin/jobs", jobs::jobs)
        .get("/admin/jobs.csv", jobs::jobs_csv)
        .get("/admin/jobs/{number}", job::job)
        .post("/admin/jobs/{number}/retry", job::retry)
        .get("/admin/log", log::log)
        .get("/admin/log.csv", log::log_csv)
        .get("/admin/reports", reports::reports)
        .get("/admin/reports/passes.csv", reports::passes_csv)
        .get("/admin/reports/first-tries.csv", reports::first_tries_csv)
        .get("/admin/reports/ending.csv", reports::ending_csv)
        .get("/admin/reports/registrations.csv", reports::funnel_csv)
        .get("/admin/reports/results.csv", reports::results_csv)
        .get("/admin/roles", roles::roles)
        .get("/admin/roles.csv", roles::roles_csv)
        .post("/admin/roles", roles::give)
        .get("/admin/roles/{id}/take", roles::look)
        .post("/admin/roles/{id}/take", roles::take)
        .merge(registrations::routes())
        .merge(imports::routes())
        .merge(forms::routes())
        .merge(analyses::routes())
}
