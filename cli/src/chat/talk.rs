//! What has been said, and how much of it is still sent.
//!
//! All turns are kept for the person; the model is sent the last ones that fit its context. What a text
//! takes in tokens is only known from the answers, so room is made by estimate, and again if it was wrong.

use edge_api::openai::{Message, Usage};
use serde_json::json;

/// Nobody reads on so far back.
const TURNS_MAX: usize = 2000;
/// The share of the context that may be taken before an answer begins.
const TAKEN_MAX: f64 = 2.0 / 3.0;

#[derive(Clone, Debug, PartialEq, Eq)]
struct Turn {
    question: String,
    answer: String,
}

#[derive(Debug, Default)]
pub(super) struct Talk {
    pub(super) system: Option<String>,
    turns: Vec<Turn>,
    /// How many of them, from the first, are not sent any more.
    forgotten: usize,
    /// The question that has no answer.
    unanswered: Option<String>,
    /// Of the model that answered last.
    tokens_per_byte: Option<f64>,
}

impl Talk {
    pub(super) fn new(system: Option<String>) -> Self {
        Self { system, ..Self::default() }
    }

    /// What is sent to have `question` answered.
    pub(super) fn messages(&self, question: &str) -> Vec<Message> {
        let system = self.system.iter().map(|text| Message::new("system", text));
        let turns = self.turns[self.forgotten..].iter().flat_map(|turn| {
            [Message::new("user", &turn.question), Message::new("assistant", &turn.answer)]
        });
        system.chain(turns).chain([Message::new("user", question)]).collect()
    }

    /// Forgets the oldest turns as far as `question` seems to leave no room for an answer; says how many.
    pub(super) fn make_room(&mut self, question: &str, context_tokens: Option<u32>) -> usize {
        let (Some(context), Some(per_byte)) = (context_tokens, self.tokens_per_byte) else {
            return 0;
        };
        let before = self.forgotten;
        while self.bytes(question) as f64 * per_byte > f64::from(context) * TAKEN_MAX {
            if !self.forget(1) {
                break;
            }
        }
        self.forgotten - before
    }

    /// Forgets the older half of what is sent; `false` if there is nothing left to forget.
    pub(super) fn forget_half(&mut self) -> bool {
        self.forget((self.turns.len() - self.forgotten).div_ceil(2))
    }

    fn forget(&mut self, turns: usize) -> bool {
        let sent = self.turns.len() - self.forgotten;
        self.forgotten += turns.min(sent);
        sent > 0
    }

    pub(super) fn answered(&mut self, question: String, answer: String, usage: Option<Usage>) {
        let bytes = self.bytes(&question) + answer.len();
        if let Some(usage) = usage {
            self.tokens_per_byte = Some(usage.total_tokens as f64 / bytes.max(1) as f64);
        }
        self.unanswered = None;
        self.turns.push(Turn { question, answer });
        if self.turns.len() > TURNS_MAX {
            self.turns.remove(0);
            self.forgotten = self.forgotten.saturating_sub(1);
        }
    }

    /// A question without an answer would make the next one the second in a row: it is kept to be asked
    /// again, and not sent with the next.
    pub(super) fn failed(&mut self, question: String) {
        self.unanswered = Some(question);
    }

    /// The question to be asked again; its answer is taken back.
    pub(super) fn take_last(&mut self) -> Option<String> {
        let question = match self.unanswered.take() {
            Some(question) => Some(question),
            None => self.turns.pop().map(|turn| turn.question),
        };
        self.forgotten = self.forgotten.min(self.turns.len());
        question
    }

    /// Forgets everything but the system text.
    pub(super) fn restart(&mut self) {
        *self = Self::new(self.system.take());
    }

    /// Another model counts other tokens.
    pub(super) fn model_changed(&mut self) {
        self.tokens_per_byte = None;
    }

    pub(super) fn turns(&self) -> usize {
        self.turns.len()
    }

    /// All that was said, for a person.
    pub(super) fn to_markdown(&self, model: &str) -> String {
        let mut text = format!("# A chat with {model}\n");
        let mut part = |title: &str, body: &str| {
            text += &format!("\n## {title}\n\n{}\n", body.trim_end());
        };
        self.system.iter().for_each(|system| part("System", system));
        for turn in &self.turns {
            part("You", &turn.question);
            part(model, &turn.answer);
        }
        text
    }

