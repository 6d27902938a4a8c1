//! Ids, as RFC 9562 lays them out.

use assay_kernel::{Sittings, TypedId};

/// The example of RFC 9562, A.6: `017F22E2-79B0-7CC3-98C4-DC0C0C07398F`.
#[test]
fn an_id_is_a_uuid_of_version_7_whatever_the_chance() {
    let chance = [0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f];
    let id = TypedId::<Sittings>::from_parts(0x017f_22e2_79b0, chance);
    assert_eq!(id.to_string(), "sit_01fwhe4ydgfk1shh6w1g60eecf");
    assert_eq!(format!("{id:?}"), id.to_string());

    let mut other = chance;
    (other[0], other[2]) = (0xfc, 0xd8);
    assert_eq!(TypedId::from_parts(0x017f_22e2_79b0, other), id, "version and variant are no chance");
    assert_eq!(TypedId::from_parts(0xabcd_017f_22e2_79b0, chance), id, "a time has 48 bits");
    for place in 0..10 {
        let mut other = chance;
        other[place] ^= 1;
        assert_ne!(TypedId::from_parts(0x017f_22e2_79b0, other), id, "byte {place} counts");
    }
}

#[test]
fn ids_of_a_later_time_are_greater() {
    let at = |ms| TypedId::<Sittings>::from_parts(ms, [0xff; 10]);
    assert!(at(1) < at(2) && at(2) > at(1) && at(1) <= at(1));
    assert_ne!(at(1), at(2));
}
