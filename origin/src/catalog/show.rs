//! A published performance with everything that is said about it: to buyers as a summary or
//! in full, to other capabilities as the facts of its sale.

use std::time::Instant;

use frontrow_shared::id::{AccountId, EventId, PerformanceId, SaleId};
use frontrow_shared::money::{Currency, Money};
use frontrow_shared::time::UnixMillis;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use super::entries::SaleMode;
use super::plan::Plan;
use super::window::{Presale, SaleStatus, SaleWindow};
use crate::clock;

/// A row of the joined tables, as read at one moment.
#[derive(Debug, Clone)]
pub(super) struct ShowRow {
    pub(super) performance_id: Uuid,
    pub(super) sale_id: Uuid,
    pub(super) event_id: Uuid,
    pub(super) seller_id: Option<Uuid>,
    pub(super) title: String,
    pub(super) title_en: String,
    pub(super) summary: String,
    pub(super) summary_en: String,
    pub(super) description: String,
    pub(super) description_en: String,
    pub(super) poster_url: Option<String>,
    pub(super) venue_name: String,
    pub(super) venue_name_en: String,
    pub(super) city: String,
    pub(super) city_en: String,
    pub(super) timezone: String,
    pub(super) starts_at: OffsetDateTime,
    pub(super) doors_at: Option<OffsetDateTime>,
    pub(super) duration_min: Option<i32>,
    pub(super) currency: String,
    pub(super) seats: i32,
    pub(super) max_seats_per_hold: i16,
    pub(super) max_seats_per_buyer: i16,
    pub(super) presale_opens_at: Option<OffsetDateTime>,
    pub(super) presale_grade: Option<i16>,
    pub(super) general_opens_at: OffsetDateTime,
    pub(super) closes_at: OffsetDateTime,
    pub(super) mode: String,
    pub(super) lobby_seconds: i32,
    pub(super) cap: i32,
    pub(super) claim_window_seconds: i32,
    pub(super) pass_seconds: i32,
    pub(super) pass_hard_seconds: i32,
    pub(super) price_from: i64,
    pub(super) now: OffsetDateTime,
}

/// A row and when it came, so that the database's clock can be read off it.
#[derive(Debug, Clone)]
pub(super) struct Show {
    pub(super) row: ShowRow,
    read_at: Instant,
}

/// What other capabilities need to know of a sale; at most a second old.
#[derive(Debug, Clone)]
pub struct SaleInfo {
    /// The sale.
    pub id: SaleId,
    /// What it sells.
    pub performance: PerformanceId,
    /// The show.
    pub event: EventId,
    /// Who is owed the money; `None` is the house.
    pub seller: Option<AccountId>,
    /// Title in Korean.
    pub title: String,
    /// Title in English.
    pub title_en: String,
    /// Where, in Korean.
    pub venue: String,
    /// Where, in English.
    pub venue_en: String,
    /// The venue's IANA zone.
    pub timezone: String,
    /// When the show starts.
    pub starts_at: OffsetDateTime,
    /// Currency of all its prices.
    pub currency: Currency,
    /// Seat numbers are 0 to `seats - 1`.
    pub seats: i32,
    /// Most seats in one hold.
    pub max_seats_per_hold: i16,
    /// Most seats that one account may have bought.
    pub max_seats_per_buyer: i16,
    /// Who may buy when.
    pub window: SaleWindow,
    /// How its room works.
    pub mode: SaleMode,
    /// When its room begins to take visitors.
    pub lobby_opens_at: UnixMillis,
    /// How many passes may be alive at once.
    pub cap: i32,
    /// How long a called visitor has to claim.
    pub claim_window_ms: i64,
    /// Life of a pass between renewals.
    pub pass_ttl_ms: i64,
    /// Longest life of a pass.
    pub pass_hard_ms: i64,
}

/// A performance in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PerformanceSummary {
    /// The performance.
    pub id: PerformanceId,
    /// What a line forms for.
    pub sale_id: SaleId,
    /// The show.
    pub event: EventBrief,
    /// Where.
    pub venue: VenueBrief,
    /// When it starts.
    #[serde(with = "time::serde::rfc3339")]
    pub starts_at: OffsetDateTime,
    /// When it is sold.
    pub on_sale: OnSale,
    /// Lowest price.
    pub price_from: Money,
    /// By the server's clock.
    pub status: SaleStatus,
}

/// The show of a performance.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EventBrief {
    /// The show.
    pub id: EventId,
    /// Title in Korean.
    pub title: String,
    /// Title in English.
    pub title_en: String,
    /// One line in Korean.
    pub summary: String,
    /// One line in English.
    pub summary_en: String,
    /// Path on the site or https address.
    pub poster_url: Option<String>,
}

/// The place of a performance.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VenueBrief {
    /// Name in Korean.
    pub name: String,
    /// Name in English.
    pub name_en: String,
    /// City.
    pub city: String,
    /// City in English; empty when nobody entered it.
    pub city_en: String,
    /// IANA zone: dates are shown in it.
    pub timezone: String,
}

/// The selling windows.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OnSale {
    /// When members may buy; null without presale.
    #[serde(with = "time::serde::rfc3339::option")]
    pub presale_opens_at: Option<OffsetDateTime>,
    /// Lowest membership grade of the presale.
    pub presale_grade: Option<i16>,
    /// When everybody may buy.
    #[serde(with = "time::serde::rfc3339")]
    pub general_opens_at: OffsetDateTime,
    /// When selling ends.
    #[serde(with = "time::serde::rfc3339")]
    pub closes_at: OffsetDateTime,
}

