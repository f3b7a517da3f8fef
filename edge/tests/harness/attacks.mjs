// Attacks on a line's exact limits, for every way of running the edge.
import assert from "node:assert/strict";
import { Visitor } from "./visitor.mjs";

/** As `wrangler.toml` says. */
const ANONYMOUS = { burst: 60, aMinute: 30 };
const PERSON = { burst: 60, aMinute: 120 };
const most = ({ burst, aMinute }, sinceMs) => burst + Math.ceil(((Date.now() - sinceMs) * aMinute) / 60_000) + 1;

/** @param {{addSale: () => string}} core @param {{ask: Function}} edge */
export async function attackLine(core, edge) {
  const sale = core.addSale();
  for (const address of [(n) => `192.0.2.${n}`, (n) => `2001:db8:0:5::${n.toString(16)}`]) {
    const began = Date.now();
    const crowd = Array.from({ length: 100 }, (_, n) => new Visitor(edge, sale, { access: null, ip: address(n) }));
    const answers = await Promise.all(crowd.map((guest) => guest.join()));
    const places = answers.filter(({ status }) => status === 201).length;
    assert.ok(places >= ANONYMOUS.burst && places <= most(ANONYMOUS, began), `${places} places from one prefix`);
    const refused = answers.find(({ status }) => status !== 201);
    assert.deepEqual([refused.status, refused.body.code], [429, "rate_limited"]);
    assert.ok(Number(refused.headers.get("retry-after")) > 0);
    const honest = await Promise.all(crowd.map((_, n) => new Visitor(edge, sale, { ip: address(n) }).join()));
    assert.ok(honest.every(({ status }) => status === 201), "signed in, everybody has a place");
    assert.equal((await new Visitor(edge, sale, { access: null }).join()).status, 201, "elsewhere nobody is refused");
    assert.equal((await crowd[answers.findIndex(({ status }) => status === 201)].join()).status, 200, "a place is found again");
  }
  for (const verb of ["me", "leave", "claim", "join"]) {
    const one = new Visitor(edge, sale);
    await one.join();
    const began = Date.now();
    const answers = await Promise.all(Array.from({ length: 150 }, (_, n) => {
      one.ip = `198.18.${n}.1`;
      return verb === "claim" ? one.claim({ nonce: `nonce-of-sixteen-${n}` }) : one[verb]();
    }));
    // A claim before its call is refused without asking anybody.
    const through = answers.filter(({ status, body }) => status !== 429 && body?.code !== "not_called_yet").length;
    assert.ok(through <= most(PERSON, began), `${through} times ${verb}`);
    if (verb !== "claim") assert.ok(answers.some(({ body }) => body?.code === "rate_limited"), verb);
    assert.notEqual((await new Visitor(edge, sale).join()).status, 429, "nobody else is refused");
  }
}
