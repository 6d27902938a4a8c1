//! Rebuilds when a file is added to the embedded programme: `include_dir!` reads the folder at compile time.
fn main() {
    println!("cargo::rerun-if-changed=../../programmes/cloudops");
    println!("cargo::rerun-if-changed=../../programmes/changes");
}
