/**
 * What the journeys use of the demo on-sale, out of what `seed-demo --json` prints.
 * @param {any} report
 */
export function demoOf({ on_sale, accounts, coupons }) {
  return {
    /** @type {string} */ performance: on_sale.performance,
    /** @type {string} */ sale: on_sale.sale,
    /** Somebody of the staff. @type {{email: string, password: string}} */
    staff: accounts.find(({ email }) => email.startsWith("staff")),
    /** People who can sign in and buy. @type {{email: string, password: string}[]} */
    buyers: accounts.filter(({ email }) => email.startsWith("buyer")),
    /** 10 %, at most 5,000 won. The seeded buyers have it already. @type {{code: string}} */
    cappedCoupon: coupons.find(({ code }) => code === "WELCOME10"),
    /** A section whose seats cost so much that the coupon's cap matters. */
    dearSection: "F1",
    /** A section far from the stage. */
    cheapSection: "205",
  };
}
