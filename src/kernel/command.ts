import type { Fault } from './fault.ts';
import type { Json } from './hash.ts';
import type { Result } from './result.ts';

export interface CommandOption {
  /** Commander syntax: `--limit <n>`, `--json`, `-y, --yes`. */
  readonly flags: string;
  readonly description: string;
  readonly default?: string | boolean;
}

export interface CommandArguments {
  readonly positional: readonly string[];
  /** By long name in camel case. */
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
}

/** What a command shows: `text` for people, `json` for `--json`. */
export interface CommandOutcome {
  readonly text: string;
  readonly json: Json;
  /** 0 done, 1 failed, 2 wrong use, 100 a gate failed. */
  readonly exitCode: 0 | 1 | 2 | 100;
}

/** A command as a plain value; `cli.ts` mounts it and adds `--project`, `--data` and `--json`. */
export interface Command<Deps> {
  /** Words, for instance `models pull`. */
  readonly name: string;
  /** Commander syntax for arguments: `<name>`, `[stages...]`. */
  readonly usage?: string;
  readonly description: string;
  /** One line that works, shown by `--help`. */
  readonly example: string;
  readonly options?: readonly CommandOption[];
  readonly run: (deps: Deps, given: CommandArguments) => Promise<Result<CommandOutcome, Fault>>;
}
