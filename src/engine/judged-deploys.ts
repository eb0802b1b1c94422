import { afterMigration, afterMigrations, emptyDatabase } from '../catalog/after-migrations.ts';
import { deploys } from '../catalog/deploys.ts';
import type { Catalog } from '../facts/catalog.ts';
import type { Deploy } from '../facts/deploy.ts';
import type { Migration } from '../facts/history.ts';
import type { ProjectFacts } from './facts.ts';

/** A deploy, and the database it finds. */
export interface JudgedDeploy {
  readonly deploy: Deploy;
  readonly live: Catalog;
}

/**
 * Folds the history into the deploys that its judged part comes to. A migration that is not judged only gives the state
 * for those behind it; that also holds between two judged ones.
 */
export function judgedDeploys(facts: Pick<ProjectFacts, 'judged' | 'pending' | 'runner' | 'grouping' | 'postgres' | 'history'>): readonly JudgedDeploy[] {
  const together = facts.pending ?? facts.judged;
  const apart = facts.judged.filter((migration) => !together.includes(migration));
  const pending = [
    ...deploys(together, facts.runner, facts.grouping, facts.postgres),
    ...deploys(apart, facts.runner, 'oneByOne', facts.postgres),
  ];
  const found: JudgedDeploy[] = [];
  let catalog = emptyDatabase;
  for (const stretch of stretches(facts.history.migrations, pending, new Set([...together, ...apart]))) {
    if (stretch.kind === 'state') catalog = afterMigration(catalog, stretch.migration);
    else {
      found.push({ deploy: stretch.deploy, live: catalog });
      catalog = afterMigrations(stretch.deploy.migrations, catalog);
    }
  }
  return found;
}

type Stretch =
  | { readonly kind: 'state'; readonly migration: Migration }
  | { readonly kind: 'deploy'; readonly deploy: Deploy };

/** Migrations that only give state, and deploys at the place of their first migration. */
function stretches(
  migrations: readonly Migration[], pending: readonly Deploy[], inDeploys: ReadonlySet<Migration>,
): readonly Stretch[] {
  const first = new Map(pending.map((deploy) => [deploy.migrations[0], deploy]));
  return migrations.flatMap((migration): readonly Stretch[] => {
    const deploy = first.get(migration);
    if (deploy !== undefined) return [{ kind: 'deploy', deploy }];
    return inDeploys.has(migration) ? [] : [{ kind: 'state', migration }];
  });
}
