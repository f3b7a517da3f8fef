//! Entering shows and reading them; the demo.

use frontrow::{catalog, demo};
use frontrow_shared::id::SaleId;
use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

use crate::harness::{App, Staff};

mod listing;

pub(crate) fn at(days: i64) -> String {
    (OffsetDateTime::now_utc() + Duration::days(days)).format(&Rfc3339).unwrap()
}

pub(crate) fn venue() -> Value {
    let grid = |y0| json!({"x0": 10, "y0": y0, "dx": 10, "dy": 10, "rows": 2, "seats": 3});
    json!({
        "name": "작은 극장", "name_en": "Small Theatre", "city": "Seoul",
        "timezone": "Asia/Seoul", "width": 100, "height": 100,
        "sections": [
            {"code": "A", "name": "가", "name_en": "A", "grid": grid(10)},
            {"code": "B", "name": "나", "name_en": "B", "outline": "M0,50 H60 V80 H0 Z", "rows": [
                {"label": "1", "first_label": 11, "seats": 4, "x0": 10, "dx": 12, "y": 60},
            ]},
        ],
    })
}

pub(crate) fn event() -> Value {
    json!({
        "title": "공연", "title_en": "A Show", "summary": "한 줄", "summary_en": "One line",
        "description": "본문", "description_en": "Text",
    })
}

pub(crate) fn performance(event: &Value, venue: &Value) -> Value {
    let grade = |code: &str, price: i64| {
        let price = json!({"minor": price, "currency": "KRW"});
        json!({"code": code, "name": code, "name_en": code, "price": price, "color": "#112233"})
    };
    json!({
        "event": event, "venue": venue, "starts_at": at(40), "duration_min": 90,
        "grades": [grade("R", 70_000), grade("S", 50_000)],
        "seating": [{"grade": "S"}, {"section": "A", "last_row": "1", "grade": "R"}],
    })
}

pub(crate) fn sale(performance: &Value) -> Value {
    json!({
        "performance": performance, "general_opens_at": at(-1), "closes_at": at(39), "cap": 7,
    })
}

async fn app_and_staff() -> (App, Staff) {
    let app = App::start().await;
    let staff = Staff::signed_in(&app).await;
    (app, staff)
}

/// A draft of a show with its sale; the ids of performance and sale.
async fn enter_show(staff: &Staff) -> (String, String) {
    let venue = staff.post("/staff/v1/venues", venue()).await.expect(201);
    let event = staff.post("/staff/v1/events", event()).await.expect(201);
    let form = performance(&event.json["id"], &venue.json["id"]);
    let performance = staff.post("/staff/v1/performances", form).await.expect(201);
    let id = &performance.json["id"];
    let sale = staff.post("/staff/v1/sales", sale(id)).await.expect(201);
    let text = |id: &Value| id.as_str().unwrap().to_owned();
    (text(id), text(&sale.json["id"]))
}

