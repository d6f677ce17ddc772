import { allRoutes } from '../../../src/program/all-routes.ts';
import { cliCommands } from '../../../src/program/cli-commands.ts';
import { projectSchema } from '../../../src/project.ts';
import { readCatalogues } from '../../architecture/read-catalogues.ts';
import { readRepository } from '../../architecture/repository.ts';
import { renderCommands } from './command-page.ts';
import { renderErrors } from './error-page.ts';
import { renderRoutes } from './http-page.ts';
import { renderProject } from './project-page.ts';
import { standIn } from './stand-in.ts';

/** The generated pages of docs/reference, by file name. */
export const referencePages = async (): Promise<Readonly<Record<string, string>>> => ({
  'commands.md': renderCommands(cliCommands),
  'errors.md': renderErrors(await readCatalogues(readRepository())),
  'http.md': renderRoutes(allRoutes(standIn(), standIn())),
  'project.md': renderProject(projectSchema),
});
