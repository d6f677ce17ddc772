export { callTool, type ToolRequest } from './call-tool.ts';
export { defineTool, type Tool, type ToolCallOptions, type ToolDefinition } from './define-tool.ts';
export { toolsFaults } from './errors.ts';
export { createPackageVersion, type PackageVersionOptions } from './package-version.ts';
export { createSearchManual, passagesFromResult, type SearchManualOptions } from './search-manual.ts';
export { toolsStage } from './stage.ts';
