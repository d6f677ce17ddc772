export { applyRetention, type RetentionReport, type RetentionStoreDep } from './apply-retention.ts';
export { backupCommand, restoreCommand, type ArchiveDep } from './backup-commands.ts';
export { auditList, auditVerify, retentionCommand } from './commands.ts';
export { operateConfigSchema, type Capacity, type DoctorFinding, type OperateConfig } from './contract.ts';
export { renderFindings, runDoctor, type DoctorCheck } from './doctor.ts';
export { operateFaults } from './errors.ts';
export { estimateCapacity, type LoadFigures } from './estimate-capacity.ts';
export { operateStage } from './stage.ts';
