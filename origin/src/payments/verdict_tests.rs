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

fn read(reading: Reading, doubt: Doubt) -> Verdict {
    of_reading(&expected(), reading, cause(), doubt, false)
}

fn read_late(reading: Reading) -> Verdict {
    of_reading(&expected(), reading, cause(), Doubt::Unclear, true)
}

fn declined(code: &str, verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Declined(failure) if failure.code == code)
}

const DOUBTS: [Doubt; 5] =
    [Doubt::Unclear, Doubt::Refused, Doubt::NoSession, Doubt::Mismatched, Doubt::Misconfigured];

#[test]
fn a_payment_of_another_order_is_never_ours_whatever_became_of_it() {
    let another = Payment { provider_order_id: "other".to_owned(), ..payment(PaymentStatus::Done) };
    for doubt in DOUBTS {
        let verdict = read(Reading::Found(another.clone()), doubt);
        assert!(declined(OTHER_PAYMENT, &verdict), "{doubt:?}: {verdict:?}");
    }
}

#[test]
fn a_window_over_another_amount_ends_at_once_and_calls_nobody() {
    let other = Payment { total: 100, ..payment(PaymentStatus::Open) };
    let ours = payment(PaymentStatus::Open);
    let found = |payment: &Payment| Reading::Found(payment.clone());
    assert!(declined(OTHER_AMOUNT, &read(found(&other), Doubt::Mismatched)));
    assert!(declined("cause", &read(found(&ours), Doubt::Mismatched)));
    assert!(declined(OTHER_PAYMENT, &read(Reading::NotFound, Doubt::Mismatched)));
    // Only where no buyer can have brought it about is a person called.
    assert!(!blames_us(&expected(), Doubt::Mismatched, &found(&other)));
    assert!(!blames_us(&expected(), Doubt::Mismatched, &Reading::NotFound));
    assert!(!blames_us(&expected(), Doubt::NoSession, &found(&ours)));
    assert!(blames_us(&expected(), Doubt::Mismatched, &found(&ours)));
    assert!(blames_us(&expected(), Doubt::Misconfigured, &Reading::NotFound));
}

#[test]
fn only_our_own_money_is_captured() {
    let done = payment(PaymentStatus::Done);
    let answer = |payment| of_confirm(&expected(), Outcome::Answered(payment), false);
    assert!(matches!(answer(done.clone()), Verdict::Captured(_)));
    for wrong in [
        Payment { total: 49_999, ..done.clone() },
        Payment { currency: "USD".to_owned(), ..done.clone() },
        Payment { payment_key: "other".to_owned(), ..done.clone() },
        Payment { provider_order_id: "other".to_owned(), ..done },
        payment(PaymentStatus::Reversed),
    ] {
        assert!(matches!(answer(wrong.clone()), Verdict::Review(_)), "{wrong:?}");
    }
    assert_eq!(answer(payment(PaymentStatus::WaitingForDeposit)), Verdict::CallOff);
}

#[test]
fn unknown_is_never_failed() {
    let confirm = |outcome| of_confirm(&expected(), outcome, false);
    assert_eq!(confirm(Outcome::NoAnswer(cause())), Verdict::SameKey(cause()));
    for (outcome, doubt) in [
        (Outcome::Unclear(cause()), Doubt::Unclear),
        (Outcome::Misconfigured(cause()), Doubt::Misconfigured),
        (Outcome::SessionGone(cause()), Doubt::NoSession),
        (Outcome::Mismatched(cause()), Doubt::Mismatched),
    ] {
        assert_eq!(confirm(outcome), Verdict::Read { doubt, failure: cause() });
    }
    for doubt in DOUBTS {
        assert_eq!(read(Reading::NoAnswer(cause()), doubt), Verdict::SameKey(cause()));
        let other = read(Reading::Found(payment(PaymentStatus::Other)), doubt);
        assert_eq!(other, Verdict::NextKey(cause()));
    }
    assert_eq!(read(Reading::NotFound, Doubt::Unclear), Verdict::NextKey(cause()));
    let open = || Reading::Found(payment(PaymentStatus::Open));
    assert_eq!(read(open(), Doubt::Unclear), Verdict::NextKey(cause()));
    assert_eq!(read_late(open()), Verdict::NextKey(cause()), "it may be confirmed yet");
}

