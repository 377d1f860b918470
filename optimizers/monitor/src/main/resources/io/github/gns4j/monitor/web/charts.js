"use strict";
/** Drawing: numbers as text, uPlot charts in the colours of the page, the gauge of the verdict. */
const Gns = {};

Gns.color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
Gns.runColor = index => Gns.color("--c" + index % 8);

Gns.short = value => {
  if (value == null || !isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size < 1e-3) return value.toExponential(2).replace(/\.?0+e/, "e");
  if (size < 1e4) return String(+value.toPrecision(4));
  const unit = Math.min(3, Math.floor(Math.log10(size * 1.0000001) / 3));
  return +(value / 1000 ** unit).toPrecision(4) + ["", "k", "M", "G"][unit];
};
Gns.whole = value => value == null ? "–" : Math.round(value).toLocaleString("en-US");
Gns.seconds = value => {
  if (value == null) return "–";
  if (value < 60) return Gns.short(+value.toPrecision(3)) + " s";
  const s = Math.round(value), two = n => String(n).padStart(2, "0");
  return s < 3600 ? Math.floor(s / 60) + ":" + two(s % 60)
    : Math.floor(s / 3600) + ":" + two(Math.floor(s / 60) % 60) + ":" + two(s % 60);
};
Gns.abscissa = {
  time: { title: "time", text: Gns.seconds },
  step: { title: "step", text: Gns.whole },
  samples: { title: "samples", text: Gns.short },
};

/** A range with a margin; on a log axis over the values above 0. */
Gns.range = (values, log) => {
  let low = Infinity, high = -Infinity;
  for (const v of values) if (v != null && isFinite(v) && (v > 0 || !log)) { low = Math.min(low, v); high = Math.max(high, v); }
  if (low > high) return log ? [1, 10] : [0, 1];
  if (log) {
    low = Math.max(low, high * 1e-8);
    const margin = Math.max(high / low < 4 ? 2 : 1.15, (high / low) ** .05);
    return [low / margin, high * margin];
  }
  const margin = high > low ? .06 * (high - low) : Math.max(Math.abs(high) * .1, 1e-9);
  return [low >= 0 ? Math.max(0, low - margin) : low - margin, high + margin];
};

/**
 * One chart. A spec is {series: [{label, color, width, stepped, points, hidden}], tables: [[x, y...]...],
 * bands: [{series: [upper, lower], fill}], log, ranged: values for the range, marks, x}.
 */
Gns.Chart = class {
  constructor(figure, title, height) {
    this.figure = figure;
    this.height = height;
    figure.innerHTML = "<figcaption><span></span><small></small></figcaption><div></div>";
    figure.querySelector("span").textContent = title;
    this.holder = figure.querySelector("div");
    new ResizeObserver(() => this.resize()).observe(figure);
  }
  width() { return Math.max(200, this.holder.clientWidth); }
  resize() { if (this.plot && this.plot.width !== this.width()) this.plot.setSize({ width: this.width(), height: this.height }); }
  draw(spec) {
    this.spec = spec;
    spec.limits = Gns.range(spec.ranged, spec.log);
    const data = spec.tables.length === 1 ? spec.tables[0] : uPlot.join(spec.tables, spec.tables.map(t => t.map(() => 1)));
    const shape = JSON.stringify([spec.series, spec.bands, spec.log, spec.x]);
    if (shape !== this.shape) {
      if (this.plot) this.plot.destroy();
      this.shape = shape;
      this.zoomed = false;
      this.plot = new uPlot(this.options(spec), data, this.holder);
      this.plot.over.addEventListener("dblclick", () => { this.zoomed = false; });
    } else {
      this.plot.setData(data, !this.zoomed);
      if (this.zoomed) this.plot.redraw();
    }
  }
  options(spec) {
    const x = Gns.abscissa[spec.x];
    const axis = { stroke: Gns.color("--muted"), grid: { stroke: Gns.color("--grid"), width: 1 }, ticks: { show: false }, font: "12px " + getComputedStyle(document.body).fontFamily };
    return {
      width: this.width(), height: this.height, padding: [8, 14, 0, 0],
      cursor: { sync: { key: "gns" }, points: { size: 6 }, drag: { x: true, y: false } },
      legend: { live: true },
      scales: {
        x: { time: false, range: (u, low, high) => this.abscissae(low, high) },
        y: { distr: spec.log ? 3 : 1, range: () => this.spec.limits },
      },
      axes: [
        { ...axis, grid: { show: false }, size: 30, values: (u, splits) => splits.map(x.text), space: 90 },
        { ...axis, size: 56, values: (u, splits) => splits.map(v => v == null ? "" : Gns.short(v)) },
      ],
      series: [{ label: x.title, value: (u, v) => x.text(v) }, ...spec.series.map(s => this.series(s))],
      bands: spec.bands,
      hooks: {
        draw: [u => this.drawMarks(u)],
        setCursor: [u => this.spec.hint && this.spec.hint(u)],
        setSelect: [u => { this.zoomed = u.select.width > 0; }],
      },
    };
  }
  /** All charts show the same range unless one is zoomed. */
  abscissae(low, high) {
    if (!this.zoomed) [low, high] = this.spec.xLimits;
    return low == null ? [0, 1] : [low, high > low ? high : low + 1];
  }
  series(s) {
    return {
      label: s.label, stroke: s.hidden ? undefined : s.color, width: s.hidden ? 0 : s.width ?? 1.8, fill: s.fill,
      points: { show: !!s.points, size: 5 }, paths: s.stepped ? uPlot.paths.stepped({ align: 1 }) : undefined,
      value: (u, v, number, at) => (this.spec.series[number - 1].text ?? Gns.short)(v, at),
    };
  }
  drawMarks(u) {
    const spec = this.spec, c = u.ctx;
    c.save();
    for (const mark of spec.marks ?? []) {
      const at = mark[spec.x];
      if (at == null || at < u.scales.x.min || at > u.scales.x.max) continue;
      const left = u.valToPos(at, "x", true);
      const size = 5 * devicePixelRatio;
      if (mark.focus) {
        c.strokeStyle = Gns.color("--ink"); c.lineWidth = devicePixelRatio;
        c.beginPath(); c.moveTo(left, u.bbox.top); c.lineTo(left, u.bbox.top + u.bbox.height); c.stroke();
      }
      if (!spec.showMarks) continue;
      c.fillStyle = Gns.color(mark.kind === "skip" ? "--bad" : mark.kind === "audit" ? "--c3" : "--c0");
      c.beginPath(); c.moveTo(left - size, u.bbox.top); c.lineTo(left + size, u.bbox.top); c.lineTo(left, u.bbox.top + 1.7 * size); c.fill();
    }
    c.restore();
  }
};

