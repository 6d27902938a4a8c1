//! An authoring file with other tags or another place, its layout as it was.

/// The text with these tags; none where they stand on several lines.
pub(super) fn with_tags(text: &str, tags: &[String]) -> Option<String> {
    let quoted: Vec<String> = tags.iter().map(|tag| quoted(tag)).collect::<Option<_>>()?;
    let line = format!("tags = [{}]", quoted.join(", "));
    with_line(text, "tags", if tags.is_empty() { None } else { Some(line) })
}

/// The text with these enemies; none where they stand on several lines.
pub(super) fn with_enemies(text: &str, enemies: &[String]) -> Option<String> {
    let quoted: Vec<String> = enemies.iter().map(|enemy| quoted(enemy)).collect::<Option<_>>()?;
    let line = format!("enemies = [{}]", quoted.join(", "));
    with_line(text, "enemies", if enemies.is_empty() { None } else { Some(line) })
}

/// The text with this task and skill; an empty skill is none.
pub(super) fn with_place(text: &str, task: &str, skill: &str) -> Option<String> {
    let text = with_line(text, "task", Some(format!("task = {}", quoted(task)?)))?;
    let skill = if skill.is_empty() { None } else { Some(format!("skill = {}", quoted(skill)?)) };
    with_line(&text, "skill", skill)
}

/// A plain text in quotes; none of what would have to be escaped.
fn quoted(text: &str) -> Option<String> {
    let is_plain = !text.chars().any(|letter| letter == '"' || letter == '\\' || letter.is_control());
    is_plain.then(|| format!("\"{text}\""))
}

/// The text with a key's line put in, replaced or left out; a new one stands behind the task.
fn with_line(text: &str, key: &str, line: Option<String>) -> Option<String> {
    let is_of =
        |line: &str, key: &str| line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='));
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    // Keys of the item stand before its options; what looks so in a stem stands in a block of three quotes.
    let (mut place, mut behind, mut in_block) = (None, None, false);
    for (at, line) in lines.iter().enumerate() {
        if line.starts_with("[[") {
            break;
        }
        if !in_block && is_of(line, key) {
            place = Some(at);
        }
        if !in_block && is_of(line, "task") {
            behind = Some(at + 1);
        }
        if line.matches("\"\"\"").count() % 2 == 1 {
            in_block = !in_block;
        }
    }
    match (place, line) {
        (Some(at), line) => {
            let old = lines.get_mut(at)?;
            let is_whole = !old.contains('[') || old.trim_end().ends_with(']');
            if !is_whole {
                return None;
            }
            match line {
                Some(line) => *old = line,
                None => _ = lines.remove(at),
            }
        }
        (None, Some(line)) => lines.insert(behind?, line),
        (None, None) => {}
    }
    Some(lines.join("\n") + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "id = \"x\"\ntask = \"1.1\"\nskill = \"1.1.1\"\nstem = \"\"\"\ntags = [no]\n\"\"\"\n\
        key = [\"A\"]\n\n[[option]]\nid = \"A\"\n";

    #[test]
    fn a_line_is_put_in_replaced_and_left_out_and_the_rest_stays() {
        let tags = |text: &str, tags: &[&str]| {
            with_tags(text, &tags.iter().map(|tag| (*tag).to_owned()).collect::<Vec<_>>())
        };
        let tagged = tags(FILE, &["a", "b"]).unwrap();
        assert_eq!(tagged, FILE.replacen("1.1\"\n", "1.1\"\ntags = [\"a\", \"b\"]\n", 1));
        assert!(tags(&tagged, &["c"]).unwrap().contains("\ntags = [\"c\"]\n"));
        assert_eq!(tags(&tagged, &[]).unwrap(), FILE);
        assert_eq!(tags(FILE, &["a\"b"]), None);
        assert_eq!(tags("task = \"1\"\ntags = [\n  \"a\",\n]\n", &["b"]), None);
        let placed = with_place(FILE, "2.1", "").unwrap();
        assert!(placed.contains("task = \"2.1\"\nstem") && !placed.contains("skill"));
    }
}
