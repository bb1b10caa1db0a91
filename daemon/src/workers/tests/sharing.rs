//! Several models in one worker: each goes when it is unused, none takes the others along.

use super::*;

#[test]
fn each_model_goes_after_its_own_time_and_the_worker_with_the_last() {
    let mut house = House::new();
    let keep = |dir, seconds| {
        let keep_alive = Some(Duration::from_secs(seconds));
        ModelSpec { found: good(), keep_alive, ..spec(dir) }
    };
    let [short, long] =
        [keep("/models/a", 60), keep("/models/b", 300)].map(|spec| house.install_as(spec));
    for key in [short, long] {
        house.change(key, Change::Load).unwrap();
    }
    house.hello();
    house.loaded(short);
    house.loaded(long);
    house.sent();
    house.after(59);
    assert_eq!(house.sent(), Some(vec![]));
    house.after(61);
    assert_eq!(house.sent(), Some(vec![Told::Unload(id(short))]));
    house.unloaded(short);
    assert_eq!((house.state(short), house.state(long)), (ModelState::Unloaded, ModelState::Ready));
    house.after(301);
    assert_eq!(house.sent(), None, "only the end of a process gives all memory back");
    house.exits();
    assert!(!house.has_worker());
}

#[test]
fn a_model_that_is_used_is_not_unused() {
    let mut house = House::new();
    let keep_alive = Some(Duration::from_secs(20));
    let key = house.install_as(ModelSpec { found: good(), keep_alive, ..spec("/models/a") });
    let call = house.submit(key).call;
    house.hello();
    house.loaded(key);
    house.sent();
    house.after(50);
    assert_eq!(house.sent(), Some(vec![]));
    house.finish(key, call);
    house.after(19);
    assert_eq!(house.sent(), Some(vec![]));
    house.after(21);
    assert_eq!(house.sent(), None);
}

#[test]
fn a_pinned_model_is_loaded_at_once_and_with_each_worker_and_stays() {
    let mut house = House::new();
    let pinned = ModelSpec { found: good(), pinned: true, ..spec("/models/a") };
    let key = house.install_as(pinned);
    house.hello();
    assert_eq!(house.sent(), Some(vec![Told::Load(id(key))]));
    house.loaded(key);
    house.after(1_000_000);
    assert_eq!((house.sent(), house.state(key)), (Some(vec![]), ModelState::Ready));
    house.dies();
    house.hello();
    assert_eq!(house.sent(), Some(vec![Told::Load(id(key))]));
    house.loaded(key);
    assert!(house.change(key, Change::Pin(false)).unwrap());
    assert!(!house.change(key, Change::Pin(false)).unwrap());
    house.after(301);
    assert_eq!(house.sent(), None);
    house.exits();
    assert!(house.change(key, Change::Pin(true)).unwrap());
    assert!(house.has_worker(), "a pin loads");
}

#[test]
fn what_was_loaded_comes_back_after_a_crash() {
    let mut house = House::new();
    let [a, b] = house.ready(["/models/a", "/models/b"]);
    let unused = house.install("/models/c");
    let mut call = house.submit(a);
    house.dies();
    assert_eq!(call.error().code, Code::WorkerLost);
    house.hello();
    assert_eq!(house.sent(), Some(vec![Told::Load(id(a)), Told::Load(id(b))]));
    assert_eq!(house.state(unused), ModelState::Unloaded);
}

#[test]
fn a_model_that_ends_its_worker_does_not_take_the_others_with_it_for_ever() {
    let mut house = House::new();
    let [good] = house.ready(["/models/good"]);
    let deadly = house.install("/models/deadly");
    let mut call = house.submit(deadly);
    house.dies();
    assert!(call.end().is_none(), "once may be bad luck");
    house.hello();
    house.loaded(good);
    house.dies();
    assert_eq!(call.error().code, Code::ModelFailed);
    house.after(1);
    house.hello();
    assert_eq!(house.sent(), Some(vec![Told::Load(id(good))]));
    house.loaded(good);
    assert_eq!((house.state(good), house.state(deadly)), (ModelState::Ready, ModelState::Failed));
    house.after(62);
    assert_eq!(house.state(deadly), ModelState::Unloaded);
}

