import { price } from "/console/js/money.js";

/**
 * What happened to an order, oldest first: one sentence a step, with its time.
 * @param {any} whole what `/orders/{order}` answers
 * @param {any[]} entries of the ledger
 * @returns {{at: string|null, text: string, more?: string, tone?: "go"|"bad"}[]}
 */
export function storyOf({ order, attempts = [], refunds = [] }, entries) {
  const steps = [{ at: order.created_at, text: `Ordered ${seats(order.quote.lines.length)} for ${price(order.quote.total)}.` }];
  for (const attempt of attempts) {
    steps.push({ at: attempt.created_at, text: `Went to pay ${price(attempt.amount)}.`, more: attempt.provider_order_id });
    if (attempt.approved_at) steps.push({ at: attempt.approved_at, since: attempt.created_at, text: `Paid ${price(attempt.amount)}.`, more: order.payment?.method ?? undefined, tone: "go" });
    if (attempt.failure_code) steps.push({ at: attempt.updated_at ?? attempt.created_at, text: "The payment was declined.", more: attempt.failure_code, tone: "bad" });
  }
  for (const refund of refunds) {
    if (refund.source === "provider") {
      steps.push({ at: refund.requested_at, text: `${price(refund.amount)} was found to have gone back at the provider.`, more: refund.reason, tone: "bad" });
      continue;
    }
    steps.push({ at: refund.requested_at, text: `Refund of ${price(refund.amount)} asked for.` });
    if (refund.done_at) steps.push({ at: refund.done_at, since: refund.requested_at, text: `${price(refund.amount)} refunded.`, tone: "go" });
    else if (refund.state === "failed") steps.push({ at: refund.requested_at, text: order.state === "refunded" ? "That refund was not carried out." : "The refund failed; tickets are valid again.", tone: "bad" });
  }
  steps.sort((a, b) => turn(a) - turn(b));
  const end = ENDS[order.state]?.(order, entries);
  return end ? [...steps, end] : steps;
}

/** The provider's clock is another one and tells whole seconds: what came of a step never stands before it. */
const turn = ({ at, since = at }) => Math.max(Date.parse(at), Date.parse(since));

const seats = (n) => (n === 1 ? "1 seat" : `${n} seats`);

/** How it stands, where that is no step of its own. */
const ENDS = {
  awaiting_payment: (order) => ({ at: order.deadline_at, text: "Can be paid until then." }),
  confirming: () => ({ at: null, text: "The provider is being asked whether it is paid." }),
  expired: (order) => ({ at: order.deadline_at, text: "Nobody paid in time: the seats are on sale again.", tone: "bad" }),
  cancelled: () => ({ at: null, text: "Cancelled before it was paid." }),
  needs_review: () => ({ at: null, text: "A person has to look at this order.", tone: "bad" }),
  confirmed: (order, entries) => entries.length > 0 && { at: null, text: `Booked; ${order.tickets.length === 1 ? "the ticket is" : "all tickets are"} ${order.tickets.every(({ state }) => state === "valid") ? "valid" : "not all valid"}.`, tone: "go" },
};
