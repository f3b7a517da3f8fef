//! The SQL of two orders, as PostgreSQL logs it: what the limit is made of. Taken anew in every
//! run, so that it never differs from what the core does.
//!
//! Two orders, because what differs between them is what one order has of its own.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use sqlx::{AssertSqlSafe, PgPool};
use tokio::time::sleep;

use super::{Order, buying};
use crate::buyer::Edge;
use crate::surroundings;

/// How often a recording is tried that something else came between.
const TRIES: usize = 5;
/// How long the core is watched without orders: longer than each job's pause but for those of
/// many seconds, which a second try avoids.
const QUIET: Duration = Duration::from_millis(2_500);

/// A statement with its parameters as text; `None` is NULL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement {
    pub(super) text: String,
    pub(super) parameters: Vec<Option<String>>,
}

/// Two orders' statements, pair by pair, and whose the first ones are.
pub(super) struct Recorded {
    pub(super) statements: Vec<(Statement, Statement)>,
    pub(super) first: About,
}

/// What is known of a recorded order.
#[derive(Debug, Clone)]
pub(super) struct About {
    pub(super) account: String,
    pub(super) performance: String,
    pub(super) sale: String,
    pub(super) seats: [usize; 2],
}

impl Recorded {
    pub(super) fn len(&self) -> usize {
        self.statements.len()
    }
}

/// Records two orders.
pub(super) async fn of_two_orders(db: &PgPool, edge: &Edge) -> Result<Recorded> {
    settings(db, "all").await?;
    let recorded = record(db, edge).await;
    settings(db, "none").await?;
    recorded
}

async fn record(db: &PgPool, edge: &Edge) -> Result<Recorded> {
    let mut last = String::new();
    for _ in 0..TRIES {
        let orders: [Order; 3] = match buying::stage(db, edge, 3).await?.try_into() {
            Ok(orders) => orders,
            Err(_) => bail!("three buyers were asked for"),
        };
        let [fresh, one, other] = orders;
        let first = about(&one);
        mark(db, "quiet").await?;
        sleep(QUIET).await;
        mark(db, "fresh").await?;
        // What the core then remembers for a second or so is part of no order among many.
        buying::one(edge, fresh).await?;
        mark(db, "first").await?;
        buying::one(edge, one).await?;
        mark(db, "second").await?;
        buying::one(edge, other).await?;
        mark(db, "end").await?;
        let log = written_until_end().await?;
        let quiet = between(&log, "quiet", "fresh")?.into_iter().flatten();
        let quiet: HashSet<String> = quiet.map(|statement| statement.text).collect();
        let of = |from, to| -> Result<Vec<Statement>> {
            let units = between(&log, from, to)?.into_iter();
            Ok(units.filter(|unit| is_of_an_order(unit, &quiet)).flatten().collect())
        };
        let (one, other) = (of("first", "second")?, of("second", "end")?);
        let same = one.len() == other.len()
            && one.iter().zip(&other).all(|(one, other)| one.text == other.text);
        if same && !one.is_empty() {
            let statements = one.into_iter().zip(other).collect();
            return Ok(Recorded { statements, first });
        }
        last = format!("{} and {} statements", one.len(), other.len());
    }
    bail!("two orders never did the same ({last}): what else uses this database?")
}

/// Whether a transaction, or a statement alone, holds anything that the core does not do by
/// itself, too.
fn is_of_an_order(unit: &[Statement], quiet: &HashSet<String>) -> bool {
    unit.iter().any(|one| !is_boundary(&one.text) && !quiet.contains(&one.text))
}

fn is_boundary(text: &str) -> bool {
    ["BEGIN", "COMMIT", "ROLLBACK"].contains(&text)
}

fn about(order: &Order) -> About {
    About {
        account: order.buyer.account.0.to_string(),
        performance: order.show.performance.0.to_string(),
        sale: order.show.sale.0.to_string(),
        seats: order.seats,
    }
}

async fn settings(db: &PgPool, statements: &str) -> Result<()> {
    for sql in [
        format!("alter system set log_statement = '{statements}'"),
        "alter system set log_line_prefix = '%p '".to_owned(),
        "select pg_reload_conf()".to_owned(),
    ] {
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(db).await.context("not a superuser")?;
    }
    // The setting reaches each session before its next statement, once the signal is there.
    sleep(Duration::from_millis(300)).await;
    Ok(())
}

async fn mark(db: &PgPool, name: &str) -> Result<()> {
    sqlx::raw_sql(AssertSqlSafe(format!("select 'bench mark {name}'"))).execute(db).await?;
    Ok(())
}

