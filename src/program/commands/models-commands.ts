import { allOk, ok, type Command, type Json } from '#kernel';
import {
  catalogueDate,
  compareModels,
  findCard,
  mergeCatalogue,
  modelLine,
  modelRows,
  modelSignals,
  pullModel,
  type ModelCard,
} from '#build/models';
import type { Program } from '../open-program.ts';
import type { TerminalDep } from '../terminal/terminal.ts';

const catalogueOf = ({ loaded }: Program): readonly ModelCard[] => mergeCatalogue(loaded.project.models);

const toJson = (value: unknown): Json => JSON.parse(JSON.stringify(value));

/** Deprecations, and prices that are too old to rest a budget on. */
const signalsOf = ({ clock }: Program, cards: readonly ModelCard[]) => {
  const today = new Date(clock.now()).toISOString().slice(0, 10);
  return modelSignals({ cards, previous: undefined, today, catalogueDate });
};

const withSignals = (text: string, signals: ReturnType<typeof signalsOf>): string =>
  [text, ...signals.map(({ says }) => `! ${says}`)].join('\n');

/** `throughline models list|show|compare|pull`. */
export const modelsCommands: readonly Command<Program & TerminalDep>[] = [
  {
    name: 'models list',
    description: 'Lists the catalogue: task, access, residency, licence, price',
    example: 'throughline models list --json',
    run: async (program) => {
      const cards = catalogueOf(program);
      const signals = signalsOf(program, cards).map((signal) =>
        signal.kind === 'catalogue-old'
          ? { ...signal, says: `Prices were read on ${catalogueDate}; check them before a budget rests on them.` }
          : signal,
      );
      const json = toJson({ catalogueDate, models: cards, signals });
      return ok({ text: withSignals(cards.map(modelLine).join('\n'), signals), json, exitCode: 0 });
    },
  },
  {
    name: 'models show',
    usage: '<name>',
    description: 'Shows everything the catalogue knows of one model',
    example: 'throughline models show smollm2-135m',
    run: async (program, { positional }) => {
      const card = findCard(program.loaded.project.models, positional[0] ?? '');
      if (!card.ok) return card;
      const rows = modelRows(card.value).map(([name, value]) => `${name.padEnd(18)} ${value}`);
      const signals = signalsOf(program, [card.value]);
      return ok({ text: withSignals(rows.join('\n'), signals), json: toJson({ ...card.value, signals }), exitCode: 0 });
    },
  },
  {
    name: 'models compare',
    usage: '<name...>',
    description: 'Shows models side by side: what differs first',
    example: 'throughline models compare gpt-4.1-mini claude-haiku-4-5 gemini-2.5-flash',
    run: async (program, { positional }) => {
      const cards = allOk(positional.map((id) => findCard(program.loaded.project.models, id)));
      if (!cards.ok) return cards;
      const signals = signalsOf(program, cards.value);
      return ok({
        text: withSignals(compareModels(cards.value), signals),
        json: toJson({ models: cards.value, signals }),
        exitCode: 0,
      });
    },
  },
  {
    name: 'models pull',
    usage: '<name>',
    description: 'Gets the weights from the first source that answers, checks their SHA-256, resumes what was cut',
    example: 'throughline models pull smollm2-135m',
    run: async (program, { positional }) => {
      const card = findCard(program.loaded.project.models, positional[0] ?? '');
      if (!card.ok) return card;
      const progress: Program['progress'] = ({ message, done, total }) => {
        program.terminal.status(
          `… ${message}${done === undefined || total === undefined ? '' : ` (${Math.round((100 * done) / total)} %)`}`,
        );
        program.terminal.event({ type: 'progress', message, done, total });
      };
      const pulled = await pullModel({ ...program, progress }, card.value, program.signal);
      if (!pulled.ok) return pulled;
      const text = pulled.value
        .map(({ path, source }) => `${path}  ${source === undefined ? 'was there already' : `from ${source}`}`)
        .join('\n');
      return ok({
        text: text === '' ? 'nothing to pull: it comes with the program' : text,
        json: toJson({ files: pulled.value }),
        exitCode: 0,
      });
    },
  },
];
