//! Who is started when rows are free: what the queue decides is carried out, and looked at again in time.

use super::*;

fn batch(submission: &mut Submission) {
    submission.priority = Priority::Batch;
}

fn due(submission: &mut Submission, seconds: u64) {
    submission.deadline = Some(submission.accepted + Duration::from_secs(seconds));
}

fn start(key: ModelKey, client: &Client) -> Told {
    Told::Start(id(key), client.call)
}

#[test]
fn interactive_calls_have_the_rows_that_end() {
    let mut house = House::new();
    let [key] = house.ready(["/models/a"]);
    let [first, second] = [0; 2].map(|_| house.submit_as(key, batch));
    let waits = house.submit_as(key, batch);
    let person = house.submit(key);
    house.sent();
    let queue = house.supervisor.snapshot().queue;
    assert_eq!((queue.waiting, queue.waiting_interactive, queue.waiting_batch), (2, 1, 1));
    house.finish(key, first.call);
    assert_eq!(house.sent(), Some(vec![start(key, &person)]));
    house.finish(key, second.call);
    assert_eq!(house.sent(), Some(vec![start(key, &waits)]));
}

#[test]
fn a_cancelled_call_gives_back_the_rows_of_its_class() {
    let mut house = House::new();
    let [key] = house.ready(["/models/a"]);
    for change in [batch, |submission: &mut Submission| submission.choices = 2] {
        let call = house.submit_as(key, change).call;
        house.supervisor.on_command(Command::Leave(call));
        house.say(FromWorker::Cancelled { model: id(key), call, step: 1 });
    }
    assert_eq!(house.supervisor.models[key].credits.rows_used(), 0);
    let calls = [0; 2].map(|_| house.submit_as(key, batch));
    house.sent();
    for call in calls {
        house.finish(key, call.call);
    }
    assert_eq!(house.supervisor.models[key].credits.rows_used(), 0);
}

#[test]
fn who_waited_for_a_wide_call_only_is_started_when_it_leaves() {
    let mut house = House::new();
    let [key] = house.ready(["/models/a"]);
    let _running = house.submit(key);
    let wide = house.submit_as(key, |submission| submission.choices = 2);
    let narrow = house.submit(key);
    house.sent();
    house.supervisor.on_command(Command::Leave(wide.call));
    assert_eq!(house.sent(), Some(vec![start(key, &narrow)]));
}

#[test]
fn who_waited_for_a_wide_call_only_is_started_when_its_time_is_up() {
    let mut house = House::new();
    let [key] = house.ready(["/models/a"]);
    let _running = house.submit(key);
    let mut wide = house.submit_as(key, |submission| {
        submission.choices = 2;
        due(submission, 1);
    });
    let mut later = house.submit_as(key, |submission| due(submission, 60));
    house.sent();
    house.after(2);
    assert_eq!(wide.error().code, Code::DeadlineExceeded);
    assert_eq!(house.sent(), Some(vec![start(key, &later)]));
    assert!(later.end().is_none());
}

#[test]
fn each_deadline_is_looked_at_in_its_time() {
    let mut house = House::new();
    let key = house.install_as(spec("/models/a"));
    let mut calls = [1, 3].map(|seconds| house.submit_as(key, |call| due(call, seconds)));
    house.after(2);
    assert_eq!(calls[0].error().code, Code::DeadlineExceeded);
    assert!(calls[1].end().is_none());
    let wake_at = house.supervisor.wake_at.expect("another deadline is to come");
    assert!(wake_at <= Instant::now() + Duration::from_secs(3));
    house.after(4);
    assert_eq!(calls[1].error().code, Code::DeadlineExceeded);
}

