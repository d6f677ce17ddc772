import { createFaults } from '#kernel';

/** Faults about other processes. */
export const { catalogue: processFaults, fault: processFault } = createFaults({
  PLATFORM_DATA_DIRECTORY_IN_USE: {
    what: 'Another server already uses {path}.',
    why: 'Process {pid}, started at {since}, holds {lock}.',
    remedy: 'Stop process {pid} (Ctrl-C in its terminal), or give this server its own directory with --data DIR.',
    status: 409,
    retryable: true,
  },
  PLATFORM_PORT_IN_USE: {
    what: 'Port {port} on {host} is in use.',
    why: 'Another program listens there.',
    remedy: 'Stop that program, or choose another port: PORT={suggestion}.',
    status: 409,
    retryable: true,
  },
  PLATFORM_CANNOT_LISTEN: {
    what: 'Port {port} on {host} cannot be listened on.',
    why: 'The system says: {reason}.',
    remedy:
      'Check --host (127.0.0.1 for this machine only, 0.0.0.0 for every address of it); a port below 1024 needs rights.',
    status: 409,
    retryable: false,
  },
});