#[test]
fn a_worker_that_may_not_read_a_folder_is_replaced_when_it_has_nothing_to_do() {
    let mut house = House::new();
    let [near] = house.ready(["/models/near"]);
    let far = house.install("/home/far");
    let mut running = house.submit(near);
    let waiting = house.submit(far);
    assert_eq!(house.sent(), Some(vec![Told::Start(id(near), running.call)]));
    let beside = house.submit(near);
    assert_eq!(house.sent(), Some(vec![Told::Start(id(near), beside.call)]), "the others go on");
    house.finish(near, running.call);
    assert_eq!(house.sent(), Some(vec![]));
    house.finish(near, beside.call);
    assert_eq!(house.sent(), None);
    assert_eq!(running.end(), Some(Ok(())));
    house.exits();
    assert_eq!(house.worker().read_dirs, ["/models", "/home/far"].map(std::path::PathBuf::from));
    house.hello();
    assert_eq!(house.sent(), Some(vec![Told::Load(id(near)), Told::Load(id(far))]));
    house.loaded(far);
    assert_eq!(house.sent(), Some(vec![Told::Start(id(far), waiting.call)]));
    assert_eq!(house.supervisor.devices[CPU].restarts, 0, "it is no failure");
}

#[test]
fn what_waits_for_another_worker_is_loading() {
    let mut house = House::new();
    let [near] = house.ready(["/models/near"]);
    let far = house.install("/home/far");
    assert!(house.change(far, Change::Load).unwrap());
    assert_eq!(house.sent(), None, "it makes way for one that may read both");
    let states = |house: &mut House| [near, far].map(|key| house.state(key));
    assert_eq!(states(&mut house), [ModelState::Loading; 2]);
    assert!(!house.change(near, Change::Load).unwrap());
    house.exits();
    house.hello();
    assert_eq!(states(&mut house), [ModelState::Loading; 2]);
    house.loaded(near);
    house.loaded(far);
    assert_eq!(states(&mut house), [ModelState::Ready; 2]);
}

#[test]
fn a_worker_in_steady_use_is_replaced_too() {
    let mut house = House::new();
    let [near] = house.ready(["/models/near"]);
    let running = house.submit(near);
    let far = house.install("/home/far");
    let _waiting = house.submit(far);
    let long_ago = Instant::now().checked_sub(Duration::from_secs(11));
    house.worker().outgrown = long_ago;
    house.sent();
    let _held_back = house.submit(near);
    assert_eq!(house.sent(), Some(vec![]));
    assert_eq!(house.supervisor.snapshot().queue.waiting, 2);
    house.finish(near, running.call);
    assert_eq!(house.sent(), None);
}

#[test]
fn those_held_back_for_a_folder_that_is_gone_go_on() {
    let mut house = House::new();
    let [near] = house.ready(["/models/near"]);
    let running = house.submit(near);
    let far = house.install("/home/far");
    house.change(far, Change::Load).unwrap();
    house.worker().outgrown = Instant::now().checked_sub(Duration::from_secs(11));
    let held_back = house.submit(near);
    house.sent();
    assert!(house.change(far, Change::Remove { force: false }).unwrap());
    assert_eq!(house.sent(), Some(vec![Told::Start(id(near), held_back.call)]));
    house.finish(near, running.call);
    house.finish(near, held_back.call);
    assert_eq!(house.sent(), Some(vec![]), "no reason to replace it is left");
}

#[test]
fn draining_waits_for_calls_and_for_nothing_else() {
    let mut house = House::new();
    let pinned = ModelSpec { found: good(), pinned: true, ..spec("/models/a") };
    let key = house.install_as(pinned);
    house.hello();
    house.loaded(key);
    let call = house.submit(key).call;
    let (done, _drained) = oneshot::channel();
    let by = Instant::now() + Duration::from_secs(10);
    house.supervisor.on_command(Command::Drain { by, done });
    assert!(house.sent().is_some());
    assert_eq!(house.change(key, Change::Load).unwrap_err().code, Code::ShuttingDown);
    house.finish(key, call);
    assert_eq!(house.sent(), None);
    house.exits();
    assert!(!house.has_worker(), "a pin does not hold the daemon up");
}

#[test]
fn a_worker_may_not_read_a_folder_that_is_not_good() {
    let mut house = House::new();
    let _unchecked = house.install_as(spec("/home/unchecked"));
    let broken = house.install_as(spec("/etc"));
    house.found(broken, "/etc", Found::Broken(failure(LoadFailureKind::Broken)));
    let [_far] = house.ready(["/home/far"]);
    assert_eq!(house.worker().read_dirs, ["/models", "/home/far"].map(std::path::PathBuf::from));
}
