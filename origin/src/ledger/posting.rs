//! What a sale and a refund are in the books: pure, and balanced by construction.
//!
//! A sale: the provider owes us what was charged, we owe the seller the price of the seats; the
//! house bears the discount and earns the fees. A refund is the same the other way round, of
//! what is given back.

use frontrow_shared::id::{OrderId, RefundId};
use frontrow_shared::money::Currency;
use uuid::Uuid;

/// An account of the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Account {
    /// The provider owes us.
    ProviderReceivable,
    /// We owe the seller.
    SellerPayable,
    /// Discounts that the house bears.
    DiscountExpense,
    /// What the house earns on top.
    FeeIncome,
}

impl Account {
    /// Its name in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ProviderReceivable => "provider_receivable",
            Self::SellerPayable => "seller_payable",
            Self::DiscountExpense => "discount_expense",
            Self::FeeIncome => "fee_income",
        }
    }
}

/// What was sold or goes back, in minor units, none negative.
/// `paid = price - discount + fees`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amounts {
    /// Price of the seats.
    pub price: i64,
    /// What the coupon took off.
    pub discount: i64,
    /// What was added.
    pub fees: i64,
}

impl Amounts {
    /// What was charged or goes back.
    #[must_use]
    pub fn paid(self) -> i64 {
        self.price - self.discount + self.fees
    }

    /// What of these to book when `amount` of what was paid goes back after `before` of it has:
    /// first what the seller is owed, then the fees; the discount is undone by the last part.
    #[must_use]
    pub fn going_back(self, before: i64, amount: i64) -> Self {
        let (gone, was) = (self.up_to(before + amount), self.up_to(before));
        Self {
            price: gone.price - was.price,
            discount: gone.discount - was.discount,
            fees: gone.fees - was.fees,
        }
    }

    fn up_to(self, back: i64) -> Self {
        if back > 0 && back >= self.paid() {
            return self;
        }
        let price = back.clamp(0, self.price);
        Self { price, discount: 0, fees: back - price }
    }
}

/// Why a booking is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// An order was paid.
    Sale,
    /// Seats were given back; without a refund when nothing had been charged.
    Refund(Option<RefundId>),
}

/// One side of a booking: exactly one of `debit` and `credit` is above 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// The account.
    pub account: Account,
    /// Minor units on the left.
    pub debit: i64,
    /// Minor units on the right.
    pub credit: i64,
}

/// A booking that is ready to be posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// The order that it is about.
    pub order: OrderId,
    /// Who is owed; none is the house.
    pub seller: Option<Uuid>,
    /// Currency of all lines.
    pub currency: Currency,
    /// Why.
    pub occasion: Occasion,
    /// The sides; none when nothing was worth anything.
    pub lines: Vec<Line>,
}

impl Posting {
    /// The booking of `amounts`.
    #[must_use]
    pub fn new(
        order: OrderId,
        seller: Option<Uuid>,
        currency: Currency,
        occasion: Occasion,
        amounts: Amounts,
    ) -> Self {
        // (account, debit of a sale, credit of a sale)
        let sides = [
            (Account::ProviderReceivable, amounts.paid(), 0),
            (Account::DiscountExpense, amounts.discount, 0),
            (Account::SellerPayable, 0, amounts.price),
            (Account::FeeIncome, 0, amounts.fees),
        ];
        let back = matches!(occasion, Occasion::Refund(_));
        let lines = sides
            .into_iter()
            .filter(|(_, debit, credit)| debit + credit > 0)
            .map(|(account, debit, credit)| {
                let (debit, credit) = if back { (credit, debit) } else { (debit, credit) };
                Line { account, debit, credit }
            })
            .collect();
        Self { order, seller, currency, occasion, lines }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn post(occasion: Occasion, amounts: Amounts) -> Vec<Line> {
        Posting::new(OrderId(Uuid::nil()), None, Currency::Krw, occasion, amounts).lines
    }

    fn sums(lines: &[Line]) -> (i64, i64) {
        lines.iter().fold((0, 0), |sum, line| (sum.0 + line.debit, sum.1 + line.credit))
    }

    #[test]
    fn a_sale_with_a_coupon() {
        let lines = post(Occasion::Sale, Amounts { price: 100_000, discount: 5_000, fees: 0 });
        let line = |account, debit, credit| Line { account, debit, credit };
        assert_eq!(
            lines,
            [
                line(Account::ProviderReceivable, 95_000, 0),
                line(Account::DiscountExpense, 5_000, 0),
                line(Account::SellerPayable, 0, 100_000),
            ]
        );
    }

    proptest! {
        /// In however many parts it goes back: each balances, and together they undo the sale.
        #[test]
        fn parts_that_go_back_add_up_to_the_whole(
            price in 1i64..10_000_000, off in 0i64..10_000_000, fees in 0i64..10_000,
            cuts in prop::collection::vec(0i64..10_000_000, 0..4),
        ) {
            let whole = Amounts { price, discount: off.min(price - 1), fees };
            let mut ends: Vec<i64> = cuts.into_iter().map(|cut| cut % whole.paid()).collect();
            ends.sort_unstable();
            ends.dedup();
            ends.retain(|end| *end > 0);
            ends.push(whole.paid());
            let (mut before, mut sum) = (0, Amounts { price: 0, discount: 0, fees: 0 });
            for end in ends {
                let part = whole.going_back(before, end - before);
                prop_assert_eq!(part.paid(), end - before);
                prop_assert!(part.price >= 0 && part.discount >= 0 && part.fees >= 0);
                sum = Amounts {
                    price: sum.price + part.price,
                    discount: sum.discount + part.discount,
                    fees: sum.fees + part.fees,
                };
                before = end;
            }
            prop_assert_eq!(sum, whole);
        }

        #[test]
        fn it_balances_and_a_refund_undoes_the_sale(
            price in 0i64..10_000_000, off in 0i64..10_000_000, fees in 0i64..10_000,
        ) {
            let amounts = Amounts { price, discount: off.min(price), fees };
            let sale = post(Occasion::Sale, amounts);
            let back = post(Occasion::Refund(None), amounts);
            let (debit, credit) = sums(&sale);
            prop_assert_eq!(debit, credit);
            for (there, again) in sale.iter().zip(&back) {
                prop_assert!((there.debit > 0) != (there.credit > 0));
                prop_assert_eq!((there.debit, there.credit), (again.credit, again.debit));
            }
        }
    }
}
