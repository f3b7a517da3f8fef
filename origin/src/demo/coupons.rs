//! The coupons of the demo: ten per cent with a cap, and a fixed amount.

use frontrow_shared::id::{AccountId, CouponId};
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};

use super::id;
use super::people::PEOPLE;

/// 10 %, at most 5,000 won; granted to the buyers, and by code to everybody else.
pub(super) const WELCOME: (CouponId, &str) = (CouponId(id(0x401)), "WELCOME10");
/// 3,000 won from 100,000 won on; by code.
pub(super) const THANKS: (CouponId, &str) = (CouponId(id(0x402)), "THANKS3000");

/// Adds what is missing.
pub(super) async fn add(conn: &mut PgConnection, now: OffsetDateTime) -> sqlx::Result<()> {
    let until = now + Duration::days(90);
    sqlx::query!(
        "insert into coupons (id, code, name, name_en, kind, amount, bps, cap, minimum_spend,
                              valid_from, valid_until)
         values ($1, $2, '첫 관람 10% 할인', 'Welcome: 10% off', 'percent', null, 1000, 5000, 0,
                 $5, $6),
                ($3, $4, '감사 3,000원 할인', 'Thank you: 3,000 won off', 'fixed', 3000, null, null,
                 100000, $5, $6)
         on conflict do nothing",
        WELCOME.0.0,
        WELCOME.1,
        THANKS.0.0,
        THANKS.1,
        now,
        until,
    )
    .execute(&mut *conn)
    .await?;
    for (n, buyer) in (0x411..).zip(buyers()) {
        sqlx::query!(
            "insert into coupon_grants (id, coupon_id, account_id) values ($1, $2, $3)
             on conflict do nothing",
            id(n),
            WELCOME.0.0,
            buyer.0,
        )
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

fn buyers() -> impl Iterator<Item = AccountId> {
    PEOPLE.iter().filter(|person| person.email.starts_with("buyer")).map(|person| person.id)
}
