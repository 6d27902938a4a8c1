//! `assay credential bake` and `extract`: a credential in its picture, and the way back.

use std::path::PathBuf;

use assay_credential::{bake, jsonld, jwt};
use clap::Args;
use serde_json::Value;

use crate::{
    files::{read_limited, read_text},
    outcome::{Failure, Found},
    rim,
};

/// A baked picture and the credential in it.
const FILE_BYTES_MAX: usize = 2 * bake::MAX_IMAGE_BYTES;

/// The arguments of `bake`.
#[derive(Debug, Args)]
pub struct Bake {
    /// A PNG or SVG picture
    image: PathBuf,
    /// The signed credential, JSON or JWT
    credential: PathBuf,
    /// The picture to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// The arguments of `extract`.
#[derive(Debug, Args)]
pub struct Extract {
    /// A baked PNG or SVG picture
    file: PathBuf,
}

impl Bake {
    /// Bakes the credential into the picture.
    pub fn run(self) -> Result<Found, Failure> {
        let image = read_limited(&self.image, bake::MAX_IMAGE_BYTES)?;
        let credential = read_text(&self.credential, jsonld::MAX_BYTES)?;
        let credential = credential.trim();
        let is_json = serde_json::from_str(credential).is_ok_and(|value: Value| value.is_object());
        if !is_json && jwt::read(credential).is_err() {
            let message = format!("{} is not a credential, JSON or JWT", self.credential.display());
            return Err(Failure::unusable(message, "issue one with `assay credential issue`"));
        }
        let baked = match std::str::from_utf8(&image) {
            Ok(svg) => bake::bake_svg(svg, credential).map(String::into_bytes),
            Err(_) => bake::bake_png(&image, credential),
        };
        let baked = baked.map_err(|error| {
            Failure::unusable(format!("{}: {error}", self.image.display()), "name a PNG or SVG picture")
        })?;
        std::fs::write(&self.out, baked).map_err(|error| Failure::writing(&self.out, error))?;
        rim::say(format_args!("{} carries the credential", self.out.display()));
        Ok(Found::Nothing)
    }
}

impl Extract {
    /// Prints the credential as it was baked.
    pub fn run(self) -> Result<Found, Failure> {
        let bytes = read_limited(&self.file, FILE_BYTES_MAX)?;
        let extracted = bake::extract(&bytes).map_err(|error| {
            let hint = "name a picture that was baked, e.g. by `assay credential bake`";
            Failure::unusable(format!("{}: {error}", self.file.display()), hint)
        })?;
        rim::print(&format!("{}\n", extracted.text))?;
        Ok(Found::Nothing)
    }
}
