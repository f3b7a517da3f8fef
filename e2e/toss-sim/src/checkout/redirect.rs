//! The addresses a buyer comes back to. They may already have a query, which stays in front.

use reqwest::Url;

use crate::errors::TossError;
use crate::payment::Payment;

/// After authentication: `paymentType`, `orderId`, `paymentKey`, `amount`.
pub(crate) fn success(payment: &Payment) -> Url {
    let mut url = payment.opening.success_url.clone();
    url.query_pairs_mut()
        .append_pair("paymentType", "NORMAL")
        .append_pair("orderId", &payment.opening.order_id)
        .append_pair("paymentKey", &payment.key)
        .append_pair("amount", &payment.opening.amount.to_string());
    url
}

/// After the card company's refusal: `code`, `message`, `orderId`.
pub(crate) fn refused(payment: &Payment, refusal: TossError) -> Url {
    let mut url = payment.opening.fail_url.clone();
    url.query_pairs_mut()
        .append_pair("code", refusal.code.as_str())
        .append_pair("message", refusal.message)
        .append_pair("orderId", &payment.opening.order_id);
    url
}

/// After the buyer closed the checkout: `code` and `message`, and no `orderId`.
pub(crate) fn closed(payment: &Payment) -> Url {
    let mut url = payment.opening.fail_url.clone();
    url.query_pairs_mut()
        .append_pair("code", "PAY_PROCESS_CANCELED")
        .append_pair("message", "사용자에 의해 결제가 취소되었습니다.");
    url
}
