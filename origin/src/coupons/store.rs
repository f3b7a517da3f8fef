//! Coupons and grants in PostgreSQL.

use frontrow_shared::id::{AccountId, CouponId, GrantId, OrderId, PerformanceId};
use frontrow_shared::money::{Currency, Money};
use frontrow_shared::time::UnixMillis;
use sqlx::{PgConnection, PgPool};
use time::OffsetDateTime;
use uuid::Uuid;

use super::choice::{Definition, Usable};
use super::kinds::Terms;
use super::view::{CouponEntry, CouponView, GrantView, money};
use super::words::Bilingual;
use super::{CouponError, service::NewCoupon};

/// Most grants of one person that are looked at.
const GRANTS_MAX: i64 = 100;

/// The grants that `account` is free to use, whether or not they apply; those that end first when
/// there are too many. One that has run out keeps its state, and would take the place of another.
///
/// # Errors
/// What PostgreSQL says.
pub async fn usable(conn: &mut PgConnection, account: AccountId) -> sqlx::Result<Vec<Usable>> {
    let rows = sqlx::query!(
        r#"select g.id as grant_id, c.name, c.name_en, c.kind, c.amount, c.bps, c.cap,
                  c.minimum_spend, c.performance_id, c.valid_from, c.valid_until
           from coupon_grants g join coupons c on c.id = g.coupon_id
           where g.account_id = $1 and g.state = 'issued' and c.valid_until > frontrow_now()
           order by c.valid_until, g.id limit $2"#,
        account.0,
        GRANTS_MAX,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Usable {
            grant: GrantId(row.grant_id),
            coupon: Definition {
                name: Bilingual::new(row.name, row.name_en),
                kind: row.kind,
                terms: Terms { amount: row.amount, bps: row.bps, cap: row.cap },
                minimum_spend: row.minimum_spend,
                performance: row.performance_id.map(PerformanceId),
                valid_from: millis(row.valid_from),
                valid_until: millis(row.valid_until),
            },
        })
        .collect())
}

fn millis(at: OffsetDateTime) -> UnixMillis {
    UnixMillis(i64::try_from(at.unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX))
}

/// Reserves a grant for an order: issued → reserved.
///
/// # Errors
/// [`CouponError::JustUsed`] when it is not free any more.
pub async fn reserve(
    conn: &mut PgConnection,
    grant: GrantId,
    account: AccountId,
    order: OrderId,
) -> Result<(), CouponError> {
    let moved = sqlx::query!(
        "update coupon_grants set state = 'reserved', order_id = $3
         where id = $1 and account_id = $2 and state = 'issued'",
        grant.0,
        account.0,
        order.0,
    )
    .execute(conn)
    .await?;
    if moved.rows_affected() == 1 { Ok(()) } else { Err(CouponError::JustUsed) }
}

