'use strict';
const make = (name, text, ...children) => {
  const element = document.createElement(name);
  if (text) element.textContent = text;
  element.append(...children);
  return element;
};

async function load() {
  const api = await (await fetch('/openapi/v1.json')).json();
  document.getElementById('about').textContent = api.info.description;
  const main = document.getElementById('operations');
  main.replaceChildren();
  const byTag = new Map();
  for (const [path, item] of Object.entries(api.paths))
    for (const [method, operation] of Object.entries(item)) {
      const tag = (operation.tags ?? ['Other'])[0];
      if (!byTag.has(tag)) byTag.set(tag, []);
      byTag.get(tag).push(show(api, path, method, operation));
    }
  for (const [tag, operations] of byTag) main.append(make('h2', tag), ...operations);
  main.append(make('h2', 'Schemas'));
  for (const [name, schema] of Object.entries(api.components?.schemas ?? {}))
    main.append(make('details', '', make('summary', name), make('pre', JSON.stringify(schema, null, 2))));
}

function show(api, path, method, operation) {
  const details = make('details', '', make('summary', '', make('b', method.toUpperCase()), make('code', path), ' ' + (operation.summary ?? '')));
  const inputs = [];
  const table = make('table', '', make('tr', '', make('th', 'parameter'), make('th', 'what'), make('th', 'value')));
  for (const parameter of operation.parameters ?? []) {
    const input = make('input');
    input.placeholder = parameter.example ?? '';
    inputs.push([parameter, input]);
    table.append(make('tr', '', make('td', parameter.name + (parameter.required ? ' *' : '')),
      make('td', (parameter.description ?? '') + ' ' + limits(parameter.schema)), make('td', '', input)));
  }
  if (inputs.length) details.append(table);
  const json = operation.requestBody?.content?.['application/json'];
  let body = null;
  if (json) {
    const schema = resolve(api, json.schema);
    body = make('textarea', JSON.stringify(json.example ?? schema.examples?.[0] ?? {}, null, 2));
    body.rows = 8;
    details.append(make('p', 'Body: ' + (json.schema.$ref ?? '').split('/').pop()), body);
  }
  details.append(make('p', 'Answers: ' + Object.entries(operation.responses).map(([s, r]) => `${s} ${r.description}`).join(' · ')));
  const answer = make('pre');
  answer.hidden = true;
  const button = make('button', 'Send');
  if (path.endsWith('/events')) details.append(make('p', 'A stream: curl -N -H "Authorization: Bearer TOKEN" …' + path));
  else {
    button.onclick = () => send(path, method, inputs, body, answer);
    details.append(button, answer);
  }
  return details;
}

const resolve = (api, schema) => schema.$ref ? api.components.schemas[schema.$ref.split('/').pop()] : schema;

const limits = s => !s ? '' : [s.enum?.join(' | '), s.minimum !== undefined && `${s.minimum} to ${s.maximum ?? '…'}`,
  s.pattern, s.default !== undefined && `default ${s.default}`].filter(Boolean).join('; ');

async function send(path, method, inputs, body, answer) {
  const query = new URLSearchParams();
  const headers = { Authorization: 'Bearer ' + document.getElementById('token').value.trim() };
  for (const [parameter, input] of inputs) {
    const value = input.value || (parameter.in === 'path' ? input.placeholder : '');
    if (parameter.in === 'path') path = path.replace(`{${parameter.name}}`, encodeURIComponent(value));
    else if (value && parameter.in === 'query') query.set(parameter.name, value);
    else if (value) headers[parameter.name] = value;
  }
  if (body) headers['Content-Type'] = 'application/json';
  answer.hidden = false;
  try {
    const response = await fetch(path + (query.size ? '?' + query : ''), { method: method.toUpperCase(), headers, body: body?.value });
    const text = await response.text();
    let shown = text;
    try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch { /* not JSON */ }
    answer.textContent = `${response.status}\n${shown}`;
  } catch (e) {
    answer.textContent = String(e);
  }
}

load().catch(e => { document.getElementById('operations').textContent = String(e); });
