//! Finding orders, for staff: by anything that a mail, a ticket or a bank statement says.

use std::collections::HashMap;

use frontrow_shared::id::{AccountId, HoldId, OrderId, SaleId};
use time::OffsetDateTime;

use super::booking_number;
use super::sought::Sought;
use super::transition::OrderState;
use super::view::OrderView;
use super::{OrderError, read, search_store};
use crate::accounts::{self, Person};
use crate::payments::history::{self, AttemptRecord, RefundRecord};
use crate::payments::{attempts, refunds};
use crate::state::AppState;
use crate::tickets;

/// Orders on a page.
const PAGE: usize = 20;

/// What to find; all of it must fit.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Something about the order.
    pub sought: Option<Sought>,
    /// Where it stands.
    pub state: Option<OrderState>,
    /// The sale that it came through.
    pub sale: Option<SaleId>,
    /// Only older ones: the last of the page before.
    pub before: Option<OrderId>,
}

/// An order, and who bought it.
#[derive(Debug)]
pub struct Found {
    /// The buyer.
    pub buyer: Person,
    /// The order.
    pub order: OrderView,
}

/// What staff want to know about an order beside what its buyer sees.
#[derive(Debug)]
pub struct Inside {
    /// The hold that it was made of.
    pub hold: HoldId,
    /// What somebody has to look at.
    pub review_reason: Option<String>,
    /// When its state last moved.
    pub updated_at: OffsetDateTime,
    /// Every try at paying, oldest first.
    pub attempts: Vec<AttemptRecord>,
    /// Every refund, oldest first.
    pub refunds: Vec<RefundRecord>,
}

/// What a [`Sought`] comes to in the orders' own columns.
#[derive(Debug, Default)]
pub(super) struct Narrowed {
    pub(super) ids: Option<Vec<OrderId>>,
    /// Buyers whose orders fit beside `ids`.
    pub(super) buyers: Vec<AccountId>,
    pub(super) account: Option<AccountId>,
    pub(super) hold: Option<HoldId>,
}

/// A page of the orders that fit, newest first, and the cursor of the next one.
///
/// # Errors
/// What is stored cannot be read; PostgreSQL.
pub async fn page(
    state: &AppState,
    search: &Search,
) -> Result<(Vec<Found>, Option<OrderId>), OrderError> {
    let narrowed = match &search.sought {
        Some(sought) => narrow(state, sought).await?,
        None => Narrowed::default(),
    };
    let mut ids = search_store::page(&state.db, &narrowed, search, PAGE as i64 + 1).await?;
    let more = ids.len() > PAGE;
    ids.truncate(PAGE);
    let next = ids.last().copied().filter(|_| more);
    let mut orders = Vec::with_capacity(ids.len());
    for id in ids {
        orders.push(read::any(state, id).await?);
    }
    let buyers: Vec<AccountId> = orders.iter().map(|(account, _)| *account).collect();
    let people = accounts::people(&state.db, &buyers).await?;
    let found = orders.into_iter().map(|(account, order)| found(&people, account, order));
    Ok((found.collect::<Result<_, _>>()?, next))
}

/// An order with all that is known about it.
///
/// # Errors
/// [`OrderError::NotFound`]; PostgreSQL.
pub async fn one(state: &AppState, id: OrderId) -> Result<(Found, Inside), OrderError> {
    let (account, order) = read::any(state, id).await?;
    let people = accounts::people(&state.db, &[account]).await?;
    let notes = search_store::notes(&state.db, id).await?;
    let inside = Inside {
        hold: notes.hold,
        review_reason: notes.review_reason,
        updated_at: notes.updated_at,
        attempts: history::attempts(&state.db, id).await?,
        refunds: history::refunds(&state.db, id).await?,
    };
    Ok((found(&people, account, order)?, inside))
}

fn found(
    people: &HashMap<AccountId, Person>,
    account: AccountId,
    order: OrderView,
) -> Result<Found, OrderError> {
    let buyer = people.get(&account).cloned();
    let buyer = buyer.ok_or_else(|| OrderError::Unreadable(format!("{account} is missing")))?;
    Ok(Found { buyer, order })
}

async fn narrow(state: &AppState, sought: &Sought) -> Result<Narrowed, OrderError> {
    let only = |ids: Vec<OrderId>| Narrowed { ids: Some(ids), ..Narrowed::default() };
    let of = |account| Narrowed { account: Some(account), ..Narrowed::default() };
    let db = &state.db;
    Ok(match sought {
        Sought::Order(id) => only(vec![*id]),
        Sought::Account(account) => of(*account),
        Sought::Hold(hold) => Narrowed { hold: Some(*hold), ..Narrowed::default() },
        Sought::Ticket(id) => only(tickets::order_of(db, *id).await?.into_iter().collect()),
        Sought::Refund(id) => only(refunds::order_of(db, *id).await?.into_iter().collect()),
        Sought::Email(email) => match accounts::named(db, email).await? {
            Some(account) => of(account),
            None => only(Vec::new()),
        },
        Sought::Name(name) => {
            let provider = state.provider.name();
            let mut ids = attempts::orders_named(db, provider, name).await?;
            ids.extend(tickets::order_of_code(db, name).await?);
            ids.extend(tickets::orders_of_seat(db, name).await?);
            if let Some(end) = booking_number::id_end(name) {
                ids.extend(search_store::ids_ending(db, &end).await?);
            }
            let buyers = accounts::called(db, name).await?;
            Narrowed { ids: Some(ids), buyers, ..Narrowed::default() }
        }
    })
}
