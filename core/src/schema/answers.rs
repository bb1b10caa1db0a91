//! A task's answers on their way past: each is collected until its end and judged there.

use super::equal::Steps;
use super::{ANSWER_BYTES_MAX, CHECK_STEPS_MAX, Schema, Violation};
use edge_api::worker::FinishReason;
use std::sync::Arc;

/// The choices of one call.
#[derive(Debug)]
pub struct Answers {
    schema: Arc<Schema>,
    /// Until it is judged; never more than a check would look at, and a byte.
    texts: Vec<String>,
    /// For all of them, so that many choices take no longer than one may.
    steps: Steps,
    broken: Option<Broken>,
}

/// The first choice that was found invalid, and its first violation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    pub choice: u16,
    pub violation: Violation,
}

impl Answers {
    pub fn new(schema: Arc<Schema>, choices: u16) -> Self {
        let texts = vec![String::new(); usize::from(choices)];
        Self { schema, texts, steps: Steps::new(CHECK_STEPS_MAX), broken: None }
    }

    /// A choice goes on, or ends.
    pub fn push(&mut self, choice: u16, text: &str, finish: Option<FinishReason>) {
        // One invalid choice is all there is to know.
        let Some(kept) = self.texts.get_mut(usize::from(choice)) else { return };
        if self.broken.is_some() {
            *kept = String::new();
            return;
        }
        let room = (ANSWER_BYTES_MAX + 1).saturating_sub(kept.len());
        kept.push_str(&text[..text.ceil_char_boundary(room)]);
        let found = match finish {
            None => return,
            Some(FinishReason::Length) => Err(Violation::cut()),
            Some(FinishReason::Stop) => {
                self.schema.check_within(&std::mem::take(kept), &mut self.steps)
            }
        };
        self.broken = found.err().map(|violation| Broken { choice, violation });
    }

    /// Once all choices have ended.
    pub fn broken(&self) -> Option<&Broken> {
        self.broken.as_ref()
    }
}
