// The drawing as a file: with the colours of the page's theme inside, so that it looks the same anywhere.

const kept = ['fill', 'stroke', 'stroke-width', 'stroke-linecap', 'stroke-linejoin', 'stroke-dasharray', 'fill-opacity', 'stroke-opacity', 'font-size',
  'font-family', 'font-weight'];
const margin = 24;

export function saveSvg(svg, network, name) {
  save(new Blob([text(svg, network)], { type: 'image/svg+xml' }), `${name}.svg`);
}

export async function savePng(svg, network, name) {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([text(svg, network)], { type: 'image/svg+xml' }));
  try {
    image.src = address;
    await image.decode();
    // Twice the size for sharp print, less where a browser's canvas would not hold it.
    const scale = Math.min(2, 16000 / Math.max(image.width, image.height));
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width * scale, height: image.height * scale });
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
    save(await new Promise(done => canvas.toBlob(done, 'image/png')), `${name}.png`);
  } finally {
    URL.revokeObjectURL(address);
  }
}

function text(svg, { width, height }) {
  const copy = svg.cloneNode(true);
  const originals = svg.querySelectorAll('*');
  copy.querySelectorAll('*').forEach((node, i) => {
    const style = getComputedStyle(originals[i]);
    for (const name of kept) node.setAttribute(name, style.getPropertyValue(name));
    for (const name of ['class', 'style', 'tabindex', 'data-told', 'data-id', 'role']) node.removeAttribute(name);
  });
  copy.firstElementChild.removeAttribute('transform');
  const [w, h] = [Math.ceil(width + 2 * margin), Math.ceil(height + 2 * margin)];
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('viewBox', `${-margin} ${-margin} ${w} ${h}`);
  copy.setAttribute('width', w);
  copy.setAttribute('height', h);
  copy.removeAttribute('role');
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  for (const [key, value] of Object.entries({ x: -margin, y: -margin, width: w, height: h })) ground.setAttribute(key, value);
  ground.setAttribute('fill', getComputedStyle(svg.parentElement).backgroundColor);
  copy.prepend(ground);
  return new XMLSerializer().serializeToString(copy);
}

function save(blob, name) {
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
