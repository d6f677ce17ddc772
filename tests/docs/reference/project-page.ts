import type { z } from 'zod';
import { code, pageHead, table } from './markdown.ts';
import { schemaRows, type SchemaRow } from './schema-rows.ts';

const introduction =
  'The project file is `throughline.config.ts` (also `.yaml`, `.yml` or `.json`) in the folder of the project. Its keys are ' +
  'the stages of the lifecycle. A key that is not listed here is refused.\n\n' +
  '`[]` stands for each entry of a list, `<id>` for a name of your own. A default of `{}` means that the defaults of the keys below it apply.';

const renderRows = (rows: readonly SchemaRow[]): string => {
  const described = rows.some(({ description }) => description !== '');
  const heads = ['Key', 'Type', 'Default', ...(described ? ['Meaning'] : [])];
  const cells = rows.map(({ key, type, preset, description }) => [
    code(key),
    type,
    preset === 'required' ? '**required**' : code(preset),
    ...(described ? [description] : []),
  ]);
  return table(heads, cells);
};

/** The page of every key of the project file. */
export const renderProject = (schema: z.ZodType): string => {
  const rows = schemaRows(schema);
  const tops = [...new Set(rows.map(({ key }) => key.split('.')[0] ?? key))];
  const sections = tops.map((top) => {
    const own = rows.filter(({ key }) => key === top || key.startsWith(`${top}.`));
    return `## ${top}\n\n${renderRows(own)}`;
  });
  return `${[pageHead('The project file', introduction), ...sections].join('\n').trimEnd()}\n`;
};
