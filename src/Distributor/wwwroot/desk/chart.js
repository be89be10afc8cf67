// Draws <table data-chart> (first column time, then one line each) with uPlot into the .chart before it. The table stays: it is the
// chart for those who do not see it. Colours are those of the legend, also when day turns to night.
import uPlot from "/lib/uplot-1.6.32/uPlot.esm.js";

const dashes = [[], [5, 3], [2, 2], [8, 3, 2, 3]];
const charts = new Map();

export function drawAll() {
  let sheet = document.querySelector("link[href*='uPlot.min.css']");
  if (!sheet) {
    sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = "/lib/uplot-1.6.32/uPlot.min.css";
    sheet.addEventListener("load", drawAll, { once: true });
    document.head.append(sheet);
  }
  // Without it a canvas is as wide as its pixels: on a phone twice the screen.
  if (!sheet.sheet) return;
  for (const [table, chart] of charts) {
    if (!table.isConnected) {
      chart.destroy();
      charts.delete(table);
    }
  }
  document.querySelectorAll("table[data-chart]").forEach((table) => charts.has(table) || draw(table));
}

function read(table) {
  const rows = [...table.tBodies[0].rows];
  const number = (text) => (text.trim() === "" ? null : Number(text.replaceAll(",", "")));
  const lines = [...table.tHead.rows[0].cells].slice(1);
  return [rows.map((row) => Number(row.cells[0].dataset.at)), ...lines.map((_, i) => rows.map((row) => number(row.cells[i + 1].textContent)))];
}

/** A custom property as the colour it is now. */
function colour(place, name) {
  place.style.color = `var(${name})`;
  const value = getComputedStyle(place).color;
  place.style.color = "";
  return value;
}

function draw(table, data = read(table)) {
  const frame = table.closest(".line-chart");
  const place = frame.querySelector(".chart");
  const zone = table.dataset.zone;
  const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone });
  const names = [...table.tHead.rows[0].cells].slice(1).map((cell) => cell.textContent);
  const strokes = [...frame.querySelectorAll(".legend path")].map((path) => getComputedStyle(path).stroke);
  const [muted, line] = [colour(place, "--muted"), colour(place, "--hairline")];
  const axis = { stroke: muted, font: "12px Inter, sans-serif", grid: { stroke: line, width: 1 }, ticks: { show: false } };
  const tip = document.createElement("div");
  tip.className = "chart-tip";
  place.replaceChildren();
  const chart = new uPlot(
    {
      width: place.clientWidth,
      height: place.clientHeight,
      padding: [8, 20, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
      tzDate: (at) => uPlot.tzDate(new Date(at * 1e3), zone),
      scales: { y: { range: (_, least, most) => [Math.min(0, least ?? 0), Math.max((most ?? 0) * 1.1, 1)] } },
      axes: [
        { ...axis, grid: { show: false }, space: 72, size: 28, values: (_, splits) => splits.map((at) => clock.format(at * 1e3)) },
        { ...axis, size: 48, space: 36, values: (_, splits) => splits.map((n) => (Number.isInteger(n) ? n.toLocaleString("en") : "")) },
      ],
      series: [{}, ...names.map((label, i) => ({ label, stroke: strokes[i], width: 2, dash: dashes[i], points: { show: false } }))],
      hooks: { setCursor: [(u) => point(u, tip, names, clock)] },
    },
    data,
    place,
  );
  chart.over.append(tip);
  charts.set(table, chart);
  sizes.observe(place);
}

function point(u, tip, names, clock) {
  const { idx, left } = u.cursor;
  tip.hidden = idx == null || left < 0;
  if (tip.hidden) return;
  tip.textContent = [clock.format(u.data[0][idx] * 1e3), ...names.map((name, i) => `${name} ${u.data[i + 1][idx]?.toLocaleString("en", { maximumFractionDigits: 1 }) ?? "–"}`)].join("\n");
  const right = left > u.over.clientWidth / 2;
  tip.style.left = right ? "" : `${left + 12}px`;
  tip.style.right = right ? `${u.over.clientWidth - left + 12}px` : "";
}

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    for (const chart of charts.values()) {
      const size = { width: target.clientWidth, height: target.clientHeight };
      if (target.contains(chart.root) && size.width > 0 && (chart.width !== size.width || chart.height !== size.height)) chart.setSize(size);
    }
  }
});

document.addEventListener("desk:figures", (event) => {
  for (const [table, chart] of charts) {
    const feed = table.dataset.feed?.split(" ");
    if (!feed?.some((name) => typeof event.detail[name] === "number")) continue;
    const many = Math.max(table.tBodies[0].rows.length, 120);
    const data = chart.data.map((line, i) => [...line, i === 0 ? Date.now() / 1000 : (event.detail[feed[i - 1]] ?? null)].slice(-many));
    chart.setData(data);
  }
});

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  for (const [table, chart] of [...charts]) {
    const data = chart.data;
    chart.destroy();
    charts.delete(table);
    draw(table, data);
  }
});
