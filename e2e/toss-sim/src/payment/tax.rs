//! How much of an amount is tax.

/// The part of `total` before 10 % tax: `round(total / 1.1)`, half up, in integers. Checked
/// against Toss's published examples (15000 → 13636, 4900 → 4455); the formula is inferred from
/// them. `vat` is the rest. `total` is not negative.
pub(crate) fn supplied_amount(total: i64) -> i64 {
    let exact = (i128::from(total) * 20 + 11) / 22;
    i64::try_from(exact).unwrap_or(total)
}

#[cfg(test)]
mod tests {
    use super::supplied_amount;

    #[test]
    fn agrees_with_published_amounts() {
        for (total, supplied) in [(15_000, 13_636), (4_900, 4_455), (9_026, 8_205), (0, 0)] {
            assert_eq!(supplied_amount(total), supplied, "of {total}");
        }
    }
}
