//! Making an order out of a hold. From here PostgreSQL protects the seats.

use frontrow_shared::id::{AccountId, HoldId, OrderId, PassId, SaleId, SeatNo};
use frontrow_shared::time::UnixMillis;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use uuid::Uuid;

use super::pricing::{self, PricedSeat};
use super::quote::Quote;
use super::store::{self, NewOrder, OrderRow};
use super::transition::OrderState;
use super::view::OrderView;
use super::{OrderError, limit, pay, read};
use crate::catalog::{self, SaleInfo};
use crate::coupons::choice::Wish;
use crate::db::violates;
use crate::outbox::{self, Aggregate};
use crate::state::AppState;
use crate::tickets::PrintedSeat;
use crate::{clock, coupons, seats};

/// How much longer than the order the hold lasts: whoever waits for the order's transaction must
/// not lose the seats to somebody else meanwhile.
const HOLD_MARGIN_MS: i64 = 60_000;

/// What a buyer asks for.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The sale of the pass.
    pub sale: SaleId,
    /// The pass.
    pub pass: PassId,
    /// The buyer.
    pub account: AccountId,
    /// The hold to buy.
    pub hold: HoldId,
    /// Which coupon.
    pub wish: Wish,
}

/// The price of a hold; nothing is stored.
///
/// # Errors
/// A hold that is not the buyer's or was lost; a coupon that cannot be used.
pub async fn quote(
    state: &AppState,
    sale: SaleId,
    account: AccountId,
    hold: HoldId,
    wish: Wish,
) -> Result<Quote, OrderError> {
    let sale = catalog::service::sale(state, sale).await?;
    let held = seats::held(state, sale.performance, hold, account).await?;
    let seats = priced(state, &sale, &held.seats).await?;
    let mut conn = state.db.acquire().await?;
    price(&mut conn, &sale, account, &seats, wish).await
}

/// Makes an order. The same `key` gets the same order.
///
/// # Errors
/// A hold that was lost or is ordered already, a coupon that cannot be used, the buyer's limit.
pub async fn create(state: &AppState, wanted: &Wanted, key: &str) -> Result<OrderView, OrderError> {
    let hash = hash_of(wanted);
    let order = match made_before(state, wanted, key, &hash).await? {
        Some(order) => order,
        None => match make(state, wanted, key, &hash).await {
            Ok(order) => order,
            // The same request, sent twice at once: the other one took the hold or the limit
            // that this one was refused, and its order is the answer.
            Err(error) => made_before(state, wanted, key, &hash).await?.ok_or(error)?,
        },
    };
    read::one(state, wanted.account, order).await
}

/// Makes the order of a key that has none.
async fn make(
    state: &AppState,
    wanted: &Wanted,
    key: &str,
    hash: &[u8],
) -> Result<OrderId, OrderError> {
    let sale = catalog::service::sale(state, wanted.sale).await?;
    let performance = sale.performance;
    // A look first, so that a refusal does not leave the hold longer than it was.
    let held = match seats::held(state, performance, wanted.hold, wanted.account).await {
        Ok(held) => held,
        Err(error) => return Err(ordered_or(state, wanted, error.into()).await),
    };
    let count = i32::try_from(held.seats.len()).unwrap_or(i32::MAX);
    let most = sale.max_seats_per_buyer;
    if limit::count(&state.db, performance, wanted.account).await? + count > i32::from(most) {
        return Err(OrderError::LimitReached(most));
    }
    let seats = priced(state, &sale, &held.seats).await?;
    price(&mut *state.db.acquire().await?, &sale, wanted.account, &seats, wanted.wish).await?;
    let now = clock::millis(store::now(&state.db).await?);
    let until = now.plus(i64::from(state.config.order_minutes) * 60_000 + HOLD_MARGIN_MS);
    let (hold, account) = (wanted.hold, wanted.account);
    let seats = match seats::extend_for_order(state, performance, hold, account, until.0).await {
        Ok(held) => held.seats,
        Err(error) => return Err(ordered_or(state, wanted, error.into()).await),
    };
    let id = OrderId(Uuid::now_v7());
    match insert(state, &sale, wanted, (id, key, hash), &seats).await {
        Ok(()) => {}
        Err(OrderError::Sql(error)) if violates(&error, "orders_hold_key") => {
            return Err(ordered_or(state, wanted, error.into()).await);
        }
        Err(error) => return Err(error),
    }
    metrics::counter!("frontrow_orders_created_total").increment(1);
    seats::nudge(state, performance, &seats).await;
    Ok(id)
}

