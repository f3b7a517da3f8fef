//! Work that repeats: sweepers, projector, reconciler.
//!
//! There is no leader. Every replica runs every job; rows are leased or skipped when locked,
//! so that two replicas never do the same work twice. A failed round is logged and the next
//! one comes in time.

use std::future::Future;
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
                if let Err(error) = round().await {
                    metrics::counter!("frontrow_job_failures_total", "job" => name).increment(1);
                    tracing::warn!(job = name, %error, "a round of a job failed; the next one comes in time");
                }
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
