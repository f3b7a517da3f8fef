import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const BREACHES = readFileSync(join(import.meta.dirname, "agree.sql"), "utf8");

/**
 * Compares seats, tickets, orders, coupons and ledger with each other, and all of it with Toss's own books.
 * @param {Awaited<ReturnType<typeof import("../system/index.mjs").startSystem>>} system
 */
export async function booksAgree({ database, toss }) {
  assert.deepEqual(await database.rows(BREACHES), [], "our books contradict each other");
  const ours = await database.rows(`
    select a.provider_order_id as order_id, a.payment_key, a.amount,
      (select coalesce(sum(r.amount), 0) from refunds r where r.attempt_id = a.id and r.state = 'done') as canceled
    from payment_attempts a where a.provider = 'toss' and a.state = 'captured' order by a.payment_key collate "C"`);
  const { payments } = await toss.books();
  const theirs = payments
    .filter((payment) => payment.approvals > 0)
    .map(({ order_id, payment_key, total_amount, canceled_amount, approvals }) => {
      assert.equal(approvals, 1, `${payment_key} was charged ${approvals} times`);
      return { order_id, payment_key, amount: total_amount, canceled: canceled_amount };
    })
    .sort((a, b) => (a.payment_key < b.payment_key ? -1 : 1));
  assert.deepEqual(ours, theirs, "what we captured is not what Toss approved");
}

/** What one order says of its money, in each of our books and in Toss's, in minor units. */
export async function moneyOf({ database, toss }, orderId) {
  const [ours] = await database.rows(
    `select o.subtotal, o.discount, o.total, a.provider_order_id, a.amount as attempt,
       (select sum(l.debit) from ledger_entries e join ledger_lines l on l.entry_id = e.id
        where e.order_id = o.id and e.kind = 'sale' and l.account = 'provider_receivable') as ledger
     from orders o join payment_attempts a on a.order_id = o.id and a.state = 'captured'
     where o.id = replace(:'order', 'ord_', '')::uuid`,
    { order: orderId },
  );
  assert.ok(ours, `${orderId} has no captured attempt`);
  const payment = (await toss.books()).payments.find((one) => one.order_id === ours.provider_order_id);
  return { ...ours, toss: payment.total_amount };
}
