//! How large a picture is, from the first bytes of its file.

/// Width and height in pixels of a PNG, GIF or JPEG.
pub(in crate::foreign) fn size_of(bytes: &[u8]) -> Option<(u32, u32)> {
    let two = |at: usize| Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    let size = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        let four = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
        (four(16)?, four(20)?)
    } else if bytes.starts_with(b"GIF8") {
        (u32::from(two(6)?.swap_bytes()), u32::from(two(8)?.swap_bytes()))
    } else if bytes.starts_with(&[0xff, 0xd8]) {
        let mut at = 2;
        loop {
            let marker = two(at)?;
            // A frame begins; its kind is in the last four bits, and three of them are no frames.
            if (0xffc0..=0xffcf).contains(&marker) && !matches!(marker, 0xffc4 | 0xffc8 | 0xffcc) {
                break (u32::from(two(at + 7)?), u32::from(two(at + 5)?));
            }
            at += 2 + usize::from(two(at + 2)?);
        }
    } else {
        return None;
    };
    /// A picture that is larger is none.
    const SIDE_MAX: u32 = 20_000;
    let is_picture = |side: u32| (1..=SIDE_MAX).contains(&side);
    (is_picture(size.0) && is_picture(size.1)).then_some(size)
}
