//! `POST /api/v1/me/withdraw`

use axum::extract::State;
use axum::response::{AppendHeaders, IntoResponse};
use http::{StatusCode, header};
use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::accounts::{Session, cookies};
use crate::http::ApiResult;
use crate::http::extract::Json;
use crate::state::AppState;

/// `/api/v1/me/withdraw`
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(withdraw))
}

/// The owner's word that the account is to be closed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawBody {
    /// The password; left out where the account has none, then the sign-in has to be fresh.
    #[schema(value_type = Option<String>, format = Password, max_length = 128)]
    password: Option<SecretString>,
}

/// Close the account. Who the person was is erased at once and for good; what was bought stays
/// on record without a name. With `withdrawal_blocked` come the `reasons`: `order_open`,
/// `refund_open`, `ticket_ahead`, `role`.
#[utoipa::path(post, path = "/api/v1/me/withdraw", tag = "accounts",
    request_body = WithdrawBody,
    responses((status = 204), (status = 401, description = "refresh_invalid"),
        (status = 403, description = "password_wrong, sign_in_too_old"),
        (status = 409, description = "withdrawal_blocked"),
        (status = 429, description = "rate_limited")))]
async fn withdraw(
    State(state): State<AppState>,
    own: Session,
    Json(body): Json<WithdrawBody>,
) -> ApiResult<impl IntoResponse> {
    super::withdraw(&state, own, body.password).await?;
    let gone = cookies::signed_out().map(|cookie| (header::SET_COOKIE, cookie));
    Ok((StatusCode::NO_CONTENT, AppendHeaders(gone)))
}
