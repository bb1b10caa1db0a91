//! From a folder that is being looked at to a model that is removed.

use super::*;

#[test]
fn calls_wait_while_the_files_are_checked() {
    let mut house = House::new();
    let key = house.install_as(spec("/models/a"));
    let mut call = house.submit(key);
    let half = progress(edge_api::worker::LoadStage::Copy, 0.5);
    house.found(key, "/models/a", Found::Pending(Some(half.clone())));
    let status = house.status(key);
    assert_eq!((status.state, status.progress), (ModelState::Loading, Some(half)));
    assert!(!house.has_worker() && call.end().is_none(), "nothing is loaded before it is checked");
    house.found(key, "/models/a", good());
    house.hello();
    house.loaded(key);
    assert_eq!(house.sent(), Some(vec![Told::Load(id(key)), Told::Start(id(key), call.call)]));
    house.finish(key, call.call);
    assert_eq!(call.end(), Some(Ok(())));
}

#[test]
fn a_model_that_is_to_be_loaded_is_once_its_files_are_good() {
    let mut house = House::new();
    let asked = house.install_as(spec("/models/a"));
    let pinned = house.install_as(ModelSpec { pinned: true, ..spec("/models/b") });
    let neither = house.install_as(spec("/models/c"));
    assert!(house.change(asked, Change::Load).unwrap());
    assert!(!house.change(asked, Change::Load).unwrap(), "it was asked for");
    for (key, dir) in [(neither, "/models/c"), (asked, "/models/a"), (pinned, "/models/b")] {
        house.found(key, dir, good());
    }
    house.hello();
    assert_eq!(house.sent(), Some(vec![Told::Load(id(asked)), Told::Load(id(pinned))]));
}

#[test]
fn a_broken_folder_refuses_those_who_wait_and_those_who_come() {
    let mut house = House::new();
    let key = house.install_as(spec("/models/a"));
    let mut waits = house.submit(key);
    house.found(key, "/models/a", Found::Broken(failure(LoadFailureKind::Broken)));
    assert_eq!(waits.error().code, Code::ModelBroken);
    assert_eq!(house.submit(key).error().code, Code::ModelBroken);
    assert_eq!(house.change(key, Change::Load).unwrap_err().code, Code::ModelBroken);
    let status = house.status(key);
    assert_eq!((status.state, status.reason.as_deref()), (ModelState::Broken, Some("the reason")));
    house.found(key, "/models/a", good());
    assert_eq!(house.state(key), ModelState::Unloaded, "it was mended");
}

#[test]
fn a_missing_provider_is_tried_again_by_order_and_after_a_minute_but_not_by_each_call() {
    let mut house = House::new();
    let key = house.install("/models/a");
    let mut call = house.submit(key);
    let fails = |house: &mut House| {
        house.hello();
        assert_eq!(house.sent(), Some(vec![Told::Load(id(key))]));
        let failure = failure(LoadFailureKind::Provider);
        house.say(FromWorker::LoadFailed { model: id(key), failure });
        assert_eq!(house.sent(), None, "a worker that holds nothing goes");
        house.exits();
    };
    fails(&mut house);
    let error = call.error();
    assert_eq!((error.code, error.hint.as_deref()), (Code::ProviderUnavailable, Some("the hint")));
    assert_eq!(house.state(key), ModelState::Failed);
    assert_eq!(house.submit(key).error().code, Code::ProviderUnavailable);
    assert!(!house.has_worker());

    assert!(house.change(key, Change::Load).unwrap());
    fails(&mut house);
    house.after(59);
    assert_eq!(house.state(key), ModelState::Failed);
    house.after(61);
    assert_eq!(house.state(key), ModelState::Unloaded);
    let mut call = house.submit(key);
    fails(&mut house);
    assert_eq!(call.error().code, Code::ProviderUnavailable);
}

