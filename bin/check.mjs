#!/usr/bin/env node
// `npm run check`: all that CI runs; `--slow`: the slow tests; names of steps run only those.
import { checkSteps, slowSteps } from './check-steps.mjs';
import { fail } from './fail.mjs';
import { prepare } from './prepare.mjs';

const say = (text) => process.stdout.write(text);

const attempt = async (step, runtime) => {
  try {
    return await step.run(runtime);
  } catch (error) {
    return { ok: false, output: error.stack };
  }
};

const runStep = async (step, runtime) => {
  const started = performance.now();
  const { ok, output, note = '' } = await attempt(step, runtime);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  say(`${step.name.padEnd(22)} ${seconds.padStart(7)} s  ${ok ? 'ok    ' : 'FAILED'}  ${note}\n`);
  if (!ok) say(`\n${output.trimEnd()}\n\n`);
  return ok;
};

const chosenSteps = (given) => {
  const names = given.filter((argument) => argument !== '--slow');
  const steps = given.includes('--slow') ? slowSteps() : checkSteps;
  if (names.length === 0) return steps;
  const chosen = steps.filter(({ name }) => names.some((asked) => name.includes(asked)));
  if (chosen.length === 0) throw new Error(`No such step. There are: ${steps.map(({ name }) => name).join(', ')}.`);
  return chosen;
};

const main = async () => {
  const runtime = await prepare();
  const steps = chosenSteps(process.argv.slice(2));
  if (steps.length === 0) throw new Error('There is nothing to check.');
  const failed = [];
  for (const step of steps) {
    const ok = await runStep(step, runtime);
    if (!ok) failed.push(step.name);
    if (!ok && step.isFatal) break;
  }
  say(failed.length === 0 ? '\nAll checks passed.\n' : `\nFAILED: ${failed.join(', ')}\n`);
  return failed.length === 0 ? 0 : 1;
};

main().then((code) => process.exit(code), fail);
