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

/// Values of every base type, and of none.
pub const VALUES: &[&str] = &[
    "",
    " ",
    "0",
    "-1",
    "1",
    "1e400",
    "-0.0",
    "NaN",
    "INF",
    "-INF",
    "9223372036854775807",
    "-9223372036854775808",
    "99999999999999999999999",
    "0.1",
    "1,5",
    "true",
    "A",
    "B",
    "A B",
    "A A",
    "S1 G1",
    "1 1",
    "P1D",
    "PT1H",
    "identifier",
    "float",
    "integer",
    "point",
    "directedPair",
    "pair",
    "duration",
    "record",
    "multiple",
    "ordered",
    "single",
    "RESPONSE",
    "SCORE",
    "*",
    ".*",
    "(a*)*",
    "[a-z",
    "a{99999}",
    "\u{202e}txet",
    "e\u{301}",
    "😀",
    "rect",
    "poly",
    "circle",
    "1,2,3",
    "0,0,10,10",
    "javascript:alert(1)",
    "data:image/png;base64,AAAA",
    "../../etc/passwd",
    "@@PLUGINFILE@@/a%20b.png",
    "@@PLUGINFILE@@/%",
    "100",
    "33.33333",
    "-50",
];

/// Pieces of the formats, and of none.
const PIECES: &[&str] = &[
    "\u{feff}",
    "\u{0}",
    "\r",
    "\r\n",
    "\n",
    "\n\n",
    "\t",
    "\u{a0}",
    "\u{2028}",
    "é",
    "漢",
    "👩‍👩‍👧",
    "\u{f8f0}0\u{f8f1}",
    "\u{f8e0}",
    "<",
    ">",
    "/>",
    "</",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?x?>",
    "<!DOCTYPE x>",
    "&",
    "&amp;",
    "&#0;",
    "&#x41;",
    "&nbsp;",
    "&lt;b&gt;",
    "\"",
    "'",
    "=",
    "~",
    "#",
    "####",
    "{",
    "}",
    "{}",
    "\\",
    "\\n",
    "\\{",
    "::",
    ":",
    "->",
    "%",
    "%50%",
    "%-100%",
    "..",
    "$CATEGORY: a/b",
    "//",
    "// [id:x] [tag:y]",
    "[html]",
    "[markdown]",
    "[plain]",
    "[[1]]",
    "[[2]]",
    "{1:SA:=a~%50%b#c}",
    "{2:MC:=a~b}",
    "{:NM:=3:1}",
    "{1:MRV:~x}",
    "ANSWER: A",
    "A. a",
    "B) b",
    "A.",
    ",",
    ";",
    "\"\"",
    "\"a\nb\"",
    "sep=;",
    "$$x$$",
    "\\(x\\)",
    "<p>",
    "</p>",
    "<p><b>x</p></b>",
    "<table><td>x",
    "<ul>x<li>y",
    "<script>x</script>",
    "<img src=x onerror=y>",
    "<a href='javascript:x'>y</a>",
    "<svg/onload=x>",
    "<math><mi>x</mi></math>",
    "<math href=x><annotation-xml><p>x</annotation-xml></math>",
    "<style>x",
    "<textarea>",
    "<h1><div>x</div></h1>",
    "<em><p>x</p></em>",
    "<br>",
    "<video src=x></video>",
    "<iframe>",
    "<p style=x:y;text-align:left>",
    "<file name='x' encoding='base64'>AAAA</file>",
    "<answer fraction='100'><text>x</text></answer>",
    "<infinite/>",
    "<feedback><text>x</text></feedback>",
    "<question type='cloze'>",
    "</question>",
    "<varequal respident='x'>y</varequal>",
    "<not>",
    "</not>",
    "<or>",
    "</or>",
    "<other/>",
    "<setvar action='Add'>50</setvar>",
    "<qti-null/>",
    "<qti-exit-response/>",
    "<qti-random-integer min='1' max='9'/>",
    "<qti-variable identifier='RESPONSE'/>",
    "<qti-correct identifier='RESPONSE'/>",
    "<qti-map-response identifier='RESPONSE'/>",
    "<qti-base-value base-type='float'>1</qti-base-value>",
    "<qti-base-value base-type='point'>1 1</qti-base-value>",
    "<qti-sum/>",
    "<qti-divide/>",
    "<qti-power/>",
    "<qti-index n='0'/>",
    "<qti-pattern-match pattern='(x+x+)+y'><qti-variable identifier='RESPONSE'/></qti-pattern-match>",
    "<qti-repeat number-repeats='1000000'><qti-random-float min='0' max='1'/></qti-repeat>",
    "<qti-stats-operator name='mean'><qti-variable identifier='RESPONSE'/></qti-stats-operator>",
    "<qti-gap identifier='G1'/>",
    "<qti-hottext identifier='H1'>x</qti-hottext>",
];

