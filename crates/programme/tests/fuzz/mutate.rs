//! Changes to files that nobody would make on purpose, chosen by a seed.

/// SplitMix64, so that a seed is all that is needed to see a case again.
pub struct Chance(pub u64);

impl Chance {
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, count: usize) -> usize {
        if count == 0 { 0 } else { (self.draw() % count as u64) as usize }
    }

    pub fn pick<'t, T: ?Sized>(&mut self, from: &[&'t T]) -> &'t T {
        from[self.below(from.len())]
    }
}

/// Values of every type, and of none.
const VALUES: &[&str] = &[
    "0",
    "-1",
    "1_000_000_000",
    "9223372036854775807",
    "-9223372036854775808",
    "99999999999999999999999",
    "0x7fffffffffffffff",
    "0b1",
    "1e400",
    "-0.0",
    "nan",
    "-inf",
    "0.1",
    "true",
    "false",
    "''",
    "\"\"",
    "\"\\u0000\"",
    "'\u{202e}txet'",
    "\"e\u{301}\"",
    "'😀'",
    "\"\\U0001F600\"",
    "'none'",
    "'P0D'",
    "'P'",
    "'P40000Y'",
    "'P100Y'",
    "'P-1D'",
    "'P1D1Y'",
    "'P99999999999999999999D'",
    "'P1M'",
    "[]",
    "[[]]",
    "[1, 'a']",
    "['a', 'a']",
    "{}",
    "{ a = 1 }",
    "[{}]",
    "[{}, 1]",
    "2025-02-29",
    "2025-02-30",
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "'9999-12-31'",
    "'-009999-01-01'",
    "2025-09-30T25:00:00",
    "2025-09-30T07:32:00Z",
    "2025-09-30 07:32:00+23:59",
    "07:32:00",
    "'2025-09-30T07:32:00'",
    "\"\"\"\na\n\"\"\"",
    "'''\n'''",
    "",
    "'unterminated",
    "\"\"\"unterminated",
    "[1,",
    "{ a = ",
    "'route '",
    "'a|b|c'",
    "'|'",
    "'a -> b'",
    "' -> '",
];

const PIECES: &[&str] = &[
    "\u{feff}",
    "\u{0}",
    "\r",
    "\r\n",
    "\t",
    "\u{a0}",
    "\u{2028}",
    "é",
    "漢",
    "👩‍👩‍👧",
    "\u{301}",
    "=",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    ",",
    ".",
    "#",
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "\\",
    "\\u12",
    "\n",
    "\n\n",
    "-",
    "_",
    "+",
    "1",
    "a",
    "[a]\n",
    "[[a]]\n",
    "# c\n",
    "a.b.c = 1\n",
    "x = 1\nx = 1\n",
];

/// A change of one text; `others` lend lines and keys.
pub fn mutate(text: &mut String, others: &[&str], chance: &mut Chance) {
    match chance.below(12) {
        0 => insert(text, chance.pick(PIECES), chance),
        1 => cut(text, chance),
        2..=4 => lines(text, chance),
        5..=7 => value(text, chance),
        8 => nest(text, chance),
        9 => {
            let other: Vec<&str> = chance.pick(others).lines().collect();
            let start = chance.below(other.len());
            let piece: String =
                other.iter().skip(start).take(1 + chance.below(6)).map(|l| format!("{l}\n")).collect();
            let at = start_of_line(text, chance);
            text.insert_str(at, &piece);
        }
        10 => digits(text, chance),
        _ => match chance.below(8) {
            0 => *text = text.replace('\n', "\r\n"),
            1 => text.insert(0, '\u{feff}'),
            2 => *text = text.replace('"', "'"),
            3 => text.clear(),
            _ => insert(
                text,
                &format!("{} = {}\n", chance.pick(&["a", "id", "code", "on", "to"]), chance.pick(VALUES)),
                chance,
            ),
        },
    }
}

fn place(text: &str, chance: &mut Chance) -> usize {
    let mut at = chance.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn start_of_line(text: &str, chance: &mut Chance) -> usize {
    let at = place(text, chance);
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

fn insert(text: &mut String, piece: &str, chance: &mut Chance) {
    let at = if chance.below(2) == 0 { place(text, chance) } else { start_of_line(text, chance) };
    text.insert_str(at, piece);
}

fn cut(text: &mut String, chance: &mut Chance) {
    let (a, b) = (place(text, chance), place(text, chance));
    let end = a.max(b).min(a.min(b) + 60);
    let end = (end..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    text.replace_range(a.min(b)..end, "");
}

fn lines(text: &mut String, chance: &mut Chance) {
    let mut all: Vec<&str> = text.lines().collect();
    if all.is_empty() {
        return;
    }
    let (a, b) = (chance.below(all.len()), chance.below(all.len()));
    match chance.below(4) {
        0 => drop(all.remove(a)),
        1 => all.insert(b, all[a]),
        2 => all.swap(a, b),
        _ => {
            let moved = all.split_off(a);
            all.splice(0..0, moved);
        }
    }
    *text = all.join("\n") + "\n";
}

/// Another value for a key, or another key for a value.
fn value(text: &mut String, chance: &mut Chance) {
    let places: Vec<usize> = text.match_indices(" = ").map(|(at, _)| at).collect();
    let Some(at) = places.get(chance.below(places.len())).copied() else { return };
    let line_end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    text.replace_range(at + 3..line_end, chance.pick(VALUES));
}

fn nest(text: &mut String, chance: &mut Chance) {
    let deep = [3, 40, 79, 81, 200, 3_000][chance.below(6)];
    let piece = match chance.below(5) {
        0 => format!("deep = {}{}\n", "[".repeat(deep), "]".repeat(deep)),
        1 => format!("deep = {}\n", "[".repeat(deep)),
        2 => format!("deep = {}1{}\n", "{ a = ".repeat(deep), " }".repeat(deep)),
        3 => format!("a{} = 1\n", ".a".repeat(deep)),
        _ => format!("[a{}]\nb = 1\n", ".a".repeat(deep)),
    };
    let at = start_of_line(text, chance);
    text.insert_str(at, &piece);
}

fn digits(text: &mut String, chance: &mut Chance) {
    let places: Vec<usize> =
        text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit()).map(|(at, _)| at).collect();
    for _ in 0..=chance.below(3) {
        let Some(at) = places.get(chance.below(places.len())).copied() else { return };
        let digit = ["0", "1", "2", "3", "9"][chance.below(5)];
        text.replace_range(at..=at, digit);
    }
}
