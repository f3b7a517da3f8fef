//! A hold as its buyer sees it.

use frontrow_shared::id::{HoldId, PerformanceId, SaleId, SeatNo};
use frontrow_shared::money::Money;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::error::SeatsError;
use super::layout::Layout;
use super::service::LiveHold;
use crate::catalog::{Grade, SaleInfo};

/// A live hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Hold {
    /// Its id.
    pub id: HoldId,
    /// The sale.
    pub sale_id: SaleId,
    /// What is sold.
    pub performance_id: PerformanceId,
    /// The seats, in the order in which they were asked for.
    pub seats: Vec<HeldSeat>,
    /// When it runs out, by the server's clock.
    #[serde(with = "time::serde::rfc3339")]
    pub expires_at: OffsetDateTime,
    /// How long that is from now, ms: for a countdown that does not trust the buyer's clock.
    pub remaining_ms: i64,
    /// Whether its one extension is still to be had.
    pub extendable: bool,
    /// Sum of the prices.
    pub total: Money,
}

/// A seat of a hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HeldSeat {
    /// Its number.
    pub seat_no: SeatNo,
    /// Section code.
    pub section: String,
    /// Row.
    pub row: String,
    /// Seat.
    pub label: String,
    /// Code of its price class.
    pub grade: String,
    /// Its price now.
    pub price: Money,
}

impl Hold {
    /// Puts a hold together with where its seats are and what they cost.
    ///
    /// # Errors
    /// A seat that the plan or the price list does not have.
    pub fn new(
        sale: &SaleInfo,
        live: &LiveHold,
        layout: &Layout,
        grades: &[Grade],
    ) -> Result<Self, SeatsError> {
        let record = &live.record;
        let seats = record
            .seats
            .iter()
            .map(|seat| held_seat(*seat, layout, grades))
            .collect::<Option<Vec<_>>>()
            .ok_or(SeatsError::Gaps)?;
        let minor = seats.iter().map(|seat| seat.price.minor).sum();
        let nanos = i128::from(record.expires_ms) * 1_000_000;
        Ok(Self {
            id: record.hold,
            sale_id: sale.id,
            performance_id: sale.performance,
            seats,
            expires_at: OffsetDateTime::from_unix_timestamp_nanos(nanos)
                .unwrap_or(OffsetDateTime::UNIX_EPOCH),
            remaining_ms: (record.expires_ms - live.now_ms).max(0),
            extendable: !record.extended,
            total: Money { minor, currency: sale.currency },
        })
    }
}

fn held_seat(seat_no: SeatNo, layout: &Layout, grades: &[Grade]) -> Option<HeldSeat> {
    let place = layout.place(seat_no)?;
    let price = grades.iter().find(|grade| grade.code == place.grade)?.price;
    let super::layout::SeatPlace { section, row, label, grade } = place;
    Some(HeldSeat { seat_no, section, row, label, grade, price })
}