#[test]
fn a_row_that_is_kept_is_given_to_batch_when_nobody_comes() {
    let mut house = House::new();
    let worker = &mut house.supervisor.settings.worker;
    // Its silence is not what this is about.
    (worker.first_step_timeout_ms, worker.step_timeout_ms) = (600_000, 600_000);
    let key = house.install("/models/a");
    let person = house.submit(key);
    house.hello();
    house.loaded_with(key, 5);
    house.finish(key, person.call);
    let calls = [0; 5].map(|_| house.submit_as(key, batch));
    assert_eq!(house.starts().len(), 1 + 4, "one row is kept");
    house.after(29);
    assert_eq!(house.sent(), Some(vec![]));
    let wake_at = house.supervisor.wake_at.expect("it is looked at again");
    assert!(wake_at <= Instant::now() + Duration::from_secs(30), "when it may be over");
    house.after(61);
    assert_eq!(house.sent(), Some(vec![start(key, &calls[4])]));
}

#[test]
fn one_caller_is_told_that_the_others_have_room() {
    let mut house = House::new();
    let key = house.install_as(spec("/models/a"));
    let from = |caller| move |call: &mut Submission| call.caller = CallerKey(caller);
    let mut calls: Vec<_> = (0..49).map(|_| house.submit_as(key, from(1))).collect();
    let error = calls.pop().unwrap().error();
    assert_eq!(error.code, Code::QueueFull);
    let says = "48 of your calls are waiting, limits.queue_caller_percent_max is 75";
    assert!(error.message.starts_with(says), "{error}");
    assert!(error.retry_after_s.is_some_and(|seconds| (1..=60).contains(&seconds)), "{error:?}");
    calls.extend((0..17).map(|_| house.submit_as(key, from(2))));
    let error = calls.pop().unwrap().error();
    let says = "64 calls are waiting, limits.queue_requests_max is 64";
    assert_eq!((error.code, error.message.as_str()), (Code::QueueFull, says));
}

#[test]
fn no_call_starts_while_the_worker_has_yet_to_read_the_last_ones() {
    let mut house = House::new();
    let [a, b] = house.ready(["/models/a", "/models/b"]);
    house.worker().process.takes_so_many_calls(1);
    let [first, second] = [0; 2].map(|_| house.submit(a));
    let other = house.submit(b);
    assert_eq!(house.sent(), Some(vec![start(a, &first)]));
    assert_eq!(house.supervisor.snapshot().queue.waiting, 2);
    // None of them has done anything but wait.
    house.after(2);
    assert_eq!(house.sent(), Some(vec![]));
    for next in [start(b, &other), start(a, &second)] {
        house.worker().process.takes_so_many_calls(1);
        house.tell(FromProcess::Drained);
        assert_eq!(house.sent(), Some(vec![next]), "the models take turns");
    }
    house.tell(FromProcess::Drained);
    assert_eq!(house.sent(), Some(vec![]));
}

#[test]
fn a_prompt_that_no_frame_holds_ends_its_call_and_not_the_worker() {
    let mut house = House::new();
    let [key] = house.ready(["/models/a"]);
    let mut long = house.submit_as(key, |submission| {
        submission.prompt = Prompt::Text("x".repeat(edge_api::frame::FRAME_BYTES_MAX));
    });
    let error = long.error();
    assert_eq!(error.code, Code::BodyTooLarge);
    assert!(error.message.contains("16777216"), "{error}");
    let calls = [0; ROWS_MAX as usize].map(|_| house.submit(key));
    assert_eq!(house.sent(), Some(calls.iter().map(|call| start(key, call)).collect()));
}

#[test]
fn the_text_of_a_task_leads_unless_the_caller_brought_its_own() {
    let mut house = House::new();
    let [key] = house.ready(["/models/a"]);
    let turn = |role: &str| ChatTurn { role: role.to_owned(), content: "own".to_owned() };
    for (role, roles) in [("user", &["system", "user"][..]), ("system", &["system"])] {
        house.submit_as(key, |submission| {
            submission.prompt = Prompt::Chat(vec![turn(role)]);
            submission.system = Some("the task's".into());
        });
        let [start] = &house.starts()[..] else { panic!("one was started") };
        let Prompt::Chat(turns) = &start.prompt else { panic!("{start:?}") };
        assert!(turns.iter().map(|turn| turn.role.as_str()).eq(roles.iter().copied()));
        assert_eq!(turns.last(), Some(&turn(role)));
    }
}
