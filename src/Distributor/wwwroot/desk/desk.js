// What scripts add to the dashboard. Every page works without them: links are links and forms are forms. Each module listens to
// the document, so that parts of a page can be replaced without telling anybody; "desk:swapped" says that it happened.
import "./swap.js";
import "./live.js";
import "./drawer.js";
import "./bulk.js";
import "./keys.js";
import "./confirm.js";
import "./toast.js";
import "./controls.js";
import "./refresh.js";
import "./stream.js";

async function draw() {
  if (document.querySelector("table[data-chart]")) {
    (await import("./chart.js")).drawAll();
  }
}

draw();
document.addEventListener("desk:swapped", draw);
