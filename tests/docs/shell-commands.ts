import type { Block } from './blocks.ts';

/** A command line of a document, as words. */
export interface ShellCommand {
  readonly origin: string;
  readonly words: readonly string[];
}

/** A command of the command line with its flags. */
export interface KnownCommand {
  readonly name: string;
  readonly flags: ReadonlySet<string>;
}

export interface Known {
  readonly commands: readonly KnownCommand[];
  readonly scripts: readonly string[];
}

const shells = new Set(['sh', 'bash', 'shell', 'console']);
const everywhere = ['--project', '--data', '--json', '--help', '-h'];
const npmOwn = new Set(['ci', 'install', 'exec']);

/** Flags of Commander syntax: `-y, --yes` and `--limit <n>` give `-y`, `--yes` and `--limit`. */
export const flagsOf = (options: readonly { readonly flags: string }[] = []): ReadonlySet<string> =>
  new Set([...everywhere, ...options.flatMap(({ flags }) => flags.match(/(?<![\w-])--?[A-Za-z][\w-]*/g) ?? [])]);

const wordsOf = (text: string): readonly string[] =>
  [...text.matchAll(/"[^"]*"|'[^']*'|[^\s"']+/g)]
    .map(([word]) => word)
    .filter((word) => !/^[A-Z][A-Z0-9_]*=/.test(word));

const withoutQuotes = (line: string): string =>
  line.replaceAll(/"[^"]*"|'[^']*'/g, (quoted) => quoted.replaceAll(/[|&;#]/g, ' '));

const commandsOfLine = (line: string): readonly (readonly string[])[] =>
  withoutQuotes(line)
    .replace(/^\s*\$ /, '')
    .replace(/(?:^|\s)#.*$/, '')
    .split(/&&|\|\|?|;/)
    .map(wordsOf)
    .filter((words) => words.length > 0);

/** The command lines of the shell blocks; a line that ends in a backslash goes on. */
export const shellCommands = (blocks: readonly Block[]): readonly ShellCommand[] =>
  blocks
    .filter(({ language }) => shells.has(language))
    .flatMap(({ path, line, code }) =>
      code
        .replaceAll(/\\\n\s*/g, ' ')
        .split('\n')
        .flatMap(commandsOfLine)
        .map((words) => ({ origin: `${path}:${line}`, words })),
    );

const judgeOwn = (words: readonly string[], { commands }: Known): string | undefined => {
  const text = words.join(' ');
  const flags = words.filter((word) => /^--?[A-Za-z]/.test(word)).map((word) => word.split('=')[0] ?? word);
  if (words.length === 0 || (words.length === 1 && ['--help', '--version'].includes(text))) return undefined;
  const command = commands
    .toSorted((left, right) => right.name.length - left.name.length)
    .find(({ name }) => text === name || text.startsWith(`${name} `));
  if (command === undefined) return `there is no command "${words.slice(0, 2).join(' ')}"`;
  const unknown = flags.find((flag) => !command.flags.has(flag));
  return unknown === undefined ? undefined : `"${command.name}" has no option ${unknown}`;
};

const judgeNpm = ([verb = '', second = '']: readonly string[], { scripts }: Known): string | undefined => {
  if (npmOwn.has(verb)) return undefined;
  const script = verb === 'run' ? second : verb;
  return scripts.includes(script) ? undefined : `package.json has no script "${script}"`;
};

const judgeWords = ([first = '', ...rest]: readonly string[], known: Known): string | undefined => {
  if (first === 'npx') return judgeWords(rest, known);
  if (first === 'node' && rest[0]?.endsWith('bin/throughline.mjs') === true) return judgeOwn(rest.slice(1), known);
  if (first === 'throughline' || first.endsWith('bin/throughline.mjs')) return judgeOwn(rest, known);
  return first === 'npm' ? judgeNpm(rest, known) : undefined;
};

/** Commands of ours in documents that the program does not have. */
export const unknownCommands = (commands: readonly ShellCommand[], known: Known): readonly string[] =>
  commands.flatMap(({ origin, words }) => {
    const problem = judgeWords(words, known);
    return problem === undefined ? [] : [`${origin}: ${problem}`];
  });

/** The commands that a sentence names as code or after a colon: `throughline run`. */
export const namedCommands = (origin: string, sentence: string): readonly ShellCommand[] =>
  [...sentence.matchAll(/(?:`|: )((?:throughline|npm) [^`.,;)(]+)/g)].map(([, text = '']) => ({
    origin,
    words: wordsOf(text.trim()),
  }));
