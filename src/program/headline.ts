import type { Json } from '#kernel';

type Body = { readonly [key: string]: Json };

const count = (value: Json | undefined): number => (Array.isArray(value) ? value.length : 0);
const text = (value: Json | undefined): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';
const part = (value: Json | undefined): Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : {};
const first = (value: Json | undefined): string => (Array.isArray(value) ? text(value[0]) : '');

const percent = (estimate: Json | undefined): string => {
  const { value, low, high } = part(estimate);
  if (typeof value !== 'number' || typeof low !== 'number' || typeof high !== 'number') return '';
  return `${(value * 100).toFixed(0)} % (${(low * 100).toFixed(0)} to ${(high * 100).toFixed(0)})`;
};

/** The most telling line of a record, by type. */
const headlines: Readonly<Record<string, (body: Body) => string>> = {
  'charter/charter': (body) => `${count(body['kpis'])} KPIs`,
  'assess/assessment': (body) => `try ${first(body['recommended'])} first`,
  'govern/policy': (body) => `${Object.keys(part(body['sources'])).length} sources with a policy`,
  'data/dataset': (body) => `${count(body['documents'])} documents`,
  'data/quality-report': (body) => `${count(body['findings'])} findings`,
  'models/selection': (body) => `${text(part(body['embedding'])['id'])}; ${count(body['chat'])} chat models`,
  'knowledge/index': (body) => `${text(body['chunks'])} passages`,
  'prompts/prompt': (body) => text(body['name']),
  'tools/tool': (body) => text(body['name']),
  'strategy/candidate': (body) => text(part(body['strategy'])['name']),
  'evaluate/case-set': (body) => `${count(body['cases'])} questions`,
  'evaluate/scorecard': (body) =>
    `${text(body['candidateName'])}, ${text(body['split'])}: accuracy ${percent(part(body['metrics'])['answer-accuracy'])}`,
  'experiments/run': (body) => text(body['candidateName']),
  'experiments/comparison': (body) => `${count(body['rows'])} candidates compared`,
  'optimise/result': (body) => (body['kept'] === true ? 'winner kept' : 'no winner kept'),
  'trials/plan': (body) => `${count(body['pairs'])} blind pairs`,
  'readiness/report': (body) => (body['ready'] === true ? 'ready' : `${count(body['failedGates'])} gates failed`),
  'rollout/release': (body) => `release of ${text(part(part(body['candidate'])['strategy'])['name'])}`,
  'monitor/configuration': (body) => `${count(body['alerts'])} alert rules`,
  'learn/proposal': (body) => `${count(body['items'])} lessons`,
  'operate/capacity': (body) => `${Number(text(body['answersPerSecond'])).toFixed(1)} answers/s`,
};

/** One line that says what a record holds. */
export const headlineOf = (type: string, body: Json): string =>
  headlines[type]?.(part(body)) || type.slice(type.indexOf('/') + 1);
