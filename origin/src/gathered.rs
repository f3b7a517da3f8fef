//! Questions that many ask at the same moment, put to a store as one: while one batch is under
//! way everybody who comes gathers for the next. Nobody waits for a clock, and a crowd costs few
//! round trips.

use std::future::Future;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::timeout;

/// How long one batch may take. A store that hangs keeps nobody longer: its batch is given up,
/// and who comes next begins anew.
const LIMIT: Duration = Duration::from_secs(5);

/// A gathering place for one kind of question.
pub struct Gathered<Q, A>(Arc<Mutex<Place<Q, A>>>);

struct Place<Q, A> {
    waiting: Vec<(Q, oneshot::Sender<A>)>,
    /// Whether somebody sees to those who wait.
    busy: bool,
}

impl<Q, A> Default for Gathered<Q, A> {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Place { waiting: Vec::new(), busy: false })))
    }
}

impl<Q, A> Gathered<Q, A>
where
    Q: Send + 'static,
    A: Send + 'static,
{
    /// The answer to `question`. `answer` is put all questions that have gathered, and gives an
    /// answer for each in their order; it begins after the question was asked, so that what it
    /// reads is never older. `None` when it broke down or took more than 5 s.
    pub async fn ask<F, R>(&self, question: Q, answer: F) -> Option<A>
    where
        F: Fn(Vec<Q>) -> R + Send + 'static,
        R: Future<Output = Vec<A>> + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        let is_first = {
            let mut place = lock(&self.0);
            place.waiting.push((question, sender));
            !mem::replace(&mut place.busy, true)
        };
        if is_first {
            // A task of its own: the request that came first may go away before the others.
            let attending = Attending { place: Arc::clone(&self.0), finished: false };
            tokio::spawn(serve(attending, answer));
        }
        receiver.await.ok()
    }
}

async fn serve<Q, A, F, R>(mut attending: Attending<Q, A>, answer: F)
where
    F: Fn(Vec<Q>) -> R,
    R: Future<Output = Vec<A>>,
{
    loop {
        let gathered = {
            let mut place = lock(&attending.place);
            if place.waiting.is_empty() {
                place.busy = false;
                attending.finished = true;
                return;
            }
            mem::take(&mut place.waiting)
        };
        let (questions, senders): (Vec<_>, Vec<_>) = gathered.into_iter().unzip();
        let Ok(answers) = timeout(LIMIT, answer(questions)).await else { return };
        for (sender, answer) in senders.into_iter().zip(answers) {
            // A request that is gone does not hear of its answer.
            let _ = sender.send(answer);
        }
    }
}

/// Who sees to a place. When that breaks off, those who wait are told, and the next question
/// finds the place free.
struct Attending<Q, A> {
    place: Arc<Mutex<Place<Q, A>>>,
    finished: bool,
}

impl<Q, A> Drop for Attending<Q, A> {
    fn drop(&mut self) {
        if !self.finished {
            let mut place = lock(&self.place);
            place.waiting.clear();
            place.busy = false;
        }
    }
}

fn lock<Q, A>(place: &Mutex<Place<Q, A>>) -> MutexGuard<'_, Place<Q, A>> {
    place.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[tokio::test]
    async fn who_comes_meanwhile_is_answered_together() {
        let batches = Arc::new(AtomicUsize::new(0));
        let gathered = Gathered::<u32, u32>::default();
        let ask = |n| {
            let batches = Arc::clone(&batches);
            gathered.ask(n, move |questions: Vec<u32>| {
                batches.fetch_add(1, Ordering::Relaxed);
                async move {
                    tokio::task::yield_now().await;
                    questions.iter().map(|n| n * 2).collect()
                }
            })
        };
        let answers = tokio::join!(ask(1), ask(2), ask(3), ask(4));
        assert_eq!(answers, (Some(2), Some(4), Some(6), Some(8)));
        assert_eq!(batches.load(Ordering::Relaxed), 1);
        assert_eq!(ask(5).await, Some(10));
    }

    #[tokio::test]
    async fn a_breakdown_leaves_the_place_free() {
        let gathered = Gathered::<u32, u32>::default();
        let broken = gathered.ask(1, |_| async { panic!("as a test") });
        assert_eq!(broken.await, None);
        let sound = gathered.ask(2, |questions: Vec<u32>| async move { questions });
        assert_eq!(sound.await, Some(2));
    }
}
