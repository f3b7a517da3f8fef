use super::*;

fn expected() -> Expected {
    Expected {
        payment_key: "key".to_owned(),
        provider_order_id: "order".to_owned(),
        amount: 50_000,
        currency: "KRW".to_owned(),
    }
}

fn payment(status: PaymentStatus) -> Payment {
    Payment {
        payment_key: "key".to_owned(),
        provider_order_id: "order".to_owned(),
        status,
        total: 50_000,
        balance: 50_000,
        currency: "KRW".to_owned(),
        method: None,
        approved_at: None,
        receipt_url: None,
        reversals: Vec::new(),
        failure: None,
    }
}

fn cause() -> Failure {
    Failure { code: "cause".to_owned(), message: String::new() }
}

fn read(reading: Reading, session_over: bool) -> Verdict {
    of_reading(&expected(), reading, cause(), session_over, session_over)
}

#[test]
fn a_payment_of_another_order_is_no_payment_of_ours() {
    let another = Payment { provider_order_id: "other".to_owned(), ..payment(PaymentStatus::Done) };
    assert_eq!(read(Reading::Found(another.clone()), false), Verdict::NextKey(cause()));
    assert_eq!(read(Reading::Found(another), true), Verdict::Expired(cause()));
}

#[test]
fn what_is_not_there_when_the_time_is_over_never_comes_whatever_the_confirm_said() {
    let over = |reading| of_reading(&expected(), reading, cause(), false, true);
    assert_eq!(over(Reading::NotFound), Verdict::Expired(cause()));
    let open = Reading::Found(payment(PaymentStatus::Open));
    assert_eq!(over(open), Verdict::NextKey(cause()), "it is there, and may be confirmed yet");
}

#[test]
fn only_our_own_money_is_captured() {
    let done = payment(PaymentStatus::Done);
    let answer = |payment| of_confirm(&expected(), Outcome::Answered(payment));
    assert!(matches!(answer(done.clone()), Verdict::Captured(_)));
    for wrong in [
        Payment { total: 49_999, ..done.clone() },
        Payment { currency: "USD".to_owned(), ..done.clone() },
        Payment { payment_key: "other".to_owned(), ..done.clone() },
        Payment { provider_order_id: "other".to_owned(), ..done },
        payment(PaymentStatus::Reversed),
        payment(PaymentStatus::WaitingForDeposit),
    ] {
        assert!(matches!(answer(wrong.clone()), Verdict::Review(_)), "{wrong:?}");
    }
}

#[test]
fn unknown_is_never_failed() {
    let confirm = |outcome| of_confirm(&expected(), outcome);
    assert_eq!(confirm(Outcome::NoAnswer(cause())), Verdict::SameKey(cause()));
    for unclear in [Outcome::Unclear(cause()), Outcome::Misconfigured(cause())] {
        assert_eq!(confirm(unclear), Verdict::Read { no_session: false, failure: cause() });
    }
    assert_eq!(read(Reading::NoAnswer(cause()), true), Verdict::SameKey(cause()));
    assert_eq!(read(Reading::NotFound, false), Verdict::NextKey(cause()));
    for status in [PaymentStatus::Open, PaymentStatus::Other] {
        assert_eq!(read(Reading::Found(payment(status)), false), Verdict::NextKey(cause()));
    }
}

#[test]
fn the_four_ways_to_know_that_nothing_was_charged() {
    let declined = of_confirm(&expected(), Outcome::Refused(cause()));
    assert_eq!(declined, Verdict::Declined(cause()));
    let aborted = read(Reading::Found(payment(PaymentStatus::Aborted)), false);
    assert_eq!(aborted, Verdict::Declined(cause()));
    let expired = read(Reading::Found(payment(PaymentStatus::Expired)), false);
    assert_eq!(expired, Verdict::Expired(cause()));
    assert_eq!(read(Reading::NotFound, true), Verdict::Expired(cause()));
}

#[test]
fn money_found_by_reading_counts() {
    let found = read(Reading::Found(payment(PaymentStatus::Done)), true);
    assert!(matches!(found, Verdict::Captured(_)));
}

#[test]
fn a_refund_is_done_when_ours_is_listed_and_only_then() {
    let back = |reason: &str, amount, done| Reversal {
        amount,
        reason: reason.to_owned(),
        transaction_key: "t".to_owned(),
        done,
    };
    let with = |reversals: Vec<Reversal>, balance| {
        Reading::Found(Payment { reversals, balance, ..payment(PaymentStatus::Reversed) })
    };
    let look = |reading| of_refund_reading("rfd_1", 50_000, reading, cause());
    let done = RefundVerdict::Done("t".to_owned());
    assert_eq!(look(with(vec![back("buyer (rfd_1)", 50_000, true)], 0)), done);
    let foreign = vec![back("someone else", 50_000, true)];
    assert_eq!(look(with(foreign, 0)), RefundVerdict::Review(cause()));
    let asynchronous = vec![back("buyer (rfd_1)", 50_000, false)];
    assert_eq!(look(with(asynchronous, 0)), RefundVerdict::SameKey(cause()));
    assert_eq!(look(with(vec![], 50_000)), RefundVerdict::NextKey(cause()));
    assert_eq!(look(Reading::NotFound), RefundVerdict::SameKey(cause()));
    let missing = of_cancel("rfd_1", 50_000, Outcome::Answered(payment(PaymentStatus::Done)));
    assert!(matches!(missing, RefundVerdict::Read(_)));
}
