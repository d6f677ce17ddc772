import { callRoutes, createBatchWorker, type BatchWorker } from '#run/serve';
import { callByteRoutes } from './all-routes.ts';
import type { Program } from './open-program.ts';

/** The worker that answers the lines of batches by the server's own routes, with the key that made the batch. */
export const openBatchWork = (program: Program): BatchWorker => {
  const findKey = async (id: string) => {
    const found = await program.keyRing.find(id);
    const isOver = found?.expiresAt !== undefined && Date.parse(found.expiresAt) <= program.clock.now();
    return found === undefined || found.revokedAt !== undefined || isOver ? undefined : found;
  };
  return createBatchWorker({ ...program, ...callRoutes(callByteRoutes(program), { findKey }) });
};
