//! Warm-up: what is right is found ready, what is broken is named, and the check only looks.

use frontrow::state::AppState;
use frontrow::warmup::{ItemState, Readiness, job, service};
use metrics_exporter_prometheus::PrometheusBuilder;
use serde_json::{Value, json};

use crate::harness::{App, Broken, Show, Site, Staff, Toss};

/// A core behind a site, and a show whose lobby opens in ten minutes.
struct Stage {
    app: App,
    site: Site,
    toss: Toss,
    show: Show,
}

impl Stage {
    async fn set() -> Self {
        let (site, toss) = (Site::start().await, Toss::start().await);
        let app =
            App::start_as(&toss.base, |config| config.site_url = site.base().to_owned()).await;
        site.reach(app.edge.clone());
        let show = Show::open(&app.state.db, 40, 50_000).await;
        let stage = Self { app, site, toss, show };
        stage.opens_in(40).await;
        stage
    }

    /// Its line opens in so many minutes, its lobby half an hour before.
    async fn opens_in(&self, minutes: i32) {
        self.sql(&format!(
            "update sales set general_opens_at = frontrow_now() + interval '{minutes} minutes'"
        ))
        .await;
    }

    async fn sql(&self, sql: &str) {
        let sql = sqlx::AssertSqlSafe(sql.to_owned());
        sqlx::raw_sql(sql).execute(&self.app.state.db).await.expect("the statement runs");
    }

    /// A command; `_` within a word stands for a space, `KEY` for the show's.
    async fn redis(&self, words: &str) -> redis::RedisResult<redis::Value> {
        let words = words.replace("KEY", &format!("{{p:{}}}", self.show.performance.0.simple()));
        let words: Vec<String> = words.split(' ').map(|word| word.replace('_', " ")).collect();
        let mut redis = self.app.state.redis.clone();
        redis::cmd(&words[0]).arg(&words[1..]).query_async(&mut redis).await
    }

    /// Rounds and result of each remembered warm-up.
    async fn warmups(&self) -> Vec<(i32, bool)> {
        sqlx::query_as("select rounds, ready from warmups")
            .fetch_all(&self.app.state.db)
            .await
            .expect("they are read")
    }

    async fn check(&self) -> Vec<&'static str> {
        service::check(&self.app.state, self.show.sale).await.expect("it is checked").missing()
    }

    async fn warm(&self) -> Readiness {
        service::warm(&self.app.state, self.show.sale, None).await.expect("it is warmed")
    }

    #[track_caller]
    fn ready(found: &Readiness) {
        assert!(found.ready, "{found:#?}");
    }
}

#[tokio::test]
async fn a_sale_is_ready_once_it_is_warmed_and_checking_changes_nothing() {
    let stage = Stage::set().await;
    assert_eq!(stage.check().await, ["redis_seats", "room_alarm"]);
    assert_eq!(stage.check().await, ["redis_seats", "room_alarm"], "looking mends nothing");
    assert_eq!(stage.redis("DBSIZE").await, Ok(redis::Value::Int(0)), "nor does it write");

    let staff = Staff::signed_in(&stage.app).await;
    let path = |rest: &str| format!("/staff/v1/sales/{}/{rest}", stage.show.sale);
    let cold = staff.get(&path("readiness")).await.expect(200).json;
    assert_eq!((&cold["ready"], &cold["warmed_at"]), (&json!(false), &Value::Null));
    let warm = staff.post(&path("warm"), Value::Null).await.expect(200).json;
    assert_eq!(warm["ready"], true, "{warm:#}");
    let items = warm["items"].as_array().expect("items");
    assert_eq!(items.len(), 14);
    assert!(items.iter().all(|item| item["state"] == "ok" && item["what_to_do"] == ""));
    let again = staff.get(&path("readiness")).await.expect(200).json;
    assert_eq!((&again["ready"], &again["warmed_at"]), (&json!(true), &warm["checked_at"]));

    let nobody = Staff::nobody(&stage.app);
    assert_eq!(nobody.get(&path("readiness")).await.status, 401);
    assert_eq!(nobody.post(&path("warm"), Value::Null).await.status, 401);
    let unknown =
        path("readiness").replace(&stage.show.sale.to_string(), &format!("sal_{}", "f".repeat(32)));
    assert_eq!(staff.get(&unknown).await.expect(404).code(), "sale_not_found");
}

