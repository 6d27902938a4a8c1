//! What a guide's page says to run and shows as printed.
//!
//! - A fence `sh`: commands; every one of them succeeds. `sh status=1`: the first that fails ends with 1.
//!   `sh status=any`: the status hangs on the day on which the guide is read.
//! - A fence `text`: what the `sh` block before it printed; there may be several.
//! - A fence of another language: a file that is only shown. A bare fence is a fault: nothing is guessed.
//! - A comment `<!-- by hand: REASON -->`: the words beside it are a step for a person. Its further lines
//!   are the stand-in: commands that are run instead, for what comes later.

use anyhow::{Context, bail, ensure};

const FENCE: &str = "```";

/// The steps of a guide in their order.
#[derive(Debug)]
pub struct Guide {
    pub steps: Vec<Step>,
}

/// One block of commands, or a step by hand with the commands that stand in for it.
#[derive(Debug)]
pub struct Step {
    /// Where it begins, from 1.
    pub line: usize,
    pub commands: String,
    /// How the block ends; none if that may be otherwise tomorrow.
    pub status: Option<i32>,
    /// Why only a person can do it.
    pub by_hand: Option<String>,
    pub shown: Vec<Shown>,
}

/// A block of output.
#[derive(Debug)]
pub struct Shown {
    /// The number of its first line, from 1.
    pub line: usize,
    pub lines: Vec<String>,
}

impl Guide {
    /// Reads a page; an error where a fence or a comment leaves open what it is.
    pub fn read(text: &str) -> anyhow::Result<Guide> {
        let mut steps: Vec<Step> = Vec::new();
        let mut rest = (1..).zip(text.lines());
        while let Some((line, opening)) = rest.next() {
            if let Some(comment) = opening.strip_prefix("<!--") {
                steps.push(by_hand(line, comment, &mut rest)?);
                continue;
            }
            let Some(fence) = opening.strip_prefix(FENCE) else {
                ensure!(
                    !opening.trim_start().starts_with(FENCE),
                    "line {line}: begin the fence at the margin"
                );
                continue;
            };
            let body = until(FENCE, &mut rest).with_context(|| format!("line {line}: never closed"))?;
            match fence.split_whitespace().collect::<Vec<_>>().as_slice() {
                ["sh", rest @ ..] => {
                    let status = status(rest).with_context(|| format!("line {line}"))?;
                    steps.push(Step {
                        line,
                        commands: as_text(&body),
                        status,
                        by_hand: None,
                        shown: Vec::new(),
                    });
                }
                ["text"] => {
                    let printer = steps.iter_mut().rev().find(|step| step.by_hand.is_none());
                    let printer = printer.with_context(|| format!("line {line}: no `sh` block before it"))?;
                    let lines = body.into_iter().map(str::to_owned).collect();
                    printer.shown.push(Shown { line: line + 1, lines });
                }
                [_, ..] => {}
                [] => bail!("line {line}: say what this block is: sh, text, or the language of a file"),
            }
        }
        Ok(Guide { steps })
    }
}

/// `status=N` or `status=any` behind `sh`; 0 without it.
fn status(words: &[&str]) -> anyhow::Result<Option<i32>> {
    match words {
        [] => Ok(Some(0)),
        ["status=any"] => Ok(None),
        words => {
            let status = words.join(" ").strip_prefix("status=").and_then(|status| status.parse().ok());
            status.map(Some).context("behind `sh` stands nothing, `status=N` or `status=any`")
        }
    }
}

/// The step that a comment, of one line or of several, marks as one for a person.
fn by_hand<'a>(
    line: usize,
    first: &'a str,
    rest: &mut impl Iterator<Item = (usize, &'a str)>,
) -> anyhow::Result<Step> {
    let reason = first.trim().strip_prefix("by hand:");
    let reason = reason.with_context(|| format!("line {line}: begin the comment with `by hand: REASON`"))?;
    let (reason, body) = match reason.strip_suffix("-->") {
        Some(reason) => (reason, Vec::new()),
        None => (
            reason,
            until("-->", rest).with_context(|| format!("line {line}: end the comment with a line `-->`"))?,
        ),
    };
    ensure!(!reason.trim().is_empty(), "line {line}: say why only a person can do it");
    let by_hand = Some(reason.trim().to_owned());
    Ok(Step { line, commands: as_text(&body), status: Some(0), by_hand, shown: Vec::new() })
}

/// The lines before the one that closes.
fn until<'a>(closing: &str, rest: &mut impl Iterator<Item = (usize, &'a str)>) -> Option<Vec<&'a str>> {
    let mut body = Vec::new();
    for (_, line) in rest {
        if line == closing {
            return Some(body);
        }
        body.push(line);
    }
    None
}

fn as_text(lines: &[&str]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_what_is_run_what_was_printed_and_what_only_a_person_can_do() {
        let text = "# Title\n```sh\necho a\n```\nWords.\n```text\na\n…\n```\n```ini\n[Unit]\n```\n\
                    <!-- by hand: a click -->\n<!-- by hand: two clicks\ntouch done\n-->\n\
                    ```sh status=1\nfalse\n```\n```sh status=any\ndate\n```\n";
        let steps = Guide::read(text).unwrap().steps;
        let seen: Vec<_> =
            steps.iter().map(|step| (step.line, step.commands.as_str(), step.status)).collect();
        assert_eq!(
            seen,
            [
                (2, "echo a\n", Some(0)),
                (13, "", Some(0)),
                (14, "touch done\n", Some(0)),
                (17, "false\n", Some(1)),
                (20, "date\n", None)
            ]
        );
        let reasons: Vec<_> = steps.iter().map(|step| step.by_hand.as_deref()).collect();
        assert_eq!(reasons, [None, Some("a click"), Some("two clicks"), None, None]);
        assert_eq!((steps[0].shown[0].line, steps[0].shown[0].lines.join("|")), (7, "a|…".to_owned()));
    }

    #[test]
    fn output_behind_a_step_by_hand_is_that_of_the_block_before() {
        let text = "```sh\necho a\n```\n<!-- by hand: a click -->\n```text\na\n```\n";
        let steps = Guide::read(text).unwrap().steps;
        assert_eq!([steps[0].shown.len(), steps[1].shown.len()], [1, 0]);
    }

    #[test]
    fn what_a_page_leaves_open_is_an_error_with_its_line() {
        let says = |text: &str| format!("{:#}", Guide::read(text).unwrap_err());
        assert!(says("\n```\nls\n```\n").starts_with("line 2: say what this block is"));
        assert!(says("```text\na\n```\n").contains("no `sh` block before it"));
        assert!(says("```sh\nls\n").contains("never closed"));
        assert!(says("  ```sh\nls\n```\n").contains("at the margin"));
        assert!(says("```sh fails\nls\n```\n").contains("`status=N`"));
        assert!(says("```sh status=1 fails\nls\n```\n").contains("`status=N`"));
        assert!(says("<!-- later -->\n").contains("`by hand: REASON`"));
        assert!(says("<!-- by hand: -->\n").contains("say why"));
        assert!(says("<!-- by hand: a click\n").contains("`-->`"));
    }
}
