import { err, ok, type Command, type Json } from '#kernel';
import { builtInCatalogue, modelsFaults, pullModel, type ModelCard } from '#build/models';
import type { Program } from '../open-program.ts';
import type { TerminalDep } from '../terminal/terminal.ts';

const catalogueOf = ({ loaded }: Program): readonly ModelCard[] => {
  const own = loaded.project.models.catalogue;
  return [...own, ...builtInCatalogue.filter(({ id }) => own.every((card) => card.id !== id))];
};

const priceText = ({ price }: ModelCard): string =>
  price.input === 0 && price.output === 0 ? 'free' : `$${price.input} in, $${price.output} out per million tokens`;

const lineOf = (card: ModelCard): string =>
  `${card.id.padEnd(24)} ${card.task.padEnd(10)} ${card.access.padEnd(12)} ${card.residency.padEnd(10)} ${card.licence.padEnd(18)} ${priceText(card)}`;

const toJson = (value: unknown): Json => JSON.parse(JSON.stringify(value));

const findCard = (program: Program, id: string) => {
  const card = catalogueOf(program).find((entry) => entry.id === id);
  const known = catalogueOf(program)
    .map((entry) => entry.id)
    .join(', ');
  return card === undefined ? err(modelsFaults.fault('MODELS_UNKNOWN', { id, known })) : ok(card);
};

/** `throughline models list|show|pull`. */
export const modelsCommands: readonly Command<Program & TerminalDep>[] = [
  {
    name: 'models list',
    description: 'Lists the catalogue: task, access, residency, licence, price',
    example: 'throughline models list --json',
    run: async (program) => {
      const cards = catalogueOf(program);
      return ok({ text: cards.map(lineOf).join('\n'), json: toJson({ models: cards }), exitCode: 0 });
    },
  },
  {
    name: 'models show',
    usage: '<name>',
    description: 'Shows everything the catalogue knows of one model',
    example: 'throughline models show smollm2-135m',
    run: async (program, { positional }) => {
      const card = findCard(program, positional[0] ?? '');
      return card.ok ? ok({ text: JSON.stringify(card.value, null, 2), json: toJson(card.value), exitCode: 0 }) : card;
    },
  },
  {
    name: 'models pull',
    usage: '<name>',
    description: 'Gets the weights from the first source that answers, checks their SHA-256, resumes what was cut',
    example: 'throughline models pull smollm2-135m',
    run: async (program, { positional }) => {
      const card = findCard(program, positional[0] ?? '');
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
