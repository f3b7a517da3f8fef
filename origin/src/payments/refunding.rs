//! A refund while the provider is asked: who works at it, under which key, and when again.
//!
//! As with attempts, the end of the lease is the proof of who has it.

use frontrow_shared::id::{AttemptId, OrderId, RefundId};
use sqlx::PgPool;
use time::OffsetDateTime;

use super::lease;
use super::provider::{Cancel, Failure, Part};
use super::refunds::key_of;

/// A refund that this worker has; in state sending.
#[derive(Debug, Clone)]
pub struct Leased {
    /// The refund.
    pub refund: RefundId,
    /// Its order.
    pub order: OrderId,
    /// The attempt whose money goes back.
    pub attempt: AttemptId,
    /// Minor units.
    pub amount: i64,
    /// How often the provider was asked without an answer.
    pub tries: i32,
    /// Whether the provider may have been asked before: by us, or by a process that is gone.
    pub tried: bool,
    payment_key: String,
    reason: String,
    balance_before: i64,
    round: i32,
    until: OffsetDateTime,
}

/// Takes the lease of up to `limit` refunds that nobody works at and whose time has come, or of
/// the one named whatever its time: requested and unknown → sending.
///
/// # Errors
/// What PostgreSQL says.
pub async fn take(pool: &PgPool, only: Option<RefundId>, limit: i64) -> sqlx::Result<Vec<Leased>> {
    let rows = sqlx::query!(
        r#"update refunds r
           set state = 'sending', updated_at = frontrow_now(),
               lease_until = frontrow_now() + make_interval(secs => $3)
           from (select r.id, r.state as was, coalesce(r.payment_key, a.payment_key) as payment_key
                 from refunds r join payment_attempts a on a.id = r.attempt_id
                 where r.state in ('requested', 'sending', 'unknown')
                   and (r.lease_until is null or r.lease_until <= frontrow_now())
                   and (r.id = $1 or ($1 is null
                        and (r.next_try_at is null or r.next_try_at <= frontrow_now())))
                 order by r.next_try_at nulls first, r.id limit $2 for update of r skip locked) due
           where r.id = due.id
           returning r.id, r.order_id, r.attempt_id, r.amount, r.reason, r.balance_before,
                     r.provider_round, r.tries, r.lease_until as "until!",
                     due.was <> 'requested' as "tried!", due.payment_key as "payment_key!""#,
        only.map(|id| id.0),
        limit,
        lease::SECONDS,
    )
    .fetch_all(pool)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Leased {
            refund: RefundId(row.id),
            order: OrderId(row.order_id),
            attempt: AttemptId(row.attempt_id),
            amount: row.amount,
            tries: row.tries,
            tried: row.tried,
            payment_key: row.payment_key,
            reason: row.reason,
            balance_before: row.balance_before,
            round: row.provider_round,
            until: row.until,
        })
        .collect())
}

impl Leased {
    /// By what our refund is found in the provider's list.
    #[must_use]
    pub fn mark(&self) -> String {
        self.refund.to_string()
    }

    /// The provider's name of the payment.
    #[must_use]
    pub fn payment_key(&self) -> &str {
        &self.payment_key
    }

    /// The call to make.
    #[must_use]
    pub fn request(&self) -> Cancel {
        Cancel {
            payment_key: self.payment_key.clone(),
            part: Some(Part { amount: self.amount, balance_before: self.balance_before }),
            reason: self.reason.clone(),
            idempotency_key: key_of(self.refund, self.round),
        }
    }

    /// Prolongs the lease before a call and stores the key and the amount that it uses. False when another
    /// worker has the refund now, or it has ended.
    ///
    /// # Errors
    /// What PostgreSQL says.
    pub async fn about_to_ask(&mut self, pool: &PgPool) -> sqlx::Result<bool> {
        let until = sqlx::query_scalar!(
            r#"update refunds
               set lease_until = frontrow_now() + make_interval(secs => $3),
                   provider_key = $4, provider_round = $5, amount = $6, balance_before = $7
               where id = $1 and state = 'sending' and lease_until = $2
               returning lease_until as "until!""#,
            self.refund.0,
            self.until,
            lease::SECONDS,
            key_of(self.refund, self.round),
            self.round,
            self.amount,
            self.balance_before,
        )
        .fetch_optional(pool)
        .await?;
        self.until = until.unwrap_or(self.until);
        Ok(until.is_some())
    }

    /// Goes on to the next key, for what is left of the payment and never for more; stored by the
    /// next [`Self::about_to_ask`], before it is used.
    pub fn next_key(&mut self, left: i64) {
        self.round += 1;
        self.amount = self.amount.min(left);
        self.balance_before = left;
    }

    /// Lets go of a refund that is still unknown; the reconciler looks again after `wait_ms`.
    ///
    /// # Errors
    /// What PostgreSQL says.
    pub async fn let_go(self, pool: &PgPool, failure: &Failure, wait_ms: u64) -> sqlx::Result<()> {
        let seconds = std::time::Duration::from_millis(wait_ms).as_secs_f64();
        sqlx::query!(
            "update refunds
             set state = 'unknown', lease_until = null, tries = $3, provider_round = $4,
                 failure_code = $5, failure_message = $6, updated_at = frontrow_now(),
                 next_try_at = frontrow_now() + make_interval(secs => $7),
                 amount = $8, balance_before = $9
             where id = $1 and state = 'sending' and lease_until = $2",
            self.refund.0,
            self.until,
            self.tries,
            self.round,
            failure.code,
            failure.message,
            seconds,
            self.amount,
            self.balance_before,
        )
        .execute(pool)
        .await?;
        Ok(())
    }
}