#[tokio::test]
async fn warming_mends_what_it_can() {
    let stage = Stage::set().await;
    Stage::ready(&stage.warm().await);
    let breaks = [
        "FLUSHALL",
        "HSET KEY:truth 3 1_2", // sold, as Redis has it
        "HSET KEY:truth 3 9_0", // newer than PostgreSQL
        "HDEL KEY:truth 39",
        "SETBIT KEY:map 0 1",
        "HSET KEY:meta home elsewhere",
        "HDEL KEY:meta ready",
    ];
    for words in breaks {
        stage.redis(words).await.expect("Redis answers");
        assert_eq!(stage.check().await, ["redis_seats"], "{words}");
        Stage::ready(&stage.warm().await);
    }
    stage.sql("update performance_seats set state = 'blocked', version = version + 1 where seat_no = 3").await;
    assert_eq!(stage.check().await, ["redis_seats"]);
    Stage::ready(&stage.warm().await);

    // The room believes the old date until it is looked at.
    stage.opens_in(35).await;
    assert_eq!(stage.check().await, ["room_alarm"]);
    Stage::ready(&stage.warm().await);
    // In the lobby and once it is open the room is as well.
    for minutes in [20, -1] {
        stage.opens_in(minutes).await;
        Stage::ready(&stage.warm().await);
    }
}

