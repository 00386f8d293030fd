'use strict';
const byId = id => document.getElementById(id);
const api = '/api/v1';
const refreshEvery = 3000;
let me = null;
let timer = 0;
let killed = false;

// The header tells the service that it is this page which asks, and not another site's form.
async function send(method, path, body) {
  const response = await fetch(api + path, {
    method, headers: { 'X-Requested-With': 'web-page', ...(body && { 'Content-Type': 'application/json' }) }, body: body && JSON.stringify(body),
  });
  const text = await response.text();
  const answer = text ? JSON.parse(text) : null;
  if (response.ok) return answer;
  throw Object.assign(new Error(answer?.detail ?? response.statusText), { status: response.status });
}

const make = (name, className, ...children) => {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...children.map(child => child ?? ''));
  return element;
};

// Amounts are exact decimals in text; what is shown is rounded, and only sums are numbers.
const signOf = value => Number(value) > 0 ? 'up' : Number(value) < 0 ? 'down' : '';
const money = value => (Number(value) > 0 ? '+' : '') + Number(value).toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const plain = value => value === null || value === undefined ? '–' : Number(value).toLocaleString('en', { maximumFractionDigits: 8 });
const sum = (items, of) => items.reduce((total, item) => total + Number(of(item)), 0);

function show(view) {
  byId('sign-in').hidden = view !== 'sign-in';
  byId('overview').hidden = view !== 'overview';
}

function choose(tab) {
  for (const name of ['code', 'token']) {
    byId('tab-' + name).setAttribute('aria-selected', name === tab);
    byId('by-' + name).hidden = name !== tab;
  }
  byId('sign-in-message').textContent = '';
}

async function signIn(body) {
  await send('POST', '/session', body);
  byId('token').value = byId('code').value = '';
  await begin();
}

async function byCode() {
  const user = byId('user').value.trim();
  const code = byId('code').value.replaceAll(' ', '');
  if (code) return signIn({ user, code });
  await send('POST', '/session/code', { user });
  byId('code-field').hidden = false;
  byId('code-button').textContent = 'Sign in';
  byId('code').focus();
  byId('sign-in-message').textContent = 'If a chat is linked to this user, a code is on its way. It works for 5 minutes.';
}

const submitted = (work, place) => async event => {
  event.preventDefault();
  byId(place).textContent = '';
  try { await work(); } catch (failure) { byId(place).textContent = failure.message; }
};

async function begin() {
  try { me = await send('GET', '/me'); } catch (failure) {
    if (failure.status !== 401) byId('sign-in-message').textContent = failure.message;
    return end();
  }
  byId('who').textContent = me.role === 'trader' ? me.id : `${me.id} (${me.role})`;
  show('overview');
  await refresh();
}

function end() {
  clearTimeout(timer);
  me = null;
  show('sign-in');
}

// Administrators see everybody's.
async function refresh() {
  clearTimeout(timer);
  try {
    const [traders, kill] = await Promise.all([send('GET', me.role === 'admin' ? '/traders?limit=1000' : `/traders?limit=1000&user=${me.id}`), send('GET', '/me/kill-switch')]);
    draw(traders.items);
    drawKill(kill);
  } catch (failure) {
    if (failure.status === 401) return end();
    say(failure.message);
  }
  timer = setTimeout(refresh, refreshEvery);
}

function draw(traders) {
  const [unrealised, realised] = [sum(traders, t => t.unrealisedPnl), sum(traders, t => t.totals.pnl)];
  byId('running').textContent = `${traders.filter(t => t.runState === 'running').length} of ${traders.length}`;
  byId('open').textContent = traders.filter(t => t.entryPrice !== null).length;
  for (const [id, value] of [['unrealised', unrealised], ['realised', realised]]) {
    byId(id).textContent = money(value);
    byId(id).className = signOf(value);
  }
  byId('none').hidden = traders.length > 0;
  byId('traders').replaceChildren(...traders.map(row));
}

const nameOf = trader => trader.user === me.id ? trader.symbol : `${trader.user} ${trader.symbol}`;

function row(trader) {
  const settings = trader.settings ?? trader.pendingSettings;
  const held = trader.entryPrice === null ? '–' : plain(trader.held);
  const number = (text, className = '') => make('td', 'number ' + className, text);
  return make('tr', '',
    make('td', '', make('b', '', nameOf(trader)), make('small', '', settings ? `${settings.mode} · ${settings.interval} · ${settings.strategy.name}` : '')),
    make('td', 'note', make('span', 'state ' + trader.runState, trader.runState), make('small', '', trader.notTrading ?? '')),
    number(held), number(plain(trader.entryPrice)), number(plain(trader.stop)), number(plain(trader.candle?.close)),
    number(money(trader.unrealisedPnl), signOf(trader.unrealisedPnl)), number(money(trader.totals.pnl), signOf(trader.totals.pnl)),
    make('td', '', ...actions(trader)));
}

function actions(trader) {
  const stopped = trader.runState === 'stopped';
  const button = (label, verb, question, disabled) => {
    const element = make('button', verb === 'flatten' ? 'danger' : '', label);
    element.disabled = disabled || me.scope === 'read';
    element.onclick = () => command(`${label} ${nameOf(trader)}`, question, () => send('POST', `/traders/${trader.symbol}/${verb}?user=${trader.user}`));
    return element;
  };
  return [
    stopped ? button('Start', 'start', `Start trading ${nameOf(trader)}?`) : button('Stop', 'stop', `Stop ${nameOf(trader)}? An open position keeps its stop order.`),
    button('Flatten', 'flatten', `Sell the position of ${nameOf(trader)} at market now?`, trader.entryPrice === null && !trader.entryOrder),
  ];
}

async function command(what, question, work) {
  if (!await confirmed(question)) return;
  try {
    await work();
    say(`${what}: done.`);
  } catch (failure) { say(`${what}: ${failure.message}`); }
  await refresh();
}

function confirmed(question) {
  byId('question').textContent = question;
  byId('ask').returnValue = 'no';
  byId('ask').showModal();
  return new Promise(resolve => byId('ask').addEventListener('close', () => resolve(byId('ask').returnValue === 'yes'), { once: true }));
}

function drawKill(kill) {
  killed = kill.state !== 'off';
  byId('kill').textContent = killed ? 'Release kill switch' : 'Kill switch';
  byId('kill').disabled = me.scope === 'read';
  byId('banner').hidden = !killed;
  byId('banner').textContent = `The kill switch is on since ${new Date(kill.since).toLocaleString()}: no entries${kill.state === 'flatten' ? ', positions are sold' : ', positions keep their stops'}.`;
}

const turnKill = () => killed
  ? command('Release', 'Allow entries again?', () => send('DELETE', '/me/kill-switch'))
  : command('Kill switch', 'Cancel all entry orders now and allow none until it is released? Positions keep their stop orders.',
    () => send('PUT', '/me/kill-switch', { positions: 'keep' }));

const say = text => { byId('message').textContent = text; };

byId('tab-code').onclick = () => choose('code');
byId('tab-token').onclick = () => choose('token');
byId('by-code').onsubmit = submitted(byCode, 'sign-in-message');
byId('by-token').onsubmit = submitted(() => signIn({ token: byId('token').value.trim() }), 'sign-in-message');
byId('kill').onclick = turnKill;
byId('sign-out').onclick = submitted(async () => { await send('DELETE', '/session'); end(); }, 'message');
choose('code');
begin();