#[tokio::test]
async fn what_staff_publish_is_what_buyers_see() {
    let (app, staff) = app_and_staff().await;
    let (performance, sale) = enter_show(&staff).await;
    let path = format!("/api/v1/performances/{performance}");
    let sale_id: SaleId = sale.parse().unwrap();

    // A draft is nobody's business.
    assert_eq!(app.edge.get(&path).await.expect(404).code(), "performance_not_found");
    app.edge.get(&format!("{path}/plan")).await.expect(404);
    assert!(catalog::service::sale(&app.state, sale_id).await.is_err());
    let listed = async || {
        let page = app.edge.get("/api/v1/performances").await.expect(200);
        page.json["items"].as_array().unwrap().iter().any(|item| item["id"] == performance)
    };
    assert!(!listed().await);

    staff
        .post(&format!("/staff/v1/performances/{performance}/publish"), json!({}))
        .await
        .expect(200);
    assert!(listed().await);
    // What was looked up as a draft is known within the second that answers are kept.
    let seen = loop {
        let answer = app.edge.get(&path).await;
        if answer.status == 200 {
            break answer;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(seen.headers["cache-control"], "public, max-age=1");
    let seen = seen.json;
    assert_eq!(seen["sale_id"], sale);
    assert_eq!(seen["status"], "on_sale");
    assert_eq!(seen["price_from"], json!({"minor": 50_000, "currency": "KRW"}));
    assert_eq!(seen["event"]["title_en"], "A Show");
    assert_eq!(seen["venue"]["timezone"], "Asia/Seoul");
    assert_eq!(seen["grades"][0]["code"], "R");
    assert_eq!((&seen["grades"][0]["seats"], &seen["grades"][1]["seats"]), (&json!(3), &json!(7)));
    let drift = seen["server_time_ms"].as_i64().unwrap() - frontrow::clock::wall().0;
    assert!(drift.abs() < 5_000, "{drift}");

    // The sale is remembered under a name of its own, which was asked for a little later.
    let info = loop {
        if let Ok(info) = catalog::service::sale(&app.state, sale_id).await {
            break info;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!((info.cap, info.seats, info.max_seats_per_hold), (7, 10, 4));
}

#[tokio::test]
async fn the_plan_agrees_with_the_seats_and_is_kept_by_its_etag() {
    let (app, staff) = app_and_staff().await;
    let (performance, _) = enter_show(&staff).await;
    staff
        .post(&format!("/staff/v1/performances/{performance}/publish"), json!({}))
        .await
        .expect(200);
    let path = format!("/api/v1/performances/{performance}/plan");
    let plan = app.edge.get(&path).await.expect(200);
    assert_eq!(plan.headers["cache-control"], "public, max-age=86400");
    let etag = plan.headers["etag"].to_str().unwrap();
    assert_eq!(etag, format!("\"{}\"", plan.json["version"].as_str().unwrap()));
    app.edge.send("GET", &path, None, &[("if-none-match", etag)]).await.expect(304);
    app.edge.send("GET", &path, None, &[("if-none-match", "\"other\"")]).await.expect(200);

    assert_eq!(plan.json["seats"], 10);
    let row = &plan.json["sections"][1]["rows"][0];
    assert_eq!((&row["first_seat_no"], &row["first_label"]), (&json!(6), &json!(11)));
    let id: frontrow_shared::id::PerformanceId = performance.parse().unwrap();
    let seats: Vec<(i32, String, String, String, String)> = sqlx::query_as(
        "select seat_no, section_code, row_label, seat_label, grade from performance_seats
         where performance_id = $1 order by seat_no",
    )
    .bind(id.0)
    .fetch_all(&app.state.db)
    .await
    .unwrap();
    let mut expected = Vec::new();
    for section in plan.json["sections"].as_array().unwrap() {
        for row in section["rows"].as_array().unwrap() {
            for k in 0..row["count"].as_i64().unwrap() {
                let text = |value: &Value| value.as_str().unwrap().to_owned();
                expected.push((
                    i32::try_from(row["first_seat_no"].as_i64().unwrap() + k).unwrap(),
                    text(&section["code"]),
                    text(&row["label"]),
                    (row["first_label"].as_i64().unwrap() + k).to_string(),
                    text(&row["grade"]),
                ));
            }
        }
    }
    assert_eq!(seats, expected);
}

#[tokio::test]
async fn the_same_key_enters_once() {
    let (_app, staff) = app_and_staff().await;
    let path = "/staff/v1/events";
    let first = staff.post_with_key(path, event(), "key-0001").await.expect(201);
    let again = staff.post_with_key(path, event(), "key-0001").await.expect(201);
    assert_eq!(first.json, again.json);
    let mut other = event();
    other["title"] = "다른 공연".into();
    let reused = staff.post_with_key(path, other, "key-0001").await.expect(409);
    assert_eq!(reused.code(), "idempotency_key_reused");
    let none = staff.send(reqwest::Method::POST, path, Some(event()), None).await.expect(400);
    assert_eq!(none.code(), "idempotency_key_missing");
}

#[tokio::test]
async fn entries_that_cannot_be_are_refused_by_field() {
    let (_app, staff) = app_and_staff().await;
    let venue_id = staff.post("/staff/v1/venues", venue()).await.expect(201).json["id"].clone();
    let event_id = staff.post("/staff/v1/events", event()).await.expect(201).json["id"].clone();
    let show = performance(&event_id, &venue_id);
    let id =
        staff.post("/staff/v1/performances", show.clone()).await.expect(201).json["id"].clone();
    let publish = format!("/staff/v1/performances/{}/publish", id.as_str().unwrap());
    let unsold = staff.post(&publish, json!({})).await.expect(422);
    assert_eq!(unsold.json["field"], "performance");
    staff.post("/staff/v1/sales", sale(&id)).await.expect(201);
    for (path, mut form, pointer, value, field) in [
        ("venues", venue(), "/timezone", json!("Mars/Olympus"), "timezone"),
        ("venues", venue(), "/sections/1/code", json!("A"), "sections[1].code"),
        ("venues", venue(), "/sections/0/grid/seats", json!(50), "sections[0].rows[0].seats"),
        ("events", event(), "/title", json!(""), "title"),
        ("performances", show.clone(), "/seating", json!([]), "seating"),
        ("performances", show.clone(), "/seating/1/section", json!("Z"), "seating[1].section"),
        ("performances", show.clone(), "/grades/1/code", json!("R"), "grades[1].code"),
        ("performances", show.clone(), "/grades/0/price/minor", json!(-1), "grades[0].price.minor"),
        ("sales", sale(&id), "/cap", json!(8), "performance"),
        ("sales", sale(&id), "/closes_at", json!(at(-2)), "closes_at"),
    ] {
        *form.pointer_mut(pointer).unwrap() = value;
        let answer = staff.post(&format!("/staff/v1/{path}"), form).await.expect(422);
        assert_eq!((answer.code(), &answer.json["field"]), ("catalog_invalid", &json!(field)));
    }
    let nowhere = json!("ven_00000000000000000000000000000001");
    let answer = staff.post("/staff/v1/performances", performance(&event_id, &nowhere)).await;
    assert_eq!(answer.expect(404).code(), "venue_not_found");
    let nothing = json!("evt_00000000000000000000000000000001");
    let answer = staff.post("/staff/v1/performances", performance(&nothing, &venue_id)).await;
    assert_eq!(answer.expect(404).code(), "event_not_found");
}

#[tokio::test]
async fn changes_are_seen_and_leave_the_rest_alone() {
    let (app, staff) = app_and_staff().await;
    let (performance, sale) = enter_show(&staff).await;
    staff
        .post(&format!("/staff/v1/performances/{performance}/publish"), json!({}))
        .await
        .expect(200);
    let presale = json!({"opens_at": at(-2), "grade": 3});
    let patch = json!({"cap": 9, "presale": presale});
    let changed = staff.patch(&format!("/staff/v1/sales/{sale}"), patch).await.expect(200);
    assert_eq!((&changed.json["cap"], &changed.json["pass_seconds"]), (&json!(9), &json!(300)));
    assert_eq!(changed.json["presale"]["grade"], 3);
    let price = json!({"price": {"minor": 45_000, "currency": "KRW"}});
    let path = format!("/staff/v1/performances/{performance}/grades/S");
    staff.patch(&path, price).await.expect(200);
    staff.patch(&path.replace("/S", "/Z"), json!({})).await.expect(422);
    let path = format!("/staff/v1/performances/{performance}");
    let patch = json!({"max_seats_per_hold": 2});
    assert_eq!(staff.patch(&path, patch).await.expect(200).json["max_seats_per_hold"], 2);
    staff.patch(&path, json!({"max_seats_per_hold": 11})).await.expect(422);

    // A grade that no seat has is neither a row nor the price that a show begins at.
    let id: frontrow_shared::id::PerformanceId = performance.parse().unwrap();
    sqlx::query("insert into grades values ($1, 'Z', '빈', 'Empty', 1000, '#000000', 99)")
        .bind(id.0)
        .execute(&app.state.db)
        .await
        .unwrap();
    let seen = app.edge.get(&format!("/api/v1/performances/{performance}")).await.expect(200);
    assert_eq!(seen.json["price_from"]["minor"], 45_000);
    let grades = seen.json["grades"].as_array().unwrap();
    assert!(grades.iter().all(|grade| grade["code"] != "Z"), "{grades:?}");
    let ready = staff.get(&format!("/staff/v1/sales/{sale}/readiness")).await.expect(200).json;
    assert!(ready.to_string().contains("No seat has grade Z"), "{ready}");
    assert_eq!(seen.json["on_sale"]["presale_grade"], 3);
    assert_eq!(seen.json["max_seats_per_hold"], 2);
    assert_eq!(seen.json["duration_min"], 90);
}
