import { ok, type Command, type Json } from '#kernel';
import { evaluateDev, renderScorecard, type DevEvaluation } from '#prove/evaluate';
import type { Program } from '../open-program.ts';

const gatesText = ({ kpis, passed }: DevEvaluation): string =>
  [
    ...kpis.map(
      ({ name, verdict, level, target, measured }) =>
        `  ${verdict.padEnd(8)} ${name}${level === 'stretch' ? ' (stretch)' : ''}: ${measured === undefined ? 'unmeasured' : measured.value.toPrecision(3)}, target ${target}`,
    ),
    passed ? 'passed' : 'a gate failed',
  ].join('\n');

/** `throughline eval`: exit code 100 when a blocking KPI is missed on the development split. */
export const evalCommand: Command<Program> = {
  name: 'eval',
  usage: '[candidate]',
  description:
    'Evaluates a candidate on the development questions against the KPI targets; exit code 100 when a gate fails',
  example: 'throughline eval extractive --json',
  run: async (deps, { positional }) => {
    const candidate = positional[0] ?? deps.loaded.project.evaluate.baseline;
    const evaluated = await evaluateDev(deps, { candidate, signal: deps.signal });
    if (!evaluated.ok) return evaluated;
    const { scorecard, kpis, passed } = evaluated.value;
    const json: Json = JSON.parse(
      JSON.stringify({ type: 'evaluation', passed, kpis, metrics: scorecard.metrics, failures: scorecard.failures }),
    );
    return ok({
      text: `${renderScorecard(scorecard)}\n\n${gatesText(evaluated.value)}`,
      json,
      exitCode: passed ? 0 : 100,
    });
  },
};
