/** The parts of package.json that are checked. */
export interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const exact = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/;

/** Dependencies that are not pinned exactly. */
export const looseVersions = ({ dependencies, devDependencies, optionalDependencies }: Manifest): readonly string[] =>
  Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
    .filter(([, version]) => !exact.test(version))
    .map(([name, version]) => `${name}@${version} is not pinned exactly`);

/** Runtime dependencies without a line that says why they and not the alternative. */
export const unexplained = ({ dependencies = {} }: Manifest, explanations: string): readonly string[] => {
  const lines = explanations.split('\n').filter((line) => line.startsWith('- '));
  return Object.keys(dependencies)
    .filter((name) => !lines.some((line) => line.slice(0, line.indexOf(': ')).includes(`\`${name}\``)))
    .map((name) => `${name} has no line in docs/dependencies.md`);
};

/** Explained packages that are not dependencies any more. */
export const leftovers = ({ dependencies = {} }: Manifest, explanations: string): readonly string[] =>
  explanations
    .split('\n')
    .filter((line) => line.startsWith('- '))
    .flatMap((line) => [...line.slice(0, line.indexOf(': ')).matchAll(/`([^`]+)`/g)].map(([, name = '']) => name))
    .filter((name) => dependencies[name] === undefined)
    .map((name) => `docs/dependencies.md explains ${name}, which is no dependency`);

/** A lock file that ties the packages to one registry. */
export const resolvedHosts = (lock: string): readonly string[] =>
  [...lock.matchAll(/"resolved": "(?!file:)[^"]*"/g)].map(([line]) => `package-lock.json: ${line}`);
