// The cap, under everything that can go wrong at once: 500 visitors claim, workerd is killed, and
// the core repeats itself, answers too late or not at all.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startCore } from "./harness/core.mjs";
import { startEdge } from "./harness/edge.mjs";
import { claimsOf } from "./harness/signing.mjs";
import { Visitor, admitted, until } from "./harness/visitor.mjs";

const VISITORS = 500;
const CAP = 100;

let core, edge;
before(async () => {
  core = await startCore();
  edge = await startEdge({ core: core.url });
});
after(async () => {
  await edge?.stop();
  await core.stop();
});

/** Does something at every visitor; what a kill interrupts is done again. */
const everyone = (visitors, act) =>
  Promise.all(visitors.map(async (visitor) => {
    for (let tries = 0; tries < 20; tries += 1) {
      const answer = await act(visitor).catch(() => null);
      if (answer && answer.status < 500 && answer.status !== 429) return answer;
      await pause(100 + 20 * tries);
    }
    throw new Error("no answer after twenty tries");
  }));
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

test("500 visitors claim at once", async (t) => {
  const sale = core.addSale({ cap: CAP, claim_window_ms: 600_000 });
  const room = core.rooms.get(sale);
  const visitors = Array.from({ length: VISITORS }, () => new Visitor(edge, sale));

  await t.test("each has a place of its own, also when the room is killed while they join", async () => {
    const joining = everyone(visitors, (visitor) => visitor.join());
    await pause(150);
    await edge.kill();
    await joining;
    const places = new Set(visitors.map(({ place }) => place.index));
    assert.equal(places.size, VISITORS);
    await everyone(visitors.slice(0, 50), async (visitor) => {
      const { index } = visitor.place;
      const again = await visitor.join();
      assert.equal(again.body.place.index, index);
      return again;
    });
  });

  const passes = new Map();
  const claimAll = (called = Infinity) =>
    everyone(visitors.filter(({ pass, place }) => !pass && place.index < called), async (visitor) => {
      const answer = await visitor.claim();
      if (answer.status === 200) passes.set(answer.body.jti, visitor);
      return answer;
    });
  const claimCalled = async () => {
    const [status] = await everyone([null], () => edge.ask(`/q/v1/${sale}/status`));
    await claimAll(status.body.lanes.general.called);
  };

  /** Claims go on until `enough`, in good times. */
  const claimUntil = async (enough) => {
    core.trouble = null;
    const end = Date.now() + 90_000;
    while (!enough() && Date.now() < end) {
      await pause(300);
      await claimCalled();
    }
    assert.ok(enough(), "the line stands still");
  };

  await t.test("while nobody leaves, never more than the cap get in", async () => {
    await claimUntil(() => passes.size >= CAP);
    for (const [round, trouble] of [null, "drop", "late", "hang", null, null].entries()) {
      core.trouble = trouble;
      const claiming = claimAll();
      if (round % 2 === 1) {
        await pause(100);
        await edge.kill();
      }
      await claiming;
      // Whoever a wrong count would call next, claims.
      await pause(1_200);
      await claimCalled();
      assert.equal(passes.size, CAP, `more passes than the cap, after ${trouble ?? "nothing special"}`);
    }
    assert.ok(room.known.size <= CAP, "nor did the core hear of more");
  });

  await t.test("as passes end, all others get in, never above the cap, each once", async () => {
    const alive = () => [...passes.keys()].filter((jti) => !room.dead.has(jti));
    for (let round = 0; passes.size < VISITORS; round += 1) {
      // "drop": the core takes a report in and its answer is lost; "late": the answer comes
      // after the room has given up on it.
      core.trouble = { 2: "drop", 4: "late" }[round] ?? null;
      for (const jti of alive().slice(0, 70)) core.end(sale, jti);
      if (round === 3) await edge.kill();
      await pause(1_200);
      await claimCalled();
      assert.ok(alive().length <= CAP, `${alive().length} live passes under a cap of ${CAP}`);
      const wanted = Math.min(VISITORS, passes.size + 1);
      await claimUntil(() => passes.size >= wanted || alive().length === CAP);
      assert.ok(alive().length <= CAP, `${alive().length} live passes under a cap of ${CAP}`);
    }
    assert.equal(new Set(visitors.map(({ pass }) => claimsOf(pass).jti)).size, VISITORS);
  });
});

test("a core that does not answer lets nobody in, and the line goes on when it does", async () => {
  const sale = core.addSale({ cap: 1 });
  const [first, second] = [new Visitor(edge, sale), new Visitor(edge, sale)];
  await first.join();
  core.trouble = "hang";
  await until(() => edge.ask(`/q/v1/${sale}/status`), ({ body }) => body.phase === "hold");
  await second.join();
  assert.deepEqual([second.place.index, (await first.claim()).status === 200], [1, false]);
  core.trouble = null;
  await admitted(first);
});
