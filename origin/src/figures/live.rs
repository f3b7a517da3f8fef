//! The document that a console draws.

use frontrow_shared::money::Money;
use frontrow_shared::status::Phase;
use serde::Serialize;
use utoipa::ToSchema;

use crate::catalog::entries::SaleMode;
use crate::orders::counts::OrderCounts;

/// An on-sale at this moment, at most a second old, and the last fifteen minutes of it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Live {
    /// When, by the database's clock, in unix milliseconds.
    pub at_ms: i64,
    /// How the room is set.
    pub mode: SaleMode,
    /// What the room is doing, as the core knows it: `hold` when it has heard nothing for too
    /// long of a room that should be syncing.
    pub phase: Phase,
    /// How many passes may be alive at once.
    pub cap: i32,
    /// The same, shrunk by the core's health; null before the room's first report.
    pub cap_in_force: Option<i32>,
    /// Passes that hold a slot: people inside.
    pub active: Option<i32>,
    /// People with a place who are not called yet.
    pub waiting: Option<i32>,
    /// Places called so far.
    pub called: Option<i32>,
    /// Places given so far.
    pub joined: Option<i32>,
    /// When the room last synced, in unix milliseconds; null when it never did.
    pub room_last_sync_ms: Option<i64>,
    /// Holds of which no order has come yet; null when Redis does not answer.
    pub holds: Option<u32>,
    /// Orders by state.
    pub orders: OrderCounts,
    /// Seats by state.
    pub seats: LiveSeats,
    /// What was charged for confirmed orders, less what has gone back.
    pub revenue: Money,
    /// Problems that the whole core answered within the last minute.
    pub errors: Errors,
    /// Every five seconds of the last fifteen minutes, oldest first; gaps where no core ran.
    pub history: Vec<Point>,
}

/// Seats by state; together they are `total`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct LiveSeats {
    /// Can be held. When Redis does not answer, held ones are among them.
    pub free: i64,
    /// In holds; null when Redis does not answer.
    pub held: Option<u32>,
    /// In orders that are not paid.
    pub reserved: i64,
    /// Sold.
    pub sold: i64,
    /// Not for sale.
    pub blocked: i64,
    /// All.
    pub total: i64,
}

/// Problems, counted over all replicas and sales.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, ToSchema)]
pub struct Errors {
    /// Answers of 400 to 499: the one who asked could do something else.
    pub client: i64,
    /// Answers of 500 and above: ours.
    pub server: i64,
    /// By code, most first.
    pub codes: Vec<ErrorCount>,
}

/// How often one problem was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ErrorCount {
    /// Its code.
    pub code: String,
    /// Its HTTP status.
    pub status: i16,
    /// How often.
    pub count: i64,
}

impl Errors {
    /// Adds up what was counted.
    #[must_use]
    pub fn of(mut codes: Vec<ErrorCount>) -> Self {
        codes.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.code.cmp(&b.code)));
        let sum = |ours: bool| {
            codes.iter().filter(|one| (one.status >= 500) == ours).map(|one| one.count).sum()
        };
        Self { client: sum(false), server: sum(true), codes }
    }
}

/// How it stood for five seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Point {
    /// The beginning of the five seconds, in unix milliseconds.
    pub at_ms: i64,
    /// People waiting.
    pub waiting: Option<i32>,
    /// Places called so far.
    pub called: Option<i32>,
    /// People inside.
    pub active: Option<i32>,
    /// The cap.
    pub cap: i32,
    /// Holds.
    pub holds: Option<i32>,
    /// Orders made in the minute before.
    pub orders_per_min: i32,
    /// Seats sold.
    pub sold: i32,
    /// Revenue in minor units.
    pub revenue_minor: i64,
    /// Answers of 500 and above in these five seconds, of the whole core.
    pub errors: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_split_by_whose_they_are_and_sorted() {
        let one = |code: &str, status, count| ErrorCount { code: code.to_owned(), status, count };
        let errors = Errors::of(vec![
            one("unavailable", 503, 2),
            one("seat_taken", 409, 7),
            one("overloaded", 503, 2),
        ]);
        assert_eq!((errors.client, errors.server), (7, 4));
        let order: Vec<_> = errors.codes.iter().map(|one| one.code.as_str()).collect();
        assert_eq!(order, ["seat_taken", "overloaded", "unavailable"]);
    }
}
