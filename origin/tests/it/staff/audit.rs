//! Reading the log, what stands in it, and that it stays.

use frontrow::accounts::{Role, appoint};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, raw_sql};

use super::acts::log;
use crate::harness::{App, Show, Staff, buyer};

#[tokio::test]
async fn the_log_says_what_changed_and_is_narrowed_by_every_filter() {
    let app = App::start().await;
    let (staff, admin) = (Staff::signed_in(&app).await, Staff::with_role(&app, "admin").await);
    let (first, second) = (
        Show::open(&app.state.db, 2, 1_000).await.sale,
        Show::open(&app.state.db, 2, 1_000).await.sale,
    );
    let path = |sale| format!("/staff/v1/sales/{sale}");
    staff.patch(&path(first), json!({ "cap": 5 })).await.expect(200);
    let pause = format!("{}/pause", path(second));
    admin.post(&pause, Value::Null).await.expect(200);
    admin.post(&pause, Value::Null).await.expect(200);

    let all = log(&admin, "").await;
    let actions: Vec<&Value> = all.iter().map(|act| &act["action"]).collect();
    assert_eq!(actions, ["sale.paused", "sale.paused", "sale.changed"]);
    assert_eq!((&all[2]["before"], &all[2]["after"]), (&json!({"cap": 100}), &json!({"cap": 5})));
    assert_eq!(all[1]["after"], json!({ "mode": "paused" }));
    assert_eq!(all[0]["after"], json!({}), "it was paused already");
    assert_eq!(all[0]["subject"], json!({ "kind": "sale", "id": second.to_string() }));

    let by = |staff: &Staff| staff.account.unwrap();
    let email = all[2]["actor"]["email"].as_str().unwrap();
    let at = |act: &Value| act["at"].as_str().unwrap().to_owned();
    for (query, found) in [
        (format!("?actor={}", by(&staff)), &all[2..]),
        (format!("?actor={}", email.to_uppercase()), &all[2..]),
        (format!("?actor={}", by(&admin)), &all[..2]),
        ("?actor=nobody@example.com".to_owned(), &[]),
        (format!("?subject={first}"), &all[2..]),
        ("?action=sale.paused".to_owned(), &all[..2]),
        ("?action=sale.resumed".to_owned(), &[]),
        (format!("?from={}", at(&all[1])), &all[..2]),
        (format!("?to={}", at(&all[1])), &all[2..]),
        (format!("?cursor={}", all[0]["id"].as_str().unwrap()), &all[1..]),
        (format!("?actor={}&subject={first}", by(&admin)), &[]),
    ] {
        assert_eq!(log(&admin, &query).await, found, "{query}");
    }
    for wrong in ["?actor=", "?subject=a%00b", "?action=sale.sung", "?cursor=1", "?whose=x"] {
        let refused = admin.get(&format!("/staff/v1/audit{wrong}")).await;
        assert_eq!((refused.status, refused.code()), (400, "query_invalid"), "{wrong}");
    }
    assert_eq!(staff.get("/staff/v1/audit").await.expect(403).code(), "forbidden");
}

#[tokio::test]
async fn the_log_is_read_by_the_page() {
    let app = App::start().await;
    let admin = Staff::with_role(&app, "admin").await;
    let sale = Show::open(&app.state.db, 2, 1_000).await.sale;
    for _ in 0..51 {
        let pause = format!("/staff/v1/sales/{sale}/pause");
        admin.post(&pause, Value::Null).await.expect(200);
    }
    let first = admin.get("/staff/v1/audit").await.expect(200).json;
    assert_eq!(first["items"].as_array().unwrap().len(), 50);
    let next = format!("/staff/v1/audit?cursor={}", first["next_cursor"].as_str().unwrap());
    let last = admin.get(&next).await.expect(200).json;
    assert_eq!(last["items"].as_array().unwrap().len(), 1);
    assert_eq!(last["next_cursor"], Value::Null);
}

#[tokio::test]
async fn what_was_done_cannot_be_changed_or_removed() {
    let app = App::start().await;
    let staff = Staff::signed_in(&app).await;
    let sale = Show::open(&app.state.db, 2, 1_000).await.sale;
    let path = format!("/staff/v1/sales/{sale}");
    staff.patch(&path, json!({ "cap": 5 })).await.expect(200);
    for sql in [
        "update audit_acts set actor_id = null",
        "update audit_acts set after = '{}'",
        "delete from audit_acts",
        "truncate audit_acts",
    ] {
        // The owner of the table at that; what the runtime role may do has its own test.
        let refused = raw_sql(AssertSqlSafe(sql)).execute(&app.state.db).await.unwrap_err();
        assert!(frontrow::db::violates(&refused, "audit_append_only"), "{sql}: {refused}");
    }
}

#[tokio::test]
async fn roles_given_on_the_command_line_are_nobodys_act() {
    let app = App::start().await;
    let admin = Staff::with_role(&app, "admin").await;
    let account = buyer(&app.state.db).await;
    let email = format!("{}@example.com", account.0.simple());
    appoint::appoint(&app.state.db, &email, &[Role::Staff]).await.unwrap();
    let act = log(&admin, &format!("?subject={email}")).await.remove(0);
    assert_eq!(act["action"], "account.appointed");
    assert_eq!((&act["actor"], &act["request_id"]), (&Value::Null, &Value::Null));
    assert_eq!(act["subject"], json!({ "kind": "account", "id": account.to_string() }));
    assert_eq!(act["before"], json!({ "roles": ["buyer"] }));
    assert_eq!(act["after"], json!({ "roles": ["buyer", "staff"] }));
}
