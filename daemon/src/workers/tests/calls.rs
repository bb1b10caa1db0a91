//! What a call runs with, and a step that fails under it.

use super::*;
use crate::ledger::Durability;
use edge_api::paths::{Mode, Overrides, Paths};
use edge_api::worker::{ModelDefaults, Sampling};

#[test]
fn a_models_own_defaults_are_the_weakest_and_never_impossible() {
    let mut house = House::new();
    let key = house.install_as(spec("/models/a"));
    let options = Options { temperature: Some(0.5), ..Options::default() };
    let _call = house.submit_with(key, options);
    let defaults = ModelDefaults {
        temperature: Some(0.25),
        top_p: Some(0.5),
        top_k: Some(20),
        min_p: Some(f64::NAN),
        repetition_penalty: Some(1e9),
    };
    let card = Card { defaults, ..Card::default() };
    house.found(key, "/models/a", Found::Good(Box::new(card)));
    house.hello();
    house.loaded(key);
    let want = Sampling { seed: 7, temperature: 0.5, top_p: 0.5, top_k: 20, ..Sampling::default() };
    let sampling: Vec<Sampling> = house.starts().into_iter().map(|start| start.sampling).collect();
    assert_eq!(sampling, [want]);
}

#[tokio::test]
async fn the_ledger_has_what_a_call_ran_with() {
    let dir = tempfile::tempdir().unwrap();
    let state_dir = Some(dir.path().to_owned());
    let overrides = Overrides { state_dir, ..Overrides::default() };
    let paths = Paths::resolve(Mode::User, 0, &overrides, &|_| None);
    let mut house = House::new();
    house.supervisor.ledger = Ledger::open(&paths, Durability::Power, Events::new()).unwrap();
    let key = house.install_as(spec("/models/a"));
    let call = house.submit(key).call;
    let defaults = ModelDefaults { top_k: Some(20), ..ModelDefaults::default() };
    let card = Card { defaults, ..Card::default() };
    house.found(key, "/models/a", Found::Good(Box::new(card)));
    house.hello();
    house.loaded(key);
    house.finish(key, call);
    house.supervisor.ledger.clone().close().await;
    let file = std::fs::read(dir.path().join("ledger.db")).unwrap();
    assert!(String::from_utf8_lossy(&file).contains(r#""top_k":20"#), "not as it ran");
}

#[test]
fn a_step_that_fails_ends_its_call_only() {
    let mut house = House::new();
    let [key] = house.ready(["/models/a"]);
    let (mut hit, mut spared) = (house.submit(key), house.submit(key));
    let mut waits = house.submit(key);
    house.sent();
    let reason = format!("no memory {}\nsecond line", "x".repeat(1000));
    house.say(FromWorker::Failed { model: id(key), call: hit.call, reason });
    let error = hit.error();
    assert_eq!(error.code, Code::ModelFailed);
    assert!(error.message.contains("no memory") && !error.message.contains("second"), "{error}");
    assert!(error.message.len() < 400, "{error}");
    assert_eq!(house.sent(), Some(vec![Told::Start(id(key), waits.call)]), "its row is free");
    house.finish(key, spared.call);
    house.finish(key, waits.call);
    assert_eq!((spared.end(), waits.end()), (Some(Ok(())), Some(Ok(()))));
    assert_eq!(house.state(key), ModelState::Ready);
}

#[test]
fn a_step_that_fails_under_a_client_that_left_gives_nothing_back_twice() {
    let mut house = House::new();
    let [key] = house.ready(["/models/a"]);
    let call = house.submit(key).call;
    house.supervisor.on_command(Command::Leave(call));
    let model = id(key);
    house.say(FromWorker::Failed { model, call, reason: "x".to_owned() });
    house.say(FromWorker::Cancelled { model, call, step: 1 });
    assert!(!house.worker().is_ending());
    let events = house.supervisor.events.after(0, 100).events;
    let outcomes: Vec<_> = events.iter().filter_map(|event| event.outcome).collect();
    assert_eq!(outcomes, [edge_api::event::Outcome::Cancelled]);
    assert_eq!(house.supervisor.snapshot().queue.running, 0);
    assert_eq!(house.supervisor.models[key].credits.rows_used(), 0);
}
