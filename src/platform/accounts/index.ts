export { createAccounts, type AccountCounts, type Accounts, type AccountsOptions } from './create-accounts.ts';
export { accountFaults } from './errors.ts';
export type { AccountStoreDep } from './port.ts';
