//! The socket through which a server of data takes errands from whoever runs it, and from nobody else.
//!
//! It lies in the data folder, or, where the data are a PostgreSQL database, in the folder that the
//! environment names. Only its owner may open it, and both ends look at whose process the other one is.

#[cfg(unix)]
mod asking;
#[cfg(unix)]
mod listening;
#[cfg(not(unix))]
mod nowhere;
#[cfg(unix)]
mod place;
mod wire;

#[cfg(unix)]
pub use asking::{ask, ask_into};
#[cfg(unix)]
pub use listening::Listening;
#[cfg(not(unix))]
pub use nowhere::{NoListening as Listening, ask, ask_into};
pub use wire::BESIDE_BYTES_MAX;
