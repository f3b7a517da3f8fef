import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";

const i18n = new URL("../site/i18n/", import.meta.url);
const words = async (lang, file) => (await import(new URL(`${lang}/${file}`, i18n))).default;
const places = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort();
const files = readdirSync(new URL("ko/", i18n));

test("both languages say the same things", async () => {
  assert.deepEqual(readdirSync(new URL("en/", i18n)), files);
  for (const file of files) {
    const [ko, en] = [await words("ko", file), await words("en", file)];
    assert.deepEqual(Object.keys(ko).sort(), Object.keys(en).sort(), file);
    for (const key of Object.keys(ko)) assert.deepEqual(places(ko[key]), places(en[key]), `${file} ${key}`);
  }
});

test("Korean particles fit the word before them, instead of offering both", async () => {
  for (const file of files)
    for (const [key, text] of Object.entries(await words("ko", file)))
      assert.doesNotMatch(text, /[을를이가은는와과으]\(|\([을를이가은는와과으로]+\)/, `${file} ${key}`);
});

test("the buttons of a purchase say what they do, as ticket sellers do", async () => {
  const said = { ko: ["예매하기", "{n}석 선택 완료", "결제까지 남은 시간", "3분 연장"], en: ["Get tickets", "Continue with {n} seats", "Time left to pay", "Add 3 minutes"] };
  for (const lang of ["ko", "en"]) {
    const [{ join }, { hold }, { hold_time, more_time }] = await Promise.all(["shows.js", "seats.js", "orders.js"].map((file) => words(lang, file)));
    assert.deepEqual([join, hold, hold_time, more_time], said[lang]);
  }
});

test("every problem code has a sentence", async () => {
  const table = readFileSync(new URL("../../shared/src/problem.rs", import.meta.url), "utf8");
  const codes = [...table.matchAll(/^ {4}[A-Z]\w+ "(\w+)" \d{3} "/gm)].map((found) => found[1]);
  assert.ok(codes.length > 50, "the table could not be read");
  const said = await words("en", "problems.js");
  assert.deepEqual(
    codes.filter((code) => !said[code]),
    [],
  );
});

test("no page asks for words that nobody wrote", async () => {
  const all = new Set();
  for (const file of files) for (const key of Object.keys(await words("en", file))) all.add(key);
  const scripts = readdirSync(new URL("../site/js/", import.meta.url), { recursive: true }).filter((name) =>
    name.endsWith(".js"),
  );
  const missing = [];
  for (const script of scripts) {
    const text = readFileSync(new URL(`../site/js/${script}`, import.meta.url), "utf8");
    for (const [, key] of text.matchAll(/\bt\("(\w+)"/g)) if (!all.has(key)) missing.push(`${script}: ${key}`);
  }
  assert.deepEqual(missing, []);
});
