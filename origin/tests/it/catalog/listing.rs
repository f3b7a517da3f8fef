//! Lists and searches of shows, the demo, and drafts.

use super::*;

#[tokio::test]
async fn the_list_comes_in_pages_without_gaps() {
    let (app, staff) = app_and_staff().await;
    let (performance, _) = enter_show(&staff).await;
    staff
        .post(&format!("/staff/v1/performances/{performance}/publish"), json!({}))
        .await
        .expect(200);
    let id: frontrow_shared::id::PerformanceId = performance.parse().unwrap();
    // 40 more dates of the same show, two at each hour so that ties are paged over, too.
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!(
        "insert into performances (id, event_id, venue_id, starts_at, published_at)
           select gen_random_uuid(), event_id, venue_id,
                  date_trunc('hour', starts_at) + (n / 2) * interval '1 hour', now()
           from performances, generate_series(1, 40) n where id = '{}';
         insert into sales (id, performance_id, general_opens_at, closes_at)
           select gen_random_uuid(), id, now(), now() + interval '1 day' from performances p
           where not exists (select from sales s where s.performance_id = p.id)",
        id.0
    )))
    .execute(&app.state.db)
    .await
    .unwrap();
    let mut seen = Vec::new();
    let mut path = "/api/v1/performances".to_owned();
    loop {
        let page = app.edge.get(&path).await.expect(200).json;
        let items = page["items"].as_array().unwrap();
        assert!(items.len() <= 20);
        seen.extend(items.iter().map(|item| item["id"].as_str().unwrap().to_owned()));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/api/v1/performances?cursor={cursor}");
    }
    let different: std::collections::HashSet<&String> = seen.iter().collect();
    assert_eq!((seen.len(), different.len()), (41, 41));
    for bad in ["cursor=nonsense", "limit=0", "made_up=1", "from=2027-02-30", "q=a+b+c+d+e+f+g"] {
        let bad = app.edge.get(&format!("/api/v1/performances?{bad}")).await.expect(400);
        assert_eq!(bad.code(), "query_invalid");
    }
}

#[tokio::test]
async fn shows_are_found_by_words_city_and_the_venues_own_days() {
    let (app, staff) = app_and_staff().await;
    let (performance, _) = enter_show(&staff).await;
    staff
        .post(&format!("/staff/v1/performances/{performance}/publish"), json!({}))
        .await
        .expect(200);
    // Half past midnight in Seoul is still the day before in UTC.
    sqlx::raw_sql(
        "update events set title = '별밤 100% 콘서트', title_en = 'Starry_Night';
         update venues set city = '서울', city_en = 'Seoul';
         update performances set starts_at = '2090-05-01T00:30:00+09:00';
         update sales set closes_at = '2090-05-01T00:30:00+09:00'",
    )
    .execute(&app.state.db)
    .await
    .unwrap();
    let found = async |query: &str| {
        let page = app.edge.get(&format!("/api/v1/performances?{query}")).await.expect(200).json;
        assert_eq!(page["cities"], json!([{"city": "서울", "city_en": "Seoul"}]));
        page["items"].as_array().unwrap().len()
    };
    for (query, n) in [
        ("q=%EB%B3%84%EB%B0%A4", 1),
        ("q=STARRY+theatre+seoul", 1),
        ("q=starry+nowhere", 0),
        ("q=100%25", 1),
        ("q=1%25%25", 0),
        ("q=starry_", 1),
        ("q=s_arry", 0),
        ("city=%EC%84%9C%EC%9A%B8", 1),
        ("city=seoul&q=night", 1),
        ("city=seou", 0),
        ("from=2090-05-01&to=2090-05-01", 1),
        ("to=2090-04-30", 0),
        ("from=2090-05-02", 0),
        ("limit=1", 1),
    ] {
        assert_eq!(found(query).await, n, "{query}");
    }
}

