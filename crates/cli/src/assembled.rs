//! What `assay items assemble` says of drawn forms, and the file of one.

use std::fmt::Write;

use assay_assessment::{
    assembly::{
        Assembled, CutOf, DrawnForm, FormBlueprint, FormCounts, FormFile, FormPool, QuotaMark, Short,
    },
    cut::Rounding,
};
use assay_words::InEnglish;
use serde_json::{Value, json};

/// Drawn forms with what they were drawn from.
pub struct DrawnForms<'d> {
    pub drawn: &'d Assembled,
    pub pool: &'d FormPool,
    pub blueprint: &'d FormBlueprint,
    pub seed: u64,
    pub rounding: Rounding,
}

/// The width of the first column.
const LABEL: usize = 34;

fn mark_name(mark: &QuotaMark) -> String {
    match mark {
        QuotaMark::Several => "multiple response".to_owned(),
        QuotaMark::Artefact => "something to read".to_owned(),
        QuotaMark::Tag(tag) => format!("tagged {tag}"),
    }
}

impl DrawnForms<'_> {
    fn cut(&self, counts: &FormCounts) -> u32 {
        self.rounding.cut(counts.unrounded())
    }

    /// The forms side by side, what they lack, and their items.
    pub fn text(&self) -> String {
        let DrawnForms { drawn, blueprint, pool, seed, .. } = self;
        let mut out = format!(
            "{}: {} of {} items ({} scored, {} pretest), drawn from {} with seed {seed}\n\n",
            blueprint.exam,
            counted(drawn.forms.len(), "form"),
            blueprint.total(),
            blueprint.scored,
            blueprint.pretest,
            pool.items().len(),
        );
        for (label, cells, asked) in self.rows() {
            let _ = write!(out, "{label:LABEL$}");
            for cell in cells {
                let _ = write!(out, "{cell:<18}");
            }
            let _ = writeln!(out, "{asked}");
        }
        let beside = drawn.comparison(blueprint);
        let shared: usize = beside.shared.iter().map(|shared| shared.items.len()).sum();
        let (reached, all) = (beside.skills.len(), beside.skills_of_outline);
        let _ = writeln!(out, "\ntogether: {reached} of {all} skills, {shared} items in two forms");
        out.push_str(&listed("the pool", &drawn.short));
        for form in &drawn.forms {
            out.push_str(&listed(&form.counts.name, &form.short));
        }
        for form in &drawn.forms {
            let _ = writeln!(out, "\n{}", form.counts.name);
            for (word, items) in [("scored", &form.scored), ("pretest", &form.pretest)] {
                for item in items {
                    let skill = self.pool.item(item).and_then(|item| item.skill.as_deref()).unwrap_or("-");
                    let _ = writeln!(out, "  {word:8} {skill:8} {item}");
                }
            }
        }
        out
    }

    /// Label, what each form has, and what is asked for.
    fn rows(&self) -> Vec<(String, Vec<String>, String)> {
        let forms: Vec<&FormCounts> = self.drawn.forms.iter().map(|form| &form.counts).collect();
        let each = |of: &dyn Fn(&FormCounts) -> String| forms.iter().map(|form| of(form)).collect();
        let mut rows: Vec<(String, Vec<String>, String)> =
            vec![(String::new(), each(&|form| form.name.clone()), "asked for".to_owned())];
        let mut row = |label: &str, of: &dyn Fn(&FormCounts) -> String, asked: String| {
            rows.push((label.to_owned(), each(of), asked));
        };
        row("scored", &|form| form.scored.to_string(), self.blueprint.scored.to_string());
        row("pretest", &|form| form.pretest.to_string(), self.blueprint.pretest.to_string());
        for domain in &self.blueprint.domains {
            let of = |form: &FormCounts| {
                let count = form.domains.iter().find(|count| count.id == domain.id);
                count.map_or_else(String::new, |count| format!("{} and {}", count.scored, count.pretest))
            };
            let (low, high) = self.blueprint.scored_of(domain).into_inner();
            let title: String = domain.title.chars().take(LABEL - 6).collect();
            let asked = if low == high { low.to_string() } else { format!("{low} to {high}") };
            row(&format!("{} {title}", domain.id), &of, asked);
        }
        let all = self.blueprint.skills.len();
        row("skills reached", &|form| form.skills.len().to_string(), {
            format!("{} of {all}", self.blueprint.skills_goal)
        });
        row("skills reached by scored items", &|form| form.skills_scored.len().to_string(), String::new());
        for mark in self.pool.marks() {
            let of = |form: &FormCounts| {
                let count = form.marks.iter().find(|(known, _)| known == mark);
                count.map_or_else(String::new, |(_, count)| count.to_string())
            };
            let share = self.pool.share_milli(mark, self.blueprint.total());
            row(&mark_name(mark), &of, format!("about {}.{}", share / 1000, share % 1000 / 100));
        }
        let letters = format!("keys {}", self.pool.letters().join(" "));
        row(&letters, &|form| joined(form.letters.values().copied()), "even".to_owned());
        row("remember, apply, analyse", &|form| joined(form.levels), String::new());
        row("mean expected share right", &|form| format!("{:.3}", form.mean_expected()), {
            format!("{:.3}", self.pool.difficulty())
        });
        row("raw cut, unrounded", &|form| format!("{:.2}", form.unrounded()), {
            format!("near {:.2}", self.blueprint.expected_of(self.pool))
        });
        row("raw cut", &|form| self.cut(form).to_string(), format!("rounded {}", self.rounding.as_str()));
        row("enemies together", &|form| form.enemies.len().to_string(), "0".to_owned());
        row("expected minutes", &|form| form.time_s.div_ceil(60).to_string(), {
            format!("at most {}", self.blueprint.time_limit_s / 60)
        });
        rows
    }

    /// The same as one document.
    pub fn document(&self) -> Value {
        let beside = self.drawn.comparison(self.blueprint);
        json!({
            "exam": self.blueprint.exam.as_str(), "seed": self.seed, "pool": self.pool.items().len(),
            "is_valid": self.drawn.is_valid(),
            "skills_together": beside.skills.len(), "skills_missing": beside.skills_missing,
            "short": self.drawn.short.iter().map(short).collect::<Vec<_>>(),
            "forms": self.drawn.forms.iter().map(|form| self.form(form)).collect::<Vec<_>>(),
        })
    }

    fn form(&self, form: &DrawnForm) -> Value {
        let counts = &form.counts;
        let domains = counts.domains.iter().map(|domain| (domain.id.clone(), json!(domain.scored)));
        let marks = counts.marks.iter().map(|(mark, count)| (mark_name(mark), json!(count)));
        json!({
            "name": counts.name, "is_valid": form.is_valid(), "scored": form.scored, "pretest": form.pretest,
            "domains": domains.collect::<serde_json::Map<_, _>>(),
            "skills": counts.skills.len(), "skills_scored": counts.skills_scored.len(),
            "kinds": counts.kinds, "shares": marks.collect::<serde_json::Map<_, _>>(),
            "artefacts": counts.artefacts, "key_letters": counts.letters, "levels": counts.levels,
            "cut_unrounded": counts.unrounded(), "cut_raw": self.cut(counts),
            "rounding": self.rounding.as_str(), "time_s": counts.time_s, "enemies": counts.enemies,
            "short": form.short.iter().map(short).collect::<Vec<_>>(),
        })
    }

    /// A form as its file.
    pub fn file(&self, form: &DrawnForm) -> String {
        let drawn = format!("Drawn from {} items with seed {}", self.pool.items().len(), self.seed);
        let file = FormFile {
            exam: self.blueprint.exam.as_str(),
            cut: CutOf::Estimates(self.rounding),
            drawn: &drawn,
            skills: self.blueprint.skills.len(),
        };
        file.text(&form.named(), &form.counts)
    }
}

fn short(short: &Short) -> Value {
    json!({ "is_hard": short.is_hard(), "text": short.said().text() })
}

fn listed(of: &str, short: &[Short]) -> String {
    let mut out = match short.is_empty() {
        true => format!("\n{of} lacks nothing\n"),
        false => format!("\n{of}\n"),
    };
    for short in short {
        let weight = if short.is_hard() { "must" } else { "may " };
        let _ = writeln!(out, "  {weight}  {}", short.said().text());
    }
    out
}

fn joined(numbers: impl IntoIterator<Item = u32>) -> String {
    numbers.into_iter().map(|number| number.to_string()).collect::<Vec<_>>().join(" ")
}

fn counted(many: usize, word: &str) -> String {
    if many == 1 { format!("1 {word}") } else { format!("{many} {word}s") }
}
