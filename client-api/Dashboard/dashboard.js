"use strict";

// Reads /metrics and /health every few seconds; rates are differences between two readings.
const period = 5000;
const key = "trading-bot-token";
const $ = id => document.getElementById(id);
let before = null;

const sampleForm = /^([a-z_]+)(?:\{(.*)\})? (\S+)$/;
const labelForm = /([a-z_]+)="((?:[^"\\]|\\.)*)"/g;

function parse(text) {
  const samples = new Map();
  for (const line of text.split("\n")) {
    const [, name, labels = "", value] = sampleForm.exec(line) ?? [];
    if (!name)
      continue;
    if (!samples.has(name))
      samples.set(name, []);
    samples.get(name).push({ labels: Object.fromEntries([...labels.matchAll(labelForm)].map(m => [m[1], m[2]])), value: Number(value), id: labels });
  }
  return { at: performance.now(), all: name => samples.get(name) ?? [], sum: name => (samples.get(name) ?? []).reduce((s, x) => s + x.value, 0) };
}

// The upper bound of the bucket in which the quantile lies, of what was added since the last reading.
function quantile(now, name, q) {
  const counts = new Map();
  for (const s of now.all(name + "_bucket")) {
    const earlier = before?.all(name + "_bucket").find(x => x.id === s.id)?.value ?? 0;
    counts.set(s.labels.le, (counts.get(s.labels.le) ?? 0) + s.value - earlier);
  }
  const total = counts.get("+Inf") ?? 0;
  if (total <= 0)
    return "–";
  for (const [bound, count] of [...counts].sort((a, b) => Number(a[0].replace("+Inf", "Infinity")) - Number(b[0].replace("+Inf", "Infinity"))))
    if (count >= q * total)
      return bound === "+Inf" ? "longer" : `≤ ${duration(Number(bound))}`;
  return "–";
}

const rate = (now, name) => before ? (now.sum(name) - before.sum(name)) / (now.at - before.at) * 1000 : null;
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

const labelled = (now, name, ...labels) => now.all(name).filter(s => s.value !== 0)
  .sort((a, b) => b.value - a.value).map(s => [...labels.map(l => s.labels[l] ?? ""), s.value]);

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

  const realised = now.all("tradingbot_pnl_realised");
  table("money", ["mode", "asset", "at risk", "realised"], now.all("tradingbot_exposure").map(s =>
    [s.labels.mode, s.labels.quote, s.value, realised.find(r => r.labels.mode === s.labels.mode && r.labels.quote === s.labels.quote)?.value ?? 0]), "no traders");
  table("traders", ["mode", "state", "traders"], labelled(now, "tradingbot_traders", "mode", "state"), "no traders");
  table("orders", ["mode", "purpose", "outcome", "commands"], labelled(now, "tradingbot_orders_total", "mode", "purpose", "outcome"), "none since the start");
  table("refusals", ["mode", "reason", "entries"], labelled(now, "tradingbot_entry_refusals_total", "mode", "reason"), "none since the start");
  table("market", ["what", ""], [
    ["series open", now.sum("tradingbot_series_open")],
    ["series silent", stale > 0 ? { text: number(stale), style: "bad number" } : 0],
    ["longest silence", { text: duration(now.sum("tradingbot_series_silence_seconds")), style: "number" }],
    ["lag behind the candle, 95 %", { text: quantile(now, "tradingbot_candle_lag_seconds", .95), style: "number" }],
    ["candles a second", rate(now, "tradingbot_candles_total") ?? "–"],
    ["of them from history, since the start", now.all("tradingbot_candles_total").filter(s => s.labels.source === "history").reduce((s, x) => s + x.value, 0)],
    ["handed out and not taken", now.sum("tradingbot_stream_backlog")],
    ["skipped by busy traders, since the start", now.sum("tradingbot_stream_skipped_total")],
  ]);
  table("venues", ["venue", "market", "weight used, %"], now.all("tradingbot_venue_weight_used_ratio").filter(s => s.value > 0)
    .map(s => [s.labels.venue, s.labels.market, s.value * 100]), "not asked in this minute");
  table("activations", ["type", "silo", "grains"], labelled(now, "tradingbot_activations", "type").map(([type, count]) => [type, "this process", count]), "in another process");
  const slow = new Map(now.all("tradingbot_grain_calls_slow_total").map(s => [s.labels.method, { slow: s.value, failed: 0 }]));
  for (const s of now.all("tradingbot_grain_calls_failed_total"))
    slow.set(s.labels.method, { slow: slow.get(s.labels.method)?.slow ?? 0, failed: s.value });
  table("methods", ["method", "slow", "failed"], [...slow].sort((a, b) => b[1].failed + b[1].slow - a[1].failed - a[1].slow)
    .slice(0, 12).map(([method, c]) => [method, c.slow, c.failed]), "none since the start");
  table("components", ["component", "state", "", "worked", "last error", "", ], health.components.map(c => [
    c.name, { text: c.state, style: c.state === "failing" ? "bad" : c.state === "ok" ? "good" : "nothing" }, c.detail,
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
    const [metrics, health] = await Promise.all([ask("/metrics"), ask("/health")]);
    const isIn = metrics.ok && health.ok;
    $("access").hidden = isIn;
    $("page").hidden = !isIn;
    if (!isIn) {
      $("state").textContent = metrics.status === 403 ? "only operators see this" : sessionStorage.getItem(key) ? "the token is not valid" : "";
      return;
    }
    const now = parse(await metrics.text());
    show(now, await health.json());
    before = now;
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
