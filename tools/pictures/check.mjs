// Checks a report in headless Chromium: node check.mjs REPORT
//
// No outside request, no script from article text, no console error, no sideways scrolling on a phone, no axe-core
// violation in light and dark, search with filters and shared addresses, keyboard, print, no script, charts as files;
// and the five questions of a new reader, answered by clicking alone. REPORT may be of any articles.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { address, open, pages, QUESTIONS } from "./browser.mjs";

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

// No page is too large, no link of ours leads nowhere; the policy forbids inline script and outside requests.
for (const folder of ["", "articles", "speakers", "search"]) {
  for (const file of fs.readdirSync(path.join(report, folder)).filter((file) => /\.(html|js)$/.test(file))) {
    const bytes = fs.statSync(path.join(report, folder, file)).size;
    check(bytes <= 1_000_000, `${folder}/${file} has ${bytes} bytes`);
  }
}
const linked = new Set();
for (const name of [...Object.values(sorts), ...few("articles"), ...few("speakers")]) {
  const html = fs.readFileSync(path.join(report, name), "utf8");
  for (const [, href] of html.matchAll(/ href="([^"#?:]+\.html)(?=["#?])/g)) linked.add(path.join(path.dirname(name), href));
  const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? "";
  check(/default-src 'none'/.test(policy) && !/unsafe|https?:|\*/.test(policy), `${name} has the policy "${policy}"`);
  check(!/<[^>]+\son[a-z]+=["']?[a-z]|<script(?![^>]*\ssrc="[^"]+assets\/|[^>]*\ssrc="assets\/)/i.test(html), `${name} has script of its own`);
}
for (const file of linked) check(fs.existsSync(path.join(report, file)), `a link to ${file}, which is not there`);

function few(folder) {
  const files = fs.readdirSync(path.join(report, folder)).filter((file) => file.endsWith(".html")).sort();
  return files.filter((_, nth) => nth % Math.ceil(files.length / 60) === 0).map((file) => `${folder}/${file}`);
}

for (const colorScheme of ["light", "dark"]) {
  const sight = await page({ colorScheme, bypassCSP: true });
  for (const [sort, name] of Object.entries(sorts)) {
    await sight.goto(address(report, name));
    await sight.waitForTimeout(300);
    await sight.evaluate(() => document.querySelectorAll("details").forEach((it) => { it.open = true; }));
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
  await phone.evaluate(() => document.querySelectorAll("details").forEach((it) => { it.open = true; }));
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

// The policy holds: an inline handler does not run, nothing is fetched from outside.
const policed = await browser.newPage();
await policed.goto(address(report, sorts.overview));
const ran = await policed.evaluate(async () => {
  const broken = [];
  addEventListener("securitypolicyviolation", (event) => broken.push(event.effectiveDirective));
  document.body.insertAdjacentHTML("beforeend", "<button onclick='globalThis.ran = true'></button><img src='https://example.org/x.png'>");
  document.body.querySelector("button[onclick]").click();
  await new Promise((done) => setTimeout(done, 300));
  return { ran: Boolean(globalThis.ran), broken };
});
check(!ran.ran && ran.broken.some((it) => it.startsWith("script-src")) && ran.broken.includes("img-src"), `policy: ${JSON.stringify(ran)}`);
await policed.close();

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
  const tags = await reader.locator("#results .tag:not(.low)").allTextContents();
  check(tags.every((tag) => tag === form), `filter ${form} shows ${tags}`);
  check((await reader.inputValue("#form")) === form, `shared address sets the filter ${form}`);
}
const shownAre = async (query, what, test) => {
  await reader.goto(address(report, `search.html?${query}`));
  await reader.waitForFunction(() => /result|Nothing/.test(document.getElementById("status").textContent));
  const rows = await reader.locator("#results .meta").allTextContents();
  check(rows.every(test), `filter ${what}: ${rows.find((row) => !test(row))}`);
  return rows.length;
};
await shownAre("max=40", "at most 40 % sure", (row) => Number((/(\d+)% sure/.exec(row) ?? [0, 100])[1]) <= 40);
await shownAre("min=90&what=statement", "at least 90 % sure", (row) => !/% sure/.test(row));
await shownAre("what=statement&from=2019-11-01&to=2019-11-30", "date", (row) => /2019-11-\d\d/.test(row));
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
for (const [sort, name] of Object.entries(sorts).filter(([sort]) => sort !== "search")) {
  await reader.goto(address(report, name));
  const bytes = await reader.pdf({ format: "A4" });
  check(bytes.length > 4000, `${sort} prints`);
}
await reader.emulateMedia({ media: "screen" });

// Charts: each has its numbers as a table, and comes as a file of either kind.
await reader.goto(address(report, sorts.overview));
const charts = await reader.locator(".chart").count();
for (let nth = 0; nth < charts; nth += 1) {
  const chart = reader.locator(".chart").nth(nth);
  const name = await chart.getAttribute("data-name");
  check((await chart.locator("table tbody tr").count()) > 0 || !(await chart.locator("rect").count()), `chart ${name} has a table`);
  for (const kind of ["SVG", "CSV"]) {
    // Chromium lets nobody download faster than a hand can click.
    await reader.waitForTimeout(400);
    const [file] = await Promise.all([reader.waitForEvent("download"), chart.locator(".get button", { hasText: kind }).click()]);
    const text = fs.readFileSync(await file.path(), "utf8");
    check(kind === "SVG" ? text.startsWith("<svg") && !text.includes("<script") : text.includes(","), `chart ${name} as ${kind}`);
    if (kind === "SVG") {
      const drawn = await chart.locator("svg rect, td[class^=h]").count();
      check((text.match(/<rect/g) ?? []).length > drawn / 2, `chart ${name} as SVG has its shapes`);
    }
    if (kind === "CSV") check(text.split("\r\n").every((line) => !/(^|,)"[=+@]/.test(line)), `chart ${name} as CSV holds no formula`);
  }
}

// The questions of a new reader, by clicking alone, on a report that has an answer.
const ANSWERED = {
  "question-most": async () => (await reader.locator("h1").textContent()).trim() === most && (await reader.locator(".statements .quote").count()) > 0,
  "question-about": async () => (await found()) > 0 && (await reader.locator("#results .who").first().textContent()).length > 0,
  // The article in which it stands names its outlet, or else its file, and marks the statement that was clicked.
  "question-carried": async () => (await reader.locator(".card.here, .card:target").count()) === 1 && (await reader.locator(".over, .byline .id").allTextContents()).join("").trim().length > 0,
  "question-unnamed": async () => (await found()) > 0 && (await reader.inputValue("#kind")) === "anonymous",
  "question-unsure": async () => (await found()) > 0 && (await reader.locator("#results .low").count()) === (await reader.locator("#results > li").count()),
};
async function found() {
  await reader.waitForFunction(() => /result|Nothing/.test(document.getElementById("status")?.textContent ?? ""), null, { timeout: 5000 }).catch(() => {});
  return reader.locator("#results > li").count();
}
let most = "";
for (const { name, what, clicks } of QUESTIONS) {
  await reader.goto(address(report, sorts.overview));
  most = ((await reader.locator(".leading h3 a").count()) ? await reader.locator(".leading h3 a").first().textContent() : "").trim();
  let there = true;
  for (const click of clicks) {
    const place = reader.locator(click).first();
    there &&= (await place.count()) > 0 && !/^0%/.test(await place.evaluate((it) => it.closest("tr")?.querySelector(".n")?.textContent ?? ""));
    if (!there) break;
    await place.click();
    await reader.waitForLoadState();
  }
  if (there) check(await ANSWERED[name](), `${what}: ${reader.url().split("/").pop()}`);
  else console.log(`not asked, since nothing here answers it: ${what}`);
}
// Where a statement was printed again, its card says where, and its speaker's page what was changed.
const again = few("articles").concat(sorts.article).find((name) => fs.readFileSync(path.join(report, name), "utf8").includes('class="also"'));
if (again) {
  await reader.goto(address(report, again));
  const link = reader.locator(".also a").first();
  const target = (await link.getAttribute("href")).split("/").pop();
  await link.click();
  await reader.waitForLoadState();
  check(reader.url().endsWith(target) && (await reader.locator(".card.here, .card:target").count()) === 1, `the same statement elsewhere: ${target}`);
}
await reader.context().close();

// Without script everything but search still reads.
const plain = await page({ javaScriptEnabled: false });
await plain.goto(address(report, sorts.article));
check((await plain.locator("#text").textContent()).trim().length > 0, "article without script");
check((await plain.locator("script").count()) === 0 || (await plain.locator("button:visible").count()) === 0, "no button that does nothing without script");
await plain.goto(address(report, sorts.search));
check(await plain.isVisible("noscript"), "search says that it needs script");
await plain.context().close();
await browser.close();

failures.forEach((failure) => console.log(`FAILED ${failure}`));
console.log(`${checks - failures.length} passed, ${failures.length} failed`);
process.exit(failures.length ? 1 : 0);
