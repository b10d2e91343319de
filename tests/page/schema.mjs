// SPDX-License-Identifier: Apache-2.0
// schema.mjs SCHEMA FILE…: each file is valid by the schema, and would not be without any one of its keys.
import assert from "node:assert/strict";
import fs from "node:fs";
import { require } from "./browser.mjs";

const Ajv = require("ajv/dist/2020").default;
const [schema, ...files] = process.argv.slice(2);
const read = (file) => JSON.parse(fs.readFileSync(file, "utf8"));
const validate = new Ajv({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true }).compile(read(schema));
for (const file of files) {
  const report = read(file);
  assert.ok(validate(report), `${file}: ${JSON.stringify(validate.errors?.slice(0, 3))}`);
  for (const key of Object.keys(report)) {
    const { [key]: _, ...rest } = report;
    assert.ok(!validate(rest), `${file}: ${key} is missed by nobody`);
  }
}
