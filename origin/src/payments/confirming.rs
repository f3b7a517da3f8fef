//! An attempt while the provider is asked: who works at it, under which key, and when again.
//!
//! The end of the lease is the proof of who has it: every step names the end that it knows, and
//! finds nothing to update once another worker has taken over.

use frontrow_shared::id::{AttemptId, OrderId};
use sqlx::{PgConnection, PgPool};
use time::OffsetDateTime;

use super::lease;
use super::provider::Failure;
use super::transition::AttemptState;
use super::verdict::Expected;
use crate::db::{IllegalMove, MoveError};

/// After the buyer's authentication Toss waits ten minutes for the confirm; the eleventh is for
/// a confirm under way.
const CONFIRM_SECONDS: f64 = 660.0;

/// A confirming attempt that this worker has.
#[derive(Debug, Clone)]
pub struct Leased {
    /// The attempt.
    pub attempt: AttemptId,
    /// Its order.
    pub order: OrderId,
    /// What the provider is to answer about.
    pub expected: Expected,
    /// Idempotency key of the confirm.
    pub confirm_key: String,
    /// How often the provider was asked without an answer.
    pub tries: i32,
    /// Whether the provider may have been asked before: by us, or by a process that is gone.
    pub tried: bool,
    round: i32,
    until: OffsetDateTime,
}

/// Key of one try to call off a payment whose money is yet to come.
#[must_use]
pub fn call_off_key(attempt: AttemptId) -> String {
    format!("co-{}-{}", attempt.0.simple(), uuid::Uuid::new_v4().simple())
}

/// The key of a round: the plain one first, then numbered.
fn key_of(prefix: &str, id: uuid::Uuid, round: i32) -> String {
    match round {
        0 => format!("{prefix}-{}", id.simple()),
        n => format!("{prefix}-{}-{n}", id.simple()),
    }
}

/// Starts the confirm: created → confirming, with a stored key and a lease. The order is locked.
///
/// # Errors
/// An attempt that is not open; PostgreSQL, also when the payment belongs to another attempt
/// (`payment_attempts_payment_key`).
pub async fn begin(
    conn: &mut PgConnection,
    attempt: AttemptId,
    from: AttemptState,
    payment_key: &str,
) -> Result<Leased, MoveError> {
    let to = AttemptState::Confirming;
    IllegalMove::unless(from.may_become(to), "attempt", from.as_str(), to.as_str())?;
    let row = sqlx::query!(
        r#"update payment_attempts
           set state = 'confirming', payment_key = $3, confirm_key = $4,
               confirm_started_at = frontrow_now(), updated_at = frontrow_now(),
               lease_until = frontrow_now() + make_interval(secs => $5)
           where id = $1 and state = $2
           returning order_id, provider_order_id, amount, currency, confirm_round, tries,
                     lease_until as "until!""#,
        attempt.0,
        from.as_str(),
        payment_key,
        key_of("cf", attempt.0, 0),
        lease::SECONDS,
    )
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else {
        IllegalMove::unless(false, "attempt", from.as_str(), to.as_str())?;
        return Err(sqlx::Error::RowNotFound.into());
    };
    Ok(Leased {
        attempt,
        order: OrderId(row.order_id),
        expected: Expected {
            payment_key: payment_key.to_owned(),
            provider_order_id: row.provider_order_id,
            amount: row.amount,
            currency: row.currency,
        },
        confirm_key: key_of("cf", attempt.0, row.confirm_round),
        tries: row.tries,
        tried: false,
        round: row.confirm_round,
        until: row.until,
    })
}

