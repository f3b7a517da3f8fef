//! Refunds in PostgreSQL: made, moved, and leased to one worker at a time, as attempts are.

use frontrow_shared::id::{AttemptId, OrderId, RefundId};
use sqlx::{PgConnection, PgExecutor, PgPool};
use time::OffsetDateTime;
use uuid::Uuid;

use super::provider::{Cancel, Failure};
use super::transition::{RefundState, UnknownState};
use crate::db::{IllegalMove, MoveError};

const MACHINE: &str = "refund";
/// Seconds of a lease: a cancel may take 60, a read 10.
const LEASE_SECONDS: f64 = 90.0;

/// Who asked for a refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The buyer.
    Buyer,
    /// Staff.
    Staff,
    /// Nobody: there is money but no seat for it.
    SeatLost,
}

impl Source {
    /// Its name in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Buyer => "buyer",
            Self::Staff => "staff",
            Self::SeatLost => "seat_lost",
        }
    }
}

/// A new refund.
#[derive(Debug)]
pub struct NewRefund<'a> {
    /// Its id.
    pub id: RefundId,
    /// The order.
    pub order: OrderId,
    /// The attempt whose money goes back.
    pub attempt: AttemptId,
    /// Minor units.
    pub amount: i64,
    /// ISO 4217 code.
    pub currency: &'a str,
    /// Why, in words for the buyer's bank statement.
    pub reason: &'a str,
    /// Who asked.
    pub source: Source,
    /// What could be given back before it.
    pub balance_before: i64,
}

/// Asks for a refund. The order is locked.
///
/// # Errors
/// What PostgreSQL says; another refund of the order may be under way (`refunds_live_key`).
pub async fn insert(conn: &mut PgConnection, new: &NewRefund<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into refunds (id, order_id, attempt_id, amount, currency, reason, source,
                              provider_key, balance_before)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        new.id.0,
        new.order.0,
        new.attempt.0,
        new.amount,
        new.currency,
        format!("{} ({})", new.reason, new.id),
        new.source.as_str(),
        key_of(new.id, 0),
        new.balance_before,
    )
    .execute(conn)
    .await?;
    Ok(())
}

fn key_of(id: RefundId, round: i32) -> String {
    match round {
        0 => format!("rf-{}", id.0.simple()),
        n => format!("rf-{}-{n}", id.0.simple()),
    }
}

/// How a refund stands.
#[derive(Debug, Clone)]
pub struct RefundRow {
    /// `rfd_…`
    pub id: RefundId,
    /// Where it stands.
    pub state: RefundState,
    /// Minor units.
    pub amount: i64,
}

fn state_of(text: &str) -> sqlx::Result<RefundState> {
    text.parse().map_err(|error: UnknownState| sqlx::Error::Decode(Box::new(error)))
}

/// The newest refund of the money that paid the order.
///
/// # Errors
/// What PostgreSQL says.
pub async fn newest<'e>(
    db: impl PgExecutor<'e>,
    order: OrderId,
) -> sqlx::Result<Option<RefundRow>> {
    let row = sqlx::query!(
        "select r.id, r.state, r.amount
         from refunds r join payment_attempts a on a.id = r.attempt_id
         where r.order_id = $1 and a.state = 'captured' order by r.id desc limit 1",
        order.0,
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        Ok(RefundRow { id: RefundId(row.id), state: state_of(&row.state)?, amount: row.amount })
    })
    .transpose()
}

