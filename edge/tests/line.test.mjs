// The line: joining, waiting, claiming, leaving.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startCore } from "./harness/core.mjs";
import { ORIGIN, startEdge } from "./harness/edge.mjs";
import { attackLine } from "./harness/attacks.mjs";
import { claimsOf, newId } from "./harness/signing.mjs";
import { Visitor, admitted, until } from "./harness/visitor.mjs";

let core, edge;
before(async () => {
  core = await startCore();
  edge = await startEdge({ core: core.url });
});
after(async () => {
  await edge?.stop();
  await core.stop();
  assert.deepEqual(core.refused, [], "the edge sent something without a good signature");
  assert.deepEqual(core.failures, []);
});

describe("the line", { concurrency: true }, () => {
  test("the third waits until the first has paid", async () => {
    const sale = core.addSale({ cap: 2 });
    const [first, second, third] = [1, 2, 3].map(() => new Visitor(edge, sale));
    for (const [index, visitor] of [first, second, third].entries()) {
      const joined = await visitor.join();
      assert.equal(joined.status, 201);
      assert.deepEqual(joined.body.place, { lane: "general", index, number: index + 1 });
    }
    await admitted(first);
    await admitted(second);
    assert.equal((await third.claim()).body.code, "not_called_yet");
    assert.equal((await third.me()).body.state, "waiting");
    core.end(sale, claimsOf(first.pass).jti);
    await admitted(third);
    const mine = await first.me();
    assert.deepEqual([mine.body.state, mine.body.end_reason], ["ended", "paid"]);
  });

  test("a retried join, another tab and another device of the same person have one place", async () => {
    const sale = core.addSale();
    const access = core.access({ account: "acc_" + "1".repeat(32) });
    const visitor = new Visitor(edge, sale, { access: null });
    const answers = await Promise.all(Array.from({ length: 8 }, () => visitor.join()));
    const places = new Set(answers.map(({ body }) => body.place.index));
    assert.deepEqual([...places], [0]);
    assert.equal(answers.filter(({ status }) => status === 201).length, 1);
    visitor.access = access;
    assert.equal((await visitor.join()).body.place.index, 0);
    const phone = new Visitor(edge, sale, { access });
    assert.equal((await phone.join()).body.place.index, 0);
    const stranger = new Visitor(edge, sale);
    assert.equal((await stranger.join()).body.place.index, 1);
  });

  test("whoever has had a turn lines up again at the end, once, however many tabs ask", async () => {
    const sale = core.addSale({ cap: 1 });
    const access = core.access({ account: "acc_" + "2".repeat(32) });
    const buyer = new Visitor(edge, sale, { access });
    await buyer.join();
    await admitted(buyer);
    const { jti } = claimsOf(buyer.pass);
    assert.equal((await buyer.join({ again: true })).body.place.index, 0, "a living pass keeps its place");
    core.end(sale, jti);
    await until(() => buyer.me(), ({ body }) => body.state === "ended");
    assert.equal((await buyer.join()).body.place.index, 0, "nobody loses a place by asking for it");
    const tabs = [1, 2, 3].map(() => new Visitor(edge, sale, { access }));
    const joined = await Promise.all(tabs.map((tab) => tab.join({ again: true })));
    assert.deepEqual(joined.map(({ body }) => body.place.index), [1, 1, 1]);
    await admitted(tabs[0]);
    assert.notEqual(claimsOf(tabs[0].pass).jti, jti);
  });

  test("a turn needs a sign-in, and a place and its pass are one account's", async () => {
    const sale = core.addSale();
    const guest = new Visitor(edge, sale, { access: null });
    await guest.join();
    const asked = await until(() => guest.claim(), ({ body }) => body.code !== "not_called_yet");
    assert.deepEqual([asked.status, asked.body.code], [401, "sign_in_required"]);
    const account = newId("acc");
    guest.access = core.access({ account });
    await admitted(guest);
    assert.equal(claimsOf(guest.pass).acc, account, "signing in cost no place");
    guest.access = core.access();
    assert.deepEqual((await guest.claim()).body.code, "place_other_account");
    assert.equal((await guest.me()).body.state, "granted");
  });

  test("ten places claimed with one sign-in are one turn", async () => {
    const sale = core.addSale({ cap: 20 });
    const access = core.access();
    const guests = Array.from({ length: 10 }, () => new Visitor(edge, sale, { access: null }));
    for (const guest of guests) await guest.join();
    await until(() => edge.ask(`/q/v1/${sale}/status`), ({ body }) => body.lanes.general.called === 10);
    for (const guest of guests) guest.access = access;
    const claimed = await Promise.all(guests.map((guest) => until(() => guest.claim(), ({ status }) => status !== 202)));
    const codes = claimed.map(({ status, body }) => body.code ?? status).sort();
    assert.deepEqual(codes, [200, ...Array(9).fill("place_elsewhere")]);
    const holder = guests.find(({ pass }) => pass);
    const other = guests.find(({ pass }) => !pass);
    assert.equal((await other.join()).body.place.index, holder.place.index, "lining up anew gives the place that the account has");
    assert.equal(core.rooms.get(sale).known.size <= 1, true);
  });

  test("nobody but its holder keeps a pass on", async () => {
    const sale = core.addSale({ pass_ttl_ms: 4_000, pass_hard_ms: 60_000 });
    const holder = new Visitor(edge, sale);
    await holder.join();
    await admitted(holder);
    const { exp } = claimsOf(holder.pass);
    const mine = holder.access;
    await until(() => Date.now(), (now) => now / 1000 > exp - 2);
    holder.access = core.access();
    assert.equal((await holder.me()).body.pass.token, null);
    holder.access = null;
    assert.equal((await holder.me()).body.code, "sign_in_required");
    assert.equal(claimsOf(holder.pass).exp, exp);
    holder.access = mine;
    await holder.me();
    assert.ok(claimsOf(holder.pass).exp > exp);
  });

  test("the same claim gets the same pass, another one is a replay", async () => {
    const sale = core.addSale();
    const visitor = new Visitor(edge, sale);
    await visitor.join();
    const first = await admitted(visitor);
    assert.equal((await visitor.claim()).text, first.text);
    const replay = await visitor.claim({ nonce: "another-nonce-entirely" });
    assert.deepEqual([replay.status, replay.body.code], [409, "claim_replayed"]);
  });

  test("the status document is small, the same for everybody and moves on", async () => {
    const sale = core.addSale();
    const visitor = new Visitor(edge, sale);
    await visitor.join();
    const [a, b] = await Promise.all([1, 2].map(() => edge.ask(`/q/v1/${sale}/status`)));
    assert.equal(a.text, b.text);
    assert.ok(a.text.length <= 600);
    assert.equal(a.headers.get("cache-control"), "public, max-age=1");
    const later = await until(() => edge.ask(`/q/v1/${sale}/status`), ({ body }) => body.version > a.body.version);
    assert.equal(later.body.lanes.general.called, 1);
    assert.equal(later.body.phase, "open");
  });

  test("before the lobby nobody joins, afterwards nobody either", async () => {
    const opens = Date.now() + 60_000;
    const early = new Visitor(edge, core.addSale({ lobby_opens_at_ms: opens, opens_at_ms: opens }));
    const refused = await early.join();
    assert.deepEqual([refused.status, refused.body.code, refused.body.opens_at_ms], [409, "room_not_open", opens]);
    const late = new Visitor(edge, core.addSale({ closes_at_ms: Date.now() - 1 }));
    assert.equal((await late.join()).body.code, "room_closed");
  });

  test("in the lobby places are given and nobody is called until the opening", async () => {
    const sale = core.addSale({ opens_at_ms: Date.now() + 4_000 });
    const visitor = new Visitor(edge, sale);
    const joined = await visitor.join();
    assert.equal(joined.body.status.phase, "lobby");
    assert.equal((await visitor.claim()).body.code, "not_called_yet");
    await admitted(visitor);
    assert.ok(Date.now() >= core.sales.get(sale).opens_at_ms);
  });

  test("in a presale members alone are called and let in, the others from the general opening on", async () => {
    const [lobby, general] = [Date.now() + 3_000, Date.now() + 7_000];
    const sale = core.addSale({ presale: { grade: 2, general_lobby_opens_at_ms: lobby, general_opens_at_ms: general } });
    const access = core.access({ membership: 2 });
    const member = new Visitor(edge, sale, { access });
    const plain = core.access({ membership: 1 });
    const other = new Visitor(edge, sale, { access: plain });
    const refused = await other.join();
    assert.deepEqual([refused.status, refused.body.code, refused.body.opens_at_ms], [403, "membership_required", lobby]);
    await member.join();
    member.access = null;
    const signedOut = await until(() => member.claim(), ({ body }) => body.code !== "not_called_yet");
    assert.deepEqual([signedOut.status, signedOut.body.code], [401, "sign_in_required"]);
    member.access = access;
    await admitted(member);
    await until(() => other.join(), ({ status }) => status === 201);
    assert.ok(Date.now() >= lobby);
    await until(() => edge.ask(`/q/v1/${sale}/status`), ({ body }) => body.general?.from === 1 && body.lanes.general.called === 1);
    other.access = access;
    assert.equal((await other.claim()).body.code, "not_called_yet", "in a member's hands neither");
    other.access = plain;
    await admitted(other);
    assert.ok(Date.now() >= general);
  });

  test("a pass is renewed past half its life, and never beyond its hard end", async () => {
    const sale = core.addSale({ pass_ttl_ms: 2_000, pass_hard_ms: 3_000 });
    const visitor = new Visitor(edge, sale);
    await visitor.join();
    await admitted(visitor);
    const first = claimsOf(visitor.pass);
    await until(() => visitor.me(), () => claimsOf(visitor.pass).exp > first.exp);
    assert.equal(claimsOf(visitor.pass).jti, first.jti);
    const end = await until(() => visitor.me(), ({ body }) => body.state === "ended", 20_000);
    assert.equal(end.body.end_reason, "expired");
    assert.equal(claimsOf(visitor.pass).hard, first.hard);
    assert.ok(claimsOf(visitor.pass).exp <= first.hard);
  });

  test("a pass that an order needs keeps its slot beyond its end", async () => {
    const sale = core.addSale({ cap: 1, pass_ttl_ms: 500, pass_hard_ms: 500 });
    const [buyer, next] = [new Visitor(edge, sale), new Visitor(edge, sale)];
    await buyer.join();
    await next.join();
    await admitted(buyer);
    const { jti } = claimsOf(buyer.pass);
    core.rooms.get(sale).busy.add(jti);
    await until(() => core.rooms.get(sale).syncs, (syncs) => syncs > 8, 15_000);
    assert.equal((await next.claim()).body.code, "not_called_yet");
    core.end(sale, jti);
    await admitted(next);
  });

  test("whoever comes too late has lost its turn, and is told so", async () => {
    const sale = core.addSale({ cap: 1, claim_window_ms: 500 });
    const [absent, next] = [new Visitor(edge, sale), new Visitor(edge, sale)];
    await absent.join();
    await next.join();
    await until(() => absent.me(), ({ body }) => body.state === "late");
    await admitted(next);
    const late = await absent.claim();
    assert.deepEqual([late.status, late.body.ahead], [202, 0], "latecomers stand first");
  });

  test("a page that closes says so in plain text, and one that is opened again takes it back", async () => {
    const sale = core.addSale({ cap: 1 });
    const visitor = new Visitor(edge, sale);
    await visitor.join();
    await admitted(visitor);
    const { token, secret } = visitor;
    const beacon = { method: "POST", body: JSON.stringify({ token, secret }), headers: { "content-type": "text/plain", origin: ORIGIN } };
    assert.equal((await edge.ask(`/q/v1/${sale}/leave`, beacon)).status, 204);
    assert.equal((await visitor.me()).body.state, "granted");
  });
});

test("each limit of the line holds, and an honest crowd behind one address passes", () => attackLine(core, edge));