/** How the batch stands to the critical one, on a log axis, at a glance. */
Gns.gauge = (holder, regime, noise) => {
  const known = noise.low != null && noise.low > 0 || noise.scale != null;
  holder.hidden = !known || !regime.batch;
  if (holder.hidden) return;
  const width = Math.max(320, holder.clientWidth), batch = regime.batch;
  const low = noise.low > 0 ? noise.low : (noise.scale ?? batch) / 100, open = noise.high == null;
  const ends = [Math.min(batch, low) / 3, Math.max(batch, noise.high ?? Math.max(noise.scale ?? 0, low) * 10) * 3];
  const at = v => 8 + (width - 16) * Math.log(v / ends[0]) / Math.log(ends[1] / ends[0]);
  const tag = (name, attributes, text) => {
    const e = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const k in attributes) e.setAttribute(k, attributes[k]);
    if (text != null) e.textContent = text;
    svg.append(e);
  };
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", `0 0 ${width} 74`);
  const right = open ? width - 8 : at(noise.high), y = 37;
  tag("line", { x1: 8, x2: width - 8, y1: y, y2: y, stroke: Gns.color("--line"), "stroke-width": 2 });
  for (let d = Math.ceil(Math.log10(ends[0])); d <= Math.log10(ends[1]); d++) {
    tag("line", { x1: at(10 ** d), x2: at(10 ** d), y1: y - 4, y2: y + 4, stroke: Gns.color("--muted") });
    if (Math.abs(at(10 ** d) - at(batch)) > 70) tag("text", { x: at(10 ** d), y: y - 10, "text-anchor": "middle" }, Gns.short(10 ** d));
  }
  tag("rect", { x: at(low), y: y - 11, width: Math.max(2, right - at(low)), height: 22, rx: 4, fill: Gns.color("--band") });
  const middle = noise.scale != null ? at(noise.scale) : (at(low) + right) / 2;
  if (noise.scale != null) tag("line", { x1: middle, x2: middle, y1: y - 11, y2: y + 11, stroke: Gns.color("--c1"), "stroke-width": 3 });
  const edge = v => Math.min(width - 110, Math.max(110, v));
  tag("text", { x: edge(middle), y: y + 30, "text-anchor": "middle" }, (noise.scale != null ? "critical " + Gns.whole(noise.scale) : "critical, at least " + Gns.whole(low)) + (open ? "" : ` (${Gns.whole(low)} – ${Gns.whole(noise.high)})`));
  const b = at(batch);
  tag("path", { d: `M${b - 7},${y - 15} h14 l-7,12 z`, fill: Gns.color("--c0") });
  tag("line", { x1: b, x2: b, y1: y - 4, y2: y + 11, stroke: Gns.color("--c0"), "stroke-width": 2 });
  tag("text", { x: Math.min(width - 50, Math.max(50, b)), y: y - 20, "text-anchor": "middle", class: "strong" }, "batch " + Gns.whole(batch));
  holder.replaceChildren(svg);
  holder.setAttribute("aria-label", regime.sentence);
};
