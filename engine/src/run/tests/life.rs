//! The worker itself: models, time, and how it ends.

use super::*;
use std::net::Shutdown;

#[test]
fn two_models_step_together_and_one_can_leave() {
    let mut edged = Edged::with("one,reply=count,context_tokens=1048576");
    assert_eq!(edged.load(7, "two,rows_max=2").rows_max, 2);
    edged.send(&[to(MODEL, start(1, "x")), to(7, start(2, "hello"))]);
    let mut echoed = String::new();
    let mut counted = BTreeMap::new();
    loop {
        let FromWorker::Step { model, step, outputs, .. } = edged.next() else { continue };
        if model == MODEL {
            counted.insert(step, outputs.len());
            continue;
        }
        assert_eq!(counted.get(&step), Some(&1), "both models share step {step}");
        echoed.extend(outputs.iter().map(|output| output.text.as_str()));
        if outputs.iter().any(|output| output.finish.is_some()) {
            break;
        }
    }
    assert_eq!(echoed, "hello");
    edged.send(&[ToWorker::Unload { model: MODEL }, to(MODEL, start(3, "x"))]);
    assert_eq!(edged.reply(), FromWorker::Unloaded { model: MODEL });
    let refusal = Refusal::UnknownModel;
    assert_eq!(edged.next(), FromWorker::Refused { model: MODEL, call: 3, refusal });
    edged.answers(&[to(7, start(4, "hi"))]).rows[&(4, 0)].ended("hi", FinishReason::Stop, 2);
    edged.end().unwrap();
}

#[test]
fn what_arrives_during_a_paced_step_takes_part_in_the_next() {
    let mut edged = Edged::with("sim,step_us=30000,reply=count");
    let began = Instant::now();
    edged.send(&[to(MODEL, start(1, "x"))]);
    assert!(matches!(edged.next(), FromWorker::Started { call: 1, step: 1, .. }));
    edged.send(&[to(MODEL, start(2, "x"))]);
    let (mut first, mut seen, mut completed) = (None, None, 0);
    while completed < 10 {
        let message = edged.next();
        if let FromWorker::Started { call: 2, step, .. } = message {
            first = Some(step);
            continue;
        }
        let FromWorker::Step { step, outputs, .. } = message else {
            panic!("neither started nor stepped: {message:?}");
        };
        assert_eq!(step, completed + 1);
        completed = step;
        if outputs.iter().any(|output| output.call == 2) {
            seen = seen.or(Some(step));
        }
    }
    assert!(first.is_some() && first == seen, "started {first:?}, seen {seen:?}");
    assert!(began.elapsed() >= Duration::from_millis(10 * 30), "{:?}", began.elapsed());
    edged.send(&[ToWorker::Cancel { model: MODEL, call: 1 }]);
    let cancelled = loop {
        let message = edged.next();
        let FromWorker::Step { step, .. } = message else { break message };
        completed = step;
    };
    assert_eq!(cancelled, FromWorker::Cancelled { model: MODEL, call: 1, step: completed });
    assert!(edged.step().1.iter().all(|output| output.call == 2));
    edged.end().unwrap();
}

#[test]
fn a_load_takes_its_time_while_other_models_go_on() {
    let mut edged = Edged::with("one,reply=count,step_us=1000,context_tokens=1048576");
    edged.send(&[
        to(MODEL, start(1, "x")),
        ToWorker::Load { model: 7, source: Source::Sim("two,load_ms=350".into()) },
    ]);
    let (mut progress, mut steps) = (Vec::new(), 0);
    loop {
        let message = edged.next();
        if let FromWorker::LoadProgress { model: 7, done, .. } = message {
            progress.push(done);
        } else if let FromWorker::Loaded { model, .. } = message {
            break assert_eq!(model, 7);
        } else {
            steps += i32::from(matches!(message, FromWorker::Step { .. }));
        }
    }
    assert!(!progress.is_empty() && progress.is_sorted() && progress[0] > 0.2, "{progress:?}");
    assert!(progress.iter().all(|done| *done < 1.0), "{progress:?}");
    assert!(steps > 3, "{steps} steps");
    edged.end().unwrap();
}

#[test]
fn a_load_can_be_given_up() {
    let mut edged = Edged::new();
    let source = Source::Sim("sim,load_ms=600000".into());
    edged.send(&[ToWorker::Load { model: MODEL, source }, ToWorker::Unload { model: MODEL }]);
    assert_eq!(edged.next(), FromWorker::Unloaded { model: MODEL });
    edged.load(MODEL, "sim");
    edged.end().unwrap();
}