/// A performance in full.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Performance {
    /// What a list says.
    #[serde(flatten)]
    pub summary: PerformanceSummary,
    /// When the doors open.
    #[serde(with = "time::serde::rfc3339::option")]
    pub doors_at: Option<OffsetDateTime>,
    /// Length in minutes.
    pub duration_min: Option<i32>,
    /// Text in Korean, plain.
    pub description: String,
    /// Text in English, plain.
    pub description_en: String,
    /// Price classes that have seats, dearest first.
    pub grades: Vec<GradeOnSale>,
    /// Most seats in one hold.
    pub max_seats_per_hold: i16,
    /// The server's clock, for the countdown.
    pub server_time_ms: i64,
}

/// A price class with how many seats it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GradeOnSale {
    /// Short name.
    pub code: String,
    /// Name in Korean.
    pub name: String,
    /// Name in English.
    pub name_en: String,
    /// Price of one seat.
    pub price: Money,
    /// Colour on the plan.
    pub color: String,
    /// How many seats have it, sold or not.
    pub seats: i32,
}

impl Show {
    pub(super) fn new(row: ShowRow) -> Self {
        Self { row, read_at: Instant::now() }
    }

    /// The database's clock now.
    fn now(&self) -> UnixMillis {
        let age = i64::try_from(self.read_at.elapsed().as_millis()).unwrap_or(i64::MAX);
        clock::millis(self.row.now).plus(age)
    }

    fn window(&self) -> SaleWindow {
        let presale = self.row.presale_opens_at.zip(self.row.presale_grade);
        SaleWindow {
            presale: presale
                .map(|(opens_at, grade)| Presale { opens_at: clock::millis(opens_at), grade }),
            general_opens_at: clock::millis(self.row.general_opens_at),
            closes_at: clock::millis(self.row.closes_at),
        }
    }

    /// Prices were entered in a known currency; the won stands in so that reading cannot fail.
    fn currency(&self) -> Currency {
        Currency::from_code(&self.row.currency).unwrap_or(Currency::Krw)
    }

    pub(super) fn sale(&self) -> SaleInfo {
        let row = self.row.clone();
        let window = self.window();
        let ms = |seconds: i32| i64::from(seconds) * 1000;
        SaleInfo {
            id: SaleId(row.sale_id),
            performance: PerformanceId(row.performance_id),
            event: EventId(row.event_id),
            seller: row.seller_id.map(AccountId),
            title: row.title,
            title_en: row.title_en,
            venue: row.venue_name,
            venue_en: row.venue_name_en,
            timezone: row.timezone,
            starts_at: row.starts_at,
            currency: self.currency(),
            seats: row.seats,
            max_seats_per_hold: row.max_seats_per_hold,
            max_seats_per_buyer: row.max_seats_per_buyer,
            window,
            mode: SaleMode::parse(&row.mode).unwrap_or(SaleMode::Closed),
            lobby_opens_at: window.first_opens_at().plus(-ms(row.lobby_seconds)),
            cap: row.cap,
            claim_window_ms: ms(row.claim_window_seconds),
            pass_ttl_ms: ms(row.pass_seconds),
            pass_hard_ms: ms(row.pass_hard_seconds),
        }
    }

    pub(super) fn summary(&self) -> PerformanceSummary {
        let row = self.row.clone();
        PerformanceSummary {
            id: PerformanceId(row.performance_id),
            sale_id: SaleId(row.sale_id),
            event: EventBrief {
                id: EventId(row.event_id),
                title: row.title,
                title_en: row.title_en,
                summary: row.summary,
                summary_en: row.summary_en,
                poster_url: row.poster_url,
            },
            venue: VenueBrief {
                name: row.venue_name,
                name_en: row.venue_name_en,
                city: row.city,
                city_en: row.city_en,
                timezone: row.timezone,
            },
            starts_at: row.starts_at,
            on_sale: OnSale {
                presale_opens_at: row.presale_opens_at,
                presale_grade: row.presale_grade,
                general_opens_at: row.general_opens_at,
                closes_at: row.closes_at,
            },
            price_from: Money { minor: row.price_from, currency: self.currency() },
            status: self.window().status(self.now()),
        }
    }

    /// Everything, with the grades that have seats: a price at which nothing can be bought
    /// misleads.
    pub(super) fn full(&self, grades: &[Grade], plan: &Plan) -> Performance {
        let offered = grades.iter().map(|grade| grade.on_sale(plan));
        Performance {
            summary: self.summary(),
            doors_at: self.row.doors_at,
            duration_min: self.row.duration_min,
            description: self.row.description.clone(),
            description_en: self.row.description_en.clone(),
            grades: offered.filter(|grade| grade.seats > 0).collect(),
            max_seats_per_hold: self.row.max_seats_per_hold,
            server_time_ms: self.now().0,
        }
    }
}

/// A price class of a performance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade {
    /// Short name.
    pub code: String,
    /// Name in Korean.
    pub name: String,
    /// Name in English.
    pub name_en: String,
    /// Price of one seat.
    pub price: Money,
    /// Colour on the plan.
    pub color: String,
}

impl Grade {
    fn on_sale(&self, plan: &Plan) -> GradeOnSale {
        let rows = plan.sections.iter().flat_map(|section| &section.rows);
        GradeOnSale {
            code: self.code.clone(),
            name: self.name.clone(),
            name_en: self.name_en.clone(),
            price: self.price,
            color: self.color.clone(),
            seats: rows.filter(|row| row.grade == self.code).map(|row| row.count).sum(),
        }
    }
}
