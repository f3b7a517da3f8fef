/** What staff can do, as the audit log names it. */
export const ACTS = [
  "staff.signed_in", "staff.sign_in_failed", "staff.signed_out", "account.appointed",
  "venue.entered", "venue.changed", "event.entered", "event.changed",
  "performance.entered", "performance.changed", "performance.grade_changed", "performance.published",
  "performance.repainted", "performance.deleted", "performance.taken_off_sale", "venue.plan_changed", "venue.deleted", "event.deleted",
  "sale.entered", "sale.changed", "sale.paused", "sale.resumed", "sale.capped", "sale.warmed",
  "coupon.entered", "grant.given", "order.refund_requested", "order.review_confirmed", "order.review_released",
];

const NAMES = { "staff.sign_in_failed": "Sign-in failed", "staff.signed_in": "Signed in", "staff.signed_out": "Signed out", "performance.grade_changed": "Price changed", "sale.capped": "Cap set" };

/** "sale.paused" → "Sale paused". @param {string} act */
export const actName = (act) => NAMES[act] ?? act.replace(/[._]/g, " ").replace(/^./, (first) => first.toUpperCase());
