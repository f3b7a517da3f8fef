//! The walk over all that staff can do: each act leaves one record, a refused one none.

use frontrow_shared::hop;
use reqwest::Method;
use serde_json::Value;
use sqlx::PgPool;

use self::deeds::World;
use crate::harness::{Answer, Shop, Staff};

mod deeds;

/// Operations that are no GET and change nothing: there is no act to record.
const NO_ACTS: [&str; 2] = [
    "POST /staff/v1/plans/read",    // reads a plan and stores nothing
    "POST /staff/v1/sign-in/renew", // the sign-in was recorded; this only goes on
];

/// Every staff operation that is no GET and no sign-in, as `POST /staff/v1/…`.
fn operations() -> Vec<String> {
    let document = serde_json::to_value(frontrow::router::staff_routes().into_openapi()).unwrap();
    let mut found = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        let methods = methods.as_object().unwrap().keys().filter(|method| *method != "get");
        found.extend(methods.map(|method| format!("{} {path}", method.to_uppercase())));
    }
    found
}

/// The log, newest first.
pub(super) async fn log(admin: &Staff, query: &str) -> Vec<Value> {
    let page = admin.get(&format!("/staff/v1/audit{query}")).await.expect(200);
    page.json["items"].as_array().unwrap().clone()
}

async fn count(db: &PgPool) -> i64 {
    sqlx::query_scalar("select count(*) from audit_acts").fetch_one(db).await.unwrap()
}

#[tokio::test]
async fn every_act_of_staff_leaves_one_record_and_a_refused_one_leaves_none() {
    let shop = Shop::open().await;
    let app = &shop.app;
    // An admin: some acts are theirs alone.
    let staff = Staff::with_role(app, "admin").await;
    let world = World::made(&shop, &staff).await;
    // Their own tests: they begin and end the session itself.
    let signing = ["POST /staff/v1/sign-in", "POST /staff/v1/sign-out"];
    let operations = operations();
    assert!(operations.len() >= 18, "the walk has operations: {operations:?}");
    for operation in &operations {
        if NO_ACTS.contains(&operation.as_str()) || signing.contains(&operation.as_str()) {
            continue;
        }
        let Some(deed) = world.deed(operation) else {
            panic!("{operation} is new: record it with audit::record and add it to this walk");
        };
        let method: Method = operation.split(' ').next().unwrap().parse().unwrap();
        let send = async |path: &str, body: &Value, key: &str| -> Answer {
            let body = Some(body.clone()).filter(|body| !body.is_null());
            staff.send(method.clone(), path, body, Some(key)).await
        };
        let before = count(&app.state.db).await;
        let refused = send(&deed.refused.0, &deed.refused.1, "a-refused-try").await;
        assert!((400..500).contains(&refused.status), "{operation}: {}", refused.status);
        assert_eq!(count(&app.state.db).await, before, "{operation} was refused");

        let key = format!("a-walk-{}", uuid::Uuid::now_v7());
        let done = send(&deed.path, &deed.body, &key).await;
        assert!((200..300).contains(&done.status), "{operation}: {}", done.json);
        assert_eq!(count(&app.state.db).await, before + 1, "{operation} leaves one record");
        if done.status == 201 {
            let again = send(&deed.path, &deed.body, &key).await;
            assert_eq!(again.json["id"], done.json["id"], "{operation}");
            assert_eq!(count(&app.state.db).await, before + 1, "{operation} again is the same act");
        }

        let act = log(&staff, "").await.remove(0);
        assert_eq!(act["action"], deed.action, "{operation}");
        assert_eq!(act["actor"]["id"], staff.account.unwrap().to_string(), "{operation}");
        let made = done.json["id"].as_str().unwrap_or_default().to_owned();
        assert_eq!(act["subject"]["id"], deed.subject.unwrap_or(made), "{operation}");
        assert_eq!(act["request_id"], done.headers[hop::REQUEST_ID].to_str().unwrap());
    }
}
