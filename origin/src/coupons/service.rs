//! Claiming and making coupons.

use frontrow_shared::id::{AccountId, CouponId, GrantId, PerformanceId};
use frontrow_shared::spelling;
use serde::{Deserialize, Serialize};
use serde_json::json;
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::kinds::{self, Terms};
use super::{CouponEntry, CouponError, GrantView, store};
use crate::audit::{self, Act, Action};
use crate::intents::{self, Intent, Taken};
use crate::state::AppState;

/// Longest name and code in characters.
const TEXT_MAX: usize = 100;
/// Shortest code in characters: shorter ones are guessed.
const CODE_MIN: usize = 6;
/// Most coupons that staff see at once.
const LIST_MAX: i64 = 200;

/// A coupon to be made.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCoupon {
    /// What buyers enter, 6 to 100 characters; absent when only staff grants it.
    pub code: Option<String>,
    /// Name in Korean.
    pub name: String,
    /// Name in English.
    pub name_en: String,
    /// `fixed` or `percent`.
    pub kind: String,
    /// `fixed`: won off.
    pub amount: Option<i64>,
    /// `percent`: basis points off.
    pub bps: Option<i32>,
    /// `percent`: most won off.
    pub cap: Option<i64>,
    /// Subtotal in won from which it applies.
    #[serde(default)]
    pub minimum_spend: i64,
    /// Only for this performance.
    pub performance_id: Option<PerformanceId>,
    /// Usable from.
    #[serde(with = "time::serde::rfc3339")]
    pub valid_from: OffsetDateTime,
    /// Usable until, exclusive.
    #[serde(with = "time::serde::rfc3339")]
    pub valid_until: OffsetDateTime,
}

/// Makes a coupon; the same `key` answers with the coupon that it made.
///
/// # Errors
/// A definition that cannot be; a code that is taken.
pub async fn create(
    state: &AppState,
    by: AccountId,
    mut coupon: NewCoupon,
    key: &str,
) -> Result<CouponEntry, CouponError> {
    spell(&mut coupon)?;
    check(&coupon).map_err(|why| CouponError::Invalid(why.to_owned()))?;
    let mut tx = state.db.begin().await?;
    let intent = Intent { by, key };
    let id = match intents::take(&mut tx, intent, "coupon", &coupon).await? {
        Taken::New(id) => {
            let id = CouponId(id);
            store::insert(&mut tx, id, &coupon).await?;
            let act = Act::new(Some(by), Action::CouponEntered, id);
            audit::record(&mut tx, act.made(&coupon)).await?;
            id
        }
        Taken::Before(id) => CouponId(id),
    };
    tx.commit().await?;
    store::coupon(&state.db, id).await?.ok_or(CouponError::NotFound)
}

/// Puts names and code into their one spelling.
fn spell(coupon: &mut NewCoupon) -> Result<(), CouponError> {
    for name in [&mut coupon.name, &mut coupon.name_en] {
        *name =
            spelling::line(name).map_err(|why| CouponError::Invalid(format!("A name {why}.")))?;
    }
    coupon.code = coupon.code.as_deref().map(spelling::code);
    Ok(())
}

fn check(coupon: &NewCoupon) -> Result<(), &'static str> {
    let kind = kinds::kind(&coupon.kind).ok_or("There is no such kind; use fixed or percent.")?;
    let terms = Terms { amount: coupon.amount, bps: coupon.bps, cap: coupon.cap };
    (kind.check)(&terms)?;
    let named = [&coupon.name, &coupon.name_en]
        .into_iter()
        .all(|name| (1..=TEXT_MAX).contains(&name.trim().chars().count()));
    if !named {
        return Err("Give both names, 1 to 100 characters each.");
    }
    if coupon.code.as_deref().is_some_and(|code| !is_code(code)) {
        return Err("A code is 6 to 100 letters, digits and hyphens.");
    }
    if coupon.minimum_spend < 0 {
        return Err("minimum_spend is not below 0.");
    }
    if coupon.valid_from >= coupon.valid_until {
        return Err("valid_from is before valid_until.");
    }
    Ok(())
}

fn is_code(code: &str) -> bool {
    (CODE_MIN..=TEXT_MAX).contains(&code.len())
        && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// The newest coupons, for staff.
///
/// # Errors
/// What PostgreSQL says.
pub async fn list(state: &AppState) -> Result<Vec<CouponEntry>, CouponError> {
    Ok(store::newest(&state.db, LIST_MAX).await?)
}

/// Gives the account a grant of the coupon with that code; the same `key` answers with the grant
/// that it gave.
///
/// # Errors
/// An unknown code, a coupon that has run out or that the account has already.
pub async fn claim(
    state: &AppState,
    account: AccountId,
    code: &str,
    key: &str,
) -> Result<GrantView, CouponError> {
    // As it was typed, pasted or read out: in full width, in pieces, with what nobody sees.
    let code = spelling::code(code);
    if !is_code(&code) {
        return Err(CouponError::NotFound);
    }
    let coupon = store::by_code(&state.db, &code).await?.ok_or(CouponError::NotFound)?;
    let mut tx = state.db.begin().await?;
    let intent = Intent { by: account, key };
    let id = match intents::take(&mut tx, intent, "claim", &coupon.id).await? {
        Taken::New(_) if coupon.over => return Err(CouponError::Over),
        Taken::New(id) => {
            store::grant(&mut tx, GrantId(id), coupon.id, account).await?;
            GrantId(id)
        }
        Taken::Before(id) => GrantId(id),
    };
    tx.commit().await?;
    granted(state, account, id).await
}

/// Staff give the account a grant of the coupon; the same `key` answers with the grant that it
/// gave.
///
/// # Errors
/// An unknown coupon or account, or a coupon that the account has already.
pub async fn give(
    state: &AppState,
    by: AccountId,
    coupon: CouponId,
    account: AccountId,
    key: &str,
) -> Result<GrantView, CouponError> {
    let given = json!({ "coupon": coupon, "account": account });
    let mut tx = state.db.begin().await?;
    let id = match intents::take(&mut tx, Intent { by, key }, "grant", &given).await? {
        Taken::New(id) => {
            let id = GrantId(id);
            store::grant(&mut tx, id, coupon, account).await?;
            let act = Act::new(Some(by), Action::GrantGiven, id);
            audit::record(&mut tx, act.made(&given)).await?;
            id
        }
        Taken::Before(id) => GrantId(id),
    };
    tx.commit().await?;
    granted(state, account, id).await
}

async fn granted(
    state: &AppState,
    account: AccountId,
    id: GrantId,
) -> Result<GrantView, CouponError> {
    let found = store::grants(&state.db, account, Some(id)).await?;
    found.into_iter().next().ok_or(CouponError::NotFound)
}

/// All grants of an account, newest first.
///
/// # Errors
/// What PostgreSQL says.
pub async fn mine(state: &AppState, account: AccountId) -> Result<Vec<GrantView>, CouponError> {
    Ok(store::grants(&state.db, account, None).await?)
}
