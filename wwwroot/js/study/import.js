// Takes a file of finished trials: it is sent over HTTP to be looked at, kept here, and sent again to be imported; the circuit carries no byte of it.

import { t } from '../texts.js';

export function create(zone, page, study, limit) {
  const input = zone.querySelector('input[type=file]'), drop = zone.querySelector('.drop');
  const leaving = new AbortController();
  let chosen = null, depth = 0;
  const on = (target, event, handler) => target.addEventListener(event, handler, { signal: leaving.signal });
  const over = isOver => drop.classList.toggle('over', isOver);

  async function take(file) {
    if (!file || input.disabled) return;
    chosen = file;
    const draft = await page.invokeMethodAsync('Chosen', file.name);
    const answer = file.size > limit ? refusal(t('The file is too large.')) : draft === null ? await post(file, `${study}/import?dry=true`) : await check(file, draft);
    // Another one may have been chosen meanwhile.
    if (file === chosen && !leaving.signal.aborted) await page.invokeMethodAsync('Looked', answer.isGood, answer.text);
  }

  async function check(file, draft) {
    const form = new FormData();
    form.append('study', new Blob([draft]), 'study');
    form.append('trials', file, file.name);
    return ask('import/check', form);
  }

  const post = (file, path) => ask(`${path}&file=${encodeURIComponent(file.name)}`, file, 'application/octet-stream');

  async function ask(path, body, type) {
    try {
      const response = await fetch(`/api/v1/studies/${path}`, { method: 'POST', body, headers: type ? { 'Content-Type': type } : {}, signal: leaving.signal });
      return { isGood: response.ok, text: await response.text() };
    } catch {
      return refusal(t('The connection broke; nothing was kept.'));
    }
  }

  on(input, 'change', () => { take(input.files[0]); input.value = ''; });
  on(drop, 'dragenter', event => { event.preventDefault(); depth++; over(true); });
  on(drop, 'dragleave', () => { if (--depth <= 0) { depth = 0; over(false); } });
  on(drop, 'dragover', event => event.preventDefault());
  on(drop, 'drop', event => { event.preventDefault(); depth = 0; over(false); take(event.dataTransfer.files[0]); });
  zone.dataset.ready = '';

  return {
    send: target => chosen ? post(chosen, `${target}/import?skip=true`) : refusal(t('The connection broke; nothing was kept.')),
    forget() { chosen = null; },
    dispose() { leaving.abort(); },
  };
}

const refusal = detail => ({ isGood: false, text: JSON.stringify({ detail }) });