/// The log, once its writer has come to the last mark; from the last try's first mark on.
async fn written_until_end() -> Result<String> {
    let path = surroundings::named("BENCH_POSTGRES_LOG")?;
    for _ in 0..100 {
        let log = fs::read_to_string(&path)?;
        let begin = log.rfind("select 'bench mark quiet'").unwrap_or_default();
        let log = log.get(begin..).unwrap_or_default();
        if log.contains("select 'bench mark end'") {
            return Ok(log.to_owned());
        }
        sleep(Duration::from_millis(50)).await;
    }
    bail!("{path} does not show the statements")
}

/// What was done between two marks, in the order in which it began: transactions, and statements
/// alone.
fn between(log: &str, from: &str, to: &str) -> Result<Vec<Vec<Statement>>> {
    let cut = |mark: &str| log.find(&format!("select 'bench mark {mark}'"));
    let part = cut(from).zip(cut(to)).and_then(|(from, to)| log.get(from..to));
    let part = part.map(|part| part.rfind('\n').map_or(part, |end| &part[..end]));
    let mut units: Vec<Vec<Statement>> = Vec::new();
    // Which unit a process is at, and whether that is a transaction still open.
    let mut at: HashMap<String, (usize, bool)> = HashMap::new();
    for (process, entry) in entries(part.context("a mark is missing in the log")?) {
        if let Some(text) = statement(&entry) {
            let open = at.get(&process).filter(|(_, open)| *open).map(|(unit, _)| *unit);
            let unit = open.unwrap_or(units.len());
            at.insert(process, (unit, text == "BEGIN" || open.is_some() && !is_boundary(text)));
            if open.is_none() {
                units.push(Vec::new());
            }
            units[unit].push(Statement { text: text.to_owned(), parameters: Vec::new() });
        } else if let Some(list) = detail(&entry) {
            let last = at.get(&process).and_then(|(unit, _)| units[*unit].last_mut());
            last.context("parameters without a statement")?.parameters = parameters(list);
        }
    }
    Ok(units)
}

fn statement(entry: &str) -> Option<&str> {
    entry.strip_prefix("LOG:  statement: ").or_else(|| {
        let named = entry.strip_prefix("LOG:  execute ")?;
        named.split_once(": ").map(|(_, text)| text)
    })
}

fn detail(entry: &str) -> Option<&str> {
    let list = entry.strip_prefix("DETAIL:  ")?;
    list.strip_prefix("parameters: ").or_else(|| list.strip_prefix("Parameters: "))
}

/// The log's entries with the process that wrote each; lines that go on begin with a tab.
fn entries(log: &str) -> Vec<(String, String)> {
    let mut entries: Vec<(String, String)> = Vec::new();
    for line in log.lines().skip(1) {
        if let Some(more) = line.strip_prefix('\t') {
            if let Some((_, entry)) = entries.last_mut() {
                entry.push('\n');
                entry.push_str(more);
            }
        } else if let Some((process, entry)) = line.split_once(' ') {
            entries.push((process.to_owned(), entry.to_owned()));
        }
    }
    entries
}

/// `$1 = 'it''s', $2 = NULL` → its values.
fn parameters(list: &str) -> Vec<Option<String>> {
    let mut values = Vec::new();
    let mut rest = list;
    while let Some((_, value)) = rest.split_once(" = ") {
        let Some(text) = value.strip_prefix('\'') else {
            values.push(None);
            rest = value.get(4..).unwrap_or_default();
            continue;
        };
        let mut end = 0;
        while let Some(quote) = text.get(end..).and_then(|text| text.find('\'')) {
            end += quote;
            if !text[end + 1..].starts_with('\'') {
                break;
            }
            end += 2;
        }
        values.push(Some(text[..end].replace("''", "'")));
        rest = text.get(end + 1..).unwrap_or_default();
    }
    values
}

#[cfg(test)]
mod tests {
    use super::{Statement, between, parameters};

    #[test]
    fn reads_parameters_as_they_are_logged() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            parameters("$1 = 'a, b = ''c''', $2 = NULL, $3 = ''"),
            vec![some("a, b = 'c'"), None, some("")]
        );
    }

    #[test]
    fn takes_what_stands_between_two_marks() {
        let log = "select 'bench mark first'\n7 LOG:  statement: BEGIN\n\
                   8 LOG:  execute sqlx_s_1: select\n\t  $1\n8 DETAIL:  parameters: $1 = '5'\n\
                   7 LOG:  statement: COMMIT\n9 LOG:  statement: select 'bench mark end'\n";
        let statement = |text: &str, parameters: &[&str]| Statement {
            text: text.to_owned(),
            parameters: parameters.iter().map(|text| Some((*text).to_owned())).collect(),
        };
        let found = between(log, "first", "end").unwrap();
        let transaction = vec![statement("BEGIN", &[]), statement("COMMIT", &[])];
        assert_eq!(found, [transaction, vec![statement("select\n  $1", &["5"])]]);
    }
}
