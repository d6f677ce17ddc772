import type { Json } from '#kernel';
import { counted, listOf, numberOf, partOf, percentOf, textOf, type Body } from './json-parts.ts';

const many = (body: Body, key: string, noun: string): string => counted(listOf(body[key]).length, noun);
const named = (value: Json | undefined): string => textOf(partOf(value)['name']);

const charter = (body: Body): string => {
  const blocking = listOf(body['kpis']).filter((kpi) => partOf(kpi)['level'] === 'blocking').length;
  return `${many(body, 'kpis', 'KPI')}, ${blocking} can block a release`;
};

const assessment = (body: Body): string => {
  const [first, ...rest] = listOf(body['recommended']).map(textOf);
  return `recommends ${first ?? 'nothing'}${rest[0] === undefined ? '' : `, then ${rest[0]}`}`;
};

const selection = (body: Body): string => {
  const usable = listOf(body['chat']).filter((model) => partOf(model)['available'] === true);
  const [best] = usable;
  const chat = best === undefined ? 'no chat model' : textOf(partOf(best)['id']);
  const more = usable.length > 1 ? ` and ${usable.length - 1} more` : '';
  return `chat ${chat}${more}; embedding ${textOf(partOf(body['embedding'])['id'])}`;
};

const budget = (body: Body): string => {
  const { maximumSteps, maximumMs, maximumUsd } = partOf(body['defaults']);
  return `an agent may take ${counted(numberOf(maximumSteps), 'step')}, ${numberOf(maximumMs) / 1000} s, $${numberOf(maximumUsd)}`;
};

const caseSet = (body: Body): string => {
  const { dev, sealed, reviewed } = partOf(body['counts']);
  const all = numberOf(dev) + numberOf(sealed);
  if (all === 0) return many(body, 'cases', 'question');
  return `${counted(all, 'question')}, ${numberOf(sealed)} sealed, ${reviewed === all ? 'all' : numberOf(reviewed)} reviewed`;
};

const comparison = (body: Body): string => {
  const rows = listOf(body['rows']).map(partOf);
  const best = rows.find(({ candidateId }) => candidateId === body['champion']);
  if (best === undefined) return `${counted(rows.length, 'candidate')} compared`;
  const metric = textOf(body['quality']).replaceAll('-', ' ');
  return `best of ${rows.length}: ${textOf(best['name'])}, ${metric} ${percentOf(best['quality'])}`;
};

const optimisation = (body: Body): string =>
  body['kept'] === true ? `a better ${textOf(body['subject'])} was found` : `nothing beat ${textOf(body['subject'])}`;

const report = (body: Body): string => {
  const gates = listOf(body['gates']).map(partOf);
  const count = (verdict: string): number => gates.filter((gate) => gate['verdict'] === verdict).length;
  const unknown = count('unknown') === 0 ? '' : `, ${count('unknown')} unknown`;
  const passed = `${count('pass')} of ${counted(gates.length, 'gate')} passed${unknown}`;
  if (body['ready'] === true) return `${textOf(body['candidateName'])} is ready: ${passed}`;
  const failed = listOf(body['failedGates']).map(textOf);
  return failed.length === 0 ? `not ready: ${passed}` : `blocked by ${failed.slice(0, 2).join(', ')}; ${passed}`;
};

const endpoint = (body: Body): string => {
  const smoke = listOf(body['smoke']).map(partOf);
  return `${smoke.filter(({ ok }) => ok === true).length} of ${counted(smoke.length, 'smoke check')} passed`;
};

const capacity = (body: Body): string =>
  `${numberOf(body['answersPerSecond']).toFixed(1)} answers/s${body['enough'] === false ? ', not enough for the charter' : ''}`;

/** The most telling line of a record, by type. */
const headlines: Readonly<Record<string, (body: Body) => string>> = {
  'charter/charter': charter,
  'assess/assessment': assessment,
  'govern/policy': (body) => `${counted(Object.keys(partOf(body['sources'])).length, 'source')} with a policy`,
  'models/selection': selection,
  'guardrails/policy': (body) =>
    `${listOf(body['input']).length} checks of questions, ${listOf(body['output']).length} of answers`,
  'data/dataset': (body) => `${many(body, 'documents', 'document')} from ${many(body, 'sources', 'source')}`,
  'data/quality-report': (body) => many(body, 'findings', 'finding'),
  'knowledge/index': (body) =>
    `${counted(numberOf(body['chunks']), 'passage')} of ${counted(numberOf(body['documents']), 'document')}`,
  'tuning/assessment': (body) =>
    body['advisable'] === true
      ? 'fine-tuning is worth trying'
      : `fine-tuning is not advised, ${many(body, 'missing', 'thing')} missing`,
  'prompts/prompt': (body) => textOf(body['name']),
  'tools/tool': (body) => textOf(body['name']),
  'reasoning/catalogue': (body) =>
    listOf(body['kinds'])
      .map((kind) => textOf(partOf(kind)['kind']))
      .join(', '),
  'agents/catalogue': budget,
  'strategy/candidate': (body) => named(body['strategy']),
  'evaluate/case-set': caseSet,
  'evaluate/scorecard': (body) =>
    `${textOf(body['candidateName'])}, ${textOf(body['split'])}: accuracy ${percentOf(partOf(body['metrics'])['answer-accuracy'])}`,
  'experiments/run': (body) => textOf(body['candidateName']),
  'experiments/comparison': comparison,
  'optimise/result': optimisation,
  'trials/plan': (body) =>
    `${many(body, 'pairs', 'blind pair')}: ${named(body['left'])} against ${named(body['right'])}`,
  'readiness/report': report,
  'serve/endpoint': endpoint,
  'rollout/release': (body) => `release of ${named(partOf(body['candidate'])['strategy'])}`,
  'rollout/blocked': (body) => `not released: ${textOf(body['because'])}`,
  'monitor/configuration': (body) => `${many(body, 'kpis', 'KPI')} watched, ${many(body, 'alerts', 'alert rule')}`,
  'learn/proposal': (body) => (listOf(body['items']).length === 0 ? 'no lessons yet' : many(body, 'items', 'lesson')),
  'operate/capacity': capacity,
};

/** One line that says what a record holds. */
export const headlineOf = (type: string, body: Json): string =>
  headlines[type]?.(partOf(body)) || type.slice(type.indexOf('/') + 1);
