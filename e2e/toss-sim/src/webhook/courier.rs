//! Carries webhooks to the merchant.

use std::time::Duration;

use tokio::task::JoinSet;

use super::Attempt;
use super::outbox::Parcel;
use crate::state::Sim;

/// The merchant must answer within this, in real time.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// How often the clock is looked at when nothing else happens: windows close and retries come
/// due by themselves.
const TICK: Duration = Duration::from_millis(500);

/// The HTTP client that delivers.
pub(crate) struct Courier {
    client: reqwest::Client,
}

impl Courier {
    /// # Errors
    /// If the TLS backend cannot start.
    pub(crate) fn new() -> reqwest::Result<Self> {
        // The merchant is on this machine: no proxy. A redirect is not a 200.
        let client = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(ANSWER_WITHIN)
            .build()?;
        Ok(Self { client })
    }

    /// Delivers what is due, for ever.
    pub(crate) async fn run(self, sim: Sim) {
        let mut tries = JoinSet::new();
        loop {
            while tries.try_join_next().is_some() {}
            let due = sim.with(|world, now| world.webhooks.take_due(now));
            if let Some(url) = &sim.config().webhook_url {
                for parcel in due {
                    tries.spawn(deliver(sim.clone(), self.client.clone(), url.clone(), parcel));
                }
            }
            tokio::select! {
                () = sim.webhooks_due() => {}
                () = tokio::time::sleep(TICK) => {}
            }
        }
    }
}

async fn deliver(sim: Sim, client: reqwest::Client, url: reqwest::Url, parcel: Parcel) {
    let sent = client
        .post(url)
        .header("content-type", "application/json")
        .header("tosspayments-webhook-transmission-time", parcel.time)
        .header("tosspayments-webhook-transmission-retried-count", parcel.retried.to_string())
        .header("tosspayments-webhook-transmission-id", &parcel.id)
        .body(parcel.body)
        .send()
        .await;
    let (status, error) = match sent {
        Ok(answer) => (Some(answer.status().as_u16()), None),
        Err(error) => (None, Some(error.to_string())),
    };
    sim.with(|world, now| {
        world.webhooks.finish(&parcel.id, Attempt { at_ms: now, status, error });
    });
}
