import type { SourceFile } from './repository.ts';

// Assembled, so that this file does not hold what it forbids.
const words = (...parts: readonly string[]): string => parts.join('');

const registryHosts = [
  words('registry', '\\.npmjs'),
  words('npm', 'mirror\\.com'),
  words('\\bpypi', '\\.org'),
  words('python', 'hosted\\.org'),
  words('\\bcrates', '\\.io'),
  words('rubygems', '\\.org'),
  words('proxy', '\\.golang'),
  words('\\.pkg\\.', 'github\\.com'),
  words('/artifactory', '/'),
];
const machinePaths = [
  words('/work', '/(?:main|shared|notes)'),
  words('/ro', 'ot/'),
  words('/ho', 'me/[a-z]'),
  words('/Us', 'ers/[A-Za-z]'),
];

const registry = new RegExp(registryHosts.join('|'), 'i');
const machine = new RegExp(`(?<![\\w.<])(?:${machinePaths.join('|')})`);

/** Names of package registries and paths of somebody's machine. */
export const placesOfSomebody = (files: readonly SourceFile[]): readonly string[] =>
  files.flatMap(({ path, content }) => [
    ...(registry.test(content) ? [`${path}: names a package registry`] : []),
    ...(machine.test(content) ? [`${path}: names a path of one machine`] : []),
  ]);
