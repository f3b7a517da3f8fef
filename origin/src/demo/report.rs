//! What the demo consists of, for people and for scripts.

use std::fmt;

use frontrow_shared::id::{AccountId, CouponId, EventId, PerformanceId, SaleId, VenueId};
use serde::Serialize;

use super::people::PEOPLE;
use super::shows::{ARENA, HALL, ShowIds};
use super::{arena, coupons};

/// Everything that scripts need to begin.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// In the arena, on sale.
    pub on_sale: ShowReport,
    /// In the hall, coming up.
    pub upcoming: ShowReport,
    /// Who can sign in.
    pub accounts: Vec<AccountReport>,
    /// What can be claimed.
    pub coupons: Vec<CouponReport>,
}

/// A show of the demo.
#[derive(Debug, Clone, Serialize)]
pub struct ShowReport {
    /// Title in English.
    pub title_en: &'static str,
    /// How many seats.
    pub seats: i32,
    /// The building.
    pub venue: VenueId,
    /// The show.
    pub event: EventId,
    /// Its date.
    pub performance: PerformanceId,
    /// What a line forms for.
    pub sale: SaleId,
}

/// An account of the demo. Its password is no secret.
#[derive(Debug, Clone, Serialize)]
pub struct AccountReport {
    /// The account.
    pub id: AccountId,
    /// For signing in.
    pub email: &'static str,
    /// For signing in.
    pub password: &'static str,
    /// Opens presales.
    pub membership_grade: i16,
}

/// A coupon of the demo.
#[derive(Debug, Clone, Serialize)]
pub struct CouponReport {
    /// The coupon.
    pub id: CouponId,
    /// What buyers enter.
    pub code: &'static str,
    /// What it gives.
    pub gives: &'static str,
}

impl Report {
    pub(super) fn new() -> Self {
        let show = |title_en, seats, ids: ShowIds| ShowReport {
            title_en,
            seats,
            venue: ids.venue,
            event: ids.event,
            performance: ids.performance,
            sale: ids.sale,
        };
        let coupon = |(id, code), gives| CouponReport { id, code, gives };
        Self {
            on_sale: show("Lanterns at Midnight", arena::SEATS, ARENA),
            upcoming: show("Winter Strings", 480, HALL),
            accounts: PEOPLE
                .iter()
                .map(|person| AccountReport {
                    id: person.id,
                    email: person.email,
                    password: person.password,
                    membership_grade: person.membership_grade,
                })
                .collect(),
            coupons: vec![
                coupon(coupons::WELCOME, "10 %, at most 5,000 won; the buyers have it"),
                coupon(coupons::THANKS, "3,000 won from 100,000 won on"),
            ],
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Shows")?;
        for (state, show) in [("on sale", &self.on_sale), ("upcoming", &self.upcoming)] {
            writeln!(f, "  {:<22} {:>6} seats  {state}", show.title_en, show.seats)?;
            writeln!(f, "    {}\n    {}", show.performance, show.sale)?;
        }
        writeln!(f, "Sign in as")?;
        for account in &self.accounts {
            let grade = match account.membership_grade {
                0 => String::new(),
                grade => format!("  (member of grade {grade})"),
            };
            writeln!(f, "  {:<20} {}{grade}", account.email, account.password)?;
        }
        writeln!(f, "Coupons")?;
        for coupon in &self.coupons {
            writeln!(f, "  {:<20} {}", coupon.code, coupon.gives)?;
        }
        Ok(())
    }
}
