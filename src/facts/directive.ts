import type { Origin } from '../text/span.ts';

/**
 * A comment that takes findings away, in ESLint's own words:
 * https://eslint.org/docs/latest/use/configure/rules#disabling-rules
 */
export interface Directive {
  readonly kind: 'disable' | 'enable' | 'disable-line' | 'disable-next-line';
  /** The whole comment. */
  readonly origin: Origin;
  /** The rules it names, as written (`sluice/naming/snake-case`); none: all rules. */
  readonly rules: readonly { readonly id: string; readonly origin: Origin }[];
  /** What stands behind ` -- `; null if nothing does. */
  readonly reason: string | null;
}
