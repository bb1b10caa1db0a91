//! The header timeout of a connection, on one alarm that is set again only when it has gone off.
//!
//! hyper asks for a new timer before each request. Setting one costs more than all else that a short
//! request needs of the runtime, so the alarm of the last request is left running: it goes off too early,
//! never too late, and is then set to the time that counts.

use hyper::rt::{Sleep, Timer};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

/// A connection's timer. It serves one wait at a time, which is all that a connection needs.
#[derive(Clone, Debug, Default)]
pub(super) struct Alarm {
    sleep: Arc<Mutex<Option<Pin<Box<tokio::time::Sleep>>>>>,
}

impl Timer for Alarm {
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Sleep>> {
        self.sleep_until(self.now() + duration)
    }

    fn now(&self) -> Instant {
        tokio::time::Instant::now().into_std()
    }

    fn sleep_until(&self, deadline: Instant) -> Pin<Box<dyn Sleep>> {
        Box::pin(Wait { alarm: self.clone(), deadline: deadline.into() })
    }
}

#[derive(Debug)]
struct Wait {
    alarm: Alarm,
    deadline: tokio::time::Instant,
}

impl Sleep for Wait {}

impl Future for Wait {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut sleep = self.alarm.sleep.lock().unwrap_or_else(PoisonError::into_inner);
        let sleep = sleep.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(self.deadline)));
        if sleep.deadline() > self.deadline {
            sleep.as_mut().reset(self.deadline);
        }
        while sleep.as_mut().poll(cx).is_ready() {
            if sleep.deadline() >= self.deadline {
                return Poll::Ready(());
            }
            sleep.as_mut().reset(self.deadline);
        }
        Poll::Pending
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[tokio::test(start_paused = true)]
    async fn a_later_wait_is_not_cut_short_by_an_earlier_one() {
        let alarm = Alarm::default();
        let began = tokio::time::Instant::now();
        // Polled once and left, as by a request that arrives in time.
        tokio::select! {
            biased;
            () = alarm.sleep(100 * MS) => panic!("it is not time yet"),
            () = tokio::time::sleep(60 * MS) => {}
        }
        alarm.sleep(100 * MS).await;
        assert_eq!(began.elapsed(), 160 * MS);
        alarm.sleep(10 * MS).await;
        assert_eq!(began.elapsed(), 170 * MS, "an earlier wait comes in time, too");
    }
}
