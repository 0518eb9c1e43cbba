// Every chart as a file: its table as CSV, and an SVG that stands alone, drawn from the same table.
"use strict";
(function () {
  var INK = "#1d1b16", SOFT = "#5c574c", BAR = "#9b2c2c", FONT = { "font-family": "system-ui, sans-serif", "font-size": 14 };

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

  // One row a line of the table, a bar as long as its last number says.
  function drawing(chart) {
    var data = numbers(chart), line = 24, top = 64;
    var value = function (row) {
      var counts = row.map(function (cell) { return cell.text.replace(/,/g, ""); }).filter(function (text) { return /^\d+$/.test(text); });
      return Number(counts[counts.length - 1]) || 0;
    };
    var most = Math.max.apply(null, data.rows.map(value).concat(1));
    var labels = function (row) {
      return row.filter(function (cell) { return !/^[\d.,<%]*$/.test(cell.text); }).map(function (cell) { return cell.text; })[0] || row[0].text;
    };
    var second = data.rows.some(function (row) { return row.length > 4 && !/^[\d.,<%]*$/.test(row[1].text); });
    var height = top + line * data.rows.length + 16;
    var svg = node("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: "0 0 900 " + height, width: 900, height: height });
    svg.append(node("rect", { width: 900, height: height, fill: "#fff" }));
    var title = label(16, 28, INK, chart.dataset.name);
    title.setAttribute("font-size", 18);
    title.setAttribute("font-weight", 600);
    svg.append(title);
    svg.append(label(16, 48, SOFT, document.title));
    data.rows.forEach(function (row, at) {
      var y = top + at * line, name = labels(row) + (second ? ": " + row[1].text : "");
      var last = row[row.length - 1].text, number = value(row);
      svg.append(label(16, y + 16, INK, name.length > 44 ? name.slice(0, 43) + "…" : name));
      svg.append(node("rect", { x: 360, y: y + 5, width: (430 * number / most).toFixed(1), height: 13, fill: BAR }));
      svg.append(label((368 + 430 * number / most).toFixed(1), y + 16, INK, /^[\d.,]+$/.test(last) ? last : number.toLocaleString("en")));
    });
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
