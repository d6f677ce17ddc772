import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import type { Route } from '#kernel';
import { allByteRoutes, allRoutes } from '../../src/program/all-routes.ts';
import { cliCommands } from '../../src/program/cli-commands.ts';
import { curlLine, credentialLine, type ShownCommand } from '../../src/console/ui/commands.ts';
import { readRepository } from '../architecture/repository.ts';
import { standIn } from '../docs/reference/stand-in.ts';
import { flagsOf, unknownCommands } from '../docs/shell-commands.ts';
import { shellWords, shownSamples, typedLines } from './shown-commands.ts';

type ShownRoute = Pick<Route, 'method' | 'path' | 'body' | 'query'>;

const routes: readonly ShownRoute[] = [...allRoutes(standIn(), standIn()), ...allByteRoutes(standIn())];
const known = { commands: cliCommands.map(({ name, options }) => ({ name, flags: flagsOf(options) })), scripts: [] };
const samples: readonly (readonly [string, ShownCommand])[] = Object.entries(shownSamples);
const unknown = (lines: readonly string[]): readonly string[] =>
  unknownCommands(
    lines.map((line) => ({ origin: line, words: shellWords(line) })),
    known,
  );

test('the command line has every command that the console shows', () => {
  assert.deepEqual(unknown(typedLines), []);
  assert.equal(unknown(['throughline traces --json', 'throughline rollout rollback --actor x']).length, 2);
});

test('a question reaches the command as it was asked', () => {
  const question = shownSamples.ask.body;
  assert.ok(JSON.stringify(question).includes(JSON.stringify(shellWords(shownSamples.ask.cli ?? '').at(-1))));
});

const pathOf = (pattern: string): RegExp => new RegExp(`^${pattern.replaceAll(/:\w+/g, '[^/]+')}$`);
const routeOf = ({ http }: ShownCommand): ShownRoute | undefined => {
  const [method, address = ''] = http.split(' ');
  const { pathname } = new URL(address, 'http://here');
  return routes.find((route) => route.method === method && pathOf(route.path).test(pathname));
};

test('the server has every route that the console shows, and takes what is shown', () => {
  for (const [name, command] of samples) {
    const route = routeOf(command);
    assert.ok(route !== undefined, `${name}: there is no ${command.http}`);
    const given = Object.fromEntries(new URL(command.http.split(' ')[1] ?? '', 'http://here').searchParams);
    assert.equal(route.query?.safeParse(given).success ?? true, true, `${name}: the query is wrong`);
    assert.equal(route.body?.safeParse(command.body).success ?? true, true, `${name}: the body is wrong`);
  }
  assert.equal(routeOf({ http: 'GET /api/nothing' }), undefined);
});

test('who decides and why stand in the command as in the call', () => {
  for (const { cli = '', body } of [shownSamples.waive, shownSamples.rollBack]) {
    const { actor, reason } = z.object({ actor: z.string(), reason: z.string() }).parse(body);
    const words = shellWords(cli);
    assert.ok(words.includes(actor) && words.includes(reason), cli);
  }
});

test('the call is one that a shell can read', () => {
  for (const [, command] of samples) {
    const words = shellWords(curlLine(command, 'http://127.0.0.1:4747'));
    assert.equal(words[0], 'curl');
    assert.equal(words.at(-1), `http://127.0.0.1:4747${command.http.split(' ')[1]}`);
    const data = words.indexOf('-d');
    if (command.body !== undefined) assert.deepEqual(JSON.parse(words[data + 1] ?? ''), command.body);
    const credential = credentialLine(command, 'http://127.0.0.1:4747');
    const inner = /\$\((throughline [^|)]+)/.exec(credential)?.[1] ?? '';
    assert.deepEqual(unknown([inner.trim()]), []);
  }
});

test('no page makes up a command of its own', () => {
  const sources = readRepository().filter(
    ({ path }) => /^src\/console\/.*\.tsx?$/.test(path) && path !== 'src/console/ui/commands.ts',
  );
  assert.ok(sources.length > 50);
  const own = sources.filter(({ content }) => /throughline [a-z]|command="/.test(content)).map(({ path }) => path);
  assert.deepEqual(own, []);
});
