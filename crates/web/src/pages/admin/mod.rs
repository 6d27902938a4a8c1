//! The team's pages: people, sittings, credentials, the programme as loaded, roles, jobs, the audit log.

mod credentials;
mod frame;
mod job;
mod jobs;
mod log;
mod people;
mod programme;
mod roles;
mod sittings;
mod today;

use crate::routes::Routes;

pub(super) use sittings::sittings_table;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/admin", today::today)
        .get("/admin/people", people::people)
        .get("/admin/people.csv", people::people_csv)
        .get("/admin/candidates", people::moved)
        .get("/admin/candidates.csv", people::moved)
        .get("/admin/sittings", sittings::sittings)
        .get("/admin/sittings.csv", sittings::sittings_csv)
        .get("/admin/credentials", credentials::credentials)
        .get("/admin/credentials.csv", credentials::credentials_csv)
        .get("/admin/programme", programme::programme)
        .get("/admin/jobs", jobs::jobs)
        .get("/admin/jobs.csv", jobs::jobs_csv)
        .get("/admin/jobs/{number}", job::job)
        .post("/admin/jobs/{number}/retry", job::retry)
        .get("/admin/log", log::log)
        .get("/admin/log.csv", log::log_csv)
        .get("/admin/roles", roles::roles)
        .get("/admin/roles.csv", roles::roles_csv)
        .post("/admin/roles", roles::give)
        .get("/admin/roles/{id}/take", roles::look)
        .post("/admin/roles/{id}/take", roles::take)
}
