// Pictures for the README: node shoot.mjs REPORT OUT
//
// Each sort of page, and the answers to a new reader's five questions, each reached from the overview by clicking.
import path from "node:path";
import { address, open, pages, QUESTIONS } from "./browser.mjs";

const [report, out] = process.argv.slice(2);
const sorts = pages(report);
const PICTURES = [
  ["overview", sorts.overview, 1280, 860, "light"],
  ["article", sorts.article, 1280, 860, "light"],
  ["speaker", sorts.speaker, 1280, 760, "dark"],
  ["search", "search.html?form=direct", 1280, 860, "light"],
  ["audit", "audit.html", 1280, 860, "light"],
  ["phone-overview", sorts.overview, 390, 844, "light"],
  ["phone-article", sorts.article, 390, 844, "dark"],
];

const browser = await open();
for (const [name, file, width, height, colorScheme] of PICTURES) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  await page.goto(address(report, file));
  await page.waitForTimeout(600);
  // An article as it looks with a statement in focus, without scrolling to it.
  await page.evaluate(() => [...document.querySelectorAll(".ref")].slice(0, 4).pop()?.focus({ preventScroll: true }));
  await page.screenshot({ path: path.join(out, `${name}.png`) });
  await page.close();
}
for (const { name, clicks } of QUESTIONS) {
  const page = await browser.newPage({ viewport: { width: 1080, height: 640 } });
  await page.goto(address(report, sorts.overview));
  for (const click of clicks) {
    await page.locator(click).first().click();
    await page.waitForLoadState();
  }
  await page.waitForTimeout(600);
  await page.screenshot({ path: path.join(out, `${name}.png`) });
  await page.close();
}
await browser.close();
