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
  await waiting.join();
  await until(() => core.rooms.get(sale).syncs, (syncs) => syncs > 3);
  assert.notEqual((await waiting.claim()).status, 200);
  core.end(sale, claimsOf(inside.pass).jti);
  await admitted(waiting);
});
