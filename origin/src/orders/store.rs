//! Orders in PostgreSQL. An order's row is the first lock of every transaction that changes it.

use frontrow_shared::id::{AccountId, HoldId, OrderId, PassId, PerformanceId, SaleId, SeatNo};
use frontrow_shared::money::Currency;
use sqlx::{PgConnection, PgExecutor, PgPool};
use time::OffsetDateTime;
use uuid::Uuid;

use super::OrderError;
use super::quote::{Quote, QuoteLine};
use super::transition::OrderState;
use crate::db::{IllegalMove, MoveError};
use crate::ledger::Amounts;

const MACHINE: &str = "order";

/// An order.
#[derive(Debug, Clone)]
pub(super) struct OrderRow {
    pub(super) id: OrderId,
    pub(super) account: AccountId,
    pub(super) sale: SaleId,
    pub(super) performance: PerformanceId,
    pub(super) seller: Option<Uuid>,
    pub(super) state: OrderState,
    pub(super) quote: Quote,
    pub(super) pass: Option<PassId>,
    pub(super) deadline_at: OffsetDateTime,
    pub(super) remaining_ms: i64,
    pub(super) created_at: OffsetDateTime,
}

impl OrderRow {
    /// Its seats, in seat order.
    pub(super) fn seats(&self) -> Vec<SeatNo> {
        self.quote.lines.iter().map(|line| line.seat_no).collect()
    }

    /// How many seats count towards the buyer's limit.
    pub(super) fn seat_count(&self) -> i32 {
        i32::try_from(self.quote.lines.len()).unwrap_or(i32::MAX)
    }

    pub(super) fn currency(&self) -> Currency {
        self.quote.total.currency
    }

    pub(super) fn total(&self) -> i64 {
        self.quote.total.minor
    }

    /// What goes into the books.
    pub(super) fn amounts(&self) -> Amounts {
        Amounts {
            price: self.quote.subtotal.minor,
            discount: self.quote.discount.minor,
            fees: self.quote.fees.minor,
        }
    }
}

struct Row {
    id: Uuid,
    account_id: Uuid,
    sale_id: Uuid,
    performance_id: Uuid,
    seller_id: Option<Uuid>,
    state: String,
    quote: serde_json::Value,
    pass_id: Option<Uuid>,
    deadline_at: OffsetDateTime,
    remaining_ms: i64,
    created_at: OffsetDateTime,
}

impl TryFrom<Row> for OrderRow {
    type Error = OrderError;

    fn try_from(row: Row) -> Result<Self, OrderError> {
        Ok(Self {
            id: OrderId(row.id),
            account: AccountId(row.account_id),
            sale: SaleId(row.sale_id),
            performance: PerformanceId(row.performance_id),
            seller: row.seller_id,
            state: row
                .state
                .parse()
                .map_err(|error: super::transition::UnknownState| unreadable(&error))?,
            quote: serde_json::from_value(row.quote).map_err(|error| unreadable(&error))?,
            pass: row.pass_id.map(PassId),
            deadline_at: row.deadline_at,
            remaining_ms: row.remaining_ms,
            created_at: row.created_at,
        })
    }
}

fn unreadable(error: &dyn std::error::Error) -> OrderError {
    OrderError::Unreadable(error.to_string())
}

/// A new order.
pub(super) struct NewOrder<'a> {
    pub(super) id: OrderId,
    pub(super) account: AccountId,
    pub(super) sale: SaleId,
    pub(super) performance: PerformanceId,
    pub(super) seller: Option<AccountId>,
    pub(super) quote: &'a Quote,
    pub(super) hold: HoldId,
    pub(super) pass: PassId,
    pub(super) minutes: i32,
    pub(super) key: &'a str,
    pub(super) request_hash: &'a [u8],
}

