// The console's API. A refusal is thrown as an Error whose message is the sentence that the server gave.
const BASE = '/api/v1';

async function ask(method, path, body) {
  const answer = await fetch(BASE + path, {
    method,
    headers: body ? { 'Content-Type': 'application/json' } : {},
    body: body && JSON.stringify(body),
  });
  if (answer.status === 204) return null;
  const data = await answer.json().catch(() => ({ error: answer.statusText }));
  if (!answer.ok) throw new Error(data.error);
  return data;
}

export const listScenarios = () => ask('GET', '/scenarios');
export const showScenario = (name) => ask('GET', `/scenarios/${encodeURIComponent(name)}`);
export const showQuestionnaire = () => ask('GET', '/questionnaire');
export const showWorld = (request) => ask('POST', '/worlds', request);
export const showFate = (request) => ask('POST', '/fates', request);

// Starts a run ('/runs', '/assessments') and hands on what it publishes: on.result, on.timeline, …, on.end. Returns a function that
// stops listening; the server cancels the run itself when the next one of the lane starts.
export async function followRun(path, request, on) {
  const { events } = await ask('POST', path, request);
  const source = new EventSource(events);
  for (const name of ['result', 'timeline', 'worth', 'progress', 'assessment', 'end']) {
    source.addEventListener(name, (event) => {
      if (name === 'end') source.close();
      on[name]?.(JSON.parse(event.data));
    });
  }
  source.onerror = () => {
    if (source.readyState === EventSource.CLOSED) on.lost?.();
  };
  return () => source.close();
}