#[test]
fn a_model_that_cannot_be_loaded_says_why() {
    let load = |spec: &str| ToWorker::Load { model: MODEL, source: Source::Sim(spec.into()) };
    let mut edged = Edged::new();
    edged.send(&[load("sim,rows_max=0")]);
    let failure = broken("rows_max must be between 1 and 1024, not 0");
    assert_eq!(edged.next(), FromWorker::LoadFailed { model: MODEL, failure });
    edged.load(MODEL, "sim");
    edged.end().unwrap();

    let mut edged = Edged::unmet(Options::default());
    edged.send(&[ToWorker::Hello { version: PROTOCOL_VERSION, step_ms_max: 50 }, load("sim")]);
    edged.next();
    let failure = broken("simulated models need edge-worker --sim");
    assert_eq!(edged.next(), FromWorker::LoadFailed { model: MODEL, failure });
    edged.end().unwrap();
}

#[test]
fn the_end_of_the_connection_ends_the_worker_whatever_it_does() {
    Edged::unmet(Options::default()).end().unwrap();
    Edged::with("sim").end().unwrap();
    let mut loading = Edged::new();
    let source = Source::Sim("sim,load_ms=600000".into());
    loading.send(&[ToWorker::Load { model: MODEL, source }]);
    loading.end().unwrap();
    for spec in ["sim,reply=count,step_us=60000000", "sim,reply=count,context_tokens=1048576"] {
        let mut edged = Edged::with(spec);
        edged.send(&[to(MODEL, start(1, "x"))]);
        assert!(matches!(edged.next(), FromWorker::Started { .. }));
        edged.end().unwrap();
    }
    let edged = Edged::with("sim");
    edged.socket.shutdown(Shutdown::Write).unwrap();
    edged.worker.join().unwrap().unwrap();
}

#[test]
fn no_more_is_read_during_a_step_than_the_inbox_holds() {
    let mut edged = Edged::with("sim,reply=count,step_us=60000000");
    edged.send(&[to(MODEL, start(1, "x"))]);
    assert!(matches!(edged.next(), FromWorker::Started { .. }));
    let mut bytes = Vec::new();
    for call in 2..5 {
        frame::encode(&to(MODEL, start(call, &"x".repeat(10_000_000))), &mut bytes).unwrap();
    }
    edged.socket.set_write_timeout(Some(Duration::from_millis(200))).unwrap();
    let mut written = 0;
    while let Ok(len) = edged.socket.write(&bytes[written..]) {
        written += len;
        assert_ne!(written, bytes.len(), "the worker took all");
    }
    // A full inbox does not hide the end.
    edged.end().unwrap();
}

#[test]
fn the_inbox_is_empty_again_between_steps() {
    let mut edged = Edged::with("sim");
    for call in 1..4 {
        edged.send(&[to(MODEL, start(call, &"x".repeat(6_000_000)))]);
        assert!(matches!(edged.next(), FromWorker::Refused { .. }));
    }
    edged.end().unwrap();
}

#[test]
fn a_breach_of_the_protocol_ends_the_worker_with_a_reason() {
    let hello = |version| ToWorker::Hello { version, step_ms_max: 50 };
    let call = |start| to(MODEL, start);
    let load = ToWorker::Load { model: MODEL, source: Source::Sim("sim".into()) };
    let good = hello(PROTOCOL_VERSION);
    for (messages, reason) in [
        (vec![load.clone()], "the first frame must be hello"),
        (vec![hello(9)], "protocol version must be 3, not 9"),
        (vec![good.clone(), good.clone()], "hello was sent twice"),
        (vec![good.clone(), load.clone(), load], "model 3 is loaded twice"),
        (vec![good, call(Start { choices: 0, ..start(5, "x") })], "call 5 has no choices"),
    ] {
        let mut edged = Edged::unmet(Options { sim: true, ..Options::default() });
        edged.send(&messages);
        let error = edged.worker.join().unwrap().unwrap_err();
        assert_eq!(error.to_string(), reason);
    }
    let mut edged = Edged::with("sim,step_us=1000000");
    edged.send(&[to(MODEL, start(5, "x")), to(MODEL, start(5, "x"))]);
    let error = edged.worker.join().unwrap().unwrap_err();
    assert_eq!(error.to_string(), "call 5 is started twice");
    for bytes in [[0xff; 8], [1, 0, 0, 0, 0xee, 0, 0, 0]] {
        let mut edged = Edged::unmet(Options { sim: true, ..Options::default() });
        edged.socket.write_all(&bytes).unwrap();
        let error = edged.worker.join().unwrap().unwrap_err();
        assert_eq!(error.to_string(), "edged sent a bad frame");
    }
}

#[test]
fn a_late_loop_makes_up_for_one_step_at_most() {
    let pace = Duration::from_millis(10);
    let zero = Instant::now() + Duration::from_secs(1);
    let at = |ms| zero + Duration::from_millis(ms);
    assert_eq!(paced_end(None, at(0), pace), at(10), "after a pause a step takes its time");
    assert_eq!(paced_end(Some(at(10)), at(11), pace), at(20), "lateness does not add up");
    assert_eq!(paced_end(Some(at(10)), at(19), pace), at(20));
    assert_eq!(paced_end(Some(at(10)), at(95), pace), at(95), "no burst");
    assert_eq!(paced_end(Some(at(10)), at(95), Duration::ZERO), at(95));
}
