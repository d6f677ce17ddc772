#!/usr/bin/env node
// `npm start`: installs what is missing, builds the console, and carries a project through its lifecycle.
import { isAbsolute, join, resolve } from 'node:path';
import { ensureConsole } from './build-console.mjs';
import { fail } from './fail.mjs';
import { prepare } from './prepare.mjs';
import { root, runBin } from './runtime.mjs';

const folderOptions = ['--project', '--data'];

/** npm changes to the package's folder; the folders that people name are meant from where they stand. */
const fromWhereTheyStand = (given) => {
  const base = process.env.INIT_CWD ?? process.cwd();
  const absolute = (folder) => (isAbsolute(folder) ? folder : resolve(base, folder));
  return given.map((argument, index) => {
    if (folderOptions.includes(given[index - 1])) return absolute(argument);
    const option = folderOptions.find((name) => argument.startsWith(`${name}=`));
    return option === undefined ? argument : `${option}=${absolute(argument.slice(option.length + 1))}`;
  });
};

const startArguments = (given) => {
  const namesProject = given.some((argument) => argument === '--project' || argument.startsWith('--project='));
  const project = namesProject ? [] : ['--project', join(root, 'examples', 'manual-desk')];
  return ['start', ...project, ...fromWhereTheyStand(given)];
};

const main = async () => {
  const runtime = await prepare();
  // The server comes up meanwhile and says that the console is being built.
  ensureConsole(runtime).catch((error) => process.stderr.write(`${error.message}\n`));
  return runBin(runtime, [join(root, 'bin', 'throughline.mjs'), ...startArguments(process.argv.slice(2))]);
};

main().then((code) => process.exit(code), fail);
