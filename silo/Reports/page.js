(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const count = data.t.length, unit = 10, height = 100000;
  const charts = [...document.querySelectorAll('.chart')];
  const body = document.body;
  const low = (values, a, b) => { let m = Infinity; for (let i = a; i < b; i++) m = Math.min(m, values[i]); return m; };
  const high = (values, a, b) => { let m = -Infinity; for (let i = a; i < b; i++) m = Math.max(m, values[i]); return m; };
  const shown = id => document.getElementById(id).checked;
  let from = 0, to = count;

  const range = {
    price: (a, b) => [low(data.l, a, b), high(data.h, a, b)],
    equity: (a, b) => {
      const lines = shown('show-hold') ? [data.e, data.b] : [data.e];
      const values = lines.flatMap(l => [low(l, a, b), high(l, a, b)]).concat(a === 0 ? [data.start] : []);
      return [Math.min(...values), Math.max(...values)];
    },
    drawdown: (a, b) => [Math.min(low(data.d, a, b), -0.01), 0],
  };
  // The drawdown chart is drawn in fractions and read in percent.
  const scale = { price: 1, equity: 1, drawdown: 0.01 };

  const ticks = (min, max, wanted) => {
    const raw = (max - min) / wanted, power = 10 ** Math.floor(Math.log10(raw));
    const step = [1, 2, 5, 10].map(f => f * power).find(s => s >= raw);
    const result = [];
    for (let v = Math.ceil(min / step) * step; v <= max; v += step) result.push(v);
    return { step, result };
  };
  const number = (v, step) => {
    const decimals = Math.min(8, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
    return (Math.abs(v) < step / 1e6 ? 0 : v).toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  };
  const time = (ms, long) => {
    const text = new Date(ms).toISOString();
    return long ? text.slice(0, 16).replace('T', ' ') : text;
  };

  const draw = () => {
    for (const chart of charts) {
      const svg = chart.querySelector('svg'), axis = chart.querySelector('.axis');
      const top = +svg.dataset.high, bottom = +svg.dataset.low, factor = scale[svg.id];
      let [min, max] = range[svg.id](from, to);
      const margin = max > min ? (max - min) * 0.04 : Math.max(Math.abs(max) * 0.01, 1e-8);
      min -= margin; max += svg.id === 'drawdown' ? 0 : margin;
      const y = v => (top - v * factor) / (top - bottom) * height;
      svg.setAttribute('viewBox', `${from * unit} ${y(max)} ${(to - from) * unit} ${y(min) - y(max)}`);
      const { step, result } = ticks(min, max, chart.clientHeight / 42);
      axis.innerHTML = result.map(v => `<div style="top:${(max - v) / (max - min) * 100}%"><span>${number(v, step)}</span></div>`).join('');
    }
    const visible = data.trades * (to - from) / count;
    body.classList.toggle('dense', visible > 500);
    body.style.setProperty('--mark', visible > 500 ? '2px' : visible > 120 ? '4.5px' : '8px');
    const labels = Math.max(2, Math.floor(document.getElementById('times').clientWidth / 130));
    const span = data.t[to - 1] - data.t[from];
    document.getElementById('times').innerHTML = Array.from({ length: labels }, (_, i) => {
      const at = (i + 0.5) / labels, iso = time(data.t[Math.min(to - 1, Math.floor(from + at * (to - from)))]);
      const text = span > 60 * 864e5 ? iso.slice(0, 10) : span > 2 * 864e5 ? iso.slice(5, 16).replace('T', ' ') : iso.slice(11, 19);
      return `<span style="left:${at * 100}%">${text}</span>`;
    }).join('');
  };

  const show = (a, b) => {
    const width = Math.min(count, Math.max(Math.min(10, count), Math.round(b - a)));
    from = Math.min(Math.max(0, Math.round(a)), count - width);
    to = from + width;
    draw();
  };
  const zoom = factor => { const middle = (from + to) / 2, half = (to - from) / 2 * factor; show(middle - half, middle + half); };
  const pan = share => { const by = Math.round((to - from) * share); show(from + by, to + by); };
  const click = (id, action) => { document.getElementById(id).onclick = action; };
  click('in', () => zoom(0.5)); click('out', () => zoom(2)); click('all', () => show(0, count));
  click('left', () => pan(-0.5)); click('right', () => pan(0.5));
  const toggle = (id, name, on) => { const box = document.getElementById(id); box.onchange = () => { body.classList.toggle(name, box.checked === on); draw(); }; box.onchange(); };
  toggle('show-ha', 'show-ha', true); toggle('show-trades', 'hide-trades', false); toggle('show-hold', 'show-hold', true);

  const readout = document.getElementById('readout');
  const cursors = charts.map(c => { const line = document.createElement('div'); line.className = 'cursor'; line.hidden = true; c.append(line); return line; });
  for (const chart of charts) {
    const selection = document.createElement('div');
    selection.className = 'select'; selection.hidden = true; chart.append(selection);
    let start = null;
    const at = e => { const box = chart.getBoundingClientRect(); return Math.min(1, Math.max(0, (e.clientX - box.left) / box.width)); };
    chart.onpointerdown = e => { start = at(e); chart.setPointerCapture(e.pointerId); };
    chart.onpointermove = e => {
      const x = at(e), i = Math.min(to - 1, Math.floor(from + x * (to - from)));
      for (const line of cursors) { line.hidden = false; line.style.left = x * 100 + '%'; }
      readout.textContent = `${time(data.t[i], true)}   O ${data.o[i]}  H ${data.h[i]}  L ${data.l[i]}  C ${data.c[i]}   equity ${number(data.e[i], 0.01)}   drawdown ${number(-data.d[i], 0.01)} %   buy and hold ${number(data.b[i], 0.01)}`;
      selection.hidden = start === null;
      if (start !== null) { selection.style.left = Math.min(start, x) * 100 + '%'; selection.style.width = Math.abs(x - start) * 100 + '%'; }
    };
    chart.onpointerup = e => {
      const [a, b] = [start, at(e)].sort((p, q) => p - q), width = to - from, first = from;
      start = null; selection.hidden = true;
      if (b - a > 0.005) show(first + a * width, first + b * width);
    };
    chart.onpointercancel = () => { start = null; selection.hidden = true; };
    chart.onpointerleave = () => { for (const line of cursors) line.hidden = true; };
    chart.ondblclick = () => show(0, count);
  }
  onresize = draw;
  draw();
})();
