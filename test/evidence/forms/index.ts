import { alterTables } from './alter-table.ts';
import { columns } from './columns.ts';
import { constraints } from './constraints.ts';
import type { Form } from './form.ts';
import { indexes } from './indexes.ts';
import { maintenance } from './maintenance.ts';
import { partitions } from './partitions.ts';
import { renamesDrops } from './renames-drops.ts';
import { rows } from './rows.ts';
import { sequences } from './sequences.ts';
import { triggersPolicies } from './triggers-policies.ts';
import { views } from './views.ts';

/** Every form, by the family it belongs to. */
export const families: Readonly<Record<string, readonly Form[]>> = {
  columns, constraints, indexes, partitions, 'triggers and policies': triggersPolicies, views, sequences, 'renames and drops': renamesDrops,
  rows, maintenance, 'alter table': alterTables,
};