/// Takes the lease of up to `limit` confirming attempts that nobody works at and whose time has
/// come, or of the one named whatever its time.
///
/// # Errors
/// What PostgreSQL says.
pub async fn take(pool: &PgPool, only: Option<AttemptId>, limit: i64) -> sqlx::Result<Vec<Leased>> {
    let rows = sqlx::query!(
        r#"update payment_attempts a
           set lease_until = frontrow_now() + make_interval(secs => $3)
           from (select id from payment_attempts
                 where state = 'confirming'
                   and (lease_until is null or lease_until <= frontrow_now())
                   and (id = $1
                        or ($1 is null and (next_try_at is null or next_try_at <= frontrow_now())))
                 order by next_try_at nulls first, confirm_started_at limit $2 for update skip locked) due
           where a.id = due.id
           returning a.id, a.order_id, a.provider_order_id, a.payment_key as "payment_key!",
                     a.amount, a.currency, a.confirm_round, a.tries, a.lease_until as "until!""#,
        only.map(|id| id.0),
        limit,
        lease::SECONDS,
    )
    .fetch_all(pool)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Leased {
            attempt: AttemptId(row.id),
            order: OrderId(row.order_id),
            expected: Expected {
                payment_key: row.payment_key,
                provider_order_id: row.provider_order_id,
                amount: row.amount,
                currency: row.currency,
            },
            confirm_key: key_of("cf", row.id, row.confirm_round),
            tries: row.tries,
            tried: true,
            round: row.confirm_round,
            until: row.until,
        })
        .collect())
}

impl Leased {
    /// Prolongs the lease before a call, and stores the key that it uses. False when another worker has the attempt now, or it is not confirming any more.
    ///
    /// # Errors
    /// What PostgreSQL says.
    pub async fn about_to_ask(&mut self, pool: &PgPool) -> sqlx::Result<bool> {
        let until = sqlx::query_scalar!(
            r#"update payment_attempts
               set lease_until = frontrow_now() + make_interval(secs => $3),
                   confirm_key = $4, confirm_round = $5
               where id = $1 and state = 'confirming' and lease_until = $2
               returning lease_until as "until!""#,
            self.attempt.0,
            self.until,
            lease::SECONDS,
            self.confirm_key,
            self.round,
        )
        .fetch_optional(pool)
        .await?;
        self.until = until.unwrap_or(self.until);
        Ok(until.is_some())
    }

    /// Key of a call that calls off a payment whose money is yet to come: a new one at each try.
    /// The provider repeats a refusal under its key, and nothing that was paid can go back twice.
    #[must_use]
    pub fn call_off_key(&self) -> String {
        call_off_key(self.attempt)
    }

    /// Goes on to the next key; stored by the next [`Self::about_to_ask`], before it is used.
    pub fn next_key(&mut self) {
        self.round += 1;
        self.confirm_key = key_of("cf", self.attempt.0, self.round);
    }

    /// Whether the time in which the provider could have confirmed is over.
    ///
    /// # Errors
    /// What PostgreSQL says.
    pub async fn confirm_time_is_over(&self, pool: &PgPool) -> sqlx::Result<bool> {
        let over = sqlx::query_scalar!(
            r#"select coalesce(
                 confirm_started_at + make_interval(secs => $2) <= frontrow_now(), false) as "over!"
               from payment_attempts where id = $1"#,
            self.attempt.0,
            CONFIRM_SECONDS,
        );
        over.fetch_one(pool).await
    }

    /// Lets go of an attempt that is still unknown; the reconciler looks again after `wait_ms`,
    /// or never when there is nothing to wait for.
    ///
    /// # Errors
    /// What PostgreSQL says.
    pub async fn let_go(
        self,
        pool: &PgPool,
        failure: &Failure,
        wait_ms: Option<u64>,
    ) -> sqlx::Result<()> {
        let seconds = wait_ms.map(|ms| std::time::Duration::from_millis(ms).as_secs_f64());
        sqlx::query!(
            "update payment_attempts
             set lease_until = null, tries = $3, confirm_key = $4, confirm_round = $5,
                 failure_code = $6, failure_message = $7,
                 next_try_at = coalesce(
                   frontrow_now() + make_interval(secs => $8), 'infinity'::timestamptz)
             where id = $1 and state = 'confirming' and lease_until = $2",
            self.attempt.0,
            self.until,
            self.tries,
            self.confirm_key,
            self.round,
            failure.code,
            failure.message,
            seconds,
        )
        .execute(pool)
        .await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_round_has_its_own_key() {
        let id = uuid::Uuid::from_u128(0xab);
        assert_eq!(key_of("cf", id, 0), format!("cf-{}", id.simple()));
        assert_eq!(key_of("cf", id, 2), format!("cf-{}-2", id.simple()));
    }
}
