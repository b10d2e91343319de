// SPDX-License-Identifier: Apache-2.0
// page.mjs CASE URL [FILE]: one check of the page, run by tests/scenario/page_test.py.
import assert from "node:assert/strict";
import fs from "node:fs";
import { assertAccessible, withPage } from "./browser.mjs";

const [name, url, file] = process.argv.slice(2);
const rows = (page) => page.locator(".finding");
const first = (page) => rows(page).first().locator("h3 button");
const status = (page) => page.locator(".browser > [role=status]").innerText();
const texts = (page, selector) => page.locator(selector).allInnerTexts();
const counts = async (page) => (await texts(page, ".finding .times")).map((text) => parseInt(text.replaceAll(",", ""), 10));
const isSorted = (list, compare) => list.every((one, i) => i === 0 || compare(list[i - 1], one) <= 0);

const cases = {
  // What a reader needs first, where no script may run.
  async reads_without_script() {
    await withPage(url, { javaScriptEnabled: false }, async (page) => {
      assert.match(await page.locator("h1").innerText(), /^(GO|NO-GO|INCONCLUSIVE)$/);
      assert.equal(await page.locator("dl.questions dt").count(), 13);
      assert.ok((await page.locator("#list tbody tr").count()) > 5);
      assert.ok(await page.locator("#routes svg.bar").isVisible());
      assert.ok(!(await page.locator("#time").isVisible()), "no place for charts that are not drawn");
    });
  },

  async sorts_and_filters() {
    await withPage(url, {}, async (page) => {
      const all = parseInt((await status(page)).replaceAll(",", ""), 10);
      await page.locator("select").filter({ hasText: "gravest" }).selectOption("exchanges");
      assert.ok(isSorted(await counts(page), (one, other) => other - one));
      await page.locator("select").filter({ hasText: "gravest" }).selectOption("route");
      assert.ok(isSorted(await texts(page, ".finding .what"), (one, other) => (one <= other ? -1 : 1)));
      await page.locator("button.toggle.high").click();
      assert.equal(await page.locator(".finding .chip.high").count(), 0);
      assert.ok(parseInt((await status(page)).replaceAll(",", ""), 10) < all);
      await page.locator("button.toggle.high").click();
      await page.keyboard.press("Escape");
      await page.locator("h1").click();
      await page.keyboard.press("/");
      await page.keyboard.type("cookies.sid missing");
      await page.waitForFunction(() => [...document.querySelectorAll(".finding .what")].every((one) => one.textContent.includes("cookies.sid")));
      assert.ok((await rows(page).count()) > 0);
      await page.keyboard.type(" nothing-has-this");
      await page.getByText("No finding fits.").waitFor();
    });
  },

  async opens_both_sides() {
    await withPage(url, {}, async (page) => {
      await page.locator("input[type=search]").fill("$.price.amount");
      const button = first(page);
      await button.focus();
      await page.keyboard.press("Enter");
      assert.equal(await button.getAttribute("aria-expanded"), "true");
      const sides = rows(page).first().locator("table.sides");
      assert.deepEqual(await sides.locator("thead .leg").allInnerTexts(), ["legacy", "candidate"]);
      assert.match(await sides.locator("td.legacy.changed").innerText(), /"amount": 19\.90/);
      assert.match(await sides.locator("td.candidate.changed").innerText(), /"amount": 19\.89/);
      assert.deepEqual(await sides.locator("mark").allInnerTexts(), ["90", "89"]);
      await page.keyboard.press("ArrowDown");
      const second = rows(page).nth(1).locator("h3 button");
      assert.ok(await second.evaluate((one) => one === document.activeElement), "an arrow goes to the next");
      await page.keyboard.press("k");
      await page.keyboard.press("Enter");
      assert.equal(await button.getAttribute("aria-expanded"), "false");
    });
  },

  async a_link_opens_its_finding() {
    let id = "";
    await withPage(url, {}, async (page) => {
      id = (await rows(page).nth(3).getAttribute("id")) ?? "";
    });
    await withPage(`${url}#${id}`, {}, async (page) => {
      await page.locator(`#${id} .inside`).waitFor();
    });
  },

  async copies_curl() {
    await withPage(url, { permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
      await first(page).click();
      for (const [leg, address] of [["candidate", "http://10.0.0.2:8081"], ["legacy", "http://10.0.0.1:8080"]]) {
        await page.getByRole("button", { name: `Copy as curl (${leg})` }).click();
        await page.locator(".said", { hasText: "Copied" }).first().waitFor();
        const copied = await page.evaluate(() => navigator.clipboard.readText());
        assert.ok(copied.includes("curl") && copied.includes(address), copied);
        assert.ok(copied.includes("$AUTHORIZATION"), "a secret is a variable");
        fs.writeFileSync(`${file}.${leg}`, copied);
      }
    });
  },

  async draws_charts() {
    await withPage(url, {}, async (page) => {
      await page.locator("#curves canvas").waitFor();
      assert.equal(await page.locator("#charts canvas").count(), 2);
      assert.equal(await page.locator("#curves canvas").count(), 1);
      for (const canvas of await page.locator("canvas").all()) {
        const colours = await canvas.evaluate((one) => new Set(new Uint32Array(one.getContext("2d").getImageData(0, 0, one.width, one.height).data.buffer)).size);
        assert.ok(colours > 5, "an empty chart");
      }
      const route = page.locator("#curves select");
      const options = await route.locator("option").count();
      assert.ok(options > 3);
      await route.selectOption({ index: 1 });
      await page.locator("#curves canvas").waitFor();
      assert.equal(await page.locator("#curves canvas").count(), 1);
    });
  },

  async prints() {
    await withPage(url, { colorScheme: "dark" }, async (page) => {
      await page.emulateMedia({ media: "print" });
      assert.ok(!(await page.locator("form.filter").isVisible()));
      assert.ok(await page.locator("h1").isVisible());
      await page.emulateMedia({ media: null });
      const pdf = await page.pdf({ format: "A4" });
      assert.ok(pdf.subarray(0, 5).toString() === "%PDF-" && pdf.length > 20_000);
    });
  },

  async is_accessible() {
    for (const colorScheme of ["light", "dark"]) {
      for (const width of [1280, 390]) {
        await withPage(url, { colorScheme, viewport: { width, height: 844 } }, async (page) => {
          await first(page).click();
          await page.locator("details.request summary").first().click();
          await assertAccessible(page);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          assert.ok(wide <= width, `${wide} px wide on ${width}`);
        });
      }
    }
  },

  // The report's own text, whatever it shows, stays text.
  async stays_inert() {
    await withPage(url, {}, async (page) => {
      for (let i = 0; i < 8; ++i) await rows(page).nth(i).locator("h3 button").click();
      await page.waitForTimeout(50);
      assert.ok(!(await page.title()).startsWith("pwned"));
      assert.equal(await page.locator("img, iframe, object, embed, a[href^='http'], a[href^='javascript']").count(), 0);
      assert.equal(await page.locator("script").count(), 2);
      const text = await page.locator("body").innerText();
      assert.ok(text.includes("<script>document.title"), "it is shown as it came");
      // eslint-disable-next-line no-control-regex
      assert.ok(!/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]/.test(text), "a control");
    });
  },

  async opens_quickly() {
    await withPage(url, {}, async (page) => {
      const total = parseInt((await status(page)).replaceAll(",", ""), 10);
      assert.ok(total >= 10_000, String(total));
      assert.equal(await rows(page).count(), 50);
      await page.getByRole("button", { name: "Next ›" }).click();
      assert.ok((await page.locator("nav.pages span").innerText()).startsWith("51–100 of"));
      const begin = Date.now();
      await page.locator("input[type=search]").fill("$.currency");
      await page.waitForFunction(() => [...document.querySelectorAll(".finding .what")].every((one) => one.textContent.includes("$.currency")));
      console.log(JSON.stringify({ openedMs: page.openedMs, filteredMs: Date.now() - begin }));
      assert.ok(page.openedMs < Number(process.env.OPEN_MS_MAX ?? 20_000));
    });
  },

  // Rows come in while the reader reads: nothing of theirs is lost.
  async follows() {
    await withPage(url, {}, async (page) => {
      await page.locator("input[type=search]").fill("$.price");
      await first(page).click();
      const seen = () => page.locator(".figures dd").first().innerText();
      const before = await seen();
      await page.locator("#live.good").waitFor();
      await page.evaluate(() => scrollTo(0, 900));
      fs.writeFileSync(file, "go");
      await page.waitForFunction((old) => document.querySelector(".figures dd").innerText !== old, before, { timeout: 60_000 });
      assert.equal(await first(page).getAttribute("aria-expanded"), "true");
      assert.equal(await page.locator("input[type=search]").inputValue(), "$.price");
      assert.ok(Math.abs((await page.evaluate(() => scrollY)) - 900) < 60);
      await page.evaluate(() => { location.hash = "#finding-fedcba987654"; });
      await page.locator("#finding-fedcba987654 .inside").waitFor();
    });
  },

  async is_live() {
    await withPage(url, {}, (page) => page.locator("#live.good", { hasText: "live" }).waitFor());
  },

  async tells_why_there_is_no_news() {
    await withPage(url, { expected: /status of 503/ }, async (page) => {
      await page.locator("#live.good").waitFor();
      fs.writeFileSync(file, "go");
      await page.locator("#live.bad", { hasText: "no news: cannot read" }).waitFor();
      assert.ok((await rows(page).count()) > 0, "what was known stays");
    });
  },
};

await cases[name]();
