//! A digest of everything that is stored, so that "nothing changed" can be said.

use sqlx::{PgPool, Row as _};

use crate::harness::App;

/// One line a table and a Redis key. What only counts visits is left out: when a session was
/// last used, how often somebody asked, and the nonces of hops; so are failed sign-ins, which are written down.
pub(super) async fn of(app: &App) -> Vec<String> {
    let mut lines = tables(&app.state.db).await;
    let mut redis = app.state.redis.clone();
    let mut keys: Vec<String> =
        redis::cmd("KEYS").arg("*").query_async(&mut redis).await.expect("Redis lists its keys");
    keys.retain(|key| !key.starts_with("hop:") && !key.starts_with("pace:"));
    keys.sort();
    for key in keys {
        let value: Option<Vec<u8>> =
            redis::cmd("DUMP").arg(&key).query_async(&mut redis).await.expect("Redis dumps");
        lines.push(format!("{key} {:x?}", value.unwrap_or_default()));
    }
    lines
}

async fn tables(db: &PgPool) -> Vec<String> {
    let names: Vec<String> = sqlx::query_scalar(
        "select relname::text from pg_class
         where relkind = 'r' and relnamespace = 'public'::regnamespace
           and relname <> '_sqlx_migrations' order by 1",
    )
    .fetch_all(db)
    .await
    .expect("tables are listed");
    assert!(names.len() > 15, "there are tables: {names:?}");
    let each = names.iter().map(|name| {
        format!(
            "select '{name}', count(*),
               md5(coalesce(string_agg(md5((to_jsonb(t) - 'last_used_at')::text), ''
                   order by md5((to_jsonb(t) - 'last_used_at')::text)), ''))
             from {name} t where to_jsonb(t) ->> 'action' is distinct from 'staff.sign_in_failed'"
        )
    });
    let sql = each.collect::<Vec<_>>().join(" union all ");
    let rows = sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).fetch_all(db).await.expect("they are read");
    let line = |row: &sqlx::postgres::PgRow| {
        let [name, hash] = [0, 2].map(|column| row.get::<String, _>(column));
        format!("{name} {} {hash}", row.get::<i64, _>(1))
    };
    rows.iter().map(line).collect()
}
