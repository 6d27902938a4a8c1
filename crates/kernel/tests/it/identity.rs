//! Names, addresses and passwords in one form: what is refused by name, and what is found again.

use assay_kernel::identity::{
    Address, hidden_character, looks_like_another_alphabet, password_text, person_name, search_key,
};

/// Some of those that Unicode calls ignorable.
const INVISIBLE: [char; 8] =
    ['\u{34f}', '\u{17b4}', '\u{180b}', '\u{2061}', '\u{206f}', '\u{fe00}', '\u{fe0f}', '\u{fff0}'];

#[test]
fn every_kind_of_character_that_is_not_seen_is_refused_by_its_name() {
    let kinds: [(&str, &[char]); 11] = [
        ("a line break", &['\u{2028}', '\u{2029}']),
        ("a control character", &['\0', '\u{1b}', '\u{7f}', '\u{9f}']),
        ("a mark of direction", &['\u{61c}', '\u{200e}', '\u{200f}']),
        ("a character that turns the text around", &['\u{202a}', '\u{202e}', '\u{2066}', '\u{2069}']),
        ("a soft hyphen", &['\u{ad}']),
        ("a space without width", &['\u{200b}', '\u{feff}', '\u{2060}']),
        ("a joiner without width", &['\u{200c}', '\u{200d}']),
        ("an invisible character", &INVISIBLE),
        ("a blank that is not a space", &['\u{115f}', '\u{1160}', '\u{3164}', '\u{ffa0}', '\u{2800}']),
        ("a stand-in for something that got lost", &['\u{fffc}', '\u{fffd}']),
        ("a character of private use", &['\u{e000}', '\u{f8ff}', '\u{f0000}', '\u{10ffff}']),
    ];
    for (what, letters) in kinds {
        for letter in letters {
            let told = format!("U+{:04X}, {what}", u32::from(*letter));
            assert_eq!(hidden_character(&format!("a{letter}b")), Some(told.clone()));
            let refused = person_name(&format!("A{letter}da")).unwrap_err().to_string();
            assert_eq!(refused, format!("The name holds {told}. Type it again without it."));
            let refused = Address::parse(&format!("a{letter}b@example.org")).unwrap_err().to_string();
            assert_eq!(refused, format!("The address holds {told}. Type it again without it."));
        }
    }
    for tag in ['\u{1bca0}', '\u{1d173}', '\u{e0001}', '\u{e0fff}'] {
        assert!(hidden_character(&tag.to_string()).unwrap().ends_with("an invisible character"));
    }
    for seen in ["", "Ada Lovelace", "é", "'", "李", "\u{e9}\u{a0}x"] {
        assert_eq!(hidden_character(seen), None, "{seen:?}");
    }
}

/// A joiner shapes letters that join, on both of its sides; a form belongs to an ideograph.
#[test]
fn what_shapes_a_letter_is_taken_beside_such_a_letter_alone() {
    for needed in ["می\u{200c}خواهم", "ب\u{200d}ب", "葛\u{e0100}", "﨑\u{fe00}"] {
        assert_eq!(hidden_character(needed), None, "{needed:?}");
    }
    for loose in ["ب\u{200c}", "\u{200c}ب", "a\u{200d}ب", "ب\u{200d}a", "a\u{fe00}", "\u{fe00}", "ب\u{e0100}"]
    {
        assert!(hidden_character(loose).is_some(), "{loose:?}");
    }
}

#[test]
fn a_name_and_an_address_fit_their_limits_to_the_letter() {
    assert!(person_name(&"é".repeat(100)).is_ok());
    assert!(person_name(&"é".repeat(101)).is_err());
    assert!(person_name(&format!("q{}", "\u{301}".repeat(4))).is_ok());
    assert!(person_name(&format!("q{}", "\u{301}".repeat(5))).is_err());

    let local = "a".repeat(64);
    assert!(Address::parse(&format!("{local}@example.org")).is_ok());
    assert!(Address::parse(&format!("a{local}@example.org")).is_err());
    // Labels of 63 letters: 64 + 1 + 63 + 1 + 63 + 1 + 57 + 4 = 254.
    let label = "b".repeat(63);
    let whole = |last: usize| format!("{local}@{label}.{label}.{}.org", "c".repeat(last));
    assert_eq!(whole(57).len(), 254);
    assert_eq!(Address::parse(&whole(57)).unwrap().as_str(), whole(57));
    assert!(Address::parse(&whole(58)).is_err());
    assert!(Address::parse(&format!("a@b{label}.org")).is_err());
}

#[test]
fn letters_of_a_third_alphabet_are_noticed_and_two_letters_are_a_word() {
    for fake in ["Ada\u{561}", "\u{10d0}da", "\u{13aa}ndy"] {
        assert!(looks_like_another_alphabet(fake), "{fake}");
    }
    for honest in ["Ха", "Ника", "\u{561}\u{562}\u{563}"] {
        assert!(!looks_like_another_alphabet(honest), "{honest}");
    }
}

#[test]
fn an_address_is_compared_in_the_form_that_is_kept() {
    assert_eq!(Address::compared(" Zoe\u{308}@EXÄMPLE.org "), "zoë@xn--exmple-cua.org");
    assert_eq!(Address::compared(" Old Accounte\u{301} "), "old accounté", "accounts of before the form");
    let address = Address::parse("Ada.L@example.org").unwrap();
    assert_eq!((address.local(), address.to_string().as_str()), ("ada.l", "ada.l@example.org"));
}

/// Whoever searches types what the keyboard has.
#[test]
fn people_are_found_whatever_the_case_the_accents_and_the_width() {
    for (name, key) in [
        ("  Ada \u{a0}\u{3000} Lovelace ", "ada lovelace"),
        ("ÖZNUR ÇELİK", "oznur celik"),
        ("Straße", "strasse"),
        ("Łukasz Øster Đorđe Ħ Ŧ ı", "lukasz oster dorde h t i"),
        ("Ægir Œuvre Þór Eiríkur ð", "aegir oeuvre thor eirikur d"),
        ("Ａｄａ ﬁ", "ada fi"),
        ("Mül\u{ad}ler", "muller"),
        ("ΜΑΡΊΑΣ Μαρίας", "μαριασ μαριασ"),
        ("李小龍", "李小龍"),
        ("", ""),
    ] {
        assert_eq!(search_key(name, ""), key, "{name}");
    }
    assert_eq!(search_key("Ada", "ADA@example.org"), "ada\nada@example.org", "once where it reads alike");
    assert_eq!(
        search_key("Zoë", "zoë@xn--exmple-cua.org"),
        "zoe\nzoe@xn--exmple-cua.org\nzoe@example.org",
        "by the domain as it is read as well"
    );
}

#[test]
fn a_password_is_the_same_however_its_accents_and_spaces_are_typed() {
    for (typed, text) in [
        ("cafe\u{301} au\u{a0}lait", "café au lait"),
        ("caf\u{e9}\u{2003}au\u{3000}lait", "café au lait"),
        ("Ａ\u{212b}", "AÅ"),
        ("  two  ", "  two  "),
        ("a\tb\nc", "a\tb\nc"),
    ] {
        assert_eq!(password_text(typed), text, "{typed:?}");
    }
}
