import { pathToFileURL } from 'node:url';
import { ok, type Command } from '#kernel';
import { exportMlflow } from '#prove/experiments';
import { experimentRunSchema } from '#prove/experiments/contract';
import type { Program } from '../open-program.ts';

/** `throughline experiments export <dir>`: a folder that `mlflow ui --backend-store-uri` reads. */
export const experimentsExport: Command<Program> = {
  name: 'experiments export',
  usage: '<dir>',
  description: 'Writes every experiment run as an MLflow file store: parameters, metrics, tags, artifacts',
  example: 'throughline experiments export mlruns',
  run: async (program, { positional }) => {
    const root = program.files.resolve(positional[0] ?? 'mlruns');
    const records = await program.records.list({ type: 'experiments/run', current: true, limit: 1000 });
    for (const record of records) {
      const run = experimentRunSchema.parse(record.body);
      const blobs = await Promise.all(
        run.artifacts.map(
          async ({ path, hash }) => [path, new TextDecoder().decode(await program.blobs.get(hash))] as const,
        ),
      );
      const at = Date.parse(record.createdAt);
      const artifacts = Object.fromEntries(blobs);
      const input = { run, experiment: program.loaded.project.name, at, root: pathToFileURL(root).href, artifacts };
      for (const { path, content } of exportMlflow(input)) await program.files.write(`${root}/${path}`, content);
    }
    return ok({
      text: `wrote ${records.length} runs to ${root}`,
      json: { runs: records.length, folder: root },
      exitCode: 0,
    });
  },
};
