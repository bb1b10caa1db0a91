//! A step's outputs in parts that each fit a frame, however many rows have much to say.
//!
//! One output is far below a frame by itself: what a row may hold back is bounded.

use edge_api::worker::{Output, TokenProb};

/// How much of a step one frame carries, a single longer output aside.
const PART_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Where to cut `outputs` if together they may be too long; both sides have some then.
pub(crate) fn cut(outputs: &[Output]) -> Option<usize> {
    let mut bytes = 0;
    let at = outputs.iter().position(|output| {
        bytes += bytes_max(output);
        bytes > PART_BYTES_MAX
    })?;
    (outputs.len() > 1).then_some(at.max(1))
}

/// The most that an output takes in a frame: each of its numbers and lengths at its longest.
fn bytes_max(output: &Output) -> usize {
    const NUMBER: usize = 10;
    let prob = |prob: &TokenProb| 2 * NUMBER + prob.bytes.len();
    let details = output.details.iter().map(|detail| {
        let probs =
            detail.logprob.iter().flat_map(|logprob| logprob.top.iter().chain([&logprob.chosen]));
        3 * NUMBER + probs.map(prob).sum::<usize>()
    });
    8 * NUMBER + output.text.len() + details.sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use edge_api::frame;
    use edge_api::worker::{Finish, FinishReason, Logprob, TokenDetail};

    fn output(text_bytes: usize, probs: usize) -> Output {
        let prob = TokenProb { bytes: vec![0xff; 300], logprob: -1.5 };
        let logprob = Logprob { chosen: prob.clone(), top: vec![prob; probs] };
        let detail = TokenDetail { id: u32::MAX, logprob: Some(logprob) };
        Output {
            call: u64::MAX,
            choice: u16::MAX,
            text: "x".repeat(text_bytes),
            tokens: u16::MAX,
            details: vec![detail; 200],
            finish: Some(Finish { reason: FinishReason::Length, completion_tokens: u32::MAX }),
        }
    }

    #[test]
    fn no_output_takes_more_than_is_thought() {
        for output in [output(0, 0), output(70_000, 20), Output { details: vec![], ..output(1, 0) }]
        {
            let mut encoded = Vec::new();
            frame::encode(&output, &mut encoded).unwrap();
            assert!(encoded.len() <= bytes_max(&output), "{}", encoded.len());
        }
    }

    #[test]
    fn a_cut_leaves_something_on_both_sides() {
        let half = || Output { details: vec![], ..output(PART_BYTES_MAX / 2, 0) };
        let long = || Output { details: vec![], ..output(2 * PART_BYTES_MAX, 0) };
        assert_eq!(cut(&[]), None);
        assert_eq!(cut(&[half()]), None);
        assert_eq!(cut(&[half(), half(), half()]), Some(1));
        assert_eq!(cut(&[long()]), None, "it cannot be shorter");
        assert_eq!(cut(&[long(), half()]), Some(1));
    }
}
