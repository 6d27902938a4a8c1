//! `assay items assemble`: disjoint forms of an exam version, drawn from its bank by a seed, side by side.
//!
//! Nothing is written unless it is asked for, and no form that could not be given.

use std::{
    collections::BTreeSet,
    fs::{self, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
};

use assay_app::Assembling;
use assay_assessment::{
    assembly::{Assembled, FORMS_MAX, assembled},
    cut::{Rounding, WORDS},
};
use clap::{
    Args,
    builder::{PossibleValuesParser, TypedValueParser},
};

use crate::{
    assembled as drawn_report,
    files::read_tree,
    outcome::{Failure, Found},
    report::faulty,
    rim::{self, ReportFormat, say},
};

/// The arguments of `items assemble`.
#[derive(Debug, Args)]
pub struct Assemble {
    /// The folder that holds programme.toml
    dir: PathBuf,
    /// The exam version, e.g. SOA-C03
    #[arg(long)]
    exam: String,
    /// How many forms
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=FORMS_MAX as i64))]
    forms: u8,
    /// A number that chance begins with: the same one gives the same forms
    #[arg(long)]
    seed: u64,
    /// Names of the forms; the exam version with the next free letters where none are given
    #[arg(long, value_name = "FORM", value_delimiter = ',')]
    names: Vec<String>,
    /// Forms of the programme whose items are left alone
    #[arg(long, value_name = "FORM", value_delimiter = ',')]
    apart_from: Vec<String>,
    /// How a form's cut is rounded
    #[arg(long, default_value = "nearest", value_parser = rounding())]
    rounding: Rounding,
    /// Writes each form that can be given as a file of the folder forms/
    #[arg(long)]
    write: bool,
    /// Writes over forms of the same names
    #[arg(long, requires = "write")]
    replace: bool,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
}

fn rounding() -> impl TypedValueParser<Value = Rounding> {
    let of = |word: String| WORDS.iter().find(|(known, _)| *known == word).map(|(_, rounding)| *rounding);
    PossibleValuesParser::new(WORDS.map(|(word, _)| word)).map(move |word| of(word).unwrap_or_default())
}

impl Assemble {
    /// Draws, reports, writes.
    pub fn run(self) -> Result<Found, Failure> {
        let tree = read_tree(&self.dir)?;
        let files = tree.files.texts.clone();
        if tree.faults.has_errors() {
            return faulty(&tree.faults.sorted(), &files);
        }
        let known = match assay_app::assembling(tree.files, &self.exam) {
            Ok(Some(known)) => known,
            Ok(None) => {
                let message = format!("the programme has no exam version {} with an outline", self.exam);
                return Err(Failure::unusable(message, "see exams/ and outlines/"));
            }
            Err(found) => return faulty(&found.sorted(), &files),
        };
        let names = self.named(&known)?;
        let pool = known.pool.without(&self.taken(&known)?);
        let mut drawn = assembled(&pool, &known.blueprint, names.len(), self.seed);
        for (form, name) in drawn.forms.iter_mut().zip(&names) {
            form.counts.name.clone_from(name);
        }
        let told = drawn_report::DrawnForms {
            drawn: &drawn,
            pool: &pool,
            blueprint: &known.blueprint,
            seed: self.seed,
            rounding: self.rounding,
        };
        match self.format {
            ReportFormat::Text => rim::print(&told.text())?,
            ReportFormat::Json => rim::print_json(&told.document())?,
        }
        if self.write {
            self.written(&drawn, &told)?;
        }
        Ok(Found::wrong_if(!drawn.is_valid()))
    }

    /// The names of the forms: given, or the next free letters.
    fn named(&self, known: &Assembling) -> Result<Vec<String>, Failure> {
        let many = usize::from(self.forms);
        if !self.names.is_empty() {
            let given: BTreeSet<&String> = self.names.iter().collect();
            return match (self.names.len(), given.len()) {
                (named, distinct) if (named, distinct) == (many, many) => Ok(self.names.clone()),
                _ => Err(Failure::unusable("there are not as many names as forms", "name each form once")),
            };
        }
        let is_free = |name: &String| !known.forms.iter().any(|form| form.name == *name);
        let free: Vec<String> =
            ('A'..='Z').map(|letter| format!("{}-{letter}", self.exam)).filter(is_free).take(many).collect();
        match free.len() == many {
            true => Ok(free),
            false => {
                Err(Failure::unusable("no letters are left to name the forms", "name them with --names"))
            }
        }
    }

    /// The items of the forms that are left alone.
    fn taken(&self, known: &Assembling) -> Result<BTreeSet<String>, Failure> {
        let mut taken = BTreeSet::new();
        for name in &self.apart_from {
            let Some(form) = known.forms.iter().find(|form| form.name == *name) else {
                let message = format!("{} has no form {name}", self.exam);
                return Err(Failure::unusable(message, "see forms/"));
            };
            taken.extend(form.ids().map(str::to_owned));
        }
        Ok(taken)
    }

    /// Writes the forms that can be given.
    fn written(&self, drawn: &Assembled, told: &drawn_report::DrawnForms<'_>) -> Result<(), Failure> {
        let folder = self.dir.join("forms");
        fs::create_dir_all(&folder).map_err(|error| Failure::writing(&folder, error))?;
        for form in &drawn.forms {
            let name = &form.counts.name;
            let path = folder.join(format!("{name}.toml"));
            if !form.is_valid() {
                say(format_args!("{name} is not written: it could not be given"));
                continue;
            }
            self.file(&path, &told.file(form))?;
            say(format_args!("{} is written", path.display()));
        }
        Ok(())
    }

    fn file(&self, path: &Path, text: &str) -> Result<(), Failure> {
        let mut how = OpenOptions::new();
        match self.replace {
            true => how.write(true).create(true).truncate(true),
            false => how.write(true).create_new(true),
        };
        let written = how.open(path).and_then(|mut file| file.write_all(text.as_bytes()));
        written.map_err(|error| Failure::writing(path, error))
    }
}
