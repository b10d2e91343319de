// SPDX-License-Identifier: Apache-2.0
// align.mjs MODULE: which lines of two answers stand beside each other.
import assert from "node:assert/strict";

const { alignFields, alignLines, splitChange } = await import(process.argv[2]);
const lines = (...texts) => texts.map((text) => [0, text]);
const texts = (rows) => rows.map(({ legacy, candidate }) => [legacy?.[1] ?? null, candidate?.[1] ?? null]);

const cases = [
  { name: "equal lines", legacy: ["a", "b"], candidate: ["a", "b"], rows: [["a", "a"], ["b", "b"]] },
  { name: "one insertion", legacy: ["a", "c"], candidate: ["a", "b", "c"], rows: [["a", "a"], [null, "b"], ["c", "c"]] },
  { name: "one loss", legacy: ["a", "b", "c"], candidate: ["a", "c"], rows: [["a", "a"], ["b", null], ["c", "c"]] },
  { name: "a changed line", legacy: ["a", "1", "c"], candidate: ["a", "2", "c"], rows: [["a", "a"], ["1", "2"], ["c", "c"]] },
  {
    name: "members in another order",
    legacy: ["{", '  "a": 1,', '  "b": 2', "}"],
    candidate: ["{", '  "b": 3,', '  "a": 1', "}"],
    rows: [["{", "{"], ['  "a": 1,', '  "a": 1'], ['  "b": 2', '  "b": 3,'], ["}", "}"]],
  },
  {
    name: "a member moved past an equal one",
    legacy: ['  "a": 1,', '  "b": 2,', '  "c": 3'],
    candidate: ['  "c": 4,', '  "a": 1,', '  "b": 2,'],
    rows: [['  "a": 1,', '  "a": 1,'], ['  "b": 2,', '  "b": 2,'], ['  "c": 3', '  "c": 4,']],
  },
  { name: "the same name at another depth", legacy: ['  "a": 1'], candidate: ['    "a": 1'], rows: [['  "a": 1', null], [null, '    "a": 1']] },
  { name: "nothing at all", legacy: [], candidate: ["a"], rows: [[null, "a"]] },
];
for (const { name, legacy, candidate, rows } of cases) {
  assert.deepEqual(texts(alignLines(lines(...legacy), lines(...candidate))), rows, name);
}

// No line is lost or doubled, whatever the two are.
let state = 1;
const random = (n) => (state = (state * 48271) % 2147483647) % n;
for (let round = 0; round < 300; ++round) {
  const make = () => Array.from({ length: random(12) }, () => `${" ".repeat(random(2))}"${"abc"[random(3)]}": ${random(3)}`);
  const [legacy, candidate] = [make(), make()];
  const rows = texts(alignLines(lines(...legacy), lines(...candidate)));
  assert.deepEqual(rows.map(([one]) => one).filter((one) => one !== null), legacy);
  assert.deepEqual(rows.map(([, one]) => one).filter((one) => one !== null).sort(), [...candidate].sort());
}
const many = Array.from({ length: 2_000 }, (_, i) => String(i));
assert.equal(alignLines(lines(...many), lines(...many)).length, 2_000);

assert.deepEqual(texts(alignFields(lines("A: 1", "B: 2"), lines("b: 3", "C: 4", "A: 1"))), [["A: 1", "A: 1"], ["B: 2", "b: 3"], [null, "C: 4"]]);
assert.deepEqual(splitChange('"a": 19.90,', '"a": 19.89,'), { begin: '"a": 19.', end: "," });
assert.deepEqual(splitChange("aa", "aaa"), { begin: "aa", end: "" });
assert.deepEqual(splitChange("\u{1F600}", "\u{1F601}"), { begin: "", end: "" });
