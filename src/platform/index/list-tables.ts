import type { Connection } from '@lancedb/lancedb';

/** The names of all tables, whole or not. */
export const listTables = async (connection: Connection): Promise<readonly string[]> => {
  const names: string[] = [];
  let pageToken: string | undefined;
  do {
    const page = await connection.listTables(pageToken === undefined ? {} : { pageToken });
    names.push(...page.tables);
    pageToken = page.pageToken;
  } while (pageToken !== undefined && pageToken !== '');
  return names;
};
