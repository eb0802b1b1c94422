import type { Value } from './values.ts';

/** Whether JavaScript takes a value for true. */
export function truth(value: Value): 'yes' | 'no' | 'unknown' {
  switch (value.kind) {
    case 'literal':
      return value.value ? 'yes' : 'no';
    case 'unknown':
      return 'unknown';
    default:
      return 'yes';
  }
}