/// Whether the attempt's money is on its way back, or was given back.
///
/// # Errors
/// What PostgreSQL says.
pub async fn covers(conn: &mut PgConnection, attempt: AttemptId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists(select 1 from refunds where attempt_id = $1 and state <> 'failed')
           as "covered!""#,
        attempt.0,
    )
    .fetch_one(conn)
    .await
}

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
           from (select r.id, a.payment_key
                 from refunds r join payment_attempts a on a.id = r.attempt_id
                 where r.state in ('requested', 'sending', 'unknown')
                   and (r.lease_until is null or r.lease_until <= frontrow_now())
                   and (r.id = $1 or ($1 is null
                        and (r.next_try_at is null or r.next_try_at <= frontrow_now())))
                 order by r.id limit $2 for update of r skip locked) due
           where r.id = due.id
           returning r.id, r.order_id, r.attempt_id, r.amount, r.reason, r.balance_before,
                     r.provider_round, r.tries, r.lease_until as "until!",
                     due.payment_key as "payment_key!""#,
        only.map(|id| id.0),
        limit,
        LEASE_SECONDS,
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
            amount: self.amount,
            balance_before: self.balance_before,
            reason: self.reason.clone(),
            idempotency_key: key_of(self.refund, self.round),
        }
    }

    /// Prolongs the lease before a call and stores the key that it uses. False when another
    /// worker has the refund now, or it has ended.
    ///
    /// # Errors
    /// What PostgreSQL says.
    pub async fn about_to_ask(&mut self, pool: &PgPool) -> sqlx::Result<bool> {
        let until = sqlx::query_scalar!(
            r#"update refunds
               set lease_until = frontrow_now() + make_interval(secs => $3),
                   provider_key = $4, provider_round = $5
               where id = $1 and state = 'sending' and lease_until = $2
               returning lease_until as "until!""#,
            self.refund.0,
            self.until,
            LEASE_SECONDS,
            key_of(self.refund, self.round),
            self.round,
        )
        .fetch_optional(pool)
        .await?;
        self.until = until.unwrap_or(self.until);
        Ok(until.is_some())
    }

    /// Goes on to the next key; stored by the next [`Self::about_to_ask`], before it is used.
    pub fn next_key(&mut self) {
        self.round += 1;
    }

    /// Lets go of a refund that is still unknown; the reconciler looks again after `wait_ms`.
    ///
    /// # Errors
    /// What PostgreSQL says.
    pub async fn let_go(self, pool: &PgPool, failure: &Failure, wait_ms: u64) -> sqlx::Result<()> {
        sqlx::query!(
            "update refunds
             set state = 'unknown', lease_until = null, tries = $3, provider_round = $4,
                 failure_code = $5, failure_message = $6, updated_at = frontrow_now(),
                 next_try_at = frontrow_now() + make_interval(secs => $7)
             where id = $1 and state = 'sending' and lease_until = $2",
            self.refund.0,
            self.until,
            self.tries,
            self.round,
            failure.code,
            failure.message,
            std::time::Duration::from_millis(wait_ms).as_secs_f64(),
        )
        .execute(pool)
        .await?;
        Ok(())
    }
}

/// Where a refund stands, and whether it gives back a sale rather than money without a seat.
#[derive(Debug, Clone, Copy)]
pub struct Ending {
    /// Where it stands.
    pub state: RefundState,
    /// Whether buyer or staff asked for it.
    pub of_sale: bool,
}

/// Locks a refund. The order is locked before it.
///
/// # Errors
/// What PostgreSQL says; also when there is none.
pub async fn lock(conn: &mut PgConnection, id: RefundId) -> sqlx::Result<Ending> {
    let row = sqlx::query!(
        r#"select state, source <> 'seat_lost' as "of_sale!" from refunds where id = $1 for update"#,
        id.0,
    )
    .fetch_one(conn)
    .await?;
    Ok(Ending { state: state_of(&row.state)?, of_sale: row.of_sale })
}

/// The provider has answered: sending → done or failed.
///
/// # Errors
/// A refund that is not being sent; PostgreSQL.
pub async fn end(
    conn: &mut PgConnection,
    id: RefundId,
    to: RefundState,
    transaction_key: Option<&str>,
    failure: Option<&Failure>,
) -> Result<(), MoveError> {
    let from = RefundState::Sending;
    IllegalMove::unless(from.may_become(to), MACHINE, from.as_str(), to.as_str())?;
    let done = sqlx::query!(
        "update refunds
         set state = $2, transaction_key = $3, failure_code = $4, failure_message = $5,
             lease_until = null, next_try_at = null, updated_at = frontrow_now()
         where id = $1 and state = 'sending'",
        id.0,
        to.as_str(),
        transaction_key,
        failure.map(|failure| failure.code.as_str()),
        failure.map(|failure| failure.message.as_str()),
    )
    .execute(conn)
    .await?;
    Ok(IllegalMove::unless_moved(&done, MACHINE, from.as_str(), to.as_str())?)
}

/// The refund of the order that is under way.
///
/// # Errors
/// What PostgreSQL says.
pub async fn open(pool: &PgPool, order: OrderId) -> sqlx::Result<Option<Uuid>> {
    sqlx::query_scalar!(
        "select id from refunds
         where order_id = $1 and state in ('requested', 'sending', 'unknown')",
        order.0,
    )
    .fetch_optional(pool)
    .await
}

/// Why the newest refund of an order was refused.
///
/// # Errors
/// What PostgreSQL says.
pub async fn failure(pool: &PgPool, order: OrderId) -> sqlx::Result<Option<String>> {
    let code = sqlx::query_scalar!(
        "select failure_code from refunds where order_id = $1 order by id desc limit 1",
        order.0,
    );
    Ok(code.fetch_optional(pool).await?.flatten())
}
