// The desk: what the report's pages do beyond reading while `sayso serve` shows them. Every act is saved before it is shown.
"use strict";
(function () {
  var nav = document.querySelector(".bar nav");
  if (nav) {
    [["/review", "Review"], ["/paste", "Try an article"]].forEach(function (link) {
      var anchor = make("a", "", link[1]);
      anchor.href = link[0];
      if (location.pathname === link[0]) anchor.setAttribute("aria-current", "page");
      nav.append(anchor);
    });
  }
  var initials = localStorage.getItem("sayso-by") || "";

  function make(name, className, text) {
    var element = document.createElement(name);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  }

  function button(label, what, act) {
    var made = make("button", "", label);
    made.type = "button";
    made.title = what;
    made.addEventListener("click", act);
    return made;
  }

  // Who signs acts and verdicts.
  function signature() {
    var label = make("label", "desk-by", "Initials ");
    var input = make("input");
    input.value = initials;
    input.size = 4;
    input.maxLength = 40;
    input.addEventListener("change", function () {
      initials = input.value.trim();
      localStorage.setItem("sayso-by", initials);
    });
    label.append(input);
    return label;
  }

  function ask(address, body) {
    var options = body
      ? { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }
      : {};
    return fetch(address, options).then(function (answer) {
      return answer.json().then(function (value) {
        if (answer.ok) return value;
        var error = new Error(value.error.message);
        error.status = answer.status;
        throw error;
      });
    });
  }

  function typing(event) {
    return event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  }

  if (document.getElementById("text")) articlePage();
  if (document.getElementById("queue")) reviewPage();
  if (document.getElementById("paste")) pastePage();

  function articlePage() {
    var text = document.getElementById("text");
    var cards = document.querySelector(".cards");
    var page = decodeURIComponent(location.pathname.split("/").pop());
    var state = null;
    var current = 0;
    var busy = false;
    var waiting = [];
    var status = make("p", "desk-status");
    status.setAttribute("role", "status");
    var bar = make("section", "desk-bar");
    bar.setAttribute("aria-label", "Corrections");
    bar.append(
      button("Right", "a: this attribution is right", accept),
      button("Speaker", "s: change who said it", pick),
      button("Delete", "x: nobody says this", remove),
      button("Content", "c: the selected words are what was said (C: these too)", function () { part("content", false); }),
      button("Source", "o: the selected words are who said it, as written", function () { part("source", false); }),
      button("Cue", "q: the selected words are the cue", function () { part("cue", false); }),
      button("Add", "n: the selected words are an attribution", add),
      button("More", "e: form, class, polarity", edit),
      button("Undo", "u: take the last act back", undo),
      signature(), status
    );
    document.querySelector(".reading").before(bar);
    var entries = make("details", "desk-entries");
    entries.append(make("summary", "", "This article in corrections.toml"), make("pre"));
    document.querySelector(".reading").after(entries);
    load();

    function say(words, bad) {
      status.textContent = words;
      status.classList.toggle("bad", Boolean(bad));
    }

    function load() {
      return ask("/desk/article?page=" + encodeURIComponent(page)).then(function (told) {
        show(told);
        var number = /^#[ar](\d+)$/.exec(location.hash);
        current = number ? Number(number[1]) : first();
      }).catch(fail);
    }

    function first() {
      var card = cards.querySelector(".card");
      return card ? Number(card.id.slice(1)) : 0;
    }

    // Takes in how the article now is.
    function show(told) {
      if (told.html) {
        var drawn = new DOMParser().parseFromString(told.html, "text/html");
        text.replaceChildren.apply(text, Array.from(drawn.getElementById("text").childNodes));
        cards.replaceChildren.apply(cards, Array.from(drawn.querySelector(".cards").childNodes));
      }
      state = told;
      cards.querySelectorAll(".card").forEach(function (card) {
        var verdicts = state.attributions[Number(card.id.slice(1)) - 1].verdicts;
        card.classList.toggle("desk-read", verdicts.length > 0);
      });
      entries.hidden = !told.entries;
      entries.querySelector("pre").textContent = told.entries;
      document.documentElement.dataset.version = told.version;
      if (told.did) say(told.did + ": saved");
    }

    function fail(error) {
      if (error.status === 409) conflict(error.message);
      else say(error.message, true);
    }

    function conflict(message) {
      var dialog = make("dialog", "desk-conflict");
      dialog.append(make("h2", "", "Somebody else was here"), make("p", "", message.charAt(0).toUpperCase() + message.slice(1) + "."));
      dialog.append(button("Load the article again", "", function () { location.reload(); }));
      document.body.append(dialog);
      dialog.showModal();
    }

    // One act at a time, each on what the one before left.
    function send(address, body, then) {
      if (busy) {
        waiting.push([address, body, then]);
        return;
      }
      busy = true;
      body.page = page;
      if (address !== "/desk/verdict") body.version = state.version;
      ask(address, body).then(function (told) {
        show(told);
        if (then) then(told);
      }).catch(function (error) {
        waiting = [];
        fail(error);
      }).finally(function () {
        busy = false;
        if (waiting.length) send.apply(null, waiting.shift());
      });
    }

    function act(body, then) {
      if (initials) body.by = initials;
      send("/desk/act", body, then || function () { go(current); });
    }

    function shown() {
      return Array.from(cards.querySelectorAll(".card"), function (card) { return Number(card.id.slice(1)); });
    }

    function go(number) {
      var all = shown();
      if (!all.length) return;
      current = all.includes(number) ? number : all.find(function (other) { return other > number; }) || all[all.length - 1];
      var card = document.getElementById("a" + current);
      card.focus({ preventScroll: true });
      card.scrollIntoView({ block: "nearest" });
      var place = document.getElementById("r" + current);
      if (place) place.scrollIntoView({ block: "center" });
    }

    function step(by) {
      var all = shown();
      var at = all.indexOf(current);
      go(all[Math.max(0, Math.min(all.length - 1, at + by))]);
    }

    function here() {
      return state && state.attributions[current - 1];
    }

    function accept() {
      var one = here();
      if (!one) return;
      send("/desk/verdict", { id: one.id, right: true, by: initials || null }, function () { say("right: saved"); step(1); });
    }

    function remove() {
      var one = here();
      if (one) act({ action: "remove", id: one.id });
    }

    function undo() {
      if (state && state.undo) send("/desk/undo", {}, function () { go(current); });
      else say("There is nothing to undo.", true);
    }

    // The selected words as code points of the article, a piece for each paragraph.
    function selected() {
      var selection = getSelection();
      var pieces = [];
      if (!selection.rangeCount) return pieces;
      var range = selection.getRangeAt(0);
      var paragraphs = Array.from(text.querySelectorAll("p"));
      paragraphs.forEach(function (paragraph, nth) {
        if (!range.intersectsNode(paragraph) || !state.paragraphs[nth]) return;
        var from = 0;
        var words = "";
        var walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
        var before = true;
        for (var node = walker.nextNode(); node; node = walker.nextNode()) {
          if (node.parentNode.closest(".ref")) continue;
          var start = node === range.startContainer ? range.startOffset : 0;
          var end = node === range.endContainer ? range.endOffset : node.data.length;
          if (!range.intersectsNode(node) || start >= end) {
            if (before) from += Array.from(node.data).length;
            continue;
          }
          if (before) from += Array.from(node.data.slice(0, start)).length;
          before = false;
          words += node.data.slice(start, end);
        }
        from += Array.from(words).length - Array.from(words.trimStart()).length;
        var length = Array.from(words.trim()).length;
        if (!length) return;
        if (!state.paragraphs[nth].plain) throw new Error("This paragraph has invisible characters: correct it with `sayso correct`.");
        pieces.push([state.paragraphs[nth].at + from, state.paragraphs[nth].at + from + length]);
      });
      return pieces;
    }

    function withSelection(then) {
      try {
        var pieces = selected();
        if (pieces.length) then(pieces);
        else say("Select words of the article first.", true);
      } catch (error) {
        say(error.message, true);
      }
    }

    function part(name, more) {
      var one = here();
      if (!one) return;
      withSelection(function (pieces) {
        var body = { action: "change", id: one.id };
        var apart = function (piece) { return pieces.every(function (other) { return piece[1] <= other[0] || other[1] <= piece[0]; }); };
        body[name] = more ? one[name].filter(apart).concat(pieces) : pieces;
        act(body);
      });
    }

    function add() {
      withSelection(function (pieces) {
        var known = state.attributions.map(function (one) { return one.id; });
        act({ action: "add", content: pieces }, function (told) {
          var at = told.attributions.findIndex(function (one) { return !known.includes(one.id); });
          go(at + 1);
        });
      });
    }

    function popup(title) {
      var old = document.querySelector("dialog.desk-pick");
      if (old) old.remove();
      var dialog = make("dialog", "desk-pick");
      dialog.append(make("h2", "", title));
      dialog.addEventListener("close", function () { dialog.remove(); });
      document.body.append(dialog);
      return dialog;
    }

    function edit() {
      var one = here();
      if (!one) return;
      var dialog = popup("Attribution " + current);
      var kinds = {
        form: "direct mixed indirect",
        class: "neutral claim concession denial demand promise warning belief refusal question written judgement announcement intention",
        polarity: "asserted denied not-said asked hedged"
      };
      var chosen = { action: "change", id: one.id };
      Object.keys(kinds).forEach(function (name) {
        var label = make("label", "", name + " ");
        var select = make("select");
        select.name = name;
        kinds[name].split(" ").forEach(function (value) {
          var option = make("option", "", value);
          option.selected = value === one[name];
          select.append(option);
        });
        select.addEventListener("change", function () { chosen[name] = select.value; });
        label.append(select);
        dialog.append(label);
      });
      var label = make("label", "", "note ");
      var note = make("input");
      label.append(note);
      dialog.append(label, button("Save", "", function () {
        if (note.value.trim()) chosen.note = note.value.trim();
        dialog.close();
        if (Object.keys(chosen).length > 2) act(chosen);
      }));
      dialog.showModal();
    }

    function pick() {
      var one = here();
      if (!one) return;
      var dialog = popup("Who said it?");
      var input = make("input");
      input.setAttribute("role", "combobox");
      input.setAttribute("aria-controls", "desk-people");
      input.setAttribute("aria-expanded", "true");
      input.setAttribute("aria-label", "Name");
      var list = make("ul");
      list.id = "desk-people";
      list.setAttribute("role", "listbox");
      dialog.append(input, list);
      var at = 0;
      var offered = [];
      var asked = 0;

      function offer(found) {
        var wanted = input.value.trim();
        var begins = function (voice) { return voice.name.toLowerCase().includes(wanted.toLowerCase()); };
        offered = state.people.filter(begins).slice(0, 6);
        found.forEach(function (voice) {
          if (!offered.some(function (known) { return known.id === voice.id && known.kind === voice.kind; })) offered.push(voice);
        });
        if (wanted) {
          offered.push({ name: wanted, kind: "person", label: "New person" }, { name: wanted, kind: "organization", label: "New organization" },
            { name: wanted, kind: "collective", label: "New group" }, { name: wanted, kind: "role", label: "New role" },
            { name: wanted, kind: "anonymous", label: "Unnamed source" });
        }
        offered.push({ name: "", kind: "unresolved", label: "Nobody known (unresolved)" });
        at = 0;
        list.replaceChildren.apply(list, offered.map(function (voice, nth) {
          var item = make("li", "", (voice.label ? voice.label + (voice.name ? ": " : "") : "") + voice.name);
          item.append(make("small", "", " " + voice.kind));
          item.setAttribute("role", "option");
          item.addEventListener("click", function () { choose(nth); });
          return item;
        }));
        mark();
      }

      function mark() {
        Array.from(list.children).forEach(function (item, nth) { item.setAttribute("aria-selected", String(nth === at)); });
        if (list.children[at]) list.children[at].scrollIntoView({ block: "nearest" });
      }

      function choose(nth) {
        var voice = offered[nth];
        if (!voice) return;
        var speaker = { name: voice.name, kind: voice.kind };
        if (voice.id) speaker.id = voice.id;
        dialog.close();
        act({ action: "change", id: one.id, speakers: [speaker] });
      }

      input.addEventListener("input", function () {
        var mine = ++asked;
        offer([]);
        ask("/desk/people?q=" + encodeURIComponent(input.value)).then(function (found) {
          if (mine === asked && dialog.open && at === 0) offer(found);
        }).catch(fail);
      });
      input.addEventListener("keydown", function (event) {
        if (event.key === "Enter") choose(at);
        else if (event.key === "ArrowDown") at = Math.min(at + 1, offered.length - 1);
        else if (event.key === "ArrowUp") at = Math.max(at - 1, 0);
        else return;
        event.preventDefault();
        mark();
      });
      offer([]);
      dialog.showModal();
      input.focus();
    }

    cards.addEventListener("focusin", function (event) {
      var card = event.target.closest(".card");
      if (card) current = Number(card.id.slice(1));
    });
    text.addEventListener("click", function (event) {
      var marked = event.target.closest("[data-a]");
      if (marked) current = Number(marked.dataset.a.split(" ")[0]);
    });
    var keys = {
      j: function () { step(1); }, k: function () { step(-1); }, a: accept, x: remove, s: pick, u: undo, n: add, e: edit, Enter: pick,
      c: function () { part("content", false); }, C: function () { part("content", true); },
      o: function () { part("source", false); }, O: function () { part("source", true); },
      q: function () { part("cue", false); }, Q: function () { part("cue", true); }
    };
    document.addEventListener("keydown", function (event) {
      if (typing(event) || document.querySelector("dialog[open]") || !keys[event.key]) return;
      if (event.key === "Enter" && !event.target.matches(".card, body")) return;
      event.preventDefault();
      keys[event.key]();
    });
  }

  function reviewPage() {
    var items = Array.from(document.querySelectorAll("#queue > li"));
    var status = document.getElementById("status");
    var at = -1;
    document.getElementById("by").append(signature());

    function go(nth) {
      if (!items.length) return;
      at = Math.max(0, Math.min(items.length - 1, nth));
      items[at].focus();
      items[at].scrollIntoView({ block: "center" });
    }

    function judge(item, right) {
      if (!item) return;
      var body = { page: item.dataset.page, id: item.dataset.id, right: right, by: initials || null };
      ask("/desk/verdict", body).then(function () {
        item.className = right === null ? "" : right ? "right" : "wrong";
        status.textContent = (right === null ? "taken back" : right ? "right" : "wrong") + ": saved";
      }).catch(function (error) { status.textContent = error.message; });
      if (right !== null) go(items.indexOf(item) + 1);
    }

    items.forEach(function (item, nth) {
      item.tabIndex = -1;
      item.addEventListener("focusin", function () { at = nth; });
      item.append(button("Right", "a", function () { judge(item, true); }), button("Wrong", "x", function () { judge(item, false); }));
    });
    document.addEventListener("keydown", function (event) {
      if (typing(event)) return;
      var item = items[at];
      if (event.key === "j") go(at + 1);
      else if (event.key === "k") go(at - 1);
      else if (event.key === "a") judge(item, true);
      else if (event.key === "x") judge(item, false);
      else if (event.key === "u") judge(item || items[0], null);
      else if (event.key === "Enter" && item && event.target === item) item.querySelector("a").click();
      else return;
      event.preventDefault();
    });
    go(0);
  }

  function pastePage() {
    var form = document.getElementById("paste");
    var area = form.querySelector("textarea");
    var out = document.getElementById("models");
    var status = document.getElementById("status");
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      status.textContent = "Reading …";
      ask("/paste", { text: area.value, title: form.querySelector("input").value || null }).then(function (told) {
        status.textContent = "Nothing of it is kept.";
        out.replaceChildren.apply(out, told.models.map(function (model) {
          var column = make("section");
          column.append(make("h2", "", model.name), make("p", "meta", model.count));
          // Escaped where it was made, as in the report.
          var drawn = new DOMParser().parseFromString(model.html, "text/html");
          column.append.apply(column, Array.from(drawn.body.childNodes));
          return column;
        }));
      }).catch(function (error) { status.textContent = error.message; });
    });
    area.addEventListener("dragover", function (event) { event.preventDefault(); });
    area.addEventListener("drop", function (event) {
      var file = event.dataTransfer.files[0];
      if (!file) return;
      event.preventDefault();
      file.text().then(function (words) { area.value = words; });
    });
  }
})();
