// One world of the map: what is where at a second, and drawing it. The server gives positions and moments; what it
// calls numbers are places in its lists.
export const SVG_MOST = 3000; // marks; beyond, a canvas

export function countUntil(moments, second) {
  let low = 0;
  let high = moments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (moments[middle][1] <= second) low = middle + 1;
    else high = middle;
  }
  return low;
}

export const happenedBy = (world, second) => ({
  taken: countUntil(world.taken, second),
  warned: countUntil(world.warned, second),
  contained: countUntil(world.contained, second),
});

// The second that a share of the slider stands for: even in time.
export const lastMoment = (world) => Math.min(world.horizon, Math.max(world.window, world.taken.at(-1)?.[1] ?? 0));

export function scaleOf(world, size) {
  const reach = world.radius * 1.04;
  return (value) => ((value + reach) / (2 * reach)) * size;
}

export function nearest(world, size, x, y) {
  const at = scaleOf(world, size);
  const { organisations } = world;
  let best = -1;
  let closest = 14 * 14;
  for (let i = 0; i < organisations.id.length; i++) {
    const dx = at(organisations.x[i]) - x;
    const dy = at(organisations.y[i]) - y;
    const distance = dx * dx + dy * dy;
    if (distance < closest) [best, closest] = [i, distance];
  }
  return best;
}

const sizeOf = (world) => (world.organisations.id.length > SVG_MOST ? { quiet: 0.7, mark: 2.1 } : { quiet: 2.5, mark: 4 });

// Everybody, untouched: drawn once.
export function drawGround(context, world, size, colours) {
  const at = scaleOf(world, size);
  const { x, y, kind, kinds } = world.organisations;
  const radius = sizeOf(world).quiet;
  context.clearRect(0, 0, size, size);
  context.strokeStyle = context.fillStyle = colours.untouched;
  for (let i = 0; i < x.length; i++) {
    if (kinds[kind[i]] === 'vendor' || kinds[kind[i]] === 'observer') continue;
    if (radius < 1) context.fillRect(at(x[i]) - radius, at(y[i]) - radius, radius * 2, radius * 2);
    else circle(context, at(x[i]), at(y[i]), radius, false);
  }
  for (let i = 0; i < x.length; i++) {
    if (kinds[kind[i]] === 'vendor') square(context, at(x[i]), at(y[i]), 6, colours.ink);
    if (kinds[kind[i]] === 'observer') square(context, at(x[i]), at(y[i]), 3, colours.untouched);
  }
}

function circle(context, x, y, radius, filled) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  if (filled) context.fill();
  else context.stroke();
}

function square(context, x, y, half, colour) {
  context.fillStyle = colour;
  context.fillRect(x - half, y - half, half * 2, half * 2);
}

// Attack filled, warning outlined, cut off ringed.
export function drawRace(context, world, second, size, colours) {
  const at = scaleOf(world, size);
  const { x, y } = world.organisations;
  const { mark } = sizeOf(world);
  const until = happenedBy(world, second);
  context.clearRect(0, 0, size, size);
  context.lineWidth = mark < 3 ? 0.9 : 1.4;
  context.strokeStyle = colours.warned;
  for (let i = 0; i < until.warned; i++) circle(context, at(x[world.warned[i][0]]), at(y[world.warned[i][0]]), mark * 0.8, false);
  context.strokeStyle = colours.contained;
  context.lineWidth = mark < 3 ? 0.7 : 1.2;
  for (let i = 0; i < until.contained; i++) circle(context, at(x[world.contained[i][0]]), at(y[world.contained[i][0]]), mark * 1.7, false);
  context.strokeStyle = colours.trail;
  context.lineWidth = 0.6;
  context.beginPath();
  for (let i = 0; i < until.taken; i++) {
    const [number, , from] = world.taken[i];
    if (from < 0) continue;
    context.moveTo(at(x[from]), at(y[from]));
    context.lineTo(at(x[number]), at(y[number]));
  }
  context.stroke();
  context.fillStyle = colours.taken;
  for (let i = 0; i < until.taken; i++) circle(context, at(x[world.taken[i][0]]), at(y[world.taken[i][0]]), mark, true);
}

export function drawChosen(context, world, number, size, colours) {
  const at = scaleOf(world, size);
  context.strokeStyle = colours.ink;
  context.lineWidth = 2;
  circle(context, at(world.organisations.x[number]), at(world.organisations.y[number]), 9, false);
}
