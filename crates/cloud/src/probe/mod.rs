//! What checks ask of a lab's cloud: does it ring, can it reach, may it read.
//!
//! Probes act on a clone: the lab of the candidate never sees them. Each answers, or says why it cannot be
//! told, which is *not evaluated* and counts against nobody.
//!
//! ```
//! use assay_cloud::{
//!     Cloud,
//!     probe::{Metric, fed, published_since},
//!     clock,
//! };
//!
//! let lab = Cloud::new(7, clock::parse("2026-03-02T08:00:00Z").unwrap());
//! let cluster = [("ClusterName", "prod")];
//! let metric = Metric::new("111122223333", "eu-west-1", "AWS/ECS CPUUtilization", &cluster);
//! let after = fed(&lab, &metric, &[93.0; 10]).unwrap();
//! assert!(published_since(&after, "arn:aws:sns:eu-west-1:111122223333:ops", lab.now()).is_empty());
//! ```

mod access;
mod figures;
pub mod scenario;

pub use access::{AccessAsked, may};
pub use figures::{Metric, fed, metric_sum, metrics_of_filters, published_since, stopped, waited, written};

pub use crate::engine::{
    policy::PolicyDecision,
    reach::reach,
    topic::UNTOLD,
    way::{Hop, NetworkEnd, Traced},
};
