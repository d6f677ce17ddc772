import type { ModelCard, Price } from './contract.ts';

const priceText = ({ input, cachedInput, cacheWrite, output, reasoning }: Price): string =>
  input === 0 && output === 0
    ? 'free'
    : [
        `$${input} in`,
        `$${cachedInput} cached`,
        ...(cacheWrite === undefined ? [] : [`$${cacheWrite} cache write`]),
        `$${output} out`,
        ...(reasoning === undefined ? [] : [`$${reasoning} reasoning`]),
      ].join(', ');

/** One line of `models list`. */
export const modelLine = ({ id, task, provider, residency, licence, price }: ModelCard): string =>
  `${id.padEnd(34)} ${task.padEnd(10)} ${provider.padEnd(18)} ${residency.padEnd(7)} ${licence.padEnd(20)} ${priceText(price)}`;

const retentionText = ({ dataRetention }: ModelCard): string =>
  dataRetention === undefined
    ? 'unknown'
    : `${dataRetention.days} days${dataRetention.training ? ', used for training' : ''}. ${dataRetention.terms}`;

/** What there is to know of a model, as name and value; the same rows for every model, so that they can stand side by side. */
export const modelRows = (card: ModelCard): readonly (readonly [string, string])[] => [
  ['name', card.name],
  ['task', card.task],
  ['provider', `${card.provider} (${card.providerModel})`],
  ['aliases', card.aliases.join(', ') || '-'],
  ['licence', `${card.licence}, ${card.access}`],
  ['use restrictions', card.useRestrictions.join(' ') || '-'],
  ['residency', card.residency],
  ['regions', card.regions.join(', ') || '-'],
  ['context', `${card.contextTokens} tokens`],
  ['longest answer', card.maximumOutputTokens === undefined ? '-' : `${card.maximumOutputTokens} tokens`],
  ['reads, writes', `${card.modalities.input.join(', ')} -> ${card.modalities.output.join(', ')}`],
  ['tools', card.tools ? 'yes' : 'no'],
  ['JSON', card.json],
  ['price per million', priceText(card.price)],
  ['price read', card.priceDate ?? '-'],
  ['data retention', card.residency === 'local' ? 'stays on your machines' : retentionText(card)],
  [
    'ends',
    card.deprecation === undefined
      ? '-'
      : `${card.deprecation.date}${card.deprecation.replacement === undefined ? '' : `, then ${card.deprecation.replacement}`}`,
  ],
  ['file digest', card.sha256 === undefined ? '-' : `sha256 ${card.sha256.slice(0, 12)}`],
  ['notes', card.notes || '-'],
];

/** The models side by side; rows in which they all agree come last. */
export const compareModels = (cards: readonly ModelCard[]): string => {
  const tables = cards.map(modelRows);
  const names = tables[0]?.map(([name]) => name) ?? [];
  const rows = names.map((name, index) => ({ name, values: tables.map((table) => table[index]?.[1] ?? '') }));
  const isSame = ({ values }: (typeof rows)[number]): boolean => new Set(values).size === 1;
  const differ = rows.filter((row) => !isSame(row));
  const same = rows.filter(isSame);
  const render = ({ name, values }: (typeof rows)[number]): string =>
    values
      .map((value, index) => `${(index === 0 ? name : '').padEnd(18)} ${(cards[index]?.id ?? '').padEnd(34)} ${value}`)
      .join('\n');
  return [
    ...differ.map(render),
    ...(same.length === 0
      ? []
      : ['', 'The same for all:', ...same.map(({ name, values }) => `${name.padEnd(18)} ${values[0]}`)]),
  ].join('\n');
};
