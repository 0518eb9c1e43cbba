// Search in the page. Pages opened from disk may not fetch, so data comes as scripts that call `sayso(name, data)`.
"use strict";
(function () {
  var PAGE = 25, FEW = 4;
  var FIELDS = ["q", "what", "form", "kind", "outlet", "min", "max", "from", "to"];
  var waiting = {}, loaded = {};
  var form = document.getElementById("filters");
  var list = document.getElementById("results");
  var status = document.getElementById("status");
  var pager = document.getElementById("pages");
  var turn = 0;

  window.sayso = function (name, data) {
    if (name === "facts") {
      data.outlet = spread(data.outlet);
      data.day = spread(data.day);
    }
    loaded[name] = data;
  };

  // [value, length, value, length, …] as one value an item.
  function spread(runs) {
    var out = [];
    for (var at = 0; at < runs.length; at += 2) for (var n = runs[at + 1]; n > 0; n--) out.push(runs[at]);
    return out;
  }

  function load(name) {
    if (!waiting[name]) {
      waiting[name] = new Promise(function (resolve) {
        var script = document.createElement("script");
        script.src = "search/" + name + ".js";
        script.onload = script.onerror = function () { script.remove(); resolve(loaded[name]); };
        document.head.append(script);
      });
    }
    return waiting[name];
  }

  // As `terms` and `file_of` in search.rs.
  function terms(text) {
    var folded = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    return folded.split(/[^\p{L}\p{N}]+/u).map(function (term) {
      return Array.from(term).slice(0, 24).join("");
    }).filter(function (term) { return Array.from(term).length > 1; });
  }

  function fileOf(term) {
    var head = Array.from(term).slice(0, 2);
    if (head.every(function (char) { return char < "\x80"; })) return "t-" + head.join("");
    return "t-u" + head.reduce(function (sum, char) { return sum + char.codePointAt(0); }, 0) % 64;
  }

  function decode(postings, into) {
    var at = 0;
    postings.split(" ").forEach(function (step) {
      at += parseInt(step, 36);
      into.add(at);
    });
  }

  // All items that hold a word beginning with each of the terms; null means every item.
  async function matches(facts, query) {
    var wanted = terms(query).filter(function (term) { return !facts.common.includes(term); });
    if (!wanted.length) return null;
    var found = null;
    for (var term of wanted) {
      var file = (await load(fileOf(term))) || {};
      var here = new Set();
      for (var word of Object.keys(file)) if (word.startsWith(term)) decode(file[word], here);
      found = found ? new Set([...found].filter(function (item) { return here.has(item); })) : here;
    }
    return [...found].sort(function (a, b) { return a - b; });
  }

  function filter(facts, state) {
    var kinds = state.kind ? state.kind.split(",").map(function (kind) { return facts.kinds.indexOf(kind); }) : null;
    var shape = state.form ? String(facts.forms.indexOf(state.form)) : null;
    var outlet = state.outlet ? facts.outlets.indexOf(state.outlet) : null;
    var from = Number(state.from.replace(/-/g, "")) || 0, to = Number(state.to.replace(/-/g, "")) || Infinity;
    var min = state.min === "" ? 0 : Number(state.min), max = state.max === "" ? 100 : Number(state.max);
    var onlyStatements = shape !== null || kinds || state.min !== "" || state.max !== "";
    var dated = state.from || state.to;
    return function (item) {
      var what = facts.what[item], statement = what < "a";
      if (state.what && state.what !== (statement ? "statement" : what === "s" ? "speaker" : "article")) return false;
      if (!statement && onlyStatements && !(what === "s" && kinds && shape === null && kinds.includes(Number(facts.kind[item])) && state.q)) return false;
      if (shape !== null && what !== shape) return false;
      if (statement && kinds && !kinds.includes(Number(facts.kind[item]))) return false;
      if (outlet !== null && (what === "s" || facts.outlet[item] !== outlet)) return false;
      if (statement && (facts.confidence[item] < min || facts.confidence[item] > max)) return false;
      if (dated && (what === "s" || facts.day[item] < from || facts.day[item] > to || !facts.day[item])) return false;
      return true;
    };
  }

  function element(name, className, content) {
    var made = document.createElement(name);
    if (className) made.className = className;
    if (content !== undefined) made.textContent = content;
    return made;
  }

  // Only addresses that we wrote become links; all text goes in as text.
  function link(href, content) {
    var made = element("a");
    made.href = href;
    made.append(element("bdi", "", content));
    return made;
  }

  function iso(day) {
    var digits = String(day).padStart(8, "0");
    return [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)].filter(function (part) { return part !== "00"; }).join("-");
  }

  // What is shown of a numbered thing; many of them share a file.
  async function shown(facts, kind, number) {
    var list = await load(kind + Math.floor(number / facts.chunk));
    return list[number % facts.chunk];
  }

  async function show(facts, item) {
    var row = element("li"), what = facts.what[item], data = await shown(facts, "items-", item);
    if (what === "s") {
      var name = element("h3");
      name.append(link(data[1], data[0]));
      row.append(name, element("p", "meta", "speaker, " + data[2] + (data[2] === 1 ? " statement" : " statements")));
      return row;
    }
    var meta = element("p", "meta"), article = data;
    if (what === "a") {
      var title = element("h3");
      title.append(link("articles/" + data[1] + ".html", data[0]));
      row.append(title, meta);
      meta.append(element("span", "", "article"));
    } else {
      // An article stands before its statements.
      article = await shown(facts, "items-", item - data[3]);
      var quote = element("blockquote", "quote"), words = element("p");
      words.append(element("bdi", "", data[0]));
      quote.append(words);
      row.append(quote, meta);
      var who = element("span", "who"), speakers = await Promise.all(data[4].map(function (speaker) { return shown(facts, "speakers-", speaker); }));
      speakers.forEach(function (speaker, nth) {
        if (nth) who.append(", ");
        who.append(link(speaker[1], speaker[0]));
      });
      meta.append(who, " ", element("span", "tag " + facts.forms[Number(what)], facts.forms[Number(what)]));
      if (facts.confidence[item] < facts.unsure) meta.append(" ", element("span", "tag low", facts.confidence[item] + "% sure"));
      if (data[1]) meta.append(" ", element("span", "", "via " + data[1]));
    }
    var outlet = facts.outlets[facts.outlet[item]];
    if (outlet) meta.append(" ", element("span", "", outlet));
    if (facts.day[item]) {
      var time = element("time", "", iso(facts.day[item]));
      time.dateTime = time.textContent;
      meta.append(" ", time);
    }
    if (what < "a") meta.append(" ", link("articles/" + article[1] + (data[2] ? ".p" + (data[2] + 1) : "") + ".html#a" + data[3], article[0]));
    return row;
  }

  function stateOf(address) {
    var state = {};
    var given = new URLSearchParams(address);
    FIELDS.forEach(function (field) { state[field] = given.get(field) || ""; });
    state.page = Math.max(1, Number(given.get("page")) || 1);
    return state;
  }

  function addressOf(state) {
    var given = new URLSearchParams();
    FIELDS.forEach(function (field) { if (state[field]) given.set(field, state[field]); });
    if (state.page > 1) given.set("page", state.page);
    return given.size ? "?" + given : location.pathname;
  }

  function number(value) {
    return value.toLocaleString("en");
  }

  function say(state, total) {
    if (!total) return "Nothing found. Fewer words or filters may find more.";
    var first = (state.page - 1) * PAGE + 1, last = Math.min(total, state.page * PAGE);
    return total <= PAGE ? number(total) + (total === 1 ? " result" : " results") : number(first) + "–" + number(last) + " of " + number(total) + " results";
  }

  function pages(state, total) {
    pager.replaceChildren();
    pager.hidden = total <= PAGE;
    [[-1, "← Previous"], [1, "Next →"]].forEach(function (step) {
      var page = state.page + step[0];
      if (page < 1 || (page - 1) * PAGE >= total) return;
      var made = element("a", "", step[1]);
      made.href = addressOf(Object.assign({}, state, { page: page }));
      made.addEventListener("click", function (event) {
        event.preventDefault();
        go(Object.assign({}, state, { page: page }), true);
        document.getElementById("status").scrollIntoView();
      });
      pager.append(made);
    });
  }

  async function go(state, remember) {
    var mine = ++turn;
    if (remember) history.pushState(null, "", addressOf(state));
    status.textContent = "Searching …";
    var facts = await load("facts");
    if (!facts) { status.textContent = "The search index is missing beside this page."; return; }
    var found = await matches(facts, state.q);
    if (mine !== turn) return;
    var keep = filter(facts, state), kept;
    if (found) {
      kept = found.filter(keep);
      kept = state.what ? kept : foremost(facts, kept);
    } else {
      kept = [];
      for (var item = 0; item < facts.n; item++) if ((facts.what[item] < "a" || state.what) && keep(item)) kept.push(item);
    }
    var rows = await Promise.all(kept.slice((state.page - 1) * PAGE, state.page * PAGE).map(function (item) { return show(facts, item); }));
    if (mine !== turn) return;
    list.replaceChildren.apply(list, rows);
    status.textContent = say(state, kept.length);
    pages(state, kept.length);
  }

  // A few speakers (most quoted first) and a few titles, then what was said; "Look in" has all of them.
  function foremost(facts, items) {
    function of(what) { return items.filter(function (item) { return facts.what[item] === what; }).slice(0, FEW); }
    return of("s").concat(of("a"), items.filter(function (item) { return facts.what[item] < "a"; }));
  }

  function read() {
    var state = { page: 1 };
    FIELDS.forEach(function (field) { state[field] = form.elements[field].value.trim(); });
    return state;
  }

  async function arrive() {
    var state = stateOf(location.search);
    var facts = await load("facts");
    var outlets = form.elements.outlet;
    if (facts && outlets.options.length === 1) {
      facts.outlets.filter(Boolean).sort().forEach(function (name) { outlets.add(new Option(name, name)); });
    }
    FIELDS.forEach(function (field) { form.elements[field].value = state[field]; });
    go(state, false);
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    go(read(), true);
  });
  form.addEventListener("change", function (event) {
    if (event.target.name !== "q") go(read(), true);
  });
  window.addEventListener("popstate", arrive);
  arrive();
})();