#[test]
fn a_folder_that_was_good_is_not_broken_for_ever_by_one_load() {
    for kind in [LoadFailureKind::Broken, LoadFailureKind::Passing] {
        let mut house = House::new();
        let key = house.install("/models/a");
        let mut call = house.submit(key);
        house.hello();
        house.sent();
        house.say(FromWorker::LoadFailed { model: id(key), failure: failure(kind) });
        assert_eq!(call.error().code, Code::ModelFailed, "{kind:?}");
        assert_eq!(house.state(key), ModelState::Failed, "{kind:?}");
        house.exits();
        house.after(61);
        assert_eq!(house.state(key), ModelState::Unloaded, "{kind:?}");
    }
}

#[test]
fn a_model_in_use_is_not_unloaded_and_the_last_one_takes_its_worker_along() {
    let mut house = House::new();
    let [key] = house.ready(["/models/a"]);
    assert!(!house.change(key, Change::Load).unwrap(), "it is loaded");
    let call = house.submit(key).call;
    assert_eq!(house.change(key, Change::Unload).unwrap_err().code, Code::InUse);
    assert_eq!(house.change(key, Change::Remove { force: false }).unwrap_err().code, Code::InUse);
    house.finish(key, call);
    house.sent();
    assert!(house.change(key, Change::Unload).unwrap());
    assert_eq!(house.sent(), None);
    assert_eq!(house.state(key), ModelState::Unloaded);
    assert!(!house.change(key, Change::Unload).unwrap(), "it is not loaded");
    house.exits();
    assert!(!house.has_worker());
}

#[test]
fn a_load_can_be_given_up() {
    let mut house = House::new();
    let [_other] = house.ready(["/models/other"]);
    let key = house.install("/models/a");
    assert!(house.change(key, Change::Load).unwrap());
    assert!(house.change(key, Change::Unload).unwrap());
    assert_eq!(house.sent(), Some(vec![Told::Load(id(key)), Told::Unload(id(key))]));
    let mut call = house.submit(key);
    house.loaded(key);
    assert_eq!(house.sent(), Some(vec![]), "it came too late");
    house.unloaded(key);
    assert_eq!(house.sent(), Some(vec![Told::Load(id(key))]), "a call came meanwhile");
    house.loaded(key);
    assert_eq!(house.sent(), Some(vec![Told::Start(id(key), call.call)]));
    assert!(call.end().is_none() && !house.worker().is_ending());
}

#[test]
fn a_removed_model_loses_its_calls_and_its_key_is_dead() {
    let mut house = House::new();
    let [key, other] = house.ready(["/models/a", "/models/b"]);
    let mut runs = [house.submit(key), house.submit(key)];
    let mut waits = house.submit(key);
    house.sent();
    let mut removal = house.try_change(key, Change::Remove { force: true });
    for call in runs.iter_mut().chain([&mut waits]) {
        assert_eq!(call.error().code, Code::ModelNotFound);
    }
    let sent = house.sent().unwrap();
    assert_eq!((sent.len(), sent.last()), (3, Some(&Told::Unload(id(key)))), "{sent:?}");
    assert_eq!(house.submit(key).error().code, Code::ModelNotFound);
    assert_eq!(removal.answer(), None, "its worker holds it still");
    for call in &runs {
        let (model, call) = (id(key), call.call);
        house.say(FromWorker::Cancelled { model, call, step: 1 });
    }
    house.unloaded(key);
    assert_eq!(removal.answer(), Some(Ok(true)));
    assert_eq!(house.submit(key).error().code, Code::ModelNotFound);
    assert_eq!(house.change(key, Change::Load).unwrap_err().code, Code::ModelNotFound);
    assert_eq!(house.supervisor.snapshot().models.len(), 1);
    assert_ne!(house.install("/models/a"), key, "keys are never used twice");
    assert!(house.submit(other).end().is_none(), "the other one serves");
}

#[test]
fn a_removal_does_not_outlive_its_worker() {
    let mut house = House::new();
    let [key, _other] = house.ready(["/models/a", "/models/b"]);
    let mut removal = house.try_change(key, Change::Remove { force: false });
    assert_eq!(removal.answer(), None);
    house.dies();
    assert_eq!(removal.answer(), Some(Ok(true)));
}