/// Inserts an order and its lines. Unique keys: `orders_idempotency_key`, `orders_hold_key`.
/// The account is held meanwhile: one that is being closed is waited for, and then refused.
pub(super) async fn insert(conn: &mut PgConnection, new: &NewOrder<'_>) -> Result<(), OrderError> {
    let quote = serde_json::to_value(new.quote).map_err(|error| unreadable(&error))?;
    let made = sqlx::query!(
        "insert into orders (id, account_id, sale_id, performance_id, seller_id, currency, subtotal,
                             discount, fees, total, quote, hold_id, pass_id, deadline_at,
                             idempotency_key, request_hash)
         select $1, a.id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
                frontrow_now() + make_interval(mins => $14), $15, $16
         from (select id from accounts where id = $2 and withdrawn_at is null for key share) a",
        new.id.0,
        new.account.0,
        new.sale.0,
        new.performance.0,
        new.seller.map(|id| id.0),
        new.quote.total.currency.code(),
        new.quote.subtotal.minor,
        new.quote.discount.minor,
        new.quote.fees.minor,
        new.quote.total.minor,
        quote,
        new.hold.0,
        new.pass.0,
        new.minutes,
        new.key,
        new.request_hash,
    )
    .execute(&mut *conn)
    .await?;
    if made.rows_affected() == 0 {
        return Err(OrderError::NoAccount);
    }
    let lines = &new.quote.lines;
    let money = |of: fn(&QuoteLine) -> i64| lines.iter().map(of).collect::<Vec<_>>();
    sqlx::query!(
        "insert into order_lines (order_id, seat_no, grade, price, discount, paid)
         select $1::uuid, line.* from unnest($2::int[], $3::text[], $4::bigint[], $5::bigint[],
                                       $6::bigint[]) as line",
        new.id.0,
        &lines.iter().map(|line| line.seat_no).collect::<Vec<_>>(),
        &lines.iter().map(|line| line.grade.clone()).collect::<Vec<_>>(),
        &money(|line| line.price.minor),
        &money(|line| line.discount.minor),
        &money(|line| line.paid.minor),
    )
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// The order that the same client request made before, with the hash of that request.
pub(super) async fn by_key(
    pool: &PgPool,
    account: AccountId,
    key: &str,
) -> sqlx::Result<Option<(OrderId, Vec<u8>)>> {
    let row = sqlx::query!(
        "select id, request_hash from orders where account_id = $1 and idempotency_key = $2",
        account.0,
        key,
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.map(|row| (OrderId(row.id), row.request_hash)))
}

/// The order that was made out of a hold.
pub(super) async fn by_hold(
    pool: &PgPool,
    account: AccountId,
    hold: HoldId,
) -> sqlx::Result<Option<OrderId>> {
    let id = sqlx::query_scalar!(
        "select id from orders where account_id = $1 and hold_id = $2",
        account.0,
        hold.0,
    );
    Ok(id.fetch_optional(pool).await?.map(OrderId))
}

/// The order, when it belongs to `account`, or whoever's it is.
pub(super) async fn read(
    pool: &PgPool,
    id: OrderId,
    account: Option<AccountId>,
) -> Result<OrderRow, OrderError> {
    sqlx::query_as!(
        Row,
        r#"select id, account_id, sale_id, performance_id, seller_id, state, quote, pass_id,
                  deadline_at, created_at,
                  (extract(epoch from deadline_at - frontrow_now()) * 1000)::bigint as "remaining_ms!"
           from orders where id = $1 and ($2::uuid is null or account_id = $2)"#,
        id.0,
        account.map(|id| id.0),
    )
    .fetch_optional(pool)
    .await?
    .ok_or(OrderError::NotFound)?
    .try_into()
}

/// The order, locked. What depends on the clock is asked in a second statement, as the time at
/// which the lock was got is what counts: [`is_in_time`].
pub(super) async fn lock(
    conn: &mut PgConnection,
    id: OrderId,
    account: Option<AccountId>,
) -> Result<OrderRow, OrderError> {
    sqlx::query_as!(
        Row,
        r#"select id, account_id, sale_id, performance_id, seller_id, state, quote, pass_id,
                  deadline_at, created_at, 0::bigint as "remaining_ms!"
           from orders where id = $1 and ($2::uuid is null or account_id = $2) for update"#,
        id.0,
        account.map(|id| id.0),
    )
    .fetch_optional(conn)
    .await?
    .ok_or(OrderError::NotFound)?
    .try_into()
}

