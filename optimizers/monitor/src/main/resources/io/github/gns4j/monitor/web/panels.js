"use strict";
/** What each chart shows of the runs, and the lists beside them. */
Gns.column = (run, key, view) => {
  const start = view.start(run);
  return start ? run.columns[key].slice(start) : run.columns[key];
};
Gns.positive = values => values.map(v => v > 0 ? v : null);
Gns.wide = values => {
  let low = Infinity, high = 0;
  for (const v of values) if (v != null) { low = Math.min(low, v); high = Math.max(high, v); }
  return low > 0 && high > 20 * low;
};

/** A chart of one column, one line a run. */
Gns.single = (key, options = {}) => (runs, view) => {
  const tables = runs.map(run => [Gns.column(run, view.x, view), Gns.column(run, key, view)]);
  const ranged = tables.flatMap(t => t[1]);
  return {
    tables, ranged, x: view.x, log: Gns.wide(ranged), bands: [],
    series: runs.map(run => ({ label: runs.length > 1 ? run.name : options.label ?? key, color: Gns.runColor(runs.length > 1 ? run.index : 0), stepped: options.stepped })),
    empty: ranged.every(v => v == null),
  };
};

Gns.lossPanel = (runs, view) => {
  const spec = Gns.single("loss")(runs, view);
  const run = runs[0];
  if (runs.length > 1 || run.stride < 2) return spec;
  const low = Gns.column(run, "lossLow", view), high = Gns.column(run, "lossHigh", view);
  spec.tables[0].push(low, high);
  const color = Gns.color("--c0");
  spec.series.push({ label: "lowest", color, hidden: true }, { label: "highest", color, hidden: true });
  spec.bands = [{ series: [3, 2], fill: color + "2e" }];
  spec.ranged = spec.ranged.concat(low, high);
  spec.log = Gns.wide(spec.ranged);
  if (spec.log) spec.tables[0] = spec.tables[0].map((t, i) => i > 1 ? Gns.positive(t) : t);
  return spec;
};

/** Noise scale with its interval beside the batch. Not resolved: no upper end, the band is open. */
Gns.noisePanel = (runs, view) => {
  const spec = { tables: [], series: [], bands: [], ranged: [], x: view.x, log: true, showMarks: true };
  for (const run of runs) {
    const alone = runs.length === 1, name = alone ? "" : run.name + " ";
    const noise = Gns.positive(Gns.column(run, "noise", view)), batch = Gns.column(run, "batch", view);
    const color = alone ? Gns.color("--c1") : Gns.runColor(run.index);
    const table = [Gns.column(run, view.x, view), noise, batch];
    spec.series.push(
      { label: alone ? "noise scale (critical batch)" : name + "noise", color },
      { label: alone ? "batch in use" : name + "batch", color: alone ? Gns.color("--c0") : color, width: alone ? 2.4 : 1.2, stepped: true });
    spec.ranged = spec.ranged.concat(noise, batch);
    if (alone) {
      const low = Gns.positive(Gns.column(run, "noiseLow", view));
      const high = Gns.column(run, "noiseHigh", view).map((v, i) => v ?? (low[i] == null ? null : 1e15));
      table.push(low, high);
      spec.series.push({ label: "from", color, hidden: true }, { label: "to", color, hidden: true, text: v => v >= 1e15 ? "not resolved" : Gns.short(v) });
      spec.bands = [{ series: [4, 3], fill: Gns.color("--band") }];
      spec.ranged = spec.ranged.concat(low, high.filter(v => v < 1e15));
    }
    spec.tables.push(table);
  }
  spec.empty = runs.every(run => run.columns.batch.length === 0);
  return spec;
};

/** Where the time of a step goes, stacked; of several runs the total. */
Gns.timePanel = (runs, view) => {
  const ms = (run, key) => Gns.column(run, key, view).map(v => v == null ? null : v * 1000);
  if (runs.length > 1) {
    const tables = runs.map(run => [Gns.column(run, view.x, view), ms(run, "total")]);
    const ranged = tables.flatMap(t => t[1]);
    return { tables, ranged, x: view.x, bands: [], series: runs.map(run => ({ label: run.name, color: Gns.runColor(run.index) })), empty: ranged.every(v => v == null) };
  }
  const run = runs[0], keys = ["backprop", "data", "reduce", "update"], total = ms(run, "total");
  const parts = keys.map(key => ms(run, key));
  const sums = parts.map((_, i) => total.map((t, j) => t == null ? null : parts.slice(0, i + 1).reduce((sum, p) => sum + (p[j] ?? 0), 0)));
  const top = total.map((t, j) => t == null ? null : Math.max(t, sums[3][j]));
  const color = i => Gns.color("--c" + [0, 1, 2, 3, 6][i]);
  const at = (i, j) => i === 4 ? total[j] == null ? null : Math.max(0, total[j] - sums[3][j]) : parts[i][j];
  return {
    tables: [[Gns.column(run, view.x, view), top, ...[...sums].reverse()]], x: view.x, ranged: [0, ...top], bands: [],
    series: ["other", "step", "reduce", "data", "backprop"].map((label, k) => ({ label, color: color(4 - k), fill: color(4 - k), width: 0.5, text: (v, j) => j == null ? "–" : Gns.short(at(4 - k, j)) })),
    empty: total.every(v => v == null),
  };
};

Gns.metricPanel = name => (runs, view) => {
  const with_ = runs.filter(run => run.metrics?.[name]);
  const column = { time: 0, step: 1, samples: 2 }[view.x];
  const tables = with_.map(run => [run.metrics[name].map(m => m[column]), run.metrics[name].map(m => m[3])]);
  return { tables, ranged: tables.flatMap(t => t[1]), x: view.x, bands: [], empty: with_.length === 0,
    series: with_.map(run => ({ label: runs.length > 1 ? run.name : name, color: Gns.runColor(runs.length > 1 ? run.index : 0), points: true })) };
};

Gns.PANELS = [
  { key: "noise", title: "Noise scale and batch", unit: "samples", wide: true, height: 330, spec: Gns.noisePanel },
  { key: "loss", title: "Loss", unit: "mean over the batch", height: 230, spec: Gns.lossPanel },
  { key: "norm", title: "Gradient norm", unit: "|ḡ|", height: 230, spec: Gns.single("norm", { label: "|ḡ|" }) },
  { key: "rate", title: "Learning rate", unit: "", height: 200, spec: Gns.single("rate") },
  { key: "accumulation", title: "Accumulation", unit: "micro-batches a batch", height: 200, spec: Gns.single("accumulation", { stepped: true }) },
  { key: "timing", title: "Step time", unit: "ms", height: 230, spec: Gns.timePanel },
];

/** Horizontal bars; parts of a bar are [share, colour]. */
Gns.bars = (holder, rows) => {
  holder.replaceChildren(...rows.map(row => {
    const bar = document.createElement("div");
    bar.className = "bar";
    bar.innerHTML = "<span></span><i><svg preserveAspectRatio='none' viewBox='0 0 1 1' aria-hidden='true'></svg></i><em></em>";
    bar.querySelector("span").textContent = bar.querySelector("span").title = row.name;
    bar.querySelector("em").textContent = row.text;
    let left = 0;
    for (const [share, color] of row.parts) {
      const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      for (const [k, v] of Object.entries({ x: left, y: 0, width: Math.max(0, share), height: 1, fill: Gns.color(color) })) rect.setAttribute(k, v);
      bar.querySelector("svg").append(rect);
      left += Math.max(0, share);
    }
    return bar;
  }));
};
