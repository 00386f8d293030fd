"use strict";

// Reads /health and every process's metrics every few seconds; rates are differences between two reports of a process.
const period = 5000;
const key = "trading-bot-token";
const $ = id => document.getElementById(id);
let reports = null;

const sampleForm = /^([a-z_]+)(?:\{(.*)\})? (\S+)$/;
const labelForm = /([a-z_]+)="((?:[^"\\]|\\.)*)"/g;

function parse(process) {
  const samples = new Map();
  for (const line of process.metrics.split("\n")) {
    const [, name, labels = "", value] = sampleForm.exec(line) ?? [];
    if (!name)
      continue;
    if (!samples.has(name))
      samples.set(name, []);
    const named = Object.fromEntries([...labels.matchAll(labelForm)].map(m => [m[1], m[2]]));
    samples.get(name).push({ labels: { ...named, process: process.process }, value: Number(value), id: labels });
  }
  return { name: process.process, at: process.atMs, all: name => samples.get(name) ?? [] };
}

// All processes together; of each, what was there before its last report.
function join(processes) {
  const last = new Map(processes.map(p => [p.name, p]));
  const before = new Map(processes.map(p => {
    const seen = reports?.last.get(p.name);
    return [p.name, seen && seen.at === p.at ? reports.before.get(p.name) : seen];
  }));
  const all = name => processes.flatMap(p => p.all(name));
  const sum = name => all(name).reduce((s, x) => s + x.value, 0);
  return { last, before, all, sum };
}

const earlier = (now, name, sample) => now.before.get(sample.labels.process)?.all(name).find(x => x.id === sample.id)?.value ?? 0;

// The upper bound of the bucket in which the quantile lies, of what was added since the report before.
function quantile(now, name, q) {
  const counts = new Map();
  for (const s of now.all(name + "_bucket"))
    counts.set(s.labels.le, (counts.get(s.labels.le) ?? 0) + s.value - earlier(now, name + "_bucket", s));
  const total = counts.get("+Inf") ?? 0;
  if (total <= 0)
    return "–";
  for (const [bound, count] of [...counts].sort((a, b) => Number(a[0].replace("+Inf", "Infinity")) - Number(b[0].replace("+Inf", "Infinity"))))
    if (count >= q * total)
      return bound === "+Inf" ? "longer" : `≤ ${duration(Number(bound))}`;
  return "–";
}

// A second, of the processes that have reported twice; null when none has.
function rate(now, name) {
  const twice = [...now.last.values()].filter(p => now.before.get(p.name));
  return twice.length === 0 ? null : twice.reduce((sum, p) => sum + rateOf(now, p.name, name), 0);
}

function rateOf(now, process, name) {
  const [before, after] = [now.before.get(process), now.last.get(process)];
  const of = p => p.all(name).reduce((s, x) => s + x.value, 0);
  return before ? Math.max(0, of(after) - of(before)) / (after.at - before.at) * 1000 : null;
}

const number = (x, digits = 0) => x === null ? "–" : x.toLocaleString("en", { maximumFractionDigits: digits });
const duration = s => s < 1 ? `${number(s * 1000)} ms` : s < 120 ? `${number(s, 1)} s` : `${number(s / 60)} min`;

function cell(row, text, style) {
  const td = document.createElement("td");
  td.textContent = text;
  if (style)
    td.className = style;
  row.append(td);
}

function table(id, head, rows, nothing = "nothing") {
  const body = document.createElement("tbody");
  if (rows.length === 0) {
    cell(body.appendChild(document.createElement("tr")), nothing, "nothing");
  } else {
    const first = body.appendChild(document.createElement("tr"));
    head.forEach((name, i) => {
      const th = document.createElement("th");
      th.textContent = name;
      if (i > 0 && typeof rows[0][i] === "number")
        th.className = "number";
      first.append(th);
    });
  }
  for (const values of rows) {
    const row = body.appendChild(document.createElement("tr"));
    for (const value of values)
      typeof value === "number" ? cell(row, number(value, 2), "number") : cell(row, value.text ?? value, value.style);
  }
  $(id).replaceChildren(body);
}

function tiles(list) {
  $("tiles").replaceChildren(...list.map(([name, value, isBad]) => {
    const tile = document.createElement("div");
    tile.className = "tile";
    const b = document.createElement("b");
    b.textContent = value;
    if (isBad)
      b.className = "bad";
    tile.append(b, name);
    return tile;
  }));
}

// The sum over all processes for each combination of these labels.
function labelled(now, name, ...labels) {
  const sums = new Map();
  for (const s of now.all(name)) {
    const values = labels.map(l => s.labels[l] ?? "");
    const sum = sums.get(values.join("\0")) ?? [...values, 0];
    sum[labels.length] += s.value;
    sums.set(values.join("\0"), sum);
  }
  return [...sums.values()].filter(r => r[labels.length] !== 0).sort((a, b) => b[labels.length] - a[labels.length]);
}

