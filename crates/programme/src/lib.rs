//! The certification scheme as code: certifications, exam versions, outlines, policies, transitions.
//!
//! Texts in, a [`model::Programme`] and every fault out; no files, network, clock or chance.

pub mod model;