    /// All that was said, for a program: what a request takes.
    pub(super) fn to_json(&self, model: &str) -> String {
        let mut messages = Vec::new();
        let mut push =
            |role: &str, text: &str| messages.push(json!({"role": role, "content": text}));
        self.system.iter().for_each(|system| push("system", system));
        for turn in &self.turns {
            push("user", &turn.question);
            push("assistant", &turn.answer);
        }
        format!("{:#}\n", json!({"model": model, "messages": messages}))
    }

    /// Of what is sent with `question`.
    fn bytes(&self, question: &str) -> usize {
        let turns = self.turns[self.forgotten..].iter();
        let said: usize = turns.map(|turn| turn.question.len() + turn.answer.len()).sum();
        self.system.as_ref().map_or(0, String::len) + said + question.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usage(total_tokens: u64) -> Option<Usage> {
        Some(Usage { total_tokens, ..Usage::default() })
    }

    /// Of turns that take 20 tokens each.
    fn talk(turns: usize) -> Talk {
        let mut talk = Talk::new(Some("s".repeat(10)));
        for n in 0..turns {
            let total = 10 + 20 * (n as u64 + 1);
            talk.answered(format!("q{n:>9}"), format!("a{n:>9}"), usage(total));
        }
        talk
    }

    fn sent(talk: &Talk) -> Vec<String> {
        let texts = talk.messages("now").into_iter();
        texts.map(|message| message.content.unwrap().0.replace(' ', "")).collect()
    }

    #[test]
    fn all_is_sent_until_the_context_is_nearly_full() {
        let mut talk = talk(3);
        assert_eq!(talk.make_room("now", None), 0);
        assert_eq!(talk.make_room("now", Some(1000)), 0);
        assert_eq!(sent(&talk), ["ssssssssss", "q0", "a0", "q1", "a1", "q2", "a2", "now"]);
        assert_eq!(talk.make_room("now", Some(81)), 1, "53 of 54 tokens are left");
        assert_eq!(sent(&talk), ["ssssssssss", "q1", "a1", "q2", "a2", "now"]);
        assert_eq!(talk.make_room("now", Some(1)), 2, "the question itself is always sent");
        assert_eq!(sent(&talk), ["ssssssssss", "now"]);
        assert_eq!((talk.make_room("now", Some(1)), talk.turns()), (0, 3));
    }

    #[test]
    fn a_refusal_forgets_half_until_nothing_is_left() {
        let mut talk = talk(5);
        let mut lengths = Vec::new();
        while talk.forget_half() {
            lengths.push(talk.messages("now").len());
        }
        assert_eq!(lengths, [6, 4, 2]);
        assert!(talk.to_markdown("m").contains("q        0"), "what is not sent is still kept");
    }

    #[test]
    fn the_last_question_can_be_asked_again() {
        let mut talk = talk(2);
        talk.failed("lost".to_owned());
        assert_eq!(talk.take_last().unwrap(), "lost");
        assert_eq!(talk.turns(), 2);
        talk.forget_half();
        talk.forget_half();
        assert_eq!(talk.take_last().unwrap(), "q        1");
        assert_eq!(sent(&talk), ["ssssssssss", "now"]);
        talk.take_last();
        assert_eq!(talk.take_last(), None);
    }

    #[test]
    fn a_new_talk_keeps_what_the_model_is_told() {
        let mut talk = talk(2);
        talk.failed("lost".to_owned());
        talk.restart();
        assert_eq!((sent(&talk), talk.take_last()), (vec!["s".repeat(10), "now".to_owned()], None));
    }

    #[test]
    fn it_is_saved_to_be_read_or_to_be_sent() {
        let mut talk = Talk::new(Some("Be brief.".to_owned()));
        talk.answered("Why?\n".to_owned(), "Because.".to_owned(), None);
        assert_eq!(
            talk.to_markdown("sim"),
            "# A chat with sim\n\n## System\n\nBe brief.\n\n## You\n\nWhy?\n\n## sim\n\nBecause.\n"
        );
        let json: serde_json::Value = serde_json::from_str(&talk.to_json("sim")).unwrap();
        assert_eq!(json["messages"][1], json!({"role": "user", "content": "Why?\n"}));
        assert_eq!(
            (&json["model"], json["messages"].as_array().unwrap().len()),
            (&json!("sim"), 3)
        );
    }

    #[test]
    fn what_is_kept_has_a_bound() {
        let mut talk = talk(TURNS_MAX);
        talk.forget_half();
        talk.answered("q".to_owned(), "a".to_owned(), None);
        assert_eq!((talk.turns(), talk.forgotten), (TURNS_MAX, TURNS_MAX / 2 - 1));
    }
}
