//! The core under the role of `deploy/postgres`, which owns nothing.

use std::path::Path;

use frontrow::config::{SecretText, ServeConfig};
use serde_json::Value;
use sqlx::{AssertSqlSafe, PgPool, raw_sql};

use crate::harness::{CoreProcess, Shop};

const ROLES: &str = include_str!("../../../../deploy/postgres/roles.sql");
const GRANTS: &str = include_str!("../../../../deploy/postgres/grants.sql");

/// The settings of the shop's core, but under the runtime role.
async fn restricted(shop: &Shop) -> ServeConfig {
    let mut config = shop.app.state.config.clone();
    let password = "alter role frontrow_app password 'of-the-tests'";
    // Roles belong to the server: two tests that run at once must not change them at once.
    let mut tx = shop.app.state.db.begin().await.unwrap();
    for sql in ["select pg_advisory_xact_lock(7)", ROLES, password] {
        raw_sql(AssertSqlSafe(sql)).execute(&mut *tx).await.unwrap();
    }
    tx.commit().await.unwrap();
    raw_sql(GRANTS).execute(&shop.app.state.db).await.unwrap();
    let mut url: reqwest::Url = config.stores.database_url.expose().parse().unwrap();
    url.set_username("frontrow_app").unwrap();
    url.set_password(Some("of-the-tests")).unwrap();
    config.stores.database_url = SecretText::from(url.as_str());
    config
}

#[tokio::test]
async fn selling_refunding_and_the_jobs_need_no_more_than_the_runtime_role_has() {
    let shop = Shop::open().await;
    let core = CoreProcess::start(&restricted(&shop).await).await;
    let buyer = shop.buyer().await.through(&core);

    let paid = buyer.buy(&shop.toss, &[0, 1]).await;
    buyer.cancel(&paid).await;
    buyer.until(&paid, "refunded").await;
    // The pass of the first ended with its order.
    let buyer = shop.buyer().await.through(&core);
    let forgotten = buyer.order(&[2]).await;
    shop.shift_clock(16 * 60_000).await;
    buyer.until(&forgotten, "expired").await;

    let metrics = reqwest::get(format!("{}/metrics", core.internal)).await.unwrap();
    let metrics = metrics.text().await.unwrap();
    assert!(metrics.contains("frontrow_orders_expired_total"), "{metrics}");
    assert!(!metrics.contains("frontrow_job_failures_total"), "{metrics}");
    shop.check().await;
}

#[tokio::test]
async fn every_query_of_the_core_is_allowed_and_what_is_booked_or_done_cannot_be_changed() {
    let shop = Shop::open().await;
    let config = restricted(&shop).await;
    let db = PgPool::connect(config.stores.database_url.expose()).await.unwrap();

    let queries = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.sqlx");
    let mut seen = 0;
    for file in std::fs::read_dir(queries).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let query: Value = serde_json::from_str(&text).unwrap();
        let sql = query["query"].as_str().unwrap();
        let parameters = query["describe"]["parameters"]["Left"].as_array().unwrap().len();
        let nulls = vec!["null"; parameters].join(", ");
        let nulls = if parameters == 0 { String::new() } else { format!("({nulls})") };
        // Explaining looks at the rights as running does, and changes nothing.
        let asked = format!("prepare q as {sql}; explain execute q{nulls}; deallocate q;");
        let answer = raw_sql(AssertSqlSafe(asked)).execute(&db).await;
        assert!(answer.is_ok(), "{sql}: {answer:?}");
        seen += 1;
    }
    assert!(seen > 100, "only {seen} queries in .sqlx");

    for sql in [
        "update ledger_lines set debit = 0",
        "delete from ledger_entries",
        "update audit_acts set actor_id = null",
        "delete from audit_acts",
        "truncate audit_acts",
        "delete from tickets",
        "truncate orders",
        "drop table orders",
        "alter table orders add column x int",
        "alter table ledger_lines disable trigger all",
        "create table mine (x int)",
        "insert into frontrow_settings (name, value) values ('clock_offset_ms', '1')",
        "update frontrow_settings set value = '1'",
        "delete from _sqlx_migrations",
    ] {
        let refused = raw_sql(sql).execute(&db).await.unwrap_err();
        let code = refused.as_database_error().and_then(|error| error.code()).unwrap_or_default();
        assert_eq!(code, "42501", "{sql}: {refused}");
    }
}
