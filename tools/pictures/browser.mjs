// Opens headless Chromium on a report.
import { chromium } from "playwright-core";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export async function open() {
  const executablePath = process.env.CHROMIUM ?? PLACES.find((place) => fs.existsSync(place));
  return chromium.launch({ executablePath, args: FLAGS });
}

export function address(report, name) {
  const [file, rest = ""] = name.split(/(?=[?#])(.*)/s);
  return pathToFileURL(path.join(path.resolve(report), file)).href + rest;
}

// The pages of each sort to look at: the article with most marks, the speaker quoted most.
export function pages(report) {
  const overview = fs.readFileSync(path.join(report, "index.html"), "utf8");
  const speaker = /href="(speakers\/(?!index)[^"]+)"/.exec(overview)?.[1] ?? "speakers/index.html";
  const folder = path.join(report, "articles");
  const marks = (file) => fs.readFileSync(path.join(folder, file), "utf8").split('class="ref"').length;
  const files = fs.readdirSync(folder).filter((file) => file.endsWith(".html")).sort().slice(0, 2000);
  const article = files.map((file) => [marks(file), file]).sort((a, b) => b[0] - a[0] || (a[1] < b[1] ? -1 : 1))[0]?.[1];
  return {
    overview: "index.html",
    speakers: "speakers/index.html",
    speaker,
    article: article ? `articles/${article}` : "index.html",
    search: "search.html",
    audit: "audit.html",
  };
}

// The questions of a new reader, and what to click, from the overview on, to have each answered.
export const QUESTIONS = [
  { name: "question-most", what: "who is quoted most", clicks: [".leading h3 a"] },
  { name: "question-about", what: "what somebody said about somebody", clicks: [".matrix td a"] },
  { name: "question-carried", what: "which outlet or wire carried it", clicks: [".matrix td a", "#results a[href*='articles/']"] },
  { name: "question-unnamed", what: "which statements rest on unnamed sources", clicks: [".key a[href*='kind=anonymous']"] },
  { name: "question-unsure", what: "where the tool was unsure", clicks: [".open a[href*='max=']"] },
];
