/** Variables an engine may see: what finds libraries and temporary files, never a key. */
const kept = [
  'PATH',
  'HOME',
  'TMPDIR',
  'TEMP',
  'TMP',
  'LANG',
  'LC_ALL',
  'SYSTEMROOT',
  'USERPROFILE',
  'LD_LIBRARY_PATH',
  'DYLD_LIBRARY_PATH',
];

/** The environment of a child process that runs a model. */
export const childEnvironment = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(kept.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])));
