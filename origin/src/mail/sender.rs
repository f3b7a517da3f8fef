//! The job that sends what waits. Every replica runs it; a mail that one has leased is not
//! taken up by another. Dies a process while it sends, the lease runs out and the mail is sent
//! again: twice is better than never.

use std::time::Duration;

use super::{Letter, MailFailure, MailPort, Pending, Waiting, store};
use crate::state::AppState;

/// Tries before a mail is given up; with the waits between them, four to eight hours.
pub const TRIES_MAX: i32 = 18;
/// How long a try may take before another worker may begin one.
const LEASE_S: i32 = 120;
/// How long one try may take: less than the lease, so that two never send at once.
const TRY_LIMIT: Duration = Duration::from_secs(100);
/// Mails sent at once by one process.
const SENDERS: usize = 4;
/// Mails that one sender sends in one round.
const ROUND: usize = 100;
const PERIOD: Duration = Duration::from_secs(1);
const WAIT_BASE_MS: u64 = 2_000;
const WAIT_CAP_MS: u64 = 60 * 60_000;
/// Days for which it stays known that a mail was sent.
const KEPT_DAYS: i32 = 30;
/// The longest reason that is kept, in characters.
const FAILURE_MAX: usize = 200;

/// Writes the text of a capability's mails; nothing, when there is nobody to write to any more.
pub type Compose =
    for<'a> fn(&'a AppState, &'a Waiting) -> Pending<'a, anyhow::Result<Option<Letter>>>;

/// Who writes what: the word before the dot of a mail's kind, and its writer.
pub type Writers = &'static [(&'static str, Compose)];

/// Starts sending. Without a port mail waits in its table, for a day at most.
pub fn start_jobs(state: &AppState, writers: Writers) {
    if state.mail.is_none() {
        tracing::warn!("mail waits: set FRONTROW_SMTP_URL, or FRONTROW_MAIL_DIR in development");
    }
    let senders = if state.mail.is_some() { SENDERS } else { 0 };
    for _ in 0..senders {
        let app = state.clone();
        state.jobs.every("send_mail", PERIOD, move || {
            let app = app.clone();
            async move { round(&app, writers).await }
        });
    }
    let app = state.clone();
    state.jobs.every("forget_mail", Duration::from_secs(3_600), move || {
        let app = app.clone();
        async move { forget(&app).await }
    });
}

/// Forgets what ended long ago, and what could not be sent for a day.
///
/// # Errors
/// PostgreSQL.
pub async fn forget(state: &AppState) -> sqlx::Result<()> {
    store::sweep(&state.db, KEPT_DAYS).await.map(|_| ())
}

/// Sends what is due.
///
/// # Errors
/// PostgreSQL; a single mail's failure is its own affair.
pub async fn round(state: &AppState, writers: Writers) -> sqlx::Result<()> {
    let Some(port) = &state.mail else { return Ok(()) };
    let stopping = state.jobs.stopping();
    for _ in 0..ROUND {
        if stopping.is_cancelled() {
            return Ok(());
        }
        let Some(mail) = store::lease(&state.db, LEASE_S).await? else { return Ok(()) };
        one(state, port.as_ref(), writers, &mail).await?;
    }
    Ok(())
}

async fn one(
    state: &AppState,
    port: &dyn MailPort,
    writers: Writers,
    mail: &Waiting,
) -> sqlx::Result<()> {
    let failure = match compose(state, writers, mail).await {
        Ok(None) => return store::drop(&state.db, mail.id).await,
        Ok(Some(letter)) => match tokio::time::timeout(TRY_LIMIT, port.send(mail.id, &letter))
            .await
            .unwrap_or_else(|_| Err(MailFailure::Later("it took too long".to_owned())))
        {
            Ok(()) => {
                metrics::counter!("frontrow_mails_total", "end" => "sent").increment(1);
                return store::end(&state.db, mail.id, None).await;
            }
            Err(failure) => failure,
        },
        Err(error) => MailFailure::Later(format!("{error:#}")),
    };
    let reason: String = failure.to_string().chars().take(FAILURE_MAX).collect();
    if matches!(failure, MailFailure::Refused(_)) || mail.tries >= TRIES_MAX {
        metrics::counter!("frontrow_mails_total", "end" => "given_up").increment(1);
        tracing::error!(mail = %mail.id, kind = mail.kind, reason, "a mail was given up");
        return store::end(&state.db, mail.id, Some(&reason)).await;
    }
    metrics::counter!("frontrow_mail_tries_failed_total").increment(1);
    tracing::warn!(mail = %mail.id, kind = mail.kind, reason, "a mail could not be sent yet");
    let tries = u32::try_from(mail.tries).unwrap_or(0);
    let wait = i64::try_from(wait_ms(tries, rand::random())).unwrap_or(i64::MAX);
    store::put_off(&state.db, (mail.id, mail.tries), wait, &reason).await
}

/// Milliseconds to wait after try `tries`: anywhere between the half and the whole of a ceiling
/// that doubles. Full jitter ([`crate::backoff`]) would do for the server, but has no least sum,
/// and so no time for which a mail is sure to be kept.
fn wait_ms(tries: u32, random: u64) -> u64 {
    let half = (WAIT_BASE_MS << tries.min(20)).min(WAIT_CAP_MS) / 2;
    half + random % (half + 1)
}

async fn compose(
    state: &AppState,
    writers: Writers,
    mail: &Waiting,
) -> anyhow::Result<Option<Letter>> {
    let owner = mail.kind.split('.').next().unwrap_or_default();
    let writer = writers.iter().find(|(name, _)| *name == owner);
    let (_, write) = writer.ok_or_else(|| anyhow::anyhow!("nobody writes {} mails", mail.kind))?;
    write(state, mail).await
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR_MS: u64 = 3_600_000;

    #[test]
    fn a_mail_is_tried_for_four_hours_at_least_and_less_than_the_day_for_which_it_is_kept() {
        let last = u32::try_from(TRIES_MAX).unwrap();
        let least: u64 = (1..last).map(|tries| wait_ms(tries, 0)).sum();
        assert!(least >= 4 * HOUR_MS, "{least}");
        // No random number makes more of a wait than twice the least.
        for random in [1, 1_999, 2_000, 1_800_000, u64::MAX] {
            assert!((1..40).all(|tries| wait_ms(tries, random) <= 2 * wait_ms(tries, 0)));
        }
        assert!(2 * least < 9 * HOUR_MS, "{least}");
    }
}
