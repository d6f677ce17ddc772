export { buildTable, isComplete } from './build-table.ts';
export { eraseDocuments } from './erase-documents.ts';
export { readChunks } from './read-chunks.ts';
export { searchText, searchVector } from './search-table.ts';
