import type { ColumnType, Generated } from 'kysely';
import type { Json } from '#kernel';
import type { BatchTables } from './batch-tables.ts';

/** JSON columns are written as text that was serialised by us. */
type JsonColumn = ColumnType<Json, string, string>;
type OptionalJsonColumn = ColumnType<Json | null, string | null, string | null>;

interface RecordsTable {
  readonly project: string;
  readonly hash: string;
  readonly position: Generated<number>;
  readonly type: string;
  readonly stage: string;
  readonly body: JsonColumn;
  readonly inputs: string[];
  readonly created_at: Date;
  readonly run_id: string | null;
  readonly decision: boolean;
}

interface RecordInputsTable {
  readonly project: string;
  readonly hash: string;
  readonly input: string;
}

interface RunsTable {
  readonly project: string;
  readonly id: string;
  readonly status: string;
  readonly details: JsonColumn;
  readonly started_at: Date;
  readonly ended_at: Date | null;
}

interface StageRunsTable {
  readonly project: string;
  readonly run_id: string;
  readonly stage: string;
  readonly position: Generated<number>;
  readonly fingerprint: string;
  readonly status: string;
  readonly reason: string;
  readonly fault: OptionalJsonColumn;
  readonly started_at: Date;
  readonly ended_at: Date | null;
  readonly record_hashes: Generated<string[]>;
}

interface LedgerTable {
  readonly project: string;
  readonly sequence: number;
  readonly operation: string;
  readonly at: string;
  readonly actor: string;
  readonly kind: string;
  readonly subject: string;
  readonly payload: JsonColumn;
  readonly previous_hash: string;
  readonly hash: string;
}

interface StepsTable {
  readonly project: string;
  readonly step: string;
  readonly key: string;
  readonly value: JsonColumn;
  readonly created_at: Date;
}

interface PointersTable {
  readonly project: string;
  readonly name: string;
  readonly value: JsonColumn;
  readonly version: number;
}

interface SpansTable {
  readonly project: string;
  readonly trace_id: string;
  readonly span_id: string;
  readonly parent_span_id: string | null;
  readonly name: string;
  readonly operation: string;
  readonly started_at: number;
  readonly duration_ms: number;
  readonly status: string;
  readonly attributes: JsonColumn;
}

interface ExposuresTable {
  readonly project: string;
  readonly rollout: string;
  readonly trace_id: string;
  readonly unit: string;
  readonly arm: string;
  readonly propensity: number;
  readonly at: Date;
}

interface FeedbackTable {
  readonly project: string;
  readonly id: string;
  readonly trace_id: string;
  readonly name: string;
  readonly value: number;
  readonly source: string;
  readonly comment: string | null;
  readonly at: Date;
}

interface ApiKeysTable {
  readonly project: string;
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly hash: string;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
}

interface ApiKeyScopesTable {
  readonly project: string;
  readonly key_id: string;
  readonly organisation: string | null;
  readonly team: string | null;
  readonly models: string[] | null;
}

interface ApiKeySecretsTable {
  readonly project: string;
  readonly prefix: string;
  readonly key_id: string;
  readonly hash: string;
  readonly expires_at: Date;
}

interface LimitRulesTable {
  readonly project: string;
  readonly level: string;
  readonly subject: string;
  readonly kind: string;
  readonly amount: number;
  readonly action: string;
  readonly alerts: number[];
}

interface LimitVersionsTable {
  readonly project: string;
  readonly version: number;
}

interface LimitCountersTable {
  readonly project: string;
  readonly level: string;
  readonly subject: string;
  readonly kind: string;
  readonly window_start: Date;
  readonly spent: Generated<number>;
}

interface LimitProcessesTable {
  readonly project: string;
  readonly process: string;
  readonly sequence: number;
  readonly seen_at: Date;
}

interface LimitLeasesTable {
  readonly project: string;
  readonly process: string;
  readonly lease: number;
  readonly level: string;
  readonly subject: string;
  readonly kind: string;
  readonly window_start: Date;
  readonly held: number;
  readonly spent: number;
  readonly closed: boolean;
  readonly updated_at: Date;
}

interface LimitAlertsTable {
  readonly project: string;
  readonly level: string;
  readonly subject: string;
  readonly kind: string;
  readonly window_start: Date;
  readonly share: number;
  readonly at: Date;
}

interface AccountsTable {
  readonly project: string;
  readonly id: string;
  readonly trace_id: string;
  readonly at: Date;
  readonly key_id: string;
  readonly organisation: string | null;
  readonly team: string | null;
  readonly end_user: string | null;
  readonly route: string;
  readonly model: string;
  readonly provider: string;
  readonly dialect: string;
  readonly outcome: string;
  readonly status: number;
  readonly attempts: number;
  readonly input_tokens: number;
  readonly cached_input_tokens: number;
  readonly cache_write_tokens: number;
  readonly output_tokens: number;
  readonly reasoning_tokens: number;
  readonly estimated: boolean;
  readonly cost_nano: number;
  readonly duration_ms: number;
  readonly first_byte_ms: number | null;
}

interface SessionsTable {
  readonly project: string;
  readonly token_hash: string;
  readonly kind: 'login' | 'session';
  readonly expires_at: Date;
}

interface SealedUsesTable {
  readonly project: string;
  readonly case_set_version: string;
  readonly decision_id: string;
  readonly at: Date;
}

/** Every table of the database. */
export interface Tables extends BatchTables {
  readonly records: RecordsTable;
  readonly record_inputs: RecordInputsTable;
  readonly runs: RunsTable;
  readonly stage_runs: StageRunsTable;
  readonly ledger: LedgerTable;
  readonly steps: StepsTable;
  readonly pointers: PointersTable;
  readonly spans: SpansTable;
  readonly exposures: ExposuresTable;
  readonly feedback: FeedbackTable;
  readonly api_keys: ApiKeysTable;
  readonly sessions: SessionsTable;
  readonly sealed_uses: SealedUsesTable;
  readonly api_key_scopes: ApiKeyScopesTable;
  readonly api_key_secrets: ApiKeySecretsTable;
  readonly limit_rules: LimitRulesTable;
  readonly limit_versions: LimitVersionsTable;
  readonly limit_counters: LimitCountersTable;
  readonly limit_processes: LimitProcessesTable;
  readonly limit_leases: LimitLeasesTable;
  readonly limit_alerts: LimitAlertsTable;
  readonly accounts: AccountsTable;
}
