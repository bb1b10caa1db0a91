//! What becomes of a call: its text, its end, its rows.

use super::*;

#[test]
fn a_chat_is_echoed_to_its_end() {
    let mut edged = Edged::with("sim");
    let turn = |role: &str, content: &str| ChatTurn { role: role.into(), content: content.into() };
    let prompt = Prompt::Chat(vec![turn("system", "be brief"), turn("user", "grüße 😀")]);
    let rounds = edged.answers(&[to(MODEL, Start { prompt, ..start(1, "") })]);
    assert_eq!(rounds.prompt_tokens[&1], 20);
    let answer = &rounds.rows[&(1, 0)];
    answer.ended("grüße 😀", FinishReason::Stop, 12);
    assert_eq!(answer.pieces[2], ("ü".into(), 2), "a character comes whole");
    edged.end().unwrap();
}

#[test]
fn an_answer_ends_at_its_limit_or_the_contexts() {
    let mut edged = Edged::with("sim,reply=count,context_tokens=16");
    let rounds =
        edged.answers(&[to(MODEL, at_most(5, start(1, "x"))), to(MODEL, start(2, "sixsix"))]);
    rounds.rows[&(1, 0)].ended("1 2 3", FinishReason::Length, 5);
    rounds.rows[&(2, 0)].ended("1 2 3 4 5 ", FinishReason::Length, 10);
    edged.end().unwrap();
}

#[test]
fn a_stop_string_is_cut_and_its_tokens_are_counted() {
    let mut edged = Edged::with("sim");
    let stop = vec!["STOP".into(), "zz".into()];
    let rounds = edged.answers(&[
        to(MODEL, Start { stop: stop.clone(), ..start(1, "one STOP two") }),
        to(MODEL, Start { stop, return_tokens: true, ..start(2, "aSTzb") }),
    ]);
    rounds.rows[&(1, 0)].ended("one ", FinishReason::Stop, 8);
    let held = &rounds.rows[&(2, 0)];
    held.ended("aSTzb", FinishReason::Stop, 5);
    let pieces = [("a".into(), 1), ("ST".into(), 3), ("zb".into(), 1), (String::new(), 0)];
    assert_eq!(held.pieces, pieces, "what may start a stop string waits for what follows");
    let ids: Vec<u32> = held.details.iter().map(|detail| detail.id).collect();
    assert_eq!(ids, b"aSTzb".map(u32::from));
    edged.end().unwrap();
}

#[test]
fn choices_share_the_prompt_and_differ_by_their_stream() {
    let mut edged = Edged::with("sim,reply=random");
    let many = |call| {
        let sampling = Sampling { seed: 11, ..Sampling::default() };
        let start = at_most(40, start(call, "prompt"));
        to(MODEL, Start { choices: 3, sampling, ignore_eos: true, return_tokens: true, ..start })
    };
    let ids = |rounds: &Rounds, call, choice| -> Vec<u32> {
        rounds.rows[&(call, choice)].details.iter().map(|detail| detail.id).collect()
    };
    let alone = edged.answers(&[many(1)]);
    let beside = edged.answers(&[to(MODEL, at_most(9, start(2, "other"))), many(3)]);
    for choice in 0..3 {
        assert_eq!(ids(&alone, 1, choice).len(), 40);
        assert_eq!(ids(&alone, 1, choice), ids(&beside, 3, choice), "a seed is a seed");
    }
    assert_ne!(ids(&alone, 1, 0), ids(&alone, 1, 1));
    assert_ne!(ids(&alone, 1, 1), ids(&alone, 1, 2));
    assert_eq!(alone.prompt_tokens[&1], 6);
    edged.end().unwrap();
}

#[test]
fn without_an_end_the_echo_starts_again() {
    let mut edged = Edged::with("sim");
    let endless = Start { ignore_eos: true, logprobs: Some(2), ..at_most(7, start(1, "abc")) };
    let rounds = edged.answers(&[to(MODEL, endless)]);
    let answer = &rounds.rows[&(1, 0)];
    answer.ended("abcabca", FinishReason::Length, 7);
    for (detail, byte) in answer.details.iter().zip("abcabca".bytes()) {
        let logprob = detail.logprob.as_ref().unwrap();
        assert_eq!(logprob.chosen.bytes, [byte]);
        assert!(logprob.chosen.logprob > -0.01);
        assert_eq!(logprob.top.len(), 2);
        assert_eq!(logprob.top[0], logprob.chosen);
    }
    edged.end().unwrap();
}

