//! Many connections, each with one request under way: the same client for limit and ours.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use tokio::task::JoinSet;

/// One connection that asks and reads the whole answer before it asks again.
pub(crate) trait Wire: Sized + Send + 'static {
    /// Connects to `127.0.0.1:port`.
    fn connect(port: u16) -> impl Future<Output = Result<Self>> + Send;

    /// Sends a request; the answer's bytes, valid until the next one.
    fn ask(&mut self, request: &[u8]) -> impl Future<Output = Result<&[u8]>> + Send;
}

/// Connections that are ready.
pub(crate) struct Crowd<W>(Vec<W>);

impl<W: Wire> Crowd<W> {
    /// Opens `size` connections. Make it anew for each round: servers close idle ones.
    pub(crate) async fn connect(size: usize, port: u16) -> Result<Self> {
        let mut wires = Vec::new();
        for _ in 0..size {
            wires.push(W::connect(port).await?);
        }
        Ok(Self(wires))
    }

    /// Sends every request once, whoever is free the next; how many a second.
    ///
    /// # Errors
    /// A lost connection, or an answer that is not `good`: its bytes.
    pub(crate) async fn send(
        self,
        requests: Arc<Vec<Vec<u8>>>,
        good: fn(&[u8]) -> bool,
    ) -> Result<f64> {
        Ok(self.exchange(requests, good, |_| ()).await?.0)
    }

    /// As [`Crowd::send`], keeping what `keep` takes of each answer, in the requests' order.
    pub(crate) async fn exchange<T: Send + 'static>(
        self,
        requests: Arc<Vec<Vec<u8>>>,
        good: fn(&[u8]) -> bool,
        keep: fn(&[u8]) -> T,
    ) -> Result<(f64, Vec<T>)> {
        let next = Arc::new(AtomicUsize::new(0));
        let mut tasks = JoinSet::new();
        let began = Instant::now();
        for mut wire in self.0 {
            let (requests, next) = (Arc::clone(&requests), Arc::clone(&next));
            tasks.spawn(async move {
                let mut kept = Vec::new();
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    let Some(request) = requests.get(n) else { return Ok(kept) };
                    let answer = wire.ask(request).await?;
                    if !good(answer) {
                        bail!("answered with {}", String::from_utf8_lossy(answer));
                    }
                    kept.push((n, keep(answer)));
                }
            });
        }
        let mut all = Vec::with_capacity(requests.len());
        while let Some(done) = tasks.join_next().await {
            all.extend(done.context("a client broke")??);
        }
        let count = u32::try_from(requests.len()).context("too many requests")?;
        let pace = f64::from(count) / began.elapsed().as_secs_f64();
        all.sort_unstable_by_key(|(n, _)| *n);
        Ok((pace, all.into_iter().map(|(_, kept)| kept).collect()))
    }
}
