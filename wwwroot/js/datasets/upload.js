// Uploads datasets over HTTP, one after the other, with progress and a way to cancel; the circuit carries no byte of them.
import { t } from '../texts.js';

const units = ['B', 'kB', 'MB', 'GB', 'TB'];

export function create(zone, page, limit) {
  const input = zone.querySelector('input[type=file]');
  const drop = zone.querySelector('.drop');
  const list = zone.querySelector('.uploads');
  const leaving = new AbortController();
  const queue = [];
  let current = null;
  let depth = 0;

  const on = (target, event, handler) => target.addEventListener(event, handler, { signal: leaving.signal });
  const over = isOver => drop.classList.toggle('over', isOver);

  async function take(files) {
    if (files.length === 0) return;
    const groups = await group([...files]);
    const alone = groups.length === 1 && queue.length === 0 && current === null;
    for (const files of groups) queue.push(row(files, list, limit, alone));
    next();
  }

  async function next() {
    if (current !== null || queue.length === 0) return;
    current = queue.shift();
    const name = await current.send();
    const { alone } = current;
    current = null;
    if (name !== null && !leaving.signal.aborted) await page.invokeMethodAsync('DatasetAdded', name, alone);
    next();
  }

  on(input, 'change', () => { take(input.files); input.value = ''; });
  on(drop, 'dragenter', event => { event.preventDefault(); depth++; over(true); });
  on(drop, 'dragleave', () => { if (--depth <= 0) { depth = 0; over(false); } });
  on(drop, 'dragover', event => event.preventDefault());
  on(drop, 'drop', event => { event.preventDefault(); depth = 0; over(false); take(event.dataTransfer.files); });
  zone.dataset.ready = '';

  return {
    dispose() {
      leaving.abort();
      queue.length = 0;
      current?.cancel();
    },
  };
}

// IDX files chosen together are one dataset: their first bytes say so. All others are a dataset each.
async function group(files) {
  if (files.length < 2 || files.length > 4) return files.map(file => [file]);
  const arrays = await Promise.all(files.map(isArray));
  return arrays.every(Boolean) ? [files] : files.map(file => [file]);
}

async function isArray(file) {
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  return (head[0] === 0 && head[1] === 0 && head[2] === 8) || (head[0] === 0x1f && head[1] === 0x8b && /idx/.test(file.name));
}

function row(files, list, limit, alone) {
  const item = document.createElement('li');
  const title = element('strong', files.map(file => file.name).join(', '));
  const note = element('span', t('waiting'));
  note.className = 'side-note';
  const bar = document.createElement('progress');
  bar.setAttribute('aria-label', files[0].name);
  bar.max = 1;
  bar.value = 0;
  const button = element('button', t('Cancel'));
  button.type = 'button';
  button.className = 'button small';
  item.append(title, note, bar, button);
  list.append(item);

  const request = new XMLHttpRequest();
  let cancelled = false;
  const total = files.reduce((sum, file) => sum + file.size, 0);

  const end = (state, text) => {
    item.className = state;
    note.textContent = text;
    bar.remove();
    button.textContent = t('Dismiss');
    button.onclick = () => item.remove();
  };
  const cancel = () => {
    cancelled = true;
    request.abort();
    item.remove();
  };
  button.onclick = cancel;

  function send() {
    if (cancelled) return Promise.resolve(null);
    if (total > limit) {
      end('failed', t('{0} is more than the studio accepts ({1}).', size(total), size(limit)));
      return Promise.resolve(null);
    }
    return new Promise(resolve => {
      const started = performance.now();
      request.upload.onprogress = event => {
        bar.value = event.loaded / event.total;
        const seconds = (performance.now() - started) / 1000;
        const rate = seconds > 1 ? ` · ${size(event.loaded / seconds)}/s` : '';
        note.textContent = `${t('{0} of {1}', size(event.loaded), size(event.total))}${rate}`;
      };
      request.upload.onload = () => {
        bar.removeAttribute('value');
        note.textContent = t('Reading what came…');
      };
      request.onload = () => {
        const answer = parse(request.responseText);
        if (request.status === 201) {
          item.remove();
          resolve(answer.name);
        } else {
          end('failed', answer.detail ?? answer.title ?? t('The studio refused it ({0}).', request.status));
          resolve(null);
        }
      };
      request.onerror = () => { end('failed', t('The connection broke; nothing was kept.')); resolve(null); };
      request.onabort = () => resolve(null);
      request.open('POST', `/api/v1/datasets${files.length === 1 ? `?file=${encodeURIComponent(files[0].name)}` : ''}`);
      if (files.length === 1) {
        request.setRequestHeader('Content-Type', 'application/octet-stream');
        request.send(files[0]);
      } else {
        const form = new FormData();
        for (const file of files) form.append('file', file, file.name);
        request.send(form);
      }
    });
  }

  return { send, cancel, alone };
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function size(bytes) {
  let unit = 0;
  for (; bytes >= 1000 && unit < units.length - 1; unit++) bytes /= 1024;
  return `${bytes.toFixed(unit === 0 || bytes >= 10 ? 0 : 1)} ${units[unit]}`;
}