#[test]
fn a_bias_moves_the_answer_but_brings_no_banned_end() {
    let mut edged = Edged::with("sim");
    let biased = |call, token| {
        let sampling = Sampling { logit_bias: vec![(token, 100.0)], ..Sampling::default() };
        Start { sampling, ..at_most(3, start(call, "abc")) }
    };
    let rounds = edged.answers(&[
        to(MODEL, biased(1, u32::from(b'!'))),
        to(MODEL, biased(2, 256)),
        to(MODEL, Start { ignore_eos: true, ..biased(3, 256) }),
    ]);
    rounds.rows[&(1, 0)].ended("!!!", FinishReason::Length, 3);
    rounds.rows[&(2, 0)].ended("", FinishReason::Stop, 0);
    rounds.rows[&(3, 0)].ended("abc", FinishReason::Length, 3);
    edged.end().unwrap();
}

#[test]
fn a_cancelled_row_is_free_for_the_very_next_start() {
    let mut edged = Edged::with("sim,rows_max=2,reply=count,context_tokens=1048576");
    edged.send(&[to(MODEL, Start { choices: 2, ..start(1, "x") })]);
    assert!(matches!(edged.reply(), FromWorker::Started { call: 1, .. }));
    edged.send(&[to(MODEL, start(2, "x"))]);
    let refusal = Refusal::NoCredit { rows: 1, free: 0 };
    assert_eq!(edged.reply(), FromWorker::Refused { model: MODEL, call: 2, refusal });
    edged.send(&[
        ToWorker::Cancel { model: MODEL, call: 1 },
        to(MODEL, Start { choices: 2, ..at_most(3, start(3, "x")) }),
    ]);
    let FromWorker::Cancelled { call: 1, step: last, .. } = edged.reply() else { panic!() };
    let FromWorker::Started { call: 3, step: first, .. } = edged.reply() else { panic!() };
    assert_eq!(first, last + 1);
    let (step, outputs) = edged.step();
    assert_eq!(step, first);
    assert!(outputs.iter().all(|output| output.call == 3), "{outputs:?}");
    edged.end().unwrap();
}

#[test]
fn a_call_whose_prompt_is_being_read_can_be_cancelled() {
    let mut edged = Edged::with("sim,rows_max=1,prefill_us=1000,reply=count");
    edged.send(&[to(MODEL, start(1, &"x".repeat(4000)))]);
    assert!(matches!(edged.reply(), FromWorker::Started { call: 1, .. }));
    assert!(edged.step().1.is_empty(), "a step that only reads says so");
    edged.send(&[
        ToWorker::Cancel { model: MODEL, call: 1 },
        ToWorker::Cancel { model: MODEL, call: 99 },
    ]);
    assert!(matches!(edged.reply(), FromWorker::Cancelled { call: 1, .. }));
    assert!(matches!(edged.reply(), FromWorker::Cancelled { call: 99, .. }), "ended long ago");
    edged.answers(&[to(MODEL, at_most(2, start(2, "x")))]).rows[&(2, 0)].ended(
        "1 ",
        FinishReason::Length,
        2,
    );
    edged.end().unwrap();
}

#[test]
fn prompts_are_read_in_chunks_in_order_beside_running_rows() {
    let mut edged = Edged::with("sim,prefill_us=1000");
    let call = |call, text: &str, bytes| at_most(2, start(call, &text.repeat(bytes)));
    let rounds = edged.answers(&[
        to(MODEL, call(1, "a", 120)),
        to(MODEL, Start { choices: 3, ..call(2, "b", 10) }),
        to(MODEL, call(3, "c", 40)),
    ]);
    // 50, 50, 20 + 10 + 20 of 40, the other 20: the first two calls draw in the third step.
    assert_eq!(rounds.steps, [0, 0, 4, 5, 1]);
    for (row, text) in [((1, 0), "aa"), ((2, 0), "bb"), ((2, 2), "bb"), ((3, 0), "cc")] {
        rounds.rows[&row].ended(text, FinishReason::Length, 2);
    }
    edged.end().unwrap();
}

#[test]
fn another_pace_holds_from_the_next_step_on_for_models_old_and_new() {
    let mut edged = Edged::with("sim,prefill_us=1000");
    let prompt = |model| to(model, at_most(1, start(u64::from(model), &"a".repeat(100))));
    assert_eq!(edged.answers(&[prompt(MODEL)]).steps, [0, 1]);
    edged.send(&[ToWorker::Pace { step_ms_max: 25 }]);
    assert_eq!(edged.answers(&[prompt(MODEL)]).steps, [0, 0, 0, 1]);
    edged.load(MODEL + 1, "other,prefill_us=1000");
    assert_eq!(edged.answers(&[prompt(MODEL + 1)]).steps, [0, 0, 0, 1]);
    edged.end().unwrap();
}

