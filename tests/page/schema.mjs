// SPDX-License-Identifier: Apache-2.0
// schema.mjs SCHEMA FILE…: each file is valid by the schema, which may refer to others beside it, and would not be without any one of its keys.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { require } from "./browser.mjs";

const Ajv = require("ajv/dist/2020").default;
const [schema, ...files] = process.argv.slice(2);
const read = (file) => JSON.parse(fs.readFileSync(file, "utf8"));
const folder = path.dirname(schema);
const beside = fs.readdirSync(folder).filter((name) => name.endsWith(".schema.json"));
const ajv = new Ajv({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true });
for (const name of beside) ajv.addSchema(read(path.join(folder, name)));
const validate = ajv.getSchema(path.basename(schema));
for (const file of files) {
  const report = read(file);
  assert.ok(validate(report), `${file}: ${JSON.stringify(validate.errors?.slice(0, 3))}`);
  for (const key of Object.keys(report)) {
    const { [key]: _, ...rest } = report;
    assert.ok(!validate(rest), `${file}: ${key} is missed by nobody`);
  }
}
