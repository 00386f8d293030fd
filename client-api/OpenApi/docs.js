'use strict';
const byId = id => document.getElementById(id);
const make = (name, text, ...children) => {
  const element = document.createElement(name);
  if (text) element.textContent = text;
  element.append(...children);
  return element;
};
const withClass = (element, name) => { element.className = name; return element; };
const methodOf = name => withClass(make('b', name.toUpperCase()), 'method ' + name);
let api;

async function load() {
  api = await (await fetch('/openapi/v1.json')).json();
  byId('about').textContent = api.info.description;
  const byTag = new Map();
  for (const [path, item] of Object.entries(api.paths))
    for (const [method, operation] of Object.entries(item)) {
      const tag = (operation.tags ?? ['Other'])[0];
      if (!byTag.has(tag)) byTag.set(tag, []);
      byTag.get(tag).push({ path, method, operation });
    }
  for (const [tag, operations] of byTag) section(tag, operations.map(o => [o, show(o)]));
  byId('operations').append(make('h2', 'Schemas'), ...Object.entries(api.components.schemas).map(showSchema));
  byId('find').oninput = e => find(e.target.value.trim().toLowerCase());
  window.onhashchange = open;
  open();
}

function section(tag, shown) {
  byId('operations').append(make('h2', tag), ...shown.map(([, details]) => details));
  byId('contents').append(make('h3', tag), ...shown.map(([{ path, method, operation }, details]) => {
    const link = make('a', '', methodOf(method), make('span', path.replace('/api/v1', '')));
    link.href = '#' + operation.operationId;
    details.id = operation.operationId;
    details.dataset.text = link.dataset.text = `${method} ${path} ${operation.summary} ${tag}`.toLowerCase();
    return link;
  }));
}

function open() {
  const chosen = byId(location.hash.slice(1));
  if (chosen?.tagName !== 'DETAILS') return;
  chosen.open = true;
  chosen.scrollIntoView();
}

function find(text) {
  for (const element of document.querySelectorAll('[data-text]'))
    element.hidden = !element.dataset.text.includes(text);
}

function show({ path, method, operation }) {
  const details = make('details', '', make('summary', '', methodOf(method), make('code', path), make('span', operation.summary)));
  const parts = { path, method, inputs: [], body: null };
  if (operation.parameters) details.append(make('h4', 'Parameters'), parameters(operation.parameters, parts.inputs));
  const json = operation.requestBody?.content?.['application/json'];
  if (json) {
    const schema = resolve(json.schema);
    parts.body = make('textarea', JSON.stringify(schema.examples[0], null, 2));
    parts.body.rows = parts.body.textContent.split('\n').length;
    details.append(make('h4', 'Body'), parts.body, fields(schema));
  }
  details.append(make('h4', 'Try it'), attempt(parts), make('h4', 'Answers'), ...Object.entries(operation.responses).map(answer));
  return details;
}

function parameters(all, inputs) {
  const table = make('table', '', make('tr', '', make('th', 'name'), make('th', 'what'), make('th', 'value')));
  for (const parameter of all) {
    const input = make('input');
    input.placeholder = parameter.example ?? '';
    inputs.push([parameter, input]);
    table.append(make('tr', '', make('td', parameter.name + (parameter.required ? ' *' : '')),
      withClass(make('td', `${parameter.description ?? ''} ${limits(parameter.schema)}`), 'what'), make('td', '', input)));
  }
  return table;
}

function answer([status, reference], index) {
  const response = resolve(reference);
  const details = make('details', '', make('summary', `${status} ${response.description}`));
  details.open = index === 0;
  for (const [type, content] of Object.entries(response.content ?? {})) {
    const example = typeof content.example === 'string' ? content.example : JSON.stringify(content.example, null, 2);
    details.append(withClass(make('div', type), 'muted'), make('pre', example));
    if (type.endsWith('/json')) details.append(fields(itemOf(resolve(content.schema))));
  }
  return details;
}

