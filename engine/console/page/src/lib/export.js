// What is on the screen, to take along: a picture, the figures, or the whole answer.
const STYLES = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'fill-opacity', 'stroke-opacity', 'opacity', 'font-size', 'font-family', 'font-weight'];

export function save(name, blob) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// An SVG with the page's styles written into it: as a picture it has no style sheet.
function standalone(svg) {
  const copy = svg.cloneNode(true);
  const from = [svg, ...svg.querySelectorAll('*')];
  [copy, ...copy.querySelectorAll('*')].forEach((element, i) => {
    const style = getComputedStyle(from[i]);
    for (const name of STYLES) element.setAttribute(name, style.getPropertyValue(name));
  });
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
}

function load(address) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = reject;
    image.src = address;
  });
}

// Lines of text that fit a width.
function wrap(context, text, width) {
  const lines = [''];
  for (const word of text.split(/(?<=\s|[、。])/)) {
    if (context.measureText(lines.at(-1) + word).width > width && lines.at(-1)) lines.push('');
    lines[lines.length - 1] += word;
  }
  return lines;
}

// Each chart with its title below the headline, one after the other.
export async function picture(title, headline) {
  const MARGIN = 24;
  const SCALE = 2;
  const charts = [...document.querySelectorAll('figure.chart')].map((figure) => ({
    title: figure.querySelector('h2').textContent.trim(),
    parts: [...figure.querySelectorAll('.box canvas, .box svg, div > svg')].filter((one) => !one.closest('.key, .behind')),
  })).filter((chart) => chart.parts.length);
  const boxes = charts.map(({ parts }) => parts[0].getBoundingClientRect());
  const width = Math.max(640, ...boxes.map((box) => box.width)) + 2 * MARGIN;
  const height = 130 + boxes.reduce((sum, box) => sum + box.height + 64, 0);
  const canvas = Object.assign(document.createElement('canvas'), { width: width * SCALE, height: height * SCALE });
  const context = canvas.getContext('2d');
  const style = getComputedStyle(document.body);
  context.scale(SCALE, SCALE);
  context.fillStyle = style.backgroundColor;
  context.fillRect(0, 0, width, height);
  context.fillStyle = style.color;
  context.font = `14px ${style.fontFamily}`;
  context.fillText(title, MARGIN, 36);
  context.font = `600 20px ${style.fontFamily}`;
  wrap(context, headline, width - 2 * MARGIN).forEach((line, i) => context.fillText(line, MARGIN, 68 + i * 26));
  let top = 130;
  for (const [i, { title: words, parts }] of charts.entries()) {
    context.font = `600 14px ${style.fontFamily}`;
    wrap(context, words, width - 2 * MARGIN).slice(0, 2).forEach((line, row) => context.fillText(line, MARGIN, top + row * 18));
    for (const part of parts) {
      const image = part instanceof HTMLCanvasElement ? part : await load(standalone(part));
      context.drawImage(image, MARGIN, top + 28, boxes[i].width, boxes[i].height);
    }
    top += boxes[i].height + 64;
  }
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}

// A cell that a spreadsheet would run begins with an apostrophe.
function cell(value) {
  const text = String(value ?? '');
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
const csv = (rows) => new Blob([rows.map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n'], { type: 'text/csv' });

// One row per control set, metric and figure; the exceedance curve point by point.
export function figures(result) {
  const rows = [['set', 'metric', 'unit', 'figure', 'x', 'value']];
  for (const set of result.control_sets) {
    for (const [metric, one] of Object.entries(set.metrics)) {
      for (const name of ['mean', 'median', 'p5', 'p95', 'cvar95']) rows.push([set.name, metric, one.unit, name, '', one[name]]);
      for (const [x, chance] of one.exceedance) rows.push([set.name, metric, one.unit, 'chance of more than x', x, chance]);
    }
  }
  for (const pair of result.pairs) rows.push([`${pair.b} minus ${pair.a}`, pair.metric, '', 'mean difference', '', pair.mean_difference]);
  return csv(rows);
}
