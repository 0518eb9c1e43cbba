// Works at the desk in headless Chromium: node check.mjs SAYSO RUN [PICTURES]
//
// SAYSO is the command, RUN a finished run's directory (it gets corrections). By mouse and by keyboard: a speaker corrected,
// an attribution deleted, one added, parts moved, acts undone, two browsers at once, verdicts; then the server is killed, and what
// was shown as saved is looked for. At the end a hundred corrections by keyboard are timed, from the key to saved and shown.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { open } from "../pictures/browser.mjs";

const [sayso, run, pictures] = process.argv.slice(2);
const failures = [];
let checks = 0;
let child;
let address;

function check(good, what) {
  checks += 1;
  if (!good) failures.push(what);
}

process.on("exit", () => child?.kill("SIGKILL"));

function serve() {
  const child = spawn(sayso, ["serve", run, "--model", "rules"], { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    let told = "";
    child.on("exit", () => reject(new Error("the server ended")));
    child.stdout.on("data", (bytes) => {
      told += bytes;
      const line = told.indexOf("\n");
      if (line > 0) resolve({ child, address: told.slice(0, line).trim() });
    });
  });
}

const toml = () => (fs.existsSync(path.join(run, "corrections.toml")) ? fs.readFileSync(path.join(run, "corrections.toml"), "utf8") : "");
const entries = () => toml().split("[[correction]]").length - 1;

const browser = await open();

