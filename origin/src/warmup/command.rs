//! `frontrow sale check` and `frontrow sale warm`: the check list on a terminal. They need the
//! settings of `frontrow serve` and its stores, but no running core.

use std::fmt::Write as _;

use clap::{Args, Subcommand};
use frontrow_shared::id::SaleId;
use metrics_exporter_prometheus::PrometheusBuilder;

use super::point::{ItemState, Readiness};
use super::service;
use crate::catalog::CatalogError;
use crate::config::ServeConfig;
use crate::state::AppState;

/// What is done with a sale.
#[derive(Debug, Subcommand)]
pub enum SaleCommand {
    /// Say whether a sale is ready to open, and what is missing. Changes nothing.
    Check(SaleArgs),
    /// Fill Redis, wake the waiting room, fill the edge's caches; then check.
    Warm(SaleArgs),
}

/// Which sale, and how to tell.
#[derive(Debug, Args)]
pub struct SaleArgs {
    /// The sale, sal_….
    sale: SaleId,

    /// Print the check list as JSON, as the staff API answers it.
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    config: ServeConfig,
}

/// Does it; the text to print, and whether the sale is ready.
///
/// # Errors
/// A setting that cannot be used, a sale that does not exist, PostgreSQL away.
pub async fn run(command: SaleCommand) -> anyhow::Result<(String, bool)> {
    let (SaleCommand::Check(args) | SaleCommand::Warm(args)) = &command;
    let metrics = PrometheusBuilder::new().build_recorder().handle();
    let state = AppState::build(args.config.clone(), metrics).await?;
    let found = match &command {
        SaleCommand::Check(_) => service::check(&state, args.sale).await,
        SaleCommand::Warm(_) => service::warm(&state, args.sale, None).await,
    };
    let found = found.map_err(|error| {
        let how = match &error {
            CatalogError::SaleNotFound => "GET /staff/v1/sales lists them",
            _ => "start PostgreSQL, or set DATABASE_URL to the one that runs",
        };
        anyhow::anyhow!("{error}: {how}")
    })?;
    let text = if args.json { serde_json::to_string_pretty(&found)? } else { table(&found) };
    Ok((text, found.ready))
}

/// A line an item; below those that are not ok, what was found and what to do.
fn table(found: &Readiness) -> String {
    let width = found.items.iter().map(|item| item.code.len()).max().unwrap_or(0);
    let mut text = String::new();
    for item in &found.items {
        let (state, code) = (item.state.as_str(), item.code);
        // Writing into a string cannot fail.
        let _ = writeln!(text, "{state:<4}  {code:<width$}  {}", item.detail);
        if item.state != ItemState::Ok {
            let _ = writeln!(text, "      {:<width$}  → {}", "", item.what_to_do);
        }
    }
    let missing = found.missing();
    let verdict = if missing.is_empty() {
        "ready".to_owned()
    } else {
        format!("not ready: {}", missing.join(", "))
    };
    let _ = write!(text, "\n{verdict}");
    text
}

#[cfg(test)]
mod tests {
    use super::super::point::Point;
    use super::*;

    #[test]
    fn what_is_missing_stands_with_what_to_do() {
        let items = vec![Point::Edge.ok("It answers."), Point::Prices.bad("None.", "Price it.")];
        let checked_at = time::OffsetDateTime::UNIX_EPOCH;
        let found = Readiness { ready: false, checked_at, warmed_at: None, items };
        assert_eq!(
            table(&found),
            "ok    edge    It answers.\n\
             bad   prices  None.\n              → Price it.\n\
             \nnot ready: prices"
        );
    }
}
