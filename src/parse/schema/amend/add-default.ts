import type { Edit } from '../../../text/edit.ts';
import { bare, spanOf } from '../ast.ts';
import { isConstant } from '../drizzle/application-default.ts';
import type { Program } from '../oxc.ts';
import type { AddDefault } from './amend-schema.ts';
import { gapBefore, type Link, linksOf } from './chain.ts';
import { propertyAt } from './declared-table.ts';
import { insertion, type Writing } from './layout.ts';
import { isFunction, plainArguments, returned } from './place.ts';

const atInsert = new Set(['$default', '$defaultFn']);
const atUpdate = new Set(['$onUpdate', '$onUpdateFn']);

/** `.defaultNow()` in front of `.$defaultFn(() => new Date())`, which stays. Null where the column is no chain of calls. */
export function addDefault({ at, value }: AddDefault, program: Program, writing: Writing): readonly Edit[] | null {
  const found = propertyAt(program, at.span);
  const links = found === null ? [] : linksOf(found.node.value);
  const link = links.find(({ name }) => atInsert.has(name)) ?? links.find(({ name }) => atUpdate.has(name));
  const call = link === undefined ? null : callFor(value, link, writing);
  if (link === undefined || call === null || links.some(({ name }) => isDefault.test(name))) return null;
  return [insertion(writing, spanOf(link.on).end, `${gapBefore(link, writing.text)}${call}`)];
}

/** `default` is there already, `defaultNow`, `defaultRandom`. */
const isDefault = /^default/;

function callFor(value: AddDefault['value'], link: Link, writing: Writing): string | null {
  switch (value) {
    case 'now':
      return '.defaultNow()';
    case 'uuid':
      return '.defaultRandom()';
    case 'constant': {
      const constant = constantOf(link, writing);
      return constant === null ? null : `.default(${constant})`;
    }
    default:
      return value satisfies never;
  }
}

/** What `() => 'draft'` gives back, as it is written. */
function constantOf({ call }: Link, { text }: Writing): string | null {
  const [first] = plainArguments(call) ?? [];
  const made = first === undefined ? null : bare(first);
  const given = made !== null && isFunction(made) ? returned(made) : null;
  if (given === null || !isConstant(given)) return null;
  const { start, end } = spanOf(given);
  return text.slice(start, end);
}