// What is in a page or a list is what one wants to know about.
const itemOf = schema => schema.type === 'array' ? resolve(schema.items)
  : schema.properties?.nextCursor ? resolve(schema.properties.items.items) : schema;

function fields(schema) {
  const rows = Object.entries(schema.properties ?? {}).map(([name, property]) => make('tr', '',
    make('td', name + (schema.required?.includes(name) ? '' : '?')), make('td', typeOf(property)),
    withClass(make('td', property.description ?? property.oneOf?.find(o => o.description)?.description ?? ''), 'what')));
  return make('details', '', withClass(make('summary', 'Fields'), 'muted'), make('table', '', ...rows));
}

function typeOf(schema) {
  if (schema.oneOf) return schema.oneOf.map(typeOf).join(' or ');
  if (schema.type === 'array') return `list of ${typeOf(schema.items)}`;
  const target = resolve(schema);
  return target.enum?.filter(Boolean).join(' | ') ?? (schema.$ref && target.properties ? schema.$ref.split('/').pop() : [target.type].flat().join(' or '));
}

const showSchema = ([name, schema]) =>
  make('details', '', make('summary', '', methodOf(''), make('code', name), make('span', schema.description ?? '')), make('pre', JSON.stringify(schema, null, 2)));

const resolve = node => node.$ref ? node.$ref.slice(2).split('/').reduce((at, part) => at[part], api) : node;

const limits = s => [s.enum?.join(' | '), s.minimum !== undefined && `${s.minimum} to ${s.maximum ?? '…'}`,
  s.default !== undefined && `default ${s.default}`].filter(Boolean).join('; ');

function attempt(parts) {
  const curl = make('pre');
  const refresh = () => { curl.textContent = asCurl(request(parts)); };
  for (const element of [...parts.inputs.map(([, input]) => input), parts.body]) element?.addEventListener('input', refresh);
  refresh();
  if (parts.path.endsWith('/events')) return curl;
  const result = make('pre');
  result.hidden = true;
  const button = make('button', 'Send');
  button.onclick = () => send(request(parts), result);
  return make('div', '', curl, button, result);
}

function request({ path, method, inputs, body }) {
  const query = new URLSearchParams();
  const headers = {};
  for (const [parameter, input] of inputs) {
    const value = input.value || (parameter.required ? input.placeholder : '');
    if (parameter.in === 'path') path = path.replace(`{${parameter.name}}`, encodeURIComponent(value).replace('%3A', ':'));
    else if (value && parameter.in === 'query') query.set(parameter.name, value);
    else if (value) headers[parameter.name] = value;
  }
  if (body) headers['Content-Type'] = 'application/json';
  return { url: path + (query.size ? '?' + query : ''), method: method.toUpperCase(), headers, body: body?.value };
}

const quoted = text => `'${text.replaceAll("'", "'\\''")}'`;

const asCurl = r => ['curl -sS' + (r.url.includes('/events') ? 'N' : ''), r.method === 'GET' ? '' : '-X ' + r.method, '-H "Authorization: Bearer $TOKEN"',
  ...Object.entries(r.headers).map(([name, value]) => '-H ' + quoted(`${name}: ${value}`)), quoted(location.origin + r.url),
  r.body ? '\\\n  -d ' + quoted(r.body) : ''].filter(Boolean).join(' ');

async function send(r, result) {
  result.hidden = false;
  result.textContent = '…';
  try {
    const response = await fetch(r.url, { method: r.method, headers: { ...r.headers, Authorization: 'Bearer ' + byId('token').value.trim() }, body: r.body });
    let text = await response.text();
    try { text = JSON.stringify(JSON.parse(text), null, 2); } catch { /* not JSON */ }
    result.textContent = `${response.status} ${response.statusText}\n${text}`;
  } catch (e) {
    result.textContent = String(e);
  }
}

load().catch(e => { byId('about').textContent = String(e); });
