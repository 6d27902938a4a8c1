//! Where a package is written to while it is made: whoever makes it takes out what is there.

use std::{
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Bytes between whoever writes and whoever takes.
#[derive(Clone, Default)]
pub(super) struct Pipe(Arc<Mutex<Vec<u8>>>);

impl Pipe {
    /// What was written since the last time.
    pub(super) fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.bytes())
    }

    fn bytes(&self) -> MutexGuard<'_, Vec<u8>> {
        // Whoever panicked with the lock left whole bytes behind.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl io::Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
