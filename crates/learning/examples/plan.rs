//! How long plans take: rows of `cargo xtask bench preparation PROGRAMME`, three runs of each.

use std::{
    env, fs,
    hint::black_box,
    io,
    path::{Path, PathBuf},
    time::Instant,
};

use assay_kernel::{date, source::SourceFile};
use assay_learning::{
    back_plan::{PlanSpan, PlanTask, TaskPlace, back_plan},
    carry::CarryOver,
};

const RUNS: usize = 3;

fn measured(many: usize, mut one: impl FnMut()) -> String {
    let mut runs = Vec::new();
    for _ in 0..RUNS {
        let begun = Instant::now();
        (0..many).for_each(|_| one());
        runs.push(format!("{:.1}", begun.elapsed().as_secs_f64() * 1e6 / many as f64));
    }
    runs.join(" / ")
}

/// The files of the programme proper: what its reader takes.
fn files(folder: &Path) -> io::Result<Vec<SourceFile>> {
    let mut files = Vec::new();
    for below in ["", "certifications", "exams", "outlines", "crosswalks", "policies", "prep", "transitions"]
    {
        for entry in fs::read_dir(folder.join(below))? {
            let path = entry?.path();
            if path.extension().is_some_and(|end| end == "toml") {
                let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().into_owned();
                files.push(SourceFile::new(name, fs::read_to_string(&path)?));
            }
        }
    }
    Ok(files)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = env::args_os().nth(1).map(PathBuf::from).ok_or("name the folder of a programme")?;
    let programme = assay_programme::parse(&files(&folder)?).0;
    let row = |what: &str, goal: &str, found: String| println!("| {what} | {goal} | {found} |");
    // Twenty-two hours: the first look, courses, blocks of questions, the final practice exam.
    let task = |place, minutes, points| PlanTask { place, minutes, points };
    let mut tasks = vec![task(TaskPlace::Now, 30, 1.0)];
    tasks.extend((0..13).map(|at| task(TaskPlace::Between, 45, 1.0 + f64::from(at) / 3.0)));
    tasks.extend((0..18).map(|at| task(TaskPlace::Between, 25, 2.0 - f64::from(at) / 9.0)));
    tasks.push(task(TaskPlace::NearTheEnd, 190, 3.0));
    let span = PlanSpan { today: date(2025, 9, 1), exam: date(2025, 11, 15), hours_a_week: 4 };
    let hours = tasks.iter().map(|task| task.minutes).sum::<u32>() / 60;
    row(
        &format!("Plan of {hours} h backwards"),
        "1,000",
        measured(2_000, || {
            black_box(back_plan(span, black_box(&tasks)));
        }),
    );
    let over = CarryOver::between(&programme, "SOA-C02", "SOA-C03").ok_or("no crosswalk")?;
    let skills: Vec<(&str, &str)> = over
        .old
        .domains
        .iter()
        .flat_map(|domain| &domain.tasks)
        .flat_map(|task| task.skills.iter().map(|skill| (task.id.as_str(), skill.id.as_str())))
        .collect();
    row(
        "Where 300 answers land after a switch",
        "1,000",
        measured(500, || {
            for (task, skill) in skills.iter().cycle().take(300) {
                if let Some(landing) = over.landing(task, Some(skill)) {
                    black_box(over.domains(&landing));
                }
            }
        }),
    );
    Ok(())
}