/// Whether the deadline of a locked order is still to come.
pub(super) async fn is_in_time(conn: &mut PgConnection, id: OrderId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select deadline_at > frontrow_now() as "in_time!" from orders where id = $1"#,
        id.0,
    )
    .fetch_one(conn)
    .await
}

/// Moves a locked order.
pub(super) async fn advance(
    conn: &mut PgConnection,
    id: OrderId,
    from: OrderState,
    to: OrderState,
    review_reason: Option<&str>,
) -> Result<(), MoveError> {
    IllegalMove::unless(from.may_become(to), MACHINE, from.as_str(), to.as_str())?;
    let done = sqlx::query!(
        "update orders set state = $3, review_reason = $4, updated_at = frontrow_now()
         where id = $1 and state = $2",
        id.0,
        from.as_str(),
        to.as_str(),
        review_reason,
    )
    .execute(conn)
    .await?;
    Ok(IllegalMove::unless_moved(&done, MACHINE, from.as_str(), to.as_str())?)
}

/// The newest orders of a person before `before`.
pub(super) async fn page(
    pool: &PgPool,
    account: AccountId,
    before: Option<OrderId>,
    limit: i64,
) -> Result<Vec<OrderRow>, OrderError> {
    sqlx::query_as!(
        Row,
        r#"select id, account_id, sale_id, performance_id, seller_id, state, quote, pass_id,
                  deadline_at, created_at,
                  (extract(epoch from deadline_at - frontrow_now()) * 1000)::bigint as "remaining_ms!"
           from orders where account_id = $1 and ($2::uuid is null or id < $2)
           order by id desc limit $3"#,
        account.0,
        before.map(|id| id.0),
        limit,
    )
    .fetch_all(pool)
    .await?
    .into_iter()
    .map(TryInto::try_into)
    .collect()
}

/// Orders whose time to pay is over.
pub(super) async fn overdue(pool: &PgPool, limit: i64) -> sqlx::Result<Vec<OrderId>> {
    let ids = sqlx::query_scalar!(
        "select id from orders where state = 'awaiting_payment' and deadline_at <= frontrow_now()
         order by deadline_at limit $1",
        limit,
    );
    Ok(ids.fetch_all(pool).await?.into_iter().map(OrderId).collect())
}

/// Locks an overdue order unless somebody else has it: then it is being paid or expired.
pub(super) async fn lock_overdue(
    conn: &mut PgConnection,
    id: OrderId,
) -> Result<Option<OrderRow>, OrderError> {
    sqlx::query_as!(
        Row,
        r#"select id, account_id, sale_id, performance_id, seller_id, state, quote, pass_id,
                  deadline_at, created_at, 0::bigint as "remaining_ms!"
           from orders where id = $1 and state = 'awaiting_payment'
           for update skip locked"#,
        id.0,
    )
    .fetch_optional(conn)
    .await?
    .map(TryInto::try_into)
    .transpose()
}

/// The clock of deadlines.
pub(super) async fn now<'e>(db: impl PgExecutor<'e>) -> sqlx::Result<OffsetDateTime> {
    sqlx::query_scalar!(r#"select frontrow_now() as "now!""#).fetch_one(db).await
}

/// Whether an order of the account is not over yet.
pub(super) async fn is_any_open(conn: &mut PgConnection, account: AccountId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from orders where account_id = $1 and state in
               ('awaiting_payment', 'confirming', 'awaiting_deposit', 'needs_review')) as "any!""#,
        account.0,
    )
    .fetch_one(conn)
    .await
}

/// Whether a refund of an order of the account is under way.
pub(super) async fn is_any_refund_open(
    conn: &mut PgConnection,
    account: AccountId,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from refunds r join orders o on o.id = r.order_id
               where o.account_id = $1
                 and r.state in ('requested', 'sending', 'unknown')) as "any!""#,
        account.0,
    )
    .fetch_one(conn)
    .await
}
