//! Keeps a process as small as what it holds: the two `unsafe` calls of the workspace.
//!
//! A start reads a whole programme, a plan reads two, an export holds thousands of rows. glibc gives back
//! only what lies above the last piece in use, for each thread's heap apart, so that a process stays as large
//! as its largest moment. ([ADR 26](../../../docs/decisions/0026-memory-is-given-back.md))

/// Gives back every free page of every heap; tells whether there was any.
///
/// It locks one heap after the other: a few milliseconds in which others may wait for memory, so it is called
/// where a burst is over, not on the way of a request. Source: malloc_trim(3), glibc.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(unsafe_code, reason = "the C library has no safe door to this, and no kept crate is one")]
pub fn give_back() -> bool {
    // SAFETY: takes a number and no pointer, touches free memory alone, and any thread may call it (MT-Safe).
    unsafe { libc::malloc_trim(0) == 1 }
}

/// Other allocators give back by themselves, or have no such call.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn give_back() -> bool {
    false
}

/// Lets threads share a heap for each core, two at least: before there are threads.
///
/// By itself glibc makes eight for each core, and each keeps a little that is free between pieces in use. No
/// more than one thread a core runs at once. Tells whether the allocator agreed. Source: mallopt(3), glibc.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(unsafe_code, reason = "the C library has no safe door to this, and no kept crate is one")]
pub fn share_heaps() -> bool {
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let heaps = libc::c_int::try_from(cores.max(2)).unwrap_or(libc::c_int::MAX);
    // SAFETY: takes two numbers and no pointer. Racy beside threads that allocate (MT-Unsafe init), so it
    // comes first; nothing is freed or moved by it.
    unsafe { libc::mallopt(libc::M_ARENA_MAX, heaps) == 1 }
}

/// Other allocators share by themselves, or have no such call.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn share_heaps() -> bool {
    false
}

#[cfg(all(test, target_os = "linux", target_env = "gnu"))]
mod tests {
    /// Resident pages of this process that are no file's, from the system.
    fn resident_kb() -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
        line.and_then(|line| line.trim().strip_suffix(" kB"))
            .and_then(|kb| kb.trim().parse().ok())
            .unwrap_or(0)
    }

    #[test]
    fn what_was_freed_below_a_piece_in_use_is_given_back() {
        // Small pieces come from the heap; the last stays, and holds all of it before the call.
        let mut pieces: Vec<Vec<u8>> = (0..16_000_u32).map(|_| vec![1; 2_000]).collect();
        let last = pieces.pop();
        let full = resident_kb();
        drop(pieces);
        assert!(super::give_back());
        let after = resident_kb();
        assert!(full > after + 16_000, "{full} kB before, {after} kB after");
        assert_eq!(last.map(|piece| piece.len()), Some(2_000));
    }

    #[test]
    fn threads_share_heaps_and_each_still_gets_its_memory() {
        assert!(super::share_heaps());
        let threads: Vec<_> =
            (0..32_u8).map(|byte| std::thread::spawn(move || vec![vec![byte; 1_000]; 100])).collect();
        for (byte, thread) in (0..32_u8).zip(threads) {
            let pieces = thread.join().unwrap_or_default();
            assert!(pieces.len() == 100 && pieces.iter().flatten().all(|found| *found == byte));
        }
    }
}
