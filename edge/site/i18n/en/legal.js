/**
 * Terms of sale, privacy and the seller's details. The organiser looks them over and fills them in before selling
 * (docs/OPERATIONS.md). An empty line parts paragraphs; "# " begins a heading, "- " an item of a list.
 */
export default {
  not_filled: "The seller has not entered this yet.",
  terms_text: `
# Booking

People are let in first come, first served, and choose their seats. A booking is complete once it is paid. Seats that are not paid for in the time shown are released, and nothing is charged.

# Cancelling

Until the show starts, and for as long as your order shows “Cancel order”, you can cancel for a full refund to the card or account you paid with. Cancelled tickets are not valid.

# Entry

One ticket admits one person, once. Keep its QR code to yourself.
`,
  privacy_text: `
# What is stored

- Your name, email address and password (encrypted)
- Your orders and payments, and the devices you are signed in on

Card details are handled by the payment service and never stored on this site.

# How long

When you close your account, your name, email address, password, sign-ins and coupons are deleted at once. As the law requires, order and payment records are kept for five years, without your name.
`,
  seller_text: "",
};