/// The order of the same request, or an error if the key was used for another one.
async fn made_before(
    state: &AppState,
    wanted: &Wanted,
    key: &str,
    hash: &[u8],
) -> Result<Option<OrderId>, OrderError> {
    match store::by_key(&state.db, wanted.account, key).await? {
        Some((id, before)) if before == hash => Ok(Some(id)),
        Some(_) => Err(OrderError::KeyReused),
        None => Ok(None),
    }
}

/// A hold that is gone may be gone because it became an order: then that is what to say.
async fn ordered_or(state: &AppState, wanted: &Wanted, error: OrderError) -> OrderError {
    match store::by_hold(&state.db, wanted.account, wanted.hold).await {
        Ok(Some(order)) => OrderError::HoldOrdered(order),
        Ok(None) => error,
        Err(sql) => sql.into(),
    }
}

fn hash_of(wanted: &Wanted) -> Vec<u8> {
    let wish = match wanted.wish {
        Wish::Best => "best".to_owned(),
        Wish::None => "none".to_owned(),
        Wish::Grant(grant) => grant.to_string(),
    };
    let text = format!("{} {} {wish}", wanted.sale, wanted.hold);
    Sha256::digest(text.as_bytes()).to_vec()
}

/// The transaction: order, seats, grant, limit, outbox; in the order of locks.
async fn insert(
    state: &AppState,
    sale: &SaleInfo,
    wanted: &Wanted,
    (id, key, hash): (OrderId, &str, &[u8]),
    seats: &[SeatNo],
) -> Result<(), OrderError> {
    // What may need a connection of its own comes before ours is taken, or a crowd of orders
    // would wait for each other's.
    let priced = priced(state, sale, seats).await?;
    let mut tx = state.db.begin().await?;
    let quote = price(&mut tx, sale, wanted.account, &priced, wanted.wish).await?;
    let new = NewOrder {
        id,
        account: wanted.account,
        sale: sale.id,
        performance: sale.performance,
        seller: sale.seller,
        quote: &quote,
        hold: wanted.hold,
        pass: wanted.pass,
        minutes: i32::from(state.config.order_minutes),
        key,
        request_hash: hash,
    };
    store::insert(&mut tx, &new).await?;
    seats::reserve(&mut tx, sale.performance, seats, id).await?;
    if let Some(coupon) = &quote.coupon {
        coupons::reserve(&mut tx, coupon.grant, wanted.account, id).await?;
    }
    let count = i32::try_from(seats.len()).unwrap_or(i32::MAX);
    let most = sale.max_seats_per_buyer;
    if !limit::take(&mut tx, sale.performance, wanted.account, count, most).await? {
        return Err(OrderError::LimitReached(most));
    }
    let payload = serde_json::json!({
        "order": id, "account": wanted.account, "performance": sale.performance,
        "seats": seats, "total": quote.total,
    });
    outbox::append(&mut tx, Aggregate::Order(id), "order_placed", &payload).await?;
    if quote.total.minor == 0 {
        confirm_free(&mut tx, id).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Nothing is to be charged: confirmed at once, without a provider.
async fn confirm_free(conn: &mut PgConnection, id: OrderId) -> Result<(), OrderError> {
    let order = store::lock(&mut *conn, id, None).await?;
    store::advance(&mut *conn, id, order.state, OrderState::Confirming, None).await?;
    seats::claim(&mut *conn, order.performance, id).await?;
    pay::complete(conn, &OrderRow { state: OrderState::Confirming, ..order }).await
}

async fn price(
    conn: &mut PgConnection,
    sale: &SaleInfo,
    account: AccountId,
    seats: &[PricedSeat],
    wish: Wish,
) -> Result<Quote, OrderError> {
    let usable = coupons::usable(&mut *conn, account).await?;
    let now: UnixMillis = clock::millis(store::now(conn).await?);
    Ok(pricing::price(sale.performance, sale.currency, seats, &usable, wish, now)?)
}

/// The seats with what stands on their tickets and their prices, by number.
async fn priced(
    state: &AppState,
    sale: &SaleInfo,
    seats: &[SeatNo],
) -> Result<Vec<PricedSeat>, OrderError> {
    let grades = catalog::service::prices(state, sale.performance).await?;
    let mut sorted = seats.to_vec();
    sorted.sort_unstable();
    let mut priced = Vec::with_capacity(sorted.len());
    for seat_no in sorted {
        let place = seats::place(state, sale.performance, seat_no).await?;
        let grade = grades.iter().find(|grade| grade.code == place.grade);
        let grade = grade
            .ok_or_else(|| OrderError::Unreadable(format!("grade {} has no price", place.grade)))?;
        let seat = PrintedSeat {
            seat_no,
            section: place.section,
            row: place.row,
            label: place.label,
            grade: place.grade,
        };
        priced.push(PricedSeat { seat, price: grade.price.minor });
    }
    Ok(priced)
}
