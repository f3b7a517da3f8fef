//! Seats end to end: the routes, PostgreSQL's moves, and what becomes of a lost Redis.

mod holding;
mod losing;
mod ordering;

use frontrow_shared::id::{OrderId, SeatNo};
use frontrow_shared::seatmap::{SeatMap, SeatState};
use uuid::Uuid;

use crate::harness::{App, Edge, Show, buyer};

/// A core with a show of `seats` seats.
async fn stage(seats: i32) -> (App, Show) {
    let app = App::start().await;
    let show = Show::open(&app.state.db, seats, 50_000).await;
    (app, show)
}

/// A new buyer with a pass.
async fn newcomer(app: &App, show: Show) -> Edge {
    let account = buyer(&app.state.db).await;
    app.edge.clone().for_account(account).with_new_pass(show.sale).0
}

fn path(show: Show, rest: &str) -> String {
    format!("/api/v1/sales/{}/{rest}", show.sale)
}

/// The map as a browser decodes it, however young the last one is.
async fn states(app: &App, show: Show) -> Vec<SeatState> {
    tokio::time::timeout(std::time::Duration::from_secs(10), async {
        let edge = newcomer(app, show).await;
        let map = edge.get(&path(show, "seats")).await.expect(200);
        serde_json::from_value::<SeatMap>(map.json).unwrap().decode().unwrap()
    })
    .await
    .unwrap()
}

/// Waits until a seat shows a state: the map is a second old at most.
async fn until_shown(app: &App, show: Show, seat: SeatNo, wanted: SeatState) {
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(5);
    while states(app, show).await[usize::try_from(seat).unwrap()] != wanted {
        assert!(tokio::time::Instant::now() < deadline, "seat {seat} never shows {wanted:?}");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

/// An order row for the seats' foreign side; orders themselves are another capability's.
fn order() -> OrderId {
    OrderId(Uuid::now_v7())
}
