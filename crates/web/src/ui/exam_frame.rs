//! The exam's frame without its client, for a question to be looked at.

use maud::{DOCTYPE, Markup, html};

use super::{Icon, icon, shell::head};
use crate::assets::asset;

/// A page of the exam on which nothing works but the question.
pub(crate) fn exam_frame(title: &str, programme: &str, stage: Markup) -> Markup {
    let button = |kind: &str, words: &str| {
        html! { button type="button" class={ "button button-" (kind) } disabled { (words) } }
    };
    html! {
        (DOCTYPE)
        html lang="en" class="exam-root" {
            head {
                (head(title, programme, ""))
                link rel="stylesheet" href=(asset("client/exam.css"));
                script type="module" src=(asset("client/questions.js")) {}
            }
            body class="exam-body" {
                main id="exam" {
                    header class="exam-head" {
                        div class="exam-what" {
                            span class="exam-title" { (programme) }
                            span class="exam-position" { "Question 18 of 65" }
                        }
                        span class="exam-save" data-state="saved" { (icon(Icon::Tick)) span { "Saved" } }
                        div class="exam-time" {
                            (icon(Icon::Clock)) span class="exam-time-left" { "1:58:02" }
                        }
                    }
                    div class="exam-notices" {}
                    div class="exam-middle" {
                        div class="exam-stage" id="stage" {
                            article class="exam-item" {
                                h1 class="exam-heading" tabindex="-1" { "Question 18" }
                                (stage)
                            }
                        }
                    }
                    nav class="exam-foot" aria-label="Questions" {
                        (button("secondary exam-previous", "Previous"))
                        span class="exam-tools" { (button("quiet exam-review", "Review all")) }
                        (button("primary exam-next", "Next"))
                    }
                }
            }
        }
    }
}
