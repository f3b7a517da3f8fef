//! Venues out of tables and drawings: read first, stored as read, sold like any other.

use serde_json::{Value, json};

use crate::harness::{Answer, App, Staff};

const READ: &str = "/staff/v1/plans/read";

async fn read(staff: &Staff, format: &str, text: &str) -> Answer {
    staff.post(READ, json!({ "format": format, "text": text })).await
}

async fn count(app: &App, table: &str) -> i64 {
    let sql = format!("select count(*) from {table}");
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&app.state.db).await.unwrap()
}

fn venue(plan: &Value) -> Value {
    json!({ "name": "홀", "name_en": "Hall", "city": "서울", "timezone": "Asia/Seoul", "plan": plan })
}

/// Row 1 has an aisle after seat 2; row 2 stands behind it.
const TABLE: &str = "section,row,seat,grade,x,y\nA,1,1,R,0,0\nA,1,2,R,20,0\nA,1,3,R,80,0\n\
    A,1,4,R,100,0\nA,2,1,S,0,20\nA,2,2,S,20,20\n";

#[tokio::test]
async fn a_table_becomes_a_venue_whose_seats_are_graded_by_its_own_rules() {
    let app = App::start().await;
    let staff = Staff::signed_in(&app).await;
    let plan = json!({ "format": "csv", "text": TABLE });
    let preview = staff.post(READ, plan.clone()).await.expect(200).json;
    assert_eq!((&preview["seats"], &preview["warnings"]), (&json!(6), &json!([])));
    assert_eq!(count(&app, "venues").await, 0, "nothing is stored");

    let stored = staff.post("/staff/v1/venues", venue(&plan)).await.expect(201).json;
    for field in ["width", "height", "sections"] {
        assert_eq!(stored["seating"][field], preview[field], "{field}");
    }
    let rows = preview["sections"][0]["rows"].as_array().unwrap();
    let labels: Vec<_> = rows.iter().map(|row| (&row["label"], &row["first_label"])).collect();
    assert_eq!(
        labels,
        [(&json!("1"), &json!(1)), (&json!("1"), &json!(3)), (&json!("2"), &json!(1))]
    );

    let event = json!({ "title": "공연", "title_en": "Show", "summary": "한 줄",
        "summary_en": "One line", "description": "본문", "description_en": "Text" });
    let event = staff.post("/staff/v1/events", event).await.expect(201).json["id"].clone();
    let grade = |code: &str, price: i64| {
        json!({ "code": code, "name": code, "name_en": code, "color": "#123456",
            "price": { "minor": price, "currency": "KRW" } })
    };
    let performance = json!({ "event": event, "venue": stored["id"],
        "starts_at": "2031-01-01T10:00:00Z", "grades": [grade("R", 2_000), grade("S", 1_000)],
        "seating": preview["grades"] });
    let performance = staff.post("/staff/v1/performances", performance).await.expect(201).json;
    let path = format!("/staff/v1/performances/{}/plan", performance["id"].as_str().unwrap());
    let plan = staff.get(&path).await.expect(200).json;
    let rows = plan["sections"][0]["rows"].as_array().unwrap().iter();
    let rows: Vec<_> = rows
        .map(|row| (row["grade"].as_str().unwrap(), row["first_seat_no"].as_i64().unwrap()))
        .collect();
    assert_eq!(rows, [("R", 0), ("R", 2), ("S", 4)]);
    let seats: Vec<(i32, String, String)> = sqlx::query_as(
        "select seat_no, row_label || '-' || seat_label, grade from performance_seats order by 1",
    )
    .fetch_all(&app.state.db)
    .await
    .unwrap();
    let names: Vec<_> = seats.iter().map(|(_, name, _)| name.as_str()).collect();
    assert_eq!(names, ["1-1", "1-2", "1-3", "1-4", "2-1", "2-2"]);
}