function show(now, health) {
  const unprotected = now.sum("tradingbot_positions_unprotected");
  const unknown = now.sum("tradingbot_orders_unknown");
  const stale = now.sum("tradingbot_series_stale");
  tiles([
    ["positions", number(now.sum("tradingbot_positions"))],
    ["without a stop", number(unprotected), unprotected > 0],
    ["orders without an answer", number(unknown), unknown > 0],
    ["orders a minute", number(rate(now, "tradingbot_orders_total") === null ? null : rate(now, "tradingbot_orders_total") * 60)],
    ["candle to order, 99 %", quantile(now, "tradingbot_order_latency_seconds", .99)],
    ["state write, 99 %", quantile(now, "tradingbot_state_write_duration_seconds", .99)],
    ["grain calls a second", number(rate(now, "tradingbot_grain_calls_total"))],
    ["calls waiting", number(now.sum("tradingbot_grain_calls_pending"))],
  ]);

  const money = (name, mode, quote) => now.all(name).filter(s => s.labels.mode === mode && s.labels.quote === quote).reduce((sum, s) => sum + s.value, 0);
  const kinds = [...new Map(now.all("tradingbot_exposure").map(s => [`${s.labels.mode} ${s.labels.quote}`, s.labels])).values()];
  table("money", ["mode", "asset", "at risk", "realised"], kinds.map(({ mode, quote }) =>
    [mode, quote, money("tradingbot_exposure", mode, quote), money("tradingbot_pnl_realised", mode, quote)]), "no traders");
  table("traders", ["mode", "state", "traders"], labelled(now, "tradingbot_traders", "mode", "state"), "no traders");
  table("orders", ["mode", "purpose", "outcome", "commands"], labelled(now, "tradingbot_orders_total", "mode", "purpose", "outcome"), "none since the start");
  table("refusals", ["mode", "reason", "entries"], labelled(now, "tradingbot_entry_refusals_total", "mode", "reason"), "none since the start");
  table("market", ["what", ""], [
    ["series open", now.sum("tradingbot_series_open")],
    ["series silent", stale > 0 ? { text: number(stale), style: "bad number" } : 0],
    ["longest silence", { text: duration(Math.max(0, ...now.all("tradingbot_series_silence_seconds").map(s => s.value))), style: "number" }],
    ["lag behind the candle, 95 %", { text: quantile(now, "tradingbot_candle_lag_seconds", .95), style: "number" }],
    ["candles a second", rate(now, "tradingbot_candles_total") ?? "–"],
    ["of them from history, since the start", now.all("tradingbot_candles_total").filter(s => s.labels.source === "history").reduce((s, x) => s + x.value, 0)],
    ["handed out and not taken", now.sum("tradingbot_stream_backlog")],
    ["skipped by busy traders, since the start", now.sum("tradingbot_stream_skipped_total")],
  ]);
  table("venues", ["venue", "market", "weight used, %"], now.all("tradingbot_venue_weight_used_ratio").filter(s => s.value > 0)
    .map(s => [s.labels.venue, s.labels.market, s.value * 100]), "not asked in this minute");
  table("activations", ["type", "silo", "grains"], labelled(now, "tradingbot_activations", "type", "process"));
  table("processes", ["process", "calls a second", "waiting", "failed", "slow", "grains"], [...now.last.values()].map(p => {
    const of = name => p.all(name).reduce((sum, x) => sum + x.value, 0);
    return [p.name, rateOf(now, p.name, "tradingbot_grain_calls_total") ?? "–", of("tradingbot_grain_calls_pending"),
      of("tradingbot_grain_calls_failed_total"), of("tradingbot_grain_calls_slow_total"), of("tradingbot_activations")];
  }));
  const methods = new Map();
  for (const [method, slow] of labelled(now, "tradingbot_grain_calls_slow_total", "method"))
    methods.set(method, { slow, failed: 0 });
  for (const [method, failed] of labelled(now, "tradingbot_grain_calls_failed_total", "method"))
    methods.set(method, { slow: methods.get(method)?.slow ?? 0, failed });
  table("methods", ["method", "slow", "failed"], [...methods].sort((a, b) => b[1].failed + b[1].slow - a[1].failed - a[1].slow)
    .slice(0, 12).map(([method, c]) => [method, c.slow, c.failed]), "none since the start");
  table("components", ["process", "component", "state", "", "worked", "last error", ""], health.components.map(c => [
    c.process, c.name, { text: c.state, style: c.state === "failing" ? "bad" : c.state === "ok" ? "good" : "nothing" }, c.detail,
    c.ageSeconds == null ? "" : `${duration(c.ageSeconds)} ago`, c.lastError ?? "", c.lastErrorAgeSeconds == null ? "" : `${duration(c.lastErrorAgeSeconds)} ago`]));
  $("state").textContent = `${health.state === "ok" ? "all components work" : "something is failing"}, ${new Date().toLocaleTimeString("en-GB")}`;
  $("state").className = health.state === "ok" ? "good" : "bad";
}

// A session's cookie where there is one, else the token that was typed in; it stays in this tab.
async function ask(path) {
  const token = sessionStorage.getItem(key);
  return fetch(path, { headers: token ? { Authorization: `Bearer ${token}` } : {}, credentials: "same-origin" });
}

async function refresh() {
  try {
    const [processes, health] = await Promise.all([ask("/health/processes"), ask("/health")]);
    const isIn = processes.ok && health.ok;
    $("access").hidden = isIn;
    $("page").hidden = !isIn;
    if (!isIn) {
      $("state").textContent = health.status === 403 ? "only operators see this" : sessionStorage.getItem(key) ? "the token is not valid" : "";
      return;
    }
    reports = join((await processes.json()).map(parse));
    show(reports, await health.json());
  } catch (error) {
    $("state").textContent = `the service does not answer (${error.message})`;
    $("state").className = "bad";
  }
}

$("access").addEventListener("submit", event => {
  event.preventDefault();
  sessionStorage.setItem(key, $("token").value.trim());
  $("token").value = "";
  refresh();
});
refresh();
setInterval(refresh, period);
