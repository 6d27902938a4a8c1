//! `assay items booklet`: a form of a programme's folder on paper, with its answer sheet.

use std::{
    fs::OpenOptions,
    io::Write,
    path::{Path, PathBuf},
};

use assay_app::FormOnPaper;
use assay_web::{Booklet, BookletFault, answer_sheet, question_booklet, unprintable_told};
use clap::Args;

use crate::{
    files::read_tree,
    outcome::{Failure, Found},
    report::faulty,
    rim::say,
};

/// The arguments of `items booklet`.
#[derive(Debug, Args)]
pub struct BookletOf {
    /// The folder that holds programme.toml
    dir: PathBuf,
    /// The form, e.g. SOA-C03-A
    #[arg(long)]
    form: String,
    /// The folder to write FORM.pdf and FORM-answers.pdf into; nothing is overwritten
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
}

impl BookletOf {
    /// Reads, prints, writes.
    pub fn run(self) -> Result<Found, Failure> {
        let tree = read_tree(&self.dir)?;
        let files = tree.files.texts.clone();
        if tree.faults.has_errors() {
            return faulty(&tree.faults.sorted(), &files);
        }
        let paper = match assay_app::on_paper(tree.files, &self.form) {
            Ok(Some(paper)) => paper,
            Ok(None) => {
                let message = format!("the programme has no form {} that can be given", self.form);
                return Err(Failure::unusable(message, "see forms/"));
            }
            Err(found) => return faulty(&found.sorted(), &files),
        };
        let FormOnPaper { issuer, title, exam, form, mark, minutes, notice, questions, names, pictures } =
            &paper;
        let (minutes, questions) = (*minutes, questions.as_slice());
        let booklet = Booklet { issuer, title, exam, form, mark, minutes, notice, questions, pictures };
        let book = question_booklet(&booklet).map_err(|fault| refused(&self.form, names, fault))?;
        let sheet = answer_sheet(&booklet).map_err(|fault| refused(&self.form, names, fault))?;
        for (name, bytes) in [(format!("{form}.pdf"), book), (format!("{form}-answers.pdf"), sheet)] {
            let path = self.out.join(name);
            written(&path, &bytes)?;
            say(format_args!("{} is written", path.display()));
        }
        Ok(Found::Nothing)
    }
}

fn written(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    let written = file.and_then(|mut file| file.write_all(bytes));
    written.map_err(|error| Failure::writing(path, error))
}

fn refused(form: &str, names: &[String], fault: BookletFault) -> Failure {
    match fault {
        BookletFault::Font(fault) => Failure::World(anyhow::anyhow!("{fault}")),
        BookletFault::Unprintable(found) => {
            let told = unprintable_told(names, &found).join("; ");
            let message = format!("{form} cannot be printed as it is: {told}");
            Failure::unusable(message, "mend that, give it on screens, or draw a form without it")
        }
    }
}
