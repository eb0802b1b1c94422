import type { Runner } from '../facts/deploy.ts';

/** How to keep a statement out of the transaction that a runner would give it; completes `Put it …`. */
export function apart(runner: Runner): string {
  switch (runner) {
    case 'drizzle':
      return 'in a migration that you generate when this one has been deployed, since Drizzle’s migrator runs all that is pending in one transaction; '
        + 'or in a migration of its own, applied with sluice migrate and runner: "sluice"';
    case 'sluice': return 'in a migration of its own: sluice migrate gives each a transaction of its own';
    case 'neon-http': return 'in a migration of its own';
    default: return runner satisfies never;
  }
}
