import { err, ok, type Fault, type Result } from '#kernel';
import { programFaults } from '../errors.ts';

const standard = 4747;

/** The port to serve on: `--port`, else the environment's PORT, else 4747. */
export const portOf = (option: string | undefined, variable: string | undefined): Result<number, Fault> => {
  const fromVariable = variable === undefined || variable.trim() === '' ? undefined : variable;
  const given = option ?? fromVariable;
  if (given === undefined) return ok(standard);
  const port = Number(given);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return ok(port);
  return err(programFaults.fault('PROGRAM_PORT_INVALID', { origin: option === undefined ? 'PORT' : '--port', given }));
};
