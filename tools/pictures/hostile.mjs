// Writes articles full of hostile text as JSON Lines: node hostile.mjs FILE
//
// Script tags, event handlers, javascript: links, bidirectional overrides, NUL bytes, broken markup, a title of 2 MB,
// formulas. The report on them has to pass check.mjs, which listens for dialogs, script errors and outside requests.
import fs from "node:fs";

const SAID = [
  "<script>alert('statement')</script>",
  "<img src=x onerror=alert(1)>",
  "</p></article><script src=https://evil.example/x.js></script>",
  "<a href=\"javascript:alert(2)\">the minister's own page</a>",
  "\u202ethgir ot tfel morf daer eb tsum siht\u202c",
  "a\u0000null\u0000byte and a \u001b[31mred\u001b[0m one",
  "=HYPERLINK(\"https://evil.example\",\"click\")",
  "\"><svg/onload=alert(3)>",
  "-->]]><!--<style>body{display:none}</style>",
  "{{constructor.constructor('alert(4)')()}}${alert(5)}",
  "\u2028\u2029</script><script>alert(6)</script>",
];
const NAMES = [
  "Mara <b onmouseover=alert(7)>Lindqvist</b>",
  "Tomas \"onfocus=alert(8) autofocus\" Brandt",
  "Ines ../../etc/passwd Moreau",
  "Ola \u202eneslO\u202c Olsen",
];

const articles = SAID.map((said, at) => {
  const name = NAMES[at % NAMES.length];
  return {
    id: `hostile-${at}-<script>alert('id')</script>`,
    title: at === 0 ? "<script>alert('title')</script>".repeat(66_000) : `${said} says ${name}`,
    publisher: `The ${said} Courier`,
    author: `${name} <script>alert('author')</script>`,
    date: at % 2 ? "2024-05-03" : "<time onclick=alert(9)>",
    url: at % 2 ? "javascript:alert('url')" : "https://example.org/\" onclick=\"alert(10)",
    text: [
      `MARLOW (Reuters) — The harbour will close on Friday, ${name} told reporters.`,
      `“We have read it all: ${said}, and nobody has answered us,” said Mara Lindqvist, head of the Harbour Board.`,
      `Tomas Brandt, a spokesman, said that ${said} was never meant to be read by anyone.`,
      `“${said}” Lindqvist added. ${said}`,
    ].join("\n\n"),
  };
});
fs.writeFileSync(process.argv[2], articles.map((article) => JSON.stringify(article)).join("\n") + "\n");