// A browser of its own, that came by the printed address.
async function reader(address) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  page.on("pageerror", (error) => check(false, `script error ${error.message}`));
  page.on("dialog", (dialog) => { check(false, `article text ran: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => check(request.url().startsWith(new URL(address).origin) || request.url().startsWith("data:"), `outside request ${request.url()}`));
  await page.goto(address);
  await page.waitForURL((url) => url.search === "" && url.pathname === "/");
  return page;
}

const version = (page) => page.evaluate(() => document.documentElement.dataset.version);

// What `act` does is saved and shown.
async function saved(page, act) {
  const before = await version(page);
  await act();
  const changed = page.waitForFunction((old) => document.documentElement.dataset.version !== old, before, { timeout: 10_000 });
  await changed.catch(async (error) => {
    throw new Error(`nothing was saved: ${await page.locator(".desk-status").textContent()}`, { cause: error });
  });
}

const articles = fs.readdirSync(path.join(run, "articles")).filter((name) => /^[^.]+\.html$/.test(name)).sort();
const cardsOf = (name) => fs.readFileSync(path.join(run, "articles", name), "utf8").split('class="card').length - 1;
const busy = articles.filter((name) => cardsOf(name) > 3);

({ child, address } = await serve());
const origin = new URL(address).origin;
const page = await reader(address);

async function visit(reading, name) {
  await reading.goto(`${origin}/articles/${name}`);
  await reading.waitForFunction(() => document.documentElement.dataset.version);
}

// Selects words of a paragraph as a mouse would.
async function select(reading, nth, from, to) {
  return reading.evaluate(([nth, from, to]) => {
    const paragraphs = [...document.querySelectorAll("#text p")].filter((p) => !p.querySelector(".c") && p.textContent.length > 60);
    const paragraph = paragraphs[nth] ?? document.querySelector("#text p:last-child");
    const range = document.createRange();
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    let passed = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const inside = (at) => passed <= at && at <= passed + node.data.length;
      if (inside(from)) range.setStart(node, from - passed);
      if (inside(to)) range.setEnd(node, to - passed);
      passed += node.data.length;
    }
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return range.toString().trim();
  }, [nth, from, to]);
}

// By mouse: a speaker that the run knows, one that is new, a deletion, an addition, and all of it taken back.
await visit(page, busy[0]);
const begun = toml();
const cards = () => page.locator(".card").count();
const count = await cards();
await page.locator("#a2").click({ position: { x: 8, y: 8 } });
await page.getByRole("button", { name: "Speaker" }).click();
await page.locator("dialog input").fill("Zelda Quist");
await saved(page, () => page.locator("dialog li", { hasText: "New person: Zelda Quist" }).click());
check((await page.locator("#a2 .who").textContent()) === "Zelda Quist", "the new speaker is not shown");
check(toml().includes('name = "Zelda Quist"'), "the new speaker is not saved");
if (pictures) await page.screenshot({ path: path.join(pictures, "desk-article.png") });
await page.locator("#a3").click({ position: { x: 8, y: 8 } });
await saved(page, () => page.getByRole("button", { name: "Delete" }).click());
check((await cards()) === count - 1, "the deleted attribution is still shown");
const words = await select(page, 0, 0, 40);
await saved(page, () => page.getByRole("button", { name: "Add" }).click());
check((await cards()) === count, "the added attribution is not shown");
check(toml().includes(`content = [${JSON.stringify(words)}]`), `“${words}” is not saved as content`);
check((await page.locator(".desk-entries pre").textContent()).includes("Zelda Quist"), "the entries are not shown");
for (let left = 3; left > 0; left -= 1) await saved(page, () => page.getByRole("button", { name: "Undo" }).click());
check(entries() === begun.split("[[correction]]").length - 1, "undo left entries behind");
check((await cards()) === count, "undo did not bring everything back");

// By keyboard: the same, the content of one moved, and a form.
await page.keyboard.press("j");
await page.keyboard.press("k");
check(await page.evaluate(() => document.activeElement.matches(".card")), "j and k do not move");
await page.keyboard.press("s");
await page.keyboard.type("Quill");
await page.waitForTimeout(100);
await saved(page, () => page.keyboard.press("Enter"));
check(/Quill/.test(await page.locator(".card:focus .who").textContent()), "the speaker by keyboard is not shown");
const moved = await select(page, 0, 4, 30);
await saved(page, () => page.keyboard.press("c"));
check(toml().includes(`content = [${JSON.stringify(moved)}]`), "the content that was moved is not saved");
await saved(page, () => page.keyboard.press("u"));
await select(page, 0, 10, 34);
await saved(page, () => page.keyboard.press("n"));
await saved(page, () => page.keyboard.press("x"));
await page.keyboard.press("e");
await page.locator("dialog select[name=polarity]").selectOption("denied");
await saved(page, () => page.locator("dialog").getByRole("button", { name: "Save" }).click());
check(toml().includes('polarity = "denied"'), "the polarity is not saved");
await page.keyboard.press("a");
await page.waitForFunction(() => document.querySelector(".desk-status").textContent.startsWith("right"));

// Two browsers: the one that comes late is told, loses nothing and takes nothing.
const other = await reader(address);
await visit(other, busy[1]);
await visit(page, busy[1]);
await page.keyboard.press("j");
await other.keyboard.press("j");
await saved(page, () => page.keyboard.press("x"));
const after = toml();
await other.keyboard.press("x");
await other.locator("dialog.desk-conflict").waitFor();
if (pictures) await other.screenshot({ path: path.join(pictures, "desk-conflict.png") });
check(toml() === after, "the late act was saved");
await other.getByRole("button", { name: "Load the article again" }).click();
await other.waitForFunction(() => document.documentElement.dataset.version);
await saved(other, async () => { await other.keyboard.press("k"); await other.keyboard.press("x"); });
await other.context().close();

// The queue.
await page.goto(`${origin}/review?order=random`);
await page.keyboard.press("a");
await page.waitForFunction(() => document.getElementById("status").textContent === "right: saved");
await page.keyboard.press("x");
await page.waitForFunction(() => document.getElementById("status").textContent === "wrong: saved");
if (pictures) await page.screenshot({ path: path.join(pictures, "desk-review.png") });
await page.reload();
check(/ 1 right/.test(await page.locator(".masthead").textContent()) || /right/.test(await page.locator(".masthead b").textContent()), "the queue does not count");

// An article that is pasted.
await page.goto(`${origin}/paste`);
await page.locator("textarea").fill("“The quay will hold,” said Mara Lindqvist, the harbour master.\n\nShe denied that <b>anyone</b> was hurt.");
await page.getByRole("button", { name: "Read it" }).click();
await page.locator("#models section:nth-child(3)").waitFor();
check((await page.locator("#models .card").count()) > 2, "the pasted article has no attributions");
if (pictures) await page.screenshot({ path: path.join(pictures, "desk-paste.png") });

// A hundred corrections by keyboard, from the key to saved and shown.
const times = [];
for (let round = 0; times.length < 100; round += 1) {
  await visit(page, busy[(2 + round) % busy.length]);
  const here = Math.min(await page.locator(".card").count(), 4);
  for (let nth = 0; nth < here && times.length < 100; nth += 1) {
    await page.keyboard.press("j");
    await page.keyboard.press("s");
    await page.keyboard.type(`Person ${times.length % 17}`);
    await page.waitForTimeout(60);
    times.push(await page.evaluate(() => new Promise((resolve) => {
      const begun = performance.now();
      const seen = new MutationObserver(() => requestAnimationFrame(() => { seen.disconnect(); resolve(performance.now() - begun); }));
      seen.observe(document.documentElement, { attributes: true, attributeFilter: ["data-version"] });
      document.querySelector("dialog input").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
    })));
  }
}
times.sort((a, b) => a - b);
const at = (share) => times[Math.min(times.length - 1, Math.floor(share * times.length))].toFixed(0);
console.log(`100 corrections by keyboard, from the key to saved and shown: median ${at(0.5)} ms, 95 in 100 within ${at(0.95)} ms, worst ${at(1)} ms`);

// Killed in the middle of an act: what was shown as saved is there.
const shown = await page.locator(".desk-entries pre").textContent();
const kept = entries();
await page.keyboard.press("j");
await page.keyboard.press("x");
child.removeAllListeners("exit");
child.kill("SIGKILL");
await new Promise((resolve) => child.once("close", resolve));
check(entries() >= kept, "the kill lost entries");
for (const line of shown.split("\n").filter((line) => line.startsWith("speakers"))) check(toml().includes(line), `lost: ${line}`);
({ child, address } = await serve());
const again = await reader(address);
await again.goto(`${new URL(address).origin}${new URL(page.url()).pathname}`);
await again.waitForFunction(() => document.documentElement.dataset.version);
check((await again.locator(".desk-entries pre").textContent()).includes("Person "), "after the kill the corrections are not shown");
child.removeAllListeners("exit");
await browser.close();
child.kill("SIGTERM");
await new Promise((resolve) => child.once("close", resolve));

console.log(`${checks} checks, ${failures.length} failed`);
failures.forEach((failure) => console.log(`  ${failure}`));
process.exit(failures.length ? 1 : 0);
