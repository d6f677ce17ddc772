export { createOtlpExport, type OtlpExport, type OtlpOptions } from './create-otlp-export.ts';