#[tokio::test]
async fn seeding_twice_makes_nothing_twice() {
    let app = App::start().await;
    let count = async || {
        sqlx::query_as::<_, (i64, i64, i64, i64, i64)>(
            "select (select count(*) from accounts), (select count(*) from performance_seats),
                    (select count(*) from sales), (select count(*) from coupons),
                    (select count(*) from coupon_grants)",
        )
        .fetch_one(&app.state.db)
        .await
        .unwrap()
    };
    let first = demo::seed_into(&app.state.db, Some(2), None).await.unwrap();
    assert_eq!(count().await, (4, 10_480, 2, 2, 3));
    let second = demo::seed_into(&app.state.db, None, Some(60)).await.unwrap();
    assert_eq!(count().await, (4, 10_480, 2, 2, 3));
    let json = |report: &demo::Report| serde_json::to_value(report).unwrap();
    assert_eq!(json(&first), json(&second));

    let sale = catalog::service::sale(&app.state, first.on_sale.sale).await.unwrap();
    assert_eq!(sale.cap, 2, "a cap that is not given is left alone");
    let opens_in = sale.window.general_opens_at.since(frontrow::clock::wall());
    assert!((50_000..=60_000).contains(&opens_in), "{opens_in}");
    for account in &first.accounts {
        let body = json!({"email": account.email, "password": account.password});
        let answer = app.edge.post("/api/v1/auth/sign-in", body).await.expect(200);
        assert_eq!(answer.json["account"]["id"], account.id.to_string());
    }
    // The whole plan of 10,000 seats is a small document.
    let plan = format!("/api/v1/performances/{}/plan", first.on_sale.performance);
    let plan = app.edge.get(&plan).await.expect(200);
    assert_eq!(plan.json["seats"], 10_000);
    assert!(plan.body.len() < 64_000, "{}", plan.body.len());
}

#[tokio::test]
async fn drafts_are_repainted_copied_and_deleted_and_what_is_published_goes_off_sale() {
    let (app, staff) = app_and_staff().await;
    let (performance, sale) = enter_show(&staff).await;
    let of = |id: &str, rest: &str| format!("/staff/v1/performances/{id}{rest}");
    let grade = |code: &str| {
        json!({"code": code, "name": code, "name_en": code, "color": "#445566",
               "price": {"minor": 90_000, "currency": "KRW"}})
    };

    // Repainted: other grades, every row has one of them, and none is left over.
    let painting = json!({"grades": [grade("VIP"), grade("S")],
        "seating": [{"grade": "S"}, {"section": "B", "grade": "VIP"}]});
    let repaint = Some(painting.clone());
    let put = async |body| {
        staff.send(reqwest::Method::PUT, &of(&performance, "/seating"), body, None).await
    };
    let painted = put(repaint.clone()).await.expect(200);
    assert_eq!(painted.json["grades"][0]["code"], "VIP");
    let seats: Vec<(String, i64)> = sqlx::query_as(
        "select grade, count(*) from performance_seats
         where performance_id = $1 group by grade order by grade",
    )
    .bind(performance.parse::<frontrow_shared::id::PerformanceId>().unwrap().0)
    .fetch_all(&app.state.db)
    .await
    .unwrap();
    assert_eq!(seats, [("S".to_owned(), 6), ("VIP".to_owned(), 4)]);

    // Copied to another day, with the same grades; the copy is deleted again.
    let day = json!({"starts_at": at(41)});
    let copy = staff.post(&of(&performance, "/duplicate"), day).await.expect(201);
    assert_eq!(copy.json["grades"], painted.json["grades"]);
    assert_eq!(
        (copy.json["seats"].as_i64(), copy.json["published_at"].is_null()),
        (Some(10), true)
    );
    let copy = copy.json["id"].as_str().unwrap().to_owned();
    let delete =
        async |id: &str| staff.send(reqwest::Method::DELETE, &of(id, ""), None, None).await;
    delete(&copy).await.expect(204);
    delete(&copy).await.expect(404);

    // Published, it is no draft any more.
    staff.post(&of(&performance, "/publish"), json!({})).await.expect(200);
    assert_eq!(delete(&performance).await.expect(409).code(), "catalog_in_use");
    assert_eq!(put(repaint).await.expect(409).code(), "catalog_in_use");

    // Off sale: not listed, its sale has ended and its room is closed; the page stays.
    let listed = async || {
        app.edge.get("/api/v1/performances").await.expect(200).json["items"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!(listed().await, 1);
    let why = json!({"reason": "Wrong prices"});
    let off = staff.post(&of(&performance, "/off-sale"), why.clone()).await.expect(200);
    assert_eq!(off.json["off_sale_reason"], "Wrong prices");
    assert_eq!(listed().await, 0);
    let room = staff.get(&format!("/staff/v1/sales/{sale}")).await.expect(200);
    assert_eq!(room.json["mode"], "closed");
    let sale_id: SaleId = sale.parse().unwrap();
    let ended = catalog::service::sale(&app.state, sale_id).await.unwrap();
    let now = frontrow::clock::wall();
    assert_eq!(ended.window.admits(9, now), Err(catalog::WindowError::Over));
    // And back.
    let back = staff.post(&of(&performance, "/publish"), json!({})).await.expect(200);
    assert!(back.json["off_sale_at"].is_null());
    assert_eq!(listed().await, 1);
    let room = staff.get(&format!("/staff/v1/sales/{sale}")).await.expect(200);
    assert_eq!(room.json["mode"], "scheduled");
}
