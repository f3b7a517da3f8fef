//! What a shop may open a checkout with.

use reqwest::Url;
use serde::Deserialize;

use crate::payment::{Method, Opening, is_order_id};

/// The longest order name, in characters.
const ORDER_NAME_CHARS_MAX: usize = 100;
/// The longest return address, in bytes.
const URL_BYTES_MAX: usize = 2_048;
/// The largest amount, in won. Toss's own limit hangs on the contract.
const AMOUNT_MAX: i64 = 1_000_000_000_000;

/// The wish of a shop, not validated yet.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Proposal {
    pub(crate) order_id: String,
    /// Won.
    pub(crate) amount: i64,
    pub(crate) order_name: String,
    /// CARD when absent.
    #[serde(default)]
    pub(crate) method: Method,
    pub(crate) success_url: String,
    pub(crate) fail_url: String,
}

/// A proposal that Toss would not take; names the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ProposalError {
    #[error("orderId must be 6 to 64 of A-Z a-z 0-9 - _")]
    OrderId,
    #[error("amount must be whole won from 1 to {AMOUNT_MAX}")]
    Amount,
    #[error("orderName must have 1 to {ORDER_NAME_CHARS_MAX} characters")]
    OrderName,
    #[error("successUrl must be an absolute http(s) address of at most {URL_BYTES_MAX} bytes")]
    SuccessUrl,
    #[error("failUrl must be an absolute http(s) address of at most {URL_BYTES_MAX} bytes")]
    FailUrl,
}

impl TryFrom<Proposal> for Opening {
    type Error = ProposalError;

    fn try_from(proposal: Proposal) -> Result<Self, ProposalError> {
        if !is_order_id(&proposal.order_id) {
            return Err(ProposalError::OrderId);
        }
        if !(1..=AMOUNT_MAX).contains(&proposal.amount) {
            return Err(ProposalError::Amount);
        }
        if !(1..=ORDER_NAME_CHARS_MAX).contains(&proposal.order_name.chars().count()) {
            return Err(ProposalError::OrderName);
        }
        Ok(Self {
            success_url: web_url(&proposal.success_url).ok_or(ProposalError::SuccessUrl)?,
            fail_url: web_url(&proposal.fail_url).ok_or(ProposalError::FailUrl)?,
            order_id: proposal.order_id,
            order_name: proposal.order_name,
            amount: proposal.amount,
            method: proposal.method,
        })
    }
}

fn web_url(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    (text.len() <= URL_BYTES_MAX && matches!(url.scheme(), "http" | "https")).then_some(url)
}
