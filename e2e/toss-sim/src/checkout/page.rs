//! The checkout page and its refusal, filled in. The page carries no script.

use crate::payment::Payment;

const CHECKOUT: &str = include_str!("checkout.html");
const REFUSAL: &str = include_str!("refusal.html");

/// The page on which a buyer pays, is declined or turns back.
pub(crate) fn checkout(payment: &Payment) -> String {
    fill(
        CHECKOUT,
        &[
            ("payment_key", &payment.key),
            ("order_id", &payment.opening.order_id),
            ("order_name", &payment.opening.order_name),
            ("amount", &grouped(payment.opening.amount)),
        ],
    )
}

/// The page that says why there is nothing to pay.
pub(crate) fn refusal(sentence: &str) -> String {
    fill(REFUSAL, &[("sentence", sentence)])
}

/// Puts escaped values in the places `{{name}}` of `template`, in one pass, so that a value
/// that looks like a place stays text. An unknown place becomes empty.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut page = String::with_capacity(template.len() + 256);
    let mut rest = template;
    while let Some((before, tail)) = rest.split_once("{{") {
        page.push_str(before);
        let (name, after) = tail.split_once("}}").unwrap_or((tail, ""));
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            push_escaped(&mut page, value);
        }
        rest = after;
    }
    page.push_str(rest);
    page
}

fn push_escaped(page: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => page.push_str("&amp;"),
            '<' => page.push_str("&lt;"),
            '>' => page.push_str("&gt;"),
            '"' => page.push_str("&quot;"),
            '\'' => page.push_str("&#39;"),
            letter => page.push(letter),
        }
    }
}

/// `1,234,567`
fn grouped(amount: i64) -> String {
    let digits = amount.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{fill, grouped};

    #[test]
    fn values_are_escaped_and_never_filled_again() {
        let page = fill("<b>{{a}}</b>{{b}}", &[("a", "{{b}}<\"&'>"), ("b", "x")]);
        assert_eq!(page, "<b>{{b}}&lt;&quot;&amp;&#39;&gt;</b>x");
    }

    #[test]
    fn thousands_are_grouped() {
        for (amount, text) in [(1, "1"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(amount), text);
        }
    }
}
