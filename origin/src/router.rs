//! Every route of the core, on one page.
//!
//! Two listeners. *Public* answers the edge alone: every request needs a hop signature, and
//! the rooms have keys of their own. *Internal* serves staff, their console, health and metrics.

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::router::OpenApiRouter;

use crate::http::{health, hop, layers};
use crate::openapi;
use crate::rooms;
use crate::state::AppState;
use crate::{
    accounts, audit, catalog, console, coupons, figures, orders, seats, tickets, warmup, withdrawal,
};

/// What buyers reach through the edge's gate.
#[must_use]
pub fn buyer_routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .merge(accounts::routes::routes())
        .merge(catalog::routes::routes())
        .merge(coupons::routes::routes())
        .merge(orders::routes::routes())
        .merge(orders::pay::webhook_routes())
        .merge(tickets::routes::routes())
        .merge(seats::routes::routes())
        .merge(withdrawal::routes::routes())
        .merge(openapi::buyer_routes())
}

/// What staff and their scripts call on the internal listener.
#[must_use]
pub fn staff_routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .merge(accounts::staff_routes::routes())
        .merge(audit::staff_routes::routes())
        .merge(catalog::staff_routes::routes())
        .merge(coupons::staff_routes::routes())
        .merge(figures::staff_routes::routes())
        .merge(orders::staff_routes::routes())
        .merge(openapi::staff_routes())
        .merge(warmup::staff_routes::routes())
}

/// The public listener.
pub fn public(state: AppState) -> Router {
    let (buyers, _) = buyer_routes().split_for_parts();
    // The answer to a wrong method stands behind the door as well.
    let buyers = buyers
        .method_not_allowed_fallback(layers::method_not_allowed)
        .layer(from_fn_with_state(state.clone(), hop::gate));
    let rooms = rooms::routes::routes()
        .method_not_allowed_fallback(layers::method_not_allowed)
        .layer(from_fn_with_state(state.clone(), hop::room));
    let closed = Router::new()
        .fallback(layers::not_found)
        .layer(from_fn_with_state(state.clone(), hop::gate));
    around(buyers.merge(rooms).fallback_service(closed.with_state(state.clone())), state)
}

/// The internal listener.
pub fn internal(state: AppState) -> Router {
    let (staff, _) = staff_routes().split_for_parts();
    let health = Router::new()
        .route("/healthz", get(health::live))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics));
    let router = staff
        .merge(health)
        .merge(console::routes::routes())
        .method_not_allowed_fallback(layers::method_not_allowed);
    around(router.fallback(layers::not_found), state)
}

/// The layers around both, outermost last.
fn around(router: Router<AppState>, state: AppState) -> Router {
    router
        .layer(CatchPanicLayer::custom(layers::panicked))
        .layer(axum::extract::DefaultBodyLimit::max(layers::BODY_MAX))
        .layer(from_fn(layers::one_spelling))
        .layer(from_fn_with_state(state.clone(), layers::observe))
        .with_state(state)
}
