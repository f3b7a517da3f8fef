//! Work that repeats: sweepers, projector, reconciler.
//!
//! There is no leader. Every replica runs every job; rows are leased or skipped when locked,
//! so that two replicas never do the same work twice. A failed round is logged and the next
//! one comes in time, also when it failed by a panic.

use std::any::Any;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::http::layers;

/// The running jobs and detached tasks of a process.
#[derive(Debug, Clone, Default)]
pub struct Jobs {
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl Jobs {
    /// Runs `round` now and then every `period`; a round that takes longer delays the next.
    pub fn every<F, R, E>(&self, name: &'static str, period: Duration, round: F)
    where
        F: Fn() -> R + Send + 'static,
        R: Future<Output = Result<(), E>> + Send,
        E: std::fmt::Display + Send,
    {
        let stop = self.stop.clone();
        self.tasks.spawn(async move {
            let mut tick = tokio::time::interval(period);
            tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
            loop {
                tokio::select! {
                    () = stop.cancelled() => return,
                    _ = tick.tick() => {}
                }
                let failure = match caught(round()).await {
                    Ok(Ok(())) => continue,
                    Ok(Err(error)) => error.to_string(),
                    Err(panic) => format!("it panicked: {}", said(panic.as_ref())),
                };
                metrics::counter!("frontrow_job_failures_total", "job" => name)
                    .increment(1);
                tracing::warn!(job = name, error = %failure, "a round of a job failed; the next one comes in time");
            }
        });
    }

    /// Runs `work` to its end even when the request that started it goes away, under that
    /// request's id; `finish` waits for it.
    pub fn detach<R>(&self, work: R) -> tokio::task::JoinHandle<R::Output>
    where
        R: Future + Send + 'static,
        R::Output: Send + 'static,
    {
        self.tasks.spawn(layers::of_this_request(work))
    }

    /// Cancelled when the process is to stop.
    #[must_use]
    pub fn stopping(&self) -> CancellationToken {
        self.stop.clone()
    }

    /// Stops the jobs and waits for what is under way.
    pub async fn finish(&self) {
        self.stop.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }
}

/// What came of `round`, or what it panicked with. Nothing of a round outlives it but what stores
/// and locks keep, and those bear being left in the middle: a process may die there as well.
async fn caught<R: Future>(round: R) -> Result<R::Output, Box<dyn Any + Send>> {
    let mut round = pin!(round);
    std::future::poll_fn(|context| {
        match catch_unwind(AssertUnwindSafe(|| round.as_mut().poll(context))) {
            Ok(polled) => polled.map(Ok),
            Err(panic) => Poll::Ready(Err(panic)),
        }
    })
    .await
}

fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[tokio::test]
    async fn a_job_goes_on_after_a_round_that_panicked() {
        let (jobs, rounds) = (Jobs::default(), Arc::new(AtomicU32::new(0)));
        let (ended, mut ends) = tokio::sync::mpsc::unbounded_channel();
        jobs.every("test", Duration::from_millis(1), move || {
            let (rounds, ended) = (Arc::clone(&rounds), ended.clone());
            async move {
                tokio::task::yield_now().await;
                let before = rounds.fetch_add(1, Ordering::Relaxed);
                assert!(before > 0, "the first round panics");
                let _ = ended.send(before);
                Ok::<(), Infallible>(())
            }
        });
        // A loop that ended drops the sender: nothing would come.
        assert_eq!(ends.recv().await, Some(1));
        jobs.finish().await;
    }

    #[tokio::test]
    async fn what_a_panic_said_is_told() {
        for (panics, says) in [(true, "on 3"), (false, "on it")] {
            let round = async move {
                assert!(!panics, "on {}", 1 + 2);
                assert!(panics, "on it");
            };
            let panic = caught(round).await.unwrap_err();
            assert_eq!(said(panic.as_ref()), says);
        }
        assert_eq!(caught(async { 3 }).await.ok(), Some(3));
    }
}