#[test]
fn files_that_changed_are_loaded_again_after_the_last_row() {
    let mut house = House::new();
    let [key, _other] = house.ready(["/models/a", "/models/b"]);
    let mut old = house.submit(key);
    house.sent();
    house.found(key, "/models/a", good());
    assert_eq!(house.sent(), Some(vec![]), "nothing has changed");
    house.found(key, "/models/a-2", good());
    let mut new = house.submit(key);
    assert_eq!(house.sent(), Some(vec![]), "an answer ends as it began");
    house.finish(key, old.call);
    assert_eq!(house.sent(), Some(vec![Told::Unload(id(key))]));
    house.unloaded(key);
    house.loaded(key);
    assert_eq!(house.sent(), Some(vec![Told::Load(id(key)), Told::Start(id(key), new.call)]));
    assert_eq!((old.end(), new.end()), (Some(Ok(())), None));
}

#[test]
fn a_worker_that_unloads_by_itself_is_ended() {
    let mut house = House::new();
    let [key] = house.ready(["/models/a"]);
    house.unloaded(key);
    assert!(house.worker().fault.is_some());
}

#[test]
fn an_order_to_load_ends_the_wait_of_a_worker_that_was_given_up() {
    let mut house = House::new();
    house.supervisor.settings.worker.restarts_max = 0;
    house.supervisor.devices.clear();
    let key = house.install("/models/a");
    let mut call = house.submit(key);
    house.dies();
    assert_eq!(call.error().code, Code::ModelFailed);
    assert_eq!(house.submit(key).error().code, Code::ModelFailed);
    assert!(!house.has_worker());
    assert!(house.change(key, Change::Load).unwrap());
    assert!(house.has_worker());
    assert_eq!(house.state(key), ModelState::Loading);
}

#[test]
fn what_a_load_said_holds_until_the_files_change() {
    let mut house = House::new();
    let [key, _other] = house.ready(["/models/a", "/models/b"]);
    let shown = |house: &House| house.status(key).backend.is_some();
    assert!(house.change(key, Change::Unload).unwrap());
    house.unloaded(key);
    assert!(shown(&house), "they are as they were");
    house.found(key, "/models/a-2", good());
    assert!(!shown(&house), "nobody has loaded these");
    assert!(house.change(key, Change::Load).unwrap());
    house.loaded(key);
    house.found(key, "/models/a", good());
    assert!(shown(&house), "its worker still holds the others");
    house.unloaded(key);
    assert_eq!((house.state(key), shown(&house)), (ModelState::Loading, false));
}

#[test]
fn a_load_that_says_the_same_again_and_again_hangs() {
    use edge_api::worker::LoadStage;
    let mut house = House::new();
    let key = house.install("/models/a");
    house.change(key, Change::Load).unwrap();
    house.hello();
    let deadline = |house: &mut House| house.worker().life.deadline().unwrap();
    let mut before = deadline(&mut house);
    for (stage, done, counts) in [
        (LoadStage::Read, 0.5, true),
        (LoadStage::Read, 0.5, false),
        (LoadStage::Read, 0.5005, false),
        (LoadStage::Session, 0.0, true),
        (LoadStage::Read, 0.4, false),
        (LoadStage::Session, f32::NAN, false),
        (LoadStage::Session, 0.002, true),
    ] {
        house.say(FromWorker::LoadProgress { model: id(key), stage, done });
        let after = deadline(&mut house);
        assert_eq!(after > before, counts, "{stage:?} {done}");
        before = after;
    }
    house
        .say(FromWorker::LoadFailed { model: id(key), failure: failure(LoadFailureKind::Runtime) });
    house.exits();
    house.change(key, Change::Load).unwrap();
    house.hello();
    let before = deadline(&mut house);
    let (model, stage) = (id(key), LoadStage::Read);
    house.say(FromWorker::LoadProgress { model, stage, done: 0.5 });
    assert!(deadline(&mut house) > before, "it is another load");
}
