import { alterTables } from './alter-table.ts';
import { columns } from './columns.ts';
import { constraints } from './constraints.ts';
import { defaults } from './defaults.ts';
import { enums } from './enums.ts';
import type { Form } from './form.ts';
import { generated } from './generated.ts';
import { indexes } from './indexes.ts';
import { maintenance } from './maintenance.ts';
import { notNull } from './not-null.ts';
import { partitions } from './partitions.ts';
import { renamesDrops } from './renames-drops.ts';
import { rows } from './rows.ts';
import { sequences } from './sequences.ts';
import { triggersPolicies } from './triggers-policies.ts';
import { typeChanges } from './type-changes.ts';
import { views } from './views.ts';

/** Every form, by the family it belongs to. */
export const families: Readonly<Record<string, readonly Form[]>> = {
  columns, defaults, 'generated columns': generated, 'not null': notNull, 'type changes': typeChanges, 'enums and domains': enums,
  constraints, indexes, partitions, 'triggers and policies': triggersPolicies, views, sequences, 'renames and drops': renamesDrops,
  rows, maintenance, 'alter table': alterTables,
};
