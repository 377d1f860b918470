"use strict";
/** The page: takes runs from the stream or from the data inside it, and keeps everything drawn. */
(() => {
  const $ = selector => document.querySelector(selector);
  const runs = new Map();
  const charts = new Map();
  const view = { x: "time", run: null, overlay: false, window: 1, focus: null, picked: false, start: run => startOf(run) };
  let scheduled = false;

  /** Adds what a message brings to what is there. */
  function take(message) {
    let run = runs.get(message.id);
    if (!run || message.from === 0) {
      run = { ...run, ...message, index: run?.index ?? runs.size, marks: (run?.marks ?? []).concat(message.marks) };
    } else {
      for (const key in message.columns) {
        run.columns[key].length = message.from;
        for (const value of message.columns[key]) run.columns[key].push(value);
      }
      const columns = run.columns, marks = run.marks.concat(message.marks).slice(-500);
      run = { ...run, ...message, columns, marks };
    }
    runs.set(run.id, run);
  }

  function startOf(run) {
    if (view.window === 1) return 0;
    const x = run.columns[view.x], from = (x[x.length - 1] ?? 0) * (1 - view.window);
    let low = 0, high = x.length;
    while (low < high) { const middle = (low + high) >> 1; if (x[middle] < from) low = middle + 1; else high = middle; }
    return low;
  }

  function schedule() {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(() => { scheduled = false; draw(); });
  }

  function shown() {
    const primary = runs.get(view.run) ?? [...runs.values()].at(-1);
    return view.overlay ? [primary, ...[...runs.values()].filter(run => run !== primary)] : [primary];
  }

  function draw() {
    options();
    const any = [...runs.values()].some(run => run.columns.step.length > 0);
    for (const id of ["#verdict", "#tiles", "#charts", "#details"]) $(id).hidden = !any;
    $("#empty").hidden = any;
    if (!any) return;
    const list = shown();
    verdict(list[0]);
    tiles(list[0]);
    drawCharts(list);
    lists(list[0]);
  }

  function options() {
    const select = $("#run"), wanted = [...runs.values()].map(run => run.id + run.name).join();
    if (select.dataset.runs !== wanted) {
      select.dataset.runs = wanted;
      select.replaceChildren(...[...runs.values()].map(run => new Option(run.name, run.id)));
      view.run = view.picked && runs.has(view.run) ? view.run : [...runs.keys()].at(-1);
      select.value = view.run;
    }
    select.parentElement.hidden = $("#overlay").parentElement.hidden = runs.size < 2;
  }

  const EXPLAIN = {
    noise_dominated: "Averaging more samples makes each step count for more.",
    near_critical: "Steps and samples are traded evenly here.",
    curvature_dominated: "More samples a step hardly help: the noise is no longer what limits it.",
    unknown: "",
  };
  function verdict(run) {
    const section = $("#verdict");
    section.dataset.verdict = run.regime.verdict;
    const [first, second] = run.regime.sentence.split(/: (?=noise|curvature)/);
    if (section.querySelector("h2").textContent !== first) section.querySelector("h2").textContent = first;
    const why = [second && second[0].toUpperCase() + second.slice(1) + ".", EXPLAIN[run.regime.verdict]].filter(Boolean).join(" ");
    if (section.querySelector("p").textContent !== why) section.querySelector("p").textContent = why;
    Gns.gauge($("#gauge"), run.regime, run.noise);
  }

  const last = values => { for (let i = values.length - 1; i >= 0; i--) if (values[i] != null) return values[i]; return null; };
  function tiles(run) {
    const c = run.columns, n = c.time.length, back = Math.max(0, n - 1 - Math.ceil(n / 50));
    const speed = n > 1 && c.time[n - 1] > c.time[back] ? (c.samples[n - 1] - c.samples[back]) / (c.time[n - 1] - c.time[back]) : null;
    const lossScale = last(c.lossScale), clipped = last(c.clipped);
    const rows = [
      ["Loss", Gns.short(last(c.loss))],
      ["Steps", Gns.whole(run.steps)],
      ["Samples", Gns.short(last(c.samples))],
      ["Batch", Gns.whole(last(c.batch)), last(c.accumulation) > 1 ? "in " + Gns.whole(last(c.accumulation)) : ""],
      ["Learning rate", Gns.short(last(c.rate))],
      ["Samples a second", Gns.short(speed)],
      ["Time", Gns.seconds(last(c.time))],
    ];
    if (run.skipped) rows.push(["Skipped steps", Gns.whole(run.skipped), "", "warn"]);
    if (clipped) rows.push(["Clipped lately", Math.round(100 * clipped) + " %"]);
    if (lossScale > 1) rows.push(["Loss scale", Gns.short(lossScale)]);
    if (run.dropped) rows.push(["Events lost", Gns.whole(run.dropped), "", "warn"]);
    $("#tiles").replaceChildren(...rows.map(([name, value, small, kind]) => {
      const tile = document.createElement("div");
      tile.className = kind ?? "";
      tile.innerHTML = "<dt></dt><dd><span></span> <small></small></dd>";
      tile.querySelector("dt").textContent = name;
      tile.querySelector("span").textContent = value;
      tile.querySelector("small").textContent = small ?? "";
      return tile;
    }));
  }

  function drawCharts(list) {
    const names = [...new Set(list.flatMap(run => Object.keys(run.metrics ?? {})))].slice(0, 6);
    const panels = [...Gns.PANELS, ...names.map(name => ({ key: "metric " + name, title: name[0].toUpperCase() + name.slice(1), unit: "", height: 230, spec: Gns.metricPanel(name) }))];
    const ends = list.flatMap(run => { const x = run.columns[view.x], s = startOf(run); return x.length ? [x[s], x[x.length - 1]] : []; });
    const xLimits = [view.window === 1 ? 0 : Math.min(...ends), Math.max(...ends)];
    for (const panel of panels) {
      const spec = { ...panel.spec(list, view), xLimits, marks: marks(list[0]) };
      const chart = charts.get(panel.key) ?? (spec.empty ? null : add(panel));
      if (!chart) continue;
      chart.figure.style.order = panels.indexOf(panel);
      chart.figure.hidden = spec.empty;
      if (spec.empty) continue;
      if (spec.showMarks) spec.hint = u => hint(chart, u);
      chart.draw(spec);
    }
    for (const [key, chart] of charts) if (!panels.some(panel => panel.key === key)) { chart.figure.remove(); charts.delete(key); }
  }

  function add(panel) {
    const figure = document.createElement("figure");
    figure.className = panel.wide ? "wide" : "";
    figure.id = "chart-" + panel.key.replace(/\W+/g, "-");
    $("#charts").append(figure);
    const chart = new Gns.Chart(figure, panel.title, panel.height);
    figure.querySelector("small").textContent = panel.unit;
    if (panel.wide) {
      chart.note = document.createElement("p");
      chart.note.className = "hint";
      figure.append(chart.note);
    }
    charts.set(panel.key, chart);
    return chart;
  }

  /** Samples of a mark are not logged: they follow from its step. */
  function marks(run) {
    const steps = run.columns.step, samples = run.columns.samples;
    return run.marks.filter(mark => mark.kind !== "hold" || mark === view.focus).map(mark => {
      let at = steps.findIndex(step => step >= mark.step);
      return { ...mark, samples: samples[at < 0 ? samples.length - 1 : at], focus: mark === view.focus };
    });
  }

  function hint(chart, u) {
    const spec = chart.spec;
    let text = "", best = 9;
    for (const mark of spec.marks) {
      const away = Math.abs(u.valToPos(mark[spec.x], "x") - u.cursor.left);
      if (away < best || mark.focus && u.cursor.left < 0) { best = Math.min(best, away); text = what(mark) + ": " + mark.reason; }
    }
    chart.note.textContent = text;
  }

  const what = mark => ({
    batch: `batch ${Gns.whole(mark.from)} → ${Gns.whole(mark.to)}`, hold: `batch stays ${Gns.whole(mark.to)}`, skip: "step skipped",
    audit: `${mark.kept ? "kept" : "taken back"}, ${Gns.short(mark.realised)} of ${Gns.short(mark.predicted)}`,
  })[mark.kind] ?? mark.kind;

  function lists(run) {
    decisions(run);
    $("#layers").hidden = run.segments.length === 0;
    Gns.bars($("#layers div"), run.segments.map(s => ({ name: s.name, parts: [[s.share, "--c1"]], text: percent(s.share) + (s.trust !== 1 ? ", trust " + Gns.short(s.trust) : "") })));
    $("#groups").hidden = run.groups.length === 0;
    Gns.bars($("#groups div"), run.groups.map(g => ({ name: g.name, parts: [[g.within, "--c1"], [g.between, "--c3"]], text: percent(g.within) + " + " + percent(g.between) })));
    correlations(run);
    const settings = Object.entries(run.settings ?? {});
    $("#settings").hidden = settings.length === 0;
    $("#settings dl").replaceChildren(...settings.flatMap(([name, value]) => [text("dt", name), text("dd", value)]));
  }
  const percent = share => share == null ? "–" : (100 * share).toFixed(share < .1 ? 1 : 0) + " %";
  const text = (tag, content) => { const e = document.createElement(tag); e.textContent = content; return e; };

  function decisions(run) {
    const list = $("#decisions ol"), key = run.id + run.marked + view.x + runs.size;
    $("#decisions .note").textContent = run.marked === 0 ? "None yet." : run.marked > run.marks.length ? `The latest ${run.marks.length} of ${Gns.whole(run.marked)}` : "";
    if (list.dataset.key === key) return;
    list.dataset.key = key;
    list.replaceChildren(...[...run.marks].reverse().map(mark => {
      const item = document.createElement("li"), button = document.createElement("button");
      item.className = mark.kind + "-mark";
      button.type = "button";
      button.setAttribute("aria-pressed", "false");
      button.append(text("time", view.x === "time" ? Gns.seconds(mark.time) : "step " + Gns.whole(mark.step)), text("b", what(mark)), text("span", mark.reason));
      button.addEventListener("click", () => {
        for (const other of list.querySelectorAll("[aria-pressed=true]")) if (other !== button) other.setAttribute("aria-pressed", "false");
        view.focus = view.focus === mark ? null : mark;
        button.setAttribute("aria-pressed", String(view.focus === mark));
        schedule();
      });
      item.append(button);
      return item;
    }));
  }

  const STATISTICS = { noise: "noise scale", trace: "tr Σ", signal: "|G|²", norm: "|ḡ|", loss: "loss" };
  function correlations(run) {
    const rows = run.correlations ?? [], metrics = [...new Set(rows.map(row => row.metric))];
    $("#correlations").hidden = rows.length === 0;
    if (rows.length === 0) return;
    const statistics = Object.keys(STATISTICS).filter(s => rows.some(row => row.statistic === s));
    const table = document.createElement("table"), head = table.createTHead().insertRow();
    head.append(text("th", ""), ...statistics.map(s => text("th", STATISTICS[s])));
    for (const metric of metrics) {
      const row = table.createTBody().insertRow();
      row.append(text("td", metric));
      for (const s of statistics) {
        const found = rows.find(r => r.metric === metric && r.statistic === s);
        row.append(text("td", found ? found.rank.toFixed(2) : "–"));
      }
    }
    $("#correlations div").replaceChildren(table);
  }

  function comparison(data) {
    $("#comparison").hidden = !data;
    if (!data) return;
    $("#comparison p").textContent = data.target;
    const table = $("#comparison table"), head = table.createTHead().insertRow();
    head.append(...data.columns.map(c => text("th", c)));
    for (const cells of data.rows) table.appendChild(document.createElement("tbody")).insertRow().append(...cells.map(c => text("td", c)));
  }

  function theme() {
    const wanted = $("#theme").value, dark = matchMedia("(prefers-color-scheme: dark)").matches;
    document.documentElement.dataset.theme = wanted === "auto" ? dark ? "dark" : "light" : wanted;
    schedule();
  }

  function listen() {
    const status = (state, words) => { $("#status").dataset.state = state; $("#status").textContent = words; };
    const source = new EventSource("events");
    source.addEventListener("reset", () => { runs.clear(); status("live", "live"); schedule(); });
    source.addEventListener("run", event => { take(JSON.parse(event.data)); schedule(); });
    source.addEventListener("error", () => {
      status("lost", "connection lost, trying again");
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
    });
    status("", "connecting");
  }

  $("#run").addEventListener("change", event => { view.run = event.target.value; view.picked = true; schedule(); });
  $("#overlay").addEventListener("change", event => { view.overlay = event.target.checked; schedule(); });
  $("#x").addEventListener("change", event => { view.x = event.target.value; schedule(); });
  $("#window").addEventListener("change", event => { view.window = +event.target.value; schedule(); });
  $("#theme").addEventListener("change", theme);
  $("#controls").addEventListener("submit", event => event.preventDefault());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", theme);
  addEventListener("resize", schedule);

  const inside = document.getElementById("data");
  theme();
  if (inside) {
    const data = JSON.parse(inside.textContent);
    data.runs.forEach(take);
    view.overlay = $("#overlay").checked = data.runs.length > 1;
    $("#status").textContent = data.written;
    document.title = data.title;
    comparison(data.comparison);
    schedule();
  } else {
    listen();
  }
})();
