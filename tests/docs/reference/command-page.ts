import type { CommandOption } from '#kernel';
import { code, pageHead, table } from './markdown.ts';

/** What the page tells of a command. */
export interface CommandText {
  readonly name: string;
  readonly usage?: string;
  readonly description: string;
  readonly example: string;
  readonly options?: readonly CommandOption[];
}

const introduction =
  'Every command also takes `--project DIR` (default: the current directory), `--data DIR` (default: `.throughline` in the ' +
  'project), `--json` and `--help`.\n\nExit codes: 0 done, 1 failed, 2 wrong use, 100 a gate failed.';

const presetText = ({ default: preset }: CommandOption): string => (preset === undefined ? '' : code(String(preset)));

const renderCommand = ({ name, usage = '', description, example, options = [] }: CommandText): string =>
  [
    `## throughline ${name}`,
    `${description}\n\n\`\`\`sh\n${example}\n\`\`\``,
    ...(usage === '' ? [] : [`Arguments: ${code(usage)}`]),
    table(
      ['Option', 'Meaning', 'Default'],
      options.map((option) => [code(option.flags), option.description, presetText(option)]),
    ).trimEnd(),
  ]
    .filter((part) => part !== '')
    .join('\n\n');

/** The page of every command of the command line. */
export const renderCommands = (commands: readonly CommandText[]): string =>
  `${[pageHead('Commands', introduction).trimEnd(), ...commands.map(renderCommand)].join('\n\n')}\n`;
