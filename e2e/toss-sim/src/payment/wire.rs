//! A payment as JSON: the field set of API version 2022-11-16 for a card payment, and for a
//! virtual account.

use serde_json::{Value, json};

use super::record::Cancel;
use super::tax::supplied_amount;
use super::{Method, Payment};
use crate::clock::{UnixMillis, kst};

/// The Payment object. `base_url` is where its links lead; the receipt is an empty link, as in
/// Toss's test mode. After cancels `suppliedAmount` and `vat` are those of the balance.
pub(crate) fn payment(payment: &Payment, base_url: &str) -> Value {
    let approved = payment.status.was_approved();
    let total = payment.opening.amount;
    let supplied = supplied_amount(payment.balance);
    let cancels: Vec<Value> = payment.cancels.iter().map(cancel).collect();
    json!({
        "mId": "tvivarepublica",
        "version": "2022-11-16",
        "paymentKey": payment.key,
        "lastTransactionKey": payment.last_transaction_key,
        "status": payment.status.as_str(),
        "type": "NORMAL",
        "orderId": payment.opening.order_id,
        "orderName": payment.opening.order_name,
        "requestedAt": kst(payment.requested_at),
        "approvedAt": payment.approved_at.map(kst),
        "currency": "KRW",
        "method": method(payment),
        "country": "KR",
        "totalAmount": total,
        "balanceAmount": payment.balance,
        "suppliedAmount": supplied,
        "vat": payment.balance - supplied,
        "taxFreeAmount": 0,
        "taxExemptionAmount": 0,
        "useEscrow": false,
        "cultureExpense": false,
        "isPartialCancelable": true,
        "card": (approved && payment.opening.method == Method::Card).then(|| card(total)),
        "virtualAccount": payment.issued_at.map(virtual_account),
        "transfer": null,
        "mobilePhone": null,
        "giftCertificate": null,
        "easyPay": null,
        "cashReceipt": null,
        "cashReceipts": null,
        "discount": null,
        "cancels": if cancels.is_empty() { Value::Null } else { Value::Array(cancels) },
        "failure": payment.failure.map(|f| json!({ "code": f.code, "message": f.message })),
        "metadata": null,
        "secret": payment.issued_at.map(|_| "ps_simulated"),
        "receipt": approved.then(|| json!({ "url": format!("{base_url}/receipts/{}", payment.key) })),
        "checkout": { "url": checkout_url(base_url, &payment.key) },
    })
}

/// Where the buyer pays.
pub(crate) fn checkout_url(base_url: &str, payment_key: &str) -> String {
    format!("{base_url}/v1/payments/{payment_key}/checkout")
}

fn method(payment: &Payment) -> Option<&'static str> {
    match payment.opening.method {
        Method::VirtualAccount => payment.issued_at.map(|_| "가상계좌"),
        Method::Card => payment.status.was_approved().then_some("카드"),
    }
}

fn virtual_account(issued_at: UnixMillis) -> Value {
    json!({
        "accountType": "일반",
        "accountNumber": "X6505636518308",
        "bankCode": "20",
        "customerName": "김토스",
        "depositorName": null,
        "dueDate": kst(issued_at + 7 * 24 * 3_600_000),
        "refundStatus": "NONE",
        "expired": false,
        "settlementStatus": "INCOMPLETED",
        "refundReceiveAccount": null,
    })
}

fn card(amount: i64) -> Value {
    json!({
        "amount": amount,
        "issuerCode": "61",
        "acquirerCode": "31",
        "number": "43301234****123*",
        "installmentPlanMonths": 0,
        "isInterestFree": false,
        "interestPayer": null,
        "approveNo": "00000000",
        "useCardPoint": false,
        "cardType": "신용",
        "ownerType": "개인",
        "acquireStatus": "READY",
    })
}

fn cancel(cancel: &Cancel) -> Value {
    json!({
        "cancelAmount": cancel.amount,
        "cancelReason": cancel.reason,
        "taxFreeAmount": 0,
        "taxExemptionAmount": 0,
        "refundableAmount": cancel.refundable_after,
        "transferDiscountAmount": 0,
        "easyPayDiscountAmount": 0,
        "cardDiscountAmount": 0,
        "canceledAt": kst(cancel.at),
        "transactionKey": cancel.transaction_key,
        "receiptKey": null,
        "cancelStatus": "DONE",
        "cancelRequestId": null,
    })
}
