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

test("a room that has lost its storage keeps every place and pass, and newcomers come behind", async () => {
  const sale = core.addSale({ cap: 1 });
  const [inside, waiting, newcomer] = [1, 2, 3].map(() => new Visitor(edge, sale));
  await inside.join();
  await waiting.join();
  await admitted(inside);
  await edge.kill({ losing: "RoomObject" });
  assert.equal((await newcomer.join()).body.place.index, 2);
  assert.equal((await until(() => waiting.claim(), ({ body }) => body.code !== "not_called_yet")).body.code, "queue_token_expired");
  assert.equal((await waiting.me()).body.code, "queue_token_expired");
  const [first, second] = [await inside.join(), await waiting.join()];
  assert.deepEqual([first.body.place.index, second.body.place.index], [0, 1]);
  assert.equal(second.body.epoch, first.body.epoch);
  assert.equal((await inside.me()).body.state, "granted");
  await until(() => core.rooms.get(sale).syncs, (syncs) => syncs > 3);
  assert.notEqual((await waiting.claim()).status, 200, "the cap holds");
  core.end(sale, claimsOf(inside.pass).jti);
  await admitted(waiting);
});

test("a shard that has lost its storage believes queue tokens, and nobody else's", async () => {
  const sale = core.addSale({ cap: 1 });
  const [first, second, thief] = [1, 2, 3].map(() => new Visitor(edge, sale));
  await first.join();
  await edge.kill({ losing: "ShardObject" });
  assert.equal((await second.join()).body.place.index, 1);
  assert.equal((await until(() => first.claim(), ({ body }) => body.code !== "not_called_yet")).body.code, "queue_token_expired");
  thief.token = first.token;
  assert.equal((await thief.join()).body.place.index, 2, "a token without its secret proves nothing");
  assert.equal((await first.join()).body.place.index, 0);
  await admitted(first);
});

test("a room and a shard of different moments go on, and give no place twice", async () => {
  const sale = core.addSale({ cap: 9 });
  const people = Array.from({ length: 5 }, () => new Visitor(edge, sale));
  const placeOf = async (visitor) => (await visitor.join()).body.place.index;
  assert.equal(await placeOf(people[0]), 0);
  await edge.kill({ copying: true });
  assert.equal(await placeOf(people[1]), 1);
  await edge.kill({ restoring: "ShardObject" });
  assert.equal(await placeOf(people[2]), 2, "the older shard numbers another batch under a number that was used");
  assert.equal(await placeOf(people[1]), 1);
  await edge.kill({ restoring: "RoomObject" });
  assert.equal(await placeOf(people[3]), 3, "the older room hears of the places given since");
  await edge.kill({ losing: "RoomObject" });
  assert.equal(await placeOf(people[4]), 4);
  for (const [index, visitor] of people.entries()) {
    assert.equal(await placeOf(visitor), index);
    await admitted(visitor);
  }
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
