//! What a programme teaches: its courses, and the kinds of work that need them.

use std::collections::BTreeMap;

use assay_kernel::{Diagnostics, source::SourceFile};
use assay_learning::{
    course::{CourseOutline, check_course, read_courses},
    job::{JobRole, ROLES, check_role, parse_role},
};
use assay_programme::model::Programme;

use super::{Files, copied::ExamTexts};

/// Reads every course. Of what it says nothing stays here: pages read it again, one lesson at a time.
pub(super) fn courses(
    (files, programme): (&Files, &Programme),
    exam_texts: &ExamTexts<'_>,
    found: &mut Diagnostics,
    lint: &mut Diagnostics,
) -> BTreeMap<String, CourseOutline> {
    let drawings = files.artwork.iter().map(|art| (art.path.as_str(), art.bytes.as_slice()));
    let read = read_courses(files.texts.iter(), drawings);
    found.extend(read.found);
    if !found.has_errors() {
        for course in read.courses.values() {
            lint.extend(check_course(course, programme));
        }
    }
    exam_texts.against_courses(&read.courses, lint);
    read.courses.iter().map(|(id, course)| (id.clone(), CourseOutline::of(course))).collect()
}

/// Reads every job role.
pub(super) fn job_roles(
    files: &Files,
    programme: &Programme,
    found: &mut Diagnostics,
) -> BTreeMap<String, JobRole> {
    let mut roles = BTreeMap::new();
    let is_role = |file: &&SourceFile| file.path.starts_with(ROLES) && file.path.ends_with(".toml");
    for file in files.texts.iter().filter(is_role) {
        let (role, faults) = parse_role(file);
        // What could not be read is a fault once, not once more for what is missing by that.
        if !faults.has_errors() {
            found.extend(check_role(file, &role, programme));
        }
        found.extend(faults);
        roles.insert(role.id.clone(), role);
    }
    roles
}
