// What the edge stores: nothing for strangers, and enough to go on after a loss.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startCore } from "./harness/core.mjs";
import { startEdge } from "./harness/edge.mjs";
import { claimsOf } from "./harness/signing.mjs";
import { Visitor, admitted, until } from "./harness/visitor.mjs";

let core, edge;
before(async () => {
  core = await startCore();
  edge = await startEdge({ core: core.url });
});
after(async () => {
  await edge?.stop();
  await core.stop();
});

test("a sale that nobody knows creates no object", async () => {
  await new Visitor(edge, core.addSale()).join();
  const before = [edge.objects("RoomObject"), edge.objects("ShardObject")];
  assert.ok(before[0] > 0 && before[1] > 0, "known sales have objects");
  const unknown = "sal_" + "f".repeat(32);
  const visitor = new Visitor(edge, unknown);
  assert.equal((await visitor.join()).body.code, "sale_not_found");
  assert.equal((await edge.ask(`/q/v1/${unknown}/status`)).body.code, "sale_not_found");
  assert.equal(core.reachedAt(`/edge/v1/sales/${unknown}`).length, 1, "the second question was answered from memory");
  assert.deepEqual([edge.objects("RoomObject"), edge.objects("ShardObject")], before);
});

test("a room that has lost its storage lets no second crowd in, and gives places anew", async () => {
  const sale = core.addSale({ cap: 1 });
  const [inside, waiting] = [new Visitor(edge, sale), new Visitor(edge, sale)];
  const born = Date.now();
  await inside.join();
  await waiting.join();
  await admitted(inside);
  await until(() => core.rooms.get(sale).known.size, (size) => size === 1);
  // Two lives of a room are told apart by the second of their birth.
  await until(() => Date.now(), (now) => now > born + 1_000);
  await edge.kill({ losing: "RoomObject" });
  assert.equal((await until(() => waiting.claim(), ({ body }) => body.code !== "not_called_yet")).body.code, "queue_token_expired");
  const again = await waiting.join();
  assert.equal((await inside.claim()).body.code, "queue_token_expired");
  assert.deepEqual((await waiting.join()).body.place, again.body.place, "another's old token takes no new place away");
  await until(() => core.rooms.get(sale).syncs, (syncs) => syncs > 3);
  assert.notEqual((await waiting.claim()).status, 200);
  core.end(sale, claimsOf(inside.pass).jti);
  await admitted(waiting);
});

test("a shard that has lost its storage gives places again, after those that were given", async () => {
  const sale = core.addSale({ cap: 1 });
  const [first, second] = [new Visitor(edge, sale), new Visitor(edge, sale)];
  await first.join();
  await edge.kill({ losing: "ShardObject" });
  assert.equal((await second.join()).body.place.index, 1);
  assert.equal((await until(() => first.claim(), ({ body }) => body.code !== "not_called_yet")).body.code, "queue_token_expired");
  assert.equal((await first.join()).body.place.index, 2);
});

test("a room that somebody has looked at wakes by itself for its boundaries, and tells the core when", async () => {
  const [lobby, opens] = [Date.now() + 4_000, Date.now() + 6_000];
  const sale = core.addSale({ lobby_opens_at_ms: lobby, opens_at_ms: opens });
  const told = () => core.rooms.get(sale).wakes;
  assert.equal((await edge.ask(`/q/v1/${sale}/status`)).body.phase, "upcoming");
  assert.equal(await until(told, Boolean), lobby);
  // Nobody asks any more, and workerd begins anew: the alarm is in storage.
  await edge.kill();
  await until(told, (at) => at === opens, 20_000);
  await until(told, (at) => at === null, 20_000);
});
