// Sends articles and broken bodies to /analyze over eight connections: node load.mjs SAYSO FILE [COUNT] [MODEL]
//
// FILE is JSON Lines with texts. Every answer has to be 200 with a line of attributions.jsonl, or an error with a code and a message;
// the server's memory is printed as it goes.
import { spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";

const [sayso, file, count = "10000", model = "fast"] = process.argv.slice(2);
const texts = fs.readFileSync(file, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line).text);
const empty = fs.mkdtempSync(path.join(os.tmpdir(), "load-"));
const child = spawn(path.resolve(sayso), ["serve", "--model", model], { stdio: ["ignore", "pipe", "inherit"], cwd: empty });
process.on("exit", () => { child.kill("SIGKILL"); fs.rmdirSync(empty); });
const address = await new Promise((resolve) => child.stdout.once("data", (bytes) => resolve(String(bytes).split("\n")[0])));
const { port, searchParams } = new URL(address);
const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });

// Six good ones of ten, and every way of going wrong that a client has.
function body(nth) {
  const text = texts[nth % texts.length];
  switch (nth % 10) {
    case 0: return `{"text": ${JSON.stringify(text).slice(0, -2)}`;
    case 1: return JSON.stringify({ text: nth, title: [] });
    case 2: return JSON.stringify({ text: `${text}\u0000\u202e<script>“${"\\".repeat(nth % 50)}”</script>`, unknown: 1 });
    case 3: return nth % 100 === 3 ? "x".repeat(5 << 20) : Buffer.from([0xff, 0xfe, nth % 256]);
    case 4: return JSON.stringify({ text: "" });
    default: return JSON.stringify({ text, doc_id: `d${nth}`, published: "2024-05-03", model: ["fast", "rules"][nth % 2] });
  }
}

function send(nth) {
  return new Promise((resolve) => {
    const headers = { Authorization: `Bearer ${searchParams.get("token")}`, "Content-Type": "application/json" };
    const sent = body(nth);
    headers["Content-Length"] = Buffer.byteLength(sent);
    const request = http.request({ host: "127.0.0.1", port, path: "/analyze", method: "POST", agent, headers }, (answer) => {
      let bytes = "";
      answer.setEncoding("utf8");
      answer.on("data", (piece) => { bytes += piece; });
      answer.on("end", () => resolve([answer.statusCode, bytes]));
      answer.on("error", (error) => resolve([0, error.message]));
    });
    let answered = false;
    request.on("response", () => { answered = true; });
    request.on("error", (error) => { if (!answered) resolve([0, error.message]); });
    request.end(sent);
  });
}

const memory = () => Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${child.pid}/status`, "utf8"))[1]) / 1024;
const told = {};
const bad = [];
let bytes = 0;
let next = 0;
const begun = performance.now();
async function work() {
  while (next < Number(count)) {
    const nth = next++;
    const [status, answer] = await send(nth);
    told[status] = (told[status] ?? 0) + 1;
    let value = {};
    try { value = JSON.parse(answer); } catch { /* told below */ }
    const clear = status === 200 ? value.schema === "sayso.attributions/2" : value.error?.code && value.error?.message;
    if (!clear) bad.push(`${nth}: ${status} ${answer.slice(0, 200)}`);
    if (status === 200) bytes += value.text?.length ?? 0;
    if (nth % Math.ceil(Number(count) / 10) === 0) console.log(`${nth} sent, ${memory().toFixed(0)} MB`);
  }
}
await Promise.all(Array.from({ length: 8 }, work));
const seconds = (performance.now() - begun) / 1000;
console.log(`${count} requests in ${seconds.toFixed(1)} s, ${(bytes / 1e6 / seconds).toFixed(2)} MB of text a second, ${memory().toFixed(0)} MB at the end`);
console.log(JSON.stringify(told), `${bad.length} without a clear answer`);
bad.slice(0, 10).forEach((line) => console.log(line));
process.exit(bad.length ? 1 : 0);
