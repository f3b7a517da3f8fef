//! The points of the check list, and what was found about one.

use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

/// What is looked at, in the order in which it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Point {
    Schedule,
    Published,
    Seats,
    Prices,
    Migrations,
    RedisPolicy,
    RedisMemory,
    RedisSeats,
    Clocks,
    Provider,
    Edge,
    PassKeys,
    Catalog,
    Room,
}

impl Point {
    fn code(self) -> &'static str {
        match self {
            Self::Schedule => "schedule",
            Self::Published => "published",
            Self::Seats => "seats",
            Self::Prices => "prices",
            Self::Migrations => "migrations",
            Self::RedisPolicy => "redis_policy",
            Self::RedisMemory => "redis_memory",
            Self::RedisSeats => "redis_seats",
            Self::Clocks => "clocks",
            Self::Provider => "payment_provider",
            Self::Edge => "edge",
            Self::PassKeys => "pass_keys",
            Self::Catalog => "catalog",
            Self::Room => "room_alarm",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Schedule => "The dates of the sale and the cap of its room make sense",
            Self::Published => "The performance is published",
            Self::Seats => "Its seats are entered",
            Self::Prices => "Every grade has a price that can be paid",
            Self::Migrations => "The database has this version's schema",
            Self::RedisPolicy => "Redis forgets nothing when it is full",
            Self::RedisMemory => "Redis has room",
            Self::RedisSeats => "Redis has every seat as PostgreSQL has it",
            Self::Clocks => "All clocks agree",
            Self::Provider => "The payment provider answers and knows us",
            Self::Edge => "The site answers",
            Self::PassKeys => "The core knows the keys of the passes",
            Self::Catalog => "The show is served through the edge",
            Self::Room => "The waiting room will wake in time",
        }
    }

    /// As it should be.
    pub(super) fn ok(self, detail: impl Into<String>) -> Item {
        self.item(ItemState::Ok, detail.into(), String::new())
    }

    /// Not yet, and warming mends it, or time does.
    pub(super) fn wait(self, detail: impl Into<String>, what_to_do: impl Into<String>) -> Item {
        self.item(ItemState::Wait, detail.into(), what_to_do.into())
    }

    /// Wrong, and a person has to act.
    pub(super) fn bad(self, detail: impl Into<String>, what_to_do: impl Into<String>) -> Item {
        self.item(ItemState::Bad, detail.into(), what_to_do.into())
    }

    fn item(self, state: ItemState, detail: String, what_to_do: String) -> Item {
        Item { code: self.code(), state, title: self.title(), detail, what_to_do }
    }
}

/// How it stands about a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ItemState {
    /// As it should be.
    Ok,
    /// Not yet: warming mends it, or time does.
    Wait,
    /// Wrong: a person has to act.
    Bad,
}

impl ItemState {
    /// The word on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Wait => "wait",
            Self::Bad => "bad",
        }
    }
}

/// A line of the check list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Item {
    /// What was looked at, for programs.
    pub code: &'static str,
    /// How it stands.
    pub state: ItemState,
    /// What should be so, in a sentence.
    pub title: &'static str,
    /// What was found.
    pub detail: String,
    /// What to do about it; empty when nothing has to be done.
    pub what_to_do: String,
}

/// The check list of a sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Readiness {
    /// Every item is ok.
    pub ready: bool,
    /// When it was looked at, by PostgreSQL's clock.
    #[serde(with = "time::serde::rfc3339")]
    pub checked_at: OffsetDateTime,
    /// When it was last warmed, by the job or a person; null when never.
    #[serde(with = "time::serde::rfc3339::option")]
    pub warmed_at: Option<OffsetDateTime>,
    /// What was looked at.
    pub items: Vec<Item>,
}

impl Readiness {
    /// The codes of the items that are not ok.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        let missing = self.items.iter().filter(|item| item.state != ItemState::Ok);
        missing.map(|item| item.code).collect()
    }
}
