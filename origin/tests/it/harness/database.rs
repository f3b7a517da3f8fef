//! A database a test, copied from one that was migrated once.

use frontrow::config::SecretText;
use sqlx::{Connection, PgConnection};
use tokio::sync::OnceCell;

static TEMPLATE: OnceCell<String> = OnceCell::const_new();

/// A database that only one test knows. Databases of processes that are gone are dropped by
/// the next run.
pub(crate) struct TestDatabase {
    /// Its address.
    pub(crate) url: SecretText,
}

impl TestDatabase {
    /// Makes a database with the current schema.
    pub(crate) async fn create() -> Self {
        let template = TEMPLATE.get_or_init(template).await;
        let name = format!("t_{}_{}", std::process::id(), uuid::Uuid::now_v7().simple());
        run(&server(), &format!("create database {name} template {template}")).await;
        Self { url: SecretText::from(address(&name).as_str()) }
    }
}

/// The server that the test command started.
fn server() -> String {
    std::env::var("DATABASE_URL")
        .expect("DATABASE_URL names a PostgreSQL server for tests; `cargo xtask test` sets it")
}

fn address(name: &str) -> String {
    let mut url: reqwest::Url = server().parse().expect("DATABASE_URL is an address");
    url.set_path(name);
    url.into()
}

async fn template() -> String {
    drop_left_behind().await;
    let name = format!("t_{}_template", std::process::id());
    run(&server(), &format!("create database {name}")).await;
    let mut conn = PgConnection::connect(&address(&name)).await.expect("the template answers");
    frontrow::db::MIGRATOR.run(&mut conn).await.expect("the migrations run");
    conn.close().await.expect("the template is let go");
    name
}

async fn drop_left_behind() {
    let mut conn = PgConnection::connect(&server()).await.expect("PostgreSQL answers");
    let names: Vec<String> =
        sqlx::query_scalar(r"select datname::text from pg_database where datname ~ '^t_\d+_'")
            .fetch_all(&mut conn)
            .await
            .expect("databases are listed");
    for name in names {
        let pid = name.split('_').nth(1).unwrap_or_default();
        if !std::path::Path::new("/proc").join(pid).exists() {
            run(&server(), &format!("drop database if exists {name} with (force)")).await;
        }
    }
}

async fn run(url: &str, sql: &str) {
    let mut conn = PgConnection::connect(url).await.expect("PostgreSQL answers");
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned()))
        .execute(&mut conn)
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
}
