//! Bytes and names that do not pack well, the same ones each time.

/// A step of a simple row of numbers.
fn next(state: &mut u32) -> u8 {
    *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
    state.to_be_bytes()[0]
}

/// So many bytes, from a start.
pub fn noise(len: usize, start: usize) -> Vec<u8> {
    let mut state = u32::try_from(start % 65_536).unwrap() + 1;
    (0..len).map(|_| next(&mut state)).collect()
}

/// So many names of one letter.
pub fn letters(count: usize) -> Vec<char> {
    noise(count, 0).into_iter().map(|byte| char::from(b'a' + byte % 26)).collect()
}
