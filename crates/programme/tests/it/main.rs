//! The programme crate seen from outside: the reference programme, fixtures, and hostile files.

#[cfg(test)]
mod support;

mod diff;
mod fixtures;
mod format;
mod hostile;
mod language;
mod offer;
mod pages;
mod reference;
mod testing;