#[tokio::test]
async fn what_a_person_has_to_mend_is_named_with_what_to_do() {
    let stage = Stage::set().await;
    Stage::ready(&stage.warm().await);
    let rows: [(&str, &str, &[&str]); 8] = [
        ("update sales set mode = 'paused'", "update sales set mode = 'scheduled'", &["schedule"]),
        ("update sales set mode = 'closed'", "update sales set mode = 'scheduled'", &["schedule"]),
        ("update sales set cap = 0", "update sales set cap = 100", &["schedule"]),
        (
            "update performances set starts_at = starts_at - interval '31 days'",
            "update performances set starts_at = starts_at + interval '31 days'",
            &["schedule"],
        ),
        ("update grades set price = 50", "update grades set price = 50000", &["prices"]),
        (
            "update performances set seats = 41",
            "update performances set seats = 40",
            &["seats", "catalog"],
        ),
        (
            "update performances set published_at = null",
            "update performances set published_at = now()",
            &["published"],
        ),
        (
            "update _sqlx_migrations set checksum = checksum || '\\x00' where version = 20261121000011",
            "update _sqlx_migrations set checksum = substring(checksum for length(checksum) - 1)
             where version = 20261121000011",
            &["migrations"],
        ),
    ];
    for (wrong, right, codes) in rows {
        stage.sql(wrong).await;
        let found = service::check(&stage.app.state, stage.show.sale).await.expect("a list");
        for item in found.items.iter().filter(|item| item.state != ItemState::Ok) {
            assert!(!item.detail.is_empty() && !item.what_to_do.is_empty(), "{item:?}");
        }
        for code in codes {
            assert!(found.missing().contains(code), "{wrong}: {:?}", found.missing());
        }
        stage.sql(right).await;
    }
    stage.redis("CONFIG SET maxmemory-policy allkeys-lru").await.expect("it is set");
    assert_eq!(stage.check().await, ["redis_policy"]);
    stage.redis("CONFIG SET maxmemory-policy noeviction").await.expect("it is set");
    // Nearly full, for a full one refuses even to be compared.
    let info: String = redis::cmd("INFO")
        .arg("memory")
        .query_async(&mut stage.app.state.redis.clone())
        .await
        .expect("Redis answers");
    let used = info.lines().find_map(|line| line.strip_prefix("used_memory:"));
    let used: u64 = used.expect("it says so").parse().expect("a number");
    let nearly = format!("CONFIG SET maxmemory {}", used + used / 8);
    stage.redis(&nearly).await.expect("it is set");
    assert_eq!(stage.check().await, ["redis_memory"]);
    stage.redis("CONFIG SET maxmemory 0").await.expect("it is set");

    stage.toss.fault("read", "status_429", 1).await;
    assert_eq!(stage.check().await, ["payment_provider"]);

    let site_is = [
        (Broken::Away, &["edge", "pass_keys", "catalog"][..]),
        (Broken::Keys, &["pass_keys"]),
        (Broken::Stale, &["catalog"]),
    ];
    for (broken, codes) in site_is {
        stage.site.is(Some(broken));
        assert_eq!(stage.check().await, codes, "{broken:?}");
    }
    stage.site.is(Some(Broken::Rooms));
    stage.sql("update room_syncs set synced_at = synced_at - interval '1 hour'").await;
    let found = stage.warm().await;
    assert_eq!(found.missing(), ["room_alarm"], "an old word of a room proves nothing now");
    stage.site.is(None);

    // Without the tests' leave, their clock is what is wrong.
    stage.sql("insert into frontrow_settings (name, value) values ('clock_offset_ms', '1')").await;
    let mut config = stage.app.state.config.clone();
    config.clock_offset_tests = None;
    let metrics = PrometheusBuilder::new().build_recorder().handle();
    let state = AppState::build(config, metrics).await.expect("the settings are right");
    let found = service::check(&state, stage.show.sale).await.expect("a list");
    assert!(found.missing().contains(&"clocks"), "{found:#?}");

    // It closes the connection instead of answering.
    let _ = stage.redis("SHUTDOWN NOSAVE").await;
    assert_eq!(stage.check().await, ["redis_policy", "redis_memory", "redis_seats", "clocks"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_job_warms_what_opens_soon_once_for_all_replicas_and_remembers() {
    let stage = Stage::set().await;
    let state = &stage.app.state;
    stage.opens_in(45).await;
    job::round(state).await.expect("a round");
    assert_eq!(stage.warmups().await, [], "its lobby opens in a quarter of an hour");

    stage.opens_in(39).await;
    stage.site.is(Some(Broken::Away));
    let replicas = (0..3).map(|_| {
        let state = state.clone();
        tokio::spawn(async move { job::round(&state).await })
    });
    for replica in replicas.collect::<Vec<_>>() {
        replica.await.expect("it ends").expect("a round");
    }
    assert_eq!(stage.warmups().await, [(1, false)]);
    let missing: Vec<String> = sqlx::query_scalar(
        "select i ->> 'code' from warmups, jsonb_array_elements(items) i where i ->> 'state' <> 'ok'",
    )
    .fetch_all(&state.db)
    .await
    .expect("the result is remembered");
    assert_eq!(missing, ["edge", "pass_keys", "catalog", "room_alarm"]);

    stage.site.is(None);
    job::round(state).await.expect("a round");
    assert_eq!(stage.warmups().await, [(1, false)], "not before it is due again");
    stage.sql("update warmups set next_at = frontrow_now()").await;
    job::round(state).await.expect("a round");
    assert_eq!(stage.warmups().await, [(2, true)]);

    stage.opens_in(-1).await;
    stage.sql("update warmups set next_at = frontrow_now()").await;
    job::round(state).await.expect("a round");
    assert_eq!(stage.warmups().await, [(2, true)], "once it is open the job is done");
}

#[tokio::test]
async fn the_gauge_tells_only_of_what_opens_soon_and_was_checked_lately() {
    let stage = Stage::set().await;
    let recorder = PrometheusBuilder::new().build_recorder();
    let _recording = metrics::set_default_local_recorder(&recorder);
    let gauge = format!("frontrow_sale_ready{{sale=\"{}\"}} ", stage.show.sale);
    let told = async || {
        job::round(&stage.app.state).await.expect("a round");
        let text = recorder.handle().render();
        let line = text.lines().find_map(|line| line.strip_prefix(gauge.as_str()));
        line.map(ToOwned::to_owned)
    };
    let told_is =
        async |value: &str, why: &str| assert_eq!(told().await.as_deref(), Some(value), "{why}");

    // Warmed by hand, days before: it says nothing about the day.
    stage.opens_in(14 * 24 * 60).await;
    stage.warm().await;
    told_is("NaN", "it opens in two weeks").await;
    stage.opens_in(39).await;
    stage.sql("update warmups set next_at = frontrow_now()").await;
    told_is("1", "it opens soon and is ready").await;

    // The job does not come again meanwhile: what it found is told or not.
    stage.sql("update warmups set next_at = frontrow_now() + interval '1 hour'").await;
    for (wrong, right) in [
        ("update sales set mode = 'closed'", "update sales set mode = 'scheduled'"),
        (
            "update warmups set checked_at = checked_at - interval '1 hour'",
            "update warmups set checked_at = checked_at + interval '1 hour'",
        ),
    ] {
        stage.sql(wrong).await;
        told_is("NaN", wrong).await;
        stage.sql(right).await;
        told_is("1", right).await;
    }
    stage.opens_in(-1).await;
    told_is("NaN", "it has opened").await;

    stage.opens_in(39).await;
    stage.site.is(Some(Broken::Away));
    stage.sql("update warmups set next_at = frontrow_now()").await;
    told_is("0", "its site is away").await;
    stage.opens_in(14 * 24 * 60).await;
    told_is("NaN", "it is postponed").await;
}
