// SPDX-License-Identifier: Apache-2.0
// A real browser with one page, whose every complaint fails the test.
import assert from "node:assert/strict";
import { createRequire } from "node:module";

export const require = createRequire(`${process.env.SHADOWDIFF_PAGE}/`);
const { chromium } = require("playwright-core");

const args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** Runs `check` with a page of that size and scheme. No request may leave but to `url` itself, and no complaint but one
 *  that `expected` knows may be heard. */
export async function withPage(url, { expected, ...options }, check) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args });
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    const said = [];
    const asked = [];
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && said.push(message.text()));
    page.on("pageerror", (error) => said.push(error.message));
    page.on("dialog", (dialog) => { said.push(`dialog: ${dialog.message()}`); return dialog.dismiss(); });
    page.on("request", (request) => asked.push(request.url()));
    const begin = Date.now();
    await page.goto(url);
    page.openedMs = Date.now() - begin;
    await check(page, context);
    assert.deepEqual(said.filter((one) => !expected?.test(one)), [], "the page complained");
    const isOwn = (one) => url.startsWith("http") ? new URL(one).origin === new URL(url).origin : one.startsWith(url.split("#")[0]);
    assert.deepEqual(asked.filter((one) => !isOwn(one)), [], "the page asked somebody");
  } finally {
    await browser.close();
  }
}

/** Fails on every violation that axe-core finds, by its name and place. */
export async function assertAccessible(page) {
  await page.evaluate(require("node:fs").readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"));
  const result = await page.evaluate(() => globalThis.axe.run());
  const found = result.violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | ")}`);
  assert.deepEqual(found, []);
  assert.ok(result.passes.length > 15, "axe looked at next to nothing");
}
