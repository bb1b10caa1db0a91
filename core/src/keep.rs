//! Which models of a worker have been unused for long enough, and how a worker lets go of models.

use crate::queue::ModelKey;
use std::time::{Duration, Instant};

/// A model that a worker has loaded or is loading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    pub model: ModelKey,
    /// `None`: for ever.
    pub keep_alive: Option<Duration>,
    /// Since when no row runs and no call waits for it; `None`: it is loading or in use.
    pub idle_since: Option<Instant>,
}

/// What is to go now, and when to look again if nothing happens until then.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unused {
    pub models: Vec<ModelKey>,
    pub next_look: Option<Instant>,
}

pub fn unused(held: &[Held], now: Instant) -> Unused {
    let mut unused = Unused::default();
    for model in held {
        let (Some(since), Some(keep_alive)) = (model.idle_since, model.keep_alive) else {
            continue;
        };
        match since.checked_add(keep_alive) {
            Some(end) if end <= now => unused.models.push(model.model),
            Some(end) => {
                unused.next_look = Some(unused.next_look.map_or(end, |next| next.min(end)));
            }
            // Longer than time goes on.
            None => {}
        }
    }
    unused
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetGo {
    /// One by one: the worker holds others.
    Unload,
    /// The worker goes with its last models: only its end gives all memory back.
    Stop,
}

pub fn let_go(held: &[Held], models: &[ModelKey]) -> LetGo {
    match held.iter().all(|held| models.contains(&held.model)) {
        true => LetGo::Stop,
        false => LetGo::Unload,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "a test has to begin at some time")]
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    fn held(model: ModelKey, keep_alive: Option<Duration>, idle: Option<Instant>) -> Held {
        Held { model, keep_alive, idle_since: idle }
    }

    #[test]
    fn each_model_has_a_time_of_its_own() {
        let t0 = Instant::now();
        let all = [
            held(1, Some(MINUTE), Some(t0)),
            held(2, Some(3 * MINUTE), Some(t0)),
            held(3, Some(2 * MINUTE), Some(t0 + MINUTE)),
            held(4, Some(Duration::ZERO), None),
        ];
        let at = |minutes| unused(&all, t0 + minutes * MINUTE);
        assert_eq!(at(0), Unused { models: vec![], next_look: Some(t0 + MINUTE) });
        assert_eq!(at(1), Unused { models: vec![1], next_look: Some(t0 + 3 * MINUTE) });
        assert_eq!(at(3), Unused { models: vec![1, 2, 3], next_look: None });
    }

    #[test]
    fn nothing_is_kept_at_zero_and_all_is_kept_for_ever() {
        let t0 = Instant::now();
        let zero = [held(1, Some(Duration::ZERO), Some(t0))];
        assert_eq!(unused(&zero, t0).models, [1]);
        let ever = [held(1, None, Some(t0)), held(2, Some(Duration::MAX), Some(t0))];
        assert_eq!(unused(&ever, t0 + 1_000_000 * MINUTE), Unused::default());
    }

    #[test]
    fn a_worker_goes_with_its_last_models_only() {
        let all = [held(1, None, None), held(2, None, None)];
        assert_eq!(let_go(&all, &[1]), LetGo::Unload);
        assert_eq!(let_go(&all, &[2, 1]), LetGo::Stop);
        assert_eq!(let_go(&all[..1], &[1, 2]), LetGo::Stop);
    }
}
