//! The buyer comes back from the provider.

use std::time::Duration;

use frontrow_shared::id::{AccountId, AttemptId, OrderId};
use serde::Deserialize;
use utoipa::ToSchema;

use super::claim::{Claimed, claim};
use super::settle;
use crate::orders::OrderError as E;
use crate::orders::read;
use crate::orders::view::OrderView;
use crate::payments::attempts;
use crate::payments::provider::Failure;
use crate::payments::transition::AttemptState;
use crate::state::AppState;

/// How long the page waits for the provider before it is told to ask again.
const WAIT: Duration = Duration::from_secs(8);
/// How often it is looked whether another worker has the answer.
const LOOK: Duration = Duration::from_millis(100);
/// Longest payment key of Toss.
const PAYMENT_KEY_MAX: usize = 200;

/// What the provider put into the address of the return page. None of it is believed.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PayReturn {
    /// The provider's name of the payment.
    #[schema(min_length = 1, max_length = 200)]
    pub payment_key: String,
    /// Our name of the attempt.
    #[schema(max_length = 64)]
    pub provider_order_id: String,
    /// Minor units.
    pub amount: i64,
}

/// Takes the payment of an order. True with the order when it is known what became of it.
///
/// # Errors
/// What does not belong together, an order that cannot be paid, a refusal of the provider.
pub async fn pay_return(
    state: &AppState,
    account: AccountId,
    order: OrderId,
    back: &PayReturn,
) -> Result<(bool, OrderView), E> {
    let key = back.payment_key.len();
    if key == 0 || key > PAYMENT_KEY_MAX || !back.payment_key.bytes().all(|b| b.is_ascii_graphic())
    {
        return Err(E::Mismatch("the payment key is not of the right form"));
    }
    let known = match claim(state, Some(account), order, back).await? {
        Claimed::PaidByAnother => None,
        Claimed::Ours(leased) => {
            let attempt = leased.attempt;
            let task_state = state.clone();
            let task = state.jobs.detach(async move { settle::run(&task_state, *leased).await });
            if let Ok(ended) = tokio::time::timeout(WAIT, task).await {
                ended??;
            }
            Some(attempt)
        }
        Claimed::Before(attempt) => {
            wait_for(state, attempt).await?;
            Some(attempt)
        }
    };
    let Some(attempt) = known else { return Ok((true, read::one(state, account, order).await?)) };
    let attempt = attempts::get(&state.db, attempt).await?;
    match attempt.state {
        AttemptState::Declined => Err(E::refused(attempt.failure.unwrap_or_else(unnamed))),
        AttemptState::Expired => Err(E::SessionGone),
        end => Ok((end == AttemptState::Captured, read::one(state, account, order).await?)),
    }
}

fn unnamed() -> Failure {
    Failure { code: "declined".to_owned(), message: String::new() }
}

/// Settles the attempt if nobody is at it, and waits for whoever is.
async fn wait_for(state: &AppState, attempt: AttemptId) -> Result<(), E> {
    let task_state = state.clone();
    state.jobs.detach(async move {
        if let Err(error) = settle::settle(&task_state, attempt).await {
            tracing::warn!(%attempt, %error, "settling will be tried again");
        }
    });
    let answered = async {
        while attempts::get(&state.db, attempt).await?.state == AttemptState::Confirming {
            tokio::time::sleep(LOOK).await;
        }
        Ok::<_, E>(())
    };
    tokio::time::timeout(WAIT, answered).await.unwrap_or(Ok(()))
}
