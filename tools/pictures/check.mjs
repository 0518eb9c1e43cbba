// Checks a report in headless Chromium: node check.mjs REPORT
//
// No outside request, no script from article text, no console error, no sideways scrolling on a phone, no axe-core
// violation in light and dark, search with filters and shared addresses, keyboard, print, no script.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { address, open, pages } from "./browser.mjs";

const report = process.argv[2];
const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const failures = [];
let checks = 0;

function check(good, what) {
  checks += 1;
  if (!good) failures.push(what);
}

const browser = await open();

// `bypassCSP` lets axe run; everything else runs under the page's own policy.
async function page(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const made = await context.newPage();
  made.on("request", (request) => check(/^(file|data):/.test(request.url()), `outside request ${request.url()}`));
  made.on("requestfailed", (request) => check(false, `request failed ${request.url()}`));
  made.on("pageerror", (error) => check(false, `script error ${error.message}`));
  made.on("console", (message) => check(message.type() !== "error", `console: ${message.text()}`));
  made.on("dialog", (dialog) => { check(false, `article text ran: ${dialog.message()}`); dialog.dismiss(); });
  return made;
}

const sorts = pages(report);

for (const colorScheme of ["light", "dark"]) {
  const sight = await page({ colorScheme, bypassCSP: true });
  for (const [sort, name] of Object.entries(sorts)) {
    await sight.goto(address(report, name));
    await sight.waitForTimeout(300);
    await sight.evaluate(axe);
    const result = await sight.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"], preload: false }));
    for (const found of result.violations) {
      check(false, `axe ${colorScheme} ${sort}: ${found.id}: ${found.nodes[0].html.slice(0, 160)} (${found.nodes.length}) ${found.nodes[0].any[0]?.message ?? ""}`);
    }
    checks += 1;
  }
  await sight.context().close();
}

const phone = await page({ viewport: { width: 390, height: 844 } });
for (const [sort, name] of Object.entries(sorts)) {
  await phone.goto(address(report, name));
  await phone.waitForTimeout(200);
  const over = await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  check(over <= 0, `${sort} scrolls sideways by ${over}px at 390px`);
}
await phone.context().close();

// Every article of a small report, many of a large one: nothing in the text runs.
const reader = await page();
for (const file of fs.readdirSync(path.join(report, "articles")).filter((file) => file.endsWith(".html")).slice(0, 40)) {
  await reader.goto(address(report, `articles/${file}`));
  const scripts = await reader.evaluate(() => document.querySelectorAll("article script, aside script, article img, [onclick], [onerror]").length);
  check(scripts === 0, `articles/${file} has markup from its text`);
  const links = await reader.evaluate(() => [...document.links].map((link) => link.protocol));
  check(links.every((link) => ["file:", "http:", "https:"].includes(link)), `articles/${file} links to ${links}`);
}

// Search: a word of the first statement on the overview finds it again, and the address can be shared.
await reader.goto(address(report, sorts.overview));
const said = await reader.locator(".leading .quote").first().textContent().catch(() => "");
const word = (said.match(/\p{L}{6,}/gu) ?? [])[0] ?? "";
await reader.fill("#find", word);
await reader.press("#find", "Enter");
await reader.waitForFunction(() => /result/.test(document.getElementById("status")?.textContent ?? ""), null, { timeout: 5000 }).catch(() => {});
check(reader.url().includes(`q=${encodeURIComponent(word)}`), `address of a search: ${reader.url()}`);
const status = () => reader.textContent("#status");
const all = await status();
check(/\d/.test(all), `search for ${word}: ${all}`);
for (const form of ["direct", "mixed", "indirect"]) {
  await reader.goto(address(report, `search.html?form=${form}`));
  await reader.waitForFunction(() => !/Searching/.test(document.getElementById("status").textContent) && document.getElementById("status").textContent);
  const tags = await reader.locator("#results .tag").allTextContents();
  check(tags.every((tag) => tag === form), `filter ${form} shows ${tags}`);
  check((await reader.inputValue("#form")) === form, `shared address sets the filter ${form}`);
}
const outlet = await reader.locator("#outlet option").nth(1).textContent().catch(() => null);
if (outlet) {
  await reader.goto(address(report, "search.html"));
  await reader.waitForFunction(() => document.querySelectorAll("#outlet option").length > 1);
  await reader.selectOption("#outlet", outlet);
  await reader.waitForFunction(() => location.search.includes("outlet="));
  await reader.waitForTimeout(300);
  const shown = await reader.locator("#results .meta").allTextContents();
  check(shown.length > 0 && shown.every((meta) => meta.includes(outlet)), `filter outlet ${outlet}`);
  const before = await status();
  await reader.reload();
  await reader.waitForFunction(() => /result/.test(document.getElementById("status").textContent));
  check((await status()) === before, "a shared address shows the same results");
  await reader.goBack();
}

// Keyboard: the first stop skips to the content; a statement in focus lights up its parts.
await reader.goto(address(report, sorts.article));
await reader.keyboard.press("Tab");
check(await reader.evaluate(() => document.activeElement.className === "skip"), "the first stop is the skip link");
const ref = reader.locator(".ref").first();
if (await ref.count()) {
  await ref.focus();
  check((await reader.locator(".text .on").count()) > 0, "focus lights up the statement");
  check((await reader.locator(".card.here").count()) === 1, "focus shows the card");
}
await reader.emulateMedia({ media: "print" });
check(!(await reader.isVisible(".bar nav")), "print leaves out the navigation");
await reader.context().close();

// Without script everything but search still reads.
const plain = await page({ javaScriptEnabled: false });
await plain.goto(address(report, sorts.article));
check((await plain.locator("#text").textContent()).trim().length > 0, "article without script");
await plain.goto(address(report, sorts.search));
check(await plain.isVisible("noscript"), "search says that it needs script");
await plain.context().close();
await browser.close();

failures.forEach((failure) => console.log(`FAILED ${failure}`));
console.log(`${checks - failures.length} passed, ${failures.length} failed`);
process.exit(failures.length ? 1 : 0);
