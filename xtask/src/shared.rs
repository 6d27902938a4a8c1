//! Data of others, which stands beside a checkout and is read in place.

use std::{env, path::PathBuf};

/// Where it is; whether anything stands there is for the caller to see and to say.
pub fn folder() -> PathBuf {
    env::var_os("ASSAY_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from)
}
