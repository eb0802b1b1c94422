import * as v from 'valibot';
import type { Remedy } from '../rule/finding.ts';

type Kind = Remedy['amendment']['kind'];

const text = v.pipe(v.string(), v.regex(/\S/));
const span = v.looseObject({ start: v.pipe(v.number(), v.minValue(0)), end: v.pipe(v.number(), v.minValue(0)) });
const origin = v.looseObject({ file: v.string(), span });
const edits = v.array(v.looseObject({ file: v.string(), span, text: v.string() }));
const at = v.looseObject({ at: origin });

const amendments = {
  edit: v.looseObject({ edits }),
  renameDeclared: v.looseObject({ at: origin, from: v.string(), to: v.string() }),
  retypeColumns: v.looseObject({ columns: v.array(origin), to: v.picklist(['timestamptz', 'jsonb', 'bigint', 'identity']) }),
  removeIndex: at,
  removeCall: v.looseObject({ at: origin, method: v.literal('concurrently') }),
  addIndex: v.looseObject({ table: origin, name: v.string(), columns: v.array(origin) }),
  writeOnDelete: v.looseObject({ at: origin, action: v.picklist(['no action', 'restrict', 'cascade', 'set null', 'set default']) }),
  exportDeclared: at,
  addDefault: v.looseObject({ at: origin, value: v.picklist(['now', 'uuid', 'constant']) }),
  nullsNotDistinct: at,
  addMigration: v.looseObject({ edits, name: v.string(), up: v.string(), down: v.string() }),
} as const satisfies Record<Kind, v.GenericSchema>;

const kind = v.looseObject({ kind: v.picklist(Object.keys(amendments) as Kind[]) });
const amendment = v.lazy<v.GenericSchema>((given) => (v.is(kind, given) ? amendments[given.kind] : kind));
const remedy = v.looseObject({ text, amendment });

/** What comes of a check, as far as the engine leans on it: a `Report`. */
export const reportShape = v.looseObject({
  at: origin,
  text,
  instead: v.optional(text),
  related: v.optional(v.array(v.looseObject({ at: origin, text }))),
  level: v.optional(v.picklist(['error', 'warn', 'info'])),
  fix: v.optional(remedy),
  suggestions: v.optional(v.array(remedy)),
});
