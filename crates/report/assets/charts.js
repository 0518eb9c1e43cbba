// Every chart as a file: its table as CSV, and an SVG that stands alone and looks like the chart in the page.
"use strict";
(function () {
  var INK = "#1d1b16", SOFT = "#5c574c", FONT = { "font-family": "system-ui, sans-serif", "font-size": 14 };

  function words(cell) {
    var small = cell.querySelector("small"), copy = cell.cloneNode(true);
    copy.querySelectorAll("small, svg").forEach(function (part) { part.remove(); });
    return { text: copy.textContent.trim().replace(/\s+/g, " "), range: small && cell.tagName === "TD" ? small.textContent.trim() : "" };
  }

  // Rows of the chart's table of numbers: the plain one where there are two.
  function numbers(chart) {
    var table = chart.querySelector("table.numbers") || chart.querySelector("table");
    var head = Array.from(table.tHead.rows[0].cells, function (cell) { return words(cell).text; });
    var rows = Array.from(table.tBodies[0].rows, function (row) { return Array.from(row.cells, words); });
    return { head: head, rows: rows };
  }

  // A cell that a spreadsheet would take for a formula begins with an apostrophe.
  function cell(text) {
    var plain = /^[\d.,%–-]+$/.test(text) ? text.replace(/,/g, "") : text;
    if (/^[=+@\t\r-]/.test(plain)) plain = "'" + plain;
    return '"' + plain.replace(/"/g, '""') + '"';
  }

  function csv(chart) {
    var data = numbers(chart);
    var ranged = data.head.map(function (_, at) { return data.rows.some(function (row) { return row[at] && row[at].range; }); });
    var lines = [data.head.flatMap(function (name, at) { return ranged[at] ? [cell(name), cell(name + ", 90% between")] : [cell(name)]; })];
    data.rows.forEach(function (row) {
      lines.push(row.flatMap(function (value, at) { return ranged[at] ? [cell(value.text), cell(value.range)] : [cell(value.text)]; }));
    });
    return "\ufeff" + lines.map(function (line) { return line.join(",") + "\r\n"; }).join("");
  }

  // Attributes and not styles: the page's policy forbids those.
  function label(x, y, fill, text) {
    return node("text", Object.assign({ x: x, y: y, fill: fill }, FONT), text);
  }

  function node(name, attributes, text) {
    var made = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (text !== undefined) made.textContent = text;
    return made;
  }

  // The chart as it stands in the page, in the colours of paper: its shapes are copied, its words come from its table.
  var WIDTH = 900, LEFT = 16, ROW = 26;

  function short(text, length) {
    return text.length > length ? text.slice(0, length - 1) + "…" : text;
  }

  function value(row) {
    var counts = row.slice(1).map(function (cell) { return cell.text.replace(/,/g, ""); }).filter(function (text) { return /^\d+$/.test(text); });
    return Number(counts[counts.length - 1]) || 0;
  }

  // The colour that a shape has in the light page, whatever the page looks like now.
  var COLOURS = {
    direct: "#8f2a2a", mixed: "#c78a2e", indirect: "#6d8196",
    k1: "#8f2a2a", k2: "#2f5d73", k3: "#7b8f5a", k4: "#4a4640", k5: "#b9b1a2",
    h0: "#f3f0e9", h1: "#f6ebdd", h2: "#eed3bb", h3: "#e0ac94", h4: "#c97a6c", h5: "#9b2c2c",
  };

  // Rectangles of one of the page's charts, moved and stretched.
  function copied(from, x, y, width, height) {
    var box = from.viewBox.baseVal;
    return Array.from(from.querySelectorAll("rect"), function (rect) {
      var number = function (name) { return Number(rect.getAttribute(name)) || 0; };
      return node("rect", {
        x: (x + number("x") / box.width * width).toFixed(1), y: (y + number("y") / box.height * height).toFixed(1),
        width: (number("width") / box.width * width).toFixed(1), height: (number("height") / box.height * height).toFixed(1),
        fill: COLOURS[rect.getAttribute("class")] || COLOURS.indirect,
      });
    });
  }

  function line(x, y, width) {
    return node("rect", { x: x, y: y, width: width, height: 1, fill: "#ddd6c8" });
  }

  function right(x, y, fill, text) {
    var made = label(x, y, fill, text);
    made.setAttribute("text-anchor", "end");
    return made;
  }

  // Each kind of chart gives its shapes below `top` and where they end.
  var KINDS = {
    bars: function (chart, top, out) {
      var data = numbers(chart), most = Math.max.apply(null, data.rows.map(value).concat(1));
      data.rows.forEach(function (row, at) {
        var y = top + at * 34;
        out.push(label(LEFT, y + 12, INK, short(row[0].text, 70)), right(WIDTH - LEFT, y + 12, INK, value(row).toLocaleString("en")));
        out.push(node("rect", { x: LEFT, y: y + 18, width: ((WIDTH - 140) * value(row) / most).toFixed(1), height: 6, fill: COLOURS.indirect }));
      });
      return top + data.rows.length * 34;
    },
    shares: function (chart, top, out) {
      out.push.apply(out, copied(chart.querySelector("svg.strip"), LEFT, top, WIDTH - 2 * LEFT, 36));
      var rows = Array.from(chart.querySelector("table").tBodies[0].rows);
      rows.forEach(function (row, at) {
        var y = top + 60 + at * ROW, cells = Array.from(row.cells, words);
        out.push.apply(out, copied(row.querySelector("svg.swatch"), LEFT, y - 12, 14, 14));
        out.push(label(LEFT + 24, y, INK, cells[0].text), right(420, y, INK, cells[1].text));
        out.push(right(WIDTH - LEFT, y, SOFT, cells.slice(2).map(function (cell) { return cell.text; }).join(" / ")));
      });
      return top + 60 + rows.length * ROW;
    },
    time: function (chart, top, out) {
      out.push.apply(out, copied(chart.querySelector("svg.time"), LEFT, top, WIDTH - 2 * LEFT, 200));
      out.push(line(LEFT, top + 200, WIDTH - 2 * LEFT));
      ends(chart, top + 222, LEFT, out);
      return top + 230;
    },
    careers: function (chart, top, out) {
      var rows = Array.from(chart.querySelectorAll(".careers li"));
      rows.forEach(function (row, at) {
        var y = top + at * 56;
        out.push(label(LEFT, y + 40, INK, short(row.querySelector("a").textContent, 30)));
        out.push.apply(out, copied(row.querySelector("svg"), 260, y, WIDTH - LEFT - 260, 42));
        out.push(line(260, y + 42, WIDTH - LEFT - 260));
      });
      ends(chart, top + rows.length * 56 + 12, 260, out);
      return top + rows.length * 56 + 20;
    },
    matrix: function (chart, top, out) {
      var table = chart.querySelector("table.matrix"), heads = Array.from(table.tHead.rows[0].cells).slice(1);
      var cell = Math.min(64, (WIDTH - 260) / Math.max(1, heads.length));
      heads.forEach(function (head, at) {
        var made = label(260 + cell * at + cell / 2, top + 110, SOFT, short(head.textContent.trim(), 20));
        made.setAttribute("transform", "rotate(-50 " + (260 + cell * at + cell / 2) + " " + (top + 110) + ")");
        out.push(made);
      });
      Array.from(table.tBodies[0].rows).forEach(function (row, nth) {
        var y = top + 122 + nth * 32;
        out.push(label(LEFT, y + 20, INK, short(row.cells[0].textContent.trim(), 30)));
        Array.from(row.cells).slice(1).forEach(function (one, at) {
          out.push(node("rect", { x: (260 + cell * at + 1).toFixed(1), y: y, width: (cell - 2).toFixed(1), height: 30, fill: COLOURS[one.className] || COLOURS.h0 }));
          var made = label((260 + cell * at + cell / 2).toFixed(1), y + 20, one.className === "h5" ? "#fff" : INK, one.textContent.trim());
          made.setAttribute("text-anchor", "middle");
          out.push(made);
        });
      });
      return top + 122 + table.tBodies[0].rows.length * 32;
    },
  };

  function ends(chart, y, left, out) {
    var both = chart.querySelectorAll(".ends span");
    out.push(label(left, y, SOFT, both[0].textContent), right(WIDTH - LEFT, y, SOFT, both[1].textContent));
  }

  function drawing(chart) {
    var shapes = [], end = KINDS[chart.dataset.chart](chart, 70, shapes) + 16;
    var svg = node("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: "0 0 " + WIDTH + " " + end, width: WIDTH, height: end });
    var title = label(LEFT, 28, INK, chart.dataset.name);
    title.setAttribute("font-size", 18);
    title.setAttribute("font-weight", 600);
    svg.append(node("rect", { width: WIDTH, height: end, fill: "#fff" }), title, label(LEFT, 48, SOFT, document.title));
    svg.append.apply(svg, shapes);
    return new XMLSerializer().serializeToString(svg);
  }

  function save(content, type, name) {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type: type }));
    link.download = name;
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
  }

  document.querySelectorAll(".chart").forEach(function (chart) {
    var row = document.createElement("p");
    row.className = "get";
    [["SVG", "image/svg+xml", drawing], ["CSV", "text/csv", csv]].forEach(function (way) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = way[0];
      button.setAttribute("aria-label", "Download “" + chart.dataset.name + "” as " + way[0]);
      button.addEventListener("click", function () {
        var name = chart.dataset.name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
        save(way[2](chart), way[1], name + "." + way[0].toLowerCase());
      });
      row.append(button);
    });
    chart.append(row);
  });
})();
