//! Webhooks as they came. Each only says "go and look": nothing in a body is believed.

use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::PgPool;
use uuid::Uuid;

/// Headers of Toss that are kept with the body.
const HEADERS: [&str; 3] = [
    "tosspayments-webhook-transmission-id",
    "tosspayments-webhook-transmission-time",
    "tosspayments-webhook-transmission-retried-count",
];

/// Longest value of a header that is kept, in bytes.
const HEADER_MAX: usize = 200;

/// How long a webhook is kept that was acted upon, in days. The provider repeats one for not
/// quite four, and the double is known by the stored one; beyond that it serves people who look
/// into a payment, who come within a month.
const KEPT_DAYS: i32 = 30;

/// Most that are deleted by one statement.
const FORGET: i64 = 1_000;

/// A webhook that was not acted upon yet.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Its row.
    pub id: Uuid,
    /// Our name of the attempt that it is about, if it says one.
    pub provider_order_id: Option<String>,
}

/// Stores a webhook. None when it came before.
///
/// # Errors
/// What PostgreSQL says.
pub async fn store(
    pool: &PgPool,
    provider: &str,
    headers: &http::HeaderMap,
    body: &[u8],
) -> sqlx::Result<Option<Waiting>> {
    let kept: serde_json::Map<String, Value> = HEADERS
        .into_iter()
        .filter_map(|name| {
            let value = headers.get(name)?.to_str().ok()?;
            Some((name.to_owned(), Value::from(value.get(..HEADER_MAX).unwrap_or(value))))
        })
        .collect();
    // Whether the transmission id stays the same over retries is not promised: the body is what
    // makes two the same, and the id tells apart two that say the same at different times.
    let mut hash = Sha256::new();
    hash.update(kept.get(HEADERS[0]).and_then(Value::as_str).unwrap_or_default());
    hash.update([0]);
    hash.update(body);
    let dedupe: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    let id = Uuid::now_v7();
    let stored = sqlx::query!(
        "insert into webhook_inbox (id, provider, dedupe_key, headers, body)
         values ($1, $2, $3, $4, $5)
         on conflict on constraint webhook_inbox_dedupe_key do nothing",
        id,
        provider,
        dedupe,
        Value::Object(kept),
        body,
    )
    .execute(pool)
    .await?;
    let new = stored.rows_affected() == 1;
    Ok(new.then(|| Waiting { id, provider_order_id: subject(body) }))
}

/// Takes up webhooks that were not acted upon within 15 seconds, such as those of a killed process.
/// Each comes again after a minute if it still is not, then after two, at last every hour: those
/// that always fail do not hold up the others, and no two replicas have the same.
///
/// # Errors
/// What PostgreSQL says.
pub async fn take_left_behind(pool: &PgPool, limit: i64) -> sqlx::Result<Vec<Waiting>> {
    let rows = sqlx::query!(
        "update webhook_inbox w
         set tries = w.tries + 1,
             next_try_at = frontrow_now()
               + least(interval '1 minute' * power(2, least(w.tries, 10)), interval '1 hour')
         from (select id from webhook_inbox
               where processed_at is null and next_try_at <= frontrow_now()
               order by next_try_at limit $1 for update skip locked) due
         where w.id = due.id
         returning w.id, w.body",
        limit,
    )
    .fetch_all(pool)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Waiting { id: row.id, provider_order_id: subject(&row.body) })
        .collect())
}

/// Marks a webhook as acted upon.
///
/// # Errors
/// What PostgreSQL says.
pub async fn done(pool: &PgPool, id: Uuid) -> sqlx::Result<()> {
    sqlx::query!(
        "update webhook_inbox set processed_at = frontrow_now()
         where id = $1 and processed_at is null",
        id,
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// Deletes those that were acted upon long ago. One that never was stays, however old.
///
/// # Errors
/// What PostgreSQL says.
pub async fn forget(pool: &PgPool) -> sqlx::Result<()> {
    loop {
        let forgotten = sqlx::query!(
            "delete from webhook_inbox where id in (
               select id from webhook_inbox
               where processed_at < frontrow_now() - make_interval(days => $1)
               order by processed_at limit $2 for update skip locked)",
            KEPT_DAYS,
            FORGET,
        );
        let forgotten = forgotten.execute(pool).await?.rows_affected();
        if i64::try_from(forgotten).unwrap_or(FORGET) < FORGET {
            return Ok(());
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Subject {
    order_id: Option<String>,
    data: Option<Data>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Data {
    order_id: Option<String>,
}

/// What a webhook is about: `data.orderId`, or `orderId` in the flat form of deposits.
fn subject(body: &[u8]) -> Option<String> {
    let subject: Subject = serde_json::from_slice(body).ok()?;
    subject.data.and_then(|data| data.order_id).or(subject.order_id).filter(|id| id.len() <= 64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_name_the_attempt_and_anything_else_names_none() {
        let status = br#"{"eventType":"PAYMENT_STATUS_CHANGED","data":{"orderId":"a","x":1}}"#;
        assert_eq!(subject(status).as_deref(), Some("a"));
        let deposit = br#"{"createdAt":"2026","secret":"ps","status":"DONE","orderId":"b"}"#;
        assert_eq!(subject(deposit).as_deref(), Some("b"));
        for other in [&b"[]"[..], b"{}", b"\xff", br#"{"data":{"orderId":7}}"#] {
            assert_eq!(subject(other), None);
        }
    }
}
