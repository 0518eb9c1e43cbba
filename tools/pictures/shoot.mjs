// Pictures for the README: node shoot.mjs REPORT OUT
import path from "node:path";
import { address, open, pages } from "./browser.mjs";

const [report, out] = process.argv.slice(2);
const sorts = pages(report);
const PICTURES = [
  ["overview", sorts.overview, 1280, 860, "light"],
  ["article", sorts.article, 1280, 860, "light"],
  ["speaker", sorts.speaker, 1280, 760, "dark"],
  ["search", "search.html?form=direct", 1280, 860, "light"],
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
await browser.close();