#[test]
fn short_prompts_are_read_in_one_step_and_long_ones_in_pieces() {
    let mut edged = Edged::with("sim,context_tokens=1048576");
    let few: Vec<ToWorker> = (1..=8).map(|n| to(MODEL, at_most(1, start(n, "abc")))).collect();
    assert_eq!(edged.answers(&few).steps, [8]);
    // More than the socket holds at once.
    let long = "x".repeat(500_000);
    let rounds = edged.answers(&[to(MODEL, at_most(1, start(9, &long)))]);
    assert_eq!(rounds.steps.len(), 500_000_usize.div_ceil(2048));
    edged.end().unwrap();
}

#[test]
fn what_cannot_run_is_refused_before_a_row_exists() {
    let mut edged = Edged::with("sim,context_tokens=16,rows_max=4");
    let mut refused = |start: Start, model| {
        edged.send(&[to(model, start)]);
        let FromWorker::Refused { refusal, .. } = edged.reply() else { panic!("not refused") };
        refusal
    };
    let context = |prompt_tokens, tokens_max| Refusal::ContextLength {
        prompt_tokens,
        tokens_max,
        context_tokens: 16,
    };
    let full = "x".repeat(16);
    assert_eq!(refused(start(1, &full), MODEL), context(16, None), "no room for one token");
    assert_eq!(refused(at_most(7, start(1, "0123456789")), MODEL), context(10, Some(7)));
    assert_eq!(refused(start(1, ""), MODEL), Refusal::EmptyPrompt);
    let outside = Refusal::TokenOutOfRange { token: 257, vocabulary: 257 };
    let tokens = Start { prompt: Prompt::Tokens(vec![1, 257]), ..start(1, "") };
    assert_eq!(refused(tokens, MODEL), outside);
    let sampling = Sampling { logit_bias: vec![(257, 1.0)], ..Sampling::default() };
    let outside = Refusal::BiasOutOfRange { token: 257, vocabulary: 257 };
    assert_eq!(refused(Start { sampling, ..start(1, "x") }, MODEL), outside);
    let many = Start { choices: 5, ..start(1, "x") };
    assert_eq!(refused(many, MODEL), Refusal::NoCredit { rows: 5, free: 4 });
    assert_eq!(refused(start(1, "x"), MODEL + 1), Refusal::UnknownModel);
    let all = Start { choices: 4, ..at_most(6, start(1, "0123456789")) };
    edged.answers(&[to(MODEL, all)]).rows[&(1, 3)].ended("012345", FinishReason::Length, 6);
    edged.end().unwrap();
}

#[test]
fn a_step_with_more_to_say_than_a_frame_may_hold_is_sent_in_parts() {
    const ROWS: u16 = 1024;
    const TOKENS: u16 = 40;
    let mut edged = Edged::with("sim,rows_max=1024");
    // What may start the stop string is held back, in all rows alike: they speak in the same steps.
    let stop = vec!["a".repeat(250)];
    let sampling = Sampling { temperature: 0.0, ..Sampling::default() };
    let call = at_most(TOKENS.into(), start(1, &"a".repeat(200)));
    let wide = Start { choices: ROWS, stop, sampling, logprobs: Some(20), ..call };
    edged.send(&[to(MODEL, wide)]);
    assert!(matches!(edged.next(), FromWorker::Started { call: 1, .. }));

    let mut tokens = vec![0; usize::from(ROWS)];
    let mut steps = BTreeMap::<u64, Vec<u16>>::new();
    let (mut open, mut parts) = (ROWS, 0);
    while open > 0 {
        let (step, outputs) = edged.step();
        let choices = steps.entry(step).or_default();
        parts += usize::from(!choices.is_empty());
        for output in outputs {
            assert_eq!(output.details.len(), usize::from(output.tokens));
            tokens[usize::from(output.choice)] += output.tokens;
            open -= u16::from(output.finish.is_some());
            choices.push(output.choice);
        }
    }
    assert!(parts > 0, "no step was too long for one frame");
    steps.retain(|_, choices| !choices.is_empty());
    let all: Vec<u16> = (0..ROWS).collect();
    assert!(steps.values().all(|choices| *choices == all), "each row once, in order");
    assert!(tokens.iter().all(|tokens| *tokens == TOKENS));
    edged.end().unwrap();
}