#[test]
fn after_an_earlier_try_no_answer_is_believed_without_a_read() {
    let again = |outcome| of_confirm(&expected(), outcome, true);
    let refused = again(Outcome::Refused(cause()));
    assert_eq!(refused, Verdict::Read { doubt: Doubt::Refused, failure: cause() });
    let replayed = again(Outcome::Answered(payment(PaymentStatus::Done)));
    assert!(matches!(replayed, Verdict::Read { doubt: Doubt::Unclear, .. }));
    // What the read says is what counts: money that is there, and money that is not.
    for doubt in DOUBTS {
        let found = read(Reading::Found(payment(PaymentStatus::Done)), doubt);
        assert!(matches!(found, Verdict::Captured(_)), "{doubt:?}");
    }
    let open = Reading::Found(payment(PaymentStatus::Open));
    assert_eq!(read(open, Doubt::Refused), Verdict::Declined(cause()));
    assert_eq!(read(Reading::NotFound, Doubt::Refused), Verdict::Declined(cause()));
}

#[test]
fn the_ways_to_know_that_nothing_was_charged() {
    let refused = of_confirm(&expected(), Outcome::Refused(cause()), false);
    assert_eq!(refused, Verdict::Declined(cause()));
    let found = |status| Reading::Found(payment(status));
    let aborted = read(found(PaymentStatus::Aborted), Doubt::Unclear);
    assert_eq!(aborted, Verdict::Declined(cause()));
    let expired = read(found(PaymentStatus::Expired), Doubt::Unclear);
    assert_eq!(expired, Verdict::Expired(cause()));
    let off = Payment { balance: 0, ..payment(PaymentStatus::Reversed) };
    assert!(declined("called_off", &read(Reading::Found(off), Doubt::Unclear)));
    assert_eq!(read(Reading::NotFound, Doubt::NoSession), Verdict::Expired(cause()));
    assert_eq!(read(found(PaymentStatus::Open), Doubt::NoSession), Verdict::Expired(cause()));
    assert_eq!(read_late(Reading::NotFound), Verdict::Expired(cause()));
}

#[test]
fn what_nobody_knows_is_for_a_person_when_the_time_is_over() {
    let unknown = Reading::Found(payment(PaymentStatus::Other));
    assert!(matches!(read_late(unknown), Verdict::Review(_)));
}

fn back(reason: &str, amount: i64, done: bool) -> Reversal {
    Reversal { amount, reason: reason.to_owned(), transaction_key: "t".to_owned(), done }
}

fn given_back(reversals: Vec<Reversal>, balance: i64) -> Payment {
    Payment { reversals, balance, ..payment(PaymentStatus::Reversed) }
}

#[test]
fn a_refund_is_done_when_ours_is_listed_and_only_then() {
    let look = |payment| of_refund_reading("rfd_1", Reading::Found(payment), cause(), false);
    let ours = back("buyer (rfd_1)", 50_000, true);
    assert_eq!(look(given_back(vec![ours.clone()], 0)), RefundVerdict::Done(ours.clone()));
    let gone = given_back(vec![back("someone else", 50_000, true)], 0);
    assert_eq!(look(gone.clone()), RefundVerdict::Gone(gone, cause()));
    let part = given_back(vec![back("someone else", 20_000, true)], 30_000);
    assert_eq!(look(part.clone()), RefundVerdict::NextKey(part, cause()), "the rest is asked for");
    let undecided = given_back(vec![back("buyer (rfd_1)", 50_000, false)], 0);
    assert_eq!(look(undecided), RefundVerdict::SameKey(cause()));
    let untouched = payment(PaymentStatus::Done);
    assert_eq!(look(untouched.clone()), RefundVerdict::NextKey(untouched.clone(), cause()));
    let unknown = of_refund_reading("rfd_1", Reading::NotFound, cause(), false);
    assert_eq!(unknown, RefundVerdict::SameKey(cause()));
    let missing = of_cancel("rfd_1", Outcome::Answered(untouched), false);
    assert!(matches!(missing, RefundVerdict::Read { .. }));
}

#[test]
fn a_refusal_after_an_earlier_try_is_not_believed_without_a_read() {
    let refused = |tried| of_cancel("rfd_1", Outcome::Refused(cause()), tried);
    assert_eq!(refused(false), RefundVerdict::Failed(cause()));
    assert_eq!(refused(true), RefundVerdict::Read { refused: true, failure: cause() });
    let look = |payment| of_refund_reading("rfd_1", Reading::Found(payment), cause(), true);
    let ours = back("buyer (rfd_1)", 50_000, true);
    assert_eq!(look(given_back(vec![ours.clone()], 0)), RefundVerdict::Done(ours));
    assert_eq!(look(payment(PaymentStatus::Done)), RefundVerdict::Failed(cause()));
}
