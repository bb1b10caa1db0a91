//! New settings while calls run and wait: they hold at once, and end nobody.

use super::*;
use crate::config::Settings;

fn set(house: &mut House, change: impl FnOnce(&mut Settings)) {
    let mut settings = house.supervisor.settings.clone();
    change(&mut settings);
    house.supervisor.on_settings(&settings);
}

#[test]
fn a_running_worker_learns_of_another_pace_and_of_nothing_else() {
    let mut house = House::new();
    house.ready(["/models/a"]);
    set(&mut house, |settings| settings.limits.queue_requests_max = 1);
    assert_eq!(house.sent(), Some(vec![]));
    set(&mut house, |settings| settings.engine.step_ms_max = 20);
    assert_eq!(house.sent(), Some(vec![Told::Pace(20)]));
    set(&mut house, |settings| settings.engine.step_ms_max = 20);
    assert_eq!(house.sent(), Some(vec![]));
}

#[test]
fn a_shorter_queue_keeps_who_waits() {
    let mut house = House::new();
    let key = house.install("/models/a");
    let mut waiting = [house.submit(key), house.submit(key)];
    set(&mut house, |settings| settings.limits.queue_requests_max = 1);
    let error = house.submit(key).error();
    let says = "2 calls are waiting, limits.queue_requests_max is 1";
    assert_eq!((error.code, error.message.as_str()), (Code::QueueFull, says));
    assert!(waiting.iter_mut().all(|call| call.end().is_none()));
    set(&mut house, |settings| settings.limits.queue_requests_max = 3);
    assert!(house.submit(key).end().is_none());
    set(&mut house, |settings| {
        settings.limits.queue_requests_max = 4;
        settings.limits.queue_caller_percent_max = 25;
    });
    let error = house.submit(key).error();
    let says = "3 of your calls are waiting, limits.queue_caller_percent_max is 25";
    assert!(error.message.starts_with(says), "{error}");
}

#[test]
fn a_shorter_keep_alive_holds_for_what_is_unused_already() {
    let mut house = House::new();
    let [key] = house.ready(["/models/a"]);
    house.after(100);
    assert_eq!(house.sent(), Some(vec![]));
    set(&mut house, |settings| settings.models.keep_alive_s = 60);
    house.after(59);
    assert_eq!(house.sent(), Some(vec![]));
    assert!(house.change(key, Change::Keep(Some(Duration::from_secs(400)))).unwrap());
    house.after(200);
    assert_eq!(house.sent(), Some(vec![]), "its own time goes before all models'");
    assert!(house.change(key, Change::Keep(None)).unwrap());
    assert!(!house.change(key, Change::Keep(None)).unwrap());
    house.after(61);
    assert_eq!(house.sent(), None);
}

#[test]
fn other_timeouts_hold_for_the_silence_of_now() {
    let mut house = House::new();
    let [key] = house.ready(["/models/a"]);
    let mut call = house.submit(key);
    house.after(50);
    assert_eq!(call.end(), None);
    set(&mut house, |settings| settings.worker.first_step_timeout_ms = 20_000);
    house.after(21);
    assert_eq!(call.error().code, Code::WorkerHung);
}