/// Uses up the grant that the order reserved, if any: reserved → consumed.
///
/// # Errors
/// What PostgreSQL says.
pub async fn consume(conn: &mut PgConnection, order: OrderId) -> sqlx::Result<()> {
    sqlx::query!(
        "update coupon_grants set state = 'consumed' where order_id = $1 and state = 'reserved'",
        order.0,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives the grant of an order that came to nothing back to its owner, if there is one.
///
/// # Errors
/// What PostgreSQL says.
pub async fn release(conn: &mut PgConnection, order: OrderId) -> sqlx::Result<()> {
    sqlx::query!(
        "update coupon_grants set state = 'issued', order_id = null
         where order_id = $1 and state in ('reserved', 'consumed')",
        order.0,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes back every grant of an account that was not used.
///
/// # Errors
/// What PostgreSQL says.
pub async fn revoke_unused(conn: &mut PgConnection, account: AccountId) -> sqlx::Result<()> {
    sqlx::query!(
        "update coupon_grants set state = 'revoked' where account_id = $1 and state = 'issued'",
        account.0,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A coupon as claiming needs it.
pub(super) struct Claimable {
    pub(super) id: CouponId,
    pub(super) over: bool,
}

pub(super) async fn by_code(pool: &PgPool, code: &str) -> sqlx::Result<Option<Claimable>> {
    let row = sqlx::query!(
        r#"select id, valid_until <= frontrow_now() as "over!" from coupons
           where upper(code) = upper($1)"#,
        code,
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.map(|row| Claimable { id: CouponId(row.id), over: row.over }))
}

/// Gives `account` a grant.
pub(super) async fn grant(
    conn: &mut PgConnection,
    id: GrantId,
    coupon: CouponId,
    account: AccountId,
) -> Result<(), CouponError> {
    let made = sqlx::query!(
        "insert into coupon_grants (id, coupon_id, account_id) values ($1, $2, $3)
         on conflict on constraint coupon_grants_person_key do nothing",
        id.0,
        coupon.0,
        account.0,
    )
    .execute(&mut *conn)
    .await;
    match made {
        Ok(done) if done.rows_affected() == 1 => Ok(()),
        Ok(_) => Err(CouponError::Owned),
        Err(error) if crate::db::violates(&error, "coupon_grants_coupon_id_fkey") => {
            Err(CouponError::NotFound)
        }
        Err(error) if crate::db::violates(&error, "coupon_grants_account_id_fkey") => {
            Err(CouponError::NoAccount)
        }
        Err(error) => Err(error.into()),
    }
}

/// Enters a coupon.
pub(super) async fn insert(
    conn: &mut PgConnection,
    id: CouponId,
    coupon: &NewCoupon,
) -> Result<(), CouponError> {
    let made = sqlx::query!(
        "insert into coupons (id, code, name, name_en, kind, amount, bps, cap, minimum_spend,
                              performance_id, valid_from, valid_until)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        id.0,
        coupon.code,
        coupon.name,
        coupon.name_en,
        coupon.kind,
        coupon.amount,
        coupon.bps,
        coupon.cap,
        coupon.minimum_spend,
        coupon.performance_id.map(|id| id.0),
        coupon.valid_from,
        coupon.valid_until,
    )
    .execute(&mut *conn)
    .await;
    match made {
        Ok(_) => Ok(()),
        Err(error) if crate::db::violates(&error, "coupons_code_key") => {
            Err(CouponError::Invalid("another coupon has this code; choose another".to_owned()))
        }
        Err(error) if crate::db::violates(&error, "coupons_performance_id_fkey") => {
            Err(CouponError::Invalid("there is no such performance".to_owned()))
        }
        Err(error) => Err(error.into()),
    }
}

/// The newest coupons, for staff.
pub(super) async fn newest(pool: &PgPool, limit: i64) -> sqlx::Result<Vec<CouponEntry>> {
    let rows = sqlx::query_as!(
        CouponRow,
        "select id, code, name, name_en, kind, amount, bps, cap, minimum_spend, currency, performance_id,
                valid_from, valid_until
         from coupons order by id desc limit $1",
        limit,
    )
    .fetch_all(pool)
    .await?;
    Ok(rows.into_iter().map(CouponRow::entry).collect())
}

pub(super) async fn coupon(pool: &PgPool, id: CouponId) -> sqlx::Result<Option<CouponEntry>> {
    let row = sqlx::query_as!(
        CouponRow,
        "select id, code, name, name_en, kind, amount, bps, cap, minimum_spend, currency, performance_id,
                valid_from, valid_until
         from coupons where id = $1",
        id.0,
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.map(CouponRow::entry))
}

/// The newest grants of `account`, or the single one that is named.
pub(super) async fn grants(
    pool: &PgPool,
    account: AccountId,
    only: Option<GrantId>,
) -> sqlx::Result<Vec<GrantView>> {
    let rows = sqlx::query!(
        r#"select g.id as grant_id, g.state, c.id, c.code, c.name, c.name_en, c.kind, c.amount,
                  c.bps, c.cap, c.minimum_spend, c.currency, c.performance_id, c.valid_from, c.valid_until
           from coupon_grants g join coupons c on c.id = g.coupon_id
           where g.account_id = $1 and ($2::uuid is null or g.id = $2)
           order by g.id desc limit $3"#,
        account.0,
        only.map(|id| id.0),
        GRANTS_MAX,
    )
    .fetch_all(pool)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| GrantView {
            id: GrantId(row.grant_id),
            state: row.state,
            coupon: CouponRow {
                id: row.id,
                code: row.code,
                name: row.name,
                name_en: row.name_en,
                kind: row.kind,
                amount: row.amount,
                bps: row.bps,
                cap: row.cap,
                minimum_spend: row.minimum_spend,
                currency: row.currency,
                performance_id: row.performance_id,
                valid_from: row.valid_from,
                valid_until: row.valid_until,
            }
            .view(),
        })
        .collect())
}

struct CouponRow {
    id: Uuid,
    code: Option<String>,
    name: String,
    name_en: String,
    kind: String,
    amount: Option<i64>,
    bps: Option<i32>,
    cap: Option<i64>,
    minimum_spend: i64,
    currency: String,
    performance_id: Option<Uuid>,
    valid_from: OffsetDateTime,
    valid_until: OffsetDateTime,
}

impl CouponRow {
    fn entry(mut self) -> CouponEntry {
        CouponEntry { code: self.code.take(), coupon: self.view() }
    }

    fn view(self) -> CouponView {
        let currency = Currency::from_code(&self.currency).unwrap_or(Currency::Krw);
        CouponView {
            id: CouponId(self.id),
            name: self.name,
            name_en: self.name_en,
            kind: self.kind,
            amount: money(self.amount, &self.currency),
            bps: self.bps,
            cap: money(self.cap, &self.currency),
            minimum_spend: Money { minor: self.minimum_spend, currency },
            performance_id: self.performance_id.map(PerformanceId),
            valid_from: self.valid_from,
            valid_until: self.valid_until,
        }
    }
}
