//! The JSON of Toss. Members that we do not use are left out, and new ones are ignored: Toss
//! adds them without a new version.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::payments::provider::{self, Failure, PaymentStatus};

/// Body of `POST /v1/payments/confirm`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ConfirmBody<'a> {
    pub(super) payment_key: &'a str,
    pub(super) order_id: &'a str,
    pub(super) amount: i64,
}

/// Body of `POST /v1/payments/{paymentKey}/cancel`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CancelBody<'a> {
    pub(super) cancel_reason: &'a str,
    /// Left out for all of it: an account that waits for a deposit takes nothing else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cancel_amount: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) refundable_amount: Option<i64>,
}

/// An error, and the `failure` of a payment.
#[derive(Debug, Deserialize)]
pub(super) struct ErrorBody {
    pub(super) code: String,
    #[serde(default)]
    pub(super) message: String,
}

impl From<ErrorBody> for Failure {
    fn from(body: ErrorBody) -> Self {
        Self { code: body.code, message: body.message }
    }
}

/// A payment.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Payment {
    payment_key: String,
    order_id: String,
    status: String,
    total_amount: i64,
    balance_amount: i64,
    currency: String,
    method: Option<String>,
    approved_at: Option<String>,
    receipt: Option<Receipt>,
    cancels: Option<Vec<Cancel>>,
    failure: Option<ErrorBody>,
}

#[derive(Debug, Deserialize)]
struct Receipt {
    url: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Cancel {
    cancel_amount: i64,
    #[serde(default)]
    cancel_reason: String,
    #[serde(default)]
    transaction_key: String,
    cancel_status: Option<String>,
}

fn status(text: &str) -> PaymentStatus {
    match text {
        "READY" | "IN_PROGRESS" => PaymentStatus::Open,
        "WAITING_FOR_DEPOSIT" => PaymentStatus::WaitingForDeposit,
        "DONE" => PaymentStatus::Done,
        "CANCELED" | "PARTIAL_CANCELED" => PaymentStatus::Reversed,
        "ABORTED" => PaymentStatus::Aborted,
        "EXPIRED" => PaymentStatus::Expired,
        _ => PaymentStatus::Other,
    }
}

impl From<Payment> for provider::Payment {
    fn from(wire: Payment) -> Self {
        Self {
            status: status(&wire.status),
            payment_key: wire.payment_key,
            provider_order_id: wire.order_id,
            total: wire.total_amount,
            balance: wire.balance_amount,
            currency: wire.currency,
            method: wire.method,
            approved_at: wire
                .approved_at
                .and_then(|text| OffsetDateTime::parse(&text, &Rfc3339).ok()),
            receipt_url: wire.receipt.and_then(|receipt| receipt.url),
            reversals: wire.cancels.unwrap_or_default().into_iter().map(Into::into).collect(),
            failure: wire.failure.map(Into::into),
        }
    }
}

impl From<Cancel> for provider::Reversal {
    fn from(wire: Cancel) -> Self {
        Self {
            amount: wire.cancel_amount,
            reason: wire.cancel_reason,
            transaction_key: wire.transaction_key,
            // Absent in older versions, where every cancel in the list was carried out.
            done: wire.cancel_status.is_none_or(|status| status == "DONE"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_beyond_32_bits_unknown_members_and_nulls_are_read() {
        let json = r#"{"mId":"m","paymentKey":"k","orderId":"o","status":"PARTIAL_CANCELED",
            "totalAmount":5000000000,"balanceAmount":0,"currency":"KRW","method":"카드",
            "approvedAt":"2026-11-21T10:21:09+09:00","receipt":{"url":null},"failure":null,
            "brandNew":{"deep":[1]},"cancels":[{"cancelAmount":5000000000,"cancelReason":"r",
            "transactionKey":"t","cancelStatus":"DONE","other":1}]}"#;
        let payment: provider::Payment = serde_json::from_str::<Payment>(json).unwrap().into();
        assert_eq!(payment.status, PaymentStatus::Reversed);
        assert_eq!(payment.total, 5_000_000_000);
        assert_eq!(payment.reversals[0].amount, 5_000_000_000);
        assert!(payment.reversals[0].done);
        assert_eq!(payment.approved_at.unwrap().unix_timestamp(), 1_795_224_069);
    }
}