#[tokio::test]
async fn a_drawing_and_a_grid_are_read_and_stored() {
    let app = App::start().await;
    let staff = Staff::signed_in(&app).await;
    let circle = |n: i32| format!("<circle id='B-1-{n}' cx='{}.5' cy='4.25' r='2'/>", n * 5);
    let circles: String = (1..=30).map(circle).collect();
    let svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg'><g transform='scale(3)'>{circles}</g></svg>"
    );
    let drawn = json!({ "format": "svg", "text": svg });
    let grid = json!({ "format": "grid", "width": 100, "height": 100, "sections": [{ "code": "A",
        "name": "가", "name_en": "A",
        "grid": { "x0": 10, "y0": 10, "dx": 10, "dy": 10, "rows": 3, "seats": 8 } }] });
    for (plan, seats) in [(drawn, 30), (grid, 24)] {
        let preview = staff.post(READ, plan.clone()).await.expect(200).json;
        assert_eq!(preview["seats"], seats);
        let stored = staff.post("/staff/v1/venues", venue(&plan)).await.expect(201).json;
        assert_eq!(stored["seating"]["sections"], preview["sections"]);
    }
}

#[tokio::test]
async fn what_is_wrong_is_said_by_line_and_nothing_is_stored() {
    let app = App::start().await;
    let staff = Staff::signed_in(&app).await;
    let bad = "section,row,seat\nA,1,1\nA,1,one\nA,1,1\nA,,3\n";
    let refused = read(&staff, "csv", bad).await.expect(422);
    assert_eq!(refused.code(), "plan_invalid");
    let faults = refused.json["faults"].as_array().unwrap();
    assert_eq!(faults.iter().map(|fault| &fault["line"]).collect::<Vec<_>>(), [3, 5]);
    assert!(refused.json["detail"].as_str().unwrap().starts_with("line 3: seat takes"));
    let plan = json!({ "format": "csv", "text": bad });
    let refused = staff.post("/staff/v1/venues", venue(&plan)).await.expect(422);
    assert_eq!(refused.code(), "plan_invalid");
    let bomb = "<!DOCTYPE svg [<!ENTITY a 'a'>]><svg>&a;</svg>";
    assert_eq!(read(&staff, "svg", bomb).await.expect(422).code(), "plan_invalid");

    let both = json!({ "format": "csv", "text": TABLE, "width": 10 });
    assert_eq!(staff.post(READ, both.clone()).await.expect(422).code(), "catalog_invalid");
    for plan in [json!({ "format": "svg" }), json!({ "format": "grid", "width": 1 }), both] {
        let refused = staff.post("/staff/v1/venues", venue(&plan)).await.expect(422);
        assert_eq!(refused.code(), "catalog_invalid", "{plan}");
        assert!(refused.json["field"].as_str().unwrap().starts_with("plan."), "{plan}");
    }
    let mut twice = venue(&json!({ "format": "csv", "text": TABLE }));
    twice["width"] = json!(10);
    let refused = staff.post("/staff/v1/venues", twice).await.expect(422);
    assert_eq!((refused.code(), &refused.json["field"]), ("catalog_invalid", &json!("plan")));
    assert_eq!(count(&app, "venues").await, 0);
}

#[tokio::test]
async fn a_hall_of_many_seats_fits_and_what_is_larger_is_refused() {
    let app = App::start().await;
    let staff = Staff::signed_in(&app).await;
    let seats = (0..100).flat_map(|row| (1..=120).map(move |seat| format!("A,{row},{seat}\n")));
    let table = format!("section,row,seat\n{}", seats.collect::<String>());
    assert!(table.len() > 64 * 1024, "more than other requests may have");
    assert_eq!(read(&staff, "csv", &table).await.expect(200).json["seats"], 12_000);
    let mebibyte = "x".repeat(1024 * 1024);
    assert_eq!(read(&staff, "csv", &mebibyte).await.expect(413).code(), "body_too_large");
    assert_eq!(read(&staff, "csv", &mebibyte[100..]).await.expect(422).code(), "plan_invalid");
    let event = json!({ "title": "x".repeat(70_000) });
    assert_eq!(staff.post("/staff/v1/events", event).await.expect(413).code(), "body_too_large");
    let nobody = Staff::nobody(&app).post(READ, json!({ "format": "csv", "text": "" })).await;
    assert_eq!((nobody.status, nobody.code()), (401, "sign_in_required"));
}
