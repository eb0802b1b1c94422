import { columns } from './columns.ts';
import type { Form } from './form.ts';

/** Every form, by the family it belongs to. */
export const families: Readonly<Record<string, readonly Form[]>> = { columns };