/// A change of one text; `others` lend pieces of their own.
pub fn mutate(text: &mut String, others: &[String], chance: &mut Chance) {
    match chance.below(12) {
        0 | 1 => insert(text, chance.pick(PIECES), chance),
        2 => cut(text, chance),
        3 => lines(text, chance),
        4 | 5 => value(text, chance),
        6 => name(text, chance),
        7 => nest(text, chance),
        8 => {
            let other = &others[chance.below(others.len())];
            let (a, b) = span(other, 400, chance);
            let piece = other[a..b].to_owned();
            insert(text, &piece, chance);
        }
        9 => digits(text, chance),
        10 => {
            let (a, b) = span(text, 300, chance);
            let piece = text[a..b].repeat(1 + chance.below(4));
            text.insert_str(b, &piece);
        }
        _ => match chance.below(8) {
            0 => *text = text.replace('\n', "\r\n"),
            1 => text.insert(0, '\u{feff}'),
            2 => *text = text.replace('"', "'"),
            3 => text.clear(),
            _ => insert(text, chance.pick(VALUES), chance),
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

fn span(text: &str, length: usize, chance: &mut Chance) -> (usize, usize) {
    let a = place(text, chance);
    let mut b = (a + chance.below(length)).min(text.len());
    while !text.is_char_boundary(b) {
        b += 1;
    }
    (a, b)
}

fn insert(text: &mut String, piece: &str, chance: &mut Chance) {
    let at = place(text, chance);
    // Behind a sign more often than inside a word.
    let behind = text[at..].find(['>', '\n', '{', '=', '~']).filter(|_| chance.below(3) > 0);
    text.insert_str(behind.map_or(at, |found| at + found + 1), piece);
}

fn cut(text: &mut String, chance: &mut Chance) {
    let (a, b) = span(text, 60, chance);
    text.replace_range(a..b, "");
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

/// Another value for an attribute or a text.
fn value(text: &mut String, chance: &mut Chance) {
    let places: Vec<usize> = text.match_indices(['"', '>']).map(|(at, _)| at + 1).collect();
    let Some(at) = places.get(chance.below(places.len())).copied() else { return };
    let end = text[at..].find(['"', '<']).map_or(text.len(), |end| at + end);
    text.replace_range(at..end, chance.pick(VALUES));
}

/// A word of one place at another.
fn name(text: &mut String, chance: &mut Chance) {
    let word = |text: &str, chance: &mut Chance| {
        let (from, is_word) = (place(text, chance), |c: char| c.is_alphanumeric() || c == '-');
        let start = text[from..].find(is_word).map(|found| from + found)?;
        let end = text[start..].find(|c: char| !is_word(c)).map_or(text.len(), |found| start + found);
        Some((start, end))
    };
    let (Some((a, b)), Some((c, d))) = (word(text, chance), word(text, chance)) else { return };
    let lent = text[c..d].to_owned();
    text.replace_range(a..b, &lent);
}

fn nest(text: &mut String, chance: &mut Chance) {
    let deep = [3, 40, 61, 199, 201, 3_000][chance.below(6)];
    let (open, close) = [
        ("<div>", "</div>"),
        ("<b>", ""),
        ("<qti-not>", "</qti-not>"),
        ("<and>", "</and>"),
        ("<ul><li>", "</li></ul>"),
        ("<table><tr><td>", ""),
        ("<math>", "</math>"),
        ("{", "}"),
        ("&lt;p&gt;", ""),
    ][chance.below(9)];
    let piece = format!("{}x{}", open.repeat(deep), close.repeat(deep));
    insert(text, &piece, chance);
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
